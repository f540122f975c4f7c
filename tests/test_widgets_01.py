"""The widgets of module 01: set a trait, read the sentence, the table and the data drawn."""

import re

import pytest
from every_widget import rows, texts

from workbook import data, engagement, feed, i18n
from workbook.errors import Problem
from workbook.widgets.base import Explorable
from workbook.widgets.be_the_feed import LAST, BeTheFeed
from workbook.widgets.breakthrough import FOLLOWERS, Breakthrough
from workbook.widgets.one_account import OneAccount
from workbook.widgets.phone_frames import FEATURES, PhoneFrames


@pytest.mark.parametrize("kind", [BeTheFeed, Breakthrough])
def test_a_model_is_called_a_model(kind: type[Explorable]) -> None:
    assert "model" in kind().view().title
    assert "not TikTok's formula" in kind().view().title


# PhoneFrames ------------------------------------------------------------------------------------


@pytest.mark.parametrize("feature", FEATURES)
def test_a_frame_says_what_is_what_and_what_to_take_care_of(feature: str) -> None:
    widget, shown = PhoneFrames(feature=feature), FEATURES[feature]()
    assert widget.sentence.startswith(shown.what)
    assert rows(widget) == {"A group could": [shown.use], "Careful": [shown.caution]}
    written = " ".join(texts(widget))
    for n, part in enumerate(shown.parts, start=1):
        assert texts(widget).count(str(n)) == 2  # in the drawing, and beside its name
        assert part.name in texts(widget)
        assert part.says in written  # no label was cut off
        assert f"{n}. {part.name}: {part.says}." in widget.sentence


@pytest.mark.parametrize("feature", FEATURES)
def test_what_is_drawn_lies_inside_of_the_picture(feature: str) -> None:
    ax = PhoneFrames(feature=feature).picture().axes[0]
    for patch in ax.patches:
        box = patch.get_window_extent()
        assert box.x0 >= 0 <= box.y0
        assert box.x1 <= ax.bbox.width
        assert box.y1 <= ax.bbox.height


def test_stitch_sound_and_being_seen_have_their_cautions() -> None:
    assert "up to 5 seconds" in PhoneFrames(feature="stitch").sentence
    assert "can switch it off" in rows(PhoneFrames(feature="stitch"))["Careful"][0]
    assert "not free for all uses" in rows(PhoneFrames(feature="sound"))["Careful"][0]
    assert "police, employers" in rows(PhoneFrames(feature="video"))["Careful"][0]


# BeTheFeed --------------------------------------------------------------------------------------


def press(widget: BeTheFeed, label: str) -> None:
    moves = widget.children[2]
    buttons = [button for row in moves.children[1:] for button in row.children]
    next(button for button in buttons if button.description == label).click()


def test_nothing_is_known_of_a_new_viewer() -> None:
    first = feed.serve([], "said").ranked.video
    assert BeTheFeed().sentence == (
        f"Video 1: {first.topic}, {first.seconds} seconds, from account {first.account} with "
        f"{first.followers:,} followers. Nothing is known of you yet."
    )


def test_buttons_move_on_back_and_to_the_start() -> None:
    widget = BeTheFeed()
    first = feed.serve([], "said").ranked.video
    press(widget, "Watch and like")
    assert widget.moves == ((first.id, "like"),)
    press(widget, "Skip")
    press(widget, "Watch to the end")
    assert [action for _, action in widget.moves] == ["like", "skip", "finish"]
    assert "It is a try: every fourth video" in widget.sentence
    press(widget, "One step back")
    assert len(widget.moves) == 2
    press(widget, "Start again")
    assert widget.sentence == BeTheFeed().sentence


def test_the_buttons_serve_what_the_model_serves() -> None:
    widget = BeTheFeed()
    for _ in range(LAST):
        on = widget.sentence.split(": ")[1].split(",")[0]
        press(widget, "Watch to the end" if on == "news" else "Skip")
    seen = feed.watch({"news": "finish"}, "said", LAST)
    assert widget.moves == tuple((one.video.id, one.action) for one in seen)
    assert widget.sentence.endswith("Go one step back, or start again.")
    shown = [one.video.topic for one in seen]
    assert f"That is all for now. Of your 12 videos, {shown.count('news')} were news, " in (
        widget.sentence
    )
    assert "1 was " in widget.sentence or 1 not in map(shown.count, feed.TOPICS)
    press(widget, "Skip")  # switched off
    assert len(widget.moves) == LAST


def test_a_followed_account_is_told_and_the_recipe_decides() -> None:
    widget = BeTheFeed(recipe="audit", moves=(("1-9", "follow"), ("5-9", "skip")))
    assert "from account 1 with" in widget.sentence
    assert "You follow this account." in widget.sentence
    assert "mostly because the model expects a follow" in widget.sentence
    widget.recipe = "leaked"
    assert "mostly for the seconds you may watch" in widget.sentence
    assert len(widget.moves) == 2


