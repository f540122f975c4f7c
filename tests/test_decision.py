"""Invest or not: the five outcomes by hand, the stops, and every single change that turns one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import decision
from workbook.decision import CRITERIA, HEAVIEST, MOST, Flip, Outcome

EQUAL = dict.fromkeys(CRITERIA, 1)
HALF = dict.fromkeys(CRITERIA, 2)
KNOWN = dict(zip(CRITERIA, (3, 1, 1, 3, 1, 3, 2), strict=True))
"""As many points as HALF, and only one line of which one does not know: it can stop nothing."""
scores = st.fixed_dictionaries({name: st.integers(0, MOST) for name in CRITERIA})
weights = st.fixed_dictionaries({name: st.integers(0, HEAVIEST) for name in CRITERIA})


def test_points_are_a_weighted_mean_of_100():
    assert decision.points(HALF, EQUAL) == 50
    assert decision.points(dict.fromkeys(CRITERIA, 4), EQUAL) == 100
    # Six twos, and a four that counts three times: (12 + 12) of 36.
    heavy = {**EQUAL, "aim": 3}
    assert decision.points({**HALF, "aim": 4}, heavy) == pytest.approx(100 * 24 / 36)
    # Without the hours: six twos of 24.
    assert decision.points({**HALF, "hours": 4}, EQUAL, without="hours") == 50


def test_without_weights_nothing_speaks_for_it():
    nothing = dict.fromkeys(CRITERIA, 0)
    assert decision.points(HALF, nothing) == 0
    assert decision.decide(dict.fromkeys(CRITERIA, 3), nothing) is Outcome.NO


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.PILOT),  # 14 of 28
        (dict.fromkeys(CRITERIA, 3), Outcome.YES),  # 21 of 28
        ({"people": 1}, Outcome.NO),  # 12 of 28, below 45
        # Without the hours 17 of 24, with them 18 of 28.
        ({"messenger": 4, "aim": 4, "hours": 1}, Outcome.PARTNERS),
        # The same with nobody whom people trust.
        ({"people": 4, "messenger": 2, "aim": 4, "own_list": 3, "hours": 1}, Outcome.PILOT),
        # No hour at all, and nobody to carry it, whatever the points.
        ({**dict.fromkeys(CRITERIA, 4), "hours": 0, "messenger": 2}, Outcome.NO),
        ({**dict.fromkeys(CRITERIA, 4), "hours": 0}, Outcome.PARTNERS),
        # One does not know of most of the seven, though what can stop it is known.
        (dict.fromkeys(("messenger", "aim", "hours", "own_list"), 2), Outcome.OPEN),
        (HALF, Outcome.OPEN),
        # All else is known and speaks for it, or against it.
        ({**dict.fromkeys(CRITERIA, 4), "people": 2}, Outcome.OPEN),
        ({**dict.fromkeys(CRITERIA, 4), "safety": 2}, Outcome.OPEN),
        ({**dict.fromkeys(CRITERIA, 4), "rules": 2}, Outcome.OPEN),
        ({**dict.fromkeys(CRITERIA, 1), "safety": 2}, Outcome.OPEN),
        # What would stop it is known, and that is enough for a no.
        ({**HALF, "rules": 0}, Outcome.NO),
    ],
)
def test_five_outcomes(changes, outcome):
    assert decision.decide({**KNOWN, **changes}, EQUAL) is outcome


def test_what_has_no_weight_need_not_be_known_unless_it_is_a_stop():
    nothing = dict.fromkeys(CRITERIA, 0)
    assert decision.unknown(HALF, EQUAL) == list(CRITERIA)
    assert decision.unknown(HALF, nothing) == list(decision.STOPS)
    some = {**KNOWN, "messenger": 2, "aim": 2}
    assert decision.unknown(some, EQUAL) == ["messenger", "aim", "own_list"]
    # Three of seven, then four of seven, and then three of six.
    assert decision.decide(some, EQUAL) is Outcome.PILOT
    assert decision.decide({**some, "hours": 2}, EQUAL) is Outcome.OPEN
    assert decision.decide({**some, "hours": 2}, {**EQUAL, "own_list": 0}) is Outcome.PILOT
    assert decision.unknown_stops(some) == []
    assert decision.unknown_stops({**some, "rules": 2}) == ["rules"]
    assert decision.doubtful_stops({**some, "people": 0, "rules": 1}) == ["safety", "rules"]


@given(scores, weights)
def test_it_is_open_exactly_where_a_stop_or_most_of_what_counts_is_not_known(scores, weights):
    counts = [name for name in CRITERIA if weights[name] > 0 or name in decision.STOPS]
    share = sum(scores[name] == 2 for name in counts) / len(counts)
    unknown = any(scores[name] == 2 for name in ("people", "safety", "rules"))
    stopped = bool(decision.stopped_by(scores))
    open_ = decision.decide(scores, weights) is Outcome.OPEN
    assert open_ == ((share > 0.5 or unknown) and not stopped)


@pytest.mark.parametrize("stop", decision.STOPS)
@given(scores=scores, weights=weights)
def test_nothing_outweighs_a_stop(stop, scores, weights):
    stopped = {**scores, stop: 0}
    assert decision.decide(stopped, weights) is Outcome.NO
    assert stop in decision.stopped_by(stopped)


@given(scores, weights)
def test_flips_are_all_the_single_changes_and_no_other(scores, weights):
    now = decision.decide(scores, weights)
    found = decision.flips(scores, weights)
    by_hand = set()
    for name in CRITERIA:
        for value in range(MOST + 1):
            outcome = decision.decide({**scores, name: value}, weights)
            if outcome is not now:
                by_hand.add(("score", name, outcome))
        for value in range(HEAVIEST + 1):
            outcome = decision.decide(scores, {**weights, name: value})
            if outcome is not now:
                by_hand.add(("weight", name, outcome))
    assert {(flip.what, flip.criterion, flip.outcome) for flip in found} == by_hand
    steps = [abs(flip.after - flip.before) for flip in found]
    assert steps == sorted(steps)
    for flip in found:
        marks = scores if flip.what == "score" else weights
        assert flip.before == marks[flip.criterion] != flip.after
        changed = {**marks, flip.criterion: flip.after}
        pair = (changed, weights) if flip.what == "score" else (scores, changed)
        assert decision.decide(*pair) is flip.outcome


def test_the_nearest_change_is_named():
    tenants = dict(zip(CRITERIA, (4, 1, 3, 2, 3, 3, 2), strict=True))
    assert decision.decide(tenants, EQUAL) is Outcome.PILOT
    assert Flip("score", "hours", 2, 3, Outcome.YES) in decision.flips(tenants, EQUAL)
    # Without the weight of the hours: 16 of 24.
    assert Flip("weight", "hours", 1, 0, Outcome.YES) in decision.flips(tenants, EQUAL)


def test_a_change_to_what_one_does_not_know_says_so():
    tenants = dict(zip(CRITERIA, (4, 1, 3, 2, 3, 3, 2), strict=True))
    found = decision.flips(tenants, EQUAL)
    assert {flip.criterion for flip in found if flip.to_unknown} == {"messenger", *decision.STOPS}
    # A weight of 2 is known.
    weight = Flip("weight", "aim", 1, 2, Outcome.YES)
    assert weight in found
    assert not weight.to_unknown


@given(scores, weights)
def test_what_is_written_is_read_again(scores, weights):
    assert decision.read(decision.written(scores, weights)) == (scores, weights)


@pytest.mark.parametrize("line", ["", "people=3", "nonsense", "people=9 aim=x"])
def test_another_line_is_no_scores(line):
    assert decision.read(line) is None


@pytest.mark.parametrize(
    ("scores", "weights", "says"),
    [
        ({**HALF, "aim": 5}, EQUAL, "aim stands at 5"),
        (HALF, {**EQUAL, "aim": -1}, "aim stands at -1"),
        ({"aim": 2}, EQUAL, "lack people"),
    ],
)
def test_impossible_answers_are_refused(scores, weights, says):
    with pytest.raises(ValueError, match=says):
        decision.decide(scores, weights)
