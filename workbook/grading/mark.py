"""Mark one submission: :func:`mark` takes plain values and gives plain values.

So any executor of :mod:`concurrent.futures` can run it: threads of control of this machine, or of
a cluster. Each notebook is marked in a fork of its own (the check's side, which runs no line of a
learner's), and talks to another fork of a zygote (the learner's side, in its sandbox).
"""

import contextlib
import hashlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from typing import Any

from workbook.feedback.outcome import Score
from workbook.grading import checks, merge, outputs, sandbox
from workbook.grading.checks import Checks, Gone, Line, bound_at_top, imported
from workbook.grading.merge import Master, MasterCell, Merged
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part, Submission
from workbook.grading.sandbox import Limits
from workbook.grading.shell import Output, Shell
from workbook.grading.wire import Garbled
from workbook.grading.zygote import Lost, Zygote
from workbook.i18n import language, number, text

_RESTARTS = 5
"""How often a learner's side that ended is begun again for the rest of a notebook."""


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


def begin(zygote: Zygote, parent: int | None = None) -> None:
    """Make this process ready to mark, with a zygote that was started before.

    It ends with the process ``parent`` that started it, also if that is killed.
    """
    global _engine
    if parent is not None:
        sandbox.end_with(parent)
    _engine = Engine(zygote)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that runs the whole


def end() -> None:
    """Forget what :func:`begin` made."""
    global _engine
    _engine = None


def modules(masters: tuple[Master, ...]) -> list[str]:
    """What the notebooks import: a zygote has it before the first submission asks."""
    return sorted(
        {name for master in masters for cell in master.cells for name in imported(cell.source)}
    )


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


def rehearse(assignments: tuple[tuple[Master, ...], ...]) -> None:
    """Make this process ready for the first submission of these assignments."""
    if _engine is not None:
        for masters in assignments:
            for master in masters:
                _rehearse(_engine, master)


def _in_a_fork(
    engine: Engine, job: Job, master: Master, file: str | None, beside: Mapping[str, bytes]
) -> MarkedNotebook:
    """Mark one notebook in a fork, and be there if that ends before its time."""
    _rehearse(engine, master)
    content = None if file is None else job.submission.files[file]
    reading, writing = os.pipe()
    here = os.getpid()
    child = os.fork()
    if child == 0:
        sandbox.end_with(here)
        _child(engine, job, master, content, file or "", beside, writing, reading)
    os.close(writing)
    line = Connection(reading, writable=False)
    end = time.monotonic() + 1.5 * job.limits.notebook_seconds + 4 * job.limits.cell_seconds + 30
    told: list[Any] = []
    try:
        while not (told and told[-1][0] in ("end", "lost")):
            if not line.poll(max(0.0, end - time.monotonic())):
                break
            told.append(json.loads(line.recv_bytes()))
    except (EOFError, OSError, ValueError):
        pass
    line.close()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if told and told[-1][0] == "lost":
        raise Lost
    return _gathered(told, master)


