"""The slides of a lesson or a workshop: one idea each, with a trainer's notes.

A cell of a lesson with the tag ``slides`` stands before the trainer cell to whose block its slides
belong. It holds one or more slides, divided by ``---``; each begins with its heading::

    ## Nine of seventeen is a story, not a rate

    {picture}`TeamInterval()`

Such slides are Markdown with the roles of a lesson. All other slides, the look back of each block,
the key points and the quiz, come from what the lesson has already.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from workbook import facts
from workbook.build import prose
from workbook.build.roles import FACT, Roles
from workbook.build.source import Source
from workbook.build.trainer import blocks, markup, pictures, runsheet
from workbook.build.trainer.blocks import Block, Kind
from workbook.build.trainer.workshops import Entry, Workshop
from workbook.facts import Fact
from workbook.feedback.quiz import in_order
from workbook.i18n import direction, language, text

_HERE = Path(__file__).parent
ASSETS = {
    **{f"reveal/{file.name}": file for file in sorted((_HERE / "reveal").iterdir())},
    "slides.css": _HERE / "slides.css",
}
"""The files beside the slides: reveal.js as its authors publish it, and our style."""

_FEW = 130
"""Below so many letters, a slide has room for large ones."""

_PICTURE = re.compile(r"\{picture\}`([^`]+)`")
_FIRST, _LAST = (
    (Kind.PREPARE, Kind.SAY, Kind.DO, Kind.GROUPS, Kind.PAPER),
    (Kind.LOOK_BACK, Kind.GENERALIZE, Kind.APPLY, Kind.MISTAKES, Kind.LATE),
)
"""What a trainer needs at the slides of a block, and at the last one, where people look back."""


class Slide(NamedTuple):
    """One slide; all of it but its name is HTML."""

    name: str
    heading: str
    body: str
    notes: str
    kind: str = ""
    sources: tuple[str, ...] = ()
    seconds: int = 0
    """How long it stays, for the clock in the trainer's window."""


