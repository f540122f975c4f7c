"""From what was handed in to what is marked: the author's cells are the author's, whatever came."""

import json

import pytest

from workbook.grading.merge import Master, MasterCell, chosen, merged

SETUP = MasterCell("setup", "code", "import math", "", locked=True)
ANSWER = MasterCell("area", "code", "x = ...", "", solution=True, question="area", number="1.1")
CHECK = MasterCell(
    "area_check",
    "code",
    "assert x\n### BEGIN HIDDEN TESTS\nassert x == 3\n### END HIDDEN TESTS",
    "",
    locked=True,
    grade=True,
    points=2.0,
    question="area",
)
WORDS = MasterCell("why", "markdown", "...", "", grade=True, solution=True, points=3.0)
MASTER = Master("ex", (SETUP, ANSWER, CHECK, WORDS), {"name": "python3"})
GIVEN_OUT = "assert x"


def cell(master, source=None, **changed):
    made = {
        "cell_type": master.cell_type,
        "source": master.source if source is None else source,
        "metadata": {"nbgrader": {**master.metadata(), **changed}},
    }
    return made


def whole():
    return [cell(SETUP), cell(ANSWER, "x = 3"), cell(CHECK, GIVEN_OUT), cell(WORDS, "Because.")]


def handed_in(cells, **more):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, **more}).encode()


def merge(cells, file="ex.ipynb"):
    content = cells if isinstance(cells, bytes | None) else handed_in(cells)
    return merged(content, file, MASTER)


def sources(one):
    return [cell["source"] for cell in one.cells]


ALL = ["import math", "x = 3", CHECK.source, "Because."]


def test_an_honest_notebook_gets_its_hidden_checks_back_and_no_note():
    one = merge(whole())
    assert sources(one) == ALL
    assert one.notes == []
    assert one.masters == list(MASTER.cells)
    assert one.metadata["kernelspec"] == {"name": "python3"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"not json", "not JSON"),
        (b"[" * 200_000, "no notebook"),
        (b"[]", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"PK\x03\x04" + b"\x00" * 50, "not JSON"),
        (None, "not handed in"),
    ],
)
def test_what_is_no_notebook_is_the_untouched_one_with_a_sentence(content, words):
    one = merge(content)
    assert sources(one) == [master.source for master in MASTER.cells]
    assert words in one.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_notebook_in_another_encoding_is_read(encoding):
    cells = whole()
    cells[3]["source"] = "Così è."
    text = json.dumps({"cells": cells, "metadata": {}}, ensure_ascii=False)
    assert sources(merge(text.encode(encoding)))[3] == "Così è."


def test_a_notebook_of_format_3_is_read():
    cells = [{**one, "input": one.pop("source")} for one in whole()]
    content = json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}).encode()
    assert sources(merged(content, "ex.ipynb", MASTER)) == ALL


def test_a_source_may_be_a_list_of_lines():
    cells = whole()
    cells[1]["source"] = ["x = 1\n", "x = 3"]
    assert sources(merge(cells))[1] == "x = 1\nx = 3"


@pytest.mark.parametrize("place", range(4))
def test_a_missing_cell_comes_back_in_its_place(place):
    cells = whole()
    removed = cells.pop(place)
    one = merge(cells)
    assert sources(one)[place] == MASTER.cells[place].source
    assert [master.grade_id for master in one.masters] == [c.grade_id for c in MASTER.cells]
    assert removed["metadata"]["nbgrader"]["grade_id"] in one.notes[0]


def test_an_edited_check_is_the_authors_again():
    cells = whole()
    cells[2]["source"] = "2.0"
    one = merge(cells)
    assert sources(one)[2] == CHECK.source
    assert "area_check was changed" in one.notes[0]


def test_trailing_spaces_are_no_change():
    cells = whole()
    cells[2]["source"] = "assert x  \n\n"
    assert merge(cells).notes == []


def test_an_edited_setup_is_the_authors_again():
    cells = whole()
    cells[0]["source"] = "math = None"
    assert sources(merge(cells))[0] == "import math"


