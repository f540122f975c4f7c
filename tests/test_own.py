"""The measures on own tables: as the lessons compute them, or a sentence on what is missing."""

import pandas as pd
import pytest

from workbook import attribution, data, engagement, own, samples
from workbook.exports import Settings, Upload, read
from workbook.own import Missing, Own, measures
from workbook.timecost import channel_cost

ZONE = "America/New_York"
SETTINGS = Settings(zone=ZONE, salt=b"a salt for the tests, 32 bytes. ")
BY_HAND = ["videos", "comments", "sessions", "rsvps_raw", "costs", "leaders"]


def file(name: str, table: pd.DataFrame) -> Upload:
    return Upload(f"{name}.csv", table.to_csv(index=False).encode())


def drawn(seed: int) -> Own:
    """The tables of the course as a group of its own would export them."""
    given = [file(name, data.fresh(name, seed)) for name in BY_HAND]
    reading = read(given, SETTINGS)
    assert not reading.refused
    return Own(reading.tables, ZONE)


@pytest.fixture(scope="module", params=[samples.SEED, 2])
def seed(request) -> int:
    return request.param


@pytest.fixture(scope="module")
def ours(seed) -> Own:
    return drawn(seed)


def result(name: str, of: Own):
    measure = measures(of)[name]
    assert not measure.missing, measure.missing
    return measure.result


def missing(name: str, **tables: pd.DataFrame) -> str:
    measure = measures(Own(tables, ZONE))[name]
    assert measure.result is None
    assert measure.missing.endswith(".")
    return measure.missing


# The same numbers as the lessons ----------------------------------------------------------------


def test_videos(ours, seed):
    videos = data.fresh("videos", seed)
    typical = result("typical_video", ours)
    assert typical.median == engagement.typical_views(videos)
    assert typical.interval == engagement.bootstrap_interval(videos["views"])
    assert (typical.videos, typical.best) == (len(videos), videos["views"].max())
    assert typical.best_share == engagement.top_share(videos["views"], 1)
    assert result("engagement_rate", ours) == engagement.median_engagement_rate(videos)
    sources = result("where_views_come_from", ours)
    assert sources["src_for_you"] == pytest.approx(engagement.for_you_share(videos))
    assert sources.sum() == pytest.approx(1, abs=0.01)
    hooks = result("hooks", ours)
    assert hooks.gap == pytest.approx(engagement.retention_gap(videos))
    assert hooks.with_hook == videos["has_hook"].sum()
    pd.testing.assert_frame_equal(
        result("length", ours), engagement.completion_by_length(videos), check_dtype=False
    )


def test_replies(ours, seed):
    comments = data.fresh("comments", seed)
    replies = result("reply_time", ours)
    assert replies.median_minutes == engagement.median_reply_minutes(comments, ZONE)
    assert replies.replied == engagement.reply_rate(comments)


def test_people(ours, seed):
    rsvps = data.fresh("rsvps_raw", seed)
    people = attribution.people(rsvps)
    table = result("source_table", ours)
    assert table.evidence == attribution.evidence(people)
    assert table.table.equals(attribution.code_by_self_report(people))
    bounds = result("bounds", ours)
    assert bounds.by_code == attribution.bounds_by_code(people)
    assert bounds.by_either == attribution.bounds_by_either(people)
    seen = attribution.evidence(people)
    assert result("recapture", ours) == attribution.chapman(
        seen.by_code.k, seen.by_self_report.k, seen.both
    )


def test_visits(ours, seed):
    sessions = data.fresh("sessions", seed)
    assert result("visits", ours) == (
        len(attribution.sessions_from_tiktok(sessions)),
        len(sessions),
    )


def test_costs(ours, seed):
    costs, leaders = data.fresh("costs", seed), data.fresh("leaders", seed)
    people = attribution.people(data.fresh("rsvps_raw", seed))
    table = result("cost_per_outcome", ours)
    assert list(table.index) == list(costs["channel"].unique())
    for channel, row in table.iterrows():
        assert row["cost"] == channel_cost(costs, channel)
        assert row["leaders"] == (leaders["how_found"] == channel).sum()
        assert row["by_code"] == (people["source_code"] == channel).sum()
        assert row["by_code_or_answer"] == attribution.evidence(people, channel).either
        if row["leaders"]:
            assert row["per_leaders"] == row["cost"] / row["leaders"]
        else:
            assert pd.isna(row["per_leaders"])


def test_the_planted_numbers_of_module_3():
    seen = result("source_table", drawn(samples.SEED)).evidence
    assert (seen.by_code, seen.by_self_report, seen.both) == ((21, 185), (55, 208), 14)


def test_attendance_of_a_sign_up_tool_is_an_outcome():
    csv = (
        "id,created_date,event_id,timeslot_id,status,attended,referrer__utm_source,email_at_signup"
        "\n1,2025-05-02,5,6,REGISTERED,true,tiktok,a@example.org"
        "\n2,2025-05-02,5,6,REGISTERED,,tiktok,b@example.org"
        "\n3,2025-05-02,5,6,REGISTERED,true,email,c@example.org\n"
    )
    given = [Upload("m.csv", csv.encode()), file("costs", data.load("costs"))]
    table = result("cost_per_outcome", Own(read(given, SETTINGS).tables))
    assert list(table["attended"]) == [1, 0, 1, 0, 0]
    assert list(table["by_code"]) == [2, 0, 1, 0, 0]


