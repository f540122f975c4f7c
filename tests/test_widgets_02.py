"""The widgets of module 02: set a trait, read the sentence, the table and the data drawn."""

import re
from math import log10

import pytest
from every_widget import cells, texts, widths

from workbook import audience, data, i18n, reach
from workbook.widgets.after_view import AfterTheView
from workbook.widgets.my_base import MyBase, _step
from workbook.widgets.tickets import GOALS, LotteryTickets
from workbook.widgets.watch_time import WatchTime
from workbook.widgets.who import WhoIsThere, age_name

# WhoIsThere -------------------------------------------------------------------------------------


def test_who_starts_with_the_years() -> None:
    assert WhoIsThere().sentence == (
        "Of 100 US adults, 21 said in 2021 that they use TikTok, and 37 in 2025. "
        "So 63 of 100 do not."
    )
    assert widths(WhoIsThere()) == [37, 33, 33, 21]  # drawn from below
    assert {"2021: 21%", "2025: 37%"} <= set(texts(WhoIsThere()))


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ("age", "aged 18 to 29, 63 say that they use TikTok, and 37 do not. At 65 and older it"),
        ("news", "3 regularly got news on TikTok in 2020, and 20 in 2025"),
        ("news_users", "42 are under 30, and 42 are 30 to 49"),
        ("gender", "Of 100 women in the US, 40 used TikTok in 2023."),
    ],
)
def test_who_says_of_whom(figures: str, says: str) -> None:
    assert says in WhoIsThere(figures=figures).sentence


@pytest.mark.parametrize("figures", WhoIsThere.figures.values)
def test_shares_of_users_are_striped_and_shares_of_adults_plain(figures: str) -> None:
    widget = WhoIsThere(figures=figures)
    striped = [bool(bar.get_hatch()) for bar in widget.picture().axes[0].patches]
    of_users = [cell == "of TikTok's news users" for cell in cells(widget)[1::2]]
    assert striped == of_users[::-1]
    assert any(of_users) == (figures in ("news_users", "gender"))


@pytest.mark.parametrize("figures", WhoIsThere.figures.values)
def test_who_is_about_the_us_only(figures: str) -> None:
    cautions = WhoIsThere(figures=figures).view().cautions
    assert cautions[0].startswith("These are adults in the United States.")


def test_ages_are_told_in_words() -> None:
    assert [age_name(age) for age in audience.AGES] == [
        *("18 to 29", "30 to 49", "50 to 64", "65 and older")
    ]


# MyBase -----------------------------------------------------------------------------------------


def test_my_base_gives_a_range_of_people() -> None:
    tenants = MyBase(young=20, middle=60, older=80, oldest=40)
    assert tenants.sentence == (
        "Of 200 people, 48 to 88 would use TikTok, if at each age you lie within 10 points of the "
        "US figures. The other 112 to 152 would not. Right at those figures, 39% of your users "
        "would be aged 30 to 49."
    )
    tenants.differ = 0
    assert "Of 200 people, 68 would use TikTok" in tenants.sentence
    assert "The other 132 would not." in tenants.sentence


def test_my_base_counts_news_by_other_shares() -> None:
    tenants = MyBase(young=20, middle=60, older=80, oldest=40, differ=0, what="news")
    assert "Of 200 people, 33 would regularly get news on TikTok" in tenants.sentence
    assert cells(tenants)[:3] == ["20", "43%", "9"]


def test_a_row_that_is_a_year_says_which_adults() -> None:
    assert set(cells(WhoIsThere(figures="years"))[1::2]) == {"of US adults"}
    assert set(cells(WhoIsThere(figures="age"))[1::2]) == {"of all adults in the row"}


def test_my_base_draws_all_and_users_and_perhaps() -> None:
    drawn = MyBase(young=100, middle=0, older=0, oldest=0).picture().axes[0].patches[:3]
    assert [bar.get_width() for bar in drawn] == [100, 53, 20]
    assert [bool(bar.get_hatch()) for bar in drawn] == [False, False, True]
    assert "18 to 29: 53 to 73 of 100" in texts(MyBase(young=100))


def test_an_empty_base_asks_for_people() -> None:
    empty = MyBase(young=0, middle=0, older=0, oldest=0)
    assert empty.sentence == "Type how many of your people are of each age."
    assert empty.still()


