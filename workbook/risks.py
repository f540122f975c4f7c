"""The risk register: what may go wrong, where, as of when, and until when to look again.

``modules/risks.yml`` says what each fact means for a group. The claim, its source and its dates
come from ``modules/facts.yml``, so that the two cannot drift apart.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import yaml

from workbook import facts, paths
from workbook.errors import Problem
from workbook.facts import Fact
from workbook.i18n import text

KINDS = ("access", "who", "money", "music", "privacy", "people", "reach", "work")
"""What a risk is about, in the order of the register."""


class Risk(NamedTuple):
    """One line of the register."""

    fact: Fact
    kind: str
    """One of :data:`KINDS`."""
    place: str
    short: str
    """A few words."""
    means: str
    do: str

    @property
    def as_of(self) -> datetime.date:
        """The day the claim speaks for."""
        return datetime.date.fromisoformat(self.fact.as_of)

    @property
    def recheck_by(self) -> datetime.date:
        """Until when to look again."""
        return self.fact.recheck_by


def build(entries: Iterable[Mapping[str, str]], known: Mapping[str, Fact]) -> list[Risk]:
    """The register out of ``entries``, each with the id of one of the ``known`` facts.

    Raises Problem if an entry names no known fact or kind, lacks a field, or repeats a fact.
    """
    lines: dict[str, Risk] = {}
    for entry in entries:
        name = entry.get("fact", "")
        if set(entry) != {"fact", *Risk._fields}:
            raise Problem(
                text(
                    "The risk {fact} needs these fields: {fields}.",
                    fact=name,
                    fields=", ".join(Risk._fields),
                )
            )
        if name not in known:
            raise Problem(text("The risk register names {fact}, which is no fact.", fact=name))
        if entry["kind"] not in KINDS:
            raise Problem(
                text("The risk {fact} is of no known kind: {kind}.", fact=name, kind=entry["kind"])
            )
        if name in lines:
            raise Problem(text("The risk register names {fact} twice.", fact=name))
        lines[name] = Risk(**{**entry, "fact": known[name]})  # type: ignore[arg-type]
    return list(lines.values())


@cache
def load() -> Sequence[Risk]:
    """The register of ``modules/risks.yml``. Raises Problem as :func:`build` does."""
    entries = yaml.safe_load((paths.MODULES / "risks.yml").read_text(encoding="utf-8"))
    return tuple(build(entries, facts.load()))


def of_kind(register: Iterable[Risk], kind: str) -> list[Risk]:
    """The lines of one kind, the first to be looked at again first."""
    return sorted((risk for risk in register if risk.kind == kind), key=lambda r: r.recheck_by)
