"""The quiz of a lesson as cards: the question on one side, the reasons on the other.

Printed on both sides, and turned over the long edge, each answer lies behind its question.
"""

from html import escape

from workbook.build import prose
from workbook.build.prose import QuizItem
from workbook.build.trainer import markup
from workbook.build.trainer.handouts import STYLE
from workbook.build.trainer.slides import Deck, lettered
from workbook.i18n import text
from workbook.papers.page import document

_COLUMNS, _ON_A_SIDE = 2, 4


def page(deck: Deck) -> bytes:
    """All cards of a lesson, four on a side."""
    items = prose.quizzes(deck.lesson)
    sides = []
    for start in range(0, len(items), _ON_A_SIDE):
        few: list[QuizItem | None] = list(items[start : start + _ON_A_SIDE])
        few += [None] * (_ON_A_SIDE - len(few))
        numbered = list(enumerate(few, start=start + 1))
        # Turned over, what lay at the left lies at the right.
        rows = [numbered[at : at + _COLUMNS] for at in range(0, _ON_A_SIDE, _COLUMNS)]
        turned = [one for row in rows for one in reversed(row)]
        sides.append(_side([_question(deck, *one) for one in numbered]))
        sides.append(_side([_answer(deck, *one) for one in turned]))
    title = text("Quiz cards: {title}", title=deck.lesson.options["title"])
    hint = text(
        "Print on both sides, turned over the long edge, and cut along the dashed lines. The "
        "reasons then lie behind their question."
    )
    return document(title, "".join(sides), STYLE, hint)


def _side(cards: list[str]) -> str:
    return f'<section class="side cards">{"".join(cards)}</section>'


def _question(deck: Deck, number: int, item: QuizItem | None) -> str:
    if item is None:
        return '<div class="card"></div>'
    answers = "".join(
        f"<li>{markup.inline(deck.roles.fill_numbers(answer))}</li>"
        for _, _, answer, _ in lettered(item)
    )
    asked = markup.inline(deck.roles.fill_numbers(item.ask))
    return (
        f'<div class="card">{_which(deck, number)}<p class="asked">{asked}</p>'
        f'<ol type="A">{answers}</ol></div>'
    )


def _answer(deck: Deck, number: int, item: QuizItem | None) -> str:
    if item is None:
        return '<div class="card answer"></div>'
    choices = lettered(item)
    (best,) = [letter for letter, right, _, _ in choices if right]
    reasons = "".join(
        f"<p><strong>{letter}</strong> {markup.inline(deck.roles.fill_numbers(because))}</p>"
        for letter, _, _, because in sorted(choices, key=lambda one: not one[1])
    )
    head = escape(text("The answer is {letter}", letter=best))
    return (
        f'<div class="card answer">{_which(deck, number)}<p class="asked">{head}</p>{reasons}</div>'
    )


def _which(deck: Deck, number: int) -> str:
    words = text("Module {module}, card {number}", module=deck.lesson.number, number=number)
    return f'<p class="which">{escape(words)}</p>'
