"""Whom one can reach without the app: bounds by hand, and the real outages."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import facts, gone
from workbook.gone import OUTAGES, Outage

shares = st.floats(0, 1)


def test_the_overlap_is_not_guessed():
    # 150 on the list and 250 elsewhere: all of the list may be among the 250, or none.
    assert gone.still_reached(1000, 0.15, 0.25) == (250, pytest.approx(400))
    assert gone.still_reached(1000, 0.7, 0.6) == (700, 1000)
    assert gone.still_reached(1000, 0, 0) == (0, 0)


@given(st.integers(0, 10**6), shares, shares)
def test_low_is_never_above_high_or_below_the_list(followers, on_list, elsewhere):
    low, high = gone.still_reached(followers, on_list, elsewhere)
    assert followers * on_list <= low <= high <= followers


@pytest.mark.parametrize(("followers", "on_list"), [(-1, 0.5), (10, 1.5), (10, -0.1)])
def test_impossible_groups_are_refused(followers, on_list):
    with pytest.raises(ValueError, match=r"\."):
        gone.still_reached(followers, on_list, 0)


def test_an_outage_ends_before_a_date_or_not():
    assert gone.back_in_time(Outage("L1", 2), 3)
    assert not gone.back_in_time(Outage("L1", 2), 2)
    assert not gone.back_in_time(Outage("L2", 2, over=False), 300)
    with pytest.raises(ValueError, match="0 or more"):
        gone.back_in_time(Outage("L1", 2), -1)


def test_each_outage_has_a_fact_and_they_go_by_length():
    days = [outage.days for outage in OUTAGES.values()]
    assert days == sorted(days)
    assert all(outage.fact in facts.load() for outage in OUTAGES.values())


@pytest.mark.parametrize(
    ("name", "start", "earliest", "latest"),
    [
        ("senegal", "2023-08-02", "2024-01-01", "2024-03-31"),  # early 2024
        ("nepal", "2023-11-15", "2024-08-01", "2024-08-31"),  # November to August
        ("albania", "2025-03-13", "2026-02-01", "2026-02-28"),
        ("india", "2020-06-29", "2025-07-31", "2025-08-31"),
    ],
)
def test_the_days_fit_the_dates_of_the_fact(name, start, earliest, latest):
    end = datetime.date.fromisoformat(start) + datetime.timedelta(OUTAGES[name].days)
    month = datetime.timedelta(31)
    assert datetime.date.fromisoformat(earliest) - month <= end
    assert end <= datetime.date.fromisoformat(latest) + month
