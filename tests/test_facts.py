"""Facts: each has all that a reader needs, and an old one is named."""

import datetime
import re

import pytest

from workbook import facts, paths
from workbook.build import runsheet, source
from workbook.errors import Problem
from workbook.feedback import facts_due


def test_each_fact_is_used_and_complete():
    lessons = " ".join(path.read_text(encoding="utf-8") for path in paths.MODULES.glob("*/*.md"))
    cited = set(re.findall(r"\{fact\}`(\w+)`", lessons))
    assert cited == set(facts.load())
    for fact in facts.load().values():
        assert facts.source_line(fact)
        assert fact.recheck_by > datetime.date.fromisoformat(fact.as_of[:10])


def test_a_fact_is_named_from_the_day_after_its_date():
    fact = facts.load()["D1"]
    assert facts_due("D1", today=fact.recheck_by) is None
    late = facts_due("D1", today=fact.recheck_by + datetime.timedelta(days=1))
    assert fact.claim in late


def test_the_run_sheet_gives_each_block_its_minutes():
    lesson = source.read(paths.MODULES / "03_case_study" / "lesson.md")
    sheet = runsheet.run_sheet(lesson)
    assert "## Minute 0 to 8" in sheet
    assert f"to {lesson.options['trainer_minutes']}\n" in sheet


def test_minutes_that_do_not_add_up_stop_the_build():
    lesson = source.read(paths.MODULES / "03_case_study" / "lesson.md")
    lesson.options["trainer_minutes"] += 1
    with pytest.raises(Problem, match="trainer cells take"):
        runsheet.run_sheet(lesson)
