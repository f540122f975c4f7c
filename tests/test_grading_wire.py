"""Answers as data: what crosses comes out the same, and what is forged does not come out at all."""

import contextlib
import datetime
import decimal
import json
import struct
from collections import Counter, OrderedDict, defaultdict, deque
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import attribution, data, engagement
from workbook.grading import wire
from workbook.grading.messages import Garbled
from workbook.grading.wire import CannotCross, Foreign, Writer, pack, unpack

PLAIN = [
    *(Counter("aab"), OrderedDict(b=1, a=[2]), defaultdict(list, a=[1]), deque([1, "b"], 5)),
    *({"a": 1}.keys(), {"a": [1], "b": [1]}.values(), {"a": [1]}.items(), Fraction(-1, 3)),
    *(None, True, 0, -5, 2**70, -(2**63), 1.5, float("inf"), "", "häh\ud800", "x" * 5000),
    *([], [1, [2, (3,)]], (), {}, {"a": [...], (1, 2): b"\x00"}, {1, 2}, frozenset({"a"})),
    *(range(3, 9, 2), 1 + 2j, decimal.Decimal("1.50"), datetime.date(2026, 5, 30)),
    *(
        datetime.datetime(2026, 5, 30, 12, tzinfo=datetime.UTC),
        datetime.time(9, 30),
        datetime.timedelta(days=1),
    ),
    *(pd.NaT, pd.NA, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-01", tz="Asia/Kathmandu")),
    *(pd.Timedelta("90min"), pd.Period("2026-01"), pd.Interval(0, 1, closed="left")),
    *(np.float64(2.5), np.int8(-3), np.bool_(True), np.datetime64("2026-01-01T10:00")),
    *(
        attribution.Interval(0.1, 0.9),
        engagement.permutation_test(pd.Series([1, 2]), pd.Series([2, 9])),
    ),
]
COLUMNS = [
    pd.Series([1, 2, 3], name="n"),
    pd.Series([1.5, None]),
    pd.Series(["a", None, "b"]),
    pd.Series(["a", None], dtype="string"),
    pd.Series([1, None], dtype="Int64"),
    pd.Series([True, None], dtype="boolean"),
    pd.Series(["b", "a", None], dtype="category"),
    pd.Series(pd.Categorical(["lo", "hi"], categories=["lo", "hi"], ordered=True)),
    pd.Series(pd.date_range("2026-01-01", periods=3, tz="America/New_York")),
    pd.Series(pd.date_range("2026-01-01", periods=3)),
    pd.Series(pd.to_timedelta([1, None], unit="h")),
    pd.Series([1, "a", None, pd.NaT], dtype=object),
    pd.Series([datetime.date(2026, 1, 1)]),
    pd.Series([], dtype=float),
    pd.Series([1, 2], index=["x", "y"], name=("a", 1)),
    pd.DataFrame({"a": [1, 2, 1], "b": ["x", "y", "x"]}).groupby(["a", "b"]).size(),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:40])
def test_a_plain_value_comes_out_as_it_went_in(value):
    back = unpack(pack(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan_stays_nan():
    assert np.isnan(unpack(pack(float("nan"))))


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: str(column.dtype))
def test_a_column_keeps_values_labels_and_dtype(column):
    pd.testing.assert_series_equal(unpack(pack(column)), column, check_freq=False)


@pytest.mark.parametrize("table", data.tables())
def test_each_table_of_the_course_crosses_whole(table):
    whole = data.load(table)
    pd.testing.assert_frame_equal(unpack(pack(whole)), whole)


def test_a_table_with_odd_labels_crosses():
    table = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"], index=[("a", 1), ("b", 2)])
    pd.testing.assert_frame_equal(unpack(pack(table)), table)


@pytest.mark.parametrize(
    "array",
    [np.arange(6).reshape(2, 3), np.array(["a", "bb"]), np.array([None, 1], dtype=object)],
    ids=["numbers", "texts", "objects"],
)
def test_an_array_keeps_its_shape(array):
    np.testing.assert_array_equal(unpack(pack(array)), array)


class Lying(int):
    """A whole number that says of itself that it is equal to all."""

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    "value", [Lying(3), object(), (n for n in range(3)), type("List", (list,), {})([1])]
)
def test_what_is_not_plain_becomes_something_that_equals_nothing(value):
    back = unpack(pack([value, 7], Writer(strict=False)))
    assert type(back[0]) is Foreign
    assert back[0] != value
    assert back[0] != back[0]
    assert back[1] == 7


