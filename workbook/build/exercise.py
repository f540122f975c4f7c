"""An exercise: its questions as standard nbgrader cells, with the reference answers."""

import ast
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.build import source as sources
from workbook.build.roles import Roles
from workbook.i18n import number, text

_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def solution_notebook(exercise: sources.Source) -> Any:
    """The notebook in nbgrader's source form, not yet run. Raises Problem at a faulty question."""
    cells: list[Any] = []
    seen: set[str] = set()
    checked: dict[str, int] = {}
    numbers: dict[str, str] = {}
    roles = Roles(exercise)
    needs = ""
    for cell in exercise.cells:
        options = dict(cell.metadata)
        if cell.cell_type == "markdown":
            cell.source = roles.fill(cell.source)
        options["hints"] = [roles.fill_numbers(hint).strip() for hint in options.get("hints", [])]
        cell.metadata.clear()
        if "question" in options:
            name = options["question"]
            if name in seen:
                raise exercise.fault(f"question: {name}", f"the question id '{name}' stands twice.")
            seen.add(name)
            numbers[name] = f"{exercise.number}.{len(numbers) + 1}"
            _answer(exercise, cell, name, numbers[name], options)
            if not options.get("manual"):
                checked[name] = 0
        elif "check" in options:
            name = options["check"]
            if name not in checked:
                raise exercise.fault(f"check: {name}", f"no question '{name}' before this check.")
            checked[name] += 1
            if checked[name] > 1 and not options.get("hidden"):
                # Progress is kept for a question: two scores would take each other's place.
                raise exercise.fault(
                    f"check: {name}", f"'{name}' has two visible checks; make them one."
                )
            _check(exercise, cell, name, numbers[name], checked[name], {"needs": needs, **options})
        elif "setup" in options.get("tags", []):
            needs = _last_name(cell.source)
            cell.source = f"# {_first()}\n{cell.source}"
            cell.metadata["jupyter"] = {"source_hidden": True}
            cell.metadata["nbgrader"] = _nbgrader(f"setup_{len(cells)}", locked=True)
        elif "widget" in options.get("tags", []):
            # It belongs to the questions around it, and not to nbgrader: no answer, no check.
            cell.source = f"# {text('Run this cell for the widget.')}\n{cell.source}"
            cell.metadata["jupyter"] = {"source_hidden": True}
        cells.append(cell)
    for name, count in checked.items():
        if not count:
            raise exercise.fault(f"question: {name}", f"the question '{name}' has no check.")
    title, _, rest = cells[0].source.partition("\n")
    cells[0].source = f"{title}\n\n{_banner(exercise, cells)}\n{rest}"
    if roles.cited:
        cells.append(new_markdown_cell(roles.notes()))
    cells.append(new_markdown_cell("---\n\n" + _links(exercise)))
    notebook = new_notebook(cells=_with_hints(cells))
    notebook.metadata["workbook"] = {"source": exercise.name, "hash": sources.digest(exercise.text)}
    return notebook


def _banner(exercise: sources.Source, cells: list[Any]) -> str:
    """How long it takes, and where the points come from: a learner sees only some at once."""
    points = {"seen": 0.0, "marked": 0.0, "read": 0.0}
    for cell in cells:
        options = cell.metadata.get("workbook", {})
        if "check" in options:
            points["marked" if options.get("hidden") else "seen"] += options["points"]
        else:
            points["read"] += cell.metadata.get("nbgrader", {}).get("points", 0)
    return text(
        "*About {minutes} minutes. {all} points: {seen} that you see at once, {marked} when your "
        "work is marked on other data, and {read} that a person gives.* Keep "
        "[the lesson](../course/{lesson}.ipynb) open in another tab: some questions are read from "
        "its widgets. Both tabs have the same name; this page is the one that begins with "
        "“Exercise”.\n\n"
        "**Each time you open this page**\n\n"
        "1. Choose the menu **Run**, then **Run All Cells**. Then scroll back up here.\n"
        "2. Does it stop at a cell with a mistake in it? Then run the cell that says “{first}” by "
        "itself: click to the left of it, on the `[ ]`, and press **Shift + Enter**.\n"
        "3. Choose every folded line in this way, at its left. A click on the line itself opens "
        "its code, and in that of a check the answer can be read.\n"
        "4. When you close the page, choose **Save**.",
        lesson=exercise.module,
        first=_first(),
        minutes=exercise.options["minutes"],
        all=number(sum(points.values())),
        **{name: number(value) for name, value in points.items()},
    )


