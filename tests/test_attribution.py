"""Attribution: against published values, against scipy, and against what must always hold."""

import math
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from workbook import attribution
from workbook.attribution import Estimate, Interval, Lift, Share, TouchCounts

INTERVALS = [
    attribution.wilson_interval,
    attribution.normal_interval,
    attribution.exact_interval,
]

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(0.5, 0.999)


def rsvps(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    """Sign-ups an hour apart, oldest first, from (email, source_code, how_heard)."""
    frame = pd.DataFrame(rows, columns=["email", "source_code", "how_heard"], dtype="str")
    frame["rsvp_id"] = [f"r{i}" for i in range(len(frame))]
    frame["created_utc"] = pd.date_range("2025-06-01", periods=len(frame), freq="h", tz="UTC")
    return frame


@pytest.fixture
def ten_people() -> pd.DataFrame:
    return attribution.people(
        rsvps(
            ("a@example.org", "TikTok", "tiktok"),
            ("b@example.org", "tt", "tiktok"),
            ("c@example.org", "tik_tok", "friend"),
            ("d@example.org", "email", "tiktok"),
            ("e@example.org", "email", "email"),
            ("f@example.org", "email", None),
            ("g@example.org", None, "tiktok"),
            ("h@example.org", None, "friend"),
            ("i@example.org", None, None),
            ("j@example.org", None, None),
        )
    )


# Shares and intervals --------------------------------------------------------------------------


def test_share_of_nobody_is_not_a_number():
    assert Share(9, 17).share == pytest.approx(0.529, abs=0.001)
    assert math.isnan(Share(0, 0).share)


def test_people_from_turnout_of_the_case_study():
    assert attribution.people_from_turnout(Interval(200, 250), Interval(0.15, 0.2)) == (30, 50)


@given(
    st.lists(st.floats(0, 1e6), min_size=2, max_size=2).map(sorted),
    st.lists(st.floats(0, 1), min_size=2, max_size=2).map(sorted),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_people_from_turnout_holds_every_combination(turnout, share, a, b):
    low, high = attribution.people_from_turnout(Interval(*turnout), Interval(*share))
    people = (turnout[0] + a * (turnout[1] - turnout[0])) * (share[0] + b * (share[1] - share[0]))
    slack = 1e-9 * (1 + people)
    assert low - slack <= people <= high + slack


@pytest.mark.parametrize(
    ("turnout", "share"),
    [
        ((250, 200), (0.1, 0.2)),
        ((-1, 5), (0.1, 0.2)),
        ((200, 250), (15, 20)),
        ((1, math.nan), (0, 1)),
    ],
)
def test_people_from_turnout_refuses_what_is_no_interval(turnout, share):
    with pytest.raises(ValueError, match=r"\.$"):
        attribution.people_from_turnout(Interval(*turnout), Interval(*share))


def test_add_refuses_what_is_no_interval():
    assert attribution.add(Interval(1, 2), Interval(10, 20)) == (11, 22)
    with pytest.raises(ValueError, match="from 2 to 1"):
        attribution.add(Interval(0, 1), Interval(2, 1))


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        (attribution.wilson_interval, 0.310, 0.738),
        (attribution.normal_interval, 0.292, 0.767),
        (attribution.exact_interval, 0.278, 0.770),
    ],
)
def test_nine_of_seventeen(method, low, high):
    assert method(9, 17) == pytest.approx((low, high), abs=0.0005)


