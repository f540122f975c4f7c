"""What a course gives out, and which of it a file is that came back under another name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from workbook.errors import Problem
from workbook.grading.course import Course
from workbook.grading.files import Taken, unpack, unreadable
from workbook.grading.layout import places
from workbook.i18n import plural, text

_Key = TypeVar("_Key")
Marks = frozenset[bytes]
"""What a notebook carries that hardly another one does: its grade ids, where it was made from."""

# Found in the bytes, not in the JSON: a notebook that is damaged is still recognized.
_MARK = re.compile(rb'"(?:grade_id|source)"\s{0,9}:\s{0,9}"([^"\\]{1,200})"')
_NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)  # as some browsers save one
_COPY = re.compile(r"([ _-]*\(\d+\)|-copy\d*)+", re.IGNORECASE)
"""What browsers, JupyterLab and people put behind the name of a second copy."""
_AGAIN = re.compile(r"-(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
"""Canvas puts ``-1`` behind the name of a file that it knows already, and a UUID after many
(``make_unique_filename`` in ``app/models/attachment.rb`` of instructure/canvas-lms; its issue 2310
shows where the number goes). It need not be a second try: the same name in another assignment will
do (github.com/IIC1253/IIC1253-2023-2/issues/52)."""


def marks(data: bytes) -> Marks:
    """The marks that stand in the bytes of a notebook."""
    return frozenset(_MARK.findall(data))


def _own_marks(book: Path) -> Marks:
    try:
        return marks(book.read_bytes())
    except OSError as error:
        raise Problem(unreadable(str(book), error)) from error


def is_notebook(name: str) -> bool:
    """Whether a file is a notebook by its name."""
    return _NOTEBOOK.search(name) is not None


class Handouts:
    """The notebooks of each assignment of a course, and their marks."""

    def __init__(self, notebooks: Mapping[str, Mapping[str, Marks]]) -> None:
        self._notebooks = notebooks
        self._all = {
            (assignment, name): found
            for assignment, books in notebooks.items()
            for name, found in books.items()
        }
        words = [*notebooks, *(name for _, name in self._all)]
        self._words = sorted(set(words), key=lambda word: (-len(word), word))

    @classmethod
    def read(cls, course: Course) -> "Handouts":
        """From the course's source, or where that is missing from its release."""
        notebooks: dict[str, dict[str, Marks]] = {}
        for step in (course.source_directory, course.release_directory):
            for place in places(course, step, learner="."):
                if not place.refused and place.assignment not in notebooks:
                    books = sorted(place.path.glob(f"{course.notebook_id}.ipynb"))
                    notebooks[place.assignment] = {book.stem: _own_marks(book) for book in books}
        return cls(notebooks)

    @property
    def assignments(self) -> tuple[str, ...]:
        """Their names, sorted."""
        return tuple(sorted(self._notebooks))

    def of(self, assignment: str) -> Mapping[str, Marks]:
        """The marks of each notebook of an assignment, by its name without ``.ipynb``."""
        return self._notebooks.get(assignment, {})

    def assignment_of(self, data: bytes) -> str:
        """The assignment that a notebook belongs to by its content; ``""`` if that is unclear."""
        best = _best(data, self._all)
        return best[0] if best else ""

    def named(self, name: str) -> tuple[str, str]:
        """The assignment that a name speaks of, and the name without it.

        ``"ada_03_case_study (1)"`` is ``("03_case_study", "ada")``. The assignment is ``""`` if
        none is named, or only a notebook that several assignments have.
        """
        for word in self._words:
            found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", name, re.IGNORECASE)
            if found:
                after = _COPY.sub("", name[found.end() :], count=1)
                sides = (side.strip(" _-.,;()[]+") for side in (name[: found.start()], after))
                return self._assignment(word), "_".join(filter(None, sides))
        return "", name

    def _assignment(self, word: str) -> str:
        if word in self._notebooks:
            return word
        having = {assignment for assignment, name in self._all if name == word}
        return having.pop() if len(having) == 1 else ""


