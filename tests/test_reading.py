"""Reading ease and minutes: every module stays below the ceiling, and its minutes fit."""

import sys

import pytest

from workbook import paths
from workbook.build import prose, source

sys.path.insert(0, str(paths.ROOT / "benchmarks"))
import reading  # found through the line above

TEXTS = sorted(paths.MODULES.glob("*/*.md"))
LESSONS = [module / "lesson.md" for module in source.modules()]


def block(text, kind="paragraph"):
    return prose.Block(kind, 1, text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_text_is_at_or_below_the_ceiling(path):
    found = reading.measure(path)
    hard = {name: round(one.grade, 1) for name, one in found.sections.items()}
    hardest = sorted(hard.items(), key=lambda one: -one[1])[:3]
    assert found.whole.grade <= reading.CEILING, f"Shorten the sentences; hardest: {hardest}"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.parent.name)
def test_the_stated_minutes_are_plausible(path):
    """Nobody is promised less than reading and doing take, by our own measure.

    Guessing on paper, second tries and looking at a picture are not in that measure. They take
    perhaps a third more; at more than 1.6 times the statement would be a guess.
    """
    found = reading.measure(path)
    assert 1.0 <= found.stated / found.minutes <= 1.6, f"measured: {found.minutes:.0f} minutes"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ride", 1),
        ("idea", 3),
        ("organizing", 4),
        ("people", 2),
        ("follow-up", 3),
        ("spokesforall", 4),  # not in the dictionary: groups of vowels
        ("37%", 4),
        ("1,055", 4),
    ],
)
def test_syllables(word, expected):
    assert reading.syllables(word) == expected


def test_the_grade_of_two_sentences_counted_by_hand():
    found = reading.read([block("The cat sat on the mat. It was **happy** {fact}`R1`.")])
    assert found == reading.Reading(sentences=2, words=9, syllables=10, extra=0)
    assert found.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59)


def test_the_grade_of_a_famous_text():
    # Lincoln's first sentence, counted by hand; the dictionary gives "our" two syllables.
    text = (
        "Four score and seven years ago our fathers brought forth, on this continent, "
        "a new nation, conceived in Liberty, and dedicated to the proposition that all men are "
        "created equal."
    )
    found = reading.read([block(text)])
    assert found == reading.Reading(sentences=1, words=30, syllables=49, extra=0)
    assert found.grade == pytest.approx(15.4, abs=0.05)


def test_decimals_do_not_end_a_sentence_and_table_rows_are_none():
    found = reading.read([block('It is 3.5 now. "Really?" Yes.'), block("| a | b c |", "row")])
    assert (found.sentences, found.words, found.extra) == (3, 6, 3)


def test_no_text_has_no_grade():
    assert reading.read([]).grade == 0
