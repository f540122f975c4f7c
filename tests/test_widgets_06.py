"""The widgets of module 06: set a trait, read the sentence, the table and the data drawn."""

import datetime
import re

import pytest
from every_widget import cells, texts, widths
from matplotlib.dates import date2num

from workbook import channels, data, decision, paths, plan, risks
from workbook.decision import CRITERIA, Outcome
from workbook.feedback import notes
from workbook.gone import OUTAGES
from workbook.widgets.cost_of_one import TOP_RATE, CostOfOne, _step
from workbook.widgets.day_gone import DayGone
from workbook.widgets.invest import InvestOrNot, outcome_name
from workbook.widgets.register import _ROWS, RiskRegister

# Scores of a group that knows most, and has few hours.
KNOWN = dict(zip(CRITERIA, (3, 2, 3, 1, 3, 3, 2), strict=True))


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def test_rules_come_with_a_word_on_legal_advice() -> None:
    for kind in (InvestOrNot, RiskRegister):
        assert any("no legal advice" in caution for caution in kind().view().cautions)


# CostOfOne --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({}, "Counting cash only, one leader cost $26.67 on TikTok and $300.00 by e-mail. Of the "),
        ({"hourly": 28}, "one leader cost $437.33 on TikTok and $804.00 by e-mail. Of the two, Ti"),
        ({"goal": "attendees"}, "$6.00 on TikTok and $9.09 by e-mail. Of the two, TikTok is cheap"),
        ({"goal": "attendees", "hourly": 28}, "$24.36 by e-mail. Of the two, e-mail is cheaper."),
        ({"hourly": 28}, "Cheapest of all: friends and hosts, at $112.00."),
    ],
)
def test_the_cheapest_way_turns(state: dict[str, object], says: str) -> None:
    assert says in CostOfOne(**state).sentence


def test_the_bars_are_the_prices() -> None:
    ways = channels.compare(
        data.load("costs"),
        data.load("leaders"),
        data.load("checkins"),
        data.load_key("people_truth"),
    )
    for goal in channels.GOALS:
        prices = [channels.price(way, goal, 28) for way in ways.values()]
        assert widths(CostOfOne(goal=goal, hourly=28)) == [round(price, 2) for price in prices]


@pytest.mark.parametrize("goal", channels.GOALS)
def test_the_axis_stands_still_while_the_hour_moves(goal: str) -> None:
    rates = (0, 1, 28, TOP_RATE)
    axes = [CostOfOne(goal=goal, hourly=rate).picture().axes[0] for rate in rates]
    assert len({axis.get_xlim() for axis in axes}) == 1
    dearest = max(widths(CostOfOne(goal=goal, hourly=TOP_RATE)))
    assert dearest <= axes[0].get_xlim()[1] <= 2 * dearest


def test_both_goals_stand_in_the_table() -> None:
    assert cells(CostOfOne(hourly=28))[:4] == ["132", "$240.00", "9 at $437.33", "40 at $98.40"]


@pytest.mark.parametrize("most", [0.4, 2, 2.1, 98, 300, 900, 1700, 4000, 9000])
def test_the_scale_of_dollars_reaches_the_dearest(most: float) -> None:
    assert 4 * _step(most) >= most


# DayGone ----------------------------------------------------------------------------------------


SENEGAL = {"followers": 2400, "on_list": 15, "elsewhere": 25, "days": 20, "outage": "senegal"}


def test_the_day_it_is_gone() -> None:
    assert DayGone(**SENEGAL).sentence == (
        "Of 2,400 followers you can still reach 600 to 960. On your own list, and so reached "
        "whatever happens to other apps: 360. The other 1,440 to 1,800 hear nothing from you for "
        "about 6 months. Your date in 20 days passes without them, unless somebody tells them."
    )
    assert "comes after that, so you may still reach them in time" in DayGone().sentence
    assert "was not over when we last looked" in DayGone(outage="india").sentence


def test_the_list_is_a_bar_of_its_own() -> None:
    drawn = widths(DayGone(**SENEGAL))
    assert drawn == [2400, 2400, 0, 2400, 600, 360, 2400, 360, 0]