@pytest.mark.parametrize(
    ("k", "n", "normal", "wilson", "exact"),
    [
        (81, 263, (0.2522, 0.3638), (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0527, 0.1500), (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.0000), (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (-0.0319, 0.1009), (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_of_newcombe_1998_table_1(k, n, normal, wilson, exact):
    assert attribution.normal_interval(k, n) == pytest.approx(normal, abs=0.00006)
    assert attribution.wilson_interval(k, n) == pytest.approx(wilson, abs=0.00006)
    assert attribution.exact_interval(k, n) == pytest.approx(exact, abs=0.00006)


@given(counts, confidences)
def test_wilson_and_exact_agree_with_scipy(k_of_n, confidence):
    test = binomtest(*k_of_n)
    for ours, name in (
        (attribution.wilson_interval, "wilson"),
        (attribution.exact_interval, "exact"),
    ):
        theirs = test.proportion_ci(confidence, method=name)
        assert ours(*k_of_n, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(counts, confidences)
def test_wilson_holds_the_share_and_stays_within_0_and_1(k_of_n, confidence):
    low, high = attribution.wilson_interval(*k_of_n, confidence)
    assert 0 <= low <= Share(*k_of_n).share <= high <= 1
    assert low < high


@given(counts, confidences)
def test_the_complement_has_the_mirrored_interval(k_of_n, confidence):
    k, n = k_of_n
    for method in INTERVALS:
        low, high = method(k, n, confidence)
        assert method(n - k, n, confidence) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize("method", INTERVALS)
@pytest.mark.parametrize("arguments", [(17, 9), (-1, 9), (0, 0), (1, 2, 0), (1, 2, 1), (1, 2, 95)])
def test_intervals_refuse_wrong_arguments(method, arguments):
    with pytest.raises(ValueError, match=r"\.$"):
        method(*arguments)


def test_importing_the_module_does_not_load_scipy():
    code = "import sys, workbook.attribution; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


# Cleaning --------------------------------------------------------------------------------------


def test_clean_email_trims_lowers_and_drops_the_tag():
    messy = pd.Series(
        [" Rider@Example.org ", "rider+roll@example.org", "rider@example.org", "+x@y"]
    )
    assert attribution.clean_email(messy).tolist() == ["rider@example.org"] * 3 + ["+x@y"]


def test_clean_email_keeps_the_missing_missing():
    assert attribution.clean_email(pd.Series(["", "  ", None], dtype="str")).isna().all()


@given(st.lists(st.text(alphabet="aB+@. \tİß\u00a0")))
def test_cleaning_twice_changes_nothing(messy):
    for clean in (attribution.clean_email, attribution.clean_code):
        once = clean(pd.Series(messy, dtype="str"))
        pd.testing.assert_series_equal(clean(once), once)


def test_clean_code_knows_every_spelling_of_tiktok_and_nothing_more():
    spellings = ["tiktok", "TikTok", "tik-tok", "tik_tok", "tik tok", "tt", " TT ", "TIK-TOK"]
    assert set(attribution.clean_code(pd.Series(spellings))) == {"tiktok"}
    others = ["twitter", "tt_flyer", "antiktok", "Email", "newsletter"]
    cleaned = attribution.clean_code(pd.Series(others)).tolist()
    assert cleaned == ["twitter", "tt_flyer", "antiktok", "email", "newsletter"]


def test_clean_code_keeps_the_missing_missing():
    assert attribution.clean_code(pd.Series(["", " ", None], dtype="str")).isna().all()


def test_people_fill_from_any_of_their_rows():
    table = attribution.people(
        rsvps(
            ("Ana@example.org", None, "friend"),
            ("other@example.org", "email", None),
            ("ana+roll@example.org", "Tik-Tok", "tiktok"),
        )
    )
    assert table["email"].tolist() == ["ana@example.org", "other@example.org"]
    assert table["source_code"].tolist() == ["tiktok", "email"]
    assert table["how_heard"][0] == "friend"
    assert pd.isna(table["how_heard"][1])


def test_people_take_the_oldest_value_whatever_the_order_of_rows():
    rows = rsvps(("a@example.org", "email", None), ("a@example.org", "tiktok", None))
    assert attribution.people(rows.iloc[::-1])["source_code"].tolist() == ["email"]


def test_a_row_without_an_email_stays_a_person():
    assert len(attribution.people(rsvps((None, "tiktok", None), (" ", None, "friend")))) == 2


def test_people_leave_the_table_they_were_given_alone():
    rows = rsvps((" A@example.org", "TikTok", None))
    before = rows.copy()
    attribution.people(rows)
    pd.testing.assert_frame_equal(rows, before)


# Two sources -----------------------------------------------------------------------------------


def test_shares_are_of_those_who_are_known(ten_people):
    assert attribution.share_by_code(ten_people) == Share(3, 6)
    assert attribution.share_by_self_report(ten_people) == Share(4, 7)
    assert attribution.share_by_code(ten_people, "email") == Share(3, 6)
    assert attribution.disagreement(ten_people) == Share(2, 5)


def test_evidence_counts(ten_people):
    seen = attribution.evidence(ten_people)
    assert (seen.by_code, seen.by_self_report) == (Share(3, 6), Share(4, 7))
    assert (seen.both, seen.either, seen.unknown, seen.total) == (2, 5, 2, 10)
    assert seen.answered_without_code == Share(1, 2)


def test_crosstab_counts_everybody_once_and_puts_the_missing_last(ten_people):
    table = attribution.code_by_self_report(ten_people)
    assert table.index.tolist() == ["email", "tiktok", "no_code"]
    assert table.columns.tolist() == ["email", "friend", "tiktok", "no_answer"]
    assert table.to_numpy().sum() == 10
    assert table.loc["tiktok", "tiktok"] == 2
    assert table.loc["no_code", "no_answer"] == 2


# Bounds, capture-recapture ---------------------------------------------------------------------


def test_bounds_from_codes_and_from_either_source(ten_people):
    assert attribution.bounds_by_code(ten_people) == (3 / 10, 7 / 10)
    assert attribution.bounds_by_either(ten_people) == (5 / 10, 7 / 10)


def test_bounds_as_wide_as_the_share_of_the_missing():
    # Manski's point: without assumptions the width is the share missing, whatever is observed.
    for yes in (0, 30, 80):
        low, high = attribution.worst_case_bounds(yes, 20, 100)
        assert high - low == pytest.approx(0.2)


@given(st.lists(st.sampled_from([True, False, None]), min_size=1), st.data())
def test_bounds_hold_every_way_to_complete_the_data(known, data):
    low, high = attribution.worst_case_bounds(known.count(True), known.count(None), len(known))
    completed = [data.draw(st.booleans()) if value is None else value for value in known]
    assert 0 <= low <= sum(completed) / len(known) <= high <= 1


@pytest.mark.parametrize("arguments", [(-1, 2, 5), (1, -2, 5), (3, 3, 5), (0, 0, 0)])
def test_bounds_refuse_counts_that_do_not_fit(arguments):
    with pytest.raises(ValueError, match="do not fit"):
        attribution.worst_case_bounds(*arguments)


def test_spread_unknowns():
    assert attribution.spread_unknowns(62, 97, Share(39, 118)) == pytest.approx(94.06, abs=0.01)
    with pytest.raises(ValueError, match="Nobody is known"):
        attribution.spread_unknowns(1, 1, Share(0, 0))


def test_chapman_and_lincoln_petersen_by_hand():
    # 10 marked, 15 caught, 5 of them marked: the example of most textbooks.
    assert attribution.lincoln_petersen(10, 15, 5) == 30
    assert attribution.chapman(10, 15, 5).value == pytest.approx(28.33, abs=0.01)


def test_chapman_of_the_two_lists():
    value, se, low, high = attribution.chapman(21, 55, 14)
    assert value == pytest.approx(81.1, abs=0.05)
    assert se == pytest.approx(9.9, abs=0.05)
    assert (round(low), round(high)) == (62, 101)
    assert attribution.lincoln_petersen(21, 55, 14) == 82.5


@given(st.integers(0, 300), st.integers(0, 300), st.data())
def test_chapman_is_never_below_the_people_seen(n1, n2, data):
    m = data.draw(st.integers(0, min(n1, n2)))
    value, _, low, high = attribution.chapman(n1, n2, m)
    assert value >= n1 + n2 - m - 1e-9
    assert low <= value <= high


def test_chapman_is_certain_when_one_list_holds_the_other():
    assert attribution.chapman(5, 9, 5) == Estimate(9, 0, 9, 9)


@pytest.mark.parametrize("lists", [(5, 9, 6), (5, 9, -1)])
def test_capture_recapture_refuses_impossible_matches(lists):
    with pytest.raises(ValueError, match="cannot share"):
        attribution.chapman(*lists)
    with pytest.raises(ValueError, match="cannot share"):
        attribution.lincoln_petersen(*lists)


def test_lincoln_petersen_needs_a_match():
    with pytest.raises(ValueError, match="infinite"):
        attribution.lincoln_petersen(5, 9, 0)


# Sessions, touches, turnout, lift --------------------------------------------------------------


def test_sessions_from_tiktok():
    table = pd.DataFrame(
        [
            ("TikTok", None, True),
            ("tik tok", "tiktok.com", True),
            (None, "tiktok.com", True),
            (None, "www.TikTok.com", True),
            ("twitter", None, False),
            ("email", "tiktok.com", False),
            (None, "nottiktok.com", False),
            (None, "tiktok.com.example.org", False),
            (None, None, False),
        ],
        columns=["utm_source", "referrer_domain", "expected"],
    ).astype({"utm_source": "str", "referrer_domain": "str"})
    found = attribution.sessions_from_tiktok(table)
    assert found.index.tolist() == table.index[table["expected"]].tolist()


def test_touch_counts_compare_times_in_one_zone():
    touches = pd.DataFrame(
        [
            # As text the e-mail would be first; in UTC TikTok is.
            ("p1", "2025-06-01T08:00:00-04:00", "email"),
            ("p1", "2025-06-01T11:00:00+00:00", "tiktok"),
            ("p2", "2025-06-01T10:00:00+00:00", "email"),
            ("p2", "2025-06-02T10:00:00+00:00", "tiktok"),
            ("p2", "2025-06-03T10:00:00+00:00", "search"),
            ("p3", "2025-06-03T10:00:00+00:00", "tiktok"),
            ("p4", "2025-06-03T10:00:00+00:00", "friend"),
        ],
        columns=["person_id", "touched_at", "channel"],
    )
    assert attribution.touch_counts(touches) == TouchCounts(first=2, last=1, any=3, people=4)
    assert attribution.touch_counts(touches, "email") == TouchCounts(1, 1, 2, 4)


def test_show_up_rate_leaves_walk_ins_out():
    checkins = pd.DataFrame(
        {"person_id": ["p1", "p2", "p2", None, None], "walk_in": [False] * 3 + [True] * 2}
    )
    assert attribution.show_up_rate(checkins, registered=4) == Share(2, 4)
    with pytest.raises(ValueError, match="only 1 had registered"):
        attribution.show_up_rate(checkins, registered=1)


@pytest.fixture
def weekly() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chapter": ["harbor"] * 4 + ["lakeside"] * 4,
            "week": [1, 2, 3, 4] * 2,
            "signups": [19, 21, 30, 38, 18, 18, 27, 27],
        }
    )


def test_lift(weekly):
    assert attribution.lift_before_after(weekly, "harbor", 3) == Lift(14, 2)
    with_holdout = attribution.lift_with_holdout(weekly, "harbor", "lakeside", 3)
    assert with_holdout == Lift(5, 2)
    assert with_holdout.total == 10


def test_how_far_weekly_swings_could_move_a_lift():
    # By hand: the differences are 0 and 2, then 10 and 12. The gap of 10 has a spread of
    # sqrt(2 / 2 + 2 / 2); t with 2 degrees of freedom is 4.303; two weeks.
    rows = [("harbor", week, n) for week, n in enumerate((5, 7, 15, 17), start=1)]
    rows += [("lakeside", week, 5) for week in range(1, 5)]
    weekly = pd.DataFrame(rows, columns=["chapter", "week", "signups"])
    swings = attribution.lift_swings(weekly, "harbor", "lakeside", 3)
    assert swings == pytest.approx((20 - 12.17, 20 + 12.17), abs=0.005)
    with pytest.raises(ValueError, match="two weeks or more"):
        attribution.lift_swings(weekly, "harbor", "lakeside", 2)


@pytest.mark.parametrize(("chapter", "week"), [("harbor", 1), ("harbor", 5), ("valley", 3)])
def test_lift_needs_weeks_on_both_sides(weekly, chapter, week):
    with pytest.raises(ValueError, match="both before and after"):
        attribution.lift_before_after(weekly, chapter, week)
