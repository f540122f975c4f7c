"""The plan: what stands on it, in four forms, and that no earlier one is ever written over."""

import datetime
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import decision, i18n, paths
from workbook import plan as plans
from workbook.decision import Outcome
from workbook.errors import Problem
from workbook.feedback.notes import keep, notes
from workbook.feedback.planning import Choice, MakePlan, Questions
from workbook.papers import page, shelf, word
from workbook.papers.fit import fit

DAY = datetime.date(2026, 11, 25)
NAMES = sorted({line.name for one in Outcome for part in plans.parts(one) for line in part.lines})
YES = decision.written(dict.fromkeys(decision.CRITERIA, 4), dict.fromkeys(decision.CRITERIA, 1))
HOSTILE = {
    "markup": "<script>alert('x')</script> & <b>bold</b> ]]> --> <!-- &amp;",
    "markdown": "# no heading\n- no list\n1. no list\n`code` *x* [a](https://e.example/x) $y$ |",
    "controls": "bell\x07 null\x00 half\ud800 not\uffff turned\u202eback\u2028line",
    "emoji": "\U0001f6b2 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f469\U0001f3fd\u200d⚕️",
    "arabic": "نلتقي يوم الخميس، 12 شخصًا، مع TikTok",
    "long": "a very long answer " * 2000,
    "one long word": "x" * 20_000,
    "lines": "one\r\ntwo\rthree\n\n\nfour\tfive",
}


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


@pytest.fixture
def arabic(monkeypatch):
    monkeypatch.setattr(i18n, "_language", "ar")


def full(decision: str = "yes") -> dict[str, str]:
    return {name: f"answer of {name}" for name in NAMES} | {plans.DECISION: decision}


def every_answer(words: str, decision: str = "yes") -> dict[str, str]:
    return dict.fromkeys(NAMES, words) | {plans.DECISION: decision}


def docx_words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def html_words(content: bytes) -> str:
    return "".join(ElementTree.fromstring(_xml(content)).find("body").itertext())


def _xml(content: bytes) -> str:
    return content.decode().removeprefix("<!DOCTYPE html>\n")


def all_forms(plan: plans.Plan) -> list[str]:
    return [
        html_words(page.plan_page(plan)),
        docx_words(word.plan_docx(plan)),
        plans.plain(plan),
        plans.markdown(plan),
    ]


def test_an_empty_plan_is_a_page_of_whole_questions_one_a_row():
    plan = plans.make({}, DAY)
    assert plan.decision is Outcome.OPEN
    titles = [row.title for row in plan.rows]
    assert titles == [
        *("Why", "Goal", "People", "Messenger", "First five videos", "Routine"),
        *("What we count", "Risks", "Exit"),
    ]
    assert not any(row.answers for row in plan.rows)
    assert len(plan.questions) == len(titles) == len(set(plan.questions))
    assert all(question.endswith("?") for question in plan.questions)
    for words in all_forms(plan):
        assert "Not yet decided." in words
        for question in plan.questions:
            assert f"Not yet decided: {question}" in words
        assert "9 questions are open. That is a fine state" in words


def test_after_the_path_of_60_minutes_few_questions_are_open():
    path = ("06_hangs_on", "06_answer", "06_at_risk", "06_exit_test", "06_exit_date")
    plan = plans.make(dict.fromkeys(path, "our answer") | {plans.DECISION: "pilot"}, DAY)
    open_rows = [row.title for row in plan.rows if row.question]
    assert open_rows == [
        *("Goal", "People", "Messenger", "First five videos", "Routine", "What we count", "Risks")
    ]
    assert len(plan.questions) == 7


def test_a_row_that_is_answered_in_part_asks_the_next_line_only():
    (asked,) = [row.question for row in plans.make({"02_aim": "recruits"}, DAY).rows if row.answers]
    assert asked == plans.part("goal").lines[0].ask
    goal = {"02_aim": "recruits", "08_goal": "12 new riders by June"}
    (asked,) = [row.question for row in plans.make(goal, DAY).rows if row.answers]
    assert asked == plans.part("goal").lines[2].ask


@pytest.mark.parametrize("decision", [one.value for one in Outcome])
def test_each_row_without_an_answer_has_a_whole_question(decision):
    for row in plans.make({plans.DECISION: decision}, DAY).rows:
        assert row.answers or row.question.endswith("?")


