"""Columns of numbers, shares, ids and answers, read strictly.

A cell is read, or the file is refused with the row: nothing becomes 0 or empty by accident. All
functions take a column of text whose index is the row in the file, and :class:`Where` it stands.
"""

import re
from collections.abc import Callable

import pandas as pd

from workbook.exports.kinds import plain
from workbook.exports.model import setting_names
from workbook.exports.notes import Notes, Where
from workbook.i18n import number, plural, text

MISSING = frozenset({"", "undefined", "null", "none", "n/a", "nan", "-", "–", "—", "--"})
"""What stands for a missing value, in small letters. It is never 0."""
FEW = 5
"""An answer in free words that fewer people gave becomes "other": it may name somebody."""

_LARGEST = 10**12
"""No account has as many of anything: a number beyond it is two cells run together."""
_ZEROS = ("٠", "۰", "०", "０")
_SIGNS = {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}
_SIGNS |= {ord("٬"): ",", ord("٫"): ".", ord("٪"): "%", ord("−"): "-"}
_AROUND = " \t\r\n\xa0\u202f\u200b\u200e\u200f\u061c\u202a\u202b\u202c\ufeff"
"""Spaces and marks of direction, which may stand around a cell."""

_OTHER_DIGIT = r"(?![0-9])\d"
_WHOLE = r"(?:0|-?[1-9][0-9]{0,14})"
_WITH_ZEROS = re.compile(rf"({_WHOLE})[.,]0{{1,2}}")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:([.,'’\s])[0-9]{3})(?:\1[0-9]{3})*")
_SHORT = re.compile(r"([1-9][0-9]{0,3}(?:[.,][0-9]{1,2})?)\s?([KM])", re.IGNORECASE)
_UNITS = {"K": 1000, "M": 1_000_000}
_FRACTION = r"[0-9]+(?:[.,][0-9]+)?"
_CLOCK = r"(?:[0-9]{1,2}:)?[0-5]?[0-9]:[0-5][0-9]"

_YES = frozenset({"true", "yes", "y", "1", "x", "sí", "si", "sim", "oui", "نعم"})
_NO = frozenset({"false", "no", "n", "0", "não", "nao", "non", "لا"})

ANSWERS = {
    "tiktok": ("tiktok", "tik tok", "tt", "تيك توك"),
    "instagram": ("instagram", "insta", "ig", "انستغرام"),
    "other_social": (
        *("other social", "facebook", "fb", "twitter", "x", "youtube", "whatsapp", "reddit"),
        *("bluesky", "threads", "social media", "redes sociales", "redes sociais"),
        *("réseaux sociaux", "فيسبوك", "وسائل التواصل"),
    ),
    "email": (
        *("email", "e mail", "newsletter", "mail", "correo", "correo electrónico"),
        *("boletín", "courriel", "البريد الإلكتروني"),
    ),
    "friend": (
        *("friend", "a friend", "friends", "word of mouth", "family", "friend or family"),
        *("coworker", "neighbor", "neighbour", "amigo", "amiga", "un amigo", "una amiga"),
        *("um amigo", "uma amiga", "ami", "amie", "un ami", "une amie", "صديق"),
    ),
    "flyer": ("flyer", "flier", "poster", "volante", "cartel", "panfleto", "affiche", "منشور"),
    "search": ("search", "google", "website", "web search", "búsqueda", "busca", "recherche"),
}
"""Answers to "how did you hear about us?", and the channel of the course that they name."""
_CHANNELS = {plain(answer): channel for channel, answers in ANSWERS.items() for answer in answers}
_NAMES = ("tiktok", "tik tok", "instagram", "facebook", "email", "newsletter", "friend", "google")
"""Words that name a channel inside of a longer answer, too."""


def bare(cells: pd.Series) -> pd.Series:
    """Cells with European digits and nothing around them; NA where a value is missing.

    In a column with digits of two kinds, those that are not European stay: a cell is damaged.
    """
    return each(cells, _bare)


def each(cells: pd.Series, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """``change`` made to each different value once: columns of text mostly repeat themselves."""
    places, values = pd.factorize(cells, use_na_sentinel=False)
    changed = change(pd.Series(values, dtype="str"))
    return pd.Series(changed.array.take(places), index=cells.index, name=cells.name)


def _bare(cells: pd.Series) -> pd.Series:
    stripped = cells.str.strip(_AROUND)
    odd = ~stripped.str.fullmatch(r"[\x20-\x7e]*")
    if odd.any() and stripped.str.contains("[0-9]").any():
        odd &= ~stripped.str.contains(_OTHER_DIGIT)
    if odd.any():
        stripped = stripped.where(~odd, stripped[odd].str.translate(_SIGNS).str.strip())
    present: pd.Series = stripped.mask(stripped.str.lower().isin(MISSING))
    return present


def whole(
    cells: pd.Series, where: Where, notes: Notes, *, negative: bool = False, short: bool = False
) -> pd.Series:
    """Whole numbers as Int64, missing ones as NA.

    ``negative`` ones are right where things can be taken back. ``short`` ones, such as 1.2K, are
    rounded, and are told. Raises Problem with the row of the first cell that is no such number.
    """
    expected = (
        text("a whole number such as 1204 or -3")
        if negative
        else text("a whole number, 0 or more, such as 1204")
    )
    found = bare(cells).dropna()
    usual = found.str.fullmatch(_WHOLE)
    values = pd.Series(pd.NA, index=cells.index, dtype="Int64")
    values[found.index[usual]] = found[usual].astype("int64")
    rest = found[~usual]
    read = rest.map(lambda cell: _unusual(cell, short), na_action="ignore").astype("Int64")
    wrong = read.isna()
    if wrong.any():
        raise where.refuse(rest[wrong], expected)
    values[rest.index] = read
    wrong = (values.abs() > _LARGEST) | ((values < 0) & (not negative))
    if wrong.any():
        raise where.refuse(cells[wrong.fillna(False)], expected)
    odd = _out_of_step(found) if len(rest) else rest
    if len(odd):
        raise where.refuse(odd, text("numbers that are all written in the same way"))
    _tell(rest, values, where, notes)
    _tell_missing(values, where, notes)
    _tell_spaces(cells, where, notes)
    return values


def _unusual(cell: str, short: bool) -> int | None:
    """A whole number in another spelling: 66.0, or 18,400, or (if ``short``) 1.2K."""
    if found := _WITH_ZEROS.fullmatch(cell):
        return int(found[1])
    if _GROUPED.fullmatch(cell):
        return int(re.sub(r"[^0-9-]", "", cell))
    if short and (found := _SHORT.fullmatch(cell)):
        return round(float(found[1].replace(",", ".")) * _UNITS[found[2].upper()])
    return None


def _out_of_step(found: pd.Series) -> pd.Series:
    """Cells that are written in another way than the rest of their column: 1,204 beside 1204, or
    12.0 beside 12. One damaged letter can make such a cell."""
    zeros = found.str.fullmatch(_WITH_ZEROS)
    if zeros.any() and not zeros.all():
        return found[zeros] if zeros.sum() * 2 <= len(found) else found[~zeros]
    marks = found.str.extract(_GROUPED)[0]
    grouped = marks.notna()
    if not grouped.any():
        return found[:0]
    bare_thousands = found.str.fullmatch(r"-?[0-9]{4,}")
    other_mark = grouped & (marks != marks[grouped].mode()[0])
    few = grouped if grouped.sum() <= bare_thousands.sum() else bare_thousands
    odd: pd.Series = found[(other_mark | few) if bare_thousands.any() else other_mark]
    return odd


def _tell(rest: pd.Series, values: pd.Series, where: Where, notes: Notes) -> None:
    """Say how numbers in an unusual spelling were read, with an example, and which are below 0."""
    below = values[(values < 0).fillna(False)]
    if len(below):
        notes.warnings.append(
            plural(
                "In column “{header}” of {file}, {count} number is below 0, in row {row}. It is "
                "kept: people may have taken back more than came.",
                "In column “{header}” of {file}, {count} numbers are below 0, the first in row "
                "{row}. They are kept: people may have taken back more than came.",
                len(below),
                header=where.header,
                file=where.file,
                row=number(int(below.index[0])),
            )
        )
    grouped = rest[rest.str.fullmatch(_GROUPED)]
    if len(grouped):
        notes.warnings.append(
            text(
                "In column “{header}” of {file}, we read “{cell}” as {value}: the sign in it only "
                "groups the digits.",
                header=where.header,
                file=where.file,
                cell=grouped.iloc[0],
                value=values[grouped.index[0]],
            )
        )
    rounded = rest[rest.str.fullmatch(_SHORT)]
    if len(rounded):
        notes.warnings.append(
            text(
                "Column “{header}” of {file} holds rounded numbers: we read “{cell}” as {value}.",
                header=where.header,
                file=where.file,
                cell=rounded.iloc[0],
                value=values[rounded.index[0]],
            )
        )


def _tell_missing(values: pd.Series, where: Where, notes: Notes) -> None:
    missing = values[values.isna()]
    if 0 < len(missing) < len(values):
        notes.warnings.append(
            plural(
                "In column “{header}” of {file}, {count} cell has no number, in row {row}. It is "
                "missing, and not 0.",
                "In column “{header}” of {file}, {count} cells have no number, the first in row "
                "{row}. They are missing, and not 0.",
                len(missing),
                header=where.header,
                file=where.file,
                row=number(int(missing.index[0])),
            )
        )


def _tell_spaces(cells: pd.Series, where: Where, notes: Notes) -> None:
    """A space beside a number can stand where a digit stood, if the other cells have none."""
    spaced = cells.str.strip(_AROUND) != cells
    if spaced.any() and not spaced.all():
        notes.warnings.append(
            text(
                "In column “{header}” of {file}, a space stands beside the number in row {row}. "
                "Look whether a digit is lost.",
                header=where.header,
                file=where.file,
                row=number(int(spaced[spaced].index[0])),
            )
        )


def share(cells: pd.Series, where: Where, notes: Notes) -> pd.Series:
    """Shares of 0 to 1 as floats, from ``0.55``, ``0,55`` or ``55%``. Raises Problem."""
    found = bare(cells).dropna()
    percent = found.str.endswith("%")
    figures = found.str.removesuffix("%").str.rstrip()
    good = figures.str.fullmatch(rf"{_FRACTION}(?:[eE]-[0-9]+)?")
    values = figures[good].str.replace(",", ".", regex=False).astype("float64")
    values = values.where(~percent[good], values / 100)
    good[values.index[values > 1]] = False
    if not good.all():
        raise where.refuse(found[~good], text("a share such as 0.55 or 55%"))
    _tell_spaces(cells, where, notes)
    return values.reindex(cells.index)


def seconds(cells: pd.Series, where: Where) -> pd.Series:
    """Seconds as floats, from ``12``, ``12.5s``, ``0:12`` or ``1:02:03``. Raises Problem."""
    found = bare(cells).dropna()
    clock = found.str.fullmatch(_CLOCK)
    figures = found.str.removesuffix("s").str.rstrip()
    good = clock | figures.str.fullmatch(_FRACTION)
    if not good.all():
        raise where.refuse(found[~good], text("a time in seconds such as 12.5, or 0:12"))
    values = figures.where(~clock, "0").str.replace(",", ".", regex=False).astype("float64")
    values = values.where(~clock, found.map(_clock))
    return values.reindex(cells.index)


def _clock(cell: str) -> float:
    total = 0
    for part in cell.split(":") if ":" in cell else ():
        total = 60 * total + int(part)
    return float(total)


def decimal(cells: pd.Series, where: Where, notes: Notes, mark: str) -> pd.Series:
    """Numbers of 0 or more as floats. ``mark`` is ``"."``, ``","``, or ``""`` for the column's own.

    Without a ``mark``, a cell such as 12,5 or 1.234,50 shows it. Raises Problem if all cells could
    be read in two ways, such as 1,234.
    """
    found = bare(cells).dropna()
    good = found.str.fullmatch(r"[0-9][0-9.,\s'’]*")
    if not good.all():
        raise where.refuse(found[~good], text("a number, 0 or more, such as 12.5"))
    marked = found[found.str.contains(r"[.,]")]
    if len(marked):
        mark = mark or _decimal_mark(marked, where, notes)
    group = r"[,\s'’]" if mark != "," else r"[.\s'’]"
    good = found.str.fullmatch(rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+(?:[{mark or '.'}][0-9]+)?")
    good |= found.str.fullmatch(rf"[0-9]+(?:[{mark or '.'}][0-9]+)?")
    if not good.all():
        raise where.refuse(found[~good], text("a number, 0 or more, such as 12.5"))
    values = found.str.replace(group, "", regex=True).str.replace(",", ".", regex=False)
    return values.astype("float64").reindex(cells.index)


def _decimal_mark(marked: pd.Series, where: Where, notes: Notes) -> str:
    """The sign before decimals, where some cell shows it: as the last of two signs, or not
    followed by exactly three digits."""
    last = marked.str.extract(r"([.,])[^.,]*\Z")[0]
    both = marked.str.contains(".", regex=False) & marked.str.contains(",", regex=False)
    telling = last[both | ~marked.str.fullmatch(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")]
    if not len(telling):
        raise where.refuse(
            marked,
            text(
                "a number that can be read in one way only; say in which, in “{setting}”",
                setting=setting_names()["decimal"],
            ),
        )
    mark = str(telling.iloc[0])
    notes.assume(
        "decimal",
        mark,
        text(
            "In column “{header}” of {file}, “{mark}” stands before the decimals, as “{cell}” "
            "shows. To change it, use “{setting}”.",
            setting=setting_names()["decimal"],
            header=where.header,
            file=where.file,
            mark=mark,
            cell=marked[telling.index[0]],
        ),
    )
    return mark


def yes_no(cells: pd.Series, where: Where) -> pd.Series:
    """Yes or no as nullable booleans; an empty cell is neither. Raises Problem."""
    found = bare(cells).dropna().str.lower()
    good = found.isin(_YES | _NO)
    if not good.all():
        raise where.refuse(found[~good], text("yes or no"))
    return found.isin(_YES).astype("boolean").reindex(cells.index)


def words(cells: pd.Series) -> pd.Series:
    """Text without spaces around it; NA where there is none."""
    return each(cells, _words)


def _words(cells: pd.Series) -> pd.Series:
    stripped = cells.str.strip()
    present: pd.Series = stripped.mask(stripped.str.lower().isin({"", "undefined", "null"}))
    return present


def video_ids(cells: pd.Series, where: Where) -> pd.Series:
    """Ids of videos as text, from ids or links. Raises Problem if they lost their last digits."""
    found = words(cells).dropna().str.translate(_SIGNS)
    ids = ids_in(found)
    rounded = found[found.str.fullmatch(r"[0-9.,]+[eE]\+?[0-9]+")]
    if not len(rounded) and len(ids.dropna()) > 1 and ids.dropna().str.endswith("0000").all():
        rounded = found
    if len(rounded):
        raise where.refuse(
            rounded,
            text("an id of 19 digits; a spreadsheet has rounded these, and they match no video"),
        )
    if ids.isna().any():
        raise where.refuse(
            found[ids.isna()], text("a link to a video with its id of 19 digits, or the id")
        )
    return ids.reindex(cells.index)


def ids_in(links: pd.Series) -> pd.Series:
    """The id of 19 digits in each link, or that is the cell; NA where there is none."""
    return links.str.extract(r"(?:/(?:video|photo)/|\A)([1-9][0-9]{18})(?![0-9])")[0]


def channel(cells: pd.Series, where: Where, notes: Notes) -> pd.Series:
    """Answers to "how did you hear about us?" as channels of the course, or ``other``.

    An answer that is none of :data:`ANSWERS` stays as it is if :data:`FEW` people or more gave it.
    What became of the others is told.
    """
    answers = words(cells)
    spelled = answers.map(plain, na_action="ignore")
    exact = spelled.map(_CHANNELS, na_action="ignore")
    rest = spelled[spelled.notna() & exact.isna()]
    named = rest.map(_named)
    common = rest.where(rest.map(rest.value_counts()) >= FEW)
    guessed = named.notna().sum()
    if guessed:
        notes.warnings.append(
            plural(
                "In column “{header}” of {file}, {count} longer answer names one channel. We "
                "counted it for that.",
                "In column “{header}” of {file}, {count} longer answers name one channel each. We "
                "counted them for that.",
                int(guessed),
                header=where.header,
                file=where.file,
            )
        )
    other = (named.isna() & common.isna()).sum()
    if other:
        notes.warnings.append(
            plural(
                "In column “{header}” of {file}, {count} answer names no channel that we know. It "
                "counts as “other”, and its words were left out.",
                "In column “{header}” of {file}, {count} answers name no channel that we know. "
                "They count as “other”, and their words were left out.",
                int(other),
                header=where.header,
                file=where.file,
            )
        )
    return exact.fillna(named.fillna(common).fillna("other").reindex(cells.index))


def _named(answer: str) -> str | None:
    """The one channel that a longer answer names, if it is one."""
    padded = f" {answer} "
    found = {_CHANNELS[name] for name in _NAMES if f" {name} " in padded}
    return found.pop() if len(found) == 1 else None
