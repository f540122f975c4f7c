"""The widgets of module 04: set a trait, read the sentence, the table and the data drawn."""

import json
import re

import pytest
from every_widget import cells, texts

from workbook import data, engagement, watching
from workbook.errors import Problem
from workbook.feedback import notes
from workbook.storyboard import PEOPLE, SOUNDS
from workbook.widgets import card
from workbook.widgets.base import Explorable
from workbook.widgets.hooks import HookLab
from workbook.widgets.place import PlaceOrRoom
from workbook.widgets.ready import COLOURS, ReadyToPost
from workbook.widgets.signals import MEASURES, ReachSignals
from workbook.widgets.storyboard import Storyboard
from workbook.widgets.trend import PATTERNS, ThisTrendBut


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def lines(widget: Explorable, points: int) -> list[list[float]]:
    """Heights of the drawn lines that have so many points."""
    drawn = widget.picture().axes[0].lines
    return [list(line.get_ydata()) for line in drawn if len(line.get_ydata()) == points]


def marks(widget: Explorable, marker: str) -> list[tuple[float, float]]:
    """Where single markers were drawn."""
    return [
        (round(float(line.get_xdata()[0]), 3), float(line.get_ydata()[0]))
        for line in widget.picture().axes[0].lines
        if line.get_marker() == marker
    ]


# HookLab ----------------------------------------------------------------------------------------


def test_hooks_tell_the_shares_at_three_seconds() -> None:
    videos = data.load("videos")
    hooked = videos["has_hook"]
    share, other = (videos.loc[k, "retention_3s"].mean() for k in (hooked, ~hooked))
    assert HookLab().sentence == (
        f"After 3 seconds, still watching: {share:.1%} (with a hook, {hooked.sum()} videos); "
        f"{other:.1%} (without a hook, {(~hooked).sum()} videos). The difference, first less "
        f"second, is {100 * engagement.retention_gap(videos):.1f} percentage points."
    )
    assert cells(HookLab())[2] == f"{share:.1%}"


@pytest.mark.parametrize("among", ["trend", "explainer", "reply"])
def test_hooks_tell_the_gap_within_a_format(among: str) -> None:
    videos = data.load("videos")
    gap = engagement.retention_gap(videos[videos["format"] == among])
    assert f"is {100 * gap:.1f} percentage points" in HookLab(among=among).sentence
    alone = HookLab(by="format", among=among)
    assert "difference" not in alone.sentence
    assert len(lines(alone, 29)) == 1


@pytest.mark.parametrize(("by", "curves"), [("has_hook", 2), ("on_location", 2), ("format", 3)])
def test_the_curves_are_drawn_as_they_are_told(by: str, curves: int) -> None:
    widget = HookLab(by=by)
    drawn = lines(widget, 29)
    assert len(drawn) == curves
    for curve in drawn:
        assert curve[0] == 1
        assert curve == sorted(curve, reverse=True)
    told = re.findall(r"([\d.]+)% \(", widget.sentence)
    assert [f"{100 * curve[12]:.1f}" for curve in drawn] == told  # a quarter of a second each
    looks = {
        (line.get_linestyle(), line.get_marker(), line.get_color())
        for line in widget.picture().axes[0].lines
        if len(line.get_ydata()) == 29
    }
    assert len(looks) == curves
    assert len({look[:2] for look in looks}) == curves  # also without colour


# PlaceOrRoom ------------------------------------------------------------------------------------


def test_the_room_is_ahead_over_all_and_the_place_in_each_format() -> None:
    assert PlaceOrRoom().sentence == (
        "All formats together have 5.6 reactions per 100 views at the place, and 6.8 in a room."
    )
    within = PlaceOrRoom(within=True)
    assert within.sentence.startswith(PlaceOrRoom().sentence)
    assert "the place is ahead in 3 of 3" in within.sentence
    assert "Replies: 6.1 at the place, 5.6 in a room." in within.sentence


def test_with_the_mix_of_the_room_the_place_is_ahead() -> None:
    formats = engagement.location_by_format(data.load("videos"))
    here, there = formats["n_exposed"], formats["n_unexposed"]
    moved = 100 * watching.mean_with_mix(formats["exposed"], here, there, 1)
    widget = PlaceOrRoom(mix=1)
    assert f"have {moved:.1f} reactions per 100 views at the place, and 6.8" in widget.sentence
    ((place, _),), ((room, _),) = marks(widget, "o"), marks(widget, "s")
    assert place == round(moved, 3)
    assert place > room
    assert marks(PlaceOrRoom(), "o") < marks(PlaceOrRoom(), "s")


def test_each_format_has_a_line_once_the_box_is_ticked() -> None:
    formats = engagement.location_by_format(data.load("videos"))
    assert "Tick the box to see each format." in texts(PlaceOrRoom())
    widget = PlaceOrRoom(within=True)
    assert "Tick the box to see each format." not in texts(widget)
    order = ["trend", "explainer", "reply"]
    expected = [round(100 * formats.loc[name, "exposed"], 3) for name in order]
    assert [x for x, _ in marks(widget, "o")][1:] == expected
    assert [y for _, y in marks(widget, "s")] == [3, 2, 1, 0]
    counts = formats.loc[order, ["n_exposed", "n_unexposed"]].to_numpy().ravel()
    assert cells(widget) == [str(count) for count in counts]


