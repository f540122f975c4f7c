"""The plan for Word, and for all that reads .docx. The same plan gives the same bytes."""

from typing import Any

from docx.shared import Mm, Pt

from workbook import plan as plans
from workbook.i18n import text
from workbook.papers import office
from workbook.papers.fit import ANSWER_MM, fit
from workbook.plan import Plan, Row

_WIDTHS = (office.WIDTH - ANSWER_MM, ANSWER_MM)


def plan_docx(plan: Plan) -> bytes:
    """The plan as a Word file of one page. Long answers are shortened, and the page says so."""
    fitted = fit(plan)
    document = office.empty(plan.title, plan.day)
    title = office.paragraph(
        document.add_heading(level=1), plan.title, size=17, colour=office.BLUE, bold=True
    )
    title.paragraph_format.space_before = Pt(0)
    office.paragraph(document.add_paragraph(), plan.day.isoformat(), size=8, colour=office.GREY)
    decision = document.add_paragraph()
    office.runs(decision, text("Our decision:") + " ", size=11.5, bold=True)
    office.paragraph(decision, plans.told(plan.decision), size=11.5)
    decision.paragraph_format.space_before = decision.paragraph_format.space_after = Pt(7)
    office.box(decision)
    for caution in plan.cautions:
        office.paragraph(document.add_paragraph(), caution, size=10.5, colour=office.RED)
    _table(document, fitted.plan, fitted.size)
    signs = plans.signatures()
    for left, right in zip(signs[::2], signs[1::2], strict=True):
        signed = document.add_paragraph()
        office.paragraph(signed, f"{left}  {'_' * 24}\t{right}  {'_' * 24}", size=9)
        signed.paragraph_format.space_before = Pt(10)
        signed.paragraph_format.tab_stops.add_tab_stop(Mm(92))
    feet = [plans.open_note(plan)] if plan.questions else []
    if not fitted.whole:
        feet.append(text("Long answers end with “…” here. The text file holds all words."))
    for foot in feet:
        noted = office.paragraph(document.add_paragraph(), foot, size=8, colour=office.GREY)
        noted.paragraph_format.space_before = Pt(4)
    return office.saved(document)


def _table(document: Any, plan: Plan, size: float) -> None:
    table = office.table(document, _WIDTHS)
    for row in plan.rows:
        cells = office.row(table, _WIDTHS)
        office.paragraph(
            cells[0].paragraphs[0], row.title, size=size, bold=True, colour=office.BLUE
        )
        _room_above_and_below(cells[0])
        _answers(cells[1], row, size)


def _answers(cell: Any, row: Row, size: float) -> None:
    paragraph = cell.paragraphs[0]
    for answer in row.answers:
        office.runs(paragraph, f"{answer.head}: ", size=size, bold=True)
        office.paragraph(paragraph, answer.words, size=size)
        paragraph = cell.add_paragraph()
    if row.question:
        office.paragraph(
            paragraph, plans.still_open(row), size=size, colour=office.GREY, italic=True
        )
    elif row.answers:
        cell._tc.remove(paragraph._p)  # the one that no answer has filled
    _room_above_and_below(cell)


def _room_above_and_below(cell: Any) -> None:
    cell.paragraphs[0].paragraph_format.space_before = Pt(2)
    cell.paragraphs[-1].paragraph_format.space_after = Pt(2)
