"""The widgets of module 05: set a trait, read the sentence, the table and the data drawn."""

import pytest
from every_widget import cells, texts

from workbook import data, engagement, inbox
from workbook.errors import Problem
from workbook.widgets.came_back import CameBack
from workbook.widgets.inbox import COUNT, Inbox, action_names, verdict_mark
from workbook.widgets.time_planner import TimePlanner


def test_messages_that_we_wrote_say_so() -> None:
    assert "no real person sent them" in Inbox().still()
    assert "written by us" in Inbox().view().title


# Inbox ------------------------------------------------------------------------------------------


def test_the_inbox_starts_with_a_message_and_without_a_verdict() -> None:
    assert Inbox().sentence == (
        "Message 1 of 15, Tuesday, 10:05, a comment for all: “I laughed out loud at the bell part. "
        "Proud of this town.” Choose what to do. More than one choice can be right."
    )
    assert Inbox().view().table == ""
    assert "comment, seen by all" in texts(Inbox())


def test_a_choice_is_judged_by_the_rule_that_was_set() -> None:
    widget = Inbox(at=13, choices=(("threat", "hand_on"),))
    assert "“Hand on”: your rule has a gap here. It must go to somebody else" in widget.sentence
    widget.who = "two"
    assert "“Hand on”: it fits your rule. Keep a picture of it" in widget.sentence
    assert "Also fits: Report to the app." in widget.sentence


def test_details_in_a_message_are_never_asked_for() -> None:
    widget = Inbox(at=8, choices=(("status", "reply"),))
    assert "never, under any rule" in widget.sentence
    assert "private message" in texts(widget)
    assert "✗" in texts(widget)


def test_a_choice_that_does_not_fit_leaves_the_others_to_try() -> None:
    widget = Inbox(who="two", at=8, choices=(("status", "reply"),))
    fits = [action_names()[action] for action in inbox.fitting("status", widget.policy)]
    assert fits
    assert not any(name in widget.sentence for name in fits)
    assert widget.sentence.endswith(
        "Try another one, or open “Every choice for this message” below."
    )
    # All verdicts stand below it, folded away until somebody opens them.
    assert widget.view().table.startswith("<details><summary")
    assert " open" not in widget.view().table.partition(">")[0]


def test_the_legend_has_every_sign_by_itself() -> None:
    for verdict in inbox.Verdict:
        assert verdict_mark(verdict) in texts(Inbox())


def test_the_table_gives_every_action_a_verdict_a_reason_and_minutes() -> None:
    shown = cells(Inbox(who="two", at=8, choices=(("status", "reply"),)))
    assert len(shown) == 3 * len(inbox.ACTIONS)
    assert shown[3:6:2] == ["✗\u00a0never", "2\u00a0min"]
    assert shown[6] == "·\u00a0not\u00a0possible"


def test_a_button_chooses_for_the_message_shown_and_a_second_one_replaces_it() -> None:
    widget = Inbox(at=2)
    desk, pager = widget.children[6], widget.children[7]
    buttons = {button.description: button for button in desk.children[1].children}
    assert list(buttons) == list(action_names().values())
    buttons["Like"].click()
    assert widget.choices == (("question", "like"),)
    buttons["Pin"].click()
    assert widget.choices == (("question", "pin"),)
    before, following = pager.children
    following.click()
    assert widget.at == 3
    before.click()
    before.click()
    assert widget.at == 1
    assert before.disabled
    widget.at = COUNT
    assert following.disabled


def test_the_end_counts_verdicts_and_minutes() -> None:
    widget = Inbox(choices=tuple((message.id, "reply") for message in inbox.queue()))
    verdicts = [
        inbox.judge(message.id, "reply", widget.policy).verdict for message in inbox.queue()
    ]
    fits = verdicts.count(inbox.Verdict.FITS)
    assert widget.sentence.endswith(
        f"All 15 are done: {fits} fit your rule, 0 fall into a gap, 2 are never right. It took "
        "about 30 minutes, or 8 looks of 4 minutes."
    )


def test_the_message_fits_into_its_card() -> None:
    for at in range(1, COUNT + 1):
        assert not any("…" in line and "is …" not in line for line in texts(Inbox(at=at)))


