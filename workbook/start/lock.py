"""One start at a time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.i18n import text


@contextmanager
def locked(file: Path) -> Iterator[int]:
    """Wait until no other program holds ``file``, then hold it. Yields its file descriptor.

    The system lets go of it when the program ends, in whatever way. A child that is given the
    descriptor goes on holding it, so an orphaned pip keeps the next start waiting.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _try(handle):
            print(text("Another start is setting up the course. Waiting for it."), flush=True)
            while not _try(handle):
                time.sleep(0.2)
        yield handle
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
