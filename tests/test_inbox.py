"""The inbox: a choice is held against a rule, and a few choices fit no rule at all."""

from itertools import product

import pytest

from workbook import inbox
from workbook.inbox import ACTIONS, CRITICS, HAND_ON, HIDE, WHO, Policy, Verdict

POLICIES = [Policy(*parts) for parts in product(WHO, HIDE, CRITICS, HAND_ON, (False, True))]
MESSAGES = {message.id: message for message in inbox.queue()}
GENTLE = Policy("two", "harm", "once", "danger", True)


def verdict(message: str, action: str, policy: Policy = GENTLE) -> Verdict:
    return inbox.judge(message, action, policy).verdict


def test_there_are_fifteen_messages_each_once():
    assert len(inbox.queue()) == len(MESSAGES) == 15
    assert {one.id for one in inbox.queue() if one.direct} == {"status", "minor", "press"}


@pytest.mark.parametrize("message", MESSAGES)
def test_every_choice_has_a_verdict_and_a_reason_under_every_policy(message):
    for policy, action in product(POLICIES, ACTIONS):
        found = inbox.judge(message, action, policy)
        assert found.verdict in Verdict
        assert found.why.endswith((".", "?"))


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_no_message_is_hopeless(policy):
    """Something fits, or the rule has a gap that it names."""
    for message in MESSAGES:
        verdicts = {inbox.judge(message, action, policy).verdict for action in ACTIONS}
        assert verdicts & {Verdict.FITS, Verdict.GAP}


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("status", "reply"),
        ("minor", "reply"),
        ("slur", "like"),
        ("slur", "pin"),
        ("address", "like"),
        ("address", "pin"),
        ("address", "rest"),
        ("threat", "like"),
        ("threat", "pin"),
        ("threat", "rest"),
    ],
)
def test_some_choices_are_never_right(message, action):
    assert {verdict(message, action, policy) for policy in POLICIES} == {Verdict.NEVER}


def test_nothing_else_is_called_never():
    never = {
        (message, action)
        for message, action, policy in product(MESSAGES, ACTIONS, POLICIES)
        if verdict(message, action, policy) is Verdict.NEVER
    }
    assert len(never) == 10


def test_the_reason_against_details_in_messages_is_told():
    assert "not end-to-end encrypted" in inbox.judge("status", "reply", GENTLE).why


def test_what_is_for_comments_is_not_possible_in_a_direct_message():
    for message, one in MESSAGES.items():
        possible = verdict(message, "pin") is not Verdict.NOT_THERE
        assert possible != one.direct


def test_often_more_than_one_choice_fits():
    assert inbox.fitting("thanks", GENTLE) == ("like", "reply", "pin", "rest")
    assert inbox.fitting("status", GENTLE) == ("move", "hand_on")
    several = [message for message in MESSAGES if len(inbox.fitting(message, GENTLE)) > 1]
    assert len(several) >= 10


def test_one_person_alone_has_nobody_to_hand_a_threat_to():
    for message in ("slur", "status", "minor", "address", "threat", "storm"):
        assert verdict(message, "hand_on", GENTLE._replace(who="one")) is Verdict.GAP
        assert verdict(message, "hand_on") is Verdict.FITS


def test_a_rule_that_hides_nothing_has_a_gap_at_harm():
    nothing = GENTLE._replace(hide="nothing")
    assert verdict("slur", "hide", nothing) is verdict("threat", "hide", nothing) is Verdict.GAP
    assert verdict("slur", "hide") is Verdict.FITS


def test_spam_harms_nobody_much_and_is_not_told_as_if_it_did():
    for action in ("hide", "filter"):
        found = inbox.judge("robot", action, GENTLE._replace(hide="nothing"))
        assert found.verdict is Verdict.GAP
        assert "not even spam" in found.why
        assert "stand alone" in inbox.judge("slur", action, GENTLE._replace(hide="nothing")).why


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_criticism_stays_and_a_private_address_goes(policy):
    assert verdict("critic", "hide", policy) is Verdict.DOES_NOT
    assert verdict("mistake", "hide", policy) is Verdict.DOES_NOT
    assert verdict("address", "hide", policy) is Verdict.FITS


def test_the_line_for_insults_is_the_groups_own():
    assert verdict("insult", "hide") is Verdict.DOES_NOT
    assert verdict("insult", "hide", GENTLE._replace(hide="insults")) is Verdict.FITS
    assert all(verdict("insult", "rest", policy) is Verdict.FITS for policy in POLICIES)


def test_a_critic_gets_what_the_rule_says():
    assert verdict("critic", "reply") is Verdict.FITS
    silent = GENTLE._replace(critics="never")
    assert verdict("critic", "reply", silent) is Verdict.DOES_NOT
    assert verdict("critic", "rest", silent) is Verdict.FITS


def test_the_press_is_handed_on_where_the_rule_says_so():
    assert verdict("press", "hand_on") is Verdict.DOES_NOT
    assert verdict("press", "reply") is Verdict.FITS
    public = GENTLE._replace(hand_on="public")
    assert verdict("press", "hand_on", public) is Verdict.FITS
    assert verdict("press", "reply", public) is Verdict.DOES_NOT


def test_a_day_off_is_kept_where_the_rule_says_so():
    assert verdict("late", "rest") is Verdict.FITS
    assert verdict("late", "reply") is Verdict.DOES_NOT
    tireless = GENTLE._replace(rest=False)
    assert verdict("late", "rest", tireless) is Verdict.GAP
    assert verdict("late", "reply", tireless) is Verdict.FITS


def test_a_tired_person_may_leave_a_storm_under_any_rule():
    assert all(verdict("storm", "rest", policy) is Verdict.FITS for policy in POLICIES)


def test_minutes_add_up():
    assert set(inbox.MINUTES) == set(ACTIONS)
    assert inbox.minutes(["reply", "reply", "hand_on", "rest"]) == pytest.approx(7)
    assert inbox.minutes([]) == 0


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no message called 'love'"):
        inbox.judge("love", "like", GENTLE)
    with pytest.raises(ValueError, match="'kiss' is none of like"):
        inbox.judge("thanks", "kiss", GENTLE)
    with pytest.raises(ValueError, match="'all' is none of nothing"):
        inbox.judge("thanks", "like", Policy(hide="all"))
    with pytest.raises(ValueError, match="'kiss'"):
        inbox.minutes(["kiss"])
