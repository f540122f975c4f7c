"""The whole data folder as bytes: tables, key, fixtures, ``datapackage.json`` and dictionary."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from workbook.samples import csv_file, draw
from workbook.samples.exports import RawFile, raw_files
from workbook.samples.plan import SEED, plan_for
from workbook.samples.schema import KEY_TABLES, TABLES, Table

_VERSION = "1.0.0"
_CREATED = "2026-11-24T00:00:00Z"
_SOURCES = (
    {
        "title": "TikTok for Organizing: How Groups are Using TikTok in Campaigns "
        "(Social Movement Technologies, Commons Social Change Library); case_facts only"
    },
    {
        "title": "Photos From Boston Cyclists Union's Inaugural Pride Ride "
        "(Streetsblog MASS, 14 June 2022); case_facts only",
        "path": "https://mass.streetsblog.org/2022/06/14/"
        "photos-from-boston-cyclists-unions-inaugural-pride-ride/",
    },
    {"title": "Everything else is invented: a seeded generator, data/make_data.py"},
)
_HONESTY = (
    "SYNTHETIC. The account @spokesforall, Harbor City and the Rainbow Roll are invented; the "
    "tables come from a seeded generator. They are not data of the Boston Cyclists Union. "
    "The only real numbers stand in case_facts, with their provenance."
)


def build(seed: int = SEED) -> dict[str, bytes]:
    """Every file of the data folder that is made: path within the folder to bytes."""
    files: dict[str, bytes] = {}
    resources = []
    for where, tables in (("", TABLES), ("key/", KEY_TABLES)):
        for name, table in tables.items():
            path = f"{where}{name}.csv"
            draw(name, seed)  # fails if a planted fact does not hold
            files[path] = csv_file(name, seed)
            resources.append(_table_resource(name, path, table, files[path]))
    files["key/plan.json"] = plan_for(seed).as_json().encode()
    about_plan = "KEY. Every planted count."
    others = [_file("key/plan.json", about_plan, "application/json", files["key/plan.json"])]
    for raw in raw_files(seed):
        path = f"raw/{raw.name}"
        files[path] = raw.content
        described = _file(path, raw.about, raw.mediatype, raw.content)
        if raw.schema:
            resources.append(_raw_resource(raw, described))
        else:
            others.append(described)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "tiktok-for-organizing-sample-data",
        "title": "Sample data of the course TikTok for Organizing",
        "description": _HONESTY,
        "synthetic": True,
        "seed": seed,
        "version": _VERSION,
        "created": _CREATED,
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "Creative Commons Zero 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": list(_SOURCES),
        "resources": resources,
        "otherFiles": others,  # the standard knows tables only
    }
    files["datapackage.json"] = (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
    files["README.md"] = _dictionary(seed, files).encode()
    return files


def _file(path: str, about: str, mediatype: str, content: bytes) -> dict[str, Any]:
    return {
        "path": path,
        "description": about,
        "mediatype": mediatype,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table_resource(name: str, path: str, table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": name.replace("_", " "),
        **_file(path, table.about, "text/csv", content),
        "format": "csv",
        "encoding": "utf-8",
        "schema": table.schema(),
    }


def _raw_resource(raw: RawFile, described: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "raw-" + raw.name.removesuffix(".csv").lower().replace("/", "-"),
        "type": "table",
        **described,
        "format": "csv",
        "encoding": "utf-8",
        "schema": raw.schema,
        **({"dialect": raw.dialect} if raw.dialect else {}),
    }


_GUIDE = """\
# The data of the course

{honesty}

This file is made by `python data/make_data.py` from the descriptions in
`workbook/samples/schema.py`, as is `datapackage.json` (Frictionless Data Package, version 2).
Seed {seed}, version {version}. Licence: CC0 1.0, for these invented files only. The exports of your
own account stay yours, under the terms of the platform.

## Reading a table

```python
from workbook import data

videos = data.load("videos")
```

Ids are text, times are times, an empty cell is missing. Nothing here is a real person: addresses
end in `example.org`, phone numbers begin with 555-01, links lead to `tiktok.example`, and the low
32 bits of every video and comment id are 1 to 999, so that it is no real post.

