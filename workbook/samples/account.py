"""The invented TikTok account: its videos, their daily views and retention, and its days."""

from functools import lru_cache
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.samples.plan import (
    BURST_DAY,
    DAYS,
    ENGAGED,
    FIRST_DAY,
    FORMATS,
    HIDDEN_BELOW_VIEWS,
    LIFE_DAYS,
    OUTAGE,
    ZONE,
    BrokenPlan,
    Plan,
    plan_for,
    stream,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TRIES = 500
_EVENING = (18, 22)
_SHARES = (
    "src_for_you",
    "src_following",
    "src_profile",
    "src_search",
    "src_other",
    "audience_local_share",
)
_SHOWN = (
    "format",
    "on_location",
    "has_hook",
    "asks_comment",
    "duration_s",
    "views",
    "reach",
    "likes",
    "comments",
    "shares",
    "saves",
    "new_followers",
    "profile_views",
    "bio_link_clicks",
    "avg_watch_s",
    "full_watch_rate",
    "retention_3s",
    *_SHARES,
    "followers_at_post",
)

_SECONDS = {"trend": (7, 20), "explainer": (22, 76), "reply": (10, 46)}

_CAPTIONS = {
    "trend": (
        "POV: you found the bike lane",
        "this sound, but it is the {place}",
        "me arriving at the {place} on time, for once",
        "tell me you ride to work without telling me",
        "we said ONE lap around the {place}",
        "the helmet hair is part of the look",
        "nobody: / us at the {place} at 7 am",
        "rating bells we heard at the {place}",
    ),
    "explainer": (
        "Why the crossing at the {place} takes 90 seconds",
        "Three ways to lock a bike at the {place}",
        "What the city budget says about the {place}",
        "How to speak for one minute at a hearing",
        "Who decides about the lane at the {place}?",
        "What to bring to your first group ride",
        "The law on lights, in 30 seconds",
        "How we planned the route past the {place}",
    ),
    "reply": (
        "Reply: is the {place} safe after dark?",
        "Reply: can I come without a bike?",
        "Reply: do I have to be fast?",
        "Reply: what if it rains?",
        "Reply: who pays for the {place}?",
        "Reply: may I bring my kids to the {place}?",
        "Reply: where do I lock up at the {place}?",
        "Reply: is the Rainbow Roll free?",
    ),
}
_PLACES = ("Harbor Bridge", "Mill Street", "ferry landing", "city hall", "north pier", "market")
_ASK = ("Your favourite street?", "Which one are you?", "Tell us below.", "What did we miss?")
_TAGS = ("#rainbowroll", "#harborcity", "#bikes", "#spokesforall")


Columns = dict[str, NDArray[Any]]


class Clips(NamedTuple):
    """The videos table, and for each video how many of its comments the comments table holds."""

    table: pd.DataFrame
    people_comments: Ints
    bot_comments: Ints


def scores(count: int, rng: np.random.Generator) -> Floats:
    """``count`` standard normal draws."""
    return rng.standard_normal(count)


def split(total: int, weights: Floats) -> Ints:
    """Whole numbers that add up to ``total``, as near to proportional to ``weights`` as can be."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    largest_rest = np.argsort(whole - exact, kind="stable")
    whole[largest_rest[: total - whole.sum()]] += 1
    return np.asarray(whole)


def rank_correlation(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Spearman's rank correlation; ties, which are rare here, are ranked in order."""
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: NDArray[Any]) -> Ints:
    """The place of each value in order, from 0; a stable sort, so that ties never move."""
    return np.asarray(np.argsort(np.argsort(values, kind="stable"), kind="stable"))


def _logistic(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))


def _z(x: Floats) -> Floats:
    return np.asarray((x - x.mean()) / x.std())


def days() -> NDArray[np.datetime64]:
    """The 168 local dates of the 24 weeks."""
    return FIRST_DAY + np.arange(DAYS)


