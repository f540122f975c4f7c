"""The day it is gone: how many of our followers can we still reach?"""

from collections.abc import Mapping

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, facts, gone
from workbook.attribution import Interval
from workbook.gone import OUTAGES
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View, span


class DayGone(Explorable):
    """Whom one can reach without the app, and whether it is back before one's date.

    State: ``followers``; ``on_list``, the percentage of them on a list of one's own; ``elsewhere``,
    the percentage who follow on another app; ``outage``, one of :data:`~workbook.gone.OUTAGES`;
    ``days``, the days until one's next date.
    """

    size = (charts.WIDTH, 285)
    followers = traitlets.Int(1000, min=0, max=10_000_000)
    on_list = traitlets.Int(0, min=0, max=100)
    elsewhere = traitlets.Int(20, min=0, max=100)
    days = traitlets.Int(10, min=0, max=365)
    outage = traitlets.Enum(tuple(OUTAGES), default_value="us")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "followers": ipywidgets.BoundedIntText(
                description=text("Our followers on TikTok"),
                max=10_000_000,
                layout={"width": "auto", "max_width": "320px"},
            ),
            "on_list": ipywidgets.IntSlider(
                description=text("On our own list (%)"), max=100, **WIDE
            ),
            "elsewhere": ipywidgets.IntSlider(
                description=text("Follow us elsewhere (%)"), max=100, **WIDE
            ),
            "days": ipywidgets.IntSlider(
                description=text("Days to our next date"), max=365, **WIDE
            ),
            # Not a menu: JupyterLab keeps the arrow keys of a menu for itself.
            "outage": ipywidgets.SelectionSlider(
                description=text("The app is gone for"),
                options=[(_length(name), name) for name in OUTAGES],
                **WIDE,
            ),
        }

    def view(self) -> View:
        reached = self.reached
        listed = round(self.followers * self.on_list / 100)
        return View(
            title=text("The day it is gone: whom can we still reach?"),
            sentence=self._sentence(reached, listed),
            draw=lambda ax: _draw(ax, self.followers, listed, reached),
            source=text(
                "Your followers and shares are your own guess. The lengths are those of real bans "
                "and outages, rounded; their sources stand in the lesson."
            ),
            table=self._table(),
            cautions=(
                text(
                    "To be on a list is not yet to read it. Test yours: how many answered your "
                    "last message?"
                ),
                text(
                    "Another app is borrowed, too. It can go in the same week, under the same law."
                ),
                text("How many come back after an outage, nobody has counted, as far as we found."),
            ),
        )

    @property
    def reached(self) -> Interval:
        """Whole followers who can be reached without the app."""
        low, high = gone.still_reached(self.followers, self.on_list / 100, self.elsewhere / 100)
        return Interval(round(low), round(high))

    def _sentence(self, reached: Interval, listed: int) -> str:
        outage = OUTAGES[self.outage]
        values = {
            "followers": number(self.followers),
            "reached": span(*reached),
            "share": percent(self.on_list / 100),
            "listed": number(listed),
            "lost": span(self.followers - reached.high, self.followers - reached.low),
            "length": _length(self.outage),
            "days": self.days,
        }
        if gone.back_in_time(outage, self.days):
            return text(
                "Of {followers} followers you can still reach {reached}. On your own list, and so "
                "reached whatever happens to other apps: {listed}. The other {lost} hear nothing "
                "from you for {length}. Your date in {days} days comes after that, so you may "
                "still reach them in time.",
                **values,
            )
        if outage.over:
            return text(
                "Of {followers} followers you can still reach {reached}. On your own list, and so "
                "reached whatever happens to other apps: {listed}. The other {lost} hear nothing "
                "from you for {length}. Your date in {days} days passes without them, unless "
                "somebody tells them.",
                **values,
            )
        return text(
            "Of {followers} followers you can still reach {reached}. On your own list, and so "
            "reached whatever happens to other apps: {listed}. The other {lost} hear nothing from "
            "you for {length}, and it was not over when we last looked. Your date in {days} days "
            "passes without them, unless somebody tells them.",
            **values,
        )

    def _table(self) -> str:
        known = facts.load()
        return charts.table(
            pd.DataFrame(
                [
                    [
                        _length(name),
                        text("in time")
                        if gone.back_in_time(outage, self.days)
                        else text("too late"),
                        known[outage.fact].as_of.replace("-", "\u2011"),  # not broken there
                    ]
                    for name, outage in OUTAGES.items()
                ],
                index=[_place(name) for name in OUTAGES],
                columns=[
                    text("Gone for"),
                    text("Back for our date?"),
                    text("As of"),
                ],
            ),
            text("What has happened, and our date in {days} days", days=self.days),
        )


def _place(name: str) -> str:
    return {
        "us": text("United States, January 2025"),
        "senegal": text("Senegal, from August 2023"),
        "nepal": text("Nepal, from November 2023"),
        "albania": text("Albania, from March 2025"),
        "india": text("India, from June 2020"),
    }[name]


def _length(name: str) -> str:
    return {
        "us": text("a weekend"),
        "senegal": text("about 6 months"),
        "nepal": text("about 9 months"),
        "albania": text("about 11 months"),
        "india": text("more than 5 years"),
    }[name]


def _draw(ax: Axes, followers: int, listed: int, reached: Interval) -> None:
    most = max(followers, 1)
    ax.set_xlim(0, most)
    ax.set_ylim(-0.35, 2.85)
    # 1,000 followers have marks at each 250; other numbers have marks at the same four shares.
    charts.number_line(
        ax,
        [most * share / 4 for share in range(5)],
        text("followers (plain: sure; striped: perhaps; empty: not)"),
    )
    rows = (
        (2, text("With the app: {count}", count=number(followers)), followers, followers, "BLUE"),
        (
            1,
            text("Without it, list or another app: {count}", count=span(*reached)),
            *reached,
            "SKY",
        ),
        (0, text("By our own list alone: {count}", count=number(listed)), listed, listed, "GREEN"),
    )
    for y, label, low, high, colour in rows:
        fill = {"BLUE": charts.BLUE, "SKY": charts.SKY, "GREEN": charts.GREEN}[colour]
        ax.add_patch(Rectangle((0, y - 0.22), most, 0.4, facecolor=charts.PAPER))
        ax.add_patch(Rectangle((0, y - 0.22), low, 0.4, facecolor=fill))
        ax.add_patch(Rectangle((low, y - 0.22), high - low, 0.4, facecolor=fill, hatch="///"))
        ax.text(0, y + 0.26, label, va="bottom", weight="bold")
