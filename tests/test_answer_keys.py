"""The answers of the course: planted numbers come out of the shipped tables, and every surprise
points the planted way, in the shipped tables and in freshly drawn ones.

The planted numbers are typed here on purpose: this file is the second opinion on the generator.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from workbook import attribution, data, engagement, samples, timecost
from workbook.attribution import Interval, Lift, Share, TouchCounts

NEW_YORK = "America/New_York"
BURST = ("2025-04-01", "2025-04-08")
PUSH_WEEK = 13

Tables = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return attribution.people(data.load("rsvps_raw"))


@pytest.fixture(scope="module", params=["shipped", 2, 3], ids=lambda seed: f"tables {seed}")
def table(request: pytest.FixtureRequest) -> Tables:
    """Tables by name: the shipped ones, then drawn ones with other counts."""
    if request.param == "shipped":
        return data.load
    return lambda name: samples.draw(name, seed=request.param)


# Planted numbers -------------------------------------------------------------------------------


def test_rows_shrink_to_people(people):
    assert len(data.load("rsvps_raw")) == 431
    assert len(people) == 400
    assert people["email"].is_unique


def test_keeping_the_first_row_loses_codes(people):
    rows = data.load("rsvps_raw").sort_values("created_utc")
    first_rows = rows[~attribution.clean_email(rows["email"]).duplicated()]
    assert first_rows["source_code"].count() == 178
    assert people["source_code"].count() == 185


def test_shares_by_code_and_by_self_report(people):
    assert attribution.share_by_code(people) == Share(21, 185)
    assert attribution.share_by_self_report(people) == Share(55, 208)


def test_two_sources_side_by_side(people):
    seen = attribution.evidence(people)
    assert (seen.both, seen.either, seen.unknown) == (14, 62, 97)
    assert seen.answered_without_code == Share(39, 118)
    assert attribution.disagreement(people) == Share(18, 90)
    crosstab = attribution.code_by_self_report(people)
    assert crosstab.to_numpy().sum() == 400
    assert crosstab.loc["tiktok", "tiktok"] == 14
    assert crosstab.loc["no_code", "no_answer"] == 97


def test_bounds(people):
    assert attribution.bounds_by_code(people) == (21 / 400, 236 / 400)
    assert attribution.bounds_by_either(people) == (62 / 400, 159 / 400)


def test_capture_recapture_and_spreading(people):
    seen = attribution.evidence(people)
    lists = seen.by_code.k, seen.by_self_report.k, seen.both
    assert attribution.chapman(*lists) == pytest.approx((81.1, 9.9, 61.7, 100.6), abs=0.05)
    assert attribution.lincoln_petersen(*lists) == 82.5
    spread = attribution.spread_unknowns(seen.either, seen.unknown, seen.answered_without_code)
    assert spread == pytest.approx(94.1, abs=0.05)


def test_the_truth_in_the_key():
    truth = data.load_key("people_truth")
    registered = truth[~truth["is_walk_in"]]
    assert len(registered) == 400
    assert (registered["true_channel"] == "tiktok").sum() == 72


def test_case_study_turnout():
    facts = data.load("case_facts").set_index("fact")[["low", "high"]]
    turnout, share = (
        Interval(*facts.loc[fact])
        for fact in ("turnout of the ride", "share of the turnout from TikTok")
    )
    assert attribution.people_from_turnout(turnout, share) == pytest.approx((30, 50))


def test_leaders():
    leaders = data.load("leaders")
    assert Share(int((leaders["how_found"] == "tiktok").sum()), len(leaders)) == (9, 17)
    assert attribution.wilson_interval(9, 17) == pytest.approx((0.310, 0.738), abs=0.0005)
    codes = attribution.clean_code(leaders["source_code"])
    assert (codes.count(), (codes == "tiktok").sum()) == (6, 3)


def test_sessions_and_touches():
    assert len(attribution.sessions_from_tiktok(data.load("sessions"))) == 170
    expected = TouchCounts(first=58, last=19, any=74, people=240)
    assert attribution.touch_counts(data.load("touches")) == expected


def test_show_up_rate():
    checkins = data.load("checkins")
    assert len(checkins) == 226
    assert attribution.show_up_rate(checkins, registered=400) == Share(190, 400)


def test_lift():
    weekly = data.load("weekly_signups")
    assert attribution.lift_before_after(weekly, "harbor", PUSH_WEEK) == Lift(14, 12)
    with_holdout = attribution.lift_with_holdout(weekly, "harbor", "lakeside", PUSH_WEEK)
    assert with_holdout == Lift(5, 12)
    assert with_holdout.total == 60


def test_weekly_swings_leave_room_for_no_lift_and_for_twice_as_much(table):
    weekly = table("weekly_signups")
    low, high = attribution.lift_swings(weekly, "harbor", "lakeside", PUSH_WEEK)
    total = attribution.lift_with_holdout(weekly, "harbor", "lakeside", PUSH_WEEK).total
    assert low < 0 < 2 * total < high


def test_cost_flips_with_the_goal():
    costs = data.load("costs")
    tiktok, email, friend = (
        timecost.channel_cost(costs, channel) for channel in ("tiktok", "email", "friend")
    )
    assert (tiktok, email, friend) == (3936, 1608, 336)
    per = timecost.cost_per_outcome
    assert per(tiktok, 9) == pytest.approx(437.33, abs=0.005)
    assert per(email, 2) == 804
    assert per(tiktok, 40) == pytest.approx(98.40)
    assert per(email, 65) == pytest.approx(24.74, abs=0.005)


def test_routine_of_the_case_study():
    a_day = timecost.minutes_a_day(Interval(3, 7), Interval(3, 4))
    assert (a_day, timecost.minutes_a_week(a_day)) == ((9, 28), (45, 140))


def test_replies():
    comments = data.load("comments")
    assert engagement.is_bot(comments).sum() == 140
    bots = data.load_key("bots")["comment_id"]
    assert set(comments.loc[engagement.is_bot(comments), "comment_id"]) == set(bots)
    assert engagement.reply_rate(comments) == Share(500, 1200)
    assert engagement.reply_gap(comments) == pytest.approx((0.175, 0.043), abs=0.0005)


def test_evening_posts():
    posted = data.load("videos")["posted_at_utc"]
    assert engagement.in_hours(posted, NEW_YORK, 18, 22).sum() == 91


# Surprises: their direction, on shipped and on fresh tables ------------------------------------


def test_one_outlier_pulls_the_mean_far_above_the_median(table):
    views = table("videos")["views"]
    assert views.mean() > 5 * views.median()
    without = views.drop(views.idxmax())
    assert engagement.gini(without) < engagement.gini(views) - 0.1
    assert engagement.top_share(views, 12) > 0.7


def test_bootstrap_of_the_median_hardly_moves_and_of_the_mean_does(table):
    views = table("videos")["views"]
    without = views.drop(views.idxmax())
    median, median_without = map(engagement.bootstrap_interval, (views, without))
    assert median == pytest.approx(median_without, rel=0.15)
    mean, mean_without = (engagement.bootstrap_interval(v, np.mean) for v in (views, without))
    assert mean.high > 2 * mean_without.high


def test_most_views_come_from_for_you_and_more_so_when_weighted(table):
    videos = table("videos")
    assert engagement.for_you_share(videos) > videos["src_for_you"].mean() + 0.05
    assert videos["src_for_you"].isna().any()


def test_ids_hold_the_post_time_until_a_float_rounds_them(table):
    videos = table("videos")
    times = engagement.post_times(videos["video_id"])
    assert (times == videos["posted_at_utc"]).all()
    rounded = videos["video_id"].astype(float).astype("int64").astype("str")
    assert not rounded.isin(videos["video_id"]).any()
    with pytest.raises(ValueError, match="rounded"):
        engagement.post_times(rounded)


def test_half_life_of_the_pooled_curve_is_longer(table):
    daily = table("video_daily")
    all_videos = daily.groupby("day", as_index=False)["views_new"].sum().assign(video_id="all")
    assert engagement.half_life_day(daily) < engagement.half_life_day(all_videos)
    assert (daily["views_new"] < 0).any()


def test_likes_are_views_scaled_and_share_watched_leads_the_rest(table):
    correlations = engagement.reach_correlations(table("videos"))
    assert correlations.index[0] == "likes"
    assert correlations["share_watched"] > 0.55
    assert correlations["share_watched"] > correlations["engagement_rate"] + 0.25
    assert abs(correlations["followers_at_post"]) < 0.2


def test_followers_hardly_explain_views(table):
    videos = table("videos")
    assert abs(engagement.spearman(videos["followers_at_post"], videos["views"])) < 0.15


def test_on_location_wins_in_each_format_and_loses_overall(table):
    videos = table("videos")
    assert (engagement.location_by_format(videos)["gap"] > 0).all()
    assert engagement.location_gap(videos) < 0


def test_evening_looks_better_by_the_mean_only(table):
    videos = table("videos")
    evening = engagement.in_hours(videos["posted_at_utc"], NEW_YORK, 18, 22)
    views = videos["views"]
    assert views[evening].mean() > 2 * views[~evening].mean()
    assert engagement.permutation_test(views[evening], views[~evening]).p_value > 0.05


def test_hours_need_the_local_zone_with_its_daylight_saving_time(table):
    posted = table("videos")["posted_at_utc"]
    local, as_utc, fixed = (
        engagement.in_hours(posted, zone, 18, 22).sum() for zone in (NEW_YORK, "UTC", "Etc/GMT+5")
    )
    assert as_utc < fixed < local


def test_a_hook_keeps_people_for_three_seconds(table):
    assert 0.1 < engagement.retention_gap(table("videos")) < 0.25


def test_longer_videos_are_finished_less_and_watched_longer(table):
    bands = engagement.completion_by_length(table("videos"))
    shortest, longest = bands.iloc[0], bands.iloc[-1]
    assert longest["full_watch_rate"] < shortest["full_watch_rate"] / 2
    assert longest["avg_watch_s"] > shortest["avg_watch_s"] * 2


def test_average_watch_time_may_pass_the_length(table):
    assert (engagement.share_watched(table("videos")) > 1).any()


def test_bots_dilute_the_reply_rate(table):
    comments = table("comments")
    assert comments["replied"].mean() < engagement.reply_rate(comments).share


def test_regulars_explain_most_of_the_reply_gap(table):
    raw, standardised = engagement.reply_gap(table("comments"))
    assert 0.01 < standardised < raw / 2
    low, high = engagement.reply_gap_interval(table("comments"))
    assert low < 0.01  # chance alone could have made nearly all of it
    assert high > 0.06


def test_reply_times_hang_on_the_local_weekday(table):
    comments = table("comments")
    local = engagement.median_reply_minutes(comments, NEW_YORK)
    assert local < engagement.median_reply_minutes(comments, "UTC")
    assert local < comments["reply_minutes"].mean() / 2
    assert local > comments["reply_minutes"].fillna(0).median()


def test_unanswered_questions_are_questions_in_order_of_time(table):
    comments = table("comments").set_index("comment_id")
    found = comments.loc[engagement.unanswered_questions(comments.reset_index())]
    assert len(found) > 10
    assert found["posted_at_utc"].is_monotonic_increasing
    assert found["is_question"].all()
    assert not found["replied"].any()
    assert not engagement.is_bot(found).any()


def test_bots_inflate_the_growth_of_followers(table):
    account = table("account_daily")
    change = engagement.daily_change(account)
    assert change.idxmax() == pd.Timestamp(BURST[0])
    honest = engagement.follower_growth(account, without=BURST)
    only_gains_removed = engagement.follower_growth(account) - int(change.max())
    assert only_gains_removed < honest < engagement.follower_growth(account)


def test_the_viral_video_is_not_local(table):
    of_views, of_local_views = engagement.viral_share(table("videos"))
    assert of_views > 0.4
    assert of_local_views < of_views / 3


def test_hostility_is_rarer_without_bots(table):
    comments, videos = table("comments"), table("videos")
    renamed = comments.assign(commenter="someone")  # nobody looks like a bot
    by_people = engagement.hostile_per_1000(comments, videos)
    assert 0 < by_people < engagement.hostile_per_1000(renamed, videos)


def test_codes_understate_tiktok_and_self_reports_overstate_it(table):
    people = attribution.people(table("rsvps_raw"))
    truth = table("people_truth") if table is not data.load else data.load_key("people_truth")
    true_share = (truth.loc[~truth["is_walk_in"], "true_channel"] == "tiktok").mean()
    by_code = attribution.share_by_code(people).share
    by_self_report = attribution.share_by_self_report(people).share
    assert by_code < true_share < by_self_report
    low, high = attribution.bounds_by_either(people)
    assert low < true_share < high


def test_discovery_is_first_touch_and_rarely_last(table):
    counts = attribution.touch_counts(table("touches"))
    assert counts.first > 2 * counts.last


def test_the_holdout_takes_most_of_the_lift_away(table):
    weekly = table("weekly_signups")
    before_after = attribution.lift_before_after(weekly, "harbor", PUSH_WEEK)
    with_holdout = attribution.lift_with_holdout(weekly, "harbor", "lakeside", PUSH_WEEK)
    assert 0 < with_holdout.total < before_after.total / 2
