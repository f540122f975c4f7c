"""How long from a key on a control to the changed picture, in a real browser?

    python benchmarks/widgets.py [MOVES]

starts a JupyterLab and a browser of its own, presses keys on the controls of each widget (60
times), and prints the median and the 95th percentile in milliseconds: from the key event to the
first frame with a different picture.

The first line is a bare slider with a picture of one letter: what the machine, the kernel and the
browser take before any of our code runs. Read the others against it.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
from every_widget import every_widget  # both are found through the lines above
from lab import Lab, running_browser, running_lab

SLIDER = [("[role=slider] >> nth=0", key) for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 4]
RADIO = [(f"[type=radio] >> nth={i}", "Space") for i in (1, 2, 3, 4, 0)]
FEED = [
    (f"button:text-is('{label}')", "Space") for label in ["Watch to the end"] * 9 + ["Start again"]
]
TYPED = [("textarea >> nth=0", key) for key in "abcdefghij"]
HOOKS = [(f"[type=radio] >> nth={i}", "Space") for i in (1, 2, 4, 3, 0)]
FOUR = [(f"[type=radio] >> nth={i}", "Space") for i in (1, 2, 3, 0)]
# The handles of two range sliders come before it.
SCOUTING = [("[role=slider] >> nth=4", key) for _, key in SLIDER]
# On the first message of the inbox; each shows another choice.
BUTTONS = [(f"button:has-text('{label}')", "Space") for label in ("Hide or", "Pin", "Report to")]
BARE = """
import ipywidgets
slider, picture = ipywidgets.IntSlider(), ipywidgets.HTML()
def draw(_):
    picture.value = f'<svg role="img"><text y="15">{slider.value}</text></svg>'
slider.observe(draw, 'value')
draw(None)
ipywidgets.VBox([slider, picture])
"""
# The keys to press, over and over; each must change the picture. A widget that is not here has a
# slider as its first control.
KEYS = {
    "BeTheFeed": FEED,
    "CameBack": RADIO[:1] + RADIO[-1:],
    "HookLab": HOOKS,
    "Inbox": BUTTONS,
    "PhoneFrames": RADIO,
    "ReachSignals": FOUR,
    "ReadyToPost": FOUR,
    "RiskRegister": RADIO,
    "SourceDetective": RADIO,
    "ThisTrendBut": RADIO,
    "TimePlanner": SCOUTING,
    "WhoIsThere": RADIO,
}
MENUS = {"OwnNumbers", "SourceLinks"}
"""Widgets of menus and fields alone, without a control that one key moves."""
# A state in which each move of the first control shows.
STATE = {"PlaceOrRoom": "within=True", "InvestOrNot": "people=0"}


def cells() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Name, code of the cell, and keys of everything that is measured."""
    yield "bare slider", BARE, SLIDER
    for kind in every_widget():
        if kind.__name__ in MENUS:
            continue
        name = kind.__name__
        cell = f"from {kind.__module__} import {name}\n{name}({STATE.get(name, '')})"
        yield name, cell, KEYS.get(name, SLIDER)
    storyboard = "from workbook.widgets.storyboard import Storyboard"
    yield "words that are kept", f"{storyboard}\nStoryboard(note='a')", TYPED


# Resolves with the milliseconds from the next key to the first frame after the picture changed.
WATCH = """() => {
  const picture = () => document.querySelector('.jp-OutputArea svg[role=img]').innerHTML;
  const before = picture();
  window.elapsed = new Promise((resolve, reject) => {
    setTimeout(() => reject('the picture did not change'), 10_000);
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
    lab: Lab, browser: Browser, cell: str, keys: list[tuple[str, str]], moves: int
) -> list[float]:
    """Milliseconds of each move."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    lab.open(page, lab.write("widget.ipynb", cell))
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
        for name, cell, keys in cells():
            times = measure(lab, browser, cell, keys, moves)
            p50, p95 = (quantiles(times, n=100, method="inclusive")[k] for k in (49, 94))
            print(f"{name:20} p50 {p50:4.0f} ms   p95 {p95:4.0f} ms   n={len(times)}")


if __name__ == "__main__":
    main()
