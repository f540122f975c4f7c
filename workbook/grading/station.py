"""A process that marks for one that cannot: for a worker of a cluster, which has threads.

A fork of a process with threads may wait for ever, for a lock of a thread that it has not. So a
worker starts one process of its own, with one thread and a zygote, and hands each job to it. That
process forks for each job: what the threads of the worker ask for is marked side by side.

Jobs and results cross as pickle. Both ends are the same program, started by the same person on the
same machine; nobody else has the line, and neither end runs code of a learner's. What comes from
there is read as data, on the way to here (:mod:`workbook.grading.wire`).
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from workbook import paths
from workbook.errors import Problem
from workbook.grading import mark, sandbox
from workbook.grading.mark import Job
from workbook.grading.records import Marked
from workbook.grading.zygote import Lost, Zygote
from workbook.i18n import text

_TRIES = 2
"""How often a job is tried whose process was killed from outside, as by a lack of memory."""


class Station:
    """The near end. Any thread may call :meth:`mark`, at any time."""

    def __init__(self, job: Job) -> None:
        """Start the process, and wait until it can mark ``job`` and its like.

        Raises Problem if it cannot.
        """
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        task = {"modules": mark.modules(job.masters), "sandboxed": job.sandboxed}
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(far.fileno()), json.dumps(task)],
                env=_environment(job),
                cwd="/",
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        said = self._near.recv(65536).decode()
        if said != "ready":
            self.close()
            raise Problem(said or text("The process that marks ended at once."))

    @property
    def over(self) -> bool:
        """Whether the process is there no more. All it ever says after its start is this."""
        line = select.poll()
        line.register(self._near, select.POLLIN)
        return bool(line.poll(0))

    def mark(self, job: Job) -> Marked:
        """Mark one submission. Raises Problem as :func:`mark.mark`, EOFError if it was killed."""
        near, far = socket.socketpair()
        with far, contextlib.suppress(OSError):  # if nobody is there, receiving tells
            socket.send_fds(self._near, [b"job"], [far.fileno()])
        with Connection(near.detach()) as line:
            try:
                line.send(job)
                marked, problem = line.recv()
            except OSError:
                raise EOFError from None
        if problem:
            raise Problem(problem)
        assert isinstance(marked, Marked)
        return marked

    def close(self) -> None:
        """End the process, and with it all that it has started."""
        self._near.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_stations: dict[tuple[object, ...], Station] = {}
_lock = threading.Lock()


def marked(job: Job) -> Marked:
    """Mark a submission in this process's station, which is started when it is needed.

    Raises Problem where nothing can be marked.
    """
    for _ in range(_TRIES):
        with contextlib.suppress(EOFError):
            return _station(job).mark(job)
    raise Problem(text("The process that marked it was killed, twice."))


def _station(job: Job) -> Station:
    """One for all jobs of a kind: what was begun without a sandbox marks nothing that wants one."""
    kind = (job.sandboxed, *sorted(job.variables.items()))
    with _lock:
        if kind in _stations and _stations[kind].over:
            _stations.pop(kind).close()
        if kind not in _stations:
            _stations[kind] = Station(job)
        return _stations[kind]


@atexit.register
def _close() -> None:
    """In good order; where this process is killed, its stations see their line break, and end."""
    with _lock:
        while _stations:
            _stations.popitem()[1].close()


def _environment(job: Job) -> dict[str, str]:
    """That of the worker, but with what whoever asks has chosen."""
    data = job.variables.get("WORKBOOK_DATA")
    if data and not Path(data).is_dir():
        raise Problem(
            text(
                "The data folder {folder} (WORKBOOK_DATA) is not on the computer {name}.",
                folder=data,
                name=socket.gethostname(),
            )
        )
    own = {name: value for name, value in os.environ.items() if name not in mark.VARIABLES}
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {**own, "PYTHONPATH": str(paths.ROOT), **dict.fromkeys(threads, "1"), **job.variables}


# The far end --------------------------------------------------------------------------------------


def _main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    task = json.loads(sys.argv[2])
    try:
        if task["sandboxed"]:
            sandbox.required()
        zygote = Zygote(sandboxed=task["sandboxed"])
        zygote.prepare(task["modules"])
        zygote.ready()
        mark.begin(zygote)
    except Problem as problem:
        control.send(str(problem).encode()[:60_000])
        return
    control.send(b"ready")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the line of a job tells how it ended
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not descriptors:
            break  # whoever asked is there no more
        with Connection(descriptors[0]) as line, contextlib.suppress(EOFError, OSError):
            _fork(line, control)
    zygote.close()


def _fork(line: Connection, control: socket.socket) -> None:
    """Take one job, and mark it in a fork."""
    job = line.recv()
    mark.rehearse((job.masters,))
    here = os.getpid()
    if os.fork():
        return
    try:
        sandbox.end_with(here)
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with contextlib.suppress(Lost):  # the next job makes the station end
            line.send(_answer(job))
    finally:
        os._exit(0)


def _answer(job: Job) -> tuple[Marked | None, str]:
    try:
        return mark.mark(job), ""
    except Problem as problem:
        return None, str(problem)
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    _main()
