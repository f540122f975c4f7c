"""The glossary as a page of its own, which every lesson and exercise links to."""

from workbook import glossary
from workbook.build import source as sources
from workbook.i18n import text

NAME = "glossary.md"


def page() -> str:
    """The glossary as Markdown, for the folder ``course``. A module that is there is a link."""
    there = {int(folder.name[:2]): folder for folder in sources.modules()}
    lines = []
    for term, says, module in glossary.load():
        if module in there:
            where = text(
                "[module {module}]({name}.ipynb)",
                module=module,
                name=there[module].name,
            )
        else:
            where = text("module {module}", module=module)
        lines.append(f"- **{term}**: {says} ({where})")
    return (
        "\n\n".join(
            [
                f"# {text('Glossary')}",
                text("The words of the course in plain sentences, and where their idea comes up."),
                "\n".join(lines),
                text("[Back to the start page](00_start_here.ipynb)"),
            ]
        )
        + "\n"
    )
