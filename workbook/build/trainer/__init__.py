"""What a trainer gets, made from the lessons: run sheets, slides, handouts, quiz cards."""

from collections.abc import Iterator
from pathlib import Path

from workbook.build.trainer import (
    canvas,
    cards,
    handouts,
    index,
    pulse,
    runsheet,
    slides,
    workshops,
)


def build(folder: Path, only: str | None = None) -> list[Path]:
    """Write every page into ``folder``, or those of the modules whose name starts with ``only``."""
    return [_write(folder / name, content) for name, content in pages(only)]


def pages(only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """The name of each page in the folder ``trainer``, and what is in it."""
    made = dict(_of_workshops(only))
    yield from made.items()
    if not only:
        for name, file in slides.ASSETS.items():
            yield f"slides/{name}", file.read_bytes()
        yield pulse.NAME, pulse.page()
        yield "index.html", index.page(workshops.every(), made)


def _of_workshops(only: str | None) -> Iterator[tuple[str, bytes]]:
    chosen = [one for one in workshops.every() if one.key.startswith(only or "")]
    found = {block.lesson.module: block.lesson for one in chosen for block in one.blocks}
    decks = {module: slides.Deck(lesson) for module, lesson in found.items()}
    for workshop in chosen:
        yield f"run_sheets/{workshop.key}.html", runsheet.page(workshop)
        yield f"slides/{workshop.key}.html", slides.page(workshop, decks)
        if workshop.key in decks:  # a module
            deck = decks[workshop.key]
            if handouts.cells(deck.lesson):
                handout = handouts.Handout(deck, workshop.blocks)
                yield f"handouts/{workshop.key}.html", handout.page()
            yield f"cards/{workshop.key}.html", cards.page(deck)
    if not only:
        yield "handouts/plan_canvas.html", canvas.page()


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