def _child(
    engine: Engine,
    job: Job,
    master: Master,
    content: bytes | None,
    file: str,
    beside: Mapping[str, bytes],
    writing: int,
    reading: int,
) -> None:
    """The check's side of one notebook; it never returns."""
    try:
        os.close(reading)
        line = Connection(writing, readable=False)
        size = resource.getrlimit(resource.RLIMIT_AS)
        if size[0] == resource.RLIM_INFINITY:  # what a forged answer may make of this process
            room = _address_space() + 2 * (job.limits.memory_mb << 20)
            resource.setrlimit(resource.RLIMIT_AS, (room, size[1]))
        try:
            for message in _marked(engine, job, master, content, file, beside):
                line.send_bytes(json.dumps(message).encode("utf-8", "replace"))
        except Lost:
            line.send_bytes(b'["lost"]')
    except BaseException as error:
        with contextlib.suppress(BaseException):
            print(f"{master.name}: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(0)


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
    names = set(engine.shell.names)
    for cell in trusted:
        engine.shell.run(cell.source, 0)
    for name in set(engine.shell.names) - names:
        del engine.shell.names[name]


def _marked(
    engine: Engine,
    job: Job,
    master: Master,
    content: bytes | None,
    file: str,
    beside: Mapping[str, bytes],
) -> Iterator[list[Any]]:
    """The messages of one notebook: its cells, what each has shown and got, and the end."""
    merged = merge.merged(content, file, master)
    yield ["cells", merged.cells, merged.metadata, merged.notes]
    run = _Run(engine, job.limits, master, merged, beside)
    try:
        for place, cell in enumerate(merged.cells):
            if cell["cell_type"] == "code" and content is not None:
                shown, parts, error = run.cell(place)
                if run.lost:
                    raise Lost
                yield ["ran", place, shown, [asdict(part) for part in parts], error, run.count]
    finally:
        run.close()
    yield ["end", run.notes]


class _Run:
    """One notebook while it is marked."""

    def __init__(
        self,
        engine: Engine,
        limits: Limits,
        master: Master,
        merged: Merged,
        beside: Mapping[str, bytes],
    ) -> None:
        self._engine, self._limits, self._merged = engine, limits, merged
        self._beside = {name: bytes(content) for name, content in beside.items()}
        self._ran: list[str] = []
        """The cells that the learner's side has run, to run again where it has to be restarted."""
        self._failed: Mapping[str, Any] | None = None
        self._restarts = 0
        self._end = time.monotonic() + limits.notebook_seconds
        self._over = False
        self.notes: list[str] = []
        self.count = 0
        asked = {
            name for cell in master.cells if cell.solution for name in bound_at_top(cell.source)
        }
        known = {name for cell in master.cells for name in imported(cell.source)}
        self._line = self._start()
        self._checks = Checks(engine.shell, self._line, asked, known)

    @property
    def lost(self) -> bool:
        """Whether the zygote is there no more."""
        return self._line.lost

    def cell(self, place: int) -> tuple[list[Output], list[Part], str]:
        """Run one cell. Returns its outputs, the parts of a check, and what stopped it."""
        cell, master = self._merged.cells[place], self._merged.masters[place]
        self.count += 1
        if time.monotonic() > self._end or self._over:
            if not self._over:
                self.notes.append(
                    text(
                        "The notebook was stopped after {seconds} s. What came later was not run.",
                        seconds=number(self._limits.notebook_seconds),
                    )
                )
            self._over = True
            said = text("was not run: the time for this notebook was over.")
            return [_stopped(said)], [], said
        if master is not None and master.check:
            return self._check(cell["source"], place)
        trusted = master is not None and not master.solution
        if trusted:
            self._checks.trusted(cell["source"], self._limits.output_kb)
        shown, error = self._answer(cell["source"], place)
        return shown, [], error

    def _check(self, code: str, place: int) -> tuple[list[Output], list[Part], str]:
        shown, value = self._checks.check(code, self._limits.output_kb, self._failed)
        parts = (
            [Part(one.name, one.outcome.name, one.sentence, one.weight) for one in value.parts]
            if type(value) is Score
            else []
        )
        if self._checks.stopped:
            self._restart(self._checks.stopped, place)
        error = next((one for one in shown if one["output_type"] == "error"), None)
        said = f"{error['ename']}: {error['evalue']}" if error else ""
        return shown, parts, said

    def _answer(self, code: str, place: int) -> tuple[list[Output], str]:
        try:
            told = self._line.ask({"do": "run", "code": code, "output_kb": self._limits.output_kb})
        except TimeoutError as late:
            self._failed = {"kind": "TimeoutError", "said": str(late)}
            self._ran.append(code)
            self.notes.append(_at(place, self._merged, str(late)))
            return [_stopped(str(late))], str(late)
        except Gone as end:
            self._failed = {"kind": "RuntimeError", "said": str(end)}
            self._restart(str(end), place)
            return [_stopped(str(end))], str(end)
        except Garbled:
            told = None
        if type(told) is not list or len(told) != 2:
            said = text("sent back something that is no output.")
            return [_stopped(said)], said
        self._ran.append(code)
        shown, error = told
        self._failed = error if type(error) is dict else None
        said = f"{error.get('own')}: {error.get('said')}" if type(error) is dict else ""
        return outputs.clean(shown, self._limits.output_kb * 1000), said[:300]

    def _start(self) -> Line:
        line = Line(self._engine.zygote.fork(self._limits), self._limits)
        if self._beside:
            with contextlib.suppress(Gone, Garbled, TimeoutError):
                line.ask({"do": "files", "files": self._beside})
        return line

    def _restart(self, why: str, place: int) -> None:
        """Begin the learner's side again, without the cell or call that ended it."""
        self.notes.append(_at(place, self._merged, why))
        self._line.close()
        self._restarts += 1
        if self._restarts > _RESTARTS:
            self._over = True
            self.notes.append(text("It ended Python too often. What came later was not run."))
            return
        try:
            self._line = self._start()
            for code in self._ran:
                with contextlib.suppress(TimeoutError, Garbled):
                    self._line.ask({"do": "run", "code": code, "output_kb": 0})
        except Gone:
            self._over = True
        self._checks.attach(self._line)

    def close(self) -> None:
        """End the learner's side."""
        self._line.close()


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


def _gathered(told: list[Any], master: Master) -> MarkedNotebook:
    """The marked notebook, from the messages that came before the end or a crash."""
    if not told or told[0][0] != "cells":
        merged = merge.merged(None, "", master)
        fault = text("{name} could not be read at all.", name=f"{master.name}.ipynb")
        told = [["cells", merged.cells, merged.metadata, [fault]], ["end", []]]
    _, cells, metadata, notes = told[0]
    ran = {one[1]: one for one in told[1:] if one[0] == "ran"}
    if told[-1][0] == "end":
        notes = [*notes, *told[-1][1]]
    else:
        notes = [*notes, text("Marking stopped in the middle. What came later got no points.")]
    known = {one.grade_id: one for one in master.cells}
    marked = []
    for place, cell in enumerate(cells):
        noted = cell["metadata"].get("nbgrader")
        one = known.get(noted["grade_id"]) if noted else None
        _, _, shown, parts, error, count = ran.get(place, (0, 0, [], [], "", None))
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = shown, count
            if one is not None and one.check and place not in ran:
                cell["outputs"] = [_stopped(text("was not run."))]
        if one is not None and one.grade:
            marked.append(_marked_cell(one, cell, parts, error))
    marked = _with_answers(marked, cells, known)
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


def _marked_cell(
    master: MasterCell, cell: Mapping[str, Any], parts: list[Any], error: str
) -> MarkedCell:
    return MarkedCell(
        master.grade_id,
        master.points,
        outputs.grade(master, cell),
        master.question or master.grade_id,
        master.number,
        master.hidden,
        True,
        tuple(Part(**part) for part in parts),
        error,
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
