"""How long from a key on a control to the changed picture, in a real browser?

    python benchmarks/widgets.py [MOVES]

starts a JupyterLab and a browser of its own, presses keys on the controls of each widget (60
times), and prints the median and the 95th percentile in milliseconds: from the key event to the
first frame with a different picture.
"""

import sys
import tempfile
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
from lab import Lab, running_browser, running_lab  # found through the line above

SLIDER = [("[role=slider] >> nth=0", "ArrowRight")] * 4 + [
    ("[role=slider] >> nth=0", "ArrowLeft")
] * 4
# The keys to press on each widget, over and over; each changes the picture.
WIDGETS = {
    "turnout.TurnoutRange": SLIDER,
    "interval.TeamInterval": SLIDER,
    "detective.SourceDetective": [(f"[type=radio] >> nth={i}", "Space") for i in (1, 2, 3, 4, 0)],
}

# Resolves with the milliseconds from the next key to the first frame after the picture changed.
WATCH = """() => {
  const picture = () => document.querySelector('.jp-OutputArea svg[role=img]').innerHTML;
  const before = picture();
  window.elapsed = new Promise(resolve => {
    document.addEventListener('keydown', key => {
      new MutationObserver((_, observer) => {
        if (picture() === before) return;
        observer.disconnect();
        requestAnimationFrame(now => resolve(performance.now() - key.timeStamp));
      }).observe(document.querySelector('.jp-Notebook'), {childList: true, subtree: true});
    }, {once: true, capture: true});
  });
}"""


def measure(
    lab: Lab, browser: Browser, widget: str, keys: list[tuple[str, str]], moves: int
) -> list[float]:
    """Milliseconds of each move."""
    module, name = widget.split(".")
    notebook = lab.write(f"{name}.ipynb", f"from workbook.widgets.{module} import {name}\n{name}()")
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    lab.open(page, notebook)
    page.locator(".jp-OutputArea svg[role=img]").wait_for()
    warm_up = 5
    times = [_move(page, *keys[i % len(keys)]) for i in range(warm_up + moves)]
    page.close()
    return times[warm_up:]


def _move(page: Page, control: str, key: str) -> float:
    page.locator(f".jp-OutputArea {control}").focus()
    page.evaluate(WATCH)
    page.keyboard.press(key)
    elapsed: float = page.evaluate("window.elapsed")
    page.wait_for_timeout(80)  # let the page settle: we measure moves, not a queue of them
    return elapsed


def main() -> None:
    moves = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder) / "lab") as lab,
        running_browser() as browser,
    ):
        for widget, keys in WIDGETS.items():
            times = measure(lab, browser, widget, keys, moves)
            p50, p95 = (quantiles(times, n=100, method="inclusive")[k] for k in (49, 94))
            print(f"{widget:26} p50 {p50:4.0f} ms   p95 {p95:4.0f} ms   n={len(times)}")


if __name__ == "__main__":
    main()
