"""What is about people never gets past the door, and nothing is sent or written elsewhere."""

import json
import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import data, exports, paths
from workbook.errors import Problem
from workbook.exports import Settings, Upload, own_salt, read, suppress_small
from workbook.exports.privacy import hashed, hashed_people
from workbook.samples.exports import PRIVATE

RAW = data.folder() / "raw"
SALT = b"a salt for the tests, 32 bytes. "
PEOPLE = """\
uuid,first_name,last_name,email,zip_code,can2_phone,can2_user_city,can2_user_tags,\
can2_subscription_status,can2_subscription_date,source_code,Comment
u1,Zoltan,Quux,Zoltan.Quux+tag@Example.org ,02139,(617) 555-0123,Xanadu,secret-tag,\
subscribed,2025-05-02,tiktok,please call my mother
"""
REVEALING = ("zoltan", "quux", "example.org", "02139", "555", "0123", "xanadu", "secret", "mother")


def settings(**changes: object) -> Settings:
    return Settings(**{"zone": "UTC", "salt": SALT} | changes)


def everything(reading: exports.Reading) -> str:
    """All that a reading holds, as text."""
    kept = [reading, *reading.tables.values(), *(report.extra for report in reading.files)]
    return " ".join(repr(pickle.dumps(one)) for one in kept).casefold()


def test_nothing_about_a_person_is_kept():
    kept = everything(read(Upload("a.csv", PEOPLE.encode()), settings()))
    assert "tiktok" in kept  # the text would be found
    assert not [word for word in REVEALING if word in kept]


def test_unknown_columns_about_people_are_named_and_not_kept_unless_asked():
    (report,) = read(Upload("a.csv", PEOPLE.encode()), settings()).files
    assert "Comment" in report.unknown + report.dropped
    assert report.extra.empty
    keep = settings(keep=frozenset({"Comment", "can2_user_city"}))
    (report,) = read(Upload("a.csv", PEOPLE.encode()), keep).files
    assert list(report.extra.columns) == ["x_can2_user_city", "x_comment"]
    assert list(report.extra.iloc[0]) == ["Xanadu", "please call my mother"]


