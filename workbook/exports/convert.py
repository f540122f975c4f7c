"""From the text columns of one file to the typed columns of a tidy table."""

import re

import pandas as pd

from workbook.exports import cells, dates, privacy
from workbook.exports.model import Settings
from workbook.exports.notes import Notes, Where
from workbook.exports.tables import columns
from workbook.i18n import text

_DAILY = frozenset({"overview"})
"""Tables whose counts may fall below 0, as likes and comments are taken back."""
_NOT_SAID = r"\((?:not set|none|direct|data not available|not provided)\)"


def column(
    name: str, table: str, found: pd.Series, where: Where, settings: Settings, notes: Notes
) -> pd.Series:
    """One column of ``table``, typed. Raises Problem with the row of a cell that does not fit."""
    kind = columns(table)[name].type
    match kind:
        case "count":
            return cells.whole(
                found, where, notes, negative=table in _DAILY, short=table == "videos"
            )
        case "hour":
            return _hours(found, where, notes)
        case "share":
            return cells.share(found, where, notes)
        case "seconds":
            return cells.seconds(found, where)
        case "number":
            return cells.decimal(found, where, notes, settings.decimal)
        case "yes_no":
            return cells.yes_no(found, where)
        case "day":
            return dates.days(found, where, settings, notes)
        case "time":
            return dates.times(found, where, settings, notes)
        case "month":
            return _months(found, where)
        case "channel":
            return cells.channel(found, where, notes)
        case "code":
            return cells.each(found, _codes)
        case "domain":
            return cells.each(found, _domains)
        case "postal":
            return cells.each(found, privacy.postal3)
        case "person":
            return _people(found, settings)
        case "commenter":
            return _commenters(found, settings)
        case _:
            return cells.words(found)


def _hours(found: pd.Series, where: Where, notes: Notes) -> pd.Series:
    hours = cells.whole(found.str.replace(r"\A0([0-9])\Z", r"\1", regex=True), where, notes)
    wrong = (hours > 23).fillna(True)
    if wrong.any():
        raise where.refuse(found[wrong], text("an hour from 0 to 23"))
    return hours


def _months(found: pd.Series, where: Where) -> pd.Series:
    bare = cells.bare(found)
    wrong = bare.notna() & ~bare.fillna("").str.fullmatch(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
    if wrong.any():
        raise where.refuse(found[wrong], text("a month such as 2025-06"))
    return bare


def _codes(found: pd.Series) -> pd.Series:
    """Codes as they are typed; where a tool writes that there is none, there is none."""
    return cells.words(found.mask(found.str.strip().str.fullmatch(_NOT_SAID), ""))


def _domains(found: pd.Series) -> pd.Series:
    """The site of a link, without what comes after it: the rest may hold a person's id."""
    site = cells.words(found).str.lower().str.replace(r"\A[a-z]+://", "", regex=True)
    return site.str.extract(r"\A(?:www\.)?([^/?#:]+)")[0].astype("str")


def _people(found: pd.Series, settings: Settings) -> pd.Series:
    return privacy.hashed(cells.words(found).str.lower(), settings.salt)


def _commenters(found: pd.Series, settings: Settings) -> pd.Series:
    """Hashes; an unnamed account (``user`` and digits) keeps that form, with other digits."""
    names = cells.words(found).str.removeprefix("@")
    hashes = privacy.hashed(names, settings.salt)
    unnamed = names.fillna("").str.fullmatch(r"user[0-9]{9,}")
    digits = hashes[unnamed].map(lambda h: f"user{int(h, 16) % 10**9:09d}")
    return hashes.where(~unnamed, digits)


def safe(header: str) -> str:
    """The name of an unknown column: ``x_`` and the header in small letters."""
    return "x_" + re.sub(r"\W+", "_", header.casefold()).strip("_")
