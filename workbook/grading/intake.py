"""Finds what was handed in, wherever it lies, and takes it in: bytes, and nothing is trusted.

A place is the ``submitted`` folder of a course, a folder of notebooks, or the zip file that Moodle
or Canvas makes of all submissions, also unpacked. Finding reads names; only a notebook whose
assignment its place does not tell is looked into. :meth:`Found.load` then reads one submission.
"""

import contextlib
import fnmatch
import itertools
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import dateutil.parser
import dateutil.tz

from workbook.errors import Problem
from workbook.grading.course import Course
from workbook.grading.files import (
    MANY,
    Limits,
    Source,
    Taken,
    in_folder,
    in_zip,
    on_disk,
    unreadable,
)
from workbook.grading.handouts import Handouts, Marks, arrange, is_notebook
from workbook.grading.layout import Place, fixed, places
from workbook.grading.names import safe, shown
from workbook.grading.platforms import Piece, canvas, is_work, loose, moodle, patterned
from workbook.grading.records import Submission
from workbook.grading.roster import Roster, Student
from workbook.i18n import text

__all__ = ["Found", "Limits", "find"]


@dataclass(frozen=True)
class Found:
    """One submission that was found and is not read yet."""

    learner: str
    """Safe as the name of a folder; ``""`` if nobody can be told, and then it cannot be marked."""
    assignment: str
    """``""`` if it cannot be told, and then it cannot be marked."""
    where: str
    """A path, to show."""
    person: str = ""
    """The learner's name, if the place tells it."""
    notes: tuple[str, ...] = ()
    """A sentence for what was seen before anything was read."""
    sources: tuple[Source, ...] = ()
    folder: Path | None = None
    """In nbgrader's tree: all that is in it is the submission."""
    expected: Mapping[str, Marks] = field(default_factory=dict, repr=False)
    ignore: tuple[str, ...] = field(default=(), repr=False)

    def load(self, limits: Limits = Limits()) -> Submission:  # noqa: B008  (it cannot change)
        """Read the files. Never raises for what a learner did: each such thing is a note."""
        taken = Taken(limits)
        for note in self.notes:
            taken.note(note)
        with contextlib.ExitStack() as stack:
            opened: dict[Path, zipfile.ZipFile] = {}
            for source in self._sources():
                if source.member and source.path not in opened:
                    try:
                        opened[source.path] = stack.enter_context(zipfile.ZipFile(source.path))
                    except (OSError, zipfile.BadZipFile) as error:
                        source = replace(source, refused=unreadable(source.name, error))
                taken.take(source, opened.get(source.path))
        handed_in = self._handed_in(taken)
        arrange(taken, self.expected, self.ignore)
        return Submission(self.learner, self.assignment, taken.files, handed_in, taken.told())

    def _sources(self) -> Iterator[Source]:
        """Notebooks first: what else is there cannot use up the limits before them."""
        if self.folder is None:
            yield from sorted(self.sources, key=lambda source: not is_notebook(source.name))
            return
        first = [f"{name}.ipynb" for name in self.expected] + ["timestamp.txt"]
        for name in first:
            source = on_disk(self.folder / name, name)
            if source.size:
                yield replace(source, order=0)
        for source in itertools.islice(in_folder(self.folder, self.ignore), MANY):
            if not (source.size and source.name in first):
                # as for nbgrader, the right name counts here, not the time
                yield replace(source, order=0)

    def _handed_in(self, taken: Taken) -> datetime | None:
        """From ``timestamp.txt``, which only nbgrader writes, and only into its own tree."""
        data = taken.files.get("timestamp.txt") if self.folder else None
        if data is None or not data.strip():
            return None
        try:
            return read_time(data[:100].decode())
        except (ValueError, OverflowError):
            taken.note(text("timestamp.txt does not hold a time, so we do not know when it came."))
            return None


