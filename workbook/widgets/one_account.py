"""The videos of one invented account: how its views are spread, and where they came from."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import ipywidgets
import numpy as np
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from workbook import charts, data, engagement
from workbook.i18n import number, percent, plural, text
from workbook.widgets.base import WIDE, Explorable, View

# The words of a box stand after it, and take no room from the slider.
_BOX: dict[str, Any] = {"indent": False, "style": {"description_width": "auto"}, **WIDE}


class OneAccount(Explorable):
    """The videos of ``@spokesforall``, most viewed first, with the views of the ``top`` ones.

    State: ``top``, how many of the most viewed to add up; ``without_first``, whether to leave out
    the most viewed of all; ``near``, whether the picture is drawn near enough to see the others.
    """

    size = (charts.WIDTH, 290)
    margins = (20, 20, 20, 48)
    top = traitlets.Int(3, min=1, max=60)
    without_first = traitlets.Bool(False)
    near = traitlets.Bool(False)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "top": ipywidgets.IntSlider(
                description=text("Most viewed videos"), min=1, max=60, **WIDE
            ),
            "near": ipywidgets.Checkbox(
                description=text("Come nearer: show only up to 20,000 views"), **_BOX
            ),
            "without_first": ipywidgets.Checkbox(
                description=text("Leave out the most viewed video"), **_BOX
            ),
        }

    def view(self) -> View:
        videos = self._videos.iloc[1:] if self.without_first else self._videos
        views = videos["views"]
        return View(
            title=text("One account, {n} videos (invented data)", n=len(videos)),
            sentence=" ".join(
                [
                    plural(
                        "The most viewed video holds {share} of all {views} views.",
                        "The {count} most viewed of {n} videos hold {share} of all {views} views.",
                        self.top,
                        n=len(videos),
                        share=percent(engagement.top_share(views, self.top), 1),
                        views=number(int(views.sum())),
                    ),
                    text(
                        "The median is {median} views and the mean is {mean}; {above} videos have "
                        "more than the mean.",
                        median=number(engagement.typical_views(videos)),
                        mean=number(views.mean()),
                        above=int((views > views.mean()).sum()),
                    ),
                ]
            ),
            draw=lambda ax: _draw(ax, views.to_numpy(), self.top, self.near),
            source=charts.synthetic(),
            table=_sources(videos),
            cautions=(
                text(
                    "Views are not people. One person may watch a video three times, and may live "
                    "far away."
                ),
                text(
                    "It says nothing about your account. The data is invented, with one very "
                    "large video on purpose."
                ),
            ),
        )

    @cached_property
    def _videos(self) -> pd.DataFrame:
        return data.load("videos").sort_values("views", ascending=False, kind="stable")


def _sources(videos: pd.DataFrame) -> charts.Html:
    """How much came from the For You feed, counted by views and by videos."""
    known = videos["src_for_you"].notna()
    shares = engagement.for_you_shares(videos)
    views = videos["views"]
    return charts.table(
        pd.DataFrame(
            {
                text("Videos"): [int(known.sum()), int((~known).sum())],
                text("Views"): [int(views[known].sum()), int(views[~known].sum())],
                text("From For You, of all their views"): [
                    percent(shares.of_views, 1),
                    text("not known"),
                ],
                text("From For You, average of the videos"): [
                    percent(shares.of_videos, 1),
                    text("not known"),
                ],
            },
            index=[text("source of views shown"), text("source hidden: few views")],
        ),
        text("Where the views came from: the For You feed"),
    )


def _draw(ax: Axes, views: np.ndarray, top: int, near: bool) -> None:
    most = 20_000 if near else 500_000
    ax.set_xlim(0, most)
    ax.set_ylim(len(views) + 1, -1)
    ticks = range(0, most + 1, most // 4) if near else range(0, most + 1, most // 5)
    charts.number_line(ax, ticks, text("views (a line for each video, the most viewed on top)"))
    _bars(ax, views[top:], top, most, charts.SKY, "")
    _bars(ax, views[:top], 0, most, charts.ORANGE, "||")
    for value, colour, style, label, y in (
        (
            float(np.median(views)),
            charts.INK,
            "-",
            text("median {n} (plain line)", n=number(float(np.median(views)))),
            0.62,
        ),
        (
            float(views.mean()),
            charts.VERMILLION,
            "--",
            text("mean {n} (dashed line)", n=number(float(views.mean()))),
            0.74,
        ),
    ):
        ax.axvline(value, color=colour, linestyle=style, linewidth=2)
        ax.text(most * 0.98, y * len(views), label, ha="right", va="center")
    ax.text(
        most * 0.98,
        0.5 * len(views),
        plural(
            "striped: the {count} most viewed",
            "striped: the {count} most viewed",
            top,
        ),
        ha="right",
        va="center",
    )


def _bars(ax: Axes, views: np.ndarray, first: int, most: int, colour: str, hatch: str) -> None:
    """A thin bar for each video; those that are too long end at the edge. One artist: fast."""
    corners = [
        corner
        for y, end in enumerate(np.minimum(views, most), start=first)
        for corner in ((0, y), (end, y), (end, y + 1), (0, y + 1), (0, y))
    ]
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(views)
    ax.add_artist(  # add_patch would first look for the limits of each corner
        PathPatch(Path(corners, codes), facecolor=colour, hatch=hatch, linewidth=0.3)
    )
