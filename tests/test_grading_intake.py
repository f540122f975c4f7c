"""Submissions are found wherever they lie, and no file in them can harm or hide a neighbour."""

import contextlib
import csv
import glob
import io
import json
import os
import re
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from workbook import paths
from workbook.errors import Problem
from workbook.grading import files, intake
from workbook.grading.arriving import look, whole
from workbook.grading.course import Course
from workbook.grading.intake import Found, Limits, find
from workbook.grading.names import safe, safe_path, shown
from workbook.grading.records import Submission
from workbook.grading.roster import Student, read_roster

posix = pytest.mark.skipif(os.name == "nt", reason="names, links and pipes of POSIX")


def notebook(*ids: str, answer: str = "") -> bytes:
    """A notebook as Jupyter writes it, with a cell for each grade id."""
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": id}}, "source": [answer]}
        for id in ids
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1).encode() + b"\n"


RIDES = notebook("setup", "riders", "riders_check")
FLYERS = notebook("setup", "flyers", "flyers_check")


def write(folder: Path, tree: Mapping[str, bytes | str]) -> Path:
    for name, content in tree.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def make(folder: Path, settings: str = "") -> Course:
    """A course with the assignments rides (a notebook and a table) and flyers (two notebooks)."""
    write(
        folder,
        {
            "nbgrader_config.py": settings,
            "source/rides/rides.ipynb": RIDES,
            "source/rides/table.csv": "a,b\n",
            "source/flyers/flyers.ipynb": FLYERS,
            "source/flyers/print.ipynb": notebook("setup", "paper"),
        },
    )
    return Course.read(folder)


@pytest.fixture
def course(tmp_path):
    return make(tmp_path / "course")


@pytest.fixture
def submitted(course):
    return course.root / "submitted"


def by_learner(found: list[Found]) -> dict[str, Submission]:
    loaded = {one.learner: one.load() for one in found}
    assert len(loaded) == len(found)
    return loaded


def at(words: str) -> datetime:
    """In UTC and without a zone, as nbgrader keeps it."""
    return datetime.fromisoformat(words)


def notes(one: Submission) -> str:
    return "\n".join(one.notes)


# nbgrader's tree ---------------------------------------------------------------------------------


def test_a_submission_of_nbgraders_tree_comes_in_as_it_is(course, submitted):
    handed = {
        "rides.ipynb": RIDES,
        "notes/mine.txt": "é".encode(),
        ".hidden": b"",
        "timestamp.txt": b"2026-05-02 15:58:23.948203 UTC",
    }
    write(submitted / "ada" / "rides", handed)
    [found] = find(course.root, course)
    assert (found.learner, found.assignment, found.where) == (
        "ada",
        "rides",
        str(submitted / "ada/rides"),
    )
    assert found.load() == Submission("ada", "rides", handed, at("2026-05-02 15:58:23.948203"), ())


def test_nothing_is_read_before_it_is_loaded(course, submitted, monkeypatch):
    write(submitted, {"ada/rides/rides.ipynb": RIDES, "ben/rides/rides.ipynb": RIDES})
    read = []
    monkeypatch.setattr(
        files.Source, "read", lambda self, *_: read.append(self.path) or self.path.read_bytes()
    )
    found = find(course.root, course)
    assert read == []
    found[1].load()
    assert read == [submitted / "ben/rides/rides.ipynb"]


def test_submissions_come_in_order_and_only_those_that_are_wanted(course, submitted):
    names = ["zoe/rides", "ada/rides", "ada/flyers", "ben/flyers", ".git/rides", "ada/.x"]
    write(submitted, {f"{name}/x.ipynb": RIDES for name in names} | {"read.me": ""})

    def names_of(place: Path = course.root, course: Course = course, **wanted):
        return [f"{one.learner}/{one.assignment}" for one in find(place, course, **wanted)]

    assert names_of() == ["ada/flyers", "ada/rides", "ben/flyers", "zoe/rides"]
    assert names_of(assignments=["rides"]) == ["ada/rides", "zoe/rides"]
    for place in (submitted, submitted / "ada", submitted / "ada" / "rides"):
        assert names_of(place) == [
            name for name in names_of() if (submitted / name).is_relative_to(place)
        ]
    assert names_of(course=replace(course, student_id="[a-y]*")) == names_of()[:3]
    assert names_of(course=replace(course, student_id_exclude=frozenset(["ada", "zoe"]))) == [
        "ben/flyers"
    ]


@pytest.mark.parametrize(
    "structure",
    [
        "{nbgrader_step}/{student_id}/{assignment_id}",
        "{assignment_id}/{nbgrader_step}/{student_id}",
        "{nbgrader_step}/{assignment_id}/for {student_id}",
        "class/{nbgrader_step}/{student_id}_{assignment_id}",
        "{student_id}/{nbgrader_step}-of-{student_id}/{assignment_id}/work",
        "./{nbgrader_step}/2026/{student_id}/{assignment_id}",
    ],
)
def test_any_structure_is_read_as_nbgrader_reads_it(tmp_path, structure):
    course = make(tmp_path, f"c.CourseDirectory.directory_structure = {structure!r}")
    theirs = CourseDirectory(root=str(tmp_path), directory_structure=structure)
    for learner in ("ada", "ben_c", "zoë d"):
        for assignment in ("rides", "flyers"):
            path = Path(theirs.format_path("submitted", learner, assignment))
            write(path, {"rides.ipynb": RIDES})
            write(Path(theirs.format_path("autograded", learner, assignment)), {"x.ipynb": ""})
    (tmp_path / "submitted" / "stray").mkdir(parents=True, exist_ok=True)
    pattern = theirs.format_path("submitted", "(?P<l>.*)", "(?P<a>.*)", escape=True)
    first, rest = pattern.split("(?P<l>.*)", 1)
    pattern = f"{first}(?P<l>.*){rest.replace('(?P<l>.*)', '(?P=l)')}"  # a group has one place
    expected = set()
    for path in glob.glob(theirs.format_path("submitted", "*", "*")):  # noqa: PTH207
        if match := re.match(pattern, path):
            expected.add((match["l"], match["a"], str(Path(path))))
    found = find(tmp_path, course)
    assert {(one.learner, one.assignment, one.where) for one in found} == expected
    assert len(expected) == 6


def test_an_absolute_structure_is_found(tmp_path):
    folder = tmp_path / "elsewhere"
    course = make(tmp_path / "c", f"c.CourseDirectory.submitted_directory = {str(folder)!r}")
    write(folder, {"ada/rides/rides.ipynb": RIDES})
    assert [one.learner for one in find(course.root, course)] == ["ada"]
    assert [one.learner for one in find(folder, course)] == ["ada"]


