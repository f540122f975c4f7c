"""The check of a question: comparing, asking, scoring, and what nbgrader makes of it."""

import math
import re
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from scipy import stats

from workbook import attribution, i18n
from workbook.errors import Problem
from workbook.feedback import compare
from workbook.feedback.check import Check
from workbook.feedback.outcome import Outcome, Part, Score
from workbook.feedback.progress import tried

RIGHT, PARTLY, NOT_YET = Outcome.RIGHT, Outcome.PARTLY, Outcome.NOT_YET
NOT_ATTEMPTED, CANNOT = Outcome.NOT_ATTEMPTED, Outcome.CANNOT


class Flatterer:
    """What a learner could write to be right about everything."""

    def __eq__(self, other):
        return True

    def __float__(self):
        raise AssertionError("nobody may look into a foreign object")

    __hash__ = __len__ = __iter__ = __int__ = __bool__ = __str__ = __repr__ = __float__

    def __getattr__(self, name):
        raise AssertionError(f"nobody may look up {name} of a foreign object")


FLATTERER = pytest.param(Flatterer(), "does not know", id="flatterer")


class FlatteringNumber(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


class FlatteringText(str):
    __slots__ = ()

    def strip(self, *_):
        return "b"


# One number


@pytest.mark.parametrize(
    "answer", [30, 30.0, np.int64(30), np.uint8(30), np.float64(30), np.float32(30), 30.1, 29.9]
)
def test_a_number_of_any_usual_kind_is_right_within_half_a_percent(answer):
    assert compare.number(answer, 30.0) == (RIGHT, "")


def test_a_whole_number_must_be_met_exactly():
    assert compare.number(400, 400).outcome is RIGHT
    assert compare.number(0.1 * 3 * 10, 3).outcome is RIGHT
    for answer in (399, 401):
        assert compare.number(answer, 400).outcome is NOT_YET
    assert "whole number" in compare.number(400.5, 400).sentence
    assert compare.number(400.5, 400, tolerance=0.5).outcome is RIGHT


def test_a_tolerance_is_in_the_unit_of_the_answer():
    assert compare.number(31, 30.96, tolerance=0.5).outcome is RIGHT
    assert compare.number(31.5, 30.96, tolerance=0.5).outcome is NOT_YET


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("30", "Found: text. A number stands without quotation marks"),
        (True, "True or False"),
        (np.True_, "True or False"),
        (float("nan"), "missing value"),
        (pd.NA, "missing value"),
        (pd.NaT, "missing value"),
        ([30], "a list of 1 value."),
        ((1, 2), "a list of 2 values."),
        (np.array([1, 2]), "an array of 2 values. Make one number of it: count it with `len()`"),
        (pd.Series(["a", "b", "a"]).unique(), "an array of 2 values."),
        ({7, 8}, "a set, which has no order."),
        ({"a": 1}, "a dictionary"),
        (Counter("a"), "a dictionary"),
        (stats.spearmanr([1, 2, 3], [1, 3, 2]), "a test (SignificanceResult). Take one number"),
        (pd.Series([30]), "one column of a table"),
        (pd.DataFrame({"n": [30]}), "a table"),
        (
            len,
            "a function that was not called. You named the function, but did not call it: add `()`",
        ),
        (pd.Series([30]).nunique, "did not call it: add `()`"),
        (30j, "something this check does not know (complex)."),
        FLATTERER,
        (FlatteringNumber(3), "something this check does not know"),
    ],
)
def test_what_is_no_number_cannot_be_checked_and_is_named(answer, found):
    outcome, sentence = compare.number(answer, 30)
    assert outcome is CANNOT
    assert sentence.startswith("Expected: a number. Found: ")
    assert found in sentence


def test_infinite_and_huge_numbers_are_wrong_and_do_no_harm():
    for answer in (float("inf"), float("-inf"), 10**5000, -(10**400)):
        for expected in (30, 30.0):
            outcome, sentence = compare.number(answer, expected)
            assert outcome is NOT_YET
            assert "infinite" in sentence


def test_a_wrong_number_gets_the_reason_of_the_wrong_value_that_it_is():
    reasons = [(0.20 * 200, "Large share, small crowd."), (38, "Small share, large crowd.")]
    assert "Large share" in compare.number(40, 30.0, reasons=reasons).sentence
    assert "Small share" in compare.number(np.int64(38), 30.0, reasons=reasons).sentence
    assert compare.number(30, 30.0, reasons=[(30, "Never said of a right answer.")]) == (RIGHT, "")
    sentence = compare.number(35, 30.0, reasons=reasons).sentence
    assert sentence == "Your answer: 35. Too high."