def test_all_real_outages_are_compared_with_ones_own_date() -> None:
    for days, late in ((0, 5), (3, 4), (200, 3), (365, 1)):
        assert cells(DayGone(days=days)).count("too late") == late
    assert set(DayGone.outage.values) == set(OUTAGES)


def test_nobody_follows_yet() -> None:
    nobody = DayGone(followers=0)
    assert nobody.sentence.startswith("Of 0 followers you can still reach 0.")
    assert nobody.still()


# InvestOrNot ------------------------------------------------------------------------------------


def test_whoever_has_answered_nothing_has_not_decided() -> None:
    assert InvestOrNot().sentence == (
        "Not yet decided. Of 7 answers that count, 7 say “we do not know” (a score of 2). Find out "
        "first: The people we need are there; Nobody is put at risk unasked; Law and money rules "
        "allow it. Not known yet: Somebody they trust will speak; It fits our aim; Hours are free "
        "every week; We can bring people to our list."
    )


def test_what_can_stop_it_has_to_be_known_first() -> None:
    """However much speaks for it."""
    for stop, name in (
        ("people", "The people we need are there"),
        ("safety", "Nobody is put at risk unasked"),
        ("rules", "Law and money rules allow it"),
    ):
        widget = InvestOrNot(**{**dict.fromkeys(CRITERIA, 4), "hours": 2, stop: 2})
        assert widget.sentence == (
            "Not yet decided. What can stop it has to be known first (a 2 is “not known”). Find "
            f"out first: {name}. Not known yet: Hours are free every week."
        )
        setattr(widget, stop, 3)
        assert widget.sentence.startswith("Yes. An account of your own has ")


def test_what_is_not_known_is_named_also_where_there_is_a_result() -> None:
    few = InvestOrNot(**dict.fromkeys(("people", "safety", "rules"), 3))
    assert few.sentence.startswith("Not yet decided. Of 7 answers that count, 4 say")
    assert few.sentence.endswith(
        "Find out first: Somebody they trust will speak; It fits our aim; Hours are free every "
        "week; We can bring people to our list."
    )
    few.hours = 1
    assert few.sentence.startswith("A pilot with an exit date. An account")
    # One more line that is not known, and it would be open: that is no way to turn a result.
    assert "Not yet decided" in cells(few)
    assert "Not yet decided" not in few.sentence
    assert few.sentence.endswith(
        "Not known yet: Somebody they trust will speak; It fits our aim; We can bring people to "
        "our list."
    )


def test_not_to_know_is_marked_in_the_table_and_no_way_to_turn_a_result() -> None:
    tenants = InvestOrNot(**dict(zip(CRITERIA, (4, 1, 3, 2, 3, 3, 2), strict=True)))
    # With “we do not know” in the place of a 1 the points would be enough.
    assert cells(tenants)[:2] == ["1 to 2 (not known)", "Yes"]
    assert "“It fits our aim” from 3 to 4 (Yes)" in tenants.sentence
    assert "from 1 to 2" not in tenants.sentence


def test_what_could_stop_it_and_is_doubtful_is_to_be_mended_first() -> None:
    said = "Mend this before you begin, since it can stop all: "
    sure = dict.fromkeys(CRITERIA, 4)
    assert f"{said}Nobody is put at risk unasked." in InvestOrNot(**{**sure, "safety": 1}).sentence
    assert said not in InvestOrNot(**{**sure, "aim": 1}).sentence
    assert said not in InvestOrNot(**dict.fromkeys(CRITERIA, 1)).sentence  # it is a no


def test_points_are_not_rounded_up_to_a_limit() -> None:
    scores = zip(CRITERIA, (1, 4, 3, 3, 4, 4, 1), strict=True)
    weights = zip(CRITERIA, (2, 0, 1, 1, 3, 2, 3), strict=True)
    state = {**dict(scores), **{f"weight_{name}": weight for name, weight in weights}}
    # 31 of 48, which is 64.6: below a yes from 65.
    assert "A pilot with an exit date. An account of your own has 64 points" in (
        InvestOrNot(**state).sentence
    )


