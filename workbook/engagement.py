"""What the numbers of an account say, and what they do not.

Everything here is a pure function on the tables of the course: ``videos`` (one row a video),
``video_daily``, ``comments`` and ``account_daily``, or on columns of them.

Rates and shares are fractions of 0 to 1. A missing value is left out, never counted as 0.
"""

from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from workbook.attribution import Interval, Share
from workbook.i18n import text

SEED = 20250614
"""Where the random draws of a resampling method start, so that it gives the same answer again."""

# Views and how they are spread -----------------------------------------------------------------


def typical_views(videos: pd.DataFrame) -> float:
    """Median views of a video: half of the videos had fewer, half had more."""
    return float(videos["views"].median())


def for_you_share(videos: pd.DataFrame) -> float:
    """Share of all views that came from the For You feed.

    Weighted by views, over the videos whose sources are known: TikTok hides them for small ones.
    """
    known = videos.dropna(subset=["src_for_you"])
    return float(np.average(known["src_for_you"], weights=known["views"]))


def top_share(values: pd.Series, n: int) -> float:
    """Share of the total that the ``n`` largest values hold.

    Raises ValueError unless 1 <= n <= number of values, all are 0 or more, and one is more.
    """
    values = _amounts(values)
    if not 1 <= n <= len(values):
        raise ValueError(
            text("There are {count} values, so no top {n} of them.", count=len(values), n=n)
        )
    return float(values.nlargest(n).sum() / values.sum())


def fewest_for_share(values: pd.Series, share: float) -> int:
    """How many of the largest values it takes to hold ``share`` (0 to 1) of the total, or more.

    Raises ValueError unless 0 < share <= 1, all values are 0 or more, and one is more.
    """
    if not 0 < share <= 1:
        raise ValueError(text("A share is a fraction of 1, above 0: 0.5 stands for half."))
    held = _amounts(values).sort_values(ascending=False).cumsum()
    return int((held < share * held.iloc[-1]).sum()) + 1


def gini(values: pd.Series) -> float:
    """Gini coefficient: 0 when all values are equal, near 1 when one holds almost everything.

    Without the small-sample correction, so at most ``1 - 1 / n``. Raises ValueError unless all
    values are 0 or more and one is more.

    Source: Gini (1912), by the formula on sorted values.
    """
    ascending = np.sort(_amounts(values).to_numpy(dtype=float))
    n = len(ascending)
    rank = np.arange(1, n + 1)
    coefficient = np.sum((2 * rank - n - 1) * ascending) / (n * ascending.sum())
    return max(0.0, float(coefficient))  # rounding can bring equal values just below 0


def _amounts(values: pd.Series) -> pd.Series:
    values = values.dropna()
    if not (values.ge(0).all() and values.gt(0).any()):
        raise ValueError(text("The values must be 0 or more, and one of them must be more."))
    return values


class ForYouShares(NamedTuple):
    """Two answers to "how much comes from For You?", as fractions of 0 to 1."""

    of_views: float
    """Of all views whose source is known: each view counts the same."""
    of_videos: float
    """Mean of the shares of the videos: each video counts the same."""


def for_you_shares(videos: pd.DataFrame) -> ForYouShares:
    """The share of the For You feed, by views as in :func:`for_you_share`, and by videos."""
    return ForYouShares(for_you_share(videos), float(videos["src_for_you"].mean()))


class ViralShare(NamedTuple):
    """What the most viewed video holds, of all views and of the views by local people."""

    of_views: float
    of_local_views: float


def viral_share(videos: pd.DataFrame) -> ViralShare:
    """How much of the views, and of the local views, the most viewed video holds.

    Local views are ``views * audience_local_share``, over the videos where that share is known.
    """
    views = videos["views"]
    local = views * videos["audience_local_share"]
    viral = views.argmax()
    return ViralShare(
        float(views.iloc[viral] / views.sum()), float(local.iloc[viral] / local.sum())
    )


def half_life_days(video_daily: pd.DataFrame) -> pd.Series:
    """For each video, the day on which it reached half of its views; day 0 is the day of posting.

    Corrections (negative daily counts) count as they are. Videos without views are left out.
    Returns whole days, indexed by ``video_id``.
    """
    so_far = video_daily.pivot(index="video_id", columns="day", values="views_new").cumsum(axis=1)
    so_far = so_far.ffill(axis=1)
    total = so_far.iloc[:, -1]
    reached = so_far[total > 0].ge(total[total > 0] / 2, axis=0)
    return reached.idxmax(axis=1)  # the first day that is True


