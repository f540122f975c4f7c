"""Widgets in JupyterLab, as a learner meets them: by mouse, by keyboard, before they are run."""

import re
from typing import Any

import pytest
from every_widget import every_widget
from lab import Lab
from nbformat.v4 import new_code_cell, new_output
from playwright.sync_api import Locator, Page, expect

from workbook import charts
from workbook.widgets.base import Explorable
from workbook.widgets.detective import SourceDetective
from workbook.widgets.interval import TeamInterval
from workbook.widgets.turnout import TurnoutRange

pytestmark = pytest.mark.browser

WIDGETS = every_widget()


def source(kind: type[Explorable], **state: Any) -> str:
    """The code of a cell that shows the widget."""
    given = ", ".join(f"{name}={value!r}" for name, value in state.items())
    return f"from {kind.__module__} import {kind.__name__}\n{kind.__name__}({given})"


class Shown:
    """The widget on a page."""

    def __init__(self, lab: Lab, page: Page, kind: type[Explorable]) -> None:
        self.page = page
        lab.open(page, lab.write(f"{kind.__name__}.ipynb", source(kind)))
        self.sentence = page.locator(".jp-OutputArea p[role=status]")
        self._picture = page.locator(".jp-OutputArea svg[role=img]")
        self.picture = self._picture.inner_html()

    def control(self, selector: str) -> Locator:
        return self.page.locator(f".jp-OutputArea {selector}")

    def now_says(self, sentence: str) -> None:
        """Sentence and picture have followed the last move."""
        expect(self.sentence).to_have_text(sentence)
        picture = self._picture.inner_html()
        assert picture != self.picture
        self.picture = picture


def pull(handle: Locator, by: int) -> None:
    """Drag a slider's handle by so many pixels."""
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = handle.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by, y, steps=5)
    mouse.up()


def test_turnout_follows_keyboard_and_mouse(lab: Lab, page: Page) -> None:
    shown = Shown(lab, page, TurnoutRange)
    low, high = shown.control("[role=slider]").nth(0), shown.control("[role=slider]").nth(1)
    low.focus()
    page.keyboard.press("ArrowRight")
    shown.now_says(TurnoutRange(turnout=(205, 250)).sentence)

    page.keyboard.press("Tab")  # to the high end
    expect(high).to_be_focused()
    page.keyboard.press("ArrowLeft")
    shown.now_says(TurnoutRange(turnout=(205, 245)).sentence)

    pull(high, by=300)  # far beyond the end of the line
    shown.now_says(TurnoutRange(turnout=(205, 400)).sentence)


def test_interval_follows_keyboard_and_mouse(lab: Lab, page: Page) -> None:
    shown = Shown(lab, page, TeamInterval)
    team, leaders, times, confidence = shown.control("[role=slider]").all()
    leaders.focus()
    page.keyboard.press("ArrowLeft")
    shown.now_says(TeamInterval(k=8).sentence)
    confidence.focus()
    page.keyboard.press("ArrowRight")
    shown.now_says(TeamInterval(k=8, confidence=0.99).sentence)
    pull(times, by=500)
    shown.now_says(TeamInterval(k=8, confidence=0.99, times=50).sentence)
    pull(team, by=-500)
    shown.now_says(TeamInterval(k=1, n=1, confidence=0.99, times=50).sentence)


def test_detective_follows_the_keyboard(lab: Lab, page: Page) -> None:
    shown = Shown(lab, page, SourceDetective)
    guess, truth = shown.control("input[type=text]"), shown.control("input[type=checkbox]")
    expect(truth).to_be_disabled()
    guess.focus()
    page.keyboard.type("25")
    shown.now_says(SourceDetective(guess="25").sentence)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    shown.now_says(SourceDetective(guess="25", evidence="words").sentence)
    truth.focus()
    page.keyboard.press("Space")
    shown.now_says(SourceDetective(guess="25", evidence="words", reveal=True).sentence)


def test_detective_follows_the_mouse(lab: Lab, page: Page) -> None:
    shown = Shown(lab, page, SourceDetective)
    for evidence, radio in zip(
        SourceDetective.evidence.values[1:],
        shown.control("input[type=radio]").all()[1:],
        strict=True,
    ):
        radio.click()
        expect(shown.sentence).to_have_text(SourceDetective(evidence=evidence).sentence)


def test_every_control_can_be_reached_with_the_tab_key(lab: Lab, page: Page) -> None:
    shown = Shown(lab, page, TeamInterval)
    sliders = shown.control("[role=slider]").all()
    sliders[0].focus()
    for slider in sliders[1:]:
        page.keyboard.press("Tab")  # from the slider to its number, which can be typed over
        page.keyboard.press("Tab")
        expect(slider).to_be_focused()


def test_a_notebook_that_was_never_run_shows_the_stills(lab: Lab, page: Page) -> None:
    cells = []
    for kind in WIDGETS:
        stored = {name: kind()._repr_mimebundle_()[name] for name in ("text/plain", "text/html")}
        output = new_output("execute_result", stored, execution_count=1)
        cells.append(new_code_cell(source(kind), execution_count=1, outputs=[output]))
    lab.open(page, lab.write("stills.ipynb", *cells), run=False)

    images = page.locator(".jp-OutputArea img")
    expect(images).to_have_count(len(WIDGETS))
    for image, kind in zip(images.all(), WIDGETS, strict=True):
        expect(image).to_have_attribute("alt", kind().sentence)
        image.scroll_into_view_if_needed()
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        width = image.bounding_box()["width"]
        assert 0 < width <= charts.WIDTH
    # Which shows that JupyterLab's sanitizer was at work: the notebook is not trusted.
    assert page.locator(".jp-OutputArea .jp-RenderedHTML svg").count() == 0
    assert not page.evaluate("jupyterapp.shell.currentWidget.model.cells.get(0).trusted")


