"""``grade --mine``: a learner marks their own work, and none of it is changed."""

import io
import json
import signal

import pytest
from IPython.core.interactiveshell import InteractiveShell
from rich.console import Console

from workbook import paths
from workbook.errors import Problem
from workbook.grading import mine

NAME = "03_case_study"
SPELLINGS = 'def people_count(rsvps):\n    return rsvps["email"].nunique()'


@pytest.fixture
def place(tmp_path):
    """A folder with a copy in which two questions were answered, under a name of the learner's."""
    book = json.loads((paths.EXERCISES / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    solved = json.loads((paths.SOLUTIONS / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    right = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in solved["cells"]
        if "nbgrader" in cell["metadata"]
    }
    for cell in book["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name == "turnout_range":
            cell["source"] = right[name]
        elif name == "people_count":
            cell["source"] = SPELLINGS
    (tmp_path / "the ride.ipynb").write_text(json.dumps(book), encoding="utf-8")
    return tmp_path


def said(place, *assignments):
    told = io.StringIO()
    code = mine.mark(assignments, Console(file=told, width=400), place)
    return code, told.getvalue()


def test_each_question_is_told_with_what_to_look_at_again(place):
    before = {path: path.read_bytes() for path in place.iterdir()}
    code, told = said(place)
    assert code == 0
    assert told.splitlines()[1:6] == [
        "the ride.ipynb: 3 of 22 points.",
        "  The notebook was handed in as the ride.ipynb and marked as 03_case_study.ipynb.",
        "  3.1 How many riders is 15 to 20% of 200 to 250?: right, 3 of 3",
        "  3.2 What would 9 of 17 say about other teams?: not answered yet",
        "  3.3 How many people signed up?: look at it again, 0 of 3",
    ]
    assert "people on this list: Your answer: 412. That counts spellings." in told
    assert told.count("not answered yet") == 5
    assert "\n  Reflection: what do you tell your own group?: not answered yet" in told
    assert {path: path.read_bytes() for path in place.iterdir()} == before


def test_what_a_person_reads_is_told_once_it_is_written(place):
    path = next(place.glob("*.ipynb"))
    path.write_text(
        path.read_text(encoding="utf-8").replace("...\\n", "Ours.\\n"), encoding="utf-8"
    )
    _, told = said(place)
    assert "points; 3 more are for a person to give." in told
    assert "\n  Reflection: what do you tell your own group?: written, for a person" in told


def test_one_exercise_may_be_asked_for(place):
    assert "3.1" in said(place, NAME)[1]
    with pytest.raises(Problem, match="There is no exercise of yours in"):
        said(place, "04_content_tips")
    with pytest.raises(Problem, match="no_such"):
        said(place, "no_such")


def test_this_process_goes_on_as_it_was(place):
    before = signal.getsignal(signal.SIGINT)
    said(place, NAME)
    assert signal.getsignal(signal.SIGINT) is before  # else Ctrl-C ends nothing any more
    assert not InteractiveShell.initialized()  # else later output is shown nowhere
