"""What a check found, and how it is shown: the word first, the colour second."""

import re
from collections.abc import Sequence
from enum import Enum
from html import escape
from typing import NamedTuple

from workbook.i18n import direction, text


class Outcome(Enum):
    """What may be said of an answer."""

    RIGHT = "right"
    PARTLY = "partly right"
    NOT_YET = "not yet"
    NOT_ATTEMPTED = "not attempted"
    CANNOT = "cannot be checked"

    @property
    def word(self) -> str:
        """The outcome in the reader's language."""
        return {
            Outcome.RIGHT: text("Right"),
            Outcome.PARTLY: text("Partly right"),
            Outcome.NOT_YET: text("Not yet"),
            Outcome.NOT_ATTEMPTED: text("Not answered yet"),
            Outcome.CANNOT: text("Cannot be checked"),
        }[self]

    @property
    def colour(self) -> str:
        """The colour of the border; it has a contrast of 3 or more on a white and a dark page."""
        return {
            Outcome.RIGHT: "#2A8C4A",
            Outcome.PARTLY: "#A87400",
            Outcome.NOT_YET: "#D05A1E",
            Outcome.NOT_ATTEMPTED: "#767D85",
            Outcome.CANNOT: "#8B67D0",
        }[self]


class Finding(NamedTuple):
    """An outcome, and the sentences that go with it (none, if the word says it all)."""

    outcome: Outcome
    sentence: str = ""


class Part(NamedTuple):
    """One named part of a check."""

    name: str
    outcome: Outcome
    sentence: str
    weight: float


class Score(float):
    """The points that an answer got: a number that shows itself as feedback.

    Its plain form is the number alone, because nbgrader reads partial credit from there. ``note``
    is a first sentence that is not about the answer. Needs at least one part.
    """

    points: float
    parts: tuple[Part, ...]
    outcome: Outcome
    note: str

    def __new__(cls, parts: Sequence[Part], points: float, note: str = "") -> "Score":
        right = sum(part.weight for part in parts if part.outcome is Outcome.RIGHT)
        self = super().__new__(cls, points * (right / sum(part.weight for part in parts)))
        self.points = points
        self.parts = tuple(parts)
        # A part without points, if it is right, makes nothing partly right.
        self.outcome = _overall(
            {part.outcome for part in parts if part.weight or part.outcome is not Outcome.RIGHT}
        )
        self.note = note
        return self

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": float.__repr__(self), "text/html": self._html()}

    def _html(self) -> str:
        points = text("Points: {score} of {points}", score=_short(self), points=_short(self.points))
        if self.outcome is Outcome.PARTLY and self == self.points:
            # What is not right has no points here: the full number would say that all is done.
            points = text("One thing is left: it counts when your work is marked.")
        head = f"<p><strong>{escape(self.outcome.word)}.</strong> {escape(points)}</p>"
        return card(_paragraph(self.note) + head + self._body(), self.outcome.colour)

    def _body(self) -> str:
        """The parts. A sentence that holds for several of them is said once.

        A part that cannot be checked, and does not say why, is not listed: the note says it.
        """
        shown = [p for p in self.parts if p.sentence or p.outcome is not Outcome.CANNOT]
        if not shown:
            return ""
        if len(self.parts) == 1:
            (part,) = shown
            return f"<p>{_named(inline(part.name), part.sentence)}</p>"
        groups: dict[tuple[Outcome, str], list[Part]] = {}
        for part in shown:
            groups.setdefault((part.outcome, part.sentence or part.name), []).append(part)
        if len(groups) == 1 and shown[0].sentence:
            return _paragraph(shown[0].sentence)
        return f'<ul style="margin: 0">{"".join(map(_item, groups.values()))}</ul>'


def card(html: str, colour: str) -> str:
    """``html`` beside a line of ``colour``, in the page's own ink, and announced when it appears.

    Nothing of it depends on the colour, or on which side of the page writing starts.
    """
    return (
        f'<div dir="{direction()}" role="status" style="border-inline-start: 6px solid {colour}; '
        f'padding-inline-start: 1em; margin: 0.4em 0; max-width: 640px; line-height: 1.5">'
        f"{html}</div>"
    )


def inline(sentence: str) -> str:
    """``sentence`` as HTML; what stands between `backticks` is code, all else is text."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def _overall(outcomes: set[Outcome]) -> Outcome:
    if outcomes == {Outcome.RIGHT}:
        return Outcome.RIGHT
    for outcome in (Outcome.RIGHT, Outcome.NOT_YET, Outcome.CANNOT):
        if outcome in outcomes:
            return Outcome.PARTLY if outcome is Outcome.RIGHT else outcome
    return Outcome.NOT_ATTEMPTED


def _item(parts: Sequence[Part]) -> str:
    """One line of the list, for parts of which the same is said."""
    names = "; ".join(part.name for part in parts)
    head = text("{outcome}: {part}", outcome=parts[0].outcome.word, part=names)
    return f"<li>{_named(f'<strong>{inline(head)}</strong>', parts[0].sentence)}</li>"


def _named(head: str, sentence: str) -> str:
    return f"{head}<br>{inline(sentence)}" if sentence else head


def _paragraph(sentence: str) -> str:
    return f"<p>{inline(sentence)}</p>" if sentence else ""


def _short(points: float) -> str:
    """``2``, ``0.5`` or ``0.67``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
