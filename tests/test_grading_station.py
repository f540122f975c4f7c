"""Marking from a process with threads: in a station of its own, which ends when that does."""

import concurrent.futures
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
import small_class as small

from workbook.errors import Problem
from workbook.grading import mark, sandbox, station
from workbook.grading.course import Course
from workbook.grading.gradebook import masters
from workbook.grading.mark import Job
from workbook.grading.sandbox import Limits

ANSWERS = {"ada": small.RIGHT, "ben": small.LOOP, "cem": small.EXIT, "dot": small.HALF}

pytestmark = pytest.mark.skipif(bool(sandbox.possible()), reason="no sandbox here")


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    given_out = masters(Course.read(small.make(tmp_path_factory.mktemp("course"))), small.NAME)
    limits = Limits(cell_seconds=1)
    return [Job(one.load(limits), given_out, limits) for one in small.found(ANSWERS)]


@pytest.fixture(scope="module")
def threads(jobs):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        yield pool
    station._close()


def scores(marked):
    return {one.learner: one.score for one in marked}


def test_threads_share_a_station_and_each_gets_the_fair_score(threads, jobs):
    marked = list(threads.map(mark.mark, jobs))
    assert scores(marked) == {name: small.POINTS[answer] for name, answer in ANSWERS.items()}
    assert all(one.sandboxed for one in marked)
    assert len(station._stations) == 1


def test_jobs_are_marked_side_by_side(threads, jobs):
    loops = [jobs[1]] * 4
    list(threads.map(mark.mark, loops[:1]))
    begin = time.monotonic()
    list(threads.map(mark.mark, loops))
    # Each waits a second for an endless loop: one after another, that is four at the least.
    assert time.monotonic() - begin < 4


def test_a_station_that_was_killed_is_started_again(threads, jobs):
    list(threads.map(mark.mark, jobs[:1]))
    (one,) = station._stations.values()
    waiting = threads.submit(mark.mark, jobs[1])
    time.sleep(0.5)
    os.kill(one._process.pid, signal.SIGKILL)
    assert waiting.result().learner == "ben"
    assert one not in station._stations.values()
    assert scores(threads.map(mark.mark, jobs))["ada"] == 2


def test_what_was_begun_without_a_sandbox_marks_nothing_that_wants_one(threads, jobs):
    soft = Job(jobs[0].submission, jobs[0].masters, jobs[0].limits, sandboxed=False)
    marked = list(threads.map(mark.mark, [jobs[0], soft, jobs[0]]))
    assert [one.sandboxed for one in marked] == [True, False, True]


def test_data_that_is_not_on_this_computer_is_told(threads, jobs, tmp_path):
    there = {"WORKBOOK_DATA": str(tmp_path / "elsewhere")}
    job = Job(jobs[0].submission, jobs[0].masters, jobs[0].limits, variables=there)
    with pytest.raises(Problem, match="elsewhere"):
        threads.submit(mark.mark, job).result()


KILLED = """
import os, pickle, signal, sys, threading
from workbook.grading import mark
job = pickle.loads(sys.stdin.buffer.read())
mark.mark(job)
threading.Thread(target=mark.mark, args=(job,), daemon=True).start()
print("marked", flush=True)
threading.Event().wait()
"""


def test_a_station_ends_with_its_process_also_if_that_is_killed(jobs, tmp_path):
    import pickle

    (tmp_path / "job").write_bytes(pickle.dumps(jobs[1]))
    with (tmp_path / "job").open("rb") as job:
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED], stdin=job, stdout=subprocess.PIPE, text=True
        )
    assert process.stdout is not None
    assert process.stdout.readline() == "marked\n"
    time.sleep(0.3)  # in the middle of the next
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 4  # the station, a fork for the job, the zygote, its fork ...
    process.kill()
    process.wait()
    process.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
