"""Mark one submission: :func:`mark` takes plain values and gives plain values.

So any executor of :mod:`concurrent.futures` can run it: threads of control of this machine, or of
a cluster. Each notebook is marked in a fork of its own (the check's side, which runs no line of a
learner's), and talks to another fork of a zygote (the learner's side, in its sandbox).
"""

import contextlib
import gc
import hashlib
import json
import math
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from workbook.feedback.outcome import Score
from workbook.grading import checks, merge, outputs, sandbox
from workbook.grading.checks import Checks, Gone, Late, Line, bound_at_top, disturbed, imported
from workbook.grading.merge import Master, MasterCell, Merged
from workbook.grading.messages import Garbled
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part, Submission
from workbook.grading.sandbox import Limits
from workbook.grading.shell import Output, Shell
from workbook.grading.tampering import only_computes
from workbook.grading.wire import unpack
from workbook.grading.zygote import Lost, Zygote
from workbook.i18n import language, number, text

_RESTARTS = 5
"""How often a learner's side that ended is begun again for the rest of a notebook."""
_FORKS = 20
"""How often the check's side is begun again that ended before its time."""
_OUTPUT_IN_ALL = 20
"""How many times what one cell may show all cells of a notebook may."""
_CHECK_SECONDS = 10.0
"""Of a processor, for one check; or as many as a learner's cell may take, if that is more."""


@dataclass(frozen=True)
class Job:
    """All that marking one submission needs."""

    submission: Submission
    masters: tuple[Master, ...]
    limits: Limits = field(default_factory=Limits)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What the author gave out beside the notebooks; it takes the place of the learner's copy."""
    sandboxed: bool = True
    variables: Mapping[str, str] = field(default_factory=lambda: _variables())
    """What a process on another computer has to know beside: the language, and which data."""


VARIABLES = ("WORKBOOK_LANGUAGE", "WORKBOOK_DATA")


def _variables() -> dict[str, str]:
    found = {name: os.environ[name] for name in VARIABLES if os.environ.get(name)}
    return {**found, "WORKBOOK_LANGUAGE": language()}


class Engine:
    """What a process that marks keeps between submissions. :func:`begin` makes it."""

    def __init__(self, zygote: Zygote) -> None:
        self.zygote = zygote
        self.shell = Shell()
        self.rehearsed: set[str] = set()


_engine: Engine | None = None
_before: Any = signal.SIG_DFL
"""What Ctrl-C did before :func:`begin`."""


def begin(zygote: Zygote, parent: int | None = None) -> None:
    """Make this process ready to mark, with a zygote that was started before.

    It ends with the process ``parent`` that started it, also if that is killed.
    """
    global _engine, _before
    if parent is not None:
        sandbox.end_with(parent)
    # What the process was forked with stays still: else the first look for garbage copies it all.
    gc.freeze()
    _engine = Engine(zygote)
    # Ctrl-C is for the process that runs the whole.
    _before = signal.signal(signal.SIGINT, signal.SIG_IGN)


def end() -> None:
    """Undo what :func:`begin` did, in a process that goes on with other work."""
    global _engine
    if _engine is not None:
        _engine.shell.close()
        signal.signal(signal.SIGINT, _before)
    _engine = None


def modules(masters: tuple[Master, ...]) -> list[str]:
    """What the notebooks import: a zygote has it before the first submission asks."""
    return sorted(
        {name for master in masters for cell in master.cells for name in imported(cell.source)}
    )


def openings(masters: tuple[Master, ...]) -> list[str]:
    """The cells of this course's notebooks that are locked and check nothing, such as the first."""
    return [
        cell.source
        for master in masters
        for cell in master.cells
        if cell.cell_type == "code" and cell.locked and not cell.grade and not cell.solution
        if "workbook" in imported(cell.source)
    ]