def test_reasons_may_be_computed_and_are_only_for_a_wrong_answer():
    calls = []

    def reasons():
        calls.append(1)
        return [(40, "That is the other one.")]

    assert compare.number(30, 30, reasons=reasons).outcome is Outcome.RIGHT
    assert not calls
    assert "the other one" in compare.number(40, 30, reasons=reasons).sentence
    assert calls == [1]


@pytest.mark.parametrize(
    ("answer", "expected", "says"),
    [
        (0.5, 30.0, "less than a tenth"),
        (14.0, 30.0, "less than half"),
        (25.0, 30.0, "Too low."),
        (28.0, 30.0, "A little too low."),
        (29.6, 30.0, "A little too low."),
        (2.2, 2.2449, "Did you round?"),
        (2, 2.2449, "Did you round?"),
        (2.3, 2.2449, "A little too high."),
        (0.11, 0.1149, "Did you round?"),
        (0.06, 0.0573, "Did you round?"),
        (0.1, 0.1149, "Did you round?"),
        (2.5, 2.45, "Did you round?"),
        (0.12, 0.1149, "A little too high."),
        (0, 0.3, "less than a tenth"),
        (1, 0.85, "Too high."),
        (11, 0.1149, "100 times"),
        (0.42, 42.37, "a hundredth"),
        (32.0, 30.0, "A little too high."),
        (35.0, 30.0, "Too high."),
        (70.0, 30.0, "more than twice"),
        (301.0, 30.0, "more than ten times"),
        (-30.0, 30.0, "The sign"),
        (-3.0, 30.0, "below zero"),
        (3.0, -30.0, "above zero"),
        (-31.0, -30.0, "Too low."),
        (0.1, 0.0, "Too high."),
        (0, 4, "less than a tenth"),
        (53, 0.53, "100 times"),
        (52.94, 9 / 17, "100 times"),
        (0.53, 53.0, "a hundredth"),
        (35.0, 35_000, "write 35000 for 35.000"),
        (1.055, 1055, "write 35000 for 35.000"),
        (2.4, 2408, "The answer is a whole number. If the point in it divides thousands"),
        (2.4, 2650.6, "less than a tenth of the answer. If the point in it divides thousands"),
    ],
)
def test_a_wrong_number_without_a_reason_is_told_how_far_off_it_is(answer, expected, says):
    outcome, sentence = compare.number(answer, expected)
    assert outcome is NOT_YET
    assert says in sentence


@pytest.mark.parametrize(
    ("answer", "expected"), [(2.4, 900.5), (2, 2408), (0.5, 1200), (2.4404, 2408), (2.4, 240800)]
)
def test_no_point_is_blamed_that_divides_no_thousands(answer, expected):
    assert "divides thousands" not in compare.number(answer, expected).sentence


@given(
    answer=st.one_of(st.integers(), st.floats(), st.integers(10**290, 10**310)),
    expected=st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000)),
)
def test_no_number_at_all_stops_a_check_or_gives_the_answer_away(answer, expected):
    outcome, sentence = compare.number(answer, expected)
    assert outcome is not RIGHT or math.isclose(answer, expected, rel_tol=0.006, abs_tol=1e-6)
    if outcome is NOT_YET and "Your answer" in sentence:
        rest = sentence.split(". ", 1)[1]
        assert set(re.findall(r"\d+", rest)) <= {"0", "1", "25", "100", "35000", "35", "000"}


def test_an_expected_value_that_is_no_number_is_the_authors_mistake():
    for expected in (float("nan"), "30", None):
        with pytest.raises(Problem, match="cannot be used"):
            compare.number(30, expected)


# A choice


@pytest.mark.parametrize("answer", ["b", "B", " b ", "(b)", "b)", "b.", '"b"'])
def test_a_letter_is_read_kindly(answer):
    assert compare.choice(answer, "b", {"a": "Not a."}) == (RIGHT, "")


def test_each_wrong_choice_has_its_reason():
    reasons = {"a": "Nobody asked.", "c": "Nobody drew a sample."}
    assert compare.choice("C", "b", reasons) == (NOT_YET, "Nobody drew a sample.")
    assert compare.choice("d", "b", reasons) == (
        CANNOT,
        "“d” is not one of the choices. They are: a, b, c.",
    )
    assert compare.choice("a", "b").outcome is NOT_YET


