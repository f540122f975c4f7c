"""Engagement: small tables worked out by hand, scipy where it has the same, and what must hold."""

import math
import subprocess
import sys
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbook import engagement
from workbook.attribution import Share

NEW_YORK = "America/New_York"

amounts = st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any)


@pytest.fixture
def videos() -> pd.DataFrame:
    """Four videos; the last is viral, far from home, and its sources are known."""
    return pd.DataFrame(
        {
            "video_id": ["v1", "v2", "v3", "v4"],
            "format": ["reply", "reply", "trend", "trend"],
            "on_location": [False, True, False, True],
            "has_hook": [True, True, False, False],
            "duration_s": [10, 20, 60, 15],
            "views": [100, 400, 500, 9000],
            "reach": [90, 300, 450, 8000],
            "likes": [5, 10, 30, 700],
            "comments": [1, 5, 10, 10],
            "shares": [0, 5, 10, 10],
            "saves": [9, 9, 9, 9],
            "profile_views": [1, 9, 10, 80],
            "bio_link_clicks": [0, 1, 1, 8],
            "avg_watch_s": [12.0, 10.0, 15.0, 12.0],
            "full_watch_rate": [0.5, 0.4, 0.1, 0.3],
            "retention_3s": [0.6, 0.8, 0.5, 0.4],
            "src_for_you": [np.nan, 0.5, 0.7, 0.95],
            "audience_local_share": [np.nan, 0.5, 0.4, 0.1],
            "followers_at_post": [10, 20, 30, 40],
        }
    )


@pytest.fixture
def comments() -> pd.DataFrame:
    """Late on Friday in New York is already Saturday in UTC."""
    yes, no = True, False
    rows = [
        # id, video, posted_at_utc, commenter, regular, question, tone, replied, minutes, back
        ("c1", "v1", "2025-06-06T20:00Z", "rider", yes, yes, "warm", yes, 30.0, yes),
        ("c2", "v1", "2025-06-07T03:00Z", "walker", yes, yes, "question", no, None, no),
        ("c3", "v2", "2025-06-07T16:00Z", "parent", no, no, "warm", yes, 900.0, yes),
        ("c4", "v2", "2025-06-05T16:00Z", "baker", no, yes, "question", no, None, no),
        ("c5", "v2", "2025-06-07T02:00Z", "nurse", yes, no, "warm", yes, 10.0, yes),
        ("c6", "v2", "2025-06-04T16:00Z", "user42", no, no, "hostile", no, None, yes),
        ("c7", "v2", "2025-06-01T16:00Z", "user123456789", no, yes, "hostile", no, None, yes),
        ("c8", "v2", "2025-06-02T16:00Z", "user9999999999", no, yes, "warm", yes, 1.0, no),
    ]  # fmt: skip
    table = pd.DataFrame(
        rows,
        columns=[
            "comment_id",
            "video_id",
            "posted_at_utc",
            "commenter",
            "regular",
            "is_question",
            "tone",
            "replied",
            "reply_minutes",
            "returned_7d",
        ],
    )
    return table.assign(posted_at_utc=pd.to_datetime(table["posted_at_utc"]))


# Views -----------------------------------------------------------------------------------------


def test_typical_views_are_the_median(videos):
    assert engagement.typical_views(videos) == 450


def test_for_you_share_is_weighted_and_leaves_the_unknown_out(videos):
    expected = (400 * 0.5 + 500 * 0.7 + 9000 * 0.95) / 9900
    assert engagement.for_you_share(videos) == pytest.approx(expected)


def test_top_share(videos):
    assert engagement.top_share(videos["views"], 1) == 0.9
    assert engagement.top_share(videos["views"], 4) == 1


@pytest.mark.parametrize("n", [0, 5])
def test_top_share_needs_as_many_values(videos, n):
    with pytest.raises(ValueError, match="no top"):
        engagement.top_share(videos["views"], n)


@pytest.mark.parametrize(("share", "fewest"), [(0.3, 1), (0.4, 1), (0.41, 2), (0.9, 3), (1, 4)])
def test_the_fewest_videos_that_hold_a_share_by_hand(share, fewest):
    assert engagement.fewest_for_share(pd.Series([20, 10, 40, 30]), share) == fewest


@given(amounts, st.floats(0.01, 0.99))
def test_one_video_fewer_would_hold_less_than_the_share(values, share):
    series = pd.Series(values)
    n = engagement.fewest_for_share(series, share)
    assert engagement.top_share(series, n) >= share - 1e-9
    assert n == 1 or engagement.top_share(series, n - 1) < share + 1e-9


