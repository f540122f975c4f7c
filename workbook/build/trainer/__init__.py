"""What a trainer gets, made from the lessons: run sheets, slides, handouts, quiz cards."""

from collections.abc import Iterator
from pathlib import Path

from workbook.build.trainer import runsheet, workshops


def build(folder: Path, only: str | None = None) -> list[Path]:
    """Write every page into ``folder``, or those of the modules whose name starts with ``only``."""
    return [_write(folder / name, content) for name, content in pages(only)]


def pages(only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """The name of each page in the folder ``trainer``, and what is in it."""
    for workshop in workshops.every():
        if workshop.key.startswith(only or ""):
            yield f"run_sheets/{workshop.key}.html", runsheet.page(workshop)


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