def test_a_full_plan_holds_every_answer_and_nothing_is_missing():
    plan = plans.make(full("pilot"), DAY)
    assert plan.questions == ()
    assert plan.cautions == ()
    asked = {line.name for part in plans.parts(Outcome.PILOT) for line in part.lines}
    for words in all_forms(plan):
        assert "A pilot, which ends on the exit date." in words
        assert "2026-11-25" in words
        for name in asked - {"02_answer"}:  # its place is taken by the later answer
            assert f"answer of {name}" in words.replace("\\", "")
        assert "not yet decided" not in words.lower()


def test_a_half_plan_shows_both():
    plan = plans.make({plans.DECISION: "yes", "08_goal": "12 new riders by June"}, DAY)
    for words in all_forms(plan):
        assert "12 new riders by June" in words
        assert "Reach, recruits or attitudes" in words
        assert "What will be different" not in words
        assert "Nothing is named that you stop doing." in words


def test_a_no_is_a_whole_plan_with_drafts_until_one_writes():
    plan = plans.make({plans.DECISION: "no"}, DAY)
    assert plan.title == "Our plan: what we do instead of TikTok"
    titles = [row.title for row in plan.rows]
    for title in ("What we do instead", "How we tell the board", "When we look again"):
        assert title in titles
    assert "First five videos" not in titles
    for words in all_forms(plan):
        assert "(a draft from the course)" in words
        assert "other work is a better use of our hours now" in words
    own = plans.make({plans.DECISION: "no", "08_board": "We ring our members."}, DAY)
    for words in all_forms(own):
        assert "We ring our members." in words
        assert "other work is a better use" not in words


def test_what_does_not_fit_together_is_said():
    def cautions(**kept: str) -> str:
        return " ".join(plans.make(kept, DAY).cautions)

    assert "A pilot needs an exit date" in cautions(**{plans.DECISION: "pilot"})
    assert "exit date" not in cautions(**{plans.DECISION: "pilot", "06_exit_date": "28 March"})
    assert "rule check" in cautions(**{plans.DECISION: "partners"})
    assert "look again" in cautions(**{plans.DECISION: "no"})
    assert cautions() == ""


def test_what_the_answer_hangs_on_stands_on_the_page():
    hangs = "By our scores: Yes. The smallest changes that turn it: hours from 3 to 1 (No)."
    for words in all_forms(plans.make({"06_hangs_on": hangs}, DAY)):
        assert f"What it hangs on: {hangs}" in words.replace("**", "")


def test_the_first_thought_stands_until_there_is_a_later_answer():
    first = plans.make({"02_answer": "ask ten people"}, DAY)
    assert "ask ten people" in plans.markdown(first)
    later = plans.make({"02_answer": "ask ten people", "06_answer": "a pilot"}, DAY)
    assert "ask ten people" not in plans.markdown(later)


@pytest.mark.parametrize("decision", ["maybe", "YES", "<b>", "yes\nno"])
def test_an_unknown_decision_is_an_open_one(decision):
    assert plans.make({plans.DECISION: decision}, DAY).decision is Outcome.OPEN


def test_each_line_names_the_module_that_asks_it_and_a_note_of_the_course():
    for name in NAMES:
        assert re.fullmatch(r"0[1-8]_[a-z_]+", name)
    for key in ("goal", "board"):
        assert plans.part(key).lines[0].module == 8


