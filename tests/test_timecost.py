"""What the work costs: the figures of the case study, and what must always hold."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import timecost
from workbook.attribution import Interval

CHECKS, MINUTES_EACH = Interval(3, 7), Interval(3, 4)

intervals = st.lists(st.floats(0, 1000), min_size=2, max_size=2).map(
    lambda ends: Interval(*sorted(ends))
)


def test_the_routine_of_the_case_study():
    a_day = timecost.minutes_a_day(CHECKS, MINUTES_EACH)
    assert a_day == (9, 28)
    assert timecost.minutes_a_week(a_day) == (45, 140)


def test_scouting_adds_to_both_ends():
    assert timecost.minutes_a_day(CHECKS, MINUTES_EACH, scouting=Interval(5, 20)) == (14, 48)


@given(intervals, intervals, intervals, st.integers(0, 7))
def test_low_stays_below_high(checks, minutes_each, scouting, days):
    a_day = timecost.minutes_a_day(checks, minutes_each, scouting)
    a_week = timecost.minutes_a_week(a_day, days)
    assert 0 <= a_day.low <= a_day.high
    assert a_week == (days * a_day.low, days * a_day.high)


def test_a_routine_refuses_what_is_no_interval():
    with pytest.raises(ValueError, match="from 7 to 3"):
        timecost.minutes_a_day(Interval(7, 3), MINUTES_EACH)
    with pytest.raises(ValueError, match="from 9 to 1"):
        timecost.minutes_a_day(CHECKS, MINUTES_EACH, scouting=Interval(9, 1))


@pytest.mark.parametrize("days", [-1, 8])
def test_a_week_has_seven_days(days):
    with pytest.raises(ValueError, match="7 days"):
        timecost.minutes_a_week(Interval(9, 28), days)


def test_staff_time_is_a_cost():
    assert timecost.total_cost(132, 28, 240) == 3936
    assert timecost.total_cost(12, 28) == 336
    with pytest.raises(ValueError, match="negative"):
        timecost.total_cost(10, 28, -1)


def test_cost_of_a_channel_adds_its_months():
    costs = pd.DataFrame(
        {
            "channel": ["tiktok", "email", "tiktok"],
            "month": ["2025-01", "2025-01", "2025-02"],
            "staff_hours": [10.0, 5.0, 20.0],
            "hourly_usd": [28, 28, 30],
            "cash_usd": [40, 100, 0],
        }
    )
    assert timecost.channel_cost(costs, "tiktok") == 280 + 40 + 600
    with pytest.raises(ValueError, match="no channel 'radio'"):
        timecost.channel_cost(costs, "radio")


def test_cost_per_outcome_turns_with_the_outcome():
    assert timecost.cost_per_outcome(3936, 9) == pytest.approx(437.33, abs=0.005)
    assert timecost.cost_per_outcome(3936, 40) == pytest.approx(98.40)
    assert timecost.cost_per_outcome(1608, 65) == pytest.approx(24.74, abs=0.005)


@pytest.mark.parametrize(("cost", "outcomes"), [(100, 0), (100, -1), (-1, 5)])
def test_cost_per_outcome_refuses_no_outcome(cost, outcomes):
    with pytest.raises(ValueError, match="needs an outcome"):
        timecost.cost_per_outcome(cost, outcomes)


@given(st.floats(0, 1e6), st.floats(0.01, 1e4))
def test_at_break_even_an_outcome_costs_the_price(cost, price):
    outcomes = timecost.break_even_outcomes(cost, price)
    if outcomes > 0 and math.isfinite(outcomes):
        assert timecost.cost_per_outcome(cost, outcomes) == pytest.approx(price)


@pytest.mark.parametrize(("cost", "price"), [(-1, 5), (1, 0)])
def test_break_even_refuses_no_price(cost, price):
    with pytest.raises(ValueError, match="break even"):
        timecost.break_even_outcomes(cost, price)


# A week's routine ------------------------------------------------------------------------------


def test_hours_a_week_part_by_part():
    week = timecost.Routine(
        CHECKS, MINUTES_EACH, scouting=6, replying=12, videos=2, hours_a_video=Interval(2, 4)
    )
    hours = timecost.hours_a_week(week)
    assert list(hours) == ["checks", "scouting", "replying", "videos", "all"]
    assert hours["checks"] == pytest.approx((45 / 60, 140 / 60))
    assert hours["scouting"] == pytest.approx((0.5, 0.5))
    assert hours["replying"] == pytest.approx((1, 1))
    assert hours["videos"] == (4, 8)
    assert hours["all"] == pytest.approx((6.25, 11 + 5 / 6))


def test_the_tips_take_one_to_three_hours_before_filming():
    hours = timecost.hours_a_week(timecost.Routine(CHECKS, MINUTES_EACH, scouting=5))
    assert hours["all"] == pytest.approx((70 / 60, 2.75))


@given(st.integers(0, 7), st.integers(1, 9))
def test_shifts_share_all_days_evenly(days, people):
    duty = timecost.shifts(days, people)
    assert len(duty) == people
    assert sum(duty) == days
    assert duty == sorted(duty, reverse=True)
    assert duty[0] - duty[-1] <= 1


def test_shifts_need_a_person_and_a_week():
    with pytest.raises(ValueError, match="one person or more"):
        timecost.shifts(5, 0)
    with pytest.raises(ValueError, match="7 days"):
        timecost.shifts(8, 2)


@given(st.integers(0, 7), st.integers(1, 9))
def test_a_rota_is_a_week_with_those_shifts(days, people):
    week = timecost.rota(days, people)
    assert len(week) == 7
    assert week.count(None) == 7 - days
    assert [week.count(person + 1) for person in range(people)] == timecost.shifts(days, people)


def test_days_without_anybody_stand_at_the_end():
    assert timecost.rota(5, 2) == [1, 1, 1, 2, 2, None, None]
