"""The measures on own numbers in words, pictures and rows: one :class:`Card` for each.

Pure. :func:`cards` says what each measure came to, what it can and cannot tell, and what is
missing. With ``sharing``, counts of 1 to 4 people are left out, and so is what they could be
worked out from.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import attribution, charts, links, own
from workbook.attribution import Evidence
from workbook.exports import SMALLEST_CELL, suppress_small
from workbook.i18n import number, percent, text
from workbook.own import Measure, Own

MOST_BARS = 6


class Number(NamedTuple):
    """One number of a measure. ``low`` and ``high`` are the ends of a range, if it has one."""

    label: str
    value: float | None
    """None where only a range is known, or where it is hidden."""
    unit: str
    """``count``, ``people``, ``share`` (0 to 1), ``points`` (of 1), ``minutes``, ``seconds`` or
    ``money``."""
    low: float | None = None
    high: float | None = None
    drawn: bool = True

    @property
    def hidden(self) -> bool:
        """Whether it is left out because a person could be recognized."""
        return self.value is None and self.low is None

    @property
    def shown(self) -> str:
        """The value in words and digits, with its range."""
        if self.hidden:
            return text("hidden")
        ends = [shown(end, self.unit) for end in (self.low, self.high) if end is not None]
        if not ends:
            return shown(self.value, self.unit)
        if self.value is None:
            return text("{low} to {high}", low=ends[0], high=ends[1])
        return text(
            "{value} (range {low} to {high})",
            value=shown(self.value, self.unit),
            low=ends[0],
            high=ends[1],
        )


class Card(NamedTuple):
    """What is told of one measure."""

    key: str
    title: str
    sentence: str
    """What it came to; or what is missing, and which file would give it."""
    numbers: tuple[Number, ...]
    can: str
    cannot: tuple[str, ...]
    missing: bool
    table: pd.DataFrame | None = None
    """A table of people by code and answer, small cells missing; only of ``source_table``."""
    channel: str = ""
    """The channel that it is about, in words; empty if it is about all, or about none."""

    @property
    def heading(self) -> str:
        """The title, with the channel."""
        if not self.channel:
            return self.title
        return text("{title}: {channel}", title=self.title, channel=self.channel)


def cards(mine: Own, sharing: bool = True) -> dict[str, Card]:
    """A card for each measure, by its key, in the order of the lessons."""
    return {key: _card(one, mine, sharing) for key, one in own.measures(mine).items()}


def shown(value: float | None, unit: str) -> str:
    """A number as it is read, such as ``12%`` or ``1,250``."""
    if value is None or pd.isna(value):
        return text("none")
    if unit == "share":
        return percent(value, 0 if abs(value) >= 0.1 or not value else 1)
    if unit == "points":
        return number(100 * value, 1)
    if unit == "money":
        return number(value, 0 if value >= 1000 or value == round(value) else 2)
    if unit == "seconds":
        return number(value, 1)
    return number(value)


def _card(measure: Measure, mine: Own, sharing: bool) -> Card:
    can, cannot = _tells()[measure.key]
    if measure.missing:
        return Card(measure.key, measure.title, measure.missing, (), can, (cannot,), True)
    sentence, numbers, table = _TOLD[measure.key](measure.result, mine, sharing)
    cautions = (cannot, *measure.cautions)
    if sharing and measure.key in ("source_table", "bounds"):
        # The number of people of whom nothing is known may be small as well.
        cautions = (cannot,)
    if measure.key == "source_table":
        cautions += tuple(_nearly_the_same(mine))
    channel = channel_name(mine.channel) if measure.key in _OF_ONE_CHANNEL else ""
    return Card(measure.key, measure.title, sentence, numbers, can, cautions, False, table, channel)


_OF_ONE_CHANNEL = ("source_table", "bounds", "recapture")


def _nearly_the_same(mine: Own) -> Iterator[str]:
    """The question of the link tool, on codes that have a row each and may be one."""
    for found in links.variants(own.people(mine)["source_code"].dropna()):
        # What the course knows as a channel stays; else the more frequent, which stands first.
        kept, *others = sorted(found.spellings, key=lambda code: channel_name(code) == code)
        for other in others:
            yield text(
                "“{one}” and “{other}” are nearly the same, and are counted apart. If they are "
                "one, write this into the field “Our own codes”: {other} = {one}",
                one=kept,
                other=other,
            )


Told = tuple[str, tuple[Number, ...], pd.DataFrame | None]


def _typical_video(found: own.Typical, mine: Own, sharing: bool) -> Told:
    ends = found.interval or (None, None)
    numbers = (
        Number(text("Views of the typical video"), found.median, "count", *ends),
        Number(text("Views of your most viewed video"), found.best, "count", drawn=False),
        Number(text("Its share of all views"), found.best_share, "share", drawn=False),
        Number(text("Videos counted"), found.videos, "count", drawn=False),
    )
    values: dict[str, Any] = {
        "median": number(found.median),
        "videos": number(found.videos),
        "best": number(found.best),
        "share": percent(found.best_share),
    }
    if found.interval is None:
        sentence = text("There is one video, with {median} views. So there is no range.", **values)
    else:
        sentence = text(
            "Half of your {videos} videos have {median} views or more. With other videos of the "
            "same kind, the middle one could have between {low} and {high}. The most viewed one "
            "has {best}, which is {share} of all views.",
            low=number(found.interval.low),
            high=number(found.interval.high),
            **values,
        )
    return sentence, numbers, None


def _engagement_rate(found: float, mine: Own, sharing: bool) -> Told:
    numbers = (Number(text("Likes, comments and shares per view"), found, "share"),)
    sentence = text(
        "For the video in the middle, likes, comments and shares add up to {rate} of its views.",
        rate=shown(found, "share"),
    )
    return sentence, numbers, None


def _where_views_come_from(found: pd.Series, mine: Own, sharing: bool) -> Told:
    names = {
        "src_for_you": text("For You feed"),
        "src_following": text("Following feed"),
        "src_profile": text("Your profile"),
        "src_search": text("Search"),
        "src_other": text("Elsewhere"),
    }
    known = found.dropna()
    numbers = tuple(Number(names[str(key)], float(known[key]), "share") for key in known.index)
    sentence = text(
        "{share} of the views came from the For You feed: mostly from people who do not follow "
        "you. Counted are the videos whose sources you noted.",
        share=shown(float(found["src_for_you"]), "share"),
    )
    return sentence, numbers, None


def _hooks(found: own.HookGap, mine: Own, sharing: bool) -> Told:
    numbers = (
        Number(text("More still watching at 3 seconds, with a hook"), found.gap, "points"),
        Number(text("Videos with a hook"), found.with_hook, "count", drawn=False),
        Number(text("Videos without"), found.without, "count", drawn=False),
    )
    values = {
        "with_hook": number(found.with_hook),
        "without": number(found.without),
        "gap": number(abs(100 * found.gap), 1),
    }
    if found.gap < 0:
        sentence = text(
            "In your {with_hook} videos with a hook, fewer people are still there after 3 "
            "seconds than in the {without} without: {gap} points less.",
            **values,
        )
    else:
        sentence = text(
            "In your {with_hook} videos with a hook, more people are still there after 3 "
            "seconds than in the {without} without: {gap} points more.",
            **values,
        )
    return sentence, numbers, None


def _length(found: pd.DataFrame, mine: Own, sharing: bool) -> Told:
    bands = [(str(band), row) for band, row in found.iterrows() if row["videos"]]
    numbers = tuple(
        Number(
            text("{band} seconds: watched to the end", band=band), row["full_watch_rate"], "share"
        )
        for band, row in bands
    ) + tuple(
        Number(
            text("{band} seconds: watched on average, in seconds", band=band),
            row["avg_watch_s"],
            "seconds",
            drawn=False,
        )
        for band, row in bands
    )
    best = max(bands, key=lambda one: one[1]["avg_watch_s"])
    sentence = text(
        "Videos of {band} seconds are watched longest: {seconds} seconds on average. {share} of "
        "their views go to the end.",
        band=best[0],
        seconds=number(best[1]["avg_watch_s"], 1),
        share=shown(best[1]["full_watch_rate"], "share"),
    )
    return sentence, numbers, None


def _followers(found: own.Followers, mine: Own, sharing: bool) -> Told:
    numbers = (
        Number(text("Followers on the first day"), found.first, "count"),
        Number(text("Followers on the last day"), found.last, "count"),
        Number(text("Largest gain in a day"), found.best_gain, "count", drawn=False),
    )
    values = {
        "first": number(found.first),
        "last": number(found.last),
        "days": number(found.days),
    }
    if found.best_day is None:
        sentence = text("From {first} to {last} followers, over {days} days.", **values)
    else:
        sentence = text(
            "From {first} to {last} followers, over {days} days. The day with the largest gain "
            "is {day}: {gain} more.",
            day=found.best_day.date().isoformat(),
            gain=number(found.best_gain),
            **values,
        )
    return sentence, numbers, None


def _reply_time(found: own.Replies, mine: Own, sharing: bool) -> Told:
    share = found.replied.share if found.replied.n else None
    numbers = (
        Number(text("Comments with a reply"), share, "share"),
        Number(text("Minutes to the middle reply"), found.median_minutes, "minutes", drawn=False),
    )
    values = {"k": number(found.replied.k), "n": number(found.replied.n)}
    if found.median_minutes is None:
        sentence = text(
            "{k} of {n} comments got a reply. For none of them is known when.", **values
        )
    else:
        sentence = text(
            "{k} of {n} comments got a reply. On workdays, half of the replies came within "
            "{minutes} minutes.",
            minutes=number(found.median_minutes),
            **values,
        )
    return sentence, numbers, None


def _visits(found: attribution.Share, mine: Own, sharing: bool) -> Told:
    numbers = (
        Number(text("Visits from TikTok"), found.k, "count"),
        Number(text("All visits"), found.n, "count"),
    )
    sentence = text(
        "{k} of {n} visits to your page came from TikTok, as far as links and browsers tell.",
        k=number(found.k),
        n=number(found.n),
    )
    return sentence, numbers, None


def _source_table(found: own.SourceTable, mine: Own, sharing: bool) -> Told:
    seen = found.evidence
    labels = (
        text("Code and answer"),
        text("Code only"),
        text("Answer only"),
        text("Other code or answer"),
        text("Neither code nor answer"),
    )
    counts = pd.Series(_apart(seen), index=pd.Index(labels), dtype="Int64")
    table = found.table
    if sharing:
        counts = suppress_small(counts).iloc[:, 0]
        table = suppress_small(table)
    numbers = tuple(
        Number(str(label), None if pd.isna(count) else int(count), "people")
        for label, count in counts.items()
    )
    channel = channel_name(mine.channel)
    known = [
        text("{label}: {value}", label=one.label, value=one.shown)
        for one in numbers
        if not one.hidden
    ]
    if sharing and counts.isna().any() and known:
        sentence = text(
            "{channel}, of {total} people: {known}. The other counts are hidden, because one is "
            "so small that somebody could be recognized.",
            channel=channel,
            total=number(seen.total),
            known="; ".join(known),
        )
    elif sharing and counts.isna().any():
        sentence = text(
            "Of {total} people, some counts are so small that somebody could be recognized. They "
            "are hidden, and one more with them.",
            total=number(seen.total),
        )
    else:
        sentence = text(
            "{channel}: of {total} people, {either} have its code or named it. {both} of them "
            "did both. Of {unknown} people nothing is known.",
            channel=channel,
            total=number(seen.total),
            either=number(seen.either),
            both=number(seen.both),
            unknown=number(seen.unknown),
        )
    return sentence, numbers, _named(table)


def _bounds(found: own.Bounds, mine: Own, sharing: bool) -> Told:
    if sharing and _small(mine):
        return _too_few(), (), None
    numbers = [
        Number(text("Share by code alone"), None, "share", *found.by_code),
    ]
    if found.by_either:
        numbers.append(Number(text("Share by code or answer"), None, "share", *found.by_either))
    narrow = found.by_either or found.by_code
    sentence = text(
        "{channel} brought between {low} and {high} of your people, as far as your lists can say. "
        "The width of that range is what is missing.",
        channel=channel_name(mine.channel),
        low=shown(narrow.low, "share"),
        high=shown(narrow.high, "share"),
    )
    return sentence, tuple(numbers), None


def _recapture(found: attribution.Estimate, mine: Own, sharing: bool) -> Told:
    if sharing and _small(mine):
        return _too_few(), (), None
    seen = attribution.evidence(own.people(mine), mine.channel)
    numbers = (
        Number(text("Seen on a list"), seen.either, "people"),
        Number(text("Estimate of all"), found.value, "people", found.low, found.high),
    )
    sentence = text(
        "{channel}: {either} people are on one of the two lists. An estimate of all, seen or not, "
        "is {value}, with a range from {low} to {high}.",
        channel=channel_name(mine.channel),
        either=number(seen.either),
        value=number(found.value),
        low=number(found.low),
        high=number(found.high),
    )
    return sentence, numbers, None


def _cost_per_outcome(found: pd.DataFrame, mine: Own, sharing: bool) -> Told:
    names = {
        "by_code": text("a person by code"),
        "by_code_or_answer": text("a person by code or answer"),
        "attended": text("a person who came"),
        "leaders": text("a leader"),
    }
    counted = [name for name in own.OUTCOMES if name in found]
    open_to_see = _cost_shown(found, counted) if sharing else found[counted].notna()
    drawn = next((name for name in ("by_code_or_answer", *counted) if name in counted), "")
    numbers = []
    for name in counted:
        for label, row in found.iterrows():
            channel = str(label)
            if not row[name]:
                continue  # no outcome has no price
            numbers.append(
                Number(
                    text("{channel}: {what}", channel=channel_name(channel), what=names[name]),
                    float(row[f"per_{name}"]) if open_to_see[name][channel] else None,
                    "money",
                    drawn=name == drawn,
                )
            )
    known = [one for one in numbers if one.drawn and one.value is not None]
    if not known:
        return _too_few(), tuple(numbers), None
    lowest = min(known, key=lambda one: one.value or 0)
    sentence = text(
        "All hours and bills, divided by what they brought, in your currency. The lowest is "
        "{price}: “{label}”.",
        label=lowest.label,
        price=lowest.shown,
    )
    return sentence, tuple(numbers), None


def _apart(seen: Evidence) -> list[int]:
    """People in five groups that do not overlap: both, code, answer, others, unknown."""
    code, answer = seen.by_code.k - seen.both, seen.by_self_report.k - seen.both
    return [seen.both, code, answer, seen.total - seen.either - seen.unknown, seen.unknown]


def _small(mine: Own) -> bool:
    """Whether the bounds or the estimate would give away a small count of people."""
    return any(
        0 < count < SMALLEST_CELL
        for count in _apart(attribution.evidence(own.people(mine), mine.channel))
    )


def _cost_shown(found: pd.DataFrame, counted: list[str]) -> pd.DataFrame:
    """Which prices can be shared: with the cost, a price gives the count away."""
    shown_cells = pd.DataFrame(
        {name: suppress_small(found[name]).iloc[:, 0].notna() for name in counted}
    )
    if {"by_code", "by_code_or_answer"} <= set(counted):
        more = found["by_code_or_answer"] - found["by_code"]
        shown_cells["by_code_or_answer"] &= ~more.between(1, SMALLEST_CELL - 1)
    return shown_cells


def _too_few() -> str:
    return text(
        "Left out of what you share: with fewer than {least} people, somebody could be recognized.",
        least=SMALLEST_CELL,
    )


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The table of codes and answers with words for people, as text."""
    words = {attribution.NO_CODE: text("no code"), attribution.NO_ANSWER: text("no answer")}
    cells = table.astype("object").map(
        lambda cell: text("hidden") if pd.isna(cell) else number(cell)
    )
    cells.index = pd.Index([words.get(str(name), channel_name(str(name))) for name in table.index])
    cells.columns = pd.Index(
        [words.get(str(name), channel_name(str(name))) for name in table.columns]
    )
    return cells


