"""Open the course in JupyterLab.

Everything that Jupyter keeps (settings, tokens, signatures, open tabs) goes into ``.workbook`` in
the project's folder; nothing is read from or written to the user's home.
"""

import contextlib
import os
import secrets
import shutil
import signal
import stat
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from workbook import paths, shipped
from workbook.errors import Problem
from workbook.i18n import text

KEPT = paths.ROOT / ".workbook"
START = "course/00_start_here.ipynb"
SETTINGS = Path(__file__).parent / "lab"
"""Our JupyterLab settings, ``overrides.json``; its README says why each is as it is."""


def open_course(port: int = 8888, *, browser: bool = True) -> None:
    """Serve the course on this computer, from ``port`` or the next free one, until Ctrl+C.

    Raises Problem if something that is needed is not there.
    """
    _expect_course()
    keep_in_project()
    quiet_keys(Path(os.environ["JUPYTER_CONFIG_DIR"]) / "lab/user-settings")
    _lay_out()
    print(text("Starting JupyterLab. This takes some seconds."), flush=True)

    from jupyterlab.labapp import LabApp  # takes seconds: not before all else is known to be well

    # Jupyter's words to programmers would stand, as if something were wrong, above the address.
    # Voila, an extension of JupyterLab, asks for them when it is imported: so that is done first.
    with contextlib.suppress(ImportError):
        import voila  # noqa: F401
    warnings.simplefilter("ignore", DeprecationWarning)
    os.chdir(paths.course_here())  # where nbgrader looks for its settings
    token = secrets.token_hex(24)
    server = LabApp.initialize_server(list(_options(port, token, browser and _has_display())))
    shipped.sign(shipped.unchanged())
    address = f"{server.connection_url}lab/tree/{START}?token={token}"
    for number in (signal.SIGINT, signal.SIGTERM):
        # At once and without a question; kernels are stopped and files of this server removed.
        signal.signal(number, lambda *_: server.stop(from_signal=True))
    server.io_loop.add_callback(_ready, address)  # runs when the server listens
    server.start()
    print(text("The course is closed."))


def prepare() -> None:
    """Make the folder ready for a JupyterLab that somebody else starts: Binder, a JupyterHub.

    What :func:`open_course` does at each start is done once, for the Python that is running.
    """
    _expect_course()
    _lay_out()
    shipped.sign(shipped.unchanged())

    from jupyterlab.commands import get_app_dir

    place = Path(get_app_dir()) / "settings/overrides.d/tiktok-for-organizing.json"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SETTINGS / "overrides.json", place)
    except OSError as error:
        raise Problem(
            text(
                "The settings of JupyterLab could not be put into {folder}: {reason}. Run this as "
                "the one who installed that Python.",
                folder=place.parent,
                reason=error.strerror,
            )
        ) from None


def keep_in_project() -> None:
    """From now on, whatever this program and its kernels keep is kept in ``.workbook``."""
    for name in list(os.environ):
        # The user's own Jupyter is not ours; what a JupyterHub says to its servers is kept.
        if name.startswith(("JUPYTER_", "JUPYTERLAB_", "IPYTHON")):
            del os.environ[name]
    for name, folder in {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }.items():
        place = KEPT / "jupyter" / folder
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Problem(
                text(
                    "The folder {folder} cannot be written to ({reason}): copy the course into a "
                    "folder of your own, such as Documents, and start it there.",
                    folder=paths.ROOT,
                    reason=error.strerror,
                )
            ) from None
        os.environ[name] = str(place)
    if os.name == "posix" and stat.S_IMODE(place.stat().st_mode) & stat.S_IRWXO:
        # A USB stick or a Windows drive keeps no permissions, and Jupyter would refuse to start.
        os.environ["JUPYTER_ALLOW_INSECURE_WRITES"] = "1"


def quiet_keys(settings: Path) -> None:
    """Switch off the single letters by which JupyterLab cuts, deletes or changes a cell.

    Somebody who clicks on a box once and types would lose it. The menus still do all of it.
    ``settings`` is a user's settings folder; shortcuts that are already set there are kept.
    """
    file = settings / "@jupyterlab/shortcuts-extension/shortcuts.jupyterlab-settings"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SETTINGS / "quiet_keys.json", file)


def _expect_course() -> None:
    if not (paths.ROOT / START).exists():
        raise Problem(text("The course has not been built yet: run python3 start.py build"))
    if find_spec("jupyterlab") is None:
        raise Problem(
            text(
                "This Python has no JupyterLab: run python3 start.py, which gets it, or install "
                "the packages of requirements.txt."
            )
        )


def _lay_out() -> None:
    from workbook.feedback.my_work import lay_out

    for sentence in lay_out():
        print(sentence)


def _options(port: int, token: str, browser: bool) -> Iterator[str]:
    """JupyterLab's command line."""
    yield f"--ServerApp.port={port}"
    yield f"--IdentityProvider.token={token}"
    yield f"--ServerApp.open_browser={browser}"
    yield f"--ServerApp.root_dir={paths.ROOT}"
    yield f"--LabApp.app_settings_dir={SETTINGS}"
    yield f"--LabApp.default_url=/lab/tree/{START}"
    yield "--ServerApp.contents_manager_class=workbook.lab.contents.CourseContents"
    # Only this computer; a system-wide setting does not change that.
    yield "--ServerApp.ip=localhost"
    # In a container one is often root.
    yield "--ServerApp.allow_root=True"
    # A browser from a snap may not read hidden folders, so it gets the address, not a file.
    yield "--ServerApp.use_redirect_file=False"
    # Nothing can be installed from inside, so no package index is asked.
    yield "--LabApp.extension_manager=readonly"
    yield "--Application.log_level=ERROR"
    # It would look for language servers, and npm, which it asks, writes into the user's home.
    yield "--LanguageServerManager.autodetect=False"


def _ready(address: str) -> None:
    print(
        "\n"
        + text(
            "The course is ready. If it does not open by itself, copy this address into your "
            "browser:\n\n    {address}\n\nLeave this window open while you learn. To stop, press "
            "Ctrl+C here; your answers stay in my_work.",
            address=address,
        )
        + "\n",
        flush=True,
    )
    # What Jupyter and its kernels complain of from now on is for a log: the window stays calm.
    with (KEPT / "jupyter.log").open("w") as log:
        os.dup2(log.fileno(), 2)


def _has_display() -> bool:
    """Without one, Python would open a browser for text in this very window."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
