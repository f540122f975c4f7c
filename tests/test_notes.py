"""What a learner writes down: kept at once, found again, never lost, never in a stored notebook."""

import json

import pytest

from workbook.feedback.notes import Note, keep, notes


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def test_what_is_written_is_kept_and_found_again(own_folder):
    Note("02_people", "Which people?").area.value = "Night-shift nurses, «Zürich»"
    assert notes() == {"02_people": "Night-shift nurses, «Zürich»"}
    assert Note("02_people", "Which people?").area.value == "Night-shift nurses, «Zürich»"


def test_one_note_leaves_the_others_and_an_empty_one_goes(own_folder):
    keep("a", "one")
    keep("b", "two")
    keep("a", "  ")
    assert notes() == {"b": "two"}
    assert [file.name for file in own_folder.iterdir()] == ["notes.json"]


def test_looking_at_a_note_writes_nothing(own_folder):
    Note("a", "Ask?")
    assert not own_folder.exists()


@pytest.mark.parametrize("damaged", ["{", "[1]", "\x00"])
def test_a_damaged_file_is_put_aside_not_lost(own_folder, damaged):
    own_folder.mkdir()
    (own_folder / "notes.json").write_text(damaged)
    keep("a", "one")
    assert notes() == {"a": "one"}
    kept = {file.read_text() for file in own_folder.iterdir()}
    assert damaged in kept


def test_a_stored_notebook_never_holds_what_somebody_wrote(own_folder):
    keep("a", "a secret of ours")
    bundle = Note("a", "Ask <b>?")._repr_mimebundle_()
    assert "secret" not in json.dumps([bundle["text/html"], bundle["text/plain"]])
    assert "&lt;b&gt;" in bundle["text/html"]


def test_a_folder_that_cannot_be_written_to_is_a_sentence(own_folder):
    own_folder.parent.joinpath("my_work").write_text("a file in its place")
    asked = Note("a", "Ask?")
    asked.area.value = "one"
    assert "could not be kept" in asked.children[2].value
