"""The people of the Rainbow Roll: sign-ups, the touches before them, check-ins, and the truth."""

from functools import lru_cache

import numpy as np
import pandas as pd

from workbook.samples.plan import (
    CHANNELS,
    EVENT_DAY,
    ZONE,
    Plan,
    plan_for,
    stream,
)

_TIKTOK_CODES = ("tiktok", "TikTok", "tik-tok", "tik_tok", "tt")
_CODE_SPELLINGS = {
    "instagram": ("instagram", "Instagram"),
    "email": ("email", "Email", "EMAIL"),
    "flyer": ("flyer", "Flyer"),
}
_POSTAL3 = ("001", "002", "003", "004")  # areas that no real postal code starts with
_HEARD_TEXTS = {
    "tiktok": ("the clip with the bell", "saw the video twice", "from the bridge video"),
    "instagram": ("a story", "your post"),
    "other_social": ("a group chat", "the neighbourhood forum"),
    "email": ("your newsletter", "the monthly mail"),
    "friend": ("my roommate", "someone at work", "my sister forwarded it"),
    "flyer": ("at the library", "on a lamp post"),
    "search": ("looked for group rides",),
}
_OPEN = np.datetime64("2025-05-01T08:00:00")
_CLOSE = np.datetime64("2025-06-13T20:00:00")
_GATES = pd.Timestamp("2025-06-14T08:00:00")
_OFFSETS_HOURS = (-4, -4, -4, -5, 0, -7, 2)


@lru_cache(maxsize=4)
def registered(seed: int) -> pd.DataFrame:
    """One row a person who signed up, with everything that is true of them."""
    plan, rng = plan_for(seed), stream(seed, "people")
    people = pd.DataFrame(
        [
            (answer.channel, answer.code, answer.said)
            for answer in plan.answers
            for _ in range(answer.people)
        ],
        columns=["true_channel", "code", "said"],
        dtype=object,
    ).sample(frac=1, random_state=rng, ignore_index=True)
    n = len(people)
    numbers = rng.permutation(9000)[:n] + 1000
    people["person_id"] = [f"rider{number}" for number in numbers]
    people["attended"] = False
    for channel in CHANNELS:
        rows = np.flatnonzero(people["true_channel"] == channel)
        came = rng.choice(rows, plan.attended[channel], replace=False)
        people.loc[came, "attended"] = True
    seconds = int((_CLOSE - _OPEN).astype("m8[s]").astype(int))
    people["created"] = _OPEN + (rng.beta(1.6, 1.1, n) * seconds).astype("m8[s]")
    people["postal3"] = rng.choice(_POSTAL3, n, p=[0.4, 0.3, 0.2, 0.1])
    return people.sort_values("created", kind="stable", ignore_index=True)


def rsvps_raw(seed: int) -> pd.DataFrame:
    """The sign-up form's export: one row a press of the button, so some people twice."""
    plan, rng = plan_for(seed), stream(seed, "rsvps_raw")
    people = registered(seed)
    coded = np.flatnonzero(people["code"].notna())
    late = rng.choice(coded, plan.late_codes, replace=False)
    others = np.setdiff1d(np.arange(len(people)), late)
    twice = np.concatenate(
        [late, rng.choice(others, plan.repeats + plan.variants - len(late), replace=False)]
    )
    varied = rng.choice(len(twice), plan.variants, replace=False)

    first = people[["created", "person_id", "postal3", "code", "said"]].copy()
    first["email"] = first["person_id"] + "@example.org"
    second = first.iloc[twice].reset_index(drop=True)
    room = np.minimum((_GATES - second["created"]).dt.total_seconds(), 2 * 86_400)
    later = np.floor(room * rng.uniform(0.01, 0.99, len(second)))
    second["created"] += pd.to_timedelta(later, unit="s")
    # The form answers itself only once; the second time people leave more boxes empty.
    skipped = rng.random(len(second)) < 0.5
    second.loc[skipped, "said"] = None
    second.loc[skipped & (np.arange(len(second)) >= len(late)), "code"] = None
    first.loc[late, "code"] = None
    second["email"] = second["email"].astype(object)
    for number, row in enumerate(varied):
        second.loc[row, "email"] = _variant(str(second["email"].iloc[row]), number)

    rows = pd.concat([first, second], ignore_index=True)
    rows = rows.sort_values("created", kind="stable", ignore_index=True)
    rows["source_code"] = _spelled(rows["code"], rng)
    told = rows["said"].notna() & (rng.random(len(rows)) < 0.25)
    return pd.DataFrame(
        {
            "rsvp_id": [f"r{number:04d}" for number in range(1, len(rows) + 1)],
            "created_utc": _utc(rows["created"]),
            "email": rows["email"],
            "postal3": rows["postal3"],
            "source_code": rows["source_code"],
            "how_heard": rows["said"],
            "how_heard_text": [
                str(rng.choice(_HEARD_TEXTS[said])) if tells else None
                for said, tells in zip(rows["said"], told, strict=True)
            ],
            "event_id": "rainbow-roll-2025",
        }
    )


