"""A sheet for each module with two sides: the ideas and a picture; something to do with a pencil.

A cell of a lesson with the tag ``handout`` says what stands on it: the front, the back and, where
there is something to work out, the answers, divided by ``---``. The key points and the sources are
added. Besides the roles of a lesson it may use

- ``{picture}`TeamInterval()` ``: a widget's picture with its sentence;
- ``{write}`2` ``: lines to write on; ``___`` is a gap for a number, ``____`` one for words;
- ``{notes}`2` ``: what the lesson asks to be kept for the plan, with lines to write on;
- ``{pairs}`3` ``: so many of the questions that a trainer asks;
- ``{decision}`0` ``: the statements of the decision, to be scored.
"""

import ast
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from workbook.build import prose
from workbook.build.source import Source
from workbook.build.trainer import markup, pictures
from workbook.build.trainer.blocks import Block
from workbook.build.trainer.slides import Deck
from workbook.decision import CRITERIA, MOST
from workbook.i18n import text
from workbook.papers.page import document
from workbook.widgets.invest import criterion_name

STYLE = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")

_ROLE = re.compile(r"^\{(picture|write|notes|pairs|decision)\}`([^`]*)`$", re.MULTILINE)


def cells(lesson: Source) -> list[str]:
    """What the cells for handouts of a lesson hold: one of them, or none."""
    return [cell.source for cell in lesson.cells if prose.HANDOUT in cell.metadata.get("tags", [])]


class Handout:
    """The handout of a lesson. Raises Problem where its cell asks for what is not there."""

    def __init__(self, deck: Deck, blocks: list[Block]) -> None:
        self.deck, self.lesson, self.blocks = deck, deck.lesson, blocks
        found = cells(self.lesson)
        self.sides = re.split(r"^---$", found[0], flags=re.MULTILINE) if len(found) == 1 else []
        if len(self.sides) not in (2, 3):
            raise self.lesson.fault(
                "---",
                "a lesson has one cell with the tag 'handout': front, back and perhaps answers.",
            )

    def page(self) -> bytes:
        """The sheet as a page, to print on both sides."""
        front, back, *answers = self.sides
        return document(
            self.title,
            self._side(self._points(front), "") + self._side(back, "".join(answers).strip()),
            STYLE,
            text("To print this page, press Ctrl and P (on a Mac: Cmd and P), on both sides."),
        )

    @property
    def title(self) -> str:
        return str(self.lesson.options["title"])

    def _points(self, front: str) -> str:
        points = [
            f"- {block.text}"
            for block in prose.blocks(self.lesson)
            if block.section == text("Key points") and block.kind == "item"
        ]
        return "\n".join(points) + "\n\n" + front

    def _side(self, words: str, answers: str) -> str:
        cited: list[str] = []
        parts = _ROLE.split(words)  # words, a role, what it is given, words ...
        body = self._html(parts[0], cited)
        for role, given, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            try:
                body += self._roles[role](given)
            except Exception as error:
                raise self.lesson.fault(f"{{{role}}}`{given}`", f"it fails: {error}.") from error
            body += self._html(after, cited)
        foot = "".join(
            f"<sup>{number}</sup> {escape(source)}. "
            for number, source in enumerate(cited, start=1)
        )
        about = text(
            "TikTok for Organizing, module {number}: {title}",
            number=self.lesson.number,
            title=self.title,
        )
        told = f'<div class="answers">{self._html(answers, cited)}</div>' if answers else ""
        return (
            f'<section class="side"><h1>{markup.inline(self.title)}</h1>{body}'
            f'<div class="push"></div>{told}<p class="foot">{foot}{escape(about)}</p></section>'
        )

    def _html(self, words: str, cited: list[str]) -> str:
        html = self.deck.html(words, cited) if words.strip() else ""
        html = html.replace("____", '<span class="blank"></span>')
        return html.replace("___", '<span class="blank short"></span>')

    @property
    def _roles(self) -> dict[str, Callable[[str], str]]:
        return {
            "picture": self._picture,
            "write": lambda lines: _lines(int(lines)),
            "notes": lambda lines: "".join(
                _asked(question, int(lines)) for question in notes(self.lesson)
            ),
            "pairs": lambda most: _list(self._pairs(int(most))),
            "decision": lambda _: _decision(),
        }

    def _picture(self, expression: str) -> str:
        widget = pictures.shown(expression)
        view = widget.view()
        cautions = "".join(f"<li>{escape(one)}</li>" for one in view.cautions)
        head = escape(text("What it does not say"))
        return (
            f"{pictures.svg(widget, f'handout {self.lesson.module}')}"
            f'<div class="said"><p>{escape(view.sentence)}</p>'
            f"<p><strong>{head}</strong></p><ul>{cautions}</ul></div>"
        )

    def _pairs(self, most: int) -> list[str]:
        return [asked[0] for block in self.blocks if (asked := block.asked)][:most]


def notes(lesson: Source) -> list[str]:
    """The questions of a lesson whose answers are kept for the plan."""
    calls = [
        call
        for cell in lesson.cells
        if cell.cell_type == "code" and "note(" in cell.source
        for call in ast.walk(ast.parse(cell.source))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "note"
    ]
    return [_string(call.args[1]) for call in calls]


def _string(node: Any) -> str:
    return str(ast.literal_eval(node))


def _asked(question: str, lines: int) -> str:
    return f'<p class="ask">{escape(question)}</p>{_lines(lines)}'


def _lines(count: int) -> str:
    return '<div class="write"></div>' * count


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{markup.inline(item)}</li>' for item in items)}</ul>"


def _decision() -> str:
    scores = range(MOST + 1)
    head = "".join(f'<th scope="col">{score}</th>' for score in scores)
    rows = "".join(
        f'<tr><th scope="row">{escape(criterion_name(name))}</th>{"<td>☐</td>" * len(scores)}</tr>'
        for name in CRITERIA
    )
    says = escape(text("0 is no, 2 is “we do not know”, 4 is yes"))
    return (
        f'<table class="score"><thead><tr><th scope="col">{says}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