@pytest.mark.parametrize(
    "answer", [2, ["b"], pytest.param(Flatterer(), id="flatterer"), FlatteringText("a"), b"b"]
)
def test_what_is_no_letter_cannot_be_checked(answer):
    outcome, sentence = compare.choice(answer, "b", {"a": ""})
    assert outcome is CANNOT
    assert sentence.startswith("Expected: a letter in quotation marks")


# An interval


@pytest.mark.parametrize(
    "answer",
    [
        (30, 50),
        [30.0, 50.0],
        attribution.Interval(30, 50),
        np.array([30, 50]),
        pd.Series([30, 50], index=[0.1, 0.9]),
    ],
)
def test_two_ends_of_any_usual_kind_are_right(answer):
    assert compare.interval(answer, attribution.Interval(30, 50)) == (RIGHT, "")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((50, 30), "in the other order"),
        ((45, 35), "first number is larger"),
        ((30, 45), "The low end is right. The high end is too low."),
        ((30, 55), "The low end is right. The high end is too high."),
        ((35, 50), "The high end is right. The low end is too high."),
        ((25, 50), "The high end is right. The low end is too low."),
        ((35, 45), "too narrow"),
        ((20, 60), "too wide"),
        ((35, 55), "Both ends are too high."),
        ((25, 45), "Both ends are too low."),
        ((0.3, 0.5), "a hundredth"),
        ((40, 40), "One number is no range."),
        ((30, float("inf")), "The high end is too high."),
    ],
)
def test_a_wrong_interval_is_told_which_end_is_off(answer, says):
    reasons = [((40, 40), "One number is no range.")]
    outcome, sentence = compare.interval(answer, (30, 50), reasons=reasons)
    assert outcome is NOT_YET
    assert says in sentence


def test_two_ends_that_were_rounded_are_told_so():
    for answer in ((0.05, 0.59), (0.0546, 0.59), (0.1, 0.6)):
        assert "Did you round?" in compare.interval(answer, (0.0546, 0.5881), 0.0005).sentence
    assert "Did you round?" not in compare.interval((0.05, 0.6), (0.0566, 0.5881), 0.0005).sentence
    assert "100 times" in compare.interval((5, 59), (0.0546, 0.5881), 0.0005).sentence


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (30, "a number"),
        ((1, 2, 3), "a list of 3 values"),
        ({30, 50}, "a set, which has no order"),
        (("30", 50), "text. A number stands"),
        ((30, float("nan")), "missing"),
        pytest.param((30, Flatterer()), "does not know", id="flatterer inside"),
        FLATTERER,
        ({"low": 30, "high": 50}, "dictionary"),
    ],
)
def test_what_are_not_two_numbers_cannot_be_checked(answer, found):
    outcome, sentence = compare.interval(answer, (30, 50))
    assert outcome is CANNOT
    assert found in sentence


# A list


@pytest.mark.parametrize(
    "answer",
    [
        ["email", "TikTok ", "friend"],
        ("email", "tiktok", "friend"),
        pd.Series(["email", "tiktok", "friend"]),
        pd.Index(["email", "tiktok", "friend"]),
        np.array(["email", "tiktok", "friend"]),
        pd.Series(["email", "tiktok", "friend", "email"]).unique(),
        pd.Series(["email", "tiktok", "friend"]).astype("category").array,
    ],
)
def test_a_list_of_any_usual_kind_is_right(answer):
    assert compare.items(answer, ["email", "tiktok", "friend"]) == (RIGHT, "")


def test_the_order_counts_unless_it_does_not():
    expected = ["email", "tiktok", "friend"]
    assert "another order" in compare.items(sorted(expected), expected).sentence
    assert compare.items({"friend", "email", "tiktok"}, expected, ordered=False).outcome is RIGHT
    assert compare.items(set(expected), expected).outcome is CANNOT
    assert compare.items([1.0, 2], [2, 1], ordered=False).outcome is RIGHT
    assert compare.items([1, 1, 2], [1, 2, 2], ordered=False).outcome is NOT_YET


