"""What an outcome costs on each channel: by hand, on the shipped tables, and on fresh ones."""

import math

import pandas as pd
import pytest

from workbook import channels, data, timecost
from workbook.channels import Channel
from workbook.samples import plan_for

NAMES = ("costs", "leaders", "checkins", "people_truth")
DEAR, PLAIN = Channel(100, 0, 10, 10), Channel(10, 200, 5, 20)


@pytest.fixture(scope="module", params=[20250614, 2, 7])
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def ways(seed):
    if seed == 20250614:
        return channels.compare(*(data.load(n) for n in NAMES[:3]), data.load_key(NAMES[3]))
    return channels.compare(*(data.fresh(n, seed=seed) for n in NAMES))


def test_each_channel_has_what_was_planted(ways, seed):
    plan = plan_for(seed)
    assert list(ways) == list(plan.hours)
    for name, channel in ways.items():
        assert channel == (
            plan.hours[name],
            plan.cash_usd[name],
            plan.led(name),
            plan.came(name),
        )


def test_the_winner_of_the_two_flips_with_the_goal(ways):
    for goal, cheaper in (("leaders", "tiktok"), ("attendees", "email")):
        prices = {name: channels.price(ways[name], goal, 28) for name in ("tiktok", "email")}
        assert min(prices, key=prices.get) == cheaper


def test_prices_agree_with_the_cost_of_the_channel():
    costs = data.load("costs")
    shipped = channels.compare(*(data.load(n) for n in NAMES[:3]), data.load_key(NAMES[3]))
    full = timecost.channel_cost(costs, "tiktok")
    assert channels.price(shipped["tiktok"], "leaders", 28) == pytest.approx(full / 9)
    assert channels.price(shipped["tiktok"], "leaders", 0) == pytest.approx(240 / 9)
    assert channels.price(shipped["tiktok"], "attendees", 28) == pytest.approx(98.40)
    # With the one who walked in: 66 people, and not 65.
    assert channels.price(shipped["email"], "attendees", 28) == pytest.approx(1608 / 66)


def test_walk_ins_came_and_those_who_stayed_at_home_did_not():
    truth = pd.DataFrame(
        {
            "person_id": ["a", "b", "c", "w"],
            "true_channel": ["email", "email", "tiktok", "tiktok"],
            "is_walk_in": [False, False, False, True],
        }
    )
    checkins = pd.DataFrame({"person_id": ["a", None, "c"]})
    assert channels.attendees(checkins, truth).to_dict() == {"tiktok": 2, "email": 1}


def test_the_rate_at_which_both_cost_the_same():
    # 10 hours each against 2 hours and 40 dollars each: level at 5 dollars an hour.
    rate = channels.level_rate(DEAR, PLAIN, "leaders")
    assert rate == pytest.approx(5)
    assert channels.price(DEAR, "leaders", rate) == channels.price(PLAIN, "leaders", rate)
    assert channels.level_rate(PLAIN, DEAR, "leaders") == pytest.approx(5)


def test_one_that_is_always_cheaper_has_no_such_rate():
    assert channels.level_rate(Channel(1, 1, 1, 1), Channel(2, 2, 1, 1), "leaders") is None
    assert channels.level_rate(Channel(1, 1, 1, 1), Channel(1, 2, 1, 1), "leaders") is None
    assert channels.level_rate(Channel(1, 1, 0, 1), Channel(1, 2, 1, 1), "leaders") is None


def test_no_outcome_has_no_price_and_no_goal_is_refused():
    assert channels.price(Channel(5, 5, 0, 1), "leaders", 28) == math.inf
    with pytest.raises(ValueError, match="no goal views"):
        channels.price(DEAR, "views", 28)
    with pytest.raises(ValueError, match="negative"):
        channels.price(DEAR, "leaders", -1)
