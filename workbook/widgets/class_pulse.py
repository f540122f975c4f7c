"""The class pulse: who has handed in, what is hard right now, and what a trainer could say.

It is meant for a wall: few things, in large letters, and nobody's name unless it is switched on.
It is no ``Explorable``: its state comes from a class, not from a person who moves a control.
"""

import asyncio
import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import ipywidgets
import traitlets
from markupsafe import Markup

from workbook import charts, paths
from workbook.errors import Problem
from workbook.feedback.outcome import Outcome, inline
from workbook.grading.course import Course
from workbook.grading.reports.class_answers import (
    Answers,
    Mistake,
    answers,
    hardest_first,
    mistakes,
)
from workbook.grading.reports.summary import Summary
from workbook.grading.room import Room, Seen
from workbook.i18n import direction, number, plural, text

COURSE = "WORKBOOK_COURSE"
"""The variable of the environment that names the folder of the class."""
EVERY = 0.5
"""Seconds between two looks at the gradebook; one takes some thousandths of a second."""
ENOUGH = 5
"""Hand-ins. With fewer, everybody in the room would know whose a wrong answer is."""
_MOST_HARD = 4
_MOST_MISTAKES = 2
"""More would not fit on a wall in letters that can be read from the back."""

# Sizes follow the width of the page itself, as beside a file browser in JupyterLab.
_STYLE = """<style>
.class-pulse { container-type: inline-size; color: var(--jp-content-font-color1, #1b1f24);
  line-height: 1.3; overflow-wrap: break-word; }
.class-pulse .wall { font-size: clamp(17px, 1.95cqi, 44px); display: grid; gap: 0.3em 2em;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; padding: 0 0.4em; }
.class-pulse .wide { grid-column: 1 / -1; margin: 0; }
.class-pulse p { margin: 0.2em 0; font-size: 1em; }
.class-pulse .count { font-size: 2.2em; font-weight: bold; line-height: 1.1; margin: 0; }
.class-pulse h2 { font-size: 1.2em; margin: 0.3em 0; line-height: 1.2; color: inherit; }
.class-pulse ol { list-style: none; margin: 0; padding: 0; }
.class-pulse li { display: flex; flex-wrap: wrap; column-gap: 0.8em; align-items: end; }
.class-pulse li span { flex: 1; }
.class-pulse .bar { display: flex; block-size: 0.7em; margin: 0.1em 0 0.45em;
  inline-size: 100%; border: 2px solid currentColor; }
.class-pulse .right { background: GREEN; }
.class-pulse .partly { color: inherit; background: repeating-linear-gradient(45deg, ORANGE 0 0.3em,
  transparent 0.3em 0.5em); }
.class-pulse .key span { display: inline-block; inline-size: 1.1em; block-size: 0.7em;
  border: 2px solid currentColor; margin-inline: 0.1em 0.3em; }
.class-pulse .key, .class-pulse .quiet { font-size: 0.85em; }
.class-pulse .key b { font-weight: normal; margin-inline-end: 1em; display: inline-block; }
.class-pulse .card { border-inline-start: 0.3em solid VERMILLION; padding: 0.1em 0.7em;
  margin: 0.3em 0 0.7em; background: var(--jp-layout-color2, #f3f5f7); }
.class-pulse .say { font-weight: bold; }
.class-pulse code { font-size: 0.9em; color: inherit; background: none; padding: 0; }
.class-pulse .fault { border: 3px solid VERMILLION; padding: 0.2em 0.6em; }
@container (max-width: 900px) { .class-pulse .wall { grid-template-columns: minmax(0, 1fr);
  font-size: clamp(17px, 2.5cqi, 24px); } }
.class-pulse-controls { flex-flow: row wrap; gap: 0 2em; block-size: auto; overflow: visible; }
.class-pulse-controls label { font-size: 20px; line-height: 1.4; block-size: auto;
  inline-size: auto; }
.class-pulse-controls input { inline-size: 20px; block-size: 20px;
  vertical-align: text-bottom; }
.class-pulse-controls > * { block-size: auto; overflow: visible; }
</style>"""
for _name in ("GREEN", "ORANGE", "VERMILLION"):
    _STYLE = _STYLE.replace(_name, getattr(charts, _name))