def mark(job: Job) -> Marked:
    """Mark one submission. Whatever was handed in, this returns, and says in notes what was wrong.

    Raises Problem only where nothing can be marked at all, as without a sandbox, and Lost where
    the zygote ended meanwhile: then it can be done again, with another.
    """
    if _engine is None:  # a process of a cluster, which nobody has prepared
        from workbook.grading import station

        return station.marked(job)
    start = time.perf_counter()
    submission = job.submission
    names = merge.chosen(submission.files, job.masters)
    beside = {
        name: content
        for name, content in {**submission.files, **job.files}.items()
        if name not in names.values()
    }
    apart = _in_no_file(beside, {f"{master.name}.ipynb" for master in job.masters})
    left_out = sorted(set(beside) - apart)
    beside = {name: content for name, content in beside.items() if name in apart}
    notebooks = tuple(
        _in_a_fork(_engine, job, master, names.get(master.name), beside) for master in job.masters
    )
    spare = [name for name in beside if name.endswith(".ipynb") and name not in job.files]
    notes = [*submission.notes]
    if spare:
        notes.append(
            text(
                "Not marked, because another file is that notebook: {files}.",
                files=", ".join(spare),
            )
        )
    if left_out:
        notes.append(
            text(
                "Left out, because a file has the name of its folder: {files}.",
                files=", ".join(left_out[:10]),
            )
        )
    return Marked(
        submission.learner,
        submission.assignment,
        notebooks,
        submission.handed_in,
        tuple(notes),
        _engine.zygote.sandboxed,
        time.perf_counter() - start,
        {name: content for name, content in submission.files.items() if name in beside},
    )


def _in_no_file(names: Iterable[str], others: set[str]) -> set[str]:
    """The names that can lie on one disk with each other: a zip file can hold ``a`` and ``a/b``."""
    files = {*names, *others}
    return {
        name
        for name in names
        if name not in others
        and not any(str(folder) in files for folder in PurePosixPath(name).parents)
    }


def rehearse(assignments: tuple[tuple[Master, ...], ...]) -> None:
    """Make this process ready for the first submission of these assignments."""
    if _engine is not None:
        for masters in assignments:
            for master in masters:
                _rehearse(_engine, master)


def _in_a_fork(
    engine: Engine, job: Job, master: Master, file: str | None, beside: Mapping[str, bytes]
) -> MarkedNotebook:
    """Mark one notebook in a fork, and be there if that ends before its time.

    The fork runs no line of a learner's, but what a check does with an answer may still be too
    much for it. Then that cell has no points, and another fork goes on behind it.
    """
    _rehearse(engine, master)
    content = None if file is None else job.submission.files[file]
    told: list[list[Any]] = []
    ran: dict[int, _Ran] = {}
    for _ in range(_FORKS):
        told += _told_by_a_fork(engine, job, master, content, file or "", beside, ran)
        if not engine.zygote.alive():
            # Not the learner's fault: nothing of this may be kept.
            raise Lost
        if not told or told[-1][0] == "end":
            break
        ran |= {one[1]: _Ran(*one[1:]) for one in told if one[0] == "ran"}
        cells = told[0][1]
        left = [n for n, one in enumerate(cells) if one["cell_type"] == "code" and n not in ran]
        culprit = left[0] if left else None
        if culprit is None:  # it was at the second look; what was seen before that counts
            told.append(["end"])
            break
        ran[culprit] = _stopped_at(culprit)
        told.append(["ran", *ran[culprit]])
    return _gathered(told, master)


class _Ran(NamedTuple):
    """What came of one cell."""

    place: int
    shown: list[Output]
    parts: list[dict[str, Any]]
    error: str
    nth: int | None
    good: bool
    """Whether a process that takes the place of another may run it again."""
    notes: list[str]


def _stopped_at(place: int) -> _Ran:
    said = text("could not be marked: the answer was too much for the check.")
    return _Ran(place, [_stopped(said)], [], said, None, False, [])


def _told_by_a_fork(
    engine: Engine,
    job: Job,
    master: Master,
    content: bytes | None,
    file: str,
    beside: Mapping[str, bytes],
    done: Mapping[int, _Ran],
) -> list[list[Any]]:
    """The messages of one fork, as far as it came; the cells in ``done`` are not marked again."""
    reading, writing = os.pipe()
    here = os.getpid()
    with _folder_of(job.files) as folder:
        child = os.fork()
        if child == 0:
            sandbox.end_with(here)
            os.close(reading)
            _child(engine, job, master, content, file, beside, done, writing, folder)
        os.close(writing)
        line = Connection(reading, writable=False)
        end = time.monotonic() + 3 * job.limits.notebook_seconds + 60
        told: list[list[Any]] = []
        try:
            while not (told and told[-1][0] == "end"):
                if not line.poll(max(0.0, end - time.monotonic())):
                    break
                told.append(json.loads(line.recv_bytes()))
        except (EOFError, OSError, ValueError):
            pass
        line.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return told


