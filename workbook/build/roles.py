"""The two roles of our text: {number}`name`, computed from the data, and {fact}`ID`, a note."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from workbook import facts, i18n
from workbook.build.source import Source, minutes
from workbook.i18n import text

NUMBER = re.compile(r"\{number\}`([^`]+)`")
FACT = re.compile(r"\{fact\}`([^`]+)`")

_FORMATS = {
    "percent": lambda value: i18n.percent(value),
    "percent1": lambda value: i18n.percent(value, 1),
    "decimal1": lambda value: i18n.number(value, 1),
}


class Roles:
    """The roles of one source file: its numbers, and the facts that were cited so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.numbers = numbers(source)
        self.cited: list[str] = []

    def fill(self, words: str) -> str:
        """``words`` with both roles filled in. Raises Problem at an unknown number or fact."""
        return FACT.sub(self._note, self.fill_numbers(words))

    def fill_numbers(self, words: str) -> str:
        """``words`` with the numbers filled in. Raises Problem at an unknown one."""
        return NUMBER.sub(self._number, words)

    def notes(self) -> str:
        """The numbered notes of what was cited, as Markdown."""
        known = facts.load()
        entries = []
        for number, name in enumerate(self.cited, start=1):
            fact = known[name]
            entry = f"{number}. {fact.claim} {facts.source_line(fact)}"
            entries.append(f"{entry} {fact.note}" if fact.note else entry)
        return f"## {text('Notes and sources')}\n\n" + "\n".join(entries)

    def _number(self, role: re.Match[str]) -> str:
        if role[1] not in self.numbers:
            raise self.source.fault(role[0], f"no number '{role[1]}' in the front matter.")
        return self.numbers[role[1]]

    def _note(self, role: re.Match[str]) -> str:
        name, known = role[1], facts.load()
        if name not in known:
            raise self.source.fault(role[0], f"no fact '{name}' in modules/facts.yml.")
        if name not in self.cited:
            self.cited.append(name)
        tooltip = known[name].title.replace('"', "'")
        return f'[\\[{self.cited.index(name) + 1}\\]](#{_anchor()} "{tooltip}")'


def numbers(source: Source) -> dict[str, str]:
    """The numbers of the front matter as they are shown, computed from the tables in use.

    An expression may use the numbers above it, :func:`~workbook.build.source.minutes` and, by name,
    any module of the package.
    """
    names: dict[str, Any] = {"minutes": minutes}
    shown = {}
    for name, rule in source.options.get("numbers", {}).items():
        expression, _, form = rule.partition("|")
        try:
            for module in _modules(expression) - names.keys():
                names[module] = import_module(f"workbook.{module}")
            # The rule is the author's own code, from the same file as the cells that are run.
            names[name] = eval(expression.strip(), names)
            shown[name] = _FORMATS.get(form.strip(), str)(names[name])
        except Exception as error:
            raise source.fault(f"  {name}:", f"the number '{name}' fails: {error}.") from error
    return shown


def _modules(expression: str) -> set[str]:
    """The names in ``expression`` that are modules of the package, such as ``attribution``."""
    tree = ast.parse(expression.strip(), mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return {name for name in names if find_spec(f"workbook.{name}")}


def _anchor() -> str:
    """JupyterLab names a heading's anchor after its words."""
    return text("Notes and sources").replace(" ", "-")