@pytest.mark.parametrize("layout", ["video", "activity", "post"])
def test_private_parts_of_account_data_are_not_kept(layout):
    path = RAW / f"user_data_tiktok_{layout}.json"
    assert PRIVATE in path.read_text("utf-8")
    kept = everything(read(path, settings()))
    for private in (PRIVATE, "office@example.org", "viewer1111", "192.0.2.1", "555-0100"):
        assert private.casefold() not in kept


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_messages_are_passed_over_without_being_held(tmp_path):
    """A file of 60 MB of messages is read in a fraction of its size."""
    messages = [{"Date": "2025-01-01 10:00:00", "From": "x", "Content": "y" * 1000}] * 1000
    one = json.dumps(messages)
    path = tmp_path / "user_data_tiktok.json"
    with path.open("w") as file:
        file.write('{"Direct Messages": {"Chat History": {"ChatHistory": {')
        file.write(", ".join(f'"Chat History with {n}:": {one}' for n in range(55)))
        file.write('}}}, "Video": {"Videos": {"VideoList": [{"Date": "2025-01-09 02:22:23", ')
        file.write('"Link": "https://www.tiktok.example/@a/video/7457735441307926898"}]}}}')
    assert path.stat().st_size > 55_000_000
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from workbook.exports import read\n"
        "def peak():\n"
        "    (line,) = [l for l in Path('/proc/self/status').open() if l.startswith('VmHWM')]\n"
        "    return int(line.split()[1]) // 1024\n"
        "read(sys.argv[2])\n"  # what is loaded at first use
        "before = peak()\n"
        "assert len(read(sys.argv[1]).tables['videos']) == 1\n"
        "after = peak()\n"
        "held = Path(sys.argv[1]).read_bytes()\n"
        "print(after - before, peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path, RAW / "user_data_tiktok_post.json"],
        capture_output=True, text=True, timeout=120, cwd=paths.ROOT,
        env=os.environ | {"PYTHONPATH": str(paths.ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    added, if_it_were_held = map(int, done.stdout.split())
    assert added < 10  # MB
    assert if_it_were_held > 40  # or the measure would not see it


def test_people_need_a_salt():
    with pytest.raises(ValueError, match="salt"):
        read(RAW / "action_network.csv", Settings())


def test_a_hash_depends_on_the_salt_and_on_the_cleaned_address_only():
    emails = pd.Series(["A@Example.org", " a+x@example.org", "b@example.org", None], dtype="str")
    one = hashed_people(emails, None, SALT)
    assert one[0] == one[1] != one[2]
    assert pd.isna(one[3])
    assert not set(one.dropna()) & set(hashed_people(emails, None, SALT[::-1]).dropna())
    assert one.dropna().str.fullmatch("[0-9a-f]{24}").all()


def test_a_phone_number_stands_in_where_there_is_no_address():
    email = pd.Series(["a@example.org", None, None], dtype="str")
    phone = pd.Series(["(617) 555-0123", "+1 617 555 0124", "n/a"], dtype="str")
    people = hashed_people(email, phone, SALT)
    assert people[1] == hashed_people(None, pd.Series(["617-555-0124"], dtype="str"), SALT)[0]
    assert people[0] != people[1]
    assert pd.isna(people[2])


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_different_values_have_different_hashes(values):
    assert hashed(pd.Series(values, dtype="str"), SALT).nunique() == len(values)


def test_the_salt_is_made_once_by_chance_and_read_by_nobody_else(tmp_path):
    folder = tmp_path / "my_work"
    salt = own_salt(folder)
    assert own_salt(folder) == salt != own_salt(tmp_path / "other")
    (file,) = folder.iterdir()
    assert len(salt) == 32
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_salt_that_was_changed_or_cannot_be_kept_is_told(tmp_path):
    own_salt(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"short")
    with pytest.raises(Problem, match="was changed"):
        own_salt(tmp_path)
    assert file.read_bytes() == b"short"
    with pytest.raises(Problem, match="Can you write"):
        own_salt(file / "below a file")


def test_the_names_of_those_who_comment_are_hashed():
    reading = read(data.folder() / "comments.csv", settings())
    table, raw = reading.tables["comments"], data.load("comments")
    assert not set(table["commenter"]) & set(raw["commenter"])
    assert table["commenter"].nunique() == raw["commenter"].nunique()
    from workbook.engagement import is_bot

    assert (is_bot(table) == is_bot(raw)).all()
    assert "text" in reading.files[0].dropped


def test_a_refusal_does_not_show_what_a_person_wrote():
    text = "Timestamp,Email,source,attended\n2025-06-01,a@example.org,x,Zoltan was ill\n"
    with pytest.raises(Problem) as caught:
        read(Upload("a.csv", text.encode()), settings())
    assert "Row 2" in str(caught.value)
    assert "zoltan" not in str(caught.value).casefold()


def test_a_file_without_headers_is_refused_without_showing_it():
    with pytest.raises(Problem) as caught:
        read(Upload("a.csv", b"Zoltan,zoltan@example.org,tiktok\n"), settings())
    assert "no names of columns" in str(caught.value)
    assert "zoltan" not in str(caught.value).casefold()


# Small cells ------------------------------------------------------------------------------------


def test_small_cells_are_hidden_and_zeros_stay():
    counts = pd.Series({"tiktok": 40, "email": 4, "friend": 3, "flyer": 0})
    shown = suppress_small(counts)[0]
    assert list(shown.isna()) == [False, True, True, False]


def test_one_hidden_cell_alone_could_be_computed_from_the_total():
    shown = suppress_small(pd.Series({"tiktok": 40, "email": 9, "friend": 3}))[0]
    assert list(shown.isna()) == [False, True, True]


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@given(tables, st.integers(1, 12))
def test_what_is_shown_is_true_large_enough_and_gives_no_small_cell_away(rows, least):
    counts = pd.DataFrame(rows)
    shown = suppress_small(counts, least)
    hidden = shown.isna().to_numpy()
    values = counts.to_numpy()
    assert (shown.to_numpy()[~hidden] == values[~hidden]).all()
    assert not ((values > 0) & (values < least) & ~hidden).any()
    for mask, of in ((hidden, values), (hidden.T, values.T)):
        for line in range(of.shape[1]):
            alone = mask[:, line].sum() == 1
            others = np.flatnonzero(~mask[:, line] & (of[:, line] > 0))
            assert not alone or not len(others)


@pytest.mark.parametrize(("counts", "least"), [([1], 0), ([-1], 5)])
def test_small_cells_refuse_what_is_no_count(counts, least):
    with pytest.raises(ValueError, match=r"\.$"):
        suppress_small(pd.Series(counts), least)


# Nothing leaves ---------------------------------------------------------------------------------

WATCHED = """
import sys
from pathlib import Path

seen, work = [], Path(sys.argv[1])

def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        seen.append((event, str(arguments)))
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, int) or not flags & 3:  # a stream, or opened for reading
            return
        seen.append((event, str(path)))
    if event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "subprocess.Popen",
                 "shutil.copyfile", "os.system", "tempfile.mkstemp", "tempfile.mkdtemp"):
        seen.append((event, str(arguments[0])))

import datetime, sys
from workbook import own
from workbook.exports import Settings, look, own_salt, read
sys.dont_write_bytecode = True
sys.addaudithook(watch)
files = sorted(path for path in Path(sys.argv[2]).rglob("*") if path.is_file())
settings = Settings(today=datetime.date(2025, 6, 15), salt=own_salt(work))
for file in files:
    look(file)
reading = read(files, settings)
own.measures(own.Own(reading.tables))
if reading.refused:
    print(reading.refused)
for event, what in seen:
    if not (event in ("open", "os.mkdir") and Path(what).is_relative_to(work)):
        print(event, what)
print(len(seen), "watched")
"""


def test_nothing_is_sent_and_nothing_written_outside_of_my_work(tmp_path):
    work = tmp_path / "my_work"
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, work, RAW],
        capture_output=True, text=True, timeout=120, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(paths.ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2", "watched"]  # the folder, and the salt in it
    assert [path.name for path in tmp_path.rglob("*")] == ["my_work", ".own_numbers_salt"]


def test_the_watch_sees_what_it_must(tmp_path):
    broken = WATCHED.replace("reading = read(", "import socket; socket.socket(); reading = read(")
    broken = broken.replace("look(file)", "Path('copy').write_bytes(file.read_bytes())")
    done = subprocess.run(
        [sys.executable, "-c", broken, tmp_path / "my_work", RAW],
        capture_output=True, text=True, timeout=120, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(paths.ROOT)},
    )  # fmt: skip
    assert "socket" in done.stdout
    assert "open copy" in done.stdout


def test_the_subject_knows_nothing_of_jupyter():
    code = (
        "import sys, workbook.own, workbook.exports\n"
        "print([name for name in ('IPython', 'ipywidgets', 'notebook', 'jupyter_core', "
        "'requests', 'urllib3') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60,
        env=os.environ | {"PYTHONPATH": str(paths.ROOT)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