@pytest.mark.parametrize("most", [0, 1, 4, 5, 39, 41, 250, 999, 1_000_000])
def test_the_scale_of_people_is_round_and_reaches_the_largest_group(most: int) -> None:
    step = _step(most)
    assert 4 * step >= most
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert step == 1 or 4 * step <= 10 * most


# WatchTime --------------------------------------------------------------------------------------


def test_watch_time_tells_each_user_from_all_users() -> None:
    assert WatchTime().sentence == (
        "The average user of TikTok spent about 24 hours a month in it, and the average user of "
        "YouTube about 22.7. If YouTube has 1.00 users for each user of TikTok, then 51% of all "
        "these hours are on TikTok. The two are level at 1.06 users."
    )
    assert "then 35% of all these hours are on TikTok" in WatchTime(times=2).sentence


def test_watch_time_says_what_was_measured() -> None:
    view = WatchTime().view()
    assert "Android phones, 2021" in view.title
    assert "iPhones, computers and televisions" in view.cautions[0]
    assert "YouTube first in total time" in view.cautions[1]


def test_all_hours_fill_one_bar() -> None:
    drawn = widths(WatchTime(country="kr", times=2))
    assert drawn[:2] == [16, 40]
    assert sum(drawn[-2:]) == pytest.approx(45)
    assert drawn[-2] / 45 == pytest.approx(1600 / 9600, abs=0.001)


# LotteryTickets ---------------------------------------------------------------------------------


def test_one_post_has_no_typical_one() -> None:
    assert "typical" not in LotteryTickets().sentence
    assert "this post has" in LotteryTickets().sentence


def test_tickets_tell_draw_best_and_chance() -> None:
    views = data.load("videos")["views"]
    drawn = sorted(reach.draw(views, 12, 4))
    sentence = LotteryTickets(posts=12, drawing=4).sentence
    assert f"the best has {drawn[-1]:,}." in sentence
    typical = i18n.number((drawn[5] + drawn[6]) / 2)
    assert f"posts has {typical} views" in sentence
    assert f"the best has {reach.best_of(views, 12):,.0f} or fewer half of the time" in sentence
    assert sentence.endswith(f"reach 10,000 views is {reach.chance(views, 12, 10_000):.0%}.")


def test_the_chance_stands_still_while_the_draws_change() -> None:
    said = [LotteryTickets(posts=5, drawing=number).sentence for number in (1, 2, 3)]
    assert len(set(said)) == 3
    assert len({sentence.split("Over many such draws")[1] for sentence in said}) == 1


def test_without_the_viral_video_nothing_reaches_the_highest_goal() -> None:
    widget = LotteryTickets(posts=60, goal=max(GOALS))
    assert not widget.sentence.endswith("is 0%.")
    widget.leave_out = True
    assert widget.sentence.endswith("reach 100,000 views is 0%.")
    assert any(label.startswith("All 119 videos") for label in texts(widget))


def test_every_video_and_the_best_of_the_draw_are_drawn() -> None:
    views = data.load("videos")["views"]
    lines = LotteryTickets(posts=7, drawing=2).picture().axes[0].lines
    marks = {line.get_marker(): list(line.get_xdata()) for line in lines}
    best = max(reach.draw(views, 7, 2))
    assert marks["*"] == [log10(best)]
    assert len(marks["o"]) == 7
    assert [log10(count) for count in views] in [list(line.get_xdata()) for line in lines]


# AfterTheView -----------------------------------------------------------------------------------


def test_after_the_view_counts_in_two_ways() -> None:
    rates = reach.after_view(data.load("videos"))
    for counting in ("together", "typical"):
        widget = AfterTheView(counting=counting)
        assert widths(widget) == [round(rate, 2) for rate in rates[counting]][::-1]
        assert f"1,000 views bring {rates[counting].iloc[0]:.1f} likes" in widget.sentence
    assert cells(AfterTheView())[:2] == [f"{rate:.2f} ({rate / 10:.2f}%)" for rate in rates.iloc[0]]


def test_twice_the_clicks_take_twice_the_views() -> None:
    def views(wanted: int) -> int:
        said = AfterTheView(wanted=wanted).sentence
        return int(re.search(r"about ([\d,]+) views", said)[1].replace(",", ""))

    assert views(40) == pytest.approx(2 * views(20), abs=150)
