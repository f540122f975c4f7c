"""For every test: nothing is kept in the user's home, and a browser test needs a browser."""

import functools
import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import pytest
import warm_kernels
from hypothesis import settings

from workbook.opening import keep_in_project
from workbook.start import browser

import nbgrader.api  # isort: skip  # after workbook, which spares it a second

keep_in_project()  # here, because a kernel or a figure may be made while tests are collected

# A suite that a script starts in the background is deaf to Ctrl-C, and every program it starts
# inherits that. The tests press Ctrl-C on programs of their own, which must hear it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Python looks through all that lives each time some has come: by the end of a long run, a fifth of
# the time went into that.
gc.set_threshold(100_000, 50, 50)

# No test depends on how busy the machine is, and each run tries the same examples.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")


# For each new gradebook nbgrader asks a program, which takes two seconds, always the same.
nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)

# A kernel and its imports take longer than most exercises.
warm_kernels.use()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not browser.find():
        missing = "there is no Chromium, Chrome or Edge on this computer"
        if os.environ.get("CI") == "true":  # there a test that does not run is a fault
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(autouse=True, scope="module")
def no_widget_outlives_its_tests() -> Iterator[None]:
    """Each stays in memory until it is closed: by the end they would be thousands."""
    yield
    ipywidgets.Widget.close_all()


@pytest.fixture(scope="session")
def other_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of another seed, for ``WORKBOOK_DATA``: a class with its own numbers."""
    from workbook import samples
    from workbook.samples.package import build

    seed = 2
    assert seed != samples.SEED
    folder = tmp_path_factory.mktemp("data")
    for name, content in build(seed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
