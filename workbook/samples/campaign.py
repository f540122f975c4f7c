"""The campaign around the account: web sessions, leaders, costs, weekly sign-ups, the real case."""

import numpy as np
import pandas as pd

from workbook.samples.plan import (
    HOURLY_USD,
    PUSH_WEEK,
    WEEKS,
    ZONE,
    plan_for,
    stream,
)

_MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
_MONTH_WEIGHTS = (2.0, 3, 4, 5, 6, 4)

_KINDS = {  # kind of session: source, medium, referrer, chance of the in-app browser
    "tiktok": ("tiktok", "social", None, 0.9),
    "TikTok": ("TikTok", "social", None, 0.9),
    "tik tok": ("tik tok", "social", None, 0.9),
    "tt": ("tt", "social", None, 0.9),
    "only referrer tiktok.com": (None, None, "tiktok.com", 0.9),
    "twitter": ("twitter", "social", "twitter.com", 0.6),
    "instagram": ("instagram", "social", "instagram.com", 0.8),
    "ig": ("ig", "social", None, 0.8),
    "email": ("email", "email", None, 0.0),
    "Email": ("Email", "email", None, 0.0),
    "facebook": ("facebook", "social", "facebook.com", 0.7),
    "flyer": ("flyer", "qr", None, 0.0),
    "only referrer google.com": (None, None, "google.com", 0.0),
    "no source": (None, None, None, 0.25),
}


def sessions(seed: int) -> pd.DataFrame:
    """Visits to the sign-up page, with what the links and the browser gave away."""
    plan, rng = plan_for(seed), stream(seed, "sessions")
    rows = [_KINDS[kind] for kind, count in plan.sessions.items() for _ in range(count)]
    table = pd.DataFrame(
        rows, columns=["utm_source", "utm_medium", "referrer_domain", "in_app"], dtype=object
    ).sample(frac=1, random_state=rng, ignore_index=True)
    n = len(table)
    tagged = table["utm_source"].notna().to_numpy()
    social = (table["utm_medium"] == "social").to_numpy()
    clip = np.array([f"clip_{number:02d}" for number in rng.integers(1, 13, n)], dtype=object)
    start = np.datetime64("2025-05-01T04:00:00")
    started = start + np.sort(rng.integers(43 * 86_400, size=n)).astype("m8[s]")
    return pd.DataFrame(
        {
            "session_id": [f"s{number:04d}" for number in range(1, n + 1)],
            "started_utc": pd.DatetimeIndex(started).tz_localize(ZONE).tz_convert("UTC"),
            "utm_source": table["utm_source"],
            "utm_medium": table["utm_medium"],
            "utm_campaign": np.where(tagged, np.array("rainbow_roll", dtype=object), np.nan),
            "utm_content": np.where(social, clip, np.nan),
            "referrer_domain": table["referrer_domain"],
            "in_app_browser": rng.random(n) < table["in_app"].astype(float),
            "converted": rng.random(n) < np.where(tagged, 0.3, 0.2),
        }
    )


def leaders(seed: int) -> pd.DataFrame:
    """The volunteer leader team."""
    plan, rng = plan_for(seed), stream(seed, "leaders")
    rows = [(g.how_found, g.code) for g in plan.leaders for _ in range(g.people)]
    table = pd.DataFrame(rows, columns=["how_found", "source_code"], dtype=object).sample(
        frac=1, random_state=rng, ignore_index=True
    )
    n = len(table)
    joined = np.datetime64("2025-01-13") + np.sort(rng.integers(140, size=n))
    return pd.DataFrame(
        {
            "leader_id": [f"l{number:02d}" for number in range(1, n + 1)],
            "joined": joined,
            "how_found": table["how_found"],
            "source_code": table["source_code"],
            "hours_month": np.round(rng.gamma(9, 0.9, n) * 2) / 2,
        }
    )


def costs(seed: int) -> pd.DataFrame:
    """Staff time and cash of five channels over six months."""
    plan, rng = plan_for(seed), stream(seed, "costs")
    rows = []
    for channel in plan.hours:
        weights = np.array(_MONTH_WEIGHTS) / sum(_MONTH_WEIGHTS)
        hours = rng.multinomial(plan.hours[channel], weights)
        cash = rng.multinomial(plan.cash_usd[channel] // 10, weights) * 10
        cash[-1] += plan.cash_usd[channel] % 10
        rows += [
            (channel, month, h, HOURLY_USD, c)
            for month, h, c in zip(_MONTHS, hours, cash, strict=True)
        ]
    return pd.DataFrame(rows, columns=["channel", "month", "staff_hours", "hourly_usd", "cash_usd"])


def weekly_signups(seed: int) -> pd.DataFrame:
    """Sign-ups of two chapters; harbor got the TikTok push from week 13, lakeside never did."""
    plan, rng = plan_for(seed), stream(seed, "weekly_signups")
    before, after = PUSH_WEEK - 1, WEEKS - PUSH_WEEK + 1
    rows = []
    for chapter, push in (("harbor", plan.harbor), ("lakeside", plan.lakeside)):
        counts = np.concatenate(
            [
                rng.multinomial(push.before * before, np.ones(before) / before),
                rng.multinomial(push.after * after, np.ones(after) / after),
            ]
        )
        rows += [(chapter, week, count) for week, count in enumerate(counts, start=1)]
    return pd.DataFrame(rows, columns=["chapter", "week", "signups"])


_PAGE = 'Public course page "TikTok for Organizing" (Social Movement Technologies)'
_CASE = (
    ("volunteer leaders who came from TikTok", 9, 9, "people", "counted", f"{_PAGE}."),
    ("volunteer leaders in all", 17, 17, "people", "counted", f"{_PAGE}."),
    (
        "turnout of the ride",
        200,
        250,
        "people",
        "reported",
        f"{_PAGE}. The first ride was on 11 June 2022; Streetsblog MASS, 14 June 2022, "
        'counts "over 200" riders and says nothing about TikTok.',
    ),
    (
        "share of the turnout from TikTok",
        0.15,
        0.2,
        "share",
        "estimated",
        f"{_PAGE}. Source codes had been started; the data were not complete.",
    ),
    ("times a day to look at TikTok", 3, 7, "times a day", "reported", f"{_PAGE}: its advice."),
    ("length of one look", 3, 4, "minutes", "reported", f"{_PAGE}: its advice."),
)


def case_facts(seed: int) -> pd.DataFrame:
    """The only real numbers: what is known of the real case, and from where. Same for each seed."""
    table = pd.DataFrame(_CASE, columns=["fact", "low", "high", "unit", "status", "provenance"])
    return table.astype({"low": float, "high": float})
