"""The model of a feed: scores by hand, who is served, and how far a video climbs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbook import feed
from workbook.feed import Seen, video

# Accounts 1 (few followers) and 7 are about bikes, 2 is about housing, 5 about news.
BIKES, SAME_ACCOUNT, SAME_TOPIC, OTHER = map(video, ("1-9", "1-60", "7-60", "2-60"))
moves = st.lists(
    st.tuples(st.sampled_from(feed.VIDEOS), st.sampled_from(list(feed.ACTIONS))), max_size=12
).map(lambda pairs: [Seen(*pair) for pair in pairs])


# What waits -------------------------------------------------------------------------------------


def test_each_topic_has_a_small_a_middle_and_a_large_account() -> None:
    assert len({one.id for one in feed.VIDEOS}) == 144  # 6 topics, 3 accounts, 8 lengths
    sizes = {one.account: (one.topic, one.followers) for one in feed.VIDEOS}
    assert len(sizes) == 18
    for topic in feed.TOPICS:
        small, middle, large = sorted(count for name, count in sizes.values() if name == topic)
        assert small <= 1_000 < 5_000 <= middle <= 100_000 < 200_000 <= large


def test_a_video_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match="There is no video '1-10' in the model"):
        video("1-10")


# What a viewer would do -------------------------------------------------------------------------


def test_of_an_unknown_viewer_the_first_guess_holds() -> None:
    guess = feed.expect(SAME_ACCOUNT, [])
    # 0.4 times 60 seconds, in units of 30.
    assert guess == {"watch": 0.4, "like": 0.1, "comment": 0.05, "follow": 0.05, "seconds": 0.8}


@pytest.mark.parametrize(
    ("waiting", "action", "signal", "chance"),
    [
        # One first guess and two parts of one video of the same account.
        (SAME_ACCOUNT, "finish", "watch", (0.4 + 2) / 3),
        (SAME_ACCOUNT, "finish", "like", 0.1 / 3),
        (SAME_ACCOUNT, "like", "like", (0.1 + 2) / 3),
        (SAME_ACCOUNT, "follow", "follow", (0.05 + 2) / 3),
        (SAME_ACCOUNT, "comment", "comment", (0.05 + 2) / 3),
        # One part for the same topic, none for another.
        (SAME_TOPIC, "finish", "watch", (0.4 + 1) / 2),
        (SAME_TOPIC, "skip", "watch", 0.4 / 2),
        (SAME_TOPIC, "finish", "seconds", (0.4 + 1) / 2 * 60 / 30),
        (OTHER, "finish", "watch", 0.4),
    ],
)
def test_one_move_changes_what_is_expected(
    waiting: feed.Video, action: str, signal: str, chance: float
) -> None:
    assert feed.expect(waiting, [Seen(BIKES, action)])[signal] == pytest.approx(chance)


@given(moves, st.sampled_from(feed.VIDEOS))
def test_what_is_expected_is_a_chance(history: list[Seen], waiting: feed.Video) -> None:
    guess = feed.expect(waiting, history)
    assert all(0 < guess[signal] < 1 for signal in feed.FIRST_GUESS)


# What is served ---------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", feed.RECIPES)
def test_a_score_is_the_weighted_sum_of_what_is_expected(recipe: str) -> None:
    history = [Seen(BIKES, "follow"), Seen(OTHER, "skip")]
    weights = feed.RECIPES[recipe]._asdict()
    ranked = feed.rank(history, recipe)
    for one in ranked[:10]:
        guess = feed.expect(one.video, history)
        without_luck = sum(weights[signal] * guess[signal] for signal in feed.SIGNALS)
        assert one.score == pytest.approx(without_luck + one.parts["chance"])
        assert 0 <= one.parts["chance"] < feed.CHANCE
    assert {one.video for one in ranked} == set(feed.VIDEOS) - {BIKES, OTHER}
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


def test_recipes_follow_what_their_sources_put_first() -> None:
    said, leaked, audit = feed.RECIPES.values()
    assert max(said) == said.watch  # TikTok: watching to the end is a strong sign
    assert max(leaked) == leaked.seconds  # the explainer: play time, and no follow
    assert leaked.follow == 0
    assert audit.follow > audit.like > audit.watch > 0  # the audit's order


def test_the_same_moves_lead_to_different_videos() -> None:
    # One follow on bikes and one comment on news: the audit weighs the first, the explainer the
    # second, and the luck is smaller than the difference.
    history = [Seen(BIKES, "follow"), Seen(video("5-9"), "comment")]
    first = {recipe: feed.rank(history, recipe)[0].video for recipe in feed.RECIPES}
    assert first["audit"].account == 1
    assert (first["leaked"].account, first["leaked"].seconds) == (5, 60)


def test_an_unknown_recipe_is_told_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'secret'\. There are: said, leaked, audit"):
        feed.rank([], "secret")


def test_every_fourth_video_is_a_try_of_what_was_seen_least() -> None:
    history = feed.watch({"bikes": "finish"}, "said", 7)
    assert [feed.serve(history[:n], "said").is_try for n in range(8)] == [
        *(False, False, False, True, False, False, False, True)
    ]
    seen = [one.video.topic for one in history]
    fewest = min(map(seen.count, feed.TOPICS))
    assert seen.count(feed.serve(history, "said").ranked.video.topic) == fewest


def test_when_all_is_seen_nothing_is_served() -> None:
    with pytest.raises(ValueError, match="has seen every video"):
        feed.serve([Seen(one, "finish") for one in feed.VIDEOS], "said")


@pytest.mark.parametrize("recipe", feed.RECIPES)
@pytest.mark.parametrize("topic", feed.TOPICS)
def test_watching_alone_is_enough_to_fill_the_feed(recipe: str, topic: str) -> None:
    seen = [one.video.topic for one in feed.watch({topic: "finish"}, recipe, 12)]
    assert seen.count(topic) >= 5
    assert seen.count(topic) == max(map(seen.count, feed.TOPICS))
    assert len(set(seen)) > 1  # the tries


@pytest.mark.parametrize("recipe", feed.RECIPES)
def test_a_viewer_who_skips_everything_is_not_narrowed(recipe: str) -> None:
    seen = [one.video.topic for one in feed.watch({}, recipe, 30)]
    assert set(map(seen.count, feed.TOPICS)) == {5}


@pytest.mark.parametrize(
    "habits", [{"cats": "finish"}, {"bikes": "share"}], ids=["topic", "action"]
)
def test_an_unknown_habit_is_told(habits: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="The model does not know"):
        feed.watch(habits, "said")


def test_compare_counts_the_same_viewer_under_each_recipe() -> None:
    habits = {"bikes": "finish", "news": "comment", "pets": "like"}
    table = feed.compare(habits, 30)
    assert list(table.index) == list(feed.RECIPES)
    assert (table[list(feed.TOPICS)].sum(axis=1) == 30).all()
    seen = feed.watch(habits, "leaked", 30)
    assert table.loc["leaked", "news"] == sum(one.video.topic == "news" for one in seen)
    assert table.loc["leaked", "accounts"] == len({one.video.account for one in seen})
    assert table["mean_seconds"].idxmax() == "leaked"
    assert len({tuple(row) for row in table[list(feed.TOPICS)].to_numpy()}) == 3
    assert table.equals(feed.compare(habits, 30))


# How far a video climbs -------------------------------------------------------------------------


@pytest.mark.parametrize(("followers", "crowd"), [(0, 300), (300, 315), (100_000, 5_300)])
def test_views_are_sums_of_whole_rounds(followers: int, crowd: int) -> None:
    # 300 strangers and 5% of the followers, and each next round five times as large.
    sums = {crowd * (5**rounds - 1) // 4 for rounds in range(1, 8)}
    views = feed.climb(followers, 0.35)
    assert set(views.tolist()) <= sums
    assert views.min() == crowd


def test_the_first_round_is_left_as_often_as_computed() -> None:
    # A beta-binomial crowd: with 315 people, 126 or more must watch to the end.
    passing = stats.betabinom(315, 25 * 0.25, 25 * 0.75).sf(125)
    views = feed.climb(300, 0.25, 20_000)
    assert (views > 315).mean() == pytest.approx(passing, abs=0.006)


def test_followers_help_though_no_round_looks_at_them() -> None:
    far = [(feed.climb(followers, 0.25) >= 100_000).mean() for followers in (300, 10_000, 100_000)]
    assert 0 < far[0] < far[1] < far[2] < 0.1


def test_keen_strangers_help_more_than_a_few_followers() -> None:
    def far(followers: int, keen: float) -> float:
        return float((feed.climb(followers, keen) >= 100_000).mean())

    assert far(300, 0.35) > 5 * far(300, 0.25)
    assert far(3_000, 0.25) < 2 * far(300, 0.25)
    assert np.median(feed.climb(300, 0.35)) == 315  # even so, half end in the first round


@pytest.mark.parametrize(("followers", "keen"), [(-1, 0.2), (300, 0), (300, 1)])
def test_an_impossible_account_is_refused(followers: int, keen: float) -> None:
    with pytest.raises(ValueError, match="Followers are 0 or more"):
        feed.climb(followers, keen)


def test_bands_begin_at_their_number() -> None:
    views = np.array([999, 1_000, 9_999, 10_000, 99_999, 100_000])
    assert feed.in_bands(views) == [1, 2, 2, 1]
    assert feed.in_bands(np.array([5])) == [1, 0, 0, 0]
