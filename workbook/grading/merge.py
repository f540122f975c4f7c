"""From the file that was handed in to the notebook that is marked.

The file is hostile until shown otherwise. Of it come the learner's own cells; every cell that the
author locked, and every number of points, comes from the author's copy. What had to be mended is
told in a sentence each.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from workbook.i18n import plural, text

_MOST_CELLS = 2000
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
    return _filled(cells, metadata, master, notes, handed_in=not fault)


def _read(content: bytes) -> tuple[list[Cell], dict[str, Any], str]:
    """Cells and metadata of a file, and a sentence if it is no notebook."""
    if not content.strip():
        return [], {}, text("The file is empty.")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        words = content.decode("utf-16" if wide else "latin-1", "replace")
    try:
        notebook = json.loads(words)
    except RecursionError:
        return [], {}, text("The file is no notebook: lists in lists without end.")
    except ValueError as error:
        return (
            [],
            {},
            text("The file is no notebook: it is not JSON ({why}).", why=str(error)[:200]),
        )
    if type(notebook) is not dict or not _sheets(notebook):
        return [], {}, text("The file is no notebook: it has no cells.")
    cells = [_plain(cell) for cell in _sheets(notebook)[:_MOST_CELLS]]
    metadata = notebook.get("metadata")
    return cells, _shallow(metadata) if type(metadata) is dict else {}, ""


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
    source = source[:_LONGEST_CELL].encode("utf-8", "replace").decode("utf-8")
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    return _cell(
        kind if kind in ("code", "markdown", "raw") else "raw",
        source,
        _shallow(metadata) if type(metadata) is dict else {},
    )


def _shallow(metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata as far as it is small: it is kept for the learner's sake, and never needed."""
    try:
        words = json.dumps(metadata)
        if len(words) > 20_000:
            return {}
        kept: dict[str, Any] = json.loads(words.encode("utf-8", "replace"))
    except (RecursionError, ValueError):
        return {}
    return kept


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
    if _after_answers(cells, masters):
        notes.append(text("A check stood before its answer, and was moved behind it."))
    if master.kernel:
        metadata["kernelspec"] = dict(master.kernel)
    return Merged(cells, masters, metadata, notes)


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
