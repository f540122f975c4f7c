"""A page of ours as PDF, printed by a browser that the computer has."""

import subprocess
import tempfile
from enum import StrEnum
from pathlib import Path

from workbook.errors import Problem
from workbook.i18n import text
from workbook.start import browser


class Paper(StrEnum):
    """What it is printed on."""

    A4 = "A4"
    LETTER = "Letter"


def printed(page: Path, paper: Paper | None) -> bytes:
    """The HTML file ``page`` as PDF; without ``paper`` the page itself says how large it is.

    Raises Problem if there is no browser of the Chromium family, or if it cannot print.
    """
    program = browser.find()
    if not program:
        raise Problem(
            text(
                "To make a PDF, this computer needs Chromium, Chrome or Edge. Without one, open "
                "the HTML page in your browser, and print it into a file."
            )
        )
    with tempfile.TemporaryDirectory() as scratch:
        if paper:
            sized = Path(scratch) / "page.html"
            size = f"<style>@page {{ size: {paper}; }}</style></head>"
            content = page.read_text(encoding="utf-8").replace("</head>", size, 1)
            sized.write_text(content, encoding="utf-8")
        made = Path(scratch) / "made.pdf"
        command = [program, *_SWITCHES, f"--user-data-dir={scratch}/profile"]
        command += [f"--print-to-pdf={made}", (sized if paper else page.resolve()).as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if made.exists():
            return made.read_bytes()
    said = done.stderr.decode(errors="replace").strip().splitlines()
    raise Problem(
        text(
            "The browser {program} could not print {page}: {reason}",
            program=program,
            page=page,
            reason=said[-1] if said else text("it gave no reason"),
        )
    )


_SWITCHES = (
    "--headless=new",
    "--disable-gpu",
    # A sandbox needs rights that containers and root accounts lack. The page is our own.
    "--no-sandbox",
    "--no-pdf-header-footer",
    "--no-first-run",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing is fetched from anywhere
)
