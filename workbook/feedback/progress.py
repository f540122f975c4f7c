"""How far a learner has come: kept in ``my_work/progress.json``, on their own machine only."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from workbook import paths
from workbook.feedback import my_work
from workbook.feedback.outcome import Outcome, Score
from workbook.feedback.released import cells, folder, notebooks, option, source
from workbook.i18n import direction, number, text

tried: set[str] = set()
"""The questions that were answered, rightly or not, since the kernel was started."""


@dataclass
class Question:
    """The best answer to a question so far."""

    best: float
    points: float
    outcome: str
    attempts: int
    last: str
    """The day of the last attempt, such as 2026-11-24."""


@dataclass
class Progress:
    """All that is kept. For a quiz item: whether it was ever answered rightly."""

    questions: dict[str, Question] = field(default_factory=dict)
    quiz: dict[str, bool] = field(default_factory=dict)


def record(question: str, score: Score) -> str:
    """Keep an attempt, if the notebook that runs is a learner's own, one in ``my_work/``.

    A notebook run for marking, or by the build, is somewhere else, and leaves no trace. Returns a
    sentence if the attempt could not be kept, else an empty text.
    """
    if score.outcome is Outcome.NOT_ATTEMPTED:
        return ""
    tried.add(question)
    if _marking() or not Path.cwd().resolve().is_relative_to(my_work.folder().resolve()):
        return ""
    with _kept() as (progress, notes):
        before = progress.questions.get(question)
        attempts = before.attempts if before else 0
        if before and before.points == score.points and before.best >= score:
            entry = before
        else:
            entry = Question(float(score), score.points, score.outcome.value, 0, "")
        entry.attempts = attempts + 1
        entry.last = datetime.now().astimezone().date().isoformat()
        progress.questions[question] = entry
    return " ".join(notes)


def record_quiz(item: str, right: bool) -> str:
    """Keep that a quiz item was answered. Returns as :func:`record` does."""
    if _marking():
        return ""
    with _kept() as (progress, notes):
        progress.quiz[item] = right or progress.quiz.get(item, False)
    return " ".join(notes)


def quiz_found(item: str) -> bool:
    """Whether a quiz item was ever answered rightly. A damaged file is left for :func:`load`."""
    if _marking():
        return False
    try:
        return _read(_file(None)).quiz.get(item, False)
    except (OSError, *_DAMAGED):
        return False


def load(place: Path | None = None) -> tuple[Progress, str]:
    """What is kept in the folder ``place``, and a sentence if that was damaged, else an empty text.

    A damaged file is put aside under another name: perhaps somebody can mend it.
    """
    file = _file(place)
    try:
        return _read(file), ""
    except FileNotFoundError:
        return Progress(), ""
    except OSError:
        return Progress(), text("Your progress in {file} cannot be read.", file=_name(file))
    except _DAMAGED:
        aside = my_work.free_name(file, text("damaged"))
        try:
            file.rename(aside)
        except OSError:
            return Progress(), text("Your progress in {file} cannot be read.", file=_name(file))
        return Progress(), text(
            "The file with your progress was damaged. It was kept as {file}, and a new one begins.",
            file=_name(aside),
        )


def save(progress: Progress, place: Path | None = None) -> None:
    """Write the file so that it is always whole: the old one until the new one is complete."""
    file = _file(place)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        part.write_text(
            json.dumps(asdict(progress), indent=1, sort_keys=True, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


class Module(NamedTuple):
    """How far one module is done."""

    title: str
    questions_done: int
    questions: int
    points: float
    all_points: float
    quiz_done: int
    quiz: int
    plan_made: bool | None = None
    """For the module that makes the plan; None for all others."""

    @property
    def done(self) -> float:
        """From 0 to 1, each question, each quiz item and the plan the same."""
        everything = self.questions + self.quiz + (self.plan_made is not None)
        done = self.questions_done + self.quiz_done + bool(self.plan_made)
        return done / everything if everything else 0

    @property
    def plan_note(self) -> str:
        """A sentence on the plan, in the module that makes it; else an empty text."""
        if self.plan_made is None:
            return ""
        return text("The plan is made.") if self.plan_made else text("No plan is made yet.")


def modules(
    progress: Progress, exercises: Path, course: Path, place: Path | None = None
) -> list[Module]:
    """Each module of the course: what there is to do, and what has been done.

    What is only checked when work is marked, and what a person reads, is not counted. Whether
    there is a plan is seen from the folder ``place``, by default the learner's own.
    """
    planned = any((place or my_work.folder()).glob("plan_*.html"))
    exercise_files: dict[str, list[Path]] = {}
    for file in notebooks(exercises):
        exercise_files.setdefault(file.parent.name, []).append(file)
    lessons = {file.stem: file for file in sorted(course.glob("*.ipynb"))}
    return [
        _module(name, lessons.get(name), exercise_files.get(name, []), progress, planned)
        for name in sorted(lessons.keys() | exercise_files.keys())
    ]


class Overview:
    """The modules as a table, for the start page."""

    def __init__(self, modules: list[Module], note: str = "") -> None:
        self.modules, self.note = modules, note

    def __repr__(self) -> str:
        lines = [
            text(
                "{module}: questions {questions}, points {points}, quiz {quiz}",
                module=module.title,
                questions=_of(module.questions_done, module.questions),
                points=_of(module.points, module.all_points),
                quiz=_of(module.quiz_done, module.quiz),
            )
            + (f". {module.plan_note}" if module.plan_note else "")
            for module in self.modules
        ]
        return "\n".join([*lines, *([self.note] if self.note else [])])

    def _repr_html_(self) -> str:
        cell = "padding: 0.3em 0.8em; border-bottom: 1px solid; text-align: start;"
        heads = [text("Module"), text("Questions done"), text("Points"), text("Quiz"), text("Done")]
        head = "".join(f'<th scope="col" style="{cell}">{escape(word)}</th>' for word in heads)
        rows = ""
        for module in self.modules:
            values = [
                escape(_of(module.questions_done, module.questions)),
                escape(_of(module.points, module.all_points)),
                escape(_of(module.quiz_done, module.quiz)),
                _bar(module.done),
            ]
            plan = f"<br><small>{escape(module.plan_note)}</small>" if module.plan_note else ""
            rows += f'<tr><th scope="row" style="{cell}">{escape(module.title)}{plan}</th>'
            style = f"{cell} white-space: nowrap;"
            rows += "".join(f'<td style="{style}">{value}</td>' for value in values) + "</tr>"
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return (
            f'<div dir="{direction()}"><table style="border-collapse: collapse">'
            f'<caption style="text-align: start">{escape(text("Your progress"))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}</div>"
        )


def progress() -> Overview:
    """How far you are in each module, read from your own folder ``my_work``."""
    kept, note = load()
    return Overview(modules(kept, folder(paths.EXERCISES), folder(paths.COURSE)), note)


@contextlib.contextmanager
def _kept() -> Iterator[tuple[Progress, list[str]]]:
    """What is kept, to change inside the ``with``; notes to the learner are added to the list."""
    notes: list[str] = []
    kept, note = load()
    if note:
        notes.append(note)
    yield kept, notes
    if note and _file(None).exists():
        return  # it could not be read: writing would lose it
    try:
        save(kept)
    except OSError:
        notes.append(
            text("Your progress could not be kept: the folder my_work cannot be written to.")
        )


_DAMAGED = (ValueError, TypeError, AttributeError, LookupError)
"""What :func:`_read` raises at a file that does not hold what :func:`save` writes."""


def _read(file: Path) -> Progress:
    return _parsed(json.loads(file.read_text(encoding="utf-8")))


def _parsed(content: Any) -> Progress:
    """Raises ValueError and the like if the file does not hold what :func:`save` writes."""
    known = {one.name for one in fields(Question)}
    questions = {
        str(name): Question(**{key: entry[key] for key in known})
        for name, entry in content["questions"].items()
    }
    for entry in questions.values():
        if not (0 <= entry.best <= entry.points and entry.attempts >= 1):
            raise ValueError(entry)
        Outcome(entry.outcome)
    quiz = {str(name): right for name, right in content["quiz"].items()}
    if not all(type(right) is bool for right in quiz.values()):
        raise ValueError(quiz)
    return Progress(questions, quiz)


def _module(
    name: str, lesson: Path | None, exercises: list[Path], kept: Progress, planned: bool
) -> Module:
    points: dict[str, float] = {}
    for cell in cells(exercises):
        question = option(cell, "check")
        if question and not option(cell, "hidden"):
            points[question] = points.get(question, 0) + option(cell, "points")
    told = list(cells([lesson] if lesson else []))
    quiz = [item for cell in told if (item := option(cell, "quiz"))]
    makes_plan = any(cell["cell_type"] == "code" and "make_plan()" in source(cell) for cell in told)
    best = {question: _best(kept.questions, question, worth) for question, worth in points.items()}
    return Module(
        title=_title([*([lesson] if lesson else []), *exercises]) or name,
        questions_done=sum(best[question] == worth for question, worth in points.items()),
        questions=len(points),
        points=sum(best.values()),
        all_points=sum(points.values()),
        quiz_done=sum(kept.quiz.get(item, False) for item in quiz),
        quiz=len(quiz),
        plan_made=planned if makes_plan else None,
    )


def _best(questions: Mapping[str, Question], question: str, worth: float) -> float:
    """The best score, in today's points: a newer exercise may give more or fewer."""
    entry = questions.get(question)
    return worth * entry.best / entry.points if entry and entry.points else 0


def _title(files: list[Path]) -> str:
    """The first heading of these notebooks."""
    for cell in cells(files):
        for line in source(cell).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").strip()
    return ""


def _of(done: float, everything: float) -> str:
    if not everything:
        return text("none")
    return text("{done} of {all}", done=_short(done), all=_short(everything))


def _short(value: float) -> str:
    return number(value, 0 if value == round(value) else 1)


def _bar(done: float) -> str:
    """Ten squares for the eye, and the share in words for everybody."""
    full = int(10 * done)
    squares = "■" * full + "□" * (10 - full)
    return f'<span aria-hidden="true">{squares}</span> {escape(f"{int(100 * done)}%")}'


def _file(place: Path | None) -> Path:
    return (place or my_work.folder()) / "progress.json"


def _name(file: Path) -> str:
    return f"my_work/{file.name}"


def _marking() -> bool:
    return "NBGRADER_EXECUTION" in os.environ
