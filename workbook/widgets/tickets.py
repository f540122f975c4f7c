"""What does one more post bring? A ticket in a lottery with very uneven prizes."""

from collections.abc import Mapping
from functools import cached_property
from math import log10
from statistics import median
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, data, engagement, reach
from workbook.i18n import number, percent, plural, text
from workbook.widgets.base import WIDE, Explorable, View, span

GOALS = (1_000, 5_000, 10_000, 50_000, 100_000)
_LOW, _HIGH = 2, 6
"""The picture runs from 10**_LOW to 10**_HIGH views."""

_LABEL: dict[str, Any] = {
    "va": "bottom",
    "weight": "bold",
    # On paper of its own: the line of the views hoped for passes behind it.
    "bbox": {"facecolor": charts.PAPER, "linewidth": 0, "pad": 1},
}


class LotteryTickets(Explorable):
    """Posts drawn by lot from the invented account: the typical one, and the best of them.

    State: ``posts``, how many are drawn; ``goal`` in views, one of :data:`GOALS`; ``drawing``, the
    number of the draw; ``leave_out``, whether the one viral video is taken out before drawing.
    """

    size = (charts.WIDTH, 300)
    posts = traitlets.Int(1, min=1, max=60)
    goal = traitlets.Enum(GOALS, default_value=10_000)
    drawing = traitlets.Int(1, min=1, max=50)
    leave_out = traitlets.Bool(False)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "posts": ipywidgets.IntSlider(description=text("Posts"), min=1, max=60, **WIDE),
            "drawing": ipywidgets.IntSlider(
                description=text("Draw again: number"), min=1, max=50, **WIDE
            ),
            # Not a menu: JupyterLab keeps the arrow keys of a menu for itself.
            "goal": ipywidgets.SelectionSlider(
                description=text("Views hoped for"),
                options=[(number(goal), goal) for goal in GOALS],
                **WIDE,
            ),
            "leave_out": ipywidgets.Checkbox(
                description=text("Leave out the one viral video"), indent=False, **WIDE
            ),
        }

    def view(self) -> View:
        views = self._all
        drawn = reach.draw(views, self.posts, self.drawing)
        ends = [reach.best_of(views, self.posts, quantile) for quantile in (0.1, 0.5, 0.9)]
        return View(
            title=text("Posts are lottery tickets (an invented account)"),
            sentence=self._sentence(drawn, ends[1]),
            draw=lambda ax: _draw(ax, views, drawn, ends, self.goal),
            source=charts.synthetic(),
            table=self._table(views, self.posts, self.goal),
            cautions=(
                text(
                    "It is a model: each post is drawn from the same box, and put back. Your posts "
                    "differ in topic and craft, and the box changes."
                ),
                text("It does not say that more posts make each post better. They do not here."),
                text("A view is no person at your door: the viral video was seen mostly far away."),
            ),
        )

    def _sentence(self, drawn: list[int], middle: float) -> str:
        """Two whole messages: of one post, there is no typical one."""
        values = {
            "drawing": self.drawing,
            "best": number(max(drawn)),
            "middle": number(middle),
            "goal": number(self.goal),
            "chance": percent(reach.chance(self._all, self.posts, self.goal)),
        }
        if self.posts == 1:
            return text(
                "Draw {drawing}: this post has {best} views. Over many such draws, a post has "
                "{middle} or fewer half of the time. The chance that it reaches {goal} views is "
                "{chance}.",
                **values,
            )
        return text(
            "Draw {drawing}: the typical one of these {posts} posts has {typical} views, and the "
            "best has {best}. Over many such draws, the best has {middle} or fewer half of the "
            "time. The chance that one or more reach {goal} views is {chance}.",
            posts=self.posts,
            typical=number(median(drawn)),
            **values,
        )

    @cached_property
    def _views(self) -> pd.Series:
        return data.load("videos")["views"]

    @property
    def _all(self) -> pd.Series:
        return reach.without_best(self._views) if self.leave_out else self._views

    def _table(self, views: pd.Series, posts: int, goal: int) -> str:
        rows = sorted({1, 5, 20, posts})
        return charts.table(
            pd.DataFrame(
                [
                    [
                        reach.best_of(views, n),
                        percent(reach.chance(views, n, goal)),
                    ]
                    for n in rows
                ],
                index=[plural("{count} post", "{count} posts", n) for n in rows],
                columns=[
                    text("Best, half of the time up to"),
                    text("Chance of {goal}", goal=number(goal)),
                ],
            ).astype({text("Best, half of the time up to"): "int64"}),
            text(
                "Over all possible draws; the median of all {count} videos is {median} views",
                count=len(views),
                median=number(engagement.typical_views(views.to_frame("views"))),
            ),
        )


def _draw(ax: Axes, views: pd.Series, drawn: list[int], ends: list[float], goal: int) -> None:
    ax.set_xlim(_LOW, _HIGH)
    ax.set_ylim(-0.4, 2.75)
    charts.number_line(
        ax,
        range(_LOW, _HIGH + 1),
        text("views: each line is ten times the one before (dashed: hoped for)"),
        lambda power: number(10**power),
    )
    ax.axvline(log10(goal), color=charts.QUIET, linestyle="--", linewidth=1.6, zorder=1)

    typical = float(views.median())
    ax.text(
        _LOW,
        2.3,
        text("All {count} videos: median {median}", count=len(views), median=number(typical)),
        **_LABEL,
    )
    _points(ax, views.tolist(), 2, "|", charts.BLUE, 12)
    ax.plot(log10(typical), 2, color=charts.BLUE, marker="D", markersize=11, markeredgecolor="k")

    ax.text(
        _LOW,
        1.3,
        text("This draw: best {best}", best=number(max(drawn))),
        **_LABEL,
    )
    _points(ax, drawn, 1, "o", charts.SKY, 8)
    ax.plot(
        log10(max(drawn)), 1, color=charts.ORANGE, marker="*", markersize=19, markeredgecolor="k"
    )

    low, middle, high = ends
    ax.text(
        _LOW,
        0.3,
        text("The best, in 8 of 10 draws: {ends}", ends=span(low, high)),
        **_LABEL,
    )
    charts.ranged(ax, 0, charts.GREEN, (log10(low), log10(high)), log10(middle), "s")


def _points(ax: Axes, values: list[int], y: float, marker: str, colour: str, size: float) -> None:
    ax.plot(
        [log10(value) for value in values],
        [y] * len(values),
        color=colour,
        linestyle="none",
        marker=marker,
        markersize=size,
        markeredgecolor=colour if marker == "|" else charts.INK,
    )
