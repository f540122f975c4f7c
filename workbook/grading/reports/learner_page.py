"""The page of one learner and one notebook: the points, and the notebook with what was found.

It stands where nbgrader would put its own: ``feedback/LEARNER/ASSIGNMENT/NOTEBOOK.html``.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from workbook.feedback.outcome import Outcome, inline
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part
from workbook.grading.reports import harmless
from workbook.grading.reports.cells import shown_cells
from workbook.grading.reports.document import document
from workbook.grading.reports.questions import (
    ByHand,
    Question,
    Total,
    cells_of,
    headings,
    outcome_of,
    questions,
    short,
    source,
    total,
)
from workbook.i18n import text

_LONGEST_SENTENCE = 1500


def learner_page(marked: Marked, book: MarkedNotebook, by_hand: ByHand | None = None) -> str:
    """The HTML page of ``book``, which is one of the notebooks of ``marked``.

    It holds no code of a check. Its words are in the language in use, and the sentences about the
    answers in the one in which they were marked.
    """
    by_hand = by_hand or ByHand()
    asked = questions(book, by_hand)
    title = _title(book)
    body = Markup("\n").join(
        [
            Markup("<h1>{}</h1>").format(title),
            _whose(marked, book),
            _points(total([(book, by_hand)])),
            _notes(marked, book),
            _overview(asked),
            _notebook(book, asked, by_hand),
        ]
    )
    return document(f"{title}: {marked.learner}", body)


def _title(book: MarkedNotebook) -> str:
    first = next((cell for cell in cells_of(book) if cell.get("cell_type") == "markdown"), {})
    return next(iter(headings(source(first))), book.name)


def _whose(marked: Marked, book: MarkedNotebook) -> Markup:
    said = [marked.learner, marked.assignment]
    if book.name != marked.assignment:
        said.append(book.name)
    if marked.handed_in:
        said.append(text("handed in on {day}", day=_moment(marked.handed_in)))
    parts = Markup(" · ").join(Markup("<bdi>{}</bdi>").format(one) for one in said)
    return Markup('<p class="quiet">{}</p>').format(parts)


def _points(points: Total) -> Markup:
    said = [Markup('<p class="score">{}</p>').format(_of(points.score, points.points))]
    if points.waiting:
        told = text(
            "A person has still to read a part of it. Points to come from there: up to {points}",
            points=short(points.waiting),
        )
        said.append(_paragraph(told))
    if points.late_penalty:
        told = text("It came late. Points taken off: {points}", points=short(points.late_penalty))
        said.append(_paragraph(told))
    return Markup("\n").join(said)


def _notes(marked: Marked, book: MarkedNotebook) -> Markup:
    notes = [*marked.notes, *book.notes]
    if not marked.sandboxed:
        notes.append(
            text("Not sandboxed: this work was marked with the rights of the person who marked it.")
        )
    if not notes:
        return Markup()
    items = Markup().join(Markup("<li>{}</li>").format(_sentence(one)) for one in notes[:100])
    return Markup("<h2>{}</h2>\n<ul>{}</ul>").format(text("What we noticed"), items)


def _overview(asked: Sequence[Question]) -> Markup:
    rows = Markup("\n").join(
        Markup(
            '<tr><th scope="row"><a href="#question-{}">{}</a></th>'
            '<td class="number">{}</td><td><span class="mark {}">{}</span></td></tr>'
        ).format(place, question.label, _fraction(question), _kind(question.outcome), question.word)
        for place, question in enumerate(asked, start=1)
    )
    return Markup(
        '<h2>{}</h2>\n<div class="wide"><table><thead><tr><th scope="col">{}</th>'
        '<th scope="col" class="number">{}</th><th scope="col">{}</th></tr></thead>\n'
        "<tbody>{}</tbody></table></div>"
    ).format(
        text("Question by question"), text("Question"), text("Points"), text("What was found"), rows
    )


def _notebook(book: MarkedNotebook, asked: Sequence[Question], by_hand: ByHand) -> Markup:
    """The cells, and each question's card after the last of its cells."""
    shown = list(shown_cells(book))
    places = {name: place for place, (name, _) in enumerate(shown) if name}
    cards: dict[int, list[Markup]] = {}
    told = {name for question in asked for name in _names(question)}
    for number, question in enumerate(asked, start=1):
        place = max((places.get(name, -1) for name in _names(question)), default=-1)
        place = len(shown) - 1 if place < 0 else place
        cards.setdefault(place, []).append(_card(number, question))
    for name, comment in by_hand.comments.items():
        if name not in told and comment:
            place = places.get(name, len(shown) - 1)
            cards.setdefault(place, []).append(_person(_comments([comment])))
    parts = []
    for place, (_, cell) in enumerate(shown):
        parts += [cell, *cards.pop(place, ())]
    parts += [card for left in cards.values() for card in left]
    return Markup("<h2>{}</h2>\n{}").format(
        text("Your notebook"), Markup("\n").join(filter(None, parts))
    )


