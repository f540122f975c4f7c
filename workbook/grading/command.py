"""The verb ``grade``: mark what was handed in, once or as it comes, and say what happened."""

import argparse
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from workbook import paths
from workbook.errors import Problem
from workbook.grading import gradebook, intake, publish, roster
from workbook.grading.course import Course
from workbook.grading.options import LIMITS
from workbook.grading.records import Marked
from workbook.grading.run import Marker, Progress
from workbook.grading.sandbox import Limits
from workbook.grading.watch import Watch
from workbook.grading.zygote import Zygote
from workbook.i18n import number, text


def grade(options: argparse.Namespace, zygote: Zygote | None = None) -> int:
    """Run the verb. 0 unless marking itself failed; a Problem for what the user can mend.

    ``zygote`` may have been started before this module was imported.
    """
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if options.mine:
        from workbook.grading import mine

        return mine.mark(options.assignments, console)
    executor = None
    if options.executor:
        from workbook.grading import executors

        # Its settings may name tables of its own, which the cluster must have too. Learners' code
        # does not run here then.
        Course.read(options.course or paths.course_here())
        executor = executors.connect(options.executor)
    marker = Marker(
        workers=options.workers or 0,
        sandboxed=not options.unsandboxed,
        executor=executor,
        zygote=zygote,
    )
    try:
        # Its name is known only now; the process that runs learners' code has started already.
        course = Course.read(options.course or paths.course_here())
        return _marked(marker, course, options, console)
    finally:
        marker.close()
        if executor is not None:
            executor.shutdown()


def _marked(marker: Marker, course: Course, options: argparse.Namespace, console: Console) -> int:
    place = options.watch if options.watch not in (None, Path()) else options.place
    people = options.roster or _own_roster(course)
    students = roster.read_roster(people) if people else []
    find = _finder(course, place, students, options)
    pages = publish.Pages(course, names=options.names)
    marker.open(course, pages, _limits(course, options), _bring(options))
    progress = Progress()
    if options.watch is not None:
        return _watched(marker, find, students, progress, pages, options, console)
    found = find()
    marker.know(sorted({one.assignment for one in found if one.assignment}))
    progress.total = len(found)
    start = time.perf_counter()
    with _bar(console, progress), _stoppable() as stopped:
        for _ in marker.mark(_until(found, stopped), progress, again=options.again):
            pages.warm()
    if students:
        marker.book.enrol(students)
    if progress.marked or progress.kept:
        pages.write(marker.book)
    _report(console, progress, pages, time.perf_counter() - start)
    if stopped():
        console.print(
            text("Stopped. What is listed is kept; the same command goes on with the rest.")
        )
    return 1 if progress.faults and not (progress.marked or progress.kept) else 0


def _own_roster(course: Course) -> Path | None:
    """The list of people that the settings of a class of ours name."""
    named = course.config.WorkbookClass.get("roster")
    return Path(named) if named and Path(named).exists() else None


def _until(found: list[intake.Found], stopped: Callable[[], bool]) -> Iterator[intake.Found]:
    for one in found:
        if stopped():
            return
        yield one


def _limits(course: Course, options: argparse.Namespace) -> Limits:
    given = {name: getattr(options, name) for name in LIMITS if getattr(options, name) is not None}
    if course.timeout is not None:
        given.setdefault("cell_seconds", float(course.timeout))
    return Limits(**given)


def _bring(options: argparse.Namespace) -> intake.Limits:
    normal = intake.Limits()
    return intake.Limits(
        options.file_kb * 1000 if options.file_kb is not None else normal.file,
        options.total_kb * 1000 if options.total_kb is not None else normal.total,
        options.files if options.files is not None else normal.number,
    )


def _finder(
    course: Course,
    place: Path | None,
    students: list[roster.Student],
    options: argparse.Namespace,
) -> Callable[[], list[intake.Found]]:
    wanted = tuple(options.assignments)
    known = set(gradebook.assignments(course))
    for name in wanted:
        if name not in known:
            raise Problem(
                text(
                    "There is no assignment {name} in this course. It has: {known}.",
                    name=name,
                    known=", ".join(sorted(known)) or "–",
                )
            )
    where = place or course.root / course.submitted_directory
    bring = _bring(options)
    return lambda: intake.find(
        where, course, wanted, students=students, pattern=options.pattern, limits=bring
    )


@contextmanager
def _bar(console: Console, progress: Progress) -> Iterator[None]:
    """A bar with the time that is left; on a terminal only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(text("Marking"), total=progress.total)

        def told(progress: Progress, _: Marked | None) -> None:
            bar.update(task, completed=len(progress.marked) + progress.kept + len(progress.faults))

        progress.told = told
        yield


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C, or a polite end from outside, is noted, and ends the run after what is under way."""
    told = threading.Event()
    before = {
        kind: signal.signal(kind, lambda *_: told.set()) for kind in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield told.is_set
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _watched(
    marker: Marker,
    find: Callable[[], list[intake.Found]],
    students: list[roster.Student],
    progress: Progress,
    pages: publish.Pages,
    options: argparse.Namespace,
    console: Console,
) -> int:
    marker.know(sorted(options.assignments or gradebook.assignments(marker.course)))
    marker.warm()
    marker.book.enrol(students)
    pages.write(marker.book)
    console.print(text("Watching. Press Ctrl-C to stop."))
    told = 0
    with _stoppable() as stopped:
        for marked in Watch(marker, find).arrivals(progress, stopped, again=options.again):
            pages.write(marker.book)
            console.print(
                text(
                    "{time}  {learner}, {assignment}: {score} of {points}",
                    time=time.strftime("%H:%M:%S"),
                    learner=marked.learner,
                    assignment=marked.assignment,
                    score=number(marked.score, 1),
                    points=number(marked.points, 1),
                ),
                markup=False,
            )
            for fault in progress.faults[told:]:
                console.print(fault, markup=False)
            told = len(progress.faults)
    _report(console, progress, pages, 0.0)
    return 0


def _report(console: Console, progress: Progress, pages: publish.Pages, seconds: float) -> None:
    """The table at the end, and the list of what was wrong."""
    table = Table()
    for words in (
        text("Assignment"), text("Marked"), text("In all"), text("Middle score"),
        text("To read"), text("With a note"),
    ):  # fmt: skip
        table.add_column(words, justify="left" if not table.columns else "right")
    for row in pages.rows(progress):
        table.add_row(*row)
    if table.row_count:
        console.print(table)
    for learner, assignment, notes in pages.notes(progress):
        console.print(f"{learner} · {assignment}", style="bold", markup=False)
        for note in notes:
            console.print(f"  {note}", markup=False)
    for fault, count in Counter(progress.faults).items():
        console.print(fault if count == 1 else f"{fault} (×{count})", markup=False)
    if not (progress.marked or progress.kept or progress.faults):
        console.print(text("Nothing was handed in."))
        return
    if seconds:
        console.print(
            text(
                "{count} marked in {seconds} s. Pages and tables of the class: {folder}",
                count=number(len(progress.marked)),
                seconds=number(seconds, 1),
                folder=pages.folder,
            ),
            markup=False,
        )
