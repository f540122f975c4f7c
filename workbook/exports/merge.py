"""Tables of several files as one: what two of them hold, the newest file says."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from workbook.exports.tables import KEYS, SNAPSHOTS, TABLES
from workbook.i18n import plural, text


class Part(NamedTuple):
    """The rows that one file gives to a table."""

    file: str
    table: str
    rows: pd.DataFrame
    exported: datetime.date | None


def merged(parts: Sequence[Part]) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Each table from all of its parts, and what is told about files that overlap."""
    tables, told = {}, []
    for table in TABLES:
        own = [part for part in parts if part.table == table]
        if own:
            tables[table], more = _one(table, own)
            told += more
    return tables, told


def _one(table: str, parts: list[Part]) -> tuple[pd.DataFrame, list[str]]:
    told: list[str] = []
    oldest_first = sorted(parts, key=_age)
    if table in SNAPSHOTS:
        newest = oldest_first[-1]
        if len(parts) > 1:
            told.append(
                text("Of {count} files of one day, {file} is the newest. Only it is used.",
                     count=len(parts), file=newest.file)
            )  # fmt: skip
        return newest.rows.reset_index(drop=True), told
    rows = [part.rows for part in oldest_first]
    everything = pd.concat([one for one in rows if len(one)] or rows[:1], ignore_index=True)
    key = [name for name in KEYS.get(table, ()) if name in everything]
    if len(parts) > 1 and key:
        everything, again = _newest(everything, key)
        if again:
            told.append(
                plural(
                    "{count} row of table {table} is in several files. The newest file counts.",
                    "{count} rows of table {table} are in several files. The newest file counts.",
                    again,
                    table=table,
                )
            )
    elif len(parts) > 1:
        everything = pd.concat(_different(rows), ignore_index=True)
        told.append(
            text(
                "Table {table} was put together from {files}. Look that they are not about the "
                "same time, or the same things count twice.",
                table=table,
                files=", ".join(part.file for part in oldest_first),
            )
        )
    names = [name for name in TABLES[table] if name in everything]
    everything = everything[names]
    if table in ("overview", "followers", "viewers", "activity"):
        everything = everything.sort_values(key)
    if table == "followers":
        everything = _with_change(everything)
    return everything.reset_index(drop=True), told


def _newest(rows: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, int]:
    """One row for each key, and how many were left out. Rows without a key are all different.

    Of each column the newest value that is there counts: an older file may know more columns.
    """
    keyed = rows[key].notna().all(axis=1)
    again = int(rows[keyed].duplicated(key).sum())
    if not again:
        return rows, 0
    single = rows[keyed].groupby(key, sort=False).last().reset_index()
    return pd.concat([single, rows[~keyed].drop_duplicates()], ignore_index=True), again


def _different(tables: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The tables, without one that was given twice."""
    kept: list[pd.DataFrame] = []
    for table in tables:
        fresh = table.reset_index(drop=True)
        if not any(fresh.equals(other) for other in kept):
            kept.append(fresh)
    return kept


def _age(part: Part) -> tuple[datetime.date, datetime.date]:
    """When a file was downloaded; where it is not known, shortly after its last day."""
    last = datetime.date.min
    if "date_local" in part.rows and len(part.rows):
        last = part.rows["date_local"].max().date()
    return part.exported or last, last


def _with_change(followers: pd.DataFrame) -> pd.DataFrame:
    """Followers less those of the day before, where that day is there."""
    gap = followers["date_local"].diff() != pd.Timedelta(days=1)
    return followers.assign(change=followers["followers"].diff().mask(gap))
