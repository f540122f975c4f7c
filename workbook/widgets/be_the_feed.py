"""Be the viewer: what would a feed show you next?"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

from workbook import charts, feed
from workbook.errors import Problem
from workbook.feed import Ranked, Seen, Served
from workbook.i18n import number, plural, text
from workbook.widgets.base import WIDE, Explorable, View

LAST = 12
"""So many videos can be watched: the picture has room for them."""

_HEIGHT = 330
_MARKERS = {"skip": "x", "finish": "o", "like": "^", "comment": "s", "follow": "*"}
_FILLS = {
    topic: (colour, hatch)
    for topic, colour, hatch in zip(
        feed.TOPICS, charts.PALETTE, ("", "//", "++", "xx", "--", "\\\\"), strict=True
    )
}


class Moves(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A button for each thing a viewer can do, one to go back and one to start again.

    ``value`` holds the moves: pairs of a video's id and what was done with it. ``served`` tells
    the id of the video that the viewer has before them.
    """

    value = traitlets.Tuple()
    description = traitlets.Unicode()
    style = SimpleNamespace(description_width="auto")  # the label stands above the buttons

    def __init__(self, description: str, served: Callable[[], str]) -> None:
        self._served = served
        self._actions = [self._button(label, action) for action, label in _labels().items()]
        self._back = ipywidgets.Button(description=text("One step back"))
        self._again = ipywidgets.Button(description=text("Start again"))
        self._back.on_click(lambda _: self._go(self.value[:-1]))
        self._again.on_click(lambda _: self._go(()))
        row: dict[str, Any] = {"layout": {"flex_flow": "row wrap"}}
        super().__init__(
            [
                ipywidgets.Label(description),
                ipywidgets.Box(self._actions, **row),
                ipywidgets.Box([self._back, self._again], **row),
            ],
            description=description,
        )
        self.observe(lambda _: self._allow(), names="value")
        self._allow()

    def _button(self, label: str, action: str) -> ipywidgets.Button:
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _: self._go((*self.value, (self._served(), action))))
        return button

    def _go(self, moves: tuple[tuple[str, str], ...]) -> None:
        self.value = moves

    def _allow(self) -> None:
        for button in self._actions:
            button.disabled = len(self.value) >= LAST
        self._back.disabled = self._again.disabled = not self.value


class BeTheFeed(Explorable):
    """A viewer's moves, and what each recipe of the model in :mod:`workbook.feed` serves next.

    State: ``recipe``, one of :data:`workbook.feed.RECIPES`; ``moves``, up to :data:`LAST` pairs
    of a video's id and one of :data:`workbook.feed.ACTIONS`. Another recipe keeps the moves, and
    ranks anew what waits.
    """

    size = (charts.WIDTH, _HEIGHT)
    margins = (0, 0, 0, 0)
    recipe = traitlets.Enum(tuple(feed.RECIPES), default_value="said")
    moves = traitlets.Tuple()

    @traitlets.validate("moves")  # type: ignore[untyped-decorator]
    def _possible(self, proposal: traitlets.Bunch) -> tuple[tuple[str, str], ...]:
        moves = tuple((str(video), str(action)) for video, action in proposal.value)
        if len(moves) > LAST or not {action for _, action in moves} <= set(feed.ACTIONS):
            raise Problem(
                text(
                    "Give at most {last} moves, each a video's id and one of: {actions}.",
                    last=LAST,
                    actions=", ".join(feed.ACTIONS),
                )
            )
        try:
            for video, _ in moves:
                feed.video(video)
        except ValueError as error:
            raise Problem(str(error)) from error
        return moves

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "recipe": ipywidgets.RadioButtons(
                description=text("Recipe (click, or Tab and space bar)"),
                options=[(name, recipe) for recipe, name in _recipe_names().items()],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "moves": Moves(
                text("What do you do with the video on the phone?"),
                lambda: feed.serve(self._history(), self.recipe).ranked.video.id,
            ),
        }

    def view(self) -> View:
        history = self._history()
        served = feed.serve(history, self.recipe)
        best = _best(feed.rank(history, self.recipe))
        followed = any(
            seen.action == "follow" and seen.video.account == served.ranked.video.account
            for seen in history
        )
        return View(
            title=text("Be the viewer (a model of a feed, not TikTok's formula)"),
            sentence=_sentence(history, served, followed),
            draw=lambda ax: _draw(ax, history, served, best, followed),
            source=_source(self.recipe),
            table=_each_recipe(history)
            + charts.table(
                pd.DataFrame(
                    [_as_shown(one) for one in best.values()],
                    index=[topic_name(topic) for topic in best],
                    columns=[
                        text("watch"),
                        text("seconds"),
                        text("like"),
                        text("comment"),
                        text("follow"),
                        text("chance"),
                        text("score"),
                    ],
                ),
                text(
                    "What makes up the score of the best waiting video of each topic: what the "
                    "model expects of you, times the recipe's weight. “Chance” is a small random "
                    "part, up to 0.4"
                ),
            ),
            cautions=(
                text(
                    "It does not show TikTok's formula: nobody outside has seen it. What the "
                    "recipes weigh comes from the sources. All numbers are ours."
                ),
                text(
                    "It does not say which source is right. They looked at different things, in "
                    "different years."
                ),
                text(
                    "It leaves out nearly everything: shares, sounds, language, country, "
                    "moderation, advertising, and millions of other viewers."
                ),
            ),
        )

    def _history(self) -> list[Seen]:
        return [Seen(feed.video(video), action) for video, action in self.moves]


