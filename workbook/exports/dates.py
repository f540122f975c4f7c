"""Days and times as tools write them: in several languages and digits, often without a year.

The form of TikTok Studio's days was seen in public descriptions of real exports in the languages of
:data:`SEEN`. The others of :data:`LANGUAGES` follow the Unicode Common Locale Data Repository.
"""

import datetime
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from babel import Locale

from workbook.errors import Problem
from workbook.exports.cells import bare
from workbook.exports.model import Settings, setting_names
from workbook.exports.notes import Notes, Where
from workbook.i18n import language, text

LANGUAGES = ("en", "es", "pt", "fr", "ar", "vi", "ru", "ja")
"""Codes of the languages whose dates are tried."""
SEEN = frozenset({"en", "vi", "ru", "ja"})

_LONGEST = 366
"""Days that one download can span. More means that the rows are in no order."""
_LONGEST_GAP = 31
"""Days between two rows. With more, a damaged month would pass for one of another year."""
_ALIVE = (2005, 2100)
"""Years in which a time can lie; before 2005 none of these tools was there."""

_ARABIC = ("ar", "ar_LB", "ar_DZ", "ar_MA")
"""Months have other names in Beirut, Algiers and Rabat than in Cairo."""
_VIETNAMESE = (
    *("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một"),
    "mười hai",
)