def _names(question: Question) -> set[str]:
    return {question.name, *(cell.grade_id for cell in question.cells)}


def _card(place: int, question: Question) -> Markup:
    seen = [cell for cell in question.cells if not cell.hidden]
    unseen = [cell for cell in question.cells if cell.hidden]
    single = sum(len(cell.parts) for cell in question.cells) == 1
    said = [_parts(seen, single)]
    if unseen:
        said.append(_paragraph(text("Checked only when your work was marked:"), "tag"))
        said.append(_parts(unseen, single))
    if question.by_hand and any(cell.score is not None for cell in question.cells):
        told = text(
            "A person has set these points. The check alone gave {points}.",
            points=short(question.given),
        )
        said.append(_paragraph(told))
    if question.extra:
        said.append(_paragraph(text("Extra credit: {points}", points=short(question.extra))))
    said.append(_comments(question.comments))
    return Markup(
        '<section class="card {}" id="question-{}" aria-labelledby="card-{}">'
        '<h4 id="card-{}">{}</h4>{}</section>'
    ).format(_kind(question.outcome), place, place, place, _head(question), Markup().join(said))


def _head(question: Question) -> str:
    return text(
        "{outcome}. Points: {score} of {points}",
        outcome=question.word,
        score=short(question.score),
        points=short(question.points),
    )


def _parts(cells: Sequence[MarkedCell], single: bool) -> Markup:
    """The parts of some checks: outcome first, then the reason.

    ``single``: it is the question's only part, so its points stand in the head of the card.
    """
    parts = [part for cell in cells for part in cell.parts]
    if len(parts) > 1 and {part.outcome for part in parts} == {Outcome.NOT_ATTEMPTED.name}:
        told = {part.sentence for part in parts} - {""}
        if len(told) == 1:  # "put your answer in place of the dots", once
            return Markup("<p>{}</p>").format(_sentence(told.pop()))
    items = [
        _part(part, None if single else _worth(cell).get(part.name))
        for cell in cells
        for part in cell.parts
    ]
    items += [
        Markup("<li>{}</li>").format(_sentence(cell.error))
        for cell in cells
        if cell.error and not cell.parts
    ]
    return Markup("<ul>{}</ul>").format(Markup().join(items)) if items else Markup()


def _part(part: Part, points: float | None) -> Markup:
    outcome = outcome_of(part.outcome)
    head = text("{outcome}: {part}", outcome=outcome.word, part=part.name)
    got = "" if points is None else _of(points if outcome is Outcome.RIGHT else 0, points)
    worth = Markup(' <span class="quiet">({})</span>').format(got) if got else ""
    reason = Markup("<br>{}").format(_sentence(part.sentence)) if part.sentence else ""
    return Markup("<li><strong>{}</strong>{}{}</li>").format(_sentence(head), worth, reason)


def _worth(cell: MarkedCell) -> Mapping[str, float]:
    """The points of each part, if the points of the cell are their sum."""
    weights = sum(part.weight for part in cell.parts)
    if weights <= 0 or cell.score is None:
        return {}
    worth = {part.name: cell.points * part.weight / weights for part in cell.parts}
    right = {part.name for part in cell.parts if part.outcome == Outcome.RIGHT.name}
    whole = len(worth) == len(cell.parts)
    summed = abs(sum(worth[name] for name in right) - cell.score) < 0.01
    return worth if whole and summed else {}


def _comments(comments: Iterable[str]) -> Markup:
    return Markup().join(
        Markup('<p class="tag">{}</p><div dir="auto">{}</div>').format(
            text("A person wrote to you:"), harmless.markdown(comment)
        )
        for comment in comments
    )


def _person(said: Markup) -> Markup:
    return Markup('<section class="card person">{}</section>').format(said)


def _kind(outcome: Outcome | None) -> str:
    """The class that gives a card its colour; the word stands beside it."""
    return outcome.name.lower() if outcome else "person"


def _sentence(words: str) -> Markup:
    """Our own sentence, which may quote the learner; what stands between `backticks` is code."""
    return Markup(inline(harmless.shortened(harmless.plain(words), _LONGEST_SENTENCE)))


def _paragraph(words: str, kind: str = "") -> Markup:
    if kind:
        return Markup('<p class="{}">{}</p>').format(kind, words)
    return Markup("<p>{}</p>").format(words)


def _of(score: float, points: float) -> str:
    return text("Points: {score} of {points}", score=short(score), points=short(points))


def _fraction(question: Question) -> str:
    return text("{score} of {points}", score=short(question.score), points=short(question.points))


def _moment(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
