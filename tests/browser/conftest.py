"""One JupyterLab for all browser tests, and a browser for each file of them."""

from collections.abc import Iterator

import pytest
from lab import ROOT, Lab, running_browser, running_lab
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab with fresh settings; write notebooks into it, and open them."""
    tests = str(ROOT / "tests")
    warm = f"import sys\nsys.path.append({tests!r})\nimport warm_kernels\nwarm_kernels.use()"
    with running_lab(tmp_path_factory.mktemp("lab") / "lab", warm) as running:
        yield running


# Not for all: while it runs, so does an event loop of Playwright's, and no test can run its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile. The test fails if the page logs an error."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    context.set_default_timeout(30_000)
    opened = context.new_page()
    opened.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors
