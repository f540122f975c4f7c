"""What is planted: the counts that carry a lesson. Everything else in the tables is chance.

All of it is invented: the account ``@spokesforall``, "Harbor City" and the event "Rainbow Roll" on
Saturday 14 June 2025, in the time zone of New York.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

SEED = 20250614
ZONE = "America/New_York"

FIRST_DAY = np.datetime64("2025-01-06")
"""A Monday. The account, the sign-ups and the costs are followed for 24 weeks from here."""
WEEKS = 24
DAYS = 7 * WEEKS
PUSH_WEEK = 13
"""The first week of the TikTok push in the harbor chapter; 12 weeks long."""
OUTAGE = (np.datetime64("2025-01-18"), np.datetime64("2025-01-19"))
BURST_DAY = np.datetime64("2025-04-01")
EVENT_DAY = np.datetime64("2025-06-14")
LIFE_DAYS = 14
HOURLY_USD = 28
HIDDEN_BELOW_VIEWS = 500
"""TikTok shows where views came from only above some number of views; 500 is our choice."""

CHANNELS = ("tiktok", "instagram", "email", "friend", "flyer", "search")
TIKTOK_SESSIONS = ("tiktok", "TikTok", "tik tok", "tt", "only referrer tiktok.com")
ENGAGED = {  # (likes + comments + shares) / views of a typical video: in the studio, on location
    "trend": (0.080, 0.092),
    "explainer": (0.034, 0.046),
    "reply": (0.055, 0.060),
}
FORMATS = ("trend", "explainer", "reply")


class BrokenPlan(ValueError):
    """A planted fact does not hold: the model and the plan contradict each other."""


class Answer(NamedTuple):
    """People of one true channel who left the same traces. ``None``: left no such trace."""

    channel: str
    code: str | None
    said: str | None
    people: int


class Returned(NamedTuple):
    """Of ``all`` commenters of one kind, how many came back within seven days."""

    regular: bool
    replied: bool
    back: int
    all: int

    @property
    def share(self) -> float:
        return self.back / self.all


class Leaders(NamedTuple):
    how_found: str
    code: str | None
    people: int


class Push(NamedTuple):
    """Mean sign-ups a week of one chapter, before and after the push began."""

    before: int
    after: int


class Touches(NamedTuple):
    """Touches of the people who accepted cookies, by where TikTok stands in their path."""

    people: int
    all: int
    tiktok: int
    first_only: int
    first_and_last: int
    alone: int
    """Of ``first_and_last``, those whose only touch is TikTok."""
    last_only: int
    between: int

    @property
    def first(self) -> int:
        return self.first_only + self.first_and_last

    @property
    def last(self) -> int:
        return self.last_only + self.first_and_last

    @property
    def any(self) -> int:
        return self.first_only + self.first_and_last + self.last_only + self.between


def _fixed(**values: Any) -> Any:
    return field(default_factory=lambda: MappingProxyType(values))


_ANSWERS = (
    Answer("tiktok", "tiktok", "tiktok", 14),
    Answer("tiktok", "tiktok", "instagram", 1),
    Answer("tiktok", "tiktok", "friend", 1),
    Answer("tiktok", "tiktok", None, 2),
    Answer("tiktok", None, "tiktok", 32),
    Answer("tiktok", None, "other_social", 1),
    Answer("tiktok", None, "friend", 1),
    Answer("tiktok", None, None, 20),
    Answer("instagram", "instagram", "instagram", 14),
    Answer("instagram", "instagram", "tiktok", 1),
    Answer("instagram", "instagram", None, 9),
    Answer("instagram", "tiktok", "instagram", 2),  # a clip made for TikTok, posted there too
    Answer("instagram", "tiktok", None, 1),
    Answer("instagram", None, "instagram", 7),
    Answer("instagram", None, "tiktok", 4),
    Answer("instagram", None, "other_social", 2),
    Answer("instagram", None, None, 20),
    Answer("email", "email", "email", 38),
    Answer("email", "email", "friend", 2),
    Answer("email", "email", "search", 1),
    Answer("email", "email", None, 67),
    Answer("email", None, "email", 3),
    Answer("email", None, "tiktok", 1),
    Answer("email", None, None, 6),
    Answer("friend", "email", "friend", 8),  # a friend forwarded the link of the newsletter
    Answer("friend", "email", "tiktok", 1),
    Answer("friend", "email", "email", 1),
    Answer("friend", "email", None, 10),
    Answer("friend", None, "friend", 35),
    Answer("friend", None, "tiktok", 2),
    Answer("friend", None, "other_social", 2),
    Answer("friend", None, "email", 1),
    Answer("friend", None, None, 18),
    Answer("flyer", "flyer", "flyer", 5),
    Answer("flyer", "flyer", "friend", 1),
    Answer("flyer", "flyer", None, 6),
    Answer("flyer", None, "flyer", 11),
    Answer("flyer", None, "friend", 2),
    Answer("flyer", None, "search", 1),
    Answer("flyer", None, None, 14),
    Answer("search", None, "search", 11),
    Answer("search", None, "friend", 2),
    Answer("search", None, None, 19),
)

_RETURNED = (
    Returned(regular=True, replied=True, back=126, all=300),
    Returned(regular=True, replied=False, back=39, all=100),
    Returned(regular=False, replied=True, back=28, all=200),
    Returned(regular=False, replied=False, back=54, all=600),
)

_LEADERS = (
    Leaders("tiktok", "tiktok", 3),
    Leaders("tiktok", None, 6),
    Leaders("email", "email", 1),
    Leaders("email", None, 1),
    Leaders("friend", "email", 1),
    Leaders("friend", None, 2),
    Leaders("instagram", None, 1),
    Leaders("flyer", "flyer", 1),
    Leaders("search", None, 1),
)

_TOUCHES = Touches(
    people=240,
    all=610,
    tiktok=131,
    first_only=47,
    first_and_last=11,
    alone=5,
    last_only=8,
    between=8,
)

_HARBOR = Push(before=20, after=34)
_LAKESIDE = Push(before=18, after=27)


@dataclass(frozen=True)
class Plan:
    """The planted counts. The defaults are the shipped ones; :func:`plan_for` varies them."""

    seed: int = SEED

    studio: Mapping[str, int] = _fixed(trend=36, explainer=8, reply=26)
    on_location: Mapping[str, int] = _fixed(trend=6, explainer=32, reply=12)
    viral_views: int = 412_000
    evening_posts: int = 91
    late_bloomers: int = 6
    replayed: int = 3
    corrected_days: int = 8
    followers_start: int = 2_900
    followers_end: int = 6_400
    bots_gained: int = 412
    bots_lost: int = 371

    commented_videos: int = 60
    returned: tuple[Returned, ...] = _RETURNED
    bot_comments: int = 140
    bots_replied: int = 20

    answers: tuple[Answer, ...] = _ANSWERS
    attended: Mapping[str, int] = _fixed(
        tiktok=26, instagram=24, email=65, friend=48, flyer=16, search=11
    )
    walk_ins: Mapping[str, int] = _fixed(
        tiktok=14, instagram=4, email=1, friend=12, flyer=3, search=2
    )
    walk_ins_who_say: Mapping[str, int] = _fixed(
        tiktok=8, instagram=2, email=1, friend=9, flyer=2, search=1
    )
    repeats: int = 19
    variants: int = 12
    late_codes: int = 7

    touches: Touches = _TOUCHES
    sessions: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                "tiktok": 96,
                "TikTok": 31,
                "tik tok": 9,
                "tt": 14,
                "only referrer tiktok.com": 20,
                "twitter": 24,
                "instagram": 110,
                "ig": 30,
                "email": 240,
                "Email": 40,
                "facebook": 60,
                "flyer": 36,
                "only referrer google.com": 90,
                "no source": 200,
            }
        )
    )
    leaders: tuple[Leaders, ...] = _LEADERS
    hours: Mapping[str, int] = _fixed(tiktok=132, instagram=30, email=36, friend=12, flyer=10)
    cash_usd: Mapping[str, int] = _fixed(tiktok=240, instagram=60, email=600, friend=0, flyer=180)
    harbor: Push = _HARBOR
    lakeside: Push = _LAKESIDE

    # Totals, so that no other place adds them up again.

    @property
    def videos(self) -> int:
        return sum(self.studio.values()) + sum(self.on_location.values())

    def count(self, keep: Callable[[Answer], bool]) -> int:
        """How many registered people left traces that ``keep`` accepts."""
        return sum(answer.people for answer in self.answers if keep(answer))

    @property
    def people(self) -> int:
        return self.count(lambda a: True)

    @property
    def coded(self) -> int:
        return self.count(lambda a: a.code is not None)

    @property
    def answered(self) -> int:
        return self.count(lambda a: a.said is not None)

    @property
    def true_tiktok(self) -> int:
        return self.count(lambda a: a.channel == "tiktok")

    @property
    def code_tiktok(self) -> int:
        return self.count(lambda a: a.code == "tiktok")

    @property
    def said_tiktok(self) -> int:
        return self.count(lambda a: a.said == "tiktok")

    @property
    def rsvp_rows(self) -> int:
        return self.people + self.repeats + self.variants

    @property
    def extra_a_week(self) -> int:
        """Sign-ups a week that the push added: the change in harbor less that in lakeside."""
        return (self.harbor.after - self.harbor.before) - (
            self.lakeside.after - self.lakeside.before
        )

    @property
    def extra(self) -> int:
        return self.extra_a_week * (WEEKS - PUSH_WEEK + 1)

    def cost(self, channel: str) -> int:
        return self.hours[channel] * HOURLY_USD + self.cash_usd[channel]

    def led(self, channel: str) -> int:
        return sum(group.people for group in self.leaders if group.how_found == channel)

    def came(self, channel: str) -> int:
        """People at the event whose true channel this is, registered or not."""
        return self.attended[channel] + self.walk_ins[channel]

    def gaps(self) -> tuple[float, float]:
        """How much more often people with a reply came back: raw, and standardised to all."""

        def share(cells: list[Returned]) -> float:
            return sum(cell.back for cell in cells) / sum(cell.all for cell in cells)

        raw = share([c for c in self.returned if c.replied]) - share(
            [c for c in self.returned if not c.replied]
        )
        everyone = sum(cell.all for cell in self.returned)
        standardised = 0.0
        for regular in (True, False):
            stratum = [c for c in self.returned if c.regular is regular]
            replied, ignored = (
                share([c for c in stratum if c.replied is flag]) for flag in (True, False)
            )
            standardised += sum(c.all for c in stratum) / everyone * (replied - ignored)
        return raw, standardised

    def faults(self) -> list[str]:
        """Lessons that would not hold with these counts."""
        raw, standardised = self.gaps()
        truth = self.true_tiktok / self.people
        studio, on_location = (
            sum(videos[f] * ENGAGED[f][place] for f in FORMATS) / sum(videos.values())
            for place, videos in enumerate((self.studio, self.on_location))
        )
        lessons = {
            "on location loses over all": on_location < 0.86 * studio,
            "a code is found less often for TikTok than for people in all": self.code_tiktok
            / self.coded
            < 0.8 * truth,
            "what people say overstates TikTok": self.said_tiktok / self.answered > 1.2 * truth,
            "all later codes belong to repeated sign-ups": self.late_codes
            < self.repeats + self.variants,
            "no more people attended than signed up": all(
                self.attended[c] <= self.count(lambda a, c=c: a.channel == c)  # type: ignore[misc]
                for c in CHANNELS
            ),
            "no more walk-ins say where they heard of it than came": all(
                self.walk_ins_who_say[c] <= self.walk_ins[c] for c in CHANNELS
            ),
            "attributed is more than incremental": 0 < self.extra < self.true_tiktok,
            "before and after overstates the push": self.harbor.after - self.harbor.before
            > 2 * self.extra_a_week,
            "regulars explain most of the reply gap": 0.01 < standardised < raw / 2,
            "fewer bots left than came": self.bots_lost < self.bots_gained,
            "TikTok is found first more often than last": self.touches.first
            > 2 * self.touches.last,
            "TikTok is cheaper a leader than e-mail": self.cost("tiktok") / self.led("tiktok")
            < self.cost("email") / self.led("email"),
            "TikTok is dearer an attendee than e-mail": self.cost("tiktok") / self.came("tiktok")
            > 2 * self.cost("email") / self.came("email"),
        }
        return [lesson for lesson, holds in lessons.items() if not holds]

    def totals(self) -> dict[str, int]:
        """The numbers that answers of exercises are made of."""
        return {
            "videos": self.videos,
            "evening_posts": self.evening_posts,
            "rsvp_rows": self.rsvp_rows,
            "people": self.people,
            "coded": self.coded,
            "answered": self.answered,
            "true_tiktok": self.true_tiktok,
            "code_tiktok": self.code_tiktok,
            "said_tiktok": self.said_tiktok,
            "registered_attendees": sum(self.attended.values()),
            "walk_ins": sum(self.walk_ins.values()),
            "tiktok_attendees": self.came("tiktok"),
            "first_touch_tiktok": self.touches.first,
            "last_touch_tiktok": self.touches.last,
            "any_touch_tiktok": self.touches.any,
            "tiktok_sessions": sum(n for k, n in self.sessions.items() if k in TIKTOK_SESSIONS),
            "tiktok_cost_usd": self.cost("tiktok"),
            "tiktok_leaders": self.led("tiktok"),
            "extra_sign_ups": self.extra,
            "bot_comments": self.bot_comments,
        }

    def as_json(self) -> str:
        """The plan with its totals, for graders."""
        planted: dict[str, Any] = {name: _plain(value) for name, value in vars(self).items()}
        raw, standardised = self.gaps()
        planted["totals"] = self.totals() | {
            "raw_reply_gap": round(raw, 4),
            "standardised_reply_gap": round(standardised, 4),
        }
        return json.dumps(planted, indent=2) + "\n"


def _plain(value: Any) -> Any:
    """``value`` with named tuples and read-only mappings as plain dictionaries."""
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


PLAN = Plan()


def stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers of one table. Each name has its own, so tables never disturb each other."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


@lru_cache(maxsize=64)
def plan_for(seed: int = SEED) -> Plan:
    """The plan of a seed: the shipped one, or for another seed one in which every total differs.

    Raises BrokenPlan if no varied plan keeps the lessons, which does not happen in practice.
    """
    if seed == SEED:
        return PLAN
    rng = stream(seed, "plan")
    for _ in range(1000):
        plan = _varied(rng, seed)
        as_shipped = plan.totals().items() & PLAN.totals().items()
        if not plan.faults() and not as_shipped:
            return plan
    raise BrokenPlan(f"no plan for seed {seed} keeps every lesson")


def _varied(rng: np.random.Generator, seed: int) -> Plan:
    def vary(count: int, size: float = 1) -> int:
        return max(1, round(size * count * rng.uniform(0.8, 1.25))) if count else 0

    def each(counts: Mapping[str, int]) -> Mapping[str, int]:
        return MappingProxyType({name: vary(count) for name, count in counts.items()})

    def again(cell: Returned) -> Returned:
        everyone = vary(cell.all)
        back = round(everyone * cell.share * rng.uniform(0.9, 1.1))
        return cell._replace(all=everyone, back=back)

    size = dict(zip(CHANNELS, rng.uniform(0.8, 1.2, len(CHANNELS)), strict=True))
    before, lakeside = vary(PLAN.harbor.before), vary(PLAN.lakeside.before)
    drift, extra = vary(9), int(rng.choice([3, 4, 6]))
    alone, bots = vary(PLAN.touches.alone), vary(PLAN.bots_gained)
    studio, on_location = each(PLAN.studio), each(PLAN.on_location)
    videos = sum(studio.values()) + sum(on_location.values())
    touches = Touches(*(vary(count) for count in PLAN.touches))
    return Plan(
        seed=seed,
        studio=studio,
        on_location=on_location,
        viral_views=round(PLAN.viral_views * videos / PLAN.videos * rng.uniform(0.9, 1.06)),
        evening_posts=round(videos * rng.uniform(0.68, 0.8)),
        late_bloomers=vary(PLAN.late_bloomers),
        replayed=PLAN.replayed,
        corrected_days=vary(PLAN.corrected_days),
        followers_start=vary(PLAN.followers_start),
        followers_end=vary(PLAN.followers_end),
        bots_gained=bots,
        bots_lost=round(bots * rng.uniform(0.75, 0.95)),
        commented_videos=videos // 2,
        returned=tuple(again(cell) for cell in PLAN.returned),
        bot_comments=vary(PLAN.bot_comments),
        bots_replied=vary(PLAN.bots_replied),
        answers=tuple(a._replace(people=vary(a.people, size[a.channel])) for a in PLAN.answers),
        attended={c: vary(PLAN.attended[c], size[c]) for c in CHANNELS},
        walk_ins=each(PLAN.walk_ins),
        walk_ins_who_say=each(PLAN.walk_ins_who_say),
        repeats=vary(PLAN.repeats),
        variants=vary(PLAN.variants),
        late_codes=vary(PLAN.late_codes),
        touches=touches._replace(alone=min(alone, touches.first_and_last)),
        sessions=each(PLAN.sessions),
        leaders=tuple(g._replace(people=vary(g.people)) for g in PLAN.leaders),
        hours=each(PLAN.hours),
        cash_usd=each(PLAN.cash_usd),
        harbor=Push(before, before + drift + extra),
        lakeside=Push(lakeside, lakeside + drift),
    )
