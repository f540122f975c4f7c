"""The plan of the last module: its questions in the lesson, and the files it becomes."""

import datetime
import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from workbook import plan as plans
from workbook.decision import Outcome
from workbook.errors import Problem
from workbook.feedback import my_work
from workbook.feedback.notes import Note, keep, notes, prose
from workbook.i18n import direction, text
from workbook.papers import page, shelf
from workbook.plan import DECISION


class Questions(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The questions of some parts of the plan, each with what was written on the way."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.parts = [plans.part(key) for key in keys]
        shown: list[ipywidgets.Widget] = []
        for part in self.parts:
            shown.append(prose(_heading(part.title)))
            shown += [Note(line.name, _asked(line)) for line in plans.own_lines(part)]
        super().__init__(shown)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        asked = [_asked(line) for part in self.parts for line in plans.own_lines(part)]
        # Stored notebooks keep only these two, and never what somebody wrote.
        bundle["text/plain"] = "\n".join(asked)
        items = "".join(f"<li>{escape(one)}</li>" for one in asked)
        run = text("Run this cell (Shift + Enter) to see and change what you wrote.")
        bundle["text/html"] = _framed(f"<ul>{items}</ul><p><em>{escape(run)}</em></p>")
        return bundle


class Choice(ipywidgets.VBox):  # type: ignore[misc]
    """The decision, kept as soon as it is made. "Not yet decided" is one of the choices.

    It begins at what the scores of module 06 lead to, and says where the choice differs from that.
    """

    def __init__(self) -> None:
        kept = notes()
        self.buttons = ipywidgets.RadioButtons(
            options=[(plans.told(one), one.value) for one in Outcome],
            value=plans.decided(kept).value,
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            description=text("Our decision (click, or Tab and space bar):"),
            style={"description_width": "auto"},
            layout={"width": "auto"},
        )
        self._said = ipywidgets.HTML()
        self._say(_beside_scores(kept))
        self.buttons.observe(lambda change: self._keep(change["new"]), names="value")
        super().__init__([self.buttons, self._said])

    @property
    def said(self) -> str:
        """What is shown under the choices, as HTML."""
        return str(self._said.value)

    def _keep(self, decision: str) -> None:
        try:
            keep(DECISION, decision or plans.OPEN)
            said = text("Kept for your plan, in your folder my_work.")
        except OSError:
            self._say(text("This could not be kept: the folder my_work cannot be written to."))
            return
        self._say(f"{said} {_beside_scores(notes())}")

    def _say(self, said: str) -> None:
        words = f'<p dir="{direction()}" role="status">{escape(said)}</p>'
        self._said.value = f'<div style="line-height: 1.5">{words}</div>' if said else ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        words = [plans.told(one) for one in Outcome]
        bundle["text/plain"] = "\n".join(words)
        items = "".join(f"<li>{escape(one)}</li>" for one in words)
        run = text("Run this cell (Shift + Enter) to choose.")
        bundle["text/html"] = _framed(f"<ul>{items}</ul><p><em>{escape(run)}</em></p>")
        return bundle


class Files(ipywidgets.VBox):  # type: ignore[misc]
    """A button that writes files into ``my_work``, and a place that says what was made."""

    def __init__(self, label: str, *above: ipywidgets.Widget) -> None:
        self.button = ipywidgets.Button(
            description=label, layout={"width": "auto", "align_self": "flex-start"}
        )
        self.button.button_style = "primary"
        self.button.on_click(lambda _: self.make())
        # In an Output, JupyterLab makes links that work from this notebook.
        self._said = ipywidgets.Output()
        super().__init__([*above, self.button, self._said])

    def write(self) -> tuple[list[Path], str]:
        """Write the files. Returns them, and HTML that shows what is in them."""
        raise NotImplementedError

    def make(self) -> list[Path]:
        """Do what the button does."""
        try:
            files, shown = self.write()
        except Problem as problem:
            self._say(str(problem), f'<p role="alert">{escape(str(problem))}</p>')
            return []
        told = text("Written into your folder my_work. Earlier files are as they were.")
        links = "".join(f"<li>{link(file)}</li>" for file in files)
        self._say(
            "\n".join([told, *(file.name for file in files)]),
            f'<p role="status">{escape(told)}</p><ul>{links}</ul>{shown}',
        )
        return files

    @property
    def said(self) -> str:
        """What is shown under the button, as HTML."""
        return "".join(output["data"]["text/html"] for output in self._said.outputs)

    def _say(self, plain: str, html: str) -> None:
        data = {"text/plain": plain, "text/html": _framed(html)}
        self._said.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        still = text("Run this cell (Shift + Enter) for the button: {label}.", label=self.label)
        bundle["text/plain"] = still
        bundle["text/html"] = _framed(f"<p><em>{escape(still)}</em></p>")
        return bundle

    @property
    def label(self) -> str:
        return str(self.button.description)


class MakePlan(Files):
    """Makes the plan of what is written now: a page to print, Word, plain text and Markdown."""

    def __init__(self, today: datetime.date | None = None) -> None:
        self._today = today
        super().__init__(text("Make our plan"))

    def write(self) -> tuple[list[Path], str]:
        from workbook.papers import word  # docx; every notebook imports this module

        day = self._today or _today()
        plan = plans.make(notes(), day)
        files = shelf.add(
            my_work.folder(),
            f"plan_{day.isoformat()}",
            {
                ".html": page.plan_page(plan),
                ".docx": word.plan_docx(plan),
                # The mark at its start tells older programs that the letters are in UTF-8.
                ".txt": plans.plain(plan).encode("utf-8-sig"),
                ".md": plans.markdown(plan).encode(),
            },
        )
        decided = escape(plans.told(plan.decision))
        head = f"<p><strong>{escape(text('Our decision:'))}</strong> {decided}</p>"
        cautions = "".join(f"<p>{escape(one)}</p>" for one in plan.cautions)
        foot = f"<p>{escape(plans.open_note(plan))}</p>" if plan.questions else ""
        shown = f"<h3>{escape(plan.title)}</h3>{head}{cautions}{page.rows_html(plan)}{foot}"
        return files, shown


def plan_part(*keys: str) -> Questions:
    """The questions of these parts of the plan, such as ``"goal"``, to read and change."""
    return Questions(keys)


def decision() -> Choice:
    """The five answers; the choice is kept for the plan."""
    return Choice()


def make_plan() -> MakePlan:
    """A button that writes the plan into ``my_work``, in four forms."""
    return MakePlan()


def link(file: Path) -> str:
    """A link to download ``file``, if it lies where the running notebook's server can find it."""
    kind = {
        ".html": text("to print: {file}", file=file.name),
        ".docx": text("for Word: {file}", file=file.name),
        ".csv": text("for a spreadsheet: {file}", file=file.name),
        ".txt": text("plain text, with all words, for any program: {file}", file=file.name),
        ".md": text("the same as Markdown, for websites and wikis: {file}", file=file.name),
    }.get(file.suffix, file.name)
    here, there = Path.cwd().resolve(), file.resolve()
    if not there.is_relative_to(here.parent):
        return f"{escape(kind)} ({escape(str(there.parent))})"
    href = Path(os.path.relpath(there, here)).as_posix()
    return f'<a href="{escape(href)}" download="{escape(file.name)}">{escape(kind)}</a>'


def _beside_scores(kept: Mapping[str, str]) -> str:
    """How the decision stands to the scores of module 06; nothing where there are none."""
    scored = plans.by_scores(kept)
    if scored is None:
        return ""
    if DECISION not in kept:
        return text(
            "This is where your scores in module 06 lead. Choose another answer if yours is "
            "another one."
        )
    if scored is plans.decided(kept):
        return ""
    return text(
        "Your scores in module 06 lead to another answer: {answer} Both may stand. Say in a line "
        "what your scores leave out, or change them there.",
        answer=plans.told(scored),
    )


def _asked(line: plans.Line) -> str:
    if line.module == 8:
        return line.ask
    return text("{ask} (module {module})", ask=line.ask, module=line.module)


def _heading(title: str) -> str:
    return f'<p dir="{direction()}" style="font-size: 1.1em"><strong>{escape(title)}</strong></p>'


def _framed(html: str) -> str:
    return f'<div dir="{direction()}" style="max-width: 760px">{html}</div>'


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()