def read_time(words: str) -> datetime:
    """A time as nbgrader writes it, in UTC and without a zone.

    All forms of ``dateutil``, and ``DATE TIME ZONE`` with the name of a zone. A zone such as
    ``+0100`` is an hour here; nbgrader 0.9 takes it for 100 seconds. Raises ValueError or
    OverflowError.
    """
    words = words.strip()
    parts = words.split(" ")
    if len(parts) == 3 and re.fullmatch(r"[A-Za-z][\w+-]*(/[\w+-]+)*", parts[2]):
        zones = {"TZ": dateutil.tz.gettz(parts[2])}
        time: datetime = dateutil.parser.parse(f"{parts[0]} {parts[1]} TZ", tzinfos=zones)
    else:
        time = dateutil.parser.parse(words)
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


# Finding -----------------------------------------------------------------------------------------


def find(
    place: Path,
    course: Course,
    assignments: Collection[str] = (),
    *,
    students: Iterable[Student] = (),
    pattern: str = "",
    limits: Limits = Limits(),  # noqa: B008  (it cannot change)
) -> list[Found]:
    """What was handed in at ``place``, by learner and assignment.

    ``assignments`` keeps only these; a single one also answers what no name and no content tells.
    ``students`` are known learners, to whom names and numbers are mapped. ``pattern`` is a regular
    expression for the path of a file with the groups ``learner`` and, perhaps, ``assignment``.
    Raises Problem if there is no such place, or it is nothing that can hold submissions.
    """
    handouts = Handouts.read(course)
    tree = _tree(place, course)
    if tree is not None and not pattern:
        found = list(map(_in_tree, tree))
    else:
        roster = Roster(students)
        sources, archive = _listed(place, course.ignore)
        with contextlib.closing(archive) if archive else contextlib.nullcontext():
            pieces, platform = _pieces(sources, handouts, roster, pattern)
            default = _default(assignments, handouts)
            peek = _Peek(handouts, archive, limits)
            of = [_assignment(piece, peek, default if platform else "") for piece in pieces]
            found = _gathered(pieces, of, default or (_most(of) if platform else ""))
    found = [replace(f, expected=handouts.of(f.assignment), ignore=course.ignore) for f in found]
    kept = (one for one in map(_safe, _merged(found)) if _wanted(one, course, assignments))
    return sorted(kept, key=lambda one: (one.learner, one.assignment, one.where))


def _wanted(found: Found, course: Course, assignments: Collection[str]) -> bool:
    if not found.learner or not found.assignment:
        return True  # it has to be told
    return (
        (not assignments or found.assignment in assignments)
        and fnmatch.fnmatchcase(found.learner, course.student_id)
        and found.learner not in course.student_id_exclude
    )


def _safe(found: Found) -> Found:
    learner, assignment = (safe(n) if n else "" for n in (found.learner, found.assignment))
    notes = found.notes
    if learner != found.learner:
        notes += (
            text(
                "{name} cannot be the name of a folder. We call this learner {learner}.",
                name=shown(found.learner) or "-",
                learner=learner,
            ),
        )
    return replace(found, learner=learner, assignment=assignment, notes=notes)


def _merged(found: Iterable[Found]) -> Iterator[Found]:
    """One for each learner and assignment."""
    seen: dict[tuple[str, ...], Found] = {}
    for one in found:
        who = (one.learner, one.assignment) if one.learner and one.assignment else (one.where, "")
        if other := seen.get(who):
            note = text(
                "This was found in two places: {one} and {other}.",
                one=shown(other.where),
                other=shown(one.where),
            )
            one = replace(
                other,
                sources=other.sources + one.sources,
                notes=(*other.notes, *one.notes, note),
            )
        seen[who] = one
    return iter(seen.values())


# nbgrader's tree ---------------------------------------------------------------------------------


def _tree(place: Path, course: Course) -> list[Place] | None:
    """The places in nbgrader's tree at ``place``; None if ``place`` is not in that tree."""
    step = course.submitted_directory
    here, root, base = (path.resolve() for path in (place, course.root, fixed(course, step)))
    if not here.is_dir() or not (here.is_relative_to(root) or here.is_relative_to(base)):
        return None
    there = list(places(course, step))
    if here in (root, base):
        return there
    # its own name is not resolved: it may be a link
    inside = [p for p in there if (p.path.parent.resolve() / p.path.name).is_relative_to(here)]
    return inside or None


