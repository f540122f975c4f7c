"""Is everything that was planted in the tables? Asked each time a table is drawn."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from workbook.samples.plan import (
    DAYS,
    LIFE_DAYS,
    PUSH_WEEK,
    WEEKS,
    BrokenPlan,
    Plan,
)

Facts = Mapping[str, bool]


def check(table: str, drawn: pd.DataFrame, plan: Plan) -> None:
    """Raise BrokenPlan, with the name of each fact, if ``drawn`` is not as planned."""
    broken = [fact for fact, holds in _FACTS[table](drawn, plan).items() if not holds]
    if broken:
        raise BrokenPlan(f"{table}, seed {plan.seed}: not as planned: {'; '.join(broken)}")


def _videos(t: pd.DataFrame, plan: Plan) -> Facts:
    ids = t["video_id"].astype("int64").to_numpy()
    posted = t["posted_at_utc"].dt.tz_localize(None).to_numpy().astype("M8[s]").astype(np.int64)
    place = t[t["on_location"]]["format"].value_counts().to_dict()
    studio = t[~t["on_location"]]["format"].value_counts().to_dict()
    local = t["posted_at_utc"].dt.tz_convert("America/New_York").dt
    sources = t.filter(like="src_").dropna().sum(axis=1)
    return {
        "format and place": place == dict(plan.on_location) and studio == dict(plan.studio),
        "the viral video": t["views"].max() == plan.viral_views,
        "posts in the evening": local.hour.between(18, 22).sum() == plan.evening_posts,
        "ids carry the time of posting": bool(((ids >> 32) == posted).all()),
        "ids belong to no real post": bool(np.isin(ids % 2**32, range(1, 1000)).all()),
        "no post in the outage": not local.strftime("%m-%d").isin(["01-18", "01-19"]).any(),
        "replayed videos": bool(
            (t["avg_watch_s"] > t["duration_s"]).sum() == plan.replayed,
        ),
        "traffic adds up to 1": bool(sources.sub(1).abs().max() < 0.01),
    }


def _video_daily(t: pd.DataFrame, plan: Plan) -> Facts:
    return {
        "rows": len(t) == plan.videos * LIFE_DAYS,
        "negative days": (t["views_new"] < 0).sum() == plan.corrected_days,
    }


def _retention(t: pd.DataFrame, plan: Plan) -> Facts:
    steps = t.groupby("video_id")["share_watching"].diff().dropna()
    return {"rows": len(t) == plan.videos * 12, "never rises": bool((steps <= 0).all())}


def _comments(t: pd.DataFrame, plan: Plan) -> Facts:
    bot = t["commenter"].str.fullmatch(r"user\d{9,}")
    cells = t[~bot].groupby(["regular", "replied"])["returned_7d"]
    back, everyone = cells.sum(), cells.size()
    in_order = t.sort_values("posted_at_utc", kind="stable")
    until_next = -in_order.groupby("commenter")["posted_at_utc"].diff(-1)
    soon = until_next <= pd.Timedelta(days=7)
    return {
        "comments of bots": bot.sum() == plan.bot_comments,
        "bots with a reply": t.loc[bot, "replied"].sum() == plan.bots_replied,
        "bots never return": not t.loc[bot, "returned_7d"].any(),
        "who came back": all(
            (back[c.regular, c.replied], everyone[c.regular, c.replied]) == (c.back, c.all)
            for c in plan.returned
        ),
        "who did not return wrote no more in 7 days": bool(in_order.loc[soon, "returned_7d"].all()),
        "videos": t["video_id"].nunique() == plan.commented_videos,
        "a reply time for each reply": bool((t["reply_minutes"].notna() == t["replied"]).all()),
        "ids are unique": t["comment_id"].is_unique,
    }


def _account_daily(t: pd.DataFrame, plan: Plan) -> Facts:
    change = t.set_index("date_local")["followers"].diff()
    return {
        "rows": len(t) == DAYS,
        "followers": (t["followers"].iloc[0], t["followers"].iloc[-1])
        == (plan.followers_start, plan.followers_end),
        "the burst": change["2025-04-01"] >= plan.bots_gained,
        "outage": t.loc[t["views"] == 0, "date_local"].dt.day.tolist() == [18, 19],
        "checks": bool((t["checks"].between(3, 7) | t["day_off"]).all()),
        "days off": t.loc[t["day_off"], "checks"].sum() == 0,
    }


def _sessions(t: pd.DataFrame, plan: Plan) -> Facts:
    tagged = t["utm_source"].value_counts().to_dict()
    bare = t[t["utm_source"].isna()]["referrer_domain"].value_counts().to_dict()
    counts = tagged | {f"only referrer {domain}": n for domain, n in bare.items()}
    counts["no source"] = len(t) - sum(counts.values())
    return {"sessions of each source": counts == dict(plan.sessions)}


def _rsvps_raw(t: pd.DataFrame, plan: Plan) -> Facts:
    clean = t["email"].str.strip().str.lower().str.replace(r"\+[^@]*", "", regex=True)
    people = t.groupby(clean)
    tiktok = t["source_code"].str.lower().isin(["tiktok", "tik-tok", "tik_tok", "tt"])
    later = t["source_code"].isna() & clean.isin(clean[t["source_code"].notna()])
    return {
        "rows": len(t) == plan.rsvp_rows,
        "people": people.ngroups == plan.people,
        "different spellings": t["email"].nunique() == plan.people + plan.variants,
        "coded": people["source_code"].first().notna().sum() == plan.coded,
        "first row has the code": t[~clean.duplicated()]["source_code"].notna().sum()
        == plan.coded - plan.late_codes,
        "later codes": (later & ~clean.duplicated()).sum() == plan.late_codes,
        "answered": people["how_heard"].first().notna().sum() == plan.answered,
        "said TikTok": (people["how_heard"].first() == "tiktok").sum() == plan.said_tiktok,
        "coded TikTok": tiktok.groupby(clean).any().sum() == plan.code_tiktok,
        "every spelling of TikTok": t.loc[tiktok, "source_code"].nunique() == 5,
    }


def _touches(t: pd.DataFrame, plan: Plan) -> Facts:
    planned = plan.touches
    tiktok = t["channel"] == "tiktok"
    by_time = t.sort_values("touched_at").groupby("person_id")["channel"]
    return {
        "rows": len(t) == planned.all,
        "people": by_time.ngroups == planned.people,
        "touches by TikTok": tiktok.sum() == planned.tiktok,
        "first touch": (by_time.first() == "tiktok").sum() == planned.first,
        "last touch": (by_time.last() == "tiktok").sum() == planned.last,
        "any touch": tiktok.groupby(t["person_id"]).any().sum() == planned.any,
        "no two touches at once": not t.duplicated(["person_id", "touched_at"]).any(),
    }


def _checkins(t: pd.DataFrame, plan: Plan) -> Facts:
    said = t["clipboard_how_heard"].value_counts().to_dict()
    return {
        "registered": (~t["walk_in"]).sum() == sum(plan.attended.values()),
        "walk-ins": t["walk_in"].sum() == sum(plan.walk_ins.values()),
        "walk-ins are nobody": bool((t["person_id"].isna() == t["walk_in"]).all()),
        "what walk-ins say": said == dict(plan.walk_ins_who_say),
    }


def _leaders(t: pd.DataFrame, plan: Plan) -> Facts:
    found = t["how_found"].value_counts().to_dict()
    coded = sum(group.people for group in plan.leaders if group.code)
    return {
        "how found": all(plan.led(str(channel)) == n for channel, n in found.items()),
        "coded": t["source_code"].notna().sum() == coded,
    }


def _costs(t: pd.DataFrame, plan: Plan) -> Facts:
    usd = (t["staff_hours"] * t["hourly_usd"] + t["cash_usd"]).groupby(t["channel"]).sum()
    return {"costs": all(usd[channel] == plan.cost(channel) for channel in plan.hours)}


def _weekly_signups(t: pd.DataFrame, plan: Plan) -> Facts:
    means = t.groupby(["chapter", t["week"] >= PUSH_WEEK])["signups"].mean()
    planned = {"harbor": plan.harbor, "lakeside": plan.lakeside}
    return {
        "weeks": len(t) == 2 * WEEKS,
        "weekly means": all(
            (means[(chapter, False)], means[(chapter, True)]) == push
            for chapter, push in planned.items()
        ),
    }


def _case_facts(t: pd.DataFrame, plan: Plan) -> Facts:
    return {"rows": len(t) == 6, "ranges": bool((t["low"] <= t["high"]).all())}


def _people_truth(t: pd.DataFrame, plan: Plan) -> Facts:
    came = t[t["checkin_id"].notna()]
    signed = t[~t["is_walk_in"]]["true_channel"].value_counts().to_dict()
    return {
        "signed up": all(
            plan.count(lambda a, c=channel: a.channel == c) == n  # type: ignore[misc]
            for channel, n in signed.items()
        ),
        "came": all(
            plan.came(str(channel)) == n
            for channel, n in came["true_channel"].value_counts().items()
        ),
    }


def _bots(t: pd.DataFrame, plan: Plan) -> Facts:
    return {"bots": len(t) == plan.bot_comments}


_FACTS: dict[str, Callable[[pd.DataFrame, Plan], Facts]] = {
    "videos": _videos,
    "video_daily": _video_daily,
    "retention": _retention,
    "comments": _comments,
    "account_daily": _account_daily,
    "sessions": _sessions,
    "rsvps_raw": _rsvps_raw,
    "touches": _touches,
    "checkins": _checkins,
    "leaders": _leaders,
    "costs": _costs,
    "weekly_signups": _weekly_signups,
    "case_facts": _case_facts,
    "people_truth": _people_truth,
    "bots": _bots,
}