def test_without_any_weight_it_asks_for_one() -> None:
    none = {f"weight_{name}": 0 for name in CRITERIA}
    assert "No weight is above 0" in InvestOrNot(**dict.fromkeys(CRITERIA, 3), **none).sentence


def test_an_account_without_hours_is_said_to_be_none() -> None:
    said = "Without hours every week there is no account of your own, so its points do not count."
    for hours, there in ((0, True), (1, False), (4, False)):
        for messenger in (1, 4):  # a no, and partners
            widget = InvestOrNot(**{**KNOWN, "messenger": messenger, "hours": hours})
            assert (said in widget.sentence) == there


def test_where_partners_have_more_points_it_says_why_yes_comes_first() -> None:
    said = "Yes comes first, though partner creators have more points: "
    both = {**dict.fromkeys(CRITERIA, 4), "hours": 2}
    assert said in InvestOrNot(**both).sentence
    assert said not in InvestOrNot(**{**both, "hours": 4}).sentence
    assert said not in InvestOrNot(**{**KNOWN, "messenger": 3}).sentence  # only with partners


def test_near_a_limit_the_smallest_changes_are_named() -> None:
    widget = InvestOrNot(**KNOWN)
    assert widget.sentence.startswith("A pilot with an exit date. An account of your own has 60 ")
    assert "“Weight: hours” from 1 to 0 (Yes)" in widget.sentence


def test_a_stop_is_said_and_no_weight_removes_it() -> None:
    widget = InvestOrNot(safety=0, weight_safety=0, **dict.fromkeys(("people", "aim"), 4))
    assert widget.sentence == (
        "No, as long as this stands at 0: Nobody is put at risk unasked. No other answer and no "
        "weight can outweigh it."
    )


def test_all_five_outcomes_can_be_reached() -> None:
    states = {
        "Yes": {**KNOWN, "hours": 4, "rules": 4},
        "Only with partner creators": {**KNOWN, "messenger": 3},
        "A pilot with an exit date": KNOWN,
        "No": {**KNOWN, "hours": 0},
        "Not yet decided": {},
    }
    assert len(states) == len(Outcome)
    for outcome, state in states.items():
        assert InvestOrNot(**state).sentence.startswith(f"{outcome}.")
        assert texts(InvestOrNot(**state))[0].startswith(f"Result now: {outcome} (")


def test_the_lesson_offers_the_answers_of_the_widget_and_no_other() -> None:
    lesson = (paths.MODULES / "06_reasons_not_to" / "lesson.md").read_text(encoding="utf-8")
    (ends,) = re.findall(r"there are five good ends:\n\n(.*?)\n\n", lesson, re.DOTALL)
    offered = re.findall(r"^- \*\*(.+?)\*\*", ends, re.MULTILINE)
    assert sorted(offered) == sorted(outcome_name(outcome).lower() for outcome in Outcome)
    (asked,) = re.findall(r'note\("06_answer", "(.+?)"\)', lesson)
    assert all(name in asked for name in offered)


def test_where_nothing_turns_it_that_is_said() -> None:
    sure = InvestOrNot(**dict.fromkeys(CRITERIA, 4))
    assert ": “The people we need are there” from 4 to 0 (No)" in sure.sentence
    stopped = InvestOrNot(people=0, safety=0)
    assert decision.flips(stopped.scores, stopped.weights) == []
    assert stopped.view().table == ""


def test_the_map_has_a_letter_wherever_the_result_turns() -> None:
    more = {**KNOWN, "hours": 4, "rules": 4, "weight_aim": 3}
    for state in ({}, KNOWN, {"safety": 0}, more):
        widget = InvestOrNot(**state)
        now = decision.decide(widget.scores, widget.weights)
        outcomes = [
            *decision.by_score(widget.scores, widget.weights).values(),
            *decision.by_weight(widget.scores, widget.weights).values(),
        ]
        turned = sum(outcome is not now for row in outcomes for outcome in row)
        letters = [words for words in texts(widget) if words in ("Y", "C", "P", "N", "?")]
        assert len(letters) == turned + len(Outcome)
        # Each cell is drawn once, and each present answer has its frame.
        drawn = [len(line.get_xdata()) for line in widget.picture().axes[0].lines]
        assert sum(drawn) == sum(len(row) for row in outcomes) + 2 * len(CRITERIA) + len(Outcome)


