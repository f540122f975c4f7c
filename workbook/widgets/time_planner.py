"""What does a week with the app take, and who covers it?"""

from collections.abc import Mapping, Sequence

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, timecost
from workbook.attribution import Interval
from workbook.errors import Problem
from workbook.i18n import number, plural, text
from workbook.timecost import Routine
from workbook.widgets.base import WIDE, Explorable, View, span

# Not those of the bars.
_PEOPLE = (charts.GREEN, charts.PURPLE, charts.BLUE, charts.VERMILLION)


class TimePlanner(Explorable):
    """A week's routine, the hours it takes, and how these are shared.

    State: ``checks``, looks a day, and ``minutes``, minutes of a look, both a lowest and a
    highest number; ``scouting`` and ``replying``, minutes a day; ``videos`` a week, and ``hours``
    for one of them, a lowest and a highest; ``days`` on which somebody looks in; ``people`` who
    share it.
    """

    size = (charts.WIDTH, 424)
    checks = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(4, 5))
    minutes = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(3, 4))
    scouting = traitlets.Int(0, min=0, max=30)
    replying = traitlets.Int(0, min=0, max=60)
    videos = traitlets.Int(0, min=0, max=7)
    hours = traitlets.Tuple(traitlets.Float(), traitlets.Float(), default_value=(2.0, 4.0))
    days = traitlets.Int(5, min=1, max=7)
    people = traitlets.Int(1, min=1, max=7)

    @traitlets.validate("checks", "minutes", "hours")  # type: ignore[untyped-decorator]
    def _in_order(self, proposal: traitlets.Bunch) -> tuple[float, float]:
        low, high = proposal.value
        if not 0 <= low <= high:
            raise Problem(
                text(
                    "{name} goes from {low} to {high}: give two numbers, the smaller one first.",
                    name=proposal.trait.name,
                    low=low,
                    high=high,
                )
            )
        return low, high

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "checks": ipywidgets.IntRangeSlider(description=text("Looks a day"), max=12, **WIDE),
            "minutes": ipywidgets.IntRangeSlider(
                description=text("Minutes of a look"), max=15, **WIDE
            ),
            "scouting": ipywidgets.IntSlider(
                description=text("Scouting, minutes a day"), max=30, **WIDE
            ),
            "replying": ipywidgets.IntSlider(
                description=text("Longer answers, minutes a day"), max=60, **WIDE
            ),
            "videos": ipywidgets.IntSlider(description=text("New videos a week"), max=7, **WIDE),
            "hours": ipywidgets.FloatRangeSlider(
                description=text("Hours for a video"),
                max=12,
                step=0.5,
                readout_format=".1f",
                **WIDE,
            ),
            "days": ipywidgets.IntSlider(
                description=text("Days a week with looks"), min=1, max=7, **WIDE
            ),
            "people": ipywidgets.IntSlider(
                description=text("People who share it"), min=1, max=7, **WIDE
            ),
        }

    @property
    def routine(self) -> Routine:
        """The week as it is set."""
        return Routine(
            Interval(*self.checks),
            Interval(*self.minutes),
            self.scouting,
            self.replying,
            self.videos,
            Interval(*self.hours),
            self.days,
        )

    def view(self) -> View:
        parts = timecost.hours_a_week(self.routine)
        rota = timecost.rota(self.days, self.people)
        return View(
            title=text("A week with the app: how long, and who?"),
            sentence=self._sentence(parts),
            draw=lambda ax: _draw(ax, parts, rota),
            source=text("Your numbers. The widget multiplies and adds; it knows no group."),
            table=charts.table(
                pd.DataFrame(
                    [[self._a_day(part), _hours(hours)] for part, hours in parts.items()],
                    index=[part_name(part) for part in parts],
                    columns=[text("Minutes a day"), text("Hours a week")],
                ),
                text("Part by part"),
            )
            + _week(rota),
            cautions=(
                text("It does not say that more looks, or more videos, bring more people."),
                text(
                    "It counts the minutes in the app. A hard evening lasts longer than its "
                    "minutes: plan for the person, too."
                ),
            ),
        )

    def _sentence(self, parts: Mapping[str, Interval]) -> str:
        a_day = self._daily()
        told = [
            plural(
                "On one day a week the app takes {a_day} minutes.",
                "The app takes {a_day} minutes a day. On {count} days that is {a_week} minutes a "
                "week, or {hours} hours.",
                self.days,
                a_day=span(*a_day),
                a_week=span(*timecost.minutes_a_week(a_day, self.days)),
                hours=span(a_day.low * self.days / 60, a_day.high * self.days / 60, _one),
            )
        ]
        if self.videos:
            told.append(
                plural(
                    "With one new video it is {hours} hours.",
                    "With {count} new videos it is {hours} hours.",
                    self.videos,
                    hours=_hours(parts["all"]),
                )
            )
        duty = timecost.shifts(self.days, self.people)
        if self.people == 1:
            told.append(text("All of it is one person's. If this person is ill, nobody looks in."))
        else:
            told.append(
                text(
                    "Shared by {people}, it is {hours} hours each, with {duty} days on duty and "
                    "{free} days free of it.",
                    people=self.people,
                    hours=span(
                        parts["all"].low / self.people, parts["all"].high / self.people, _one
                    ),
                    duty=span(duty[-1], duty[0]),
                    free=span(7 - duty[0], 7 - duty[-1]),
                )
            )
        if self.days == 7:
            told.append(
                text("There is no day off for one person alone.")
                if self.people == 1
                else text("Somebody looks in every day, and each has days off.")
            )
        else:
            told.append(
                plural(
                    "On one day nobody looks in: say so on the page, and name who may be called.",
                    "On {count} days nobody looks in: say so on the page, and name who may be "
                    "called.",
                    7 - self.days,
                )
            )
        return " ".join(told)

    def _daily(self) -> Interval:
        looks = timecost.minutes_a_day(self.routine.checks, self.routine.minutes_each)
        more = self.scouting + self.replying
        return Interval(looks.low + more, looks.high + more)

    def _a_day(self, part: str) -> str:
        looks = timecost.minutes_a_day(self.routine.checks, self.routine.minutes_each)
        return {
            "checks": span(*looks),
            "scouting": number(self.scouting),
            "replying": number(self.replying),
            "videos": text("not daily"),
            "all": text("{minutes}, before filming", minutes=span(*self._daily())),
        }[part]


