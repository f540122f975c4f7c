"""What people read after marking: right, complete, harmless, and without the checks' code."""

import base64
import copy
import csv
import dataclasses
import io
import json
import pickle
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import jsonschema
import pytest
from hostile_html import EVERYTHING, hostile
from marked_class import ASSIGNMENT, CASES, ROOT, a_class, marked
from nbformat.v4 import new_code_cell, new_markdown_cell

from workbook import i18n
from workbook.feedback.outcome import Outcome
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part
from workbook.grading.reports import harmless, pictures
from workbook.grading.reports.class_csv import class_csv, safe
from workbook.grading.reports.class_page import class_page
from workbook.grading.reports.learner_json import SCHEMA, learner_json
from workbook.grading.reports.learner_page import learner_page
from workbook.grading.reports.questions import ByHand, questions, short, total
from workbook.grading.reports.summary import Summary, summary

ASSIGNMENTS = sorted(folder.name for folder in (ROOT / "solutions").iterdir())
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)
"""One dot."""


def page(one: Marked, by_hand: ByHand | None = None) -> str:
    return learner_page(one, one.notebooks[0], by_hand)


def words(html: str) -> str:
    """What a person reads on a page, in one line."""
    html = re.sub(r"<(style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(html: str, place: int) -> str:
    """The words of the card of the question in this place, counted from 1."""
    found = re.search(
        rf'<section class="card [a-z_]+" id="question-{place}".*?</section>', html, re.DOTALL
    )
    assert found
    return words(found[0])


def book(*cells: MarkedCell, shown: list[Any] | None = None, **changes: Any) -> Marked:
    """A submission of one notebook with these marks."""
    notebook = {"cells": shown or [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return Marked("amal", "week_1", (MarkedNotebook("week_1", notebook, cells),), **changes)


def graded(name: str = "q", score: float | None = 1.0, **changes: Any) -> MarkedCell:
    return MarkedCell(name, changes.pop("points", 2.0), score, **changes)


def outputs(*shown: Mapping[str, Any]) -> str:
    """The page of a notebook with one cell that showed this."""
    cell = new_code_cell("1 + 1", outputs=[])
    cell["outputs"] = list(shown)
    return page(book(graded(), shown=[cell]))


def displayed(**forms: Any) -> dict[str, Any]:
    data = {name.replace("_", "/", 1): form for name, form in forms.items()}
    return {"output_type": "display_data", "metadata": {}, "data": data}


# The points of a question ------------------------------------------------------------------


def test_the_parts_of_all_checks_make_the_outcome() -> None:
    right, wrong = Part("a", "RIGHT", ""), Part("b", "NOT_YET", "Too high.")
    skipped, odd = Part("c", "NOT_ATTEMPTED", ""), Part("d", "CANNOT", "")
    unknown = Part("e", "SOMETHING", "")
    for parts, score, outcome in [
        ([right], 2.0, Outcome.RIGHT),
        ([right, wrong], 1.0, Outcome.PARTLY),
        ([wrong, skipped], 0.0, Outcome.NOT_YET),
        ([odd, skipped], 0.0, Outcome.CANNOT),
        ([unknown], 0.0, Outcome.CANNOT),
        ([skipped], 0.0, Outcome.NOT_ATTEMPTED),
    ]:
        one = book(graded(score=score, parts=tuple(parts)))
        assert questions(one.notebooks[0])[0].outcome is outcome, parts


def test_in_a_course_without_parts_the_points_make_the_outcome() -> None:
    for score, answered, outcome in [
        (2.0, True, Outcome.RIGHT),
        (0.5, True, Outcome.PARTLY),
        (0.0, True, Outcome.NOT_YET),
        (0.0, False, Outcome.NOT_ATTEMPTED),
    ]:
        one = book(graded(score=score, answered=answered))
        (question,) = questions(one.notebooks[0])
        assert question.outcome is outcome
        assert question.label == "q"


def test_right_parts_without_points_are_not_called_right() -> None:
    """As where the check's cell wrote a warning: nbgrader gives nothing then."""
    one = book(graded(score=0.0, parts=(Part("a", "RIGHT", ""), Part("b", "RIGHT", ""))))
    (question,) = questions(one.notebooks[0])
    assert question.outcome is Outcome.NOT_YET
    assert "Points: 1 of 1" not in card(page(one), 1)


def test_two_checks_of_one_question_are_one_question() -> None:
    one = book(
        graded("q_1", 2.0, question="q", parts=(Part("a", "RIGHT", ""),)),
        graded("q_2", 0.0, question="q", hidden=True, parts=(Part("b", "NOT_YET", "Too low."),)),
    )
    (question,) = questions(one.notebooks[0])
    assert (question.score, question.points, question.outcome) == (2.0, 4.0, Outcome.PARTLY)
    assert card(page(one), 1) == (
        "Partly right. Points: 2 of 4 Right: a (Points: 2 of 2) "
        "Checked only when your work was marked: Not yet: b (Points: 0 of 2) Too low."
    )


def test_what_a_person_gave_takes_the_place_of_the_check() -> None:
    one = book(graded("auto", 0.5), graded("read", None), graded("open", None, points=3.0))
    by_hand = ByHand(
        scores={"auto": 2.0, "read": 1.5},
        extra={"read": 0.25},
        comments={"read": "**Well** put.", "": "nobody"},
        late_penalty=0.5,
    )
    auto, read, still_open = questions(one.notebooks[0], by_hand)
    assert (auto.score, auto.given, auto.outcome) == (2.0, 0.5, Outcome.RIGHT)
    assert (read.score, read.outcome, read.waiting) == (1.75, None, 0.0)
    assert (still_open.score, still_open.waiting) == (0.0, 3.0)
    assert total([(one.notebooks[0], by_hand)]) == (3.25, 7.0, 0.5, 3.0)
    html = page(one, by_hand)
    assert "A person has set these points. The check alone gave 0.5." in card(html, 1)
    assert card(html, 2) == (
        "Read by a person. Points: 1.75 of 2 Extra credit: 0.25 A person wrote to you: Well put."
    )
    assert "<strong>Well</strong>" in html
    assert card(html, 3).startswith("A person will read it. Points: 0 of 3")
    said = words(html)
    assert "Points: 3.25 of 7" in said
    assert "Points to come from there: up to 3" in said
    assert "It came late. Points taken off: 0.5" in said


def test_an_answer_that_a_person_reads_and_nobody_wrote_is_not_attempted() -> None:
    one = book(graded(score=0.0, answered=False))
    (question,) = questions(one.notebooks[0])
    assert (question.outcome, question.waiting) == (Outcome.NOT_ATTEMPTED, 0.0)
    (question,) = questions(one.notebooks[0], ByHand(scores={"q": 0.5}))
    assert (question.outcome, question.score) == (None, 0.5)


def test_a_penalty_never_makes_less_than_nothing() -> None:
    one = book(graded(score=1.0))
    assert total([(one.notebooks[0], ByHand(late_penalty=9.0))]).score == 0.0


def test_numbers_that_are_none_count_nothing() -> None:
    one = book(graded(score=float("nan")), graded("p", float("inf")))
    assert total([(one.notebooks[0], ByHand(late_penalty=float("nan")))])[:3] == (0.0, 4.0, 0.0)
    assert "nan" not in page(one)


def test_points_are_short() -> None:
    assert [short(one) for one in (2.0, 0.5, 2 / 3, -0.001, 10.0)] == [
        "2",
        "0.5",
        "0.67",
        "0",
        "10",
    ]


def test_a_question_has_its_number_and_the_heading_above_it() -> None:
    labels = [one.label for one in questions(marked().notebooks[0])]
    assert labels[0] == "3.1 How many riders is 15 to 20% of 200 to 250?"
    assert labels[-1] == "Reflection: what do you tell your own group?"
    assert questions(marked().notebooks[0])[0].hint.startswith("Which crowd and which share")


# The learner's page ------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("case", CASES)
def test_no_line_of_a_check_is_on_the_page(assignment: str, case: str) -> None:
    one = marked(case, assignment=assignment)
    html = unescape(page(one))
    sources = [
        ("check" in cell["metadata"].get("workbook", {}), "".join(cell["source"]))
        for cell in one.notebooks[0].notebook["cells"]
    ]
    seen = "\n".join(source for check, source in sources if not check)
    lines = {
        line.strip()
        for check, source in sources
        if check
        for line in source.splitlines()
        if len(line.strip()) > 12 and line.strip() not in seen
    }
    assert len(lines) > 30
    assert [line for line in lines if line in html] == []
    assert not re.search(r"HIDDEN TESTS|q\.number|q\.score|data\.fresh", html)
    # What is not a check is there.
    answers = [source for check, source in sources if not check and "def " in source]
    assert all(answer.strip() in html for answer in answers)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_question_has_its_card_after_its_own_cells(assignment: str) -> None:
    one = marked("partly", assignment=assignment)
    html = page(one)
    for place, question in enumerate(questions(one.notebooks[0]), start=1):
        cell = html.index(f'id="question-{place}"')
        heading = html.rindex("<h3>", 0, cell)  # the question's own, and no other in between
        assert words(html[heading : html.index("</h3>", heading)]) in question.label
        for part in (part for check in question.cells for part in check.parts):
            said = part.name.replace("`", "")
            assert said in card(html, place) or part.outcome == "NOT_ATTEMPTED"


def test_a_card_says_outcome_reason_and_points_together() -> None:
    part = Part("the share", "NOT_YET", "You counted `forms`, not people.")
    one = book(graded(score=1.0, parts=(Part("the count", "RIGHT", ""), part)))
    html = page(one)
    assert card(html, 1) == (
        "Partly right. Points: 1 of 2 Right: the count (Points: 1 of 1) "
        "Not yet: the share (Points: 0 of 1) You counted forms , not people."
    )
    assert "<code>forms</code>" in html
    assert 'class="card partly"' in html


def test_parts_have_points_only_if_their_sum_is_the_score() -> None:
    parts = (Part("a", "RIGHT", "", 3.0), Part("b", "NOT_YET", "", 1.0))
    assert "a (Points: 1.5 of 1.5)" in card(page(book(graded(score=1.5, parts=parts))), 1)
    assert "a (Points" not in card(page(book(graded(score=1.0, parts=parts))), 1)
    same = (Part("a", "RIGHT", ""), Part("a", "NOT_YET", ""))
    assert "a (Points" not in card(page(book(graded(score=1.0, parts=same))), 1)


def test_an_untouched_question_says_it_once() -> None:
    parts = tuple(Part(name, "NOT_ATTEMPTED", "Put your answer here.") for name in "abc")
    assert card(page(book(graded(score=0.0, parts=parts))), 1) == (
        "Not answered yet. Points: 0 of 2 Put your answer here."
    )


def test_a_check_that_stopped_says_so() -> None:
    one = book(graded(score=0.0, error="NameError: name 'total' is not defined"))
    assert "NameError: name 'total' is not defined" in card(page(one), 1)


def test_notes_and_the_missing_sandbox_are_told() -> None:
    one = marked("good", notes=("The file was no notebook.",), sandboxed=False)
    said = words(page(one))
    assert "What we noticed The file was no notebook. Not sandboxed" in said
    clean = words(page(marked("good")))
    assert "What we noticed" not in clean
    assert "sandbox" not in clean


def test_a_comment_on_a_cell_without_points_stands_under_it() -> None:
    cells = [new_code_cell("first = 1"), new_code_cell("second = 2"), new_code_cell("third = 3")]
    cells[1]["metadata"]["nbgrader"] = {"grade_id": "middle", "solution": True, "grade": False}
    one = book(graded(), shown=cells)
    html = page(one, ByHand(comments={"middle": "Nice name.", "gone": "Where is it?"}))
    order = [html.index(word) for word in ("second = 2", "Nice name.", "third = 3", "Where is it?")]
    assert order == sorted(order)


def test_a_page_of_an_empty_or_odd_notebook_is_whole() -> None:
    odd: list[Any] = [
        None,
        {},
        {"cell_type": "code", "source": 3, "metadata": [], "outputs": {}},
        {
            "cell_type": "code",
            "source": ["a", 1],
            "metadata": {"nbgrader": {"grade_id": 7}},
            "outputs": [
                None,
                {"output_type": "display_data", "data": []},
                {"output_type": "error", "traceback": 5},
                {"output_type": "execute_result", "data": {"text/plain": 5}},
            ],
        },
        {"cell_type": "raw", "source": "<b>raw</b>", "metadata": {"workbook": {"hints": 4}}},
        {"cell_type": "markdown", "source": "![x](attachment:a)", "attachments": {"a": 4}},
        {"cell_type": "heading", "source": "old"},
    ]
    for cells in ([], odd):
        html = page(book(graded(), graded("p", None), shown=cells))
        assert card(html, 1).startswith("Partly right")
        assert card(html, 2).startswith("A person will read it")
        assert html.rstrip().endswith("</html>")
    nothing = Marked("amal", "week_1", (MarkedNotebook("week_1", {}, ()),))
    assert "Points: 0 of 0" in words(page(nothing))


def test_a_page_lets_in_its_own_style_and_pictures_only() -> None:
    html = page(marked())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert not re.search(r"url\(|@import", style)
    assert 'style="' not in html
    assert not re.search(r'\b(?:src|href)="(?!#question-|data:image/|https?://|mailto:)', html)


def test_the_same_marks_are_the_same_bytes() -> None:
    assert page(marked("partly")) == page(marked("partly"))
    learners = [summary(one) for one in a_class(6)]
    assert class_page(learners) == class_page(reversed(learners))
    assert class_csv(learners) == class_csv(reversed(learners))


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.use("ar")
    yield
    i18n.use("en")


def test_in_arabic_pages_run_from_right_to_left(arabic: None) -> None:
    for html in (page(marked()), class_page([summary(one) for one in a_class(6)])):
        assert '<html lang="ar" dir="rtl">' in html
        (style,) = re.findall(r"<style>(:root.*?|\n:root.*?)</style>", html, re.DOTALL)
        sided = re.findall(r"(?:margin|padding|border)-(?:left|right)", style)
        assert sided == []


def test_a_page_takes_neither_nbconvert_nor_matplotlib() -> None:
    code = (
        "import sys, workbook.grading.reports.learner_page; "
        "sys.exit(bool({'nbconvert', 'matplotlib', 'jinja2'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# What learners' cells show ------------------------------------------------------------------


def test_a_table_is_a_table_without_style_and_script() -> None:
    table = (
        "<div><style scoped>.dataframe { color: red }</style>"
        '<table border="1" class="dataframe" onclick="ran()"><thead><tr style="x"><th></th>'
        '<th scope="col" colspan="2">n</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr>'
        "</tbody></table></div>"
    )
    html = outputs(displayed(text_html=table, text_plain="plain"))
    assert '<table><thead><tr><th></th><th scope="col" colspan="2">n</th></tr></thead>' in html
    assert "color: red" not in html
    assert "plain" not in html


def test_html_that_says_nothing_any_more_gives_way_to_text() -> None:
    for lost in ("<script>1</script>", "<svg><title>x</title></svg>", "<div></div>", "<iframe>"):
        assert '<pre class="text" dir="ltr">in words</pre>' in outputs(
            displayed(text_html=lost, text_plain="in words")
        )
    long = "<p>" + "x" * harmless.LONGEST_HTML
    assert "in words" in outputs(displayed(text_html=long, text_plain=["in ", "words"]))


def test_pictures_are_png_or_jpeg_and_what_they_say() -> None:
    assert f'src="data:image/png;base64,{PNG}"' in outputs(
        displayed(image_png=PNG[:9] + "\n" + PNG[9:])
    )
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x02\x00\x03" + bytes(9)
    encoded = base64.b64encode(jpeg).decode()
    assert pictures.address("image/jpeg", encoded) == f"data:image/jpeg;base64,{encoded}"
    huge = base64.b64encode(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000) + bytes(9)
    ).decode()
    for kind, content in [
        ("image/png", encoded),
        ("image/jpeg", PNG),
        ("image/svg+xml", base64.b64encode(b"<svg onload=ran()>").decode()),
        ("image/png", "no base64 at all!"),
        ("image/png", "é"),
        ("image/png", ""),
        ("image/png", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()),
        ("image/png", huge),
        ("image/jpeg", base64.b64encode(b"\xff\xd8\xff\xe0\x00\x00" * 9).decode()),
        ("image/png", PNG + "A" * pictures.LONGEST),
    ]:
        assert pictures.address(kind, content) is None, (kind, content[:20])
    assert "in words" in outputs(displayed(image_png="broken", text_plain="in words"))


def test_terminal_colours_and_signals_are_gone() -> None:
    html = outputs(
        {
            "output_type": "stream",
            "name": "stdout",
            "text": "\x1b[31mred\x1b[0m 5%\r10%\rdone\x00\n",
        },
        {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": "bad \x1b[1mvalue",
            "traceback": [
                "\x1b[0;31mValueError\x1b[0m: way",
                "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
            ],
        },
    )
    assert '<pre class="text" dir="ltr">done</pre>' in html
    assert "ValueError: bad value" in html
    assert "ValueError: way\nx</pre>" in html
    assert "\x1b" not in html
    assert "evil" not in html


def test_floods_are_cut() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "spam " * 1_000_000}
    html = outputs(*[stream] * 500)
    assert len(html) < 1_000_000
    assert "[This is very long, and its middle is left out here.]" in html
    assert "What this cell showed after that is left out here." in html
    cells = [new_markdown_cell(f"cell {n}") for n in range(2000)]
    assert len(page(book(graded(), shown=cells))) < 100_000
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 9, 9) + bytes(2_000_000)
    shown = displayed(image_png=base64.b64encode(picture).decode())
    html = outputs(*[shown] * 20)
    assert len(html) < 10_000_000
    assert "This does not fit on the page." in html


def test_what_is_too_long_is_not_parsed() -> None:
    """The time of a parser of Markdown or HTML can grow with the square of the length."""
    for bad in ("[", "*a_ ", "![a](", "`", "> ", "$", "<div>", "<b><i>", "a\n", "|-", "&"):
        assert harmless.markdown((bad * 300_000)[:300_000]).startswith('<pre class="text">')
        assert harmless.html((bad * 300_000)[:300_000]) is None
        assert "<pre class" not in harmless.markdown((bad * 3000)[: harmless.LONGEST_TEXT - 1])


def test_remote_pictures_in_markdown_are_links() -> None:
    html = harmless.markdown("![our **chart**](https://example.org/a.png) ![](http://b.example/)")
    assert "<img" not in html
    assert '<a href="https://example.org/a.png" rel="noopener noreferrer nofollow">' in html
    assert "Picture on the web: our chart" in words(html)


def test_pictures_that_a_notebook_holds_are_shown() -> None:
    data = harmless.markdown(f"![a dot](data:image/png;base64,{PNG})")
    attached = harmless.markdown("![a dot](attachment:x.png)", {"x.png": {"image/png": PNG}})
    for html in (data, attached):
        assert f'<img class="picture" src="data:image/png;base64,{PNG}" alt="a dot">' in html


def test_markdown_keeps_its_form_and_formulas_their_signs() -> None:
    html = harmless.markdown(
        "# Title\n\n$$a_1 * b_1$$\n\nso $x_1*y_1$ is $5 or $6\n\n- [web](https://a.example)"
    )
    assert "<h2>Title</h2>" in html
    assert "a_1 * b_1" in html
    assert "x_1*y_1" in html
    assert "$5 or $6" in html
    assert '<li><a href="https://a.example"' in html
    for lead_nowhere in ("[l](../course/03.ipynb)", "[l](#part)", "[l](file:///etc/passwd)"):
        assert harmless.markdown(lead_nowhere).strip() == "<p><a>l</a></p>"


# The learner's data -------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_data_are_as_the_schema_says(case: str) -> None:
    by_hand = {ASSIGNMENT: ByHand({"case_reflection": 2.5}, {}, {"case_reflection": "Thanks!"}, 1)}
    for added in (None, by_hand):
        data = learner_json(marked(case), added)
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        jsonschema.validate(json.loads(json.dumps(data, allow_nan=False)), SCHEMA)
    (notebook,) = data["notebooks"]
    assert data["score"] == notebook["score"] == sum(q["score"] for q in notebook["questions"]) - 1
    assert data["points"] == 22
    assert data["handed_in"] == "2026-03-14T18:05:00Z"
    last = notebook["questions"][-1]
    assert (last["outcome"], last["by_hand"], last["comments"]) == (None, True, ["Thanks!"])


def test_a_schema_that_fits_everything_says_nothing() -> None:
    data = learner_json(marked())
    for wrong in (data | {"version": 2}, data | {"notebooks": [{}]}, {}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


def test_data_hold_no_code() -> None:
    secret = "assert secret_answer == 41"
    cells = [new_code_cell(secret), new_code_cell("mine = 40")]
    cells[0]["metadata"]["nbgrader"] = {"grade_id": "q", "grade": True, "solution": False}
    one = book(graded(code="mine = 40"), shown=cells)
    told = json.dumps(learner_json(one))
    assert secret not in told
    assert "mine = 40" not in told
    assert secret not in page(one)


def test_data_of_a_hostile_notebook_are_data() -> None:
    one = hostile()
    data = json.loads(json.dumps(learner_json(one)).encode("utf-8"))
    jsonschema.validate(data, SCHEMA)
    sentences = [
        part["sentence"] for part in data["notebooks"][0]["questions"][0]["checks"][0]["parts"]
    ]
    assert len(sentences) == len(EVERYTHING)
    json.dumps(data, ensure_ascii=False).encode("utf-8")


# The class in tables ------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Somebody:
    first_name: str | None = "Zoë"
    last_name: str | None = "Al-Amin"
    email: str | None = "zoe@example.org"
    lms_user_id: str | None = "4711"


def rows(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


def test_the_gradebook_has_a_row_for_each_learner_and_assignment() -> None:
    ones = [marked("good", "zoe"), marked("empty", "ali"), marked("partly", "zoe", "02_why_use_it")]
    files = class_csv([summary(one) for one in ones], {"zoe": Somebody()})
    assert sorted(files) == ["canvas.csv", "gradebook.csv", "moodle.csv"]
    assert files["gradebook.csv"].startswith("\ufeffassignment,learner,")
    head, *table = rows(files["gradebook.csv"].removeprefix("\ufeff"))
    found = [dict(zip(head, row, strict=True)) for row in table]
    assert [(one["assignment"], one["learner"]) for one in found] == [
        ("02_why_use_it", "zoe"),
        (ASSIGNMENT, "ali"),
        (ASSIGNMENT, "zoe"),
    ]
    good = found[2]
    assert (good["score"], good["max_score"], good["to_read"]) == ("19", "22", "3")
    assert (good["last_name"], good["turnout_range"]) == ("Al-Amin", "3")
    assert good["handed_in_utc"] == "2026-03-14 18:05:00"
    assert found[0]["turnout_range"] == ""
    assert (found[1]["score"], found[1]["email"]) == ("0", "")


def test_canvas_finds_its_columns() -> None:
    files = class_csv(
        [summary(marked("good", "zoe")), summary(marked("good", "ali"))], {"zoe": Somebody()}
    )
    head, possible, *learners = rows(files["canvas.csv"])
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ASSIGNMENT]
    assert possible == ["Points Possible", "", "", "", "", "22"]
    assert learners == [
        ["ali", "", "", "ali", "", "19"],
        ["Al-Amin, Zoë", "4711", "", "zoe", "", "19"],
    ]


def test_moodle_has_addresses_only_if_nobody_lacks_one() -> None:
    """It would give the grade of a row without one to the learner of the row before."""
    ones = [summary(marked("good", "zoe")), summary(marked("good", "ali", "02_why_use_it"))]
    for people, head in [
        ({"zoe": Somebody()}, ["Username", "First name", "Last name", "02_why_use_it", ASSIGNMENT]),
        (
            {"zoe": Somebody(), "ali": Somebody(email="ali@example.org")},
            ["Username", "First name", "Last name", "Email address", "02_why_use_it", ASSIGNMENT],
        ),
        ({"zoe": Somebody(), "ali": Somebody(None, None, None, None)}, None),
    ]:
        found, ali, zoe = rows(class_csv(ones, people)["moodle.csv"])
        assert found == (
            head or ["Username", "First name", "Last name", "02_why_use_it", ASSIGNMENT]
        )
        assert (ali[0], ali[-1]) == ("ali", "")
        assert (zoe[0], zoe[-2:]) == ("zoe", ["", "19"])


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\n=1", "'=1"),
        ("  =1", "'=1"),
        ("\x00=1", "'=1"),
        ("＝1", "'＝1"),
        ("\tname", "'name"),
        ("a=1", "a=1"),
        ('two\nlines, "quoted"', 'two lines, "quoted"'),
        ("'plain", "'plain"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula(given: str, written: str) -> None:
    assert safe(given) == written


def test_no_cell_of_any_file_is_a_formula() -> None:
    evil = '=HYPERLINK("http://evil.example")'
    person = Somebody(evil, "@" + evil, "+" + evil, "\t" + evil)
    one = dataclasses.replace(hostile(), learner=evil, assignment="-" + evil)
    one = dataclasses.replace(
        one,
        notebooks=(
            dataclasses.replace(
                one.notebooks[0], cells=(graded("=q"), graded("+p", None), graded("@r", 0.0))
            ),
        ),
    )
    for content in class_csv([summary(one)], {evil: person}).values():
        table = rows(content.removeprefix("\ufeff"))
        assert len({len(row) for row in table}) == 1
        cells = [cell for row in table for cell in row]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")] == []
        assert any(cell.startswith("'=") for cell in cells)


def test_several_notebooks_keep_their_questions_apart() -> None:
    two = book(graded())
    two = dataclasses.replace(
        two, notebooks=(two.notebooks[0], dataclasses.replace(two.notebooks[0], name="other"))
    )
    assert [one.name for one in summary(two).questions] == ["week_1/q", "other/q"]
    assert summary(two, {"other": ByHand({"q": 2.0})}).total.score == 3.0
    head = rows(class_csv([summary(two)])["gradebook.csv"])[0]
    assert head[-2:] == ["week_1/q", "other/q"]


# The class on a page ------------------------------------------------------------------------


def the_class(count: int, **changes: Any) -> str:
    return class_page([summary(one) for one in a_class(count)], **changes)


@pytest.mark.parametrize("count", [1, 2, 4, 5, 30, 600])
def test_a_class_of_any_size_has_a_page(count: int) -> None:
    html = the_class(count)
    said = words(html)
    assert f"{count} learner" in said
    assert html.count("<svg") == (2 if count >= 5 else 1)
    assert html.count("<title") == 1 + html.count("<svg")
    assert html.count("<desc") == html.count("<svg")
    shares = re.findall(r'<td class="number">(?:\d+%|\d+ of \d+)</td>', html)
    assert shares
    assert all(("%" in share) == (count >= 20) for share in shares)
    assert "rider_" not in html
    assert "style-src 'unsafe-inline'" in html


def test_each_picture_has_its_numbers_in_a_table() -> None:
    learners = [summary(one) for one in a_class(30)]
    html = class_page(learners)
    tables = re.findall("<table>.*?</table>", html, re.DOTALL)
    spread, hard = numbers(tables[0]), numbers(tables[1])
    assert sum(counts[0] for counts in spread.values()) == 30
    assert spread["from 0 to under 2"][0] == sum(one.total.score < 2 for one in learners)
    assert spread["from 18 to under 20"][0] == sum(18 <= one.total.score < 20 for one in learners)
    assert len(hard) == 6
    shares = [counts[-1] for counts in hard.values()]
    assert shares == sorted(shares)
    for place, question in enumerate(learners[0].questions[:6]):
        outcomes = [one.questions[place].outcome for one in learners]
        right, partly, *others, share = hard[question.label]
        assert right == outcomes.count(Outcome.RIGHT)
        assert partly == outcomes.count(Outcome.PARTLY)
        assert right + partly + sum(others) == 30
        assert share == pytest.approx(100 * right / 30, abs=0.5)


def test_a_long_question_stands_whole_above_its_bar() -> None:
    asked = "How many of those whom we asked came by themselves, or with a friend? " * 2
    asked = asked.strip()
    ones = [summary(one) for one in a_class(5)]
    questions = [dataclasses.replace(one.questions[0], label=asked) for one in ones]
    long = [
        dataclasses.replace(one, questions=(question,))
        for one, question in zip(ones, questions, strict=True)
    ]
    pictures = re.findall("<svg.*?</svg>", class_page(long), re.DOTALL)
    drawn = re.findall(r"<text[^>]*>(.*?)</text>", pictures[1], re.DOTALL)
    lines = [line for line in drawn if line in asked]
    assert " ".join(lines) == asked
    assert len(lines) == 3


def numbers(table: str) -> dict[str, list[int]]:
    """The numbers of each row of a table, under the words that head it."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {
        unescape(head): [int(one) for one in re.findall(r">(\d+)%?<", row)] for head, row in rows
    }


def test_common_wrong_answers_are_counted_with_what_to_say() -> None:
    def one(learner: str, said: str) -> Summary:
        part = Part("lowest", "NOT_YET", said)
        cell = graded(score=0.0, question="turnout_range", parts=(part,))
        made = marked("good", learner)
        return summary(
            dataclasses.replace(
                made, notebooks=(dataclasses.replace(made.notebooks[0], cells=(cell,)),)
            )
        )

    same = [one(name, f"Your answer: {n}. Small and small.") for n, name in enumerate("abc")]
    html = class_page([*same, one("d", "Another mistake.")], names=True)
    (told,) = re.findall(r'<section class="card not_yet">.*?</section>', html, re.DOTALL)
    assert words(told) == (
        "3 learners 3.1 How many riders is 15 to 20% of 200 to 250? · lowest "
        "Your answer: 0. Small and small. You could say: Which crowd and which share give the "
        "fewest people? Which two give the most? Who: a, b, c"
    )
    assert "Another mistake." not in html


def test_without_hints_those_who_have_it_right_are_asked() -> None:
    wrong = Part("a", "NOT_YET", "Too high.")
    ones = [
        summary(dataclasses.replace(book(graded(score=0.0, parts=(wrong,))), learner=n))
        for n in "ab"
    ]
    ones.append(summary(dataclasses.replace(book(graded(score=2.0)), learner="c")))
    assert "1 learner has this question right. You could ask how." in words(class_page(ones))


def test_nobody_is_named_unless_asked() -> None:
    quiet, named = the_class(30), the_class(30, names=True)
    assert "rider_" not in quiet
    assert "was changed by …." in quiet
    assert "Who" not in words(quiet)
    assert all(f"rider_{n:03}" in named for n in range(30))
    stop = "Question 3.3 did not finish in 5 s. Is there a loop that never ends?"
    assert f"{stop} 3 rider_004, rider_013, rider_022" in words(named)
    assert f"{stop} 3 " in words(quiet)


def test_what_people_read_is_not_called_hard() -> None:
    said = words(the_class(30))
    assert re.search(
        r"Reflection: .*? A person reads this one\. Answers: 27\. Read so far: 0\.", said
    )


def test_the_missing_sandbox_is_told_of_a_class() -> None:
    ones = [summary(marked("good", name, sandboxed=name != "b")) for name in "abc"]
    assert "Not sandboxed: 1 submission was marked" in words(class_page(ones))


@pytest.mark.parametrize("label", ["漢字 😀", "سؤال", "$\\frac{a}{b}$ _^", "\u200b", "x" * 200])
def test_a_question_may_have_any_name(label: str, recwarn: pytest.WarningsRecorder) -> None:
    parts = (Part("a", "NOT_YET", label),)
    shown = [new_markdown_cell(f"# {label}"), new_code_cell("q")]
    shown[1]["metadata"]["nbgrader"] = {"grade_id": "q", "grade": True}
    ones = [
        summary(dataclasses.replace(book(graded(score=0.0, parts=parts), shown=shown), learner=one))
        for one in "ab"
    ]
    assert words(class_page(ones)).count(label.replace("$", "").strip("\u200b")) >= 2
    assert [str(one.message) for one in recwarn] == []


def test_a_page_is_about_one_assignment() -> None:
    for ones in ([], [summary(marked()), summary(marked(assignment="02_why_use_it"))]):
        with pytest.raises(ValueError, match="one assignment"):
            class_page(ones)


def test_extra_credit_and_odd_points_have_their_bar() -> None:
    ones = []
    for name, score in [("a", 0.0), ("b", 2.4), ("c", 2.5), ("d", 3.5), ("e", 0.5)]:
        ones.append(
            summary(dataclasses.replace(book(graded(score=score, points=2.5)), learner=name))
        )
    said = words(class_page(ones))
    assert "from 0 to under 1 2 2 of 5" in said
    assert "from 2 to 2.5 3 3 of 5" in said


def test_a_summary_is_small_whatever_was_handed_in() -> None:
    one = hostile()
    flood = "x" * 100_000
    many = tuple(Part(flood, "NOT_YET", flood) for _ in range(500))
    books = tuple(
        dataclasses.replace(one.notebooks[0], cells=(graded(parts=many),), notes=(flood,) * 500)
        for _ in range(2)
    )
    small = summary(dataclasses.replace(one, notebooks=books))
    assert len(pickle.dumps(small)) < 40_000
    assert pickle.loads(pickle.dumps(small)) == small
    assert len(pickle.dumps(summary(marked("partly")))) < 4_000


def test_reports_change_nothing_of_what_they_are_given() -> None:
    one = marked("partly")
    before = copy.deepcopy(one)
    page(one)
    learner_json(one)
    summary(one)
    assert one == before


def test_every_word_goes_through_i18n() -> None:
    """A word that is typed into HTML cannot be translated."""
    for file in sorted((ROOT / "workbook/grading/reports").glob("*.py")):
        for markup in re.findall(
            r"Markup\(\s*((?:f?'[^'\n]*'|f?\"[^\"\n]*\"|\s)+)\)", file.read_text("utf-8")
        ):
            typed = re.sub(r"<[^>]*>|\{\w*\}|\\n|['\"]", " ", markup)
            assert not re.search(r"[A-Za-z]{3,}", re.sub(r"<[^>]*", " ", typed)), (file.name, typed)
            assert "{" not in re.sub(r"\{\}", "", markup), file.name


def test_html_is_made_of_constants_only() -> None:
    """``Markup(f"...")`` would let through what it should escape."""
    for file in sorted((ROOT / "workbook/grading/reports").glob("*.py")):
        source = file.read_text("utf-8")
        assert not re.search(r"Markup\(\s*f[\"']", source), file.name
        assert not re.search(r"Markup\([^)]*(?:%|\+)", source), file.name
