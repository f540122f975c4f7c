"""Mark submissions as they arrive: what is whole is marked within a second, the rest is left."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from workbook.errors import Problem
from workbook.grading.arriving import Seen, look, whole
from workbook.grading.files import in_folder
from workbook.grading.intake import Found
from workbook.grading.records import Marked
from workbook.grading.run import Marker, Progress

_EVERY = 0.2
"""Seconds between two looks. Looking works on every disk, also on one shared over a network, where
a system tells nobody of changes; a look at 600 submissions takes some hundredths of a second."""

Stamp = tuple[tuple[str, int, int], ...]
"""Path, bytes and time of change (in ns) of each file of a submission."""


class Watch:
    """Looks again and again at what is there, and offers what is whole and new to a marker."""

    def __init__(self, marker: Marker, find: Callable[[], Sequence[Found]]) -> None:
        self._marker, self._find = marker, find
        self._first: dict[Path, Seen] = {}
        """Each file as it was seen first in its present state."""
        self._offered: dict[tuple[str, str], Stamp] = {}
        self._told: set[str] = set()

    def arrivals(
        self, progress: Progress, stopped: Callable[[], bool], *, again: bool = False
    ) -> Iterator[Marked]:
        """Each submission when it is marked, until ``stopped()``; what is under way is finished.

        One that changes is marked again. One that is still being written waits.
        """
        while not stopped():
            began = time.monotonic()
            for found in self._look(progress):
                if self._ready(found, began):
                    self._marker.offer(found, progress, again=again)
            if self._marker.busy:
                for marked, _ in self._marker.collect(progress, _EVERY):
                    yield marked
            time.sleep(max(0.0, _EVERY - (time.monotonic() - began)))
        while self._marker.busy:
            for marked, _ in self._marker.collect(progress):
                yield marked

    def _look(self, progress: Progress) -> Sequence[Found]:
        """What is there now; a folder that cannot be read just now is told once and tried again."""
        try:
            return self._find()
        except Problem as problem:
            if str(problem) not in self._told:
                self._told.add(str(problem))
                progress.faults.append(str(problem))
            return []

    def _ready(self, found: Found, now: float) -> bool:
        """Whether a submission is whole, and was not offered as it is now."""
        seen = {path: state for path in _files(found) if (state := look(path, now)) is not None}
        stamp = tuple(sorted((str(path), one.size, one.changed) for path, one in seen.items()))
        key = (found.learner, found.assignment)
        if stamp == self._offered.get(key):
            return False
        ready = bool(seen)
        for path, state in seen.items():
            first = self._first.setdefault(path, state)
            if (first.size, first.changed, first.file) != (state.size, state.changed, state.file):
                self._first[path] = first = state
            ready = whole(path, first, state) and ready
        if ready:
            self._offered[key] = stamp
            for path in seen:
                del self._first[path]
        return ready


def _files(found: Found) -> set[Path]:
    if found.folder is not None:
        return {source.path for source in in_folder(found.folder, found.ignore)}
    return {source.path for source in found.sources}
