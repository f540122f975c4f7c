"""The risk register: what may go wrong, where, as of when, and what to do."""

import datetime
from collections.abc import Mapping, Sequence

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from workbook import charts, risks
from workbook.i18n import plural, text
from workbook.risks import KINDS, Risk
from workbook.widgets.base import WIDE, Explorable, View

_FIRST, _LAST = 2019, 2029
"""Years at the two ends of the picture."""
_ROWS = 7


class RiskRegister(Explorable):
    """The risks of one kind: from the day that each claim speaks for to the day to look again.

    State: ``kind``, one of :data:`~workbook.risks.KINDS`.
    """

    size = (charts.WIDTH, 350)
    kind = traitlets.Enum(KINDS, default_value="money")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "kind": ipywidgets.RadioButtons(
                description=text("Show (click, or Tab and space bar)"),
                options=[(kind_name(kind), kind) for kind in KINDS],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        lines = risks.of_kind(risks.load(), self.kind)
        return View(
            title=text("What may go wrong: {kind}", kind=kind_name(self.kind)),
            sentence=self._sentence(lines),
            draw=lambda ax: _draw(ax, lines),
            source=text(
                "The facts of this course. Each source stands in the notes at the end of the "
                "lesson. The days to look again are our own choice."
            ),
            table=_table(lines),
            cautions=(
                text("It is no legal advice, and no list is complete. Ask for your own country."),
                text(
                    "A line is as old as its date. After the day to look again, read it as history."
                ),
            ),
        )

    def _sentence(self, lines: Sequence[Risk]) -> str:
        oldest = min(lines, key=lambda risk: risk.as_of)
        return plural(
            "{count} line on “{kind}”. The oldest claim speaks for {oldest}; look again by {next}.",
            "{count} lines on “{kind}”. The oldest claim speaks for {oldest}; the first to look at "
            "again is due by {next}.",
            len(lines),
            kind=kind_name(self.kind),
            oldest=oldest.as_of.isoformat(),
            next=lines[0].recheck_by.isoformat(),
        )


def kind_name(kind: str) -> str:
    """A kind of risk in the reader's language."""
    return {
        "access": text("the app can go"),
        "who": text("who may use it"),
        "money": text("politics and money"),
        "music": text("music"),
        "privacy": text("privacy and police"),
        "people": text("people who are seen"),
        "reach": text("fewer views than hoped"),
        "work": text("work that does not stay"),
    }[kind]


def _table(lines: Sequence[Risk]) -> str:
    return charts.table(
        pd.DataFrame(
            [
                [
                    text(
                        "{claim} ({publisher}; {status}; as of {as_of}; fact {id})",
                        claim=risk.fact.claim,
                        publisher=risk.fact.publisher,
                        id=risk.fact.id,
                        status=_status(risk),
                        as_of=_date(risk.fact.as_of),
                    ),
                    text("{means} {do}", means=risk.means, do=risk.do),
                    _date(risk.recheck_by.isoformat()),
                ]
                for risk in lines
            ],
            index=[
                text("{short} ({place})", short=risk.short, place=_place(risk)) for risk in lines
            ],
            columns=[
                text("What is known"),
                text("For a group"),
                text("Look again by"),
            ],
        ),
        text("Each line with its place and its dates"),
    )


def _date(day: str) -> str:
    """A date that is not broken at its hyphens."""
    return day.replace("-", "\u2011")


def _status(risk: Risk) -> str:
    return {
        "first hand": text("read in the source"),
        "second hand": text("read in a report"),
        "general knowledge": text("general knowledge"),
    }[risk.fact.seen]


def _place(risk: Risk) -> str:
    return text("everywhere") if risk.place == "everywhere" else risk.place


def _draw(ax: Axes, lines: Sequence[Risk]) -> None:
    ax.set_xlim(_day(_FIRST), _day(_LAST))
    ax.set_ylim(-0.4, _ROWS - 0.1)
    charts.number_line(
        ax,
        [_day(year) for year in range(_FIRST, _LAST + 1, 2)],
        text("● the claim speaks for this day; │ look again by"),
        lambda day: str(_FIRST + round((day - _day(_FIRST)) / 365.25)),
    )
    for row, risk in enumerate(lines):
        y = _ROWS - 1 - row
        start, end = date2num(risk.as_of), date2num(risk.recheck_by)
        ax.plot([start, end], [y, y], color=charts.BLUE, linestyle="--", linewidth=2)
        ax.plot(start, y, color=charts.ORANGE, marker="o", markersize=9, markeredgecolor="k")
        ax.plot(end, y, color=charts.BLUE, marker="|", markersize=16, markeredgewidth=3)
        ax.text(
            _day(_FIRST),
            y + 0.3,
            text("{short} ({place})", short=risk.short, place=_place(risk)),
            va="bottom",
            size=13,
        )


def _day(year: int) -> float:
    return float(date2num(datetime.date(year, 1, 1)))