_NAME = r"(?P<month>[^\W\d_][^\d]*?(?: \d{1,2})?)"  # Vietnamese numbers its months
_DAY = r"(?P<day>\d{1,2})(?:er|o|a)?"
_YEAR = r"(?:[ -](?:de |del )?(?P<year>\d{4}))?"
_FORMS = (
    re.compile(rf"{_DAY}[ -](?:de )?{_NAME}{_YEAR}"),
    re.compile(rf"(?P<month>[^\W\d_][^\d]*?)[ -]{_DAY}{_YEAR}"),
)
_JAPANESE = re.compile(r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日")

_CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?"
_COMPACT = r"\A(20\d\d)(\d\d)(\d\d)\Z"
_ISO = rf"\d{{4}}-\d\d-\d\d(?:[T ]{_CLOCK} ?(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?"
_NUMBERS = (
    r"(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)"
    r"(?:,? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[AaPp])[Mm])?)?"
)
_WITH_CLOCK = (
    r"\A(?P<day>.*?),?(?: (?:at )?(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d))?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?\Z"
)


class Parts(NamedTuple):
    """A day as it is written; ``year`` is 0 where it has none."""

    year: int
    month: int
    day: int


def plain_date(cell: str) -> str:
    """A day in small letters, with European digits, without accents, commas and unseen signs.

    >>> plain_date(" ٩ أغسطس ")
    '9 اغسطس'
    """
    letters = unicodedata.normalize("NFKD", cell).casefold()
    kept = [sign for sign in letters if unicodedata.category(sign) not in ("Cf", "Mn")]
    signs = [str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in kept]
    return " ".join(re.sub(r"[.,،]", " ", "".join(signs)).split())


@cache
def month_names(language: str) -> dict[str, int]:
    """Names of months as :func:`plain_date` writes them, with their numbers."""
    names: dict[str, int] = {}
    for code in _ARABIC if language == "ar" else (language,):
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {plain_date(name): n for n, name in months[context][width].items()}
    if language == "vi":
        names |= {plain_date(f"tháng {word}"): n for n, word in enumerate(_VIETNAMESE, start=1)}
    extra = {"en": {"sept": 9}, "es": {"setiembre": 9, "set": 9, "sep": 9}}
    return names | extra.get(language, {})


def parse(cell: str, language: str) -> Parts | None:
    """A day in words, such as ``9 de agosto`` or ``August 9, 2025``; None if it is none.

    >>> parse("9 de agosto", "es")
    Parts(year=0, month=8, day=9)
    """
    words = plain_date(cell)
    if language == "ja":
        found = _JAPANESE.fullmatch(words)
        month = int(found["month"]) if found else 0
    else:
        names = month_names(language)
        found, month = None, 0
        for form in _FORMS:
            if (tried := form.fullmatch(words)) and tried["month"].strip() in names:
                found, month = tried, names[tried["month"].strip()]
                break
    if not found:
        return None
    parts = Parts(int(found["year"] or 0), month, int(found["day"]))
    return parts if _exists(parts) else None


def _exists(parts: Parts) -> bool:
    try:
        datetime.date(parts.year or 2024, parts.month, parts.day)  # 2024 had a 29 February
    except ValueError:
        return False
    return True


# Days ------------------------------------------------------------------------------------------


def days(
    cells: pd.Series,
    where: Where,
    settings: Settings,
    notes: Notes,
    exported: datetime.date | None = None,
) -> pd.Series:
    """Days as ``datetime64``, without a zone. Missing ones are NaT.

    Where they have no year, it is counted back from ``exported``, or else from ``settings.today``,
    and told. Raises Problem if a cell is no day, or if the year cannot be known.
    """
    found = bare(cells).dropna()
    written = pd.Series(found.unique())
    compact = written.str.fullmatch(_COMPACT)
    with_numbers = compact | written.str.fullmatch(_ISO) | written.str.fullmatch(_NUMBERS)
    if with_numbers.any():
        if not with_numbers.all():
            odd = found[found.isin(set(written[~with_numbers]))]
            raise where.refuse(odd, text("a day in the same form as the others"))
        only_days = found.str.replace(_COMPACT, r"\1-\2-\3", regex=True)
        only_days = only_days.str.replace(r"\A(\d{4}-\d\d-\d\d)[T ].*", r"\1", regex=True)
        local, _ = _numbered(only_days, where, settings, notes)
        whole: pd.Series = local.dt.normalize().astype("datetime64[s]")
        return whole.reindex(cells.index)
    parts = in_words(found, where, settings, notes)
    dates = _with_years(parts, found, where, settings, notes, exported)
    return dates.reindex(cells.index)


def in_words(found: pd.Series, where: Where, settings: Settings, notes: Notes) -> dict[str, Parts]:
    """The parts of each different cell, in the language that fits most of them."""
    written = list(found.unique())
    tried = (settings.language,) if settings.language else LANGUAGES
    read = {
        code: {cell: parts for cell in written if (parts := parse(cell, code))} for code in tried
    }
    best = max(tried, key=lambda code: len(read[code]))
    if len(read[best]) < len(written):
        odd = found[~found.isin(set(read[best]))]
        raise where.refuse(odd, text("a day such as August 9, 9 de agosto or 2025-08-09"))
    if written and not settings.language:
        notes.assume(
            "language",
            best,
            text(
                "The days in {file} are in {language}, as “{cell}” shows. To change it, "
                "use “{setting}”.",
                setting=setting_names()["language"],
                file=where.file,
                language=_language_name(best),
                cell=written[0],
            ),
        )
    return read[best]


def _language_name(code: str) -> str:
    return str(Locale.parse(code).get_display_name(language()) or code)


def _with_years(
    parts: dict[str, Parts],
    found: pd.Series,
    where: Where,
    settings: Settings,
    notes: Notes,
    exported: datetime.date | None,
) -> pd.Series:
    """The days as dates; years that are not written are counted back from the last row."""
    bare_years = {part.year == 0 for part in parts.values()}
    if bare_years == {False}:
        whole = {cell: datetime.date(*part) for cell, part in parts.items()}
        return pd.to_datetime(found.map(whole)).astype("datetime64[s]")
    if len(bare_years) == 2:
        odd = found[found.map(lambda cell: parts[cell].year != 0)]
        raise where.refuse(odd, text("a day without a year, like the others"))
    if not parts:
        return pd.Series(dtype="datetime64[s]")
    latest = exported or settings.today
    if latest is None:
        raise Problem(
            text(
                "The days in {file} have no year, such as “{cell}”. Say on which day you "
                "downloaded it, in “{setting}”.",
                setting=setting_names()["exported"],
                file=where.file,
                cell=found.iloc[0],
            )
        )
    runs = found[found != found.shift()]
    dates = _counted_back([parts[cell] for cell in runs], latest, runs, where)
    if exported is None:
        notes.assume(
            "exported",
            latest.isoformat(),
            text(
                "{file} does not say in which year it was downloaded. We took it that its days lie "
                "before {latest}: the last one is {last}. To change it, "
                "use “{setting}”.",
                setting=setting_names()["exported"],
                file=where.file,
                latest=latest.isoformat(),
                last=max(dates).isoformat(),
            ),
        )
    by_run = pd.Series(pd.to_datetime(pd.Series(dates)).to_numpy(), index=runs.index)
    return by_run.astype("datetime64[s]").reindex(found.index).ffill()


def _counted_back(
    parts: list[Parts], latest: datetime.date, runs: pd.Series, where: Where
) -> list[datetime.date]:
    """Dates for days without a year, oldest first or newest first, not later than ``latest``.

    The rows of a download follow each other, so the reading with the smallest span is the right
    one. Raises Problem with the row where they do not follow.
    """
    ends = [latest]
    if any(part[1:] == (2, 29) for part in parts):  # the last leap year may be years ago
        ends += [latest - datetime.timedelta(days=365 * years) for years in range(1, 8)]
    readings = [_walk_back(parts[::-1], end)[::-1] for end in ends]
    readings += [_walk_back(parts, end) for end in ends]
    best = min(readings, key=lambda dates: abs((dates[-1] - dates[0]).days))
    steps = [abs((b - a).days) for a, b in pairwise(best)]
    if sum(steps) > _LONGEST or max(steps, default=0) > _LONGEST_GAP:
        widest = int(np.argmax(steps))  # from row `widest` to the next one
        before = widest > 0 and steps[widest - 1] > _LONGEST_GAP
        odd = runs.iloc[[widest if before else widest + 1]]  # a row that is far from both others
        raise where.refuse(odd, text("days in order, one after the other, from a year at most"))
    return best


def _walk_back(newest_first: list[Parts], latest: datetime.date) -> list[datetime.date]:
    """Each day is the last one with its day and month before the one after it."""
    dates: list[datetime.date] = []
    for part in newest_first:
        limit = dates[-1] - datetime.timedelta(days=1) if dates else latest
        year = limit.year
        while not _fits(year, part, limit):
            year -= 1
        dates.append(datetime.date(year, part.month, part.day))
    return dates


def _fits(year: int, part: Parts, limit: datetime.date) -> bool:
    try:
        return datetime.date(year, part.month, part.day) <= limit
    except ValueError:
        return False  # 29 February


def next_such_day(parts: Parts, earliest: datetime.date) -> datetime.date:
    """The first day from ``earliest`` on with this day and month; its year is not looked at."""
    year = earliest.year
    while _exists(parts._replace(year=year)) is False or (
        datetime.date(year, parts.month, parts.day) < earliest
    ):
        year += 1
    return datetime.date(year, parts.month, parts.day)


# Times -----------------------------------------------------------------------------------------


def times(cells: pd.Series, where: Where, settings: Settings, notes: Notes) -> pd.Series:
    """Times in UTC. One that is written without a zone is taken in ``settings.zone``, and told.

    A day without a time is its noon, so that it stays the same day nearly everywhere. Raises
    Problem if a cell is no time.
    """
    found = bare(cells).dropna()
    places, _ = pd.factorize(found)
    first = found[~found.duplicated()]
    try:
        each = _times(first, where, settings, notes)
    except Problem:
        _times(found, where, settings, notes)  # tells how many rows are wrong, not how many kinds
        raise
    return pd.Series(each.array.take(places), index=found.index).reindex(cells.index)


def _times(found: pd.Series, where: Where, settings: Settings, notes: Notes) -> pd.Series:
    found = found.str.replace(_COMPACT, r"\1-\2-\3", regex=True)
    words = ~(found.str.fullmatch(_ISO) | found.str.fullmatch(_NUMBERS))
    if words.any():
        found = found.where(~words, _words_to_numbers(found[words], where, settings, notes))
    local, utc = _numbered(found, where, settings, notes)
    naive = local.dropna()
    only_days = ~found[naive.index].str.contains(":", regex=False)
    naive = naive.mask(only_days, naive + pd.Timedelta(hours=12))
    if len(naive):
        zone = zone_of(settings, where.file, notes)
        # At the hour that the clock goes through twice, the first; at the one it skips, the next.
        placed = naive.dt.tz_localize(
            zone, ambiguous=np.ones(len(naive), dtype=bool), nonexistent="shift_forward"
        )
        utc[naive.index] = placed.dt.tz_convert("UTC")
    return utc


def zone_of(settings: Settings, file: str, notes: Notes) -> ZoneInfo:
    """The time zone in use, told as an assumption. Raises Problem if there is no such zone."""
    try:
        zone = ZoneInfo(settings.zone or "UTC")
    except (KeyError, OSError, ValueError):
        raise Problem(
            text(
                "There is no time zone called “{zone}”. Write it like America/New_York.",
                zone=settings.zone,
            )
        ) from None
    notes.assume(
        "zone",
        zone.key,
        text(
            "{file} does not say in which time zone its days and times are. We took {zone}. To "
            "change it, use “{setting}”.",
            setting=setting_names()["zone"],
            file=file,
            zone=zone.key,
        ),
    )
    return zone


def _words_to_numbers(
    found: pd.Series, where: Where, settings: Settings, notes: Notes
) -> pd.Series:
    """``May 2, 2025 3:05 PM`` as ``2025-05-02 15:05``."""
    clock = found.str.extract(_WITH_CLOCK)
    parts = in_words(clock["day"].fillna(""), where, settings, notes)
    without = clock["day"].map(lambda day: parts[day].year == 0)
    if without.any():
        raise where.refuse(found[without], text("a time with its year"))
    day = clock["day"].map(lambda day: "{:04}-{:02}-{:02}".format(*parts[day]))
    hour = _hour(clock["h"], clock["half"])
    wrong = clock["h"].notna() & ~hour.between(0, 23)
    if wrong.any():
        raise where.refuse(
            found[wrong], text("an hour from 0 to 23, or from 1 to 12 with AM or PM")
        )
    time = (
        hour.map("{:02.0f}".format) + ":" + clock["m"].fillna("00") + ":" + clock["s"].fillna("00")
    )
    return day.where(clock["h"].isna(), day + " " + time)


def _hour(hour: pd.Series, half: pd.Series) -> pd.Series:
    """Hours of a day from hours of half a day; below 0 where the two do not go together."""
    hours = hour.fillna("0").astype("int64")
    twelve = half.notna()
    turned = (hours % 12 + half.str.lower().eq("p") * 12).where(hours.between(1, 12), -1)
    return hours.where(~twelve, turned)


def _numbered(
    found: pd.Series, where: Where, settings: Settings, notes: Notes
) -> tuple[pd.Series, pd.Series]:
    """Cells of numbers: as they stand if they have no zone, and in UTC if they say their zone."""
    iso = found.str.fullmatch(_ISO)
    stamps = found[iso].str.replace(r" ?UTC\Z", "Z", regex=True)
    zoned = stamps.str.contains(r":.*(?:Z|[+-]\d\d:?\d\d)\Z")
    aware = pd.to_datetime(stamps[zoned], format="ISO8601", utc=True, errors="coerce")
    local = pd.to_datetime(stamps[~zoned], format="ISO8601", errors="coerce")
    rest = found[~iso]
    if len(rest):
        local = pd.concat([local.astype("datetime64[us]"), _by_parts(rest, where, settings, notes)])
    when = pd.concat([aware.dt.tz_localize(None), local]).reindex(found.index)
    wrong = ~when.dt.year.between(*_ALIVE)
    if wrong.any():
        raise where.refuse(
            found[wrong], text("a day or time such as 2025-06-14 13:30, or 06/14/2025")
        )
    if settings.today is not None:
        future = when > pd.Timestamp(settings.today) + pd.Timedelta(days=2)
        if future.any():
            raise where.refuse(found[future], text("a day or time that is not in the future"))
    return (
        local.astype("datetime64[us]").reindex(found.index),
        aware.astype("datetime64[us, UTC]").reindex(found.index),
    )


def _by_parts(rest: pd.Series, where: Where, settings: Settings, notes: Notes) -> pd.Series:
    """``06/14/2025 1:30 PM`` and the like as times; NaT where there is no such day."""
    parts = rest.str.extract(_NUMBERS)
    if parts["a"].isna().any():
        raise where.refuse(rest[parts["a"].isna()], text("a time such as 2025-06-14 13:30"))
    first, second = parts["a"].astype("int64"), parts["b"].astype("int64")
    day_first = settings.day_first
    if day_first is None:
        day_first = _day_first(first, second, rest, where, notes)
    year = parts["year"].astype("int64")
    hour = _hour(parts["hour"], parts["half"])
    return pd.to_datetime(
        pd.DataFrame(
            {
                "year": year.where(year > 99, year + 2000),
                "month": second if day_first else first,
                "day": first if day_first else second,
                "hour": hour.where(hour.between(0, 23), 99),  # 99: there is no such time
                "minute": parts["minute"].fillna("0").astype("int64"),
                "second": parts["second"].fillna("0").astype("int64"),
            }
        ),
        errors="coerce",
    ).astype("datetime64[us]")


def _day_first(
    first: pd.Series, second: pd.Series, rest: pd.Series, where: Where, notes: Notes
) -> bool:
    """Whether the day stands before the month, where a number above 12 shows it."""
    telling = np.flatnonzero(first.gt(12) | second.gt(12))
    if not len(telling):
        raise Problem(
            text(
                "In {file}, column “{header}”, is “{cell}” in {day_first} or in {month_first}? No "
                "row shows it. Say which, in “{setting}”.",
                setting=setting_names()["day_first"],
                file=where.file,
                header=where.header,
                cell=rest.iloc[0],
                day_first=_month_name(int(second.iloc[0])),
                month_first=_month_name(int(first.iloc[0])),
            )
        )
    place = telling[0]
    day_first = bool(first.iloc[place] > 12)
    notes.assume(
        "day_first",
        str(day_first),
        text(
            "In {file}, column “{header}”, the day stands before the month, as “{cell}” shows. To "
            "change it, use “{setting}”.",
            setting=setting_names()["day_first"],
            file=where.file,
            header=where.header,
            cell=rest.iloc[place],
        )
        if day_first
        else text(
            "In {file}, column “{header}”, the month stands before the day, as “{cell}” shows. To "
            "change it, use “{setting}”.",
            setting=setting_names()["day_first"],
            file=where.file,
            header=where.header,
            cell=rest.iloc[place],
        ),
    )
    return day_first


def _month_name(month: int) -> str:
    return str(Locale.parse(language()).months["stand-alone"]["wide"].get(month, month))
