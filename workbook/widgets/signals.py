"""Which number goes with reach?"""

from collections.abc import Mapping
from functools import cached_property

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, data
from workbook.engagement import engagement_rates, share_watched, spearman
from workbook.i18n import number, text
from workbook.watching import median_reach_by_thirds
from workbook.widgets.base import WIDE, Explorable, View

MEASURES = ("likes", "share_watched", "engagement_rate", "followers_at_post")


class ReachSignals(Explorable):
    """The invented videos in order of one number, and in order of how many people they reached.

    State: ``measure``, one of :data:`MEASURES`.
    """

    size = (charts.WIDTH, 340)
    margins = (30, 20, 34, 48)
    measure = traitlets.Enum(MEASURES, default_value="followers_at_post")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "measure": ipywidgets.RadioButtons(
                description=text("In order of (click, or Tab and space bar)"),
                options=[
                    (text("followers on the day of posting"), "followers_at_post"),
                    (text("likes, in number"), "likes"),
                    (text("reactions per view"), "engagement_rate"),
                    (text("share of its length that people watched"), "share_watched"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            )
        }

    def view(self) -> View:
        videos, measure = self._videos, self._measure()
        low, middle, high = median_reach_by_thirds(videos, measure)
        return View(
            title=text("Which number goes with reach? (invented videos)"),
            sentence=text(
                "In order of {measure}: a typical video of the lowest third reached {low} people, "
                "one of the highest third {high}. The rank correlation with reach is {rho} "
                "(0: no link; 1: the same order).",
                measure=_names()[self.measure],
                low=number(low),
                high=number(high),
                rho=number(spearman(measure, videos["reach"]), 2),
            ),
            draw=lambda ax: _draw(ax, measure.rank(), videos["reach"].rank(), self.measure),
            source=charts.synthetic(),
            table=charts.table(
                pd.DataFrame(
                    {text("People reached"): [number(reach) for reach in (low, middle, high)]},
                    index=[text("Lowest third"), text("Middle third"), text("Highest third")],
                ),
                text("Median reach of the videos, in order of {m}", m=_names()[self.measure]),
            ),
            cautions=self._cautions(),
        )

    def _cautions(self) -> tuple[str, ...]:
        cautions = [
            text("Going together is not causing. Nobody changed one thing and kept the others."),
            text("It is one invented account. Between accounts, other things may count."),
        ]
        if self.measure == "likes":
            cautions.append(
                text(
                    "Likes are a count: more viewers, more likes. They grow with reach and cannot "
                    "explain it."
                )
            )
        return tuple(cautions)

    def _measure(self) -> pd.Series:
        if self.measure == "share_watched":
            return share_watched(self._videos)
        if self.measure == "engagement_rate":
            return engagement_rates(self._videos)
        values: pd.Series = self._videos[self.measure]
        return values

    @cached_property
    def _videos(self) -> pd.DataFrame:
        return data.load("videos")


def _names() -> dict[str, str]:
    return {
        "likes": text("likes"),
        "share_watched": text("share watched"),
        "engagement_rate": text("reactions per view"),
        "followers_at_post": text("followers"),
    }


def _draw(ax: Axes, measure: pd.Series, reach: pd.Series, name: str) -> None:
    last = len(reach)
    ax.set_xlim(0, last)
    ax.set_ylim(0, last)
    charts.number_line(ax, (), text("fewest on the left, most on the right: {m}", m=_names()[name]))
    for third in (1, 2):
        ax.axvline(third * last / 3, color=charts.GRID, linewidth=1, zorder=0)
    ax.plot([0, 0, last], [last, 0, 0], color=charts.QUIET, linestyle="-", linewidth=1.2)
    ax.text(
        0,
        1.02,
        text("higher up: reached more people (each dot is a video)"),
        size=13,
        color=charts.QUIET,
        va="bottom",
        transform=ax.transAxes,
    )
    ax.plot(
        measure,
        reach,
        color=charts.BLUE,
        linestyle="none",
        marker="o",
        markersize=8,
        markeredgecolor=charts.INK,
        markeredgewidth=0.8,
        alpha=0.75,
        clip_on=False,
    )
