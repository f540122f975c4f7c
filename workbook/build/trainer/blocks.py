"""The blocks of a workshop: what the trainer cells of a lesson hold.

A trainer cell begins with its title in bold. Then come its parts, each after its key::

    **The ride**

    :say: "How many people is that?"

    :do: (5) In pairs, guess first, then move the sliders.

A number in brackets is the minutes of the part; those of ``late`` are the minutes it saves. Keys,
and not words of ours such as "Do:", because a translator translates the words.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from workbook.build.prose import TRAINER
from workbook.build.source import Source
from workbook.i18n import text


class Kind(StrEnum):
    """What a part of a block is about, in the order in which a trainer reads them."""

    PREPARE = "prepare"
    SAY = "say"
    DO = "do"
    GROUPS = "groups"
    LOOK_BACK = "look_back"
    GENERALIZE = "generalize"
    APPLY = "apply"
    MISTAKES = "mistakes"
    LATE = "late"
    PAPER = "paper"
    SHORT = "short"

    @property
    def label(self) -> str:
        """What stands before the part."""
        return {
            Kind.PREPARE: text("Prepare"),
            Kind.SAY: text("Say"),
            Kind.DO: text("Do"),
            Kind.GROUPS: text("Groups"),
            Kind.LOOK_BACK: text("Look back"),
            Kind.GENERALIZE: text("Generalize"),
            Kind.APPLY: text("Apply"),
            Kind.MISTAKES: text("What usually goes wrong"),
            Kind.LATE: text("If you are late"),
            Kind.PAPER: text("Without computers"),
            Kind.SHORT: text("With less time for the module"),
        }[self]


_OPTIONAL = {Kind.PREPARE, Kind.PAPER, Kind.SHORT}
_PART = re.compile(r"^:(\w+):[ \t]*(?:\((\d+)\) )?", re.MULTILINE)
_ASKED = re.compile(r'"([^"]*\?[^"]*)"')
_TITLE = re.compile(r"\*\*(.+)\*\*\s*")


class Part(NamedTuple):
    """One part of a block; ``words`` are Markdown."""

    kind: Kind
    minutes: int | None
    words: str


class Block(NamedTuple):
    """What a trainer does with a room for some minutes."""

    lesson: Source
    name: str
    title: str
    minutes: int
    after: str
    """The block of the same lesson to which this one goes back; empty if it stands alone."""
    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        """How a workshop names it, such as ``03/ride``."""
        return f"{self.lesson.number:02}/{self.name}"

    @property
    def asked(self) -> list[str]:
        """The questions for people to talk about: those in quotation marks, when they look back."""
        return [
            question
            for kind in (Kind.LOOK_BACK, Kind.APPLY)
            if (part := self.part(kind))
            for question in _ASKED.findall(part.words)
        ]

    def part(self, kind: Kind) -> Part | None:
        """The part of this kind, if there is one."""
        return next((part for part in self.parts if part.kind is kind), None)


def is_block(cell: object) -> bool:
    """Whether a cell of a lesson is the trainer's."""
    return TRAINER in cell.metadata.get("tags", [])  # type: ignore[attr-defined]


def read(lesson: Source) -> list[Block]:
    """The blocks of a lesson in their order.

    Raises Problem where a part is missing, unknown or twice there, where two blocks have one name,
    or where minutes do not add up: those of the parts to the block's, and those of the blocks to
    ``trainer_minutes``.
    """
    blocks = [_block(lesson, cell) for cell in lesson.cells if is_block(cell)]
    names = [block.name for block in blocks]
    for place, block in enumerate(blocks):
        if block.name in names[:place]:
            raise lesson.fault(f'"{block.name}"', f"two blocks are named '{block.name}'.")
        if block.after and block.after not in names[:place]:
            raise lesson.fault(
                f'"after": "{block.after}"', f"no block '{block.after}' comes before this one."
            )
    total, promised = sum(block.minutes for block in blocks), lesson.options.get("trainer_minutes")
    if blocks and total != promised:
        raise lesson.fault(
            "trainer_minutes", f"the trainer cells take {total} minutes, not {promised}."
        )
    return blocks


def _block(lesson: Source, cell: object) -> Block:
    source, metadata = cell.source, cell.metadata  # type: ignore[attr-defined]
    first = source.partition("\n")[0]
    title = _TITLE.match(source)
    if not title or not {"block", "minutes"} <= set(metadata):
        raise lesson.fault(
            first, "a trainer cell has 'block' and 'minutes', and begins with its title in bold."
        )
    block = Block(
        lesson,
        metadata["block"],
        title[1].rstrip("."),
        metadata["minutes"],
        metadata.get("after", ""),
        tuple(_parts(lesson, source[title.end() :])),
    )
    missing = set(Kind) - _OPTIONAL - {part.kind for part in block.parts}
    if missing:
        raise lesson.fault(first, f"the block '{block.name}' has no {', '.join(sorted(missing))}.")
    taken = sum(part.minutes or 0 for part in block.parts if part.kind is not Kind.LATE)
    if taken != block.minutes:
        raise lesson.fault(
            first, f"the parts of '{block.name}' take {taken} minutes, not {block.minutes}."
        )
    late = block.part(Kind.LATE)
    if late is None or not late.minutes or late.minutes >= block.minutes:
        raise lesson.fault(first, f"'late' of '{block.name}' says how many minutes it saves.")
    return block


def _parts(lesson: Source, source: str) -> list[Part]:
    pieces = _PART.split(source)
    if pieces[0].strip():
        raise lesson.fault(pieces[0].strip(), "this text of a trainer cell has no key before it.")
    found: list[Part] = []
    for key, minutes, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if key not in list(Kind) or key in [part.kind for part in found]:
            raise lesson.fault(words.strip(), f"the key ':{key}:' is unknown, or twice there.")
        found.append(Part(Kind(key), int(minutes) if minutes else None, words.strip()))
    return found