def test_our_own_course_can_hand_in(tmp_path):
    course = replace(Course.read(paths.ROOT), root=tmp_path)
    released = paths.ROOT / "exercises" / "03_case_study" / "03_case_study.ipynb"
    write(tmp_path, {"exercises/03_case_study/03_case_study.ipynb": released.read_bytes()})
    write(tmp_path / "class/submitted/ada/03_case_study", {"my copy.ipynb": released.read_bytes()})
    [found] = find(tmp_path, course)
    assert list(found.load().files) == ["03_case_study.ipynb"]


@pytest.mark.parametrize(
    "words",
    [
        "2026-05-02 15:58:23.948203 UTC",
        "2026-05-02 15:58:23.948203 America/Los_Angeles",
        "2026-05-02 15:58:23 Europe/Paris\n",
        "2026-05-02 15:58:23 PST",
        "2026-05-02 15:58:23 Nowhere/There",
        "2026-05-02 15:58:23",
        "2026-05-02T15:58:23+02:00",
        "2026-05-02 15:58:23+0200",
        "2026-05-02T15:58:23.5Z",
        "20260502T155823Z",
        "Sat May 2 2026 3:58pm",
        "2026-05-02 15:58:23.948203 +0000",
    ],
)
def test_the_time_is_the_one_that_nbgrader_reads(course, submitted, words):
    write(submitted / "ada/rides", {"rides.ipynb": RIDES, "timestamp.txt": words})
    [found] = find(course.root, course)
    loaded = found.load()
    assert loaded.handed_in == parse_utc(words.strip())
    assert loaded.notes == ()


def test_a_zone_in_digits_is_hours_though_nbgrader_takes_it_for_seconds():
    words = "2026-05-02 15:58:23 +0100"
    assert intake.read_time(words) == at("2026-05-02 14:58:23")
    assert parse_utc(words) == at("2026-05-02 15:56:43")


@pytest.mark.parametrize(
    "words", ["yesterday", b"\xff\xfe", "99999-01-01", "0001-01-01 00:00:00 Asia/Tokyo", "[" * 99]
)
def test_a_time_that_is_none_is_told(course, submitted, words):
    write(submitted / "ada/rides", {"rides.ipynb": RIDES, "timestamp.txt": words})
    loaded = find(course.root, course)[0].load()
    assert loaded.handed_in is None
    assert "timestamp.txt does not hold a time" in notes(loaded)


@given(st.text(max_size=40))
@example("2026-05-02 15:58:23 /etc/localtime")
@example("2026-05-02 15:58:23 ../../etc/localtime")
def test_reading_a_time_raises_nothing_else(words):
    with contextlib.suppress(ValueError, OverflowError):
        assert intake.read_time(words).tzinfo is None


def test_an_empty_time_and_a_time_elsewhere_are_none(course, submitted, tmp_path):
    write(submitted / "ada/rides", {"rides.ipynb": RIDES, "timestamp.txt": " \n"})
    assert find(course.root, course)[0].load().handed_in is None
    # what a learner can upload to a platform proves no time
    place = tmp_path / "in.zip"
    folder = "Ada B_12_assignsubmission_file"
    place.write_bytes(
        zipped({f"{folder}/rides.ipynb": RIDES, f"{folder}/timestamp.txt": "2020-01-01"})
    )
    assert find(place, course)[0].load().handed_in is None


def test_what_the_course_ignores_is_ignored(course, submitted):
    write(
        submitted / "ada/rides",
        {
            "rides.ipynb": RIDES,
            ".ipynb_checkpoints/rides-checkpoint.ipynb": RIDES,
            "lib/__pycache__/a.pyc": "",
            "a.pyc": "",
            "feedback/rides.html": "",
        },
    )
    assert list(find(course.root, course)[0].load().files) == ["rides.ipynb"]


# A notebook under another name -------------------------------------------------------------------


@pytest.mark.parametrize(
    "handed",
    [
        {"Rides (final).ipynb": RIDES},
        {"rides-Copy1.ipynb": b"no notebook at all"},
        {"rides (2).ipynb": b""},
        {"RIDES.ipynb": b"{}"},
        {"rides.ipynb.txt": RIDES},
        {"rides.ipynb.json": b"{"},
        {"answers.ipynb": b"\xff" * 9},  # the only one there is
        {"home/ada/answers.ipynb": RIDES},
        {"rides.zip": zipped({"rides.ipynb": RIDES})},
        {"all.ZIP": zipped({"rides/deep/answers.ipynb": RIDES, "__MACOSX/rides/._x": "x"})},
        {"x\u202e.ipynb": RIDES, "y.ipynb": notebook("other")},
    ],
)
def test_a_notebook_is_known_by_more_than_its_name(course, submitted, handed):
    write(submitted / "ada/rides", handed)
    loaded = find(course.root, course)[0].load()
    name, content = next(iter(handed.items()))
    in_a_zip = name.lower().endswith(".zip")
    assert loaded.files["rides.ipynb"] == (RIDES if in_a_zip else content)
    assert ("for rides.ipynb" if name != "rides.zip" else "We opened rides.zip") in notes(loaded)


def test_what_lies_beside_a_notebook_in_a_folder_comes_along(course, submitted):
    handed = {"w/rides.ipynb": RIDES, "w/data/a.csv": "1", "w/table.csv": "2", "table.csv": "3"}
    write(submitted / "ada/rides", handed)
    loaded = find(course.root, course)[0].load()
    assert loaded.files == {
        "rides.ipynb": RIDES,
        "data/a.csv": b"1",
        "table.csv": b"3",
        "w/table.csv": b"2",
    }


def test_the_right_name_wins_in_nbgraders_tree(course, submitted):
    copy = notebook("riders", answer="later")
    write(submitted / "ada/rides", {"rides.ipynb": RIDES, "rides-Copy1.ipynb": copy})
    os.utime(submitted / "ada/rides/rides.ipynb", (1, 1))
    loaded = find(course.root, course)[0].load()
    assert loaded.files == {"rides.ipynb": RIDES, "rides-Copy1.ipynb": copy}
    assert "2 files look like rides.ipynb. We mark rides.ipynb." in loaded.notes


def test_each_notebook_of_an_assignment_finds_its_place(course, submitted):
    paper = notebook("setup", "paper")
    write(submitted / "ada/flyers", {"one.ipynb": paper, "two.ipynb": FLYERS, "3.ipynb": b"?"})
    loaded = find(course.root, course)[0].load()
    assert loaded.files == {"print.ipynb": paper, "flyers.ipynb": FLYERS, "3.ipynb": b"?"}


