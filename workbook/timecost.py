"""What the work costs, in time and in money.

Pure functions on plain values and on the table ``costs``. Time that is not known exactly is an
:class:`~workbook.attribution.Interval` in minutes. Money is in one currency, here US dollars.
"""

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
