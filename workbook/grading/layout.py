"""Where a course keeps its files: nbgrader's ``directory_structure``, read from the disk."""

import os
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.grading.course import Course
from workbook.grading.files import unreadable
from workbook.grading.names import shown
from workbook.i18n import text


@dataclass(frozen=True)
class Place:
    """Where the work of one learner for one assignment should be; a name may be missing."""

    learner: str
    assignment: str
    path: Path
    refused: str = ""
    """The sentence that says why nothing can be taken from there."""


def places(course: Course, step: str, learner: str = "") -> Iterator[Place]:
    """All places of a step of the course, such as ``course.submitted_directory``, by name.

    ``learner`` is ``"."`` where a step has none: in the source and in the release. As with
    nbgrader, names that start with a dot are not looked at. A link that takes the place of a
    learner or of an assignment is not followed.
    """
    return _walk(*_levels(course, step, learner), {})


def fixed(course: Course, step: str) -> Path:
    """The folder of a step, as far as it is the same for all learners and assignments."""
    base, levels = _levels(course, step, "")
    for level in levels:
        if isinstance(level, re.Pattern):
            break
        base /= level
    return base


_Levels = list[str | re.Pattern[str]]


def _levels(course: Course, step: str, learner: str) -> tuple[Path, _Levels]:
    """The folder to start in; then for each level a name, or a pattern with named groups."""
    known = {"nbgrader_step": step} | ({"student_id": learner} if learner else {})
    parts: list[list[tuple[str, str]]] = [[]]
    for literal, name, _, _ in string.Formatter().parse(course.directory_structure):
        plain = f"{literal}{known.get(name or '', '')}"
        first, *rest = plain.split(os.sep)  # noqa: PTH206  (no path: it has gaps)
        parts[-1].append(("", first))
        parts += [[("", piece)] for piece in rest]
        if name and name not in known:
            parts[-1].append((name, ""))
    levels = list(map(_level, parts))
    absolute = parts[0] == [("", "")] and len(parts) > 1
    return Path(os.sep) if absolute else course.root, list(filter(None, levels))


def _level(part: list[tuple[str, str]]) -> str | re.Pattern[str]:
    if not any(name for name, _ in part):
        plain = "".join(literal for _, literal in part)
        return "" if plain == "." else plain
    pattern, seen = "", set[str]()
    for name, literal in part:
        if not name:
            pattern += re.escape(literal)
        else:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.+)"
            seen.add(name)
    return re.compile(pattern, re.DOTALL)


def _walk(folder: Path, levels: _Levels, found: Mapping[str, str]) -> Iterator[Place]:
    if not levels:
        yield _place(found, folder)
        return
    level, *rest = levels
    if isinstance(level, str):
        if (folder / level).is_dir():
            yield from _walk(folder / level, rest, found)
        return
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield _place(found, folder, unreadable(folder.name, error))
        return
    for entry in entries:
        match = level.fullmatch(entry.name)
        if not match or entry.name.startswith("."):
            continue
        names = match.groupdict()
        if any(found.get(name, value) != value for name, value in names.items()):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), rest, {**found, **names})
        elif entry.is_symlink() or not any(isinstance(level, re.Pattern) for level in rest):
            yield _place({**found, **names}, Path(entry.path), _no_folder(entry))


def _place(found: Mapping[str, str], path: Path, refused: str = "") -> Place:
    return Place(found.get("student_id", ""), found.get("assignment_id", ""), path, refused)


def _no_folder(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return text(
            "{file} is a link to another place. We do not follow links.", file=shown(entry.name)
        )
    return text("{file} is not a folder, so nothing is in it.", file=shown(entry.name))
