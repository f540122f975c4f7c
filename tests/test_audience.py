"""Published figures: told as they stand in the facts, and turned into people in a fair way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import audience, facts
from workbook.audience import AGES, NEWS_BY_AGE, USE_BY_AGE

FIGURES = [
    audience.USE_BY_YEAR,
    audience.USE_BY_AGE,
    audience.USE_BY_GENDER,
    audience.NEWS_BY_YEAR,
    audience.YOUNG_NEWS_BY_YEAR,
    audience.NEWS_BY_AGE,
    audience.NEWS_USERS_BY_AGE,
    audience.NEWS_USERS_BY_GENDER,
]
EQUAL = dict.fromkeys(AGES, 25)
groups = st.fixed_dictionaries({age: st.integers(0, 1000) for age in AGES})
points = st.floats(0, 1)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.fact)
def test_each_share_stands_in_the_claim_of_its_fact(figure: audience.Published) -> None:
    claim = facts.load()[figure.fact].claim
    told = re.findall(r"\d+(?=%)", claim)
    for share in figure.shares.values():
        assert f"{100 * share:.0f}" in told


@pytest.mark.parametrize(
    "figure", [audience.USE_BY_YEAR, audience.NEWS_BY_YEAR, audience.YOUNG_NEWS_BY_YEAR]
)
def test_years_stand_next_to_their_shares_in_the_claim(figure: audience.Published) -> None:
    claim = facts.load()[figure.fact].claim
    for year, share in figure.shares.items():
        assert re.search(rf"{100 * share:.0f}%[^%]*\b{year}\b", claim)


def test_shares_of_news_users_add_up_and_shares_of_adults_do_not() -> None:
    assert sum(audience.NEWS_USERS_BY_AGE.shares.values()) == pytest.approx(1)
    assert sum(audience.NEWS_USERS_BY_GENDER.shares.values()) == pytest.approx(0.98)
    assert sum(USE_BY_AGE.shares.values()) == pytest.approx(1.49)


def test_a_fifth_of_adults_is_a_little_more_than_half_of_users() -> None:
    """Two published shares of the same people agree: of all adults, and of the users."""
    of_users = audience.NEWS_OF_USERS * audience.USE_BY_YEAR.shares["2025"]
    assert of_users == pytest.approx(audience.NEWS_BY_YEAR.shares["2025"], abs=0.005)
    assert "55%" in facts.load()["R5B"].claim


def test_figures_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        USE_BY_AGE.shares["18-29"] = 1.0  # type: ignore[index]


# A group's own people ---------------------------------------------------------------------------


def test_each_age_counts_at_its_own_share() -> None:
    assert audience.reachable({"18-29": 100}) == (63, 63)
    assert audience.reachable({"18-29": 100, "65+": 100}) == (75, 75)
    tenants = dict(zip(AGES, (20, 60, 80, 40), strict=True))
    assert audience.reachable(tenants).low == pytest.approx(67.8)
    assert audience.reachable(tenants, differ=0.1) == pytest.approx((47.8, 87.8))
    assert audience.reachable(tenants, NEWS_BY_AGE).low == pytest.approx(32.8)


def test_no_share_leaves_nothing_to_everybody() -> None:
    assert audience.reachable({"65+": 100}, differ=0.2) == pytest.approx((0, 32))
    assert audience.reachable({"18-29": 100}, differ=0.5) == pytest.approx((13, 100))
    assert audience.reachable(EQUAL, differ=1) == (0, 100)


@given(groups, points)
def test_a_wider_guess_gives_a_wider_range(people: dict[str, int], differ: float) -> None:
    exact, ends = audience.reachable(people), audience.reachable(people, differ=differ)
    slack = 1e-6
    assert -slack <= ends.low <= exact.low + slack
    assert exact.high - slack <= ends.high <= sum(people.values()) + slack


@given(groups)
def test_the_parts_of_the_users_add_up(people: dict[str, int]) -> None:
    parts = audience.make_up(people)
    if any(people.values()):
        assert sum(parts.values()) == pytest.approx(1)
    else:
        assert parts == {}


def test_a_share_of_an_age_is_not_a_share_of_the_users() -> None:
    """44% of those aged 30 to 49 use it; in an old group they are a quarter of the users."""
    parts = audience.make_up(dict(zip(AGES, (10, 30, 60, 100), strict=True)))
    assert parts["30-49"] == pytest.approx(13.2 / 49.5)
    assert max(parts, key=lambda age: parts[age]) == "50-64"


@pytest.mark.parametrize(
    ("people", "differ"), [({"teens": 5}, 0), ({"65+": -1}, 0), ({"65+": 1}, 1.5), ({}, -0.1)]
)
def test_impossible_groups_are_refused(people: dict[str, int], differ: float) -> None:
    with pytest.raises(ValueError, match=r"age group|0 or more|between 0 and 1"):
        audience.reachable(people, differ=differ)


# Watch time -------------------------------------------------------------------------------------


def test_tiktok_leads_for_each_user_in_two_countries_of_three() -> None:
    leads = {name for name, hours in audience.WATCH_TIME.items() if hours.per_user_ratio() > 1}
    assert leads == {"us", "uk"}


def test_the_total_is_level_at_the_ratio() -> None:
    hours = audience.WATCH_TIME["us"]
    level = hours.per_user_ratio()
    assert level == pytest.approx(1.0588, abs=0.0001)
    total = hours.total(level)
    assert total.tiktok == pytest.approx(total.youtube)
    assert hours.total(2).youtube > hours.total(2).tiktok == 2400
