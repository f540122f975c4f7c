"""Whose a file is, by the name that a learning platform, a trainer or a learner gave it."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from workbook.errors import Problem
from workbook.grading.files import Source
from workbook.grading.handouts import Handouts, is_notebook
from workbook.grading.names import shown
from workbook.grading.roster import Roster, key
from workbook.i18n import text


@dataclass(frozen=True)
class Piece:
    """One file, and whose it is."""

    learner: str
    """As it was found, not yet safe; ``""`` if nobody can be told."""
    source: Source
    """Its name is the one inside the submission."""
    group: Hashable
    """Files that belong together have the same one."""
    person: str = ""
    """The name of the learner as the platform writes it."""
    assignment: str = ""
    """What the name says."""
    certain: bool = False
    """Whether the name counts more than the content."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Owner:
    """Somebody in a platform's zip file: a number, and a name that need not be the only one."""

    number: str
    name: str


def is_work(name: str) -> bool:
    """Whether a file is a notebook, or may hold one."""
    return is_notebook(name) or name.lower().endswith(".zip")


# Moodle ------------------------------------------------------------------------------------------

_MOODLE = re.compile(
    r"(?:^|/)(?P<name>[^/]*?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z0-9]+)"
    r"(?:_?/|_)(?P<file>.+)$",
    re.DOTALL,
)


def moodle(sources: Sequence[Source], roster: Roster) -> list[Piece]:
    """The files of Moodle's "Download all submissions"; none if the names are not Moodle's.

    ``Full Name_123456_assignsubmission_file/work.ipynb``, or with another ``_`` after
    ``file``; without folders ``Full Name_123456_assignsubmission_file_work.ipynb``. An online
    text is ``..._assignsubmission_onlinetext/onlinetext.html``. A full name has no ``_`` there,
    and reads "Participant" where marking is anonymous; a team has its name and its number. Source:
    ``mod/assign/classes/downloader.php`` of moodle/moodle (``get_student_prefix``,
    ``load_submissionplugin_filelist``); the older folder as seen in public code that reads it.

    The number is kept as the learner's id. It belongs to one assignment: the same person has
    another in the next (table ``assign_user_mapping``, "Map an assignment specific id number to a
    user"). So a list of learners is needed to know a person again: Moodle's grading worksheet
    has the numbers; any other list is tried by the full name.
    """
    found = [(source, match) for source in sources if (match := _MOODLE.search(source.name))]
    owners = {source.name: _Owner(m["number"] or "", m["name"]) for source, m in found}
    known = _known(owners.values(), roster, "participant")
    pieces = []
    for source, match in found:
        owner = owners[source.name]
        kind = match["kind"]
        name = match["file"] if kind == "file" else f"{kind}/{match['file']}"
        learner, notes = known[owner]
        pieces.append(
            Piece(learner, replace(source, name=name, order=0), owner, owner.name, notes=notes)
        )
    return pieces + _strays(sources, owners) if pieces else []


# Canvas ------------------------------------------------------------------------------------------

_CANVAS = re.compile(
    r"(?:^|/)(?:(?P<name>[^/]*?)_(?P<late>LATE_)?(?P<user>\d+)"
    r"|(?P<anonymous_late>LATE_)?(?P<anonymous>anon_[^\W_]+))_"
    r"(?:(?P<file>[1-9]\d{2,})_(?P<work>[^/]+)|(?P<text>(?:text|link)\.html))$",
    re.DOTALL,
)


def canvas(sources: Sequence[Source], roster: Roster) -> list[Piece]:
    """The files of Canvas's "Download Submissions"; none if the names are not Canvas's.

    ``lovelaceada_LATE_12345_67890_work.ipynb``: the sortable name without spaces and signs,
    ``LATE`` if it was late, the number of the person, the number of the file, and its name; with
    anonymous marking ``anon_x1Y2z`` in place of name and number. A text is ``..._12345_text.html``.
    Source: ``lib/content_zipper.rb`` of instructure/canvas-lms (``get_filename``,
    ``add_upload_submission``, ``add_text_or_url``), which also says that people are read back from
    the first ``_digits_``.

    The number of the person is the same in all assignments, and is kept as the learner's id. The
    file with the higher number came later. The name of each notebook must fit, and each file must
    have a number of its own, of three digits or more: ``ada_2024_05_work.ipynb`` in a folder is no
    file from Canvas.
    """
    found = [(source, match) for source in sources if (match := _CANVAS.search(source.name))]
    fitting = {source.name for source, _ in found}
    numbers = [match["file"] for _, match in found if match["file"]]
    others = any(is_work(source.name) and source.name not in fitting for source in sources)
    if others or len(set(numbers)) != len(numbers):
        return []
    owners = {
        source.name: _Owner(m["user"] or m["anonymous"], m["name"] or "") for source, m in found
    }
    known = _known(owners.values(), roster, "lms_user_id")
    pieces = []
    for source, match in found:
        owner = owners[source.name]
        learner, notes = known[owner]
        if match["late"] or match["anonymous_late"]:
            notes = (*notes, text("Canvas says that this was handed in late."))
        named = replace(source, name=match["work"] or match["text"], order=int(match["file"] or 0))
        pieces.append(Piece(learner, named, owner, owner.name, notes=notes))
    return pieces


