"""What the work costs, in time and in money.

Pure functions on plain values and on the table ``costs``. Time that is not known exactly is an
:class:`~workbook.attribution.Interval` in minutes. Money is in one currency, here US dollars.
"""

from typing import NamedTuple

import pandas as pd

from workbook.attribution import Interval, add, multiply
from workbook.i18n import text

NO_TIME = Interval(0, 0)


def minutes_a_day(
    checks: Interval, minutes_each: Interval, scouting: Interval = NO_TIME
) -> Interval:
    """Minutes a day of opening the app ``checks`` times for ``minutes_each``, plus ``scouting``.

    Scouting is the time to look for trends and sounds, in minutes a day. Raises ValueError unless
    0 <= low <= high in each.

    >>> minutes_a_day(Interval(3, 7), Interval(3, 4))
    Interval(low=9, high=28)
    """
    return add(multiply(checks, minutes_each), scouting)


def minutes_a_week(a_day: Interval, days: int = 5) -> Interval:
    """Minutes a week of a routine that takes ``a_day`` minutes on ``days`` days a week.

    Raises ValueError unless ``days`` is from 0 to 7 and 0 <= low <= high.

    >>> minutes_a_week(Interval(9, 28))
    Interval(low=45, high=140)
    """
    if not 0 <= days <= 7:
        raise ValueError(text("A week has 0 to 7 days, not {days}.", days=days))
    return multiply(a_day, Interval(days, days))


def total_cost(staff_hours: float, hourly: float, cash: float = 0) -> float:
    """Full cost: paid or unpaid hours at ``hourly``, plus ``cash``.

    Raises ValueError if one of them is negative.
    """
    if min(staff_hours, hourly, cash) < 0:
        raise ValueError(text("Hours, wage and cash cannot be negative."))
    return staff_hours * hourly + cash


def channel_cost(costs: pd.DataFrame, channel: str) -> float:
    """Full cost of a channel over all its months in table ``costs``.

    Raises ValueError if the table has no such channel.
    """
    rows = costs[costs["channel"] == channel]
    if rows.empty:
        raise ValueError(text("The costs name no channel {channel}.", channel=repr(channel)))
    return float((rows["staff_hours"] * rows["hourly_usd"] + rows["cash_usd"]).sum())


def cost_per_outcome(cost: float, outcomes: float) -> float:
    """Cost of one leader, one attendee, or whatever ``outcomes`` counts.

    The answer to "is it cheap?" can turn with the outcome, so name it. Raises ValueError unless
    ``cost`` is 0 or more and ``outcomes`` is more than 0.
    """
    if cost < 0 or outcomes <= 0:
        raise ValueError(text("A cost per outcome needs an outcome, and a cost of 0 or more."))
    return cost / outcomes


def break_even_outcomes(cost: float, price: float) -> float:
    """How many outcomes ``cost`` must bring to be as cheap as ``price`` for each of them.

    ``price`` is what an outcome costs elsewhere; round up for whole people. Raises ValueError
    unless ``cost`` is 0 or more and ``price`` is more than 0.
    """
    if cost < 0 or price <= 0:
        raise ValueError(text("To break even takes a price above 0, and a cost of 0 or more."))
    return cost / price


class Routine(NamedTuple):
    """A group's week with the app. Times are intervals: nobody knows them exactly."""

    checks: Interval
    """Looks into the app on a day."""
    minutes_each: Interval
    """Minutes of a look."""
    scouting: float = 0
    """Minutes on a day to look for ideas and sounds."""
    replying: float = 0
    """Minutes on a day for longer answers, beside the looks."""
    videos: int = 0
    """New videos in a week."""
    hours_a_video: Interval = NO_TIME
    """Hours from the idea to the post, for one video."""
    days: int = 5
    """Days of a week on which somebody looks in."""


def hours_a_week(routine: Routine) -> dict[str, Interval]:
    """Hours a week of each part: ``checks``, ``scouting``, ``replying``, ``videos``, ``all``.

    Raises ValueError unless all times are 0 or more, low before high, and there are 0 to 7 days.

    >>> hours_a_week(Routine(Interval(3, 7), Interval(3, 4), scouting=5))["all"]
    Interval(low=1.1666666666666667, high=2.75)
    """

    def daily(a_day: Interval) -> Interval:
        return multiply(minutes_a_week(a_day, routine.days), Interval(1 / 60, 1 / 60))

    parts = {
        "checks": daily(minutes_a_day(routine.checks, routine.minutes_each)),
        "scouting": daily(Interval(routine.scouting, routine.scouting)),
        "replying": daily(Interval(routine.replying, routine.replying)),
        "videos": multiply(Interval(routine.videos, routine.videos), routine.hours_a_video),
    }
    everything = NO_TIME
    for hours in parts.values():
        everything = add(everything, hours)
    return {**parts, "all": everything}


def shifts(days: int, people: int) -> list[int]:
    """How many of ``days`` each of ``people`` is on duty, shared as evenly as whole days allow.

    Raises ValueError unless there is a person, and 0 to 7 days.

    >>> shifts(7, 3)
    [3, 2, 2]
    """
    minutes_a_week(NO_TIME, days)  # a week has seven days
    if people < 1:
        raise ValueError(text("Somebody must be on duty: give one person or more."))
    share, rest = divmod(days, people)
    return [share + (place < rest) for place in range(people)]


def rota(days: int, people: int) -> list[int | None]:
    """Who is on duty from Monday to Sunday: a person's number from 1, or None for nobody.

    Each has their days in a row, and days without anybody stand at the end of the week. It is an
    example: a group chooses its own days. Raises as :func:`shifts` does.

    >>> rota(5, 2)
    [1, 1, 1, 2, 2, None, None]
    """
    week: list[int | None] = []
    for person, share in enumerate(shifts(days, people), start=1):
        week += [person] * share
    return week + [None] * (7 - days)