def test_a_zip_beside_its_notebook_stays_closed_and_one_in_a_zip_too(course, submitted):
    inner = zipped({"rides.ipynb": RIDES})
    write(submitted / "ada/rides", {"rides.ipynb": b"mine", "old.zip": inner})
    write(submitted / "ben/rides", {"all.zip": zipped({"more.zip": inner})})
    ada, ben = by_learner(find(course.root, course)).values()
    assert ada.files == {"rides.ipynb": b"mine", "old.zip": inner}
    assert ben.files == {"more.zip": inner}
    assert "No notebook was found" in notes(ben)


def test_a_file_beside_a_zip_is_not_replaced_by_one_inside(course, submitted):
    inner = zipped({"rides.ipynb": RIDES, "table.csv": "inside"})
    write(submitted / "ada/rides", {"all.zip": inner, "table.csv": "beside"})
    loaded = find(course.root, course)[0].load()
    assert loaded.files == {"rides.ipynb": RIDES, "table.csv": b"beside"}
    assert "table.csv is inside all.zip and beside it." in notes(loaded)


# Hostile files on a disk -------------------------------------------------------------------------

SMALL = Limits(file=4000, total=6000, number=8)


def _link(at: Path) -> None:
    (at / "rides.ipynb").symlink_to("../../zoe/rides/rides.ipynb")


def _link_to_secret(at: Path) -> None:
    (at / "table.csv").symlink_to("/etc/passwd")


def _linked_folder(at: Path) -> None:
    (at / "data").symlink_to("/etc")


def _loop(at: Path) -> None:
    (at / "a").mkdir()
    (at / "a" / "up").symlink_to("..")
    (at / "self").symlink_to("self")


def _pipe(at: Path) -> None:
    os.mkfifo(at / "rides.ipynb")


def _device(at: Path) -> None:
    os.mknod(at / "rides.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))


def _folder(at: Path) -> None:
    (at / "rides.ipynb").mkdir()


def _huge(at: Path) -> None:
    with (at / "rides.ipynb").open("wb") as file:
        file.truncate(1 << 40)


def _large_together(at: Path) -> None:
    write(at, {f"{n}.csv": b"x" * 3000 for n in range(4)})


def _many(at: Path) -> None:
    write(at, {f"{n:03}.csv": b"x" for n in range(200)})


def _deep(at: Path) -> None:
    write(at, {"d/" * 40 + "x.csv": b"x"})


def _bad_names(at: Path) -> None:
    names = ["a\nb.csv", "c\x1b[2Jd.csv", "gpj\u202e.csv", "back\\slash.csv", "CON.csv", "n" * 250]
    write(at, dict.fromkeys(names, b"x"))
    with contextlib.suppress(OSError):  # a Mac has no such names
        Path(os.fsdecode(os.fsencode(at) + b"/\xff\xfe.csv")).write_bytes(b"x")


def _twins(at: Path) -> None:
    write(at, {"Table.csv": b"1", "table.csv": b"2"})
    if len(list(at.iterdir())) == 1:
        pytest.skip("this disk does not tell capital letters apart")


HOSTILE = {
    _link: "rides.ipynb is a link",
    _link_to_secret: "table.csv is a link",
    _linked_folder: "data is a link",
    _loop: "self is a link",
    _pipe: "rides.ipynb is not an ordinary file",
    _device: "rides.ipynb is not an ordinary file",
    _folder: "rides.ipynb is a folder",
    _huge: "rides.ipynb is larger than 0.004 MB",
    _large_together: "All files together are larger than 0.006 MB",
    _many: "More than 8 files were handed in",
    _deep: "is too deep inside folders",
    _bad_names: r"The name a\nb.csv does not work on every computer",
    _twins: "Table.csv differ only in capital letters",
}


@posix
@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda spoil: spoil.__name__[1:])
def test_a_hostile_submission_is_told_and_its_neighbours_are_untouched(course, submitted, spoil):
    write(submitted, {"ada/rides/rides.ipynb": RIDES, "zoe/rides/rides.ipynb": RIDES})
    (submitted / "mia/rides").mkdir(parents=True)
    try:
        spoil(submitted / "mia/rides")
    except PermissionError:
        pytest.skip("only root can make a device")
    loaded = {one.learner: one.load(SMALL) for one in find(course.root, course)}
    assert loaded["ada"] == Submission("ada", "rides", {"rides.ipynb": RIDES})
    assert loaded["zoe"] == Submission("zoe", "rides", {"rides.ipynb": RIDES})
    mia = loaded["mia"]
    assert HOSTILE[spoil] in notes(mia)
    assert sum(map(len, mia.files.values())) <= SMALL.total
    assert len(mia.files) <= SMALL.number
    assert all(len(data) <= SMALL.file for data in mia.files.values())
    assert RIDES not in mia.files.values()
    assert not any(b"root" in data for data in mia.files.values())
    assert all(map(str.isprintable, mia.notes))
    for name in mia.files:
        assert name == safe_path(name) or re.search("~[0-9a-f]{16}", name)


def test_the_notebook_is_taken_before_anything_can_use_up_the_limits(course, submitted):
    write(submitted / "ada/rides", {f"{n:03}.ipynb": b"x" * 900 for n in range(30)})
    write(submitted / "ada/rides", {"rides.ipynb": RIDES, "timestamp.txt": "2026-05-02"})
    loaded = find(course.root, course)[0].load(SMALL)
    assert loaded.files["rides.ipynb"] == RIDES
    assert loaded.handed_in == at("2026-05-02")


def test_a_flood_of_files_is_cut_short(course, submitted, monkeypatch):
    monkeypatch.setattr(files, "MANY", 50)
    monkeypatch.setattr(intake, "MANY", 50)
    write(submitted / "ada/rides", {f"{n}/{m}.csv": b"" for n in range(9) for m in range(60)})
    loaded = find(course.root, course)[0].load()
    assert len(loaded.files) <= 50
    assert "holds more than 50 files" in notes(loaded)
    write(submitted / "ada/rides", {f"{n}.csv": b"" for n in range(90)})
    loaded = find(course.root, course)[0].load()
    assert "The folder rides holds more than 50 files" in notes(loaded)


@posix
def test_many_sentences_are_cut_short(course, submitted):
    write(submitted / "ada/rides", {f"a\n{n}.csv": b"" for n in range(60)})
    loaded = find(course.root, course)[0].load()
    assert len(loaded.notes) == 21
    assert loaded.notes[-1] == "41 more things were left out or changed."


