"""What a reader is given, and what it gives back. Plain values only; nothing here reads a file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from workbook.i18n import text

LAG_DAYS = 2
"""Days that TikTok needs until a day is fully counted, as one study of real exports found."""


def setting_names() -> dict[str, str]:
    """What the settings that a page can change are called there, by the field of Settings."""
    return {
        "zone": text("zone: where your days begin"),
        "exported": text("exported: day of the download"),
        "language": text("language: of dates"),
        "day_first": text("day_first: what 3/4/2025 is"),
        "decimal": text("decimal: sign before the decimals"),
        "lag_days": text("lag_days: newest days left out"),
    }


class Upload(NamedTuple):
    """A file that is not on disk, such as one dropped onto a widget."""

    name: str
    content: bytes


class ColumnMap(NamedTuple):
    """What the columns of an unknown file mean: the answer of a person, not a guess."""

    table: str
    """One of :data:`workbook.exports.TABLES`."""
    columns: Mapping[str, str]
    """From a header of the file to a column of that table. Other headers stay unknown."""


@dataclass(frozen=True)
class Settings:
    """What a file does not say about itself. Each assumption names the field that changes it."""

    zone: str = ""
    """Time zone of days and of times without one, such as ``"America/New_York"``; else UTC."""
    exported: datetime.date | None = None
    """Day on which the files were downloaded; it gives the year to dates that have none."""
    exported_by_file: Mapping[str, datetime.date] = field(default_factory=dict)
    """The same for single files, by the name that the reports give them."""
    today: datetime.date | None = None
    """Where neither a setting nor the file says when it was downloaded: not later than this."""
    language: str = ""
    """Language of dates, such as ``"es"``; else the one that fits all dates of a column."""
    day_first: bool | None = None
    """Whether 3/4/2025 is 3 April; else decided by a day above 12, and refused without one."""
    encoding: str = ""
    """Encoding of text files; else what their first bytes say, UTF-8, or Windows-1252."""
    delimiter: str = ""
    """What stands between the cells of a text file; else a comma, semicolon, tab or bar."""
    decimal: str = ""
    """``"."`` or ``","`` in numbers with decimals; else decided by the column."""
    lag_days: int = LAG_DAYS
    """How many days at the end of an account's days are dropped as not fully counted."""
    maps: tuple[ColumnMap, ...] = ()
    """For files of unknown form. A map is used where all of its headers are."""
    keep: frozenset[str] = frozenset()
    """Headers of columns about people that are kept as they are, such as ``{"Comment"}``."""
    salt: bytes = b""
    """Secret under which e-mail addresses and phone numbers are hashed: see ``own_salt``."""


class Assumption(NamedTuple):
    """Something the file does not say, and what was taken instead."""

    setting: str
    """The field of :class:`Settings` that changes it."""
    value: str
    sentence: str


@dataclass(frozen=True, eq=False)
class FileReport:
    """What was understood of one file, or of one member of a zip, and what was not."""

    file: str
    """Its name; for a member of a zip, ``name.zip/member.csv``."""
    kind: str
    """One of :func:`workbook.exports.known_kinds`, or ``"mapped"``."""
    title: str
    """The kind in words, such as "TikTok Studio, Overview"."""
    table: str
    """The table of :attr:`Reading.tables` that its rows went to."""
    rows: int
    """Rows read, before files are merged."""
    columns: Mapping[str, str]
    """From a header to the column that it became."""
    unknown: tuple[str, ...] = ()
    """Headers that were not understood. Their cells are in :attr:`extra`, unless about people."""
    dropped: tuple[str, ...] = ()
    """Headers that were left out because they are about people, or are known to be wrong."""
    assumptions: tuple[Assumption, ...] = ()
    skipped: tuple[str, ...] = ()
    """What was not read, and why, a sentence each."""
    warnings: tuple[str, ...] = ()
    """What looks odd, a sentence each."""
    exported: datetime.date | None = None
    """Day of the download, where it is known."""
    account: str = ""
    """The TikTok handle that the file is of, where it says one."""
    extra: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The unknown columns as text, named ``x_…``; the index is the row in the file."""


class Refused(NamedTuple):
    """A file that was not read, while others were."""

    file: str
    sentence: str
    """What is wrong, where, and what to do."""


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything that was read."""

    tables: Mapping[str, pd.DataFrame]
    """By name: see :data:`workbook.exports.TABLES` for the columns of each."""
    files: tuple[FileReport, ...]
    refused: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()
    """What looks odd about the files together, a sentence each."""

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Those of all files, each once."""
        return tuple(dict.fromkeys(one for file in self.files for one in file.assumptions))


class Preview(NamedTuple):
    """A first look at a file, for a person who says what its columns mean."""

    file: str
    kind: str
    """The kind that its headers say, or ``""``."""
    headers: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    """The first cells of each column. They may name people: show them, and keep them nowhere."""
    suggested: Mapping[str, tuple[str, ...]]
    """Headers whose name says what they may mean, likeliest first: for a person to confirm."""
