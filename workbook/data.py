"""Read the tables of the course.

A file that is byte for byte the one named in ``datapackage.json`` was checked when it was made and
is simply read. A file that somebody changed is checked first, and every fault is told in a
sentence. ``WORKBOOK_DATA`` names another data folder, for a class with a seed of its own.
"""

import csv
import functools
import hashlib
import io
import json
import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from workbook import paths, samples
from workbook.errors import Problem
from workbook.i18n import number, plural, text
from workbook.samples.schema import ID_PATTERN, read_csv

_WHOLE_ROW = ("blank-row", "missing-cell", "extra-cell")
_SHOWN = 3
"""How many faults of a file are told one by one."""


class _File(NamedTuple):
    """A table as ``datapackage.json`` describes it."""

    name: str
    path: str
    hash: str
    schema: dict[str, Any]


def folder() -> Path:
    """The folder with the tables and their ``datapackage.json``."""
    return Path(os.environ.get("WORKBOOK_DATA") or paths.DATA)


def tables() -> list[str]:
    """The names of the tables, in the order of the dictionary."""
    return list(_files(""))


def load(table: str) -> pd.DataFrame:
    """One table, such as ``load("videos")``, with ids as text and times as times.

    Raises Problem, in a sentence or a few, if the table does not exist or its file is damaged.
    """
    return _load(table, "")


def load_key(table: str) -> pd.DataFrame:
    """One table of planted truth, ``people_truth`` or ``bots``, from the ``key`` folder.

    Raises Problem as :func:`load` does.
    """
    return _load(table, "key/")


def fresh(table: str, seed: int) -> pd.DataFrame:
    """The same table newly drawn, with other people, videos and counts."""
    if table not in samples.TABLES and table not in samples.KEY_TABLES:
        raise _unknown(table, samples.TABLES)
    return _drawn(table, seed).copy()


@functools.lru_cache(maxsize=16)
def _drawn(table: str, seed: int) -> pd.DataFrame:
    """Kept, because the checks of a class ask for the same few tables over and over."""
    return samples.draw(table, seed)


def _files(where: str) -> dict[str, _File]:
    """The tables of one folder, ``""`` or ``"key/"``, by name."""
    path = folder() / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        files = [
            _File(*(resource[name] for name in _File._fields)) for resource in package["resources"]
        ]
        return {file.name: file for file in files if file.path == f"{where}{file.name}.csv"}
    except FileNotFoundError:
        raise Problem(
            text(
                "The list of tables, {path}, is not there. "
                "Make the tables again with: python data/make_data.py",
                path=path,
            )
        ) from None
    except (ValueError, KeyError, TypeError):
        raise Problem(
            text(
                "The list of tables, {path}, is damaged. "
                "Make the tables again with: python data/make_data.py",
                path=path,
            )
        ) from None


def _unknown(table: str, known: Iterable[str]) -> Problem:
    return Problem(
        text(
            "There is no table “{table}”. The tables are: {tables}.",
            table=table,
            tables=", ".join(known),
        )
    )


def _load(table: str, where: str) -> pd.DataFrame:
    files = _files(where)
    if table not in files:
        raise _unknown(table, files)
    file = files[table]
    path = folder() / file.path
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Problem(
            text(
                "The file {path} is not there. "
                "Put it back, or make the tables again with: python data/make_data.py",
                path=path,
            )
        ) from None
    except OSError as fault:
        raise Problem(
            text("The file {path} cannot be read: {reason}.", path=path, reason=fault.strerror)
        ) from None
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != file.hash:
        faults = (
            _file_faults(content, file.schema)
            or _cell_faults(file)
            or _size_faults(content, file.schema)
        )
        if faults:
            raise Problem(_told(path, faults))
    return _read(content, json.dumps(file.schema)).copy()


@functools.lru_cache(maxsize=32)
def _read(content: bytes, schema: str) -> pd.DataFrame:
    return read_csv(io.BytesIO(content), json.loads(schema))


def _told(path: Path, faults: list[str]) -> str:
    """The first faults, one a line, and how many more there are."""
    lines = [text("The file {path} cannot be used:", path=path), *faults[:_SHOWN]]
    more = len(faults) - _SHOWN
    if more > 0:
        lines.append(plural("… and {count} more.", "… and {count} more.", more))
    lines.append(text("Mend it, or make the tables again with: python data/make_data.py"))
    return "\n".join(lines)


def _file_faults(content: bytes, schema: dict[str, Any]) -> list[str]:
    """What is wrong with the file as a whole: its text, its separator, its columns."""
    if not content.strip():
        return [text("It is empty. A first line with the names of the columns was expected.")]
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return [
            text(
                "Row {row} holds a letter that is not UTF-8. Save the file again as “CSV UTF-8”.",
                row=number(content.count(b"\n", 0, fault.start) + 1),
            )
        ]
    if len(decoded.splitlines()) == 1:
        return [text("It has no rows below the names of the columns.")]
    expected = [field["name"] for field in schema["fields"]]
    first_line = decoded.splitlines()[0]
    header = next(csv.reader([first_line]))
    for separator in (";", "\t", "|"):
        if len(header) == 1 < len(expected) == len(first_line.split(separator)):
            shown = text("a tab") if separator == "\t" else f"“{separator}”"
            return [
                text(
                    "Its columns are separated by {separator}. A comma was expected.",
                    separator=shown,
                )
            ]
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    if len(header) == len(expected) and len(missing) == len(extra) == 1:
        new, old = extra[0], missing[0]
        return [text("Column “{old}” is now called “{new}”. Name it back.", old=old, new=new)]
    faults = [text("Column “{name}” is missing.", name=name) for name in missing]
    faults += [text("Column “{name}” does not belong here.", name=name) for name in extra]
    if not faults and header != expected:
        faults = [
            text("Its columns are in another order. Expected: {names}.", names=", ".join(expected))
        ]
    return faults


