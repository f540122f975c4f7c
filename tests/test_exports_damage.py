"""Damaged files: a reader refuses them in a sentence, or tells what it did. It never guesses."""

import datetime
import io
import json
import string
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import data, exports, own
from workbook.errors import Problem
from workbook.exports import Reading, Settings, Upload, read

RAW = data.folder() / "raw"
TODAY = datetime.date(2025, 6, 15)
SALT = b"a salt for the tests, 32 bytes. "
SETTINGS = Settings(zone="America/New_York", today=TODAY, salt=SALT)
FILES = sorted(path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file())
TEXTS = [name for name in FILES if name.endswith(".csv")]


@cache
def content(name: str) -> bytes:
    return (RAW / name).read_bytes()


def attempt(name: str, damaged: bytes) -> Reading | None:
    """What a damaged file gives; None if it is refused in a sentence that names it."""
    refused = ""
    try:
        reading = read(Upload(name, damaged), SETTINGS)
    except Problem as problem:
        refused = str(problem)
    if refused:
        assert name in refused
        return None
    return reading


def measured(reading: Reading | None) -> None:
    """Whatever was read can be measured, or says what is missing."""
    for measure in own.measures(own.Own(reading.tables)).values() if reading else ():
        assert (measure.result is None) == bool(measure.missing)


def told(reading: Reading) -> set[str]:
    """Every sentence about the files, without the settings in force."""
    return {
        sentence
        for report in reading.files
        for sentence in (
            *report.warnings,
            *report.skipped,
            *(one.sentence for one in report.assumptions),
            *report.unknown,
        )
    } | {refused.sentence for refused in reading.refused}


# Anything at all --------------------------------------------------------------------------------


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_a_sentence(noise):
    attempt("a.csv", noise)


@given(st.sampled_from([b"PK\x03\x04", b"{", b'{"Post": {"Posts": {"VideoList": [', b"\xff\xfe"]),
       st.binary(max_size=200))  # fmt: skip
def test_a_true_beginning_with_any_end(start, noise):
    attempt("a.zip", start + noise)


HEADERS = [content(name).decode("utf-8-sig").splitlines()[0] for name in TEXTS]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@given(st.sampled_from(HEADERS), st.lists(st.lists(CELLS, max_size=8), max_size=4))
def test_true_headers_over_any_cells(header, rows):
    attempt("a.csv", "\n".join([header, *(",".join(row) for row in rows)]).encode())


LIKELY = st.one_of(
    st.integers(-5, 10**13).map(str),
    st.floats().map(repr),
    st.dates().map(str),
    st.datetimes(timezones=st.none() | st.timezones()).map(str),
    st.sampled_from(["", "undefined", "August 9", "9 de agosto", "31 June", "June 31", "1.2K"]),
    st.sampled_from(["٩ أغسطس", "8月9日", "99月9日", "02/29/2025", "12/31/1969", "25:61", "1:2:3"]),
    st.sampled_from(["/video/7470353733101027796", "/video/1", "true", "nan", "inf", "-inf", "é"]),
)


@given(st.data())
@settings(max_examples=300)
def test_true_headers_over_likely_cells(pick):
    header = pick.draw(st.sampled_from(HEADERS))
    width = len(header.split(","))
    rows = pick.draw(
        st.lists(st.lists(LIKELY, min_size=width, max_size=width), min_size=1, max_size=4)
    )
    measured(attempt("a.csv", "\n".join([header, *(",".join(row) for row in rows)]).encode()))


CUTS = st.integers(0, 10**6)


@st.composite
def damage(draw: st.DrawFn, whole: bytes) -> bytes:
    """The file with a part cut out, doubled, overwritten or swapped."""
    place = draw(CUTS) % len(whole)
    end = place + 1 + draw(CUTS) % 200
    part, noise = whole[place:end], draw(st.binary(min_size=1, max_size=20))
    return draw(
        st.sampled_from(
            [
                whole[:place],
                whole[place:],
                whole[:place] + whole[end:],
                whole[:end] + part + whole[end:],
                whole[:place] + noise + whole[end:],
                whole[:place] + noise + whole[place:],
                whole[:place] + part[::-1] + whole[end:],
            ]
        )
    )


@pytest.mark.parametrize("name", FILES)
@given(st.data())
@settings(max_examples=60)
def test_a_damaged_file_is_refused_or_read(name, pick):
    file = Path(name).name
    measured(attempt(file, pick.draw(damage(content(name)))))


