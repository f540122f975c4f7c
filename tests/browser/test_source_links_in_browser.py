"""Links with source codes as a person makes them: type, copy, scan from the screen, print."""

import io
import json
import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from lab import Lab
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from workbook.papers.pdf import Paper, printed
from workbook.widgets.source_links import SourceLinks

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
    page.get_by_label("Sign-up page").focus()
    press, write = page.keyboard.press, page.keyboard.type
    write(PAGE)
    press("Tab")  # to the tool
    press("Tab")  # to the places
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
    notes, kept = lab.folder / "my_work" / "notes.json", ""
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
    from nbformat.v4 import new_code_cell, new_output

    widget = SourceLinks(address=PAGE, channels="TikTok\nFlyer")
    html = widget._repr_mimebundle_()["text/html"]
    cell = new_code_cell("1", outputs=[new_output("display_data", {"text/html": html})])
    page.set_viewport_size({"width": 1280, "height": 2600})
    lab.open(page, lab.write("stored_links.ipynb", cell), run=False)
    expect(page.locator("code", has_text="source=flyer")).to_have_text(MADE[1])
    page.wait_for_timeout(500)
    assert scanned(page.screenshot()) == sorted(MADE[:2])


@pytest.mark.parametrize("paper", list(Paper))
def test_the_printed_sheet_can_be_scanned(
    browser: Browser, tmp_path: Path, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path))
    places = "\n".join([*PLACES, *(f"Shop {n}" for n in range(4))])
    widget = SourceLinks(address=PAGE, channels=places, videos="Bell test")
    file, _ = widget.sheet.make()
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    assert scanned(opened.screenshot(full_page=True)) == sorted(
        link.address for link in widget.made().links
    )
    for label in ("QR picture of the address " + address for address in MADE):
        expect(opened.get_by_role("img", name=label, exact=True)).to_be_visible()
    opened.close()
    assert asked == [file.as_uri()]
    (tmp_path / "sheet.pdf").write_bytes(printed(file, paper))
    # As coarse as a cheap printer, and no picture is cut by the edge of a page.
    subprocess.run(
        ["pdftoppm", "-r", "100", "-png", "sheet.pdf", "sheet"], cwd=tmp_path, check=True
    )
    pages = sorted(tmp_path.glob("sheet-*.png"))
    found = [address for one in pages for address in scanned(one.read_bytes())]
    assert sorted(found) == sorted(link.address for link in widget.made().links)
    assert len(pages) == 2
