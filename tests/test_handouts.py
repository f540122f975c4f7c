"""Handouts, quiz cards and the plan canvas: they hold what the lesson and the plan hold."""

import re
from html import unescape

import pytest

from workbook import paths
from workbook import plan as plans
from workbook.build import claims, prose, source, trainer
from workbook.build.trainer import blocks, handouts, slides
from workbook.decision import CRITERIA, Outcome
from workbook.errors import Problem
from workbook.feedback.quiz import in_order

LESSONS = {folder.name: source.read(folder / "lesson.md") for folder in source.modules()}
PAGES = dict(trainer.pages())


def words(name: str) -> str:
    page = re.sub(r"<style>.*?</style>", "", PAGES[name].decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def sides(name: str) -> list[str]:
    return re.findall(r'<section class="side.*?</section>', PAGES[name].decode(), flags=re.DOTALL)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("module", LESSONS)
def test_each_module_has_a_sheet_with_two_sides(module):
    front, back = sides(f"handouts/{module}.html")
    assert "<svg" in front or module == "08_your_plan"  # which has no widget
    assert "Talk about it in pairs" in back
    assert "<li>" in back.partition("Talk about it in pairs")[2]
    assert back.count('class="write"') + back.count('class="blank') >= 5


@pytest.mark.parametrize("module", LESSONS)
def test_the_front_has_all_key_points(module):
    said = without_spaces(words(f"handouts/{module}.html"))
    points = [
        block
        for block in prose.blocks(LESSONS[module])
        if block.section == "Key points" and block.kind == "item"
    ]
    assert points or module == "00_start_here"
    for point in points:
        first = re.split(r"[*{`]", point.text)[0]
        assert without_spaces(first) in said


@pytest.mark.parametrize("module", ["02_why_use_it", "03_case_study", "06_reasons_not_to"])
def test_the_back_asks_what_the_lesson_keeps_for_the_plan(module):
    said = words(f"handouts/{module}.html")
    asked = handouts.notes(LESSONS[module])
    assert len(asked) >= 5
    for question in asked:
        assert question in said


def test_the_pencil_exercises_come_with_answers():
    for module in ("01_what_is_tiktok", "02_why_use_it", "03_case_study", "05_community_tips"):
        _, back = sides(f"handouts/{module}.html")
        assert "With a pencil" in back
        assert 'class="answers"' in back


def test_the_decision_on_paper_has_the_lines_of_the_widget():
    _, back = sides("handouts/06_reasons_not_to.html")
    assert back.count("<tr><th") == len(CRITERIA) + 1
    assert back.count("☐") == 5 * len(CRITERIA)


def test_the_canvas_has_every_line_of_the_plan():
    front, back, instead = sides("handouts/plan_canvas.html")
    for decision, page in ((Outcome.PILOT, front + back), (Outcome.NO, instead)):
        shown = unescape(page)
        for part in plans.parts(decision):
            assert f"<h2>{part.title}</h2>" in shown
            for line in part.lines:
                assert f"<strong>{line.label}</strong><br />{line.ask}</div>" in shown
        assert shown.count('class="line"') == sum(len(part.lines) for part in plans.parts(decision))
        for signature in plans.signatures():
            assert signature in shown
    shown = unescape(front + instead)
    assert all(plans.told(decision) in shown for decision in Outcome)


@pytest.mark.parametrize("module", LESSONS)
def test_the_answer_lies_behind_its_question(module):
    items = prose.quizzes(LESSONS[module])
    pages = sides(f"cards/{module}.html")
    assert len(pages) == 2 * -(-len(items) // 4)
    seen = 0
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        questions = front.split('<div class="card')[1:]
        answers = back.split('<div class="card')[1:]
        assert len(questions) == len(answers) == 4
        for place, question in enumerate(questions):
            behind = answers[place + 1 if place % 2 == 0 else place - 1]  # turned over
            number = re.search(r"card (\d+)<", question)
            assert bool(number) == ("card " in behind.partition("<ol")[0] and "is" in behind)
            if number:
                item = items[int(number[1]) - 1]
                assert f"card {number[1]}<" in behind
                place = [right for right, *_ in in_order(item.name, item.choices)].index(True)
                assert f"The answer is {'ABCD'[place]}" in behind
                seen += 1
    assert seen == len(items)


@pytest.fixture
def sheet(tmp_path):
    """Makes the handout of module 03 with one text replaced by another."""

    def made(old: str, new: str) -> bytes:
        text = (paths.MODULES / "03_case_study" / "lesson.md").read_text(encoding="utf-8")
        start, cell, rest = text.partition('+++ {"tags": ["handout"]}')
        assert old in rest
        folder = tmp_path / "03_case_study"
        folder.mkdir()
        changed = start + cell + rest.replace(old, new, 1)
        (folder / "lesson.md").write_text(changed, encoding="utf-8")
        lesson = source.read(folder / "lesson.md")
        claims.verify(lesson)
        return handouts.Handout(slides.Deck(lesson), blocks.read(lesson)).page()

    return made


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{picture}`TurnoutRange()`", "{picture}`Turnout()`", "name 'Turnout' is not defined"),
        ("{notes}`1`", "{notes}`one`", "it fails: invalid literal"),
        ("## Talk about it in pairs", "In 2024 it was 37%.", "sounds like a claim"),
        ("## Talk about it in pairs", "See {fact}`X9`.", "no fact 'X9'"),
    ],
)
def test_a_faulty_handout_stops_the_build_with_file_and_line(sheet, old, new, reason):
    with pytest.raises(Problem, match=reason) as fault:
        sheet(old, new)
    assert re.match(r"modules/03_case_study/lesson\.md, line \d+: ", str(fault.value))


def test_a_second_handout_stops_the_build(sheet):
    with pytest.raises(Problem, match="a lesson has one cell with the tag 'handout'"):
        sheet("## Talk about it", '+++ {"tags": ["handout"]}\n\n## Talk about it')
