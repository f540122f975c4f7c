"""A run that is killed leaves nothing behind, and the next one goes on where it was."""

import concurrent.futures
import contextlib
import ctypes
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
import small_class as small
from nbgrader.api import Gradebook

from workbook import paths
from workbook.grading import gradebook, sandbox
from workbook.grading.course import Course
from workbook.grading.records import Marked
from workbook.grading.run import Marker, Progress, _Waiting

KINDS = [small.RIGHT, small.HALF, small.WRONG, small.RIGHT, small.EXIT]
ANSWERS = {f"learner_{n:02}": KINDS[n % 5] for n in range(50)}
KILLS = 10

pytestmark = pytest.mark.skipif(bool(sandbox.possible()), reason="no sandbox here")


@pytest.fixture
def orphans():
    """A function that gives the processes whose parents were killed, without those that ended."""
    own = psutil.Process()
    before = set(own.children(recursive=True))
    subreaper = 36  # PR_SET_CHILD_SUBREAPER: they become children of this process
    prctl = ctypes.CDLL(None).prctl
    assert prctl(subreaper, 1, 0, 0, 0) == 0

    def left() -> list[psutil.Process]:
        found = []
        for one in set(own.children(recursive=True)) - before:
            with contextlib.suppress(ChildProcessError, psutil.NoSuchProcess):
                if one.exe() != own.exe():
                    continue  # of a browser that earlier tests have left
                if one.ppid() == own.pid and os.waitpid(one.pid, os.WNOHANG)[0]:
                    continue
                found.append(one)
        return found

    yield left
    prctl(subreaper, 0, 0, 0, 0)


