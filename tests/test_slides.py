"""Slides: one idea each, a source for each claim, notes for the trainer, and nothing outside."""

import hashlib
import re

import pytest

from workbook import i18n, paths
from workbook.build import claims, lesson, prose, source, trainer
from workbook.build.trainer import blocks, slides, workshops
from workbook.errors import Problem
from workbook.feedback.quiz import in_order

LESSONS = {folder.name: source.read(folder / "lesson.md") for folder in source.modules()}
DECKS = {module: slides.Deck(one) for module, one in LESSONS.items()}
BLOCKS = [block for one in LESSONS.values() for block in blocks.read(one)]
PAGES = dict(trainer.pages())

REVEAL = {
    "LICENSE.txt": "34014800f4126ac2525e224166f099f26628612e95c41f76d70841b63138c989",
    "notes.js": "df1201d19d03241a2897d39c3d38768177df1cbd4bde06327b321cb83461ae89",
    "reveal.css": "68f915a11ebf7203c0446576b7e952ff61c5dd02134a8a226ffaf62ed42136d2",
    "reveal.js": "46538b52db48724192f59bf46f5e851a18e302777c46f4a34c32709d010d6a29",
}
"""The files of reveal.js 5.2.1 as its authors publish them on the npm registry."""


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</figure>", " ", html, flags=re.DOTALL)).split()


def test_reveal_is_as_its_authors_publish_it():
    found = {
        name.removeprefix("slides/reveal/"): hashlib.sha256(content).hexdigest()
        for name, content in PAGES.items()
        if name.startswith("slides/reveal/")
    }
    assert found == REVEAL


def test_letters_in_a_picture_are_read_from_the_last_row():
    # A slide gives a picture some 530 of its 720 pixels: a tall one is shrunk, with its letters.
    tall = set()
    for name, content in PAGES.items():
        if not re.fullmatch(r"slides/[^/]*\.html", name):
            continue
        found = re.findall(r'<section id="([^"]+)"(.*?)</section>', content.decode(), re.DOTALL)
        for slide, body in found:
            heights = re.findall(r'viewBox="0 0 500 (\d+)"', body)
            tall |= {slide for height in heights if int(height) > 370}
    # These two hold a table of seven rows each, which is looked at from near, too.
    assert tall == {"05-shifts-2", "06-decide-1"}


def test_no_page_names_an_address_outside():
    for name, content in PAGES.items():
        if "/reveal/" in name:
            continue  # its comments name its authors
        text = re.sub(r"http://www\.w3\.org/(?:2000/svg|1999/xlink)", "", content.decode())
        assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", text), name


def test_each_page_links_only_to_what_is_there():
    for name, content in PAGES.items():
        if not name.endswith(".html"):
            continue
        folder = name.rpartition("/")[0]
        for link in re.findall(r'(?:href|src)="([^"#]+)"', content.decode()):
            assert f"{folder}/{link}".lstrip("/") in PAGES, (name, link)


def test_the_index_names_every_page():
    index = PAGES["index.html"].decode()
    for name in PAGES:
        if name.endswith(".html") and name != "index.html":
            assert f'href="{name}"' in index


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.id)
def test_each_block_has_slides_with_all_its_notes(block):
    made = DECKS[block.lesson.module].of(block, block.minutes)
    assert 1 <= len(made) <= 5
    assert abs(sum(slide.seconds for slide in made) - 60 * block.minutes) < 60
    notes = " ".join(slide.notes for slide in made)
    for kind in (*slides._FIRST, *slides._LAST):
        if block.part(kind):
            assert f"<strong>{kind.label}:</strong>" in notes
    for slide in made:
        assert slide.notes
        assert len(words(slide.heading)) <= 16
        assert len(words(slide.body)) <= 65, slide.name


@pytest.mark.parametrize("module", [name for name in LESSONS if not name.startswith(("00", "08"))])
def test_each_module_shows_pictures(module):
    page = PAGES[f"slides/{module}.html"].decode()
    assert page.count('class="picture"') >= 2
    for picture in re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL):
        assert re.search(r"<title id[^>]*>[^<]+</title><desc id[^>]*>[^<]+</desc>", picture)