def topic_name(topic: str) -> str:
    """The topic in the reader's language."""
    return {
        "bikes": text("bikes"),
        "housing": text("housing"),
        "jokes": text("jokes"),
        "music": text("music"),
        "news": text("news"),
        "pets": text("pets"),
    }[topic]


def _recipe_names() -> dict[str, str]:
    """What each recipe rests on, in the reader's language."""
    return {
        "said": text("what TikTok said (2020)"),
        "leaked": text("what a leaked explainer said (2021)"),
        "audit": text("what an audit found (2022)"),
    }


def _each_recipe(history: Sequence[Seen]) -> str:
    """A table: what each recipe serves next, after the same moves."""
    waiting = [feed.serve(history, recipe).ranked.video for recipe in feed.RECIPES]
    return charts.table(
        pd.DataFrame(
            {
                text("topic"): [topic_name(video.topic) for video in waiting],
                text("seconds"): [video.seconds for video in waiting],
                text("account"): [str(video.account) for video in waiting],
                text("followers"): [video.followers for video in waiting],
            },
            index=[_recipe_names()[recipe] for recipe in feed.RECIPES],
        ),
        text("What each recipe would show next, after the same moves"),
    )


def _labels() -> dict[str, str]:
    """The words on the buttons, by action."""
    return {
        "skip": text("Skip"),
        "finish": text("Watch to the end"),
        "like": text("Watch and like"),
        "comment": text("Watch and comment"),
        "follow": text("Watch and follow"),
    }