@pytest.mark.parametrize("share", [0, -0.1, 1.1, np.nan])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="fraction of 1"):
        engagement.fewest_for_share(pd.Series([1, 2]), share)


def test_for_you_by_views_and_by_videos():
    videos = pd.DataFrame({"views": [100, 300, 50], "src_for_you": [0.4, 0.8, np.nan]})
    assert engagement.for_you_shares(videos) == pytest.approx((0.7, 0.6))  # (40 + 240) / 400


def test_gini_by_hand():
    assert engagement.gini(pd.Series([0.1] * 5)) == 0  # not a rounding error below it
    assert engagement.gini(pd.Series([0, 0, 0, 8])) == 0.75
    assert engagement.gini(pd.Series([3, 1])) == 0.25
    assert engagement.gini(pd.Series([1, np.nan, 3])) == 0.25


@given(amounts)
def test_gini_is_half_the_relative_mean_difference(values):
    # Another textbook definition, over all pairs: it does not sort.
    array = np.array(values, dtype=float)
    pairs = np.abs(array[:, None] - array[None, :]).mean()
    assert engagement.gini(pd.Series(values)) == pytest.approx(pairs / (2 * array.mean()))


@given(amounts, st.floats(0.001, 1000), st.randoms())
def test_gini_knows_neither_scale_nor_order(values, scale, random):
    gini = engagement.gini(pd.Series(values))
    assert 0 <= gini < 1
    random.shuffle(values)
    assert engagement.gini(scale * pd.Series(values)) == pytest.approx(gini, abs=1e-9)


@pytest.mark.parametrize("values", [[], [0, 0], [-1, 5], [np.nan]])
def test_gini_and_top_share_refuse_what_cannot_be_shared(values):
    with pytest.raises(ValueError, match="0 or more"):
        engagement.gini(pd.Series(values, dtype=float))
    with pytest.raises(ValueError, match="0 or more"):
        engagement.top_share(pd.Series(values, dtype=float), 1)


def test_viral_share_of_all_and_of_local_views(videos):
    of_views, of_local = engagement.viral_share(videos)
    assert of_views == 0.9
    assert of_local == pytest.approx(900 / (200 + 200 + 900))


def test_half_life_is_of_the_median_video_not_of_the_pooled_curve():
    daily = pd.DataFrame(
        {
            "a": [60, 40, 0],
            "b": [10, 50, 40],
            "c": [10, 10, 9000],
            "d": [46, 54, -10],  # half of the 90 that stand in the end: reached on day 0
            "e": [40, -40, 0],
        }
    )
    daily = daily.melt(var_name="video_id", value_name="views_new", ignore_index=False)
    daily = daily.rename_axis("day").reset_index()
    days = engagement.half_life_days(daily.iloc[::-1])
    assert days.to_dict() == {"a": 0, "b": 1, "c": 2, "d": 0}
    assert engagement.half_life_day(daily) == 0.5


def test_half_life_of_a_video_too_young_for_all_days():
    daily = pd.DataFrame(
        [("a", 0, 1), ("a", 1, 1), ("a", 2, 9), ("b", 0, 5), ("b", 1, 4)],
        columns=["video_id", "day", "views_new"],
    )
    assert engagement.half_life_days(daily).to_dict() == {"a": 2, "b": 0}


# Time ------------------------------------------------------------------------------------------


def test_post_time_of_the_example_id():
    assert engagement.post_time("7510763929337856007") == pd.Timestamp("2025-06-01", tz="UTC")


@given(st.integers(1_400_000_000, 2_100_000_000), st.integers(1, 999))
def test_post_times_read_back_the_second(seconds, low_bits):
    times = engagement.post_times(pd.Series([str(seconds << 32 | low_bits)]))
    assert times[0] == pd.Timestamp(seconds, unit="s", tz="UTC")


@pytest.mark.parametrize(
    "video_id",
    [
        7510763929337856007,
        7510763929337856007.0,
        str(float(7510763929337856007)),
        "7510763929337856000.0",
        "751076392933785600",
        "",
        "-510763929337856007",
        None,
    ],
)
def test_post_time_refuses_what_is_not_an_id_as_text(video_id):
    with pytest.raises(ValueError, match=r"as text|19 digits"):
        engagement.post_time(video_id)


def test_one_id_may_end_like_a_rounded_one():
    assert engagement.post_time("7510763929337856000") == pd.Timestamp("2025-06-01", tz="UTC")