def half_life_day(video_daily: pd.DataFrame) -> float:
    """Day by which the median video had reached half of its views; see :func:`half_life_days`.

    The median over videos: in a curve of all views together, one viral video decides.
    """
    return float(half_life_days(video_daily).median())


# Time ------------------------------------------------------------------------------------------


def post_time(video_id: str) -> pd.Timestamp:
    """When a video was posted, in UTC to the second, read from its id; see :func:`post_times`."""
    return pd.Timestamp(post_times(pd.Series([video_id])).iloc[0])


def post_times(video_ids: pd.Series) -> pd.Series:
    """When videos were posted, in UTC to the second, read from their ids.

    The bits of an id above the lowest 32 are Unix seconds. Raises ValueError if the ids are not
    text, are not 19 digits, or have been rounded on the way: beyond 2**53 a float, and beyond 15
    digits a spreadsheet, changes the last digits, and the ids then match no video.

    Source: the layout of the id was worked out by forensic examiners, not published by TikTok.
    """
    if not pd.api.types.is_string_dtype(video_ids):
        raise ValueError(text("Read video ids as text: as numbers they lose their last digits."))
    whole = video_ids.str.fullmatch(r"[1-9][0-9]{18}", na=False)
    if not whole.all():
        raise ValueError(
            text("{id} is not a video id of 19 digits.", id=repr(video_ids[~whole].iloc[0]))
        )
    number = video_ids.astype("int64")
    # One id may well end like a rounded one; a column of them has been rounded.
    if len(number) > 1 and ((number % 1024 == 0).all() or (number % 10_000 == 0).all()):
        raise ValueError(
            text("These video ids were rounded: read the file again, with the ids as text.")
        )
    return pd.to_datetime(number // 2**32, unit="s", utc=True)


def local_time(times_utc: pd.Series, zone: str) -> pd.Series:
    """Times in ``zone``, such as ``"America/New_York"``, with its daylight saving time.

    Times without a zone are taken as UTC. Raises ValueError if there is no such zone.
    """
    try:
        local_zone = ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(text("There is no time zone called {zone}.", zone=repr(zone))) from error
    return pd.to_datetime(times_utc, utc=True).dt.tz_convert(local_zone)


def in_hours(times_utc: pd.Series, zone: str, first: int, last: int) -> pd.Series:
    """Which times fall between ``first``:00 and ``last``:59 in ``zone``; True or False for each.

    The hours may go past midnight: 22 to 2. Raises ValueError unless both are from 0 to 23.
    """
    if not (0 <= first <= 23 and 0 <= last <= 23):
        raise ValueError(text("Hours go from 0 to 23."))
    hour = local_time(times_utc, zone).dt.hour
    since_first: pd.Series = (hour - first) % 24
    return since_first <= (last - first) % 24


# Rates -----------------------------------------------------------------------------------------


def engagements(videos: pd.DataFrame) -> pd.Series:
    """Likes, comments and shares of each video. Saves are not in the usual definition."""
    return videos["likes"] + videos["comments"] + videos["shares"]


def engagement_rates(videos: pd.DataFrame) -> pd.Series:
    """Engagements per view of each video; missing for a video without views."""
    return engagements(videos) / videos["views"].where(videos["views"] > 0)


def median_engagement_rate(videos: pd.DataFrame) -> float:
    """Engagement rate of the median video: every video counts the same."""
    return float(engagement_rates(videos).median())


def pooled_engagement_rate(videos: pd.DataFrame) -> float:
    """All engagements per all views: every view counts the same, so a viral video decides."""
    return float(engagements(videos).sum() / videos["views"].sum())


class Funnel(NamedTuple):
    """Steps that follow a view, per 1,000 views."""

    profile_views: float
    bio_clicks: float


def funnel_per_1000(videos: pd.DataFrame) -> Funnel:
    """Profile views and clicks on the link in the bio, per 1,000 views of all videos together.

    A ratio of sums: a mean of per-video ratios would let the smallest videos decide.
    """
    thousands = videos["views"].sum() / 1000
    return Funnel(
        float(videos["profile_views"].sum() / thousands),
        float(videos["bio_link_clicks"].sum() / thousands),
    )


def share_watched(videos: pd.DataFrame) -> pd.Series:
    """Average watch time as a share of each video's length. More than 1 is right: replays."""
    return videos["avg_watch_s"] / videos["duration_s"]


def completion_by_length(videos: pd.DataFrame) -> pd.DataFrame:
    """For bands of length in seconds, how many watch to the end and how long people watch.

    Returns a row for each band, with ``videos`` (count), ``full_watch_rate`` (mean, 0 to 1) and
    ``avg_watch_s`` (mean, seconds).
    """
    band = pd.cut(
        videos["duration_s"],
        bins=[0, 15, 30, 45, np.inf],
        labels=["1-15", "16-30", "31-45", "46+"],
    )
    return videos.groupby(band, observed=False).agg(
        videos=("duration_s", "size"),
        full_watch_rate=("full_watch_rate", "mean"),
        avg_watch_s=("avg_watch_s", "mean"),
    )


def retention_gap(videos: pd.DataFrame) -> float:
    """Mean share still watching at 3 seconds, videos with a hook minus videos without.

    A difference in share points (0.16 is 16 points), every video counting the same.
    """
    return raw_gap(videos["retention_3s"], videos["has_hook"])


# What goes with what ---------------------------------------------------------------------------


def spearman(x: pd.Series, y: pd.Series) -> float:
    """Spearman rank correlation, from -1 to 1: does one tend to be high where the other is?

    Pairs with a missing value are left out. Because only ranks count, one viral video cannot
    decide it.

    Source: Spearman (1904): the Pearson correlation of ranks, ties sharing their mean rank.
    """
    pairs = pd.DataFrame({"x": x, "y": y}).dropna().rank()
    return float(pairs["x"].corr(pairs["y"]))


def reach_correlations(videos: pd.DataFrame) -> pd.Series:
    """Rank correlation with ``reach`` of what one might look at instead, strongest first.

    ``likes`` is a count, so it goes with reach by construction: more viewers, more likes. The
    fair comparison is among the others.
    """
    measures = {
        "likes": videos["likes"],
        "share_watched": share_watched(videos),
        "engagement_rate": engagement_rates(videos),
        "followers_at_post": videos["followers_at_post"],
    }
    correlations = {name: spearman(values, videos["reach"]) for name, values in measures.items()}
    return pd.Series(correlations).sort_values(ascending=False)


# Comparing two groups --------------------------------------------------------------------------


def raw_gap(outcome: pd.Series, exposed: pd.Series) -> float:
    """Mean of ``outcome`` where ``exposed`` is True, minus the mean where it is False."""
    return float(outcome[exposed].mean() - outcome[~exposed].mean())


def gaps_by_stratum(outcome: pd.Series, exposed: pd.Series, stratum: pd.Series) -> pd.DataFrame:
    """Compare like with like: the raw gap within each stratum.

    Returns a row for each stratum, with the mean ``outcome`` of its ``exposed`` and its
    ``unexposed``, the ``gap`` (exposed minus unexposed), and the counts ``n_exposed`` and
    ``n_unexposed``. A gap is missing where a stratum has only one of the two groups.

    When every gap has the other sign than :func:`raw_gap`, it is Simpson's paradox (1951).
    """
    means = outcome.groupby([stratum, exposed]).mean().unstack().reindex(columns=[True, False])
    counts = outcome.groupby([stratum, exposed]).count().unstack().reindex(columns=[True, False])
    return pd.DataFrame(
        {
            "exposed": means[True],
            "unexposed": means[False],
            "gap": means[True] - means[False],
            "n_exposed": counts[True].fillna(0).astype("int64"),
            "n_unexposed": counts[False].fillna(0).astype("int64"),
        }
    )


def standardised_gap(outcome: pd.Series, exposed: pd.Series, stratum: pd.Series) -> float:
    """The gap if both groups had the same mix of strata: that of everybody together.

    Raises ValueError if a stratum has only one of the two groups, as it then has no gap.

    Source: direct standardisation (Rothman, Greenland and Lash, *Modern Epidemiology*).
    """
    strata = gaps_by_stratum(outcome, exposed, stratum)
    if strata["gap"].isna().any():
        raise ValueError(text("Every stratum needs both groups in it, or it has no gap."))
    return float(np.average(strata["gap"], weights=strata["n_exposed"] + strata["n_unexposed"]))


def standardised_gap_interval(
    outcome: pd.Series, exposed: pd.Series, stratum: pd.Series, confidence: float = 0.95
) -> Interval:
    """How far chance alone could move :func:`standardised_gap` of a yes-or-no ``outcome``.

    The usual interval of a weighted sum of differences of shares: each row counts as drawn on its
    own, so several rows of one person make the truth a little wider. It knows nothing of other
    reasons for a gap. Raises ValueError as :func:`standardised_gap` does, or unless
    0 < confidence < 1.

    Source: direct standardisation, the normal approximation (Rothman, Greenland and Lash).
    """
    if not 0 < confidence < 1:
        raise ValueError(text("Confidence is a fraction between 0 and 1, such as 0.95."))
    gap = standardised_gap(outcome, exposed, stratum)
    strata = gaps_by_stratum(outcome, exposed, stratum)
    rows = strata["n_exposed"] + strata["n_unexposed"]
    variance = sum(
        strata[group] * (1 - strata[group]) / strata[f"n_{group}"]
        for group in ("exposed", "unexposed")
    )
    spread = float(np.sqrt((((rows / rows.sum()) ** 2) * variance).sum()))
    half = NormalDist().inv_cdf((1 + confidence) / 2) * spread
    return Interval(gap - half, gap + half)


def location_by_format(videos: pd.DataFrame) -> pd.DataFrame:
    """Engagement rates on location (exposed) and in the studio, within each format.

    Columns as in :func:`gaps_by_stratum`.
    """
    return gaps_by_stratum(engagement_rates(videos), videos["on_location"], videos["format"])


def location_gap(videos: pd.DataFrame) -> float:
    """Mean engagement rate on location minus in the studio, the formats mixed together."""
    return raw_gap(engagement_rates(videos), videos["on_location"])


# Chance ----------------------------------------------------------------------------------------


def bootstrap_interval(
    values: pd.Series,
    statistic: Callable[..., object] = np.median,
    confidence: float = 0.95,
    resamples: int = 5000,
) -> Interval:
    """Bootstrap percentile interval of a statistic, by default the median, in its unit.

    ``statistic`` takes an array and an ``axis``, as ``np.mean`` does. Missing values are left
    out. Raises ValueError with fewer than two values, or unless 0 < confidence < 1.

    Source: Efron (1979), computed by ``scipy.stats.bootstrap``.
    """
    from scipy import stats  # scipy loads slowly, and few questions need it

    values = values.dropna()
    if len(values) < 2:
        raise ValueError(text("It takes two values or more to say how much they vary."))
    if not 0 < confidence < 1:
        raise ValueError(text("Confidence is a fraction between 0 and 1, such as 0.95."))
    result = stats.bootstrap(
        (values.to_numpy(),),
        statistic,
        n_resamples=resamples,
        batch=1000,  # keeps the memory small
        confidence_level=confidence,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    low, high = result.confidence_interval
    return Interval(float(low), float(high))


class MedianTest(NamedTuple):
    """Difference of two medians, and how often chance alone gives one as large (p-value)."""

    difference: float
    p_value: float


def permutation_test(a: pd.Series, b: pd.Series, resamples: int = 5000) -> MedianTest:
    """Could the medians of ``a`` and ``b`` differ as much if the groups were drawn by lot?

    ``difference`` is the median of ``a`` minus that of ``b``. ``p_value`` is how often lots give
    one at least as large, in either direction. Raises ValueError if a group is empty.

    Source: Fisher (1935), computed by ``scipy.stats.permutation_test``.
    """
    from scipy import stats

    a, b = a.dropna(), b.dropna()
    if a.empty or b.empty:
        raise ValueError(text("Both groups need a value."))
    result = stats.permutation_test(
        (a.to_numpy(), b.to_numpy()),
        lambda x, y, axis: np.abs(np.median(x, axis=axis) - np.median(y, axis=axis)),
        vectorized=True,
        alternative="greater",  # of the sizes; scipy's two-sided test doubles the smaller side
        n_resamples=resamples,
        batch=1000,
        rng=np.random.default_rng(SEED),
    )
    return MedianTest(float(a.median() - b.median()), float(result.pvalue))


# Comments --------------------------------------------------------------------------------------


def is_bot(comments: pd.DataFrame) -> pd.Series:
    """Which comments come from an unnamed account: ``user`` and nine digits or more.

    True or False for each comment. TikTok gives such names to new people too, so look at the
    texts as well before you leave anybody out of your own numbers.
    """
    return comments["commenter"].str.fullmatch(r"user[0-9]{9,}", na=False)


def without_bots(comments: pd.DataFrame) -> pd.DataFrame:
    """The comments of people; see :func:`is_bot`."""
    return comments[~is_bot(comments)]


def reply_rate(comments: pd.DataFrame) -> Share:
    """Of the comments by people, those that got a reply."""
    replied = without_bots(comments)["replied"]
    return Share(int(replied.sum()), len(replied))


def median_reply_minutes(comments: pd.DataFrame, zone: str) -> float:
    """Median minutes to a reply, for comments that people wrote Monday to Friday in ``zone``.

    Comments without a reply have no reply time, and are left out.
    """
    by_people = without_bots(comments)
    workday = local_time(by_people["posted_at_utc"], zone).dt.day_of_week < 5
    return float(by_people.loc[workday, "reply_minutes"].median())


def unanswered_questions(comments: pd.DataFrame) -> list[str]:
    """Ids of the questions by people that got no reply, oldest first."""
    by_people = without_bots(comments)
    open_questions = by_people[by_people["is_question"] & ~by_people["replied"]]
    when = pd.to_datetime(open_questions["posted_at_utc"], utc=True)
    oldest_first = when.sort_values(kind="stable").index
    return [str(comment) for comment in open_questions.loc[oldest_first, "comment_id"]]


class ReplyGap(NamedTuple):
    """How much more often people come back within 7 days after a reply, in share points."""

    raw: float
    standardised: float


def reply_gap(comments: pd.DataFrame) -> ReplyGap:
    """Does a reply bring people back? As it looks, and with regulars and others kept apart.

    Regulars get more replies and come back more often anyway, which inflates the raw gap. Other
    differences may remain, so the standardised gap is no proof of a cause either.
    """
    by_people = without_bots(comments)
    came_back, replied = by_people["returned_7d"], by_people["replied"]
    return ReplyGap(
        raw_gap(came_back, replied),
        standardised_gap(came_back, replied, by_people["regular"]),
    )


def reply_gap_interval(comments: pd.DataFrame) -> Interval:
    """How far chance alone could move the standardised gap of :func:`reply_gap`, 95%."""
    by_people = without_bots(comments)
    return standardised_gap_interval(
        by_people["returned_7d"], by_people["replied"], by_people["regular"]
    )


def hostile_per_1000(comments: pd.DataFrame, videos: pd.DataFrame) -> float:
    """Hostile comments by people, per 1,000 views of the videos that are in ``comments``.

    The table ``comments`` holds the videos with the most comments: the others may have fewer.
    """
    hostile = (without_bots(comments)["tone"] == "hostile").sum()
    covered = videos["video_id"].isin(comments["video_id"])
    return float(1000 * hostile / videos.loc[covered, "views"].sum())


# Followers -------------------------------------------------------------------------------------


def daily_change(account_daily: pd.DataFrame) -> pd.Series:
    """Followers on each day minus the day before, in order of date; missing on the first day.

    TikTok's export has a column of that name which holds the change to the *next* day.
    """
    in_order = account_daily.assign(date=pd.to_datetime(account_daily["date_local"]))
    return in_order.set_index("date")["followers"].sort_index().diff()


def follower_growth(account_daily: pd.DataFrame, without: tuple[str, str] | None = None) -> int:
    """Followers gained over the whole table.

    ``without`` leaves out the days from one date to another, both included: with a burst of bots,
    take the days on which they came *and* those on which they were removed.
    """
    change = daily_change(account_daily).dropna()
    if without is not None:
        first, last = pd.to_datetime(list(without))
        change = change[(change.index < first) | (change.index > last)]
    return int(change.sum())
