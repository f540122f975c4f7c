"""Whatever is handed in: that learner gets what is right, and nobody else notices.

The submissions are in ``tests/hostile``, one a function. All are marked in one run, each between
two honest ones; once as the user who runs the tests and, if that is root, once as an ordinary one.
"""

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hostile import batch, elsewhere
from hostile.case import FULL
from marking import engine, marked, master, scores

from workbook import paths
from workbook.grading import mark, outputs, sandbox, zygote
from workbook.grading.messages import Garbled, Messages

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
    assert not set(told) & set("\x00\x07\x1b\ud800")
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
    assert set(kept) > {case.name for case in CASES if case.kept} | {"honest-000", "honest-010"}
    assert kept == pytest.approx({name: result["learners"][name]["score"] for name in kept})
    assert result["integrity"] == "ok"
    assert result["faults"] == []


def test_nothing_is_left_on_the_disk(result):
    assert result["outside"], "a file of the course was changed"
    assert result["left"] == [f"marking-settings-{result['user']}"]


def test_pages_and_notebooks_can_be_opened_and_do_nothing(result):
    assert result["unreadable"] == []


def test_one_process_has_forked_for_all_of_them(result):
    assert result["alive"]
    assert result["stderr"] == ""


# Where there is no sandbox -----------------------------------------------------------------------

_WITHOUT = """
import ctypes, os, platform, struct, sys
from pathlib import Path
from workbook.errors import Problem
from workbook.grading import sandbox
from workbook.grading.run import Marker
from marking import engine, marked, master, scores

def refuse(call):
    "The kernel of this process refuses one system call."
    number = sandbox._SYSTEM_CALLS[platform.machine()][call]
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (6, 0, 0, 0x50001), (6, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    head = struct.pack("<HxxxxxxQ", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, ctypes.c_char_p(head), 0, 0) == 0

if sys.argv[1] == "none":  # as in a locked-down container
    user, group = os.getuid(), os.getgid()
    sandbox._unshare(sandbox._NEW["user"])
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
else:
    refuse(sys.argv[1])
try:
    Marker()
except Problem as problem:
    print(problem)
with engine(sandboxed=False):
    one = marked(master(("...", "assert x == 3")), {"q1": "x = 3"})
    print(scores(one), one.sandboxed)
"""


@pytest.mark.parametrize("missing", ["unshare", "mount", "none"])
def test_without_a_sandbox_nothing_is_marked_unless_one_insists(missing):
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, missing],
        env={
            **os.environ,
            "PYTHONPATH": f"{paths.ROOT}{os.pathsep}{paths.ROOT / 'tests'}",
            "OPENBLAS_NUM_THREADS": "1",  # a process of one thread may leave its namespace
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    refused, insisted = done.stdout.strip().split("\n")
    assert "does not allow user namespaces" in refused
    assert "nothing was marked" in refused
    assert "--unsandboxed" in refused
    assert insisted == "[1.0] False"


def test_here_there_is_a_sandbox():
    assert sandbox.possible() == ""
    sandbox.required()


# The engine itself -------------------------------------------------------------------------------


def test_what_is_too_much_for_a_check_costs_that_check_only(monkeypatch):
    monkeypatch.setattr(mark, "_CHECK_SECONDS", 1.0)
    # All of one hash: a set of them takes the check hours, in one instruction.
    given = master(("...", "assert a"), ("...", "assert len(set(b)) == 2"), ("...", "assert c + a"))
    answers = {"q1": "a = 1", "q2": "b = [n * (2**61 - 1) for n in range(10**5)]", "q3": "c = 2"}
    with engine():
        made = marked(given, answers)
    assert scores(made) == [1.0, 0.0, 1.0]
    assert "too much for the check" in made.notebooks[0].cells[1].error


def test_a_line_waits_no_longer_than_it_is_told():
    here, there = socket.socketpair()
    messages = Messages(here)
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        messages.send(bytes(10**7), start + 0.1)  # nobody reads it
    there.sendall(struct.pack("<Q", 100) + b"half")
    with pytest.raises(TimeoutError):
        messages.next(time.monotonic() + 0.1)
    assert messages.unasked()
    there.sendall(b"x" * 96)  # the rest may come later
    assert messages.next(time.monotonic() + 0.1) == b"half" + b"x" * 96
    assert not messages.unasked()
    there.sendall(struct.pack("<Q", 2**40))
    with pytest.raises(Garbled):
        messages.next(time.monotonic() + 0.1)
    there.close()
    with pytest.raises((EOFError, OSError)):
        Messages(here).unasked()
    assert time.monotonic() - start < 5


def test_a_request_that_cannot_be_served_is_not_the_end_of_the_zygote():
    with engine() as found:
        for wrong in (b"nonsense", b"{}", b'{"cell_seconds": 5}'):
            found._near.send(wrong)  # without the files that belong to it
        made = marked(master(("...", "assert x == 3")), {"q1": "x = 3"})
        assert found.alive()
    assert scores(made) == [1.0]


def test_a_folder_from_which_python_imports_is_not_shown_to_learners(tmp_path, monkeypatch):
    (tmp_path / "gradebook.db").write_text("secret")
    monkeypatch.syspath_prepend(tmp_path)  # as the current folder is, for ``python -m workbook``
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code = f"""
import os
x = os.path.exists({str(tmp_path / "gradebook.db")!r})
"""
    with engine():
        made = marked(master(("...", "assert x is False")), {"q1": code})
    assert scores(made) == [1.0]


def test_settings_that_somebody_else_has_laid_out_are_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "theirs").mkdir()
    (tmp_path / f"marking-settings-{os.getuid()}").symlink_to(tmp_path / "theirs")
    found = Path(zygote._settings())
    assert found.is_dir()
    assert found.resolve() != tmp_path / "theirs"


def test_a_second_look_is_had_only_where_something_was_spoiled():
    given = master(("...", "assert a"), ("...", "assert b == 2"), setup="b = 1")
    with engine():
        honest = marked(given, {"q1": "a = 1\nb = 2", "q2": "b = 3"})
        spoiled = marked(given, {"q1": "import os\nos.getcwd = None\na = 1", "q2": "b = 3"})
    assert scores(honest) == [1.0, 0.0]
    assert scores(spoiled) == [1.0, 0.0]
    assert honest.notebooks[0].notes == spoiled.notebooks[0].notes == ()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a < b and <b>bold</b>, x<y", "a < b and <b>bold</b>, x&lt;y"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ('<a href="jav&#x09;ascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a title=">" onclick=alert(1)>', '&lt;a title=">" onclick=alert(1)>'),
        ("<svg/onload=alert(1)>", "&lt;svg/onload=alert(1)>"),
        ("<scr<script>ipt>", "&lt;scr&lt;script>ipt>"),
        ("<p align='x' onclick=alert(1)>", "<p>"),
        ("<!-- <b onclick=alert(1)> -->", "&lt;!-- &lt;b onclick=alert(1)> -->"),
        ("<details><summary>more</summary> ... </details>", None),
        ("<https://example.org> and ![](attachment:a.png)", None),
        ('<td align="left">', None),
    ],
)
def test_markdown_of_a_learner_does_nothing_in_the_forms_of_nbgrader(source, shown):
    assert outputs.markdown(source) == (source if shown is None else shown)


def test_forged_outputs_have_an_end():
    flood = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}] * 10_000
    kept = outputs.clean(flood, 100_000)
    assert 100 < len(kept) < 250