def _in_tree(place: Place) -> Found:
    where = shown(str(place.path), 300)
    if place.refused:
        return Found(place.learner, place.assignment, where, notes=(place.refused,))
    return Found(place.learner, place.assignment, where, folder=place.path)


# Other places ------------------------------------------------------------------------------------


def _listed(place: Path, ignore: Sequence[str]) -> tuple[list[Source], zipfile.ZipFile | None]:
    if place.is_dir():
        return list(in_folder(place, ignore)), None
    if not place.is_file():
        raise Problem(text("There is nothing at {place}.", place=place))
    if is_notebook(place.name):
        return [on_disk(place, place.name)], None
    try:
        archive = zipfile.ZipFile(place)
    except (OSError, zipfile.BadZipFile) as error:
        raise Problem(
            text(
                "{place} is no folder, no notebook, and no zip file that can be opened.",
                place=place,
            )
        ) from error
    return list(in_zip(place, archive, ignore)), archive


def _pieces(
    sources: list[Source], handouts: Handouts, roster: Roster, pattern: str
) -> tuple[list[Piece], bool]:
    """Whose each file is, and whether a platform says so: its file is about one assignment."""
    if pattern:
        return patterned(pattern)(sources), False
    pieces = moodle(sources, roster) or canvas(sources, roster)
    return (pieces, True) if pieces else (loose(sources, handouts, roster), False)


def _default(assignments: Collection[str], handouts: Handouts) -> str:
    only = list(assignments) or handouts.assignments
    return only[0] if len(only) == 1 else ""


class _Peek:
    """Looks into a notebook, or into the notebooks of a zip file, for the assignment."""

    def __init__(self, handouts: Handouts, archive: zipfile.ZipFile | None, limits: Limits) -> None:
        self._handouts, self._archive, self._limits = handouts, archive, limits

    def __call__(self, source: Source) -> str:
        if source.refused or source.size > self._limits.file:
            return ""
        taken = Taken(self._limits)
        taken.take(source, self._archive)
        arrange(taken, {})  # opens a zip file
        books = [data for name, data in taken.files.items() if is_notebook(name)]
        return next(filter(None, map(self._handouts.assignment_of, books)), "")


def _assignment(piece: Piece, peek: Callable[[Source], str], told: str) -> str | None:
    """The assignment of a notebook, ``""`` if it is unclear; None for what is no notebook."""
    if not is_work(piece.source.name):
        return None
    if piece.certain:
        return piece.assignment or told or peek(piece.source)
    return told or peek(piece.source) or piece.assignment


def _most(of: Iterable[str | None]) -> str:
    common = Counter(filter(None, of)).most_common(1)
    return common[0][0] if common else ""


def _gathered(pieces: Sequence[Piece], of: Sequence[str | None], fallback: str) -> list[Found]:
    """A submission for each group of files and each assignment that its notebooks belong to."""
    groups: dict[Hashable, list[int]] = {}
    for index, piece in enumerate(pieces):
        groups.setdefault(piece.group, []).append(index)
    found = []
    for group in groups.values():
        named = {of[index] or fallback for index in group if of[index] is not None}
        for assignment in sorted(named or {fallback}):
            mine = [i for i in group if of[i] is None or (of[i] or fallback) == assignment]
            found.append(_found([pieces[i] for i in mine], assignment))
    return found


def _found(pieces: list[Piece], assignment: str) -> Found:
    first = pieces[0]
    notes = tuple(dict.fromkeys(note for piece in pieces for note in piece.notes))
    if not assignment:
        notes += (text("We could not tell which assignment this is. Name it with --assignment."),)
    member = first.source.member
    where = f"{first.source.path} ({member.filename})" if member else str(first.source.path)
    return Found(
        unicodedata.normalize("NFC", first.learner),
        assignment,
        shown(where, 300),
        person=first.person,
        notes=notes,
        sources=tuple(piece.source for piece in pieces),
    )
