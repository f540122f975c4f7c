"""The check's side: runs the trusted cells of a notebook on answers that come over as data.

It never runs a line of a learner's. A learner's function is a stub here: a call goes to the
learner's process by value and comes back as a value, or as an error of a kind that Python has.
"""

import ast
import builtins
import functools
import importlib
import math
import symtable
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeGuard

from workbook.errors import Problem
from workbook.grading import figures
from workbook.grading.messages import Garbled, Messages
from workbook.grading.sandbox import Limits
from workbook.grading.shell import Output, Shell
from workbook.grading.wire import (
    CannotCross,
    Foreign,
    Reader,
    Writer,
    pack,
    unpack,
)
from workbook.i18n import number, text

_GRACE = 1.0
"""Seconds between the polite interruption and the end."""
_IN_ALL = 3
"""How many times the limit of one call all calls of one check may take."""


class Gone(Exception):
    """The learner's process is there no more; the sentence says how it went."""

    def __init__(self, sentence: str, *, late: bool = False) -> None:
        super().__init__(sentence)
        self.late = late
        """Whether it had to be ended because its time was over."""


class Late(TimeoutError):
    """It had to be interrupted; ``answer`` are the bytes of what it had to say then."""

    def __init__(self, sentence: str, answer: bytes = b"") -> None:
        super().__init__(sentence)
        self.answer = answer


class Line:
    """The line to a learner's process; ``fork`` is :class:`workbook.grading.zygote.Fork`.

    ``end`` is the moment, of :func:`time.monotonic`, at which the time of the notebook is over.
    """

    def __init__(self, fork: Any, limits: Limits, end: float = math.inf) -> None:
        self._fork = fork
        self._limits = limits
        self._end = end
        self._gone: Gone | None = None
        self._spent = 0.0
        self.functions: dict[int, int] = {}
        """Handles of the learner's functions by the id of their stubs."""
        self.kept: list[Any] = []
        """The stubs themselves: their ids must not go to other objects."""

    def begin(self) -> None:
        """A cell begins. All that it asks may take some times as long as one question."""
        self._spent = 0.0

    def ask(self, request: dict[str, Any], reader: Any = None, writer: Any = None) -> Any:
        """The answer to ``request``.

        Raises Late if it had to be interrupted, Gone if the process ended or had to be ended,
        Garbled if the answer cannot be read, CannotCross if the request cannot be sent.
        """
        if self._gone:
            raise self._gone
        message = pack(request, writer)
        all_in_all = _IN_ALL * self._limits.cell_seconds
        if self._spent >= all_in_all:
            raise Late(_too_long(all_in_all))
        start = time.monotonic()
        until = min(start + self._limits.cell_seconds, start + all_in_all - self._spent, self._end)
        try:
            answer, late = self._answer(message, until)
        except TimeoutError:
            self._fork.kill()
            self._gone = Gone(self._late(), late=True)
        except Garbled:
            self._fork.kill()
            self._gone = Gone(disturbed())
        except (EOFError, OSError):
            self._gone = Gone(_how(self._fork.end(), self._limits))
        finally:
            self._spent += time.monotonic() - start
        if self._gone:
            raise self._gone
        if late:
            raise Late(self._late(), answer)
        return unpack(answer, reader)

    def _answer(self, message: bytes, until: float) -> tuple[bytes, bool]:
        """The bytes of an answer, and whether there had to be an interruption."""
        messages: Messages = self._fork.messages
        if messages.unasked():
            # A learner's code has found the line, and written to it.
            raise Garbled("an answer without a question")
        messages.send(message, until)
        try:
            return messages.next(until), False
        except TimeoutError:
            self._fork.interrupt()
            return messages.next(time.monotonic() + _GRACE), True

    def _late(self) -> str:
        if time.monotonic() >= self._end:
            return text("was stopped: the time for this notebook was over.")
        return _too_long(self._limits.cell_seconds)

    def close(self) -> None:
        """End the process."""
        self._fork.kill()


def _too_long(seconds: float) -> str:
    return text(
        "did not finish in {seconds} s: is there a loop that never ends?",
        seconds=number(seconds, 0 if seconds >= 1 else 1),
    )


def disturbed() -> str:
    """What is said if a learner's process sends what this engine does not send."""
    return text("disturbed the line over which answers are fetched. They could not be read.")


