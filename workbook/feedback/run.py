"""Ask for an answer, which may do anything: it is somebody's first code."""

import contextlib
import linecache
import os
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from workbook.errors import Problem
from workbook.feedback import values
from workbook.feedback.outcome import Finding, Outcome
from workbook.feedback.slips import advice
from workbook.i18n import text

_LONGEST = 200
"""Characters of an error message that are shown."""


def marking() -> bool:
    """Whether work is marked here, and no learner sits before the notebook; nbgrader tells."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def ask(
    answer: Callable[[], object], call: Callable[[], object] | None = None
) -> tuple[object, Finding | None]:
    """The value that ``answer`` returns, or a finding that says why there is none to compare.

    ``call`` is the same with other global names, and is then called in its place.

    What the code prints and warns of meanwhile is not shown: nbgrader gives no points to a cell
    that writes to stderr, right or wrong. An interruption by hand is passed on.
    """
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            value = (call or answer)()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # exit() in an answer must not end the check
        return None, _failed(error, answer)
    if values.empty(value):
        return None, _nothing(value)
    return value, None


def _nothing(value: object) -> Finding:
    if value is None:
        return Finding(
            Outcome.NOT_ATTEMPTED,
            text("There is no answer yet (None). Does your function end with `return`?"),
        )
    return Finding(
        Outcome.NOT_ATTEMPTED,
        text(
            "Put your answer in place of the three dots `...`. If you have typed an answer, run "
            "its cell first (Shift + Enter), then this one."
        ),
    )


def _failed(error: BaseException, answer: Callable[[], object]) -> Finding:
    message = _message(error)
    if more := advice(error):
        message = f"{message.rstrip('.')}. {more}"
    if type(error) is NotImplementedError or (
        type(error) in (TypeError, AttributeError) and "ellipsis" in message
    ):
        return _nothing(...)  # the stub is still there: the course's dots, or nbgrader's own
    kind = type(error).__name__
    place = _place(error, answer)
    if type(error) is Problem:
        return Finding(Outcome.CANNOT, str(error))  # a whole sentence already
    if place is None:
        if type(error) is NameError:
            return Finding(
                Outcome.NOT_ATTEMPTED,
                text(
                    "`{name}` does not exist yet. If you have typed an answer, run its cell first "
                    "(Shift + Enter), then this one.",
                    name=error.name,
                ),
            )
        return Finding(
            Outcome.CANNOT,
            text(
                "The check could not use your answer. {kind}: {message}",
                kind=kind,
                message=message,
            ),
        )
    function, line, code = place
    if not code:
        return Finding(
            Outcome.CANNOT,
            text(
                "Your code stopped in `{function}`, in line {line} of its cell. {kind}: {message}",
                function=function,
                line=line,
                kind=kind,
                message=message,
            ),
        )
    return Finding(
        Outcome.CANNOT,
        text(
            "Your code stopped in `{function}`, in line {line} of its cell: `{code}`. "
            "{kind}: {message}",
            function=function,
            line=line,
            code=code,
            kind=kind,
            message=message,
        ),
    )


def _place(error: BaseException, answer: Callable[[], object]) -> tuple[str, int, str] | None:
    """The innermost line of the learner's code that the error came through, if there is one.

    That is code in the notebook's namespace, and in another cell than ``answer``: its function,
    the number of the line, and the line. When work is marked, that code ran in another process,
    which has told the place (see :mod:`workbook.grading.checks`).
    """
    told = error.__dict__.get("answer_place")
    if told is not None:
        return told  # type: ignore[no-any-return]
    notebook = getattr(answer, "__globals__", None)
    own = getattr(answer, "__code__", None)
    check_cell = own and own.co_filename
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is notebook and frame.f_code.co_filename != check_cell:
            place = frame, line
    if place is None:
        return None
    frame, line = place
    code = linecache.getline(frame.f_code.co_filename, line, frame.f_globals).strip()
    return frame.f_code.co_name, line, code


def _message(error: BaseException) -> str:
    """The first line of what the error says; its class may be a learner's, and fail at that too."""
    try:
        said = str(error)
    except Exception:
        return ""
    return said.split("\n", 1)[0][:_LONGEST]
