"""Mark all that was handed in: find it, share it out among processes, keep what comes back."""

import concurrent.futures
import contextlib
import importlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from workbook.errors import Problem
from workbook.grading import gradebook, intake, mark
from workbook.grading.course import Course
from workbook.grading.gradebook import Gradebook, Shelf
from workbook.grading.intake import Found
from workbook.grading.mark import Job
from workbook.grading.merge import Master
from workbook.grading.records import Marked, Submission
from workbook.grading.reports.questions import ByHand
from workbook.grading.sandbox import Limits
from workbook.grading.zygote import Lost, Zygote
from workbook.i18n import text

_AHEAD = 2
"""Submissions a process has waiting: enough to be busy, few enough to stay small in memory."""
_FRESH = 1.0
"""Seconds for which it is believed what the gradebook said was marked."""
_FOR_RELEASE = ("timestamp.txt", "submission_secret.txt")
"""What ``nbgrader release_feedback`` looks for beside a page: it tells whose the page is."""
_TRIES = 2
"""How often a submission is tried whose process was killed from outside, as by a lack of memory."""


class Reports(Protocol):
    """What is written of a marked submission."""

    def pages(self, marked: Marked, given: dict[str, ByHand]) -> dict[str, bytes]:
        """The pages for a learner, as files to lie in nbgrader's feedback folder."""
        ...

    def summary(self, marked: Marked, given: dict[str, ByHand]) -> str:
        """The little that the page of a class needs, to be kept in the gradebook."""
        ...


class _Waiting(NamedTuple):
    submission: Submission
    digest: str
    tries: int
    again: bool
    executor: concurrent.futures.Executor


@dataclass
class Progress:
    """What a run has done so far. ``told`` is called after each submission."""

    total: int = 0
    marked: list[tuple[str, str]] = field(default_factory=list)
    """Learner and assignment, in the order in which they were kept."""
    kept: int = 0
    """Submissions that an earlier run had marked, and that are the same since."""
    faults: list[str] = field(default_factory=list)
    """A sentence for each submission that could not be marked or kept."""
    told: Callable[["Progress", Marked | None], None] = lambda progress, marked: None


