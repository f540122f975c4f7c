"""The generator of the sample tables.

Counts that carry a lesson are planted (:data:`PLAN`); the rest is chance, drawn from a seed. The
same seed gives the same tables. Each table has random numbers of its own, so that a change in one
never moves another.
"""

import io
from collections.abc import Callable

import pandas as pd

from workbook.samples import account, campaign, comments, people
from workbook.samples.plan import PLAN, SEED, BrokenPlan, Plan, plan_for
from workbook.samples.planted import check
from workbook.samples.schema import KEY_TABLES, TABLES, read_csv, write_csv

__all__ = [
    "KEY_TABLES",
    "PLAN",
    "SEED",
    "TABLES",
    "BrokenPlan",
    "Plan",
    "csv_file",
    "draw",
    "plan_for",
]

_DRAWN_BY: dict[str, Callable[[int], pd.DataFrame]] = {
    "videos": lambda seed: account.clips(seed).table,
    "video_daily": account.video_daily,
    "retention": account.retention,
    "comments": comments.comments,
    "account_daily": account.account_daily,
    "sessions": campaign.sessions,
    "rsvps_raw": people.rsvps_raw,
    "touches": people.touches,
    "checkins": people.checkins,
    "leaders": campaign.leaders,
    "costs": campaign.costs,
    "weekly_signups": campaign.weekly_signups,
    "case_facts": campaign.case_facts,
    "people_truth": people.people_truth,
    "bots": comments.bots,
}


def draw(table: str, seed: int = SEED) -> pd.DataFrame:
    """One table, exactly as it is read from its CSV file.

    ``table`` is a name of :data:`TABLES` or :data:`KEY_TABLES`. The shipped seed uses the shipped
    plan; any other seed has other counts (:func:`plan_for`) and keeps every lesson.

    Raises KeyError for an unknown name, and BrokenPlan if a planted fact does not hold.
    """
    schema = {**TABLES, **KEY_TABLES}[table].schema()
    drawn = read_csv(io.BytesIO(csv_file(table, seed)), schema)
    check(table, drawn, plan_for(seed))
    return drawn


def csv_file(table: str, seed: int = SEED) -> bytes:
    """The bytes of the CSV file of one table."""
    return write_csv(_DRAWN_BY[table](seed))