def _how(end: str, limits: Limits) -> str:
    if not end:
        return disturbed()  # it still runs, and has closed the line
    if end in ("SIGKILL", "SIGSEGV", "SIGABRT", "SIGBUS"):
        return text(
            "ended Python itself ({how}): more memory than the {memory} MB it may use, or "
            "something that Python cannot survive.",
            how=end,
            memory=number(limits.memory_mb),
        )
    if end == "SIGXCPU":
        return _too_long(limits.cell_seconds)
    return text("ended Python itself, as exit() or os._exit() do.")


class Checks:
    """One notebook's trusted cells.

    ``asked`` are the names that answers bind: those are always the learner's. ``modules`` are
    those that a name of the learner's may stand for. ``again`` makes another process in the place
    of one that is gone; it is told why that is.
    """

    def __init__(
        self,
        shell: Shell,
        line: Line,
        asked: Iterable[str],
        modules: Iterable[str],
        again: Callable[[Gone], Line],
    ) -> None:
        self._shell = shell
        self.line = line
        self._asked = set(asked)
        self._modules = set(modules)
        self._again = again
        self._own: set[str] = set()
        self._in_functions: set[str] = set()
        self._always = set(shell.names)
        self._late: set[int] = set()
        """Handles of functions that have taken too long in this check."""
        self._silent = False
        """Whether the learner's process did not answer at all, not even that it stopped."""
        self.slow = ""
        """A sentence, if an answer of the last check took too long to be fetched or called."""
        self.stopped: Gone | None = None
        """How it went, if a call of the last check took the learner's process down."""

    def trusted(self, code: str, output_kb: int) -> list[Output]:
        """Run a cell that comes from the author, such as the imports."""
        outputs, _ = self._shell.run(code, output_kb)
        self._own |= bound_at_top(code)
        self._in_functions |= _in_functions(code)
        return outputs

    def check(
        self, code: str, output_kb: int, failed: Mapping[str, Any] | None
    ) -> tuple[list[Output], object]:
        """Run a check. ``failed`` is what is known of the error of the cell before it.

        Returns its outputs and the value of its last line.
        """
        self.stopped, self.slow = None, ""
        self._silent = False
        self._late.clear()
        self.line.begin()
        here = bound_at_top(code)
        needed = {
            name
            for name in _free(code) | self._in_functions
            if name in self._asked or name not in self._own | here
        } - self._always
        for name, value in self._fetch(needed).items():
            self._shell.names[name] = value
        self._shell.failed_before(_rebuilt(failed) if failed else None)
        outputs, _ = self._shell.run(code, output_kb)
        self._own |= here
        self._in_functions |= _in_functions(code)
        value = self._shell.last
        for name in needed:
            self._shell.names.pop(name, None)
        return outputs, value

    def _fetch(self, names: set[str]) -> dict[str, Any]:
        """The values of these names; those that the learner has not are left out."""
        if not names:
            return {}
        together = self._got(names)
        if together is not None:
            return together
        # One of them does not come over: try each alone, and a Foreign stands for that one.
        found: dict[str, Any] = {}
        for name in sorted(names):
            alone = self._got({name}) if not self._silent else None
            found |= {name: Foreign("?")} if alone is None else alone
        return found

    def _got(self, names: set[str]) -> dict[str, Any] | None:
        """The values of these names, or None if they do not come over."""
        try:
            found = self.line.ask({"do": "get", "names": sorted(names)}, self.read)
        except Garbled:
            return None
        except Late as late:
            self.slow = str(late)
            return None
        except Gone as end:
            self._silent = end.late
            self.line = self._again(end)
            return None
        if type(found) is not dict or not all(_is_list_of(one, 1) for one in found.values()):
            return None
        return {name: found[name][0] for name in names & set(found)}

    def read(self, tag: str, rest: list[Any], reader: Reader) -> Any:
        """What is not plain, on this side: a stub, a module or a figure."""
        if tag == "F":
            handle, name = rest
            if type(handle) is not int or type(name) is not str:
                raise Garbled("a function that is none")
            return self._stub(handle, name)
        if tag == "M":
            (name,) = rest
            if type(name) is str and (name in self._modules or name in sys.modules):
                return importlib.import_module(name)
            return Foreign("module")
        return figures.read(tag, rest, reader)

    def _write(self, value: Any, writer: Writer) -> list[Any] | None:
        """The tagged form of what a check may hand over beside plain values: functions."""
        handle = self.line.functions.get(id(value))
        if handle is not None:
            return ["F", handle, ""]
        module, name = getattr(value, "__module__", None), getattr(value, "__name__", "")
        if getattr(sys.modules.get(str(module)), str(name), None) is value and callable(value):
            return ["L", module, name]  # such as np.median: each side has its own
        return None

    def _stub(self, handle: int, name: str) -> Callable[..., Any]:
        def stub(*args: Any, **kwargs: Any) -> Any:
            return self._call(handle, args, kwargs)

        stub.__name__ = stub.__qualname__ = name if name.isidentifier() else "function"
        self.line.functions[id(stub)] = handle
        self.line.kept.append(stub)
        return stub

    def _call(self, handle: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        request = {"do": "call", "handle": handle, "args": list(args), "kwargs": kwargs}
        if handle in self._late:  # once is enough to know
            raise Problem(text("Your function {fault}", fault=self.slow))
        try:
            answer = self.line.ask(request, self.read, Writer(self._write))
        except Late as late:
            self._late.add(handle)
            self.slow = str(late)
            raise Problem(text("Your function {fault}", fault=self.slow)) from None
        except Gone as end:
            self.stopped = end
            raise Problem(text("Your function {fault}", fault=str(end))) from None
        except CannotCross as fault:
            raise TypeError(f"The check hands over {fault}, which cannot cross.") from None
        except Garbled:
            return Foreign("?")
        if not _is_list_of(answer, 2):
            return Foreign("?")
        value, error = answer
        if error is not None:
            raise _rebuilt(error)
        return value


def _rebuilt(told: Any) -> BaseException:
    """An error like the one that a learner's process tells of, of a kind that Python has.

    What is told may be forged: each piece is tested, and what is not as it should be is left out.
    """
    if type(told) is not dict:
        return RuntimeError("?")
    kind, said, own = (_string(told.get(name)) for name in ("kind", "said", "own"))
    error: BaseException
    known = getattr(builtins, kind, None)
    known = known if isinstance(known, type) and issubclass(known, Exception) else None
    syntax = told.get("syntax")
    if kind == "Problem":
        error = Problem(said)
    elif known is not None and issubclass(known, SyntaxError) and _is_list_of(syntax, 3):
        message, line, code = syntax
        where = ("cell", line if type(line) is int else None, None, _string(code))
        error = known(_string(message), where)
    elif kind == "NameError":
        error = NameError(said, name=_string(told.get("name"), 80))
    elif known is not None:
        try:
            error = known(said)
        except Exception:  # UnicodeDecodeError and its like want more than a sentence
            error = RuntimeError(f"{own[:80] or kind}: {said}")
    elif kind in ("KeyboardInterrupt", "SystemExit", "GeneratorExit"):
        # Raised here it would end the check itself.
        error = RuntimeError(f"{kind}: {said}" if said else kind)
    else:
        error = RuntimeError(f"{own[:80]}: {said}")
    place = told.get("place")
    if _is_list_of(place, 3) and type(place[1]) is int:
        error.__dict__["answer_place"] = (_string(place[0], 80), place[1], _string(place[2], 200))
    return error


def _string(value: Any, longest: int = 2000) -> str:
    return value[:longest] if type(value) is str else ""


def _is_list_of(value: Any, length: int) -> TypeGuard[list[Any]]:
    return type(value) is list and len(value) == length


@functools.cache
def _free(code: str) -> frozenset[str]:
    """The global names that a cell reads, at whatever depth, and does not bind at its top."""
    try:
        table = symtable.symtable(code, "cell", "exec")
    except (SyntaxError, ValueError):
        return frozenset()
    read: set[str] = set()
    todo = [table]
    while todo:
        scope = todo.pop()
        top = scope.get_type() == "module"
        read |= {
            one.get_name()
            for one in scope.get_symbols()
            if one.is_referenced() and (top or one.is_global())
        }
        todo.extend(scope.get_children())
    return frozenset(read - set(dir(builtins)))


@functools.cache
def _in_functions(code: str) -> frozenset[str]:
    """The global names that the functions of a cell read, which a later cell may call."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return frozenset()
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return frozenset(name for one in functions for name in _free(ast.unparse(one)))


@functools.cache
def bound_at_top(code: str) -> frozenset[str]:
    """The names that a cell leaves behind for the cells after it."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return frozenset()
    names: set[str] = set()
    todo: list[ast.AST] = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
        todo.extend(ast.iter_child_nodes(node))
    return frozenset(names)


@functools.cache
def imported(code: str) -> frozenset[str]:
    """The modules that a cell imports, and their parents."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return frozenset()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def study(code: str) -> None:
    """Work out once, before the forks, what each of them would have to work out of a cell."""
    for question in (_free, _in_functions, bound_at_top, imported):
        question(code)
