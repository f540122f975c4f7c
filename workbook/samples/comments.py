"""Comments on the sample account: who came back after a reply, questions, hostility and bots."""

import numpy as np
import pandas as pd

from workbook.samples.account import clips
from workbook.samples.plan import BURST_DAY, ZONE, plan_for, stream

_TONES = ("warm", "neutral", "question", "hostile")
_REPLIED_TONES = (0.42, 0.22, 0.34, 0.02)
_IGNORED_TONES = (0.45, 0.41, 0.08, 0.06)

_TEXTS = {
    "warm": (
        "This made my morning",
        "Proud of this town",
        "See you at the Roll!",
        "You all are the best part of my feed",
        "More of this please",
        "My kid rides because of you",
        "Qué bonito, nos vemos allí",
        "I laughed out loud at the bell part",
    ),
    "neutral": (
        "I take that street every day",
        "First",
        "The one on Mill Street has been like that for years",
        "Blue helmet, always",
        "Watching this from the ferry",
        "My brother needs to see this",
        "Same here in the north part of town",
        "Team cargo bike",
    ),
    "question": (
        "What time does it start?",
        "Can I come if I am slow?",
        "Is the route flat?",
        "Do you lend helmets?",
        "Where do we meet?",
        "Is there a way to join without a bike?",
        "¿Hay que inscribirse?",
        "Will it happen if it rains?",
    ),
    "hostile": (
        "Get off the road",
        "Nobody asked for this",
        "Bikes should pay tax first",
        "Waste of money",
        "You block my street every week",
        "What is wrong with you people?",
    ),
}
_BOT_TEXTS = (
    ("neutral", "Great content, check my page"),
    ("neutral", "Wow wow wow"),
    ("warm", "Best video today"),
    ("question", "Want 1000 followers today?"),
    ("hostile", "Fake. Nobody goes there"),
)


def _with_bots(seed: int) -> pd.DataFrame:
    """The comments table with one column more: ``bot``."""
    plan, rng = plan_for(seed), stream(seed, "comments")
    videos, from_people, from_bots = clips(seed)
    posted = videos["posted_at_utc"].dt.tz_localize(None).to_numpy().astype("M8[s]")

    on = np.repeat(np.arange(len(videos)), from_people)
    regular, replied, returned = np.concatenate(
        [
            [(cell.regular, cell.replied, place < cell.back) for place in range(cell.all)]
            for cell in plan.returned
        ]
    ).T
    shuffled = rng.permutation(len(on))
    regular, replied, returned = regular[shuffled], replied[shuffled], returned[shuffled]
    wait = rng.exponential(1.5, len(on)).clip(0.001, 13) * 86_400
    at = posted[on] + wait.astype("m8[s]")
    tone = np.where(
        replied,
        rng.choice(_TONES, len(on), p=_REPLIED_TONES),
        rng.choice(_TONES, len(on), p=_IGNORED_TONES),
    )
    pick = rng.integers(10_000, size=len(on))
    text = [_TEXTS[t][k % len(_TEXTS[t])] for t, k in zip(tone, pick, strict=True)]
    people = pd.DataFrame(
        {
            "video": on,
            "at": at,
            "commenter": _names(regular, returned, at, rng),
            "regular": regular,
            "tone": tone,
            "replied": replied,
            "returned_7d": returned,
            "text": text,
            "bot": False,
        }
    )

    on = np.repeat(np.arange(len(videos)), from_bots)
    start = np.maximum(BURST_DAY.astype("M8[s]") + np.timedelta64(4, "h"), posted[on])
    kind = rng.integers(len(_BOT_TEXTS), size=len(on))
    robots = pd.DataFrame(
        {
            "video": on,
            "at": start + rng.integers(60, 7 * 86_400, len(on)).astype("m8[s]"),
            "commenter": [f"user0{digits}" for digits in _digits(len(on), rng)],
            "regular": False,
            "tone": [_BOT_TEXTS[k][0] for k in kind],
            "replied": rng.permutation(len(on)) < plan.bots_replied,
            "returned_7d": False,
            "text": [_BOT_TEXTS[k][1] for k in kind],
            "bot": True,
        }
    )

    table = pd.concat([people, robots], ignore_index=True).sort_values("at", kind="stable")
    table["posted_at_utc"] = table["at"].dt.tz_localize("UTC")
    table["reply_minutes"] = _reply_minutes(table["posted_at_utc"], rng)
    table.loc[~table["replied"], "reply_minutes"] = np.nan
    table["is_question"] = table["text"].str.endswith("?")
    table["video_id"] = videos["video_id"].to_numpy()[table["video"]]
    stamp = table["at"].to_numpy().astype("M8[s]").astype(np.int64)
    again = table.groupby("at").cumcount().to_numpy()  # keeps ids apart within one second
    table["comment_id"] = ((stamp << 32) | (rng.integers(1, 900, len(table)) + again)).astype(str)
    return table.reset_index(drop=True)


