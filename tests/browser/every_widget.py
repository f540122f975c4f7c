"""All widgets of the course, found by their class: a new one is tested without being listed."""

import importlib
import pkgutil

from workbook import widgets
from workbook.widgets.base import Explorable


def every_widget() -> list[type[Explorable]]:
    """The widgets of ``workbook.widgets``, by name."""
    for module in pkgutil.iter_modules(widgets.__path__):
        importlib.import_module(f"workbook.widgets.{module.name}")
    found, waiting = set(), [Explorable]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("workbook.widgets."):
                found.add(kind)
    return sorted(found, key=lambda kind: kind.__name__)
