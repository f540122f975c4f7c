"""What a group takes along from its own numbers: a note for the plan, the report, and sheets."""

import datetime
import re
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from workbook import own_shown
from workbook.errors import Problem
from workbook.exports import comments_sheet, costs_sheet, leaders_sheet, notes_sheet
from workbook.feedback import my_work
from workbook.feedback.notes import Note, notes
from workbook.feedback.planning import Files
from workbook.i18n import direction, text
from workbook.papers import numbers, shelf
from workbook.widgets.base import WIDE
from workbook.widgets.own_files import OwnFiles, button

NOTE = "07_numbers"
"""The name of the note that holds the numbers kept for the plan."""


class KeepNumbers(ipywidgets.VBox):  # type: ignore[misc]
    """Choose numbers of one's own; a button puts them into the note for the plan."""

    def __init__(self, files: OwnFiles) -> None:
        super().__init__()
        self._files = files
        self.boxes: dict[str, ipywidgets.Checkbox] = {}
        self.button = button(text("Put these into the box"), self.keep)
        self.note = Note(NOTE, asked())
        self._said = ipywidgets.HTML()
        files.observe(lambda _: self._fill(), names="version")
        self._fill()

    def keep(self) -> None:
        """Add the chosen sentences to the note, each once, with the day; small counts hidden."""
        if self._files.is_sample:
            self._say(text("These are the invented group's numbers. Read your own files first."))
            return
        told = [self._cards[key].sentence for key, box in self.boxes.items() if box.value]
        if not told:
            self._say(text("Choose a number first: a click, or the space bar."))
            return
        # What stands in the file now: it may have been changed on the page of the plan.
        words = notes().get(NOTE, "")
        new = [one for one in told if one not in words]
        lines = [text("{day}: {number}", day=_today().isoformat(), number=one) for one in new]
        self.note.area.value = "\n".join([*([words] if words.strip() else []), *lines])
        self._say("")

    @property
    def sentence(self) -> str:
        """What is said under the button."""
        return re.sub(r"<[^>]*>", "", self._said.value)

    def _say(self, sentence: str) -> None:
        told = f'<p dir="{direction()}" role="status">{escape(sentence)}</p>'
        self._said.value = told if sentence else ""

    def _fill(self) -> None:
        every = own_shown.cards(self._files.own)
        # A line for the plan holds a number: where all are hidden, there is nothing to keep.
        self._cards = {
            key: card for key, card in every.items() if any(not one.hidden for one in card.numbers)
        }
        self.boxes = {
            key: ipywidgets.Checkbox(description=card.title, indent=False, **WIDE)
            for key, card in self._cards.items()
        }
        self.children = [*self.boxes.values(), self.button, self._said, self.note]

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        shown: dict[str, Any] = self.note._repr_mimebundle_()
        bundle["text/plain"], bundle["text/html"] = shown["text/plain"], shown["text/html"]
        return bundle


class OwnReport(Files):
    """A button that writes the report: a page to print, Word, and a tidy CSV."""

    def __init__(self, files: OwnFiles, today: datetime.date | None = None) -> None:
        self._files, self._today = files, today
        super().__init__(text("Make the report"))

    def write(self) -> tuple[list[Path], str]:
        if not self._files.reading.tables:
            raise Problem(text("No file is read yet. Choose your files first."))
        day = self._today or _today()
        cards = list(own_shown.cards(self._files.own).values())
        report = numbers.Report(cards, day, self._files.is_sample)
        stem = "invented_numbers" if self._files.is_sample else "our_numbers"
        files = shelf.add(
            my_work.folder(),
            f"{stem}_{day.isoformat()}",
            {
                ".html": numbers.numbers_page(report),
                ".docx": numbers.numbers_docx(report),
                ".csv": own_shown.tidy(cards, self._files.is_sample),
            },
        )
        return files, f"<p>{escape(report.promise)}</p>{numbers.rows_html(report)}"


class Sheets(Files):
    """A button that writes empty sheets, for what no file says."""

    def __init__(self, files: OwnFiles, today: datetime.date | None = None) -> None:
        self._files, self._today = files, today
        super().__init__(text("Make the sheets"))

    def write(self) -> tuple[list[Path], str]:
        day = self._today or _today()
        sheets = {
            "_comments.csv": comments_sheet(),
            "_costs.csv": costs_sheet(f"{day:%Y-%m}"),
            "_leaders.csv": leaders_sheet(),
        }
        videos = self._files.reading.tables.get("videos")
        if videos is not None and not self._files.is_sample:
            sheets["_videos.csv"] = notes_sheet(videos)
        files = shelf.add(my_work.folder(), f"sheet_{day.isoformat()}", sheets)
        if "_videos.csv" in sheets:
            return files, ""
        told = text("For the sheet on videos, read your own TikTok file Content first.")
        return files, f"<p>{escape(told)}</p>"


def asked() -> str:
    """The question of the note."""
    return text("Which of your own numbers do you want to remember, and as of when?")


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()
