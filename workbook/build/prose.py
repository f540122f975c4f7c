"""The blocks of a source file that a learner reads, each with its line, and its quiz strings."""

import ast
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from workbook.build.source import Source

_HEADING = re.compile(r"#+ ")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) +(?=\S)")
_ROW = re.compile(r"\|")
_RULER = re.compile(r"\|[\s:|-]+$")
_EXCEPTION = re.compile(r"% no claim: *(\S.*)")
TRAINER, SLIDES, HANDOUT = "trainer", "slides", "handout"
"""The tags of cells that a learner's notebook does not have."""

_NOT_WORDS = re.compile(r"`[^`]*`|\]\([^)]*\)|\$\$?[^$]+\$\$?|<https?:[^>]*>")


class Block(NamedTuple):
    """A paragraph, a list item, a table row or a heading.

    ``exception`` is the reason of a ``% no claim:`` line right before it. ``lead`` is the
    paragraph that introduces its list or table with a colon, if there is one. ``section`` is the
    heading above it.
    """

    kind: str
    line: int
    text: str
    section: str = ""
    exception: str = ""
    lead: str = ""

    @property
    def words(self) -> str:
        """The text without roles, code, formulas and addresses."""
        return _NOT_WORDS.sub(" ", re.sub(r"\{\w+\}`[^`]*`", " ", self.text))


class QuizItem(NamedTuple):
    """A quiz of a lesson, as its cell writes it: ``choices`` are (right, answer, because, line)."""

    name: str
    line: int
    ask: str
    choices: list[tuple[bool, str, str, int]]


def blocks(source: Source, tag: str = "") -> list[Block]:
    """The blocks of the learner's Markdown, without reference answers.

    With ``tag``, such as :data:`SLIDES`, those of the cells that have it instead.
    """
    found: list[Block] = []
    section = exception = lead = ""
    fresh = True  # the next line begins a new block
    for number, line in _lines(source, tag):
        if mark := _EXCEPTION.match(line):
            exception, fresh = mark[1], True
            continue
        if not line.strip(" -") or line.startswith("%") or _RULER.match(line):
            fresh = True
            continue
        line = re.sub(r"^(> ?)+", "", line)
        kind = (
            ("heading" if _HEADING.match(line) else "")
            or ("row" if _ROW.match(line) else "")
            or ("item" if _ITEM.match(line) else "")
            or "paragraph"
        )
        if kind == "heading":
            section, lead = line.lstrip("# "), ""
        elif kind == "paragraph" and not fresh and found[-1].kind in ("paragraph", "item"):
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.strip()}")
            continue
        elif kind in ("row", "item"):
            if found and found[-1].kind == "paragraph":
                lead = found[-1].text if found[-1].text.rstrip().endswith(":") else ""
        else:
            lead = ""
        text = line.lstrip("# ") if kind == "heading" else _ITEM.sub("", line, count=1)
        own_lead = lead if kind in ("row", "item") else ""
        found.append(Block(kind, number, text.strip(), section, exception, own_lead))
        exception, fresh = "", kind in ("heading", "row")
    return found


def quizzes(source: Source) -> list[QuizItem]:
    """The quizzes of a lesson. One whose code cannot be read is left to the run of the lesson."""
    found = []
    for line, code in _code_cells(source):
        if "quiz(" not in code:
            continue
        try:
            tree = ast.parse(code)
        except SyntaxError:
            continue
        found += [
            _quiz(call, line)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "quiz"
        ]
    return found


def _quiz(call: ast.Call, offset: int) -> QuizItem:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    choices = []
    for choice in getattr(named.get("choices"), "elts", []):
        because = next((k.value for k in choice.keywords if k.arg == "because"), None)
        right = getattr(choice.func, "id", "") == "right"
        answer = _string(choice.args[0]) if choice.args else ""
        choices.append((right, answer, _string(because), offset + choice.lineno))
    name = _string(call.args[0]) if call.args else ""
    return QuizItem(name, offset + call.lineno, _string(named.get("ask")), choices)


def _string(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _lines(source: Source, tag: str) -> Iterator[tuple[int, str]]:
    """The lines of the Markdown with ``tag`` and their numbers; those left out are empty."""
    inside = ""  # what we are in and skip: front matter, code, an answer
    cell = ""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if number == 1 and line == "---":
            inside = "front"
        elif inside == "front":
            inside = "" if line == "---" else inside
        elif line.startswith("```"):
            inside = "" if inside == "code" else "code"
        elif inside == "code":
            pass
        elif line.startswith("+++"):
            tags = _metadata(line).get("tags", [])
            cell = next((one for one in (TRAINER, SLIDES, HANDOUT) if one in tags), "")
            inside = ""
        elif line.startswith("### BEGIN SOLUTION"):
            inside = "answer"
        elif line.startswith("### END SOLUTION"):
            inside = ""
        elif not inside and cell == tag:
            yield number, line
            continue
        yield number, ""


def _code_cells(source: Source) -> Iterator[tuple[int, str]]:
    """Each code cell with the number of the line before its first."""
    start, lines = 0, list(enumerate(source.text.splitlines(), start=1))
    for number, line in lines:
        if line.startswith("```{code-cell}"):
            start = number
        elif line.startswith("```") and start:
            code = [text for place, text in lines if start < place < number]
            # Options such as ":tags: [hide]" become blank lines, so that the numbers stay true.
            yield start, "\n".join("" if text.startswith(":") else text for text in code)
            start = 0


def _metadata(line: str) -> dict[str, list[str]]:
    try:
        return dict(json.loads(line.removeprefix("+++").strip() or "{}"))
    except ValueError:
        return {}
