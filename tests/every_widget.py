"""All widgets of the course, found by their class, and what a test reads from one.

A new widget is tested without being listed.
"""

import importlib
import pkgutil
import re
from html import unescape

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


def shown(widget: Explorable) -> str:
    """What a person sees now, as HTML."""
    return str(widget.children[-1].value)


def texts(widget: Explorable) -> list[str]:
    """What is written in the picture."""
    return [label.get_text() for label in widget.picture().axes[0].texts]


def widths(widget: Explorable) -> list[float]:
    """Widths of the bars in the order in which they were drawn."""
    return [round(bar.get_width(), 2) for bar in widget.picture().axes[0].patches]


def cells(widget: Explorable) -> list[str]:
    """The cells of the table, without its headers."""
    return [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]+)</td>", widget.view().table)]


def rows(widget: Explorable) -> dict[str, list[str]]:
    """The cells of the table by the name of their row."""
    html = unescape(widget.view().table)
    return {
        name: re.findall(r"<td[^>]*>([^<]+)</td>", row)
        for name, row in re.findall(r'<th scope="row"[^>]*>([^<]+)</th>(.*?)</tr>', html)
    }
