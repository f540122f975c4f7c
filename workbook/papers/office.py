"""What every Word file of ours shares, for Word and all that reads .docx."""

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workbook.i18n import direction, language
from workbook.papers.fit import LINE

BLUE, GREY, RED = RGBColor(0x00, 0x50, 0x7F), RGBColor(0x44, 0x44, 0x44), RGBColor(0xB0, 0x4A, 0)
WIDTH = 182.0
"""Millimetres between the margins."""

_FONT = "Arial"
_TABLE = (
    *("w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc"),
    *("w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar"),
    "w:tblLook",
)
"""The order of a table's settings in the format, from the first that we set."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the package: the first that the format knows."""


def empty(title: str, day: datetime.date) -> Any:
    """A document of ``day`` without text: A4 pages that are also low enough for Letter."""
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
    moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC).replace(tzinfo=None)
    known.created = known.modified = known.last_printed = moment
    known.title, known.language = title, language()
    # What the library writes of itself, and what could name a person, stays empty.
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.revision = 1
    return document


def saved(document: Any) -> bytes:
    """The file. The same document gives the same bytes."""
    made = io.BytesIO()
    document.save(made)
    return _same_each_time(made.getvalue())


def paragraph(paragraph: Any, words: str, **looks: Any) -> Any:
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
    runs(paragraph, words, **looks)
    return paragraph


def runs(
    paragraph: Any,
    words: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """Add ``words`` that look alike; ``size`` is in points."""
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


def box(paragraph: Any) -> None:
    """Draw a line around a paragraph."""
    box = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "0072B2")):
            line.set(qn(f"w:{name}"), value)
        box.append(line)
    after = ("w:shd", "w:tabs", "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(box, *after)
    # The line stands outside the text, 4 points away and 1.5 wide: so it ends where the table does.
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(5.5)


def table(document: Any, widths: Sequence[float]) -> Any:
    """An empty table with columns so many millimetres wide, and lines between its rows only."""
    made = document.add_table(rows=0, cols=len(widths))
    made.autofit = False
    made.style = "Table Grid"
    _only_lines_between(made)
    _from_edge_to_edge(made)
    if direction() == "rtl":
        # Word wants these settings in one order, and refuses a file with another.
        made._tbl.tblPr.insert_element_before(OxmlElement("w:bidiVisual"), *_TABLE[1:])
    for column, mm in zip(made.columns, widths, strict=True):
        column.width = Mm(mm)
    return made


def row(table: Any, widths: Sequence[float]) -> Any:
    """The cells of a new row. Each cell keeps its width itself: Word reads only that."""
    cells = table.add_row().cells
    for cell, mm in zip(cells, widths, strict=True):
        cell.width = Mm(mm)
    cells[0].paragraphs[0].paragraph_format.right_indent = Mm(3)  # of cells that have no margins
    return cells


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


def _from_edge_to_edge(table: Any) -> None:
    """Without margins in its cells a table is as wide as the text around it, in every program."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        none = OxmlElement(f"w:{side}")
        none.set(qn("w:w"), "0")
        none.set(qn("w:type"), "dxa")
        margins.append(none)
    table._tbl.tblPr.insert_element_before(margins, *_TABLE[_TABLE.index("w:tblCellMar") + 1 :])


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
