"""Which evidence do you believe, when sign-ups have gaps?"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import attribution, charts, data
from workbook.attribution import Evidence, Interval, Share
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View

CHANNEL = "tiktok"


class Reading(NamedTuple):
    """What one kind of evidence says about the share of TikTok."""

    sentence: str
    yes: int
    """People who count as coming from TikTok."""
    unknown: int
    """People of whom this evidence knows nothing."""
    best: float | None
    """The share it gives, from 0 to 1; None where it gives only a range."""
    ends: Interval | None
    cautions: tuple[str, ...]


class SourceDetective(Explorable):
    """The share of TikTok in an invented list of sign-ups, by five kinds of evidence.

    State: ``evidence``, one of ``"codes"``, ``"words"``, ``"codes_bounds"``, ``"both_bounds"``,
    ``"two_lists"``; ``guess``, what was typed as a guess, in percent; ``reveal``, whether to show
    the truth. There is no truth to see before there is a guess.
    """

    size = (charts.WIDTH, 270)
    evidence = traitlets.Enum(
        ("codes", "words", "codes_bounds", "both_bounds", "two_lists"), default_value="codes"
    )
    guess = traitlets.Unicode("")
    reveal = traitlets.Bool(False)

    @traitlets.validate("reveal")  # type: ignore[untyped-decorator]
    def _guess_first(self, proposal: traitlets.Bunch) -> bool:
        return proposal.value and _share(self.guess) is not None

    @traitlets.observe("guess")  # type: ignore[untyped-decorator]
    def _hide_without_guess(self, _: traitlets.Bunch) -> None:
        if _share(self.guess) is None:
            self.reveal = False

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        truth = ipywidgets.Checkbox(
            description=text("Show the truth (guess first)"), indent=False, **WIDE
        )
        traitlets.dlink((self, "guess"), (truth, "disabled"), lambda typed: _share(typed) is None)
        return {
            "guess": ipywidgets.Text(
                description=text("Your guess (percent)"),
                placeholder=text("a number from 0 to 100"),
                **WIDE,
            ),
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "evidence": ipywidgets.RadioButtons(
                description=text("Believe (click, or Tab and space bar)"),
                options=[
                    (text("codes only; people without: left out"), "codes"),
                    (text("answers only; people without: left out"), "words"),
                    (text("codes only; people without: none or all"), "codes_bounds"),
                    (
                        text("codes or answers; people without: none or all"),
                        "both_bounds",
                    ),
                    (
                        text("codes and answers; people without: estimated"),
                        "two_lists",
                    ),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "reveal": truth,
        }

    def view(self) -> View:
        seen = self._seen
        reading = _READINGS[self.evidence](seen)
        guess = _share(self.guess)
        truth = self._truth if self.reveal else None
        said = [reading.sentence]
        if guess is not None and truth:
            said.append(
                text(
                    "The truth in this invented list is {k} of {n} people, {share}. "
                    "Your guess was {guess}.",
                    k=truth.k,
                    n=truth.n,
                    share=percent(truth.share, 1),
                    guess=percent(guess, 1),
                )
            )
        elif guess is not None:
            said.append(text("Your guess is {guess}.", guess=percent(guess, 1)))
        elif self.guess:
            said.append(
                text("Your guess is not a percentage yet: type a number from 0 to 100, such as 25.")
            )
        return View(
            title=text("Which evidence do you believe? (an invented list of sign-ups)"),
            sentence=" ".join(said),
            draw=lambda ax: _draw(ax, reading, seen.total, guess, truth),
            source=charts.synthetic(),
            table=self._table,
            cautions=reading.cautions,
        )

    @cached_property
    def _people(self) -> pd.DataFrame:
        return attribution.people(data.load("rsvps_raw"))

    # The list stays the same while the state moves, so it is counted once.

    @cached_property
    def _seen(self) -> Evidence:
        return attribution.evidence(self._people, CHANNEL)

    @cached_property
    def _table(self) -> str:
        return charts.table(
            _small(attribution.code_by_self_report(self._people)),
            text(
                "How many of the {n} invented people have which code and answer", n=self._seen.total
            ),
        )

    @cached_property
    def _truth(self) -> Share:
        key = data.load_key("people_truth")
        signed_up = key[~key["is_walk_in"]]
        return Share(int((signed_up["true_channel"] == CHANNEL).sum()), len(signed_up))


def _share(guess: str) -> float | None:
    """``"25"`` or ``"25 %"`` as 0.25; None if it is not a percentage."""
    try:
        value = float(guess.replace("%", "").replace(",", "."))
    except ValueError:
        return None
    return value / 100 if 0 <= value <= 100 else None


def _codes(seen: Evidence) -> Reading:
    known = seen.by_code
    return Reading(
        sentence=text(
            "{k} of the {n} people with a code have TikTok's: {share}. "
            "The {missing} people without a code are left out.",
            k=known.k,
            n=known.n,
            share=percent(known.share, 1),
            missing=seen.total - known.n,
        ),
        yes=known.k,
        unknown=seen.total - known.n,
        best=known.share,
        ends=None,
        cautions=(
            text(
                "It does not say where those without a code came from. Someone who sees a video, "
                "and types your address in the evening, has none."
            ),
            text(
                "A code can be on the wrong person: a forwarded e-mail brings a friend with the "
                "code “email”."
            ),
        ),
    )


def _words(seen: Evidence) -> Reading:
    known = seen.by_self_report
    return Reading(
        sentence=text(
            "{k} of the {n} people who answered say TikTok: {share}. "
            "The {missing} people who did not answer are left out.",
            k=known.k,
            n=known.n,
            share=percent(known.share, 1),
            missing=seen.total - known.n,
        ),
        yes=known.k,
        unknown=seen.total - known.n,
        best=known.share,
        ends=None,
        cautions=(
            text(
                "It does not say where the silent came from. People who liked a video may answer "
                "more often than others."
            ),
            text("People forget, and some say TikTok for any short video."),
        ),
    )


def _codes_bounds(seen: Evidence) -> Reading:
    unknown = seen.total - seen.by_code.n
    ends = attribution.worst_case_bounds(seen.by_code.k, unknown, seen.total)
    return Reading(
        sentence=text(
            "{k} of {n} people have TikTok's code, and {missing} have no code. If none of those "
            "came from TikTok, the share is {low}; if all of them did, it is {high}.",
            k=seen.by_code.k,
            n=seen.total,
            missing=unknown,
            low=percent(ends.low, 1),
            high=percent(ends.high, 1),
        ),
        yes=seen.by_code.k,
        unknown=unknown,
        best=None,
        ends=ends,
        cautions=_bounds_cautions(),
    )


def _both_bounds(seen: Evidence) -> Reading:
    ends = attribution.worst_case_bounds(seen.either, seen.unknown, seen.total)
    return Reading(
        sentence=text(
            "{k} of {n} people have TikTok's code or say TikTok, and {missing} left neither code "
            "nor answer. If none of those came from TikTok, the share is {low}; if all of them "
            "did, it is {high}.",
            k=seen.either,
            n=seen.total,
            missing=seen.unknown,
            low=percent(ends.low, 1),
            high=percent(ends.high, 1),
        ),
        yes=seen.either,
        unknown=seen.unknown,
        best=None,
        ends=ends,
        cautions=_bounds_cautions(),
    )


def _bounds_cautions() -> tuple[str, ...]:
    return (
        text("It does not say where between the two ends the truth is. The middle is no likelier."),
        text("It trusts each code and each answer. Wrong ones can put the truth outside."),
    )


def _two_lists(seen: Evidence) -> Reading:
    by_code, by_words = seen.by_code.k, seen.by_self_report.k
    people = attribution.chapman(by_code, by_words, seen.both)
    ends = Interval(people.low / seen.total, people.high / seen.total)
    return Reading(
        sentence=text(
            "{by_code} people have TikTok's code, {by_words} say TikTok, and {both} do both. "
            "From this overlap, Chapman's formula estimates {people} people from TikTok, seen or "
            "not: {share} of {n}. Its 95% interval runs from {low} to {high}.",
            by_code=by_code,
            by_words=by_words,
            both=seen.both,
            people=number(people.value),
            share=percent(people.value / seen.total, 1),
            n=seen.total,
            low=percent(ends.low, 1),
            high=percent(ends.high, 1),
        ),
        yes=seen.either,
        unknown=seen.unknown,
        best=people.value / seen.total,
        ends=ends,
        cautions=(
            text(
                "It assumes that having a code says nothing about whether a person answers, and "
                "that everybody from TikTok is as likely to be on a list as the next."
            ),
            text("It trusts each code and each answer. A wrong one makes the overlap too small."),
        ),
    )


_READINGS = {
    "codes": _codes,
    "words": _words,
    "codes_bounds": _codes_bounds,
    "both_bounds": _both_bounds,
    "two_lists": _two_lists,
}


def _small(crosstab: pd.DataFrame) -> pd.DataFrame:
    """Codes by answers, with all channels but TikTok put together."""

    def kind(value: str) -> str:
        if value == CHANNEL:
            return text("TikTok")
        if value in (attribution.NO_CODE, attribution.NO_ANSWER):
            return text("none")
        return text("another")

    small = crosstab.groupby(kind, sort=False).sum().T.groupby(kind, sort=False).sum().T
    order = [text("TikTok"), text("another"), text("none")]
    small = small.reindex(index=order, columns=order, fill_value=0)
    return small.rename(
        index=lambda name: text("code: {kind}", kind=name),
        columns=lambda name: text("says: {kind}", kind=name),
    ).rename_axis(None)


def _draw(ax: Axes, reading: Reading, total: int, guess: float | None, truth: Share | None) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(0, 4)
    charts.number_line(ax, range(0, 101, 25), text("percent of the people"))
    other = total - reading.yes - reading.unknown
    _people_bar(ax, reading.yes, other, reading.unknown)
    _answer(ax, reading)
    if guess is None:
        ax.text(0, 0.75, text("Your guess will show here."), color=charts.QUIET, va="center")
    else:
        _mark(
            ax,
            guess,
            0.75,
            "D",
            charts.PURPLE,
            text("your guess: {share}", share=percent(guess, 1)),
        )
    if truth:
        share = percent(truth.share, 1)
        _mark(ax, truth.share, 0.25, "*", charts.GREEN, text("the truth: {share}", share=share))


def _people_bar(ax: Axes, tiktok: int, other: int, unknown: int) -> None:
    """All people in one bar: known to be from TikTok, known to be from elsewhere, not known."""
    scale = 100 / (tiktok + other + unknown)
    start = 0.0
    for people, colour, hatch in (
        (tiktok, charts.ORANGE, None),
        (other, charts.PAPER, None),
        (unknown, charts.GRID, "//"),
    ):
        part = Rectangle((start, 2.75), scale * people, 0.5, facecolor=colour, hatch=hatch)
        ax.add_patch(part)
        start += scale * people
    middle = scale * (tiktok + other / 2)
    ax.text(0, 3.35, text("TikTok: {people}", people=tiktok), va="bottom")
    ax.text(
        middle, 3, text("another way: {people}", people=other), ha="center", va="center_baseline"
    )
    ax.text(100, 3.35, text("not known: {people}", people=unknown), ha="right", va="bottom")


def _answer(ax: Axes, reading: Reading) -> None:
    if reading.ends is None:
        label = text("share: {share}", share=percent(reading.best or 0, 1))
    else:
        low, high = percent(reading.ends.low, 1), percent(reading.ends.high, 1)
        label = text("share: {low} to {high}", low=low, high=high)
    ax.text(0, 1.95, label, va="bottom", weight="bold")
    ends = reading.ends and (100 * reading.ends.low, 100 * reading.ends.high)
    best = None if reading.best is None else 100 * reading.best
    charts.ranged(ax, 1.6, charts.BLUE, ends, best)


def _mark(ax: Axes, share: float, y: float, marker: str, colour: str, label: str) -> None:
    """A share as a marker, with its label on the side where there is room."""
    charts.ranged(ax, y, colour, best=100 * share, marker=marker)
    side, shift = ("left", 3) if share < 0.5 else ("right", -3)
    ax.text(100 * share + shift, y, label, ha=side, va="center")