@posix
def test_a_link_or_a_file_in_place_of_a_folder_is_told(course, submitted, tmp_path):
    write(submitted, {"zoe/rides/rides.ipynb": RIDES, "mia/rides.ipynb": RIDES, "x.txt": "x"})
    (submitted / "ada").symlink_to("zoe")
    (submitted / "ben").mkdir()
    (submitted / "ben/rides").symlink_to("../zoe/rides")
    (submitted / "eve").symlink_to("eve")
    found = {one.learner: one for one in find(course.root, course)}
    assert {name: one.assignment for name, one in found.items()} == {
        "ada": "",
        "ben": "rides",
        "eve": "",
        "mia": "rides.ipynb",
        "zoe": "rides",
    }
    for name in ("ada", "ben", "eve"):
        assert "is a link to another place" in notes(found[name].load())
        assert found[name].load().files == {}
    assert "rides.ipynb is not a folder" in notes(found["mia"].load())
    assert found["zoe"].load().files == {"rides.ipynb": RIDES}
    assert [one.learner for one in find(submitted / "ada", course)] == ["zoe"]  # a trainer's wish


@contextlib.contextmanager
def somebody_else(place: Path) -> Iterator[None]:
    """Root may read everything, so it becomes another user, to whom the way to a place is open."""
    if os.geteuid():
        yield
        return
    modes = {folder: folder.stat().st_mode for folder in (place, *place.parents)}
    modes = {folder: mode for folder, mode in modes.items() if mode & 0o055 != 0o055}
    for folder, mode in modes.items():
        folder.chmod(mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for folder, mode in modes.items():
            folder.chmod(mode)


@posix
def test_what_must_not_be_read_is_told(course, submitted):
    write(submitted, {f"{n}/rides/rides.ipynb": RIDES for n in ("ada", "ben", "mia", "zoe")})
    (submitted / "ada/rides/rides.ipynb").chmod(0)
    (submitted / "ben/rides").chmod(0)
    (submitted / "mia").chmod(0)
    with somebody_else(submitted):
        loaded = by_learner(find(course.root, course))
    for name in ("mia", "ben/rides"):
        (submitted / name).chmod(0o700)
    assert loaded["zoe"] == Submission("zoe", "rides", {"rides.ipynb": RIDES})
    for name, file in {"ada": "rides.ipynb", "ben": "rides", "mia": "mia"}.items():
        assert f"We could not read {file}: Permission denied." in notes(loaded[name])
        assert loaded[name].files == {}


@posix
def test_a_learner_whose_name_is_no_name_for_a_folder(course, submitted):
    for name in ("a\nb", "evil\u202e", "nul", "c:d"):
        write(submitted / name / "rides", {"rides.ipynb": RIDES})
    found = find(course.root, course)
    assert {one.learner for one in found} == set(map(safe, ("a\nb", "evil\u202e", "nul", "c:d")))
    for one in found:
        assert one.load().files == {"rides.ipynb": RIDES}
        assert f"We call this learner {one.learner}." in notes(one.load())


# Names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["ada", "Zoë", "O'Brien, Ada", "ada@school.org", "123456", "علی‌رضا", "a.b-c_d~1", "…"]
)
def test_an_ordinary_name_stays(name):
    assert safe(name) == name


BAD = ["", ".", "..", "...", "a/b", "../x", "/etc", "a\\b", "C:", "nul", "COM1.txt", "lpt9"]
BAD += ["a\n", "\x00", "a\x7f", "x\u202ey", "x\u2028", "a ", " a", "a.", ".a", "~" * 129, "é" * 101]
BAD += ["\udcff", "a~0123456789abcdef", "a*b", "?", "<b>", 'a"']


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_no_folder_can_have_is_made_safe(name):
    made = safe(name)
    assert made != name
    assert re.fullmatch(r"[^/\\]+~[0-9a-f]{16}(\.[A-Za-z0-9]+)?", made)
    assert made == safe(name)


@given(st.text(max_size=300), st.text(max_size=300))
@example("a/b", "a_b")
@example("a/b", "a:b")
@example("a/b", safe("a/b"))
def test_two_names_never_become_one(one, other):
    assert (safe(one) == safe(other)) == (one == other)


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder(name):
    for made in (safe(name), *safe_path(name).split("/")):
        assert made not in ("", ".", "..")
        assert made.encode().decode() == made
        assert len(made.encode()) <= 220
        assert not set(made) & set('<>:"/\\|?*\x00\n')
        assert not any(unicodedata.category(letter) == "Cc" for letter in made)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../a/./b.ipynb", "a/b.ipynb"),
        ("C:\\Users\\ada\\rides.ipynb", "Users/ada/rides.ipynb"),
        ("a//b", "a/b"),
        (".hidden/x", ".hidden/x"),
    ],
)
def test_a_path_stays_inside(name, made):
    assert safe_path(name) == made


def test_a_name_on_the_screen_cannot_play_tricks():
    assert shown("a\nb\u202ec\udcff\x1b[2J é") == r"a\nb\u202ec\udcff\x1b[2J é"
    assert len(shown("x" * 1000)) == 80


# Moodle ------------------------------------------------------------------------------------------


def place(tmp_path: Path, members: Mapping[str, bytes | str], form: str) -> Path:
    """The same members as a zip file, and as the folder into which it was unpacked."""
    if form == "zip":
        file = tmp_path / "download.zip"
        file.write_bytes(zipped(members))
        return file
    return write(tmp_path / "download", members)


forms = pytest.mark.parametrize("form", ["zip", "folder"])


@forms
@pytest.mark.parametrize(
    "names",
    [
        ["{who}_assignsubmission_file/{file}", "{who}_assignsubmission_onlinetext/{file}"],
        ["{who}_assignsubmission_file_/{file}", "{who}_assignsubmission_onlinetext_/{file}"],
        ["{who}_assignsubmission_file_{file}", "{who}_assignsubmission_onlinetext_{file}"],
        [
            "cs 1/{who}_assignsubmission_file/{file}",
            "cs 1/{who}_assignsubmission_onlinetext/{file}",
        ],
    ],
    ids=["folders", "older", "flat", "inside"],
)
def test_moodle_hands_out_its_forms(course, tmp_path, form, names):
    work, online = names
    who = {"123": "Ada B. Lovelace_123", "77": "山田 太郎_77", "9": "O'Neil-Ross, Zoë_9"}
    members = {}
    for number, prefix in who.items():
        members[work.format(who=prefix, file="rides.ipynb")] = RIDES
        members[work.format(who=prefix, file="my notes_2.txt")] = number
        members[online.format(who=prefix, file="onlinetext.html")] = "<p>"
    found = find(place(tmp_path, members, form), course)
    assert [one.learner for one in found] == ["123", "77", "9"]
    assert {one.person for one in found} == {name.rpartition("_")[0] for name in who.values()}
    for one in found:
        assert one.assignment == "rides"
        assert one.load().files == {
            "rides.ipynb": RIDES,
            "my notes_2.txt": one.learner.encode(),
            "onlinetext/onlinetext.html": b"<p>",
        }
        assert one.load().notes == ()


