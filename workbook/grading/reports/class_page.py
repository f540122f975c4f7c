"""The page of a class and one assignment: how it went, what was hard, what to talk about.

Each picture has its numbers in a table under it. Counts are of learners; a percentage is only
shown where the class is large enough for one to mean something.
"""

import statistics
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from workbook import charts
from workbook.feedback.outcome import Outcome, inline
from workbook.grading.reports.class_answers import (
    Answers,
    Mistake,
    answers,
    hardest_first,
    mistakes,
)
from workbook.grading.reports.document import document
from workbook.grading.reports.questions import short
from workbook.grading.reports.summary import Summary
from workbook.i18n import number, percent, plural, text
from workbook.widgets import card

ENOUGH_FOR_PERCENT = 20
"""Learners. In a class of 10 one learner is 10%."""
ENOUGH_FOR_SHAPE = 5
"""Learners. Fewer have no distribution, and a picture of one would show who is who."""
_MOST_ROWS = 15
_MOST_NOTES = 40
_BARS = 12
_LINE, _BAR = 17, 31
"""Pixels of a line of a label, and of the bar below it with the room around it."""

_FILLS: tuple[tuple[Outcome, str, str], ...] = (
    (Outcome.RIGHT, charts.GREEN, ""),
    (Outcome.PARTLY, charts.ORANGE, "//"),
    (Outcome.NOT_YET, charts.VERMILLION, "xx"),
    (Outcome.CANNOT, charts.PURPLE, "\\\\"),
    (Outcome.NOT_ATTEMPTED, charts.PAPER, ""),
)
"""Each kind of answer in the order of a bar, with colour and hatch."""


def class_page(summaries: Iterable[Summary], *, names: bool = False) -> str:
    """The HTML page of a class. All ``summaries`` are of one assignment.

    Without ``names`` nobody is named; with them, the lists say whose the answers are.

    Raises ValueError if there are no summaries, or of several assignments.
    """
    learners = sorted(summaries, key=lambda one: one.learner)
    if len({one.assignment for one in learners}) != 1:
        raise ValueError("a page of a class is about one assignment")
    title = text("How the class did: {assignment}", assignment=learners[0].assignment)
    body = Markup("\n").join(
        [
            Markup("<h1>{}</h1>").format(title),
            _in_short(learners),
            _scores(learners),
            _questions(learners),
            _wrong_answers(learners, names),
            _notes(learners, names),
            _time(learners),
            *([_learners(learners)] if names else []),
        ]
    )
    return document(title, body, drawn=True)


# In short -----------------------------------------------------------------------------------


def _in_short(learners: Sequence[Summary]) -> Markup:
    points = max(one.total.points for one in learners)
    scores = [one.total.score for one in learners]
    said = [
        plural("{count} learner handed it in.", "{count} learners handed it in.", len(learners))
    ]
    if len(learners) >= ENOUGH_FOR_SHAPE:
        said.append(
            text(
                "Half of them have {middle} points or more, of {points}.",
                middle=short(statistics.median(scores)),
                points=short(points),
            )
        )
    else:
        said.append(
            text(
                "Points, from lowest to highest: {scores}. One can get {points}.",
                scores=", ".join(short(score) for score in sorted(scores)),
                points=short(points),
            )
        )
    waiting = sum(one.total.waiting > 0 for one in learners)
    if waiting:
        said.append(
            plural(
                "A person has still to read answers of {count} learner: these points can rise.",
                "A person has still to read answers of {count} learners: these points can rise.",
                waiting,
            )
        )
    open_air = sum(not one.sandboxed for one in learners)
    if open_air:
        said.append(
            plural(
                "Not sandboxed: {count} submission was marked with the rights of the person who "
                "marked it.",
                "Not sandboxed: {count} submissions were marked with the rights of the person who "
                "marked them.",
                open_air,
            )
        )
    return Markup().join(_paragraph(one) for one in said)


