"""A learner's own record of what they have worked on: honest about what it is."""

import datetime
from collections.abc import Sequence
from html import escape
from pathlib import Path

import ipywidgets

from workbook import paths
from workbook.feedback import my_work, progress
from workbook.feedback.planning import Files
from workbook.feedback.progress import Module
from workbook.feedback.released import folder
from workbook.i18n import number, text
from workbook.papers import page, shelf
from workbook.plan import clean, shortened_words


def record_page(modules: Sequence[Module], day: datetime.date, name: str = "") -> bytes:
    """The record as a page to print. ``name`` may be empty; it stands on the page and nowhere else.

    Modules without anything to answer are left out.
    """
    counted = [
        module
        for module in modules
        if module.questions or module.quiz or module.plan_made is not None
    ]
    begun = [module for module in counted if module.done]
    title = text("My own record of a course")
    who = shortened_words(clean(name), 120)
    head = "".join(
        f'<th scope="col">{escape(word)}</th>'
        for word in (text("Module"), text("Questions solved"), text("Points"), text("Quiz"))
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(module.title)}{_plan(module)}</th>'
        f"<td>{_of(module.questions_done, module.questions)}</td>"
        f"<td>{_of(module.points, module.all_points)}</td>"
        f"<td>{_of(module.quiz_done, module.quiz)}</td></tr>"
        for module in begun
    )
    shown = (
        f'<table class="record"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        if begun
        else f"<p>{escape(text('No module has been begun yet on this computer.'))}</p>"
    )
    worked = text(
        "TikTok for Organizing, a self-paced course. Worked on {begun} of {all} modules. Points "
        "are those that one sees at once; what is checked later, or read by a person, does not "
        "count.",
        begun=number(len(begun)),
        all=number(len(counted)),
    )
    honest = text(
        "This is my own record of a self-paced course. Nobody checked it. It was made on my own "
        "computer, from a file that I could have changed. It is no certificate and no grade."
    )
    named = f'<p class="decision"><bdi>{escape(who)}</bdi></p>' if who else ""
    body = (
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f'<p class="small">{escape(day.isoformat())}</p>{named}'
        f"<p>{escape(worked)}</p>{shown}"
        f'<p class="caution honest">{escape(honest)}</p>'
    )
    return page.document(title, body)


class Record(Files):
    """A field for a name, which may stay empty, and a button that writes the record."""

    def __init__(self) -> None:
        self.person = ipywidgets.Text(
            description=text("Name on it"),
            placeholder=text("may stay empty; kept nowhere else"),
            style={"description_width": "auto"},
            layout={"width": "420px", "max_width": "100%"},
        )
        super().__init__(text("Write my record"), self.person)

    def write(self) -> tuple[list[Path], str]:
        day = datetime.datetime.now().astimezone().date()
        kept, note = progress.load()
        done = progress.modules(kept, folder(paths.EXERCISES), folder(paths.COURSE))
        content = record_page(done, day, self.person.value)
        files = shelf.add(my_work.folder(), f"record_{day.isoformat()}", {".html": content})
        return files, f"<p>{escape(note)}</p>" if note else ""


def record() -> Record:
    """A button that writes a record of completion into ``my_work``, to print."""
    return Record()


_STYLE = """
.record { font-size: 10pt; margin: 4mm 0; }
.record th { width: auto; }
.record td, .record thead th { padding-inline-start: 3mm; white-space: nowrap; }
.record thead th:first-child { padding-inline-start: 0; }
.honest { margin-top: 6mm; }
"""


def _plan(module: Module) -> str:
    return f"<br/><small>{escape(module.plan_note)}</small>" if module.plan_note else ""


def _of(done: float, everything: float) -> str:
    if not everything:
        return escape(text("none"))
    digits = [0 if value == round(value) else 1 for value in (done, everything)]
    return escape(
        text("{done} of {all}", done=number(done, digits[0]), all=number(everything, digits[1]))
    )
