"""The verb ``pulse``: a page for the projector that follows a class, and the marking behind it.

Voila serves the page. It shows the outputs of a notebook and nothing else, runs the very widget
that JupyterLab shows, and is part of Jupyter: of two packages, one had to be added beside it. Panel
would bring Bokeh and a second kind of widgets, and JupyterLab its menus, in small letters, and a
way to change the notebook on the wall. Voila's page asks the internet for icons, so a template of
ours (``workbook/lab/jupyter``) leaves them out; nothing else in it leaves this computer.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbook import opening, paths
from workbook.build.trainer.pulse import NAME, ONLY_HERE
from workbook.errors import Problem
from workbook.grading.course import Course
from workbook.i18n import language, text
from workbook.widgets.class_pulse import COURSE

_LOOK = 1000
"""Milliseconds between two looks whether the marking still runs."""
_SAID = 8
"""Lines of what the marking said last that are shown if it ends by itself."""


def pulse(
    folder: Path | None = None,
    *,
    marking: bool = True,
    browser: bool = True,
    dark: bool = False,
) -> None:
    """Mark what arrives in the course in ``folder`` and serve the page, until Ctrl-C.

    Without ``folder``, the course here, else this one. Without ``marking``, nothing is marked: a
    ``grade --watch`` runs already. Raises Problem if something that is needed is not there.
    """
    place = (folder or paths.course_here()).absolute()
    Course.read(place)
    notebook = paths.TRAINER / NAME
    if not notebook.exists():
        raise Problem(text("The course has not been built yet: run python3 start.py build"))
    if find_spec("voila") is None:
        raise Problem(
            text(
                "This Python has no Voila, which serves the page: run python3 start.py, which gets "
                "it, or install the packages of requirements.txt."
            )
        )
    opening.keep_in_project()
    os.environ["JUPYTER_PATH"] = str(opening.SETTINGS / "jupyter")
    os.environ[COURSE] = str(place)
    with _marking(place) if marking else contextlib.nullcontext() as marker:
        _serve(notebook, marker, browser=browser, dark=dark)
    print(text("The page is closed."))


@contextlib.contextmanager
def _marking(place: Path) -> Iterator["Marking"]:
    """Mark what arrives, in a process of its own; at the end, what is under way is finished."""
    marker = Marking(place)
    try:
        yield marker
    finally:
        marker.end()


class Marking:
    """A ``grade --watch`` that runs beside the page."""

    def __init__(self, place: Path) -> None:
        # Into a file: it says who got how many points, and this window may be on the wall, too.
        self._log = opening.KEPT / "pulse.log"
        command = [sys.executable, "-m", "workbook", "grade", "--watch", "--course", str(place)]
        path = os.pathsep.join(filter(None, [str(paths.ROOT), os.environ.get("PYTHONPATH")]))
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command, env=os.environ | {"PYTHONPATH": path}, stdout=log, stderr=log
            )
        self._told = False

    def fault(self) -> str:
        """A sentence if it has ended by itself, once; else nothing."""
        if self._told or self._process.poll() is None:
            return ""
        self._told = True
        said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return text(
            "The marking has ended, so the page shows nothing new. It said:\n{said}",
            said="\n".join(said[-_SAID:]),
        )

    def end(self) -> None:
        """Let it finish what is under way; who presses Ctrl-C once more ends it at once."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait()
        except KeyboardInterrupt:
            self._process.kill()
            self._process.wait()


def _serve(notebook: Path, marker: Marking | None, *, browser: bool, dark: bool) -> None:
    """Serve ``notebook`` on this computer, from a free port, until Ctrl-C or a polite end."""
    print(text("Starting the page. This takes some seconds."), flush=True)
    from tornado.ioloop import IOLoop, PeriodicCallback  # with Voila: both take a second to import
    from voila.app import Voila

    port, token = _free_port(), secrets.token_hex(24)
    server = Voila()
    server.initialize(list(_options(notebook, port, token, "dark" if dark else "light")))
    server.voila_configuration.prelaunch_hook = _let_it_close
    address = f"http://127.0.0.1:{port}/?token={token}"

    def look() -> None:
        fault = marker.fault() if marker is not None else ""
        if fault:
            print(fault, flush=True)

    def ready() -> None:
        print(
            "\n"
            + text(
                "The page is ready. If it does not open by itself, copy this address into your "
                "browser:\n\n    {address}\n\nNobody is named on it unless you switch it on. "
                "Leave this window open. To stop, press Ctrl+C here.",
                address=address,
            )
            + "\n",
            flush=True,
        )
        PeriodicCallback(look, _LOOK).start()
        # What Jupyter and its kernels complain of from now on is for a log: the window stays calm.
        with (opening.KEPT / "pulse_server.log").open("w") as log:
            os.dup2(log.fileno(), 2)
        if browser and opening._has_display():
            webbrowser.open(address)

    IOLoop.current().add_callback(ready)  # runs when the server listens
    server.start()


def _let_it_close(handler: Any, notebook: Any, cwd: str) -> None:
    """Set the cookie without which a page that is closed may not end its kernel."""
    _ = handler.xsrf_token


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _options(notebook: Path, port: int, token: str, theme: str) -> Iterator[str]:
    """Voila's command line."""
    yield str(notebook)
    yield "--no-browser"  # it would open the page without its token
    yield f"--Voila.port={port}"
    yield "--Voila.port_retries=0"
    yield "--Voila.ip=127.0.0.1"
    # The names of a class are behind it: others who use this computer do not get in.
    yield f"--Voila.token={token}"
    yield "--template=pulse"
    yield f"--theme={theme}"
    # Only what shows widgets: others' extensions expect JupyterLab around them.
    for name in ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"):
        yield f"--VoilaConfiguration.extension_allowlist={name}"
    yield f"--VoilaExporter.language_code={language()}"
    yield "--TagRemovePreprocessor.enabled=True"
    yield f"--TagRemovePreprocessor.remove_cell_tags={ONLY_HERE}"
    yield "--Application.log_level=ERROR"
