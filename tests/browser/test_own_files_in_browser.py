"""A learner's own files in a real browser: chosen, dropped, read, shown, and saved nowhere."""

import base64
import datetime
import json
import re
import shutil
from pathlib import Path

import pytest
from lab import ROOT, Lab
from paper import is_one_sheet
from playwright.sync_api import Browser, Locator, Page, expect

from workbook import own, own_shown
from workbook.papers import numbers
from workbook.widgets.own_numbers import sample

pytestmark = pytest.mark.browser

SECRET = "wilhelmina.unmistakable"
ROWS = [f"2025-06-01 12:{n:02},p{n}@example.org,tiktok,tiktok,a remark" for n in range(30)]
SIGNUPS = "\n".join(
    ["created_utc,email,source_code,how_heard,note", *ROWS, f"2025-06-02,{SECRET}@x.org,email,,"]
)
CELLS = """
from workbook.widgets.own_files import OwnFiles
ours = OwnFiles()
ours
""", """
from workbook.widgets.own_numbers import PEOPLE, VIDEOS, OwnNumbers
OwnNumbers(ours, VIDEOS)
""", """
OwnNumbers(ours, PEOPLE)
""", """
from workbook.widgets.own_report import KeepNumbers, OwnReport, Sheets
OwnReport(ours)
"""  # fmt: skip


def opened(lab: Lab, page: Page, name: str) -> list[str]:
    """The notebook, run; and the addresses outside this computer that are asked for."""
    asked: list[str] = []
    home = lab.url.partition("//")[2].partition("/")[0]
    page.on(
        "request",
        lambda one: asked.append(one.url) if f"//{home}" not in one.url else None,
    )
    # Or the first press of a button may be faster than the order to open no window of the system.
    page.on("filechooser", lambda _: None)
    lab.write(name, *CELLS)
    page.set_viewport_size({"width": 1280, "height": 6000})
    lab.open(page, name)
    expect(page.get_by_text("These are the files of an invented group.")).to_be_visible()
    return [one for one in asked if not one.startswith(("data:", "blob:"))]


def heading(page: Page, words: str) -> Locator:
    return page.get_by_role("strong").filter(has_text=words)


