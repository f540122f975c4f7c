"""What is special about TikTok's files: lag, odd zeros, a shifted column, ids that tell a time."""

import dataclasses
import datetime

import pandas as pd

from workbook.engagement import post_times
from workbook.exports import cells, dates
from workbook.exports.job import Job
from workbook.exports.model import setting_names
from workbook.exports.notes import Notes
from workbook.i18n import number, plural, text

_FIRST_POST = pd.Timestamp("2014-01-01", tz="UTC")
"""Before it there was no such app; the id of an earlier "video" is no id."""
_LONG_AGO = 31
"""Days between the last row and the download that are worth a question."""


def by_day(job: Job) -> pd.DataFrame:
    """A table with a row for each day, oldest first, with days that are fully counted."""
    day = _days(job)
    table = job.all_typed(but=("date_local",)).assign(date_local=day)
    if job.table == "viewers":
        table = _without_odd_zeros(job, table)
    table = table.sort_values("date_local", kind="stable")
    _look_for_repeats(job, table, ["date_local"])
    _look_for_gaps(job, table["date_local"])
    if job.table == "followers":
        _compare_differences(job, table)
    else:
        table = _without_lag(job, table)
    return table


def by_hour(job: Job) -> pd.DataFrame:
    """Active followers by day and hour."""
    table = job.all_typed(but=("date_local",)).assign(date_local=_days(job))
    table = table.sort_values(["date_local", "hour"], kind="stable")
    _look_for_repeats(job, table, ["date_local", "hour"])
    _look_for_gaps(job, table["date_local"])
    hours = table.groupby("date_local")["hour"].size()
    short = hours[hours != 24]
    if len(short):
        job.notes.warnings.append(
            plural(
                "In {file}, {count} day does not have 24 hours: {first}.",
                "In {file}, {count} days do not have 24 hours, the first of them {first}.",
                len(short),
                file=job.file,
                first=short.index[0].date().isoformat(),
            )
        )
    return table


def snapshot(job: Job) -> pd.DataFrame:
    """Shares of followers on the day of the download."""
    table = job.all_typed()
    total = table["share"].sum()
    if abs(total - 1) > 0.005 * len(table) + 1e-9:  # more than rounding to whole percents can do
        job.notes.warnings.append(
            text(
                "The shares in {file} add up to {total}, not to 1. A row may be missing or wrong.",
                file=job.file,
                total=number(total, 2),
            )
        )
    return table


def videos(job: Job) -> pd.DataFrame:
    """A row for each video, with the time of posting from its id."""
    if not job.has("link") and not job.has("video_id"):
        return _without_ids(job)
    id_column = "link" if job.has("link") else "video_id"
    ids = cells.video_ids(job.text[id_column], job.where(id_column))
    if ids.isna().any():
        raise job.where(id_column).refuse(job.text[id_column][ids.isna()], text("a link or an id"))
    table = job.all_typed(but=("video_id", "posted_at_utc")).assign(
        video_id=ids, posted_at_utc=_times_of(ids, job, id_column)
    )
    _check_times(job, table, id_column)
    _look_for_repeats(job, table, ["video_id"])
    if job.has("link"):
        _whose(job)
    if job.has("snapshot"):
        _date_the_snapshot(job, table["posted_at_utc"])
    if job.key == "content":
        job.notes.warnings.append(
            plural(
                "{file} lists {count} video. TikTok puts only some into it, not all.",
                "{file} lists {count} videos. TikTok puts only some into it, not all.",
                len(table),
                file=job.file,
            )
        )
    return table


def _without_ids(job: Job) -> pd.DataFrame:
    """A person's own list that names no video: each row is taken as one."""
    job.notes.assume(
        "maps",
        "",
        text(
            "{file} has no link and no id of its videos. We took each row as one video, in the "
            "order of the file. So its rows cannot be joined to other files: a video that stands "
            "in two of them counts twice. To change it, add a column with the link.",
            file=job.file,
        ),
    )
    ids = cells.ids_in(pd.Series("", index=job.text.index, dtype="str"))
    return job.all_typed(but=("video_id",)).assign(video_id=ids)


