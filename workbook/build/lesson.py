"""A lesson: roles filled in, trainer cells out, banner, sources and links put in."""

import itertools
import re
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook import paths
from workbook.build import prose
from workbook.build import source as sources
from workbook.build.roles import Roles
from workbook.i18n import text

_FIELD = re.compile(r"(?:note|plan_part)\(")
"""A cell that asks for something to be kept; it may begin with imports."""


HALF_DAY = ("00_start_here", "02_why_use_it", "03_case_study", "06_reasons_not_to", "08_your_plan")
"""The lessons of the path for half a day, as the start page has them."""
_QUIZ = "from workbook.feedback import quiz, right, wrong"
_NOTE = "from workbook.feedback import note"


def learner_notebook(lesson: sources.Source) -> Any:
    """The learner's notebook of a lesson, not yet run. Raises Problem at an unknown fact."""
    roles = Roles(lesson)
    cells = []
    for cell in lesson.cells:
        if {prose.TRAINER, prose.SLIDES, prose.HANDOUT} & set(cell.metadata.get("tags", [])):
            continue
        hidden = cell.cell_type == "code" and "hide" in cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            cell.source = roles.fill(cell.source)
        elif hidden:
            cell.metadata["jupyter"] = {"source_hidden": True}
        quiz = re.search(r"^quiz\(\s*[\"'](\w+)[\"']", cell.source, re.MULTILINE)
        if cell.cell_type == "code" and quiz:
            cell.metadata["workbook"] = {"quiz": quiz[1]}
            cell.metadata["jupyter"] = {"source_hidden": True}
            # JupyterLab shows the first line of a folded cell.
            title = text("Run this cell for a question.")
            cell.source = f"# {title}\n{_alone(roles.fill_numbers(cell.source), _QUIZ)}"
        elif hidden and _FIELD.search(cell.source):
            title = text("Run this cell to write for your plan.")
            cell.source = f"# {title}\n{_alone(cell.source, _NOTE)}"
        cells.append(cell)
    heading, _, rest = cells[0].source.partition("\n")
    if not heading.startswith("# "):
        raise lesson.fault(heading, "a lesson begins with its title, after '# '.")
    cells[0].source = "\n".join([heading, "", _banner(lesson), rest])
    if roles.cited:
        cells.append(new_markdown_cell(roles.notes()))
        cells.append(_due(roles.cited))
    cells.append(new_markdown_cell(_links(lesson)))
    notebook = new_notebook(cells=cells)
    notebook.metadata["workbook"] = {
        "source": lesson.name,
        "hash": sources.digest(lesson.text),
        "facts": roles.cited,
    }
    return notebook


def _alone(code: str, needed: str) -> str:
    """``code`` with the import it needs, for those who begin in the middle of the page."""
    asks_for_more = "import" in code or ("note(" not in code and needed == _NOTE)
    return code if asks_for_more else f"{needed}\n\n{code}"


def _banner(lesson: sources.Source) -> str:
    lines = [
        text("*About {minutes} minutes.*", minutes=lesson.options["minutes"]),
    ]
    if lesson.number:  # the start page itself shows how
        lines.append(
            text(
                "First run everything once: menu **Run**, then **Run All Cells**. Then scroll back "
                "up here. Where the text says to run a cell, it has run already."
            )
        )
    objectives = lesson.options.get("objectives", [])
    if objectives:
        lines.append(text("After this module you can:"))
        lines.append("\n".join(f"- {objective}" for objective in objectives))
    return "\n\n".join(lines)


def _due(cited: list[str]) -> Any:
    """A cell that warns of old facts. What it shows depends on the day, so it is not compared."""
    names = ", ".join(f'"{name}"' for name in cited)
    title = text("Run this cell to see which of these facts are due for another look.")
    cell = new_code_cell(
        f"# {title}\nfrom workbook.feedback import facts_due\n\nfacts_due({names})"
    )
    cell.metadata["tags"] = ["nbval-ignore-output"]
    cell.metadata["jupyter"] = {"source_hidden": True}
    return cell


def _links(lesson: sources.Source) -> str:
    order = [folder.name for folder in sources.modules()]
    place = order.index(lesson.module)
    lines = []
    if (lesson.path.parent / "exercise.md").exists():
        lines.append(
            text("[Your copy of the exercise](../my_work/{name}.ipynb)", name=lesson.module)
        )
    for neighbour, message in (
        (place - 1, "[Before: {title}]({name}.ipynb)"),
        (place + 1, "[Next: {title}]({name}.ipynb)"),
    ):
        if 0 <= neighbour < len(order):
            name = order[neighbour]
            lines.append(text(message, title=_title(name), name=name))
    on_path = dict(itertools.pairwise(HALF_DAY)).get(lesson.module)
    if on_path and on_path != order[place + 1]:
        lines.append(
            text(
                "[Next on the path for half a day: {title}]({name}.ipynb)",
                title=_title(on_path),
                name=on_path,
            )
        )
    lines.append(text("[Glossary](glossary.md)"))
    return "---\n\n" + " · ".join(lines)


def _title(module: str) -> str:
    return str(sources.read(paths.MODULES / module / "lesson.md").options["title"])