def test_own_codes_stand_for_their_channel():
    csv = (
        "nationbuilder_id,email,recruiter_id,created_at\n"
        "1,a@example.org,412,2025-05-02\n2,b@example.org,413,2025-05-02\n"
    )
    tables = read(Upload("n.csv", csv.encode()), SETTINGS).tables
    plain = result("source_table", Own(tables)).evidence
    coded = result("source_table", Own(tables, codes={"412": "tiktok"})).evidence
    assert (plain.by_code, coded.by_code) == ((0, 2), (1, 2))


def test_rows_without_a_person_stay_people():
    csv = "VANID,Source Code\n1,tt\n2,email\n3,\n"
    tables = read(Upload("v.csv", csv.encode()), SETTINGS).tables
    assert result("source_table", Own(tables)).evidence.total == 3


def test_followers():
    raw = data.folder() / "raw"
    given = [raw / "FollowerHistory.csv", raw / "newer/FollowerHistory.csv"]
    tables = read(given, Settings(today=pd.Timestamp("2025-04-13").date())).tables
    found = result("followers", Own(tables))
    assert (found.days, f"{found.best_day:%Y-%m-%d}") == (118, "2025-04-01")
    assert found.last - found.first == tables["followers"]["change"].sum()


# What is missing --------------------------------------------------------------------------------


def test_without_tables_everything_is_missing_and_says_where_to_get_it():
    for measure in measures(Own({})).values():
        assert measure.result is None
        assert measure.missing.endswith(".")
        assert measure.title
        assert not measure.cautions


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("typical_video", "The file is called Content"),
        ("engagement_rate", "The file is called Content"),
        ("where_views_come_from", "puts it into no file"),
        ("hooks", "has_hook"),
        ("length", "duration_s"),
        ("followers", "FollowerHistory"),
        ("reply_time", "replied_at"),
        ("visits", "traffic report"),
        ("source_table", "Action Network"),
        ("bounds", "Action Network"),
        ("recapture", "Action Network"),
        ("cost_per_outcome", "staff_hours"),
    ],
)
def test_each_measure_names_the_file_that_would_give_it(name, where):
    assert where in missing(name)


def test_account_data_has_no_views():
    path = data.folder() / "raw/user_data_tiktok_post.json"
    assert "Content" in missing("typical_video", **read(path).tables)


def test_half_of_what_it_takes_is_told():
    csv = "created_at,email,source_code\n2025-05-02,a@example.org,\n2025-05-02,b@example.org,\n"
    without_codes = read(Upload("a.csv", csv.encode()), SETTINGS).tables
    for name in ("source_table", "bounds", "recapture"):
        assert "None of the sign-ups has a source code" in missing(name, **without_codes)
    with_codes = read(Upload("a.csv", csv.replace(",\n", ",tt\n").encode()), SETTINGS).tables
    assert "How did you hear about us?" in missing("recapture", **with_codes)
    assert result("bounds", Own(with_codes)).by_either is None
    costs = read(file("costs", data.load("costs")), SETTINGS).tables
    assert "nothing that they brought" in missing("cost_per_outcome", **costs)


def test_lists_that_share_nobody_give_no_estimate():
    csv = (
        "created_at,email,source_code,how_heard\n2025-05-02,a@example.org,tt,\n"
        "2025-05-02,b@example.org,,tiktok\n"
    )
    tables = read(Upload("a.csv", csv.encode()), SETTINGS).tables
    assert "Nobody is on both lists: 1 by code, 1 by answer" in missing("recapture", **tables)


def test_videos_that_are_all_alike_cannot_be_compared():
    videos = data.load("videos").assign(has_hook=True)
    tables = read(file("videos", videos), SETTINGS).tables
    assert "all alike" in missing("hooks", **tables) or "are alike" in missing("hooks", **tables)


def test_videos_nobody_saw():
    tables = {"videos": pd.DataFrame({"views": [0, 0], "likes": 0, "comments": 0, "shares": 0})}
    assert "has a view" in missing("typical_video", **tables)
    assert "has a view" in missing("engagement_rate", **tables)


# Cautions ---------------------------------------------------------------------------------------


def cautions(name: str, of: Own) -> str:
    return " ".join(measures(of)[name].cautions)


def test_few_videos_and_few_hooks_are_told(ours):
    few = {"videos": ours.tables["videos"].head(15)}
    assert "15 videos" in cautions("typical_video", Own(few))
    assert "too few to be sure" in cautions("hooks", Own(few))
    assert not cautions("typical_video", ours)


def test_silent_people_are_told():
    assert "Of 97 people" in cautions("source_table", drawn(samples.SEED))


def test_hours_without_a_price_are_told(ours):
    costs = ours.tables["costs"].drop(columns="hourly_usd")
    bare = Own({**ours.tables, "costs": costs})
    assert "count as free" in cautions("cost_per_outcome", bare)
    assert "count as free" not in cautions("cost_per_outcome", ours)
    table = result("cost_per_outcome", bare)
    assert table.loc["tiktok", "cost"] == costs.loc[costs["channel"] == "tiktok", "cash_usd"].sum()


def test_missing_can_be_caught_alone():
    with pytest.raises(Missing, match="Content"):
        own.typical_video(Own({}))
