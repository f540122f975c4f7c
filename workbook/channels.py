"""What an outcome costs on one channel and on another.

Pure functions on the tables ``costs``, ``leaders``, ``checkins`` and the key ``people_truth``.
Money is in US dollars, time in hours. "Came from a channel" is the planted truth of the invented
data: in a real campaign it would be an estimate (see :mod:`workbook.attribution`).
"""

import math
from typing import NamedTuple

import pandas as pd

from workbook.i18n import text
from workbook.timecost import cost_per_outcome, total_cost

GOALS = ("leaders", "attendees")
"""What a channel may bring."""


class Channel(NamedTuple):
    """What one channel took, and whom it brought."""

    hours: float
    cash: float
    leaders: int
    attendees: int


def attendees(checkins: pd.DataFrame, truth: pd.DataFrame) -> pd.Series:
    """People at the event by the channel that truly brought them, walk-ins included.

    ``truth`` is the key table ``people_truth``; each walk-in in it came.
    """
    came = truth["person_id"].isin(checkins["person_id"].dropna()) | truth["is_walk_in"]
    return truth.loc[came, "true_channel"].value_counts()


def compare(
    costs: pd.DataFrame, leaders: pd.DataFrame, checkins: pd.DataFrame, truth: pd.DataFrame
) -> dict[str, Channel]:
    """Each channel of table ``costs``, in its order, over all months."""
    came, led = attendees(checkins, truth), leaders["how_found"].value_counts()
    sums = costs.groupby("channel", sort=False)[["staff_hours", "cash_usd"]].sum()
    return {
        str(name): Channel(
            float(row["staff_hours"]),
            float(row["cash_usd"]),
            int(led.get(name, 0)),
            int(came.get(name, 0)),
        )
        for name, row in sums.iterrows()
    }


def price(channel: Channel, goal: str, hourly: float) -> float:
    """Dollars for one leader or attendee when an hour costs ``hourly``; 0 counts cash only.

    Infinite if the channel brought none. Raises ValueError unless ``goal`` is one of
    :data:`GOALS` and ``hourly`` is 0 or more.
    """
    brought = _brought(channel, goal)
    cost = total_cost(channel.hours, hourly, channel.cash)
    return cost_per_outcome(cost, brought) if brought else math.inf


def level_rate(one: Channel, other: Channel, goal: str) -> float | None:
    """The hourly rate in dollars at which both cost the same for each outcome.

    None if there is no such rate above 0: then one of them is cheaper at every rate.
    """
    few, many = _brought(one, goal), _brought(other, goal)
    if not few or not many:
        return None
    slope = one.hours / few - other.hours / many
    start = other.cash / many - one.cash / few
    rate = start / slope if slope else 0.0
    return rate if rate > 0 else None


def _brought(channel: Channel, goal: str) -> int:
    if goal not in GOALS:
        raise ValueError(
            text("There is no goal {goal}. There are: {goals}.", goal=goal, goals=", ".join(GOALS))
        )
    return channel.leaders if goal == "leaders" else channel.attendees
