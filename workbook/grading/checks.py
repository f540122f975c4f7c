"""The check's side: runs the trusted cells of a notebook on answers that come over as data.

It never runs a line of a learner's. A learner's function is a stub here: a call goes to the
learner's process by value and comes back as a value, or as an error of a kind that Python has.
"""

import ast
import builtins
import functools
import importlib
import symtable
import sys
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from workbook.errors import Problem
from workbook.grading import figures
from workbook.grading.sandbox import Limits
from workbook.grading.shell import Output, Shell
from workbook.grading.wire import CannotCross, Foreign, Garbled, Reader, Writer, pack, unpack
from workbook.grading.zygote import Lost
from workbook.i18n import number, text

_GRACE = 1.0
"""Seconds between the polite interruption and the end."""
_LARGEST = 64 << 20
"""Bytes of one answer."""


class Gone(Exception):
    """The learner's process is there no more; the sentence says how it went."""


class Line:
    """The line to a learner's process; ``fork`` is :class:`workbook.grading.zygote.Fork`."""

    def __init__(self, fork: Any, limits: Limits) -> None:
        self._fork = fork
        self._limits = limits
        self._number = 0
        self.lost = False
        """Whether the zygote is there no more; then what was marked so far means nothing."""
        self.functions: dict[int, int] = {}
        """Handles of the learner's functions by the id of their stubs."""
        self.kept: list[Any] = []
        """The stubs themselves: their ids must not go to other objects."""

    def ask(self, request: dict[str, Any], reader: Any = None, writer: Any = None) -> Any:
        """The answer to ``request``.

        Raises TimeoutError if it had to be interrupted, Gone if the process ended, Garbled if
        what came is no answer, Lost if nobody can tell what became of it.
        """
        self._number += 1
        connection: Connection = self._fork.connection
        message = pack({"number": self._number, **request}, writer)
        late = False
        try:
            connection.send_bytes(message)
            if not connection.poll(self._limits.cell_seconds):
                late = True
                self._fork.interrupt()
                if not connection.poll(_GRACE):
                    self._fork.kill()
                    raise Gone(_too_long(self._limits))
            answer = unpack(connection.recv_bytes(_LARGEST), reader)
        except (EOFError, OSError):
            raise self._gone() from None
        if type(answer) is not list or len(answer) != 2 or answer[0] != self._number:
            raise Garbled("an answer to another question")
        if late:
            raise TimeoutError(_too_long(self._limits))
        return answer[1]

    def _gone(self) -> Exception:
        try:
            return Gone(_how(self._fork.end(), self._limits))
        except Lost as lost:
            self.lost = True  # a check may catch all that is raised
            return lost

    def close(self) -> None:
        """End the process."""
        self._fork.kill()


def _too_long(limits: Limits) -> str:
    return text(
        "did not finish in {seconds} s: is there a loop that never ends?",
        seconds=number(limits.cell_seconds, 0 if limits.cell_seconds >= 1 else 1),
    )


def _how(end: str, limits: Limits) -> str:
    if end in ("SIGKILL", "SIGSEGV", "SIGABRT", "SIGBUS"):
        return text(
            "ended Python itself ({how}): more memory than the {memory} MB it may use, or "
            "something that Python cannot survive.",
            how=end,
            memory=number(limits.memory_mb),
        )
    if end == "SIGXCPU":
        return _too_long(limits)
    return text("ended Python itself, as exit() or os._exit() do.")


class Checks:
    """One notebook's trusted cells.

    ``asked`` are the names that answers bind: those are always the learner's. ``modules`` are
    those that a name of the learner's may stand for.
    """

    def __init__(self, shell: Shell, line: Line, asked: Iterable[str], modules: Iterable[str]):
        self._shell = shell
        self._line = line
        self._asked = set(asked)
        self._modules = set(modules)
        self._own: set[str] = set()
        self._in_functions: set[str] = set()
        self._always = set(shell.names)
        self.stopped = ""
        """A sentence, if a call of the last check took the learner's process down."""

    def attach(self, line: Line) -> None:
        """Talk to another process from now on: the one before it is gone."""
        self._line = line

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
        self.stopped = ""
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
        try:
            found = self._line.ask({"do": "get", "names": sorted(names)}, self.read)
        except Garbled:
            # One of them does not come over: try each alone, and a Foreign stands for that one.
            return {name: value for one in sorted(names) for name, value in self._one(one).items()}
        except (Gone, TimeoutError) as end:
            self.stopped = str(end)
            return {}
        if type(found) is not dict:
            return {}
        return {name: found[name][0] for name in names & set(found)}

    def _one(self, name: str) -> dict[str, Any]:
        try:
            found = self._line.ask({"do": "get", "names": [name]}, self.read)
            return {name: found[name][0]} if type(found) is dict and name in found else {}
        except Garbled:
            return {name: Foreign("?")}
        except (Gone, TimeoutError) as end:
            self.stopped = str(end)
            return {}

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
        handle = self._line.functions.get(id(value))
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
        self._line.functions[id(stub)] = handle
        self._line.kept.append(stub)
        return stub

    def _call(self, handle: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        request = {"do": "call", "handle": handle, "args": list(args), "kwargs": kwargs}
        try:
            answer = self._line.ask(request, self.read, Writer(self._write))
        except TimeoutError as late:
            raise Problem(text("Your function {fault}", fault=str(late))) from None
        except Gone as end:
            self.stopped = str(end)
            raise Problem(text("Your function {fault}", fault=str(end))) from None
        except CannotCross as fault:
            raise TypeError(f"The check hands over {fault}, which cannot cross.") from None
        except Garbled:
            return Foreign("?")
        if type(answer) is not list or len(answer) != 2:
            return Foreign("?")
        value, error = answer
        if error is not None:
            raise _rebuilt(error)
        return value


def _rebuilt(told: Any) -> BaseException:
    """An error like the one that a learner's process tells of, of a kind that Python has."""
    if type(told) is not dict:
        return RuntimeError("?")
    kind, said = str(told.get("kind")), str(told.get("said", ""))[:2000]
    own = str(told.get("own", kind))[:80]
    error: BaseException
    known = getattr(builtins, kind, None)
    if kind == "Problem":
        error = Problem(said)
    elif isinstance(known, type) and issubclass(known, SyntaxError) and "syntax" in told:
        message, line, code = told["syntax"]
        error = known(str(message), ("cell", line if type(line) is int else None, None, str(code)))
    elif kind == "NameError":
        error = NameError(said, name=str(told.get("name", "")))
    elif isinstance(known, type) and issubclass(known, Exception):
        try:
            error = known(said)
        except Exception:  # UnicodeDecodeError and its like want more than a sentence
            error = RuntimeError(f"{own}: {said}")
    elif kind in ("KeyboardInterrupt", "SystemExit", "GeneratorExit"):
        # Raised here it would end the check itself.
        error = RuntimeError(f"{kind}: {said}" if said else kind)
    else:
        error = RuntimeError(f"{own}: {said}")
    place = told.get("place")
    if type(place) is list and len(place) == 3:
        error.__dict__["answer_place"] = (str(place[0])[:80], place[1], str(place[2])[:200])
    return error


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