def posts(job: Job) -> pd.DataFrame:
    """Own videos of TikTok's account data, with the time of posting.

    There a link may lead to the file of the video, and holds no id. Then the time is the one
    beside it, which TikTok writes in UTC.
    """
    ids = cells.ids_in(job.text["link"].str.strip())
    in_utc = dataclasses.replace(job.settings, zone="UTC")
    written = dates.times(
        job.text["posted_text"], job.where("posted_text"), in_utc, Notes(job.file)
    )
    known = ids.notna()
    posted = written.copy()
    posted[known] = _times_of(ids[known], job, "link")
    table = job.all_typed(but=("video_id", "posted_at_utc")).assign(
        video_id=ids, posted_at_utc=posted
    )
    apart = ((posted - written).abs() > pd.Timedelta(days=1)).fillna(False)
    if apart.any():
        raise job.where("link").refuse(
            job.text["link"][apart], text("a link whose id fits the time beside it")
        )
    if not known.all():
        job.notes.skipped.append(
            plural(
                "In {file}, {count} link has no id of a video, so this row cannot be joined to "
                "other files.",
                "In {file}, {count} links have no id of a video, so these rows cannot be joined to "
                "other files.",
                int((~known).sum()),
                file=job.file,
            )
        )
    if job.text["link"].str.contains("/@").any():
        _whose(job)
    lost = table["posted_at_utc"].isna()
    if lost.any():
        job.notes.skipped.append(
            plural(
                "In {file}, {count} video has neither an id nor a time. It is left out.",
                "In {file}, {count} videos have neither an id nor a time. They are left out.",
                int(lost.sum()),
                file=job.file,
            )
        )
    return table[~lost]


def _times_of(ids: pd.Series, job: Job, column: str) -> pd.Series:
    """The times in ids. Raises Problem if they were rounded, or are no ids."""
    try:
        return post_times(ids)
    except (ValueError, OverflowError):
        expected = text("ids of 19 digits as TikTok gives them; a program has rounded these")
        raise job.where(column).refuse(job.text.loc[ids.index, column], expected) from None


def _whose(job: Job) -> None:
    """Note the account that the links are of. Raises Problem if there are several."""
    handles = job.text["link"].str.extract(r"/@([\w.]+)/")[0].str.lower().dropna()
    if handles.nunique() > 1:
        other = handles[handles != handles.iloc[0]]
        raise job.where("link").refuse(
            job.text.loc[other.index, "link"], text("a link to a video of the same account")
        )
    if len(handles):
        job.account = str(handles.iloc[0])


# Days ------------------------------------------------------------------------------------------


def _days(job: Job) -> pd.Series:
    where = job.where("date_local")
    day = dates.days(job.text["date_local"], where, job.settings, job.notes, job.exported)
    if day.isna().any():
        raise where.refuse(job.text["date_local"][day.isna()], text("a day"))
    dates.zone_of(job.settings, job.file, job.notes)
    return day


def _look_for_repeats(job: Job, table: pd.DataFrame, key: list[str]) -> None:
    again = table.duplicated(key)
    if again.any():
        column = "link" if key == ["video_id"] and job.has("link") else key[0]
        raise job.where(column).refuse(
            job.text.loc[table.index[again], column], text("each one once; this one stands twice")
        )


def _look_for_gaps(job: Job, day: pd.Series) -> None:
    missing = pd.date_range(day.min(), day.max()).difference(pd.DatetimeIndex(day))
    if len(missing):
        job.notes.warnings.append(
            plural(
                "Between the first and the last day in {file}, {count} day is missing: {first}.",
                "Between the first and the last day in {file}, {count} days are missing, the "
                "first of them {first}.",
                len(missing),
                file=job.file,
                first=missing[0].date().isoformat(),
            )
        )
    if job.exported is not None and (
        pd.Timestamp(job.exported) - day.iloc[-1] > pd.Timedelta(days=_LONG_AGO)
    ):
        job.notes.warnings.append(
            text(
                "The last day in {file} is {last}, long before its download on {exported}. Is the "
                "year right?",
                file=job.file,
                last=day.iloc[-1].date().isoformat(),
                exported=job.exported.isoformat(),
            )
        )


def _without_lag(job: Job, table: pd.DataFrame) -> pd.DataFrame:
    """The days that TikTok had finished counting when the file was downloaded."""
    lag = pd.Timedelta(days=job.settings.lag_days)
    last = table["date_local"].max()
    # Where the day of download is not known, the last row is the last day that was shown.
    exported = pd.Timestamp(job.exported) if job.exported else last + lag
    fresh = table["date_local"] > exported - 2 * lag
    if fresh.any():
        job.notes.assume(
            "lag_days",
            str(job.settings.lag_days),
            text(
                "TikTok needs about {lag} days to count a day. So we left out the newest days in "
                "{file}: {days}. To change it, use “{setting}”.",
                setting=setting_names()["lag_days"],
                lag=number(job.settings.lag_days),
                file=job.file,
                days=", ".join(day.date().isoformat() for day in table["date_local"][fresh]),
            ),
        )
    return table[~fresh]