class ClassPulse(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A wall that follows a class.

    State: ``seen``, what has been marked; ``assignment``, or nothing for that of the newest
    hand-in; ``names``, whether people are named, which is off at each start; ``fault``, a sentence
    on why ``seen`` may be out of date. Two controls stand above the wall.
    """

    seen = traitlets.Instance(Seen, ())
    assignment = traitlets.Unicode("")
    names = traitlets.Bool(False)
    fault = traitlets.Unicode("")

    def __init__(self, **state: object) -> None:
        super().__init__(**state)
        self._wall = ipywidgets.HTML()
        self._which = ipywidgets.RadioButtons(
            description=text("Assignment (click, or Tab and space bar)"),
            orientation="horizontal",
            style={"description_width": "auto"},
            layout={"width": "auto"},
        )
        switch = ipywidgets.Checkbox(
            description=text("Show who has handed in, by name"),
            indent=False,
            layout={"width": "auto"},
        )
        controls = ipywidgets.HBox([switch, self._which])
        controls.add_class("class-pulse-controls")
        self._offer()
        traitlets.link((self, "assignment"), (self._which, "value"))
        traitlets.link((self, "names"), (switch, "value"))
        self.children = [controls, self._wall]
        self._task: asyncio.Task[None] | None = None
        self.observe(self._show, names=["seen", "assignment", "names", "fault"])
        self._show()

    @classmethod
    def follow(cls, folder: Path | None = None) -> "ClassPulse":
        """The pulse of the class in ``folder``, which follows it as long as the kernel runs.

        Without ``folder``, of the one that ``workbook pulse`` was called for, or of this course.
        Raises Problem if there is no course, and RuntimeError outside an event loop.
        """
        room = Room(Course.read(folder or Path(os.environ.get(COURSE) or paths.ROOT)))
        pulse = cls()
        pulse._task = asyncio.get_running_loop().create_task(pulse._following(room))
        return pulse

    def close(self) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
        super().close()

    async def _following(self, room: Room) -> None:
        while True:
            try:
                # In a thread: a gradebook that another program holds lets one wait for seconds.
                self.seen = await asyncio.to_thread(room.look)
                self.fault = ""
            except Problem as problem:
                self.fault = str(problem)
            except Exception as error:  # else the wall would stand still and nobody would know
                self.fault = text("The page could not be brought up to date: {reason}",
                                  reason=repr(error))  # fmt: skip
            await asyncio.sleep(EVERY)

    def _show(self, change: object = None) -> None:
        self._offer()
        self._wall.value = _STYLE + wall(self.seen, self.assignment, self.names, self.fault)

    def _offer(self) -> None:
        """Offer the assignments that somebody has handed in; a single one needs no choice."""
        known = sorted({one.assignment for one in self.seen.summaries} | {self.assignment} - {""})
        options = [(text("The newest"), ""), *((name, name) for name in known)]
        if options != list(self._which.options):
            chosen = self.assignment
            self._which.options = options  # which chooses the first of them
            self._which.value = self.assignment = chosen
        self._which.layout.display = None if len(known) > 1 else "none"


def wall(seen: Seen, assignment: str = "", names: bool = False, fault: str = "") -> str:
    """What the wall shows, as HTML; without ``assignment``, of the one handed in last."""
    if not assignment and seen.summaries:
        assignment = seen.summaries[-1].assignment
    ours = sorted(
        (one for one in seen.summaries if one.assignment == assignment),
        key=lambda one: one.learner,
    )
    parts = [_fault(fault)] if fault else []
    parts.append(_count(ours, seen, assignment))
    if len(ours) >= ENOUGH:
        parts += [_hard(ours, names), _common(ours, names)]
    elif ours:
        told = text(
            "With fewer than {n} hand-ins, answers are not shown here: people would know whose "
            "they are. You find them on your own page of the class.",
            n=ENOUGH,
        )
        parts.append(Markup('<p class="wide">{}</p>').format(told))
    if names and ours:
        parts.append(_names(ours, seen))
    if ours and seen.newest is not None:
        told = text("Last one marked at {time}.", time=clock(seen.newest))
        parts.append(Markup('<p class="wide quiet">{}</p>').format(told))
    body = Markup("\n").join(parts)
    return str(
        Markup('<div class="class-pulse" dir="{}"><div class="wall">{}</div></div>').format(
            direction(), body
        )
    )


def sentence(ours: Sequence[Summary], people: int, assignment: str) -> str:
    """How many of the ``people`` on the list have handed in an assignment."""
    if not ours:
        return text("Nobody has handed in yet.")
    if people <= len(ours):  # there is no list beside those who handed in
        return plural(
            "{count} person has handed in {assignment}.",
            "{count} people have handed in {assignment}.",
            len(ours),
            assignment=assignment,
        )
    return plural(
        "{count} of {people} has handed in {assignment}.",
        "{count} of {people} have handed in {assignment}.",
        len(ours),
        people=number(people),
        assignment=assignment,
    )


def hard(ours: Sequence[Summary]) -> list[Answers]:
    """The questions that somebody has tried and not all have right, the hardest first."""
    return [
        one
        for one in hardest_first(answers(ours).values())
        if one.right < one.asked > one.outcomes[Outcome.NOT_ATTEMPTED]
    ]


def clock(at: datetime) -> str:
    """A moment on the clock of this computer."""
    return f"{at.astimezone():%H:%M:%S}"


def _fault(fault: str) -> Markup:
    return Markup('<p class="wide fault" role="alert">{}</p>').format(fault)


def _count(ours: Sequence[Summary], seen: Seen, assignment: str) -> Markup:
    people = len(set(seen.names) | {one.learner for one in ours})
    told = sentence(ours, people, assignment)
    more = "" if ours else text("What arrives is seen here a moment after it was handed in.")
    return Markup('<div class="wide" role="status"><p class="count">{}</p>{}</div>').format(
        told, Markup("<p>{}</p>").format(more) if more else ""
    )


def _hard(ours: Sequence[Summary], names: bool) -> Markup:
    found = hard(ours)[:_MOST_HARD]
    heading = Markup("<h2>{}</h2>").format(text("Hard right now"))
    if not found:
        told = text("Everybody has every question right that a check can judge.")
        return Markup("<section>{}<p>{}</p></section>").format(heading, told)
    rows = Markup("").join(
        Markup("<li><span>{}</span> <strong>{}</strong>{}</li>").format(
            _clean(one.label, ours, names), _share(one), _bar(one)
        )
        for one in found
    )
    key = Markup('<p class="key"><span class="right"></span><b>{}</b>').format(
        Outcome.RIGHT.word
    ) + Markup('<span class="partly"></span><b>{}</b></p>').format(Outcome.PARTLY.word)
    return Markup("<section>{}<ol>{}</ol>{}</section>").format(heading, rows, key)


def _share(one: Answers) -> str:
    return text("{right} of {all} right", right=number(one.right), all=number(one.asked))


def _bar(one: Answers) -> Markup:
    """Decoration: the number beside it says the same."""
    shares = [100 * one.outcomes[kind] / one.asked for kind in (Outcome.RIGHT, Outcome.PARTLY)]
    return Markup(
        '<div class="bar" aria-hidden="true"><div class="right" style="inline-size: {:.1f}%"></div>'
        '<div class="partly" style="inline-size: {:.1f}%"></div></div>'
    ).format(*shares)


def _common(ours: Sequence[Summary], names: bool) -> Markup:
    # One of each question: a second one would come with the same words to say.
    by_question: dict[str, Mistake] = {}
    for one in mistakes(ours):
        by_question.setdefault(one.question.name, one)
    found = list(by_question.values())[:_MOST_MISTAKES]
    heading = Markup("<h2>{}</h2>").format(text("Common wrong answers"))
    if not found:
        told = text("No two learners made the same mistake.")
        return Markup("<section>{}<p>{}</p></section>").format(heading, told)
    cards = Markup("").join(_card(one, ours, names) for one in found)
    return Markup("<section>{}{}</section>").format(heading, cards)


def _card(one: Mistake, ours: Sequence[Summary], names: bool) -> Markup:
    where = text(
        "{people}: {where}",
        people=plural("{count} learner", "{count} learners", len(one.people)),
        where=one.place,
    )
    said = [
        Markup('<p class="quiet">{}</p><p>{}</p>').format(
            _clean(where, ours, names), _clean(one.sentence, ours, names)
        )
    ]
    if one.to_say:
        said.append(Markup('<p class="say">{}</p>').format(_clean(one.to_say, ours, names)))
    return Markup('<div class="card">{}</div>').format(Markup("").join(said))


def _names(ours: Sequence[Summary], seen: Seen) -> Markup:
    called = sorted((seen.names.get(one.learner, one.learner) for one in ours), key=str.casefold)
    told = text("Handed in: {names}", names=", ".join(called))
    return Markup('<p class="wide names">{}</p>').format(told)


def _clean(words: str, ours: Sequence[Summary], names: bool) -> Markup:
    """Words that come out of learners' files, as HTML; without ``names``, with … for their ids."""
    if not names:
        ids = sorted((one.learner for one in ours if len(one.learner) > 2), key=len, reverse=True)
        if ids:
            words = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, ids))})(?!\w)", "…", words)
    return Markup(inline(words))
