"""The widgets of module 03: set a trait, read the sentence, the table and the data drawn."""

import re

import pytest
from every_widget import cells, shown, texts
from matplotlib.colors import to_hex

from workbook import attribution, charts, data, i18n
from workbook.errors import Problem
from workbook.widgets import interval, turnout
from workbook.widgets.base import Explorable
from workbook.widgets.detective import SourceDetective
from workbook.widgets.interval import TeamInterval
from workbook.widgets.turnout import TurnoutRange

# TurnoutRange -----------------------------------------------------------------------------------


def bars(widget: TurnoutRange) -> list[tuple[float, float, bool]]:
    """Start, length and whether striped, of each part of a bar, from top to bottom."""
    patches = widget.picture().axes[0].patches
    return [(bar.get_x(), bar.get_width(), bool(bar.get_hatch())) for bar in patches]


def test_turnout_starts_with_the_case_study() -> None:
    facts = data.load("case_facts").set_index("fact")[["low", "high"]]
    assert tuple(facts.loc["turnout of the ride"]) == turnout.CASE_TURNOUT
    assert tuple(facts.loc["share of the turnout from TikTok"]) == turnout.CASE_SHARE
    assert TurnoutRange().sentence == (
        "If 200 to 250 people rode, and 15% to 20% of them came from TikTok, then that is 30 to 50 "
        "people. The others, 160 to 212, came another way."
    )


def test_turnout_loses_and_makes_nobody_by_rounding() -> None:
    # 18% of 225 is 40.5, and the rest 184.5.
    assert (
        "41 people. The others, 184,"
        in TurnoutRange(turnout=(225, 225), share=(0.18,) * 2).sentence
    )


def test_turnout_draws_the_sure_part_plain_and_the_doubtful_part_striped() -> None:
    assert bars(TurnoutRange()) == [
        *((0, 200, False), (200, 50, True)),
        *((0, 30, False), (30, 20, True)),
        *((0, 160, False), (160, 52, True)),
    ]
    assert "people (plain: at least this many; striped: perhaps)" in texts(TurnoutRange())
    assert {"Everyone: 200 to 250", "From TikTok: 30 to 50", "Another way: 160 to 212"} <= set(
        texts(TurnoutRange())
    )


def test_turnout_pairs_small_with_small_and_large_with_large() -> None:
    widget = TurnoutRange(turnout=(100, 300), share=(0.1, 0.5))
    assert "then that is 10 to 150 people. The others, 50 to 270, came" in widget.sentence
    assert cells(widget) == ["100", "300", "10", "150", "50", "270"]


def test_turnout_of_one_number_is_no_range() -> None:
    widget = TurnoutRange(turnout=(200, 200), share=(0.2, 0.2))
    assert widget.sentence == (
        "If 200 people rode, and 20% of them came from TikTok, then that is 40 people. "
        "The others, 160, came another way."
    )
    assert [length for _, length, striped in bars(widget) if striped] == [0, 0, 0]


def test_turnout_says_whose_figures_it_shows() -> None:
    widget = TurnoutRange()
    assert "the group's own estimate" in widget.view().source
    widget.turnout = (210, 250)
    assert widget.view().source == (
        "Your figures. The case study has 200 to 250 riders, and an estimated 15% to 20% of them "
        "from TikTok."
    )


def test_turnout_says_that_it_is_an_estimate_of_an_estimate() -> None:
    assert "It is an estimate of an estimate" in TurnoutRange().still()


@pytest.mark.parametrize(
    "state",
    [
        {"turnout": (250, 200)},
        {"turnout": (200, 500)},
        {"turnout": (-1, 5)},
        {"share": (0.2, 1.5)},
        {"turnout": "many"},
        {"most": 0},
    ],
)
def test_turnout_refuses_what_is_no_range(state: dict[str, object]) -> None:
    with pytest.raises(Problem):
        TurnoutRange(**state)


def test_turnout_of_a_larger_event_needs_a_longer_line() -> None:
    widget = TurnoutRange(turnout=(2000, 2500), most=4000)
    assert "300 to 500 people" in widget.sentence
    assert widget.picture().axes[0].get_xlim() == (0, 4000)
    assert {"0", "1,000", "4,000"} <= set(texts(widget))


# TeamInterval -----------------------------------------------------------------------------------


