"""One JupyterLab for all browser tests, and a browser for each file of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import Lab, close_all, running_browser, running_lab
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab with fresh settings; write notebooks into it, and open them."""
    warm = f"import sys\nsys.path.append({str(TESTS)!r})\nimport warm_kernels\nwarm_kernels.use()"
    with running_lab(tmp_path_factory.mktemp("lab") / "lab", warm) as running:
        yield running


# Not for all: while it runs, so does an event loop of Playwright's, and no test can run its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def shared_page(browser: Browser) -> Iterator[Page]:
    """A page for all tests of a file, see :func:`page`."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile. The test fails if the page logs an error.

    With the mark ``one_page`` it is the same one for all tests of a file: JupyterLab, which takes
    three seconds to load, is there already.
    """
    errors: list[str] = []
    shared = request.node.get_closest_marker("one_page")

    def note(line: ConsoleMessage) -> None:
        if line.type == "error":
            errors.append(line.text)

    def fault(error: Error) -> None:
        errors.append(str(error))

    opened = request.getfixturevalue("shared_page") if shared else browser.new_context().new_page()
    opened.set_viewport_size({"width": 1280, "height": 1400})
    opened.context.set_default_timeout(30_000)
    opened.on("console", note)
    opened.on("pageerror", fault)
    yield opened
    opened.remove_listener("console", note)
    opened.remove_listener("pageerror", fault)
    if shared:
        close_all(opened)
    else:
        opened.context.close()
    assert not errors