@forms
def test_moodle_keeps_folders_teams_and_the_anonymous_apart(course, tmp_path, form):
    members = {
        "Participant_5_assignsubmission_file/sub/helper.py": "x",
        "Participant_5_assignsubmission_file/rides.ipynb": RIDES,
        "Team Red_31_assignsubmission_file/rides.ipynb": RIDES,
        "Default group_assignsubmission_file/rides.ipynb": RIDES,
        "Liar_8_assignsubmission_file/Ada_5_assignsubmission_file_rides.ipynb": RIDES,
        "lie_8_assignsubmission_file/rides.ipynb": b"{}",
        "put in later.ipynb": RIDES,
    }
    loaded = by_learner(find(place(tmp_path, members, form), course))
    assert list(loaded) == ["", "31", "5", "8 Liar", "8 lie", "Default group"]
    assert "The name of the file does not say whose it is." in loaded[""].notes
    assert loaded["5"].files == {"rides.ipynb": RIDES, "sub/helper.py": b"x"}
    assert "The number 8 stands behind more than one name." in notes(loaded["8 lie"])


def test_a_platforms_file_is_about_one_assignment(course, tmp_path):
    members = {
        "A_1_assignsubmission_file/work.ipynb": RIDES,
        "B_2_assignsubmission_file/work.ipynb": RIDES,
        "C_3_assignsubmission_file/work.ipynb": b"broken",
        "D_4_assignsubmission_onlinetext/onlinetext.html": "I could not upload it",
        "grades.csv": "",
        "E_5_assignsubmission_file/work.zip": zipped({"x/work.ipynb": RIDES}),
        "F_6_assignsubmission_file/work.ipynb": FLYERS,
        "G_7_assignsubmission_file/a.ipynb": RIDES,
        "G_7_assignsubmission_file/b.ipynb": FLYERS,
        "G_7_assignsubmission_file/c.csv": "1",
    }
    file = place(tmp_path, members, "zip")
    found = [(one.learner, one.assignment) for one in find(file, course)]
    expected = [(number, "rides") for number in "12345"]
    assert found == [*expected, ("6", "flyers"), ("7", "flyers"), ("7", "rides")]
    told = find(file, course, ["rides"])
    assert [(one.learner, one.assignment) for one in told] == [(n, "rides") for n in "1234567"]
    loaded = by_learner(told)
    assert loaded["3"].files == {"rides.ipynb": b"broken"}
    assert "No notebook was found" in notes(loaded["4"])
    assert loaded["5"].files == {"rides.ipynb": RIDES}
    assert find(file, course)[7].load().files == {"rides.ipynb": RIDES, "c.csv": b"1"}
    assert find(file, course)[6].load().files == {"flyers.ipynb": FLYERS, "c.csv": b"1"}


def test_moodles_number_finds_the_learner_in_a_list(course, tmp_path):
    members = {
        "Ada Lovelace_1_assignsubmission_file/rides.ipynb": RIDES,
        "Ben Ali_2_assignsubmission_file/rides.ipynb": RIDES,
        "Ben Ali_3_assignsubmission_file/rides.ipynb": RIDES,
        "Zoe Diaz_4_assignsubmission_file/rides.ipynb": RIDES,
        "Eve_5_assignsubmission_file/rides.ipynb": RIDES,
        "Mia Ng_700_assignsubmission_file/rides.ipynb": RIDES,
    }
    students = [
        Student("ada", full_name="Somebody Else", participant="1"),
        Student("ben", "Ben", "Ali"),
        Student("zoe", "Zoé".replace("é", "e"), "DIAZ", lms_user_id="1"),
        Student("5", "Another", "Person"),
        Student("700", full_name="ng, mia"),
    ]
    found = find(place(tmp_path, members, "zip"), course, students=students)
    assert {one.person + one.learner for one in found} == {
        "Ada Lovelaceada",
        "Ben Ali2",  # two of this name: neither is taken for the one in the list
        "Ben Ali3",
        "Zoe Diazzoe",
        "Eve5 Eve",  # 5 is another person's id
        "Mia Ng700",
    }
    assert "Ben Ali, number 2, is not in the list" in notes(found[0].load())


# Canvas ------------------------------------------------------------------------------------------


@forms
def test_canvas_hands_out_its_forms(course, tmp_path, form):
    members = {
        "lovelaceada_11_501_rides.ipynb": RIDES,
        "lovelaceada_11_502_helper_2_3_x.py": "x",
        "müllerzoë_LATE_12_503_rides-2.ipynb": RIDES,
        "ngmia_13_text.html": "<p>",
        "anon_aB3x9_504_rides.ipynb": RIDES,
        "LATE_anon_Zz0_505_03 rides (1).ipynb": RIDES,
        "_14_506_rides-1.final.ipynb": RIDES,  # a name of signs alone
        "grades.csv": "",
    }
    found = {one.learner: one for one in find(place(tmp_path, members, form), course)}
    assert list(found) == ["11", "12", "13", "14", "anon_Zz0", "anon_aB3x9"]
    assert found["12"].person == "müllerzoë"
    assert {one.assignment for one in found.values()} == {"rides"}
    loaded = {name: one.load() for name, one in found.items()}
    assert loaded["11"].files == {"rides.ipynb": RIDES, "helper_2_3_x.py": b"x"}
    assert loaded["13"].files == {"text.html": b"<p>"}
    for name in ("12", "14", "anon_Zz0", "anon_aB3x9"):
        assert loaded[name].files == {"rides.ipynb": RIDES}
        late = "Canvas says that this was handed in late." in loaded[name].notes
        assert late == (name in ("12", "anon_Zz0"))


def test_the_newest_file_from_canvas_counts(course, tmp_path):
    new, newest = (notebook("riders", answer=word) for word in ("new", "newest"))
    members = {
        "a_1_900_rides-1.ipynb": newest,
        "a_1_899_rides.ipynb": new,
        "a_1_107_rides-2.ipynb": RIDES,
        "b_2_105_rides.ipynb": newest,
        "b_2_104_rides.ipynb": new,
        "c_3_110_rides-0a1b2c3d-0000-4000-8000-0123456789ab.ipynb": b"damaged",
    }
    loaded = by_learner(find(place(tmp_path, members, "zip"), course))
    assert loaded["1"].files["rides.ipynb"] == newest
    assert "handed in 3 times. The newest counts: rides-1.ipynb." in notes(loaded["1"])
    assert loaded["2"].files == {"rides.ipynb": newest}
    assert "rides.ipynb was handed in twice. The newer one counts." in loaded["2"].notes
    assert loaded["3"].files == {"rides.ipynb": b"damaged"}