def test_a_wrong_list_is_told_what_does_not_belong_and_how_much_is_missing():
    finding = compare.items(["email", "poster"], ["email", "tiktok", "friend"])
    assert finding == (
        NOT_YET,
        "In your list, but not in the answer: poster. 2 items are missing.",
    )
    reasons = [(["poster"], "Posters were not asked about.")]
    assert compare.items(["poster"], ["email"], reasons=reasons) == (NOT_YET, reasons[0][1])


def test_a_list_with_something_foreign_cannot_be_checked():
    assert compare.items([Flatterer()], ["email"]).outcome is CANNOT
    outcome, sentence = compare.items("[7, 8]", ["email"])
    assert outcome is CANNOT
    assert sentence.startswith("Expected: a list. Found: text. A list stands in square brackets")


def test_true_and_false_in_quotation_marks_are_told_so():
    assert "without quotation marks" in compare.items(["True"], [True]).sentence


# A table

SHARES = pd.DataFrame(
    {"people": [21, 164], "share": [21 / 185, 164 / 185]},
    index=pd.Index(["tiktok", "other"], name="code"),
)


def test_a_table_with_the_same_names_and_values_is_right():
    assert compare.table(SHARES.copy(), SHARES) == (RIGHT, "")
    assert compare.table(SHARES.iloc[::-1, ::-1], SHARES).outcome is RIGHT
    assert compare.table(SHARES.astype(float).round(4), SHARES).outcome is RIGHT
    assert compare.table(SHARES["people"].astype(float), SHARES["people"]).outcome is RIGHT
    assert compare.table(SHARES.astype("Float64"), SHARES).outcome is RIGHT


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (SHARES[["people"]], "Missing columns: share."),
        (SHARES.assign(extra=1), "not asked for: extra. Leave them out."),
        (SHARES.assign(code=SHARES.index), "One of them has the names of the rows."),
        (SHARES.round(2), "Did you round? Keep all decimals."),
        (SHARES.iloc[:1], "Your table has 1 row. Too few."),
        (pd.concat([SHARES, SHARES.rename(str.upper)]), "4 rows. Too many."),
        (SHARES.rename({"other": "rest"}), "other labels"),
        (
            SHARES.assign(people=[21, 165]),
            "Column “people”: 1 of 2 values differ. The first is in the row “other”.",
        ),
        (SHARES.assign(people=[21, None]), "Column “people”: 1 of 2"),
        (SHARES.assign(people=["21", "164"]), "Column “people”: 2 of 2"),
        (SHARES.assign(share=SHARES["share"] * 100), "in percent"),
    ],
)
def test_a_wrong_table_is_told_its_first_difference(answer, says):
    reasons = [(SHARES.assign(share=SHARES["share"] * 100), "The share is in percent.")]
    outcome, sentence = compare.table(answer, SHARES, reasons=reasons)
    assert outcome is NOT_YET
    assert says in sentence


def test_a_numbered_table_is_compared_in_its_order():
    frame = SHARES.reset_index()
    assert compare.table(frame, frame).outcome is RIGHT
    assert compare.table(frame.iloc[::-1], frame).outcome is RIGHT
    renumbered = frame.iloc[::-1].reset_index(drop=True)
    assert "2 of 2 values differ" in compare.table(renumbered, frame).sentence
    shifted = frame.set_axis([4, 5])
    assert "reset_index(drop=True)" in compare.table(shifted, frame).sentence


def test_a_series_or_a_crosstab_is_compared_by_label():
    counts = pd.Series([3, 1], index=["a", "b"])
    assert compare.table(counts, counts.iloc[::-1]).outcome is RIGHT
    assert "1 of 2 values differ. The first is in the row “b”" in (
        compare.table(pd.Series([3, 2], index=["a", "b"]), counts).sentence
    )
    cross = pd.crosstab(
        pd.Series(["x", "y", "x"], name="code"), pd.Series(["p", "p", "q"], name="word")
    )
    assert compare.table(cross.copy(), cross).outcome is RIGHT
    assert compare.table(cross.T, cross).outcome is NOT_YET
    deep = SHARES.set_index("people", append=True)
    assert compare.table(deep, deep).outcome is RIGHT
    times = pd.DataFrame({"day": pd.to_datetime(["2026-01-01"]), "who": [None]})
    assert compare.table(times.copy(), times).outcome is RIGHT
    later = times.assign(day=pd.to_datetime(["2026-01-02"]))
    assert compare.table(later, times).outcome is NOT_YET


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (SHARES["people"], "one column of a table"),
        ([1, 2], "a list of 2"),
        (type("Mine", (pd.DataFrame,), {})(SHARES), "does not know"),
        (pd.DataFrame([[1, 2]], columns=["people", "people"]), "the same name"),
        (SHARES.set_axis(["tiktok", "tiktok"]), "the same name"),
    ],
)
def test_what_is_no_such_table_cannot_be_checked(answer, found):
    outcome, sentence = compare.table(answer, SHARES)
    assert outcome is CANNOT
    assert found in sentence


