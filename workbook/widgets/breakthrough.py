"""How often does a small account break through, if nobody looks at its size?"""

from collections.abc import Mapping

import ipywidgets
import numpy as np
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, feed
from workbook.i18n import number, percent, plural, text
from workbook.widgets.base import WIDE, Explorable, View

FOLLOWERS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
LARGE = 100_000
"""Followers of the account to compare with."""
VIDEOS = 1000


class Breakthrough(Explorable):
    """Where 1,000 videos end that climb through rounds; see :func:`workbook.feed.climb`.

    State: ``followers``, one of :data:`FOLLOWERS`; ``keen``, the share of strangers from 0.1 to
    0.5 who watch a usual video to the end. Beside it an account with :data:`LARGE` followers,
    with videos that are liked as much.
    """

    size = (charts.WIDTH, 330)
    margins = (20, 20, 12, 20)
    followers = traitlets.Enum(FOLLOWERS, default_value=300)
    keen = traitlets.Float(0.25, min=0.1, max=0.5)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "followers": ipywidgets.SelectionSlider(
                description=text("Followers"),
                options=[(number(count), count) for count in FOLLOWERS],
                **WIDE,
            ),
            "keen": ipywidgets.FloatSlider(
                description=text("Strangers who watch to the end"),
                min=0.1,
                max=0.5,
                step=0.05,
                readout_format=".0%",
                **WIDE,
            ),
        }

    def view(self) -> View:
        small = feed.climb(self.followers, self.keen, VIDEOS)
        large = feed.climb(LARGE, self.keen, VIDEOS)
        bands = feed.in_bands(small), feed.in_bands(large)
        return View(
            title=text("How many of 1,000 videos go far? (a model, not TikTok's formula)"),
            sentence=" ".join(
                [
                    plural(
                        "Of 1,000 videos by an account with {followers} followers, {count} "
                        "reaches {most} views.",
                        "Of 1,000 videos by an account with {followers} followers, {count} "
                        "reach {most} views.",
                        bands[0][-1],
                        followers=number(self.followers),
                        most=number(feed.BANDS[-1]),
                    ),
                    text(
                        "Half of them stay at {median} or below. With {large} followers it is "
                        "{count} that reach {most}, and {large_median} in the middle. Yet the "
                        "videos are liked as much: of 100 strangers, {keen} watch a usual one to "
                        "the end.",
                        median=number(float(np.median(small))),
                        large=number(LARGE),
                        count=number(bands[1][-1]),
                        most=number(feed.BANDS[-1]),
                        large_median=number(float(np.median(large))),
                        keen=number(100 * self.keen),
                    ),
                ]
            ),
            draw=lambda ax: _draw(ax, self.followers, *bands),
            source=text(
                "A model with a seed, the same each time. A round is shown to {wider} times as "
                "many people as the one before, if {bar} or more of that one watch to the end.",
                wider=feed.WIDER,
                bar=percent(feed.BAR),
            ),
            table=charts.table(
                pd.DataFrame(
                    {_account(self.followers): bands[0], _account(LARGE, other=True): bands[1]},
                    index=_band_names(),
                ),
                text("Videos of 1,000, by the views they end with"),
            ),
            cautions=(
                text(
                    "It does not say how TikTok picks its crowds. That a video is tried in rounds "
                    "is our own guess, and we have no source for the numbers."
                ),
                text(
                    "It does not promise your account anything. Move the slider for strangers: "
                    "what you do not know about your videos matters more than the followers."
                ),
            ),
        )


def _account(followers: int, other: bool = False) -> str:
    if other:
        return text("large account: {n} followers", n=number(followers))
    return text("this account: {n} followers", n=number(followers))


def _band_names() -> list[str]:
    low, middle, high = (number(views) for views in feed.BANDS)
    return [
        text("below {views} views", views=low),
        text("{low} to {high} views", low=low, high=middle),
        text("{low} to {high} views", low=middle, high=high),
        text("{views} views or more", views=high),
    ]


def _draw(ax: Axes, followers: int, small: list[int], large: list[int]) -> None:
    ax.set_axis_off()
    ax.set_xlim(0, 100)
    ax.set_ylim(0, 10.4)
    accounts = (
        (5.4, _account(followers), small, charts.ORANGE, ""),
        (0, _account(LARGE, other=True), large, charts.SKY, "//"),
    )
    for bottom, title, bands, colour, hatch in accounts:
        ax.text(0, bottom + 4.25, title, weight="bold", va="bottom")
        for row, (name, count) in enumerate(zip(_band_names(), bands, strict=True)):
            y = bottom + 3.5 - row
            ax.text(46, y, name, size=13, ha="right", va="center")
            length = 42 * count / VIDEOS
            ax.add_patch(Rectangle((48, y - 0.3), length, 0.6, facecolor=colour, hatch=hatch))
            ax.text(49.5 + length, y, number(count), size=13, va="center")