def _variant(email: str, number: int) -> str:
    """The same address as another hand would type it: capitals, spaces, or a tag."""
    name, domain = email.split("@")
    return (
        f"{name.capitalize()}@Example.org",
        f" {email} ",
        f"{name}+roll@{domain}",
        f"{name.upper()}@{domain.upper()}",
    )[number % 4]


def _spelled(codes: pd.Series, rng: np.random.Generator) -> list[str | None]:
    """Codes as links carry them. Each spelling of TikTok occurs, in turn."""
    turn = 0
    spelled: list[str | None] = []
    for code in codes:
        if code == "tiktok":
            spelled.append(_TIKTOK_CODES[turn % len(_TIKTOK_CODES)])
            turn += 1
        elif code is None or code != code:
            spelled.append(None)
        else:
            spelled.append(str(rng.choice(_CODE_SPELLINGS[code])))
    return spelled


def _utc(local: pd.Series) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(local).tz_localize(ZONE).tz_convert("UTC")


def touches(seed: int) -> pd.DataFrame:
    """Visits before signing up, of the people who accepted cookies.

    The times carry the offset of each person's device, so they do not sort as text.
    """
    plan, rng = plan_for(seed), stream(seed, "touches")
    people = registered(seed)
    paths = _paths(plan, rng)
    tracked = rng.choice(len(people), plan.touches.people, replace=False)
    # People whom TikTok really brought come first: their paths are the ones that start with it.
    tracked = tracked[
        np.argsort(people["true_channel"].to_numpy()[tracked] != "tiktok", kind="stable")
    ]
    own = people["true_channel"].to_numpy()[tracked]
    rows = [
        (person, minutes, is_tiktok, is_last)
        for person, path in enumerate(paths)
        for minutes, is_tiktok, is_last in zip(
            np.sort(rng.choice(20 * 24 * 60, len(path), replace=False) + 1)[::-1],
            path,
            [False] * (len(path) - 1) + [True],
            strict=True,
        )
    ]
    person, minutes, is_tiktok, is_last = (np.array(column) for column in zip(*rows, strict=True))
    n = len(rows)
    others = [channel for channel in CHANNELS if channel != "tiktok"]
    channel = np.where(own == "tiktok", "email", own)[person]
    channel = np.where(is_last & (rng.random(n) < 0.5), "email", channel)
    channel = np.where(rng.random(n) < 0.3, rng.choice(others, n), channel)
    signed_up = people["created"].iloc[tracked[person]].reset_index(drop=True)
    at = _utc(signed_up - pd.to_timedelta(minutes, unit="min"))
    offset = rng.choice(_OFFSETS_HOURS, n)
    return pd.DataFrame(
        {
            "person_id": people["person_id"].to_numpy()[tracked[person]],
            "touched_at": [
                stamp.tz_convert(f"{hours:+03d}:00").isoformat()
                for stamp, hours in zip(at, offset, strict=True)
            ],
            "channel": np.where(is_tiktok, "tiktok", channel),
        }
    ).sample(frac=1, random_state=rng, ignore_index=True)


