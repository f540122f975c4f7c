"""The videos of one invented account: how its views are spread, and where they came from."""

from collections.abc import Mapping
from functools import cached_property

import ipywidgets
import numpy as np
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from workbook import charts, data, engagement
from workbook.i18n import number, percent, plural, text
from workbook.widgets.base import WIDE, Explorable, View


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
                description=text("Come nearer: show only up to 20,000 views"), indent=False, **WIDE
            ),
            "without_first": ipywidgets.Checkbox(
                description=text("Leave out the most viewed video"), indent=False, **WIDE
            ),
        }

    def view(self) -> View:
        videos = self._videos.iloc[1:] if self.without_first else self._videos
        views = videos["views"]
        known = videos.dropna(subset=["src_for_you"])
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
            table=charts.table(
                pd.DataFrame(
                    {
                        text("Videos"): [len(known), len(videos) - len(known)],
                        text("Views"): [
                            int(known["views"].sum()),
                            int(views.sum() - known["views"].sum()),
                        ],
                        text("Views from For You"): [
                            number((known["views"] * known["src_for_you"]).sum()),
                            text("hidden"),
                        ],
                        text("Mean of the videos' shares"): [
                            percent(known["src_for_you"].mean(), 1),
                            text("hidden"),
                        ],
                    },
                    index=[text("source of views shown"), text("source hidden: few views")],
                ),
                text("Where views came from: the For You feed"),
            ),
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
    ends = np.minimum(views, most)
    bars = [[(0, y), (end, y), (end, y + 1), (0, y + 1)] for y, end in enumerate(ends, start=first)]
    ax.add_collection(
        PolyCollection(bars, facecolors=colour, edgecolors=charts.INK, linewidths=0.3, hatch=hatch)
    )