def test_points_of_ones_own_do_not_count():
    cells = whole()
    cells[2]["metadata"]["nbgrader"]["points"] = 100
    one = merge(cells)
    assert one.cells[2]["metadata"]["nbgrader"]["points"] == 2.0
    assert "points" in one.notes[0]


def test_a_check_declared_as_an_answer_is_a_check_again():
    cells = whole()
    cells[2] = cell(CHECK, "2.0", solution=True, locked=False, grade=False)
    one = merge(cells)
    assert sources(one)[2] == CHECK.source
    assert one.cells[2]["metadata"]["nbgrader"] == CHECK.metadata()


def test_a_cell_of_another_type_has_its_own_again():
    cells = whole()
    cells[1]["cell_type"] = "markdown"
    cells[3] = {**cells[3], "cell_type": "code", "outputs": [1], "execution_count": 3}
    one = merge(cells)
    assert [cell["cell_type"] for cell in one.cells] == ["code", "code", "code", "markdown"]
    assert one.cells[1]["outputs"] == []
    assert "outputs" not in one.cells[3]


def test_of_two_cells_with_one_id_the_last_counts_and_both_run():
    cells = whole()
    cells.insert(1, cell(ANSWER, "x = 2"))
    one = merge(cells)
    assert sources(one)[1:3] == ["x = 2", "x = 3"]
    assert one.masters[1] is None
    assert one.masters[2] is ANSWER
    assert "twice" in one.notes[0]


def test_a_check_before_its_answer_is_moved_behind_it():
    cells = whole()
    cells[1], cells[2] = cells[2], cells[1]
    one = merge(cells)
    assert sources(one) == ALL
    assert "moved" in one.notes[0]


def test_unknown_ids_are_forgotten():
    cells = whole()
    gift = {"nbgrader": {"grade_id": "gift", "points": 9}}
    cells.append({**cell(CHECK, "100"), "metadata": gift})
    one = merge(cells)
    assert "nbgrader" not in one.cells[4]["metadata"]
    assert one.masters[4] is None


@pytest.mark.parametrize(
    "odd",
    [
        None,
        3,
        "text",
        {},
        {"cell_type": "code"},
        {"cell_type": 7, "source": 7, "metadata": 7},
        {"cell_type": "code", "source": [1, None, "x"], "metadata": {"nbgrader": 5}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": ["a"]}}},
        {"cell_type": "code", "source": "\ud800", "metadata": {}},
        {"cell_type": "code", "source": "x", "metadata": {"big": "y" * 100_000}},
    ],
)
def test_an_odd_cell_changes_nothing_for_the_others(odd):
    one = merge([*whole(), odd])
    assert sources(one)[:4] == ALL
    json.dumps(one.cells).encode("utf-8")


def test_outputs_that_were_handed_in_are_dropped():
    cells = whole()
    cells[1] |= {"outputs": [{"output_type": "stream", "text": "right!"}], "execution_count": 9}
    one = merge(cells)
    assert one.cells[1]["outputs"] == []


def test_the_notebook_of_the_right_name_is_chosen():
    files = {"other.ipynb": handed_in(whole()), "ex.ipynb": handed_in(whole())}
    assert chosen(files, [MASTER]) == {"ex": "ex.ipynb"}


def test_a_renamed_notebook_is_known_by_its_cells():
    other = Master("two", (MasterCell("b", "code", "", "", solution=True),))
    files = {
        "notes.ipynb": handed_in([]),
        "my ex (1).ipynb": handed_in(whole()),
        "b.ipynb": handed_in([cell(other.cells[0])]),
    }
    assert chosen(files, [MASTER, other]) == {"ex": "my ex (1).ipynb", "two": "b.ipynb"}
    assert "handed in as my ex (1).ipynb" in merge(whole(), "my ex (1).ipynb").notes[0]


def test_a_notebook_that_is_none_of_the_assignment_is_not_taken_for_one_of_two():
    other = Master("two", (MasterCell("b", "code", "", "", solution=True),))
    assert chosen({"notes.ipynb": handed_in([])}, [MASTER, other]) == {}
