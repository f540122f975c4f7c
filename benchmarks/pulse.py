"""How fresh is the class pulse? Hand-ins within a minute, from the whole file to the page.

    .venv/bin/python benchmarks/pulse.py [--learners 60] [--seconds 60] [--module 03_case_study]

It starts ``workbook pulse`` with its marking for a class of its own, opens the page in a browser,
and lays the submissions of the module (right, untouched and wrong ones in turn) into the folder,
one by one at random moments. Each is written under its final name in two steps, as a copy over a
network is. In the page, an observer notes when each count appears; the time is from the end of the
writing of the n-th file to the moment when the page says n or more. The time when the gradebook has
the marks divides it into the marking and the page. Lost are those that the page has not counted
five minutes after the last one. Both processors are needed for it: the load tells who else was at
work.
"""

import argparse
import os
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser"), str(ROOT / "benchmarks")]

_PATIENCE = 300
"""Seconds after the last hand-in."""
_OBSERVE = """() => {
  window.seen = [];
  let last = 0;
  const note = () => {
    const told = document.querySelector(".class-pulse .count")?.textContent ?? "";
    const count = parseInt(told) || 0;
    if (count !== last) {
      last = count;
      // It is on the screen after the next frame.
      requestAnimationFrame(() => setTimeout(() => window.seen.push([count, Date.now() / 1000])));
    }
  };
  new MutationObserver(note).observe(document.body,
    { childList: true, subtree: true, characterData: true });
}"""


def write(course: Path, learner: str, module: str, book: bytes) -> float:
    """Hand in; returns the time at which the file was whole, in seconds since 1970."""
    folder = course / "class" / "submitted" / learner / module
    folder.mkdir(parents=True)
    half = len(book) // 2
    with (folder / f"{module}.ipynb").open("wb") as file:
        file.write(book[:half])
        file.flush()
        time.sleep(0.02)
        file.write(book[half:])
    return time.time()


def measure(
    course: Path, module: str, books: list[bytes], seconds: float
) -> tuple[list[float], list[float], list[float]]:
    """Seconds from each hand-in to the page; of these until it was marked, and from then on.

    Those that never came are left out.
    """
    from lab import running_browser
    from pulse_page import running_pulse

    chance = random.Random(7)
    moments = sorted(chance.uniform(0, seconds) for _ in books)
    written = {}
    with running_pulse(course) as pulse, running_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(pulse.url)
        page.locator(".class-pulse .count").wait_for(timeout=120_000)
        # The first one finds all processes started, as some minutes into a workshop.
        write(course, "first", module, books[0])
        page.get_by_text(re.compile("^1 person has handed in")).wait_for(timeout=120_000)
        page.evaluate(_OBSERVE)
        begin = time.monotonic()
        for number, (moment, book) in enumerate(zip(moments, books, strict=True)):
            time.sleep(max(0.0, begin + moment - time.monotonic()))
            learner = f"learner_{number:03}"
            written[learner] = write(course, learner, module, book)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            seen = page.evaluate("window.seen")
            if seen and seen[-1][0] > len(books):
                break
            page.wait_for_timeout(200)
        seen = page.evaluate("window.seen")
        page.goto("about:blank")
    return _delays(written, marked(course), seen)


def marked(course: Path) -> dict[str, float]:
    """When the gradebook had the marks of each learner, in seconds since 1970."""
    with sqlite3.connect(course / "class" / "gradebook.db") as book:
        rows = book.execute("SELECT learner, at FROM workbook_marked WHERE learner != 'first'")
        return {
            learner: datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
            for learner, at in rows
        }


def _delays(
    written: dict[str, float], kept: dict[str, float], seen: list[tuple[int, float]]
) -> tuple[list[float], list[float], list[float]]:
    def appeared(number: int) -> list[float]:
        return [when for count, when in seen if count >= number][:1]

    # The first one is counted already, so the count begins at 2.
    in_all = [
        when - at
        for number, at in enumerate(sorted(written.values()), start=2)
        for when in appeared(number)
    ]
    marking = [kept[learner] - at for learner, at in written.items() if learner in kept]
    page = [
        when - at
        for number, at in enumerate(sorted(kept.values()), start=2)
        for when in appeared(number)
    ]
    return in_all, marking, page


def main() -> None:
    """Measure and print."""
    from grading import classroom, submissions

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--module", default="03_case_study")
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    books = submissions(options.module, options.learners)
    with tempfile.TemporaryDirectory() as folder:
        course = classroom(Path(folder, "course"), options.module, [])
        (course / "class" / "submitted").mkdir(parents=True, exist_ok=True)
        before = os.getloadavg()[0]
        found = measure(course, options.module, books, options.seconds)
    print(
        f"{options.learners} hand-ins of {options.module} within {options.seconds:g} s; "
        f"{len(os.sched_getaffinity(0))} processors, load before it {before:.1f}"
    )
    print(f"  {'seconds':28} {'p50':>6} {'p95':>6} {'most':>6}")
    for name, values in zip(
        ("whole file to page", "  until marked", "  marked to page"), found, strict=True
    ):
        cuts = statistics.quantiles(values, n=20)
        print(f"  {name:28} {cuts[9]:6.2f} {cuts[-1]:6.2f} {max(values):6.2f}")
    print(f"  {'lost':28} {options.learners - len(found[0]):6}")


if __name__ == "__main__":
    main()