def test_the_ids_of_a_page_are_its_own():
    for name, content in PAGES.items():
        if name.endswith(".html"):
            ids = re.findall(r' id="([^"]+)"', content.decode())
            assert len(set(ids)) == len(ids), name


def test_a_claim_on_a_slide_names_its_source_below_it():
    slide = next(
        slide
        for block in BLOCKS
        if block.id == "02/of_whom"
        for slide in DECKS[block.lesson.module].of(block, 12)
        if "percentage" in slide.heading
    )
    assert "20%<sup>1</sup>" in slide.body
    assert slide.sources == ("Pew Research Center, 2025-09-25",)
    page = PAGES["slides/02_why_use_it.html"].decode()
    assert "<sup>1</sup>Library Learning Space, 2021-09-06 (a report)</span>" in page


def test_the_answers_have_the_letters_of_the_notebook():
    for module, deck in DECKS.items():
        made = {slide.name: slide for slide in deck.closing()}
        for item in prose.quizzes(LESSONS[module]):
            place = [right for right, *_ in in_order(item.name, item.choices)].index(True)
            answer = made[f"answer-{item.name.replace('_', '-')}"]
            assert answer.heading == f"The answer is {'ABCD'[place]}"


def test_a_workshop_shows_the_slides_of_its_blocks_in_their_order():
    page = PAGES["slides/half-day.html"].decode()
    shown = list(dict.fromkeys(re.findall(r'<section id="(\d\d-[a-z_]+)-\w+"', page)))
    planned = [block.id.replace("/", "-") for block in workshops.find("half-day").blocks]
    assert shown == planned
    assert page.count("Pause: 15 minutes") == 2


def test_a_learner_sees_no_slide():
    for one in LESSONS.values():
        fresh = source.read(one.path)
        shown = "\n".join(cell.source for cell in lesson.learner_notebook(fresh).cells)
        assert "{picture}" not in shown
        assert ":say:" not in shown


def test_slides_run_from_right_to_left():
    i18n.use("ar")
    try:
        page = slides.page(workshops.find("03"), DECKS).decode()
    finally:
        i18n.use("en")
    assert '<html lang="ar" dir="rtl"' in page
    assert "rtl: true" in page


def test_the_same_source_has_the_same_bytes():
    assert dict(trainer.pages("03")).items() <= PAGES.items()


@pytest.fixture
def deck(tmp_path):
    """Makes all slides of module 03 with one text replaced by another."""

    def made(old: str, new: str) -> list[slides.Slide]:
        text = (paths.MODULES / "03_case_study" / "lesson.md").read_text(encoding="utf-8")
        assert old in text
        folder = tmp_path / "03_case_study"
        folder.mkdir()
        (folder / "lesson.md").write_text(text.replace(old, new, 1), encoding="utf-8")
        changed = source.read(folder / "lesson.md")
        claims.verify(changed)
        fresh = slides.Deck(changed)
        return [slide for block in blocks.read(changed) for slide in fresh.of(block, 9)]

    return made


SLIDE = "## 30 to 50 riders, if the estimate is right"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (SLIDE, "30 to 50 riders", "a slide begins with its heading"),
        ("{picture}`TurnoutRange()`", "{picture}`Turnout()`", "name 'Turnout' is not defined"),
        ("{picture}`TurnoutRange()`", "{picture}`TurnoutRange(x=1)`", "TurnoutRange has no x"),
        ("{picture}`TurnoutRange()`", "{picture}`data`", "it makes no widget"),
        ("came some other way {fact}`CASE3`", "came some other way {fact}`X9`", "no fact 'X9'"),
        ("A friend, an e-mail, a flyer, a habit.", "In 2024 it was 37%.", "sounds like a claim"),
    ],
)
def test_a_faulty_slide_stops_the_build_with_file_and_line(deck, old, new, reason):
    with pytest.raises(Problem, match=reason) as fault:
        deck(old, new)
    assert re.match(r"modules/03_case_study/lesson\.md, line \d+: ", str(fault.value))


def test_slides_that_no_block_follows_stop_the_build(deck):
    with pytest.raises(Problem, match="no trainer cell follows these slides"):
        deck("## Key points", '+++ {"tags": ["slides"]}\n\n## Lost\n\n+++\n\n## Key points')
