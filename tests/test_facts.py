"""Facts: each has all that a reader needs, and an old one is named."""

import datetime
import re

from workbook import facts, paths
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
    in_time = facts_due("D1", today=fact.recheck_by)
    assert str(in_time) == "No fact on this page is due for another look."
    late = facts_due("D1", today=fact.recheck_by + datetime.timedelta(days=1))
    assert fact.claim in late
