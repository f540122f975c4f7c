"""How far can 9 of 17 be trusted?"""

from collections.abc import Mapping

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts
from workbook.attribution import Interval, Share, wilson_interval
from workbook.errors import Problem
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View

CASE = Share(9, 17)  # the case study's figures, as in data/case_facts.csv
CONFIDENCES = (0.80, 0.90, 0.95, 0.99)


class TeamInterval(Explorable):
    """A share seen in a small group, with its Wilson interval; beside it a larger group.

    State: ``k`` of ``n`` leaders came from TikTok; ``confidence`` of the interval, one of
    :data:`CONFIDENCES`; ``times``, how many times as large the compared team is. Lowering ``n``
    below ``k`` lowers ``k``. It starts with the case study's figures.
    """

    size = (charts.WIDTH, 210)
    k = traitlets.Int(CASE.k, min=0)
    n = traitlets.Int(CASE.n, min=1, max=60)
    confidence = traitlets.Enum(CONFIDENCES, default_value=0.95)
    times = traitlets.Int(10, min=2, max=50)

    @traitlets.validate("k")  # type: ignore[untyped-decorator]
    def _within_the_team(self, proposal: traitlets.Bunch) -> int:
        if proposal.value > self.n:
            raise Problem(
                text(
                    "k={k} is more than the whole team: give a number from 0 to n={n}.",
                    k=proposal.value,
                    n=self.n,
                )
            )
        return int(proposal.value)

    @traitlets.observe("n")  # type: ignore[untyped-decorator]
    def _follow_the_team(self, _: traitlets.Bunch) -> None:
        self.k = min(self.k, self.n)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        from_tiktok = ipywidgets.IntSlider(description=text("Leaders from TikTok"), **WIDE)
        traitlets.dlink((self, "n"), (from_tiktok, "max"))
        return {
            "n": ipywidgets.IntSlider(
                description=text("Leaders in the team"), min=1, max=60, **WIDE
            ),
            "k": from_tiktok,  # after the team, which is its largest value
            "times": ipywidgets.IntSlider(
                description=text("A team so many times as large"),
                min=2,
                max=50,
                style={"description_width": "auto"},
                **WIDE,
            ),
            # Not a menu: JupyterLab keeps the arrow keys of a menu for itself.
            "confidence": ipywidgets.SelectionSlider(
                description=text("Confidence"),
                options=[(percent(level), level) for level in CONFIDENCES],
                **WIDE,
            ),
        }

    def view(self) -> View:
        team = Share(self.k, self.n)
        larger = Share(self.k * self.times, self.n * self.times)
        here = wilson_interval(*team, self.confidence)
        there = wilson_interval(*larger, self.confidence)
        return View(
            title=text("How far can a small count be trusted?"),
            sentence=text(
                "{k} of {n} is {share}. Suppose that these {n} were drawn by chance from a large "
                "crowd. Then the share in the whole crowd could well be anything from {low} to "
                "{high} ({confidence} Wilson interval). With {larger_k} of {larger_n} the range "
                "is narrower: from {larger_low} to {larger_high}.",
                k=team.k,
                n=team.n,
                share=percent(team.share, 1),
                confidence=percent(self.confidence),
                low=percent(here.low, 1),
                high=percent(here.high, 1),
                larger_k=number(larger.k),
                larger_n=number(larger.n),
                larger_low=percent(there.low, 1),
                larger_high=percent(there.high, 1),
            ),
            draw=lambda ax: _draw(ax, (team, here), (larger, there)),
            source=self._source(),
            table=charts.table(
                pd.DataFrame(
                    [
                        [percent(share, 1) for share in (team.share, *here)],
                        [percent(share, 1) for share in (larger.share, *there)],
                    ],
                    index=[_k_of_n(team), _k_of_n(larger)],
                    columns=[text("Share"), text("Low end"), text("High end")],
                ),
                text("Wilson interval, confidence {level}", level=percent(self.confidence)),
            ),
            cautions=(
                text(
                    "{k} of {n} is the whole team, counted: about these {n} people nothing is "
                    "uncertain. The range says something only if they stand in for leaders who "
                    "will join later.",
                    k=team.k,
                    n=team.n,
                ),
                text(
                    "It does not cover other mistakes: a team that is unlike the next one, or "
                    "leaders who remember wrongly how they found you."
                ),
                text(
                    "It does not say what made them leaders: the video, or what happened after "
                    "they came."
                ),
            ),
        )

    def _source(self) -> str:
        if Share(self.k, self.n) == CASE:
            return text(
                "{k} of {n}: volunteer leaders in the case study, the Boston Cyclists Union. "
                "The larger team is invented, to compare.",
                k=CASE.k,
                n=CASE.n,
            )
        return text(
            "Your figures. The case study has {k} of {n} volunteer leaders.", k=CASE.k, n=CASE.n
        )


def _draw(ax: Axes, here: tuple[Share, Interval], there: tuple[Share, Interval]) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.4, 1.8)
    charts.number_line(
        ax, range(0, 101, 25), text("share from TikTok in percent (dashed line: half)")
    )
    ax.axvline(50, color=charts.QUIET, linestyle="--", linewidth=1.2, zorder=1)
    _row(ax, 1, *here, "o", charts.BLUE)
    _row(ax, 0, *there, "s", charts.GREEN)


def _row(ax: Axes, y: float, share: Share, interval: Interval, marker: str, colour: str) -> None:
    """The interval as a line with an upright at each end, the share as a marker on it."""
    label = text(
        "{k} of {n}: {low} to {high}",
        k=number(share.k),
        n=number(share.n),
        low=percent(interval.low, 1),
        high=percent(interval.high, 1),
    )
    ax.text(0, y + 0.25, label, va="bottom", weight="bold")
    charts.ranged(
        ax, y, colour, (100 * interval.low, 100 * interval.high), 100 * share.share, marker
    )


def _k_of_n(share: Share) -> str:
    return text("{k} of {n}", k=number(share.k), n=number(share.n))
