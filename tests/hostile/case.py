"""A case, and how one is written down: a function with a decorator, and a docstring."""

import copy
import importlib
import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from workbook import paths

MODULE = "03_case_study"
THREE = "three"
"""The first three questions of module 03, which are marked in a third of its time."""
ONE = "one"
"""The first of them: what neighbours hand in."""
SMALL = "small"
"""Made up: its questions are about a list, tables, functions and pictures."""

NUMBERS = "numbers"
"""Made up: one question, twelve times."""

FULL = {MODULE: 19.0, THREE: 8.0, ONE: 3.0, SMALL: 10.0, NUMBERS: 12.0}
"""The points that are marked without a person."""
_LAST = {THREE: "people_count_check_2", ONE: "turnout_range_check_1"}
ALL = -1.0
"""All points are lost."""

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One submission."""

    name: str
    tries: str
    files: Mapping[str, bytes]
    lost: float
    """The points that it must lose, out of all: no more, and no less."""
    says: tuple[str, ...] = ()
    """Words that the learner must be told: in the notes, an error, or the sentence of a check."""
    absent: tuple[str, ...] = ()
    """Words that must not be in the outputs of the marked notebook."""
    assignment: str = MODULE
    seconds: float = 5.0
    """The limit of a cell: short where it will be reached."""

    @property
    def score(self) -> float:
        """The fair score."""
        full = FULL[self.assignment]
        return 0.0 if self.lost == ALL else full - self.lost


CASES: list[Case] = []


def files(lost: float, *says: str, **options: Any) -> Any:
    """The function returns what is handed in: the files by name."""

    def add(make: Callable[[], Mapping[str, bytes]]) -> Any:
        CASES.append(Case(make.__name__, make.__doc__ or "", make(), lost, says, **options))
        return make

    return add


def notebook(lost: float, *says: str, **options: Any) -> Any:
    """The function gets a notebook whose answers are all right, and changes it.

    It may return a notebook, or bytes, to be handed in in its place.
    """

    def add(change: Callable[[Notebook], Notebook | bytes | None]) -> Any:
        assignment = options.get("assignment", MODULE)

        def make() -> Mapping[str, bytes]:
            book = right(assignment)
            changed = change(book) or book
            content = changed if isinstance(changed, bytes) else dumped(changed)
            return {f"{assignment}.ipynb": content}

        make.__name__, make.__doc__ = change.__name__, change.__doc__
        return files(lost, *says, **options)(make)

    return add


def answer(question: str, lost: float, *says: str, assignment: str = THREE, **options: Any) -> Any:
    """The function returns the code for one answer cell; ``RIGHT`` in it is the right answer."""

    def add(make: Callable[[], str]) -> Any:
        def change(book: Notebook) -> None:
            cell = cell_of(book, question)
            code = textwrap.dedent(make()).strip("\n") + "\n"
            cell["source"] = code.replace("RIGHT", cell["source"])

        change.__name__, change.__doc__ = make.__name__, make.__doc__
        return notebook(lost, *says, assignment=assignment, **options)(change)

    return add


def dumped(book: Notebook) -> bytes:
    """A notebook as a file."""
    return json.dumps(book).encode()


def cell_of(book: Notebook, name: str) -> dict[str, Any]:
    """The cell of nbgrader's with this id."""
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            found: dict[str, Any] = cell
            return found
    raise KeyError(name)


_books: dict[str, Notebook] = {}


def right(assignment: str) -> Notebook:
    """A notebook as it was given out, with the right answers in it."""
    if assignment not in _books:
        _books[assignment] = _answered(source(assignment))
    return copy.deepcopy(_books[assignment])


def source(assignment: str) -> Notebook:
    """The author's notebook."""
    if assignment in (SMALL, NUMBERS):
        return importlib.import_module(f"hostile.{assignment}").source()  # type: ignore[no-any-return]
    path = paths.SOLUTIONS / MODULE / f"{MODULE}.ipynb"
    book: Notebook = json.loads(nbformat.writes(nbformat.read(path, as_version=4)))
    for cell in book["cells"]:
        cell["source"] = "".join(cell["source"])
    if assignment in _LAST:
        last = cell_of(book, _LAST[assignment])
        book["cells"] = book["cells"][: book["cells"].index(last) + 1]
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
