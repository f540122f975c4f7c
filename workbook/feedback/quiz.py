"""A short multiple-choice item in a lesson: every choice has its reason."""

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import ipywidgets

from workbook.errors import Problem
from workbook.feedback.outcome import Outcome, card, inline
from workbook.feedback.progress import record_quiz
from workbook.i18n import direction, text


class Choice(NamedTuple):
    """One answer to choose, and what to say about it."""

    answer: str
    because: str
    right: bool


def right(answer: str, *, because: str) -> Choice:
    """The right choice."""
    return Choice(answer, because, True)


def wrong(answer: str, *, because: str) -> Choice:
    """A choice that is not right, and the reason."""
    return Choice(answer, because, False)


class Quiz(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A question, its choices, and a button. One may try as often as one likes.

    After a try it says whether the choice is right, and why. Once the right one is found it says
    so of all the others too. Only whether it was answered is kept.

    Raises Problem unless there are at least two different choices, one of them right.
    """

    def __init__(self, item: str, ask: str, choices: Sequence[Choice]) -> None:
        if sum(one.right for one in choices) != 1 or len({c.answer for c in choices}) < 2:
            raise Problem(
                text("The quiz “{item}” needs one right choice and at least one other.", item=item)
            )
        self.item, self.ask = item, ask
        self.choices = _mixed(item, choices)
        self._buttons = ipywidgets.RadioButtons(
            options=[(one.answer, index) for index, one in enumerate(self.choices)],
            value=None,
            layout={"width": "auto", "max_width": "640px"},
        )
        self._check = ipywidgets.Button(description=text("Check"))
        self._check.on_click(lambda _: self.answer(self._buttons.value))
        self._said = ipywidgets.HTML()
        super().__init__(
            [ipywidgets.HTML(self._question()), self._buttons, self._check, self._said]
        )

    def answer(self, index: int | None) -> None:
        """Answer with one of :attr:`choices`, as the button does; None is no choice."""
        if index is None:
            self._said.value = card(
                f"<p>{escape(text('Choose an answer first.'))}</p>", Outcome.NOT_ATTEMPTED.colour
            )
            return
        chosen = self.choices[index]
        outcome = Outcome.RIGHT if chosen.right else Outcome.NOT_YET
        html = f"<p><strong>{escape(outcome.word)}.</strong> {inline(chosen.because)}</p>"
        if chosen.right:
            others = [one for one in self.choices if not one.right]
            items = "".join(f"<li>{inline(c.answer)}<br>{inline(c.because)}</li>" for c in others)
            html += f"<p>{escape(text('About the other choices:'))}</p><ul>{items}</ul>"
        note = record_quiz(self.item, chosen.right)
        self._said.value = card(html + (f"<p>{escape(note)}</p>" if note else ""), outcome.colour)

    def still(self) -> str:
        """The question as plain HTML: what shows before the notebook has been run."""
        items = "".join(f"<li>{inline(choice.answer)}</li>" for choice in self.choices)
        run = text("Run this cell (Shift + Enter) to answer.")
        return (
            f'<div dir="{direction()}">{self._question()}<ul>{items}</ul>'
            f"<p><em>{escape(run)}</em></p></div>"
        )

    def _question(self) -> str:
        return f'<p dir="{direction()}"><strong>{inline(self.ask)}</strong></p>'

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        # Stored notebooks keep only these two: a widget's own view needs a running kernel.
        bundle["text/plain"] = "\n".join([self.ask, *(f"- {c.answer}" for c in self.choices)])
        bundle["text/html"] = self.still()
        return bundle


def quiz(item: str, *, ask: str, choices: Sequence[Choice]) -> Quiz:
    """A :class:`Quiz`; ``item`` is its id, unique in the course."""
    return Quiz(item, ask, choices)


def _mixed(item: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices in an order that depends on nothing but ``item``, in every language."""
    order = [hashlib.sha256(f"{item} {i}".encode()).digest() for i in range(len(choices))]
    return [choice for _, choice in sorted(zip(order, choices, strict=True))]
