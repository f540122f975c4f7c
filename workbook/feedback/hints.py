"""Help with a question, in steps: hints one by one, and at last the reference answer."""

import json
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbook import paths
from workbook.feedback import values
from workbook.feedback.progress import tried
from workbook.feedback.released import Cell, find, folder, notebooks, option, setup, source
from workbook.feedback.words import Words
from workbook.i18n import text

_shown: dict[str, int] = {}
"""How many hints of a question were shown since the kernel was started."""
_asked: set[str] = set()
"""The questions whose solution was asked for before a try."""

# A line of the stub that only holds the place of the answer: "low = ..." or "return ...  # why".
_STUB = re.compile(r"^([\w, ]+?)\s*=\s*\.\.\.", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\s*(return|[\w, ]+=)\s*\.\.\.(\s*,\s*\.\.\.)*\s*(#.*)?")


def hint(question: str, *, exercises: Path | None = None) -> Words:
    """The next hint for ``question``, below those before it; after the last one, all once more.

    Raises Problem if there is no such question.
    """
    hints = option(find(question, exercises or folder(paths.EXERCISES)), "hints") or []
    if not hints:
        return Words(text("There are no hints for this question."))
    step = _shown.get(question, 0) + 1
    _shown[question] = step
    if step > len(hints):
        return Words(text("That was the last one. Here they are again.") + f"\n\n{_listed(hints)}")
    head = (
        text("Hint {step} of {all}.", step=step, all=len(hints))
        if step < len(hints)
        else text("Hint {step} of {all}, the last one.", step=step, all=len(hints))
    )
    before = _listed(hints[: step - 1])
    return Words("\n\n".join(filter(None, [before, f"**{head}** {hints[step - 1]}"])))


def solution(question: str, *, solutions: Path | None = None) -> Words:
    """The reference answer to ``question``. Who has not tried it yet is asked once to try first.

    Raises Problem if there is no such question.
    """
    solutions = solutions or folder(paths.SOLUTIONS)
    if not notebooks(solutions):
        return Words(text("There are no solutions here. Your trainer has them."))
    cell = find(question, solutions)
    if question not in tried | _asked:
        _asked.add(question)
        return Words(
            text(
                "You have not tried this one yet. A wrong try costs nothing, and often tells more "
                "than the answer. To see the answer all the same, ask once more."
            )
        )
    answer = reference(source(cell))
    told = [f"**{text('One good answer. Yours may look different and be right.')}**"]
    if cell["cell_type"] == "code":
        typed = values_of(cell, setup(question, solutions)) if option(cell, "level") == "B" else ""
        if typed and typed != answer:
            told += [_code(typed), text("How it is computed, for those who read code:")]
        answer = _code(answer)
    why = option(cell, "why")
    return Words("\n\n".join([*told, answer, *([why] if why else [])]))


def values_of(answer_cell: Cell, first: str) -> str:
    """What somebody who does not code would type: a line for each place of the stub.

    ``first`` is the code that the notebook runs before. Empty if an answer is none of a number,
    a text and a list of these.
    """
    code = source(answer_cell)
    names = [name for line in _STUB.findall(code) for name in line.split(", ")]
    namespace: dict[str, Any] = {}
    exec(first, namespace)
    exec(reference(code), namespace)
    lines = []
    for name in names:
        value = _typed(namespace.get(name))
        if not value:
            return ""
        lines.append(f"{name} = {value}")
    return "\n".join(lines)


def _listed(hints: Sequence[str]) -> str:
    """A numbered list. The lines of code in a hint are set in, else they would end the list."""
    return "\n".join(
        f"{i}. {textwrap.indent(one, '   ').lstrip()}" for i, one in enumerate(hints, 1)
    )


def _typed(value: object) -> str:
    if type(value) is str:
        return json.dumps(value, ensure_ascii=False)
    as_number = values.number(value)
    if as_number is not None:
        return values.shown(as_number)
    several = values.several(value)
    if several is None:
        return ""
    parts = [_typed(one) for one in several]
    return f"[{', '.join(parts)}]" if all(parts) else ""


def _code(lines: str) -> str:
    return f"```python\n{lines}\n```"


def reference(answer_cell: str) -> str:
    """The text of an answer cell with its solution in the place of the stub."""
    lines, inside = [], False
    for line in answer_cell.splitlines():
        if "BEGIN SOLUTION" in line:
            inside = True
        elif "END SOLUTION" in line:
            inside = False
        elif inside or not _PLACEHOLDER.fullmatch(line):
            lines.append(line)
    return "\n".join(lines).strip()