def test_a_name_made_to_look_like_anothers_number_takes_nothing_from_them(course, tmp_path):
    """Canvas takes digits between two ``_`` out of a name, but not from ``a__12__``."""
    members = {
        "lovelaceada_12_501_rides.ipynb": RIDES,
        "a_12_777_502_rides.ipynb": b"{}",
        "ngmia_13_503_rides.ipynb": RIDES,
    }
    file = place(tmp_path, members, "zip")
    loaded = by_learner(find(file, course))
    assert list(loaded) == ["12 a", "12 lovelaceada", "13"]
    assert loaded["12 lovelaceada"].files == {"rides.ipynb": RIDES}
    assert "Look who a is." in notes(loaded["12 a"])
    known = [Student("ada", "Ada", "Lovelace", lms_user_id="12")]
    assert [one.learner for one in find(file, course, students=known)] == ["12 a", "13", "ada"]


@forms
def test_canvas_people_are_found_in_a_list(course, tmp_path, form):
    members = {
        "lovelaceada_11_501_rides.ipynb": RIDES,
        "alibenyusuf_12_502_rides.ipynb": RIDES,
        "ngmia_13_503_rides.ipynb": RIDES,
    }
    students = [Student("a1", lms_user_id="11"), Student("b2", "Ben Yusuf", "Ali")]
    found = find(place(tmp_path, members, form), course, students=students)
    assert [one.learner for one in found] == ["13", "a1", "b2"]


# Loose notebooks, and a pattern ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "learner", "assignment"),
    [
        ("ada.ipynb", "ada", "rides"),
        ("ada_rides.ipynb", "ada", "rides"),
        ("RIDES - Ada Lovelace (2).ipynb", "Ada Lovelace", "rides"),
        ("rides (1)_ada.ipynb", "ada", "rides"),
        ("rides/ada.ipynb", "ada", "rides"),
        ("ada/rides.ipynb", "ada", "rides"),
        ("ada/rides/rides.ipynb", "ada", "rides"),
        ("group 2/ada/rides.ipynb", "ada", "rides"),
        ("prides_2024_11_x.ipynb", "prides_2024_11_x", "rides"),
        ("ada.zip", "ada", "rides"),
        ("Zoe\u0308.ipynb", "Zoë", "rides"),
        ("..ipynb", ".", "rides"),
        ("...ipynb", "..", "rides"),
        ("ada@school.org.ipynb", "a1", "rides"),
        ("Lovelace_Ada-rides.ipynb", "a1", "rides"),
        ("rides.ipynb", "", "rides"),
    ],
)
@forms
def test_loose_notebooks_are_somebodys(course, tmp_path, form, name, learner, assignment):
    content = zipped({"x.ipynb": RIDES}) if name.endswith("zip") else RIDES
    students = [Student("a1", "Ada", "Lovelace", "ada@school.org")]
    if learner == "Ada Lovelace":
        students = []
    [found] = find(place(tmp_path, {name: content, "read.me": ""}, form), course, students=students)
    assert (found.learner, found.assignment) == (learner and safe(learner), assignment)
    assert found.load().files == {"rides.ipynb": RIDES}
    if not learner:
        assert "The name of the file does not say whose it is." in found.notes


def test_a_loose_notebook_says_itself_what_it_is_for(course, tmp_path):
    members = {"ada rides.ipynb": FLYERS, "ben.ipynb": b"{}", "rides/mia.ipynb": b"{}"}
    folder = place(tmp_path, members, "folder")
    found = {one.learner: one for one in find(folder, course)}
    assert {name: one.assignment for name, one in found.items()} == {
        "ada": "flyers",
        "ben": "",
        "mia": "rides",
    }
    assert "We could not tell which assignment this is." in notes(found["ben"].load())
    assert [one.learner for one in find(folder, course, ["rides"])] == ["ben", "mia"]
    assert find(folder, course, ["rides"])[0].load().files == {"rides.ipynb": b"{}"}
    both = find(folder, course, ["rides", "flyers"])
    assert [one.assignment for one in both] == ["flyers", "", "rides"]


def test_what_lies_in_a_learners_folder_is_handed_in_too(course, tmp_path):
    members = {
        "ada/rides.ipynb": RIDES,
        "ada/data/a.csv": "1",
        "ada/flyers.ipynb": FLYERS,
        "ben/rides/rides.ipynb": RIDES,
        "ben/rides/b.csv": "2",
        "ben/flyers/flyers.ipynb": FLYERS,
        "c.ipynb": RIDES,
        "c.csv": "3",
    }
    found = find(place(tmp_path, members, "folder"), course)
    assert {(one.learner, one.assignment): set(one.load().files) for one in found} == {
        ("ada", "rides"): {"rides.ipynb", "data/a.csv"},
        ("ada", "flyers"): {"flyers.ipynb", "data/a.csv"},
        ("ben", "rides"): {"rides.ipynb", "b.csv"},
        ("ben", "flyers"): {"flyers.ipynb"},
        ("c", "rides"): {"rides.ipynb"},
    }


def test_two_notebooks_of_one_learner_are_told_and_the_newest_counts(course, tmp_path):
    new = notebook("riders", answer="new")
    folder = place(tmp_path, {"a/ada.ipynb": new, "b/ada.ipynb": RIDES}, "folder")
    os.utime(folder / "b/ada.ipynb", (1, 1))
    [found] = find(folder, course)
    loaded = found.load()
    assert loaded.files == {"rides.ipynb": new}
    assert "This was found in two places:" in notes(loaded)


@posix
def test_a_link_that_takes_the_place_of_a_file_is_not_followed(course, tmp_path):
    folder = place(tmp_path, {"ada.ipynb": RIDES, "secret": b"secret"}, "folder")
    [found] = find(folder, course)
    (folder / "ada.ipynb").unlink()
    (folder / "ada.ipynb").symlink_to("secret")
    loaded = found.load()
    assert loaded.files == {}
    assert "We could not read ada.ipynb" in notes(loaded)


@posix
def test_hostile_loose_files_are_told(course, tmp_path):
    folder = place(tmp_path, {"ada_rides.ipynb": RIDES, "zoe_rides.ipynb": RIDES}, "folder")
    (folder / "mia_rides.ipynb").symlink_to("ada_rides.ipynb")
    os.mkfifo(folder / "eve_rides.ipynb")
    (folder / "ben_rides.ipynb").mkdir()
    (folder / "up").symlink_to("..")
    loaded = by_learner(find(folder, course))
    assert [len(one.files) for one in loaded.values()] == [1, 0, 0, 0, 1]
    assert "is a folder" in notes(loaded["ben"])
    assert "is not an ordinary file" in notes(loaded["eve"])
    assert "is a link" in notes(loaded["mia"])


