"""A learner's own copies of the exercises. Nothing in ``my_work`` is ever overwritten or deleted.

A copy notes in its metadata from which release of the exercise it was made. When a newer release
comes out, it is laid beside the learner's copy under another name.
"""

import hashlib
import json
import os
from html import escape
from pathlib import Path

from workbook import paths
from workbook.errors import Problem
from workbook.feedback.released import Notebook, notebooks, read, source, unknown
from workbook.feedback.released import folder as in_my_language
from workbook.i18n import direction, text

_RELEASE = "copied_release"
"""The name of the note in a copy's metadata."""


class Laid(list[str]):
    """Sentences about the copies that were made, and in a notebook links to all of them."""

    def __init__(self, sentences: list[str], copies: list[Path]) -> None:
        super().__init__(sentences)
        self.copies = copies

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        told = "".join(f"<p>{escape(sentence)}</p>" for sentence in self)
        links = "".join(f"<li>{_link(copy)}</li>" for copy in self.copies)
        return {
            "text/plain": "\n".join(self),
            "text/html": f'<div dir="{direction()}">{told}<ul>{links}</ul></div>',
        }


def folder() -> Path:
    """The learner's folder: ``my_work``, or the one that ``WORKBOOK_MY_WORK`` names."""
    return Path(os.environ.get("WORKBOOK_MY_WORK") or paths.MY_WORK)


def lay_out(
    assignment: str | None = None, *, exercises: Path | None = None, place: Path | None = None
) -> Laid:
    """Make the learner's copy of each exercise, or of one ``assignment``, where there is none yet.

    Returns a sentence for each exercise. Raises Problem if there is no such assignment, or if the
    folder cannot be written to.
    """
    exercises = exercises or in_my_language(paths.EXERCISES)
    place = place or folder()
    files = notebooks(exercises)
    if assignment is not None:
        chosen = [file for file in files if file.parent.name == assignment]
        if not chosen:
            raise unknown(assignment, sorted({file.parent.name for file in files}))
        files = chosen
    try:
        place.mkdir(parents=True, exist_ok=True)
        releases = _releases(place)
        laid = [_lay(file, place, releases) for file in files]
    except OSError as error:
        raise Problem(
            text(
                "Your copy could not be put into the folder {folder}: {reason}. "
                "Can you write to that folder, and is there room?",
                folder=place,
                reason=error.strerror,
            )
        ) from None
    return Laid([sentence for sentence, _ in laid], [copy for _, copies in laid for copy in copies])


def free_name(file: Path, note: str) -> Path:
    """``name (note).ending`` beside ``file``, or with a number if that is taken."""
    count, free = 1, file.with_name(f"{file.stem} ({note}){file.suffix}")
    while free.exists():
        count += 1
        free = file.with_name(f"{file.stem} ({note} {count}){file.suffix}")
    return free


def release(notebook: Notebook) -> str:
    """What tells one release of an exercise from another: its text, not its metadata."""
    content = [[cell["cell_type"], source(cell)] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _lay(file: Path, place: Path, releases: dict[str, Path]) -> tuple[str, list[Path]]:
    """Copy ``file`` if need be. Returns the sentence, and the learner's copies of it."""
    notebook = read(file)
    this = release(notebook)
    first = place / f"{_copy_name(file)}.ipynb"
    if not first.exists():
        _write(first, notebook, this)
        releases[this] = first
    if this in releases:
        copies = list(dict.fromkeys([first, releases[this]]))
        return text("Your copy is ready: my_work/{file}", file=first.name), copies
    newer = _next_version(first)
    _write(newer, notebook, this)
    told = text(
        "There is a newer version of an exercise. It lies beside yours: my_work/{new}. "
        "Your own work is as you left it: my_work/{old}",
        new=newer.name,
        old=first.name,
    )
    return told, [first, newer]


def _copy_name(file: Path) -> str:
    """The assignment's name; with the notebook's name if the assignment has several."""
    assignment = file.parent.name
    alone = len(list(file.parent.glob("*.ipynb"))) == 1
    return assignment if alone or file.stem == assignment else f"{assignment} {file.stem}"


def _next_version(first: Path) -> Path:
    version = 2
    while True:
        beside = first.with_name(
            f"{first.stem} ({text('new version {version}', version=version)}).ipynb"
        )
        if not beside.exists():
            return beside
        version += 1


def _releases(place: Path) -> dict[str, Path]:
    """The releases that the learner has, under whatever names."""
    found = {}
    for copy in sorted(place.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in copy.parts:
            continue
        try:
            notebook = read(copy)
            found[str(notebook["metadata"]["workbook"][_RELEASE])] = copy
        except (Problem, LookupError, TypeError):
            continue  # a notebook of the learner's own making, or a damaged one
    return found


def _write(file: Path, notebook: Notebook, this: str) -> None:
    """A new file; an existing one is never touched, not even one made a moment ago."""
    noted = notebook["metadata"].get("workbook", {}) | {_RELEASE: this}
    copy = notebook | {"metadata": notebook["metadata"] | {"workbook": noted}}
    content = json.dumps(copy, indent=1, ensure_ascii=False) + "\n"
    opened = file.open("x", encoding="utf-8", newline="\n")
    try:
        with opened:
            opened.write(content)
    except OSError:
        file.unlink()  # half a copy would pass for the learner's own work
        raise


def _link(copy: Path) -> str:
    """A link that works from the notebook that is running, if both are in the course's folder."""
    shown = escape(copy.name)
    here, there = Path.cwd().resolve(), copy.resolve()
    if not (here.is_relative_to(paths.ROOT) and there.is_relative_to(paths.ROOT)):
        return shown
    href = Path(os.path.relpath(there, here)).as_posix()
    return f'<a href="{escape(href)}">{shown}</a>'
