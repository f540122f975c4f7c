"""A short multiple-choice item in a lesson: every choice has its reason."""

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import ipywidgets

from workbook.errors import Problem
from workbook.feedback.notes import prose
from workbook.feedback.outcome import Outcome, card, inline
from workbook.feedback.progress import quiz_found, record_quiz
from workbook.i18n import direction, text

# Without this a button has one line, and cuts off the rest of a longer answer.
_STYLE = (
    "<style>.workbook-choice {{ direction: {direction}; white-space: normal; height: auto; "
    "text-align: start; line-height: 1.5; padding: 0.4em 1em }}</style>"
)


_chosen: dict[str, str] = {}
"""The last answer to each quiz item since the kernel was started."""


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
    """A question, and a button for each choice. One may try as often as one likes.

    After a try it says whether the choice is right, and why. Once the right one is found it says
    so of all the others too. Only whether it was answered rightly is kept in a file. Run again, the
    cell shows the last answer once more: Shift + Enter would else wipe it away. On another day it
    shows the right one, if that was found before.

    Buttons, and not radio buttons: in a notebook JupyterLab takes the arrow keys for itself, and
    leaves Tab, Enter and the space bar.

    Raises Problem unless there are at least two different choices, one of them right.
    """

    def __init__(self, item: str, ask: str, choices: Sequence[Choice]) -> None:
        if sum(one.right for one in choices) != 1 or len({c.answer for c in choices}) < 2:
            raise Problem(
                text("The quiz “{item}” needs one right choice and at least one other.", item=item)
            )
        self.item, self.ask = item, ask
        self.choices = in_order(item, choices)
        self._said = ipywidgets.HTML()
        question = prose(_STYLE.format(direction=direction()) + self._question())
        super().__init__([question, *map(self._button, self.choices), self._said])
        shown = _chosen.get(item)
        found_before = shown is None and quiz_found(item)
        for choice in self.choices:
            if choice.right if found_before else choice.answer == shown:
                note = text("You found this on another day. Try again as often as you like.")
                self._show(choice, note if found_before else "")

    def answer(self, chosen: Choice) -> None:
        """Answer with one of :attr:`choices`, as its button does."""
        _chosen[self.item] = chosen.answer
        self._show(chosen, record_quiz(self.item, chosen.right))

    def _show(self, chosen: Choice, note: str = "") -> None:
        outcome = Outcome.RIGHT if chosen.right else Outcome.NOT_YET
        head = text("{outcome}: {part}", outcome=outcome.word, part=chosen.answer)
        html = _reason(head, chosen)
        if chosen.right:
            others = [one for one in self.choices if not one.right]
            items = "".join(f"<li>{_reason(one.answer, one)}</li>" for one in others)
            html += f"<p>{escape(text('About the other choices:'))}</p><ul>{items}</ul>"
        self._said.value = card(html + (f"<p>{escape(note)}</p>" if note else ""), outcome.colour)

    def _button(self, choice: Choice) -> ipywidgets.Button:
        button = ipywidgets.Button(
            description=choice.answer, layout={"width": "auto", "max_width": "640px"}
        )
        button.add_class("workbook-choice")
        button.on_click(lambda _: self.answer(choice))
        return button

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


def in_order(item: str, choices: Sequence[Any]) -> list[Any]:
    """The choices in an order that depends on nothing but ``item``, in every language."""
    order = [hashlib.sha256(f"{item} {i}".encode()).digest() for i in range(len(choices))]
    return [choice for _, choice in sorted(zip(order, choices, strict=True))]


def _reason(head: str, choice: Choice) -> str:
    return f"<p><strong>{inline(head)}</strong><br>{inline(choice.because)}</p>"
