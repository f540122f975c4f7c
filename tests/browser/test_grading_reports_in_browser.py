"""Feedback pages in a real browser: nothing that a learner wrote runs, and nothing is loaded."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_html import EVERYTHING, HTML, hostile
from marked_class import a_class, marked
from playwright.sync_api import Browser, Page

from workbook import i18n
from workbook.feedback.outcome import Outcome
from workbook.grading.reports.class_page import class_page
from workbook.grading.reports.learner_page import learner_page
from workbook.grading.reports.questions import ByHand
from workbook.grading.reports.summary import summary

pytestmark = pytest.mark.browser

_WATCH = "window.times = 0; window.ran = () => { window.times += 1; };"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_EVERY_EVENT = """() => {
  for (const element of document.querySelectorAll("body *")) {
    if (element.tagName == "DETAILS") element.open = true;
    if (element.tagName == "A" && /^(https?|mailto):/.test(element.href)) continue;
    for (const name of ["mouseover", "pointerenter", "focus", "click", "error", "load", "toggle"])
      element.dispatchEvent(new MouseEvent(name, {bubbles: true}));
    if (element.tagName == "A") element.click();
  }
}"""
_DANGEROUS = """() => [...document.querySelectorAll("*")].filter(element =>
  /^(script|iframe|object|embed|form|input|button|base|link|svg|math|video|audio|template|noscript)$/i
    .test(element.tagName)
  || [...element.attributes].some(one => /^on|^style$|^srcset$|^ping$|^target$/i.test(one.name))
  || (element.tagName == "A" && element.hasAttribute("href")
      && !/^(https?:|mailto:|#question-)/i.test(element.getAttribute("href")))
  || (element.tagName == "IMG" && element.hasAttribute("src")
      && !/^data:(image[/](png|jpeg);base64)?,/.test(element.src))
).map(element => element.outerHTML.slice(0, 200))"""


class Watched:
    """A page in a browser of its own that counts what runs and what leaves."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._context = browser.new_context(viewport={"width": 800, "height": 900})
        self._context.set_default_timeout(30_000)
        self._folder = folder
        self.asked: list[str] = []
        self.dialogs: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.add_init_script(_WATCH)
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("dialog", lambda one: (self.dialogs.append(one.message), one.dismiss()))
        self._context.route("**/evil.example/**", lambda route: route.abort())

    def open(self, html: str) -> None:
        file = self._folder / "page.html"
        file.write_text(html, encoding="utf-8")
        self.page.goto(file.as_uri())
        self.page.evaluate(_EVERY_EVENT)
        self.page.wait_for_timeout(500)

    @property
    def ran(self) -> int:
        return int(self.page.evaluate("window.times")) + len(self.dialogs)

    @property
    def left(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def watched(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    opened = Watched(browser, tmp_path)
    yield opened
    opened.close()


def hostile_page() -> str:
    bad = hostile()
    comments = ByHand(
        comments={"q": "\n\n".join(EVERYTHING[:20]), "nowhere": "<script>ran()</script>"}
    )
    return learner_page(bad, bad.notebooks[0], comments)


def test_the_watch_sees_what_runs_and_what_leaves(watched: Watched) -> None:
    """Else the other tests would pass for nothing."""
    harmless = [one for one in HTML if "refresh" not in one and "<base" not in one]
    watched.open(
        "<!DOCTYPE html><body>" + "\n".join(harmless[3:]).encode("utf-8", "replace").decode()
    )
    assert watched.ran >= 5
    assert len(watched.left) >= 5


@pytest.mark.parametrize("policy", [True, False])
def test_nothing_of_a_hostile_notebook_runs_or_leaves(watched: Watched, policy: bool) -> None:
    """With the page's policy, and without: the policy is a second wall, not the only one."""
    html = hostile_page()
    assert _POLICY.search(html)
    watched.open(html if policy else _POLICY.sub("", html))
    assert watched.ran == 0
    assert watched.left == []
    assert watched.page.url.partition("#")[0].endswith("page.html")
    assert watched.page.evaluate(_DANGEROUS) == []
    # The page is whole: what came last in the notebook is still inside its main part.
    assert watched.page.locator("main > section.card, main section.card").count() >= 2
    assert watched.page.locator("body > *").count() == 1
    assert watched.page.locator("style").count() == 1


def test_nothing_of_a_hostile_class_runs_or_leaves(watched: Watched) -> None:
    html = class_page([summary(hostile()), summary(hostile())], names=True)
    watched.open(_POLICY.sub("", html))
    assert watched.ran == 0
    assert watched.left == []
    assert watched.page.locator("script, iframe, img, form, [onerror], [onload]").count() == 0


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_fit_and_can_be_read(
    browser: Browser, tmp_path: Path, width: int, scheme: str, language: str
) -> None:
    """Nothing is wider than the window, letters stand out, our own style is let in."""
    i18n.use(language)
    try:
        one = marked("partly")
        learners = [summary(learner) for learner in a_class(30)]
        (first, *rest) = learners[0].questions
        stopped = dataclasses.replace(first, outcome=Outcome.CANNOT)  # all five kinds of answer
        learners[0] = dataclasses.replace(learners[0], questions=(stopped, *rest))
        pages = {
            "learner": learner_page(one, one.notebooks[0]),
            "class": class_page(learners, names=True),
        }
    finally:
        i18n.use("en")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda line: errors.append(line.text))
    for name, html in pages.items():
        file = tmp_path / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate(_LOWEST_CONTRAST) >= 4.5, name
        assert page.evaluate(_CUT_OFF) == [], name
        assert page.evaluate("document.documentElement.dir") == (
            "rtl" if language == "ar" else "ltr"
        )
    context.close()
    assert errors == []


_CUT_OFF = """() => [...document.querySelectorAll("svg text")].filter(letters => {
  const [own, all] = [letters, letters.closest("svg")].map(one => one.getBoundingClientRect());
  return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1
    || own.bottom > all.bottom + 1;
}).map(letters => letters.textContent)"""
_LOWEST_CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = parts(colour).slice(0, 3).map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  let lowest = 21;
  for (const element of document.querySelectorAll("main *")) {
    if (element.closest("svg")) continue;
    const own = [...element.childNodes].some(one => one.nodeType == 3 && one.data.trim());
    if (!own) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(paper(element))];
    lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return lowest;
}"""
