"""What learners write about their own group: kept in ``my_work/notes.json``, for their plan."""

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from workbook.feedback import my_work
from workbook.i18n import direction, text


def notes(place: Path | None = None) -> dict[str, str]:
    """All notes by their names. A damaged file is put aside under another name, never lost."""
    file = _file(place)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): str(words) for name, words in found.items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, AttributeError):
        file.rename(my_work.free_name(file, text("damaged")))
        return {}


def keep(name: str, words: str, place: Path | None = None) -> None:
    """Keep one note; an empty one is taken out. The file is always whole."""
    file = _file(place)
    together = {**notes(place), name: words}
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    content = {key: value for key, value in sorted(together.items()) if value.strip()}
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(file)


def kept(name: str, words: str) -> bool:
    """Keep a note, unless it stands there so. Returns whether it could be written down."""
    try:
        if words != notes().get(name, ""):
            keep(name, words)
    except OSError:
        return False
    return True


class Note(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A question about the learner's own group, and room to answer. It is kept on leaving it."""

    def __init__(self, name: str, ask: str) -> None:
        self.name, self.ask = name, ask
        self.area = ipywidgets.Textarea(
            value=notes().get(name, ""),
            placeholder=text("Write here. It is kept in your folder my_work, for your plan."),
            tooltip=ask,  # what a screen reader calls the field
            continuous_update=False,
            rows=3,
            layout={"width": "auto", "max_width": "640px"},
        )
        self._said = ipywidgets.HTML()
        self.area.observe(lambda change: self._keep(change["new"]), names="value")
        super().__init__([prose(self._question()), self.area, self._said])

    def _keep(self, words: str) -> None:
        if kept(self.name, words):
            said = text("Kept for your plan, in your folder my_work.")
        else:
            said = text("This could not be kept: the folder my_work cannot be written to.")
        self._said.value = f'<p dir="{direction()}" role="status">{escape(said)}</p>'

    def _question(self) -> str:
        return f'<p dir="{direction()}"><strong>{escape(self.ask)}</strong></p>'

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        run = text("Run this cell (Shift + Enter) to write your answer.")
        # Stored notebooks keep only these two, and never what somebody wrote.
        bundle["text/plain"] = self.ask
        bundle["text/html"] = f"{self._question()}<p><em>{escape(run)}</em></p>"
        return bundle


def prose(html: str) -> ipywidgets.HTML:
    """Text as a widget. By itself JupyterLab would part its lines as far as buttons."""
    return ipywidgets.HTML(f'<div style="line-height: 1.5">{html}</div>')


def note(name: str, ask: str) -> Note:
    """Ask ``ask`` about the learner's own group; the answer is kept under ``name``."""
    return Note(name, ask)


def _file(place: Path | None) -> Path:
    return (place or my_work.folder()) / "notes.json"
