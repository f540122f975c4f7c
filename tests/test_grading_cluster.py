"""Marking on a cluster of dask, of real processes: a scheduler and two workers."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
import small_class as small

from workbook import paths
from workbook.errors import Problem
from workbook.grading import executors, sandbox

ANSWERS = {
    "ada": small.RIGHT,
    "ben": small.LOOP,
    "cem": small.HALF,
    "dot": small.EXIT,
    "eve": small.WRONG,
    "fay": small.RIGHT,
}

pytestmark = pytest.mark.skipif(bool(sandbox.possible()), reason="no sandbox here")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        return port


def start(program: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    own = {"PYTHONPATH": str(paths.ROOT), "DASK_TEMPORARY_DIRECTORY": str(folder)}
    with (folder / f"{program}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", f"distributed.cli.{program}", *arguments],
            cwd=folder,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


class Cluster(NamedTuple):
    address: str
    processes: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler with two workers: one in a daemon of its own, one with threads."""
    folder = tmp_path_factory.mktemp("cluster")
    place = f"127.0.0.1:{free_port()}"
    host, _, port = place.partition(":")
    worker = ["--host", host, "--no-dashboard", "--local-directory", str(folder)]
    processes = [
        start("dask_scheduler", "--host", host, "--port", port, "--no-dashboard", folder=folder),
        start("dask_worker", f"tcp://{place}", "--nthreads", "1", *worker, folder=folder),
        start(
            "dask_worker", f"tcp://{place}", "--no-nanny", "--nthreads", "2", *worker, folder=folder
        ),
    ]
    try:
        yield Cluster(f"dask://{place}", processes)
    finally:
        family = [
            one
            for process in processes
            if process.poll() is None
            for one in psutil.Process(process.pid).children(recursive=True)
        ]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
    # All that the workers had started, the sandboxes too, ends with them.
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_scores_are_those_of_this_computer_and_hostile_work_harms_nobody(cluster, tmp_path):
    told = []
    local, remote = small.make(tmp_path / "local"), small.make(tmp_path / "remote")
    with executors.connect(cluster.address) as executor:
        progress = small.mark(
            remote, small.found(ANSWERS), executor=executor, told=lambda _, one: told.append(one)
        )
    assert progress.faults == []
    assert all(one.sandboxed for one in told)
    assert len({learner for learner, _ in progress.marked}) == len(ANSWERS)
    small.mark(local, small.found(ANSWERS))
    assert small.scores(remote) == small.scores(local) == small.expected(ANSWERS)
    books = [
        [path.read_bytes() for path in sorted((course / "autograded").rglob("*.ipynb"))]
        for course in (local, remote)
    ]
    assert books[0] == books[1]


def test_the_executor_says_how_much_it_does_at_a_time(cluster):
    with executors.connect(cluster.address) as executor:
        assert executor.workers in (2, 3)  # the second worker may still be on its way


@pytest.mark.parametrize("address", ["localhost:8786", "dask://", "ray://localhost:1", "dask:/x"])
def test_what_is_no_address_is_told(address):
    with pytest.raises(Problem, match="dask://HOST:PORT"):
        executors.connect(address)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(executors, "_SECONDS", 0.5)
    address = f"dask://127.0.0.1:{free_port()}"
    with pytest.raises(Problem, match=f"No scheduler answers at {address}"):
        executors.connect(address)


def test_workers_with_another_version_of_the_course_are_told(cluster, monkeypatch, tmp_path):
    (tmp_path / "costs.csv").write_text("other", encoding="utf-8")
    monkeypatch.setattr(paths, "DATA", tmp_path)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    with pytest.raises(Problem, match="does not have this course as it is here"):
        executors.connect(cluster.address)


def test_without_distributed_it_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Problem, match="pip install distributed"):
        executors.connect("dask://localhost:8786")


def test_nothing_is_lost_with_a_worker_that_is_killed(cluster, tmp_path):
    course, threads = small.make(tmp_path / "course"), cluster.processes[-1]
    answers = {f"learner_{n}": small.RIGHT for n in range(12)}
    with executors.connect(cluster.address) as executor:
        progress = small.mark(
            course, small.found(answers), executor=executor, told=lambda *_: threads.kill()
        )
    assert progress.faults == []
    assert small.scores(course) == small.expected(answers)