def test_post_times_refuse_a_column_that_was_rounded():
    ids = [str(seconds << 32 | 7) for seconds in (1_748_736_000, 1_748_822_400, 1_748_908_800)]
    through_floats = pd.Series([str(int(float(video_id))) for video_id in ids])
    through_a_spreadsheet = pd.Series([video_id[:15] + "0000" for video_id in ids])
    for rounded in (through_floats, through_a_spreadsheet):
        with pytest.raises(ValueError, match="were rounded"):
            engagement.post_times(rounded)
    assert len(engagement.post_times(pd.Series(ids))) == 3


def test_local_time_follows_daylight_saving_time():
    utc = pd.Series(["2025-03-09T06:59:00Z", "2025-03-09T07:00:00Z", "2025-11-02T06:00:00Z"])
    local = engagement.local_time(utc, NEW_YORK)
    assert local.dt.strftime("%H:%M").tolist() == ["01:59", "03:00", "01:00"]


@given(st.datetimes(pd.Timestamp("2015-01-01"), pd.Timestamp("2035-01-01")))
def test_local_time_agrees_with_zoneinfo(moment):
    local = engagement.local_time(pd.Series([moment]), NEW_YORK)[0]
    assert local == moment.replace(tzinfo=ZoneInfo("UTC"))
    assert local.hour == moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(NEW_YORK)).hour


@pytest.mark.parametrize("zone", ["New York", "", "../etc"])
def test_local_time_needs_a_zone_that_exists(zone):
    with pytest.raises(ValueError, match="no time zone called"):
        engagement.local_time(pd.Series(["2025-06-01"]), zone)


def test_in_hours_holds_the_whole_last_hour_in_the_local_zone():
    utc = pd.Series(["2025-06-01T21:59Z", "2025-06-01T22:00Z", "2025-06-02T02:59Z"])
    assert engagement.in_hours(utc, NEW_YORK, 18, 22).tolist() == [False, True, True]
    utc = pd.Series(["2025-01-01T22:59Z", "2025-01-01T23:00Z", "2025-01-02T04:00Z"])
    assert engagement.in_hours(utc, NEW_YORK, 18, 22).tolist() == [False, True, False]


@given(st.integers(0, 23), st.integers(0, 23))
def test_in_hours_goes_past_midnight(first, last):
    day = pd.Series(pd.date_range("2025-06-01", periods=24, freq="h", tz="UTC"))
    inside = engagement.in_hours(day, "UTC", first, last)
    hours = range(first, last + 1) if first <= last else [*range(first, 24), *range(last + 1)]
    assert set(inside.index[inside]) == set(hours)


@pytest.mark.parametrize("hours", [(18, 24), (-1, 5)])
def test_in_hours_refuses_hours_that_are_not_on_the_clock(hours):
    with pytest.raises(ValueError, match="0 to 23"):
        engagement.in_hours(pd.Series(["2025-06-01"]), "UTC", *hours)


# Rates -----------------------------------------------------------------------------------------


def test_engagement_rate_pooled_and_of_the_median_video(videos):
    assert engagement.engagement_rates(videos).tolist() == pytest.approx([0.06, 0.05, 0.1, 0.08])
    assert engagement.median_engagement_rate(videos) == pytest.approx(0.07)
    assert engagement.pooled_engagement_rate(videos) == pytest.approx(796 / 10_000)


def test_a_video_without_views_has_no_rate(videos):
    assert pd.isna(engagement.engagement_rates(videos.assign(views=[0, 400, 500, 9000]))[0])


def test_funnel_is_a_ratio_of_sums(videos):
    assert engagement.funnel_per_1000(videos) == (10, 1)


def test_share_watched_may_pass_1(videos):
    assert engagement.share_watched(videos).tolist() == [1.2, 0.5, 0.25, 0.8]


def test_completion_by_length(videos):
    table = engagement.completion_by_length(videos)
    assert table.index.tolist() == ["1-15", "16-30", "31-45", "46+"]
    assert table["videos"].tolist() == [2, 1, 0, 1]
    assert table.loc["1-15"].tolist() == [2, 0.4, 12]
    assert table.loc["46+"].tolist() == [1, 0.1, 15]


def test_retention_gap_is_in_share_points(videos):
    assert engagement.retention_gap(videos) == pytest.approx(0.7 - 0.45)


# What goes with what ---------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40))
def test_spearman_agrees_with_scipy(pairs):
    x, y = (pd.Series(values) for values in zip(*pairs, strict=True))
    if x.nunique() == 1 or y.nunique() == 1:
        return  # no ranks, no correlation
    assert engagement.spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)


