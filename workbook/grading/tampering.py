"""Whether a learner's code has changed Python itself, a library or the engine in its process.

Who does so may spoil the answers to other questions, which then deserve a second look (see
:mod:`workbook.grading.mark`). This looks from inside the process, so it can be fooled; but all that
anybody gains by that is to lose their own points.
"""

import ast
import operator
import os
import resource
import signal
import sys
import threading
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from workbook.grading.shell import Shell

_PACKAGES = {"workbook", "IPython"}
"""Packages of which every module is watched, and every class in it."""
_LIMITS = [value for name, value in vars(resource).items() if name.startswith("RLIMIT_")]
_MODULES = {
    *("builtins", "sys", "io", "os", "posixpath", "json", "re", "struct", "time", "math"),
    *("random", "types", "functools", "collections", "itertools", "socket", "pathlib", "ast"),
    *("contextlib", "inspect", "traceback", "linecache", "codeop", "pandas", "numpy"),
}

_USUAL = {"workbook", "pandas", "numpy", "math", "statistics"}
_REACHING = {
    *("exec", "eval", "compile", "open", "input", "breakpoint", "exit", "quit", "get_ipython"),
    *("getattr", "setattr", "delattr", "globals", "locals", "vars", "type"),
}


class Watch:
    """What there is before any of a learner's code has run."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._modules = dict(sys.modules)
        self._namespaces = [(names, _fixed(names)) for names in _namespaces()]
        self.settle()

    def settle(self) -> None:
        """Now this process is as it should be, with the limits that it has been given."""
        self._settings = self._set()

    def changed(self) -> bool:
        """Whether anything of that is another, or is gone."""
        return (
            not _same(sys.modules, self._modules)
            or not all(_same(names, before) for names, before in self._namespaces)
            or self._set() != self._settings
            or not _runs()
        )

    def _set(self) -> Any:
        """What makes other code run, or stop, than that of the cells."""
        return (
            sys.gettrace(),
            sys.getprofile(),
            sys.getrecursionlimit(),
            list(map(id, sys.meta_path)),
            threading.active_count(),
            signal.getitimer(signal.ITIMER_REAL),
            signal.getsignal(signal.SIGALRM),
            self._shell.hooks(),
            *map(resource.getrlimit, _LIMITS),
        )


def only_computes(code: str) -> bool:
    """Whether a cell cannot have changed anything outside its notebook's own names.

    It imports no more than this course does, sets no attribute and no item of one, and names
    nothing private and none of the functions that run text or reach what is not named. So nothing
    has to be compared then: a comparison touches thousands of objects, and each fork copies those.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False  # or it is a command to IPython
    return all(map(_computes, ast.walk(tree)))


def _computes(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return all(one.name.partition(".")[0] in _USUAL for one in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] in _USUAL
    if isinstance(node, ast.ClassDef):
        return False
    if isinstance(node, ast.Name):
        return not node.id.startswith("_") and node.id not in _REACHING
    if isinstance(node, ast.Attribute):
        return isinstance(node.ctx, ast.Load) and not node.attr.startswith("_")
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return isinstance(node.value, ast.Name) or (
            isinstance(node.value, ast.Attribute)
            and node.value.attr in ("loc", "iloc", "at", "iat")
            and isinstance(node.value.value, ast.Name)
        )
    return True


def _same(names: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether all that was there before is there still. A loop in Python would take five times
    as long, and every notebook with a mistake in it waits for this."""
    return all(map(operator.is_, map(names.get, before), before.values()))


def _fixed(names: Mapping[str, Any]) -> dict[str, Any]:
    """What nobody changes who means well: all of a class, and the functions of a module."""
    whole = not isinstance(names, dict)  # a class shows its names through a proxy
    return {name: one for name, one in names.items() if whole or callable(one)}


def _runs() -> bool:
    """Whether code can still be read and run: a hook for audits cannot be seen, only felt."""
    try:
        with open(os.devnull, encoding="ascii"):  # noqa: PTH123  (as few functions as can be)
            return bool(eval(compile("1 + 1 == 2", "probe", "eval"), {}))
    except BaseException:
        return False


def _namespaces() -> list[Mapping[str, Any]]:
    """The names of the modules that are watched, and of all classes in them and their bases."""
    modules = [
        vars(module)
        for name, module in list(sys.modules.items())
        if type(module) is ModuleType and (name in _MODULES or name.partition(".")[0] in _PACKAGES)
    ]
    classes = {
        base
        for names in modules
        for one in list(names.values())
        if isinstance(one, type)
        for base in one.__mro__
    }
    return [*modules, *map(vars, classes)]
