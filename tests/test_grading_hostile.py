"""Whatever is handed in: that learner gets what is right, and nobody else notices.

The submissions are in ``tests/hostile``, one a function. All are marked in one run, each between
two honest ones; once as the user who runs the tests and, if that is root, once as an ordinary one.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hostile import batch, elsewhere
from hostile.case import FULL, MODULE

CASES = batch.load()

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is made of Linux")


@pytest.fixture(scope="module", params=["this user", "an ordinary user"])
def result(request, tmp_path_factory):
    """What came of all submissions."""
    if request.param == "this user":
        yield elsewhere.as_this_user(tmp_path_factory.mktemp("class"))
        return
    if os.getuid() != 0:
        pytest.skip("this user is an ordinary one already")
    folder = Path(tempfile.mkdtemp(prefix="class-"))  # pytest's own are root's alone
    try:
        yield elsewhere.as_an_ordinary_user(folder)
    except elsewhere.Closed as reason:
        pytest.skip(f"root may not show Python to others here: {reason}")
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_score_is_fair_and_the_reason_is_said(case, result):
    found = result["learners"][case.name]
    told = "\n".join(found["told"])
    assert found["score"] == pytest.approx(case.score), (case.tries, found["notes"])
    assert not [words for words in case.says if words not in told], (case.tries, told[:3000])
    assert not [words for words in case.absent if words in found["shown"]], case.tries
    assert found["sandboxed"]


def test_neighbours_do_not_notice(result):
    neighbours = {
        name: (found["score"], found["notes"])
        for name, found in result["learners"].items()
        if name.startswith("honest")
    }
    assert len(neighbours) == len(CASES) + 1
    assert {score for score, _ in neighbours.values()} <= set(FULL.values())
    assert {name: notes for name, (_, notes) in neighbours.items() if notes} == {}


def test_the_gradebook_has_what_was_marked_and_is_whole(result):
    kept = result["gradebook"]
    whole = {case.name for case in CASES if case.assignment == MODULE}
    assert set(kept) > whole | {"honest-000", "honest-010"}
    assert kept == pytest.approx({name: result["learners"][name]["score"] for name in kept})
    assert result["integrity"] == "ok"
    assert result["faults"] == []


def test_nothing_is_left_on_the_disk(result):
    assert result["outside"], "a file of the course was changed"
    assert result["left"] == [f"marking-settings-{result['user']}"]


def test_pages_and_notebooks_of_all_are_whole(result):
    assert result["unreadable"] == []


def test_one_process_has_forked_for_all_of_them(result):
    assert result["alive"]
    assert result["stderr"] == ""