def _first() -> str:
    """What the first cell with code says of itself."""
    return text("Run this cell before anything else.")


def _links(exercise: sources.Source) -> str:
    return text(
        "[Back to the lesson](../course/{lesson}.ipynb) · "
        "[Back to the start page](../course/00_start_here.ipynb) · "
        "[Glossary](../course/glossary.md)",
        lesson=exercise.module,
    )


def _answer(
    exercise: sources.Source, cell: Any, name: str, number: str, options: dict[str, Any]
) -> None:
    if "### BEGIN SOLUTION" not in cell.source or "### END SOLUTION" not in cell.source:
        raise exercise.fault(name, f"the question '{name}' has no reference answer.")
    manual = bool(options.get("manual"))
    if manual and "points" not in options:
        raise exercise.fault(name, f"the question '{name}' has no points.")
    if not manual and options.get("level") not in ("B", "I", "S"):
        raise exercise.fault(name, f"the question '{name}' has no level (B, I or S).")
    points = float(options["points"]) if manual else None
    cell.metadata["nbgrader"] = _nbgrader(name, solution=True, points=points)
    cell.metadata["workbook"] = {
        "question": name,
        "number": number,
        "level": options.get("level", "B"),
        "hints": options["hints"],
    }


def _check(
    exercise: sources.Source,
    cell: Any,
    name: str,
    number: str,
    count: int,
    options: dict[str, Any],
) -> None:
    if "points" not in options:
        raise exercise.fault(f"check: {name}", f"the check of '{name}' has no points.")
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        raise exercise.fault(f"check: {name}", f"the check cannot be read: {error}.") from error
    body = cell.source
    title = text("Run this cell to check {number}.", number=number)
    if options.get("hidden"):
        body = f"{_HIDDEN[0]}\n{body}\n{_HIDDEN[1]}"
        title = text("This check of {number} runs when your work is marked.", number=number)
    points = float(options["points"])
    # It brings its import, and asks for the setup: after a new start people begin in the middle.
    needs = f', needs="{options["needs"]}"' if options["needs"] else ""
    cell.source = (
        f"# {title}\nfrom workbook.feedback import Check\n\n"
        f'q = Check("{name}", points={points:g}{needs})\n{body}\nq.score()'
    )
    cell.metadata["jupyter"] = {"source_hidden": True}
    cell.metadata["nbgrader"] = _nbgrader(f"{name}_check_{count}", locked=True, points=points)
    cell.metadata["workbook"] = {"check": name, "points": points}
    if options.get("hidden"):
        cell.metadata["workbook"]["hidden"] = True


def _last_name(setup: str) -> str:
    """The last name that the first cell of a notebook makes, so that others can ask for it."""
    made = [
        target.id
        for node in ast.parse(setup).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return made[-1] if made else ""


def _with_hints(cells: list[Any]) -> list[Any]:
    """Adds the buttons for hints after the last check of each question."""
    placed: list[Any] = []
    for place, cell in enumerate(cells):
        placed.append(cell)
        name = cell.metadata.get("workbook", {}).get("check")
        following = cells[place + 1] if place + 1 < len(cells) else None
        if name and (
            following is None or following.metadata.get("workbook", {}).get("check") != name
        ):
            title = text("Stuck? Run this cell for hints.")
            help_cell = new_code_cell(
                f'# {title}\nfrom workbook.feedback import stuck\n\nstuck("{name}")'
            )
            help_cell.metadata["jupyter"] = {"source_hidden": True}
            placed.append(help_cell)
    return placed


def _nbgrader(
    name: str, *, solution: bool = False, locked: bool = False, points: float | None = None
) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    return metadata
