"""Links with source codes as a person makes them: type, copy, scan from the screen, print."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from lab import Lab
from nbformat.v4 import new_code_cell, new_output
from paper import sheets
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from workbook.papers.pdf import Paper, printed
from workbook.widgets.source_links import SourceLinks, tool_names

pytestmark = pytest.mark.browser

PAGE = "https://example.org/events/rainbow-roll?lang=es"
CELL = "from workbook.widgets.source_links import SourceLinks\nSourceLinks(note='03_codes')"
PLACES = ["TikTok", "Flyer", "Poster at the library"]
MADE = [
    f"{PAGE}&source=tiktok",
    f"{PAGE}&source=flyer",
    f"{PAGE}&source=posteratthelibrary",
    f"{PAGE}&source=tiktok-belltest",
]


def scanned(picture: bytes) -> list[str]:
    """What a phone would read from a picture of a screen or of paper."""
    return sorted(found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture))))


def typed(page: Page) -> None:
    """Fill in the entries by keyboard alone."""
    page.get_by_role("textbox", name="Sign-up page").focus()
    press, write = page.keyboard.press, page.keyboard.type
    write(PAGE)
    for _ in range(1 + len(tool_names())):  # each tool is a stop on the way to the places
        press("Tab")
    expect(page.get_by_label("Places, one a line")).to_be_focused()
    write("\n".join(PLACES))
    press("Tab")
    write("Bell test")
    press("Tab")  # to the button
    sentence = SourceLinks(address=PAGE, channels="\n".join(PLACES), videos="Bell test").sentence
    expect(page.locator("p[role=status]").first).to_have_text(sentence)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_typed_copied_scanned_and_written_by_keyboard(
    lab: Lab, page: Page, theme: str, tmp_path: Path
) -> None:
    notes = lab.folder / "my_work" / "notes.json"
    notes.unlink(missing_ok=True)
    earlier = set((lab.folder / "my_work").glob("links_*"))
    lab.set_theme(theme)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 800, "height": 2600})
    lab.open(page, lab.write("links.ipynb", CELL))
    page.locator("svg[role=img]").wait_for()
    typed(page)
    kept = json.loads(notes.read_text(encoding="utf-8"))["03_codes"]
    assert "TikTok: Bell test = tiktok-belltest" in kept

    expect(page.get_by_role("button", name=re.compile("Write the sheet"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Written into your folder my_work.")).to_be_visible()
    made = sorted(set((lab.folder / "my_work").glob("links_*")) - earlier)
    assert [file.suffix for file in made] == [".csv", ".html"]
    for file in made:
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(re.escape(file.name))).click()
        download.value.save_as(tmp_path / file.name)
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()

    # Tab reaches each link in turn, and selects it.
    page.get_by_role("link", name=re.compile(r"links_.*csv")).focus()
    for address in MADE:
        page.keyboard.press("Tab")
        page.keyboard.press("Control+c")
        page.wait_for_function(
            "address => navigator.clipboard.readText().then(text => text === address)", arg=address
        )
    assert page.locator(".jp-Cell").count() == 1  # it copied the link, not the cell
    assert scanned(page.screenshot()) == sorted(MADE)
    lab.set_theme("JupyterLab Light")


def test_a_stored_notebook_shows_links_and_pictures_before_it_is_trusted(
    lab: Lab, page: Page
) -> None:
    widget = SourceLinks(address=PAGE, channels="TikTok\nFlyer")
    html = widget._repr_mimebundle_()["text/html"]
    cell = new_code_cell("1", outputs=[new_output("display_data", {"text/html": html})])
    page.set_viewport_size({"width": 1280, "height": 2600})
    lab.open(page, lab.write("stored_links.ipynb", cell), run=False)
    expect(page.locator("code", has_text="source=flyer")).to_have_text(MADE[1])
    page.wait_for_timeout(500)
    assert scanned(page.screenshot()) == sorted(MADE[:2])


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A sheet of eight links, and the links."""
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path))
    places = "\n".join([*PLACES, *(f"Shop {n}" for n in range(4))])
    widget = SourceLinks(address=PAGE, channels=places, videos="Bell test")
    return widget.sheet.make()[0], sorted(link.address for link in widget.made().links)


def test_the_sheet_can_be_scanned_and_read_aloud(
    browser: Browser, sheet: tuple[Path, list[str]]
) -> None:
    file, links = sheet
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    assert scanned(opened.screenshot(full_page=True)) == links
    for address in links:
        name = f"QR picture of the address {address}"
        expect(opened.get_by_role("img", name=name, exact=True)).to_be_visible()
    opened.close()
    assert asked == [file.as_uri()]


@pytest.mark.parametrize("paper", list(Paper))
def test_the_printed_sheet_can_be_scanned(sheet: tuple[Path, list[str]], paper: Paper) -> None:
    file, links = sheet
    made = file.with_suffix(".pdf")
    made.write_bytes(printed(file, paper))
    assert sheets(made.read_bytes()) == 2
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler) is not here, which turns paper into pictures")
    # As coarse as a cheap printer. Here a picture that an edge of a page cuts would be missing.
    command = ["pdftoppm", "-r", "100", "-png", made.name, "sheet"]
    subprocess.run(command, cwd=made.parent, check=True)
    pages = sorted(made.parent.glob("sheet-*.png"))
    assert sorted(found for one in pages for found in scanned(one.read_bytes())) == links
