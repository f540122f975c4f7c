"""Building the course, and checking that what is committed is what the sources build."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbook import paths
from workbook.build import (
    claims,
    exercise,
    glossary,
    lesson,
    release,
    run,
    source,
    trainer,
    wrong,
)
from workbook.errors import Problem

BUILT = ("course", "solutions", "exercises", "trainer")


def build(folder: Path, only: str | None = None, *, verify: bool = True) -> list[Path]:
    """Build every module, or those whose name starts with ``only``, into ``folder``.

    Without ``verify`` the answers in ``wrong/`` are not tried: see :func:`verify_elsewhere`.
    """
    chosen = [module for module in source.modules() if module.name.startswith(only or "")]
    if not chosen:
        raise Problem(f"There is no module '{only}' in modules/.")
    # The start page comes last: it counts the questions of all the other notebooks.
    built = [
        made for module in reversed(chosen) for made in build_module(module, folder, verify=verify)
    ]
    if not only:  # it names all modules
        words = folder / "course" / glossary.NAME
        words.write_text(glossary.page(), encoding="utf-8", newline="\n")
        built.append(words)
    return [*built, *trainer.build(folder / "trainer", only)]


def build_module(module: Path, folder: Path, *, verify: bool = True) -> Iterable[Path]:
    """Build the lesson and, where there is one, the exercise of a module into ``folder``."""
    if (module / "exercise.md").exists():
        # First, because the lesson lays a copy of the exercise into the learner's folder.
        yield from _build_exercise(module, folder, verify=verify)
    text = source.read(module / "lesson.md")
    claims.verify(text)
    learner = lesson.learner_notebook(text)
    source.stable_ids(learner.cells, module.name)
    target = folder / "course" / f"{module.name}.ipynb"
    run.run(learner, text.name, target.parent)
    run.write(learner, target)
    yield target


def verify_elsewhere() -> None:
    """Try every answer on the tables in use, which are of another seed than the course's own.

    Raises Problem unless the right ones get all points and no wrong one does.
    """
    for module in source.modules():
        if (module / "exercise.md").exists():
            questions, solution = _exercise(module)
            wrong.verify_elsewhere(questions, solution)


def _exercise(module: Path) -> tuple[source.Source, Any]:
    """An exercise, and its notebook in nbgrader's source form, not yet run."""
    questions = source.read(module / "exercise.md")
    solution = exercise.solution_notebook(questions)
    source.stable_ids(solution.cells, module.name)
    return questions, solution


def _build_exercise(module: Path, folder: Path, *, verify: bool) -> Iterable[Path]:
    questions, solution = _exercise(module)
    claims.verify(questions)
    if verify:
        wrong.verify(questions, solution)
    target = folder / "solutions" / module.name / f"{module.name}.ipynb"
    run.run(solution, questions.name, target.parent)
    run.write(solution, target)
    yield target
    release.release(module.name, folder)
    yield folder / "exercises" / module.name / f"{module.name}.ipynb"


def check(only: str | None = None) -> list[str]:
    """A sentence for each built file that differs from its source, naming the cell."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        build(fresh, only)
        return compare(fresh, paths.ROOT, only)


def compare(fresh: Path, committed: Path, only: str | None = None) -> list[str]:
    """How the built notebooks of ``committed`` differ from those of ``fresh``."""
    names = {
        path.relative_to(root).as_posix()
        for root in (fresh, committed)
        for built in BUILT
        for path in (root / built).rglob("*.*")
        if path.is_file()
        and path.stem.startswith(only or "")
        and ".ipynb_checkpoints" not in path.parts
    }
    return [
        fault for name in sorted(names) if (fault := _differs(name, fresh / name, committed / name))
    ]


def _differs(name: str, fresh: Path, committed: Path) -> str:
    if not committed.exists():
        return f"{name} is missing. Run 'workbook build'."
    if not fresh.exists():
        return f"{name} has no source in modules/. Delete it."
    expected, found = fresh.read_bytes(), committed.read_bytes()
    if expected == found:
        return ""
    try:
        pairs = zip(json.loads(expected)["cells"], json.loads(found)["cells"], strict=False)
        for number, (wanted, has) in enumerate(pairs, start=1):
            if wanted != has:
                return f"{name}, cell {number} ({wanted['id']}) differs from its source."
    except (ValueError, KeyError, TypeError):
        return f"{name} differs from its source."
    return f"{name} differs from its source outside its cells."