def comments(seed: int) -> pd.DataFrame:
    """All comments, bots included, on the videos that the team went through by hand."""
    return _with_bots(seed)[
        [
            "comment_id",
            "video_id",
            "posted_at_utc",
            "commenter",
            "regular",
            "is_question",
            "tone",
            "replied",
            "reply_minutes",
            "returned_7d",
            "text",
        ]
    ]


def bots(seed: int) -> pd.DataFrame:
    """The key: which comments were written by bots."""
    table = _with_bots(seed)
    return table.loc[table["bot"], ["comment_id", "commenter"]].reset_index(drop=True)


def _names(
    regular: np.ndarray, returned: np.ndarray, at: np.ndarray, rng: np.random.Generator
) -> list[str]:
    """Pseudonyms: regulars write many comments, the others one each.

    A few people have a name of the kind the app hands out, with few digits: not every ``user`` is
    a bot.
    """
    known, others = int(regular.sum()), int((~regular).sum())
    pool = rng.permutation(9000) + 1000
    group = max(1, known // 6)
    wished = rng.integers(group, size=known)
    once = pool[group : group + others]
    often = np.concatenate([pool[:group], pool[group + others :]])
    numbers = np.empty(len(regular), dtype=int)
    numbers[~regular] = once
    numbers[regular] = often[_writers(wished, returned[regular], at[regular])]
    plain = np.where(rng.random(len(regular)) < 0.03, "user", "viewer")
    return [
        f"{'viewer' if r else p}{number}"
        for p, number, r in zip(plain, numbers, regular, strict=True)
    ]


def _writers(wished: np.ndarray, returned: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Who wrote each comment: the one wished for, or else the next who can, or somebody new.

    Somebody who did not return within 7 days writes no comment in them.
    """
    away_until = np.full(wished.max(initial=0) + 1 + len(wished), np.datetime64("1970-01-01", "s"))
    writers = wished.copy()
    for one in np.argsort(at, kind="stable"):
        writers[one] += np.argmax(away_until[wished[one] :] < at[one])
        if not returned[one]:
            away_until[writers[one]] = at[one] + np.timedelta64(7, "D")
    return writers


def _digits(count: int, rng: np.random.Generator) -> list[str]:
    """Distinct runs of 9 to 13 digits."""
    lengths = rng.integers(9, 14, count)
    return [
        f"{number:0{length}d}"
        for number, length in zip(rng.permutation(10**6)[:count], lengths, strict=True)
    ]


def _reply_minutes(posted: pd.Series, rng: np.random.Generator) -> np.ndarray:
    """Minutes until the team replied; what comes in on a day off waits for Monday morning."""
    local = posted.dt.tz_convert(ZONE).dt.tz_localize(None)
    until_monday = 7 - local.dt.day_of_week
    monday = local.dt.normalize() + pd.to_timedelta(until_monday, unit="D") + pd.Timedelta("9h")
    closed = np.where(local.dt.day_of_week >= 5, (monday - local).dt.total_seconds() / 60, 0)
    wait = 75 * np.exp(0.9 * rng.standard_normal(len(posted)))
    return np.asarray(np.round(closed + wait))
