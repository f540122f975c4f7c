"""How many of our own people could use TikTok?"""

from collections.abc import Mapping
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import audience, charts
from workbook.attribution import Interval
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View, span
from workbook.widgets.who import age_name

_TRAITS = dict(zip(audience.AGES, ("young", "middle", "older", "oldest"), strict=True))
_SHARES = {"use": audience.USE_BY_AGE, "news": audience.NEWS_BY_AGE}


class MyBase(Explorable):
    """A group's people by age, and how many of them would be users at the US rates.

    State: ``young``, ``middle``, ``older``, ``oldest``, the number of people aged 18-29, 30-49,
    50-64 and 65+; ``what``, ``"use"`` TikTok or regularly get ``"news"`` there; ``differ``, how
    many points the group may differ from the country.
    """

    size = (charts.WIDTH, 330)
    young = traitlets.Int(25, min=0, max=1_000_000)
    middle = traitlets.Int(25, min=0, max=1_000_000)
    older = traitlets.Int(25, min=0, max=1_000_000)
    oldest = traitlets.Int(25, min=0, max=1_000_000)
    what = traitlets.Enum(("use", "news"), default_value="use")
    differ = traitlets.Int(10, min=0, max=30)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        counts = {
            trait: ipywidgets.BoundedIntText(
                description=text("People aged {age}", age=age_name(age)),
                max=1_000_000,
                **_NARROW,
            )
            for age, trait in _TRAITS.items()
        }
        return {
            **counts,
            "differ": ipywidgets.IntSlider(
                description=text("We may differ by (points)"), max=30, **WIDE
            ),
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "what": ipywidgets.RadioButtons(
                description=text("Count (click, or Tab and space bar)"),
                options=[
                    (text("those who use TikTok"), "use"),
                    (text("those who regularly get news there"), "news"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    @property
    def people(self) -> dict[str, int]:
        """The number of people in each age group."""
        return {age: getattr(self, trait) for age, trait in _TRAITS.items()}

    def view(self) -> View:
        people, shares = self.people, _SHARES[self.what]
        users = {
            age: _whole(ends)
            for age, ends in audience.users(people, shares, self.differ / 100).items()
        }
        return View(
            title=text("How many of our own people could that be?"),
            sentence=self._sentence(),
            draw=lambda ax: _draw(ax, people, users),
            source=text(
                "Your people; shares by age from Pew Research Center, US adults, 2025. "
                "The points by which you may differ are your own guess."
            ),
            table=charts.table(
                pd.DataFrame(
                    [
                        [people[age], percent(shares.shares[age]), span(*users[age])]
                        for age in people
                    ],
                    index=[age_name(age) for age in people],
                    columns=[text("Our people"), text("US share"), text("Could be users")],
                ),
                text(
                    "By age, rounded to whole people; so these may add up to a few more or fewer "
                    "than the sentence says"
                ),
            ),
            cautions=(
                text(
                    "The shares are those of US adults. In another country, look for a survey of "
                    "your own; nobody under 18 is in it."
                ),
                text(
                    "Your people did not join you by lot. Riders, nurses or tenants may use it "
                    "more, or less, than others of their age."
                ),
                text(
                    "It counts who could be there at all. How many of them would ever see a video "
                    "of yours is another question, and the number is smaller."
                ),
            ),
        )

    def _sentence(self) -> str:
        people, shares = self.people, _SHARES[self.what]
        everyone = sum(people.values())
        if not everyone:
            return text("Type how many of your people are of each age.")
        ends = _whole(audience.reachable(people, shares, self.differ / 100))
        others = span(everyone - ends.high, everyone - ends.low)
        users = audience.make_up(people, shares)
        largest = max(users, key=lambda age: users[age])
        values: dict[str, Any] = {
            "everyone": number(everyone),
            "some": span(*ends),
            "others": others,
            "differ": self.differ,
            "share": percent(users[largest]),
            "age": age_name(largest),
        }
        if self.what == "use":
            return text(
                "Of {everyone} people, {some} would use TikTok, if at each age you lie within "
                "{differ} points of the US figures. The other {others} would not. Right at those "
                "figures, {share} of your users would be aged {age}.",
                **values,
            )
        return text(
            "Of {everyone} people, {some} would regularly get news on TikTok, if at each age you "
            "lie within {differ} points of the US figures. The other {others} would not. Right at "
            "those figures, {share} of them would be aged {age}.",
            **values,
        )


_NARROW: dict[str, Any] = {"layout": {"width": "auto", "max_width": "300px"}}


def _whole(ends: Interval) -> Interval:
    """Whole people; half a person goes up."""
    return Interval(int(ends.low + 0.5), int(ends.high + 0.5))


def _draw(ax: Axes, people: Mapping[str, int], users: Mapping[str, Interval]) -> None:
    step = _step(max(people.values()))
    most = 4 * step
    ax.set_xlim(0, most)
    ax.set_ylim(-0.35, 3.8)
    charts.number_line(
        ax, range(0, most + 1, step), text("people (plain: users; striped: perhaps; empty: not)")
    )
    for y, age in zip((3, 2, 1, 0), people, strict=True):
        bottom, low, high = y - 0.22, users[age].low, users[age].high
        ax.add_patch(Rectangle((0, bottom), people[age], 0.4, facecolor=charts.PAPER))
        ax.add_patch(Rectangle((0, bottom), low, 0.4, facecolor=charts.SKY))
        ax.add_patch(Rectangle((low, bottom), high - low, 0.4, facecolor=charts.SKY, hatch="///"))
        label = text(
            "{age}: {some} of {all}",
            age=age_name(age),
            some=span(*users[age]),
            all=number(people[age]),
        )
        ax.text(0, y + 0.27, label, va="bottom", weight="bold")


def _step(most: int) -> int:
    """A round number of which four reach ``most``."""
    step = 1
    while 4 * step < most:
        # 1, 2, 5, 10, 20, 50 ...
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step
