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
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbook import paths
from workbook.errors import Problem
from workbook.grading import sandbox
from workbook.grading.messages import Messages
from workbook.grading.sandbox import Limits
from workbook.i18n import text

_LIBRARIES = ["numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline"]
_ATTEMPTS = 10
_PUBLIC = ["workbook", "data", "exercises", "locale"]
"""Folders of the course that a learner has at home as well."""
_ROOM = 50_000
"""Characters of openings in one message."""
_PATIENCE = 1.0
"""Seconds in which the zygote, which does nothing else, must have answered."""


class Lost(Exception):
    """The zygote is there no more, or cannot serve: nobody is to blame, and all can be redone."""


class Zygote:
    """The near end. Any fork of the process that made it may call :meth:`fork`, at any time."""

    def __init__(self, *, sandboxed: bool = True) -> None:
        """Start the process, which imports the usual libraries and waits for :meth:`prepare`.

        Raises Problem where no sandbox can be had.
        """
        if sandboxed:
            sandbox.required()
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

    def prepare(self, modules: Iterable[str], openings: Iterable[str] = ()) -> None:
        """Let it import ``modules``, run ``openings`` once for what they load, and shut itself in.

        :meth:`ready` waits until it has.
        """
        task = {
            "modules": list(modules),
            "openings": _that_fit(openings),
            "public": [str(path) for path in _public()],
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
        """A new learner's side. Raises OSError if the process is there no more."""
        talk, far_talk = socket.socketpair()
        state, far_state = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far_talk, far_state:
            request = json.dumps(asdict(limits)).encode()
            socket.send_fds(self._near, [request], [far_talk.fileno(), far_state.fileno()])
        return Fork(Messages(talk), state)

    def alive(self) -> bool:
        """Whether it can still fork."""
        poll = select.poll()
        poll.register(self._near, 0)  # that the other end hung up is always told
        return not poll.poll(0)

    def close(self) -> None:
        """End it, and with it every fork that is left."""
        with contextlib.suppress(OSError):
            self._near.shutdown(socket.SHUT_RDWR)  # also for processes that have the line as well
        self._near.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass
class Fork:
    """One learner's side, seen from the check: messages, and a line to stop it."""

    messages: Messages
    _state: socket.socket
    _end: bytes = b""

    def interrupt(self) -> None:
        """As if somebody pressed the stop button. It has been pressed when this returns.

        Else it might be the next cell that is stopped.
        """
        self._state.settimeout(_PATIENCE)
        with contextlib.suppress(OSError):
            self._state.send(b"i")
            answer = self._state.recv(100)
            self._end = answer if answer != b"i" else b""

    def kill(self) -> None:
        """End it. Closing the line is enough, so it also ends if this process does."""
        self._state.close()
        self.messages.close()

    def end(self) -> str:
        """How it ended, after its line broke: the name of a signal, or ``exit 3``.

        Nothing if it did not end, and has to be killed.
        """
        self._state.settimeout(_PATIENCE)
        try:
            (code,) = json.loads(self._end or self._state.recv(100) or b"[null]")
        except (OSError, ValueError):
            code = None
        self.kill()
        if code is None:
            return ""
        return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _environment() -> dict[str, str]:
    """Little, so that no password of a gradebook is in it."""
    settings = _settings()
    kept = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "WORKBOOK_LANGUAGE", "WORKBOOK_DATA")
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


