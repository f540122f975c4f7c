"""Who uses TikTok, as published, and how many people of a group's own that could be.

The figures are those of published reports, each with the id of its entry in ``modules/facts.yml``.
They are never mixed: a share of all adults, a share of those who get news on TikTok, and hours a
user are three different things.

Shares are fractions of 0 to 1. Everything here is pure.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from workbook.attribution import Interval
from workbook.i18n import text

AGES = ("18-29", "30-49", "50-64", "65+")
"""Pew's age groups of US adults."""


class Published(NamedTuple):
    """Published shares of one group of people, by year or by part of that group."""

    fact: str
    """Id in ``modules/facts.yml``."""
    shares: Mapping[str, float]


def _published(fact: str, **shares: float) -> Published:
    """Names that are no identifiers are written with a leading underscore, and ``_`` for ``-``."""
    named = {name.removeprefix("_").replace("_", "-"): share for name, share in shares.items()}
    return Published(fact, MappingProxyType(named))


def _by_age(fact: str, *shares: float) -> Published:
    return Published(fact, MappingProxyType(dict(zip(AGES, shares, strict=True))))


# Of all US adults, those who ... (the shares of one figure do not add up to 1) --------------------

USE_BY_YEAR = _published("R1", _2021=0.21, _2023=0.33, _2024=0.33, _2025=0.37)
"""... say that they use TikTok."""
USE_BY_AGE = _by_age("R2", 0.63, 0.44, 0.30, 0.12)
"""... say that they use TikTok, within each age group, 2025."""
USE_BY_GENDER = _published("R4", women=0.40, men=0.25)
"""... say that they use TikTok, of women and of men, 2023."""
NEWS_BY_YEAR = _published("R5", _2020=0.03, _2023=0.14, _2024=0.17, _2025=0.20)
"""... regularly get news there."""
YOUNG_NEWS_BY_YEAR = _published("R5", _2020=0.09, _2023=0.32, _2025=0.43)
"""... regularly get news there, of adults under 30."""
NEWS_BY_AGE = _by_age("R5B", 0.43, 0.25, 0.10, 0.03)
"""... regularly get news there, within each age group, 2025."""

# Of the adults who use TikTok --------------------------------------------------------------------

NEWS_OF_USERS = 0.55
"""Of US adults who use TikTok, those who regularly get news there, 2025 (fact R5B)."""

# Of the US adults who regularly get news on TikTok (these do add up) -----------------------------

NEWS_USERS_BY_AGE = _by_age("R6", 0.42, 0.42, 0.12, 0.04)
"""Who they are by age, 2025."""
NEWS_USERS_BY_GENDER = _published("R6", women=0.62, men=0.36)
"""Who they are by gender, 2025. The rest are people of another gender, or rounding."""


# A group's own people ----------------------------------------------------------------------------


def users(
    people: Mapping[str, int], shares: Published = USE_BY_AGE, differ: float = 0
) -> dict[str, Interval]:
    """Lowest and highest number of users in each age group of ``people``, a count by age.

    ``differ`` is how far one's own people may lie from the published share, in share points: 0.1
    takes 44% to mean anything from 34 to 54%. No share leaves 0 to 1.

    Raises ValueError if an age group is unknown, a count is below 0, or ``differ`` is outside 0
    to 1.
    """
    _check(people, shares)
    if not 0 <= differ <= 1:
        raise ValueError(text("How far people differ is a fraction between 0 and 1."))
    return {
        age: Interval(
            count * max(0.0, shares.shares[age] - differ),
            count * min(1.0, shares.shares[age] + differ),
        )
        for age, count in people.items()
    }


def reachable(
    people: Mapping[str, int], shares: Published = USE_BY_AGE, differ: float = 0
) -> Interval:
    """Lowest and highest number of users among all of ``people``; see :func:`users`."""
    by_age = users(people, shares, differ).values()
    return Interval(sum(n.low for n in by_age), sum(n.high for n in by_age))


def make_up(people: Mapping[str, int], shares: Published = USE_BY_AGE) -> dict[str, float]:
    """Of the users among ``people``, the share of each age group; they add up to 1.

    This turns "44% of those aged 30 to 49 use it" into "of our users, so many are 30 to 49", which
    needs to know how many people of each age there are. Empty if there are no users.

    Raises ValueError as :func:`users` does.
    """
    by_age = {age: ends.low for age, ends in users(people, shares).items()}
    total = sum(by_age.values())
    return {age: count / total for age, count in by_age.items()} if total else {}


def _check(people: Mapping[str, int], shares: Published) -> None:
    for age, count in people.items():
        if age not in shares.shares:
            raise ValueError(
                text(
                    "There is no age group {age}. There are: {ages}.",
                    age=age,
                    ages=", ".join(shares.shares),
                )
            )
        if count < 0:
            raise ValueError(
                text("A number of people is 0 or more, and {count} is not.", count=count)
            )


# Watch time against YouTube ----------------------------------------------------------------------


class WatchTime(NamedTuple):
    """Hours a month that the average user of each app spends in it."""

    tiktok: float
    youtube: float

    def per_user_ratio(self) -> float:
        """Hours of a TikTok user for each hour of a YouTube user.

        It is also how many times as many users YouTube needs to be level in total.
        """
        return self.tiktok / self.youtube

    def total(self, times: float) -> "WatchTime":
        """Hours of 100 TikTok users, and of the YouTube users: ``times`` as many."""
        return WatchTime(100 * self.tiktok, 100 * times * self.youtube)


WATCH_TIME = MappingProxyType(
    {
        "us": WatchTime(24, 22 + 40 / 60),
        "uk": WatchTime(26, 16),
        "kr": WatchTime(16, 40),
    }
)
"""App Annie, middle of 2021, on Android phones only, by country (fact R9). Reports of it differ
by an hour or so; these are the rounded figures that most of them give."""
