"""The workshops of ``modules/workshops.yml``: which blocks, for how long, at what time of day."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from workbook import paths
from workbook.build import source
from workbook.build.trainer import blocks
from workbook.build.trainer.blocks import Block
from workbook.errors import Problem
from workbook.i18n import text

FILE = "modules/workshops.yml"


class Entry(NamedTuple):
    """A line of the plan: a block for so many minutes, or a pause where ``block`` is None."""

    block: Block | None
    minutes: int
    shorter: str = ""
    """What is left out of the block; empty if it is whole."""


class Workshop(NamedTuple):
    """A plan for some hours with a room of people."""

    key: str
    """Its name on the command line, such as ``half-day``."""
    title: str
    minutes: int
    start: datetime.time
    audience: str
    end: str
    entries: tuple[Entry, ...]
    leave_out: tuple[str, ...]
    """The ids of the blocks to leave out when it is late, the first one first."""

    @property
    def blocks(self) -> list[Block]:
        """Its blocks in their order."""
        return [entry.block for entry in self.entries if entry.block]

    def at(self, start: datetime.time) -> "Workshop":
        """The same workshop at another time of day."""
        return self._replace(start=start)

    def timetable(self) -> Iterator[tuple[datetime.time, datetime.time, Entry]]:
        """Each line of the plan with the times of day at which it begins and ends."""
        now = datetime.datetime.combine(datetime.date.min, self.start)
        for entry in self.entries:
            then = now + datetime.timedelta(minutes=entry.minutes)
            yield now.time(), then.time(), entry
            now = then


def every() -> list[Workshop]:
    """The workshops, and each module with trainer cells as a workshop of its own."""
    lessons = [source.read(folder / "lesson.md") for folder in source.modules()]
    known = {lesson.module: blocks.read(lesson) for lesson in lessons}
    by_id = {block.id: block for found in known.values() for block in found}
    plans = yaml.safe_load((paths.MODULES / "workshops.yml").read_text(encoding="utf-8"))
    return [
        *(workshop(key, plan, by_id) for key, plan in plans.items()),
        *(of_module(lesson, known[lesson.module]) for lesson in lessons if known[lesson.module]),
    ]


def find(key: str) -> Workshop:
    """The workshop, or module, with this name, such as ``half-day`` or ``03``.

    Raises Problem if there is none.
    """
    found = every()
    for one in found:
        if key == one.key or key == one.key.split("_")[0]:
            return one
    names = ", ".join(one.key.split("_")[0] for one in found)
    raise Problem(text("There is no workshop “{key}”. There are: {names}.", key=key, names=names))


def of_module(lesson: source.Source, found: Sequence[Block]) -> Workshop:
    """All blocks of a lesson, as a workshop that begins at nine."""
    return Workshop(
        key=lesson.module,
        title=lesson.options["title"],
        minutes=sum(block.minutes for block in found),
        start=datetime.time(9),
        audience="",
        end="",
        entries=tuple(Entry(block, block.minutes) for block in found),
        leave_out=(),
    )


def workshop(key: str, plan: Mapping[str, Any], known: Mapping[str, Block]) -> Workshop:
    """The workshop that ``plan`` describes, with blocks out of ``known``.

    Raises Problem where the plan names no known block, does not add up to its minutes, makes a
    block longer, or shorter without saying how, or leaves out what a later block goes back to.
    """
    missing = {"title", "minutes", "start", "for", "end", "plan", "leave_out"} - set(plan)
    if missing:
        raise _fault(key, f"it has no {', '.join(sorted(missing))}.")
    entries = tuple(_entry(key, line, known) for line in plan["plan"])
    total = sum(entry.minutes for entry in entries)
    if total != plan["minutes"]:
        raise _fault(key, f"the plan takes {total} minutes, not {plan['minutes']}.")
    made = Workshop(
        key,
        plan["title"],
        plan["minutes"],
        clock(plan["start"]),
        plan["for"],
        plan["end"],
        entries,
        tuple(plan["leave_out"]),
    )
    _goes_back_only_to_what_was(made, [])
    for name in made.leave_out:
        if name not in [block.id for block in made.blocks]:
            raise _fault(key, f"'leave_out' names {name}, which is not in the plan.")
    _goes_back_only_to_what_was(made, made.leave_out)
    return made


def clock(words: str) -> datetime.time:
    """``"09:30"`` as a time of day. Raises Problem if it is none."""
    try:
        return datetime.datetime.strptime(words, "%H:%M").time()  # noqa: DTZ007 (a clock on a wall)
    except ValueError:
        raise Problem(
            text("“{words}” is no time of day. Write hours and minutes: 09:30.", words=words)
        ) from None


def _entry(key: str, line: Mapping[str, Any], known: Mapping[str, Block]) -> Entry:
    if "pause" in line:
        return Entry(None, line["pause"])
    name = line.get("block", "")
    if name not in known:
        raise _fault(key, f"no lesson has a block '{name}'.")
    block = known[name]
    minutes, shorter = line.get("minutes", block.minutes), line.get("shorter", "")
    if minutes > block.minutes or (minutes < block.minutes) != bool(shorter):
        raise _fault(
            key, f"'{name}' takes {block.minutes} minutes; with fewer, 'shorter' says what stops."
        )
    return Entry(block, minutes, shorter)


def _goes_back_only_to_what_was(made: Workshop, left_out: Sequence[str]) -> None:
    done: set[str] = set()
    for block in made.blocks:
        if block.id in left_out:
            continue
        needed = f"{block.lesson.number:02}/{block.after}"
        if block.after and needed not in done:
            raise _fault(made.key, f"'{block.id}' goes back to '{needed}', which is not before it.")
        if block.id in done:
            raise _fault(made.key, f"'{block.id}' stands twice in the plan.")
        done.add(block.id)


def _fault(key: str, reason: str) -> Problem:
    return Problem(f"{FILE}, {key}: {reason}")