def channel_name(name: str) -> str:
    """A channel in the reader's language; one that the course does not know stays as it is."""
    return {
        "tiktok": text("TikTok"),
        "instagram": text("Instagram"),
        "other_social": text("Other social media"),
        "email": text("E-mail"),
        "friend": text("Friends and hosts"),
        "flyer": text("Flyers"),
        "search": text("Search engines"),
        "other": text("Something else"),
    }.get(name, name)


_TOLD: dict[str, Callable[[Any, Own, bool], Told]] = {
    "typical_video": _typical_video,
    "engagement_rate": _engagement_rate,
    "where_views_come_from": _where_views_come_from,
    "hooks": _hooks,
    "length": _length,
    "followers": _followers,
    "reply_time": _reply_time,
    "visits": _visits,
    "source_table": _source_table,
    "bounds": _bounds,
    "recapture": _recapture,
    "cost_per_outcome": _cost_per_outcome,
}

KEYS = tuple(_TOLD)
"""The measures, in the order of the lessons."""


def _tells() -> dict[str, tuple[str, str]]:
    """For each measure, what it can tell and what it cannot."""
    return {
        "typical_video": (
            text("What to expect of your next video, more than the best one ever did."),
            text("A view is a screen, not a person. It says nothing about who came."),
        ),
        "engagement_rate": (
            text("How your own videos compare with each other."),
            text("Likes are not people at a meeting. Other groups count in other ways."),
        ),
        "where_views_come_from": (
            text("Whether strangers see you, or mostly people who know you already."),
            text("It does not say where these people live."),
        ),
        "hooks": (
            text("Whether your own openings keep people for three seconds."),
            text("The gap need not come from the hook. You chose which videos got one."),
        ),
        "length": (
            text("Which length your viewers stay for, in seconds."),
            text("Long and short videos of yours differ in more than their length."),
        ),
        "followers": (
            text("How many more accounts follow you, and on which days they came."),
            text("Followers are accounts. Some are far away, and some are programs."),
        ),
        "reply_time": (
            text("How long people wait for you, and how many wait for ever."),
            text("It does not say whether a reply brings anybody back."),
        ),
        "visits": (
            text("How many visits your links and browsers name as TikTok's."),
            text("A visit is not a person, and a browser may hide where it came from."),
        ),
        "source_table": (
            text("How many people a code or an answer connects with this channel."),
            text(
                "A code remembers a link and people remember what they can. Neither is the cause."
            ),
        ),
        "bounds": (
            text("The lowest and the highest share that fit what you know."),
            text(
                "Wrong codes and wrong answers are not in the range. It assumes that all are right."
            ),
        ),
        "recapture": (
            text("Roughly how many people of the channel both of your lists have missed."),
            text("If the two lists depend on each other, the estimate is off, and nobody sees it."),
        ),
        "cost_per_outcome": (
            text("What one person or leader took, in hours and money, on each channel."),
            text("It does not say what the next hour would bring."),
        ),
    }


