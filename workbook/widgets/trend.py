"""This trend, but ...: a pattern that many know, with the learner's own issue in it."""

from collections.abc import Mapping
from typing import NamedTuple

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts
from workbook.i18n import text
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

PATTERNS = ("expected", "signs", "expert", "before", "grows", "choose")
"""Our own names for patterns that are older than the app."""


class _Card(NamedTuple):
    """What people read first, see next and are asked at the end; and what to take care of."""

    first: str
    then: str
    ask: str
    care: str


class ThisTrendBut(Explorable):
    """A card for one video: a pattern, the learner's issue, and where it is filmed.

    State: ``issue``, a few words; ``pattern``, one of :data:`PATTERNS`; ``place``, ``"there"`` or
    ``"behind"``: at the place itself, or in front of a picture of it.
    """

    size = (charts.WIDTH, 310)
    margins = (4, 4, 4, 4)
    issue = traitlets.Unicode("")
    pattern = traitlets.Enum(PATTERNS, default_value="expected")
    place = traitlets.Enum(("there", "behind"), default_value="there")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        names = _names()
        return {
            "issue": ipywidgets.Text(
                description=text("Your issue"),
                placeholder=text("what you want, such as: a bus every ten minutes"),
                **WIDE,
            ),
            "pattern": ipywidgets.RadioButtons(
                description=text("Pattern (click, or Tab and space bar)"),
                options=[(names[name], name) for name in PATTERNS],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "place": ipywidgets.RadioButtons(
                description=text("Filmed"),
                options=[
                    (text("at the place it is about"), "there"),
                    (text("in front of a picture of it (green screen)"), "behind"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        issue = " ".join(self.issue.split()) or text("our issue")
        made = _card(self.pattern, issue)
        where = {
            "there": text("Filmed at the place it is about."),
            "behind": text("Filmed in front of a picture of the place."),
        }[self.place]
        return View(
            title=text("This trend, but: {issue}", issue=issue),
            sentence=text(
                "In the first 3 seconds people read: {first} Then they see: {then} {where} "
                "At the end you ask: {ask}",
                first=made.first,
                then=made.then,
                where=where,
                ask=made.ask,
            ),
            draw=lambda ax: _draw(ax, made, self.place),
            source=text("A pattern of our own words. No trend, sound or video of anybody is used."),
            table=charts.table(
                pd.DataFrame(
                    {text("What"): [made.first, made.then, where, made.ask, made.care]},
                    index=[
                        text("First 3 seconds"),
                        text("Then"),
                        text("Where"),
                        text("At the end"),
                        text("Take care"),
                    ],
                ),
                text("The card: {name}", name=_names()[self.pattern]),
            ),
            cautions=(
                text("We found no test that such a pattern brings more people than plain words."),
                text(
                    "It does not say that you may use the sound of a trend: look at the part on "
                    "music. Your own voice is always there."
                ),
            ),
        )


def _names() -> dict[str, str]:
    return {
        "expected": text("expected, and real"),
        "signs": text("three signs"),
        "expert": text("the sure and wrong expert"),
        "before": text("before and after"),
        "grows": text("a small trouble that grows"),
        "choose": text("choose one"),
    }


def _card(pattern: str, issue: str) -> _Card:
    return {
        "expected": _Card(
            text("What people expect of it: {issue}.", issue=issue),
            text(
                "the grand version, for three seconds. Cut. What it is really like, with a smile."
            ),
            text("Which of the two have you met? Tell us."),
            text("The joke is on the expectation, never on the people who live with it."),
        ),
        "signs": _Card(
            text("Three signs that we need this: {issue}.", issue=issue),
            text("three short shots from a usual day, each a little worse, with a number on it."),
            text("Which one is you: 1, 2 or 3?"),
            text("Choose signs that you have seen yourself, and that harm nobody to show."),
        ),
        "expert": _Card(
            text("“I know all about it!” The topic: {issue}.", issue=issue),
            text(
                "somebody very sure says three wrong things. After each one, a short true answer."
            ),
            text("What is the wrongest thing you have heard about it?"),
            text("People remember what comes first. Show each true answer longer than the error."),
        ),
        "before": _Card(
            text("Same place, same hour, without it and with it: {issue}.", issue=issue),
            text("the same place from the same angle, before and after, three times."),
            text("Which place should be next?"),
            text("Both shots must be honest: same hour, same weather, same lens."),
        ),
        "grows": _Card(
            text("It began so small. What was missing: {issue}.", issue=issue),
            text("one small trouble that gets larger with each cut, until it is absurd."),
            text("What is your small trouble of the week?"),
            text("If the trouble hurts people in earnest, tell it in earnest."),
        ),
        "choose": _Card(
            text("Pick one way to get this: {issue}.", issue=issue),
            text("two ways to do it, one on each side of the screen, five seconds each."),
            text("Left or right? Your favourite, in one word."),
            text("Ask only if you would do either one. People notice when the answer is settled."),
        ),
    }[pattern]


def _draw(ax: Axes, made: _Card, place: str) -> None:
    width, height = card.pixels(ax)
    gap, foot = 14, 24
    frame_width = (width - 2 * gap - 2) / 3
    parts = (
        (text("first 3 seconds"), made.first),
        (text("then"), made.then),
        (text("at the end"), made.ask),
    )
    for number, (when, words) in enumerate(parts):
        x = 1 + number * (frame_width + gap)
        middle = x + frame_width / 2
        card.frame(ax, x, foot, frame_width, height - foot - 1)
        ax.text(middle, 4, when, color=charts.QUIET, size=13, ha="center", va="bottom")
        lines = card.wrapped(words, frame_width - 16, 8)
        card.paragraph(ax, middle, height - 16, lines)
        _person(ax, middle, foot + 8, behind=place == "behind", wide=frame_width - 20)


def _person(ax: Axes, middle: float, bottom: float, behind: bool, wide: float) -> None:
    """Somebody who stands on a street, or in front of a striped picture of it."""
    x = middle - wide / 2
    ground = Rectangle(
        (x, bottom),
        wide,
        84 if behind else 10,
        facecolor=charts.SKY,
        hatch="//" if behind else None,
    )
    ax.add_patch(ground)
    foot = bottom + (0 if behind else 10)
    ax.add_patch(Rectangle((middle - 15, foot), 30, 40, facecolor=charts.ORANGE))
    ax.plot(
        middle,
        foot + 53,
        marker="o",
        markersize=22,
        color=charts.ORANGE,
        markeredgecolor=charts.INK,
    )