def test_all_recipes_stand_side_by_side() -> None:
    widget = BeTheFeed(moves=(("1-9", "follow"), ("5-9", "comment")))
    table = rows(widget)
    assert table["what an audit found (2022)"][2] == "1"
    assert table["what a leaked explainer said (2021)"][:3] == ["news", "60", "5"]
    history = [feed.Seen(feed.video(name), action) for name, action in widget.moves]
    best = feed.rank(history, "said")[0]
    *parts, score = map(float, table[best.video.topic])
    assert score == round(sum(parts), 2)  # a row adds up, as far as one can see
    assert abs(score - best.score) < 0.03


def test_each_move_is_marked_by_a_shape() -> None:
    lines = BeTheFeed(moves=(("1-9", "follow"), ("5-9", "comment"))).picture().axes[0].lines
    markers = [line.get_marker() for line in lines]
    assert [markers.count(marker) for marker in "*sox^"] == [1, 1, 1, 0, 0]  # o: what is on now


def test_moves_that_cannot_be_are_told() -> None:
    with pytest.raises(Problem, match="There is no video '1-10'"):
        BeTheFeed(moves=(("1-10", "like"),))
    for moves in ((("1-9", "share"),), (("1-9", "like"),) * (LAST + 1)):
        with pytest.raises(Problem, match=f"at most {LAST} moves"):
            BeTheFeed(moves=moves)


# Breakthrough -----------------------------------------------------------------------------------


def test_breakthrough_compares_two_accounts() -> None:
    small, large = feed.climb(300, 0.25), feed.climb(100_000, 0.25)
    assert Breakthrough().sentence == (
        f"Of 1,000 videos by an account with 300 followers, {(small >= 100_000).sum()} reach "
        f"100,000 views. Half of them stay at 315 or below. With 100,000 followers it is "
        f"{(large >= 100_000).sum()} that reach 100,000, and 5,300 in the middle. Yet the videos "
        "are liked as much: of 100 strangers, 25 watch a usual one to the end."
    )


@pytest.mark.parametrize("followers", FOLLOWERS)
def test_breakthrough_draws_all_videos_of_both(followers: int) -> None:
    widget = Breakthrough(followers=followers, keen=0.35)
    bars = [bar.get_width() for bar in widget.picture().axes[0].patches]
    assert sum(bars[:4]) == pytest.approx(42)
    assert sum(bars[4:]) == pytest.approx(42)
    counts = [list(map(int, cells)) for cells in rows(widget).values()]
    assert [row[0] for row in counts] == feed.in_bands(feed.climb(followers, 0.35))


def test_breakthrough_stripes_the_large_account_and_names_both() -> None:
    widget = Breakthrough()
    assert [bool(bar.get_hatch()) for bar in widget.picture().axes[0].patches] == [False] * 4 + [
        True
    ] * 4
    assert {"this account: 300 followers", "large account: 100,000 followers"} <= set(texts(widget))
    assert "our own guess" in widget.view().cautions[0]


# OneAccount -------------------------------------------------------------------------------------


def test_one_account_tells_typical_mean_and_the_share_of_the_top() -> None:
    videos = data.load("videos")
    views = videos["views"]
    sentence = OneAccount(top=12).sentence
    share = i18n.percent(engagement.top_share(views, 12), 1)
    assert (
        f"The 12 most viewed of 120 videos hold {share} of all {views.sum():,} views." in sentence
    )
    assert f"The median is {i18n.number(views.median())} views" in sentence
    assert f"the mean is {i18n.number(views.mean())}" in sentence
    assert f"; {(views > views.mean()).sum()} videos have more than the mean." in sentence
    assert OneAccount(top=1).sentence.startswith("The most viewed video holds ")


def test_without_the_largest_the_mean_falls_and_the_median_stays() -> None:
    def numbers(sentence: str) -> list[int]:
        found = re.search(r"median is ([\d,]+) views and the mean is ([\d,]+)", sentence).groups()
        return [int(number.replace(",", "")) for number in found]

    (median, mean), (median_after, mean_after) = (
        numbers(OneAccount(without_first=left_out).sentence) for left_out in (False, True)
    )
    assert mean_after < 0.6 * mean
    assert median_after == pytest.approx(median, rel=0.05)
    assert "119 videos" in OneAccount(without_first=True).view().title


@pytest.mark.parametrize("near", [False, True])
def test_every_video_is_a_bar_and_the_top_ones_are_striped(near: bool) -> None:
    others, top = OneAccount(top=5, near=near).picture().axes[0].patches
    corners = [bars.get_path().vertices.reshape(-1, 5, 2) for bars in (others, top)]
    assert [len(bars) for bars in corners] == [115, 5]
    assert top.get_hatch()
    assert not others.get_hatch()
    assert corners[1].max(axis=(0, 1))[0] == (
        20_000 if near else data.load("videos")["views"].max()
    )
    drawn = [y for bars in corners[::-1] for y in bars[:, 0, 1]]
    assert drawn == list(range(120))  # one below the other, the most viewed on top