def test_foreign_objects_in_a_table_are_never_equal():
    hostile = pd.DataFrame({"people": [21, 164], "share": pd.Series([0.1, 0.2], dtype=object)})
    hostile.index = SHARES.index
    hostile.iat[0, 1] = hostile.iat[1, 1] = Flatterer()
    assert "2 of 2 values differ" in compare.table(hostile, SHARES).sentence


# Asking


def asked(code, **names):
    """The finding on ``lambda: <last line>`` after the lines before it ran as another cell."""
    *before, last = code.strip().splitlines()
    exec(compile("\n".join(before), "answer-cell", "exec"), names)
    answer = eval(compile(f"lambda: {last}", "check-cell", "eval"), names)
    q = Check("asked", points=1)
    q.number("the answer", answer, 1)
    (part,) = q.score().parts
    return part


def test_an_answer_cell_that_was_not_run_is_not_attempted():
    part = asked("people_low")
    assert part.outcome is NOT_ATTEMPTED
    assert part.sentence == (
        "`people_low` does not exist yet. If you have typed an answer, run its cell first "
        "(Shift + Enter), then this one."
    )


@pytest.mark.parametrize(
    "code",
    [
        "x = ...\nx",
        "x = ...\n(x, 5)",
        "x = ...\n[5, x]",
        "x = ...\n100 * x",
        "x = ...\nx.mean()",
        "def f(n):\n    low = ...\n    return low / n\nf(5)",
        "def f(n):\n    raise NotImplementedError()\nf(5)",
    ],
)
def test_three_dots_are_not_attempted(code):
    part = asked(code)
    assert part.outcome is NOT_ATTEMPTED
    assert "three dots" in part.sentence
    assert "If you have typed an answer, run its cell first (Shift + Enter)" in part.sentence


def test_a_function_without_return_is_not_attempted():
    part = asked("def f():\n    1\nf()")
    assert part.outcome is NOT_ATTEMPTED
    assert "`return`" in part.sentence


def test_an_error_in_a_learners_function_is_told_with_its_place():
    part = asked("def share(k, n):\n    half = k\n    return half / n\nshare(1, 0)")
    assert part.outcome is CANNOT
    assert part.sentence == (
        "Your code stopped in `share`, in line 3 of its cell. ZeroDivisionError: division by zero"
    )
    part = asked("def share(k):\n    return kk\nshare(1)")
    assert part.outcome is CANNOT
    assert "name 'kk' is not defined" in part.sentence
    part = asked("def deep(n):\n    return deep(n)\ndeep(1)")
    assert "RecursionError" in part.sentence


def test_an_error_deep_in_a_library_is_placed_in_the_learners_line():
    part = asked("def f(t):\n    return t['nam']\nf(pd.DataFrame())", pd=pd)
    assert "KeyError: 'nam'" in part.sentence
    assert "`f`, in line 2" in part.sentence


def test_an_error_of_the_check_itself_is_not_blamed_on_a_line():
    part = asked("def f():\n    return 5\nf()[0]")
    assert part.outcome is CANNOT
    assert part.sentence.startswith("The check could not use your answer. TypeError: ")


def test_errors_that_misbehave_are_told_all_the_same():
    part = asked(
        "class Bad(Exception):\n    def __str__(self):\n        raise self\n"
        "def f():\n    raise Bad\nf()"
    )
    assert part.outcome is CANNOT
    assert "Bad" in part.sentence
    part = asked("def f():\n    raise SystemExit('bye')\nf()")
    assert "SystemExit: bye" in part.sentence
    long = asked("def f():\n    raise ValueError('x' * 10**6)\nf()")
    assert len(long.sentence) < 500
    with pytest.raises(KeyboardInterrupt):
        asked("def f():\n    raise KeyboardInterrupt\nf()")


