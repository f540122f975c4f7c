"""How long does it take to mark a class? Ours against nbgrader, and against the cells alone.

    python3 start.py --here grade --help      # what is measured
    .venv/bin/python benchmarks/grading.py [--module 03_case_study] [--learners 30 300] [--rounds 3]

In one run, on the same submissions (the reference, the untouched exercise and the wrong answers of
the module, in turn), it times whole commands, from the shell's point of view:

- ``workbook grade``, feedback pages included, as always;
- ``nbgrader autograde``, and after it ``nbgrader generate_feedback``;
- "cells only", the limit: warm forks run the cells and do nothing else, no sandbox, no gradebook.
  Of these the time is that of the cells, after the imports; the others include theirs.

It compares the scores in the gradebooks and counts the pictures in the marked notebooks, and prints
medians in seconds, ratios, and the largest memory (PSS of the whole tree of processes). It tells
which of our processes used the processors: the one that reads, keeps and writes pages, those that
check, and those that run learners' code. ``--learners 1`` shows what does not grow with the class.
``--ours-only`` leaves nbgrader out, which takes a quarter of an hour at 300, and
``--without-feedback`` only its feedback, which takes as long again.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))

KINDS = ("reading, gradebook, pages", "checks", "learners' code")
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
}


class Run(NamedTuple):
    """What one command took."""

    seconds: float
    memory: float
    """The largest, in MB."""
    used: dict[str, float]
    """Seconds of a processor by kind of process, a quarter of a second before the end or later."""


def run(place: Path, *command: str) -> Run:
    """Run a Python command in ``place``."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=place,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    largest: list[float] = [0.0]
    used: dict[int, tuple[str, float]] = {}
    watching = threading.Thread(target=_watch, args=(process, largest, used), daemon=True)
    watching.start()
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)} failed in {place}")
    elapsed = time.perf_counter() - begin
    watching.join()
    by_kind = {kind: sum(one for own, one in used.values() if own == kind) for kind in KINDS}
    return Run(elapsed, largest[0], by_kind)


def _watch(
    process: subprocess.Popen[bytes], largest: list[float], used: dict[int, tuple[str, float]]
) -> None:
    while process.poll() is None:
        tree = _tree(process.pid)
        largest[0] = max(largest[0], sum(map(_memory, tree)) / 1000)
        for one, depth in tree.items():
            with contextlib.suppress(OSError):
                kind = _kind(one, depth)
                if kind:
                    used[one] = kind, _used(one, children=depth > 0)
        time.sleep(0.25)


def _kind(one: int, depth: int) -> str:
    """What a process is for; nothing for the fork of a notebook, which its parent counts."""
    reading, checks, answers = KINDS
    if b"workbook.grading.zygote" in Path(f"/proc/{one}/cmdline").read_bytes():
        return answers if depth <= 2 else ""
    return {0: reading, 1: checks}.get(depth, "")


def _tree(root: int) -> dict[int, int]:
    """The process and all that descend from it, and how far down."""
    found, todo = {}, [(root, 0)]
    while todo:
        one, depth = todo.pop()
        found[one] = depth
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                below = (task / "children").read_text().split()
                todo += [(int(child), depth + 1) for child in below]
    return found


