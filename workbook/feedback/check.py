"""Check the answers to one question, and say what is missing.

A check cell of an exercise reads::

    q = Check("turnout_range", points=2)
    q.number("lowest number of people", lambda: people_low, low, reasons=[(40, "That is ...")])
    q.number("highest number of people", lambda: people_high, high)
    q.score()

Each part asks for one answer, through a ``lambda`` because asking may fail, and compares it with
an expected value. :meth:`Check.score` shares the points among the parts that are right.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from workbook.errors import Problem
from workbook.feedback import compare, values
from workbook.feedback.compare import Reasons
from workbook.feedback.outcome import Finding, Outcome, Part, Score
from workbook.feedback.progress import record
from workbook.feedback.run import ask, marking
from workbook.feedback.slips import advice, two_numbers, unreadable
from workbook.feedback.words import Words
from workbook.i18n import text

Answer = Callable[[], object]


class Check:
    """The named parts of the check of one ``question``, which is worth ``points``.

    In each part, ``points`` is its weight among the parts, ``reasons`` are the wrong answers one
    expects, each with the sentence to say, and ``tolerance`` is as in
    :mod:`workbook.feedback.compare`. A part is compared at once, in the order of the calls.

    ``needs`` is a name that the first cell of the notebook makes. Raises Problem, which a notebook
    shows as a sentence, if that cell has not been run.
    """

    def __init__(self, question: str, points: float, *, needs: str = "") -> None:
        self.question = question
        self.points = points
        self._parts: list[Part] = []
        self._notebook = sys._getframe(1).f_globals  # the names of the notebook that is running
        if needs and needs not in self._notebook:
            raise Problem(
                text(
                    "Run the first cell of this notebook first (click on it, then Shift + Enter). "
                    "Then run your answer cell, then this one. After each start of the notebook, "
                    "this is needed once."
                )
            )
        self._before = dict(self._notebook)
        self._notebook.update(_own_names.get(question, {}))

    def number(
        self,
        name: str,
        answer: Answer,
        expected: float,
        *,
        tolerance: float | None = None,
        reasons: Reasons = (),
        points: float = 1,
        beside: str = "",
    ) -> None:
        """One number. A whole ``expected`` number must be met exactly.

        ``beside`` is the name of an earlier part: only if that is right, too, is this one.
        """

        def judge(given: object) -> Finding:
            finding = compare.number(given, expected, tolerance, reasons)
            if finding.outcome is Outcome.RIGHT and not self._is_right(beside):
                told = text("This one is right. It counts together with “{part}”.", part=beside)
                return Finding(Outcome.NOT_YET, told)
            return finding

        self._add(name, answer, points, judge)

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
        # There again in the next check of this question, and nowhere else.
        _own_names[self.question] = own = self._own()
        self._put_aside(own)
        if not self._parts:
            if marking():
                # Without points and without an error, nbgrader would give full marks.
                raise Problem(
                    text(
                        "The check of “{question}” has no parts, so it cannot give points.",
                        question=self.question,
                    )
                )
            display(Words(text("This check runs when your work is marked.")))
            return None
        failed = _cell_before(any(part.outcome is not _NONE for part in self._parts))
        # It was tried, and why there is no answer is said once, in the note.
        parts = [_unread(part) for part in self._parts] if failed else self._parts
        score = Score(parts, self.points)
        note = " ".join(filter(None, [failed, _joined_before(), record(self.question, score)]))
        return Score(parts, self.points, note) if note else score

    def _is_right(self, name: str) -> bool:
        """Whether the part of this name is right; a name of no part asks for nothing."""
        return all(part.outcome is Outcome.RIGHT for part in self._parts if part.name == name)

    def _with(self, names: dict[str, Any], value: Any) -> Any:
        """A function of the notebook with other global names; anything else as it is."""
        if type(value) is not FunctionType or value.__globals__ is not self._notebook:
            return value
        copy = FunctionType(
            value.__code__, names, value.__name__, value.__defaults__, value.__closure__
        )
        copy.__kwdefaults__ = value.__kwdefaults__
        return copy

    def _own(self) -> dict[str, object]:
        """The names that this check's cell has made or changed so far."""
        return {
            name: value
            for name, value in self._notebook.items()
            if not name.startswith("_")
            and not (name in self._before and self._before[name] is value)
            and value is not self
        }

    def _put_aside(self, own: Mapping[str, object]) -> None:
        """Give the notebook back what it had under these names before this cell."""
        for name in own:
            if name in self._before:
                self._notebook[name] = self._before[name]
            else:
                del self._notebook[name]

    @contextmanager
    def _without(self, own: Mapping[str, object]) -> Iterator[None]:
        """Meanwhile the notebook has the names it had before this cell.

        Else a learner's function that forgot to define ``total`` would find the check's own.
        """
        self._put_aside(own)
        try:
            yield
        finally:
            self._notebook.update(own)

    def _add(
        self, name: str, answer: Answer, points: float, judge: Callable[[object], Finding]
    ) -> None:
        own = self._own()
        # The lambda and the check's own functions need the check's names; a learner's do not.
        names = dict(self._notebook)
        names.update({name: self._with(names, value) for name, value in own.items()})
        call = self._with(names, answer)
        with self._without(own):
            value, finding = ask(answer, call)
        outcome, sentence = finding or judge(value)
        if outcome is Outcome.RIGHT and not sentence:
            sentence = _understood(value)
        self._parts.append(Part(name, outcome, sentence, points))


_own_names: dict[str, dict[str, object]] = {}
"""What the visible check of each question has defined, for its hidden check."""


_NONE = Outcome.NOT_ATTEMPTED


def _understood(value: object) -> str:
    """A right answer, if it is short: the reader sees that nothing else was checked."""
    answer = values.short(value)
    return text("Your answer: {value}.", value=answer) if answer else ""


def _unread(part: Part) -> Part:
    """A part without an answer, as one that was tried and could not be read."""
    return part._replace(outcome=Outcome.CANNOT, sentence="") if part.outcome is _NONE else part


def _result_before() -> object:
    """What IPython keeps of the cell that was run before this one, if it is IPython that runs."""
    return getattr(get_ipython(), "last_execution_result", None)


def _joined_before() -> str:
    """What to say if the cell that was run before this one made one number of two."""
    info = getattr(_result_before(), "info", None)
    return two_numbers(getattr(info, "raw_cell", None) or "")


def _cell_before(judged: bool) -> str:
    """What to say if the cell that was run before this one failed, else an empty text.

    ``judged``: there are answers all the same, such as those of an earlier try.
    """
    result = _result_before()
    error = getattr(result, "error_in_exec", None) or getattr(result, "error_before_exec", None)
    if error is None:
        return ""
    if isinstance(error, SyntaxError):
        told = unreadable(error)
        earlier = text("What is judged below is your earlier try.")
    else:
        told = text("The cell that you ran before this one stopped with an error.")
        more = advice(error)
        if type(error) is NameError and len(str(error.name)) == 1:
            more = text(
                'Put the letter in quotation marks: {letter} becomes "{letter}".', letter=error.name
            )
        told = f"{told} {more}".rstrip()
        earlier = text("What is judged below ran above the error, or in an earlier try.")
    return f"{told} {earlier}" if judged else told