def test_what_an_answer_prints_and_warns_of_is_not_shown(capfd):
    def noisy():
        print("noise")
        print("noise", file=sys.stderr)
        warnings.warn("noise", stacklevel=1)
        return 1

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        q = Check("noisy", points=1)
        q.number("one", noisy, 1)
    assert q.score().outcome is RIGHT
    assert capfd.readouterr() == ("", "")


# Right answers are repeated


@pytest.mark.parametrize(
    ("kind", "answer", "expected", "repeated"),
    [
        ("number", 162, 162, "Your answer: 162."),
        ("number", np.float64(0.5), 0.5, "Your answer: 0.5."),
        ("choice", " b ", "b", "Your answer: b."),
        ("items", [7, 8, 9], [7, 8, 9], "Your answer: 7, 8, 9."),
        ("items", pd.Series(["x", "y"]), ["x", "y"], "Your answer: x, y."),
        ("items", list(range(6)), list(range(6)), ""),
        ("items", ["a" * 21], ["a" * 21], ""),
        ("interval", (30, 50), (30, 50), "Your answer: 30, 50."),
        ("table", SHARES, SHARES, ""),
    ],
)
def test_a_right_answer_is_repeated_if_it_is_short(kind, answer, expected, repeated):
    q = Check("repeated", points=1)
    getattr(q, kind)("it", lambda: answer, expected)
    (part,) = q.score().parts
    assert (part.outcome, part.sentence) == (RIGHT, repeated)


# The first cell


def test_a_check_whose_first_cell_was_not_run_is_a_sentence():
    with pytest.raises(Problem, match="Run the first cell of this notebook first"):
        exec("Check('a', points=1, needs='rsvps')", {"Check": Check})
    exec("Check('a', points=1, needs='rsvps')", {"Check": Check, "rsvps": None})


# Scoring


def part(outcome, sentence="", weight=1.0, name="a part"):
    return Part(name, outcome, sentence, weight)


@pytest.mark.parametrize(
    ("outcomes", "overall"),
    [
        ([RIGHT, RIGHT], RIGHT),
        ([RIGHT, NOT_YET], PARTLY),
        ([RIGHT, NOT_ATTEMPTED], PARTLY),
        ([NOT_YET, CANNOT], NOT_YET),
        ([NOT_YET, NOT_ATTEMPTED], NOT_YET),
        ([CANNOT, NOT_ATTEMPTED], CANNOT),
        ([NOT_ATTEMPTED], NOT_ATTEMPTED),
    ],
)
def test_the_overall_outcome_follows_from_the_parts(outcomes, overall):
    assert Score([part(one) for one in outcomes], 3).outcome is overall


def test_points_are_shared_by_weight():
    parts = [part(RIGHT, weight=1), part(NOT_YET, weight=2), part(RIGHT, weight=1)]
    assert Score(parts, 3) == pytest.approx(1.5)
    assert Score([part(RIGHT, weight=w) for w in (0.1, 0.2, 0.3)], 0.3) == 0.3
    assert Score([part(RIGHT, weight=0), part(NOT_YET)], 1).outcome is NOT_YET
    assert Score([part(RIGHT), part(NOT_YET, weight=0)], 1).outcome is PARTLY
    q = Check("weighted", points=2)
    q.number("light", lambda: 1, 1)
    q.choice("heavy", lambda: "a", "b", reasons={"a": "No."}, points=3)
    assert q.score() == pytest.approx(0.5)


def test_the_plain_form_is_the_number_alone():
    bundle = Score([part(RIGHT), part(NOT_YET)], 3)._repr_mimebundle_()
    assert bundle["text/plain"] == "1.5"
    assert "Partly right." in bundle["text/html"]
    assert "Points: 1.5 of 3" in bundle["text/html"]


def test_full_points_are_not_told_above_a_part_that_is_not_right():
    html = Score([part(RIGHT), part(NOT_YET, "Look.", weight=0)], 1)._html()
    assert "Points" not in html
    assert "One thing is left" in html
    assert "Points: 1 of 1" in Score([part(RIGHT), part(RIGHT, weight=0)], 1)._html()


def test_a_number_may_count_only_beside_another_one():
    for first, points in ((1, 2), (2, 0), (None, 0)):
        q = Check("pair", points=2)
        q.number("first", lambda first=first: first, 1, points=0)
        q.number("second", lambda: 5, 5, beside="first")
        assert q.score() == points
        assert ("together with “first”" in q.score()._html()) is (points == 0)