def lines(widget: Explorable) -> list[tuple[list[float], str]]:
    """Where each line of the picture runs from left to right, and its marker."""
    return [
        ([round(float(x), 1) for x in line.get_xdata()], line.get_marker())
        for line in widget.picture().axes[0].lines
    ]


def test_interval_starts_with_the_case_study() -> None:
    facts = data.load("case_facts").set_index("fact")["low"]
    assert interval.CASE.k == facts["volunteer leaders who came from TikTok"]
    assert interval.CASE.n == facts["volunteer leaders in all"]
    assert TeamInterval().sentence == (
        "9 of 17 is 52.9%. Suppose that these 17 were drawn by chance from a large crowd. Then the "
        "share in the whole crowd could well be anything from 31.0% to 73.8% (95% Wilson "
        "interval). With 90 of 170 the range is narrower: from 45.5% to 60.3%."
    )
    assert cells(TeamInterval()) == ["52.9%", "31.0%", "73.8%", "52.9%", "45.5%", "60.3%"]


def test_interval_draws_ends_and_share_of_both_teams_with_different_markers() -> None:
    drawn = lines(TeamInterval())
    assert ([31.0, 73.8], "|") in drawn
    assert ([45.5, 60.3], "|") in drawn
    points = [marker for xs, marker in drawn if xs == [52.9]]
    assert len(points) == len(set(points)) == 2
    assert {"9 of 17: 31.0% to 73.8%", "90 of 170: 45.5% to 60.3%"} <= set(texts(TeamInterval()))


def test_interval_marks_half() -> None:
    assert ([50.0, 50.0], "None") in lines(TeamInterval())
    assert "share from TikTok in percent (dashed line: half)" in texts(TeamInterval())


@pytest.mark.parametrize("confidence", interval.CONFIDENCES)
def test_interval_is_wilsons_at_each_confidence(confidence: float) -> None:
    widget = TeamInterval(k=3, n=20, confidence=confidence)
    low, high = attribution.wilson_interval(3, 20, confidence)
    assert f"anything from {i18n.percent(low, 1)} to {i18n.percent(high, 1)}" in widget.sentence


def test_interval_shrinks_as_the_team_grows() -> None:
    def width(times: int) -> float:
        low, high = re.findall(r"([\d.]+)%", TeamInterval(times=times).sentence)[-2:]
        return float(high) - float(low)

    assert width(2) > width(10) > width(50)


def test_a_smaller_team_takes_its_leaders_along() -> None:
    widget = TeamInterval()
    widget.n = 5
    assert widget.k == 5
    assert widget.sentence.startswith("5 of 5 is 100.0%.")
    slider = next(child for child in widget.children if child.description == "Leaders from TikTok")
    assert (slider.value, slider.max) == (5, 5)
    assert TeamInterval(n=4).k == 4


def test_interval_refuses_more_leaders_than_the_team_has() -> None:
    with pytest.raises(Problem, match="k=18 is more than the whole team"):
        TeamInterval(k=18)
    widget = TeamInterval()
    with pytest.raises(Problem, match="from 0 to n=17"):
        widget.k = 18
    assert widget.k == 9


def test_interval_says_that_the_team_is_no_sample() -> None:
    assert "9 of 17 is the whole team, counted" in TeamInterval().still()
    assert "they stand in for leaders who will join later" in TeamInterval().still()


def test_interval_says_whose_figures_it_shows() -> None:
    widget = TeamInterval()
    assert "volunteer leaders in the case study" in widget.view().source
    widget.k = 8
    assert widget.view().source == ("Your figures. The case study has 9 of 17 volunteer leaders.")


# SourceDetective --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "says"),
    [
        ("codes", "21 of the 185 people with a code have TikTok's: 11.4%. The 215 people"),
        ("words", "55 of the 208 people who answered say TikTok: 26.4%. The 192 people"),
        ("codes_bounds", "21 of 400 people have TikTok's code, and 215 have no code."),
        ("both_bounds", "the share is 15.5%; if all of them did, it is 39.8%."),
        ("two_lists", "Chapman's formula estimates 81 people from TikTok"),
    ],
)
def test_each_kind_of_evidence_has_its_share_and_its_missing(evidence: str, says: str) -> None:
    assert says in SourceDetective(evidence=evidence).sentence


def parts(widget: SourceDetective) -> list[float]:
    """Widths of the bar's parts in percent: TikTok, another way, not known."""
    return [part.get_width() for part in widget.picture().axes[0].patches]


