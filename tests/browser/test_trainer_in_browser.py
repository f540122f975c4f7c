"""What a trainer opens: every slide fits, letters are large, keys and notes work, nothing outside.

The pages are those that the sources build now, opened as files.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper import sheets
from playwright.sync_api import Browser, Page, expect

from workbook import i18n
from workbook.build import trainer

pytestmark = pytest.mark.browser

BODY = 28
"""Pixels: the smallest letters of what people read on a slide of 1280 by 720."""

_CLIPPED = """() => {
  const faults = [];
  const current = Reveal.getCurrentSlide();
  const [heading, body, foot] = ["h2", ".body", ".sources"].map(one => current.querySelector(one));
  for (const part of [current, heading, body, foot]) {
    if (part && (part.scrollHeight > part.clientHeight + 1
                 || part.scrollWidth > part.clientWidth + 1)) {
      faults.push(`${part.className || part.tagName} is clipped`);
    }
  }
  const parts = [heading, body, foot].filter(Boolean).map(one => one.getBoundingClientRect());
  parts.forEach((box, place) => {
    if (place && box.top < parts[place - 1].bottom - 1) faults.push("parts overlap");
  });
  const edge = current.getBoundingClientRect();
  for (const part of current.querySelectorAll(":scope > :not(aside), li, p, td, th, svg")) {
    if (part.closest("aside")) continue;
    const box = part.getBoundingClientRect();
    if (box.left < edge.left || box.right > edge.right || box.bottom > edge.bottom) {
      faults.push(`${part.tagName} stands out: ${part.textContent.slice(0, 40)}`);
    }
  }
  for (const part of current.querySelectorAll("h2, .body p:not(.keys), li, td, th")) {
    const size = parseFloat(getComputedStyle(part).fontSize);
    if (!part.closest("aside") && size < LEAST) faults.push(`${size} px: ${part.textContent}`);
  }
  const picture = current.querySelector("svg");
  if (picture) {
    const scale = Math.min(picture.clientWidth / 500, picture.clientHeight
      / picture.viewBox.baseVal.height);
    if (scale < 1.1) faults.push(`the picture is only ${scale} times its size`);
  }
  return faults.map(fault => `${current.id}: ${fault}`);
}""".replace("LEAST", str(BODY))

_CLIPPED_SIDES = """() => [...document.querySelectorAll(".side, .card, .line, .part, td, th")]
  .filter(part => part.scrollHeight > part.clientHeight + 1
    || part.scrollWidth > part.clientWidth + 1)
  .map(part => `${part.className || part.tagName}: ${part.textContent.slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the trainer."""
    folder = tmp_path_factory.mktemp("trainer")
    trainer.build(folder)
    return folder


@pytest.fixture
def slide(page: Page, built: Path) -> Iterator[Page]:
    """A page of the size of a slide, on which no page asks for anything outside its folder."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 720})
    yield page
    assert asked
    assert all(url.startswith(built.as_uri()) for url in asked)


def open_deck(page: Page, file: Path) -> int:
    """Open slides, and say how many there are."""
    page.goto(file.as_uri())
    page.wait_for_function("Reveal.isReady()")
    return int(page.evaluate("Reveal.getTotalSlides()"))


def faults(page: Page, file: Path) -> list[str]:
    found: list[str] = []
    for place in range(open_deck(page, file)):
        page.evaluate(f"Reveal.slide({place})")
        found += page.evaluate(_CLIPPED)
    return found


def test_no_slide_is_clipped_and_all_letters_are_large(slide: Page, built: Path) -> None:
    files = sorted((built / "slides").glob("*.html"))
    assert len(files) >= 11
    assert [fault for file in files for fault in faults(slide, file)] == []


def test_slides_fit_from_right_to_left_too(page: Page, tmp_path: Path) -> None:
    i18n.use("ar")
    try:
        trainer.build(tmp_path, "03")
        (tmp_path / "slides" / "reveal").mkdir()
        for name, file in trainer.slides.ASSETS.items():
            (tmp_path / "slides" / name).write_bytes(file.read_bytes())
    finally:
        i18n.use("en")
    page.set_viewport_size({"width": 1280, "height": 720})
    file = tmp_path / "slides" / "03_case_study.html"
    assert faults(page, file) == []
    page.evaluate("Reveal.slide(2)")
    item = page.locator("section.present li").first
    # The list begins at the right, and its text ends there.
    assert item.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert item.evaluate("one => one.getBoundingClientRect().right") > 1100
    page.keyboard.press("ArrowLeft")  # on
    assert page.evaluate("Reveal.getState().indexh") == 3


def test_a_clipped_slide_would_be_found(slide: Page, built: Path) -> None:
    open_deck(slide, built / "slides" / "03_case_study.html")
    slide.evaluate(
        "Reveal.getCurrentSlide().querySelector('.body').innerHTML += '<p>x</p>'.repeat(40)"
    )
    assert slide.evaluate(_CLIPPED)


def test_keys_move_and_show_all_slides(slide: Page, built: Path) -> None:
    count = open_deck(slide, built / "slides" / "half-day.html")
    current = slide.locator("section.present h2")
    expect(current).to_have_text("From a story to a plan: half a day")
    slide.keyboard.press("ArrowRight")
    expect(current).to_have_text("Two keys: Shift and Enter")
    slide.keyboard.press("Space")
    slide.keyboard.press("ArrowLeft")
    expect(current).to_have_text("Two keys: Shift and Enter")
    slide.keyboard.press("End")
    assert slide.evaluate("Reveal.getState().indexh") == count - 1
    slide.keyboard.press("Home")
    slide.keyboard.press("Escape")
    expect(slide.locator(".reveal.overview")).to_be_visible()


def test_the_window_of_the_trainer_shows_the_notes(slide: Page, built: Path) -> None:
    open_deck(slide, built / "slides" / "03_case_study.html")
    with slide.context.expect_page() as opened:
        slide.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    expect(notes).to_contain_text("Run sheet for a trainer. 75 minutes")
    for _ in range(5):
        slide.keyboard.press("ArrowRight")
    expect(notes).to_contain_text("The ride: 10 minutes in all")
    expect(notes).to_contain_text("Say a lowest and a highest number.")
    # It also moves the slides.
    opened.value.locator("body").press("ArrowRight")
    expect(slide.locator("section.present h2")).to_have_text(re.compile("30 to 50 riders"))
    expect(notes).to_contain_text("It is an estimate of an estimate")
    expect(opened.value.locator("#upcoming-slide iframe")).to_be_visible()


def test_each_slide_is_one_printed_page(slide: Page, built: Path) -> None:
    count = open_deck(slide, built / "slides" / "03_case_study.html")
    slide.evaluate("Reveal.slide(7)")  # wherever the trainer is
    content = slide.pdf(prefer_css_page_size=True)
    assert sheets(content) == count
    assert re.search(rb"/MediaBox\s*\[0 0 960 540\]", content)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_run_sheets_are_as_wide_as_the_paper(browser: Browser, built: Path, paper: str) -> None:
    width = {"A4": 210 - 28, "Letter": 215.9 - 28}[paper] * 96 / 25.4
    opened = browser.new_page(viewport={"width": round(width), "height": 1000})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.emulate_media(media="print")
    for file in sorted((built / "run_sheets").glob("*.html")):
        opened.goto(file.as_uri())
        assert (
            opened.evaluate(
                """() => [document.documentElement, ...document.querySelectorAll("main *")]
              .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth
                && getComputedStyle(part).display !== "inline")
              .map(part => part.tagName + part.textContent.slice(0, 40))"""
            )
            == []
        ), file.name
        tall = opened.evaluate(
            """() => Math.max(...[...document.querySelectorAll("section")]
              .map(part => part.offsetHeight))"""
        )
        assert tall < 250 * 96 / 25.4, f"{file.name}: a block is higher than a page"
    assert all(url.startswith(built.as_uri()) for url in asked)
    opened.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_side_of_a_handout_is_one_page_and_nothing_is_clipped(
    browser: Browser, built: Path, paper: str
) -> None:
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.emulate_media(media="print")
    files = [*sorted((built / "handouts").glob("*")), *sorted((built / "cards").glob("*"))]
    assert len(files) >= 17
    for file in files:
        opened.goto(file.as_uri())
        assert opened.evaluate(_CLIPPED_SIDES) == [], file.name
        sides = opened.locator(".side").count()
        printed = opened.pdf(format=paper)
        assert sheets(printed) == sides, file.name
    assert all(url.startswith(built.as_uri()) for url in asked)
    opened.close()


def test_a_clipped_side_would_be_found(page: Page, built: Path) -> None:
    page.emulate_media(media="print")
    page.goto((built / "handouts" / "03_case_study.html").as_uri())
    page.locator(".side").first.evaluate("side => { side.innerHTML += '<p>more</p>'.repeat(60) }")
    assert page.evaluate(_CLIPPED_SIDES)


def test_there_is_room_for_a_pen(page: Page, built: Path) -> None:
    page.emulate_media(media="print")
    page.goto((built / "handouts" / "plan_canvas.html").as_uri())
    free = page.evaluate(
        """() => [...document.querySelectorAll(".line")].map(line => {
          const range = document.createRange();
          range.selectNodeContents(line);
          return line.getBoundingClientRect().bottom - range.getBoundingClientRect().bottom;
        })"""
    )
    assert len(free) > 40
    assert min(free) > 5 * 96 / 25.4  # millimetres
