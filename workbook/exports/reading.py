"""Read files: the one entry, :func:`read`, and a first look for a person, :func:`look`."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workbook.errors import Problem
from workbook.exports import account, convert, files, studio, tools
from workbook.exports.files import Sheet, Source
from workbook.exports.job import Job
from workbook.exports.kinds import ACCOUNT_DATA, Kind, detect, dropped, mapped, matched, suggested
from workbook.exports.merge import Part, merged
from workbook.exports.model import FileReport, Preview, Reading, Refused, Settings, Upload
from workbook.exports.notes import Notes, shown
from workbook.exports.tables import PEOPLE
from workbook.i18n import number, plural, text

Given = str | Path | Upload
"""A file: its path, or what was dropped onto a widget."""

_LOOK_DOWN = 30
"""Rows in which the headers are looked for: some tools write a title above them."""
_SAMPLES = 5
_READERS: dict[str, Callable[[Job], pd.DataFrame]] = {
    "account_data": studio.posts,
    "overview": studio.by_day,
    "followers": studio.by_day,
    "viewers": studio.by_day,
    "activity": studio.by_hour,
    "gender": studio.snapshot,
    "territories": studio.snapshot,
    "videos": studio.videos,
    "signups": tools.signups,
    "sessions": tools.sessions,
    "comments": tools.comments,
    "costs": tools.plain_table,
    "leaders": tools.plain_table,
}
_BECOMES = {
    "link": "video_id",
    "email": "person",
    "phone": "person",
    "created_local": "created_utc",
    "source_medium": "utm_source",
    "converted": "key_events",
}
"""Columns of files that are read into a column of another name."""


class _Head(NamedTuple):
    """Where the headers of a sheet are, and what they say."""

    row: int
    headers: list[str]
    kind: Kind


def read(given: Given | Iterable[Given], settings: Settings | None = None) -> Reading:
    """Everything in one file or several: paths, or :class:`Upload`; CSV, XLSX, JSON, or a zip.

    What a file is, its headers say and not its name. Files are merged where they overlap. A file
    that cannot be read is in :attr:`Reading.refused`; if it is all of them, Problem is raised with
    what is wrong, where, and what to do. Raises ValueError if people are in a file and ``settings``
    have no salt. The files are only read: they are neither copied nor changed.
    """
    settings = settings or Settings()
    several = [given] if isinstance(given, str | Path | Upload) else list(given)
    reports: list[FileReport] = []
    parts: list[Part] = []
    refused: list[Refused] = []
    told: list[str] = []
    for one in several:
        try:
            sources, skipped = files.sources(one)
        except Problem as problem:
            refused.append(Refused(_name(one), str(problem)))
            continue
        told += skipped
        for source in sources:
            for report, part in _read(source, settings, refused):
                reports.append(report)
                parts.append(part)
    if not parts:
        raise Problem("\n".join(one.sentence for one in refused) or text("There is no file."))
    tables, more = merged(parts)
    return Reading(
        tables, tuple(reports), tuple(refused), (*told, *more, *_several_accounts(reports))
    )


def look(given: Given, settings: Settings | None = None) -> list[Preview]:
    """The headers and first cells of each table in a file, for a person who says what they mean.

    Nothing is hashed or left out here, so show it and keep nothing. Raises Problem as :func:`read`.
    """
    settings = settings or Settings()
    previews = []
    sources, _ = files.sources(given)
    for source in sources:
        if not source.is_json():
            previews += [_preview(sheet, settings) for sheet in files.sheets(source, settings)]
    return previews


def _several_accounts(reports: list[FileReport]) -> list[str]:
    handles = sorted({report.account for report in reports if report.account})
    if len(handles) < 2:
        return []
    return [
        text(
            "These files are of several accounts: {handles}. Their numbers are now mixed. Read the "
            "files of one account at a time.",
            handles=", ".join(f"@{handle}" for handle in handles),
        )
    ]


def _name(given: Given) -> str:
    return given.name if isinstance(given, Upload) else Path(given).name


def _read(
    source: Source, settings: Settings, refused: list[Refused]
) -> Iterator[tuple[FileReport, Part]]:
    """What each table of a file gives; one that cannot be read is added to ``refused``."""
    steps: list[tuple[str, Callable[[], tuple[FileReport, Part]]]]
    try:
        if source.is_json():
            steps = [(source.name, lambda: _read_account(source, settings))]
        else:
            steps = [
                (sheet.file, partial(_read_sheet, sheet, settings))
                for sheet in files.sheets(source, settings)
            ]
    except Problem as problem:
        refused.append(Refused(source.name, str(problem)))
        return
    for name, step in steps:
        try:
            yield step()
        except Problem as problem:
            refused.append(Refused(name, str(problem)))


def _read_account(source: Source, settings: Settings) -> tuple[FileReport, Part]:
    notes = Notes(source.name)
    with files.guarded(source.name), source.open() as file:
        rows = account.own_videos(file, notes)
    rows.index = pd.RangeIndex(1, len(rows) + 1)
    return _finished(ACCOUNT_DATA, rows, settings, notes)


def _read_sheet(sheet: Sheet, settings: Settings) -> tuple[FileReport, Part]:
    head = _head(sheet, settings)
    notes = Notes(sheet.file, list(sheet.assumptions))
    cells = _body(sheet, head, notes)
    return _finished(head.kind, cells, settings, notes)


# Finding the table ------------------------------------------------------------------------------


def _head(sheet: Sheet, settings: Settings) -> _Head:
    """The first row whose cells are the headers of something known. Raises Problem without one."""
    for row, cells in enumerate(sheet.rows[:_LOOK_DOWN]):
        for one in settings.maps:
            if set(one.columns) <= set(cells):
                return _Head(row, cells, mapped(one))
        if kind := detect(cells):
            return _Head(row, cells, kind)
    likely = _likely_head(sheet)
    if likely is None:
        raise Problem(text("The file {file} is empty. Download it again.", file=sheet.file))
    if any("@" in cell for cell in sheet.rows[likely]):  # and so it is not shown
        raise Problem(
            text(
                "Row {row} of {file} holds data, and no names of columns. Put a row above it that "
                "names them.",
                row=number(likely + 1),
                file=sheet.file,
            )
        )
    raise Problem(
        text(
            "We do not know the columns in row {row} of {file}: {headers}. Say what they mean, or "
            "look whether it is the file you wanted.",
            row=number(likely + 1),
            file=sheet.file,
            headers=shown(", ".join(filter(None, sheet.rows[likely])), 200),
        )
    )


def _likely_head(sheet: Sheet) -> int | None:
    """The first row with cells that is no remark."""
    rows = (row for row, cells in enumerate(sheet.rows) if any(cells) and not _remark(cells))
    return next(rows, None)


def _remark(cells: list[str]) -> bool:
    return bool(cells) and cells[0].startswith("#")


def _body(sheet: Sheet, head: _Head, notes: Notes) -> pd.DataFrame:
    """The rows below the headers as text, each with its row in the file as index.

    Raises Problem if a row has fewer or more cells than there are headers: then cells have moved.
    """
    width = len(head.headers)
    rows, places, blank = [], [], []
    for place, cells in enumerate(sheet.rows[head.row + 1 :], start=head.row + 2):
        if not any(cells):
            blank.append(place)
            continue
        if _remark(cells) and (len(cells) != width or not any(cells[1:])):
            notes.skipped.append(
                text(
                    "From row {row} of {file} on there are remarks or another table. We stopped "
                    "there.",
                    row=number(place),
                    file=sheet.file,
                )
            )
            break
        if len(cells) != width:
            raise Problem(
                text(
                    "Row {row} of {file} has {found} cells, but there are {expected} headers. A "
                    "comma may be missing or too many. Download the file again.",
                    row=number(place),
                    file=sheet.file,
                    found=number(len(cells)),
                    expected=number(width),
                )
            )
        rows.append(cells)
        places.append(place)
    if not rows:
        raise Problem(
            text(
                "The file {file} has headers, but no rows below them. Choose a longer time when "
                "you download it.",
                file=sheet.file,
            )
        )
    if blank:
        notes.skipped.append(
            plural(
                "{count} row of {file} is blank: row {row}. It is left out.",
                "{count} rows of {file} are blank, the first of them row {row}. They are left out.",
                len(blank),
                file=sheet.file,
                row=number(blank[0]),
            )
        )
    names = [name or text("column {number}", number=n + 1) for n, name in enumerate(head.headers)]
    return pd.DataFrame(rows, index=places, columns=pd.Index(names), dtype="str")


# From text to a table ---------------------------------------------------------------------------


def _finished(
    kind: Kind, cells: pd.DataFrame, settings: Settings, notes: Notes
) -> tuple[FileReport, Part]:
    """The tidy rows of a file, and the report on it."""
    headers = [str(header) for header in cells.columns]
    known = _each_once(matched(kind, headers), headers, notes)
    left_out = set(dropped(kind, headers))
    job = Job(
        notes.file,
        kind.key,
        kind.table,
        kind.tool,
        cells[list(known)].rename(columns=known),
        {meaning: header for header, meaning in known.items()},
        settings,
        notes,
        _exported(notes.file, settings),
        files.account_of(notes.file),
    )
    reader = _READERS.get(kind.key) or _READERS[kind.table]
    rows = job.in_order(reader(job))
    became = {header: _BECOMES.get(name, name) for header, name in known.items()}
    used = {header: name for header, name in became.items() if name in rows}
    unknown = [h for h in headers if h not in known and h not in left_out]
    kept = [h for h in headers if h not in used and (h in settings.keep or h in unknown)]
    if kind.table in PEOPLE:
        kept = [header for header in kept if header in settings.keep]
    extra = cells.loc[rows.index, kept].rename(columns=convert.safe)
    report = FileReport(
        file=notes.file,
        kind=kind.key,
        title=kind.title,
        table=kind.table,
        rows=len(rows),
        columns=used,
        unknown=tuple(unknown),
        dropped=tuple(h for h in headers if h not in used and h not in unknown and h not in kept),
        assumptions=tuple(notes.assumptions),
        skipped=tuple(notes.skipped),
        warnings=tuple(notes.warnings),
        exported=job.exported,
        account=job.account,
        extra=extra,
    )
    return report, Part(notes.file, kind.table, rows, job.exported)


def _each_once(known: dict[str, str], headers: list[str], notes: Notes) -> dict[str, str]:
    """Headers and their meanings, each meaning once. Raises Problem if a header stands twice."""
    for header in known:
        if headers.count(header) > 1:
            raise Problem(
                text(
                    "In {file}, two columns are called “{header}”. Delete or rename one of them.",
                    file=notes.file,
                    header=header,
                )
            )
    first: dict[str, str] = {}
    for header, meaning in known.items():
        if meaning in first.values():
            notes.warnings.append(
                text(
                    "In {file}, two columns say the same. We used the first, not “{header}”.",
                    file=notes.file,
                    header=header,
                )
            )
        else:
            first[header] = meaning
    return first


def _exported(file: str, settings: Settings) -> datetime.date | None:
    """The day of the download, if a setting or the name of the zip says it."""
    if file in settings.exported_by_file:
        return settings.exported_by_file[file]
    if settings.exported:
        return settings.exported
    stamped = files.exported_on(file)
    return stamped.date() if stamped else None


def _preview(sheet: Sheet, settings: Settings) -> Preview:
    try:
        head = _head(sheet, settings)
        row, kind = head.row, head.kind.key
    except Problem:
        found = _likely_head(sheet)
        if found is None:
            raise
        row, kind = found, ""
    headers = sheet.rows[row]
    below = [cells for cells in sheet.rows[row + 1 :] if any(cells)][:_SAMPLES]
    return Preview(
        sheet.file,
        kind,
        tuple(headers),
        {
            header: tuple(cells[place] for cells in below if place < len(cells))
            for place, header in enumerate(headers)
        },
        suggested(headers),
    )