@forms
def test_a_pattern_says_who_it_is(course, tmp_path, form):
    members = {"2026/hw-ada-7-rides.ipynb": FLYERS, "2026/hw-ada-7.csv": "1", "odd.ipynb": RIDES}
    pattern = r"hw-(?P<learner>\w+)-\d(-(?P<assignment>\w+))?\."
    found = find(place(tmp_path, members, form), course, pattern=pattern)
    assert [(one.learner, one.assignment) for one in found] == [("", "rides"), ("ada", "rides")]
    assert set(found[1].load().files) == {"rides.ipynb", "hw-ada-7.csv"}
    assert "The name does not fit the pattern." in found[0].notes
    theirs = pattern.replace("learner", "student_id")  # as for nbgrader's zip_collect
    assert [one.learner for one in find(tmp_path, course, pattern=theirs)][:1] == [""]


@pytest.mark.parametrize(("pattern", "says"), [("(", "cannot be read"), (r"(\w+)", "P<learner>")])
def test_a_pattern_that_cannot_work_is_told(course, tmp_path, pattern, says):
    with pytest.raises(Problem, match=re.escape(says)):
        find(tmp_path, course, pattern=pattern)


def test_a_single_notebook_and_no_place_at_all(course, tmp_path):
    write(tmp_path, {"ada.ipynb": RIDES, "x.tar": b"no zip", "cut.zip": zipped({"a": "b"})[:-9]})
    assert find(tmp_path / "ada.ipynb", course)[0].load().files == {"rides.ipynb": RIDES}
    with pytest.raises(Problem, match=r"There is nothing at .*nowhere"):
        find(tmp_path / "nowhere", course)
    for name in ("x.tar", "cut.zip"):
        with pytest.raises(Problem, match="no zip file that can be opened"):
            find(tmp_path / name, course)


# Hostile zip files -------------------------------------------------------------------------------


