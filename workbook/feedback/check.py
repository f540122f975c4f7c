"""Check the answers to one question, and say what is missing.

A check cell of an exercise reads::

    q = Check("turnout_range", points=2)
    q.number("lowest number of people", lambda: people_low, low, reasons=[(40, "That is ...")])
    q.number("highest number of people", lambda: people_high, high)
    q.score()

Each part asks for one answer, through a ``lambda`` because asking may fail, and compares it with
an expected value. :meth:`Check.score` shares the points among the parts that are right.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from workbook.errors import Problem
from workbook.feedback import compare
from workbook.feedback.compare import Reasons
from workbook.feedback.outcome import Finding, Part, Score
from workbook.feedback.progress import record
from workbook.feedback.run import ask
from workbook.feedback.slips import unreadable
from workbook.feedback.words import Words
from workbook.i18n import text

Answer = Callable[[], object]


class Check:
    """The named parts of the check of one ``question``, which is worth ``points``.

    In each part, ``points`` is its weight among the parts, ``reasons`` are the wrong answers one
    expects, each with the sentence to say, and ``tolerance`` is as in
    :mod:`workbook.feedback.compare`. A part is compared at once, in the order of the calls.
    """

    def __init__(self, question: str, points: float) -> None:
        self.question = question
        self.points = points
        self._parts: list[Part] = []
        notebook = _notebook()
        self._before = dict(notebook)
        notebook.update(_own_names.get(question, {}))

    def number(
        self,
        name: str,
        answer: Answer,
        expected: float,
        *,
        tolerance: float | None = None,
        reasons: Reasons = (),
        points: float = 1,
    ) -> None:
        """One number. A whole ``expected`` number must be met exactly."""
        self._add(
            name, answer, points, lambda given: compare.number(given, expected, tolerance, reasons)
        )

    def choice(
        self,
        name: str,
        answer: Answer,
        expected: str,
        *,
        reasons: Mapping[str, str] | None = None,
        points: float = 1,
    ) -> None:
        """A letter, or a word. ``reasons`` has a sentence for each of the other choices."""
        self._add(name, answer, points, lambda given: compare.choice(given, expected, reasons))

    def interval(
        self,
        name: str,
        answer: Answer,
        expected: Sequence[float],
        *,
        tolerance: float | None = None,
        reasons: Reasons = (),
        points: float = 1,
    ) -> None:
        """A low and a high end. The wrong values in ``reasons`` are pairs too."""
        self._add(
            name,
            answer,
            points,
            lambda given: compare.interval(given, expected, tolerance, reasons),
        )

    def items(
        self,
        name: str,
        answer: Answer,
        expected: Sequence[object],
        *,
        ordered: bool = True,
        tolerance: float | None = None,
        reasons: Reasons = (),
        points: float = 1,
    ) -> None:
        """A list of words or numbers, in the expected order unless ``ordered`` is False."""
        self._add(
            name,
            answer,
            points,
            lambda given: compare.items(given, expected, ordered, tolerance, reasons),
        )

    def table(
        self,
        name: str,
        answer: Answer,
        expected: pd.DataFrame | pd.Series,
        *,
        tolerance: float | None = None,
        reasons: Reasons = (),
        points: float = 1,
    ) -> None:
        """A DataFrame or a Series: column names, row labels and values."""
        self._add(
            name, answer, points, lambda given: compare.table(given, expected, tolerance, reasons)
        )

    def score(self) -> Score | None:
        """The points so far, as the last line of a check cell; the cell then shows the feedback.

        A cell without parts is one whose hidden part was taken out when the exercise was given
        out: it shows a sentence, and there are no points to return.

        Raises Problem if there is no part where there should be one: when work is marked.
        """
        if not self._parts:
            if os.environ.get("NBGRADER_EXECUTION") == "autograde":
                # Without points and without an error, nbgrader would give full marks.
                raise Problem(
                    text(
                        "The check of “{question}” has no parts, so it cannot give points.",
                        question=self.question,
                    )
                )
            display(Words(text("This check runs when your work is marked.")))
            return None
        self._put_names_aside()
        score = Score(self._parts, self.points)
        note = " ".join(filter(None, [_cell_before(), record(self.question, score)]))
        return Score(self._parts, self.points, note) if note else score

    def _put_names_aside(self) -> None:
        """Give the notebook back the names it had before this cell.

        Else a learner's function that forgot to define ``total`` would find the check's own.
        What the cell defined is there again in the next check of the same question.
        """
        notebook = _notebook()
        own = {
            name: value
            for name, value in notebook.items()
            if not name.startswith("_")
            and not (name in self._before and self._before[name] is value)
            and value is not self
        }
        _own_names[self.question] = own
        for name in own:
            if name in self._before:
                notebook[name] = self._before[name]
            else:
                del notebook[name]

    def _add(
        self, name: str, answer: Answer, points: float, judge: Callable[[object], Finding]
    ) -> None:
        value, finding = ask(answer)
        outcome, sentence = finding or judge(value)
        self._parts.append(Part(name, outcome, sentence, points))


_own_names: dict[str, dict[str, object]] = {}
"""What the visible check of each question has defined, for its hidden check."""


def _notebook() -> dict[str, Any]:
    """The names of the notebook that is running; a dictionary of its own outside of one."""
    names: dict[str, Any] = getattr(get_ipython(), "user_ns", {})
    return names


def _cell_before() -> str:
    """A sentence if the cell that was run before this one failed: then its answer is an old one."""
    result = getattr(get_ipython(), "last_execution_result", None)
    error = getattr(result, "error_in_exec", None) or getattr(result, "error_before_exec", None)
    if error is None:
        return ""
    if isinstance(error, SyntaxError):
        return unreadable(error)
    if type(error) is NameError and len(str(error.name)) == 1:
        return text(
            "The cell that you ran before this one stopped with an error, so what is judged here "
            'is an earlier answer. Put the letter in quotation marks: {letter} becomes "{letter}".',
            letter=error.name,
        )
    return text(
        "The cell that you ran before this one stopped with an error. If it was your answer, what "
        "is judged here is an earlier one."
    )