def test_xml_that_multiplies_itself_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    bomb += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    inside = zipfile.ZipFile(io.BytesIO(content("Overview.xlsx")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in inside.namelist():
            text = inside.read(member).decode()
            if "sheet1" in member:
                text = bomb + "]>" + text.split("?>", 1)[1].replace("December 15", "&a11;")
            archive.writestr(member, text)
    assert attempt("a.xlsx", buffer.getvalue()) is None


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["Post", "Posts", "VideoList", "Date", "Link", "Likes"]),
                      inner, max_size=3),
    max_leaves=12,
))  # fmt: skip
def test_any_json_in_place_of_the_list_of_videos(inner):
    for layout in ({"Post": {"Posts": {"VideoList": inner}}}, {"Post": inner}, inner):
        attempt("a.json", b"{" + json.dumps({"x": layout}).encode()[1:])


def test_json_that_is_nested_without_end_is_refused():
    assert attempt("a.json", b'{"a":' * 10_000) is None
    assert attempt("a.json", b'{"Post":{"Posts":{"VideoList":' + b"[" * 100_000) is None


# One letter -------------------------------------------------------------------------------------

NASTY = [*string.ascii_letters, *string.punctuation, " ", "\n", "\t", "\0", "٣", "½", "²", "\u200f"]
COUNTS = {
    "Overview.csv": ["Video Views", "Profile Views", "Likes", "Comments", "Shares"],
    "FollowerHistory.csv": ["Followers"],
    "Viewers.csv": ["Total Viewers", "New Viewers", "Returning Viewers"],
    "FollowerActivity.csv": ["Hour", "Active followers"],
    "FollowerGender.csv": ["Distribution"],
    "FollowerTopTerritories.csv": ["Distribution"],
    "Content.csv": ["Total likes", "Total comments", "Total shares", "Total views"],
    "ga4_traffic.csv": ["Sessions", "Key events"],
}


@cache
def sound(name: str) -> Reading:
    return read(Upload(name, content(name)), SETTINGS)


def same(one: Reading, other: Reading) -> bool:
    """Whether the tables are the same, but for captions: a sign in them is no number."""
    return one.tables.keys() == other.tables.keys() and all(
        table.drop(columns="caption", errors="ignore").equals(
            other.tables[name].drop(columns="caption", errors="ignore")
        )
        for name, table in one.tables.items()
    )


@pytest.mark.parametrize("name", COUNTS)
@given(st.data())
@settings(max_examples=150)
def test_a_sign_in_a_number_is_refused_told_or_changes_nothing(name, pick):
    """One sign in a number is overwritten, added or lost: the result is never another number
    that looks sound."""
    lines = content(name).decode("utf-8-sig").splitlines(keepends=True)
    head = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    column = lines[head].strip().split(",").index(pick.draw(st.sampled_from(COUNTS[name])))
    row = pick.draw(st.integers(head + 1, len(lines) - 1))
    cells = lines[row].rstrip("\n").rsplit(",", len(lines[head].split(",")) - 1)
    cell = cells[column]
    place = pick.draw(st.integers(0, len(cell) - 1))
    sign = pick.draw(st.sampled_from(NASTY))
    cells[column] = cell[:place] + sign + cell[place + pick.draw(st.integers(0, 1)) :]
    lines[row] = ",".join(cells) + "\n"
    reading = attempt(name, "".join(lines).encode())
    assert reading is None or same(reading, sound(name)) or told(reading) - told(sound(name))


@pytest.mark.parametrize("name", [name for name in COUNTS if name not in ("ga4_traffic.csv",)])
@given(st.data())
@settings(max_examples=60)
def test_a_lost_line_break_or_comma_is_refused_or_told(name, pick):
    text = content(name).decode("utf-8-sig")
    places = [n for n, sign in enumerate(text[:-1]) if sign in ",\n"]
    place = pick.draw(st.sampled_from(places))
    reading = attempt(name, (text[:place] + text[place + 1 :]).encode())
    assert reading is None or same(reading, sound(name)) or told(reading) - told(sound(name))


@pytest.mark.parametrize("name", ["Overview.csv", "FollowerHistory.csv", "Viewers.csv"])
@given(st.data())
@settings(max_examples=100)
def test_a_damaged_day_is_refused_told_or_changes_nothing(name, pick):
    lines = content(name).decode("utf-8-sig").splitlines(keepends=True)
    row = pick.draw(st.integers(1, len(lines) - 1))
    end = lines[row].index(",")
    place = pick.draw(st.integers(0, end - 1))
    sign = pick.draw(st.sampled_from([*NASTY, *string.digits]))
    lines[row] = lines[row][:place] + sign + lines[row][place + pick.draw(st.integers(0, 1)) :]
    reading = attempt(name, "".join(lines).encode())
    assert reading is None or same(reading, sound(name)) or told(reading) - told(sound(name))


def test_the_check_itself_would_find_a_silent_change():
    other = read(Upload("Overview.csv", content("newer/Overview.csv")), SETTINGS)
    assert not same(other, sound("Overview.csv"))
    assert same(sound("Overview.csv"), sound("Overview.csv"))
    assert isinstance(sound("Overview.csv").tables["overview"], pd.DataFrame)
    assert exports.SMALLEST_CELL == 5