def test_strictly_a_value_that_is_not_plain_is_refused_by_name():
    with pytest.raises(CannotCross, match="Lying"):
        pack([Lying(3)])


def test_a_list_in_itself_is_refused():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(CannotCross):
        pack(endless)


def test_a_number_beyond_all_use_crosses_as_a_very_large_one():
    assert unpack(pack(10**100_000)) > 10**10_000
    assert unpack(pack(-(10**100_000))) < -(10**10_000)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=30,
)


@given(values)
def test_any_nesting_of_plain_values_crosses(value):
    assert unpack(pack(value)) == value


def forged(header: object, *buffers: bytes, lengths: object = None) -> bytes:
    lengths = [len(one) for one in buffers] if lengths is None else lengths
    head = json.dumps([lengths, header]).encode()
    return b"".join([struct.pack("<I", len(head)), head, *buffers])


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00",
        b"\xff\xff\xff\x7f[]",
        forged(["no such tag"]),
        forged([]),
        forged([["l", []]]),
        forged({"a": 1}),
        forged(["a", "|O8", [1], 0], b"\x00" * 8),
        forged(["a", "<i8", [10**9], 0], b"\x00" * 8),
        forged(["a", "<i8", [-1], 0], b""),
        forged(["a", "<i8", [1], 5], b"\x00" * 8),
        forged(["a", "<i8", [2], 0], b"\x00" * 8),
        forged(["a", "<M8[X]", [1], 0], b"\x00" * 8),
        forged(["r", 0, 10**18, 1, None]),
        forged(["g", 0, 10**18, 1]),
        forged(["C", ["o", "O", [1], ["a"]], 0, 1, False], b"\x07" * 8),
        forged(["I", "0x" + "f" * 50_000]),
        forged(["N", "1" * 1000]),
        forged(["I", "__import__('os')"]),
        forged(["Z", "../../etc/passwd", "ns", 0, 1], b"\x00" * 8),
        forged(["D", [["l", [1]], ["l", [1, 2]]], ["r", 0, 2, 1, None], ["r", 0, 1, 1, None]]),
        forged(["R", "subprocess", "Popen", ["ls"]]),
        forged(["R", "attribution", "Interval", [1, 2, 3]]),
        forged(["R", "attribution", "wilson", [1, 2]]),
        forged(["R", "../attribution", "Interval", [1, 2]]),
        forged(["F", 1, "f"]),
        forged(["M", "os"]),
        forged(1, lengths=[10**12]),
        forged(1, lengths=[-1]),
        forged(1, lengths="x"),
        forged(["d", [[["l", []], 1]]]),  # a list cannot be a key
        struct.pack("<I", 200_008) + b"[[]," + b"[" * 100_000 + b"]" * 100_000 + b"]  ",
    ],
    ids=range(32),
)
def test_a_forged_message_is_refused(message):
    with pytest.raises(Garbled):
        unpack(message)


def test_levels_beyond_use_are_refused():
    header: object = 1
    for _ in range(wire._DEEP + 5):
        header = ["l", [header]]
    with pytest.raises(Garbled):
        unpack(forged(header))


@given(st.binary(max_size=200))
def test_noise_is_refused_or_plain(noise):
    with contextlib.suppress(Garbled):
        unpack(noise)


@given(values, st.data())
def test_a_damaged_message_is_refused_or_plain(value, draw):
    message = bytearray(pack(value))
    place = draw.draw(st.integers(0, len(message) - 1))
    message[place] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(Garbled):
        unpack(bytes(message))
