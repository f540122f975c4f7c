"""Marked submissions for tests of what people read: the course's own notebooks, with given marks.

The engine is not needed for them: names of parts and reasons are read from the checks' source.
"""

import ast
import datetime
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "03_case_study"
CASES = ("good", "partly", "empty")

_SOLUTION = re.compile(r"[ \t]*### BEGIN SOLUTION\n.*?### END SOLUTION\n?", re.DOTALL)
_PARTS = {"number", "choice", "interval", "items", "table"}


@cache
def solution(assignment: str = ASSIGNMENT) -> str:
    return (ROOT / f"solutions/{assignment}/{assignment}.ipynb").read_text(encoding="utf-8")


@cache
def parts_of(check: str) -> list[tuple[str, list[str]]]:
    """The name of each part of a check, and the reasons for wrong answers that are spelled out."""
    found = []
    for call in ast.walk(ast.parse(check)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in _PARTS or ast.unparse(call.func.value) != "q":
            continue
        name = call.args[0]  # computed in a loop, it stands for all of them
        named = name.value if isinstance(name, ast.Constant) else "one of several"
        given = [word.value for word in call.keywords if word.arg == "reasons"]
        reasons = [
            one.value
            for node in given
            for one in ast.walk(node)
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value
        ]
        found.append((call.lineno, named, reasons))
    return [(name, reasons) for _, name, reasons in sorted(found)]


def marked(
    case: str = "good",
    learner: str = "amal",
    assignment: str = ASSIGNMENT,
    seed: int = 0,
    **changes: Any,
) -> Marked:
    """One submission: ``good``, ``partly`` (some of all outcomes) or ``empty`` (as given out)."""
    chance = random.Random(f"{case} {learner} {seed}")
    notebook = json.loads(solution(assignment))
    cells = []
    for cell in notebook["cells"]:
        noted = cell["metadata"].get("nbgrader")
        source = "".join(cell["source"])
        if noted and noted["solution"]:
            cell["source"] = _answer(source, case)
        if noted and noted["grade"]:
            cells.append(_graded(cell, source, case, chance))
            if case == "empty":
                cell["outputs"] = []
    book = MarkedNotebook(assignment, notebook, tuple(cells), changes.pop("book_notes", ()))
    given = {
        "handed_in": datetime.datetime(2026, 3, 14, 18, 5),  # noqa: DTZ001  (nbgrader's way)
        "seconds": round(0.2 + chance.random() / 5, 3),
    }
    return Marked(learner, assignment, (book,), **(given | changes))


def a_class(count: int, seed: int = 1) -> list[Marked]:
    """As many learners, most of them partly right; some notes of stops and repairs."""
    chance = random.Random(seed)
    learners = []
    for place in range(count):
        case = chance.choices(["good", "partly", "empty"], [2, 7, 1])[0]
        notes: tuple[str, ...] = ()
        if place % 9 == 4:
            notes = ("Question 3.3 did not finish in 5 s. Is there a loop that never ends?",)
        elif place % 13 == 5:
            notes = (f"The cell turnout_range was changed by rider_{place:03}.",)
        learners.append(marked(case, f"rider_{place:03}", seed=seed, book_notes=notes))
    return learners


def _answer(source: str, case: str) -> str:
    stub = _SOLUTION.sub("", source)
    if case == "empty":
        return stub
    begin, end = "### BEGIN SOLUTION\n", "### END SOLUTION"
    return source.replace(begin, "").replace(end, "").rstrip() + "\n"


def _graded(cell: dict[str, Any], source: str, case: str, chance: random.Random) -> MarkedCell:
    noted, own = cell["metadata"]["nbgrader"], cell["metadata"].get("workbook", {})
    question = own.get("check") or own.get("question") or noted["grade_id"]
    common: dict[str, Any] = {
        "grade_id": noted["grade_id"],
        "points": noted["points"],
        "question": question,
        "number": own.get("number", ""),
        "hidden": bool(own.get("hidden")),
        "answered": case != "empty",
    }
    if noted["solution"]:  # a person reads it
        return MarkedCell(score=0.0 if case == "empty" else None, **common)
    able = chance.random() ** 0.6
    parts = tuple(_part(name, reasons, case, able, chance) for name, reasons in parts_of(source))
    right = sum(part.weight for part in parts if part.outcome == "RIGHT")
    score = noted["points"] * right / sum(part.weight for part in parts)
    return MarkedCell(score=score, parts=parts, **common)


def _part(name: str, reasons: list[str], case: str, able: float, chance: random.Random) -> Part:
    if case == "good":
        return Part(name, "RIGHT", "")
    if case == "empty":
        return Part(
            name,
            "NOT_ATTEMPTED",
            "Put your answer in place of the three dots `...`, and run that cell.",
        )
    if chance.random() < able:
        return Part(name, "RIGHT", "")
    if chance.random() < 0.1:
        return Part(
            name,
            "CANNOT",
            "Your code stopped in `people_count`, in line 4 of its cell: `return email.nuniqe()`. "
            "AttributeError: 'Series' object has no attribute 'nuniqe'",
        )
    low = chance.randrange(10, 40)
    says = chance.choice(reasons) if reasons else "Too high."
    return Part(name, "NOT_YET", f"Your answer: {low}. {says}" if chance.random() < 0.3 else says)
