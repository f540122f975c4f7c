"""The browser that the tests drive: one the computer has, else one that is installed for them."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from workbook import paths
from workbook.i18n import text
from workbook.start import debian

BROWSERS = paths.ROOT / ".workbook/browsers"
"""Where playwright puts its own browser, when there is no other."""

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge"),
)
_PLACES = (  # where a Mac and Windows keep programs that are not on the PATH
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_PLAYWRIGHTS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


def find() -> str | None:
    """The path of a browser of the Chromium family; None if there is none."""
    on_path = (shutil.which(name) for name in _NAMES)
    places = (place for place in _PLACES if Path(place).exists())
    own = (str(file) for pattern in _PLAYWRIGHTS for file in sorted(BROWSERS.glob(pattern)))
    return next(filter(None, [*on_path, *places, *own]), None)


def ensure(python: Path, variables: Mapping[str, str]) -> None:
    """Install a browser if there is none; ``python`` has playwright.

    If that fails, the tests that need one are skipped, and fail where ``CI=true``.
    """
    if find():
        return
    print(text("The tests need a browser of the Chromium family. Installing one."), flush=True)
    debian.install("chromium", "fonts-liberation")
    if not find():
        own = {**variables, "PLAYWRIGHT_BROWSERS_PATH": str(BROWSERS)}
        debian.quiet([python, "-m", "playwright", "install", "chromium"], own)
    if not find():
        print(
            text(
                "No browser could be installed, so the tests in a browser cannot run: install "
                "Chromium, Chrome or Edge to run them too."
            ),
            flush=True,
        )