def _without_odd_zeros(job: Job, table: pd.DataFrame) -> pd.DataFrame:
    """A day without a total is not counted yet: the zeros beside it are no zeros."""
    counts = table.columns.drop("date_local")
    unknown = table["viewers"].isna()
    table = table.copy()
    table.loc[unknown, counts] = pd.NA
    if "returning_viewers" in counts:
        both = table["new_viewers"] + table["returning_viewers"]
        odd = (both != table["viewers"]).fillna(False)
        if odd.any():
            job.notes.warnings.append(
                plural(
                    "In {file}, new and returning viewers do not add up to the total in {count} "
                    "row, row {row}.",
                    "In {file}, new and returning viewers do not add up to the total in {count} "
                    "rows, the first of them row {row}.",
                    int(odd.sum()),
                    file=job.file,
                    row=number(int(odd[odd].index[0])),
                )
            )
    return table


def _compare_differences(job: Job, table: pd.DataFrame) -> None:
    """Use the column of differences, which is known to be shifted, to find a damaged number."""
    if not job.has("difference"):
        return
    told = cells.whole(
        job.text["difference"], job.where("difference"), job.notes, negative=True
    ).reindex(table.index)
    to_next = table["followers"].diff().shift(-1)
    known = to_next.notna() & told.notna()
    odd = known & (to_next != told).fillna(False)
    # A mistaken number breaks the row itself and the one before it.
    broken = odd & odd.shift(-1, fill_value=False)
    if 0 < odd.sum() <= known.sum() / 2 and broken.any():
        job.notes.warnings.append(
            text(
                "In {file}, the followers near row {row} do not fit the differences beside them. "
                "Look whether a number is damaged.",
                file=job.file,
                row=number(int(broken[broken].index[0]) + 1),
            )
        )


# Videos ----------------------------------------------------------------------------------------


def _check_times(job: Job, table: pd.DataFrame, id_column: str) -> None:
    """An id from before the app, or from after the download, is no id."""
    posted = table["posted_at_utc"]
    latest = job.exported or job.settings.today
    wrong = posted < _FIRST_POST
    if latest:
        wrong |= posted > pd.Timestamp(latest, tz="UTC") + pd.Timedelta(days=2)
    if wrong.any():
        raise job.where(id_column).refuse(
            job.text[id_column][wrong], text("the id of a video; this one gives an impossible time")
        )
    if not job.has("posted_text"):
        return
    written = cells.words(job.text["posted_text"]).dropna()
    said = _month_and_day(job, written)
    fits = pd.Series(False, index=written.index)
    for offset in (-1, 0, 1):  # the file writes the day of the account, the id that of UTC
        day = (posted[written.index] + pd.Timedelta(days=offset)).dt.strftime("%m-%d")
        fits |= said == day
    if not fits.all():
        job.notes.warnings.append(
            plural(
                "In {file}, the day of posting in row {row} does not fit the id of the video. We "
                "used the id.",
                "In {file}, the days of posting in {count} rows do not fit the ids of the videos, "
                "the first of them in row {row}. We used the ids.",
                int((~fits).sum()),
                file=job.file,
                row=number(int(fits[~fits].index[0])),
            )
        )


def _month_and_day(job: Job, written: pd.Series) -> pd.Series:
    """Days as ``02-14``, whether a year is written or not."""
    stamped = written.str.extract(r"\A[0-9]{4}-([0-9]{2}-[0-9]{2})")[0]
    rest = written[stamped.isna()]
    if len(rest):
        parts = dates.in_words(rest, job.where("posted_text"), job.settings, job.notes)
        in_words = rest.map(lambda cell: f"{parts[cell].month:02}-{parts[cell].day:02}")
        stamped = stamped.where(stamped.notna(), in_words.reindex(stamped.index))
    return stamped


def _date_the_snapshot(job: Job, posted: pd.Series) -> None:
    """The day of the download: the first one with the day and month of ``Time`` after the newest
    post, whose year its id knows."""
    written = cells.words(job.text["snapshot"]).dropna()
    if job.exported is not None or written.empty:
        return
    if written.nunique() > 1:
        odd = written[written != written.iloc[0]]
        raise job.where("snapshot").refuse(odd, text("the same day in each row"))
    (parts,) = dates.in_words(written, job.where("snapshot"), job.settings, job.notes).values()
    job.exported = dates.next_such_day(parts, posted.max().date() - datetime.timedelta(days=1))