# ReachSignals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_the_correlation_is_that_of_the_subject(measure: str) -> None:
    videos = data.load("videos")
    rho = engagement.reach_correlations(videos)[measure]
    widget = ReachSignals(measure=measure)
    assert f"The rank correlation with reach is {rho:.2f} " in widget.sentence
    low, _, high = (int(cell.replace(",", "")) for cell in cells(widget))
    assert f"reached {low:,} people, one of the highest third {high:,}." in widget.sentence
    assert ("Likes are a count" in " ".join(widget.view().cautions)) == (measure == "likes")


def test_every_video_is_a_dot() -> None:
    videos = data.load("videos")
    (dots,) = lines(ReachSignals(), len(videos))
    assert sorted(dots) == sorted(videos["reach"].rank())


# ThisTrendBut -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_carries_the_issue_and_a_care(pattern: str) -> None:
    widget = ThisTrendBut(issue="  a safe\t bike lane ", pattern=pattern)
    assert "a safe bike lane" in widget.sentence
    assert widget.view().title == "This trend, but: a safe bike lane"
    assert len(cells(widget)) == 5
    assert len(ThisTrendBut(pattern=pattern).sentence) < 400


def test_every_pattern_is_another_card() -> None:
    said = [cells(ThisTrendBut(pattern=pattern)) for pattern in PATTERNS]
    for row in (0, 1, 3, 4):  # the place is the same
        assert len({card_cells[row] for card_cells in said}) == len(PATTERNS)


def test_without_an_issue_it_is_ours() -> None:
    assert "our issue" in ThisTrendBut(issue="   ").sentence


def test_an_issue_is_shown_as_typed_and_never_as_html() -> None:
    widget = ThisTrendBut(issue="<b>rent & $5</b>")
    assert "<b>rent" not in widget.still()
    assert "&lt;b&gt;rent &amp; $5" in widget.still()


def test_a_picture_of_the_place_is_striped() -> None:
    for place, hatched in (("there", 0), ("behind", 3)):
        patches = ThisTrendBut(place=place).picture().axes[0].patches
        assert sum(bool(patch.get_hatch()) for patch in patches) == hatched


def test_long_words_stay_in_their_frame() -> None:
    shown = card.wrapped("word " * 200, 140, 8)
    assert len(shown) == 8
    assert shown[-1].endswith("…")
    assert max(map(len, shown)) * 8.2 <= 140
    assert card.wrapped("", 140, 8) == []


# Storyboard -------------------------------------------------------------------------------------


SPOKEN = {
    "hook": "This crossing takes 4 minutes on foot.",
    "body": "We timed it with Mrs Li.",
    "ask": "Come on Saturday.",
}


def bars(widget: Storyboard) -> list[tuple[float, float, bool]]:
    """Start, seconds and stripes of the three bars."""
    return [
        (bar.get_x(), bar.get_width(), bool(bar.get_hatch()))
        for bar in widget.picture().axes[0].patches
    ]


def test_a_storyboard_tells_its_seconds() -> None:
    assert Storyboard().sentence == (
        "A video of 30 seconds: the hook takes 3, the body 21, the ask 6."
    )
    assert bars(Storyboard()) == [(0, 3, False), (3, 21, False), (24, 6, False)]


def test_too_many_words_get_stripes_and_a_sentence() -> None:
    widget = Storyboard(hook="one two three four five six seven eight nine ten")
    assert "Hook: to say it calmly takes about 4 seconds, and there are 3." in widget.sentence
    assert [striped for *_, striped in bars(widget)] == [True, False, False]
    widget.cuts = (4, 24)
    assert "Say less" not in widget.sentence


def test_all_words_fit_only_if_there_are_words_in_each_part() -> None:
    widget = Storyboard(hook="a", body="b")
    assert "All words fit" not in widget.sentence
    widget.ask = "c"
    assert "All words fit." in widget.sentence


def test_names_and_numbers_are_listed_for_the_captions() -> None:
    assert "In the captions, look at: 4, Mrs Li, Saturday." in Storyboard(**SPOKEN).sentence


def test_a_shorter_video_takes_its_cuts_along() -> None:
    widget = Storyboard()
    widget.length = 10
    assert widget.cuts == (3, 10)
    widget.length = 5
    widget.length = 90
    assert widget.cuts == (3, 5)
    assert widget.children[2].max == 90


@pytest.mark.parametrize("cuts", [(0, 5), (7, 6), (3, 31)])
def test_cuts_must_be_in_the_video(cuts: tuple[int, int]) -> None:
    with pytest.raises(Problem, match="from 1 to 30"):
        Storyboard(cuts=cuts)


