"""Proof that each question can be passed and failed: the answers in wrong/ and their scores."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbook.build.source import Source
from workbook.errors import Problem

_SOLUTION = re.compile(r"[ \t]*### BEGIN SOLUTION.*?### END SOLUTION[^\n]*\n?", re.DOTALL)


class Wrong(NamedTuple):
    """A wrong answer: for which question, the points it must get, words its feedback must hold."""

    path: Path
    question: str
    code: str
    score: float
    says: str


def read(folder: Path) -> list[Wrong]:
    """The wrong answers of a module. Raises Problem if one does not state its score and words."""
    answers = []
    for path in sorted((folder / "wrong").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        score, says = re.search(r"# score: (\S+)", code), re.search(r"# says: (.+)", code)
        if not score or not says:
            raise Problem(f"{path.name}: state '# score: N' and '# says: words' at the top.")
        answers.append(Wrong(path, path.name.split(".")[0], code, float(score[1]), says[1].strip()))
    return answers


def verify(exercise: Source, notebook: Any) -> None:
    """Raises Problem unless reference, untouched and each wrong answer get what they must."""
    maximum = possible(notebook)
    reached = scores(notebook, {})
    untouched = scores(notebook, {name: _stub(notebook, name) for name in maximum})
    for name, points in maximum.items():
        if reached[name][0] != points:
            raise exercise.fault(
                f"question: {name}",
                f"the reference answer of '{name}' gets {reached[name][0]} of {points}.",
            )
        if untouched[name][0] != 0:
            raise exercise.fault(
                f"question: {name}", f"'{name}' untouched gets {untouched[name][0]} points."
            )
    for answer in read(exercise.path.parent):
        if answer.question not in maximum:
            raise Problem(f"{answer.path.name}: there is no question '{answer.question}'.")
        got, said = scores(notebook, {answer.question: answer.code})[answer.question]
        if got != answer.score:
            raise Problem(f"{answer.path.name} states {answer.score} points but gets {got}.")
        if answer.says not in said:
            raise Problem(f"{answer.path.name}: the feedback lacks '{answer.says}': {said}")


def scores(notebook: Any, answers: Mapping[str, str]) -> dict[str, tuple[float, str]]:
    """Points and feedback of each question, with some answer cells replaced by ``answers``."""
    names: dict[str, Any] = {}
    result: dict[str, tuple[float, str]] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        options = cell.metadata.get("workbook", {})
        code = answers.get(options.get("question", ""), cell.source)
        value = _run(code, names)
        if "check" in options and value is not None:
            points, said = result.get(options["check"], (0.0, ""))
            said += " ".join(f"{part.name}: {part.sentence}" for part in value.parts)
            result[options["check"]] = points + float(value), said
    return result


def _run(code: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does and return the value of its last expression."""
    body = ast.parse(code).body
    if body and isinstance(body[-1], ast.Expr):
        last = ast.Expression(body.pop().value)  # type: ignore[attr-defined]
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        return eval(compile(last, "cell", "eval"), names)
    exec(compile(code, "cell", "exec"), names)
    return None


def possible(notebook: Any) -> dict[str, float]:
    """The points of each question."""
    points: dict[str, float] = {}
    for cell in notebook.cells:
        options = cell.metadata.get("workbook", {})
        if "check" in options:
            points[options["check"]] = points.get(options["check"], 0.0) + options["points"]
    return points


def _stub(notebook: Any, name: str) -> str:
    for cell in notebook.cells:
        if cell.metadata.get("workbook", {}).get("question") == name:
            return _SOLUTION.sub("", cell.source)
    raise KeyError(name)