class Deck:
    """The slides of one lesson by block. Raises Problem where a slide cannot be made."""

    def __init__(self, lesson: Source) -> None:
        self.lesson = lesson
        self.roles = Roles(lesson)
        self._written: dict[str, list[str]] = {}
        self._drawn: dict[tuple[str, str], tuple[str, str]] = {}
        waiting: list[str] = []
        for cell in lesson.cells:
            if is_slides(cell):
                waiting += re.split(r"^---$", cell.source, flags=re.MULTILINE)
            elif blocks.is_block(cell):
                self._written[cell.metadata["block"]] = waiting
                waiting = []
        if waiting:
            raise lesson.fault(waiting[0].strip(), "no trainer cell follows these slides.")

    def of(self, block: Block, minutes: int) -> list[Slide]:
        """The slides of a block that takes so many minutes."""
        name = f"{block.lesson.number:02}-{block.name}"
        asked = block.asked
        written = self._written[block.name]
        made = [
            self.slide(f"{name}-{number}", words, _notes(block, minutes, _FIRST))
            for number, words in enumerate(written, start=1)
        ]
        notes = _notes(block, minutes, _LAST)
        if asked:
            heading = escape(text("Look back"))
            body = "".join(f"<li>{markup.inline(one)}</li>" for one in asked)
            made.append(Slide(f"{name}-talk", heading, f"<ul>{body}</ul>", notes, "talk"))
        elif made:
            made[-1] = made[-1]._replace(notes=made[-1].notes + notes)
        return [slide._replace(seconds=60 * minutes // len(made)) for slide in made]

    def slide(self, name: str, words: str, notes: str) -> Slide:
        """The slide that an author wrote. Raises Problem if it has no heading."""
        words = words.strip()
        heading, _, rest = words.partition("\n")
        if not heading.startswith("## "):
            raise self.lesson.fault(heading, "a slide begins with its heading, after '## '.")
        cited: list[str] = []
        said: list[str] = []

        def picture(role: re.Match[str]) -> str:
            drawn, told = self._picture(role, name)
            said.append(told)
            return drawn

        heading = self.html(heading.removeprefix("## "), cited, inline=True)
        pieces = _PICTURE.split(rest)  # words, an expression, words ...
        body = self.html(pieces[0], cited)
        for expression, after in zip(pieces[1::2], pieces[2::2], strict=True):
            match = re.match(_PICTURE, f"{{picture}}`{expression}`")
            body += picture(match) + self.html(after, cited) if match else ""
        few = len(FACT.sub("", rest)) < _FEW and "|" not in rest and rest.count("\n") < 7
        kind = "picture" if said else "few" if few else ""
        return Slide(name, heading, body, "".join(said) + notes, kind, tuple(cited))

    def _picture(self, role: re.Match[str], name: str) -> tuple[str, str]:
        """A picture for the slide ``name``, and what is said about it."""
        if (name, role[1]) not in self._drawn:  # several workshops show the same slide
            try:
                widget = pictures.shown(role[1])
            except Exception as error:
                raise self.lesson.fault(role[0], f"this picture fails: {error}.") from error
            view = widget.view()
            told = "".join(f"<p>{escape(one)}</p>" for one in (view.sentence, *view.cautions))
            self._drawn[name, role[1]] = pictures.svg(widget, name), told
        return self._drawn[name, role[1]]

    def html(self, words: str, cited: list[str], inline: bool = False) -> str:
        """Markdown with the roles filled in; the sources of its facts are added to ``cited``."""

        def note(role: re.Match[str]) -> str:
            name = role[1]
            if name not in facts.load():
                raise self.lesson.fault(role[0], f"no fact '{name}' in modules/facts.yml.")
            source = _source(facts.load()[name])
            if source not in cited:
                cited.append(source)
            return f"\ue000{cited.index(source) + 1}\ue001"  # letters that no text of ours has

        words = FACT.sub(note, self.roles.fill_numbers(words).strip())
        made = markup.inline(words) if inline else markup.html(words)
        return re.sub(" *\ue000(\\d+)\ue001", r"<sup>\1</sup>", made)

    def opening(self, notes: str) -> list[Slide]:
        """The title, and what people can do afterwards."""
        options = self.lesson.options
        goals = "".join(f"<li>{markup.inline(one)}</li>" for one in options["objectives"])
        return [
            title_slide(options["title"], notes),
            Slide("goals", escape(text("Afterwards you can")), f"<ul>{goals}</ul>", notes, "small"),
        ]

    def closing(self) -> Iterator[Slide]:
        """The key points of the lesson, then its quiz to vote on by hands."""
        points = [
            block.text
            for block in prose.blocks(self.lesson)
            if block.section == text("Key points") and block.kind == "item"
        ]
        middle = (len(points) + 1) // 2
        halves = [half for half in (points[:middle], points[middle:]) if half]
        for number, half in enumerate(halves, start=1):
            cited: list[str] = []
            body = "".join(f"<li>{self.html(one, cited, inline=True)}</li>" for one in half)
            heading = text("Key points, {number} of {all}", number=number, all=len(halves))
            notes = f"<p>{escape(text('Ask for one example of their own for each point.'))}</p>"
            yield Slide(
                f"key-{number}", escape(heading), f"<ul>{body}</ul>", notes, "", tuple(cited)
            )
        quizzes = prose.quizzes(self.lesson)
        if quizzes:
            notes = text("If there is time. Read a question aloud, and let people show a letter.")
            heading = escape(text("Questions to vote on"))
            yield Slide("vote", heading, "", f"<p>{escape(notes)}</p>", "title")
        for item in quizzes:
            yield from self._quiz(item)

    def _quiz(self, item: prose.QuizItem) -> Iterator[Slide]:
        fill = self.roles.fill_numbers
        choices = lettered(item)
        rows = "".join(f"<li>{markup.inline(fill(answer))}</li>" for _, _, answer, _ in choices)
        reasons = "".join(
            f"<p><strong>{letter}</strong> {markup.inline(fill(because))}</p>"
            for letter, _, _, because in choices
        )
        name = item.name.replace("_", "-")
        asked = markup.inline(fill(item.ask))
        yield Slide(f"vote-{name}", asked, f'<ol type="A">{rows}</ol>', reasons, "quiz")
        for letter, is_right, answer, because in choices:
            if is_right:
                heading = escape(text("The answer is {letter}", letter=letter))
                body = (
                    f"<p><strong>{markup.inline(fill(answer))}</strong></p>"
                    f"<p>{markup.inline(fill(because))}</p>"
                )
                yield Slide(f"answer-{name}", heading, body, reasons, "quiz")


def lettered(item: prose.QuizItem) -> list[tuple[str, bool, str, str]]:
    """The choices as (letter, right, answer, because), in the order of the notebook."""
    return [
        (chr(ord("A") + place), right, answer, because)
        for place, (right, answer, because, _) in enumerate(in_order(item.name, item.choices))
    ]


def is_slides(cell: Any) -> bool:
    """Whether a cell of a lesson holds slides."""
    return prose.SLIDES in cell.metadata.get("tags", [])


def page(workshop: Workshop, decks: dict[str, Deck]) -> bytes:
    """The slides of a workshop as one page; ``decks`` are those of its lessons by module."""
    notes = "".join(f"<p>{markup.inline(one)}</p>" for one in runsheet.about(workshop))
    own = decks.get(workshop.key)  # where the workshop is a module
    made = own.opening(notes) if own else [title_slide(workshop.title, notes)]
    for entry in workshop.entries:
        made += (
            decks[entry.block.lesson.module].of(entry.block, entry.minutes)
            if (entry.block)
            else [_pause(entry, len(made))]
        )
    made += own.closing() if own else []
    return document(workshop.title, made)


def document(title: str, slides: Iterable[Slide]) -> bytes:
    """A page that shows ``slides`` with the files in :data:`ASSETS` beside it."""
    sections = "\n".join(map(_section, slides))
    return (
        # The class turns off what reveal.js does to a page on paper: ours has a style for that.
        f'<!DOCTYPE html>\n<html lang="{escape(language())}" dir="{direction()}" '
        'class="print-pdf">\n<head>\n'
        '<meta charset="utf-8" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" href="reveal/reveal.css" />\n'
        '<link rel="stylesheet" href="slides.css" />\n'
        f'</head>\n<body>\n<div class="reveal"><div class="slides">\n{sections}\n</div></div>\n'
        '<script src="reveal/reveal.js"></script>\n<script src="reveal/notes.js"></script>\n'
        "<script>\nReveal.initialize({\n"
        "  width: 1280, height: 720, margin: 0, center: false, display: 'flex', hash: true,\n"
        f"  transition: 'none', slideNumber: 'c/t', rtl: {str(direction() == 'rtl').lower()},\n"
        "  defaultTiming: 0,  // else the trainer's window leaves the time of each slide out\n"
        "  plugins: [RevealNotes],\n});\n</script>\n</body>\n</html>\n"
    ).encode()


def title_slide(title: str, notes: str) -> Slide:
    """The first slide. It says which keys there are, because nobody looks that up."""
    keys = text("Arrow keys: on and back. S: window with notes. F: whole screen. B: dark.")
    body = f'<p>{escape(text("TikTok for Organizing"))}</p><p class="keys">{escape(keys)}</p>'
    return Slide("title", markup.inline(title), body, notes, "title")


def _section(slide: Slide) -> str:
    sources = "".join(
        f"<span><sup>{number}</sup>{escape(one)}</span> "
        for number, one in enumerate(slide.sources, start=1)
    )
    foot = f'<p class="sources">{sources}</p>' if sources else ""
    return (
        f'<section id="{slide.name}" class="{slide.kind}" data-timing="{slide.seconds}">'
        f'<h2>{slide.heading}</h2><div class="body">{slide.body}</div>{foot}'
        f'<aside class="notes">{slide.notes}</aside></section>'
    )


def _notes(block: Block, minutes: int, kinds: Iterable[Kind]) -> str:
    head = text("{title}: {minutes} minutes in all", title=block.title, minutes=minutes)
    parts = "".join(
        f"<p><strong>{escape(kind.label)}:</strong></p>{markup.html(part.words)}"
        for kind in kinds
        if (part := block.part(kind))
    )
    return f"<p><em>{markup.inline(head)}</em></p>{parts}"


def _pause(entry: Entry, place: int) -> Slide:
    heading = escape(text("Pause: {count} minutes", count=entry.minutes))
    notes = f"<p>{escape(text('Say at what time you go on.'))}</p>"
    return Slide(f"pause-{place}", heading, "", notes, "title", seconds=60 * entry.minutes)


def _source(fact: Fact) -> str:
    if fact.seen == "general knowledge":
        return text("general knowledge; check before you quote it")
    named = f"{fact.publisher}, {fact.date}" if fact.date else fact.publisher
    return text("{source} (a report)", source=named) if fact.seen == "second hand" else named
