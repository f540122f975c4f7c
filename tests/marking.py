"""A tiny assignment, to try marking on: one answer, its check, and one process for all tests."""

import contextlib
import json
from collections.abc import Iterator, Mapping

from workbook.grading import mark
from workbook.grading.mark import Job
from workbook.grading.merge import Master, MasterCell
from workbook.grading.records import Marked, Submission
from workbook.grading.sandbox import Limits
from workbook.grading.zygote import Zygote

QUICK = Limits(cell_seconds=1.0, notebook_seconds=20.0, memory_mb=300, output_kb=60, files_mb=8)


@contextlib.contextmanager
def engine(*, sandboxed: bool = True) -> Iterator[Zygote]:
    """This process marks, with a zygote of its own."""
    zygote = Zygote(sandboxed=sandboxed)
    zygote.prepare([])
    zygote.ready()
    mark.begin(zygote)
    try:
        yield zygote
    finally:
        mark.end()
        zygote.close()


def master(*pairs: tuple[str, str], setup: str = "") -> Master:
    """An assignment of questions: pairs of a stub, and a check of one point."""
    cells = [MasterCell("setup", "code", setup, "", locked=True)] if setup else []
    for number, (stub, check) in enumerate(pairs, 1):
        name = f"q{number}"
        cells += [
            MasterCell(name, "code", stub, "", solution=True, question=name, number=str(number)),
            MasterCell(
                f"{name}_check", "code", check, "", locked=True, grade=True, points=1.0,
                question=name, number=str(number),
            ),
        ]  # fmt: skip
    return Master("ex", tuple(cells))


def notebook(given_out: Master, answers: Mapping[str, str]) -> bytes:
    """What a learner hands in: the assignment with some cells in other words."""
    cells = [
        {
            "cell_type": one.cell_type,
            "source": answers.get(one.grade_id, one.source),
            "metadata": {"nbgrader": one.metadata()},
            "outputs": [],
        }
        for one in given_out.cells
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def marked(
    given_out: Master, answers: Mapping[str, str], limits: Limits = QUICK, **files: bytes
) -> Marked:
    """Mark one submission."""
    content = {"ex.ipynb": notebook(given_out, answers), **files}
    return mark.mark(Job(Submission("a learner", "ex", content), (given_out,), limits))


def scores(one: Marked) -> list[float | None]:
    """The points of each check, in order."""
    return [cell.score for book in one.notebooks for cell in book.cells]
