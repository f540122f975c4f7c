"""A learner marks their own work: the same checks as in class, also on fresh data, and no scores
kept. It says what is right already, and what to look at again."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console

from workbook import paths
from workbook.errors import Problem
from workbook.feedback import my_work, released
from workbook.feedback.outcome import Outcome
from workbook.grading import mark as marking
from workbook.grading import sandbox
from workbook.grading.mark import Job
from workbook.grading.merge import Master, MasterCell, chosen
from workbook.grading.records import Marked, Submission
from workbook.grading.reports.questions import Question, questions, short
from workbook.grading.zygote import Zygote
from workbook.i18n import text


def mark(assignments: Iterable[str], console: Console, place: Path | None = None) -> int:
    """Mark the notebooks in ``my_work/`` and print what to look at again. Changes no file.

    Raises Problem if there is none, or no such exercise.
    """
    place = place or my_work.folder()
    masters = {master.name: master for master in own_masters()}
    for name in assignments:
        if name not in masters:
            raise released.unknown(name, masters)
    wanted = set(assignments) or set(masters)
    copies = {name: path for name, path in _copies(place, masters.values()) if name in wanted}
    if not copies:
        raise Problem(text("There is no exercise of yours in {folder} yet.", folder=place))
    # A learner's own code, on their own machine: the sandbox is a help here, and no condition.
    with _engine(sandboxed=not sandbox.possible()):
        for name, path in copies.items():
            files = {path.name: path.read_bytes()}
            files |= {
                one.name: one.read_bytes() for one in path.parent.glob("*.py") if one.is_file()
            }
            submission = Submission("", name, files)
            marked = marking.mark(Job(submission, (masters[name],)))
            for line in told(path, marked):
                console.print(line, markup=False)
    return 0


class _engine:
    """The engine in this process, for as long as it is needed."""

    def __init__(self, *, sandboxed: bool) -> None:
        self._sandboxed = sandboxed

    def __enter__(self) -> None:
        self._zygote = Zygote(sandboxed=self._sandboxed)
        self._zygote.prepare(marking.modules(tuple(own_masters())))
        self._zygote.ready()
        marking.begin(self._zygote)

    def __exit__(self, *_: object) -> None:
        marking.end()
        self._zygote.close()


def own_masters() -> list[Master]:
    """The course's exercises, from its own folders: a learner has no gradebook."""
    return [_master(path) for path in released.notebooks(paths.SOLUTIONS)]


def _master(path: Path) -> Master:
    given_out = {
        str(cell["metadata"]["nbgrader"]["grade_id"]): released.source(cell)
        for cell in released.cells([paths.EXERCISES / path.parent.name / path.name])
        if "nbgrader" in cell["metadata"]
    }
    cells = []
    for cell in released.cells([path]):
        noted = cell["metadata"].get("nbgrader")
        if not noted:
            continue
        name, solution = noted["grade_id"], noted["solution"]
        cells.append(
            MasterCell(
                name,
                cell["cell_type"],
                given_out.get(name, "") if solution else released.source(cell),
                "",
                locked=noted["locked"] and not solution,
                grade=noted["grade"],
                solution=solution,
                task=noted["task"],
                points=float(noted.get("points", 0)),
                question=released.option(cell, "question") or released.option(cell, "check") or "",
                number=_number(path, cell),
                hidden=bool(released.option(cell, "hidden")),
            )
        )
    return Master(path.stem, tuple(cells))


def _number(path: Path, cell: released.Cell) -> str:
    question = released.option(cell, "question") or released.option(cell, "check")
    for other in released.cells([path]):
        if released.option(other, "question") == question and question:
            return str(released.option(other, "number") or "")
    return ""


def _copies(place: Path, masters: Iterable[Master]) -> Iterator[tuple[str, Path]]:
    """The learner's newest copy of each exercise, under whatever name."""
    files = {
        str(path): path.read_bytes()
        for path in sorted(place.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    }
    for master in masters:
        mine = {
            name: content
            for name, content in files.items()
            if any(
                json.dumps(cell.grade_id).encode() in content
                for cell in master.cells
                if cell.solution
            )
        }
        found = chosen(dict(reversed(mine.items())), [master])
        if found:
            yield master.name, Path(found[master.name])


def told(path: Path, marked: Marked) -> Iterator[str]:
    """The lines for one exercise."""
    cells = [cell for book in marked.notebooks for cell in book.cells]
    yield ""
    sums = {
        "file": path.name,
        "score": short(sum(cell.score or 0 for cell in cells)),
        "points": short(sum(cell.points for cell in cells if cell.score is not None)),
    }
    read = sum(cell.points for cell in cells if cell.score is None)
    if read:
        yield text(
            "{file}: {score} of {points} points; {read} more are for a person to give.",
            read=short(read),
            **sums,
        )
    else:
        yield text("{file}: {score} of {points} points.", **sums)
    for note in [note for book in marked.notebooks for note in book.notes]:
        yield f"  {note}"
    for one in (one for book in marked.notebooks for one in questions(book)):
        values = {"question": one.label, "score": short(one.score), "points": short(one.points)}
        match one.outcome:
            case None:
                yield text("  {question}: written, for a person to read", **values)
            case Outcome.NOT_ATTEMPTED:
                yield text("  {question}: not answered yet", **values)
            case Outcome.RIGHT:
                yield text("  {question}: right, {score} of {points}", **values)
            case _:
                yield text("  {question}: look at it again, {score} of {points}", **values)
                yield from (f"      {sentence}" for sentence in _to_look_at(one)[:4])


def _to_look_at(question: Question) -> list[str]:
    """What is not right, each sentence once."""
    parts = [
        text("{part}: {sentence}", part=part.name, sentence=part.sentence)
        for cell in question.cells
        for part in cell.parts
        if part.outcome != Outcome.RIGHT.name and part.sentence
    ]
    errors = [cell.error for cell in question.cells if cell.error]
    return list(dict.fromkeys(parts + errors))