# Letters of a picture that stick out of it, and pairs of letters that touch.
CLIPPED = """svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left || box.right > frame.right
        || box.top < frame.top || box.bottom > frame.bottom;
  }).map(text => text.textContent);
}"""
TOUCHING = """svg => {
  const texts = [...svg.querySelectorAll('text')];
  const boxes = texts.map(text => text.getBoundingClientRect());
  const pairs = [];
  for (let i = 0; i < texts.length; i++) for (let j = 0; j < i; j++) {
    const a = boxes[i], b = boxes[j];
    if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
      pairs.push(texts[j].textContent + ' | ' + texts[i].textContent);
  }
  return pairs;
}"""

# States at the ends, where labels are longest or closest.
EXTREMES: list[tuple[type[Explorable], dict[str, Any]]] = [
    (TurnoutRange, {"turnout": (395, 400), "share": (0.99, 1.0)}),
    (TurnoutRange, {"turnout": (0, 0), "share": (0.0, 0.0)}),
    (TurnoutRange, {"turnout": (100000, 200000), "most": 200000}),
    (TeamInterval, {"k": 0, "n": 60, "times": 50}),
    (TeamInterval, {"k": 60, "n": 60, "times": 50, "confidence": 0.99}),
    *((SourceDetective, {"evidence": name, "guess": "18", "reveal": True})
      for name in SourceDetective.evidence.values),
    (SourceDetective, {"guess": "100"}),
    (SourceDetective, {"guess": "0"}),
    (SourceDetective, {"guess": "50"}),
]  # fmt: skip


def test_no_letter_is_clipped_or_covered(page: Page) -> None:
    """In the reader's browser with the reader's fonts, and not only where matplotlib measured."""
    states = [*((kind, {}) for kind in WIDGETS), *EXTREMES]
    pictures = [kind(**state).children[-1].value for kind, state in states]
    page.set_content("".join(f"<div style='width: 600px'>{picture}</div>" for picture in pictures))
    for svg, state in zip(page.locator("svg").all(), states, strict=True):
        assert svg.evaluate(CLIPPED) == [], state
        assert svg.evaluate(TOUCHING) == [], state


def test_a_right_to_left_page_leaves_the_drawing_as_it_is(page: Page) -> None:
    words = "تيك توك: من 15% إلى 20%"
    with charts.figure(500, 160, (20, 20, 10, 48)) as (fig, ax):
        ax.set_xlim(0, 100)
        ax.set_ylim(0, 1)
        charts.number_line(ax, [0, 50, 100], "أشخاص")
        ax.text(0, 0.5, words)
    svg = charts.svg(fig, "عنوان", "وصف")
    page.set_content(f"<div dir=ltr>{svg}</div><div dir=rtl>{svg}</div>")
    boxes = [
        [(round(text.bounding_box()["x"] - frame["x"]), round(text.bounding_box()["width"]))
         for text in picture.locator("text").all()]
        for picture in page.locator("svg").all()
        if (frame := picture.bounding_box())
    ]  # fmt: skip
    assert boxes[0] == boxes[1]
    assert page.locator("svg").nth(1).evaluate(CLIPPED) == []
    for text in page.locator("svg text", has_text=words).all():
        first, last = (
            text.evaluate("(text, i) => text.getExtentOfChar(i).x", i) for i in (0, len(words) - 1)
        )
        assert last < first  # the last % is at the far left, where an Arabic reader ends


CONTRAST = """element => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const clear = /^(transparent|rgba\\(\\d+, \\d+, \\d+, 0\\))$/;
  let behind = element;
  while (clear.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
  const [low, high] = pair.map(luminance).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_words_can_be_read_in_every_theme_and_on_a_small_screen(
    lab: Lab, page: Page, theme: str
) -> None:
    lab.set_theme(theme)
    try:
        lab.open(page, lab.write("theme.ipynb", *map(source, WIDGETS)))
    finally:
        lab.set_theme("JupyterLab Light")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    for selector in ("p[role=status]", "caption", "td", "th", "figcaption", "li", "label"):
        for words in page.locator(f".jp-OutputArea {selector}").all():
            assert words.evaluate(CONTRAST) >= 4.5, (selector, words.inner_text())
    card = page.locator(".jp-OutputArea svg[role=img] path").first
    assert re.search("fill: #ffffff", card.get_attribute("style"))

    page.set_viewport_size({"width": 800, "height": 1400})
    column = page.locator(".jp-OutputArea-output").first.bounding_box()
    for svg in page.locator(".jp-OutputArea svg[role=img]").all():
        svg.scroll_into_view_if_needed()
        expect(svg).to_be_visible()
        box = svg.bounding_box()
        assert box["width"] <= column["width"], svg.locator("title").text_content()
        # Letters of some 9 pixels or more, even with the file browser open.
        assert min(text.bounding_box()["height"] for text in svg.locator("text").all()) >= 10
