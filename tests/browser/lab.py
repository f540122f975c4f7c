"""A JupyterLab of its own, and a browser page in it: for tests, and for benchmarks.

Nothing of the person who runs it is read or written: home, settings and notebooks are in a folder
that the caller throws away.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

from workbook.opening import quiet_keys

ROOT = Path(__file__).resolve().parents[2]


class Lab:
    """A running JupyterLab that serves the notebooks in ``folder``."""

    def __init__(self, url: str, token: str, folder: Path, settings: Path) -> None:
        self.url, self.token, self.folder, self._settings = url, token, folder, settings

    def set_theme(self, name: str) -> None:
        """``"JupyterLab Light"`` or ``"JupyterLab Dark"``, for pages opened from now on."""
        file = self._settings / "@jupyterlab/apputils-extension/themes.jupyterlab-settings"
        file.write_text(json.dumps({"theme": name}))

    def write(self, name: str, *cells: str | nbformat.NotebookNode) -> str:
        """A notebook of these cells in ``folder``; text is a code cell. Returns its name."""
        made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=made, metadata={"kernelspec": kernel})
        nbformat.write(notebook, self.folder / name)
        return name

    def open(self, page: Page, notebook: str, *, run: bool = True) -> None:
        """Open ``notebook`` in ``page``, and run all its cells unless ``run`` is False."""
        page.goto(f"{self.url}lab/tree/{notebook}?reset&token={self.token}")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        if run:
            # "Run all" sent before the kernel is attached asks for a kernel, or is lost.
            page.wait_for_function(
                "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status == 'idle'"
            )
            page.evaluate(
                "void jupyterapp.commands.execute('notebook:run-all-cells')"
                ".then(() => { window.ran = true; })"
            )
            page.wait_for_function("window.ran")


@contextmanager
def running_lab(folder: Path, settings_file: str = "") -> Iterator[Lab]:
    """Start JupyterLab with everything it keeps under ``folder``; stop it at the end.

    ``settings_file`` is the content of its jupyter_server_config.py.
    """
    notebooks, home, settings = folder / "notebooks", folder / "home", folder / "settings"
    notebooks.mkdir(parents=True, exist_ok=True)
    (settings / "@jupyterlab/apputils-extension").mkdir(parents=True)
    news = settings / "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
    quiet_keys(settings)
    runtime = folder / "runtime"
    token = secrets.token_hex(16)
    environment = os.environ | {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PYTHONPATH": str(ROOT),
        "WORKBOOK_MY_WORK": str(notebooks / "my_work"),
    }
    (home / "config").mkdir(parents=True)
    (home / "config/jupyter_server_config.py").write_text(settings_file)
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ServerApp.port=0", f"--IdentityProvider.token={token}"),
        *(f"--ServerApp.root_dir={notebooks}", "--LabApp.expose_app_in_browser=True"),
    ]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=notebooks)
        try:
            yield Lab(_address(runtime, token), token, notebooks, settings)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _address(runtime: Path, token: str, seconds: float = 90) -> str:
    """The address the server wrote down when it was ready, once it answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for file in runtime.glob("jpserver-*.json"):
            try:
                url: str = json.loads(file.read_text())["url"]
                urllib.request.urlopen(f"{url}api/status?token={token}", timeout=5).close()
                return url
            except (OSError, ValueError):
                pass
        time.sleep(0.2)
    raise TimeoutError(f"JupyterLab did not start within {seconds:.0f} seconds")


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium without a window: the machine's own, else the one that playwright installs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        try:
            yield browser
        finally:
            browser.close()
