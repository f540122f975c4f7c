"""Should we put hours into TikTok? A way to think, which shows what the answer hangs on.

Seven criteria, each with a score from 0 (no) to 4 (yes) and a weight from 0 (does not count) to 3
(counts three times). The weighted mean, as points of 100, leads to one of five outcomes. A score
of 0 in a criterion of :data:`STOPS` ends it: nothing can outweigh people put at risk. As long as
one of these is not known, or most scores say "we do not know", no mean of them is an answer: it is
not yet decided.

The limits are the course's own, and no law of nature. Everything here is pure.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from workbook.i18n import text

CRITERIA = ("people", "messenger", "aim", "hours", "safety", "rules", "own_list")
"""In the order in which one asks."""
MOST, HEAVIEST = 4, 3
"""The highest score and the highest weight."""
DO_NOT_KNOW = 2
"""The score, in the middle, of who does not know; also that of a line nobody has looked at yet."""
YES_FROM, PILOT_FROM = 65, 45
"""Points of 100 from which an account of one's own is a yes, or worth a pilot."""
STOPS = ("people", "safety", "rules")
"""A 0 here is a no, whatever else is true; so it has to be known before anything is decided."""
TRUSTED = 3
"""From this score on, there is a messenger who could carry it as a partner."""


class Outcome(StrEnum):
    """What a group may answer. All five are good results."""

    YES = "yes"
    PARTNERS = "partners"
    PILOT = "pilot"
    NO = "no"
    OPEN = ""
    """Not yet decided."""


Marks = Mapping[str, int]
"""A score or a weight for each of :data:`CRITERIA`."""


def points(scores: Marks, weights: Marks, without: str = "") -> float:
    """The weighted mean of the scores, as points of 0 to 100; one criterion may be left out.

    Without any weight nothing speaks for it: 0. Raises ValueError unless each criterion has a
    whole score from 0 to 4 and a whole weight from 0 to 3.
    """
    _check(scores, MOST)
    _check(weights, HEAVIEST)
    counted = [name for name in CRITERIA if name != without]
    total = sum(weights[name] for name in counted)
    if not total:
        return 0.0
    return 100 * sum(weights[name] * scores[name] for name in counted) / (MOST * total)


def stopped_by(scores: Marks) -> list[str]:
    """The criteria of :data:`STOPS` that stand at 0."""
    return [name for name in STOPS if scores[name] == 0]


def counting(weights: Marks) -> list[str]:
    """The criteria that can move the outcome: those with a weight, and the stops."""
    return [name for name in CRITERIA if weights[name] or name in STOPS]


def unknown(scores: Marks, weights: Marks) -> list[str]:
    """The criteria that count and of which one does not know yet."""
    return [name for name in counting(weights) if scores[name] == DO_NOT_KNOW]


def unknown_stops(scores: Marks) -> list[str]:
    """The criteria of :data:`STOPS` of which one does not know yet."""
    return [name for name in STOPS if scores[name] == DO_NOT_KNOW]


def doubtful_stops(scores: Marks) -> list[str]:
    """The criteria of :data:`STOPS` that are rather not met: no reason to stop, yet to mend."""
    return [name for name in STOPS if 0 < scores[name] < DO_NOT_KNOW]


def decide(scores: Marks, weights: Marks) -> Outcome:
    """The outcome of these answers.

    - a stop at 0: no;
    - a stop not known, or more than half of what counts: not yet decided;
    - hours above 0 and enough points: yes;
    - a trusted messenger, and enough points when one's own hours are left out: only with partner
      creators, who need few hours of ours;
    - hours above 0 and half-way there: a pilot with an exit date;
    - else no.

    Raises ValueError as :func:`points` does.
    """
    own = points(scores, weights)
    if stopped_by(scores):
        return Outcome.NO
    mostly_unknown = 2 * len(unknown(scores, weights)) > len(counting(weights))
    if mostly_unknown or unknown_stops(scores):
        return Outcome.OPEN
    able = scores["hours"] > 0
    if able and own >= YES_FROM:
        return Outcome.YES
    if scores["messenger"] >= TRUSTED and points(scores, weights, without="hours") >= YES_FROM:
        return Outcome.PARTNERS
    if able and own >= PILOT_FROM:
        return Outcome.PILOT
    return Outcome.NO


class Flip(NamedTuple):
    """One change of one number that leads to another outcome."""

    what: str
    """``"score"`` or ``"weight"``."""
    criterion: str
    before: int
    after: int
    outcome: Outcome

    @property
    def to_unknown(self) -> bool:
        """Whether one would have to know less for it."""
        return self.what == "score" and self.after == DO_NOT_KNOW


def by_score(scores: Marks, weights: Marks) -> dict[str, list[Outcome]]:
    """For each criterion, the outcomes at its scores 0 to 4, all else as it is."""
    return {
        name: [decide({**scores, name: score}, weights) for score in range(MOST + 1)]
        for name in CRITERIA
    }


def by_weight(scores: Marks, weights: Marks) -> dict[str, list[Outcome]]:
    """For each criterion, the outcomes at its weights 0 to 3, all else as it is."""
    return {
        name: [decide(scores, {**weights, name: weight}) for weight in range(HEAVIEST + 1)]
        for name in CRITERIA
    }


def flips(scores: Marks, weights: Marks) -> list[Flip]:
    """All changes of a single score or weight that lead to another outcome; the smallest first.

    For each number, only the nearest change to each other outcome. Exact: every value is tried.
    """
    now = decide(scores, weights)
    found: dict[tuple[str, str, Outcome], Flip] = {}
    for what, marks, table in (
        ("score", scores, by_score(scores, weights)),
        ("weight", weights, by_weight(scores, weights)),
    ):
        for name, outcomes in table.items():
            before = marks[name]
            for after in sorted(range(len(outcomes)), key=lambda k, b=before: (abs(k - b), k)):  # type: ignore[misc]
                outcome = outcomes[after]
                if outcome is not now:
                    found.setdefault(
                        (what, name, outcome), Flip(what, name, before, after, outcome)
                    )
    return sorted(found.values(), key=lambda flip: abs(flip.after - flip.before))


def written(scores: Marks, weights: Marks) -> str:
    """Scores and weights as one line, for a note: ``people=4 ... weight_people=1 ...``."""
    marks = {**scores, **{f"weight_{name}": weights[name] for name in CRITERIA}}
    order = (*CRITERIA, *(f"weight_{name}" for name in CRITERIA))
    return " ".join(f"{name}={marks[name]}" for name in order)


def read(line: str) -> tuple[dict[str, int], dict[str, int]] | None:
    """The scores and weights that :func:`written` wrote; None if it is not such a line."""
    try:
        marks = {name: int(mark) for name, mark in (part.split("=") for part in line.split())}
        scores = {name: marks[name] for name in CRITERIA}
        weights = {name: marks[f"weight_{name}"] for name in CRITERIA}
        decide(scores, weights)
    except (ValueError, KeyError):
        return None
    return scores, weights


def _check(marks: Marks, most: int) -> None:
    for name in CRITERIA:
        if name not in marks:
            raise ValueError(text("The answers lack {criterion}.", criterion=name))
        if not 0 <= marks[name] <= most:
            raise ValueError(
                text(
                    "{criterion} stands at {mark}; it goes from 0 to {most}.",
                    criterion=name,
                    mark=marks[name],
                    most=most,
                )
            )
