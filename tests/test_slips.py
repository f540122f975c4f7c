"""What a beginner types is met with a sentence that helps, not with Python's own words."""

import ast
import re

import pandas as pd
import pytest

from workbook.feedback import check as check_module
from workbook.feedback import compare
from workbook.feedback.check import Check
from workbook.feedback.run import ask
from workbook.feedback.slips import advice, unreadable


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("typical = 1,055", "Write 35000 for 35,000"),
        ("share = 76%", "Leave out the % sign"),
        ("views = 35 000", "without a space"),
        ("reading = “b”", "straight quotation marks"),
        ('reading = "b', "needs two of them"),
        ("share = = 3", "One sign `=` is enough"),
        ("guests = ca. 160", "Write the number alone, without `ca.`."),
        ("above = 4 of 1,000", "Write one number: 4 for “4 of 10”."),
        ('reading = ""b""', "One quotation mark on each side"),
        ("people[1] + 1 = True", "To compare, write `==`."),
        ("cost = $28", "Write the number alone, without `$`."),
        ("cost = R$ 28", "Write the number alone, without `R$`."),
        ("cost = 28 €", "Write the number alone, without `€`."),
        ("cost = USD 28", "Write the number alone, without `USD`."),
        ("week = 45 min", "Write the number alone, without `min`."),
        ("week = 2h", "Write the number alone, without `h`."),
        ("week_low, week_high = 45, 140 minutes", "Write the number alone, without `minutes`."),
        ("cost = 35 000 dollars  # a year", "without `dollars`. Write the number without a space"),
        ("cost = $1,234", "without `$`. Does a comma stand"),
        ("share = 1e5 +", "Repair that line"),
        ("share = q2 3 + b", "Repair that line"),
        ("share = (2 if", "Repair that line"),
        ("fits = [7; 8; 9]", "Write a comma in place of the semicolon"),
        ("both = worst_case(yes; no_code)", "Write a comma in place of the semicolon"),
        ("fits = [7 8 9]", "A comma is missing between two of them"),
        ("hits = views <> 3", "Write `!=`"),
        ("hits = views => 3", "Write `>=` in place of `=>`"),
        ("hits = views =< 3", "Write `<=` in place of `=<`"),
        ("=SUM(views)", "name of the answer, and `column.sum()` adds up."),
        ("=UPPER(code)", "and `column.str.upper()` makes letters large."),
        ("=ROUND(A1, 1)", "and `round(number, 1)` keeps one decimal"),
        ("=VLOOKUP(views)", "functions have other names: see the hints."),
        ("rank = CORREL(A1:A9;B1:B9)", "a formula of a spreadsheet"),
        ("rank = =CORREL(A1,B1)", "a formula of a spreadsheet"),
        ("views = about 2.400", "If the point in it divides thousands, leave it out"),
        ("views = 8 to 11", "Write one number. Where a list is asked for, write `[8, 11]`"),
        ("views = 8–11", "Write one number."),
        ("views = about 8 and 11", "Write one number."),
        ("views = 1.234.567", "write 35000 for 35.000"),
        ("answer =", "Nothing stands after the sign `=`"),
        ("answer = ;", "Nothing stands after the sign `=`"),
        ("answer =   # a letter", "Nothing stands after the sign `=`"),
        ('word = "a; [b" +', "Repair that line"),
        ("  answer = 3", "Look at the spaces at the start of that line"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_to_do(line, says):
    with pytest.raises(SyntaxError) as slip:
        ast.parse(f"first = 1\n{line}\n")
    told = unreadable(slip.value)
    assert f"stopped at line 2, `{line.strip()}`, and nothing of it was kept" in told
    assert says in told


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ("views = 8 to 11", "`to`"),
        ("share = 0.125 riders", "divides thousands"),
        ("share = 12.5 %", "divides thousands"),
        ("share = 2.4000 riders", "divides thousands"),
    ],
)
def test_nothing_is_said_that_does_not_fit(line, lacks):
    with pytest.raises(SyntaxError) as slip:
        ast.parse(line)
    assert lacks not in unreadable(slip.value).partition("kept.")[2]


def test_a_comma_that_made_two_numbers_of_one_is_named():
    assert "Write 35000 for 35,000" in compare.number((35, 0), 35_000).sentence
    assert "Write 35000 for 35,000" in compare.interval((5, (4, 0)), (5, 4000)).sentence
    assert "89.3 for 89,3" in compare.number((0, 37.5), 3.75).sentence
    assert "Write 35000" not in compare.number([1.5, 2.5], 2).sentence
    assert "Write 35000" not in compare.number((1.5, 2), 2).sentence


def test_many_values_in_place_of_one_are_told_to_become_one():
    assert "count it with `len()`, add it up" in compare.number(pd.Series([1, 2]), 2).sentence


COLUMN = pd.Series(["A", "b"])
FRAME = pd.DataFrame({"views": [1, 2], "chapter": ["a", "b"]})


def two(one, other):
    return one + other


