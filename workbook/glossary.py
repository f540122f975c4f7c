"""The words of the course, from ``modules/glossary.yml``."""

from functools import cache
from typing import NamedTuple

import yaml

from workbook import paths


class Term(NamedTuple):
    """A word, what it means in a sentence or two, and the number of the module of its idea."""

    term: str
    says: str
    module: int


@cache
def load() -> tuple[Term, ...]:
    """All terms, in the order of the file."""
    entries = yaml.safe_load((paths.MODULES / "glossary.yml").read_text(encoding="utf-8"))
    return tuple(Term(entry["term"], entry["says"], entry["module"]) for entry in entries)