def _best(ranked: Sequence[Ranked]) -> dict[str, Ranked]:
    """The waiting video with the highest score of each topic."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        best.setdefault(one.video.topic, one)
    return {topic: best[topic] for topic in feed.TOPICS if topic in best}


def _sentence(history: Sequence[Seen], served: Served, followed: bool) -> str:
    video = served.ranked.video
    told = [
        text(
            "Video {n}: {topic}, {seconds} seconds, from account {account} with {followers} "
            "followers.",
            n=len(history) + 1,
            topic=topic_name(video.topic),
            seconds=video.seconds,
            account=video.account,
            followers=number(video.followers),
        )
    ]
    if followed:
        told.append(text("You follow this account."))
    if not history:
        told.append(text("Nothing is known of you yet."))
    elif served.is_try:
        told.append(text("It is a try: every fourth video is of a topic you have seen least."))
    else:
        told.append(_why(served.ranked))
    if len(history) >= LAST:
        told.append(
            text(
                "That is all for now. Of your {n} videos, {topics}. Go one step back, or start "
                "again.",
                n=len(history),
                topics=", ".join(_counts(history)),
            )
        )
    return " ".join(told)


def _as_shown(ranked: Ranked) -> list[str]:
    """The parts and the score with two decimals. The score is the sum of what is shown."""
    parts = [round(part, 2) for part in ranked.parts.values()]
    return [number(part, 2) for part in (*parts, sum(parts))]


def _counts(history: Sequence[Seen]) -> list[str]:
    """How many of the videos seen were of which topic, the most seen first."""
    counts = Counter(seen.video.topic for seen in history).most_common()
    return [
        plural("{count} was {topic}", "{count} were {topic}", count, topic=topic_name(topic))
        for topic, count in counts
    ]


def _why(ranked: Ranked) -> str:
    parts = ranked.parts
    largest = max(parts, key=lambda part: parts[part])
    *_, score = _as_shown(ranked)
    return {
        "watch": text(
            "Its score of {score} is the highest, mostly because the model expects you to watch.",
            score=score,
        ),
        "seconds": text(
            "Its score of {score} is the highest, mostly for the seconds you may watch.",
            score=score,
        ),
        "like": text(
            "Its score of {score} is the highest, mostly because the model expects a like.",
            score=score,
        ),
        "comment": text(
            "Its score of {score} is the highest, mostly because the model expects a comment.",
            score=score,
        ),
        "follow": text(
            "Its score of {score} is the highest, mostly because the model expects a follow.",
            score=score,
        ),
        "chance": text("Its score of {score} is the highest, mostly by chance.", score=score),
    }[largest]


def _source(recipe: str) -> str:
    weights = feed.RECIPES[recipe]._asdict()
    return {
        "said": text(
            "A recipe after what TikTok said in June 2020, as reported. Our weights: watch "
            "{watch}, seconds {seconds}, like {like}, comment {comment}, follow {follow}.",
            **weights,
        ),
        "leaked": text(
            "A recipe after an internal explainer, as the New York Times reported in December "
            "2021. Our weights: watch {watch}, seconds {seconds}, like {like}, comment {comment}, "
            "follow {follow}.",
            **weights,
        ),
        "audit": text(
            "A recipe after an audit with test accounts by Boeker and Urman, 2022. Our weights: "
            "watch {watch}, seconds {seconds}, like {like}, comment {comment}, follow {follow}.",
            **weights,
        ),
    }[recipe]


def _draw(
    ax: Axes,
    history: Sequence[Seen],
    served: Served,
    best: Mapping[str, Ranked],
    followed: bool,
) -> None:
    ax.set_axis_off()
    ax.set_xlim(0, charts.WIDTH)
    ax.set_ylim(0, _HEIGHT)
    _phone(ax, served, followed)
    head = _HEIGHT - 24
    start, bars, room = 268, 422, 70
    step = (bars - 16 - start) / LAST
    ax.text(start, head, text("seen so far"), size=13, color=charts.QUIET)
    ax.text(bars, head, text("score"), size=13, color=charts.QUIET)
    ax.plot([start, bars - 12], [head - 8, head - 8], color=charts.GRID, linestyle="-")
    ax.plot([bars, bars + room], [head - 8, head - 8], color=charts.GRID, linestyle="-")
    top = max(one.score for one in best.values())
    for row, topic in enumerate(feed.TOPICS):
        y = head - 34 - 41 * row
        colour, hatch = _FILLS[topic]
        chosen = topic == served.ranked.video.topic
        weight = "bold" if chosen else "normal"
        ax.text(186, y, topic_name(topic), va="center", size=13, weight=weight)
        if topic in best:
            length = room * best[topic].score / top
            ax.add_patch(Rectangle((bars, y - 9), length, 18, facecolor=colour, hatch=hatch))
        for place, seen in enumerate(history):
            if seen.video.topic == topic:
                _mark(ax, start + step * (place + 0.5), y, seen.action, colour)
        if chosen and len(history) < LAST:
            x = start + step * (len(history) + 0.5)
            ax.plot(x, y, marker="o", markersize=11, color=charts.PAPER, markeredgecolor=charts.INK)
    ax.text(
        charts.WIDTH / 2,
        14,
        text("× skipped   ● watched   ▲ liked   ■ commented   ★ followed   ○ now"),
        size=13,
        color=charts.QUIET,
        ha="center",
        va="center",
    )


def _mark(ax: Axes, x: float, y: float, action: str, colour: str) -> None:
    shown: dict[str, Any] = {"markeredgecolor": charts.INK, "markeredgewidth": 1.0}
    size = 12 if action == "follow" else 8
    if action == "skip":
        shown, colour, size = {"markeredgewidth": 2.0}, charts.QUIET, 7
    ax.plot(x, y, marker=_MARKERS[action], markersize=size, color=colour, **shown)


def _phone(ax: Axes, served: Served, followed: bool) -> None:
    """The video that is on now, in words and the colour of its topic; never a real screen."""
    video = served.ranked.video
    left, bottom, width, height = 8, 38, 164, _HEIGHT - 48
    outline = FancyBboxPatch(
        (left, bottom),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=16",
        facecolor=charts.PAPER,
        linewidth=3,
    )
    ax.add_patch(outline)
    colour, hatch = _FILLS[video.topic]
    screen = bottom + 132
    ax.add_patch(
        Rectangle(
            (left + 8, screen), width - 16, height - 148, facecolor=colour, hatch=hatch, alpha=0.9
        )
    )
    middle = left + width / 2
    words = (
        (112, topic_name(video.topic), 17, "bold", charts.INK),
        (88, text("{n} seconds", n=video.seconds), 14, "normal", charts.INK),
        (62, text("account {n}", n=video.account), 14, "normal", charts.INK),
        (40, text("{n} followers", n=number(video.followers)), 13, "normal", charts.QUIET),
        (
            18,
            text("you follow it") if followed else text("not followed"),
            13,
            "normal",
            charts.QUIET,
        ),
    )
    for y, words_, size, weight, colour in words:
        ax.text(
            middle,
            bottom + y,
            words_,
            size=size,
            weight=weight,
            color=colour,
            ha="center",
            va="center",
        )
