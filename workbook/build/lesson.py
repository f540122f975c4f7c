"""A lesson: roles filled in, trainer cells out, banner, sources and links put in."""

import re
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook import attribution, channels, data, engagement, facts, feed, i18n, paths, timecost
from workbook.build import source as sources
from workbook.i18n import text

_ROLE = re.compile(r"\{(fact|number)\}`([^`]+)`")
_SUBJECT = {
    "attribution": attribution,
    "channels": channels,
    "data": data,
    "engagement": engagement,
    "minutes": sources.minutes,
    "feed": feed,
    "timecost": timecost,
}
_FORMATS = {
    "percent": lambda value: i18n.percent(value),
    "percent1": lambda value: i18n.percent(value, 1),
    "decimal1": lambda value: i18n.number(value, 1),
}


def learner_notebook(lesson: sources.Source) -> Any:
    """The learner's notebook of a lesson, not yet run. Raises Problem at an unknown fact."""
    numbers = _numbers(lesson)
    cited: list[str] = []
    cells = []
    for cell in lesson.cells:
        if "trainer" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            cell.source = _ROLE.sub(lambda role: _fill(lesson, role, numbers, cited), cell.source)
        elif "hide" in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
        quiz = re.search(r"^quiz\(\s*[\"'](\w+)[\"']", cell.source, re.MULTILINE)
        if cell.cell_type == "code" and quiz:
            cell.metadata["workbook"] = {"quiz": quiz[1]}
            cell.metadata["jupyter"] = {"source_hidden": True}
            # JupyterLab shows the first line of a folded cell.
            cell.source = f"# {text('Run this cell for a question.')}\n{cell.source}"
        cells.append(cell)
    title, _, rest = cells[0].source.partition("\n")
    if not title.startswith("# "):
        raise lesson.fault(title, "a lesson begins with its title, after '# '.")
    cells[0].source = "\n".join([title, "", _banner(lesson), rest])
    if cited:
        cells.append(new_markdown_cell(_notes(cited)))
        cells.append(_due(cited))
    cells.append(new_markdown_cell(_links(lesson)))
    notebook = new_notebook(cells=cells)
    notebook.metadata["workbook"] = {
        "source": lesson.name,
        "hash": sources.digest(lesson.text),
        "facts": cited,
    }
    return notebook


def _numbers(lesson: sources.Source) -> dict[str, str]:
    names: dict[str, Any] = dict(_SUBJECT)
    shown = {}
    for name, rule in lesson.options.get("numbers", {}).items():
        expression, _, form = rule.partition("|")
        try:
            # The rule is the author's own code, from the same file as the cells that are run.
            names[name] = eval(expression.strip(), names)
            shown[name] = _FORMATS.get(form.strip(), str)(names[name])
        except Exception as error:
            raise lesson.fault(f"  {name}:", f"the number '{name}' fails: {error}.") from error
    return shown


def _fill(
    lesson: sources.Source, role: re.Match[str], numbers: dict[str, str], cited: list[str]
) -> str:
    kind, name = role.groups()
    if kind == "number":
        if name not in numbers:
            raise lesson.fault(role[0], f"no number '{name}' in the front matter.")
        return numbers[name]
    known = facts.load()
    if name not in known:
        raise lesson.fault(role[0], f"no fact '{name}' in modules/facts.yml.")
    if name not in cited:
        cited.append(name)
    tooltip = known[name].title.replace('"', "'")
    return f'[\\[{cited.index(name) + 1}\\]](#{_anchor()} "{tooltip}")'


def _anchor() -> str:
    """JupyterLab names a heading's anchor after its words."""
    return text("Notes and sources").replace(" ", "-")


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


def _notes(cited: list[str]) -> str:
    known = facts.load()
    entries = []
    for number, name in enumerate(cited, start=1):
        fact = known[name]
        entry = f"{number}. {fact.claim} {facts.source_line(fact)}"
        entries.append(f"{entry} {fact.note}" if fact.note else entry)
    return f"## {text('Notes and sources')}\n\n" + "\n".join(entries)


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
            title = sources.read(paths.MODULES / name / "lesson.md").options["title"]
            lines.append(text(message, title=title, name=name))
    return "---\n\n" + " · ".join(lines)
