"""A case, and how one is written down: a function with a decorator, and a docstring."""

import copy
import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from workbook import paths

MODULE = "03_case_study"
SMALL = "small"
"""An assignment made up here: its questions are about tables, functions and pictures."""

FULL = {MODULE: 19.0, SMALL: 10.0}
"""The points that are marked without a person."""

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One submission."""

    name: str
    tries: str
    files: Mapping[str, bytes]
    score: float
    """The fair score."""
    says: tuple[str, ...] = ()
    """Words that the learner must be told: in the notes, an error, or the sentence of a check."""
    absent: tuple[str, ...] = ()
    """Words that must not be in the outputs of the marked notebook."""
    assignment: str = MODULE


CASES: list[Case] = []


def files(score: float, *says: str, assignment: str = MODULE, absent: tuple[str, ...] = ()) -> Any:
    """The function returns what is handed in: the files by name."""

    def add(make: Callable[[], Mapping[str, bytes]]) -> Any:
        CASES.append(
            Case(make.__name__, make.__doc__ or "", make(), score, says, absent, assignment)
        )
        return make

    return add


def notebook(score: float, *says: str, **options: Any) -> Any:
    """The function gets a notebook whose answers are all right, and changes it.

    It may return a notebook, or bytes, to be handed in in its place.
    """

    def add(change: Callable[[Notebook], Notebook | bytes | None]) -> Any:
        assignment = options.get("assignment", MODULE)

        def make() -> Mapping[str, bytes]:
            book = right(assignment)
            book = change(book) or book
            return {f"{assignment}.ipynb": book if isinstance(book, bytes) else dumped(book)}

        make.__name__, make.__doc__ = change.__name__, change.__doc__
        return files(score, *says, **options)(make)

    return add


def answer(question: str, score: float, *says: str, **options: Any) -> Any:
    """The function returns the code for one answer cell; ``RIGHT`` in it is the right answer."""

    def add(make: Callable[[], str]) -> Any:
        def change(book: Notebook) -> None:
            cell = cell_of(book, question)
            cell["source"] = _clear(make()).replace("RIGHT", cell["source"])

        change.__name__, change.__doc__ = make.__name__, make.__doc__
        return notebook(score, *says, **options)(change)

    return add


def _clear(code: str) -> str:
    """Without the indent of the function that the code is written in, and the first newline."""
    return textwrap.dedent(code).strip("\n") + "\n"


def dumped(book: Notebook) -> bytes:
    return json.dumps(book).encode()


def cell_of(book: Notebook, name: str) -> dict[str, Any]:
    """The answer cell of a question, or the cell with this id."""
    for cell in book["cells"]:
        noted = cell["metadata"].get("nbgrader", {})
        if noted.get("grade_id") == name:
            found: dict[str, Any] = cell
            return found
    raise KeyError(name)


_books: dict[str, Notebook] = {}


def right(assignment: str = MODULE) -> Notebook:
    """A notebook as it was given out, with the right answers in it."""
    if assignment not in _books:
        from hostile import small

        source = solution() if assignment == MODULE else small.source()
        _books[assignment] = _answered(source)
    return copy.deepcopy(_books[assignment])


def solution() -> Notebook:
    """The author's notebook of module 03."""
    return read(paths.SOLUTIONS / MODULE / f"{MODULE}.ipynb")


def read(path: Path) -> Notebook:
    book: Notebook = json.loads(nbformat.writes(nbformat.read(path, as_version=4)))
    for cell in book["cells"]:
        cell["source"] = "".join(cell["source"])
    return book


def _answered(source: Notebook) -> Notebook:
    """The author's notebook as a good learner hands it in: right, and without hidden checks."""
    book = copy.deepcopy(source)
    for cell in book["cells"]:
        cell["source"] = "\n".join(_given_out(cell["source"].split("\n")))
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return book


def _given_out(lines: list[str]) -> list[str]:
    kept, hidden = [], False
    for line in lines:
        if "### BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "### END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden and "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line:
            kept.append(line)
    return kept
