"""From the file that was handed in to the notebook that is marked.

The file is hostile until shown otherwise. Of it come the learner's own cells; every cell that the
author locked, and every number of points, comes from the author's copy. What had to be mended is
told in a sentence each.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from workbook.i18n import number, plural, text

_MOST_CELLS = 2000
"""Of a learner's own, beside those of the assignment."""
_DEEPEST = 20
"""Lists in lists of metadata. What is deeper stops the tools that it is handed on to."""
_MOST_PARTS = 1_000_000
"""Lists and dictionaries in one file."""
_LONGEST_CELL = 500_000
"""Characters."""

Cell = dict[str, Any]


@dataclass(frozen=True)
class MasterCell:
    """One cell that nbgrader knows, as the author gave it out."""

    grade_id: str
    cell_type: str
    source: str
    checksum: str
    locked: bool = False
    grade: bool = False
    solution: bool = False
    task: bool = False
    points: float = 0.0
    question: str = ""
    number: str = ""
    hidden: bool = False

    @property
    def check(self) -> bool:
        """Whether it is run to mark an answer."""
        return self.grade and not self.solution and self.cell_type == "code"

    def metadata(self) -> dict[str, Any]:
        """What nbgrader writes on the cell."""
        noted: dict[str, Any] = {
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "grade": self.grade,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
        }
        if self.grade or self.task:
            noted["points"] = self.points
        return noted


@dataclass(frozen=True)
class Master:
    """One notebook of an assignment, as the author gave it out: its marked cells, in order."""

    name: str
    cells: tuple[MasterCell, ...]
    kernel: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Merged:
    """A notebook to run: cells in nbformat 4, without outputs, and the master of each."""

    cells: list[Cell]
    masters: list[MasterCell | None]
    metadata: dict[str, Any]
    notes: list[str]


def chosen(files: Mapping[str, bytes], masters: Sequence[Master]) -> dict[str, str]:
    """Which file is which notebook: by its name, else by the cells that it holds.

    Returns names of masters with names of files; a notebook that was not handed in is left out.
    """
    books = {name: PurePosixPath(name).stem for name in files if name.lower().endswith(".ipynb")}
    # A file at the top is meant before one of the same name in a folder.
    order = sorted(books, key=lambda name: (name.count("/"), name))
    found = {}
    for master in masters:
        named = [name for name in order if books[name] == master.name]
        if named:
            found[master.name] = named[0]
    left = [name for name in order if name not in found.values()]
    for master in masters:
        if master.name in found or not left:
            continue
        # Not a cell for the imports, which every exercise has.
        known = {cell.grade_id for cell in master.cells if cell.grade or cell.solution}
        alike = {name: len(known & _ids(files[name])) for name in left}
        best = max(left, key=lambda name: (alike[name], -left.index(name)))
        if alike[best] or (len(masters) == 1 and len(left) == 1):
            found[master.name] = best
            left.remove(best)
    return found


def _ids(content: bytes) -> set[str]:
    """The ids of nbgrader that stand in a file, if it can be read at all."""
    cells, _, _ = _read(content)
    return {str(_noted(cell).get("grade_id")) for cell in cells}


def merged(content: bytes | None, file: str, master: Master) -> Merged:
    """The notebook to run. ``content`` is None if nothing was handed in for it."""
    if content is None:
        note = text("The notebook {name} was not handed in.", name=f"{master.name}.ipynb")
        return _filled([], {}, master, [note], handed_in=False)
    cells, metadata, fault = _read(content)
    notes = [text("{file}: {fault}", file=file, fault=fault)] if fault else []
    if not fault and PurePosixPath(file).stem != master.name:
        notes.append(
            text(
                "The notebook was handed in as {file} and marked as {name}.",
                file=file,
                name=f"{master.name}.ipynb",
            )
        )
    return _filled(_some(cells, master, notes), metadata, master, notes, handed_in=not fault)


def _some(cells: list[Cell], master: Master, notes: list[str]) -> list[Cell]:
    """All cells, or if that are too many, those of the assignment and the first of the others."""
    names = [_noted(cell).get("grade_id") for cell in cells]
    known = {one.grade_id for one in master.cells}
    last = {name: n for n, name in enumerate(names) if type(name) is str and name in known}
    counted = set(last.values())
    others = [n for n in range(len(cells)) if n not in counted]
    if len(others) > _MOST_CELLS:
        notes.append(
            text(
                "The notebook has {count} cells of its own: only the first {most} were kept.",
                count=number(len(others)),
                most=number(_MOST_CELLS),
            )
        )
    counted.update(others[:_MOST_CELLS])
    kept = [cell for n, cell in enumerate(cells) if n in counted]
    for cell in kept:
        if len(cell["source"]) > _LONGEST_CELL:
            cell["source"] = cell["source"][:_LONGEST_CELL]
            notes.append(
                text(
                    "A cell is too long: only the first {count} letters were marked.",
                    count=number(_LONGEST_CELL),
                )
            )
    return kept