def _used(one: int, *, children: bool) -> float:
    """Seconds of a processor, with those of the children that it has waited for."""
    fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(map(int, fields[11 : 15 if children else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    """The memory of a process in kB, with a fair share of what it shares with others."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0


def submissions(module: str, count: int) -> list[bytes]:
    """The notebooks of a class: all honest, right and wrong in turn."""
    import nbformat

    from workbook import paths
    from workbook.build import wrong

    solved = nbformat.read(paths.SOLUTIONS / module / f"{module}.ipynb", as_version=4)
    untouched = (paths.EXERCISES / module / f"{module}.ipynb").read_bytes()
    kinds = [nbformat.writes(solved).encode(), untouched]
    rounds: list[dict[str, str]] = []
    for one in wrong.read(paths.MODULES / module):
        place = next((r for r in rounds if one.question not in r), None)
        if place is None:
            rounds.append(place := {})
        place[one.question] = one.code
    for answers in rounds:
        book = nbformat.from_dict(json.loads(nbformat.writes(solved)))
        for cell in book.cells:
            name = cell.metadata.get("workbook", {}).get("question")
            cell.source = answers.get(name, cell.source)
        kinds.append(nbformat.writes(book).encode())
    return [kinds[n % len(kinds)] for n in range(count)]


def classroom(folder: Path, module: str, books: list[bytes]) -> Path:
    """A course with one assignment in its gradebook, and what the class handed in."""
    (folder / "class").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions" / module, folder / "solutions" / module)
    run(folder, "-m", "nbgrader", "generate_assignment", module)
    for number, book in enumerate(books):
        place = folder / "class" / "submitted" / f"learner_{number:04}" / module
        place.mkdir(parents=True)
        (place / f"{module}.ipynb").write_bytes(book)
    return folder


def scores(course: Path) -> dict[tuple[str, str], float | None]:
    """What each learner got for each cell, as the gradebook has it."""
    import sqlite3

    query = """SELECT student_id, base_cell.name, auto_score FROM grade
        JOIN base_cell ON base_cell.id = grade.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id"""
    with sqlite3.connect(course / "class" / "gradebook.db") as book:
        return {(row[0], row[1]): row[2] for row in book.execute(query)}


def pictures(course: Path) -> int:
    """How many PNG pictures the marked notebooks hold."""
    count = 0
    for path in (course / "class" / "autograded").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            count += sum("image/png" in out.get("data", {}) for out in cell.get("outputs", []))
    return count


def cells_only(books: list[bytes], workers: int) -> float:
    """Seconds to run the cells of all notebooks in warm forks, and nothing else."""
    workers = min(workers, len(books))
    shares = [books[n::workers] for n in range(workers)]
    context = multiprocessing.get_context("fork")
    ready, go = context.Barrier(workers + 1), context.Event()
    processes = [context.Process(target=_run_all, args=(share, ready, go)) for share in shares]
    for process in processes:
        process.start()
    ready.wait()
    begin = time.perf_counter()
    go.set()
    for process in processes:
        process.join()
    return time.perf_counter() - begin


def _run_all(books: list[bytes], ready, go) -> None:  # type: ignore[no-untyped-def]
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    import matplotlib.pyplot  # noqa: F401
    import pandas  # noqa: F401

    from workbook.grading.shell import Shell

    shell = Shell()
    shell.pictures_inline()
    _cells(shell, books[0])  # the imports of the notebook itself
    ready.wait()
    go.wait()
    for book in books:
        child = os.fork()
        if child == 0:
            _cells(shell, book)
            os._exit(0)
        os.waitpid(child, 0)
    os._exit(0)


def _cells(shell, book: bytes) -> None:  # type: ignore[no-untyped-def]
    for cell in json.loads(book)["cells"]:
        if cell["cell_type"] == "code":
            shell.run("".join(cell["source"]), 1000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--module", default="03_case_study")
    parser.add_argument("--learners", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--without-feedback", action="store_true")
    options = parser.parse_args()
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "workbook")], check=True)
    for count in options.learners:
        _measure(options, count)


def _measure(options: argparse.Namespace, count: int) -> None:
    books = submissions(options.module, count)
    times: dict[str, list[float]] = {
        "ours": [],
        "autograde": [],
        "generate_feedback": [],
        "cells": [],
    }
    memory: list[float] = []
    same = shown = None
    with tempfile.TemporaryDirectory() as folder:
        template = classroom(Path(folder, "template"), options.module, books)
        for turn in range(options.rounds):
            ours = Path(folder, f"ours_{turn}")
            shutil.copytree(template, ours)
            command = ["-m", "workbook", "grade", options.module, f"--workers={options.workers}"]
            done = run(ours, *command, f"--course={ours}")
            times["ours"].append(done.seconds)
            memory.append(done.memory)
            times["cells"].append(cells_only(books, options.workers))
            if options.ours_only:
                continue
            theirs = Path(folder, f"theirs_{turn}")
            shutil.copytree(template, theirs)
            for verb in ("autograde", "generate_feedback")[: 1 if options.without_feedback else 2]:
                took = run(theirs, "-m", "nbgrader", verb, options.module)
                times[verb].append(took.seconds)
            same = scores(ours) == scores(theirs)
            shown = pictures(ours), pictures(theirs)
    median = {name: statistics.median(values) for name, values in times.items() if values}
    print(f"\n{count} submissions of {options.module}, {options.workers} workers, median of "
          f"{options.rounds}")  # fmt: skip
    for name, seconds in median.items():
        spread = " ".join(f"{value:.2f}" for value in times[name])
        print(f"  {name:17} {seconds:8.2f} s   ({spread})")
    print(f"  ours / cells only            {median['ours'] / median['cells']:6.2f}")
    print(f"  largest memory of ours       {statistics.median(memory):6.0f} MB")
    for kind, seconds in done.used.items():
        print(f"  ours, last round, processors {seconds:6.1f} s   {kind}")
    if not options.ours_only:
        print(f"  autograde / ours             {median['autograde'] / median['ours']:6.1f}")
        if not options.without_feedback:
            both = median["autograde"] + median["generate_feedback"]
            print(f"  autograde + feedback / ours  {both / median['ours']:6.1f}")
        print(f"  scores equal: {same}   pictures, ours and nbgrader's: {shown}")


if __name__ == "__main__":
    main()
