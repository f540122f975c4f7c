"""The page that shows what is in the folder ``trainer``, by name."""

from collections.abc import Collection
from html import escape

from workbook.build.trainer import markup
from workbook.build.trainer.workshops import Workshop
from workbook.i18n import text
from workbook.papers.page import document

_STYLE = """
h2 { font-size: 13pt; margin: 6mm 0 2mm; color: #00507F; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; border-bottom: 0.25mm solid #bbb; padding: 1mm 0;
  padding-inline-end: 4mm; }
td { white-space: nowrap; }
a { color: #00507F; }
code, pre { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 9pt; }
pre { background: #eef3f7; padding: 2mm 3mm; white-space: pre-wrap; direction: ltr; }
"""


def page(every: Collection[Workshop], names: Collection[str]) -> bytes:
    """The index of the files with these ``names``, such as ``slides/03_case_study.html``."""
    shelves = {
        "run_sheets": text("run sheet"),
        "slides": text("slides"),
        "handouts": text("handout"),
        "cards": text("quiz cards"),
    }
    rows = ""
    for one in every:
        links = "".join(
            f"<td>{_link(one, shelf, word, names)}</td>" for shelf, word in shelves.items()
        )
        rows += (
            f'<tr><th scope="row">{escape(_named(one))}</th>'
            f'<td class="number">{escape(text("{count} min", count=one.minutes))}</td>{links}</tr>'
        )
    body = (
        f"<h1>{escape(text('For trainers'))}</h1>"
        + "".join(f"<p>{markup.inline(one)}</p>" for one in _before())
        + f"<table><tbody>{rows}</tbody></table>"
        + f"<p>{markup.inline(_canvas())}</p>"
        + f"<p>{markup.inline(_pulse())}</p>"
        + f"<h2>{escape(text('On paper, and for Word'))}</h2>"
        + "".join(f"<p>{markup.inline(one)}</p>" for one in _on_paper())
        + f"<pre>{escape(_COMMANDS)}</pre>"
    )
    return document(text("For trainers"), body, _STYLE, text("All of this works without network."))


_COMMANDS = """python3 start.py run-sheet half-day --start 10:00
python3 start.py run-sheet 03 --start 18:30 --paper Letter
python3 start.py pdf trainer/slides/half-day.html
python3 start.py pdf"""


def _link(one: Workshop, shelf: str, word: str, names: Collection[str]) -> str:
    name = f"{shelf}/{one.key}.html"
    if name in names:
        return f'<a href="{name}">{escape(word)}</a>'
    return _handouts(one, names) if shelf == "handouts" else ""


def _handouts(one: Workshop, names: Collection[str]) -> str:
    """Links to the handouts of the modules that a workshop takes its blocks from."""
    numbers = sorted({block.id.partition("/")[0] for block in one.blocks})
    links = " ".join(
        f'<a href="{name}">{escape(number)}</a>'
        for number in numbers
        for name in sorted(names)
        if name.startswith(f"handouts/{number}_")
    )
    return f"{escape(text('handouts'))} {links}" if links else ""


def _named(one: Workshop) -> str:
    if one.key[:2].isdigit() and one.key[2] == "_":  # a module's folder
        return text("{number} {title}", number=one.key[:2], title=one.title)
    return one.title


def _canvas() -> str:
    return text(
        "[Plan canvas]({page}): the plan of module 08 on paper, with the same questions. The third "
        "side is for a group that says no.",
        page="handouts/plan_canvas.html",
    )


def _pulse() -> str:
    return text(
        "While people hand in, `python3 start.py pulse` opens a page for the projector: how many "
        "have handed in, which questions are hard right now, and what you could say. It names "
        "nobody unless you switch that on."
    )


def _before() -> list[str]:
    return [
        text(
            "A **run sheet** says what to say and to ask at what time, what usually goes wrong, "
            "what to leave out when you are late, and how it goes without computers."
        ),
        text(
            "**Slides** open in your browser. The arrow keys go on and back. **S** opens a window "
            "with your notes and the next slide, **F** fills the screen, **B** makes it dark, "
            "**Esc** shows all slides. To print them, press Ctrl and P: one slide on each page."
        ),
        text(
            "A **handout** has two sides: the ideas with a picture, and something to do with a "
            "pencil, in pairs and for one's own group. The **quiz cards** have a question on one "
            "side, and the reasons on the other: print on both sides, and cut."
        ),
    ]


def _on_paper() -> list[str]:
    return [
        text(
            "All pages here print from your browser, on A4 or Letter. PDF and Word files are not "
            "kept in this folder. These commands make them, as new files in the folder `class`, "
            "with the time at which you begin:"
        )
    ]
