"""Who is still watching after one, two, three seconds?"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, data
from workbook.i18n import number, percent, text
from workbook.watching import watching_at
from workbook.widgets.base import WIDE, Explorable, View

LAST_SECOND = 7
"""The shortest video is so long, so every second shows the same videos."""
_SECONDS = tuple(float(second) for second in np.linspace(0, LAST_SECOND, 29))
_LOOKS = (
    (charts.BLUE, "-", "o"),
    (charts.VERMILLION, "--", "s"),
    (charts.GREEN, "-.", "^"),
)


class _Curve(NamedTuple):
    """Mean share still watching some videos, at each of ``_SECONDS``."""

    label: str
    videos: int
    shares: pd.Series
    to_the_end: float


class HookLab(Explorable):
    """How many keep watching in the first seconds of the invented videos.

    State: ``by``, what the curves tell apart: ``"has_hook"``, ``"on_location"`` or ``"format"``;
    ``among``, which videos: ``"all"``, or those of one format.
    """

    size = (charts.WIDTH, 370)
    margins = (48, 20, 104, 48)  # the names of the curves stand above them
    by = traitlets.Enum(("has_hook", "on_location", "format"), default_value="has_hook")
    among = traitlets.Enum(("all", "trend", "explainer", "reply"), default_value="all")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "by": ipywidgets.RadioButtons(
                description=text("Tell apart (click, or Tab and space bar)"),
                options=[
                    (text("with a hook, and without"), "has_hook"),
                    (text("at the place it is about, and in a room"), "on_location"),
                    (text("the three formats"), "format"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "among": ipywidgets.RadioButtons(
                description=text("Among"),
                options=[
                    (text("all videos"), "all"),
                    *((_formats()[name], name) for name in ("trend", "explainer", "reply")),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        curves = self._curves()
        said = [
            text(
                "After 3 seconds, still watching: {groups}.",
                groups="; ".join(
                    text(
                        "{share} ({label}, {n} videos)",
                        label=curve.label,
                        share=percent(curve.shares[3.0], 1),
                        n=curve.videos,
                    )
                    for curve in curves
                ),
            )
        ]
        if len(curves) == 2:
            gap = 100 * (curves[0].shares[3.0] - curves[1].shares[3.0])
            said.append(
                text(
                    "The difference, first less second, is {points} percentage points.",
                    points=number(gap, 1),
                )
            )
        return View(
            title=text("Who is still watching? (invented videos)"),
            sentence=" ".join(said),
            draw=lambda ax: _draw(ax, curves),
            source=charts.synthetic(),
            table=_table(curves),
            cautions=(
                text(
                    "It does not say that the hook held people. Videos with a hook may be better "
                    "in other ways as well. To know, let a coin decide which video gets one."
                ),
                text("It does not say who watched: people near you, or people far away."),
                text("The numbers were invented. In your account the curves may cross."),
            ),
        )

    def _curves(self) -> list[_Curve]:
        videos = self._videos
        if self.among != "all":
            videos = videos[videos["format"] == self.among]
        curves = []
        for value, label in _groups(self.by).items():
            group = videos[videos[self.by] == value]
            if len(group):
                shares = self._watching.loc[group["video_id"]].mean()
                ended = float(group["full_watch_rate"].mean())
                curves.append(_Curve(label, len(group), shares, ended))
        return curves

    @cached_property
    def _videos(self) -> pd.DataFrame:
        return data.load("videos")

    @cached_property
    def _watching(self) -> pd.DataFrame:
        return watching_at(self._videos, data.load("retention"), _SECONDS)


def _formats() -> dict[str, str]:
    return {
        "trend": text("“this trend, but …” videos"),
        "explainer": text("explainers"),
        "reply": text("replies to comments"),
    }


def _groups(by: str) -> Mapping[Any, str]:
    """The values of a column, in the order of the curves, and what they are called."""
    if by == "has_hook":
        return {True: text("with a hook"), False: text("without a hook")}
    if by == "on_location":
        return {True: text("at the place"), False: text("in a room")}
    return _formats()


def _table(curves: list[_Curve]) -> str:
    return charts.table(
        pd.DataFrame(
            [
                [
                    number(curve.videos),
                    *(percent(curve.shares[second], 1) for second in (1.0, 3.0, 7.0)),
                    percent(curve.to_the_end, 1),
                ]
                for curve in curves
            ],
            index=[curve.label for curve in curves],
            columns=[
                text("Videos"),
                text("At 1 s"),
                text("At 3 s"),
                text("At 7 s"),
                text("To the end"),
            ],
        ),
        text("Share still watching, mean of the videos"),
    )


def _draw(ax: Axes, curves: list[_Curve]) -> None:
    ax.set_xlim(0, LAST_SECOND)
    ax.set_ylim(0, 1)
    charts.number_line(ax, range(LAST_SECOND + 1), text("seconds since the video began"))
    shares = (0, 0.25, 0.5, 0.75, 1)
    ax.hlines(shares, 0, LAST_SECOND, color=charts.GRID, linewidth=1, zorder=0)
    for share in shares:
        ax.text(-0.1, share, percent(share), size=13, color=charts.QUIET, ha="right", va="center")
    ax.plot([3, 3], [0, 1], color=charts.QUIET, linestyle="--", linewidth=1.2, zorder=1)
    ax.text(3.1, 0.96, text("3 seconds"), size=13, color=charts.QUIET, va="top")
    ax.text(0, 1.06, text("share still watching"), color=charts.QUIET, size=13, va="bottom")
    for row, (curve, (colour, line, marker)) in enumerate(zip(curves, _LOOKS, strict=False)):
        ax.plot(
            _SECONDS,
            curve.shares,
            color=colour,
            linestyle=line,
            marker=marker,
            markevery=4,  # at whole seconds
            markersize=8,
            markeredgecolor=charts.INK,
            clip_on=False,
        )
        # Above the picture, where no curve can be.
        y = 1.2 + 0.1 * (len(curves) - 1 - row)
        ax.plot(
            [0, 0.55],
            [y, y],
            color=colour,
            linestyle=line,
            marker=marker,
            markersize=8,
            markeredgecolor=charts.INK,
            clip_on=False,
        )
        label = text("{label}: {n} videos", label=curve.label, n=curve.videos)
        ax.text(0.75, y, label, va="center")
