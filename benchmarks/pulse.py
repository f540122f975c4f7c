"""How fresh is the class pulse? Hand-ins within a minute, from the whole file to the page.

    .venv/bin/python benchmarks/pulse.py [--learners 60] [--seconds 60] [--module 03_case_study]

It starts ``workbook pulse`` with its marking for a class of its own, opens the page in a browser,
and lays the submissions of the module (right, untouched and wrong ones in turn) into the folder,
one by one at random moments. Each is written under its final name in two steps, as a copy over a
network is. In the page, an observer notes when each count appears; the time is from the end of the
writing of the n-th file to the moment when the page says n or more. Lost are those that the page
has not counted a minute after the last one.
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser"), str(ROOT / "benchmarks")]

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


def measure(course: Path, module: str, books: list[bytes], seconds: float) -> list[float]:
    """Seconds from each hand-in to the page; those that never came are left out."""
    from lab import running_browser
    from pulse_page import running_pulse

    moments = sorted(random.Random(7).uniform(0, seconds) for _ in books)
    written = []
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
            written.append(write(course, f"learner_{number:03}", module, book))
        until = time.monotonic() + 60
        while time.monotonic() < until:
            seen = page.evaluate("window.seen")
            if seen and seen[-1][0] > len(books):
                break
            page.wait_for_timeout(200)
        seen = page.evaluate("window.seen")
        page.goto("about:blank")
    delays = []
    for number, at in enumerate(written, start=2):  # the first one is counted already
        came = [when for count, when in seen if count >= number]
        if came:
            delays.append(min(came) - at)
    return delays


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
        delays = measure(course, options.module, books, options.seconds)
    print(f"{options.learners} hand-ins of {options.module} within {options.seconds:g} s, "
          "from the whole file to the page")  # fmt: skip
    if len(delays) > 1:
        cuts = statistics.quantiles(delays, n=20)
        rows = {"p50": statistics.median(delays), "p95": cuts[-1], "longest": max(delays)}
        for name, value in rows.items():
            print(f"  {name:8} {value:6.2f} s")
    print(f"  lost     {options.learners - len(delays):6}")


if __name__ == "__main__":
    main()
