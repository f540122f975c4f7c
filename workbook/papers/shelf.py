"""New files in a learner's folder. None that is there already is ever written over."""

from collections.abc import Mapping
from pathlib import Path

from workbook.errors import Problem
from workbook.i18n import text


def add(folder: Path, stem: str, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files that belong together, by their endings; a number is added if a name is taken.

    ``plan_2026-11-25.docx``, then ``plan_2026-11-25_2.docx``; all files of a call get the same
    number. Raises Problem if the folder cannot be written to, and then leaves nothing behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            name = stem if number == 1 else f"{stem}_{number}"
            files = [folder / f"{name}{ending}" for ending in contents]
            if not any(file.exists() or file.is_symlink() for file in files):
                try:
                    _write(files, list(contents.values()))
                    return files
                except FileExistsError:
                    pass  # somebody made one of them a moment ago
            number += 1
    except OSError as error:
        raise Problem(
            text(
                "Nothing could be written into the folder {folder}: {reason}. Can you write to "
                "that folder, and is there room?",
                folder=folder,
                reason=error.strerror,
            )
        ) from None


def _write(files: list[Path], contents: list[bytes]) -> None:
    made: list[Path] = []
    try:
        for file, content in zip(files, contents, strict=True):
            with file.open("xb") as opened:
                made.append(file)
                opened.write(content)
    except OSError:
        for file in made:  # ours, and only half of what belongs together
            file.unlink()
        raise
