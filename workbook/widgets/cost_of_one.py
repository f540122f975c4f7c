"""What did one leader, or one guest at the event, cost on each channel?"""

from collections.abc import Mapping
from functools import cached_property
from math import isinf

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import channels, charts, data
from workbook.channels import GOALS, Channel
from workbook.i18n import number, text
from workbook.widgets.base import WIDE, Explorable, View

TOP_RATE = 50
"""The highest hourly rate on the slider, in dollars."""


class CostOfOne(Explorable):
    """Dollars for one outcome on five channels of the invented campaign.

    State: ``goal``, one of :data:`~workbook.channels.GOALS`; ``hourly``, what an hour of work is
    worth in dollars (0 counts cash only).
    """

    size = (charts.WIDTH, 300)
    goal = traitlets.Enum(GOALS, default_value="leaders")
    hourly = traitlets.Int(0, min=0, max=TOP_RATE)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "hourly": ipywidgets.IntSlider(
                description=text("An hour of ours counts as ($)"),
                max=TOP_RATE,
                style={"description_width": "auto"},
                **WIDE,
            ),
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "goal": ipywidgets.RadioButtons(
                description=text("Cost of one (click, or Tab and space bar)"),
                options=[
                    (text("volunteer leader"), "leaders"),
                    (text("person at the event"), "attendees"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        prices = self._prices(self.goal)
        return View(
            title=(
                text("What one leader cost (an invented campaign)")
                if self.goal == "leaders"
                else text("What one person at the event cost (an invented campaign)")
            ),
            sentence=self._sentence(prices),
            draw=lambda ax: _draw(ax, prices, self._dearest(self.goal)),
            source=charts.synthetic(),
            table=self._table(),
            cautions=(
                text(
                    "It credits each person to one channel, and knows the true one only because "
                    "the data are invented. In your campaign that is an estimate."
                ),
                text(
                    "Cheap is not endless: three times the hours for talking to friends need not "
                    "bring three times the leaders."
                ),
                text(
                    "A leader and a guest are not worth the same. The picture compares ways to one "
                    "goal, and not the goals."
                ),
            ),
        )

    def _sentence(self, prices: Mapping[str, float]) -> str:
        best = min(prices, key=lambda name: prices[name])
        values = {
            "hourly": self.hourly,
            "tiktok": _dollars(prices["tiktok"]),
            "email": _dollars(prices["email"]),
            "winner": _in_a_sentence(min("tiktok", "email", key=lambda name: prices[name])),
            "best": _in_a_sentence(best),
            "lowest": _dollars(prices[best]),
        }
        if self.goal == "leaders" and not self.hourly:
            return text(
                "Counting cash only, one leader cost {tiktok} on TikTok and {email} by e-mail. Of "
                "the two, {winner} is cheaper. Cheapest of all: {best}, at {lowest}.",
                **values,
            )
        if self.goal == "leaders":
            return text(
                "With an hour at ${hourly}, one leader cost {tiktok} on TikTok and {email} by "
                "e-mail. Of the two, {winner} is cheaper. Cheapest of all: {best}, at {lowest}.",
                **values,
            )
        if not self.hourly:
            return text(
                "Counting cash only, one person at the event cost {tiktok} on TikTok and {email} "
                "by e-mail. Of the two, {winner} is cheaper. Cheapest of all: {best}, at {lowest}.",
                **values,
            )
        return text(
            "With an hour at ${hourly}, one person at the event cost {tiktok} on TikTok and "
            "{email} by e-mail. Of the two, {winner} is cheaper. Cheapest of all: {best}, at "
            "{lowest}.",
            **values,
        )

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return channels.compare(
            data.load("costs"),
            data.load("leaders"),
            data.load("checkins"),
            data.load_key("people_truth"),
        )

    def _prices(self, goal: str) -> dict[str, float]:
        """By channel, in the order of the table."""
        return {
            name: channels.price(channel, goal, self.hourly)
            for name, channel in self._channels.items()
        }

    def _dearest(self, goal: str) -> float:
        """The highest price at any rate: where the axis ends, so that bars can be compared."""
        prices = (channels.price(way, goal, TOP_RATE) for way in self._channels.values())
        return max(price for price in prices if not isinf(price))

    def _table(self) -> str:
        leader, guest = self._prices("leaders"), self._prices("attendees")
        return charts.table(
            pd.DataFrame(
                [
                    [
                        number(channel.hours),
                        _dollars(channel.cash),
                        text(
                            "{count} at {price}",
                            count=channel.leaders,
                            price=_dollars(leader[name]),
                        ),
                        text(
                            "{count} at {price}",
                            count=channel.attendees,
                            price=_dollars(guest[name]),
                        ),
                    ]
                    for name, channel in self._channels.items()
                ],
                index=[channel_name(name) for name in self._channels],
                columns=[text("Hours"), text("Cash"), text("Leaders"), text("At the event")],
            ),
            text("Both goals, with an hour at ${hourly}", hourly=self.hourly),
        )


def channel_name(name: str) -> str:
    """A channel of table ``costs`` in the reader's language, as it begins a line."""
    return {
        "tiktok": text("TikTok"),
        "instagram": text("Instagram"),
        "email": text("E-mail"),
        "friend": text("Friends and hosts"),
        "flyer": text("Flyers"),
    }.get(name, name)


def _in_a_sentence(name: str) -> str:
    return {
        "tiktok": text("TikTok"),
        "instagram": text("Instagram"),
        "email": text("e-mail"),
        "friend": text("friends and hosts"),
        "flyer": text("flyers"),
    }.get(name, name)


def _dollars(amount: float) -> str:
    """With cents below 1,000 dollars, and whole from there on."""
    if isinf(amount):
        return text("no outcome")
    return text("${amount}", amount=number(amount, 0 if amount >= 1000 or amount == 0 else 2))


def _draw(ax: Axes, prices: Mapping[str, float], dearest: float) -> None:
    step = _step(dearest)
    ax.set_xlim(0, 4 * step)
    ax.set_ylim(-0.35, 4.85)
    charts.number_line(
        ax,
        [step * k for k in range(5)],
        text("dollars for one (★ lowest; TikTok and e-mail in colour)"),
        lambda amount: number(amount, 0 if step >= 1 else 1),
    )
    best = min(prices, key=lambda name: prices[name])
    looks = {"tiktok": (charts.ORANGE, ""), "email": (charts.SKY, "//")}
    for y, (name, price) in zip(range(len(prices) - 1, -1, -1), prices.items(), strict=True):
        colour, hatch = looks.get(name, (charts.GRID, ""))
        width = 0 if isinf(price) else price
        ax.add_patch(Rectangle((0, y - 0.22), width, 0.4, facecolor=colour, hatch=hatch))
        label = (
            text("★ {channel}: {price}", channel=channel_name(name), price=_dollars(price))
            if name == best
            else text("{channel}: {price}", channel=channel_name(name), price=_dollars(price))
        )
        ax.text(0, y + 0.26, label, va="bottom", weight="bold")


def _step(most: float) -> float:
    """A round number of dollars of which four reach ``most``."""
    step = 0.5
    for step in (0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000):
        if 4 * step >= most:
            return step
    return most / 4