# Scores -------------------------------------------------------------------------------------


def _scores(learners: Sequence[Summary]) -> Markup:
    parts = [Markup("<h2>{}</h2>").format(text("How the points are spread"))]
    if len(learners) >= ENOUGH_FOR_SHAPE:
        edges = _edges(max(one.total.points for one in learners))
        counts = _counted([one.total.score for one in learners], edges)
        parts += [_spread_picture(counts, edges), _spread_table(counts, edges)]
    else:
        told = text("With fewer than {n} learners there is no picture.", n=ENOUGH_FOR_SHAPE)
        parts.append(_paragraph(told))
    return Markup("\n").join(parts)


def _edges(points: float) -> list[float]:
    """Where the bars begin, and the end of the last: whole points, at most :data:`_BARS` bars."""
    width = 1
    while points / width > _BARS:
        width += 1
    bars = max(1, int(-(-points // width)))
    return [float(width * place) for place in range(bars)] + [max(points, 1.0)]


def _counted(scores: Iterable[float], edges: Sequence[float]) -> list[int]:
    """How many scores are in each bar. Extra credit counts for the last one."""
    counts = [0] * (len(edges) - 1)
    for score in scores:
        counts[max(sum(edge <= score for edge in edges[:-1]) - 1, 0)] += 1
    return counts


def _spans(edges: Sequence[float]) -> list[str]:
    """The bars in words. A score is in the bar that it is the lower end of."""
    spans = [
        text("from {low} to under {high}", low=short(low), high=short(high))
        for low, high in pairwise(edges)
    ]
    spans[-1] = text("from {low} to {high}", low=short(edges[-2]), high=short(edges[-1]))
    return spans


def _spread_picture(counts: Sequence[int], edges: Sequence[float]) -> Markup:
    highest = max(counts)
    with charts.figure(charts.WIDTH, 230, (20, 20, 24, 50)) as (fig, ax):
        ax.set_xlim(0, edges[-1])
        ax.set_ylim(0, highest * 1.05)
        for count, (low, high) in zip(counts, pairwise(edges), strict=True):
            if count:
                middle = (low + high) / 2
                ax.bar(middle, count, width=high - low, color=charts.SKY)
                ax.annotate(
                    number(count),
                    (middle, count),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center",
                    size=12,
                    annotation_clip=False,
                )
        step = max(1, round(len(edges) / 8))
        ticks = [*edges[:-1:step], edges[-1]]
        if len(ticks) > 2 and ticks[-1] - ticks[-2] < (ticks[1] - ticks[0]) / 2:
            del ticks[-2]
        charts.number_line(ax, ticks, text("points"), short)
    span = _spans(edges)[counts.index(highest)]
    description = text(
        "Most learners in one bar: {count}, with points {span}.", count=number(highest), span=span
    )
    title = text("Number of learners by points")
    return _drawn(fig, title, description)


def _spread_table(counts: Sequence[int], edges: Sequence[float]) -> Markup:
    all_of_them = sum(counts)
    rows = [
        (span, number(count), _share(count, all_of_them))
        for span, count in zip(_spans(edges), counts, strict=True)
    ]
    return _table(
        [text("Points"), text("Learners"), text("Share")],
        rows,
        text("The same in numbers"),
    )


def _learners(learners: Sequence[Summary]) -> Markup:
    rows = [
        (one.learner, _of(one.total.score, one.total.points), short(one.total.waiting))
        for one in sorted(learners, key=lambda one: (-one.total.score, one.learner))
    ]
    columns = [text("Learner"), text("Points"), text("Still to read")]
    heading = Markup("<h2>{}</h2>").format(text("Each learner"))
    return heading + _table(columns, rows, text("From most points to least"))


# Questions ----------------------------------------------------------------------------------


def _questions(learners: Sequence[Summary]) -> Markup:
    asked = answers(learners).values()
    judged = hardest_first(asked)
    parts = [Markup("<h2>{}</h2>").format(text("Which questions were hard"))]
    if judged:
        parts += [_hard_picture(judged), _hard_table(judged)]
    parts += [_read_by_people(one) for one in asked if one.by_people]
    return Markup("\n").join(parts)


def _hard_picture(judged: Sequence[Answers]) -> Markup:
    """A bar for each question, the hardest on top; its parts are the kinds of answer."""
    most = max(one.asked for one in judged)
    labels = [card.wrapped(one.label, charts.WIDTH - 24, 3) or [""] for one in judged]
    height = sum(_LINE * len(lines) + _BAR for lines in labels)
    with charts.figure(charts.WIDTH, height + 106, (20, 20, 56, 50)) as (fig, ax):
        ax.set_xlim(0, most)
        ax.set_ylim(height, 0)  # in pixels, from the top
        below = 0
        for lines, one in zip(labels, judged, strict=True):
            start, above, below = 0, below, below + _LINE * len(lines) + _BAR
            for outcome, colour, hatch in _FILLS:
                count = one.outcomes[outcome]
                if count:
                    middle = below - _BAR / 2 - 2
                    ax.barh(middle, count, left=start, height=20, color=colour, hatch=hatch)
                start += count
            for place, line in enumerate(lines, start=1):
                ax.text(0, above + _LINE * place, line, size=13, va="bottom")
        ticks = sorted({0, most} | ({most // 2} if most >= 4 else set()))
        charts.number_line(ax, ticks, text("learners"))
        handles = [
            Patch(facecolor=colour, hatch=hatch, label=outcome.word)
            for outcome, colour, hatch in _FILLS
            if outcome in _found(judged)
        ]
        ax.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=3,  # words are longer in other languages
            fontsize=12,
            handlelength=1.2,
            handletextpad=0.4,
            columnspacing=0.8,
            borderpad=0,
            borderaxespad=0.4,
        )
    hardest = judged[0]
    description = text(
        "Hardest: {question}. Right: {right} of {all}.",
        question=hardest.label,
        right=number(hardest.right),
        all=number(hardest.asked),
    )
    title = text("Answers to each question, the hardest on top")
    return _drawn(fig, title, description)


def _found(judged: Sequence[Answers]) -> list[Outcome]:
    """The kinds of answer that there are, in the order of a bar."""
    return [outcome for outcome, _, _ in _FILLS if any(one.outcomes[outcome] for one in judged)]


def _hard_table(judged: Sequence[Answers]) -> Markup:
    kinds = _found(judged)
    rows = [
        (
            one.label,
            *(number(one.outcomes[kind]) for kind in kinds),
            _share(one.right, one.asked),
        )
        for one in judged
    ]
    columns = [text("Question"), *(kind.word for kind in kinds), text("Share right")]
    return _table(columns, rows, text("The same in numbers: learners"))


def _read_by_people(one: Answers) -> Markup:
    said = text(
        "{question} A person reads this one. Answers: {answers}. Read so far: {read}.",
        question=one.label,
        answers=number(one.outcomes[None]),
        read=number(one.read),
    )
    return _paragraph(said)


# Wrong answers ------------------------------------------------------------------------------


def _wrong_answers(learners: Sequence[Summary], names: bool) -> Markup:
    """The same wrong answer from several people is a misunderstanding worth a talk."""
    heading = Markup("<h2>{}</h2>").format(text("Which wrong answers were common"))
    common = mistakes(learners)[:_MOST_ROWS]
    if not common:
        return heading + _paragraph(text("No two learners made the same mistake."))
    cards = Markup("\n").join(_mistake(one, names) for one in common)
    told = text("Each line is what these learners read in their feedback.")
    return heading + _paragraph(told) + cards


def _mistake(one: Mistake, names: bool) -> Markup:
    said = [Markup("<p>{}</p>").format(_coded(one.sentence))]
    if one.to_say:
        said.append(_paragraph(one.to_say))
    if names:
        said.append(_paragraph(text("Who: {names}", names=", ".join(one.people))))
    head = plural("{count} learner", "{count} learners", len(one.people))
    return Markup(
        '<section class="card not_yet"><h3>{}</h3><p class="tag">{}</p>{}</section>'
    ).format(head, one.where, Markup().join(said))


# Stops, repairs and time --------------------------------------------------------------------


def _notes(learners: Sequence[Summary], names: bool) -> Markup:
    heading = Markup("<h2>{}</h2>").format(text("What was stopped or repaired"))
    who: defaultdict[str, list[str]] = defaultdict(list)
    for learner in learners:
        for note in dict.fromkeys(learner.notes):
            who[note if names else _unnamed(note, learner.learner)].append(learner.learner)
    if not who:
        return heading + _paragraph(text("Nothing."))
    order = sorted(who, key=lambda note: (-len(who[note]), note))
    rows = [
        (note, number(len(who[note])), *([", ".join(who[note])] if names else []))
        for note in order[:_MOST_NOTES]
    ]
    columns = [text("What"), text("Learners"), *([text("Who")] if names else [])]
    table = _table(columns, rows, text("These learners read the same sentence"), numbers=1)
    left_out = len(order) - len(rows)
    if left_out:
        told = plural(
            "{count} more is on the learner's own page.",
            "{count} more are on the learners' own pages.",
            left_out,
        )
        return heading + table + _paragraph(told)
    return heading + table


def _unnamed(note: str, learner: str) -> str:
    return note.replace(learner, "…") if len(learner) > 2 else note


def _time(learners: Sequence[Summary]) -> Markup:
    seconds = [one.seconds for one in learners]
    said = text(
        "Middle: {middle} s. Longest: {longest} s. Together: {all} s.",
        middle=number(statistics.median(seconds), 1),
        longest=number(max(seconds), 1),
        all=number(sum(seconds), 1),
    )
    heading = Markup("<h2>{}</h2>").format(text("How long the marking of one submission took"))
    return heading + _paragraph(said)


# Small things -------------------------------------------------------------------------------


def _share(count: int, all_of_them: int) -> str:
    """As a percentage, or in a small class in words such as ``2 of 3``."""
    if all_of_them >= ENOUGH_FOR_PERCENT:
        return percent(count / all_of_them)
    return text("{count} of {all}", count=number(count), all=number(all_of_them))


def _of(score: float, points: float) -> str:
    return text("{score} of {points}", score=short(score), points=short(points))


def _paragraph(words: str) -> Markup:
    return Markup("<p>{}</p>").format(_coded(words))


def _coded(words: str) -> Markup:
    return Markup(inline(words))


def _drawn(fig: Figure, title: str, description: str) -> Markup:
    with warnings.catch_warnings():
        # The letters are drawn by the browser, in fonts that matplotlib need not have.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        picture = charts.svg(fig, title, description)
    return Markup("<div><p><strong>{}</strong></p>{}</div>").format(title, Markup(picture))


def _table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str, numbers: int | None = None
) -> Markup:
    """The first column heads its row. Of the others, the first ``numbers`` hold numbers, or all."""
    kinds = ["", *['class="number"'] * (len(columns) - 1 if numbers is None else numbers)]
    kinds += [""] * (len(columns) - len(kinds))
    head = Markup().join(
        Markup('<th scope="col" {}>{}</th>').format(Markup(kind), name)
        for kind, name in zip(kinds, columns, strict=True)
    )
    body = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            _coded(first),
            Markup().join(
                Markup("<td {}>{}</td>").format(Markup(kind), cell)
                for kind, cell in zip(kinds[1:], rest, strict=True)
            ),
        )
        for first, *rest in rows
    )
    return Markup(
        '<div class="wide"><table><caption>{}</caption><thead><tr>{}</tr></thead>\n'
        "<tbody>{}</tbody></table></div>"
    ).format(caption, head, body)
