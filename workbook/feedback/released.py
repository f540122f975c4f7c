"""Read what the build has written into the notebooks: no other place knows questions and hints."""

import difflib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from workbook import paths
from workbook.errors import Problem
from workbook.i18n import language, text

Notebook = dict[str, Any]
Cell = dict[str, Any]


def folder(default: Path) -> Path:
    """``default``, such as ``paths.EXERCISES``, or the same folder in the reader's language."""
    translated = paths.ROOT / "languages" / language() / default.name
    return translated if translated.is_dir() else default


def read(path: Path) -> Notebook:
    """A notebook, as JSON.

    Raises Problem if it cannot be read or is no notebook.
    """
    try:
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            source(cell)
            option(cell, "question")
        return notebook
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise Problem(
            text(
                "The notebook {file} cannot be read. Put the course's own copy back in its place.",
                file=f"{path.parent.name}/{path.name}",
            )
        ) from None


def notebooks(folder: Path) -> list[Path]:
    """The notebooks of each assignment in ``folder``, in order; none if it does not exist."""
    return sorted(folder.glob("[!.]*/*.ipynb"))


def cells(files: Iterable[Path]) -> Iterator[Cell]:
    """All cells of these notebooks."""
    for file in files:
        yield from read(file)["cells"]


def source(cell: Cell) -> str:
    """The text of a cell. A notebook may hold it as one string or as a list of lines."""
    return "".join(cell["source"])


def option(cell: Cell, name: str) -> Any:
    """What the build noted on a cell under ``name``, or None."""
    return cell["metadata"].get("workbook", {}).get(name)


def find(question: str, folder: Path) -> Cell:
    """The answer cell of ``question`` in the notebooks of ``folder``.

    Raises Problem, with the ids that look alike, if there is none.
    """
    known: dict[str, Cell] = {}
    for cell in cells(notebooks(folder)):
        name = option(cell, "question")
        if name == question:
            return cell
        if name:
            known[str(name)] = cell
    raise unknown(question, known)


def setup(question: str, folder: Path) -> str:
    """The code that the notebook of ``question`` runs before any answer."""
    for file in notebooks(folder):
        cells = read(file)["cells"]
        if any(option(cell, "question") == question for cell in cells):
            ids = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in cells]
            first = [
                cell for cell, name in zip(cells, ids, strict=True) if name.startswith("setup")
            ]
            return "\n".join(source(cell) for cell in first)
    return ""


def unknown(name: str, known: Iterable[str]) -> Problem:
    """The Problem that nothing is called ``name``; it offers what looks alike."""
    known = list(known)
    alike = difflib.get_close_matches(name, known) or known
    if not alike:
        return Problem(text("There is nothing called “{name}” here.", name=name))
    return Problem(
        text(
            "There is nothing called “{name}” here. Perhaps: {names}?",
            name=name,
            names=", ".join(alike),
        )
    )
