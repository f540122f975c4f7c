"""The notebook that follows a class: ``workbook pulse`` serves it, JupyterLab shows the same."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.build import source
from workbook.i18n import text

NAME = "class_pulse.ipynb"
ONLY_HERE = "only-in-jupyterlab"
"""The tag of a cell that the page for the projector leaves out."""

_CODE = """from workbook.widgets.class_pulse import ClassPulse

ClassPulse.follow()"""


def page() -> bytes:
    """The notebook, not run: what it shows is the class of the moment."""
    cells = [
        new_markdown_cell("\n\n".join(_before()), metadata={"tags": [ONLY_HERE]}),
        new_code_cell(_CODE),
    ]
    source.stable_ids(cells, NAME)
    notebook = new_notebook(cells=cells)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "title": text("How the class is doing"),
    }
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n".encode()


def _before() -> list[str]:
    return [
        f"# {text('How the class is doing')}",
        text(
            "Open a terminal in the folder of the course, and type "
            "`python3 start.py grade --watch`. It marks each submission that arrives in "
            "`class/submitted`. Then click on the cell below, and press **Shift + Enter**: what is "
            "marked is seen there a moment later."
        ),
        text(
            "For a projector, `python3 start.py pulse` does both, and opens the same as a page of "
            "its own, in large letters."
        ),
    ]