def test_each_flip_has_a_line_in_the_table() -> None:
    widget = InvestOrNot(**KNOWN)
    found = decision.flips(widget.scores, widget.weights)
    assert cells(widget)[::2] == [
        f"{flip.before} to {flip.after}{' (not known)' * flip.to_unknown}" for flip in found
    ]
    assert any(flip.to_unknown for flip in found)


def test_what_it_hangs_on_is_kept_for_the_plan_and_the_scores_come_back(own_folder) -> None:
    widget = InvestOrNot(note="06_hangs_on")
    assert not own_folder.exists()  # looking writes nothing
    for name, score in KNOWN.items():
        setattr(widget, name, score)
    kept = notes.notes()["06_hangs_on"]
    assert kept.startswith("By our scores: A pilot with an exit date. The smallest changes that")
    assert "“Weight: hours” from 1 to 0 (Yes)" in kept
    assert kept in plan.plain(plan.make(notes.notes(), datetime.date(2026, 11, 25)))
    widget.weight_hours = 0
    assert notes.notes()["06_hangs_on"].startswith("By our scores: Yes. The smallest")
    again = InvestOrNot(note="06_hangs_on")
    assert (again.scores, again.weights) == (widget.scores, widget.weights)
    again.safety = 0
    assert notes.notes()["06_hangs_on"].startswith("No, as long as this stands at 0")


def test_a_learner_s_own_words_are_not_written_over(own_folder) -> None:
    widget = InvestOrNot(note="06_hangs_on")
    widget.people = 3
    notes.keep("06_hangs_on", "It hangs on Maria's hours.")
    widget.people = 4
    again = InvestOrNot(note="06_hangs_on")
    again.aim = 1
    assert again.people == 4
    assert notes.notes()["06_hangs_on"] == "It hangs on Maria's hours."


@pytest.mark.parametrize("scores", ["", "people=3", "people=9 aim=x", "nonsense", "people=9"])
def test_scores_that_cannot_be_read_are_left_alone(own_folder, scores: str) -> None:
    notes.keep("06_hangs_on_scores", scores)
    assert InvestOrNot(note="06_hangs_on").sentence == InvestOrNot().sentence
    assert notes.notes().get("06_hangs_on_scores", "") == scores


def test_a_stored_notebook_holds_nobody_s_scores(own_folder) -> None:
    widget = InvestOrNot(note="06_hangs_on", people=0)
    bundle = widget._repr_mimebundle_()
    assert bundle["text/plain"] == InvestOrNot().sentence
    assert "No, as long as" not in bundle["text/html"]


def test_scores_that_cannot_be_kept_are_told(own_folder) -> None:
    own_folder.write_text("a file in its place")
    widget = InvestOrNot(note="06_hangs_on")
    assert "is kept in my_work" in widget.view().cautions[-1]
    widget.people = 4
    assert "could not be kept" in widget.view().cautions[-1]


# RiskRegister -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", risks.KINDS)
def test_each_risk_is_drawn_and_told_with_its_dates(kind: str) -> None:
    widget, lines = RiskRegister(kind=kind), risks.of_kind(risks.load(), kind)
    assert len(lines) <= _ROWS
    drawn = [list(line.get_xdata()) for line in widget.picture().axes[0].lines]
    for risk in lines:
        assert [date2num(risk.as_of), date2num(risk.recheck_by)] in drawn
        (told,) = [cell for cell in cells(widget) if risk.fact.claim in cell]
        assert risk.fact.publisher in told
        assert told.endswith(f"; fact {risk.fact.id})")
        assert risk.recheck_by.isoformat().replace("-", "\u2011") in cells(widget)
    assert widget.sentence.startswith(f"{len(lines)} line")


def test_every_date_lies_within_the_picture() -> None:
    for kind in risks.KINDS:
        axes = RiskRegister(kind=kind).picture().axes[0]
        left, right = axes.get_xlim()
        for line in axes.lines:
            assert all(left <= day <= right for day in line.get_xdata())