@contextlib.contextmanager
def _folder_of(files: Mapping[str, bytes]) -> Iterator[str]:
    """A folder with the author's files, for checks that read a table or import a helper."""
    if not files:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="marking-given-") as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder


def _child(
    engine: Engine,
    job: Job,
    master: Master,
    content: bytes | None,
    file: str,
    beside: Mapping[str, bytes],
    done: Mapping[int, _Ran],
    writing: int,
    folder: str,
) -> None:
    """The check's side of one notebook; it never returns."""
    try:
        line = Connection(writing, readable=False)
        if folder:
            os.chdir(folder)
            sys.path.insert(0, "")
        _limit_memory(2 * (job.limits.memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for message in _marked(engine, job, master, content, file, beside, done):
            # Half of a surrogate pair, in an answer that a sentence quotes, fits into no file.
            words = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
            line.send_bytes(words)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            print(f"{master.name}: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(0)


def _limit_memory(room: int) -> None:
    """What a forged answer may make of this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + room, hard))


def _limit_time(seconds: float) -> None:
    """What a hostile value may make of a check: even one instruction of C, such as to sort it,
    can take for ever. The kernel then ends this process, and the parent goes on with the rest."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds)
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123  (every fork does it)
        return int(pages.read().split()[0]) * resource.getpagesize()


def _rehearse(engine: Engine, master: Master) -> None:
    """Run the trusted cells once in this process, without answers, for what they compute.

    The tables that checks draw are then in memory for every fork. Only cells of this course keep
    what they draw (:func:`workbook.data.fresh`); other courses would gain nothing.
    """
    key = hashlib.sha256("".join(cell.source for cell in master.cells).encode()).hexdigest()
    if key in engine.rehearsed:
        return
    engine.rehearsed.add(key)
    trusted = [cell for cell in master.cells if cell.cell_type == "code" and not cell.solution]
    for cell in trusted:
        checks.study(cell.source)
    if not any("workbook" in imported(cell.source) for cell in trusted):
        return
    engine.shell.rehearse(cell.source for cell in trusted)


def _marked(
    engine: Engine,
    job: Job,
    master: Master,
    content: bytes | None,
    file: str,
    beside: Mapping[str, bytes],
    done: Mapping[int, _Ran],
) -> Iterator[list[Any]]:
    """The messages of one notebook: its cells, what each has shown and got, and the end."""
    merged = merge.merged(content, file, master)
    yield ["cells", merged.cells, merged.metadata, merged.notes]
    places = [n for n, cell in enumerate(merged.cells) if cell["cell_type"] == "code"]
    if content is None:
        places = []
    scores: dict[int, float | None] = {}
    run = _Run(engine, job.limits, master, merged, beside)
    try:
        for place in places:
            if place in done:
                if done[place].good:
                    run.replay(place)
                continue
            one = run.cell(place)
            scores[place] = _score(merged, one)
            yield ["ran", *one]
        again = _to_look_at_again(run, merged, scores)
    finally:
        run.close()
    note = text(
        "Something in this notebook ended Python, or changed it. So each question that was not "
        "right was marked once more, alone, and the better mark counts."
    )
    for better in _alone(engine, job, master, merged, beside, again, scores):
        yield ["ran", *better._replace(notes=[note])]
    yield ["end"]


def _score(merged: Merged, ran: _Ran) -> float | None:
    """The points of a check; None for any other cell."""
    master = merged.masters[ran.place]
    if master is None or not master.check:
        return None
    return outputs.grade(master, {**merged.cells[ran.place], "outputs": ran.shown})


def _to_look_at_again(run: "_Run", merged: Merged, scores: Mapping[int, float | None]) -> list[str]:
    """The questions that are worth a second look, because another one's code may have spoiled them.

    That may be if a learner's code has ended its process, written to the line, or changed Python.
    """
    answered = {
        one.question
        for cell, one in zip(merged.cells, merged.masters, strict=True)
        if one is not None and one.solution and cell["source"] != one.source
    }
    questions = {}
    for place, score in scores.items():
        one = merged.masters[place]
        if one is not None and score is not None and score < one.points:
            questions[one.question] = one.question in answered - {run.culprit}
    wanted = [question for question, worth in questions.items() if worth]
    return wanted if wanted and run.spoiled() else []


def _alone(
    engine: Engine,
    job: Job,
    master: Master,
    merged: Merged,
    beside: Mapping[str, bytes],
    questions: list[str],
    scores: Mapping[int, float | None],
) -> Iterator[_Ran]:
    """Mark each of these questions once more, without other answers: the better counts."""
    end = time.monotonic() + job.limits.notebook_seconds
    for question in questions:
        run = _Run(engine, job.limits, master, merged, beside, end)
        try:
            for place, one in enumerate(merged.masters):
                if one is None or one.cell_type != "code" or one.question not in ("", question):
                    continue
                ran = run.cell(place)
                score, before = _score(merged, ran), scores.get(place)
                if score is not None and before is not None and score > before:
                    yield ran
        finally:
            run.close()


class _Run:
    """One notebook while it is marked."""

    def __init__(
        self,
        engine: Engine,
        limits: Limits,
        master: Master,
        merged: Merged,
        beside: Mapping[str, bytes],
        end: float | None = None,
    ) -> None:
        self._engine, self._limits, self._merged = engine, limits, merged
        self._beside = {name: bytes(content) for name, content in beside.items()}
        self._names = set(engine.shell.names)
        self._ran: list[int] = []
        """The cells that the learner's side has run, to run again where it has to be restarted."""
        self._failed: Mapping[str, Any] | None = None
        self._restarts = 0
        self._end = end or time.monotonic() + limits.notebook_seconds
        self._over = ""
        """Why nothing more is run."""
        self._room = _OUTPUT_IN_ALL * limits.output_kb * 1000
        self._place = 0
        self._count = 0
        self._notes: list[str] = []
        self._late = ""
        asked = {
            name for cell in master.cells if cell.solution for name in bound_at_top(cell.source)
        }
        known = {name for cell in master.cells for name in imported(cell.source)}
        self._checks = Checks(engine.shell, self._start(), asked, known, self._again)

    def cell(self, place: int) -> _Ran:
        """Run one cell."""
        self._place = place
        self._count += 1
        self._notes = []
        _limit_time(max(_CHECK_SECONDS, self._limits.cell_seconds))
        if not self._over:
            self._look_at_the_clock()
        parts: list[Part] = []
        good = False
        if self._over:
            shown, error = [_stopped(self._over)], self._over
        elif self._is_check(place):
            shown, parts, error = self._check()
        else:
            if self._is_trusted(place):
                self._checks.trusted(self._code(), self._limits.output_kb)
            shown, error, good = self._answer()
        told = [asdict(part) for part in parts]
        return _Ran(place, shown, told, error, self._count, good, self._notes)

    def replay(self, place: int) -> None:
        """Run a cell again that was good, for what it leaves behind."""
        self._place = place
        self._count += 1
        if self._is_trusted(place):
            self._checks.trusted(self._code(), 0)
        if not self._over:
            self._answer()

    @property
    def culprit(self) -> str:
        """The question that reached the limit of time first, and would once more; or nothing."""
        # If there was more than one end, a thread of another question may be why.
        return self._late if self._restarts <= 1 else ""

    def spoiled(self) -> bool:
        """Whether a learner's code has done something that other questions may suffer from."""
        if self._restarts or self._over:
            return self._restarts > 0
        # All of them, also a cell that was stopped: it may have changed something before.
        own = [
            cell["source"]
            for place, cell in enumerate(self._merged.cells)
            if cell["cell_type"] == "code" and not self._is_check(place)
        ]
        # A file beside the notebook may be imported in place of a library.
        if not self._beside and all(map(only_computes, own)):
            return False
        try:
            return self._checks.line.ask({"do": "changed"}) is not False
        except (Gone, TimeoutError, Garbled):
            return True

    def close(self) -> None:
        """End the learner's side, and forget what the checks have left behind."""
        self._checks.line.close()
        for name in set(self._engine.shell.names) - self._names:
            del self._engine.shell.names[name]

    def _code(self) -> str:
        code: str = self._merged.cells[self._place]["source"]
        return code

    def _is_check(self, place: int) -> bool:
        master = self._merged.masters[place]
        return master is not None and master.check

    def _is_trusted(self, place: int) -> bool:
        master = self._merged.masters[place]
        return master is not None and not master.solution and not master.check

    def _check(self) -> tuple[list[Output], list[Part], str]:
        checks = self._checks
        shown, value = checks.check(self._code(), self._limits.output_kb, self._failed)
        parts = (
            [
                # A sentence may quote what a learner wrote, such as signals to a terminal.
                Part(one.name, one.outcome.name, outputs.words(one.sentence), one.weight)
                for one in value.parts
            ]
            if type(value) is Score
            else []
        )
        if checks.slow:
            self._too_late(checks.slow)
        if checks.stopped:
            checks.line = self._again(checks.stopped)
        error = next((one for one in shown if one["output_type"] == "error"), None)
        said = outputs.words(f"{error['ename']}: {error['evalue']}") if error else ""
        return shown, parts, said

    def _answer(self) -> tuple[list[Output], str, bool]:
        """Run a cell on the learner's side: its outputs, what stopped it, whether it can be run
        again."""
        code, checks = self._code(), self._checks
        checks.line.begin()
        try:
            told = checks.line.ask({"do": "run", "code": code, "output_kb": self._limits.output_kb})
        except Late as late:
            self._failed = {"kind": "TimeoutError", "said": str(late)}
            self._too_late(str(late))
            return [*self._shown_before(late), _stopped(str(late))], str(late), False
        except Gone as end:
            self._failed = {"kind": "RuntimeError", "said": str(end)}
            checks.line = self._again(end)
            return [_stopped(str(end))], str(end), False
        except Garbled:
            told = None
        if type(told) is not list or len(told) != 2:
            # Not what this engine sends: what is in that process now cannot be trusted to be ours.
            said = disturbed()
            checks.line = self._again(Gone(said))
            return [_stopped(said)], said, False
        self._ran.append(self._place)
        shown, error = told
        self._failed = error if type(error) is dict else None
        said = (
            outputs.words(f"{error.get('own')}: {error.get('said')}"[:300]) if self._failed else ""
        )
        return self._clean(shown), said, True

    def _shown_before(self, late: Late) -> list[Output]:
        """What a cell had shown when it was interrupted."""
        try:
            shown, _ = unpack(late.answer)
        except (Garbled, TypeError, ValueError):
            return []
        return [one for one in self._clean(shown) if one["output_type"] != "error"]

    def _clean(self, shown: Any) -> list[Output]:
        """What a cell has shown, as long as there is room for it."""
        kept = outputs.clean(shown, self._limits.output_kb * 1000)
        self._room -= sum(len(repr(one)) for one in kept)
        if self._room >= 0 or not kept:
            return kept
        note = text("This notebook shows too much. What comes from here on was left out.")
        return [{"output_type": "stream", "name": "stdout", "text": f"{note}\n"}]

    def _too_late(self, why: str) -> None:
        self._notes.append(_at(self._place, self._merged, why))
        self._late = self._late or self._question(self._place)

    def _question(self, place: int) -> str:
        master = self._merged.masters[place]
        return master.question if master is not None else ""

    def _start(self) -> Line:
        line = Line(self._engine.zygote.fork(self._limits), self._limits, self._end)
        if self._beside:
            with contextlib.suppress(Gone, Garbled, TimeoutError):
                line.ask({"do": "files", "files": self._beside})
        return line

    def _look_at_the_clock(self) -> None:
        if time.monotonic() < self._end:
            return
        self._over = text("was not run: the time for this notebook was over.")
        self._notes.append(
            text(
                "The notebook was stopped after {seconds} s. What came later was not run.",
                seconds=number(self._limits.notebook_seconds),
            )
        )

    def _again(self, end: Gone) -> Line:
        """The learner's side once more, without the cell or call that ended it."""
        self._notes.append(_at(self._place, self._merged, str(end)))
        self._look_at_the_clock()
        if self._over:
            return self._checks.line
        if end.late:
            self._late = self._late or self._question(self._place)
        self._checks.line.close()
        self._restarts += 1
        if self._restarts > _RESTARTS:
            self._over = text("was not run: Python had been ended too often.")
            self._notes.append(text("It ended Python too often. What came later was not run."))
            return self._checks.line
        # If it ended twice, a cell before this question may be why: a thread, a trap.
        everything = [self._ran] if self._restarts == 1 else []
        own = [n for n in self._ran if self._question(n) in ("", self._question(self._place))]
        trusted = [n for n in self._ran if self._is_trusted(n)]
        for places in (*everything, own, trusted):
            line = self._start()
            if self._ran_again(places, line):
                return line
        self._over = text("was not run: Python had been ended too often.")
        return line

    def _ran_again(self, places: list[int], line: Line) -> bool:
        """Run these cells once more. Whether the process outlived it."""
        for place in places:
            line.begin()
            code = self._merged.cells[place]["source"]
            try:
                line.ask({"do": "run", "code": code, "output_kb": 0})
            except (TimeoutError, Garbled):
                continue
            except Gone:
                return False
        return True


def _at(place: int, merged: Merged, what: str) -> str:
    """A sentence that says which cell it was, as a learner counts: by question, else by place."""
    master = merged.masters[place]
    if master is None or not (master.number or master.question):
        before = [one for one in merged.masters[:place] if one is not None and one.number]
        if not before:
            return text("The cell number {n} {what}", n=number(place + 1), what=what)
        master = before[-1]
    return text("Question {n} {what}", n=master.number or master.question, what=what)


def _stopped(said: str) -> Output:
    name = "CellTimeoutError"
    line = text("This cell {what}", what=said)
    return {"output_type": "error", "ename": name, "evalue": line, "traceback": [line]}


def _gathered(told: list[list[Any]], master: Master) -> MarkedNotebook:
    """The marked notebook, from the messages that came before the end or a crash."""
    if not told or told[0][0] != "cells":
        merged = merge.merged(None, "", master)
        fault = text("{name} could not be read at all.", name=f"{master.name}.ipynb")
        told = [["cells", merged.cells, merged.metadata, [fault]], ["end"]]
    _, cells, metadata, notes = told[0]
    ran: dict[int, _Ran] = {}
    for result in (_Ran(*one[1:]) for one in told if one[0] == "ran"):
        notes += result.notes
        ran[result.place] = result
    if told[-1][0] != "end":
        notes.append(text("Marking stopped in the middle. What came later got no points."))
    known = {one.grade_id: one for one in master.cells}
    marked = []
    for place, cell in enumerate(cells):
        noted = cell["metadata"].get("nbgrader")
        one = known.get(noted["grade_id"]) if noted else None
        came = ran.get(place)
        if cell["cell_type"] == "code" and came is not None:
            cell["outputs"], cell["execution_count"] = came.shown, came.nth
        elif one is not None and one.check:
            cell["outputs"] = [_stopped(text("was not run."))]
        if one is not None and one.grade:
            marked.append(_marked_cell(one, cell, came))
    marked = _with_answers(marked, cells, known)
    authors = {cell.source for cell in master.cells}
    for cell in cells:
        if cell["cell_type"] == "markdown" and cell["source"] not in authors:
            cell["source"] = outputs.markdown(cell["source"])
    notebook = {
        "cells": [{"id": _id(place, cell), **cell} for place, cell in enumerate(cells)],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return MarkedNotebook(master.name, notebook, tuple(marked), tuple(dict.fromkeys(notes)))


def _id(place: int, cell: Mapping[str, Any]) -> str:
    """An id for a cell that the gradebook's tools accept, the same at each run."""
    return f"{place}-{hashlib.sha256(cell['source'].encode('utf-8', 'replace')).hexdigest()[:8]}"


def _marked_cell(master: MasterCell, cell: Mapping[str, Any], ran: _Ran | None) -> MarkedCell:
    return MarkedCell(
        master.grade_id,
        master.points,
        outputs.grade(master, cell),
        master.question or master.grade_id,
        master.number,
        master.hidden,
        True,
        tuple(Part(**part) for part in ran.parts) if ran else (),
        ran.error if ran else "",
    )


def _with_answers(
    marked: list[MarkedCell], cells: list[dict[str, Any]], known: Mapping[str, MasterCell]
) -> list[MarkedCell]:
    """Each with the learner's answer to its question, and whether that was touched at all."""
    code: dict[str, str] = {}
    touched: dict[str, bool] = {}
    for cell in cells:
        noted = cell["metadata"].get("nbgrader")
        one = known.get(noted["grade_id"]) if noted else None
        if one is not None and one.solution:
            name = one.question or one.grade_id
            code[name] = cell["source"]
            touched[name] = touched.get(name, False) or cell["source"] != one.source
    return [
        replace(one, code=code.get(one.question, ""), answered=touched.get(one.question, True))
        for one in marked
    ]