# Pictures --------------------------------------------------------------------------------------

_LOOKS = ((charts.SKY, ""), (charts.ORANGE, "///"))


def draw(ax: Axes, card: Card) -> None:
    """The numbers of a card as bars and ranges below each other, on axes of the house style."""
    bars = [one for one in card.numbers if one.drawn and not one.hidden][:MOST_BARS]
    ax.set_ylim(*((-0.5, len(bars) - 0.05) if len(bars) > 1 else (-0.9, 1.1)))
    if not bars:
        ax.set_axis_off()
        ax.set_xlim(0, 1)
        nothing = text("No picture: something is missing.")
        ax.text(0.5, 0.1, nothing, ha="center", va="center", color=charts.QUIET)
        return
    unit = bars[0].unit
    ticks = _ticks(
        [end for one in bars for end in (one.value, one.low, one.high) if end is not None]
    )
    ax.set_xlim(ticks[0], ticks[-1])
    step = ticks[1] - ticks[0]
    charts.number_line(ax, ticks, _axis(unit), lambda tick: _tick(tick, unit, step))
    for place, one in enumerate(bars):
        y = len(bars) - 1 - place
        colour, hatch = _LOOKS[place % 2]
        if one.value is not None:
            bar = Rectangle((0, y - 0.3), one.value, 0.34, facecolor=colour, hatch=hatch)
            ax.add_patch(bar)
        if one.low is not None and one.high is not None:
            charts.ranged(ax, y - 0.13, charts.VERMILLION, (one.low, one.high))
        label = text("{label}: {value}", label=one.label, value=one.shown)
        ax.text(ticks[0], y + 0.1, label, va="bottom", weight="bold", size=13)