TIMES = pd.Series(pd.to_datetime(["2025-01-01 10:00", "2025-01-02 12:00"]))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda: COLUMN.lower(), "write `.str.` before it"),
        (lambda: TIMES.tz_localize("UTC"), "write `.dt.` before it"),
        (lambda: TIMES >= 18, "`.dt.hour`"),
        (lambda: COLUMN == "A" or COLUMN == "b", "`|` for or"),
        (lambda: "A" | (COLUMN == "b"), "put each side in brackets"),
        (lambda: COLUMN == "A" | COLUMN == "b", "put each side in brackets"),
        (lambda: pd.DataFrame({"a": COLUMN, "n": [1, 2]}).corr(), "column of words"),
        (lambda: COLUMN == "A".mean(), "brackets first: `(a == b).mean()`"),  # noqa: SIM300
        (lambda: COLUMN.nunique / 2, "did not call it: add `()`"),
        (lambda: round(0, 5, 1), "Write 0.15 for 0,15"),
        (lambda: COLUMN.nunique < 2, "did not call it: add `()`"),
        (lambda: COLUMN.unique[0], "did not call it: add `()`"),
        (lambda: two(0, 15, 3), "Write 0.15 for 0,15"),
        (lambda: FRAME["veiws"], "Did you mean `views`?"),
        (lambda: FRAME["Views"], "Capital letters count: did you mean `views`?"),
        (lambda: FRAME[["views", "Chaptr"]], "Did you mean `chapter`?"),
        (lambda: FRAME.groupby("chaptr")["views"].sum(), "Did you mean `chapter`?"),
        (lambda: FRAME.sort_values("veiws"), "Did you mean `views`?"),
        (lambda: FRAME.loc[[True, False], "veiws"], "Did you mean `views`?"),
        (lambda: FRAME.veiws, "Did you mean `views`?"),
        (lambda: FRAME["views"].medain(), "Did you mean `median`?"),
        (lambda: compare.nubmer(1, 2), "Did you mean `number`?"),
    ],
)
def test_an_error_of_a_library_is_put_in_plain_words(answer, says):
    _, finding = ask(answer)
    assert says in finding.sentence


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("COUNTIF", "In a spreadsheet"),
        ("UPPER", "Here `column.str.upper()` makes letters large."),
        ("LOWER", "Here `column.str.lower()` makes letters small."),
        ("TRIM", "Here `column.str.strip()` takes off the spaces around."),
        ("LEN", "Here `column.str.len()` counts the letters, and `len(column)` the rows."),
        ("MID", "Here `column.str[3:5]` takes the fourth and the fifth letter."),
        ("MAX", "Here `column.max()` takes the largest."),
        ("ABS", "Capital letters count: did you mean `abs`?"),
        ("TEXT", "That is a spreadsheet's name."),
        ("SORT", "That is a spreadsheet's name."),
        ("spearman", "quotation marks"),
        ("three", "Write a number in digits: 3 for three."),
        ("true", "Capital letters count: did you mean `True`?"),
        ("chpater", "Did you mean `chapter`?"),
        ("total_veiws", "Did you mean `total_views`?"),
        ("Views", "Capital letters count: did you mean `views`?"),
    ],
)
def test_a_name_that_does_not_exist_is_explained(name, says):
    # As in a learner's function: the name is missing inside of it.
    code = f"def learner(views=1):\n    total_views = 2\n    return {name}(1)\n"
    notebook: dict[str, object] = {"chapter": 1}
    exec(compile(code, "cell", "exec"), notebook)
    answer = eval("lambda: learner()", notebook)
    _, finding = ask(answer)
    assert says in finding.sentence


def test_a_check_lends_no_names_and_leaves_none(monkeypatch):
    monkeypatch.setattr(check_module, "_own_names", {})
    notebook: dict[str, object] = {"Check": Check, "helper": 1}
    exec("def forgetful():\n    return total", notebook)
    kept = dict(notebook)
    exec(
        "q = Check('a_question', points=1)\n"
        "total, helper = 5, 3\n"
        "q.number('of the check', lambda: helper, 3)\n"
        "q.number('of the learner', lambda: forgetful(), 5)\n"
        "score = q.score()",
        notebook,
    )
    assert float(notebook["score"]) == 0.5
    assert {name: notebook[name] for name in kept} == kept
    assert "total" not in notebook
    exec("q = Check('another', points=1)", notebook)
    assert notebook["helper"] == 1
    # The hidden check of a question may use what its visible one has defined.
    exec("q = Check('a_question', points=1)", notebook)
    assert notebook["helper"] == 3


def test_a_name_that_is_missing_in_a_library_is_not_guessed():
    # When work is marked, an error is raised anew by the course: its own names are nobody's.
    def marked():
        raise NameError("name 'answers' is not defined", name="answers")

    answers_ = 1  # it is alike, and a name of this module's
    _, finding = ask(marked)
    assert answers_
    assert "Did you mean" not in finding.sentence


@pytest.mark.parametrize(
    ("name", "gives"),
    [
        ("LOWER", ["flyer"]),
        ("UPPER", ["FLYER"]),
        ("PROPER", ["Flyer"]),
        ("TRIM", ["fLyer"]),
        ("LEN", [5]),
        ("LEFT", ["fLy"]),
        ("RIGHT", ["yer"]),
        ("MID", ["er"]),
    ],
)
def test_what_is_named_in_place_of_a_spreadsheet_function_does_the_same(name, gives):
    code = re.search(r"Here `(.+?)`", advice(NameError(name=name)))[1]
    column = pd.Series(["  fLyer  " if name == "TRIM" else "fLyer"])
    assert eval(code, {"column": column}).tolist() == gives
