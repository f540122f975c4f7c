"""Who keeps watching, and what goes with reach: small tables by hand, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import data, engagement, watching

CURVES = pd.DataFrame(
    [("a", 1.0, 0.8), ("a", 3.0, 0.6), ("a", 9.0, 0.5), ("b", 2.0, 0.5), ("b", 3.0, 0.4)],
    columns=["video_id", "at_s", "share_watching"],
)
CLIPS = pd.DataFrame(
    {"video_id": ["b", "a"], "duration_s": [4, 10], "full_watch_rate": [0.2, 0.4]},
)


@pytest.fixture(scope="module", params=["shipped", 2, 7], ids=lambda seed: f"tables {seed}")
def tables(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, pd.DataFrame]:
    if request.param == "shipped":
        return data.load("videos"), data.load("retention")
    return tuple(data.fresh(table, request.param) for table in ("videos", "retention"))


# The curves -------------------------------------------------------------------------------------


def test_a_video_follows_straight_lines_between_its_points():
    shares = watching.watching_at(CLIPS, CURVES, [0, 0.5, 1, 2, 3, 6, 9.5, 10])
    assert shares.loc["a"].tolist() == pytest.approx([1, 0.9, 0.8, 0.7, 0.6, 0.55, 0.45, 0.4])


def test_after_its_end_nobody_watches_a_video_and_nobody_is_counted():
    shares = watching.watching_at(CLIPS, CURVES, [3.5, 4, 4.1])
    assert shares.loc["b"].tolist()[:2] == pytest.approx([0.3, 0.2])
    assert np.isnan(shares.loc["b", 4.1])
    assert not shares.loc["a"].isna().any()


def test_the_rows_are_those_of_the_videos_in_their_order():
    shares = watching.watching_at(CLIPS, CURVES.iloc[::-1].sort_values("at_s"), [1, 2])
    assert shares.index.tolist() == ["b", "a"]
    assert shares.index.name == "video_id"
    assert shares.columns.tolist() == [1, 2]
    assert watching.watching_at(CLIPS[:1], CURVES, [1]).index.tolist() == ["b"]


def test_the_curves_agree_with_the_table_of_videos(tables):
    videos, retention = tables
    shares = watching.watching_at(videos, retention, [0, 1, 2, 3, 7])
    assert (shares[0] == 1).all()
    assert shares[3].to_numpy() == pytest.approx(videos["retention_3s"], abs=0.002)
    assert (shares.diff(axis=1).iloc[:, 1:].to_numpy() <= 1e-9).all()
    assert not shares.isna().any(axis=None)  # the shortest video has seven seconds


# Reach by thirds --------------------------------------------------------------------------------


def test_thirds_in_order_of_the_measure():
    videos = pd.DataFrame({"reach": [10, 60, 20, 50, 30, 40]})
    measure = pd.Series([1, 6, 2, 5, 3, 4])
    assert watching.median_reach_by_thirds(videos, measure) == [15, 35, 55]
    assert watching.median_reach_by_thirds(videos, -measure) == [55, 35, 15]


def test_equal_measures_still_make_thirds_of_the_same_size():
    videos = pd.DataFrame({"reach": [1, 2, 3, 4, 5, 6]})
    assert watching.median_reach_by_thirds(videos, pd.Series([7] * 6)) == [1.5, 3.5, 5.5]


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=30, unique=True))
def test_the_thirds_of_reach_itself_are_in_order(reach):
    videos = pd.DataFrame({"reach": reach})
    low, middle, high = watching.median_reach_by_thirds(videos, videos["reach"])
    assert min(reach) <= low < middle < high <= max(reach)


def test_share_watched_goes_with_reach_and_followers_hardly(tables):
    videos, _ = tables
    low, _, high = watching.median_reach_by_thirds(videos, engagement.share_watched(videos))
    assert high > 4 * low
    low, _, high = watching.median_reach_by_thirds(videos, videos["followers_at_post"])
    assert high < 2 * low


# Another mix ------------------------------------------------------------------------------------

MEANS = pd.Series({"x": 2.0, "y": 10.0})
MIX, OTHER = pd.Series({"x": 3, "y": 1}), pd.Series({"x": 1, "y": 4})


@pytest.mark.parametrize(("move", "mean"), [(0, 4.0), (1, 8.4), (0.5, 6.2)])
def test_the_mean_moves_with_the_mix(move, mean):
    assert watching.mean_with_mix(MEANS, MIX, OTHER, move) == pytest.approx(mean)


def test_equal_means_stay_whatever_the_mix():
    same = pd.Series({"x": 5.0, "y": 5.0})
    assert watching.mean_with_mix(same, MIX, OTHER, 0.3) == pytest.approx(5)


@given(st.floats(0, 1))
def test_the_mean_stays_between_both_ends(move):
    assert 4 - 1e-9 <= watching.mean_with_mix(MEANS, MIX, OTHER, move) <= 8.4 + 1e-9


def test_the_paradox_turns_around_with_the_mix(tables):
    videos, _ = tables
    cells = engagement.location_by_format(videos)
    here, there = cells["n_exposed"], cells["n_unexposed"]
    rates, place = engagement.engagement_rates(videos), videos["on_location"]
    as_it_is, moved = (watching.mean_with_mix(cells["exposed"], here, there, k) for k in (0, 1))
    room = watching.mean_with_mix(cells["unexposed"], there, there, 0)
    assert as_it_is == pytest.approx(rates[place].mean())
    assert room == pytest.approx(rates[~place].mean())
    assert as_it_is < room < moved
