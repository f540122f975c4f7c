"""A line that says how far an installation is."""

import shutil
import sys
import time


class Progress:
    """One line, redrawn in a terminal; elsewhere (a file, a test run) a new line now and then."""

    seconds = 5.0
    """How long to be silent between two lines that are not in a terminal."""

    def __init__(self) -> None:
        self._redraws = sys.stdout.isatty()
        self._shown = ""
        self._at = float("-inf")

    def say(self, line: str) -> None:
        """Show ``line`` in place of the one before."""
        if line == self._shown:
            return
        if self._redraws:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{line[:width]:<{width}}", end="", flush=True)
        elif time.monotonic() - self._at < self.seconds:
            return
        else:
            print(line, flush=True)
        self._shown, self._at = line, time.monotonic()

    def end(self) -> None:
        """Leave the line; what is printed next starts on a new one."""
        if self._redraws and self._shown:
            print(flush=True)
        self._shown = ""
