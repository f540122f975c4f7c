"""Reading the sources in modules/: text in, notebook cells out, with the place of every mistake."""

import copy
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jupytext

from workbook import paths
from workbook.errors import Problem

_COMMENT = re.compile(r"^%[ \t].*\n?", re.MULTILINE)
"""MyST's comment line, for the next author; nobody else is shown it."""


class Source(NamedTuple):
    """One source file as a notebook. ``options`` is its front matter."""

    path: Path
    text: str
    options: dict[str, Any]
    cells: list[Any]

    @property
    def module(self) -> str:
        """The folder's name, such as ``03_case_study``; its first part is the module's number."""
        return self.path.parent.name

    @property
    def number(self) -> int:
        return int(self.module.split("_")[0])

    @property
    def name(self) -> str:
        """How messages and built notebooks name the file."""
        return f"modules/{self.module}/{self.path.name}"

    def fault(self, sought: str, reason: str) -> Problem:
        """A mistake at the first line that holds ``sought``."""
        before = self.text.partition(sought)[0] if sought in self.text else ""
        return Problem(f"{self.name}, line {before.count(chr(10)) + 1}: {reason}")


def read(path: Path) -> Source:
    """The source at ``path``. Raises Problem if the front matter lacks its title or minutes."""
    text = path.read_text(encoding="utf-8")
    notebook = copy.deepcopy(_parsed(text))  # which its readers change
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _COMMENT.sub("", cell.source).strip("\n")
    # What held nothing but a comment is no cell.
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" or cell.source]
    source = Source(path, text, dict(notebook.metadata), cells)
    for option in ("title", "minutes"):
        if option not in source.options:
            raise source.fault("---", f"the front matter has no '{option}'.")
    return source


@lru_cache(maxsize=64)  # a build reads each lesson seven times, to add up its minutes
def _parsed(text: str) -> Any:
    return jupytext.reads(text, fmt="md:myst")


def modules() -> list[Path]:
    """The module folders, in the order of the course."""
    return sorted(lesson.parent for lesson in paths.MODULES.glob("[0-9][0-9]_*/lesson.md"))


def minutes(*numbers: str, exercise: bool = False) -> int:
    """The minutes that the lessons of these modules state together, such as ``("00", "03")``.

    Without numbers: of all modules. With ``exercise``: those of the exercises instead.
    """
    name = "exercise.md" if exercise else "lesson.md"
    chosen = [
        module / name for module in modules() if not numbers or module.name.split("_")[0] in numbers
    ]
    return sum(read(path).options["minutes"] for path in chosen if path.exists())


def stable_ids(cells: list[Any], module: str) -> None:
    """Give each cell an id made from its text: the same source builds the same bytes."""
    seen: dict[str, int] = {}
    for cell in cells:
        digest = hashlib.sha256(f"{module}\n{cell.source}".encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"{digest}-{seen[digest]}"


def digest(*texts: str) -> str:
    """A short hash of the sources, kept in the notebook made from them."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def slug(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_")
