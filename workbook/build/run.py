"""Running a notebook and keeping of its outputs what is the same each time."""

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from workbook import paths
from workbook.errors import Problem

_LIVE = "application/vnd.jupyter.widget-view+json"


def run(notebook: Any, name: str, folder: Path) -> None:
    """Run every cell in ``folder``. Raises Problem at an error or a warning, naming the cell."""
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    folder.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],  # a kernel's warnings are not about the course
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        # A fresh folder for the learner's copies: the build must never meet a real one.
        with tempfile.TemporaryDirectory() as my_work:
            client.execute(env=_environment(my_work))
    except CellExecutionError as error:
        raise Problem(f"{name} does not run: {error}") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _clean(cell, name)
    # The version of the Python that ran it would differ from machine to machine.
    notebook.metadata["language_info"] = {"name": "python"}


def write(notebook: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def _clean(cell: Any, name: str) -> None:
    kept: list[Any] = []
    if "nbval-ignore-output" in cell.metadata.get("tags", []):
        cell.outputs = []  # it differs from day to day
    for output in cell.outputs:
        if output.get("name") == "stderr":
            raise Problem(f"{name}: the cell '{cell.source[:60]}' warns: {output.text}")
        if "data" in output:
            # A live widget needs a kernel; its still picture stays.
            output.data.pop(_LIVE, None)
            if not output.data:
                continue
        kept.append(output)
    cell.outputs = kept
    cell.metadata.pop("execution", None)


def _environment(my_work: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(paths.ROOT), "WORKBOOK_MY_WORK": my_work}