@pytest.mark.parametrize("choices", [(("love", "like"),), (("thanks", "kiss"),), ("thanks",)])
def test_a_choice_that_does_not_exist_is_refused(choices: tuple[object, ...]) -> None:
    with pytest.raises(Problem):
        Inbox(choices=choices)


# CameBack ---------------------------------------------------------------------------------------


def test_came_back_tells_the_rate_with_and_without_bots() -> None:
    assert CameBack().sentence.startswith("520 of 1,340 comments got a reply: 38.8%.")
    assert CameBack(leave_out=True).sentence.startswith("500 of 1,200 comments got a reply: 41.7%.")


def test_the_gap_shrinks_where_like_is_compared_with_like() -> None:
    gap = engagement.reply_gap(data.load("comments"))
    together = CameBack(leave_out=True).sentence
    apart = CameBack(leave_out=True, compare="apart").sentence
    assert f"The gap is {100 * gap.raw:.1f} points." in together
    assert f"it is {100 * gap.standardised:.1f} points." in apart
    assert "Regulars got a reply to 75 of 100 comments, and others to 25." in apart


def test_came_back_draws_two_groups_or_four() -> None:
    def bars(**state: object) -> list[float]:
        drawn = CameBack(leave_out=True, **state).picture().axes[0].patches
        return [round(bar.get_width()) for bar in drawn]

    assert bars() == [31, 13]
    assert bars(compare="apart") == [42, 39, 14, 9]
    assert cells(CameBack(leave_out=True, compare="apart"))[:3] == ["300", "126", "42%"]


def test_with_a_reply_is_plain_and_without_is_striped() -> None:
    drawn = CameBack(compare="apart").picture().axes[0].patches
    assert [bool(bar.get_hatch()) for bar in drawn] == [False, True, False, True]


# TimePlanner ------------------------------------------------------------------------------------


def test_the_page_s_tips_add_up() -> None:
    tips = TimePlanner(checks=(3, 7), minutes=(3, 4), scouting=5)
    assert tips.sentence == (
        "The app takes 14 to 33 minutes a day. On 5 days that is 70 to 165 minutes a week, or 1.2 "
        "to 2.8 hours. All of it is one person's. If this person is ill, nobody looks in. On 2 "
        "days nobody looks in: say so on the page, and name who may be called."
    )
    tips.scouting = 0
    assert "9 to 28 minutes a day. On 5 days that is 45 to 140 minutes a week" in tips.sentence


def test_videos_come_on_top() -> None:
    week = TimePlanner(checks=(4, 4), minutes=(3, 3), videos=2, hours=(2.5, 2.5))
    assert "With 2 new videos it is 6.0 hours." in week.sentence
    widths = [round(bar.get_width(), 2) for bar in week.picture().axes[0].patches]
    assert widths[:2] == [6, 0]  # drawn from below: all together
    assert "Making videos: 5.0" in texts(week)


def test_the_week_is_shared_in_days() -> None:
    week = TimePlanner(days=7, people=3)
    assert "with 2 to 3 days on duty and 4 to 5 days free of it" in week.sentence
    assert week.sentence.endswith("Somebody looks in every day, and each has days off.")
    week.people = 1
    assert week.sentence.endswith("There is no day off for one person alone.")


def test_the_days_on_duty_are_drawn_and_written() -> None:
    week = TimePlanner(days=5, people=2)
    assert [label for label in texts(week) if label in ("1", "2", "–")][-7:] == [
        *("1", "1", "1", "2", "2", "–", "–")
    ]
    assert cells(week)[-7:] == ["1", "1", "1", "2", "2", "nobody", "nobody"]


def test_one_day_is_told_as_one() -> None:
    assert TimePlanner(days=1).sentence.startswith("On one day a week the app takes 12 to 20")
    assert "On one day nobody looks in" in TimePlanner(days=6).sentence


@pytest.mark.parametrize("state", [{"checks": (7, 3)}, {"minutes": (-1, 3)}, {"hours": (4, 2)}])
def test_ends_in_the_wrong_order_are_refused(state: dict[str, object]) -> None:
    with pytest.raises(Problem, match="the smaller one first"):
        TimePlanner(**state)
