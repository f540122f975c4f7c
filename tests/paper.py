"""Pages on paper: how many there are, and whether one is enough."""

import re
from pathlib import Path

from playwright.sync_api import Browser


def sheets(pdf: bytes) -> int:
    """The number of pages of a PDF."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def is_one_sheet(browser: Browser, file: Path, page: bytes, paper: str) -> None:
    """Write ``page`` as ``file``, and assert that it prints on one sheet and asks for no other."""
    file.write_bytes(page)
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    printed = opened.pdf(format=paper)
    opened.close()
    assert sheets(printed) == 1
    assert asked == [file.as_uri()]