## How the tables fit together

- `video_id` joins `videos`, `video_daily`, `retention` and `comments`.
- A person is named by the part of the cleaned email before the `@`: ` Rider1234+roll@Example.org `
  and `rider1234@example.org` are both `rider1234`. So `rsvps_raw`, once cleaned, joins `touches`
  and `checkins` by `person_id`.
- To count who came: the rows of `checkins` with `walk_in` false are the registered people who came,
  one row each; the rows with `walk_in` true are walk-ins, who have no `person_id`. The show-up rate
  is registered people who came, divided by registered *people* (not by rows of `rsvps_raw`).
- `video_daily` counts local days: the date is the local day of `posted_at_utc` plus `day`.
  `account_daily` adds them up by date, with the views of older videos.
  Its link clicks, profile views and followers are not the sums of `videos`: the account also counts
  what no video is credited for.
- `comments` covers the videos with the most comments. It gives no rate for the whole account, and
  some people wrote several of them.
- `weekly_signups`, `costs`, `leaders`, `sessions` and `case_facts` stand alone.
- Times that end in `_utc` are UTC; those in `_local` are in America/New_York, where summer time
  began on 9 March 2025. `touched_at` carries its offset, and is read as UTC.
- Shares are from 0 to 1.

`key/` holds what nobody can know in real life: the channel that really brought each person
(`people_truth.csv`), which comments are of bots (`bots.csv`), and every planted count
(`plan.json`). Open it after you have made your own estimate.

## Making the tables again

```
python data/make_data.py                          the same bytes
python data/make_data.py --check                  compares, and names the file that differs
python data/make_data.py --seed 7 --out FOLDER    other people, videos and counts, same lessons
```

The course reads the other folder if the environment variable `WORKBOOK_DATA` names it. Another
seed has other counts; `key/plan.json` lists them.
"""


def _dictionary(seed: int, files: Mapping[str, bytes]) -> str:
    """The data dictionary, as Markdown."""
    parts = [_GUIDE.format(honesty=_HONESTY, seed=seed, version=_VERSION)]
    for title, where, tables in (
        ("The tables", "", TABLES),
        ("The key", "key/", KEY_TABLES),
    ):
        parts.append(f"## {title}\n")
        for name, table in tables.items():
            path = f"{where}{name}.csv"
            rows = files[path].count(b"\n") - 1
            parts.append(_section(path, rows, table))
    parts.append("## Exports as tools really make them\n")
    parts.append(
        "All invented, in the formats described by people who studied real exports. "
        "They carry the faults of real ones, so that a loader can show it copes.\n"
    )
    parts.append(
        _markdown(["file", "what it is"], [[f"raw/{r.name}", r.about] for r in raw_files(seed)])
    )
    return "\n".join(parts)


def _section(path: str, count: int, table: Table) -> str:
    rows = []
    for column in table.columns:
        limits = dict(column.limits or {})
        allowed = ", ".join(limits.pop("enum", []))
        if {"minimum", "maximum"} <= limits.keys():
            allowed = f"{limits['minimum']} to {limits['maximum']}"
        elif "minimum" in limits:
            allowed = f"{limits['minimum']} or more"
        elif "pattern" in limits:
            allowed = f"`{limits['pattern']}`"
        rows.append(
            [
                f"`{column.name}`",
                column.type,
                column.unit,
                column.about,
                allowed,
                column.missing or "never",
                column.by or table.by,
                column.trap,
            ]
        )
    heads = [
        "column",
        "type",
        "unit",
        "what it is",
        "allowed",
        "empty means",
        "measured by",
        "trap",
    ]
    key = ", ".join(f"`{name}`" for name in table.key)
    points = "".join(
        f" `{column}` points to `{target}`." for column, target in (table.foreign or {}).items()
    )
    about = f"{table.about} {count:,} rows, one for each {key}.{points}"
    return f"### {path}\n\n{about}\n\n{_markdown(heads, rows)}"


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
