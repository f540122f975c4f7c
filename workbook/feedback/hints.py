"""Help with a question, in steps: hints one by one, and at last the reference answer."""

import re
from pathlib import Path

from workbook import paths
from workbook.feedback.progress import tried
from workbook.feedback.released import find, folder, notebooks, option, source
from workbook.feedback.words import Words
from workbook.i18n import text

_shown: dict[str, int] = {}
"""How many hints of a question were shown since the kernel was started."""
_asked: set[str] = set()
"""The questions whose solution was asked for before a try."""

# A line of the stub that only holds the place of the answer: "low = ..." or "return ...  # why".
_PLACEHOLDER = re.compile(r"\s*(return|[\w, ]+=)\s*\.\.\.(\s*,\s*\.\.\.)*\s*(#.*)?")


def hint(question: str, *, exercises: Path | None = None) -> Words:
    """The next hint for ``question``; after the last one, all of them again.

    Raises Problem if there is no such question.
    """
    hints = option(find(question, exercises or folder(paths.EXERCISES)), "hints") or []
    if not hints:
        return Words(text("There are no hints for this question."))
    step = _shown.get(question, 0) + 1
    _shown[question] = step
    if step > len(hints):
        again = "\n".join(f"{i}. {one}" for i, one in enumerate(hints, 1))
        return Words(text("That was the last one. Here they are again.") + f"\n\n{again}")
    head = (
        text("Hint {step} of {all}.", step=step, all=len(hints))
        if step < len(hints)
        else text("Hint {step} of {all}, the last one.", step=step, all=len(hints))
    )
    return Words(f"**{head}** {hints[step - 1]}")


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
                "than the answer. To see the answer all the same, run this cell again."
            )
        )
    answer = reference(source(cell))
    if cell["cell_type"] == "code":
        answer = f"```python\n{answer}\n```"
    head = text("One good answer. Yours may look different and be right.")
    why = option(cell, "why")
    return Words("\n\n".join([f"**{head}**", answer, *([why] if why else [])]))


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
