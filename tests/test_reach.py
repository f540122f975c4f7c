"""Lottery tickets and what follows a view: exact chances, checked against drawing and by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import data, engagement, reach

DIE = pd.Series([3, 1, 6, 2, 5, 4])
counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).map(pd.Series)


@pytest.fixture(scope="module", params=["shipped", 2, 7], ids=lambda seed: f"videos {seed}")
def videos(request: pytest.FixtureRequest) -> pd.DataFrame:
    if request.param == "shipped":
        return data.load("videos")
    return data.fresh("videos", seed=request.param)


def test_the_best_of_two_dice() -> None:
    # The best of two dice is 4 or less in 16 of 36 throws, and 5 or less in 25.
    assert reach.best_of(DIE, 2, 16 / 36) == 4
    assert reach.best_of(DIE, 2, 17 / 36) == 5
    assert reach.best_of(DIE, 1) == 3
    assert reach.best_of(DIE, 100) == 6


def test_the_chance_of_a_six_in_four_throws() -> None:
    assert reach.chance(DIE, 4, 6) == pytest.approx(1 - (5 / 6) ** 4)
    assert reach.chance(DIE, 3, 1) == 1
    assert reach.chance(DIE, 3, 7) == 0


def test_four_throws_are_needed_for_an_even_chance_of_a_six() -> None:
    assert reach.posts_for(DIE, 6) == 4
    assert reach.posts_for(DIE, 4) == 1
    assert reach.posts_for(DIE, 1) == 1
    assert reach.posts_for(DIE, 7) is None


@given(counts, st.integers(1, 60), st.integers(0, 10**6))
def test_posts_for_is_the_first_that_is_enough(views: pd.Series, posts: int, goal: int) -> None:
    needed = reach.posts_for(views, goal, sought=0.9)
    if needed is None:
        assert reach.chance(views, posts, goal) == 0
    else:
        assert reach.chance(views, needed, goal) >= 0.9 - 1e-9
        assert needed == 1 or reach.chance(views, needed - 1, goal) < 0.9


@given(counts, st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_best_is_a_view_count_and_grows_with_the_posts(
    views: pd.Series, posts: int, quantile: float
) -> None:
    best = reach.best_of(views, posts, quantile)
    assert best in set(views)
    assert reach.best_of(views, posts + 1, quantile) >= best
    # At or below it with at least this probability, and strictly below with less.
    assert (views <= best).mean() ** posts >= quantile - 1e-9
    assert (views < best).mean() ** posts <= quantile + 1e-9


def test_the_exact_numbers_agree_with_drawing(videos: pd.DataFrame) -> None:
    views = videos["views"]
    bests = np.array([max(reach.draw(views, 12, seed)) for seed in range(2000)])
    assert (bests >= 10_000).mean() == pytest.approx(reach.chance(views, 12, 10_000), abs=0.04)
    assert (bests <= reach.best_of(views, 12)).mean() == pytest.approx(0.5, abs=0.05)


def test_a_draw_can_be_repeated_and_continued() -> None:
    views = data.load("videos")["views"]
    assert reach.draw(views, 5, seed=3) == reach.draw(views, 12, seed=3)[:5]
    assert reach.draw(views, 12, seed=3) != reach.draw(views, 12, seed=4)
    assert reach.draw(views.sample(frac=1, random_state=1), 5, 3) == reach.draw(views, 5, 3)
    assert set(reach.draw(views, 60, 1)) <= set(views)


def test_more_posts_lift_the_best_and_not_the_typical_one(videos: pd.DataFrame) -> None:
    views = videos["views"]
    assert reach.best_of(views, 20) > 5 * reach.best_of(views, 1)
    typical = [np.median(reach.draw(views, 20, seed)) for seed in range(500)]
    assert np.median(typical) == pytest.approx(views.median(), rel=0.1)


def test_leaving_out_the_best_leaves_the_median(videos: pd.DataFrame) -> None:
    views = videos["views"]
    others = reach.without_best(views)
    assert len(others) == len(views) - 1
    assert others.max() < views.max()
    assert others.median() == pytest.approx(views.median(), rel=0.05)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: reach.best_of(DIE, 0),
        lambda: reach.best_of(DIE, 1, 1.0),
        lambda: reach.chance(pd.Series([], dtype=float), 1, 5),
        lambda: reach.posts_for(DIE, 6, 1.0),
        lambda: reach.views_needed(-1, 5),
    ],
)
def test_impossible_questions_are_refused(ask) -> None:
    with pytest.raises(ValueError, match=r"\."):
        ask()


# What follows a view ----------------------------------------------------------------------------


def test_after_a_view_by_hand() -> None:
    two = pd.DataFrame(
        {
            "views": [1000, 9000, 0],
            "likes": [100, 180, 0],
            "comments": [0, 0, 0],
            "shares": [0, 0, 0],
            "profile_views": [50, 50, 0],
            "new_followers": [5, 5, 0],
            "bio_link_clicks": [1, 0, 0],
        }
    )
    rates = reach.after_view(two)
    assert rates.loc["engagements"].tolist() == pytest.approx([28, 60])
    assert rates.loc["profile_views"].tolist() == pytest.approx([10, (50 + 50 / 9) / 2])
    assert rates.loc["bio_link_clicks"].tolist() == pytest.approx([0.1, 0.5])


def test_after_a_view_agrees_with_the_engagement_functions(videos: pd.DataFrame) -> None:
    rates, funnel = reach.after_view(videos), engagement.funnel_per_1000(videos)
    assert tuple(rates.index) == reach.STEPS
    assert rates["together"].is_monotonic_decreasing
    assert rates["together"]["profile_views"] == pytest.approx(funnel.profile_views)
    assert rates["together"]["bio_link_clicks"] == pytest.approx(funnel.bio_clicks)
    assert rates.loc["engagements"].tolist() == pytest.approx(
        [
            1000 * engagement.pooled_engagement_rate(videos),
            1000 * engagement.median_engagement_rate(videos),
        ]
    )


def test_views_needed() -> None:
    assert reach.views_needed(40, 0.5) == 80_000
    assert reach.views_needed(1, 0) == math.inf
