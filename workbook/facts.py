"""What the course claims about the world: each claim with its source, date and status."""

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import yaml

from workbook import paths
from workbook.i18n import text


class Fact(NamedTuple):
    """One claim, in our words, and where we read it. ``recheck_by`` is when to look again."""

    id: str
    claim: str
    title: str
    publisher: str
    url: str | None
    date: str | None
    seen: str
    as_of: str
    recheck_by: datetime.date
    note: str | None


@cache
def load() -> Mapping[str, Fact]:
    """All facts of ``modules/facts.yml`` by id."""
    entries = yaml.safe_load((paths.MODULES / "facts.yml").read_text(encoding="utf-8"))
    return {name: _fact(name, entry) for name, entry in entries.items()}


def overdue(ids: Iterable[str], today: datetime.date) -> list[Fact]:
    """The facts among ``ids`` whose date to look again has passed."""
    facts = load()
    return [facts[name] for name in ids if facts[name].recheck_by < today]


def source_line(fact: Fact) -> str:
    """Where the fact was read, when, and until when it may be trusted, as Markdown."""
    seen = {
        "first hand": text("read in the source itself"),
        "second hand": text("read in a report about it"),
        "general knowledge": text("general knowledge; verify before quoting"),
    }[fact.seen]
    title = f"[{fact.title}]({fact.url})" if fact.url else f"*{fact.title}*"
    return text(
        "{title}, {publisher}, {date}; {seen}. As of {as_of}; check again by {recheck_by}.",
        title=title,
        publisher=fact.publisher,
        date=fact.date or text("no date given"),
        seen=seen,
        as_of=fact.as_of,
        recheck_by=fact.recheck_by.isoformat(),
    )


def _fact(name: str, entry: Mapping[str, Any]) -> Fact:
    return Fact(
        id=name,
        claim=entry["claim"],
        title=entry["source"]["title"],
        publisher=entry["source"]["publisher"],
        url=entry.get("url"),
        date=None if entry.get("date") is None else str(entry["date"]),
        seen=entry["seen"],
        as_of=str(entry["as_of"]),
        recheck_by=entry["recheck_by"],
        note=entry.get("note"),
    )