def test_hostile_text_stays_text():
    nasty = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    for parts in ([part(NOT_YET, nasty, name=nasty)], [part(RIGHT), part(CANNOT, nasty, 1, nasty)]):
        html = Score(parts, 1, note=nasty)._repr_mimebundle_()["text/html"]
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html


def test_code_in_a_sentence_is_shown_as_code():
    html = Score([part(NOT_YET, "Use `a < b`.")], 1)._html()
    assert "<code>a &lt; b</code>" in html


def test_a_sentence_that_holds_for_all_parts_is_said_once():
    html = Score([part(NOT_ATTEMPTED, "Fill it in.")] * 3, 3)._html()
    assert html.count("Fill it in.") == 1


def test_a_sentence_that_holds_for_several_parts_is_said_once():
    stopped = "Your code stopped."
    parts = [
        part(CANNOT, stopped, name="by code"),
        part(RIGHT, name="first"),
        part(CANNOT, stopped, name="by word"),
        part(RIGHT, name="second"),
    ]
    html = Score(parts, 4)._html()
    assert html.count(stopped) == 1
    lines = re.findall(r"<li><strong>(.+?)</strong>", html)
    assert lines == ["Cannot be checked: by code; by word", "Right: first", "Right: second"]


def test_feedback_is_words_first_and_readable_on_both_themes():
    for outcome in Outcome:
        html = Score([part(outcome)], 1)._html()
        assert re.search(r"<p><strong>[A-Z][a-z ]+\.</strong>", html)
        assert 'role="status"' in html
        # Ink and paper are the page's; only the border has a colour.
        assert not re.search(r"[^-]color:|background", html)
        for paper in ("#FFFFFF", "#111111"):
            assert contrast(outcome.colour, paper) >= 3


def contrast(one, other):
    """WCAG 2 contrast of two colours."""

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_feedback_runs_from_right_to_left_where_writing_does():
    i18n.use("ar")
    try:
        assert 'dir="rtl"' in Score([part(RIGHT)], 1)._html()
    finally:
        i18n.use("en")


def test_a_check_without_parts_shows_a_note_and_gives_no_points(capsys, monkeypatch):
    assert Check("stripped", points=2).score() is None
    assert "runs when your work is marked" in capsys.readouterr().out
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(Problem, match="no parts"):
        Check("stripped", points=2).score()


# In a real kernel, as nbgrader sees it

SETUP = "from workbook.feedback import Check\npeople_low, people_high = 30, 40"
CELLS = {
    "right": ("q.number('low', lambda: people_low, 30)", 2),
    "noisy": ("q.number('low', lambda: noisy(), 30)", 2),
    "partial": (
        "q.number('low', lambda: people_low, 30)\nq.number('high', lambda: people_high, 50)",
        1,
    ),
    "wrong": ("q.number('low', lambda: people_low, 31)", 0),
    "missing": ("q.number('low', lambda: not_there, 31)", 0),
    "raises": ("q.number('low', lambda: share(1, 0), 31)", 0),
    "broken check": ("q.number('low', lambda: people_low, 1 / 0)", 0),
    "stripped": ("", 2),
}
NOISY = """
def noisy():
    import logging, sys, warnings
    import matplotlib.pyplot as plt
    print("noise", file=sys.stderr)
    warnings.warn("noise")
    plt.plot([1, 2])
    return 30
"""
SHARE = "def share(k, n):\n    # of all people\n    return k / n"


