"""Takes files that a person drops on it, or chooses by its button, and hands over their bytes.

The upload button of ipywidgets takes no dropped file, and sends all files in one message, which may
not be longer than 10 MB. Here a file comes in pieces, each asked for by the answer to the one
before. The pieces are messages, and no traits: so the state of the widget, which a person may save
with the notebook, never holds a byte of a file.
"""

import io
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from workbook.errors import Problem
from workbook.exports import Upload
from workbook.exports.files import LARGEST_SHEET
from workbook.i18n import direction, number, plural, text

LARGEST = LARGEST_SHEET
"""Bytes of a file. Here it is held in memory; from a folder, account data may be larger."""


class DropFiles(anywidget.AnyWidget):
    """An area to drop files on, with a button that chooses them.

    ``arrived`` is called once with all files that were dropped together and have come whole. It
    raises nothing. A file that has not come whole is told in a sentence.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    words = traitlets.Dict(value_trait=traitlets.Unicode()).tag(sync=True)

    def __init__(self, arrived: Callable[[Sequence[Upload]], None]) -> None:
        super().__init__(words=_words())
        self._arrived = arrived
        self._coming = _Coming("", 0, 0)
        self._whole: list[Upload] = []
        self._problems: list[str] = []
        self.on_msg(self._heard)

    def clear(self) -> None:
        """Say nothing more of the files that came."""
        self.send({"clear": True})

    def _heard(self, _: object, message: Mapping[str, Any], buffers: Sequence[memoryview]) -> None:
        """Answer a message of the page: it waits for that before it sends another."""
        more, said = False, ""
        try:
            if message.get("done"):
                said = self._hand_over()
            else:
                self._take(message, buffers)
                more, said = True, text("Reading {file} …", file=message["name"])
        except Problem as problem:
            self._coming = _Coming("", 0, 0)
            self._problems.append(str(problem))
            said = str(problem)
        finally:  # whatever happened, or the page waits for ever
            self.send({"to": message["sender"], "more": more, "said": said})

    def _take(self, message: Mapping[str, Any], buffers: Sequence[memoryview]) -> None:
        name, size = str(message["name"]), int(message["size"])
        if message.get("unreadable"):
            raise Problem(
                text(
                    "The browser cannot read “{file}”. If it is a folder, open it, and choose the "
                    "files in it. If it is a file, is it still there?",
                    file=name,
                )
            )
        if size > LARGEST:
            raise Problem(
                text(
                    "The file {file} is larger than {limit} MB. Put it into the folder "
                    "my_work/exports, and press “Read the folder my_work/exports”.",
                    file=name,
                    limit=number(LARGEST / 2**20),
                )
            )
        if message["number"] == 0:  # a file that was under way is given up: it was interrupted
            self._coming = _Coming(message["sender"], size, message["total"])
        if not self._coming.add(message["sender"], message["number"], buffers):
            raise Problem(
                text(
                    "The file {file} did not come whole, so nothing of it was kept. Choose it "
                    "again. Your other files are as they were.",
                    file=name,
                )
            )
        if self._coming.is_whole:
            self._whole.append(Upload(name, self._coming.content))
            self._coming = _Coming("", 0, 0)

    def _hand_over(self) -> str:
        """Give away what came, and say what did and what did not."""
        files, problems = self._whole, self._problems
        self._whole, self._problems = [], []
        if files:
            self._arrived(files)
            problems = [plural("{count} file came.", "{count} files came.", len(files)), *problems]
        return "\n".join(problems)


class _Coming:
    """The pieces of one file: ``total`` of them, ``size`` bytes together."""

    def __init__(self, sender: str, size: int, total: int) -> None:
        self._sender, self._size, self._total = sender, size, total
        self._next = 0
        self._bytes = io.BytesIO()  # gives its bytes away without a second copy of them

    def add(self, sender: str, number: int, buffers: Sequence[memoryview]) -> bool:
        """Keep a piece. False if it is not the next one, or makes the file longer than it is."""
        if sender != self._sender or number != self._next or number >= self._total:
            return False
        self._next += 1
        for buffer in buffers:
            self._bytes.write(buffer)
        came = self._bytes.tell()
        return came == self._size if self.is_whole else came < self._size

    @property
    def is_whole(self) -> bool:
        return self._next == self._total

    @property
    def content(self) -> bytes:
        return self._bytes.getvalue()


def _where_to() -> str:
    """Where the files go: on a hub, or on Binder, Python runs on a server, and not here."""
    limit = number(LARGEST / 2**20)
    if os.environ.get("JUPYTERHUB_SERVICE_PREFIX") or os.environ.get("JUPYTERHUB_USER"):
        return text(
            "This course runs on a server. Your files go to it, and nowhere else. They are read "
            "there, and not kept. Who runs the server could see them. Each may have {limit} MB at "
            "most.",
            limit=limit,
        )
    return text(
        "Nothing leaves this computer. Your files are read here, and stay as they are. Each "
        "may have {limit} MB at most.",
        limit=limit,
    )


def _words() -> dict[str, str]:
    """All that the page says by itself. Everything else is said in an answer."""
    return {
        "direction": direction(),
        "drop": text("Drop your files here"),
        "let_go": text("Let go: the files will be read"),
        "choose": text("Choose files"),
        "note": _where_to(),
        "progress": text("How much of the file has come"),
        "late": text(
            "Python is still busy. If that does not end, run this cell again, and choose your "
            "files again."
        ),
        "lost": text(
            "Python was started again, so it has forgotten your files. Run all cells, and choose "
            "your files again."
        ),
    }