class Marker:
    """Marks submissions of one course; holds the processes, and opens the gradebook when needed.

    Make it before anything secret is read: see :mod:`workbook.grading.zygote`.
    """

    def __init__(
        self,
        *,
        workers: int = 0,
        sandboxed: bool = True,
        executor: concurrent.futures.Executor | None = None,
        zygote: Zygote | None = None,
    ) -> None:
        """``workers`` are processes on this machine, by default one for each processor.

        ``executor`` is one of a cluster to take their place. ``zygote`` may have been started
        already. Raises Problem without a sandbox.
        """
        if zygote is None and executor is None:  # in a cluster this computer does not matter
            zygote = Zygote(sandboxed=sandboxed)
        self.sandboxed = sandboxed
        there = getattr(executor, "workers", 0)
        self.workers = workers or there or len(os.sched_getaffinity(0))
        self._given_executor = executor
        self._executor = executor
        self._zygote = zygote
        self._prepared = False

    def open(
        self,
        course: Course,
        reports: Reports,
        limits: Limits = Limits(),  # noqa: B008  (it cannot change)
        bring: intake.Limits = intake.Limits(),  # noqa: B008
    ) -> None:
        """Say which course it is, before anything is offered.

        ``limits`` are for what runs, ``bring`` for what is handed in.
        """
        self._bring = bring
        self.course, self.limits, self._reports = course, limits, reports
        self._masters: dict[str, tuple[Master, ...]] = {}
        self._files: dict[str, dict[str, bytes]] = {}
        self._done: dict[str, tuple[float, dict[str, str]]] = {}
        self._newest: dict[tuple[str, str], str] = {}
        self._waiting: dict[concurrent.futures.Future[Marked], _Waiting] = {}
        self._proofs: dict[str, tuple[str, concurrent.futures.Future[Marked]]] = {}
        self._unproved: dict[str, str] = {}
        self._book: Gradebook | None = None
        self._shelf = Shelf(course)
        self._shelf.finish()

    def close(self) -> None:
        """End all processes, and let go of the gradebook."""
        if self._executor is not None and self._given_executor is None:
            self._executor.shutdown(cancel_futures=True)
        if self._zygote is not None:
            self._zygote.close()
        if getattr(self, "_book", None) is not None:
            assert self._book is not None
            self._book.close()
        if hasattr(self, "_shelf"):
            self._shelf.tidy()

    @property
    def book(self) -> Gradebook:
        """The gradebook. It is opened when it is needed, while others work: it takes a second."""
        if self._book is None:
            self._book = Gradebook(self.course)
        return self._book

    def warm(self) -> None:
        """Open the gradebook and start the processes before the first submission is there."""
        _ = self.book
        if self._given_executor is None:
            known = tuple(self._masters.values())
            each = [self._pool().submit(mark.rehearse, known) for _ in range(self.workers)]
            concurrent.futures.wait(each)

    def know(self, assignments: Iterable[str]) -> None:
        """Read what the author gave out for these assignments. Raises Problem."""
        for name in assignments:
            if name not in self._masters:
                self._masters[name] = gradebook.masters(self.course, name)
                self._files[name] = _beside(self.course, name)
        if not self._prepared and self._zygote is not None:
            self._prepare(self._zygote)
        self._prepared = True

    def _prepare(self, zygote: Zygote) -> None:
        known = tuple(master for masters in self._masters.values() for master in masters)
        openings = mark.openings(known)
        zygote.prepare(mark.modules(known), openings)
        if openings:  # they are this course's, and so are the functions that need this
            importlib.import_module("scipy.special")  # once, and not in each process
        zygote.ready()

    def mark(
        self, found: Iterable[Found], progress: Progress, *, again: bool = False
    ) -> Iterator[tuple[Marked, dict[str, ByHand]]]:
        """Mark what was found, and give each as soon as it is kept.

        What an earlier run has marked and is the same since is left alone, unless ``again``.
        """
        for one in found:
            while not self.room:
                yield from self.collect(progress)
            self.offer(one, progress, again=again)
        while self.busy:
            yield from self.collect(progress)

    @property
    def busy(self) -> bool:
        """Whether anything that was offered is not back yet."""
        return bool(self._waiting)

    @property
    def room(self) -> bool:
        """Whether a process would be idle soon."""
        return len(self._waiting) < self.workers * (1 + _AHEAD)

    def offer(self, found: Found, progress: Progress, *, again: bool = False) -> None:
        """Read one submission and hand it to a process, if it has to be marked."""
        if not (found.learner and found.assignment):
            progress.faults.append(_nobodys(found))
            progress.told(progress, None)
            return
        try:
            submission = found.load(self._bring)
            self.know([submission.assignment])
        except Problem as problem:
            progress.faults.append(str(problem))
            progress.told(progress, None)
            return
        whose = (submission.learner, submission.assignment)
        digest = gradebook.digest(submission.files, self._masters[submission.assignment])
        self._newest[whose] = digest
        if not again and self._known(*whose) == digest and self._shelf.whole(*whose):
            progress.kept += 1
            progress.told(progress, None)
            return
        self._prove(submission.assignment)
        self._submit(submission, digest, 1, again)

    def _prove(self, name: str) -> None:
        """Have the reference answers marked first: it shows whether answers to it can cross.

        Once is enough, until the assignment changes.
        """
        if name in self._unproved or name in self._proofs:
            return
        files = gradebook.reference(self.course, name)
        digest = gradebook.digest(files, self._masters[name])
        if not files or gradebook.proved(self.course, name) == digest:
            self._unproved[name] = ""
            return
        masters, given = self._masters[name], self._files[name]
        job = Job(Submission("", name, files), masters, self.limits, given, self.sandboxed)
        self._proofs[name] = digest, self._handed(job)[0]

    def _fault(self, name: str) -> str:
        """Nothing if an assignment can be marked here; else a sentence that says why not."""
        if name in self._proofs:
            digest, future = self._proofs.pop(name)
            try:
                self._unproved[name] = _short_of(name, future.result())
            except Exception:  # a process was killed from outside; nothing is known of the answers
                self._unproved[name] = ""
                return ""
            if not self._unproved[name]:
                self.book.prove(name, digest)
        return self._unproved.get(name, "")

    def _known(self, learner: str, assignment: str) -> str | None:
        """What was marked of a learner's, by whoever; it is at most a second old."""
        at, known = self._done.get(assignment, (0.0, {}))
        if time.monotonic() - at > _FRESH:
            known = gradebook.done(self.course, assignment)
            self._done[assignment] = time.monotonic(), known
        return known.get(learner)

    def _submit(self, submission: Submission, digest: str, tries: int, again: bool) -> None:
        name = submission.assignment
        job = Job(submission, self._masters[name], self.limits, self._files[name], self.sandboxed)
        future, executor = self._handed(job)
        self._waiting[future] = _Waiting(submission, digest, tries, again, executor)

    def _handed(
        self, job: Job
    ) -> tuple[concurrent.futures.Future[Marked], concurrent.futures.Executor]:
        """Hand a job to a process; if one was killed from outside, to new ones."""
        executor = self._pool()
        try:
            return executor.submit(mark.mark, job), executor
        except BrokenProcessPool:
            self._renew(executor)
            executor = self._pool()
            return executor.submit(mark.mark, job), executor

    def collect(
        self, progress: Progress, seconds: float | None = None
    ) -> list[tuple[Marked, dict[str, ByHand]]]:
        """Wait for the next results, at most ``seconds``, and keep them."""
        _ = self.book
        ready, _ = concurrent.futures.wait(
            self._waiting, seconds, return_when=concurrent.futures.FIRST_COMPLETED
        )
        collected = []
        for future in ready:
            one = self._waiting.pop(future)
            marked = self._result(future, one, progress)
            if marked is None:
                continue
            if self._newest[marked.learner, marked.assignment] != one.digest:
                continue  # a newer one of theirs is on its way, or is back already
            fault = self._fault(marked.assignment)
            given = None
            if fault:
                progress.faults.append(fault)
            else:
                given = self._keep(marked, one, progress)
            if given is not None:
                if marked.assignment in self._done:
                    self._done[marked.assignment][1][marked.learner] = one.digest
                collected.append((marked, given))
            progress.told(progress, marked)
        return collected

    def _pool(self) -> concurrent.futures.Executor:
        if self._executor is None:
            # Forks of this process: they have imported all it has, and nothing of it is secret
            # from them, because they run no learner's code.
            assert self._zygote is not None
            self._executor = concurrent.futures.ProcessPoolExecutor(
                self.workers,
                multiprocessing.get_context("fork"),
                partial(mark.begin, self._zygote, os.getpid()),
            )
        return self._executor

    def _renew(self, broken: concurrent.futures.Executor) -> None:
        """Begin with new processes, once for all that a broken executor held."""
        if broken is not self._executor or self._zygote is None:
            return
        broken.shutdown(wait=False)
        self._executor = None
        self._zygote.close()
        self._zygote = Zygote(sandboxed=self.sandboxed)
        self._prepare(self._zygote)

    def _result(
        self,
        future: concurrent.futures.Future[Marked],
        waited: _Waiting,
        progress: Progress,
    ) -> Marked | None:
        submission = waited.submission
        try:
            return future.result()
        except (BrokenProcessPool, Lost):
            # Something outside killed a process; all that it held come back with this error.
            self._renew(waited.executor)
            if waited.tries < _TRIES:
                self._submit(submission, waited.digest, waited.tries + 1, waited.again)
                return None
            reason = text("the process that marked it was killed, twice")
        except Problem as problem:
            reason = str(problem)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        progress.faults.append(
            text(
                "{assignment} of {learner} was not marked: {reason}.",
                assignment=submission.assignment,
                learner=submission.learner,
                reason=reason.rstrip("."),
            )
        )
        progress.told(progress, None)
        return None

    def _keep(
        self, marked: Marked, waited: _Waiting, progress: Progress
    ) -> dict[str, ByHand] | None:
        """Keep one result: files aside, then the gradebook, then the files in their places."""
        whose = (waited.digest, marked.learner, marked.assignment)
        files = files_of(marked)

        def lay(given: dict[str, ByHand]) -> str:
            pages = self._reports.pages(marked, given)
            pages |= {name: files[name] for name in _FOR_RELEASE if name in files}
            self._shelf.lay(*whose, {"autograded": files, "feedback": pages})
            return self._reports.summary(marked, given)

        try:
            with self._shelf.held():
                given = self.book.save(marked, waited.digest, lay, again=waited.again)
                self._shelf.place(*whose)
        except Exception as fault:  # also of the page of one learner: all others go on
            reason = str(fault) if isinstance(fault, Problem | OSError) else repr(fault)
            progress.faults.append(
                text(
                    "{assignment} of {learner} was marked, but not kept: {reason}",
                    assignment=marked.assignment,
                    learner=marked.learner,
                    reason=reason,
                )
            )
            return None
        progress.marked.append((marked.learner, marked.assignment))
        return given