def _axis(unit: str) -> str:
    return {
        "count": text("number"),
        "people": text("people"),
        "share": text("share"),
        "points": text("points of 100"),
        "minutes": text("minutes"),
        "money": text("your currency, for one"),
        "seconds": text("seconds"),
    }[unit]


def _tick(value: float, unit: str, step: float) -> str:
    if unit == "share":
        return percent(value, 0 if step >= 0.01 else 1)
    if unit == "points":
        value, step = 100 * value, 100 * step
    return number(value, 0 if step >= 1 else 1)


def _ticks(values: Sequence[float]) -> list[float]:
    """Three to six round numbers that span ``values`` and 0."""
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    step = 1e-4
    while (high - low) / step > 4:
        # 1, 2, 5, 10, 20, 50 ... of the smallest
        step *= 2.5 if f"{step:.0e}".startswith("2") else 2
    first, last = int(low / step) - (low < 0), -int(-high // step)
    return [place * step for place in range(first, max(last, first + 1) + 1)]


# Rows ------------------------------------------------------------------------------------------


def table(card: Card) -> pd.DataFrame:
    """The numbers of a card as text, a row for each."""
    return pd.DataFrame(
        [[one.shown] for one in card.numbers],
        index=[one.label for one in card.numbers],
        columns=[text("Value")],
    )


def tidy(told: Sequence[Card], is_sample: bool = False) -> bytes:
    """All numbers as CSV, one in each row, for a spreadsheet program: UTF-8, with its mark.

    The columns ``whose``, ``measure``, ``unit`` and ``state`` hold the same words in every
    language.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    whose = "invented" if is_sample else "own"
    writer.writerow(["whose", "measure", "what", "value", "low", "high", "unit", "state"])
    for card in told:
        if not card.numbers:
            writer.writerow([whose, card.key, _harmless(card.sentence), "", "", "", "", "missing"])
        for one in card.numbers:
            ends = ["" if end is None else f"{end:.6g}" for end in (one.value, one.low, one.high)]
            state = "hidden" if one.hidden else "known"
            writer.writerow([whose, card.key, _harmless(one.label), *ends, one.unit, state])
    return file.getvalue().encode("utf-8-sig")


def _harmless(words: str) -> str:
    """A spreadsheet program runs a cell that begins like this as a formula."""
    return f" {words}" if words.startswith(("=", "+", "-", "@")) else words