def sentence(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=words)


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on the area for them, as a hand with a mouse: over it first, then let go."""
    data = page.evaluate_handle(
        """files => {
            const data = new DataTransfer();
            for (const [name, content] of files) {
                const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
                data.items.add(new File([bytes], name));
            }
            return data;
        }""",
        [[name, base64.b64encode(content).decode()] for name, content in files],
    )
    area = page.get_by_role("group", name="Choose files")
    for kind in ("dragenter", "dragover"):
        area.dispatch_event(kind, {"dataTransfer": data})
    expect(area).to_contain_text("Let go: the files will be read")
    area.dispatch_event("drop", {"dataTransfer": data})
    expect(area).to_contain_text("Drop your files here")


def mouse_drop(page: Page, place: Locator, *files: Path) -> None:
    """Drop files from outside of the browser."""
    box = place.bounding_box()
    assert box
    mouse = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        at = {"x": box["x"] + 50, "y": box["y"] + box["height"] / 2}
        mouse.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})


def kept(page: Page, file: Path) -> tuple[str, str]:
    """What the page holds of the notebook, and what stands in its file once it is saved."""
    held = page.evaluate(
        """async () => {
            await jupyterapp.commands.execute('docmanager:save');
            return JSON.stringify(jupyterapp.shell.currentWidget.context.model.toJSON());
        }"""
    )
    return held, file.read_text(encoding="utf-8")


def test_a_dropped_file_is_read_shown_and_not_saved(lab: Lab, page: Page) -> None:
    # The setting that saves what widgets hold: off by itself, and the worst that can be.
    settings = lab.folder.parent / "settings/@jupyter-widgets/jupyterlab-manager"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"saveState": true}')
    asked = opened(lab, page, "own.ipynb")
    content = ROOT / "data" / "raw" / "Content.csv"
    drop(page, ("signups.csv", SIGNUPS.encode()), (content.name, content.read_bytes()))
    expect(sentence(page, "2 files came.")).to_be_visible()
    expect(page.get_by_text("These are your own files. 2 tables were read")).to_be_visible()
    expect(heading(page, "Source codes and answers, of your own files")).to_be_visible()
    expect(sentence(page, "Half of your 15 videos have")).to_be_visible()
    expect(page.get_by_text("Synthetic sample data")).to_have_count(0)
    page.get_by_text("signups.csv: A sign-up form").click()
    expect(page.get_by_text("“how_heard” as how_heard")).to_be_visible()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("link", name=re.compile("our_numbers_"))).to_have_count(3)

    held, saved = kept(page, lab.folder / "own.ipynb")
    state = json.loads(saved)["metadata"].get("widgets")
    assert state, "the test has to save the state of the widgets"
    encoded = base64.b64encode(SIGNUPS.encode()).decode()[:40]
    # The page knows the names of the files and of their columns: it has to show them.
    for content in (saved, held):
        for word in (SECRET, "example.org", "a remark", encoded):
            assert word not in content
    areas = [
        one["state"]
        for one in state["application/vnd.jupyter.widget-state+json"]["state"].values()
        if one["model_name"] == "AnyModel"
    ]
    assert areas
    assert all(not one.get("buffers") for one in areas)
    assert asked == []
    (settings / "plugin.jupyterlab-settings").unlink()


def test_files_are_chosen_by_keyboard(lab: Lab, page: Page) -> None:
    opened(lab, page, "chosen.ipynb")
    button = page.get_by_role("button", name="Choose files")
    page.get_by_role("button", name="Read the folder my_work/exports").focus()
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    assert button.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    for key, name in (("Enter", "Content.csv"), ("Space", "ga4_traffic.csv")):
        with page.expect_file_chooser() as chooser:
            page.keyboard.press(key)
        assert chooser.value.is_multiple()
        chooser.value.set_files(ROOT / "data" / "raw" / name)
        expect(sentence(page, "1 file came.")).to_be_visible()
        expect(page.get_by_text(f"{name}: ")).to_be_visible()
        expect(button).to_be_focused()
    expect(page.get_by_text("These are your own files. 2 tables were read")).to_be_visible()
    expect(heading(page, "A typical video, of your own files")).to_be_visible()


def test_a_file_larger_than_a_message_may_be_is_read(lab: Lab, page: Page, tmp_path: Path) -> None:
    opened(lab, page, "large.ipynb")
    rows = [f"2025-06-01,p{n}@example.org,tiktok,friend,{'x' * 400}" for n in range(30_000)]
    large, small = tmp_path / "large.csv", tmp_path / "Content.csv"
    large.write_text("\n".join(["created_utc,email,source_code,how_heard,note", *rows]))
    assert large.stat().st_size > 12 * 10**6
    shutil.copy(ROOT / "data" / "raw" / "Content.csv", small)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files([large, small])
    expect(sentence(page, "2 files came.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("These are your own files. 2 tables were read")).to_be_visible()
    expect(page.get_by_text(re.compile("large.csv: A sign-up form.*30,000 rows"))).to_be_visible()
    for content in kept(page, lab.folder / "large.ipynb"):
        assert "x" * 40 not in content
        assert "example.org" not in content


def test_a_folder_among_dropped_files_is_told(lab: Lab, page: Page, tmp_path: Path) -> None:
    opened(lab, page, "folder.ipynb")
    folder, file = tmp_path / "exports", ROOT / "data" / "raw" / "Content.csv"
    folder.mkdir()
    mouse_drop(page, page.get_by_role("group", name="Choose files"), folder, file)
    expect(sentence(page, "The browser cannot read “exports”.")).to_contain_text("1 file came.")
    expect(page.get_by_text("These are your own files. 1 table was read")).to_be_visible()


def test_a_restart_of_python_is_told_and_the_cell_works_again(lab: Lab, page: Page) -> None:
    opened(lab, page, "restarted.ipynb")
    content = (ROOT / "data" / "raw" / "Content.csv").read_bytes()
    drop(page, ("Content.csv", content))
    expect(sentence(page, "1 file came.")).to_be_visible()
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    expect(sentence(page, "Python was started again, so it has forgotten")).to_be_visible()
    drop(page, ("Content.csv", content))
    expect(sentence(page, "Python was started again, so it has forgotten")).to_be_visible()
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(sentence(page, "Python was started again")).to_have_count(0)
    drop(page, ("Content.csv", content))
    expect(page.get_by_text("These are your own files. 1 table was read")).to_be_visible()


def test_a_file_dropped_on_the_list_of_files_is_read(lab: Lab, page: Page, tmp_path: Path) -> None:
    opened(lab, page, "dropped.ipynb")
    page.get_by_role("button", name="Read the folder my_work/exports").click()
    expect(page.get_by_text("is empty. In the list of files at the left")).to_be_visible()
    page.evaluate(
        "jupyterapp.commands.execute('filebrowser:go-to-path', {path: 'my_work/exports'})"
    )
    page.wait_for_function("document.querySelectorAll('.jp-DirListing-item').length == 0")
    file = tmp_path / "Content.csv"
    shutil.copy(ROOT / "data" / "raw" / "Content.csv", file)
    mouse_drop(page, page.locator(".jp-DirListing-content"), file)
    expect(page.locator(".jp-DirListing-item")).to_have_count(1)
    page.get_by_role("button", name="Read the folder my_work/exports").click()
    expect(page.get_by_text("These are your own files. 1 table was read")).to_be_visible()
    expect(heading(page, "A typical video, of your own files")).to_be_visible()


def test_an_answer_by_keyboard_reads_what_was_refused(lab: Lab, page: Page) -> None:
    opened(lab, page, "keyboard.ipynb")
    expect(page.get_by_text("FollowerHistory.csv was not read")).to_be_visible()
    page.get_by_text("What the files do not say: change it here").click()
    page.get_by_label("exported: day of the download").fill("2025-02-14")
    page.keyboard.press("Tab")
    expect(page.get_by_text("FollowerHistory.csv was not read")).to_have_count(0)
    expect(page.get_by_text("10 tables were read.")).to_be_visible()
    page.get_by_role("combobox", name="Show").first.select_option("Followers")
    expect(sentence(page, "followers, over 60 days")).to_be_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("known", ["all", "tools", "none"])
def test_the_report_is_one_page_of_paper(
    browser: Browser, tmp_path: Path, known: str, paper: str
) -> None:
    mine = sample(ROOT / "data")
    kept = {"all": set(mine.tables), "tools": {"overview", "videos", "sessions"}, "none": set()}
    tables = {name: table for name, table in mine.tables.items() if name in kept[known]}
    cards = list(own_shown.cards(own.Own(tables)).values())
    report = numbers.Report(cards, datetime.date(2026, 11, 25), is_sample=True)
    is_one_sheet(browser, tmp_path / "numbers.html", numbers.numbers_page(report), paper)
