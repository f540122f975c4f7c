"""The measures in words, pictures and rows, and what is left out before they are shared."""

import csv
import datetime
import io
import re

import docx
import pandas as pd
import pytest

from workbook import attribution, charts, data, own, own_shown
from workbook.exports import Settings, Upload, read
from workbook.own import Own
from workbook.papers import numbers
from workbook.widgets.own_numbers import sample

DAY = datetime.date(2026, 11, 25)
SALT = b"a salt for the tests, 32 bytes. "


@pytest.fixture(scope="module")
def theirs() -> Own:
    return sample(data.folder())


def people(*kinds: tuple[int, str, str]) -> Own:
    """A group in which so many people have this code and this answer."""
    rows = [kind[1:] for kind in kinds for _ in range(kind[0])]
    table = pd.DataFrame(
        [[f"{n}", "2025-06-01 12:00", f"p{n}@example.org", *row] for n, row in enumerate(rows)],
        columns=["rsvp_id", "created_utc", "email", "source_code", "how_heard"],
    )
    file = Upload("signups.csv", table.to_csv(index=False).encode())
    return Own(read(file, Settings(salt=SALT)).tables)


SMALL = people((3, "tiktok", "tiktok"), (9, "tiktok", ""), (30, "email", "email"), (20, "", ""))
LARGE = people((8, "tiktok", "tiktok"), (9, "tiktok", ""), (7, "", "tiktok"), (40, "email", ""))


def counts(card: own_shown.Card) -> list[float | None]:
    return [one.value for one in card.numbers]


def test_every_measure_has_a_card_that_tells_what_it_can_and_cannot_say(theirs):
    cards = own_shown.cards(theirs)
    assert tuple(cards) == own_shown.KEYS == tuple(own.measures(theirs))
    for card in cards.values():
        assert card.can
        assert card.cannot[0]
        assert not card.missing
        assert card.numbers


def test_without_files_each_card_says_what_is_missing():
    for key, card in own_shown.cards(Own({})).items():
        assert card.missing
        assert card.sentence == own.measures(Own({}))[key].missing
        assert card.numbers == ()


def test_a_card_holds_the_numbers_of_the_measure(theirs):
    cards, results = own_shown.cards(theirs, sharing=False), own.measures(theirs)
    typical = results["typical_video"].result
    first = cards["typical_video"].numbers[0]
    assert (first.value, first.low, first.high) == (typical.median, *typical.interval)
    assert f"{typical.videos} videos" in cards["typical_video"].sentence
    seen = results["source_table"].result.evidence
    assert sum(counts(cards["source_table"])) == seen.total == 400
    assert sum(counts(cards["source_table"])[:3]) == seen.either
    bounds = results["bounds"].result
    assert [(one.low, one.high) for one in cards["bounds"].numbers] == [*map(tuple, bounds)]
    estimate = cards["recapture"].numbers[1]
    found = results["recapture"].result
    assert (estimate.value, estimate.low, estimate.high) == (found.value, found.low, found.high)
    prices = {one.label: one.value for one in cards["cost_per_outcome"].numbers}
    costs = results["cost_per_outcome"].result
    assert prices["TikTok: a leader"] == costs.loc["tiktok", "per_leaders"]


# Small counts -------------------------------------------------------------------------------------


def test_a_small_count_cannot_be_worked_out_from_what_is_shared():
    assert counts(own_shown.cards(SMALL, sharing=False)["source_table"]) == [3, 9, 0, 30, 20]
    shared = own_shown.cards(SMALL)
    hidden = [one.label for one in shared["source_table"].numbers if one.hidden]
    assert hidden == ["Code and answer", "Code only"]  # one alone would follow from the total
    for key in ("bounds", "recapture"):
        assert shared[key].numbers == ()
        assert "fewer than 5 people" in shared[key].sentence
    digits = set(re.findall(r"\d+", shared["source_table"].sentence))
    assert digits == {"62", "0", "30", "20"}  # what is not hidden is told
    assert not {"3", "9", "12"} & set(shared["source_table"].table.to_numpy().ravel())


def test_counts_of_five_and_more_are_shared():
    shared, whole = own_shown.cards(LARGE), own_shown.cards(LARGE, sharing=False)
    assert counts(shared["source_table"]) == counts(whole["source_table"]) == [8, 9, 7, 40, 0]
    assert shared["bounds"].numbers == whole["bounds"].numbers
    assert shared["recapture"] == whole["recapture"]


def test_a_price_gives_no_small_count_away(theirs):
    costs = own.measures(theirs)["cost_per_outcome"].result
    shared = {one.label: one for one in own_shown.cards(theirs)["cost_per_outcome"].numbers}
    assert costs.loc["instagram", "leaders"] == 1
    assert shared["Instagram: a leader"].hidden
    assert not shared["TikTok: a leader"].hidden
    more = costs["by_code_or_answer"] - costs["by_code"]
    assert 0 < more["email"] < 5
    assert shared["E-mail: a person by code or answer"].hidden
    assert not shared["E-mail: a person by code"].hidden


# Pictures -----------------------------------------------------------------------------------------


def drawn(card: own_shown.Card):
    with charts.figure(500, 270, (20, 20, 12, 48)) as (figure, axes):
        own_shown.draw(axes, card)
    return figure.axes[0]


