"""A group's own numbers for its next meeting: one page to print, and a Word file.

Both hold the cards of :mod:`workbook.own_shown` as they are shared: no small counts of people, no
row of any file.
"""

import datetime
import io
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd
from docx.shared import Mm, Pt

from workbook import charts, own_shown
from workbook.i18n import text
from workbook.own_shown import Card
from workbook.papers import office
from workbook.papers.page import document

PICTURES = ("typical_video", "bounds", "source_table", "where_views_come_from", "visits")
"""Whose pictures stand on the page: the first two that there is something to draw of."""
_SIZE = (500, 230, (16, 16, 8, 48))
_WIDTHS = (40.0, office.WIDTH - 40.0)

_STYLE = """
h2 { font-size: 11pt; margin: 3mm 0 1mm; color: #00507F; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; line-height: 1.2; }
th, td { text-align: start; vertical-align: top; border-top: 0.25mm solid #bbb;
  padding: 0.6mm 0; overflow-wrap: anywhere; }
th { width: 36mm; padding-inline-end: 3mm; color: #00507F; }
td p { margin: 0; }
.cannot { color: #444; font-size: 7.5pt; }
.pictures { display: flex; gap: 5mm; }
.pictures figure { flex: 1; margin: 0 !important; }
.pictures figcaption { font-size: 8pt !important; font-weight: bold; }
.whose { border-inline-start: 1mm solid #D55E00; padding-inline-start: 2mm; font-weight: bold;
  font-size: 10pt; }
ul { margin: 0; padding-inline-start: 5mm; font-size: 8pt; line-height: 1.2; }
ol { margin: 0; padding-inline-start: 5mm; font-size: 9pt; }
"""


class Report(NamedTuple):
    """What stands on the paper."""

    cards: Sequence[Card]
    day: datetime.date
    is_sample: bool
    """Whether these are the numbers of the invented group: the paper then says so."""

    @property
    def title(self) -> str:
        if self.is_sample:
            return text("An invented group's numbers")
        return text("Our numbers")

    @property
    def known(self) -> list[Card]:
        return [card for card in self.cards if not card.missing]

    @property
    def missing(self) -> list[Card]:
        return [card for card in self.cards if card.missing]

    @property
    def pictured(self) -> list[Card]:
        known = {card.key: card for card in self.known if any(_drawn(card))}
        return [known[key] for key in PICTURES if key in known][:2]

    @property
    def promise(self) -> str:
        return text(
            "Counts of 1 to 4 people are hidden, so that nobody can be recognized. No name and no "
            "address stands here."
        )


def questions() -> tuple[str, ...]:
    """What a group may ask itself about its numbers."""
    return (
        text("Which number surprised us, and which do we not believe?"),
        text("What is missing, who brings it, and by when?"),
        text("Which number would change what we do next month?"),
    )


def numbers_page(report: Report) -> bytes:
    """One page, to print."""
    rows = "".join(
        f'<tr><th scope="row">{escape(card.title)}</th><td><p>{escape(card.sentence)}</p>'
        f'<p class="cannot">{escape(card.cannot[0])}</p></td></tr>'
        for card in report.known
    )
    pictures = "".join(_picture(card) for card in report.pictured)
    body = (
        f"<h1>{escape(report.title)}</h1>"
        f'<p class="small">{escape(report.day.isoformat())} · {escape(report.promise)}</p>'
        + (f'<p class="whose">{escape(charts.synthetic())}</p>' if report.is_sample else "")
        + (f'<div class="pictures">{pictures}</div>' if pictures else "")
        + (f"<table><tbody>{rows}</tbody></table>" if rows else "")
        + _missing(report.missing)
        + f"<h2>{escape(text('For the meeting'))}</h2><ol>"
        + "".join(f"<li>{escape(one)}</li>" for one in questions())
        + "</ol>"
    )
    return document(report.title, body, _STYLE)


def numbers_docx(report: Report) -> bytes:
    """The same for Word, with room to write under each question."""
    made = office.empty(report.title, report.day)
    heading = made.add_heading(level=1)
    office.paragraph(heading, report.title, size=17, colour=office.BLUE, bold=True)
    heading.paragraph_format.space_before = Pt(0)
    under = text("{day}. {promise}", day=report.day.isoformat(), promise=report.promise)
    office.paragraph(made.add_paragraph(), under, size=8, colour=office.GREY)
    if report.is_sample:
        office.paragraph(
            made.add_paragraph(), charts.synthetic(), size=10, colour=office.RED, bold=True
        )
    for card in report.pictured[:1]:
        _word_picture(made, card)
    table = office.table(made, _WIDTHS)
    for card in report.known:
        cells = office.row(table, _WIDTHS)
        office.paragraph(cells[0].paragraphs[0], card.title, size=9, bold=True, colour=office.BLUE)
        office.paragraph(cells[1].paragraphs[0], card.sentence, size=9)
        office.paragraph(cells[1].add_paragraph(), card.cannot[0], size=8, colour=office.GREY)
    if report.missing:
        _word_heading(made, text("Not known yet"))
        for card in report.missing:
            line = text("{title}: {missing}", title=card.title, missing=card.sentence)
            office.paragraph(made.add_paragraph(style="List Bullet"), line, size=8)
    _word_heading(made, text("For the meeting"))
    for one in questions():
        office.paragraph(made.add_paragraph(style="List Number"), one, size=10)
        office.paragraph(made.add_paragraph(), "", size=18)  # room to write
    return office.saved(made)


def _missing(cards: Sequence[Card]) -> str:
    if not cards:
        return ""
    items = "".join(
        f"<li><strong>{escape(card.title)}</strong>: {escape(card.sentence)}</li>" for card in cards
    )
    return f"<h2>{escape(text('Not known yet'))}</h2><ul>{items}</ul>"


def _drawn(card: Card) -> list[own_shown.Number]:
    return [one for one in card.numbers if one.drawn and not one.hidden]


def _picture(card: Card) -> str:
    width, height, margins = _SIZE
    with charts.figure(width, height, margins) as (figure, axes):
        own_shown.draw(axes, card)
    return str(charts.svg(figure, card.heading, card.sentence, card.heading, key=card.key))


def _word_picture(made: Any, card: Card) -> None:
    width, height, margins = _SIZE
    with charts.figure(width, height, margins) as (figure, axes):
        own_shown.draw(axes, card)
    file = io.BytesIO()
    # Without matplotlib's version in it: the same numbers give the same bytes.
    figure.savefig(file, format="png", dpi=144, metadata={"Software": None})
    caption = office.paragraph(made.add_paragraph(), card.heading, size=9, bold=True)
    caption.paragraph_format.keep_with_next = True
    shape = made.add_picture(io.BytesIO(file.getvalue()), width=Mm(110))
    shape._inline.docPr.set("descr", card.sentence)
    shape._inline.docPr.set("title", card.heading)


def _word_heading(made: Any, words: str) -> None:
    heading = made.add_heading(level=2)
    office.paragraph(heading, words, size=11, colour=office.BLUE, bold=True)
    heading.paragraph_format.space_before = Pt(8)


def rows_html(report: Report) -> str:
    """What stands in the report, for a notebook."""
    shown = pd.DataFrame(
        [[card.sentence] for card in report.known],
        index=[card.title for card in report.known],
        columns=[text("What it came to")],
    )
    return str(charts.table(shown, report.title)) if len(shown) else ""
