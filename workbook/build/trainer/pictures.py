"""Pictures of the lessons' widgets, in the state that a slide or a handout names."""

import ast
import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from workbook import charts, widgets
from workbook.widgets.base import Explorable


def shown(expression: str) -> Explorable:
    """The widget that ``expression`` makes, such as ``TeamInterval(n=17, k=9)``.

    It may use every widget and, by name, any module of the package.
    """
    names = dict(_widgets())
    used = {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)}
    for name in used - names.keys():
        if find_spec(f"workbook.{name}"):
            names[name] = import_module(f"workbook.{name}")
    made = eval(expression, names)  # the author's own code, from the same file as the lesson's
    if not isinstance(made, Explorable):
        raise TypeError("it makes no widget")
    return made


def svg(widget: Explorable, key: str) -> str:
    """The picture with its source below it; ``key`` keeps its ids apart from others on the page."""
    view = widget.view()
    return str(charts.svg(widget.picture(), view.title, view.sentence, view.source, key=key))


@cache
def _widgets() -> dict[str, Any]:
    """Every widget by its name."""
    found = {}
    for file in pkgutil.iter_modules(widgets.__path__):
        module = import_module(f"workbook.widgets.{file.name}")
        for name, made in vars(module).items():
            if isinstance(made, type) and issubclass(made, Explorable) and made is not Explorable:
                found[name] = made
    return found
