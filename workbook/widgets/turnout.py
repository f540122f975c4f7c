"""How many people is 15 to 20 % of a turnout of 200 to 250?"""

from collections.abc import Mapping
from math import ceil, floor

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts
from workbook.attribution import Interval, people_from_turnout
from workbook.errors import Problem
from workbook.i18n import percent, text
from workbook.widgets.base import WIDE, Explorable, View, span

# The case study's figures, as in data/case_facts.csv.
CASE_TURNOUT = Interval(200, 250)
CASE_SHARE = Interval(0.15, 0.20)


class TurnoutRange(Explorable):
    """A rough turnout times a rough share: how many people is that?

    State: ``turnout`` (low, high) in people; ``share`` (low, high) from 0 to 1; ``most``, the
    right end of the picture in people. It starts with the case study's figures.
    """

    size = (charts.WIDTH, 250)
    turnout = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=CASE_TURNOUT)
    share = traitlets.Tuple(traitlets.Float(), traitlets.Float(), default_value=CASE_SHARE)
    most = traitlets.Int(400, min=1)

    @traitlets.validate("turnout", "share")  # type: ignore[untyped-decorator]
    def _in_order(self, proposal: traitlets.Bunch) -> tuple[float, float]:
        low, high = proposal.value
        end = self.most if proposal.trait.name == "turnout" else 1
        if not 0 <= low <= high <= end:
            raise Problem(
                text(
                    "{name}=({low}, {high}) is no range: give two numbers, the smaller one first, "
                    "from 0 to {end}.",
                    name=proposal.trait.name,
                    low=low,
                    high=high,
                    end=end,
                )
            )
        return low, high

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "turnout": ipywidgets.IntRangeSlider(
                description=text("People who rode"),
                max=self.most,
                step=max(1, self.most // 80),
                **WIDE,
            ),
            "share": ipywidgets.FloatRangeSlider(
                description=text("Share from TikTok"),
                max=1,
                step=0.01,
                readout_format=".0%",
                **WIDE,
            ),
        }

    def view(self) -> View:
        everyone, share = Interval(*self.turnout), Interval(*self.share)
        rest_of_share = Interval(1 - share.high, 1 - share.low)
        # Half a person goes to TikTok, never to both: the two must add up to everyone.
        tiktok = Interval(*(floor(n + 0.5) for n in people_from_turnout(everyone, share)))
        others = Interval(*(ceil(n - 0.5) for n in people_from_turnout(everyone, rest_of_share)))
        return View(
            title=text("How many people came from TikTok?"),
            sentence=text(
                "If {everyone} people rode, and {share} of them came from TikTok, then that is "
                "{tiktok} people. The others, {others}, came another way.",
                everyone=span(*everyone),
                share=span(*share, percent),
                tiktok=span(*tiktok),
                others=span(*others),
            ),
            draw=lambda ax: _draw(ax, everyone, tiktok, others, self.most),
            source=self._source(),
            table=charts.table(
                pd.DataFrame(
                    [everyone, tiktok, others],
                    index=[text("Everyone"), text("From TikTok"), text("Another way")],
                    columns=[text("At least"), text("At most")],
                )
                .round()
                .astype(int),
                text("People at the ride"),
            ),
            cautions=(
                text(
                    "It is an estimate of an estimate: a rough count of riders, times a share that "
                    "was itself estimated. The true number can lie outside the range."
                ),
                text("It does not say that the middle of the range is likelier than its ends."),
                text(
                    "It does not say how many would have stayed at home without TikTok: some of "
                    "these people might have heard of the ride from a friend."
                ),
            ),
        )

    def _source(self) -> str:
        if (self.turnout, self.share) == (CASE_TURNOUT, CASE_SHARE):
            return text(
                "Figures of the case study, the Pride Ride of the Boston Cyclists Union. "
                "The share is the group's own estimate."
            )
        return text(
            "Your figures. The case study has {turnout} riders, and an estimated {share} "
            "of them from TikTok.",
            turnout=span(*CASE_TURNOUT),
            share=span(*CASE_SHARE, percent),
        )


def _draw(ax: Axes, everyone: Interval, tiktok: Interval, others: Interval, most: int) -> None:
    ax.set_xlim(0, most)
    ax.set_ylim(-0.35, 2.75)
    charts.number_line(
        ax,
        range(0, most + 1, max(1, most // 4)),
        text("people (plain: at least this many; striped: perhaps)"),
    )
    _bar(ax, 2, everyone, charts.SKY, text("Everyone: {people}", people=span(*everyone)))
    _bar(ax, 1, tiktok, charts.ORANGE, text("From TikTok: {people}", people=span(*tiktok)))
    _bar(ax, 0, others, charts.PAPER, text("Another way: {people}", people=span(*others)))


def _bar(ax: Axes, y: float, people: Interval, colour: str, label: str) -> None:
    """A bar that is plain up to the low end, and striped from there to the high end."""
    bottom, height = y - 0.22, 0.44
    ax.add_patch(Rectangle((0, bottom), people.low, height, facecolor=colour))
    doubt = people.high - people.low
    ax.add_patch(Rectangle((people.low, bottom), doubt, height, facecolor=colour, hatch="///"))
    ax.text(0, y + 0.3, label, va="bottom", weight="bold")