def _short_of(name: str, marked: Marked) -> str:
    """A sentence, if reference answers did not get full points."""
    short = [
        cell.grade_id
        for book in marked.notebooks
        for cell in book.cells
        if cell.score is not None and cell.score < cell.points
    ]
    if not short:
        return ""
    return text(
        "{name} was not marked: the author's own answers do not get full points for {cells}. "
        "Perhaps a check needs more than plain values of an answer, such as an object of a class "
        "of the learner's own; then use nbgrader autograde. Or the source has changed since it was "
        "given out; then run nbgrader generate_assignment.",
        name=name,
        cells=", ".join(short),
    )


def _nobodys(found: Found) -> str:
    """A sentence for what was found and cannot be marked."""
    notes = " ".join(found.notes)
    if not found.assignment:
        told = text("{where}: it cannot be told which assignment this is. {notes}",
                    where=found.where, notes=notes)  # fmt: skip
    else:
        told = text("{where}: it cannot be told whose this is. {notes}",
                    where=found.where, notes=notes)  # fmt: skip
    return told.strip()


def files_of(marked: Marked) -> dict[str, bytes]:
    """The files of nbgrader's autograded folder for one submission."""
    files = dict(marked.files)
    for one in marked.notebooks:
        notebook = json.dumps(one.notebook, indent=1, ensure_ascii=False, sort_keys=True)
        files[f"{one.name}.ipynb"] = f"{notebook}\n".encode("utf-8", "replace")
    if marked.handed_in is not None:
        files["timestamp.txt"] = f"{marked.handed_in:%Y-%m-%d %H:%M:%S.%f} UTC\n".encode()
    return files


def _beside(course: Course, assignment: str) -> dict[str, bytes]:
    """The files that the author gave out beside the notebooks."""
    folder = course.format_path(course.source_directory, ".", assignment)
    own = set(course.exclude_overwriting.get(assignment, ()))
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        ignored = any(Path(part).match(mask) for part in path.parts for mask in course.ignore)
        if path.is_file() and path.suffix != ".ipynb" and name not in own and not ignored:
            with contextlib.suppress(OSError):
                found[name] = path.read_bytes()
    return found
