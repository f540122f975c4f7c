"""Where the reports go: a learner's pages into nbgrader's feedback folder, the class's beside."""

import importlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median

from workbook.grading.course import Course
from workbook.grading.gradebook import Gradebook, Kept
from workbook.grading.records import Marked, from_plain
from workbook.grading.reports.class_csv import class_csv
from workbook.grading.reports.learner_json import learner_json
from workbook.grading.reports.learner_page import learner_page
from workbook.grading.reports.questions import ByHand, short
from workbook.grading.reports.summary import Summary, read, summary, written
from workbook.grading.run import Progress
from workbook.i18n import number

JSON = "marks.json"
"""The file with a learner's marks as data, beside their pages."""


class Pages:
    """The reports of one course."""

    def __init__(self, course: Course, *, names: bool = False) -> None:
        """``names``: whether the page of the class may say who it was."""
        self._course, self._names = course, names
        self.folder = (course.root / course.feedback_directory).parent / "reports"
        self._summaries: dict[tuple[str, str], Summary] = {}
        self._complete = False

    def pages(self, marked: Marked, given: Mapping[str, ByHand]) -> dict[str, bytes]:
        """The files for one learner."""
        files = {
            f"{book.name}.html": learner_page(marked, book, given.get(book.name)).encode()
            for book in marked.notebooks
        }
        data = json.dumps(learner_json(marked, given), ensure_ascii=False, indent=1)
        files[JSON] = f"{data}\n".encode()
        return files

    def summary(self, marked: Marked, given: Mapping[str, ByHand]) -> str:
        """The summary of one submission, kept here as well for the page of the class."""
        made = summary(marked, given)
        self._summaries[made.assignment, made.learner] = made
        return written(made)

    def warm(self) -> None:
        """Import what draws the pages of the class, while others still mark."""
        importlib.import_module("workbook.grading.reports.class_page")

    def write(self, book: Gradebook) -> None:
        """Write the pages and the tables of the class, from all that was ever marked in it."""
        from workbook.grading.reports.class_page import class_page  # matplotlib, which takes time

        if not self._complete:
            self._complete = True
            for kept in book.kept():
                self._fetch(kept, book)
        everything = [self._summaries[key] for key in sorted(self._summaries)]
        self.folder.mkdir(parents=True, exist_ok=True)
        files = class_csv(everything, book.people())
        for name in sorted({one.assignment for one in everything}):
            ours = [one for one in everything if one.assignment == name]
            files[f"{name}.html"] = class_page(ours, names=self._names)
        for name, content in files.items():
            # Whoever looks at it meanwhile sees the old one or the new one, whole.
            part = self.folder / f".{name}.part"
            part.write_bytes(content.encode())
            part.replace(self.folder / name)

    def _fetch(self, kept: Kept, book: Gradebook) -> None:
        """Take over a summary, or make it and the pages anew if a person has given something."""
        key = (kept.assignment, kept.learner)
        if key in self._summaries:
            return
        if kept.summary:
            self._summaries[key] = read(kept.summary)
            return
        marked = self._marked(kept)
        written = self.summary(marked, kept.by_hand)
        folder = self._course.format_path(
            self._course.feedback_directory, kept.learner, kept.assignment
        )
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.pages(marked, kept.by_hand).items():
            (folder / name).write_bytes(content)
        book.describe(kept, written)

    def _marked(self, kept: Kept) -> Marked:
        marks = json.loads(kept.marks)
        folder = self._course.format_path(
            self._course.autograded_directory, kept.learner, kept.assignment
        )
        notebooks = {}
        for path in folder.glob("*.ipynb"):
            notebooks[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        return from_plain(marks, notebooks)

    def rows(self, progress: Progress) -> Iterator[list[str]]:
        """A line for each assignment: how many were marked, the median, what is left to do."""
        now = Counter(assignment for _, assignment in progress.marked)
        for name in sorted({assignment for assignment, _ in self._summaries}):
            ours = [one for (own, _), one in self._summaries.items() if own == name]
            yield [
                name,
                number(now[name]),
                number(len(ours)),
                f"{short(median(one.total.score for one in ours))} / {short(ours[0].total.points)}",
                number(sum(one.total.waiting > 0 for one in ours)),
                number(sum(bool(one.notes) for one in ours)),
            ]

    def notes(self, progress: Progress) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Learner, assignment and what was wrong, for what this run has marked."""
        for learner, assignment in sorted(set(progress.marked)):
            notes = self._summaries[assignment, learner].notes
            if notes:
                yield learner, assignment, notes
