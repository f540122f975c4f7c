"""Whether a file that arrives is finished: somebody may still be writing it."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from workbook.grading.files import opened
from workbook.grading.handouts import is_notebook

STILL = 0.3
"""Seconds without a change after which a file that looks finished is taken."""
PATIENCE = 10.0
"""Seconds without a change after which a file is taken as it is: it may be broken for good."""
_TAIL = 4096


@dataclass(frozen=True)
class Seen:
    """A file at one moment."""

    at: float
    """In seconds, of a clock that only goes forward."""
    size: int
    changed: int
    """Its time of change in nanoseconds, as the disk keeps it."""
    file: int
    """Another number if a new file took its place."""


def look(path: Path, at: float) -> Seen | None:
    """The file at ``path`` now, ``at`` seconds; None if there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return Seen(at, found.st_size, found.st_mtime_ns, found.st_ino)


def whole(
    path: Path, before: Seen, now: Seen, still: float = STILL, patience: float = PATIENCE
) -> bool:
    """Whether nobody is writing the file any more, going by two looks at it.

    It must be unchanged between them, for ``still`` seconds or more, and end as a file of its kind
    does. A file that never will is taken after ``patience`` seconds.
    """
    if (before.size, before.changed, before.file) != (now.size, now.changed, now.file):
        return False
    quiet = now.at - before.at
    return quiet >= patience or (quiet >= still and _ends(path))


def _ends(path: Path) -> bool:
    """A notebook ends with a brace; the list of what is in a zip file stands at its end."""
    zipped = path.name.lower().endswith(".zip")
    if not zipped and not is_notebook(path.name):
        return True
    try:
        with opened(path) as file:
            if zipped:
                return zipfile.is_zipfile(file)
            file.seek(max(0, file.seek(0, 2) - _TAIL))
            return file.read().rstrip().endswith(b"}")
    except OSError:
        return False