@pytest.fixture(scope="module")
def executed():
    """The check cells above, run in a kernel."""
    checks = [
        new_code_cell(
            f"q = Check('{name}', points=2)\n{body}\nq.score()",
            metadata={
                "nbgrader": {"grade": True, "solution": False, "grade_id": name, "points": 2}
            },
        )
        for name, (body, _) in CELLS.items()
    ]
    notebook = new_notebook(
        cells=[new_code_cell(SETUP), new_code_cell(NOISY), new_code_cell(SHARE), *checks]
    )
    root = Path(__file__).parent.parent
    NotebookClient(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        timeout=60,
        resources={"metadata": {"path": str(root)}},
    ).execute()
    return dict(zip(CELLS, notebook.cells[3:], strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_nbgrader_reads_the_points(executed, name):
    log = SimpleNamespace(warning=lambda message: pytest.fail(message))
    assert determine_grade(executed[name], log) == (CELLS[name][1], 2)


def test_the_cell_shows_feedback_as_its_result(executed):
    (output,) = [o for o in executed["partial"].outputs if o.output_type == "execute_result"]
    assert output.data["text/plain"] == "1.0"
    assert "Partly right" in output.data["text/html"]
    (note,) = executed["stripped"].outputs
    assert note.output_type == "display_data"
    assert "when your work is marked" in note.data["text/markdown"]


def test_an_error_in_a_notebook_shows_the_line_of_code(executed):
    (output,) = executed["raises"].outputs
    assert (
        "Your code stopped in <code>share</code>, in line 3 of its cell: "
        "<code>return k / n</code>. ZeroDivisionError: division by zero"
    ) in output.data["text/html"]


def test_the_same_answers_give_the_same_bytes():
    def html():
        code = (
            "from workbook.feedback.check import Check\nq = Check('a', points=3)\n"
            "q.number('n', lambda: 4, 5)\nq.items('i', lambda: {'x', 'y', 'z'}, list('xvw'), "
            "ordered=False)\nprint(q.score()._repr_mimebundle_())"
        )
        return subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=Path(__file__).parent.parent,
        ).stdout

    assert html() == html()


# The cell before


@pytest.fixture
def before(monkeypatch):
    """What the cell that was run before the check left: set its ``error_in_exec``."""
    info = SimpleNamespace(raw_cell="")
    result = SimpleNamespace(error_in_exec=None, error_before_exec=None, info=info)
    shell = SimpleNamespace(last_execution_result=result)
    monkeypatch.setattr("workbook.feedback.check.get_ipython", lambda: shell)
    tried.clear()
    return result


def ride(**names):
    """The score of a number and a letter, some of which were given."""
    check = Check("ride", points=2)
    check.number("riders", eval("lambda: riders", names), 30)
    check.choice("reading", eval("lambda: reading", names), "b", reasons={"a": "Not a."})
    return check.score()


def unreadable(line):
    with pytest.raises(SyntaxError) as slip:
        compile(line, "cell", "exec")
    return slip.value


def test_a_check_says_when_the_answer_cell_has_just_failed(before):
    before.error_in_exec = NameError("name 'b' is not defined", name="b")
    assert 'b becomes "b"' in ride(riders=30).note
    before.error_in_exec = ZeroDivisionError()
    score = ride(riders=30, reading="b")
    assert "stopped with an error. What is judged below ran above the error" in score.note
    assert score == 2
    before.error_in_exec = None
    assert ride(riders=30).note == ""


@pytest.mark.parametrize(
    "line", ["riders = 8 and 30", "riders = 30 or 8  # about", "low, high = 8 and 30", "8 or 9.5"]
)
def test_two_numbers_that_python_made_one_of_are_told(before, line):
    before.info.raw_cell = f"reading = 'b'\n{line}\n"
    score = ride(riders=30, reading="b")
    assert score == 2  # 30 is right, whatever was typed
    assert f"`{line.split('  #')[0]}` holds more than one number, and Python kept" in score.note
    assert "where a list is asked for, write `[8, 11]`" in score.note.lower()


@pytest.mark.parametrize(
    "cell", ["riders = 8 + 30", "riders = 8, 30", "riders = a and 30", "riders = 8 and", "%pwd", ""]
)
def test_one_number_is_not_called_two(before, cell):
    before.info.raw_cell = cell
    assert "more than one number" not in ride(riders=30).note


def test_after_a_slip_an_earlier_answer_is_called_earlier(before):
    before.error_in_exec = unreadable("riders = 45 min")
    score = ride(riders=30, reading="a")
    assert score.note.endswith("without `min`. What is judged below is your earlier try.")
    assert "Right: riders" in score._html()
    assert "Not a." in score._html()


def test_after_a_slip_nothing_is_said_of_answers_that_are_not_there(before):
    before.error_in_exec = unreadable("riders = 45 min")
    score = ride()
    assert "earlier" not in score.note
    html = score._html()
    assert "Cannot be checked." in html
    assert "without <code>min</code>." in html
    assert "does not exist" not in html
    assert "riders</strong>" not in html
    before.error_in_exec = NameError("name 'b' is not defined", name="b")
    assert "reading" not in ride(riders=30)._html()


def test_a_slip_is_a_try(before):
    ride()
    assert tried == set()
    before.error_in_exec = unreadable("riders = 45 min")
    ride()
    assert tried == {"ride"}
