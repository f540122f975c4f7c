"""Did TikTok pass YouTube in watch time? By one measure, in some places, on some phones."""

from collections.abc import Mapping

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts
from workbook.audience import WATCH_TIME
from workbook.audience import WatchTime as Hours
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View

LONGEST = 45
"""Hours a month at the right end of the picture."""


class WatchTime(Explorable):
    """Hours for each user of TikTok and of YouTube, and the hours of all users together.

    State: ``country``, one of ``"us"``, ``"uk"``, ``"kr"``; ``times``, how many users YouTube has
    for each user of TikTok.
    """

    size = (charts.WIDTH, 290)
    country = traitlets.Enum(tuple(WATCH_TIME), default_value="us")
    times = traitlets.Float(1.0, min=0.5, max=4.0)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "country": ipywidgets.RadioButtons(
                description=text("Where (click, or Tab and space bar)"),
                options=[
                    (text("United States"), "us"),
                    (text("United Kingdom"), "uk"),
                    (text("South Korea"), "kr"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "times": ipywidgets.FloatSlider(
                description=text("YouTube's users for each TikTok user"),
                min=0.5,
                max=4.0,
                step=0.05,
                readout_format=".2f",
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        hours = WATCH_TIME[self.country]
        total = hours.total(self.times)
        share = total.tiktok / sum(total)
        return View(
            title=text("Hours a month on TikTok and on YouTube (Android phones, 2021)"),
            sentence=text(
                "The average user of TikTok spent about {tiktok} hours a month in it, and the "
                "average user of YouTube about {youtube}. If YouTube has {times} users for each "
                "user of TikTok, then {share} of all these hours are on TikTok. The two are level "
                "at {level} users.",
                tiktok=_hours(hours.tiktok),
                youtube=_hours(hours.youtube),
                times=number(self.times, 2),
                share=percent(share),
                level=number(hours.per_user_ratio(), 2),
            ),
            draw=lambda ax: _draw(ax, hours, share),
            source=text(
                "Hours for each user: App Annie, 2021, as reported in the press; Android phones "
                "only. The number of users is your own guess."
            ),
            table=charts.table(
                pd.DataFrame(
                    [[_hours(hours.tiktok), total.tiktok], [_hours(hours.youtube), total.youtube]],
                    index=[text("TikTok"), text("YouTube")],
                    columns=[text("Hours for each user"), text("Hours of all users")],
                ),
                text("Hours a month; all users: 100 on TikTok, and as many as you say on YouTube"),
            ),
            cautions=(
                text(
                    "It leaves out iPhones, computers and televisions, where much of YouTube is "
                    "watched. It is from 2021."
                ),
                text(
                    "An average for each user says nothing about how many users there are. App "
                    "Annie put YouTube first in total time."
                ),
                text("Time spent on an app is not time spent with you."),
            ),
        )


def _hours(hours: float) -> str:
    return number(hours, 0 if hours == int(hours) else 1)


def _draw(ax: Axes, hours: Hours, share: float) -> None:
    ax.set_xlim(0, LONGEST)
    ax.set_ylim(-0.35, 3.15)
    charts.number_line(ax, range(0, LONGEST + 1, 15), text("hours a month for each user"))
    for y, name, value, colour in (
        (
            1,
            text("TikTok, each user: {hours} hours", hours=_hours(hours.tiktok)),
            hours.tiktok,
            charts.ORANGE,
        ),
        (
            0,
            text("YouTube, each user: {hours} hours", hours=_hours(hours.youtube)),
            hours.youtube,
            charts.SKY,
        ),
    ):
        ax.add_patch(Rectangle((0, y - 0.22), value, 0.4, facecolor=colour))
        ax.text(0, y + 0.26, name, va="bottom", weight="bold")
    # All hours as one bar with a scale of its own: without the hours' grid behind it.
    ax.add_patch(
        Rectangle((-1, 1.7), LONGEST + 2, 1.6, facecolor=charts.PAPER, linewidth=0, clip_on=False)
    )
    ax.add_patch(Rectangle((0, 2.1), share * LONGEST, 0.4, facecolor=charts.ORANGE))
    ax.add_patch(
        Rectangle(
            (share * LONGEST, 2.1), (1 - share) * LONGEST, 0.4, facecolor=charts.SKY, hatch="//"
        )
    )
    label = text(
        "All hours: TikTok {share}, YouTube (striped) {rest}",
        share=percent(share),
        rest=percent(1 - share),
    )
    ax.text(0, 2.58, label, va="bottom", weight="bold")