def _read(content: bytes) -> tuple[list[Cell], dict[str, Any], str]:
    """Cells and metadata of a file, and a sentence if it is no notebook."""
    if not content.strip():
        return [], {}, text("The file is empty.")
    if content.count(b"[") + content.count(b"{") > _MOST_PARTS:
        # A few megabytes of empty lists are gigabytes in memory.
        return [], {}, text("The file is no notebook: it has too many parts.")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        words = content.decode("utf-16" if wide else "latin-1", "replace")
    try:
        notebook = json.loads(words, parse_int=_whole)
    except RecursionError:
        return [], {}, text("The file is no notebook: lists in lists without end.")
    except ValueError as error:
        return (
            [],
            {},
            text(
                "The file is no notebook, or was cut off on its way: it is not JSON ({why}). "
                "Please save the exercise, and hand it in again.",
                why=str(error)[:200],
            ),
        )
    if type(notebook) is not dict or not _sheets(notebook):
        return [], {}, text("The file is no notebook: it has no cells.")
    metadata = notebook.get("metadata")
    cells = [_plain(cell) for cell in _sheets(notebook)]
    return cells, _shallow(metadata, _NOTEBOOK_FORMS), ""


def _whole(digits: str) -> int:
    """A whole number. Python refuses one of thousands of digits, and none in a notebook matters."""
    return int(digits) if len(digits) < 1000 else 0


def _sheets(notebook: dict[str, Any]) -> list[Any]:
    """The cells, also of a notebook in nbformat 3."""
    cells = notebook.get("cells")
    if type(cells) is list:
        return cells
    sheets = notebook.get("worksheets")
    if type(sheets) is not list:
        return []
    return [
        cell
        for sheet in sheets
        if type(sheet) is dict and type(sheet.get("cells")) is list
        for cell in sheet["cells"]
    ]


def _plain(cell: Any) -> Cell:
    """One cell of unknown make as one of nbformat 4, without outputs."""
    if type(cell) is not dict:
        cell = {}
    source = cell.get("source", cell.get("input", ""))
    if type(source) is list:
        source = "".join(line for line in source if type(line) is str)
    if type(source) is not str:
        source = ""
    # Half of a surrogate pair cannot be written to a file.
    source = source.encode("utf-8", "replace").decode("utf-8")
    kind = cell.get("cell_type")
    return _cell(
        kind if kind in ("code", "markdown", "raw") else "raw",
        source,
        _shallow(cell.get("metadata"), _CELL_FORMS),
    )


def _shallow(metadata: Any, forms: Mapping[str, Callable[[Any], bool]]) -> dict[str, Any]:
    """Metadata as far as it is small and as the format wants it, or other tools would stop at it.

    It is kept for the learner's sake, and never needed, but for what says which cell it is.
    """
    if type(metadata) is not dict:
        return {}
    noted = metadata.get("nbgrader")
    kept = {
        name: value
        for name, value in metadata.items()
        if name != "nbgrader" and (name not in forms or forms[name](value))
    }
    try:
        words = json.dumps(kept, allow_nan=False) if _depth(kept) <= _DEEPEST else ""
    except ValueError:
        words = ""
    small = 0 < len(words) <= 20_000
    kept = json.loads(words.encode("utf-8", "replace")) if small else {}
    if type(noted) is dict:
        plain = {name: noted.get(name) for name in ("grade_id", "points")}
        kept["nbgrader"] = {n: one for n, one in plain.items() if type(one) in (str, int, float)}
    return kept


def _depth(value: Any) -> int:
    """How many lists and dictionaries lie in one another, or more than enough."""
    level = [value]
    for depth in range(_DEEPEST + 1):
        level = [
            inner
            for one in level
            if type(one) in (list, dict)
            for inner in (one.values() if type(one) is dict else one)
        ]
        if not level:
            return depth
    return _DEEPEST + 1


def _is_strings(value: Any) -> bool:
    return type(value) is list and all(type(one) is str and "," not in one for one in value)


# What the schema of the format says of metadata.
_NOTEBOOK_FORMS: dict[str, Callable[[Any], bool]] = {
    "kernelspec": lambda value: (
        type(value) is dict
        and all(type(value.get(name)) is str for name in ("name", "display_name"))
    ),
    "language_info": lambda value: type(value) is dict and type(value.get("name")) is str,
    "orig_nbformat": lambda value: type(value) is int and value > 0,
    "title": lambda value: type(value) is str,
    "authors": lambda value: type(value) is list and all(type(one) is dict for one in value),
    "widgets": lambda value: False,  # the outputs that they belong to are made anew
}
_CELL_FORMS: dict[str, Callable[[Any], bool]] = {
    "name": lambda value: type(value) is str,
    "format": lambda value: type(value) is str,
    "tags": _is_strings,
    "jupyter": lambda value: type(value) is dict,
    "execution": lambda value: type(value) is dict,
    "collapsed": lambda value: type(value) is bool,
    "scrolled": lambda value: type(value) is bool or value == "auto",
}


