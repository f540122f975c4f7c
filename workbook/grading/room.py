"""What has been marked in a course so far, brought up to date by looking into its gradebook."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from workbook.grading import gradebook
from workbook.grading.course import Course
from workbook.grading.reports.summary import Summary, read

_OVERLAP = timedelta(minutes=1)
"""How far each look goes back behind the newest row: several trainers may mark one class, each by
their own clock, and a row shows only some time after it was dated."""


class Seen(NamedTuple):
    """What has been marked."""

    summaries: tuple[Summary, ...] = ()
    """In the order of marking; of each learner and assignment the newest."""
    names: Mapping[str, str] = MappingProxyType({})
    """What the people on the list are called, by id."""
    newest: datetime | None = None
    """When the last submission was marked, in UTC."""


class Room:
    """Looks at the gradebook of a course; each look reads only what is new since the last one."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._summaries: dict[tuple[str, str], Summary] = {}
        self._newest = datetime(2000, 1, 1)  # noqa: DTZ001  (the gradebook's way)
        self._recent: set[tuple[datetime, str]] = set()
        """The rows of the last look, which the next one meets again."""
        self._seen = Seen()

    def look(self) -> Seen:
        """What has been marked by now: the same object as last time if nothing is new.

        Raises Problem if the gradebook cannot be read; one that does not exist yet is empty.
        """
        since = self._newest - _OVERLAP if self._recent else self._newest
        rows = set(gradebook.summaries(self._course, since))
        names = gradebook.names(self._course)
        fresh = sorted(rows - self._recent, key=lambda row: row[0])
        if not fresh and names == self._seen.names:
            return self._seen
        for at, summary in fresh:
            one = read(summary)
            self._summaries.pop((one.learner, one.assignment), None)  # so that it moves to the end
            self._summaries[one.learner, one.assignment] = one
            self._newest = max(self._newest, at)
        self._recent = rows or self._recent
        newest = self._newest.replace(tzinfo=UTC) if self._summaries else None
        self._seen = Seen(tuple(self._summaries.values()), names, newest)
        return self._seen
