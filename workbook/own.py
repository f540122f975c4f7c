"""The measures of the course on a group's own tables.

:func:`measures` gives for each measure its result, or a sentence on what is missing and which file
would give it. The tables come from :func:`workbook.exports.read`; the formulas are those that the
lessons teach, in :mod:`workbook.engagement`, :mod:`workbook.attribution` and
:mod:`workbook.timecost`. Everything here is pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from workbook import attribution, engagement
from workbook.attribution import Estimate, Evidence, Interval, Share
from workbook.i18n import plural, text
from workbook.timecost import channel_cost

FEW = 20
"""With fewer videos than this, a median moves a lot from one to the next."""
_SOURCES = ("src_for_you", "src_following", "src_profile", "src_search", "src_other")


class Measure(NamedTuple):
    """One measure: a result, or what is missing."""

    key: str
    title: str
    result: Any
    """What the function of the same name returns; None if something is missing."""
    missing: str
    """What is missing, and which file would give it; empty if there is a result."""
    cautions: tuple[str, ...]
    """What these numbers cannot carry, as far as the tables themselves show it."""


class Missing(Exception):
    """Says in its message what a measure lacks, and which file would give it."""


@dataclass(frozen=True)
class Own:
    """What the measures are computed from."""

    tables: Mapping[str, pd.DataFrame]
    """As in :attr:`workbook.exports.Reading.tables`."""
    zone: str = "UTC"
    """Time zone in which workdays begin and end."""
    channel: str = "tiktok"
    codes: Mapping[str, str] = field(default_factory=dict)
    """Own codes in small letters, and the channel of each, such as ``{"bell7": "tiktok"}``."""

    def rows(self, table: str, columns: tuple[str, ...], advice: str) -> pd.DataFrame:
        """The rows of a table in which all of these columns are filled.

        Raises Missing with ``advice`` if there are none.
        """
        found = self.tables.get(table)
        if found is None or not set(columns) <= set(found):
            raise Missing(advice)
        filled = found.dropna(subset=list(columns))
        if filled.empty:
            raise Missing(advice)
        return filled


def measures(own: Own) -> dict[str, Measure]:
    """All measures by their key, in the order of the lessons. None of them raises."""
    return {key: _measure(key, title, compute, own) for key, (title, compute) in _all().items()}


def _measure(key: str, title: str, compute: Callable[[Own], Any], own: Own) -> Measure:
    try:
        result = compute(own)
    except Missing as missing:
        return Measure(key, title, None, str(missing), ())
    warn = _CAUTIONS.get(key)
    return Measure(key, title, result, "", tuple(warn(own)) if warn else ())


def _all() -> dict[str, tuple[str, Callable[[Own], Any]]]:
    return {
        "typical_video": (text("A typical video"), typical_video),
        "engagement_rate": (text("Engagement of a typical video"), engagement_rate),
        "where_views_come_from": (text("Where views come from"), where_views_come_from),
        "hooks": (text("Hooks"), hooks),
        "length": (text("Length"), length),
        "followers": (text("Followers"), followers),
        "reply_time": (text("Time to a reply"), reply_time),
        "visits": (text("Visits to your page"), visits),
        "source_table": (text("Source codes and answers"), source_table),
        "bounds": (text("What the missing codes could hide"), bounds),
        "recapture": (text("People on neither list"), recapture),
        "cost_per_outcome": (text("Cost of an outcome"), costs_per_outcome),
    }


# Videos ----------------------------------------------------------------------------------------


class Typical(NamedTuple):
    """Views of a typical video, and how sure one can be."""

    median: float
    interval: Interval | None
    """Of the median, 95%, by bootstrap; None with fewer than two videos."""
    videos: int
    best: float
    """Views of the most viewed video."""
    best_share: float
    """Its share of all views, 0 to 1."""


def typical_video(own: Own) -> Typical:
    """Median views of a video. Raises Missing without a table of videos with views."""
    views = own.rows("videos", ("views",), _no_videos())["views"].astype("float64")
    if not views.gt(0).any():
        raise Missing(text("None of your videos has a view yet."))
    interval = engagement.bootstrap_interval(views) if len(views) > 1 else None
    return Typical(
        float(views.median()),
        interval,
        len(views),
        float(views.max()),
        engagement.top_share(views, 1),
    )


def engagement_rate(own: Own) -> float:
    """Likes, comments and shares per view of the median video. Raises Missing."""
    columns = ("views", "likes", "comments", "shares")
    videos = own.rows("videos", columns, _no_videos())[list(columns)].astype("float64")
    if not videos["views"].gt(0).any():
        raise Missing(text("None of your videos has a view yet."))
    return engagement.median_engagement_rate(videos)


def where_views_come_from(own: Own) -> pd.Series:
    """Share of views by source, 0 to 1, weighted by views; over videos whose sources are known.

    Only the sources that the notes name. Raises Missing without them.
    """
    advice = text(
        "TikTok shows where views come from in the app, and puts it into no file. Copy it by hand: "
        "make the sheet for notes on videos, and fill in src_for_you and the columns beside it."
    )
    videos = own.rows("videos", ("views", "src_for_you"), advice)
    weights = videos["views"].astype("float64")
    if not weights.gt(0).any():
        raise Missing(text("None of the videos with known sources has a view yet."))
    known = [name for name in _SOURCES if name in videos]
    shares = videos[known].astype("float64").mul(weights, axis=0).sum() / weights.sum()
    return shares.where(videos[known].notna().any())


class HookGap(NamedTuple):
    """Share still watching at 3 seconds: with a hook minus without, in points of 1."""

    gap: float
    with_hook: int
    without: int


def hooks(own: Own) -> HookGap:
    """See :class:`HookGap`. Raises Missing without notes on hooks, or with all videos alike."""
    advice = text(
        "This needs your own notes: whether each video opens with a hook (has_hook), and the share "
        "still watching at 3 seconds (retention_3s), which the app shows. Make the sheet for notes "
        "on videos."
    )
    videos = own.rows("videos", ("has_hook", "retention_3s"), advice)
    hook = videos["has_hook"].astype("bool")
    if hook.all() or not hook.any():
        raise Missing(
            text("All of your noted videos are alike: there is none to compare with and without.")
        )
    gap = engagement.retention_gap(videos.assign(has_hook=hook))
    return HookGap(gap, int(hook.sum()), int((~hook).sum()))


def length(own: Own) -> pd.DataFrame:
    """Watching by bands of length: see :func:`workbook.engagement.completion_by_length`."""
    advice = text(
        "This needs length, average watch time and full watches of each video, which the app "
        "shows. Make the sheet for notes on videos, and fill in duration_s, avg_watch_s and "
        "full_watch_rate."
    )
    columns = ("duration_s", "avg_watch_s", "full_watch_rate")
    return engagement.completion_by_length(own.rows("videos", columns, advice))


class Followers(NamedTuple):
    """What became of the followers over the days that are there."""

    first: int
    last: int
    days: int
    best_day: pd.Timestamp | None
    """The day with the largest gain from one day to the next; None if no two days follow."""
    best_gain: int


def followers(own: Own) -> Followers:
    """See :class:`Followers`. Raises Missing without followers by day."""
    advice = text(
        "This needs followers by day: in TikTok Studio, under Analytics, Followers, press Download "
        "data. The file is called FollowerHistory."
    )
    table = own.rows("followers", ("date_local", "followers"), advice)
    known = table.dropna(subset=["change"])
    best = int(known["change"].argmax()) if len(known) else None
    return Followers(
        int(table["followers"].iloc[0]),
        int(table["followers"].iloc[-1]),
        len(table),
        None if best is None else pd.Timestamp(known["date_local"].iloc[best]),
        0 if best is None else int(known["change"].iloc[best]),
    )


def _no_videos() -> str:
    return text(
        "This needs videos with their counts: in TikTok Studio, under Analytics, Content, press "
        "Download data. The file is called Content."
    )


# Replies ---------------------------------------------------------------------------------------


class Replies(NamedTuple):
    """How you answer what people write. Unnamed accounts are left out, as bots may be."""

    median_minutes: float | None
    """Until the reply, for comments written Monday to Friday; None if none of them got one."""
    replied: Share


def reply_time(own: Own) -> Replies:
    """See :class:`Replies`. Raises Missing without a list of comments."""
    advice = text(
        "TikTok puts comments and replies into no file of the account. Keep a small list for a "
        "week: when a comment came (posted_at_utc), and when you answered (replied_at)."
    )
    comments = own.rows("comments", ("posted_at_utc", "replied"), advice)
    if "commenter" not in comments:
        comments = comments.assign(commenter="")
    if "reply_minutes" not in comments:
        comments = comments.assign(reply_minutes=float("nan"))
    median = engagement.median_reply_minutes(comments, own.zone)
    return Replies(None if pd.isna(median) else median, engagement.reply_rate(comments))


# Where people came from --------------------------------------------------------------------------


def people(own: Own) -> pd.DataFrame:
    """One row a person: ``email`` (a hash), ``source_code`` and ``how_heard``, as in module 03.

    Codes are cleaned, and own codes stand for their channel. Raises Missing without sign-ups.
    """
    advice = text(
        "This needs sign-ups: a report from your sign-up tool (Action Network, Mobilize, "
        "EveryAction, NationBuilder, Eventbrite), or any sheet whose columns you name."
    )
    signups = own.rows("signups", ("signup_id",), advice)
    columns = ["person", "signup_id", "created_utc", "source_code", "how_heard"]
    rows = signups.reindex(columns=columns).rename(
        columns={"person": "email", "signup_id": "rsvp_id"}
    )
    for name in ("email", "source_code", "how_heard"):
        rows[name] = rows[name].astype("str")
    codes = attribution.clean_code(rows["source_code"])
    # An id of its own for each row without a person: ids of two tools may be the same.
    rows["rsvp_id"] = rows.index.astype("str")
    return attribution.people(rows.assign(source_code=codes.replace(dict(own.codes))))


def _answered(own: Own) -> pd.DataFrame:
    """People, where both codes and answers were asked for. Raises Missing."""
    found = _coded(own)
    if not found["how_heard"].notna().any():
        raise Missing(
            text(
                "Nobody was asked, or nobody answered. Add “How did you hear about us?” to your "
                "form: the answers are the second list."
            )
        )
    return found


def _coded(own: Own) -> pd.DataFrame:
    found = people(own)
    if not found["source_code"].notna().any():
        raise Missing(
            text(
                "None of the sign-ups has a source code. Put a code into each link, and export the "
                "column with it: source_code, utm_source, recruiter_id or affiliate."
            )
        )
    return found


class SourceTable(NamedTuple):
    """Codes against answers, in people."""

    table: pd.DataFrame
    """A row for each code, a column for each answer: see ``attribution.code_by_self_report``.
    Hide small cells with :func:`workbook.exports.suppress_small` before it is shared."""
    evidence: Evidence
    """What both say of the channel."""


def source_table(own: Own) -> SourceTable:
    """See :class:`SourceTable`. Raises Missing without sign-ups, or with neither list."""
    found = people(own)
    if found[["source_code", "how_heard"]].isna().all(axis=None):
        _coded(own)
    return SourceTable(
        attribution.code_by_self_report(found), attribution.evidence(found, own.channel)
    )


class Bounds(NamedTuple):
    """Lowest and highest share of the channel that fits what is known, 0 to 1."""

    by_code: Interval
    by_either: Interval | None
    """With the answers, too; None if nobody answered."""


def bounds(own: Own) -> Bounds:
    """See :class:`Bounds`. Raises Missing without codes."""
    found = _coded(own)
    answered = found["how_heard"].notna().any()
    return Bounds(
        attribution.bounds_by_code(found, own.channel),
        attribution.bounds_by_either(found, own.channel) if answered else None,
    )


def recapture(own: Own) -> Estimate:
    """People of the channel in all, seen or not, from codes and answers as two lists (Chapman).

    Raises Missing unless both lists are there, and the channel is on both.
    """
    seen = attribution.evidence(_answered(own), own.channel)
    n1, n2 = seen.by_code.k, seen.by_self_report.k
    if not seen.both:
        raise Missing(
            text(
                "Nobody is on both lists: {codes} by code, {answers} by answer. Without people on "
                "both, there is no estimate.",
                codes=n1,
                answers=n2,
            )
        )
    return attribution.chapman(n1, n2, seen.both)


def visits(own: Own) -> Share:
    """Visits that came from TikTok, of all visits; cleaned as in module 02. Raises Missing."""
    advice = text(
        "This needs visits to your page: a traffic report from your web analytics, by session "
        "source and medium, as a CSV file."
    )
    table = own.rows("sessions", ("sessions",), advice)
    table = table.reindex(columns=["utm_source", "referrer_domain", "sessions"])
    for name in ("utm_source", "referrer_domain"):
        table[name] = table[name].astype("str")
    return Share(
        int(attribution.sessions_from_tiktok(table)["sessions"].sum()),
        int(table["sessions"].sum()),
    )


# Cost ------------------------------------------------------------------------------------------

OUTCOMES = ("by_code", "by_code_or_answer", "attended", "leaders")
"""What a channel may have brought, as far as it is known."""


def costs_per_outcome(own: Own) -> pd.DataFrame:
    """A row for each channel with costs: its ``cost``, and for each of :data:`OUTCOMES` that your
    tables hold the count, and ``per_`` it the cost of one (missing where there was none).

    ``attended`` counts people by code. Raises Missing without costs, or without any outcome.
    """
    advice = text(
        "This needs what each channel takes: a sheet with channel, month, staff_hours, hourly_usd "
        "and cash_usd, a row for each channel and month. Unpaid hours count, too."
    )
    costs = own.rows("costs", ("channel", "staff_hours"), advice)
    costs = costs.reindex(columns=["channel", "staff_hours", "hourly_usd", "cash_usd"]).fillna(
        {"hourly_usd": 0.0, "cash_usd": 0.0}
    )
    outcomes = _outcomes(own)
    if not outcomes:
        raise Missing(
            text(
                "Costs are there, but nothing that they brought: add sign-ups with codes, or a "
                "list of leaders with how_found."
            )
        )
    channels = list(costs["channel"].unique())
    table = pd.DataFrame(
        {"cost": [channel_cost(costs, channel) for channel in channels]}, index=channels
    )
    for name, counts in outcomes.items():
        table[name] = counts.reindex(channels).fillna(0).astype("int64")
        table[f"per_{name}"] = table["cost"] / table[name].where(table[name] > 0)
    return table.rename_axis("channel")


def _outcomes(own: Own) -> dict[str, pd.Series]:
    """Counts by channel of whatever the tables hold."""
    found: dict[str, pd.Series] = {}
    try:
        signed_up = _coded(own)
    except Missing:
        signed_up = None
    if signed_up is not None:
        found["by_code"] = signed_up["source_code"].value_counts()
        if signed_up["how_heard"].notna().any():
            channels = set(signed_up["source_code"].dropna()) | set(signed_up["how_heard"].dropna())
            found["by_code_or_answer"] = pd.Series(
                {one: attribution.evidence(signed_up, one).either for one in channels}
            )
        signups = own.tables["signups"]
        if {"attended", "person"} <= set(signups) and signups["attended"].any():
            came = signups.loc[signups["attended"].fillna(False).astype("bool"), "person"]
            present = signed_up["email"].isin(came.dropna())
            found["attended"] = signed_up.loc[present, "source_code"].value_counts()
    leaders = own.tables.get("leaders")
    if leaders is not None and leaders["how_found"].notna().any():
        found["leaders"] = leaders["how_found"].value_counts()
    return found


# What the numbers cannot carry -------------------------------------------------------------------


def _few_videos(own: Own) -> list[str]:
    videos = own.rows("videos", ("views",), "")
    if len(videos) >= FEW:
        return []
    return [
        plural(
            "This is {count} video: read it as an example.",
            "These are only {count} videos, and TikTok's file Content lists some, not all.",
            len(videos),
        )
    ]


def _few_hooks(own: Own) -> list[str]:
    found = hooks(own)
    if min(found.with_hook, found.without) >= FEW:
        return []
    return [
        text(
            "There are {with_hook} videos with a hook and {without} without: too few to be sure.",
            with_hook=found.with_hook,
            without=found.without,
        )
    ]


def _silent_people(own: Own) -> list[str]:
    found = people(own)
    told = []
    silent = int((found["source_code"].isna() & found["how_heard"].isna()).sum())
    if silent:
        told.append(
            plural(
                "Of {count} person neither a code nor an answer is known.",
                "Of {count} people neither a code nor an answer is known.",
                silent,
            )
        )
    if not found["how_heard"].notna().any():
        told.append(text("There are no answers, so this rests on the codes alone."))
    return told


def _lists_differ(own: Own) -> list[str]:
    seen = attribution.evidence(people(own), own.channel)
    told = [
        text(
            "This assumes that a code says nothing about whether a person answers, and that all "
            "matches are right. Neither is quite true."
        )
    ]
    if seen.both < 7:  # the usual advice for this estimator (Robson and Regier, 1964)
        told.append(
            plural(
                "Only {count} person is on both lists: the estimate can be far off.",
                "Only {count} people are on both lists: the estimate can be far off.",
                seen.both,
            )
        )
    return told


def _unpriced(own: Own) -> list[str]:
    costs = own.tables["costs"]
    told = [
        text(
            "A channel is credited with the people whose code or answer names it, not with all "
            "that it brought."
        )
    ]
    hourly = costs["hourly_usd"] if "hourly_usd" in costs else pd.Series(dtype="float64")
    if hourly.reindex(costs.index).isna().any():
        told.append(
            text("Some hours have no price, and count as free. Fill in hourly_usd to change that.")
        )
    return told


_CAUTIONS: dict[str, Callable[[Own], list[str]]] = {
    "typical_video": _few_videos,
    "engagement_rate": _few_videos,
    "hooks": _few_hooks,
    "source_table": _silent_people,
    "bounds": _silent_people,
    "recapture": _lists_differ,
    "cost_per_outcome": _unpriced,
}
