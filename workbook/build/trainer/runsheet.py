"""A trainer's run sheet: what happens at what time, in words to say and to ask."""

import datetime
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from workbook.build.trainer import markup
from workbook.build.trainer.blocks import Block, Kind
from workbook.build.trainer.workshops import Entry, Workshop
from workbook.i18n import number, plural, text
from workbook.papers.page import document

_STYLE = Path(__file__).with_name("run_sheet.css").read_text(encoding="utf-8")


class Line(NamedTuple):
    """One part of a block as the sheet shows it; ``words`` are Markdown."""

    kind: str
    label: str
    words: str


def page(workshop: Workshop) -> bytes:
    """The sheet as one HTML page, to print on A4 or Letter."""
    sections = [
        f'<h1>{escape(workshop.title)}</h1><div class="about">{_paragraphs(about(workshop))}</div>',
        f"<h2>{escape(text('The plan'))}</h2>{_table(workshop)}",
    ]
    for heading, items in lists(workshop):
        found = "".join(f"<li>{markup.inline(item)}</li>" for item in items)
        sections.append(f"<h2>{escape(heading)}</h2><ul>{found}</ul>")
    sections += [_section(*line) for line in workshop.timetable()]
    hint = text("To print this page, press Ctrl and P (on a Mac: Cmd and P). A4 or Letter.")
    return document(workshop.title, "\n".join(sections), _STYLE, hint)


def about(workshop: Workshop) -> list[str]:
    """A few sentences on the workshop as a whole, as Markdown."""
    end = list(workshop.timetable())[-1][1]
    pauses = [entry for entry in workshop.entries if not entry.block]
    lines = [
        text(
            "Run sheet for a trainer. {minutes} minutes, from {start} to {end}.",
            minutes=workshop.minutes,
            start=_clock(workshop.start),
            end=_clock(end),
        )
    ]
    if pauses:
        pause = sum(entry.minutes for entry in pauses)
        lines[0] += " " + plural(
            "{count} pause of {minutes} minutes is in it.",
            "{count} pauses are in it, of {minutes} minutes together.",
            len(pauses),
            minutes=pause,
        )
    if workshop.audience:
        lines.append(text("**For:** {audience}", audience=workshop.audience))
        lines.append(text("**People leave with:** {end}", end=workshop.end))
    else:  # a whole module
        shorter = [part for block in workshop.blocks if (part := block.part(Kind.SHORT))]
        lines += [f"**{part.kind.label}:** {part.words}" for part in shorter]
    return lines


def lists(workshop: Workshop) -> list[tuple[str, list[str]]]:
    """The lists before the blocks, each with its heading; the items are Markdown."""
    every = (
        (text("Before people come"), _to_prepare(workshop)),
        (text("If something does not work"), _when_it_fails()),
        (text("If you are late, leave out in this order"), _when_late(workshop)),
    )
    return [(heading, items) for heading, items in every if items]


def _when_late(workshop: Workshop) -> list[str]:
    """What to leave out, and how many minutes that wins in all, as Markdown."""
    minutes = {entry.block.id: entry for entry in workshop.entries if entry.block}
    found, won = [], 0
    for name in workshop.leave_out:
        entry = minutes[name]
        won += entry.minutes
        found.append(
            text("*{title}*: then {minutes} minutes are won", title=title(entry), minutes=won)
        )
    return found


def _to_prepare(workshop: Workshop) -> list[str]:
    """What to lay out before people come, as Markdown."""
    return [
        text("*{title}*: {words}", title=block.title, words=part.words)
        for block in workshop.blocks
        if (part := block.part(Kind.PREPARE))
    ]


def _when_it_fails() -> list[str]:
    """What to do without network, screen or computers."""
    return [
        text(
            "**No network:** nothing stops. Once installed, the course, the slides and these pages "
            "need none. Nobody needs TikTok in the room."
        ),
        text(
            "**No projector:** print the handouts. The front shows the picture of the module, and "
            "the back has the questions."
        ),
        text(
            "**Computers fail, or there are none:** blocks that use one say how they work without. "
            "All others need none."
        ),
        text(
            "**You fall behind:** each block says how to make it shorter. Leave out a whole block "
            "rather than hurry through three."
        ),
    ]


def lines(block: Block, entry: Entry) -> Iterator[Line]:
    """The parts of a block in the order in which a trainer reads them."""
    if entry.shorter:
        yield Line("shorter", text("Shorter today"), entry.shorter)
    for kind in Kind:
        part = block.part(kind)
        if kind is Kind.SHORT:
            continue  # it is about a whole module
        if part is None:
            if kind is Kind.PAPER:
                yield Line(kind, kind.label, text("As it is. This block needs no computer."))
            continue
        label = kind.label
        if kind is Kind.LATE:
            label = text("If you are late (saves {minutes} min)", minutes=part.minutes)
        elif part.minutes and not entry.shorter:
            label = text("{label} ({minutes} min)", label=label, minutes=part.minutes)
        yield Line(kind, label, part.words)


def plan(workshop: Workshop) -> list[list[str]]:
    """The rows of the timetable, the first one its heading; each cell is Markdown."""
    rows = [[text("Time"), text("Minutes"), text("What"), text("From")]]
    for start, end, entry in workshop.timetable():
        where = text("module {number}", number=entry.block.lesson.number) if entry.block else ""
        rows.append([moment(start, end), number(entry.minutes), title(entry), where])
    return rows


def moment(start: datetime.time, end: datetime.time) -> str:
    """``09:30–09:42``."""
    return text("{start}–{end}", start=_clock(start), end=_clock(end))


def _table(workshop: Workshop) -> str:
    kinds = ("clock", "number", "", "")
    head, *rows = (
        [
            f'<{tag} class="{kind}">{markup.inline(cell)}</{tag}>'
            for cell, kind in zip(row, kinds, strict=True)
        ]
        for tag, row in zip(["th", *["td"] * len(workshop.entries)], plan(workshop), strict=True)
    )
    body = "".join(
        f'<tr class="{"block" if entry.block else "pause"}">{"".join(row)}</tr>'
        for row, entry in zip(rows, workshop.entries, strict=True)
    )
    return f"<table><thead><tr>{''.join(head)}</tr></thead><tbody>{body}</tbody></table>"


def _section(start: datetime.time, end: datetime.time, entry: Entry) -> str:
    head = (
        f'<span class="time">{escape(moment(start, end))}</span>'
        f"<h2>{markup.inline(title(entry))}</h2>"
        f'<span class="minutes">{escape(text("{count} minutes", count=entry.minutes))}</span>'
    )
    if not entry.block:
        return f'<section class="pause"><header>{head}</header></section>'
    parts = "".join(
        f'<div class="part {line.kind}"><div class="label">{escape(line.label)}</div>'
        f"<div>{markup.html(line.words)}</div></div>"
        for line in lines(entry.block, entry)
    )
    return f'<section class="block"><header>{head}</header>{parts}</section>'


def title(entry: Entry) -> str:
    """What stands beside the time: the block's title, or that there is a pause."""
    return entry.block.title if entry.block else text("Pause")


def _paragraphs(words: list[str]) -> str:
    return "".join(f"<p>{markup.inline(one)}</p>" for one in words)


def _clock(moment: datetime.time) -> str:
    return f"{moment:%H:%M}"