@pytest.mark.parametrize(
    ("evidence", "people"),
    [
        ("codes", (21, 164, 215)),
        ("words", (55, 153, 192)),
        ("codes_bounds", (21, 164, 215)),
        ("both_bounds", (62, 241, 97)),
        ("two_lists", (62, 241, 97)),
    ],
)
def test_the_bar_shows_everybody_and_who_is_not_known(
    evidence: str, people: tuple[int, int, int]
) -> None:
    widget = SourceDetective(evidence=evidence)
    assert parts(widget) == pytest.approx([n / 4 for n in people])
    yes, other, unknown = people
    labels = {f"TikTok: {yes}", f"another way: {other}", f"not known: {unknown}"}
    assert labels <= set(texts(widget))


def test_the_parts_of_the_bar_differ_in_more_than_colour() -> None:
    drawn = SourceDetective().picture().axes[0].patches
    assert [bool(part.get_hatch()) for part in drawn] == [False, False, True]
    assert [to_hex(part.get_facecolor()).upper() for part in drawn[:2]] == [
        charts.ORANGE,
        charts.PAPER,
    ]


def test_the_share_moves_with_the_evidence() -> None:
    where = {name: lines(SourceDetective(evidence=name)) for name in ("codes", "both_bounds")}
    assert where["codes"] == [([11.4], "o")]
    assert where["both_bounds"] == [([15.5, 39.8], "|")]
    seen = attribution.evidence(attribution.people(data.load("rsvps_raw")))
    low, high = attribution.chapman(seen.by_code.k, seen.by_self_report.k, seen.both)[2:]
    assert lines(SourceDetective(evidence="two_lists")) == [
        ([round(low / 4, 1), round(high / 4, 1)], "|"),
        ([20.3], "o"),
    ]


def test_the_crosstab_counts_everybody_once() -> None:
    assert cells(SourceDetective()) == ["14", "4", "3", "2", "70", "92", "39", "79", "97"]


def test_the_truth_needs_a_guess() -> None:
    widget = SourceDetective()
    switch = widget.children[-2]
    widget.reveal = True
    assert not widget.reveal
    assert switch.disabled
    assert "truth" not in widget.sentence

    widget.guess = "25"
    assert not switch.disabled
    assert "Your guess is 25.0%." in widget.sentence
    assert "truth" not in "".join([widget.sentence, *texts(widget)])
    widget.reveal = True
    assert widget.sentence.endswith(
        "The truth in this invented list is 72 of 400 people, 18.0%. Your guess was 25.0%."
    )
    assert {"your guess: 25.0%", "the truth: 18.0%"} <= set(texts(widget))
    assert lines(widget)[-2:] == [([25.0], "D"), ([18.0], "*")]

    widget.guess = ""
    assert not widget.reveal
    assert "truth" not in widget.sentence


def test_the_truth_counts_sign_ups_and_not_walk_ins() -> None:
    key = data.load_key("people_truth")
    assert (key["true_channel"] == "tiktok").sum() > 72  # walk-ins would be counted with them
    assert "72 of 400" in SourceDetective(guess="1", reveal=True).sentence


@pytest.mark.parametrize("typed", ["25", "25%", " 25 % ", "25,0", "٢٥"])
def test_a_guess_is_read_as_people_write_it(typed: str) -> None:
    assert "Your guess is 25.0%." in SourceDetective(guess=typed).sentence


@pytest.mark.parametrize("typed", ["a quarter", "-1", "101", "nan", "%"])
def test_a_guess_that_is_no_percentage_is_told(typed: str) -> None:
    widget = SourceDetective(guess=typed, reveal=True)
    assert widget.sentence.endswith("type a number from 0 to 100, such as 25.")
    assert not widget.reveal


@pytest.mark.parametrize("evidence", SourceDetective.evidence.values)
def test_invented_data_says_so(evidence: str) -> None:
    widget = SourceDetective(evidence=evidence)
    for html in (shown(widget), widget.still()):
        assert "Synthetic sample data" in html
        assert "They are not the Boston Cyclists Union" in html
    assert "an invented list" in widget.view().title


def test_each_kind_of_evidence_says_what_it_does_not_say() -> None:
    cautions = {SourceDetective(evidence=name).view().cautions for name in ("codes", "words")}
    assert len(cautions) == 2
    for name in SourceDetective.evidence.values:
        assert len(SourceDetective(evidence=name).view().cautions) == 2