def _best(data: bytes, known: Mapping[_Key, Marks]) -> _Key | None:
    """The key whose marks are in ``data``, by the marks that it alone has; None if unclear."""
    owners = Counter(mark for found in known.values() for mark in found)
    here = marks(data)
    hits = {key: sum(owners[mark] == 1 for mark in found & here) for key, found in known.items()}
    first, second, *_ = *sorted(hits.values(), reverse=True), 0, 0
    return next(key for key, hit in hits.items() if hit == first) if first > second else None


# The files of one submission ---------------------------------------------------------------------


def arrange(taken: Taken, expected: Mapping[str, Marks], ignore: Iterable[str] = ()) -> None:
    """Give each notebook of an assignment the name and the place that nbgrader looks for.

    A learner may have renamed it, put it into a folder or a zip file, or sent several copies. A
    file that has the right name already is left alone, unless the platform tells which is newer.
    """
    if _settle(taken, expected) or not any(map(is_notebook, taken.files)):
        for name in [n for n in taken.files if n.lower().endswith(".zip")][:3]:
            unpack(taken, name, ignore)
        left = _settle(taken, expected)
        _take_the_only(taken, left, expected)
    if not any(name.endswith(".ipynb") for name in taken.files):
        taken.note(text("No notebook was found in what was handed in."))


def _settle(taken: Taken, expected: Mapping[str, Marks]) -> list[str]:
    """Returns the notebooks that are still missing."""
    candidates: dict[str, list[str]] = {}
    for file in filter(is_notebook, taken.files):
        if (book := _which(file, taken, expected)) is not None:
            candidates.setdefault(book, []).append(file)
    for book, files in candidates.items():
        right = f"{book}.ipynb"
        best = max(files, key=lambda file: (taken.orders[file], file == right, file))
        if len(files) > 1:
            _tell_of_several(taken, files, best, right)
        if best != right:
            _move(taken, best, right)
    return [book for book in expected if f"{book}.ipynb" not in taken.files]


def _tell_of_several(taken: Taken, files: list[str], best: str, right: str) -> None:
    if len({taken.orders[file] for file in files}) > 1:
        sentence = plural(
            "{book} was handed in {count} time. The newest counts: {file}.",
            "{book} was handed in {count} times. The newest counts: {file}.",
            len(files),
            book=right,
            file=best,
        )
    else:
        sentence = plural(
            "{count} file looks like {book}. We mark {file}.",
            "{count} files look like {book}. We mark {file}.",
            len(files),
            book=right,
            file=best,
        )
    taken.note(sentence)


def _which(file: str, taken: Taken, expected: Mapping[str, Marks]) -> str | None:
    stem = _NOTEBOOK.sub("", file)
    if file.endswith(".ipynb") and stem in expected:
        return stem
    found = _best(taken.files[file], expected)
    if found is not None:
        return found
    stem = _AGAIN.sub("", _COPY.sub("", Path(stem).name)).casefold()
    return next((book for book in expected if book.casefold() == stem), None)


def _take_the_only(taken: Taken, left: list[str], expected: Mapping[str, Marks]) -> None:
    """A single notebook that says nothing about itself is the one that is missing."""
    files = list(filter(is_notebook, taken.files))
    if len(left) == len(expected) == len(files) == 1:
        _move(taken, files[0], f"{left[0]}.ipynb")


def _move(taken: Taken, old: str, new: str) -> None:
    """Rename a notebook; what lies in the same folder comes along, for it may be needed there."""
    above = old.rpartition("/")[0]
    taken.rename(old, new)
    taken.note(text("We took {old} for {new}.", old=old, new=new))
    if above:
        for file in [name for name in taken.files if name.startswith(f"{above}/")]:
            if file.removeprefix(f"{above}/") not in taken.files:
                taken.rename(file, file.removeprefix(f"{above}/"))
