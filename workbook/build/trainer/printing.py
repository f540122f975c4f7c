"""Files that a trainer asks for: a run sheet at another time of day, and PDF of any page."""

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workbook import paths
from workbook.build.trainer import runsheet, runsheet_word, workshops
from workbook.errors import Problem
from workbook.i18n import text
from workbook.papers import shelf
from workbook.papers.pdf import Paper, printed


def run_sheet(
    key: str, start: datetime.time | None, paper: Paper, folder: Path
) -> tuple[list[Path], str]:
    """The run sheet of a workshop or module as a page, for Word and as PDF, as new files.

    Returns the files, and a sentence if there is no PDF. Raises Problem if there is no such
    workshop, or if the folder cannot be written to.
    """
    workshop = workshops.find(key)
    workshop = workshop.at(start) if start else workshop
    contents = {".html": runsheet.page(workshop), ".docx": runsheet_word.sheet(workshop)}
    note = ""
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "run_sheet.html"
        page.write_bytes(contents[".html"])
        try:
            contents[".pdf"] = printed(page, paper)
        except Problem as problem:
            note = str(problem)
    stem = f"run_sheet_{workshop.key}_{workshop.start:%H%M}"
    return shelf.add(folder, stem, contents), note


def pdf(pages: list[Path], paper: Paper, folder: Path) -> Iterator[Path]:
    """Each of the ``pages`` as a new PDF in ``folder``; without any, all of the folder trainer.

    A page may be named as seen from that folder.

    Raises Problem if a page is not there, if there is no browser, or if it cannot print.
    """
    for named in pages or sorted(paths.TRAINER.glob("*/*.html")):
        page = named if named.is_file() else paths.TRAINER / named
        if not page.is_file():
            raise Problem(
                text("There is no page {page}. Those of the trainer are in trainer/.", page=named)
            )
        slides = page.parent.name == "slides"  # their pages are as large as a screen
        content = printed(page, None if slides else paper)
        yield from shelf.add(folder, f"{page.parent.name}_{page.stem}", {".pdf": content})