class Addresses(HTMLParser):
    """Everything in a page that could fetch something, or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form", "a"):
            self.found.append(tag)
        self.found += [name for name, _ in attrs if name in ("src", "href") or name[:2] == "on"]


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("decision", [one.value for one in Outcome])
def test_any_words_give_a_whole_page_without_an_outside_address(kind, decision):
    plan = plans.make(every_answer(HOSTILE[kind], decision), DAY)
    content = page.plan_page(plan)
    ElementTree.fromstring(_xml(content))  # well-formed
    looked = Addresses()
    looked.feed(content.decode())
    assert looked.found == []
    around = re.sub(r"<bdi>.*?</bdi>", "", content.decode(), flags=re.DOTALL)
    assert not re.search(r"://|url\(|@import", around)


@pytest.mark.parametrize("kind", HOSTILE)
def test_any_words_are_read_back_from_word(kind):
    plan = plans.make({"08_goal": HOSTILE[kind]}, DAY)
    (answer,) = fit(plan).plan.rows[1].answers
    assert answer.words in docx_words(word.plan_docx(plan))
    ((whole,),) = [row.answers for row in plan.rows if row.answers]
    if kind not in ("long", "one long word"):
        assert answer == whole


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_markdown_has_all_words_and_no_markup_of_theirs(kind):
    made = plans.markdown(plans.make({"08_goal": HOSTILE[kind]}, DAY))
    made.encode()
    assert made.count("\n# ") == 0
    assert "<script" not in made.replace("\\<", "")
    assert not re.search(r"(?<!\\)\]\(", made)
    plain = re.sub(r"\\([^\w\s])", r"\1", made).replace("\\\n  ", "\n")
    assert plans.clean(HOSTILE[kind]) in plain


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_plain_text_has_all_words_as_they_were_written(kind):
    made = plans.plain(plans.make({"08_goal": HOSTILE[kind]}, DAY))
    made.encode()
    assert plans.clean(HOSTILE[kind]).replace("\n", "\n  ") in made


def test_clean_takes_out_what_no_page_can_show_and_nothing_else():
    assert plans.clean("a\x00b\ud800c\u202ed\ufffe") == "abcd"
    assert plans.clean(" one \r\n\r\n two\t3 ") == "one\ntwo 3"
    assert plans.clean(HOSTILE["emoji"]) == HOSTILE["emoji"]
    assert plans.clean(HOSTILE["arabic"]) == HOSTILE["arabic"]


@given(st.text(st.characters(), max_size=300))
def test_whatever_is_written_all_forms_are_made(words):
    plan = plans.make({"08_goal": words, "06_at_risk": words}, DAY)
    ElementTree.fromstring(_xml(page.plan_page(plan)))
    docx.Document(io.BytesIO(word.plan_docx(plan)))
    plans.plain(plan).encode()
    plans.markdown(plan).encode()


@pytest.mark.parametrize("kind", ["long", "one long word", "emoji", "lines"])
def test_a_long_plan_is_shortened_to_its_lines_and_says_so(kind):
    plan = plans.make(every_answer(HOSTILE[kind] + " more" * 500), DAY)
    short = plans.fitted(plan, 100, 50)
    assert plans.height(short, 100) <= 50
    answers = [answer for row in short.rows for answer in row.answers]
    assert any(answer.words.endswith("…") for answer in answers)
    assert "The text file holds all words." in html_words(page.plan_page(plan))
    assert "The text file holds all words." in docx_words(word.plan_docx(plan))


def test_answers_of_one_length_are_cut_alike_and_the_exit_last():
    plan = plans.make(every_answer("We ring the ten members who came last month. " * 7), DAY)
    short = {row.key: row.answers for row in fit(plan).plan.rows}
    letters = {key: [len(answer.words) for answer in row] for key, row in short.items()}
    others = [one for key, row in letters.items() if key not in plans.CUT_LAST for one in row]
    assert max(others) < 3 * min(others)  # a line more or less, beside their labels
    for key in ("risks", "exit"):
        assert min(letters[key]) > max(others)
    for key in plans.CUT_FIRST:
        assert max(letters[key]) <= letters["goal"][0]


def test_the_room_of_the_page_is_used():
    plan = plans.make(every_answer("We ring the ten members who came last month. " * 7), DAY)
    short = plans.fitted(plan, 100, 60)
    assert 58 <= plans.height(short, 100) <= 60


def test_a_line_is_measured_in_the_letters_of_arial():
    assert plans.width("ill") < plans.width("one") < plans.width("MOW")
    assert plans.width("é") == plans.width("e")


def test_a_plan_that_fits_is_left_alone():
    plan = plans.make(full(), DAY)
    assert plans.fitted(plan, 100, 100) == plan
    assert fit(plan).whole


@pytest.mark.parametrize("decision", ["pilot", "no", ""])
def test_the_same_notes_and_day_give_the_same_bytes(decision, monkeypatch):
    first, second = (plans.make(full(decision), DAY) for _ in range(2))
    assert page.plan_page(first) == page.plan_page(second)
    made = word.plan_docx(first)
    real = __import__("time").localtime
    monkeypatch.setattr("time.localtime", lambda *_: real(2_000_000_000))  # another day
    assert word.plan_docx(second) == made


def test_word_keeps_nothing_of_who_and_when():
    known = docx.Document(io.BytesIO(word.plan_docx(plans.make({}, DAY)))).core_properties
    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")
    assert known.created.date() == known.modified.date() == DAY
    assert (known.title, known.language) == ("Our plan for TikTok", "en")
    with zipfile.ZipFile(io.BytesIO(word.plan_docx(plans.make({}, DAY)))) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        assert not any("thumbnail" in name for name in package.namelist())


def test_from_right_to_left_all_paragraphs_and_the_table_turn(arabic):
    plan = plans.make({"08_goal": HOSTILE["arabic"]}, DAY)
    content = page.plan_page(plan).decode()
    assert '<html lang="ar" dir="rtl">' in content
    with zipfile.ZipFile(io.BytesIO(word.plan_docx(plan))) as package:
        body = package.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p>.*?</w:p>", body, flags=re.DOTALL)
    assert paragraphs
    assert all("<w:bidi/>" in paragraph for paragraph in paragraphs)
    assert "<w:bidiVisual/>" in body
    assert (
        'w:bidi="ar"'
        in zipfile.ZipFile(io.BytesIO(word.plan_docx(plan))).read("word/styles.xml").decode()
    )


def test_the_settings_stand_in_the_order_of_the_format(arabic):
    # Word reads a file in another order as damaged; other programs do not mind.
    content = word.plan_docx(plans.make(full("pilot"), DAY))
    document = docx.Document(io.BytesIO(content))
    table = [element.tag.split("}")[1] for element in document.tables[0]._tbl.tblPr]
    assert table == [
        *("tblStyle", "bidiVisual", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    ]
    paragraph = [*("pStyle", "keepNext", "pBdr", "tabs", "bidi", "spacing", "ind", "jc", "rPr")]
    run = [*("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "rtl", "lang")]
    body = document.element.body
    for tag, order in (("pPr", paragraph), ("rPr", run)):
        for settings in body.iter(f"{{{body.nsmap['w']}}}{tag}"):
            places = [order.index(element.tag.split("}")[1]) for element in settings]
            assert places == sorted(places)


def test_arabic_words_in_an_english_plan_run_from_the_right():
    plan = plans.make({"08_goal": HOSTILE["arabic"]}, DAY)
    document = docx.Document(io.BytesIO(word.plan_docx(plan)))
    runs = [
        run
        for paragraph in document.tables[0].rows[1].cells[1].paragraphs[:1]
        for run in paragraph.runs
    ]
    assert [bool(run.font.rtl) for run in runs] == [False, True]


def test_the_button_writes_four_files_and_never_over_an_earlier_one(own_folder):
    keep("08_goal", "12 new riders")
    maker = MakePlan(DAY)
    first = maker.make()
    assert [file.name for file in first] == [
        *("plan_2026-11-25.html", "plan_2026-11-25.docx"),
        *("plan_2026-11-25.txt", "plan_2026-11-25.md"),
    ]
    before = {file: file.read_bytes() for file in own_folder.iterdir()}
    keep("08_goal", "20 new riders")
    before[own_folder / "notes.json"] = (own_folder / "notes.json").read_bytes()
    second = maker.make()
    assert [file.name for file in second] == [
        *("plan_2026-11-25_2.html", "plan_2026-11-25_2.docx"),
        *("plan_2026-11-25_2.txt", "plan_2026-11-25_2.md"),
    ]
    assert {file: file.read_bytes() for file in before} == before
    for place in (0, 2, 3):
        assert b"20 new riders" in second[place].read_bytes()
    assert "plan_2026-11-25_2.docx" in maker.said
    assert "20 new riders" in maker.said


@pytest.mark.parametrize("ending", [".html", ".docx", ".md"])
def test_one_file_in_the_way_gives_all_the_next_number(own_folder, ending):
    own_folder.mkdir()
    (own_folder / f"plan{ending}").write_text("mine")
    made = shelf.add(own_folder, "plan", {".html": b"a", ".docx": b"b", ".md": b"c"})
    assert [file.stem for file in made] == ["plan_2"] * 3
    assert (own_folder / f"plan{ending}").read_text() == "mine"


def test_a_folder_that_cannot_be_written_to_is_a_sentence(own_folder):
    own_folder.write_text("a file in its place")
    with pytest.raises(Problem, match="Nothing could be written"):
        shelf.add(own_folder, "plan", {".md": b""})
    maker = MakePlan(DAY)
    assert maker.make() == []
    assert "Nothing could be written" in maker.said


def test_half_written_files_are_taken_away(own_folder, monkeypatch):
    with pytest.raises(Problem):
        shelf.add(own_folder, "plan", {".md": b"x", "/nowhere/plan": b"y"})
    assert list(own_folder.iterdir()) == []


def test_links_work_from_a_lesson_and_escape_nothing_wrong(own_folder, monkeypatch):
    course = own_folder.parent / "course"
    course.mkdir()
    monkeypatch.chdir(course)
    maker = MakePlan(DAY)
    maker.make()
    for ending in ("html", "docx", "txt", "md"):
        assert f'href="../my_work/plan_2026-11-25.{ending}"' in maker.said
        assert f'download="plan_2026-11-25.{ending}"' in maker.said


def test_what_was_written_is_shown_escaped(own_folder):
    keep("08_goal", HOSTILE["markup"])
    maker = MakePlan(DAY)
    maker.make()
    assert "<script" not in maker.said


def test_the_decision_is_kept_and_taken_back(own_folder):
    choice = Choice()
    assert not own_folder.exists()
    choice.buttons.value = "pilot"
    assert notes()[plans.DECISION] == "pilot"
    assert Choice().buttons.value == "pilot"
    choice.buttons.value = ""
    assert plans.make(notes(), DAY).decision is Outcome.OPEN
    assert Choice().said.count("scores") == 0  # there are none to differ from
    keep(plans.DECISION, "something else")
    assert Choice().buttons.value == ""


def test_the_decision_begins_where_the_scores_of_module_06_lead(own_folder):
    keep("06_hangs_on_scores", YES)
    choice = Choice()
    assert choice.buttons.value == "yes"
    assert "This is where your scores in module 06 lead." in choice.said
    assert plans.make(notes(), DAY).decision is Outcome.YES  # the page says what is chosen
    assert plans.DECISION not in notes()  # looking keeps nothing

    choice.buttons.value = "pilot"
    differs = "Your scores in module 06 lead to another answer: Yes: we use TikTok"
    assert "Kept for your plan" in choice.said
    assert differs in choice.said
    assert differs in Choice().said
    choice.buttons.value = ""  # not yet decided is a choice, too, and stays one
    assert Choice().buttons.value == ""
    assert differs in Choice().said
    assert plans.make(notes(), DAY).decision is Outcome.OPEN
    choice.buttons.value = "yes"
    assert "module 06" not in choice.said
    assert "module 06" not in Choice().said


def test_scores_that_cannot_be_read_decide_nothing(own_folder):
    keep("06_hangs_on_scores", "people=9")
    assert (Choice().buttons.value, plans.by_scores(notes())) == ("", None)
    assert "module 06" not in Choice().said


def test_each_note_is_asked_once_in_the_lesson():
    lesson = (paths.MODULES / "08_your_plan" / "lesson.md").read_text(encoding="utf-8")
    shown = [key for call in re.findall(r"plan_part\((.+)\)", lesson) for key in call.split(", ")]
    asked = [line.name for key in shown for line in plans.own_lines(plans.part(key.strip('"')))]
    assert sorted(asked) == NAMES


def test_the_questions_hold_what_was_written_earlier(own_folder):
    keep("02_people", "night-shift nurses")
    asked = Questions(["people"])
    assert [child.area.value for child in asked.children[1:]] == ["night-shift nurses", "", ""]
    bundle = asked._repr_mimebundle_()
    for form in ("text/plain", "text/html"):
        assert "Which people do you want to win over?" in bundle[form]
        assert "nurses" not in bundle[form]  # a stored notebook never holds it
    assert "nurses" not in MakePlan(DAY)._repr_mimebundle_()["text/html"]
