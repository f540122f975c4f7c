"""The class pulse as a trainer sees it on the wall, and in JupyterLab."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pulse_class
import pytest
import small_class
from lab import Lab
from marked_class import a_class, marked
from playwright.sync_api import Page, expect
from pulse_page import running_pulse

from workbook import paths
from workbook.build.trainer.pulse import NAME

pytestmark = pytest.mark.browser

CLASS = a_class(23)
LETTERS = 20
"""Pixels: the smallest letters of what a class reads on a wall of 1280 by 720."""
SWITCH = "Show who has handed in, by name"
SOON = 60_000
"""Milliseconds, on a busy machine. How soon it is otherwise, benchmarks/pulse.py measures."""


@pytest.fixture
def wall(page: Page) -> Iterator[Page]:
    """A page as wide as a projector, which asks for nothing outside this computer."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.set_viewport_size({"width": 1280, "height": 720})
    yield page
    outside = [
        url
        for url in asked
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:"))
    ]
    assert any(url.startswith("ws:") for url in asked)
    assert outside == []


def hand_in(course: Path, learner: str, answer: str) -> None:
    folder = course / "submitted" / learner / small_class.NAME
    folder.mkdir(parents=True)
    (folder / f"{small_class.NAME}.ipynb").write_bytes(small_class.notebook(answer))


def test_a_submission_is_marked_and_seen(wall: Page, tmp_path: Path) -> None:
    course = small_class.make(tmp_path / "course")
    (course / "submitted").mkdir()
    with running_pulse(course) as pulse:
        wall.goto(pulse.url)
        count = wall.locator(".class-pulse .count")
        expect(count).to_have_text("Nobody has handed in yet.", timeout=SOON)
        expect(wall.get_by_label(SWITCH)).not_to_be_checked()

        hand_in(course, "amal", small_class.RIGHT)
        expect(count).to_have_text("1 person has handed in sums.", timeout=SOON)
        for place in range(5):
            hand_in(course, f"rider_{place}", small_class.WRONG)
        expect(count).to_have_text("6 people have handed in sums.", timeout=SOON)
        expect(wall.get_by_text("1 of 6 right")).to_be_visible()

        expect(wall.get_by_text("amal")).to_have_count(0)
        wall.get_by_label(SWITCH).check()
        expect(wall.get_by_text("Handed in: amal, rider_0,")).to_be_visible()
        # Another start, another look: names are off again.
        wall.reload()
        expect(count).to_have_text("6 people have handed in sums.", timeout=SOON)
        expect(wall.get_by_label(SWITCH)).not_to_be_checked()
        expect(wall.get_by_text("amal")).to_have_count(0)
        assert "amal" not in pulse.said
        wall.goto("about:blank")  # it would log that the server is gone
        assert pulse.stop() == 0
    assert "The page is closed." in pulse.said
    assert "Traceback" not in pulse.said
    # The marking has ended with it: what arrives now is not marked.
    hand_in(course, "late", small_class.RIGHT)
    time.sleep(2)
    assert "late" not in small_class.scores(course)


def test_without_its_token_nobody_gets_in(page: Page, tmp_path: Path) -> None:
    course = pulse_class.make(tmp_path / "course")
    with running_pulse(course.root, "--no-marking") as pulse:
        page.goto(pulse.url.partition("?")[0])
        assert "/login" in page.url
        assert page.locator(".class-pulse").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_full_class_fits_on_the_wall_in_large_letters(
    wall: Page, tmp_path: Path, theme: str
) -> None:
    course = pulse_class.make(tmp_path / "course")
    pulse_class.enrol(course, {f"rider_{place:03}": "" for place in range(30)})
    pulse_class.put(course, CLASS)
    with running_pulse(
        course.root, "--no-marking", *(["--dark"] if theme == "dark" else [])
    ) as run:
        wall.goto(run.url)
        expect(wall.locator(".class-pulse .count")).to_have_text(
            "23 of 30 have handed in 03_case_study.", timeout=SOON
        )
        expect(wall.locator(".class-pulse li")).to_have_count(4)
        bottom = wall.locator(".class-pulse").evaluate("e => e.getBoundingClientRect().bottom")
        assert bottom <= 720
        assert small_letters(wall) == []
        assert luminance(wall) > 0.9 if theme == "light" else luminance(wall) < 0.1
        for width in (1280, 800):
            wall.set_viewport_size({"width": width, "height": 720})
            assert wall.evaluate("document.documentElement.scrollWidth") <= width
        # With the keyboard alone.
        pulse_class.put(course, [marked("good", "rider_000", assignment="04_content_tips")])
        choice = wall.get_by_label("03_case_study")
        expect(choice).to_be_visible()
        wall.get_by_label("The newest").focus()
        wall.keyboard.press("ArrowDown")
        expect(choice).to_be_checked()
        wall.get_by_label(SWITCH).focus()
        wall.keyboard.press("Space")
        expect(wall.get_by_text("Handed in: rider_000, rider_001")).to_be_visible()
        wall.goto("about:blank")


def small_letters(page: Page) -> list[str]:
    """What is written on the wall in letters smaller than :data:`LETTERS`."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll(".wall *, .class-pulse-controls *")]
          .filter(one => [...one.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
          .filter(one => parseFloat(getComputedStyle(one).fontSize) < least)
          .map(one => one.textContent)""",
        LETTERS,
    )
    return found


def luminance(page: Page) -> float:
    """How bright the paper is, from 0 to 1."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    parts = [int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3 / 255


def test_jupyterlab_shows_the_same(lab: Lab, page: Page) -> None:
    course = pulse_class.make(lab.folder)
    try:
        pulse_class.put(course, CLASS[:6])
        shutil.copy(paths.TRAINER / NAME, lab.folder)
        source = (lab.folder / NAME).read_text(encoding="utf-8")
        # The lab of the tests serves another folder than the course's.
        here = source.replace(
            "ClassPulse.follow()", "from pathlib import Path\\nClassPulse.follow(Path())"
        )
        (lab.folder / NAME).write_text(here, encoding="utf-8")
        lab.open(page, NAME)
        count = page.locator(".class-pulse .count")
        expect(count).to_have_text("6 people have handed in 03_case_study.", timeout=SOON)
        pulse_class.put(course, CLASS[6:8])
        expect(count).to_have_text("8 people have handed in 03_case_study.", timeout=SOON)
        assert page.locator(".class-pulse h2").count() == 2
    finally:
        for name in ("nbgrader_config.py", "gradebook.db"):
            (lab.folder / name).unlink(missing_ok=True)
