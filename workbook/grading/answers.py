"""The learner's side: runs their cells, and tells the names and calls that a check asks for.

:func:`serve` answers requests until the other end goes. Whatever a learner's code does to this
process, all that leaves it are bytes, which the other side reads as :mod:`wire` says.
"""

import builtins
import contextlib
import importlib
import os
import random
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from workbook.errors import Problem
from workbook.grading import figures
from workbook.grading.shell import Shell, interruptible
from workbook.grading.wire import CannotCross, Reader, Writer, pack, unpack

_LONGEST = 2000
"""Characters of an error message."""


class Answers:
    """One learner's notebook while it is marked."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._kept: list[Any] = []
        """Functions that the check may call, by their handle."""

    def answer(self, request: dict[str, Any]) -> Any:
        """The plain answer to one request."""
        kind = request["do"]
        if kind == "files":
            return _write(request["files"])
        if kind == "run":
            outputs, error = self._shell.run(request["code"], request["output_kb"])
            return [outputs, self._told(error)]
        if kind == "get":
            names = self._shell.names
            return {name: [names[name]] for name in request["names"] if name in names}
        return self._call(request)

    def _call(self, request: dict[str, Any]) -> Any:
        function: Callable[..., Any] = self._kept[request["handle"]]
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            try:
                value = function(*request["args"], **request["kwargs"])
            except BaseException as error:
                return [None, self._told(error)]
        return [value, None]

    def _told(self, error: BaseException | None) -> dict[str, Any] | None:
        """What the check needs to know of an error, to raise one like it on its side."""
        if error is None:
            return None
        kind = type(error)
        known = next(
            (base for base in kind.__mro__ if base is getattr(builtins, base.__name__, None)), None
        )
        try:
            said = str(error)
        except BaseException:
            said = ""
        place = self._shell.place(error)
        told: dict[str, Any] = {
            "kind": "Problem" if kind is Problem else (known or RuntimeError).__name__,
            "own": kind.__name__[:80],
            "said": said[:_LONGEST],
            "place": list(place) if place else None,
        }
        if isinstance(error, NameError):
            told["name"] = str(getattr(error, "name", ""))[:80]
        if isinstance(error, SyntaxError):
            told["syntax"] = [
                str(error.msg)[:_LONGEST],
                error.lineno if type(error.lineno) is int else None,
                str(error.text or "")[:_LONGEST],
            ]
        return told

    def write(self, value: Any, writer: Writer) -> list[Any] | None:
        """The tagged form of what is not plain: modules, figures and functions."""
        if type(value) is ModuleType:
            return ["M", value.__name__]
        drawn = figures.write(value, writer)
        if drawn is not None:
            return drawn
        if callable(value):
            if not any(one is value for one in self._kept):
                self._kept.append(value)
            handle = next(n for n, one in enumerate(self._kept) if one is value)
            return ["F", handle, str(getattr(value, "__name__", type(value).__name__))[:80]]
        return None

    def read(self, tag: str, rest: list[Any], reader: Reader) -> Any:
        """A function that the check hands over: one of this side, or one of a library."""
        if tag == "F":
            return self._kept[rest[0]]
        if tag == "L":
            return getattr(importlib.import_module(rest[0]), rest[1])
        return figures.read(tag, rest, reader)


def serve(connection: Connection, shell: Shell) -> None:
    """Answer requests, in the folder that is current, until the connection is closed."""
    interruptible()
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # else each fork would draw the same numbers
    sys.path.insert(0, "")  # a helper file beside the notebook can be imported, as in a kernel
    answers = Answers(shell)
    while True:
        try:
            request = unpack(connection.recv_bytes(), answers.read)
        except (EOFError, OSError):
            return
        except KeyboardInterrupt:
            continue  # it came too late for the cell that it was meant for
        number = request["number"]
        try:
            answer = answers.answer(request)
        except KeyboardInterrupt as error:
            answer = [None, answers._told(error)]
        _send(connection, number, answer, answers)


def _send(connection: Connection, number: int, answer: Any, answers: Answers) -> None:
    """Send an answer; what of it does not cross becomes a Foreign, one value at a time."""
    try:
        message = pack([number, answer], Writer(answers.write, strict=False))
    except BaseException as error:
        fault = "too large" if isinstance(error, CannotCross) else type(error).__name__
        message = pack([number, ["?", fault]])
    with contextlib.suppress(OSError, KeyboardInterrupt):
        connection.send_bytes(message)


def _write(files: dict[str, bytes]) -> bool:
    """Lay out the files that were handed in, beside the notebook."""
    for name, content in files.items():
        path = Path(*PurePosixPath(name).parts)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return True
