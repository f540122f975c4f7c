"""``workbook pulse`` as a trainer starts it: for tests, and for the benchmark."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Pulse:
    """The running command; ``url`` is the address that it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.said = process, ""
        assert process.stdout is not None
        for line in process.stdout:
            self.said += line
            if "http://" in line:
                self.url = line.strip()
                return
        raise RuntimeError(f"workbook pulse did not start: {self.said}")

    def stop(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        if self.process.poll() is None:
            # As a terminal does: to all processes of the window.
            os.killpg(self.process.pid, signal.SIGINT)
        rest, _ = self.process.communicate(timeout=60)
        self.said += rest
        return self.process.returncode


@contextmanager
def running_pulse(course: Path, *words: str) -> Iterator[Pulse]:
    """Follow ``course`` with the options ``words``, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "workbook", "pulse", str(course), "--no-browser", *words],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        running = Pulse(process)
        yield running
        running.stop()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
