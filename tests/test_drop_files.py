"""Files dropped on the lesson: they come whole or are told, and the widget keeps nothing of them.

Here the page is played by the test; ``browser/test_own_files_in_browser.py`` has the real one.
"""

import gettext
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from workbook import i18n, paths
from workbook.exports import Upload
from workbook.widgets import drop_files
from workbook.widgets.drop_files import DropFiles

PIECE = 4


class Page:
    """Sends as the JavaScript does, in pieces of four bytes, and keeps the answers."""

    def __init__(self, sender: str = "a") -> None:
        self.arrived: list[list[Upload]] = []
        self.answers: list[Mapping[str, Any]] = []
        self.widget = DropFiles(lambda files: self.arrived.append(list(files)))
        self.widget.send = self.answers.append
        self.sender = sender

    def ask(self, *pieces: bytes, **message: Any) -> Mapping[str, Any]:
        buffers = [memoryview(piece) for piece in pieces]
        self.widget._handle_custom_msg({"sender": self.sender, **message}, buffers)
        assert self.answers[-1]["to"] == message.get("sender", self.sender)
        return self.answers[-1]

    def piece(self, name: str, content: bytes, number: int, **other: Any) -> Mapping[str, Any]:
        total = max(1, -(-len(content) // PIECE))
        about = {"name": name, "size": len(content), "total": total, "number": number}
        return self.ask(content[number * PIECE :][:PIECE], **about | other)

    def file(self, name: str, content: bytes) -> None:
        for number in range(max(1, -(-len(content) // PIECE))):
            if not self.piece(name, content, number)["more"]:
                return

    def done(self) -> str:
        return str(self.ask(done=True)["said"])


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5, 8, 4001])
def test_a_file_of_any_length_comes_whole(page, length):
    content = bytes(n % 251 for n in range(length))
    page.file("a.csv", content)
    assert page.arrived == []
    assert page.done() == "1 file came."
    assert page.arrived == [[Upload("a.csv", content)]]


def test_files_dropped_together_arrive_together(page):
    page.file("a.csv", b"one, two")
    page.file("b.csv", b"three")
    assert page.done() == "2 files came."
    page.file("c.csv", b"four")
    page.done()
    assert [[one.name for one in files] for files in page.arrived] == [
        ["a.csv", "b.csv"],
        ["c.csv"],
    ]


@pytest.mark.parametrize(
    "numbers", [[0, 2], [1], [0, 0, 2], [0, 1, 1], [0, 1, 3]], ids=lambda numbers: str(numbers)
)
def test_a_missing_piece_is_told_and_costs_no_other_file(page, numbers):
    page.file("good.csv", b"a good file")
    for number in numbers:
        answer = page.piece("broken.csv", b"0123456789", number)
    assert not answer["more"]
    assert "broken.csv did not come whole" in answer["said"]
    page.file("last.csv", b"another")
    said = page.done()
    assert said.startswith("2 files came.\nThe file broken.csv did not come whole")
    assert [one.name for one in page.arrived[0]] == ["good.csv", "last.csv"]


@pytest.mark.parametrize("size", [9, 11], ids=["longer", "shorter"])
def test_a_file_that_is_not_as_long_as_it_said_is_told(page, size):
    for number in range(3):
        answer = page.piece("odd.csv", b"0123456789", number, size=size)
    assert "odd.csv did not come whole" in answer["said"]
    assert "odd.csv" in page.done()
    assert page.arrived == []


def test_a_page_that_was_closed_midway_stands_in_nobodys_way(page):
    page.piece("half.csv", b"0123456789", 0)
    page.sender = "b"  # the page, loaded again
    page.file("half.csv", b"0123456789")
    assert page.done() == "1 file came."
    assert page.arrived == [[Upload("half.csv", b"0123456789")]]


def test_two_views_at_once_do_not_mix_their_files(page):
    page.piece("mine.csv", b"mine mine", 0)
    page.piece("yours.csv", b"yours yours", 0, sender="b")
    answer = page.piece("mine.csv", b"mine mine", 1)
    assert "mine.csv did not come whole" in answer["said"]


def test_a_file_that_is_too_large_is_refused_at_its_first_piece(page, monkeypatch):
    monkeypatch.setattr(drop_files, "LARGEST", 2**20)
    answer = page.piece("large.csv", b"0123", 0, size=2**20 + 1)
    assert not answer["more"]
    assert "large.csv is larger than 1 MB. Put it into the folder" in answer["said"]
    assert page.done() == answer["said"]


def test_the_largest_file_is_as_large_as_what_is_read():
    assert f"{drop_files.LARGEST // 2**20} MB at most" in DropFiles(list).words["note"]


def test_a_folder_is_explained(page):
    answer = page.ask(name="exports", size=4096, total=1, unreadable=True)
    assert not answer["more"]
    assert "cannot read “exports”. If it is a folder" in answer["said"]
    assert page.done() == answer["said"]


def test_the_page_is_answered_even_if_reading_fails():
    page = Page()

    def fail(_: object) -> None:
        raise ValueError

    page.widget._arrived = fail
    page.file("a.csv", b"one")
    page.widget.log.disabled = True
    try:
        page.ask(done=True)
    finally:
        page.widget.log.disabled = False
    assert page.answers[-1] == {"to": "a", "more": False, "said": ""}


def test_no_state_holds_anything_of_a_file(page):
    before = json.dumps(page.widget.get_state(), default=str)
    page.file("wilhelmina.csv", b"wilhelmina@example.org")
    page.piece("wilhelmina2.csv", b"wilhelmina@example.org", 0)
    page.done()
    assert json.dumps(page.widget.get_state(), default=str) == before
    kept = ipywidgets.Widget.get_manager_state(widgets=[page.widget])
    assert "wilhelmina" not in json.dumps(kept, default=str)


def test_the_page_has_no_words_of_its_own_and_asks_no_other_computer():
    code = Path(drop_files.__file__).with_suffix(".js").read_text(encoding="utf-8")
    style = Path(drop_files.__file__).with_suffix(".css").read_text(encoding="utf-8")
    for asks in ("://", "fetch", "XMLHttpRequest", "WebSocket", "import", "@import", "url("):
        assert asks not in code + style
    for name in DropFiles(list).words:
        assert f"words.{name}" in code
    for side in ("left", "right", "top:", "bottom:", "width:", "height:"):
        assert side not in style.replace("line-height:", "")


def test_every_word_can_be_translated(monkeypatch):
    class Marked(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"⟦{message}⟧"

    monkeypatch.setattr(i18n, "_catalog", Marked())
    words = dict(DropFiles(list).words)
    assert words.pop("direction") == "ltr"
    assert all(word.startswith("⟦") and word.endswith("⟧") for word in words.values())


def test_a_package_of_the_course_holds_the_files_beside_the_code():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["workbook.widgets"]
    folder = Path(drop_files.__file__).parent
    packed = {file for pattern in patterns for file in folder.glob(pattern)}
    assert packed == {file for file in folder.iterdir() if file.suffix not in {".py", ""}}
    assert len(packed) == 2


@pytest.mark.parametrize("name", ["JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_USER"])
def test_on_a_server_nobody_is_told_that_nothing_leaves_their_computer(monkeypatch, name):
    for known in ("JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_USER"):
        monkeypatch.delenv(known, raising=False)
    assert DropFiles(list).words["note"].startswith("Nothing leaves this computer.")
    monkeypatch.setenv(name, "/user/amal/")
    note = DropFiles(list).words["note"]
    assert "this computer" not in note
    assert "Your files go to it, and nowhere else." in note
    assert "200 MB" in note