def part_name(part: str) -> str:
    """A part of the week in the reader's language."""
    return {
        "checks": text("Looks"),
        "scouting": text("Scouting"),
        "replying": text("Longer answers"),
        "videos": text("Making videos"),
        "all": text("All together"),
    }[part]


def _one(value: float) -> str:
    return number(value, 1) if value else number(0)


def _hours(hours: Interval) -> str:
    return span(*hours, _one)


def _days() -> tuple[str, ...]:
    return (
        text("Mon"),
        text("Tue"),
        text("Wed"),
        text("Thu"),
        text("Fri"),
        text("Sat"),
        text("Sun"),
    )


def _week(rota: Sequence[int | None]) -> str:
    on_duty = [text("nobody") if person is None else number(person) for person in rota]
    return charts.table(
        pd.DataFrame([on_duty], index=[text("Person")], columns=_days()),
        text("On duty, for example"),
    )


def _draw(ax: Axes, parts: Mapping[str, Interval], rota: Sequence[int | None]) -> None:
    step = next(step for step in (1, 2, 5, 10, 20, 50) if 4 * step >= parts["all"].high)
    ax.set_xlim(0, 4 * step)
    ax.set_ylim(-0.35, len(parts) + 1.5)
    charts.number_line(
        ax,
        range(0, 4 * step + 1, step),
        text("hours a week (plain: at least; striped: perhaps)"),
    )
    for y, (part, hours) in enumerate(reversed(list(parts.items()))):
        colour = charts.ORANGE if part == "all" else charts.SKY
        ax.add_patch(Rectangle((0, y - 0.22), hours.low, 0.4, facecolor=colour))
        ax.add_patch(
            Rectangle(
                (hours.low, y - 0.22), hours.high - hours.low, 0.4, facecolor=colour, hatch="///"
            )
        )
        label = text("{part}: {hours}", part=part_name(part), hours=_hours(hours))
        ax.text(0, y + 0.25, label, va="bottom", weight="bold")
    ax.text(0, len(parts) + 1.02, text("On duty: which person?"), va="bottom", weight="bold")
    for place, (day, person) in enumerate(zip(_days(), rota, strict=True)):
        left = place * 4 * step / 7
        ax.add_patch(
            Rectangle(
                (left, len(parts)),
                0.5 * step,
                0.5,
                facecolor=charts.PAPER if person is None else _PEOPLE[person % len(_PEOPLE)],
            )
        )
        ax.text(left, len(parts) + 0.58, day, size=13, va="bottom")
        sign = "–" if person is None else number(person)
        box = {"facecolor": charts.PAPER, "edgecolor": "none", "pad": 2}
        ax.text(
            left + 0.25 * step, len(parts) + 0.25, sign, bbox=box, ha="center", va="center_baseline"
        )
