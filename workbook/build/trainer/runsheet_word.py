"""A trainer's run sheet for Word, to change it before the workshop."""

import datetime
from typing import Any

from docx.shared import Pt

from workbook.build.trainer import markup, runsheet
from workbook.build.trainer.workshops import Workshop
from workbook.i18n import text
from workbook.papers import office

_LONG_AGO = datetime.date(1980, 1, 1)
"""The date in the file: the same sheet gives the same bytes on any day."""
_PLAN = (30.0, 20.0, 97.0, 35.0)
_PARTS = (36.0, 146.0)
"""Millimetres of the columns."""


def sheet(workshop: Workshop) -> bytes:
    """The sheet as a Word file, with the same words as the page."""
    document = office.empty(workshop.title, _LONG_AGO)
    _heading(document, 1, workshop.title, 17)
    for words in runsheet.about(workshop):
        _marked(document.add_paragraph(), words)
    _heading(document, 2, text("The plan"), 12.5)
    _table(document, _PLAN, runsheet.plan(workshop), bold_first_row=True)
    for heading, items in runsheet.lists(workshop):
        _heading(document, 2, heading, 12.5)
        for item in items:
            _marked(document.add_paragraph(), f"☐ {item}")
    for start, end, entry in workshop.timetable():
        words = text(
            "{time}  {title} ({minutes} minutes)",
            time=runsheet.moment(start, end),
            title=runsheet.title(entry),
            minutes=entry.minutes,
        )
        _heading(document, 2, words, 12.5)
        if entry.block:
            parts = [
                [f"**{line.label}**", line.words] for line in runsheet.lines(entry.block, entry)
            ]
            _table(document, _PARTS, parts)
    # What comes last stands together: else its last lines may be alone on a page.
    for row in document.tables[-1].rows[:-1]:
        for paragraph in (one for cell in row.cells for one in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
    return office.saved(document)


def _heading(document: Any, level: int, words: str, size: float) -> None:
    heading = document.add_heading(level=level)
    office.paragraph(heading, words, size=size, bold=True, colour=office.BLUE)
    heading.paragraph_format.space_before = Pt(0 if level == 1 else 11)
    heading.paragraph_format.space_after = Pt(3)
    heading.paragraph_format.keep_with_next = True


def _table(
    document: Any, widths: tuple[float, ...], rows: list[list[str]], bold_first_row: bool = False
) -> None:
    made = office.table(document, widths)
    for number, row in enumerate(rows):
        cells = office.row(made, widths)
        for cell, words in zip(cells, row, strict=True):
            paragraphs = words.split("\n\n")
            for place, words_of_one in enumerate(paragraphs):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                _marked(paragraph, words_of_one, bold=bold_first_row and number == 0)


def _marked(paragraph: Any, words: str, bold: bool = False) -> None:
    """Add Markdown to a paragraph."""
    for run in markup.runs(words):
        office.paragraph(paragraph, run.words, size=10, bold=bold or run.bold, italic=run.italic)
    paragraph.paragraph_format.space_after = Pt(2)