def _cell(kind: str, source: str, metadata: dict[str, Any]) -> Cell:
    cell: Cell = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _noted(cell: Cell) -> dict[str, Any]:
    noted = cell["metadata"].get("nbgrader")
    return noted if type(noted) is dict else {}


def _filled(
    cells: list[Cell],
    metadata: dict[str, Any],
    master: Master,
    notes: list[str],
    *,
    handed_in: bool,
) -> Merged:
    """The learner's cells, with the author's in their places."""
    known = {cell.grade_id: cell for cell in master.cells}
    masters = _matched(cells, known, notes)
    for cell, one in zip(cells, masters, strict=True):
        if one is None:
            cell["metadata"].pop("nbgrader", None)
            continue
        if cell["cell_type"] != one.cell_type:
            notes.append(
                text("The cell {id} had another type, and has its own again.", id=one.grade_id)
            )
            cell.update(_cell(one.cell_type, cell["source"], cell["metadata"]))
            if one.cell_type != "code":
                cell.pop("outputs", None)
                cell.pop("execution_count", None)
        points = _noted(cell).get("points")
        if one.grade and points != one.points and type(points) in (int, float):
            notes.append(
                text("The cell {id} had other points, and has its own again.", id=one.grade_id)
            )
        if one.locked or one.check:
            if _trimmed(cell["source"]) != _trimmed(_given_out(one.source)) and (
                cell["source"] != one.source
            ):
                notes.append(
                    text("The cell {id} was changed. Its own text was marked.", id=one.grade_id)
                )
            cell["source"] = one.source
        cell["metadata"]["nbgrader"] = one.metadata()
    missing = _put_back(cells, masters, master)
    if missing and handed_in:
        notes.append(
            plural(
                "{count} cell was missing and was put back: {ids}.",
                "{count} cells were missing and were put back: {ids}.",
                len(missing),
                ids=", ".join(missing),
            )
        )
    if _setup_first(cells, masters, master.cells):
        notes.append(text("The setup stood behind an answer, and was moved to its place."))
    if _after_answers(cells, masters):
        notes.append(text("A check stood before its answer, and was moved behind it."))
    if master.kernel:
        metadata["kernelspec"] = dict(master.kernel)
    return Merged(cells, masters, metadata, list(dict.fromkeys(notes)))


def _matched(
    cells: list[Cell], known: Mapping[str, MasterCell], notes: list[str]
) -> list[MasterCell | None]:
    """The master of each cell. Of cells with one id the last counts, as it does for nbgrader."""
    masters: list[MasterCell | None] = []
    seen: set[str] = set()
    for cell in reversed(cells):
        name = _noted(cell).get("grade_id")
        one = known.get(name) if type(name) is str else None
        if one is not None and one.grade_id in seen:
            notes.append(
                text("The cell {id} is there twice. The last one counts.", id=one.grade_id)
            )
            one = None
        if one is not None:
            seen.add(one.grade_id)
        masters.append(one)
    masters.reverse()
    return masters


def _given_out(source: str) -> str:
    """A check as a learner has it: without its hidden part."""
    lines: list[str] = []
    hidden = False
    for line in source.split("\n"):
        if "### BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "### END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)


def _trimmed(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def _put_back(cells: list[Cell], masters: list[MasterCell | None], master: Master) -> list[str]:
    """Insert the author's cells that are not there, each behind the one before it."""
    missing: list[str] = []
    place = -1
    for one in master.cells:
        at = next((n for n, other in enumerate(masters) if other is one), None)
        if at is not None:
            place = at
            continue
        place += 1
        cell = _cell(one.cell_type, one.source, {"nbgrader": one.metadata()})
        cells.insert(place, cell)
        masters.insert(place, one)
        missing.append(one.grade_id)
    return missing


def _setup_first(
    cells: list[Cell], masters: list[MasterCell | None], order: Sequence[MasterCell]
) -> bool:
    """Move the author's own cells in front of the answers to questions behind them, if need be."""
    moved = False
    for place, one in enumerate(order):
        if one.cell_type != "code" or one.solution or one.check:
            continue
        later = {other.grade_id for other in order[place:] if other.solution}
        at = masters.index(one)
        first = next(
            (n for n, other in enumerate(masters) if other is not None and other.grade_id in later),
            at,
        )
        if first < at:
            cells.insert(first, cells.pop(at))
            masters.insert(first, masters.pop(at))
            moved = True
    return moved


def _after_answers(cells: list[Cell], masters: list[MasterCell | None]) -> bool:
    """Move each check behind the answer of its question. Whether any had to be moved."""
    moved = False
    for one in [master for master in masters if master is not None and master.check]:
        at = masters.index(one)
        answer = max(
            (
                n
                for n, other in enumerate(masters)
                if other is not None and other.solution and other.question == one.question
            ),
            default=-1,
        )
        if one.question and answer > at:
            cells.insert(answer, cells.pop(at))
            masters.insert(answer, masters.pop(at))
            moved = True
    return moved