def test_the_bars_are_as_long_as_the_numbers(theirs):
    for card in own_shown.cards(theirs, sharing=False).values():
        wanted = [one for one in card.numbers if one.drawn][: own_shown.MOST_BARS]
        axes = drawn(card)
        values = [one.value for one in wanted if one.value is not None]
        assert [bar.get_width() for bar in axes.patches] == pytest.approx(values)
        low, high = axes.get_xlim()
        assert low <= min(0, *values, 0)
        assert high >= max([*values, *(one.high or 0 for one in wanted)])
        said = [label.get_text() for label in axes.texts]
        assert all(any(one.label in words for words in said) for one in wanted)


def test_a_negative_gap_is_drawn_to_the_left():
    card = own_shown.Card(
        "hooks", "Hooks", "", (own_shown.Number("gap", -0.02, "points"),), "", ("",), False
    )
    axes = drawn(card)
    assert axes.get_xlim()[0] <= -0.02
    assert axes.patches[0].get_width() == pytest.approx(-0.02)


def test_nothing_to_draw_is_said():
    (words,) = drawn(own_shown.cards(Own({}))["hooks"]).texts
    assert words.get_text() == "No picture: something is missing."


@pytest.mark.parametrize("values", [[0.0], [5294, 1250], [0.058], [-0.02], [1e6, 3], [81, 61, 101]])
def test_the_scale_is_short_and_spans_all(values):
    ticks = own_shown._ticks(values)
    assert 2 <= len(ticks) <= 7
    assert ticks[0] <= min(0, *values, 0)
    assert ticks[-1] >= max(values)
    assert 0 in [round(tick, 9) for tick in ticks]


# Papers -------------------------------------------------------------------------------------------


def table_of(mine: Own) -> list[dict[str, str]]:
    content = own_shown.tidy(list(own_shown.cards(mine).values())).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_csv_has_a_row_for_each_number(theirs):
    rows = table_of(theirs)
    assert {row["measure"] for row in rows} == set(own_shown.KEYS)
    assert {row["whose"] for row in rows} == {"own"}
    (middle,) = [row for row in rows if row["what"] == "Views of the typical video"]
    typical = own.measures(theirs)["typical_video"].result
    assert float(middle["value"]) == pytest.approx(typical.median, rel=1e-5)
    assert [row["value"] for row in rows if row["state"] != "known"] != []
    assert all(not row["value"] for row in rows if row["state"] != "known")


def test_no_paper_holds_a_person_or_a_small_count():
    cards = list(own_shown.cards(SMALL).values())
    report = numbers.Report(cards, DAY, False)
    page = numbers.numbers_page(report).decode()
    word = docx.Document(io.BytesIO(numbers.numbers_docx(report)))
    words = "\n".join(
        [one.text for one in word.paragraphs]
        + [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    )
    hashes = SMALL.tables["signups"]["person"]
    for content in (page, words, own_shown.tidy(cards).decode()):
        assert "example.org" not in content
        assert not any(person in content for person in hashes)
        assert "email" not in content
        assert not re.search(r"\b12 (people|have)", content)


def test_the_page_and_the_word_file_hold_all_measures(theirs):
    cards = list(own_shown.cards(theirs).values())
    report = numbers.Report(cards, DAY, True)
    page = numbers.numbers_page(report).decode()
    made = numbers.numbers_docx(report)
    word = docx.Document(io.BytesIO(made))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for card in cards:
        assert f">{card.title}</th>" in page
        assert any(card.sentence in cell for cell in cells)
        assert any(card.cannot[0] in cell for cell in cells)
    assert page.count("<svg") == 2
    assert word.inline_shapes[0]._inline.docPr.get("descr") == cards[0].sentence
    for question in numbers.questions():
        assert question in page
        assert question in [one.text for one in word.paragraphs]
    assert made == numbers.numbers_docx(report)
    for content in (page, "\n".join(one.text for one in word.paragraphs)):
        assert "invented" in content
        assert charts.synthetic() in content.replace("&#x27;", "'")
    assert "invented" not in numbers.numbers_page(report._replace(is_sample=False)).decode()


def test_a_page_of_nothing_lists_what_is_missing():
    cards = list(own_shown.cards(Own({})).values())
    report = numbers.Report(cards, DAY, False)
    page = numbers.numbers_page(report).decode()
    assert page.count("<li>") == len(cards) + len(numbers.questions())
    assert "<svg" not in page
    assert docx.Document(io.BytesIO(numbers.numbers_docx(report))).paragraphs


def test_evidence_is_split_into_groups_that_do_not_overlap():
    seen = attribution.evidence(own.people(LARGE))
    assert own_shown._apart(seen) == [8, 9, 7, 40, 0]


# Spellings ----------------------------------------------------------------------------------------


def test_codes_that_may_be_one_are_asked_about_until_they_are():
    mine = people((8, "Flyers", ""), (6, "flyer", ""), (9, "tiktok", "tiktok"))
    (asked,) = own_shown.cards(mine)["source_table"].cannot[1:]
    assert asked.startswith("“flyer” and “flyers” are nearly the same")
    assert asked.endswith("flyers = flyer")
    one = Own(mine.tables, codes={"flyers": "flyer"})
    assert len(own_shown.cards(one)["source_table"].cannot) == 1


def test_a_picture_of_one_channel_names_it():
    card = own_shown.cards(LARGE)["source_table"]
    assert card.heading == "Source codes and answers: TikTok"
    report = numbers.Report([card], datetime.date(2025, 6, 1), is_sample=False)
    assert card.heading in numbers.numbers_page(report).decode()
    words = docx.Document(io.BytesIO(numbers.numbers_docx(report))).paragraphs
    assert card.heading in [paragraph.text for paragraph in words]
