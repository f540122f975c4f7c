"""A queue of comments and messages, and a group's own rule for them."""

from collections.abc import Callable, Mapping
from html import escape
from types import SimpleNamespace
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, inbox
from workbook.errors import Problem
from workbook.i18n import number, text
from workbook.inbox import ACTIONS, CRITICS, HAND_ON, HIDE, WHO, Message, Policy, Verdict
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

COUNT = len(inbox.queue())

_ROW: dict[str, Any] = {"layout": {"flex_flow": "row wrap"}}


class Desk(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A button for each action on the message that is shown.

    ``value`` holds the choices: pairs of a message's id and an action, one for each message.
    ``shown`` tells the id of the message.
    """

    value = traitlets.Tuple()
    description = traitlets.Unicode()
    style = SimpleNamespace(description_width="auto")  # the label stands above the buttons

    def __init__(self, description: str, shown: Callable[[], str]) -> None:
        self._shown = shown
        buttons = [self._button(label, action) for action, label in action_names().items()]
        super().__init__(
            [ipywidgets.Label(description), ipywidgets.Box(buttons, **_ROW)],
            description=description,
        )

    def _button(self, label: str, action: str) -> ipywidgets.Button:
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _: self._choose(action))
        return button

    def _choose(self, action: str) -> None:
        self.value = tuple({**dict(self.value), self._shown(): action}.items())


class Pager(ipywidgets.HBox):  # type: ignore[misc]  # ipywidgets has no types
    """One message back, one on. ``value`` is the number of the message, from 1."""

    value = traitlets.Int(1)
    description = traitlets.Unicode()
    style = SimpleNamespace(description_width="auto")

    def __init__(self, description: str) -> None:
        self._back = ipywidgets.Button(description=text("Message before"))
        self._on = ipywidgets.Button(description=text("Next message"), button_style="info")
        self._back.on_click(lambda _: self._go(-1))
        self._on.on_click(lambda _: self._go(1))
        super().__init__([self._back, self._on], description=description)
        self.observe(lambda _: self._allow(), names="value")
        self._allow()

    def _go(self, by: int) -> None:
        self.value += by

    def _allow(self) -> None:
        self._back.disabled, self._on.disabled = self.value <= 1, self.value >= COUNT


class Inbox(Explorable):
    """Messages to sort by a rule that the learner sets; each choice is held against the rule.

    State: the rule, as in :class:`workbook.inbox.Policy` (``who``, ``hide``, ``critics``,
    ``hand_on``, ``rest``); ``at``, the number of the message shown; ``choices``, pairs of a
    message's id and one of :data:`workbook.inbox.ACTIONS`. Another rule keeps the choices, and
    judges them anew.
    """

    size = (charts.WIDTH, 240)
    margins = (0, 0, 0, 0)
    who = traitlets.Enum(WHO, default_value="one")
    hide = traitlets.Enum(HIDE, default_value="nothing")
    critics = traitlets.Enum(CRITICS, default_value="once")
    hand_on = traitlets.Enum(HAND_ON, default_value="danger")
    rest = traitlets.Bool(False)
    at = traitlets.Int(1, min=1, max=COUNT)
    choices = traitlets.Tuple()

    @traitlets.validate("choices")  # type: ignore[untyped-decorator]
    def _possible(self, proposal: traitlets.Bunch) -> tuple[tuple[str, str], ...]:
        try:
            chosen = {str(message): str(action) for message, action in proposal.value}
            for message, action in chosen.items():
                inbox.judge(message, action, Policy())
        except ValueError as error:
            raise Problem(str(error)) from error
        return tuple(chosen.items())

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "who": _radio(
                text("Our rule: who answers? (click, or Tab and space bar)"),
                {
                    "one": text("one person, always the same"),
                    "two": text("one on duty, and a second to call"),
                    "shifts": text("several in shifts, and one on call"),
                },
            ),
            "hide": _radio(
                text("What do we hide?"),
                {
                    "nothing": text("nothing"),
                    "harm": text("slurs, threats, private data, spam"),
                    "insults": text("these, and insults without a point"),
                },
            ),
            "critics": _radio(
                text("A critic with a point?"),
                {"once": text("gets one calm answer"), "never": text("is left alone")},
            ),
            "hand_on": _radio(
                text("What is handed on?"),
                {
                    "danger": text("danger only"),
                    "public": text("danger, the press, our mistakes"),
                },
            ),
            "rest": ipywidgets.Checkbox(
                description=text("Nights and days off are kept: nobody answers then"),
                indent=False,
                style={"description_width": "initial"},  # its length is not that of a label
                **WIDE,
            ),
            "choices": Desk(
                text("What do you do with the message below?"), lambda: self._message().id
            ),
            "at": Pager(text("Which message is shown")),
        }

    @property
    def policy(self) -> Policy:
        """The rule as it is set."""
        return Policy(self.who, self.hide, self.critics, self.hand_on, self.rest)

    def view(self) -> View:
        message, chosen = self._message(), dict(self.choices)
        verdicts = {
            one.id: inbox.judge(one.id, chosen[one.id], self.policy).verdict
            for one in inbox.queue()
            if one.id in chosen
        }
        return View(
            title=text("Inbox practice (messages written by us)"),
            sentence=self._sentence(message, chosen, verdicts),
            draw=lambda ax: _draw(ax, message, self.at, verdicts),
            source=text(
                "Invented: we wrote these messages, and no real person sent them. The minutes are "
                "our guesses."
            ),
            table=self._table(message) if message.id in chosen else "",
            cautions=(
                text(
                    "It does not know your town. What is safe to answer, and whom to call, you "
                    "settle with people who do: lawyers, those who look after minors, neighbours."
                ),
                text(
                    "It does not say what most groups do. The reasons are ours; your rule may be "
                    "better than ours."
                ),
            ),
        )

    def _message(self) -> Message:
        at: int = self.at
        return inbox.queue()[at - 1]

    def _sentence(
        self, message: Message, chosen: Mapping[str, str], verdicts: Mapping[str, Verdict]
    ) -> str:
        values = {
            "n": self.at,
            "count": COUNT,
            "when": message.when,
            "words": message.words,
        }
        told = [
            text("Message {n} of {count}, {when}, sent in private: “{words}”", **values)
            if message.direct
            else text("Message {n} of {count}, {when}, a comment for all: “{words}”", **values)
        ]
        action = chosen.get(message.id)
        if action is None:
            told.append(text("Choose what to do. More than one choice can be right."))
        else:
            found = inbox.judge(message.id, action, self.policy)
            told.append(
                text(
                    "You chose “{action}”: {verdict}. {why}",
                    action=action_names()[action],
                    verdict=verdict_name(found.verdict),
                    why=found.why,
                )
            )
            if found.verdict is not Verdict.NOT_THERE:
                told.append(text("It takes about {time}.", time=_takes(action)))
            others = [
                action_names()[other]
                for other in inbox.fitting(message.id, self.policy)
                if other != action
            ]
            if found.verdict is not Verdict.FITS:  # what would fit, one may still find out
                told.append(text("Try another one, or open “{all}” below.", all=_all_choices()))
            elif others:
                told.append(text("Also fits: {others}.", others=", ".join(others)))
        if len(chosen) == COUNT:
            told.append(_tally(chosen, verdicts))
        return " ".join(told)

    def _table(self, message: Message) -> str:
        found = {action: inbox.judge(message.id, action, self.policy) for action in ACTIONS}
        names = action_names()
        table = charts.table(
            pd.DataFrame(
                {
                    text("Under our rule"): [verdict_mark(one.verdict) for one in found.values()],
                    text("Why"): [one.why for one in found.values()],
                    text("Takes"): [_takes(action) for action in found],
                },
                index=[names[action] for action in found],
            ),
            text("Message {n}, under the rule that is set", n=self.at),
        )
        # Folded: who reads it has tried first. The page closes it again with each message.
        summary = f'<summary style="cursor: pointer">{escape(_all_choices())}</summary>'
        return f"<details>{summary}{table}</details>"


def _all_choices() -> str:
    return text("Every choice for this message")


def action_names() -> dict[str, str]:
    """The words on the buttons, by action."""
    return {
        "like": text("Like"),
        "reply": text("Reply here"),
        "pin": text("Pin"),
        "filter": text("Filter or approve first"),
        "hide": text("Hide or delete"),
        "report": text("Report to the app"),
        "move": text("Move to a safe channel"),
        "hand_on": text("Hand on"),
        "rest": text("Leave it and rest"),
    }


def verdict_name(verdict: Verdict) -> str:
    """The verdict in a few words."""
    return {
        Verdict.FITS: text("it fits your rule"),
        Verdict.DOES_NOT: text("it does not fit"),
        Verdict.GAP: text("your rule has a gap here"),
        Verdict.NOT_THERE: text("it is not possible"),
        Verdict.NEVER: text("never, under any rule"),
    }[verdict]


_SIGNS = {
    Verdict.FITS: "✓",
    Verdict.DOES_NOT: "–",
    Verdict.GAP: "?",
    Verdict.NOT_THERE: "·",
    Verdict.NEVER: "✗",
}


def verdict_mark(verdict: Verdict) -> str:
    """The verdict as a sign and a word or two, that stay on one line."""
    return {
        Verdict.FITS: text("✓ fits"),
        Verdict.DOES_NOT: text("– does not fit"),
        Verdict.GAP: text("? gap"),
        Verdict.NOT_THERE: text("· not possible"),
        Verdict.NEVER: text("✗ never"),
    }[verdict].replace(" ", "\u00a0")


def _tally(chosen: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> str:
    counted = list(verdicts.values())
    return text(
        "All {count} are done: {fits} fit your rule, {gaps} fall into a gap, {never} are never "
        "right. It took about {minutes} minutes, or {checks} looks of 4 minutes.",
        count=COUNT,
        fits=counted.count(Verdict.FITS),
        gaps=counted.count(Verdict.GAP),
        never=counted.count(Verdict.NEVER),
        minutes=number(inbox.minutes(list(chosen.values()))),
        checks=number(inbox.minutes(list(chosen.values())) / 4),
    )


def _takes(action: str) -> str:
    took = inbox.MINUTES[action]
    words = text("{n} s", n=number(60 * took)) if took < 1 else text("{n} min", n=number(took))
    return words.replace(" ", "\u00a0")


def _radio(label: str, options: Mapping[str, str]) -> ipywidgets.RadioButtons:
    # No menu: in JupyterLab the arrow keys would move to the next cell instead of a choice.
    return ipywidgets.RadioButtons(
        description=label,
        options=[(words, name) for name, words in options.items()],
        style={"description_width": "auto"},
        **WIDE,
    )


_COLOURS = {
    Verdict.FITS: charts.SKY,
    Verdict.DOES_NOT: charts.PAPER,
    Verdict.GAP: charts.ORANGE,
    Verdict.NOT_THERE: charts.PAPER,
    Verdict.NEVER: charts.VERMILLION,
}


def _draw(ax: Axes, message: Message, at: int, verdicts: Mapping[str, Verdict]) -> None:
    _, height = card.pixels(ax)
    wide = 300
    card.frame(ax, 2, 2, wide, height - 4)
    where = text("private message") if message.direct else text("comment, seen by all")
    ax.text(18, height - 22, where, size=13, weight="bold", va="center")
    ax.text(18, height - 42, message.when, size=13, color=charts.QUIET, va="center")
    lines = card.wrapped(message.words, wide - 26, 6)
    for row, line in enumerate(lines):
        ax.text(18, height - 76 - 20 * row, line, size=14, va="center")
    for place, one in enumerate(inbox.queue()):
        x, y = 342 + 56 * (place % 3), height - 24 - 32 * (place // 3)
        verdict = verdicts.get(one.id)
        ax.plot(
            x,
            y,
            marker="s",
            markersize=24,
            color=_COLOURS[verdict] if verdict else charts.PAPER,
            markeredgecolor=charts.INK,
            markeredgewidth=3 if place + 1 == at else 0.8,
        )
        sign = _SIGNS[verdict] if verdict else ""
        weight = "bold" if place + 1 == at else "normal"
        ax.text(x, y, sign, size=15, weight="bold", ha="center", va="center_baseline")
        ax.text(x + 17, y, number(place + 1), size=13, weight=weight, va="center")
    # Each sign by itself: beside each other, two of them read like one.
    legend = [verdict_mark(verdict) for verdict in Verdict]
    for place, words in enumerate(legend):
        x, y = (324, 400)[place % 2], 58 - 20 * (place // 2)
        ax.text(x, y, words, size=13, color=charts.QUIET, va="center")