def _known(
    owners: Iterable[_Owner], roster: Roster, kind: str
) -> dict[_Owner, tuple[str, tuple[str, ...]]]:
    """The id of each owner, and what is to say about it. No two owners have the same id."""
    everybody = sorted(set(owners), key=lambda owner: (owner.number, owner.name))
    same_number, same_name = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for owner in everybody:
        same_number[owner.number].add(owner.name)
        same_name[key(owner.name)].add(owner.number)
    ids: dict[_Owner, str] = {}
    for owner in everybody:
        person = roster.by_number(owner.number, kind)
        alone = len(same_number[owner.number]) == 1
        sure = alone or person == roster.by_name(owner.name)
        if person and sure and person not in ids.values():
            ids[owner] = person
    for owner in everybody:
        person = roster.by_name(owner.name)
        alone = len(same_name[key(owner.name)]) == 1
        if person and alone and owner not in ids and person not in ids.values():
            ids[owner] = person
    return {
        owner: (ids[owner], ())
        if owner in ids
        else _stranger(owner, roster, alone=len(same_number[owner.number]) == 1)
        for owner in everybody
    }


def _stranger(owner: _Owner, roster: Roster, alone: bool) -> tuple[str, tuple[str, ...]]:
    """The id of somebody whom no list knows: the number, unless somebody else could have it."""
    if not alone:
        # People choose their names: one may be made to look like the number of another.
        sentence = text(
            "The number {number} stands behind more than one name. Look who {name} is.",
            number=owner.number,
            name=shown(owner.name),
        )
    elif roster:
        sentence = text(
            "{name}, number {number}, is not in the list of learners, or not only once.",
            name=shown(owner.name),
            number=owner.number or "-",
        )
    else:
        return owner.number or owner.name, ()
    if alone and owner.number and not roster.has(owner.number):
        return owner.number, (sentence,)
    return f"{owner.number} {owner.name}".strip(), (sentence,)


def _strays(sources: Iterable[Source], known: Container[str]) -> list[Piece]:
    """Notebooks whose name is not of the platform's form."""
    note = text("The name of the file does not say whose it is.")
    return [
        Piece("", source, ("stray", source.name), notes=(note,))
        for source in sources
        if is_work(source.name) and source.name not in known
    ]


# A pattern, and no platform at all ---------------------------------------------------------------


def patterned(pattern: str) -> Callable[[Sequence[Source]], list[Piece]]:
    """Reads names by a regular expression with the groups ``learner`` and, perhaps, ``assignment``.

    ``student_id``, as in nbgrader's ``zip_collect``, also does. It may fit anywhere in the path.
    Raises Problem if it is no regular expression, or has no such group.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise Problem(
            text("The pattern {pattern} cannot be read: {error}.", pattern=pattern, error=error)
        ) from error
    group = next((name for name in ("learner", "student_id") if name in compiled.groupindex), "")
    if not group:
        raise Problem(
            text(
                "The pattern {pattern} does not say where the learner's name is. "
                "Put (?P<learner>...) around it.",
                pattern=pattern,
            )
        )

    def pieces(sources: Sequence[Source]) -> list[Piece]:
        found = []
        for source in sources:
            match = compiled.search(source.name)
            names = match.groupdict() if match else {}
            learner = names.get(group) or ""
            if not learner and not is_work(source.name):
                continue
            notes = () if learner else (text("The name does not fit the pattern."),)
            file = replace(source, name=PurePosixPath(source.name).name)
            assignment = names.get("assignment") or ""
            mine = learner or source.name
            piece = Piece(learner, file, mine, assignment=assignment, certain=True, notes=notes)
            found.append(piece)
        return found

    return pieces


def loose(sources: Sequence[Source], handouts: Handouts, roster: Roster) -> list[Piece]:
    """Notebooks, and zip files, that people named themselves.

    The learner is what the name of the file says beside the assignment: ``ada_03_case_study``. If
    it says no more than that, it is the folder's name, or that of the folder around it; then
    all files in the notebook's folder belong to it, and their names start there.
    """
    pieces, homes = [], dict[str, Piece]()
    for source in sources:
        if not is_work(source.name):
            continue
        file = PurePosixPath(source.name)
        stem = re.sub(r"(\.ipynb|\.zip|\.txt|\.json)+$", "", file.name, flags=re.IGNORECASE)
        said = [handouts.named(part) for part in (stem, *reversed(file.parent.parts))]
        assignment = next((named for named, _ in said if named), "")
        rest = [learner for _, learner in said]
        learner = next(filter(None, rest), "")
        notes = () if learner else (text("The name of the file does not say whose it is."),)
        learner = _in_roster(learner, roster)
        piece = Piece(
            learner,
            replace(source, name=file.name),
            ("file", source.name),
            assignment=assignment,
            notes=notes,
        )
        if learner and not rest[0]:
            home = str(file.parent)
            piece = replace(piece, group=("folder", home))
            homes[home] = piece
        pieces.append(piece)
    return pieces + [piece for source in sources for piece in _beside(source, homes)]


def _beside(source: Source, homes: dict[str, Piece]) -> Iterable[Piece]:
    """A file that is no notebook belongs to the nearest folder of a learner around it."""
    if is_work(source.name):
        return
    for folder in PurePosixPath(source.name).parents:
        if home := homes.get(str(folder)):
            name = str(PurePosixPath(source.name).relative_to(folder))
            yield replace(home, source=replace(source, name=name))
            return


def _in_roster(learner: str, roster: Roster) -> str:
    return (roster.by_id(learner) or roster.by_name(learner) or learner) if learner else ""
