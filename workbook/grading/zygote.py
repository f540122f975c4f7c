"""A process that has imported everything, and forks a fresh learner's side in milliseconds.

It is started before any key, gradebook or hidden check is read, with an environment that names
none of them: what is not in its memory, no learner can find there. In its sandbox it sees Python,
the libraries and the course's public folders, and nothing else.
"""

import contextlib
import importlib
import importlib.util
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workbook import paths
from workbook.errors import Problem
from workbook.grading import sandbox
from workbook.grading.sandbox import Limits
from workbook.i18n import text

_LIBRARIES = ["numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline"]
_PUBLIC = ["workbook", "data", "exercises", "locale"]
"""Folders of the course that a learner has at home as well."""


class Zygote:
    """The near end. Any fork of the process that made it may call :meth:`fork`, at any time."""

    def __init__(self, *, sandboxed: bool = True) -> None:
        """Start the process, which imports the usual libraries and waits for :meth:`prepare`."""
        self.sandboxed = sandboxed
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workbook.grading.zygote", str(far.fileno())],
                env=_environment(),
                cwd="/",
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def prepare(self, modules: Iterable[str]) -> None:
        """Let it import ``modules`` and shut itself in; :meth:`ready` waits until it has."""
        task = {
            "modules": list(modules),
            "readable": [str(path) for path in _readable()] if self.sandboxed else [],
            "hidden": [str(path) for path in _hidden()],
            "sandboxed": self.sandboxed,
            # A class's settings name its tables, and are read only after the start.
            "data": os.environ.get("WORKBOOK_DATA", ""),
        }
        with contextlib.suppress(BrokenPipeError):  # ready() tells why
            self._near.sendall(json.dumps(task).encode())

    def ready(self) -> None:
        """Wait until it can fork. Raises Problem if it cannot."""
        answer = self._near.recv(65536).decode()
        if answer != "ready":
            raise Problem(
                text(
                    "The process that runs learners' code did not start: {reason}",
                    reason=answer or text("it ended at once"),
                )
            )

    def fork(self, limits: Limits) -> "Fork":
        """A new learner's side."""
        talk, far_talk = socket.socketpair()
        state, far_state = socket.socketpair()
        with far_talk, far_state:
            request = json.dumps(asdict(limits)).encode()
            socket.send_fds(self._near, [request], [far_talk.fileno(), far_state.fileno()])
        return Fork(Connection(talk.detach()), state)

    def close(self) -> None:
        """End it, and with it every fork that is left."""
        self._near.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self.sandboxed:
            sandbox.tidy()


@dataclass
class Fork:
    """One learner's side, seen from the check: a connection, and a line to stop it."""

    connection: Connection
    _state: socket.socket

    def interrupt(self) -> None:
        """As if somebody pressed the stop button."""
        with contextlib.suppress(OSError):
            self._state.send(b"i")

    def kill(self) -> None:
        """End it. Closing the line is enough, so it also ends if this process does."""
        self._state.close()
        self.connection.close()

    def end(self) -> str:
        """How it ended, after its connection broke: the name of a signal, or ``exit 3``."""
        self._state.settimeout(5)
        try:
            (code,) = json.loads(self._state.recv(100) or b"[null]")
        except (OSError, ValueError):
            code = None
        self.kill()
        if code is None:
            return ""
        return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _environment() -> dict[str, str]:
    """Little, so that no password of a gradebook is in it."""
    # matplotlib keeps its list of fonts here, which takes a second to make.
    settings = str(Path(tempfile.gettempdir(), f"marking-settings-{os.getuid()}"))
    kept = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "WORKBOOK_LANGUAGE", "WORKBOOK_DATA")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PATH": os.defpath,
        "PYTHONPATH": str(paths.ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNODEBUGRANGES": "1",
        "HOME": "/room/home",
        "IPYTHONDIR": settings,
        "MPLCONFIGDIR": settings,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # One thread: namespaces need it, and many processes share the cores.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NBGRADER_EXECUTION": "autograde",
    }


def _readable() -> list[Path]:
    """What a learner's code may read: Python, the libraries and the course's public folders."""
    public = [paths.ROOT / name for name in _PUBLIC]
    if "WORKBOOK_DATA" in os.environ:
        public.append(Path(os.environ["WORKBOOK_DATA"]).resolve())
    libraries = [
        Path(entry).resolve() for entry in [sys.prefix, sys.base_prefix, *sys.path] if entry
    ]
    return [*public, *(path for path in libraries if not paths.ROOT.is_relative_to(path))]