def _paths(plan: Plan, rng: np.random.Generator) -> list[list[bool]]:
    """For each tracked person, which of their touches are TikTok; TikTok-first people come first.

    A path has a first touch, a last one, and others between, in any order.
    """
    t = plan.touches
    kinds = np.repeat(
        ["alone", "first and last", "first", "last", "between", "none"],
        [t.alone, t.first_and_last - t.alone, t.first_only, t.last_only, t.between, 0],
    ).tolist()
    kinds += ["none"] * (t.people - len(kinds))
    starts = {"alone": [True], "first and last": [True], "first": [True]}
    ends = {"alone": [], "first and last": [True], "last": [True], "none": []}
    inner = {"between": [True]}
    must = [starts.get(k, [False]) + inner.get(k, []) + ends.get(k, [False]) for k in kinds]
    more_tiktok = t.tiktok - sum(map(sum, must))
    more_other = t.all - t.tiktok - sum(path.count(False) for path in must)
    open_ = np.array([k != "alone" for k in kinds])
    seen = open_ & np.array([k != "none" for k in kinds])
    extra_tiktok = rng.multinomial(more_tiktok, seen / seen.sum())
    extra_other = rng.multinomial(more_other, open_ / open_.sum())
    paths = []
    for kind, path, tiktok, other in zip(kinds, must, extra_tiktok, extra_other, strict=True):
        between = [True] * int(tiktok) + [False] * int(other) + inner.get(kind, [])
        rng.shuffle(between)
        paths.append(path[:1] + between + path[1 + len(inner.get(kind, [])) :])
    return paths


@lru_cache(maxsize=4)
def _at_the_event(seed: int) -> pd.DataFrame:
    """One row a person at the event, registered or walking in."""
    plan, rng = plan_for(seed), stream(seed, "checkins")
    people = registered(seed)
    came = people.loc[people["attended"], ["person_id", "true_channel"]].copy()
    came["walk_in"] = False
    walked = pd.DataFrame(
        [
            (channel, channel if place < plan.walk_ins_who_say[channel] else None)
            for channel in CHANNELS
            for place in range(plan.walk_ins[channel])
        ],
        columns=["true_channel", "clipboard_how_heard"],
        dtype=object,
    )
    walked["walk_in"] = True
    everyone = pd.concat([came, walked], ignore_index=True)
    everyone = everyone.sample(frac=1, random_state=rng, ignore_index=True)
    minutes = np.sort(rng.gamma(6, 8, len(everyone)).clip(0, 150))
    opened = EVENT_DAY.astype("M8[s]") + np.timedelta64(9 * 60 + 15, "m")
    everyone["checked_in_local"] = opened + (minutes * 60).astype("m8[s]")
    everyone["checkin_id"] = [f"c{number:03d}" for number in range(1, len(everyone) + 1)]
    return everyone


def checkins(seed: int) -> pd.DataFrame:
    """Everybody at the event. A walk-in has no ``person_id``: nobody knows who they are."""
    return _at_the_event(seed)[
        ["checkin_id", "person_id", "checked_in_local", "walk_in", "clipboard_how_heard"]
    ]


def people_truth(seed: int) -> pd.DataFrame:
    """The key: the true channel of everybody who signed up or walked in."""
    event = _at_the_event(seed)
    signed = registered(seed)[["person_id", "true_channel"]].merge(
        event[["person_id", "checkin_id"]].dropna(), how="left", on="person_id"
    )
    signed["is_walk_in"] = False
    walked = event.loc[event["walk_in"], ["checkin_id", "true_channel"]].copy()
    walked["person_id"] = [f"walkin{number:02d}" for number in range(1, len(walked) + 1)]
    walked["is_walk_in"] = True
    columns = ["person_id", "true_channel", "is_walk_in", "checkin_id"]
    return pd.concat([signed, walked], ignore_index=True).sort_values(
        "person_id", ignore_index=True
    )[columns]