def test_words_are_kept_as_they_are_typed_and_found_again() -> None:
    widget = Storyboard(note="04_storyboard")
    assert notes.notes() == {}
    widget.children[3].value = "This crossing: 4 minutes on foot."
    widget.children[5].value = "Come on Saturday."
    assert notes.notes()["04_storyboard"] == (
        "Hook: This crossing: 4 minutes on foot.\nBody: \nAsk: Come on Saturday."
    )
    again = Storyboard(note="04_storyboard")
    assert (again.hook, again.body, again.ask) == (
        *("This crossing: 4 minutes on foot.", "", "Come on Saturday."),
    )
    assert again.sentence == widget.sentence
    again.hook = again.ask = ""
    assert notes.notes() == {}


def test_words_typed_in_two_lines_are_kept_as_one() -> None:
    widget = Storyboard(note="04_storyboard")
    widget.children[3].value = "This crossing\ntakes 4 minutes.\n"
    assert notes.notes()["04_storyboard"].startswith("Hook: This crossing takes 4 minutes.\nBody:")
    assert Storyboard(note="04_storyboard").hook == "This crossing takes 4 minutes."


def test_looking_at_a_storyboard_writes_nothing(own_folder) -> None:
    Storyboard(note="04_storyboard").length = 20
    assert not own_folder.exists()
    notes.keep("04_storyboard", "Hook: a\nBody: b\nAsk: c")
    before = own_folder.joinpath("notes.json").stat().st_mtime_ns
    Storyboard(note="04_storyboard")
    assert own_folder.joinpath("notes.json").stat().st_mtime_ns == before


def test_what_stood_in_the_note_before_stays() -> None:
    notes.keep("04_storyboard", "A plan of last week.\nHook: a")
    widget = Storyboard(note="04_storyboard")
    assert widget.hook == "a"
    widget.ask = "come"
    assert notes.notes()["04_storyboard"] == "Hook: a\nBody: \nAsk: come\nA plan of last week."
    widget.hook = widget.ask = ""
    assert notes.notes()["04_storyboard"] == "A plan of last week."


def test_a_stored_notebook_never_holds_kept_words() -> None:
    widget = Storyboard(note="04_storyboard")
    widget.hook = "a secret of ours"
    bundle = widget._repr_mimebundle_()
    assert "secret" in widget.sentence + widget.view().table
    assert "secret" not in json.dumps([bundle["text/html"], bundle["text/plain"]])
    assert "kept in my_work" in bundle["text/html"]


def test_words_that_cannot_be_kept_are_told(own_folder) -> None:
    own_folder.write_text("a file in its place")
    widget = Storyboard(note="04_storyboard")
    widget.hook = "a"
    assert "could not be kept" in widget.children[-1].value
    own_folder.unlink()
    widget.hook = "b"
    assert "could not be kept" not in widget.children[-1].value


def test_without_a_note_it_keeps_nothing(own_folder) -> None:
    widget = Storyboard(hook="a")
    assert "It keeps nothing." in widget.view().cautions[-1]
    assert not own_folder.exists()


# ReadyToPost ------------------------------------------------------------------------------------

READY = {
    "colours": "white_on_black",
    "where": "top",
    "captions": True,
    "spoken": True,
    "flashes": 0,
    "sound": "own",
    "people": "agreed",
}


def test_the_first_video_has_six_things_open() -> None:
    assert ReadyToPost().sentence == (
        "1 of 7 checks are ready. 6 are open: Captions, Words on screen, Contrast, "
        "Place of words, Sound, People."
    )


def test_a_video_can_be_ready() -> None:
    assert ReadyToPost(**READY).sentence == "7 of 7 checks are ready."
    assert "1 is open: Flashes." in ReadyToPost(**READY | {"flashes": 4}).sentence


@pytest.mark.parametrize("colours", COLOURS)
def test_two_pairs_of_colours_can_be_read(colours: str) -> None:
    ready = "Contrast" not in ReadyToPost(**READY | {"colours": colours}).sentence
    assert ready == (colours in ("white_on_black", "black_on_yellow"))


def test_an_open_check_says_what_to_do_in_words_and_signs() -> None:
    states = {
        *(ReadyToPost(**READY | {"sound": sound}).view().table for sound in SOUNDS),
        *(ReadyToPost(**READY | {"people": people}).view().table for people in PEOPLE),
    }
    shown = " ".join(states).replace("\u00a0", " ")
    for state in ("✓ ready", "✗ to do", "? ask first"):
        assert state in shown
    widget = ReadyToPost(**READY | {"sound": "other"})
    assert "? ask first" in [label.replace("\u00a0", " ") for label in texts(widget)]


@pytest.mark.parametrize("where", ReadyToPost.where.values)
def test_words_at_the_bottom_lie_under_what_the_app_covers(where: str) -> None:
    _, buttons, below, box = ReadyToPost(where=where).picture().axes[0].patches
    assert all(covered.get_hatch() for covered in (buttons, below))
    words = box.get_bbox()
    overlaps = any(words.overlaps(covered.get_bbox()) for covered in (buttons, below))
    assert overlaps == (where == "bottom")