def test_spearman_leaves_pairs_with_a_gap_out():
    x = pd.Series([1, 2, np.nan, 4, 1000])
    y = pd.Series([1, 2, -50, np.nan, 3])
    assert engagement.spearman(x, y) == pytest.approx(1)


def test_reach_correlations_are_sorted(videos):
    table = engagement.reach_correlations(videos)
    assert set(table.index) == {"likes", "share_watched", "engagement_rate", "followers_at_post"}
    assert table["likes"] == pytest.approx(1)
    assert table["share_watched"] == pytest.approx(-0.4)
    assert table.is_monotonic_decreasing


# Two groups ------------------------------------------------------------------------------------


@pytest.fixture
def kidney_stones() -> pd.DataFrame:
    """Success of treatments A and B by size of stone (Charig et al., 1986): Simpson's paradox."""
    cells = [("small", "A", 81, 87), ("small", "B", 234, 270)]
    cells += [("large", "A", 192, 263), ("large", "B", 55, 80)]
    rows = [
        (size, treatment == "A", case < successes)
        for size, treatment, successes, cases in cells
        for case in range(cases)
    ]
    return pd.DataFrame(rows, columns=["size", "a", "success"])


def test_simpsons_paradox_of_the_kidney_stones(kidney_stones):
    columns = kidney_stones["success"], kidney_stones["a"], kidney_stones["size"]
    assert engagement.raw_gap(*columns[:2]) == pytest.approx(0.780 - 0.826, abs=0.001)
    table = engagement.gaps_by_stratum(*columns)
    assert table["exposed"].to_dict() == pytest.approx({"small": 0.931, "large": 0.730}, abs=0.001)
    assert table["unexposed"].to_dict() == pytest.approx(
        {"small": 0.867, "large": 0.688}, abs=0.001
    )
    assert (table["gap"] > 0).all()
    assert table.loc["small", ["n_exposed", "n_unexposed"]].tolist() == [87, 270]
    # Adjusted success 83.3 % and 77.9 %, as textbooks of causal inference give them.
    assert engagement.standardised_gap(*columns) == pytest.approx(0.8325 - 0.7789, abs=0.0005)


def test_how_far_chance_could_move_a_standardised_gap():
    # By hand: half of 100 on both sides, so the spread is sqrt(2 * 0.25 / 100) = 0.0707.
    outcome = pd.Series([True, False] * 100)
    exposed = pd.Series([True] * 100 + [False] * 100)
    one = pd.Series("all", index=outcome.index)
    low, high = engagement.standardised_gap_interval(outcome, exposed, one)
    assert (low, high) == pytest.approx((-0.1386, 0.1386), abs=0.0001)
    # Two strata of the same size and make halve the weight of each: 0.5 * sqrt(2) * 0.1 of each.
    two = pd.Series(["left", "left", "right", "right"] * 50)
    low, high = engagement.standardised_gap_interval(outcome, exposed, two)
    assert (low, high) == pytest.approx((-0.1386, 0.1386), abs=0.0001)
    with pytest.raises(ValueError, match="between 0 and 1"):
        engagement.standardised_gap_interval(outcome, exposed, one, 95)


def test_standardised_gap_needs_both_groups_in_every_stratum():
    outcome, exposed = pd.Series([1, 0, 1]), pd.Series([True, False, True])
    stratum = pd.Series(["x", "x", "y"])
    assert engagement.gaps_by_stratum(outcome, exposed, stratum)["gap"].isna().tolist() == [
        False,
        True,
    ]
    with pytest.raises(ValueError, match="both groups"):
        engagement.standardised_gap(outcome, exposed, stratum)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_standardising_over_one_stratum_changes_nothing(pairs):
    outcome, exposed = (pd.Series(values) for values in zip(*pairs, strict=True))
    if exposed.nunique() == 2:
        gap = engagement.standardised_gap(outcome, exposed, pd.Series("all", index=outcome.index))
        assert gap == pytest.approx(engagement.raw_gap(outcome, exposed))


def test_location_within_format_and_overall(videos):
    table = engagement.location_by_format(videos)
    assert table["gap"].to_dict() == pytest.approx({"reply": -0.01, "trend": -0.02})
    assert engagement.location_gap(videos) == pytest.approx(0.065 - 0.08)


# Chance ----------------------------------------------------------------------------------------


def test_bootstrap_of_the_mean_comes_near_the_textbook_interval():
    values = pd.Series(np.random.default_rng(1).normal(100, 15, 200))
    low, high = engagement.bootstrap_interval(values, np.mean)
    half = 1.96 * values.std() / math.sqrt(200)
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.3)


