"""The learner's side: runs their cells, and tells the names and calls that a check asks for.

:func:`serve` answers requests until the other end goes. Whatever a learner's code does to this
process, all that leaves it are bytes, which the other side reads as :mod:`wire` says.
"""

import builtins
import contextlib
import importlib
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from workbook.errors import Problem
from workbook.grading import figures
from workbook.grading.messages import LARGEST, Messages
from workbook.grading.shell import Shell
from workbook.grading.tampering import Watch
from workbook.grading.wire import CannotCross, Reader, Writer, pack, unpack

_LONGEST = 2000
"""Characters of an error message."""


class Answers:
    """One learner's notebook while it is marked."""

    def __init__(self, shell: Shell) -> None:
        """Make it before any of a learner's code has run: what there is now is what is right."""
        self._shell = shell
        self._watch = Watch(shell)
        self._kept: list[Any] = []
        """Functions that the check may call, by their handle."""

    def settle(self) -> None:
        """What this process is like from here on is how it should be."""
        self._watch.settle()

    def answer(self, request: dict[str, Any]) -> Any:
        """The plain answer to one request."""
        kind = request["do"]
        if kind == "files":
            return _write(request["files"])
        if kind == "run":
            outputs, error = self._shell.run(request["code"], request["output_kb"])
            return [outputs, self.told(error)]
        if kind == "changed":
            return self._watch.changed()
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
                return [None, self.told(error)]
        return [value, None]

    def told(self, error: BaseException | None) -> dict[str, Any] | None:
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


class _Stop:
    """The stop button: SIGINT. It stops a learner's code and the packing of what that has left.

    It never stops this module in the middle of a message.
    """

    def __init__(self) -> None:
        self._works = False
        signal.signal(signal.SIGINT, self._pressed)

    def _pressed(self, *_: object) -> None:
        if self._works:
            raise KeyboardInterrupt

    def __enter__(self) -> None:
        self._works = True

    def __exit__(self, *_: object) -> None:
        self._works = False


def serve(messages: Messages, answers: Answers) -> None:
    """Answer requests, in the folder that is current, until the line is closed."""
    stop = _Stop()
    answers.settle()
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # else each fork would draw the same numbers
    sys.path.insert(0, "")  # a helper file beside the notebook can be imported, as in a kernel
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = unpack(messages.next(), answers.read)
            try:
                with stop:
                    message = _packed(answers.answer(request), answers)
            except BaseException as error:  # stopped, or Python itself is not what it was
                message = pack([None, answers.told(error)])
            messages.send(message)


def _packed(answer: Any, answers: Answers) -> bytes:
    """An answer as bytes; what of it does not cross becomes a Foreign."""
    try:
        message = pack(answer, Writer(answers.write, strict=False))
        return message if len(message) <= LARGEST else pack(["?", "too large"])
    except Exception as error:
        fault = "too large" if isinstance(error, CannotCross) else type(error).__name__
        return pack(["?", fault])


def _write(files: dict[str, bytes]) -> bool:
    """Lay out the files that were handed in, beside the notebook."""
    for name, content in files.items():
        path = Path(*PurePosixPath(name).parts)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return True