def to_utc(local: NDArray[np.datetime64]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(local).tz_localize(ZONE).tz_convert("UTC")


@lru_cache(maxsize=4)
def followers(seed: int) -> Ints:
    """Followers at the end of each of the 168 days: steady growth, and one burst of bots."""
    plan, rng = plan_for(seed), stream(seed, "followers")
    date = days()
    bots = np.zeros(DAYS, dtype=np.int64)
    burst = int((BURST_DAY - FIRST_DAY).astype(int))
    bots[burst] = plan.bots_gained
    bots[burst + 1 : burst + 8] = -split(plan.bots_lost, np.array([9.0, 8, 6, 4, 3, 2, 1]))
    growth = plan.followers_end - plan.followers_start - bots.sum()
    chance = rng.gamma(4, size=DAYS)
    chance[np.isin(date, OUTAGE)] = 0
    chance[0] = 0
    people = rng.multinomial(growth, chance / chance.sum())
    return np.asarray(plan.followers_start + np.cumsum(people + bots))


@lru_cache(maxsize=4)
def clips(seed: int) -> Clips:
    """The videos. Draws in which chance hides a lesson are thrown away."""
    plan, rng = plan_for(seed), stream(seed, "videos")
    for _ in range(_TRIES):
        drawn = _draw(plan, rng, followers(seed))
        hidden = _hidden_lessons(drawn)
        if not hidden:
            return _clips(drawn, rng)
    raise BrokenPlan(f"videos, seed {seed}: after {_TRIES} draws still hidden: {hidden}")


def _draw(plan: Plan, rng: np.random.Generator, follower_path: Ints) -> Columns:
    """One draw of all columns, and of a few that the table does not show."""
    v = _kinds(plan, rng)
    v |= _watching(v, rng)
    v |= _posting(v, plan, rng)
    v |= _views(v, plan, rng)
    v |= _reactions(v, plan, rng)
    v |= _audience(v, rng)
    views = v["views"]
    return v | {
        "reach": np.round(views * rng.uniform(0.80, 0.95, len(views))).astype(np.int64),
        "saves": rng.binomial(views, 0.005),
        "new_followers": rng.binomial(views, np.where(v["is_viral"], 0.0008, 0.0045)),
        "bio_link_clicks": rng.binomial(v["profile_views"], 0.04),
        "avg_watch_s": np.round(v["watched"] * v["duration_s"], 1),
        "followers_at_post": follower_path[(v["date"] - FIRST_DAY).astype(int)],
    }


def _kinds(plan: Plan, rng: np.random.Generator) -> Columns:
    """What each video is: its format, its place, its length and what its maker did."""
    n = plan.videos
    each = [plan.studio[format_] + plan.on_location[format_] for format_ in FORMATS]
    places = [np.repeat([False, True], [plan.studio[f], plan.on_location[f]]) for f in FORMATS]
    return {
        "format": np.repeat(FORMATS, each),
        "on_location": np.concatenate(places),
        "has_hook": rng.random(n) < 0.5,
        "asks_comment": rng.random(n) < 0.35,
        "duration_s": np.concatenate(
            [rng.integers(*_SECONDS[f], size=k) for f, k in zip(FORMATS, each, strict=True)]
        ),
    }


def _watching(v: Columns, rng: np.random.Generator) -> Columns:
    """How people watch: a hook holds them, a long video loses them."""
    seconds, n = v["duration_s"], len(v["duration_s"])
    mean = np.where(v["has_hook"], 0.64, 0.48)
    held = np.round(rng.beta(40 * mean, 40 * (1 - mean)), 3)
    watched = _logistic(0.35 - 0.018 * seconds + 0.55 * _z(held) + 0.35 * scores(n, rng))
    # Nobody who saw the first seconds saw less than them.
    watched = np.maximum(watched, (_first_seconds(held) + 0.06 * (seconds - 3)) / seconds)
    finished = _logistic(0.3 - 0.045 * seconds + 0.6 * _z(held) + 0.3 * scores(n, rng))
    return {"retention_3s": held, "watched": watched, "full_watch_rate": finished}


def _posting(v: Columns, plan: Plan, rng: np.random.Generator) -> Columns:
    """When each went up. Evenings are dealt out evenly among strong and weak videos."""
    n = len(v["watched"])
    attraction = _spread(0.95 * _z(v["watched"]) + 1.1 * scores(n, rng))
    evening = _deal(attraction, plan.evening_posts, rng)
    hour = np.where(
        evening,
        rng.choice(np.arange(18, 23), n, p=np.array([16, 27, 27, 14, 7]) / 91),
        rng.choice([7, 8, 12, 13, 14, 15, 16, 17, 23], n, p=[0.1, 0.1, *[0.12] * 6, 0.08]),
    )
    date = rng.choice(np.setdiff1d(days(), np.array(OUTAGE)), n)
    local = date + hour.astype("m8[h]") + rng.integers(3600, size=n).astype("m8[s]")
    return {"attraction": attraction, "date": date, "hour": hour, "local": local}


def _views(v: Columns, plan: Plan, rng: np.random.Generator) -> Columns:
    """How many looked: log-normal, but for one viral video. Some short clips are watched twice."""
    hour, n = v["hour"], len(v["hour"])
    prime_time = np.where((hour >= 17) & (hour <= 21), 0.03, -0.02)
    views = 1050 * np.exp(1.47 * v["attraction"] + prime_time + 0.05 * scores(n, rng))
    watched = v["watched"].copy()
    short_trend = (v["format"] == "trend") & (v["duration_s"] <= 15)
    replayed = np.argsort(np.where(short_trend, -watched, 0), kind="stable")[: plan.replayed]
    watched[replayed] = rng.uniform(1.1, 1.3, plan.replayed)
    evening = (hour >= _EVENING[0]) & (hour <= _EVENING[1])
    may_go_viral = (v["format"] == "trend") & ~v["on_location"] & evening & (watched < 1)
    is_viral = np.arange(n) == np.where(may_go_viral, views, 0).argmax()
    counted = np.round(views).astype(np.int64)
    counted = np.where(counted < 120, rng.integers(120, 180, n), counted)  # each gets a trial
    counted[is_viral] = plan.viral_views
    rest = (watched * v["duration_s"] - _first_seconds(v["retention_3s"])) / (v["duration_s"] - 3)
    most = 0.85 * np.minimum(rest, v["retention_3s"])
    finished = np.round(np.minimum(v["full_watch_rate"], most), 3)
    return {"views": counted, "is_viral": is_viral, "watched": watched, "full_watch_rate": finished}


def _reactions(v: Columns, plan: Plan, rng: np.random.Generator) -> Columns:
    """What people did. All comments of the most commented videos stand in the comments table."""
    views, is_viral, n = v["views"], v["is_viral"], len(v["views"])
    kinds = zip(v["format"], v["on_location"], strict=True)
    typical = np.array([ENGAGED[format_][int(place)] for format_, place in kinds])
    luck = 0.22 * scores(n, rng) - 0.04 * _z(np.log(np.minimum(views, 20_000)))
    cell = np.char.add(v["format"], v["on_location"].astype(str))
    for one in np.unique(cell):  # within a cell luck cancels out, so that few draws are lost
        luck[cell == one] -= luck[cell == one].mean()
    engaged = typical * np.exp(luck) * views
    expected: Floats = np.asarray(engaged * np.where(v["asks_comment"], 0.085, 0.039))
    comments = np.round(expected).astype(np.int64)
    shares = np.round(engaged * 0.075 * np.exp(0.2 * scores(n, rng))).astype(np.int64)
    likes = np.maximum(np.round(engaged).astype(np.int64) - comments - shares, 0)

    by_comments = np.argsort(np.where(is_viral, 0, -expected), kind="stable")
    sampled = by_comments[: plan.commented_videos]
    people, bots = np.zeros((2, n), dtype=np.int64)
    people[sampled] = split(sum(cell.all for cell in plan.returned), expected[sampled])
    comments[sampled] = people[sampled]
    age = (BURST_DAY - v["date"][sampled]).astype(int)
    fresh = sampled[(age >= 0) & (age < 28)][:6]
    if len(fresh):
        bots[fresh] = split(plan.bot_comments, np.ones(len(fresh)))
    return {
        "likes": likes,
        "comments": comments + bots,
        "shares": shares,
        "people_comments": people,
        "bot_comments": bots,
        "profile_views": rng.binomial(views, np.where(is_viral, 0.008, 0.03)),
    }


def _audience(v: Columns, rng: np.random.Generator) -> Columns:
    """Where views came from, as far as the app shows it."""
    views, is_viral = v["views"], v["is_viral"]
    mean = np.where(views < 1000, 0.55, 0.80)
    for_you = np.where(is_viral, 0.97, rng.beta(30 * mean, 30 * (1 - mean)))
    others = rng.dirichlet([4, 4, 2.5, 1.5], len(views)) * (1 - for_you)[:, None]
    local = np.where(is_viral, 0.04, rng.beta(15 * 0.38, 15 * 0.62, len(views)))
    shares = np.round(np.column_stack([for_you, others, local]), 3)
    shares[views < HIDDEN_BELOW_VIEWS] = np.nan
    return dict(zip(_SHARES, shares.T, strict=True))


def _clips(drawn: Columns, rng: np.random.Generator) -> Clips:
    """The draw as a table in order of posting, with ids and captions."""
    utc = to_utc(drawn["local"])
    stamp = utc.tz_localize(None).to_numpy().astype("M8[s]").astype(np.int64)
    low_bits = rng.choice(np.arange(1, 1000), len(stamp), replace=False)
    kinds = zip(drawn["format"], drawn["asks_comment"], strict=True)
    table = pd.DataFrame(
        {"video_id": ((stamp << 32) | low_bits).astype(str), "posted_at_utc": utc}
        | {name: drawn[name] for name in _SHOWN}
        | {"caption": [_caption(format_, asks, rng) for format_, asks in kinds]}
    )
    order = np.argsort(stamp, kind="stable")
    return Clips(
        table.iloc[order].reset_index(drop=True),
        drawn["people_comments"][order],
        drawn["bot_comments"][order],
    )


def _spread(strength: Floats) -> Floats:
    """Normal scores in the order of ``strength``: the same bell curve in every draw."""
    share = (_ranks(strength) + 0.5) / len(strength)
    return np.array([NormalDist().inv_cdf(k) for k in share])


def _deal(strength: Floats, chosen: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Choose ``chosen`` items, about equally many from each level of ``strength``."""
    order = np.argsort(strength, kind="stable")
    place = np.empty(len(strength))
    place[order] = np.arange(len(strength)) + rng.uniform(-2, 2, len(strength))
    level = _ranks(place)
    share = chosen / len(level)
    step = np.floor((level + 1) * share + 0.5) - np.floor(level * share + 0.5)
    return np.asarray(step > 0)


def _caption(format_: str, asks: bool, rng: np.random.Generator) -> str:
    words = str(rng.choice(_CAPTIONS[format_])).format(place=rng.choice(_PLACES))
    ask = [str(rng.choice(_ASK))] if asks else []
    return " ".join([words, *ask, str(rng.choice(_TAGS))])


def _hidden_lessons(v: Columns) -> list[str]:
    """The planted surprises that this draw does not show."""
    views: Floats = v["views"].astype(float)
    engaged: Floats = (v["likes"] + v["comments"] + v["shares"]).astype(float)
    rate = engaged / views
    evening = (v["hour"] >= _EVENING[0]) & (v["hour"] <= _EVENING[1])
    hook = v["has_hook"]
    viral, top = views.argmax(), len(views) // 10
    local = np.where(np.isnan(v["audience_local_share"]), 0, views * v["audience_local_share"])
    watched_and_reach = rank_correlation(v["avg_watch_s"] / v["duration_s"], v["reach"])

    def gains(cell: NDArray[np.bool_]) -> list[float]:
        """Engagement on location over that in the studio: mean, median and pooled."""
        place, studio = cell & v["on_location"], cell & ~v["on_location"]
        return [
            float(rate[place].mean() / rate[studio].mean()),
            float(np.median(rate[place]) / np.median(rate[studio])),
            float(
                (engaged[place].sum() / views[place].sum())
                / (engaged[studio].sum() / views[studio].sum())
            ),
        ]

    lessons = {
        "one outlier is half of all views": 0.48 < views[viral] / views.sum() < 0.57,
        "it is alone": np.sort(views)[-2] < views[viral] / 7,
        "the most liked are not the most viewed": views[
            np.argsort(-v["likes"], kind="stable")[:top]
        ].sum()
        < 0.993 * np.sort(views)[-top:].sum(),
        "the mean is six times the median": 5.5 < views.mean() / np.median(views) < 6.5,
        "on location wins in each format": all(
            min(gains(v["format"] == format_)) > 1.02 for format_ in FORMATS
        ),
        "on location loses over all": max(gains(views > 0)) < 0.95,
        "likes follow views": rank_correlation(v["likes"], views) > 0.9,
        "share watched goes best with reach": watched_and_reach
        > max(0.55, rank_correlation(rate, v["reach"]) + 0.25),
        "followers hardly go with views": -0.05
        < rank_correlation(v["followers_at_post"], views)
        < 0.15,
        "the mean makes evening look better": views[evening].mean() > 2 * views[~evening].mean(),
        "the median does not": 0.85 < np.median(views[evening]) / np.median(views[~evening]) < 1.15,
        "hooks hold people": 0.12
        < v["retention_3s"][hook].mean() - v["retention_3s"][~hook].mean()
        < 0.2,
        "viral is not local": local[viral] / local.sum() < 0.13,
        "bots comment on a few videos": np.count_nonzero(v["bot_comments"]) >= 4,
    }
    return [lesson for lesson, shows in lessons.items() if not shows]


# Retention: one curve a video, through the numbers that the videos table already states.

_POINTS = ("1 s", "2 s", "3 s", *(f"{p}%" for p in range(10, 100, 10)))


def _first_seconds(retention_3s: Floats) -> Floats:
    """Mean seconds watched of the first three, with straight lines between whole seconds."""
    lost = 1 - retention_3s
    one, two = 1 - 0.55 * lost, 1 - 0.85 * lost
    return np.asarray((1 + one) / 2 + (one + two) / 2 + (two + retention_3s) / 2)


def retention(seed: int) -> pd.DataFrame:
    """The share still watching, at twelve points of each video, in order of time."""
    videos = clips(seed).table
    start = videos["retention_3s"].to_numpy()
    end = videos["full_watch_rate"].to_numpy()
    seconds = videos["duration_s"].to_numpy().astype(float)
    average = videos["avg_watch_s"].to_numpy()
    rest = (average - _first_seconds(start)) / (seconds - 3)
    # More than the curve can hold is watching again, so the curve stays just under its start.
    rest = np.clip(rest, end + 0.1 * (start - end), end + 0.9 * (start - end))
    bend = (start - end) / (rest - end) - 1
    at = np.column_stack(
        [np.repeat(k, len(videos)) for k in (1.0, 2.0, 3.0)]
        + [seconds * k / 10 for k in range(1, 10)]
    )
    lost = 1 - start
    early = np.array(
        [
            np.interp(t, [0, 1, 2, 3], [1, 1 - 0.55 * k, 1 - 0.85 * k, 1 - k])
            for t, k in zip(at, lost, strict=True)
        ]
    )
    left = np.clip((seconds[:, None] - at) / (seconds[:, None] - 3), 0, 1)
    late = end[:, None] + (start - end)[:, None] * left ** bend[:, None]
    watching = np.where(at <= 3, early, late)
    table = pd.DataFrame(
        {
            "video_id": np.repeat(videos["video_id"].to_numpy(), len(_POINTS)),
            "point": np.tile(_POINTS, len(videos)),
            "at_s": np.round(at.ravel(), 1),
            "share_watching": np.round(watching.ravel(), 3),
        }
    )
    order = np.argsort(at, axis=1, kind="stable") + len(_POINTS) * np.arange(len(videos))[:, None]
    return table.iloc[order.ravel()].reset_index(drop=True)


@lru_cache(maxsize=4)
def video_daily(seed: int) -> pd.DataFrame:
    """New views on the day of posting (day 0, until midnight) and on the 13 days after."""
    plan, rng = plan_for(seed), stream(seed, "video_daily")
    videos = clips(seed).table
    n = len(videos)
    local = videos["posted_at_utc"].dt.tz_convert(ZONE).dt.tz_localize(None)
    midnight = local.dt.normalize()
    first_hours = 1 - (local - midnight).dt.total_seconds().to_numpy() / 86_400
    viral = int(videos["views"].to_numpy().argmax())
    half_life = 1.4 * np.exp(0.35 * scores(n, rng))
    half_life[viral] = 4.0
    ends = first_hours[:, None] + np.arange(LIFE_DAYS)
    seen = np.column_stack([np.zeros(n), 1 - 2 ** (-ends / half_life[:, None])])
    weights = np.diff(seen, axis=1) * np.exp(0.15 * scores(n * LIFE_DAYS, rng)).reshape(n, -1)
    weights[viral, 3:6] *= 6  # it takes off on its fourth day
    second_wave = rng.choice(np.setdiff1d(np.arange(n), viral), plan.late_bloomers, replace=False)
    weights[second_wave, 6:11] += rng.uniform(0.3, 0.6, (plan.late_bloomers, 5))
    date = midnight.to_numpy().astype("M8[D]")[:, None] + np.arange(LIFE_DAYS)
    weights[np.isin(date, OUTAGE)] = 0
    weights /= weights.sum(axis=1, keepdims=True)
    total = np.floor(videos["views"].to_numpy() * rng.uniform(0.96, 1, n)).astype(np.int64)
    new = np.array([rng.multinomial(k, w) for k, w in zip(total, weights, strict=True)])
    # Days on which the app takes views back, as it does after finding false ones.
    popular = np.argsort(-total, kind="stable")[1 : 4 * plan.corrected_days]
    for video in rng.choice(popular, plan.corrected_days, replace=False):
        new[video, rng.integers(10, LIFE_DAYS)] = -rng.integers(3, 40)
    table = pd.DataFrame(
        {
            "video_id": np.repeat(videos["video_id"].to_numpy(), LIFE_DAYS),
            "day": np.tile(np.arange(LIFE_DAYS), n),
            "views_new": new.ravel(),
        }
    )
    typical, pooled = np.median(_half_day(new)), _half_day(new.sum(axis=0, keepdims=True))[0]
    if not pooled > typical:
        raise BrokenPlan(f"video_daily, seed {seed}: the outlier does not hide the typical life")
    return table


def _half_day(new: Ints) -> Ints:
    """For each row, the first day by which half of all its views had come."""
    so_far = new.cumsum(axis=1)
    return np.asarray((so_far >= so_far[:, -1:] / 2).argmax(axis=1))


def daily_views(seed: int) -> Ints:
    """Views of all videos on each of the 168 days, older ones included; none in the outage."""
    rng = stream(seed, "account_views")
    daily = video_daily(seed)
    posted = clips(seed).table["posted_at_utc"].dt.tz_convert(ZONE).dt.tz_localize(None)
    start = (posted.to_numpy().astype("M8[D]") - FIRST_DAY).astype(int)
    day = np.repeat(start, LIFE_DAYS) + daily["day"].to_numpy()
    inside = day < DAYS
    views = rng.poisson(140, DAYS).astype(np.int64)
    np.add.at(views, day[inside], daily["views_new"].to_numpy()[inside])
    views[np.isin(days(), OUTAGE)] = 0
    return views


def account_daily(seed: int) -> pd.DataFrame:
    """Each of the 168 days of the account, and the minutes the team gave it."""
    rng = stream(seed, "account_daily")
    date = days()
    views = daily_views(seed)
    profile_views = rng.binomial(views, 0.03)
    day_off = ~np.is_busday(date)
    checks = np.where(day_off, 0, np.clip(rng.poisson(4.6, DAYS), 3, 7))
    minutes = checks * 3.5 + np.sqrt(checks) * rng.uniform(-0.5, 0.5, DAYS)
    minutes = np.clip(minutes, 3 * checks, 4 * checks)
    return pd.DataFrame(
        {
            "date_local": date,
            "followers": followers(seed),
            "views": views,
            "profile_views": profile_views,
            "bio_clicks": rng.binomial(profile_views, 0.04),
            "checks": checks,
            "minutes": np.round(minutes, 1),
            "day_off": day_off,
        }
    )
