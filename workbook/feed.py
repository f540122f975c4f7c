"""A feed small enough to read: what one viewer does, and what is served next.

It is a model for learning, **not TikTok's formula**, which nobody outside has seen. The sources
agree on what goes in (what people watch, like, comment on and follow) and disagree on what counts
most. So the model has one rule and three recipes for its weights. Which signal comes first in a
recipe is taken from its source; every number is our own choice.

A video that waits is scored in two steps. First, :func:`expect` guesses what this viewer would do
with it, from what the viewer did with videos like it. Then a :class:`Recipe` adds up the guesses,
each times a weight. The highest score is served.

The second half, :func:`climb`, follows one video through larger and larger crowds.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.i18n import text

SEED = 20250614
"""Where the random draws start, so that the same moves give the same feed again."""

# What waits in the feed -------------------------------------------------------------------------

TOPICS = ("bikes", "housing", "jokes", "music", "news", "pets")
LENGTHS = (9, 12, 15, 20, 25, 35, 45, 60)
"""Seconds of the videos of each account."""
_SIZES = ((100, 1_000), (5_000, 100_000), (200_000, 2_000_000))
"""Followers, from and to, of the three accounts of each topic."""


class Video(NamedTuple):
    """An invented video. ``account`` is a number that belongs to one topic only."""

    id: str
    topic: str
    account: int
    followers: int
    seconds: int


def _waiting() -> tuple[Video, ...]:
    """The invented videos: three accounts a topic, one video of each length from each account."""
    rng = np.random.default_rng(SEED)
    videos = []
    for place, topic in enumerate(TOPICS):
        for size, (low, high) in enumerate(_SIZES):
            account = 1 + place + size * len(TOPICS)
            followers = round(int(np.exp(rng.uniform(np.log(low), np.log(high)))), -2 - size)
            videos += [
                Video(f"{account}-{seconds}", topic, account, followers, seconds)
                for seconds in LENGTHS
            ]
    return tuple(videos)


VIDEOS = _waiting()
_BY_ID = {video.id: video for video in VIDEOS}


def video(video_id: str) -> Video:
    """The video of that id. Raises ValueError if there is none."""
    if video_id not in _BY_ID:
        raise ValueError(text("There is no video {id} in the model.", id=repr(video_id)))
    return _BY_ID[video_id]


# What a viewer does -----------------------------------------------------------------------------

ACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "skip": (),
        "finish": ("watch",),
        "like": ("watch", "like"),
        "comment": ("watch", "comment"),
        "follow": ("watch", "follow"),
    }
)
"""What a viewer may do with a video, and the signals that it sends."""

SIGNALS = ("watch", "seconds", "like", "comment", "follow")
"""What a recipe may weigh; ``seconds`` is the time of watching, in units of :data:`UNIT`."""
UNIT = 30

FIRST_GUESS: Mapping[str, float] = MappingProxyType(
    {"watch": 0.4, "like": 0.1, "comment": 0.05, "follow": 0.05}
)
"""The chance of each signal from a viewer of whom nothing is known."""


class Seen(NamedTuple):
    """A video that was served, and what the viewer did with it."""

    video: Video
    action: str


def likeness(one: Video, other: Video) -> int:
    """How much one video tells about another: 2 from one account, 1 on one topic, else 0."""
    return (one.topic == other.topic) + (one.account == other.account)


def expect(video: Video, history: Iterable[Seen]) -> dict[str, float]:
    """What this viewer would do with ``video``: a guess for each of :data:`SIGNALS`.

    The share of like videos that got the signal, with the first guess counted as one more video.
    """
    return _with_seconds(_chances(video, history), video)


def _chances(video: Video, history: Iterable[Seen]) -> dict[str, float]:
    """The chance of each signal of :data:`FIRST_GUESS`: the same for all videos of an account."""
    weight, sums = 1.0, dict(FIRST_GUESS)
    for seen in history:
        alike = likeness(seen.video, video)
        weight += alike
        for signal in ACTIONS[seen.action]:
            sums[signal] += alike
    return {signal: total / weight for signal, total in sums.items()}


def _with_seconds(chances: Mapping[str, float], video: Video) -> dict[str, float]:
    return {**chances, "seconds": chances["watch"] * video.seconds / UNIT}


# What is served next ----------------------------------------------------------------------------


class Recipe(NamedTuple):
    """How much each of :data:`SIGNALS` weighs."""

    watch: float
    seconds: float
    like: float
    comment: float
    follow: float


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        # TikTok, June 2020, as reported: watching to the end is strong; likes, comments and follows
        # count, in no stated order. (The end of a *longer* video was called strong. The model
        # leaves that out: it tells how sure a sign is, and not that long videos are served.)
        "said": Recipe(watch=3, seconds=0, like=1, comment=1, follow=1),
        # An internal explainer, as reported in December 2021: predicted likes, comments, play time
        # and plays, for a feed that keeps people watching.
        "leaked": Recipe(watch=1, seconds=3, like=1, comment=1, follow=0),
        # Boeker and Urman, 2022: follow is strongest, then like, then the share watched.
        "audit": Recipe(watch=1, seconds=0, like=2, comment=0, follow=3),
    }
)

CHANCE = 0.4
"""The most that chance adds to a score."""
TRY_EVERY = 4
"""Every so many videos one is a try, from the topics seen least. Our choice, too."""


class Ranked(NamedTuple):
    """A waiting video with its score, and what each signal and chance add to it."""

    video: Video
    score: float
    parts: Mapping[str, float]


def rank(history: Sequence[Seen], recipe: str) -> list[Ranked]:
    """The videos that the viewer has not seen, highest score first.

    Raises ValueError if there is no such recipe.
    """
    if recipe not in RECIPES:
        raise ValueError(
            text(
                "There is no recipe {name}. There are: {known}.",
                name=repr(recipe),
                known=", ".join(RECIPES),
            )
        )
    weights = RECIPES[recipe]._asdict()
    shown = {seen.video for seen in history}
    luck = CHANCE * np.random.default_rng([SEED, len(history)]).random(len(VIDEOS))
    ranked, by_account = [], {}
    for waiting, lucky in zip(VIDEOS, luck.tolist(), strict=True):
        if waiting not in shown:
            if waiting.account not in by_account:
                by_account[waiting.account] = _chances(waiting, history)
            guess = _with_seconds(by_account[waiting.account], waiting)
            parts = {signal: weights[signal] * guess[signal] for signal in SIGNALS}
            parts["chance"] = lucky
            ranked.append(Ranked(waiting, sum(parts.values()), parts))
    return sorted(ranked, key=lambda one: -one.score)


class Served(NamedTuple):
    """The next video, and whether it is a try of something the viewer has seen little of."""

    ranked: Ranked
    is_try: bool


def serve(history: Sequence[Seen], recipe: str) -> Served:
    """What the feed shows next. Raises ValueError if nothing is left."""
    ranked = rank(history, recipe)
    if not ranked:
        raise ValueError(text("The viewer has seen every video of the model."))
    is_try = (len(history) + 1) % TRY_EVERY == 0
    if not is_try:
        return Served(ranked[0], is_try)
    times = dict.fromkeys((one.video.topic for one in ranked), 0)
    for seen in history:
        if seen.video.topic in times:
            times[seen.video.topic] += 1
    fewest = min(times.values())
    return Served(next(one for one in ranked if times[one.video.topic] == fewest), is_try)


def watch(habits: Mapping[str, str], recipe: str, videos: int = 30) -> list[Seen]:
    """What a viewer sees who always does the same with a topic, and skips the others.

    ``habits`` gives one of :data:`ACTIONS` for a topic, such as ``{"bikes": "finish"}``. Raises
    ValueError at an unknown topic, action or recipe.
    """
    for topic, action in habits.items():
        if topic not in TOPICS or action not in ACTIONS:
            raise ValueError(
                text(
                    "The model does not know {habit}. Topics: {topics}. Actions: {actions}.",
                    habit=repr({topic: action}),
                    topics=", ".join(TOPICS),
                    actions=", ".join(ACTIONS),
                )
            )
    history: list[Seen] = []
    for _ in range(videos):
        served = serve(history, recipe).ranked.video
        history.append(Seen(served, habits.get(served.topic, "skip")))
    return history


def compare(habits: Mapping[str, str], videos: int = 30) -> pd.DataFrame:
    """The same viewer under each recipe: how many videos of each topic they are shown.

    A row for each recipe and a column for each topic; then ``accounts``, how many different ones
    they saw, and ``mean_seconds``, the length of a video.
    """
    rows = {}
    for recipe in RECIPES:
        shown = [seen.video for seen in watch(habits, recipe, videos)]
        counts = {topic: sum(one.topic == topic for one in shown) for topic in TOPICS}
        rows[recipe] = counts | {
            "accounts": len({one.account for one in shown}),
            "mean_seconds": round(sum(one.seconds for one in shown) / len(shown), 1),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("recipe")


# How far a video climbs -------------------------------------------------------------------------

STRANGERS = 300
"""People who are shown a new video in the first round and do not follow its account."""
REACHED = 0.05
"""The share of the followers who are shown it, too."""
WIDER = 5
"""How many times as large each next round is."""
ROUNDS = 7
BAR = 0.4
"""The share of a round that must watch to the end for a next round."""
COOLER = 0.92
"""How keen each wider crowd is, compared with the one before: it is further from the topic."""
_ALIKE = 25
"""How alike the videos of one account are; larger is more alike."""


def climb(followers: int, keen: float, videos: int = 1000) -> NDArray[np.int64]:
    """Views of that many videos by one account, each shown in rounds until a round is not keen.

    ``followers`` counts only in the first round, and never in the decision to go on. ``keen`` is
    the share of strangers, 0 to 1, who watch a usual video of this account to the end; single
    videos are more or less liked than that. Raises ValueError unless ``followers`` is 0 or more
    and ``keen`` is between 0 and 1.
    """
    if followers < 0 or not 0 < keen < 1:
        raise ValueError(text("Followers are 0 or more, and keen is between 0 and 1."))
    rng = np.random.default_rng(SEED)
    liked = rng.beta(_ALIKE * keen, _ALIKE * (1 - keen), videos)
    crowd = STRANGERS + round(REACHED * followers)
    views = np.zeros(videos, dtype=np.int64)
    going = np.ones(videos, dtype=bool)
    for round_ in range(ROUNDS):
        views[going] += crowd
        finished = rng.binomial(crowd, liked * COOLER**round_)
        going &= finished >= BAR * crowd
        crowd *= WIDER
    return views


BANDS = (1_000, 10_000, 100_000)
"""Views at which :func:`in_bands` divides videos."""


def in_bands(views: NDArray[np.int64]) -> list[int]:
    """How many videos stayed below the first of :data:`BANDS`, and so on; the last is open."""
    band = np.searchsorted(BANDS, views, side="right")
    return [int(count) for count in np.bincount(band, minlength=len(BANDS) + 1)]
