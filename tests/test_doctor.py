"""``workbook doctor`` says in sentences what is due and what is broken, and nothing else."""

import datetime
import os
import sys
from collections import namedtuple

import pytest

from workbook import cli, doctor, facts, paths, shipped
from workbook.doctor import Finding, Weight
from workbook.errors import Problem

TODAY = datetime.date(2026, 11, 25)


def sentences(found, weight):
    return [one.sentence for one in found if one.weight is weight]


@pytest.fixture
def nothing_due(monkeypatch):
    """No fact is old, whatever the day on which the tests run, and every notebook is as built."""
    far = {k: v._replace(recheck_by=datetime.date(2999, 1, 1)) for k, v in facts.load().items()}
    monkeypatch.setattr(facts, "load", lambda: far)
    monkeypatch.setattr(doctor, "notebooks", lambda: iter(()))


def test_the_course_as_it_is_has_nothing_broken(nothing_due, capsys):
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert said.rstrip().endswith("Nothing is broken.")
    assert "Every claim that the rules find has a source." in said


def test_the_worst_comes_first_and_the_exit_code_tells(monkeypatch, capsys):
    found = [
        Finding(Weight.FINE, "a."),
        Finding(Weight.WARNING, "b."),
        Finding(Weight.BROKEN, "c."),
    ]
    for name in ("packages", "tables", "my_work", "notebooks", "disk", "claims", "browser"):
        monkeypatch.setattr(doctor, name, lambda: iter(()))
    monkeypatch.setattr(doctor, "due", lambda day: iter(()))
    monkeypatch.setattr(doctor, "python", lambda: iter(found))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out == "Broken: c.\nLook at this: b.\nFine: a.\n\nBroken: 1.\n"
    monkeypatch.setattr(doctor, "python", lambda: iter(found[:2]))
    assert cli.main(["doctor"]) == 0  # a fact that is due breaks nothing


def test_a_fact_is_named_from_thirty_days_before_its_date_with_module_source_and_date():
    fact = facts.load()["L1"]
    early = fact.recheck_by - doctor.SOON - datetime.timedelta(days=1)
    assert not any("fact L1:" in one.sentence for one in doctor.due(early))
    soon = sentences(doctor.due(fact.recheck_by), Weight.WARNING)
    (line,) = [one for one in soon if "Module 03, fact L1:" in one]
    assert f"check again by {fact.recheck_by}" in line
    for part in (fact.claim, fact.title, fact.publisher, fact.url):
        assert part in line
    late = sentences(doctor.due(fact.recheck_by + datetime.timedelta(days=1)), Weight.WARNING)
    assert any("Module 03, fact L1: check again, it was due on" in one for one in late)


def test_a_day_without_a_due_fact_says_so():
    (one,) = doctor.due(datetime.date(2020, 1, 1))
    assert one.weight is Weight.FINE


def test_a_claim_without_a_source_is_broken(tmp_path, monkeypatch):
    folder = tmp_path / "02_why_use_it"
    folder.mkdir()
    (folder / "lesson.md").write_text("---\ntitle: A\nminutes: 1\n---\n\n# A\n\nIn 2024 37% did.\n")
    monkeypatch.setattr(paths, "MODULES", tmp_path)
    monkeypatch.setattr(facts, "load", lambda: {})
    ((weight, sentence),) = doctor.claims()
    assert weight is Weight.BROKEN
    assert sentence.startswith("modules/02_why_use_it/lesson.md, line 8: “2024” sounds like")


def test_an_old_python_is_broken(monkeypatch):
    version = namedtuple("version", "major minor micro releaselevel serial")
    monkeypatch.setattr(sys, "version_info", version(3, 10, 2, "final", 0))
    ((weight, sentence),) = doctor.python()
    assert (weight, "3.10.2" in sentence, "3.11 or newer" in sentence) == (
        Weight.BROKEN,
        True,
        True,
    )


def test_packages_against_the_lock(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(
        "# a note\npandas==1.0.0 \\\n    --hash=sha256:00 \\\n    # via nobody\n"
        "no-such-package==1.2 ; sys_platform != 'nowhere' \\\n    --hash=sha256:00\n"
        "elsewhere==1 ; sys_platform == 'nowhere' \\\n    --hash=sha256:00\n"
    )
    found = list(doctor.packages(lock))
    assert [one.weight for one in found] == [Weight.WARNING, Weight.BROKEN]
    assert "pandas has version" in found[0].sentence
    assert "tested with 1.0.0" in found[0].sentence
    assert "no-such-package is not installed" in found[1].sentence


def test_the_lock_of_the_course_is_installed_here():
    assert sentences(doctor.packages(), Weight.BROKEN) == []


def test_a_folder_that_cannot_be_written_to_is_broken(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    ((weight, sentence),) = doctor.my_work(tmp_path / "file" / "my_work")
    assert weight is Weight.BROKEN
    assert "cannot be written to" in sentence

    def refuse(**_):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    ((weight, sentence),) = doctor.my_work(tmp_path / "my_work")
    assert (weight, str(tmp_path) in sentence) == (Weight.BROKEN, True)


def test_looking_leaves_nothing_behind(tmp_path):
    ((weight, _),) = doctor.my_work(tmp_path / "my_work")
    assert weight is Weight.FINE
    assert list(tmp_path.iterdir()) == []


def test_notebooks_against_the_list(tmp_path):
    (tmp_path / "course").mkdir()
    for name in "abc":
        (tmp_path / "course" / f"{name}.ipynb").write_text("{}")
    sums = tmp_path / "sums"
    sums.write_text(shipped.listing(tmp_path))
    ((weight, _),) = doctor.notebooks(tmp_path, sums)
    assert weight is Weight.FINE
    (tmp_path / "course" / "b.ipynb").write_text("{ }")
    (tmp_path / "course" / "c.ipynb").unlink()
    found = list(doctor.notebooks(tmp_path, sums))
    assert [(one.weight, one.sentence.split()[0]) for one in found] == [
        (Weight.WARNING, "course/b.ipynb"),
        (Weight.BROKEN, "course/c.ipynb"),
    ]


@pytest.mark.parametrize(
    ("megabytes", "weight"), [(50, Weight.BROKEN), (300, Weight.WARNING), (9_000, Weight.FINE)]
)
def test_a_full_disk(monkeypatch, megabytes, weight):
    usage = namedtuple("usage", "free")(megabytes * 1_000_000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    ((found, _),) = doctor.disk()
    assert found is weight


def test_no_browser_is_information_only(monkeypatch):
    monkeypatch.setattr("workbook.start.browser.find", lambda: None)
    ((weight, sentence),) = doctor.browser()
    assert weight is Weight.FINE
    assert "Only the tests need one" in sentence


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ImportError("no", name="yaml"), "the package yaml cannot be imported"),
        (Problem("The table is damaged."), "The table is damaged."),
    ],
)
def test_what_cannot_be_looked_at_is_broken_and_the_rest_goes_on(
    monkeypatch, nothing_due, error, said
):
    def fail():
        raise error

    monkeypatch.setattr(doctor, "tables", fail)
    found = doctor.examine(TODAY)
    (broken,) = sentences(found, Weight.BROKEN)
    assert said in broken
    assert len(sentences(found, Weight.FINE)) >= 5
