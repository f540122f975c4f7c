"""Run sheets: minutes add up, each block can stand where it stands, and all forms say the same."""

import datetime
import io
import itertools
import re
from html.parser import HTMLParser

import docx
import pytest
import yaml
from paper import sheets

from workbook import i18n, paths
from workbook.build import source
from workbook.build.trainer import blocks, markup, printing, runsheet, runsheet_word, workshops
from workbook.build.trainer.blocks import Kind
from workbook.cli import main
from workbook.errors import Problem
from workbook.papers import pdf

LESSONS = [source.read(folder / "lesson.md") for folder in source.modules()]
WORKSHOPS = workshops.every()
PLANS = yaml.safe_load((paths.MODULES / "workshops.yml").read_text(encoding="utf-8"))
BLOCKS = {block.id: block for lesson in LESSONS for block in blocks.read(lesson)}


class Words(HTMLParser):
    """The words of a page, without those of its style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.found.append(data)


def words(page: bytes) -> str:
    parser = Words()
    parser.feed(page.decode())
    return " ".join(" ".join(parser.found).split())


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_the_three_workshops_take_what_they_promise():
    promised = {one.key: one.minutes for one in WORKSHOPS if one.key in PLANS}
    assert promised == {"90-minutes": 90, "half-day": 210, "full-day": 360}
    for one in WORKSHOPS:
        start, *_, (_, end, _) = one.timetable()
        begins, ends = (
            datetime.datetime.combine(datetime.date.min, moment) for moment in (start[0], end)
        )
        assert (ends - begins).seconds // 60 == one.minutes
        assert sum(entry.minutes for entry in one.entries) == one.minutes


def test_nobody_sits_for_longer_than_a_hundred_minutes():
    for one in WORKSHOPS:
        sat = 0
        for entry in one.entries:
            sat = sat + entry.minutes if entry.block else 0
            assert sat <= 100, one.key


def test_a_block_that_uses_a_computer_says_how_it_goes_without():
    for block in BLOCKS.values():
        done = " ".join(
            part.words for part in block.parts if part.kind in (Kind.DO, Kind.LOOK_BACK)
        )
        if re.search(r"\b(widget|slider|computer|cell|screen|lesson)s?\b", done):
            assert block.part(Kind.PAPER), block.id


def test_the_questions_that_a_trainer_asks_are_in_the_sheet():
    said = words(runsheet.page(workshops.find("03")))
    assert "Which slider changes the answer more?" in said
    assert "What usually goes wrong" in said
    assert "Crossing the ends (15% of 250" in said
    assert "If you are late (saves 4 min)" in said
    assert "Without computers" in said
    assert "In a call: you move the sliders" in said


def test_advice_for_a_shorter_module_is_in_the_sheet_of_the_module_only():
    advice = "leave out the bounds with bodies and the coins"
    assert advice in words(runsheet.page(workshops.find("03")))
    advice = "leave out Hidden, or ordinary?"
    assert advice in words(runsheet.page(workshops.find("06"))).replace(" ?", "?")
    assert advice not in words(runsheet.page(workshops.find("half-day")))


def test_clock_times_begin_when_the_trainer_begins():
    workshop = workshops.find("half-day").at(datetime.time(23, 30))
    said = words(runsheet.page(workshop))
    assert "from 23:30 to 03:00" in said
    assert "23:30–23:42" in said
    first = runsheet.plan(workshop)[1]
    assert first[:2] == ["23:30–23:42", "12"]


def test_a_block_cut_short_says_how_and_hides_minutes_that_no_longer_fit():
    (entry, *_) = workshops.find("90-minutes").entries
    assert (entry.minutes, entry.block.minutes) == (5, 8)
    lines = list(runsheet.lines(entry.block, entry))
    assert lines[0].words == entry.shorter
    assert not any(re.search(r"\(\d+ min\)", line.label) for line in lines)


def test_what_to_leave_out_names_the_minutes_won():
    listed = dict(runsheet.lists(workshops.find("half-day")))
    late = listed["If you are late, leave out in this order"]
    assert [markup.plain(line) for line in late[:2]] == [
        "May we?: then 7 minutes are won",
        "The team: then 17 minutes are won",
    ]


@pytest.mark.parametrize("key", [one.key for one in WORKSHOPS])
def test_page_and_word_file_say_the_same(key):
    workshop = workshops.find(key)
    said = words(runsheet.page(workshop))
    document = docx.Document(io.BytesIO(runsheet_word.sheet(workshop)))
    cells = [
        paragraph.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    for block in workshop.blocks:
        for part in (part for part in block.parts if part.kind is not Kind.SHORT):
            for paragraph in part.words.split("\n\n"):
                assert markup.plain(paragraph) in cells
                assert without_spaces(markup.plain(paragraph)) in without_spaces(said)


def test_no_page_of_the_word_file_holds_only_the_last_lines():
    document = docx.Document(io.BytesIO(runsheet_word.sheet(workshops.find("half-day"))))
    heading, table = document.paragraphs[-1], document.tables[-1]
    *before, last = [[one for cell in row.cells for one in cell.paragraphs] for row in table.rows]
    together = [one.paragraph_format.keep_with_next for one in [heading, *itertools.chain(*before)]]
    assert len(together) > 10
    assert all(together)
    # What follows the last row is the end.
    assert not any(one.paragraph_format.keep_with_next for one in last)


def test_the_same_sheet_has_the_same_bytes():
    workshop = workshops.find("90-minutes")
    assert runsheet.page(workshop) == runsheet.page(workshop)
    assert runsheet_word.sheet(workshop) == runsheet_word.sheet(workshop)


def test_a_sheet_runs_from_right_to_left():
    i18n.use("ar")
    try:
        page = runsheet.page(workshops.find("03")).decode()
        made = runsheet_word.sheet(workshops.find("03"))
    finally:
        i18n.use("en")
    assert '<html lang="ar" dir="rtl">' in page
    assert not re.search(
        r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)", page
    )
    assert (
        docx.Document(io.BytesIO(made))
        .tables[0]
        ._tbl.tblPr.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidiVisual")
        is not None
    )


@pytest.fixture
def lesson(tmp_path):
    """Reads the lesson of module 03 with one text replaced by another."""

    def changed(old: str, new: str) -> source.Source:
        text = (paths.MODULES / "03_case_study" / "lesson.md").read_text(encoding="utf-8")
        assert old in text
        folder = tmp_path / "03_case_study"
        folder.mkdir()
        (folder / "lesson.md").write_text(text.replace(old, new, 1), encoding="utf-8")
        return source.read(folder / "lesson.md")

    return changed


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("trainer_minutes: 75", "trainer_minutes: 76", "take 75 minutes, not 76"),
        (":do: (5) In pairs", ":do: (6) In pairs", "parts of 'ride' take 11 minutes, not 10"),
        (":mistakes: Crossing", "Crossing", None),
        (":mistakes: Crossing", ":errors: Crossing", "':errors:' is unknown"),
        (":mistakes: Crossing", ":do: Crossing", "':do:' is unknown, or twice there"),
        (":late: (4) Work out", ":late: Work out", "says how many minutes it saves"),
        ("**The ride**", "The ride", "begins with its title in bold"),
        ("**The ride**", "**The ride**\n\nNo key.", "has no key before it"),
        ('"block": "team"', '"block": "ride"', "two blocks are named 'ride'"),
        ('"after": "open"', '"after": "nothing"', "no block 'nothing' comes before"),
    ],
)
def test_a_faulty_block_stops_the_build_with_file_and_line(lesson, old, new, reason):
    with pytest.raises(Problem, match=reason or "the block 'ride' has no mistakes") as fault:
        blocks.read(lesson(old, new))
    assert re.match(r"modules/03_case_study/lesson\.md, line \d+: ", str(fault.value))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"minutes": 91}, "takes 90 minutes, not 91"),
        ({"plan": [{"block": "03/nobody"}]}, "no lesson has a block '03/nobody'"),
        ({"plan": [{"block": "06/decide"}], "minutes": 20}, "'06/decide' goes back to '06/open'"),
        ({"plan": [{"block": "02/hat", "minutes": 9}], "minutes": 9}, "'shorter' says what stops"),
        ({"plan": [{"block": "02/hat", "minutes": 16}], "minutes": 16}, "takes 15 minutes"),
        ({"plan": [{"block": "02/hat", "shorter": "x"}], "minutes": 15}, "takes 15 minutes"),
        ({"plan": [{"block": "02/hat"}] * 2, "minutes": 30}, "stands twice"),
        ({"leave_out": ["01/row"]}, "names 01/row, which is not in the plan"),
        ({"leave_out": ["06/open"]}, "'06/decide' goes back to '06/open'"),
        ({"start": "half past"}, "is no time of day"),
    ],
)
def test_a_faulty_workshop_stops_the_build(change, reason):
    plan = {**PLANS["90-minutes"], "leave_out": [], **change}
    with pytest.raises(Problem, match=reason):
        workshops.workshop("90-minutes", plan, BLOCKS)


def test_a_workshop_without_a_field_stops_the_build():
    plan = {key: value for key, value in PLANS["90-minutes"].items() if key != "end"}
    with pytest.raises(Problem, match="it has no end"):
        workshops.workshop("90-minutes", plan, BLOCKS)


def test_the_command_adds_new_files_and_overwrites_none(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pdf.browser, "find", lambda: None)
    for _ in range(2):
        assert main(["run-sheet", "half-day", "--start", "10:15", "--out", str(tmp_path)]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "run_sheet_half-day_1015.docx",
        "run_sheet_half-day_1015.html",
        "run_sheet_half-day_1015_2.docx",
        "run_sheet_half-day_1015_2.html",
    ]
    assert "To make a PDF, this computer needs Chromium" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run-sheet", "nothing"], "There is no workshop “nothing”. There are: 90-minutes,"),
        (["run-sheet", "03", "--start", "9.30"], "“9.30” is no time of day."),
        (["pdf", "nothing.html"], "There is no page nothing.html."),
    ],
)
def test_a_mistake_at_the_command_line_is_one_sentence(arguments, said, capsys):
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.browser
@pytest.mark.parametrize("paper", list(pdf.Paper))
def test_it_prints_on_both_papers(tmp_path, paper):
    files, note = printing.run_sheet("90-minutes", None, paper, tmp_path)
    assert (note, files[-1].suffix) == ("", ".pdf")
    content = files[-1].read_bytes()
    assert 4 <= sheets(content) <= 7
    width, height = map(
        float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content).groups()
    )
    expected = {"A4": (595, 842), "Letter": (612, 792)}[paper]
    assert (round(width), round(height)) == expected
