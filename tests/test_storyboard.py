"""Shots that must fit their seconds, words that captions get wrong, and checks before posting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import storyboard
from workbook.storyboard import Finding, Verdict

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")

# Shots ------------------------------------------------------------------------------------------


def test_three_shots_share_the_video():
    hook, body, ask = storyboard.shots(30, 3, 24, ("one two three", "", "come on Saturday"))
    assert [(shot.start, shot.end, shot.seconds) for shot in (hook, body, ask)] == [
        (0, 3, 3),
        (3, 24, 21),
        (24, 30, 6),
    ]
    assert (hook.needs, body.needs, ask.needs) == (2, 0, 2)  # 2.5 words a second, rounded up
    assert hook.fits
    assert body.fits
    assert ask.fits


@pytest.mark.parametrize(("words", "needs"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3)])
def test_five_words_take_two_seconds(words, needs):
    assert storyboard.Shot(0, 2, "word " * words).needs == needs
    assert storyboard.Shot(0, 2, "word " * words).fits == (needs <= 2)


def test_a_shot_may_be_empty_and_a_shot_of_no_length_holds_no_word():
    whole, nothing, also_nothing = storyboard.shots(8, 8, 8, ("a", "", "a"))
    assert (whole.seconds, nothing.seconds, also_nothing.seconds) == (8, 0, 0)
    assert nothing.fits
    assert not also_nothing.fits


@pytest.mark.parametrize("cuts", [(-1, 5), (5, 4), (3, 31)])
def test_shots_must_be_in_order_and_inside(cuts):
    with pytest.raises(ValueError, match="before the ask begins"):
        storyboard.shots(30, *cuts, ("", "", ""))


# Words to check ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoken", "found"),
    [
        ("This crossing takes 4 minutes.", ["4"]),
        ("We meet on Mill Road, near the school.", ["Mill Road"]),
        ("Ask for Doctor Li on Saturday at 10.", ["Doctor Li", "Saturday", "10"]),
        ("we ride with María-José and O’Neill", ["María-José", "O’Neill"]),
        ("Come to Room 12 B.", ["Room", "12", "B"]),
        ("I said that I’m here, and I know.", []),
        ("Nurses wait. Buses do not come", []),
        ("come at 7:30 am", ["7", "30"]),
        ("", []),
    ],
)
def test_names_and_numbers_are_to_be_checked(spoken, found):
    assert storyboard.words_to_check(spoken) == found


def test_a_word_is_named_once_and_each_sentence_begins_anew():
    spoken = "On Mill Road it is loud.", "Near Mill Road! Also in Harbor City\nThursday"
    assert storyboard.words_to_check(*spoken) == ["Mill Road", "Harbor City"]


@given(st.lists(st.text(max_size=40), max_size=3))
def test_what_is_to_be_checked_was_said(spoken):
    for words in storyboard.words_to_check(*spoken):
        assert all(word in " ".join(spoken) for word in words.split())


# Contrast ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ink", "paper", "published"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),  # the lightest grey on white that is enough
        ("#777777", "#ffffff", 4.48),
        ("#808080", "#ffffff", 3.95),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_contrast_is_that_of_wcag_as_its_checkers_publish_it(ink, paper, published):
    assert storyboard.contrast(ink, paper) == pytest.approx(published, abs=0.005)
    assert storyboard.contrast(paper, ink.upper()) == pytest.approx(published, abs=0.005)


@given(colours, colours)
def test_contrast_has_no_direction_and_stays_between_1_and_21(one, other):
    ratio = storyboard.contrast(one, other)
    assert ratio == storyboard.contrast(other, one)
    assert 1 <= ratio <= 21.0001


@pytest.mark.parametrize("colour", ["white", "#fff", "#12345g", "", "000000"])
def test_a_colour_is_written_with_six_digits(colour):
    with pytest.raises(ValueError, match="not a colour"):
        storyboard.contrast(colour, "#000000")


# Verdicts ---------------------------------------------------------------------------------------

VERDICTS = [
    (storyboard.captions(True), Verdict.READY, "corrected"),
    (storyboard.captions(False), Verdict.TO_DO, "read every word"),
    (storyboard.spoken_text(True), Verdict.READY, "Said aloud"),
    (storyboard.spoken_text(False), Verdict.TO_DO, "do not see"),
    (storyboard.colours("#767676", "#ffffff"), Verdict.READY, "4.5 to 1"),
    (storyboard.colours("#777777", "#ffffff"), Verdict.TO_DO, "4.4 to 1. Make it 4.5"),
    (storyboard.position(True), Verdict.TO_DO, "Move them"),
    (storyboard.position(False), Verdict.READY, "Clear"),
    (storyboard.flashes(0), Verdict.READY, "At most 3"),
    (storyboard.flashes(3), Verdict.READY, "At most 3"),
    (storyboard.flashes(4), Verdict.TO_DO, "4 a second can harm"),
    (storyboard.music("own"), Verdict.READY, "Yours"),
    (storyboard.music("commercial"), Verdict.READY, "another app"),
    (storyboard.music("licence"), Verdict.READY, "Keep the licence"),
    (storyboard.music("library"), Verdict.TO_DO, "private"),
    (storyboard.music("other"), Verdict.ASK, "in writing"),
    (storyboard.consent("nobody"), Verdict.READY, "Look once more"),
    (storyboard.consent("agreed"), Verdict.READY, "take it back"),
    (storyboard.consent("not_asked"), Verdict.TO_DO, "Ask each person"),
    (storyboard.consent("children"), Verdict.ASK, "whoever cares for them"),
]


@pytest.mark.parametrize(("finding", "verdict", "says"), VERDICTS)
def test_every_verdict(finding: Finding, verdict, says):
    assert finding.verdict is verdict
    assert says in finding.advice


def test_every_sound_and_every_group_of_people_has_a_verdict():
    assert [storyboard.music(sound).check for sound in storyboard.SOUNDS] == ["Sound"] * 5
    assert [storyboard.consent(who).check for who in storyboard.PEOPLE] == ["People"] * 4


@pytest.mark.parametrize("judge", [storyboard.music, storyboard.consent])
def test_another_sound_or_group_is_refused(judge):
    with pytest.raises(ValueError, match="is none of"):
        judge("friends")
