"""Invest or not? Seven answers, what to find out first, and which single one turns the result."""

import math
from collections.abc import Mapping
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, decision
from workbook.decision import CRITERIA, DO_NOT_KNOW, HEAVIEST, MOST, Flip, Marks, Outcome
from workbook.feedback import notes
from workbook.i18n import number, text
from workbook.widgets import card
from workbook.widgets.base import Explorable, View

_SHOWN = 3
"""How many flips the sentence names."""
_MARKS = (*CRITERIA, *(f"weight_{name}" for name in CRITERIA))
"""The traits that a person moves."""


def _score() -> Any:
    return traitlets.Int(DO_NOT_KNOW, min=0, max=MOST)


def _weight() -> Any:
    return traitlets.Int(1, min=0, max=HEAVIEST)


class InvestOrNot(Explorable):
    """Five outcomes out of seven scores and weights, with every single change that turns it.

    State: for each of :data:`~workbook.decision.CRITERIA` a trait of its name, the score from 0
    (no) to 4 (yes), and one named ``weight_`` and its name, from 0 to 3.

    With a ``note``, such as ``"06_hangs_on"``, what the answer hangs on is kept under this name
    for the plan, unless other words stand there. The scores are kept beside it, and are there
    again the next time.
    """

    size = (charts.WIDTH, 438)
    margins = (4, 4, 4, 4)
    people = _score()
    messenger = _score()
    aim = _score()
    hours = _score()
    safety = _score()
    rules = _score()
    own_list = _score()
    weight_people = _weight()
    weight_messenger = _weight()
    weight_aim = _weight()
    weight_hours = _weight()
    weight_safety = _weight()
    weight_rules = _weight()
    weight_own_list = _weight()
    note = traitlets.Unicode("")
    _lost = False  # the scores could not be written down

    def __init__(self, **state: Any) -> None:
        name = state.get("note")
        if isinstance(name, str) and name:
            state = {**_traits(notes.notes().get(beside(name), "")), **state}
        super().__init__(**state)
        heading, *controls, shown = self.children
        # The weights stand beside the scores where there is room, and else below all of them.
        columns = controls[: len(CRITERIA)], controls[len(CRITERIA) :]
        both = ipywidgets.HBox(
            [ipywidgets.VBox(column) for column in columns], layout={"flex_flow": "row wrap"}
        )
        self.children = [heading, both, shown]

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        scores = {
            name: ipywidgets.IntSlider(
                description=criterion_name(name),
                max=MOST,
                style={"description_width": "220px"},
                layout={"width": "430px"},
            )
            for name in CRITERIA
        }
        weights = {
            f"weight_{name}": ipywidgets.IntSlider(
                description=weight_name(name),
                max=HEAVIEST,
                # As wide as a score's label: without room beside, it stands in line below.
                style={"description_width": "220px"},
                layout={"width": "380px"},
            )
            for name in CRITERIA
        }
        return {**scores, **weights}

    @property
    def scores(self) -> dict[str, int]:
        """The score of each criterion."""
        return {name: getattr(self, name) for name in CRITERIA}

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each criterion."""
        return {name: getattr(self, f"weight_{name}") for name in CRITERIA}

    @traitlets.observe(*_MARKS)  # type: ignore[untyped-decorator]
    def _keep(self, _: traitlets.Bunch) -> None:
        if not self.note:
            return
        kept = notes.notes()
        before, words = kept.get(beside(self.note), ""), kept.get(self.note, "")
        now = decision.written(self.scores, self.weights)
        if now == before:
            return
        own = words not in ("", _kept_words(before))  # the learner's, which stay
        told = own or notes.kept(self.note, _kept_words(now))
        self._lost = not (told and notes.kept(beside(self.note), now))

    def view(self) -> View:
        scores, weights = self.scores, self.weights
        outcome = decision.decide(scores, weights)
        return View(
            title=text("Invest or not? A way to think, and no verdict"),
            sentence=_sentence(outcome, scores, weights),
            draw=lambda ax: _draw(ax, scores, weights, outcome),
            source=text(
                "Your own scores: 0 no, 2 we do not know, 4 yes. The limits are ours: a yes from "
                "{yes} points of 100, a pilot from {pilot}.",
                yes=decision.YES_FROM,
                pilot=decision.PILOT_FROM,
            ),
            table=_table(decision.flips(scores, weights)),
            cautions=(
                text(
                    "It knows only what you typed. Let two people fill it in apart, and talk about "
                    "the lines on which they differ."
                ),
                text(
                    "The limits could as well stand elsewhere. Read what turns the result, more "
                    "than the result."
                ),
                text("It is no legal advice: a 4 for the rules means that you have read them."),
                *self._where_kept(),
            ),
        )

    def _where_kept(self) -> list[str]:
        if not self.note:
            return []
        if self._lost:
            return [
                text(
                    "What it hangs on could not be kept: the folder my_work cannot be written to. "
                    "Copy it."
                )
            ]
        kept = notes.notes()
        if kept.get(self.note, "") not in ("", _kept_words(kept.get(beside(self.note), ""))):
            return [text("Your scores are kept. What it hangs on stays in your own words.")]
        return [text("What it hangs on is kept in my_work/notes.json as you move, for your plan.")]

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        if self.note:  # a stored notebook never holds what a group thinks
            untouched = InvestOrNot()
            untouched.note = self.note
            bundle["text/plain"], bundle["text/html"] = untouched.sentence, untouched.still()
        return bundle


def _sentence(outcome: Outcome, scores: Marks, weights: Marks) -> str:
    hangs_on = _hangs_on(outcome, scores, weights)
    if decision.stopped_by(scores):
        return hangs_on
    if outcome is Outcome.OPEN:
        return f"{_why_open(scores, weights)} {hangs_on}"
    own = decision.points(scores, weights)
    partners = decision.points(scores, weights, without="hours")
    told = [
        text(
            "{outcome}. An account of your own has {points} points of 100, and with partner "
            "creators it would be {partners}.",
            outcome=outcome_name(outcome),
            # Not rounded up: a pilot with 64.6 has not the 65 of a yes.
            points=number(math.floor(own)),
            partners=number(math.floor(partners)),
        )
    ]
    doubtful = decision.doubtful_stops(scores)
    if doubtful and outcome is not Outcome.NO:
        told.append(
            text(
                "Mend this before you begin, since it can stop all: {names}.", names=_list(doubtful)
            )
        )
    if not any(weights.values()):
        told.append(text("No weight is above 0, so nothing counts. Give one to what matters."))
    if not scores["hours"]:
        told.append(
            text(
                "Without hours every week there is no account of your own, so its points do not "
                "count."
            )
        )
    if outcome is Outcome.YES and partners > own:
        told.append(
            text(
                "Yes comes first, though partner creators have more points: your own account has "
                "enough, and hangs on nobody else. You may ask partners as well."
            )
        )
    return " ".join([*told, hangs_on])


def _why_open(scores: Marks, weights: Marks) -> str:
    unknown, counting = decision.unknown(scores, weights), decision.counting(weights)
    if 2 * len(unknown) > len(counting):
        return text(
            "Not yet decided. Of {count} answers that count, {unknown} say “we do not know” "
            "(a score of 2).",
            count=len(counting),
            unknown=len(unknown),
        )
    return text("Not yet decided. What can stop it has to be known first (a 2 is “not known”).")


def _hangs_on(outcome: Outcome, scores: Marks, weights: Marks) -> str:
    """What turns the outcome, and what one does not know, in whole sentences."""
    stops = decision.stopped_by(scores)
    if stops:
        return text(
            "No, as long as this stands at 0: {stops}. No other answer and no weight can "
            "outweigh it.",
            stops=_list(stops),
        )
    unknown = decision.unknown(scores, weights)
    if outcome is Outcome.OPEN:
        first = decision.unknown_stops(scores) or unknown
        told = [text("Find out first: {unknown}.", unknown=_list(first))]
        unknown = [name for name in unknown if name not in first]
    else:
        # Not to know is no way to another result, so what leads there is only on the map.
        flips = [
            one
            for one in decision.flips(scores, weights)
            if one.outcome is not Outcome.OPEN and not one.to_unknown
        ]
        told = [
            text(
                "The smallest changes that turn it, {shown} of {count}: {flips}.",
                shown=number(min(_SHOWN, len(flips))),
                count=number(len(flips)),
                flips="; ".join(_told(flip) for flip in flips[:_SHOWN]),
            )
            if flips
            else text("Nothing else that you could know or weigh alone leads to another result.")
        ]
    if unknown:
        told.append(text("Not known yet: {unknown}.", unknown=_list(unknown)))
    return " ".join(told)


def _kept_words(line: str) -> str:
    """What a plan says of the scores and weights in this note; nothing if there are none."""
    marks = decision.read(line)
    if not marks:
        return ""
    outcome = decision.decide(*marks)
    hangs_on = _hangs_on(outcome, *marks)
    if decision.stopped_by(marks[0]):
        return hangs_on
    return f"{text('By our scores: {outcome}.', outcome=outcome_name(outcome))} {hangs_on}"


def beside(note: str) -> str:
    """The name of the note with the scores themselves."""
    return f"{note}_scores"


def _traits(line: str) -> dict[str, int]:
    """Scores and weights by their traits, as a note holds them; none if it is not one of ours."""
    marks = decision.read(line)
    if not marks:
        return {}
    scores, weights = marks
    return {**scores, **{f"weight_{name}": weight for name, weight in weights.items()}}


def _list(criteria: list[str]) -> str:
    return "; ".join(criterion_name(name) for name in criteria)


def criterion_name(name: str) -> str:
    """The criterion as a statement to agree with, from 0 to 4."""
    return {
        "people": text("The people we need are there"),
        "messenger": text("Somebody they trust will speak"),
        "aim": text("It fits our aim"),
        "hours": text("Hours are free every week"),
        "safety": text("Nobody is put at risk unasked"),
        "rules": text("Law and money rules allow it"),
        "own_list": text("We can bring people to our list"),
    }[name]


def weight_name(name: str) -> str:
    """The label of the weight of a criterion."""
    return {
        "people": text("Weight: people"),
        "messenger": text("Weight: messenger"),
        "aim": text("Weight: aim"),
        "hours": text("Weight: hours"),
        "safety": text("Weight: risk"),
        "rules": text("Weight: rules"),
        "own_list": text("Weight: own list"),
    }[name]


def outcome_name(outcome: Outcome) -> str:
    """The outcome in words."""
    return {
        Outcome.YES: text("Yes"),
        Outcome.PARTNERS: text("Only with partner creators"),
        Outcome.PILOT: text("A pilot with an exit date"),
        Outcome.NO: text("No"),
        Outcome.OPEN: text("Not yet decided"),
    }[outcome]


def _letter(outcome: Outcome) -> str:
    return {
        Outcome.YES: text("Y"),
        Outcome.PARTNERS: text("C"),
        Outcome.PILOT: text("P"),
        Outcome.NO: text("N"),
        Outcome.OPEN: text("?"),
    }[outcome]


def _told(flip: Flip) -> str:
    values = {
        "before": flip.before,
        "after": flip.after,
        "outcome": outcome_name(flip.outcome),
    }
    if flip.what == "score":
        return text(
            "“{name}” from {before} to {after} ({outcome})",
            name=criterion_name(flip.criterion),
            **values,
        )
    return text(
        "“{name}” from {before} to {after} ({outcome})", name=weight_name(flip.criterion), **values
    )


def _change(flip: Flip) -> str:
    if flip.to_unknown:
        return text("{before} to {after} (not known)", before=flip.before, after=flip.after)
    return text("{before} to {after}", before=flip.before, after=flip.after)


def _table(flips: list[Flip]) -> str:
    if not flips:
        return ""
    return charts.table(
        pd.DataFrame(
            [
                [
                    _change(flip),
                    outcome_name(flip.outcome),
                ]
                for flip in flips
            ],
            index=[
                criterion_name(flip.criterion)
                if flip.what == "score"
                else weight_name(flip.criterion)
                for flip in flips
            ],
            columns=[text("Change"), text("Then the result is")],
        ),
        text("Every single change that turns the result, the smallest first"),
    )


_CELL = 26
_FILL = {
    Outcome.YES: charts.GREEN,
    Outcome.PARTNERS: charts.SKY,
    Outcome.PILOT: charts.ORANGE,
    Outcome.NO: charts.GRID,
    Outcome.OPEN: charts.PURPLE,
}


def _draw(
    ax: Axes, scores: Mapping[str, int], weights: Mapping[str, int], outcome: Outcome
) -> None:
    """A map: what each single change would lead to; the present answers have a thick frame."""
    width, height = card.pixels(ax)
    now = text(
        "Result now: {outcome} ({letter})",
        outcome=outcome_name(outcome),
        letter=_letter(outcome),
    )
    ax.text(4, height - 6, now, weight="bold", size=15, va="top")
    left = width - (MOST + HEAVIEST + 2) * _CELL - 16
    right = width - (HEAVIEST + 1) * _CELL - 3
    top = height - 66
    for x, words, most in (
        (left, text("with score"), MOST),
        (right, text("with weight"), HEAVIEST),
    ):
        ax.text(x, top + 22, words, size=13, color=charts.QUIET)
        for value in range(most + 1):
            middle = x + (value + 0.5) * _CELL
            ax.text(middle, top + 4, number(value), size=13, color=charts.QUIET, ha="center")

    by_score, by_weight = decision.by_score(scores, weights), decision.by_weight(scores, weights)
    cells: dict[Outcome, list[tuple[float, float]]] = {kind: [] for kind in Outcome}
    present = []
    for row, name in enumerate(CRITERIA):
        y = top - (row + 1) * (_CELL + 8) + _CELL / 2
        ax.text(4, y, criterion_name(name), va="center", size=13)
        for x, outcomes, mark in (
            (left, by_score[name], scores[name]),
            (right, by_weight[name], weights[name]),
        ):
            present.append((x + (mark + 0.5) * _CELL, y))
            for value, kind in enumerate(outcomes):
                cells[kind].append((x + (value + 0.5) * _CELL, y))
    # Squares as markers: a patch for each cell takes three times as long to draw.
    for kind, places in cells.items():
        _squares(ax, places, _FILL[kind], edge=0)
        if kind is not outcome:
            for x, y in places:
                ax.text(x, y, _letter(kind), ha="center", va="center", weight="bold")
    _squares(ax, present, "none", edge=3)

    for place, kind in enumerate(Outcome):
        x, y = 4 + 236 * (place % 2), 92 - 28 * (place // 2)
        _squares(ax, [(x + 12, y)], _FILL[kind], edge=0)
        ax.text(x + 12, y, _letter(kind), ha="center", va="center", weight="bold")
        ax.text(x + 32, y, outcome_name(kind), va="center", size=13)
    legend = text("Framed: your answers. A letter: here the result would turn.")
    ax.text(4, 4, legend, size=13, color=charts.QUIET)


def _squares(ax: Axes, places: list[tuple[float, float]], colour: str, edge: float) -> None:
    if not places:
        return
    ax.plot(
        *zip(*places, strict=True),
        linestyle="none",
        marker="s",
        markersize=_CELL - 2,
        markerfacecolor=colour,
        markeredgecolor=charts.INK,
        markeredgewidth=edge,
    )