class Run:
    """A process that marks a class, and what it tells."""

    def __init__(self, folder: Path, answers: dict[str, str]) -> None:
        self.course = folder / "course"
        if not self.course.exists():
            small.make(self.course)
        (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        self.temporary = folder / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self._counter = folder / "marked.txt"
        self._counter.touch()
        self.process = subprocess.Popen(
            small.program(self.course, folder / "answers.json", self._counter),
            env={**os.environ, "PYTHONPATH": str(paths.ROOT), "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def marked(self) -> list[str]:
        """The learners whose work was marked and kept, in all runs."""
        return self._counter.read_text(encoding="utf-8").split()

    def wait_for(self, more: int, seconds: float = 120) -> None:
        """Wait until ``more`` were marked, or all, or for so long."""
        goal, end = len(self.marked()) + more, time.monotonic() + seconds
        while self.process.poll() is None and len(self.marked()) < goal:
            if time.monotonic() > end:
                return
            time.sleep(0.002)

    def end(self) -> tuple[int, int, list[str]]:
        """Wait for the end: how many were marked, how many had been, and what went wrong."""
        marked, kept, faults = json.loads(self.process.communicate(timeout=120)[0])
        return marked, kept, faults

    def kill(self, process: psutil.Process | None = None) -> None:
        os.kill((process or self.process).pid, signal.SIGKILL)
        if process is None:
            self.process.communicate()

    def child(self, module: str) -> psutil.Process:
        """One of its processes, by what it runs."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        return next(one for one in family if any(module in word for word in one.cmdline()))


def when(course: Path) -> dict[str, str]:
    """When each learner was marked, as the gradebook has it."""
    file = course / "gradebook.db"
    if not file.exists():
        return {}
    with contextlib.closing(sqlite3.connect(file)) as book:
        try:
            return dict(book.execute("SELECT learner, at FROM workbook_marked"))
        except sqlite3.OperationalError:  # it was killed before there was a table
            return {}


def nothing_left(orphans, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while orphans() and time.monotonic() < end:
        time.sleep(0.02)
    return not orphans()


def assert_whole(run: Run, answers: dict[str, str]) -> None:
    """Each learner has the fair score, and files that fit it; nothing lies about."""
    assert small.scores(run.course) == small.expected(answers)
    for learner, answer in answers.items():
        book = run.course / "autograded" / learner / small.NAME / f"{small.NAME}.ipynb"
        cells = json.loads(book.read_text(encoding="utf-8"))["cells"]
        assert cells[1]["source"] == answer
        page = run.course / "feedback" / learner / small.NAME / f"{small.NAME}.html"
        score = f"{learner}: {small.POINTS[answer]:g} and "
        assert page.read_text(encoding="utf-8").startswith(score)
    assert [path.name for path in (run.course / "autograded").glob(".*")] == [".lock"]
    kept = f"marking-settings-{os.getuid()}"  # matplotlib's list of fonts, for the next run
    assert [path.name for path in run.temporary.iterdir()] == [kept]
    with contextlib.closing(sqlite3.connect(run.course / "gradebook.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM alembic_version").fetchall() == [(1,)]


def read_by_a_person(course: Path, learner: str) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("reflection", small.NAME, small.NAME, learner)
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()


def test_killed_at_ten_random_moments_and_started_again(tmp_path, orphans):
    chance = random.Random(5)
    answers = dict(ANSWERS)
    known: dict[str, str] = {}
    changed = ""
    for number in range(KILLS):
        run = Run(tmp_path, answers)
        if number % 3 == 0:  # while it starts
            run.wait_for(1, chance.uniform(0.1, 3))
        else:
            run.wait_for(chance.randint(1, 3))
            time.sleep(chance.uniform(0, 0.1))
        assert run.process.poll() is None, run.process.communicate()
        run.kill()
        assert nothing_left(orphans), orphans()
        now = when(run.course)
        assert known.items() <= now.items()  # what was done stays as it was
        known = {learner: at for learner, at in now.items() if learner != changed}
        if not changed and len(known) > 5:
            changed = min(known)
            read_by_a_person(run.course, changed)
            answers[changed] = small.WRONG  # handed in again
            del known[changed]
    last = Run(tmp_path, answers)
    marked, kept, faults = last.end()
    assert faults == []
    assert marked + kept == len(answers)
    assert nothing_left(orphans), orphans()
    assert known.items() <= when(last.course).items()
    assert_whole(last, answers)
    counted = Counter(last.marked())
    assert counted.pop(changed) <= 2
    assert set(counted.values()) == {1}
    with Gradebook(f"sqlite:///{last.course}/gradebook.db") as book:
        grade = book.find_grade("reflection", small.NAME, small.NAME, changed)
        assert (grade.manual_score, grade.auto_score) == (2.5, None)
    page = last.course / "feedback" / changed / small.NAME / f"{small.NAME}.html"
    assert page.read_text(encoding="utf-8") == f"{changed}: 0 and 2.5 by hand"


@pytest.mark.parametrize("which", ["zygote", "worker"])
def test_when_one_of_its_processes_is_killed_the_marks_stay_fair(tmp_path, orphans, which):
    answers = {learner: ANSWERS[learner] for learner in sorted(ANSWERS)[:25]}
    run = Run(tmp_path, answers)
    run.wait_for(2)
    if which == "zygote":
        run.kill(run.child("workbook.grading.zygote"))
    else:
        workers = psutil.Process(run.process.pid).children()
        run.kill(next(one for one in workers if "workbook.grading.zygote" not in one.cmdline()))
    marked, kept, faults = run.end()
    assert (marked, kept, faults) == (25, 0, [])
    assert nothing_left(orphans), orphans()
    assert_whole(run, answers)


def keep(course: Course, marked: Marked, digest: str) -> None:
    """Keep a result as a run does, without the processes that mark."""
    with concurrent.futures.ThreadPoolExecutor() as nobody:
        marker = Marker(executor=nobody)
        marker.open(course, small.Reports())
        marker._book = gradebook.Gradebook(course)
        waited = _Waiting(marked, digest, 1, True, nobody)
        progress = Progress()
        marker._keep(marked, waited, progress)
        assert progress.faults == []
        marker.close()


def killed_at(step: int, course: Course, marked: Marked) -> bool:
    """Whether keeping ``marked`` got so far: it is killed at its ``step``-th use of a file."""
    child = os.fork()
    if child == 0:
        done = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal done
            if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"):
                done += any(str(course.root) in str(argument) for argument in arguments)
                if done == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            keep(course, marked, "new")
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_killed_at_each_step_of_keeping_a_result(tmp_path):
    course = Course.read(small.make(tmp_path))
    told: list[Marked] = []
    for answer in (small.WRONG, small.RIGHT):
        progress = small.mark(
            tmp_path, small.found({"ada": answer}), told=lambda _, one: told.append(one)
        )
        assert progress.faults == []
    old, new = told
    seen, step = Counter(), 1
    while True:
        keep(course, old, "old")
        reached = killed_at(step, course, new)
        gradebook.Shelf(course).finish()  # as the next run does first
        digest = gradebook.done(course, small.NAME)["ada"]
        score = {"old": 0.0, "new": 2.0}[digest]
        assert small.scores(tmp_path)["ada"]["double_check"] == score, step
        page = tmp_path / "feedback" / "ada" / small.NAME / "sums.html"
        assert page.read_text(encoding="utf-8").startswith(f"ada: {score:g} and"), step
        notebook = tmp_path / "autograded" / "ada" / small.NAME / "sums.ipynb"
        assert (json.dumps(small.RIGHT) in notebook.read_text(encoding="utf-8")) == (
            digest == "new"
        )
        assert not (tmp_path / "autograded" / ".part").exists(), step
        seen[digest] += 1
        if not reached:
            break
        step += 1
    assert seen["old"] > 3
    assert seen["new"] > 3  # after it counted, and before all was in place


def test_a_bundle_that_lies_aside_is_placed_only_if_it_counts(tmp_path):
    course = Course.read(small.make(tmp_path))
    small.mark(tmp_path, small.found({"ada": small.RIGHT, "ben": small.RIGHT}))
    (mark,) = {*gradebook.done(course, small.NAME).values()}  # they handed in the same
    shelf = gradebook.Shelf(course)
    for digest, learner in ((mark, "ada"), ("other", "ben")):
        with shelf.held():
            files = {"autograded": {"sums.ipynb": b"{}"}, "feedback": {"sums.html": b"new"}}
            shelf.lay(digest, learner, small.NAME, files)
    half = tmp_path / "autograded" / ".part" / "half.new" / "feedback"
    half.mkdir(parents=True)
    small.mark(tmp_path, [])
    pages = {
        name: tmp_path / "feedback" / name / small.NAME / "sums.html" for name in ("ada", "ben")
    }
    assert pages["ada"].read_bytes() == b"new"
    assert pages["ben"].read_text(encoding="utf-8").startswith("ben: 2")
    assert not (tmp_path / "autograded" / ".part").exists()


class Slow(concurrent.futures.Executor):
    """Marks only when it is told to."""

    def __init__(self):
        self.jobs = []

    def submit(self, function, /, job):
        future = concurrent.futures.Future()
        self.jobs.append((future, function, job))
        return future

    def finish(self, number):
        future, function, job = self.jobs[number]
        future.set_result(function(job))


def test_of_two_that_one_learner_handed_in_the_newer_counts_whichever_is_back_first(tmp_path):
    slow, progress = Slow(), Progress()
    marker = Marker(executor=slow)
    marker.open(Course.read(small.make(tmp_path)), small.Reports())
    for answer in (small.WRONG, small.RIGHT):
        marker.offer(*small.found({"ada": answer}), progress)
    slow.finish(0)  # the reference answers, which are marked first
    for number in (2, 1):
        slow.finish(number)
        marker.collect(progress)
    marker.close()
    assert progress.marked == [("ada", small.NAME)]
    assert small.scores(tmp_path) == small.expected({"ada": small.RIGHT})
