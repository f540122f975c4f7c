"""Whom can we still reach on the day the app is gone?

Pure functions on plain values. Shares are fractions of 0 to 1.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from workbook.attribution import Interval
from workbook.i18n import text


class Outage(NamedTuple):
    """A real time without the app: the fact that tells of it, and about how many days it took."""

    fact: str
    """Id in ``modules/facts.yml``."""
    days: int
    over: bool = True
    """Whether it had ended when we last looked."""


OUTAGES: Mapping[str, Outage] = MappingProxyType(
    {
        "us": Outage("L1", 2),
        "senegal": Outage("L5", 180),
        "nepal": Outage("L3", 270),
        "albania": Outage("L4", 330),
        "india": Outage("L2", 1860, over=False),
    }
)
"""In order of length. The days are rounded: of most we know the months only. India's count runs
from 29 June 2020 to the end of July 2025, and the ban still stood."""


def still_reached(followers: int, on_list: float, elsewhere: float) -> Interval:
    """Lowest and highest number of ``followers`` who can be reached without the app.

    ``on_list`` is the share on a list of one's own, ``elsewhere`` the share that follows on another
    app. Lowest: one of the two groups lies within the other. Highest: nobody is in both, as far as
    there is room. Nothing is assumed about the overlap.

    Raises ValueError unless ``followers`` is 0 or more and both shares are from 0 to 1.

    Source: the Frechet bounds of a union (Frechet, 1935).
    """
    if followers < 0:
        raise ValueError(text("A number of followers is 0 or more."))
    if not (0 <= on_list <= 1 and 0 <= elsewhere <= 1):
        raise ValueError(text("A share is a fraction between 0 and 1."))
    return Interval(followers * max(on_list, elsewhere), followers * min(1.0, on_list + elsewhere))


def back_in_time(outage: Outage, days_to_date: int) -> bool:
    """Whether the app is back before a date ``days_to_date`` days after it went.

    Raises ValueError if the date has passed.
    """
    if days_to_date < 0:
        raise ValueError(text("Give the days until your date as 0 or more."))
    return outage.over and outage.days < days_to_date