def _hidden() -> list[Path]:
    """nbgrader comes with gradebooks to try things on, and nobody's answer needs it."""
    spec = importlib.util.find_spec("nbgrader")
    return [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []


# The far end --------------------------------------------------------------------------------------


def _main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        shell = _prepare()
        message = control.recv(1 << 20)
        if not message:
            return  # whoever started this has changed their mind
        task = json.loads(message)
        if task["data"]:
            os.environ["WORKBOOK_DATA"] = task["data"]
        _load(task["modules"])
        sandbox.measure()
        world = None
        if task["sandboxed"]:
            readable = [Path(one) for one in task["readable"]]
            world = sandbox.enter(readable, [Path(one) for one in task["hidden"]])
    except Exception as error:
        control.send(f"{type(error).__name__}: {error}".encode()[:2000])
        return
    control.send(b"ready")
    with contextlib.suppress(KeyboardInterrupt):
        _loop(control, shell, world)


def _prepare() -> Any:
    Path(os.environ["MPLCONFIGDIR"]).mkdir(mode=0o700, exist_ok=True)
    _load(_LIBRARIES)
    from workbook.grading import answers  # noqa: F401  (each fork needs it)
    from workbook.grading.shell import Shell

    shell = Shell()
    shell.pictures_inline()
    shell.run("pass", 1)  # what IPython does at the first cell only
    return shell


def _load(modules: list[str]) -> None:
    for name in modules:
        # What a course needs and this Python lacks is told where a cell imports it.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@dataclass
class _Child:
    number: int
    state: socket.socket
    folder: str


def _loop(control: socket.socket, shell: Any, world: int | None) -> None:
    """Fork on request, pass on interruptions, and tell how each fork ended."""
    children: dict[int, _Child] = {}
    states: dict[int, _Child] = {}
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == control.fileno():
                if not _fork(control, shell, world, children, states, poll):
                    return
            elif descriptor in states:
                _told(states[descriptor], poll, states)
            elif descriptor in children:
                _ended(descriptor, children.pop(descriptor), poll, states)


def _fork(
    control: socket.socket,
    shell: Any,
    world: int | None,
    children: dict[int, _Child],
    states: dict[int, _Child],
    poll: Any,
) -> bool:
    """Serve one request. False if there will be no more."""
    message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
    if not message:
        return False
    talk, state = descriptors
    limits = Limits(**json.loads(message))
    folder = ""
    if world is None:
        folder = tempfile.mkdtemp(prefix="marking-room-")
    else:
        sandbox.new_world(world)
    number = os.fork()
    if number == 0:
        _child(talk, limits, shell, folder)
    os.close(talk)
    child = _Child(number, socket.socket(fileno=state), folder)
    handle = os.pidfd_open(number)
    children[handle] = states[child.state.fileno()] = child
    poll.register(handle, select.POLLIN)
    poll.register(child.state, select.POLLIN)
    return True


def _child(talk: int, limits: Limits, shell: Any, folder: str) -> None:
    try:
        from workbook.grading.answers import serve

        if folder:
            sandbox.confine_softly(limits, [talk])
        else:
            sandbox.confine(limits, [talk])
            folder = sandbox.FOLDER
        for name in ("work", "home", "tmp"):
            Path(folder, name).mkdir()
        os.environ["HOME"] = str(Path(folder, "home"))
        tempfile.tempdir = os.environ["TMPDIR"] = str(Path(folder, "tmp"))
        os.chdir(Path(folder, "work"))
        serve(Connection(talk), shell)
    finally:
        os._exit(0)


def _told(child: _Child, poll: Any, states: dict[int, _Child]) -> None:
    """The other end says something of this fork, or is gone, which ends it."""
    try:
        word = child.state.recv(1)
    except OSError:
        word = b""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.number, signal.SIGINT if word else signal.SIGKILL)
    if not word:
        poll.unregister(child.state)
        del states[child.state.fileno()]
        child.state.close()


def _ended(handle: int, child: _Child, poll: Any, states: dict[int, _Child]) -> None:
    poll.unregister(handle)
    os.close(handle)
    _, status = os.waitpid(child.number, 0)
    if child.state.fileno() >= 0:
        poll.unregister(child.state)
        del states[child.state.fileno()]
        with contextlib.suppress(OSError):
            child.state.send(json.dumps([os.waitstatus_to_exitcode(status)]).encode())
        child.state.close()
    if child.folder:
        shutil.rmtree(child.folder, ignore_errors=True)


if __name__ == "__main__":
    _main()