def _spoiled(name: str) -> bytes:
    """A zip file that a learner made, with something wrong in it and ``keep.txt`` after it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("table.csv")
        content: bytes | str = b"x" * 500
        if name == "bomb":
            content = b"\0" * 500_000
        if name == "link":
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            content = "/etc/passwd"
        if name == "pipe":
            info.external_attr = (stat.S_IFIFO | 0o777) << 16
        if name == "path":
            info.filename = "../../table.csv"
        if name == "odd":
            info.filename = "ta\nble\u202e.csv"
        archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        if name == "many":
            for number in range(40):
                archive.writestr(f"{number}.csv", "")
        archive.writestr("keep.txt", "keep")
    made = data.getvalue()
    central = made.index(b"PK\x01\x02")
    if name == "password":
        made = _with(made, (6, central + 8), "<H", 1)
    if name == "method":
        made = _with(made, (8, central + 10), "<H", 97)
    if name == "checksum":
        made = _with(made, (14, central + 16), "<I", 7)
    if name == "lie":  # says it is small
        made = _with(made, (22, central + 24), "<I", 3)
    if name == "torn":
        made = made[:40] + b"\xff" * 5 + made[45:]
    if name == "cut":
        made = made[:-30]
    if name == "names":  # another name inside than in the list
        made = made.replace(b"table.csv", b"tabel.csv", 1)
    return made


def _with(data: bytes, places: tuple[int, ...], form: str, value: int) -> bytes:
    changed = bytearray(data)
    for at in places:
        struct.pack_into(form, changed, at, value)
    return bytes(changed)


SPOILED = {
    "bomb": "table.csv is larger than 0.008 MB",
    "link": "table.csv is a link",
    "pipe": "table.csv is not an ordinary file",
    "path": "The name ../../table.csv does not work on every computer. We call the file table.csv.",
    "odd": r"The name ta\nble\u202e.csv",
    "many": "More than 8 files were handed in",
    "password": "We could not read table.csv: it is locked with a password.",
    "method": "We could not read table.csv: it is packed in a way that we cannot open.",
    "checksum": "We could not read table.csv: it is damaged.",
    "lie": "We could not read table.csv: it is damaged.",
    "torn": "We could not read table.csv: it is damaged.",
    "names": "We could not read table.csv: it is damaged.",
    "cut": "We could not read work.zip: it is damaged.",
}


ROOM = Limits(file=8000, total=10000, number=8)


@pytest.mark.parametrize("name", SPOILED)
def test_a_zip_file_inside_can_do_no_harm(course, tmp_path, name):
    members = {
        "A_1_assignsubmission_file/rides.ipynb": RIDES,
        "B_2_assignsubmission_file/work.zip": _spoiled(name),
        "C_3_assignsubmission_file/rides.ipynb": RIDES,
    }
    found = find(place(tmp_path, members, "zip"), course, ["rides"])
    loaded = {one.learner: one.load(ROOM) for one in found}
    for neighbour in "13":
        assert loaded[neighbour] == Submission(neighbour, "rides", {"rides.ipynb": RIDES})
    assert SPOILED[name] in notes(loaded["2"])
    assert all(map(str.isprintable, loaded["2"].notes))
    left = loaded["2"].files
    assert left.get("keep.txt", b"keep") == b"keep"
    assert ("keep.txt" in left) == (name not in ("cut", "many"))
    assert sum(map(len, left.values())) <= ROOM.total


@pytest.mark.parametrize("name", sorted(set(SPOILED) - {"cut"}))
def test_one_bad_file_in_the_platforms_zip_stops_no_other(course, tmp_path, name):
    """The same damage, in the zip file that the platform handed out."""
    prefix = "B_2_assignsubmission_file_"
    made = _spoiled(name)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        members = [(info, info.filename) for info in archive.infolist()]
    data = io.BytesIO(made)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("A_1_assignsubmission_file_rides.ipynb", RIDES)
        for info, old in members:
            info.filename = info.orig_filename = f"{prefix}{old}"
        archive.writestr("C_3_assignsubmission_file_rides.ipynb", RIDES)
    file = tmp_path / "in.zip"
    file.write_bytes(data.getvalue())
    found = find(file, course, ["rides"])
    loaded = {one.learner: one.load(ROOM) for one in found}
    assert loaded["1"].files == loaded["3"].files == {"rides.ipynb": RIDES}


def test_a_zip_of_very_many_names_is_not_opened(course, submitted, monkeypatch):
    monkeypatch.setattr(files, "MANY", 30)
    inner = zipped({f"{n}.csv": "" for n in range(31)} | {"rides.ipynb": RIDES})
    write(submitted / "ada/rides", {"all.zip": inner})
    loaded = find(course.root, course)[0].load()
    assert loaded.files == {"all.zip": inner}
    assert "all.zip holds too many files" in notes(loaded)


def test_two_files_of_one_name_in_a_zip(course, tmp_path):
    data = io.BytesIO()
    name = "A_1_assignsubmission_file/rides.ipynb"
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(name, RIDES)
    file = tmp_path / "in.zip"
    file.write_bytes(data.getvalue())
    loaded = find(file, course)[0].load()
    assert loaded.files == {"rides.ipynb": RIDES}
    assert "rides.ipynb was handed in twice. The newer one counts." in loaded.notes


def test_the_names_of_a_mac_and_of_windows_are_read(course, tmp_path):
    made = zipped({"Zoë_1_assignsubmission_file\\sub\\rides.ipynb": RIDES})
    flag = made.index(b"PK\x01\x02") + 8
    file = tmp_path / "in.zip"
    file.write_bytes(_with(made, (6, flag), "<H", 0))  # UTF-8, and the zip does not say so
    [found] = find(file, course)
    assert (found.learner, found.person) == ("1", "Zoë")
    assert found.load().files == {"rides.ipynb": RIDES}


WHOLE = zipped({"a/rides.ipynb": RIDES, "a/ü.csv": "1,2\n" * 50})


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
@example([(WHOLE.index(b"PK\x01\x02") + 28, 0)])  # a file without a name
def test_no_damage_to_a_zip_file_is_an_error(changes):
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    taken = files.Taken(ROOM, {"all.zip": bytes(damaged)}, {"all.zip": 0})
    files.unpack(taken, "all.zip")
    assert sum(map(len, taken.files.values())) <= ROOM.total
    assert taken.notes


def test_a_vanished_zip_is_told(course, tmp_path):
    file = place(tmp_path, {"A_1_assignsubmission_file/rides.ipynb": RIDES}, "zip")
    [found] = find(file, course)
    file.unlink()
    assert "We could not read rides.ipynb" in notes(found.load())


# A list of learners ------------------------------------------------------------------------------

NBGRADER = "id,first_name,last_name,email,lms_user_id\n007,Ada,Lovelace,a@x.org,11\nben,,,,\n"
WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade\n"
    "Participant 123,Ada Lovelace,007,a@x.org,,\nTeilnehmer 9,Ben,,b@x.org,,\n"
)
PARTICIPANTS = "First name,Last name,Username,ID number,Email address\nAda,Lovelace,al,007,a@x\n"
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Rides (9)\n,,,,,Manual Posting\n"
    '    Points Possible,,,,,10\n"Lovelace, Ada",11,007,al,S1,\n"Ng, Mia",12,,,S1,\n'
)


@pytest.mark.parametrize(
    ("table", "students"),
    [
        (NBGRADER, [Student("007", "Ada", "Lovelace", "a@x.org", "11"), Student("ben")]),
        (
            WORKSHEET,
            [
                Student("007", "", "", "a@x.org", "", "123", "Ada Lovelace"),
                Student("b@x.org", "", "", "b@x.org", "", "9", "Ben"),
            ],
        ),
        ("Identifier,Status\nParticipant 123,\n", [Student("123", participant="123")]),
        (PARTICIPANTS, [Student("al", "Ada", "Lovelace", "a@x")]),
        (
            CANVAS,
            [
                Student("al", lms_user_id="11", full_name="Lovelace, Ada"),
                Student("12", lms_user_id="12", full_name="Ng, Mia"),
            ],
        ),
    ],
    ids=["nbgrader", "worksheet", "blind", "participants", "canvas"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_list_of_learners_is_read(tmp_path, table, students, encoding, delimiter):
    if delimiter == ";":
        table = re.sub(r",(?! )", ";", table)
    file = tmp_path / "list.csv"
    file.write_bytes(table.encode(encoding))
    assert read_roster(file) == students


def test_a_list_in_the_code_of_the_country_is_read(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes("id\tlast_name\r\n1\tMüller\r\n".encode("cp1252"))
    assert read_roster(file) == [Student("1", last_name="Müller")]


@pytest.fixture(autouse=True, scope="module")
def any_cell_may_be_long():
    """As frictionless leaves it, if it was imported before."""
    before = csv.field_size_limit(2**30)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "has no column that tells learners apart"),
        ("name,grade\nAda,1\n", "has no column that tells learners apart"),
        ("id,first_name\n1,Ada\n1,Ben\n", "with the id of another, in row 3"),
        ("id,full name\n,Ben\n", "without an id, or with the id of another, in row 2"),
        ('id\n"' + "x" * 200_000 + '"\n', "is not a CSV file"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path, table, says):
    file = tmp_path / "list.csv"
    file.write_text(table)
    with pytest.raises(Problem, match=says):
        read_roster(file)


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Problem, match="cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")


# A file that arrives -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "whole_at"),
    [
        ("a.ipynb", RIDES, 0.3),
        ("a.ipynb", RIDES[:-20], 10.0),
        ("a.ipynb", RIDES + b" \n" * 1000, 0.3),
        ("a.ipynb", b"", 10.0),
        ("a.zip", zipped({"a": "b"}), 0.3),
        ("a.zip", zipped({"a": "b"})[:-5], 10.0),
        ("a.csv", b"a,", 0.3),
    ],
    # The bytes of a zip file hold the time: as names of tests they would change while it runs.
    ids=["book", "cut book", "book, spaces", "empty book", "zip", "cut zip", "table"],
)
def test_a_file_is_whole_when_it_is_still_and_ends_well(tmp_path, name, content, whole_at):
    file = write(tmp_path, {name: content}) / name
    before = look(file, at=0.0)
    for quiet in (0.0, 0.29, 0.3, 9.9, 10.0):
        now = look(file, at=quiet)
        assert whole(file, before, now) == (quiet >= whole_at), quiet


def test_a_file_that_changes_is_not_whole(tmp_path):
    file = write(tmp_path, {"a.ipynb": RIDES}) / "a.ipynb"
    os.utime(file, ns=(5, 5))
    before = look(file, at=0.0)
    assert whole(file, before, look(file, at=50.0))
    os.utime(file, ns=(5, 6))
    assert not whole(file, before, look(file, at=50.0))
    os.utime(file, ns=(5, 5))
    file.write_bytes(RIDES + b" ")
    os.utime(file, ns=(5, 5))
    assert not whole(file, before, look(file, at=50.0))
    other = write(tmp_path, {"b.ipynb": RIDES}) / "b.ipynb"
    os.utime(other, ns=(5, 5))
    other.replace(file)
    assert not whole(file, before, look(file, at=50.0))
    assert look(tmp_path / "none", at=0.0) is None


@posix
def test_a_pipe_does_not_stop_the_watch(tmp_path):
    os.mkfifo(tmp_path / "a.ipynb")
    seen = look(tmp_path / "a.ipynb", at=0.0)
    assert not whole(tmp_path / "a.ipynb", seen, replace(seen, at=1.0))
    assert whole(tmp_path / "a.ipynb", seen, replace(seen, at=11.0))
