"""The plan for Word, and for all that reads .docx. The same plan gives the same bytes."""

import datetime
import io
import re
import unicodedata
import zipfile
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workbook import plan as plans
from workbook.i18n import direction, language, text
from workbook.papers.fit import ANSWER_MM, LINE, fit
from workbook.plan import Plan, Row

_FONT = "Arial"
_BLUE, _GREY, _RED = RGBColor(0x00, 0x50, 0x7F), RGBColor(0x44, 0x44, 0x44), RGBColor(0xB0, 0x4A, 0)
_TITLES_MM = 182 - ANSWER_MM
_TABLE = (
    *("w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc"),
    *("w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar"),
    "w:tblLook",
)
"""The order of a table's settings in the format, from the first that we set."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the package: the first that the format knows."""


def plan_docx(plan: Plan) -> bytes:
    """The plan as a Word file of one page. Long answers are shortened, and the page says so."""
    fitted = fit(plan)
    document = _empty(plan)
    title = _paragraph(document.add_heading(level=1), plan.title, size=17, colour=_BLUE, bold=True)
    title.paragraph_format.space_before = Pt(0)
    _paragraph(document.add_paragraph(), plan.day.isoformat(), size=8, colour=_GREY)
    decision = document.add_paragraph()
    _runs(decision, text("Our decision:") + " ", size=11.5, bold=True)
    _paragraph(decision, plans.told(plan.decision), size=11.5)
    decision.paragraph_format.space_before = decision.paragraph_format.space_after = Pt(7)
    _box(decision)
    for caution in plan.cautions:
        _paragraph(document.add_paragraph(), caution, size=10.5, colour=_RED)
    _table(document, fitted.plan, fitted.size)
    signs = plans.signatures()
    for left, right in zip(signs[::2], signs[1::2], strict=True):
        signed = document.add_paragraph()
        _paragraph(signed, f"{left}  {'_' * 24}\t{right}  {'_' * 24}", size=9)
        signed.paragraph_format.space_before = Pt(10)
        signed.paragraph_format.tab_stops.add_tab_stop(Mm(92))
    feet = [plans.open_note(plan)] if plan.questions else []
    if not fitted.whole:
        feet.append(text("Long answers end with “…” here. The text file holds all words."))
    for foot in feet:
        noted = _paragraph(document.add_paragraph(), foot, size=8, colour=_GREY)
        noted.paragraph_format.space_before = Pt(4)
    made = io.BytesIO()
    document.save(made)
    return _same_each_time(made.getvalue())


def _empty(plan: Plan) -> Any:
    """A document without text: an A4 page that is also low enough for Letter."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(13), Mm(29)
    section.header_distance = section.footer_distance = Mm(6)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    normal.element.rPr.rFonts.set(qn("w:cs"), _FONT)
    spoken = OxmlElement("w:lang")
    for kind in ("w:val", "w:bidi"):
        spoken.set(qn(kind), language())
    normal.element.rPr.append(spoken)
    known = document.core_properties
    moment = datetime.datetime.combine(plan.day, datetime.time(), datetime.UTC).replace(tzinfo=None)
    known.created = known.modified = known.last_printed = moment
    known.title, known.language = plan.title, language()
    # What the library writes of itself, and what could name a person, stays empty.
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.revision = 1
    return document


def _table(document: Any, plan: Plan, size: float) -> None:
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    table.style = "Table Grid"
    _only_lines_between(table)
    if direction() == "rtl":
        # Word wants these settings in one order, and refuses a file with another.
        table._tbl.tblPr.insert_element_before(OxmlElement("w:bidiVisual"), *_TABLE[1:])
    for column, mm in zip(table.columns, (_TITLES_MM, ANSWER_MM), strict=True):
        column.width = Mm(mm)
    for row in plan.rows:
        cells = table.add_row().cells
        for cell, mm in zip(cells, (_TITLES_MM, ANSWER_MM), strict=True):
            cell.width = Mm(mm)
        _paragraph(cells[0].paragraphs[0], row.title, size=size, bold=True, colour=_BLUE)
        _room_above_and_below(cells[0])
        _answers(cells[1], row, size)


def _answers(cell: Any, row: Row, size: float) -> None:
    paragraph = cell.paragraphs[0]
    for answer in row.answers:
        _runs(paragraph, f"{answer.head}: ", size=size, bold=True)
        _paragraph(paragraph, answer.words, size=size)
        paragraph = cell.add_paragraph()
    if row.question:
        _paragraph(paragraph, plans.still_open(row), size=size, colour=_GREY, italic=True)
    elif row.answers:
        cell._tc.remove(paragraph._p)  # the one that no answer has filled
    _room_above_and_below(cell)


def _room_above_and_below(cell: Any) -> None:
    cell.paragraphs[0].paragraph_format.space_before = Pt(2)
    cell.paragraphs[-1].paragraph_format.space_after = Pt(2)


def _paragraph(paragraph: Any, words: str, **looks: Any) -> Any:
    """Add ``words`` to a tight paragraph that runs as the language does."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = LINE / 1.15  # a line of this font is 1.15 letters high by itself
    if direction() == "rtl" and paragraph._p.get_or_add_pPr().find(qn("w:bidi")) is None:
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"),
            *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
            *("w:mirrorIndents", "w:jc", "w:rPr"),
        )
    _runs(paragraph, words, **looks)
    return paragraph


def _runs(
    paragraph: Any,
    words: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> None:
    run = paragraph.add_run(words)  # a new line in it becomes a line break
    run.font.name, run.font.size, run.bold, run.italic = _FONT, Pt(size), bold, italic
    if colour is not None:
        run.font.color.rgb = colour
    run.font.rtl = True if _runs_from_right(words) else None
    # Letters that run from the right, and digits beside them, have settings of their own.
    run.font.cs_bold, run.font.cs_italic = bold, italic
    high = OxmlElement("w:szCs")
    high.set(qn("w:val"), str(int(2 * size)))
    run._r.get_or_add_rPr().insert_element_before(
        high, *("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:vertAlign", "w:rtl")
    )
    run._r.rPr.rFonts.set(qn("w:cs"), _FONT)


def _runs_from_right(words: str) -> bool:
    """Whether the first letter with a direction is Arabic, Hebrew or the like."""
    kinds = (unicodedata.bidirectional(sign) for sign in words)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _only_lines_between(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("top", "insideH", "bottom") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "BBBBBB")
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, *_TABLE[_TABLE.index("w:tblBorders") + 1 :])


def _box(paragraph: Any) -> None:
    box = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "0072B2")):
            line.set(qn(f"w:{name}"), value)
        box.append(line)
    after = ("w:shd", "w:tabs", "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(box, *after)
    # The line stands outside the text: with this it ends where the table does.
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(5)


def _same_each_time(package: bytes) -> bytes:
    """The same package with the same date on each file in it."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue  # a picture of the library's empty template
            content = old.read(name)
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, content)
    return again.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", relations)
