"""The risk register: claims and dates come from the facts, and each line is complete."""

import pytest

from workbook import facts, risks
from workbook.errors import Problem

LINE = {
    "fact": "L1",
    "kind": "access",
    "place": "United States",
    "short": "Gone for a weekend",
    "means": "It may go.",
    "do": "Have a list.",
}


def test_each_line_takes_claim_and_dates_from_its_fact():
    for risk in risks.load():
        fact = facts.load()[risk.fact.id]
        assert risk.fact is fact
        assert risk.recheck_by == fact.recheck_by > risk.as_of
        assert all(words.endswith(".") for words in (risk.means, risk.do))
        assert risk.place
        assert not risk.short.endswith(".")


def test_each_kind_has_lines_and_they_go_by_the_day_to_look_again():
    for kind in risks.KINDS:
        lines = risks.of_kind(risks.load(), kind)
        assert lines
        days = [risk.recheck_by for risk in lines]
        assert days == sorted(days)
    assert sum(len(risks.of_kind(risks.load(), kind)) for kind in risks.KINDS) == len(risks.load())


@pytest.mark.parametrize("needed", ["L1", "L2", "L4", "L7", "L13", "L14", "L15", "L20", "L21"])
def test_what_the_register_must_hold(needed):
    assert needed in {risk.fact.id for risk in risks.load()}


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([{**LINE, "fact": "ZZ"}], "ZZ, which is no fact"),
        ([{**LINE, "kind": "weather"}], "no known kind: weather"),
        ([LINE, LINE], "L1 twice"),
        ([{k: v for k, v in LINE.items() if k != "do"}], "needs these fields"),
        ([{**LINE, "date": "2026"}], "needs these fields"),
    ],
)
def test_a_faulty_line_is_told(entries, says):
    with pytest.raises(Problem, match=says):
        risks.build(entries, facts.load())