def _settings() -> str:
    """A folder where matplotlib keeps its list of fonts, which takes a second to make."""
    place = Path(tempfile.gettempdir(), f"marking-settings-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        # Somebody else made it, and settings can name code to run.
        return tempfile.mkdtemp(prefix="marking-settings-")
    return str(place)


def _public() -> list[Path]:
    """What a learner's code may read of the course."""
    public = [paths.ROOT / name for name in _PUBLIC]
    if "WORKBOOK_DATA" in os.environ:
        public.append(Path(os.environ["WORKBOOK_DATA"]).resolve())
    return public


def _hidden() -> list[Path]:
    """nbgrader comes with gradebooks to try things on, and nobody's answer needs it."""
    spec = importlib.util.find_spec("nbgrader")
    return [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []


def _that_fit(openings: Iterable[str]) -> list[str]:
    """They only save time, and one message cannot hold any number of them."""
    kept = list(openings)
    return kept if sum(map(len, kept)) < _ROOM else []


# The far end --------------------------------------------------------------------------------------


def _main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        from workbook.grading.answers import Answers

        shell = _prepare()
        message = control.recv(1 << 20)
        if not message:
            return  # whoever started this has changed their mind
        task = json.loads(message)
        if task["data"]:
            os.environ["WORKBOOK_DATA"] = task["data"]
        _load(task["modules"])
        shell.rehearse(task["openings"])
        answers = Answers(shell)
        sandbox.measure()
        world = None
        if task["sandboxed"]:
            public = [Path(one) for one in task["public"]]
            hidden = [Path(one) for one in task["hidden"]]
            world = sandbox.enter([*public, *_libraries()], hidden)
    except Exception as error:
        control.send(f"{type(error).__name__}: {error}".encode()[:2000])
        return
    control.send(b"ready")
    children: dict[int, _Child] = {}
    with contextlib.suppress(KeyboardInterrupt):
        _loop(control, answers, world, children)
    for child in children.values():
        os.kill(child.number, signal.SIGKILL)
        shutil.rmtree(child.folder, ignore_errors=True)


def _libraries() -> list[Path]:
    """Python and the libraries: what this process itself imports from.

    Not what the near end imports from: that may be the folder in which somebody typed the command,
    with a gradebook in it.
    """
    known = [Path(entry).resolve() for entry in [sys.prefix, sys.base_prefix, *sys.path] if entry]
    return [
        path
        for path in known
        # Nor the whole course, where it was installed to be edited: it has the solutions.
        if not paths.ROOT.is_relative_to(path) and not (path / "workbook" / "grading").is_dir()
    ]


def _prepare() -> Any:
    _load(_LIBRARIES)
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


def _loop(
    control: socket.socket, answers: Any, world: int | None, children: dict[int, _Child]
) -> None:
    """Fork on request, pass on interruptions, and tell how each fork ended."""
    states: dict[int, _Child] = {}
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == control.fileno():
                if not _requested(control, answers, world, children, states, poll):
                    return
            elif descriptor in states:
                _told(states[descriptor], poll, states)
            elif descriptor in children:
                _ended(descriptor, children.pop(descriptor), poll, states)


def _requested(
    control: socket.socket,
    answers: Any,
    world: int | None,
    children: dict[int, _Child],
    states: dict[int, _Child],
    poll: Any,
) -> bool:
    """Serve one request. False if there will be no more."""
    message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
    if not message:
        return False
    try:
        handle, child = _fork(message, descriptors, answers, world)
    except (OSError, ValueError):
        # No process or file to be had just now. Who asked sees that the line is broken; this
        # process goes on, for all the others.
        return True
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    children[handle] = states[child.state.fileno()] = child
    poll.register(handle, select.POLLIN)
    poll.register(child.state, select.POLLIN)
    return True


def _fork(
    message: bytes, descriptors: list[int], answers: Any, world: int | None
) -> tuple[int, _Child]:
    """A new fork, with a file descriptor that tells when it ends."""
    talk, state = descriptors
    limits = Limits(**json.loads(message))
    line = socket.socket(fileno=os.dup(state))
    folder = ""
    try:
        if world is None:
            folder = tempfile.mkdtemp(prefix="marking-room-")
        here = os.getpid()
        number = _forked(world)
        if number == 0:
            if folder:
                sandbox.end_with(here)
            _child(talk, limits, answers, folder)
        try:
            return os.pidfd_open(number), _Child(number, line, folder)
        except OSError:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
            raise
    except OSError:
        line.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _forked(world: int | None) -> int:
    """As ``os.fork``, into a new world; where the system is full, it waits for some room."""
    for attempt in range(_ATTEMPTS):
        try:
            if world is not None:
                sandbox.new_world(world)
            return os.fork()
        except OSError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.2)
    raise AssertionError("the last attempt returns or raises")


def _child(talk: int, limits: Limits, answers: Any, folder: str) -> None:
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
        serve(Messages(socket.socket(fileno=talk)), answers)
    finally:
        os._exit(0)


def _told(child: _Child, poll: Any, states: dict[int, _Child]) -> None:
    """The other end says something of this fork, or is gone, which ends it."""
    try:
        word = child.state.recv(1, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return  # meant for another line, which had this number before
    except OSError:
        word = b""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.number, signal.SIGINT if word else signal.SIGKILL)
    if word:
        with contextlib.suppress(OSError):
            child.state.send(word)
        return
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