def _cell_faults(file: _File) -> list[str]:
    """What is wrong with single cells and rows, from a check against the Table Schema."""
    import frictionless  # half a second to import, and only a changed file needs it

    files = _files("") | {file.name: file}
    keys = file.schema.get("foreignKeys", [])
    pointed_to = [files[key["reference"]["resource"]] for key in keys]
    package = frictionless.Package(
        resources=[
            frictionless.Resource(
                name=one.name,
                path=one.path,
                basepath=str(folder()),
                encoding="utf-8-sig",
                schema=frictionless.Schema.from_descriptor(one.schema),
            )
            for one in (file, *pointed_to)
        ],
    )
    report = package.get_resource(file.name).validate(limit_errors=1000)
    fields = {field["name"]: field for field in file.schema["fields"]}
    errors = [error.to_dict() for task in report.tasks for error in task.errors]
    return [_cell_fault(error, fields) for error in _telling(errors)]


def _telling(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The errors without those that only follow from another one in the same row."""
    told = []
    for _, in_row in groupby(errors, key=lambda error: error.get("rowNumber")):
        row = sorted(in_row, key=lambda error: error["type"] not in _WHOLE_ROW)
        if row[0]["type"] in _WHOLE_ROW:
            row = row[:1]
        causes = [error for error in row if error["type"] not in ("primary-key", "foreign-key")]
        told += causes or row
    return told


def _cell_fault(error: dict[str, Any], fields: dict[str, Any]) -> str:
    row = number(error.get("rowNumber", 0))
    column, cell = error.get("fieldName", ""), error.get("cell", "")
    field = fields.get(column)
    kind = error["type"]
    if kind == "missing-cell":
        return text("Row {row} ends before column “{column}”.", row=row, column=column)
    if kind == "extra-cell":
        return text("Row {row} has more cells than there are columns.", row=row)
    if kind == "blank-row":
        return text("Row {row} is blank. Delete it.", row=row)
    if kind in ("primary-key", "unique-error"):
        return text("Row {row} repeats the key of a row above it.", row=row)
    if kind == "foreign-key":
        return text(
            "Row {row} points to “{cells}”, which is not in table “{table}”.",
            row=row,
            cells=", ".join(error["fieldCells"]),
            table=error["referenceName"],
        )
    if field and not cell:
        return text("Row {row}, column “{column}” is empty.", row=row, column=column)
    if field:
        return text(
            "Row {row}, column “{column}” holds “{cell}”. Expected: {expected}.",
            row=row,
            column=column,
            cell=cell,
            expected=_expected(field),
        )
    return text("The check says: {message}", message=error["message"])


def _size_faults(content: bytes, schema: dict[str, Any]) -> list[str]:
    """Numbers that are well written, but too large for any column."""
    try:
        numbers = read_csv(io.BytesIO(content), schema).select_dtypes("number")
    except (OverflowError, ValueError):
        return [text("It holds a number that is too large for a table.")]
    return [
        text("Row {row}, column “{column}” is infinite.", row=number(row + 2), column=column)
        for column, values in numbers.items()
        for row in numbers.index[values.isin([float("inf"), float("-inf")])]
    ]


def _expected(field: dict[str, Any]) -> str:
    """In words, what a cell of this column holds."""
    limits = field["constraints"]
    low, high = limits.get("minimum"), limits.get("maximum")
    if "enum" in limits:
        return text("one of {choices}", choices=", ".join(limits["enum"]))
    if limits.get("pattern") == ID_PATTERN:
        return text("an id of 19 digits; a spreadsheet may have shortened it")
    if "pattern" in limits:
        return text("text of the form {pattern}", pattern=limits["pattern"])
    if field["type"] == "integer" and low is not None and high is not None:
        return text("a whole number from {low} to {high}", low=low, high=high)
    if field["type"] == "integer" and low is not None:
        return text("a whole number, {low} or more", low=low)
    if field["type"] == "integer":
        return text("a whole number")
    if field["type"] == "number" and low is not None and high is not None:
        return text("a number from {low} to {high}, with a point for decimals", low=low, high=high)
    if field["type"] == "number":
        return text("a number, {low} or more, with a point for decimals", low=low or 0)
    return {
        "boolean": text("true or false"),
        "date": text("a date such as 2025-06-14"),
        "datetime": text("a time such as {example}", example=_time_example(field["format"])),
        "yearmonth": text("a month such as 2025-06"),
    }.get(field["type"], text("some text"))


def _time_example(format_: str) -> str:
    if format_ == "default":
        return "2025-06-14T13:30:00-04:00"
    return format_.replace("%Y-%m-%dT%H:%M:%S", "2025-06-14T13:30:00")