def test_bootstrap_of_the_median_hardly_sees_a_viral_video():
    values = pd.Series(np.random.default_rng(2).lognormal(7, 1, 119))
    viral = pd.concat([values, pd.Series([412_000.0])], ignore_index=True)
    low, high = engagement.bootstrap_interval(values)
    assert low < values.median() < high
    assert engagement.bootstrap_interval(viral) == pytest.approx((low, high), rel=0.1)
    mean_high = engagement.bootstrap_interval(values, np.mean).high
    assert engagement.bootstrap_interval(viral, np.mean).high > 3 * mean_high


def test_bootstrap_of_the_median_stays_among_the_values():
    values = pd.Series([1.0, 5.0, 7.0, 12.0, 400.0])
    low, high = engagement.bootstrap_interval(values)
    assert low == 1
    assert high == 400


def test_bootstrap_is_the_same_each_time_and_leaves_the_missing_out():
    values = pd.Series([1.0, 5.0, 7.0, 12.0, 40.0])
    again = engagement.bootstrap_interval(pd.concat([values, pd.Series([np.nan])]))
    assert engagement.bootstrap_interval(values) == again


def test_a_higher_confidence_is_wider():
    values = pd.Series(np.arange(50.0))
    narrow, wide = (engagement.bootstrap_interval(values, confidence=c) for c in (0.5, 0.95))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_bootstrap_refuses_wrong_arguments():
    with pytest.raises(ValueError, match="two values"):
        engagement.bootstrap_interval(pd.Series([1.0, np.nan]))
    with pytest.raises(ValueError, match="fraction"):
        engagement.bootstrap_interval(pd.Series([1.0, 2.0]), confidence=95)


def test_permutation_test_counts_every_split_of_a_small_sample():
    # Of the 20 splits of these six, this one, {3, 12, 13} and their mirrors differ by 10.
    difference, p_value = engagement.permutation_test(
        pd.Series([11.0, 12.0, 13.0]), pd.Series([1.0, 2.0, 3.0])
    )
    assert difference == 10
    assert p_value == pytest.approx(4 / 20)


def test_permutation_test_tells_a_difference_from_none():
    rng = np.random.default_rng(3)
    a, b = pd.Series(rng.normal(0, 1, 60)), pd.Series(rng.normal(0, 1, 60))
    assert engagement.permutation_test(a, b).p_value > 0.05
    assert engagement.permutation_test(a + 2, b).p_value < 0.01
    assert engagement.permutation_test(a, b) == engagement.permutation_test(a, b)
    with pytest.raises(ValueError, match="Both groups"):
        engagement.permutation_test(a, b.iloc[:0])


def test_importing_the_module_does_not_load_scipy():
    code = "import sys, workbook.engagement, workbook.timecost; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


# Comments and followers ------------------------------------------------------------------------


def test_bots_have_nine_digits_or_more(comments):
    assert comments.loc[engagement.is_bot(comments), "comment_id"].tolist() == ["c7", "c8"]


def test_reply_rate_is_of_people(comments):
    assert engagement.reply_rate(comments) == Share(3, 6)


def test_median_reply_minutes_on_local_workdays(comments):
    # c5 came on Friday evening in New York; c3 on Saturday; c8 is a bot.
    assert engagement.median_reply_minutes(comments, NEW_YORK) == 20
    assert engagement.median_reply_minutes(comments, "UTC") == 30


def test_unanswered_questions_oldest_first(comments):
    assert engagement.unanswered_questions(comments) == ["c4", "c2"]


def test_reply_gap_keeps_regulars_apart(comments):
    raw, standardised = engagement.reply_gap(comments)
    assert raw == pytest.approx(1 - 1 / 3)
    assert standardised == pytest.approx(0.5 * (1 - 0) + 0.5 * (1 - 1 / 2))


def test_hostile_comments_per_1000_views_of_the_videos_commented_on(comments, videos):
    assert engagement.hostile_per_1000(comments, videos) == pytest.approx(1000 * 1 / 500)


@pytest.fixture
def account() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date_local": ["2025-04-01", "2025-03-30", "2025-03-31", "2025-04-02", "2025-04-03"],
            "followers": [512, 90, 100, 141, 150],
        }
    )


def test_daily_change_is_since_the_day_before(account):
    assert engagement.daily_change(account).tolist()[1:] == [10, 412, -371, 9]


def test_follower_growth_with_and_without_the_burst(account):
    assert engagement.follower_growth(account) == 60
    assert engagement.follower_growth(account, without=("2025-04-01", "2025-04-02")) == 19
