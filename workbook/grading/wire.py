"""Answers as data: plain values as bytes, to cross between a learner's process and the check.

Both sides use :func:`pack` and :func:`unpack`. What comes from a learner's process may be forged,
so :func:`unpack` trusts nothing: each tag, size and dtype is tested, and only the types named here
come out. There is no pickle: unpickling can run code, and reading JSON and numbers cannot.

A message is a JSON header and the raw bytes of its arrays. In the header a plain JSON value stands
for itself, and a list is ``[tag, ...]``: one of the tags of ``_READERS``.
"""

import datetime
import decimal
import fractions
import json
import math
import re
import struct
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbook.grading.messages import Garbled

_DEEP = 60
"""Levels of lists in lists; no answer needs more, and JSON itself gives up at a thousand."""
_MANY = 2_000_000
"""Values in one message, counting each element of a list and each row of an index."""
_LONG_INT = 20_000
"""Hexadecimal digits of a whole number."""
_LONGEST_HEADER = 24 << 20
"""Bytes of the header alone: what it becomes in memory may be twenty times as large."""
_ALIKE = 1000
"""Values of one hash in a set or a dictionary."""
_DTYPE = re.compile(r"[<>|=]?[biufcMm]\d{1,2}(\[\d*[a-zA-Zμ]{1,2}\])?")
_ZONE = re.compile(r"UTC([+-]\d\d:\d\d)?|(?!dateutil)[A-Za-z][\w+-]*(/[A-Za-z][\w+-]*)*")
_FACTORIES: dict[Any, Any] = {kind.__name__: kind for kind in (int, float, str, list, dict, set)}
"""What a defaultdict may make; its own function would stay where it is."""
_MASKED = re.compile(r"(U?Int(8|16|32|64)|Float(32|64)|boolean)")


class CannotCross(TypeError):
    """A value of a kind that does not cross, such as an open file."""


class Function(NamedTuple):
    """A function or class that stays where it is; ``handle`` calls it there."""

    handle: int
    name: str


class Module(NamedTuple):
    """A module, which each side imports for itself."""

    name: str


class Foreign:
    """In place of a value that does not cross: equal to nothing, and without attributes."""

    __slots__ = ("_kind",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __repr__(self) -> str:
        return f"<{self._kind}>"

    def __eq__(self, other: object) -> bool:
        return False


class Writer:
    """Turns one value into a header and buffers.

    ``special`` may turn a value that is not plain into a tagged list, or return None. Without it,
    and with ``strict``, such a value raises CannotCross; else it becomes a Foreign on the far side.
    """

    def __init__(
        self,
        special: Callable[[Any, "Writer"], list[Any] | None] | None = None,
        strict: bool = True,
    ) -> None:
        self.buffers: list[bytes] = []
        self._special = special
        self._strict = strict
        self._left = _MANY

    def write(self, value: Any, deep: int = 0) -> Any:
        """The header form of ``value``."""
        kind = type(value)
        self._left -= 1
        if deep > _DEEP or self._left < 0:
            raise CannotCross("a value with too many parts, or parts in parts")
        if value is None or kind is bool or kind is str or kind is float:
            return value
        if kind is int:
            return value if -(2**63) < value < 2**63 else ["I", _hexadecimal(value)]
        writer = _WRITERS.get(kind)
        if writer is not None:
            return writer(self, value, deep + 1)
        if tuple in kind.__bases__ and _record(*_names(kind)) is kind:
            return ["R", *_names(kind), [self.write(one, deep + 1) for one in tuple(value)]]
        for base, write in _BASES:
            if base in kind.__mro__ and kind.__module__.partition(".")[0] in ("numpy", "pandas"):
                tagged: Any = write(self, value, deep + 1)
                return tagged
        special = self._special(value, self) if self._special else None
        if special is not None:
            return special
        return self.refuse(kind)

    def refuse(self, kind: type) -> Any:
        """What stands in the header for a value that does not cross."""
        name = str(kind.__name__)[:80]
        if self._strict:
            raise CannotCross(f"a value of the type {name}")
        return ["?", name]

    def buffer(self, array: Any) -> int:
        """Keeps the bytes of a NumPy array, and returns their number."""
        self._left -= array.size
        self.buffers.append(np.ascontiguousarray(array).tobytes())
        return len(self.buffers) - 1


def pack(value: Any, writer: Writer | None = None) -> bytes:
    """``value`` as bytes. Raises CannotCross, as ``writer`` says."""
    writer = writer or Writer()
    header = writer.write(value)
    lengths = [len(buffer) for buffer in writer.buffers]
    head = json.dumps([lengths, header], separators=(",", ":")).encode("ascii")
    return b"".join([struct.pack("<I", len(head)), head, *writer.buffers])


def unpack(message: bytes, special: Callable[[str, list[Any], "Reader"], Any] | None = None) -> Any:
    """The value that was packed. Raises Garbled for anything else."""
    try:
        (size,) = struct.unpack_from("<I", message)
        if size > _LONGEST_HEADER:
            raise Garbled("too many values")
        lengths, header = json.loads(message[4 : 4 + size])
        reader = Reader(special)
        at = 4 + size
        for length in lengths:
            if type(length) is not int or length < 0:
                raise Garbled("a length that is none")
            reader.buffers.append(message[at : at + length])
            at += length
        if at != len(message):
            raise Garbled("a message of another length than it says")
        return reader.read(header)
    except Garbled:
        raise
    except RecursionError:
        raise Garbled("lists in lists without end") from None
    except Exception as error:  # whatever a forged message provokes in NumPy or pandas
        raise Garbled(f"{type(error).__name__} while reading") from None


class Reader:
    """Turns a header and buffers into the value, or raises."""

    def __init__(self, special: Callable[[str, list[Any], "Reader"], Any] | None = None) -> None:
        self.buffers: list[bytes] = []
        self._special = special
        self._left = _MANY

    def read(self, header: Any, deep: int = 0) -> Any:
        """The value that ``header`` stands for."""
        self.count(1)
        if deep > _DEEP:
            raise Garbled("lists in lists without end")
        kind = type(header)
        if header is None or kind in (bool, int, float, str):
            return header
        if kind is not list or not header or type(header[0]) is not str:
            raise Garbled("a value without a tag")
        tag, *rest = header
        reader = _READERS.get(tag)
        if reader is not None:
            return reader(self, rest, deep + 1)
        if self._special is not None:
            return self._special(tag, rest, self)
        raise Garbled(f"the tag {tag!r}")

    def count(self, more: int) -> None:
        """Raises Garbled if there are too many values in all."""
        self._left -= more
        if self._left < 0:
            raise Garbled("too many values")

    def array(self, dtype: Any, shape: Any, buffer: Any) -> Any:
        """A NumPy array of a plain dtype, from one of the buffers."""
        if type(dtype) is not str or not _DTYPE.fullmatch(dtype):
            raise Garbled("a dtype that does not cross")
        plain = np.dtype(dtype)
        if type(shape) is not list or any(type(n) is not int or n < 0 for n in shape):
            raise Garbled("a shape that is none")
        if len(shape) > 32 or math.prod(shape) * plain.itemsize != len(self.buffers[buffer]):
            raise Garbled("an array of another size than it says")
        self.count(math.prod(shape))
        return np.frombuffer(self.buffers[buffer], dtype=plain).reshape(shape).copy()

    def all(self, headers: Any, deep: int) -> list[Any]:
        """The values of a list of headers."""
        if type(headers) is not list:
            raise Garbled("no list where one should be")
        return [self.read(one, deep) for one in headers]


def _names(kind: type) -> tuple[str, str]:
    """Module and name of a class, as :func:`_record` takes them."""
    return str(kind.__module__).removeprefix("workbook."), str(kind.__name__)


def _record(module: str, name: str) -> Any:
    """A named tuple that the course gives out, and a learner may give back, such as an Interval.

    None if there is no such thing. Nothing is imported: the name may be forged, and
    ``workbook.__main__`` would begin to mark the class once more.
    """
    found = getattr(sys.modules.get(f"workbook.{module}"), name, None)
    ours = isinstance(found, type) and found.__bases__ == (tuple,) and hasattr(found, "_fields")
    return found if ours else None


def _hexadecimal(value: int) -> str:
    if value.bit_length() > 4 * _LONG_INT:
        value = (1 if value > 0 else -1) << (4 * _LONG_INT)  # as good as infinite, in any check
    return hex(value)


# Writing -----------------------------------------------------------------------------------------


def _write_list(tag: str) -> Callable[[Writer, Any, int], Any]:
    return lambda writer, value, deep: [tag, [writer.write(one, deep) for one in value]]


def _pairs(writer: Writer, value: dict[Any, Any], deep: int) -> list[Any]:
    return [[writer.write(key, deep), writer.write(one, deep)] for key, one in value.items()]


def _write_defaultdict(writer: Writer, value: Any, deep: int) -> Any:
    name = next((n for n, kind in _FACTORIES.items() if kind is value.default_factory), None)
    return ["dd", _pairs(writer, value, deep), name]


def _write_array(writer: Writer, value: Any, deep: int) -> Any:
    if value.dtype.kind in "biufcMm" and value.dtype.itemsize <= 16:
        return ["a", value.dtype.str, list(value.shape), writer.buffer(value)]
    if value.dtype.kind in "OU":
        items = [writer.write(one, deep) for one in value.ravel().tolist()]
        return ["o", value.dtype.kind, list(value.shape), items]
    return writer.refuse(type(value))


def _write_values(writer: Writer, value: Any, deep: int) -> Any:
    """One column or index: what pandas keeps, with its dtype."""
    if type(value) is pd.arrays.NumpyExtensionArray:
        return _write_array(writer, value.to_numpy(), deep)
    dtype = value.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = _write_values(writer, dtype.categories.array, deep)
        codes = np.asarray(value.codes, dtype="<i8")
        return ["C", categories, writer.buffer(codes), len(codes), bool(dtype.ordered)]
    if isinstance(dtype, pd.StringDtype):
        # As a list at once: one by one, pandas makes more of each value than it is worth.
        objects = value.to_numpy(dtype=object).tolist()
        items = [one if type(one) is str else None for one in objects]
        writer._left -= len(items)
        return ["T", dtype.na_value is pd.NA, items]
    if isinstance(dtype, pd.DatetimeTZDtype):
        moments = np.asarray(value.astype(f"datetime64[{dtype.unit}, UTC]").asi8, dtype="<i8")
        return ["Z", str(dtype.tz), dtype.unit, writer.buffer(moments), len(moments)]
    if isinstance(dtype, np.dtype):
        return _write_array(writer, np.asarray(value), deep)
    if _MASKED.fullmatch(str(dtype)):
        mask = np.asarray(value.isna())
        filled = value.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
        return ["K", str(dtype), _write_array(writer, filled, deep), _write_array(writer, mask, 0)]
    return _write_array(writer, np.asarray(value, dtype=object), deep)


def _write_index(writer: Writer, value: Any, deep: int) -> Any:
    if type(value) is pd.RangeIndex:
        return ["r", value.start, value.stop, value.step, writer.write(value.name, deep)]
    if isinstance(value, pd.MultiIndex):
        levels = [
            _write_values(writer, value.get_level_values(n).array, deep)
            for n in range(value.nlevels)
        ]
        return ["m", levels, [writer.write(name, deep) for name in value.names]]
    return ["x", _write_values(writer, value.array, deep), writer.write(value.name, deep)]


def _write_series(writer: Writer, value: Any, deep: int) -> Any:
    index = _write_index(writer, value.index, deep)
    return ["S", _write_values(writer, value.array, deep), index, writer.write(value.name, deep)]


def _write_frame(writer: Writer, value: Any, deep: int) -> Any:
    columns = [_write_values(writer, value.iloc[:, n].array, deep) for n in range(value.shape[1])]
    index = _write_index(writer, value.index, deep)
    return ["D", columns, _write_index(writer, value.columns, deep), index]


def _write_scalar(writer: Writer, value: Any, deep: int) -> Any:
    if value.dtype.kind == "U":
        return str(value)
    if value.dtype.kind in "biufcMm" and value.dtype.itemsize <= 16:
        return ["n", value.dtype.str, writer.buffer(np.asarray(value))]
    return writer.refuse(type(value))


def _write_timestamp(writer: Writer, value: Any, deep: int) -> Any:
    return [
        "ts",
        int(value.asm8.view("i8")),
        value.unit,
        None if value.tz is None else str(value.tz),
    ]


_WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {
    list: _write_list("l"),
    tuple: _write_list("t"),
    set: _write_list("s"),
    frozenset: _write_list("f"),
    dict: lambda writer, value, deep: ["d", _pairs(writer, value, deep)],
    Counter: lambda writer, value, deep: ["dc", _pairs(writer, value, deep)],
    OrderedDict: lambda writer, value, deep: ["do", _pairs(writer, value, deep)],
    defaultdict: _write_defaultdict,
    type({}.keys()): _write_list("vk"),
    type({}.values()): _write_list("vv"),
    type({}.items()): _write_list("vi"),
    deque: lambda writer, value, deep: [
        "q",
        [writer.write(one, deep) for one in value],
        value.maxlen,
    ],
    fractions.Fraction: lambda writer, value, deep: [
        "fr",
        writer.write(value.numerator, deep),
        writer.write(value.denominator, deep),
    ],
    type(...): lambda writer, value, deep: ["e"],
    complex: lambda writer, value, deep: ["c", value.real, value.imag],
    bytes: lambda writer, value, deep: ["b", value.hex()],
    range: lambda writer, value, deep: ["g", *map(int, (value.start, value.stop, value.step))],
    decimal.Decimal: lambda writer, value, deep: ["N", str(value)],
    datetime.datetime: lambda writer, value, deep: ["dt", value.isoformat()],
    datetime.date: lambda writer, value, deep: ["da", value.isoformat()],
    datetime.time: lambda writer, value, deep: ["ti", value.isoformat()],
    datetime.timedelta: lambda writer, value, deep: [
        "de",
        value.days,
        value.seconds,
        value.microseconds,
    ],
    type(pd.NaT): lambda writer, value, deep: ["nat"],
    type(pd.NA): lambda writer, value, deep: ["na"],
    pd.Timestamp: _write_timestamp,
    pd.Timedelta: lambda writer, value, deep: ["td", int(value.asm8.view("i8")), value.unit],
    pd.Interval: lambda writer, value, deep: [
        "iv",
        writer.write(value.left, deep),
        writer.write(value.right, deep),
        value.closed,
    ],
    pd.Period: lambda writer, value, deep: ["P", str(value), value.freqstr],
    np.ndarray: _write_array,
    pd.Series: _write_series,
    pd.DataFrame: _write_frame,
}
# By base class, because NumPy and pandas have many of a kind; the type must still be their own.
_BASES: list[tuple[type, Callable[[Writer, Any, int], Any]]] = [
    (np.generic, _write_scalar),
    (pd.Index, _write_index),
    (
        pd.api.extensions.ExtensionArray,
        lambda writer, value, deep: ["A", _write_values(writer, value, deep)],
    ),
]


# Reading -----------------------------------------------------------------------------------------


def _read_int(reader: Reader, rest: list[Any], deep: int) -> int:
    (digits,) = rest
    if type(digits) is not str or len(digits) > _LONG_INT + 4:
        raise Garbled("a number of too many digits")
    return int(digits, 16)


def _apart(values: list[Any]) -> list[Any]:
    """For a set or a dictionary: a million numbers of one hash would take it a week."""
    if len(values) > _ALIKE and max(Counter(map(hash, values)).values()) > _ALIKE:
        raise Garbled("too many values of one hash")
    return values


def _read_dict(reader: Reader, rest: list[Any], deep: int) -> dict[Any, Any]:
    (pairs,) = rest
    if type(pairs) is not list:
        raise Garbled("no list where one should be")
    keys = _apart([reader.read(key, deep) for key, _ in pairs])
    return dict(zip(keys, [reader.read(value, deep) for _, value in pairs], strict=True))


def _items(pairs: list[Any]) -> Any:
    keys = _apart([key for key, _ in pairs])
    return dict(zip(keys, [one for _, one in pairs], strict=True)).items()


def _read_object_array(reader: Reader, rest: list[Any], deep: int) -> Any:
    kind, shape, items = rest
    if type(shape) is not list or any(type(n) is not int or n < 0 for n in shape):
        raise Garbled("a shape that is none")
    values = reader.all(items, deep)
    if kind == "U":
        return np.array([str(one) for one in values], dtype=str).reshape(shape)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array.reshape(shape)


def _read_masked(reader: Reader, rest: list[Any], deep: int) -> Any:
    dtype, values, mask = rest
    if type(dtype) is not str or not _MASKED.fullmatch(dtype):
        raise Garbled("a dtype that does not cross")
    filled: Any = pd.array(reader.read(values, deep), dtype=dtype)
    filled[np.asarray(reader.read(mask, deep), dtype=bool)] = pd.NA
    return filled


def _read_categories(reader: Reader, rest: list[Any], deep: int) -> Any:
    categories, buffer, length, ordered = rest
    codes = reader.array("<i8", [length], buffer)
    index = pd.Index(reader.read(categories, deep))
    return pd.Categorical.from_codes(codes, categories=index, ordered=ordered is True)


def _read_strings(reader: Reader, rest: list[Any], deep: int) -> Any:
    nullable, items = rest
    if type(items) is not list or any(one is not None and type(one) is not str for one in items):
        raise Garbled("a text that is none")
    reader.count(len(items))
    # pandas has two kinds of text columns, with NA and with NaN for what is missing.
    dtype = pd.StringDtype(na_value=pd.NA if nullable is True else np.nan)
    return pd.array(items, dtype=dtype)


def _read_moments(reader: Reader, rest: list[Any], deep: int) -> Any:
    zone, unit, buffer, length = rest
    if unit not in ("s", "ms", "us", "ns"):
        raise Garbled("a unit of time that is none")
    moments = reader.array("<i8", [length], buffer).view(f"<M8[{unit}]")
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(_zone(zone)).array


def _zone(name: Any) -> Any:
    # Never a path: "dateutil//dev/tty" would be opened, on this side.
    if type(name) is not str or len(name) > 60 or not _ZONE.fullmatch(name):
        raise Garbled("a time zone that is none")
    return name


def _read_range(reader: Reader, rest: list[Any], deep: int) -> Any:
    start, stop, step, name = rest
    reader.count(len(range(start, stop, step)))
    return pd.RangeIndex(start, stop, step, name=reader.read(name, deep))


def _read_levels(reader: Reader, rest: list[Any], deep: int) -> Any:
    levels, names = rest
    arrays = reader.all(levels, deep)
    return pd.MultiIndex.from_arrays(arrays, names=reader.all(names, deep))


def _read_index(reader: Reader, rest: list[Any], deep: int) -> Any:
    values, name = rest
    return pd.Index(_whole(reader.read(values, deep)), name=reader.read(name, deep))


def _whole(values: Any) -> Any:
    """An object array stays one, whatever it holds: pandas would guess another dtype."""
    if type(values) is np.ndarray and values.dtype == object:
        return pd.Series(values, dtype=object).array
    return values


def _read_series(reader: Reader, rest: list[Any], deep: int) -> Any:
    values, index, name = rest
    array = reader.read(values, deep)
    return pd.Series(
        _whole(array), index=_an_index(reader, index, deep), name=reader.read(name, deep)
    )


def _read_frame(reader: Reader, rest: list[Any], deep: int) -> Any:
    columns, names, index = rest
    rows = _an_index(reader, index, deep)
    arrays = [_whole(one) for one in reader.all(columns, deep)]
    if any(len(one) != len(rows) for one in arrays):
        raise Garbled("columns of different lengths")
    frame = pd.DataFrame(dict(enumerate(arrays)), index=rows)
    frame.columns = _an_index(reader, names, deep)
    return frame


def _an_index(reader: Reader, header: Any, deep: int) -> Any:
    index = reader.read(header, deep)
    if not isinstance(index, pd.Index):
        raise Garbled("no index where one should be")
    return index


def _read_scalar(reader: Reader, rest: list[Any], deep: int) -> Any:
    dtype, buffer = rest
    return reader.array(dtype, [], buffer)[()]


def _read_timestamp(reader: Reader, rest: list[Any], deep: int) -> Any:
    value, unit, zone = rest
    if unit not in ("s", "ms", "us", "ns"):
        raise Garbled("a unit of time that is none")
    moment = pd.Timestamp(np.datetime64(value, unit))
    return moment if zone is None else moment.tz_localize("UTC").tz_convert(_zone(zone))


def _read_span(reader: Reader, rest: list[Any], deep: int) -> Any:
    value, unit = rest
    if unit not in ("s", "ms", "us", "ns"):
        raise Garbled("a unit of time that is none")
    return pd.Timedelta(np.timedelta64(value, unit))


def _read_record(reader: Reader, rest: list[Any], deep: int) -> Any:
    module, name, items = rest
    kind = _record(module, name) if type(module) is str and type(name) is str else None
    if kind is None:
        raise Garbled("a record that is none")
    return kind._make(reader.all(items, deep))


def _read_decimal(reader: Reader, rest: list[Any], deep: int) -> Any:
    (digits,) = rest
    if type(digits) is not str or len(digits) > 400:
        raise Garbled("a number of too many digits")
    return decimal.Decimal(digits)


def _read_text_range(reader: Reader, rest: list[Any], deep: int) -> range:
    start, stop, step = rest
    found = range(start, stop, step)
    reader.count(len(found))
    return found


_READERS: dict[str, Callable[[Reader, list[Any], int], Any]] = {
    "l": lambda reader, rest, deep: reader.all(rest[0], deep),
    "t": lambda reader, rest, deep: tuple(reader.all(rest[0], deep)),
    "s": lambda reader, rest, deep: set(_apart(reader.all(rest[0], deep))),
    "f": lambda reader, rest, deep: frozenset(_apart(reader.all(rest[0], deep))),
    "d": _read_dict,
    "dc": lambda reader, rest, deep: Counter(_read_dict(reader, rest, deep)),
    "do": lambda reader, rest, deep: OrderedDict(_read_dict(reader, rest, deep)),
    "dd": lambda reader, rest, deep: defaultdict(
        _FACTORIES.get(rest[1]), _read_dict(reader, rest[:1], deep)
    ),
    "vk": lambda reader, rest, deep: dict.fromkeys(_apart(reader.all(rest[0], deep))).keys(),
    "vv": lambda reader, rest, deep: dict(enumerate(reader.all(rest[0], deep))).values(),
    "vi": lambda reader, rest, deep: _items(reader.all(rest[0], deep)),
    "q": lambda reader, rest, deep: deque(reader.all(rest[0], deep), rest[1]),
    "fr": lambda reader, rest, deep: fractions.Fraction(
        reader.read(rest[0], deep), reader.read(rest[1], deep)
    ),
    "e": lambda reader, rest, deep: ...,
    "c": lambda reader, rest, deep: complex(*map(float, rest)),
    "b": lambda reader, rest, deep: bytes.fromhex(*rest),
    "g": _read_text_range,
    "I": _read_int,
    "N": _read_decimal,
    "dt": lambda reader, rest, deep: datetime.datetime.fromisoformat(*rest),
    "da": lambda reader, rest, deep: datetime.date.fromisoformat(*rest),
    "ti": lambda reader, rest, deep: datetime.time.fromisoformat(*rest),
    "de": lambda reader, rest, deep: datetime.timedelta(*rest),
    "nat": lambda reader, rest, deep: pd.NaT,
    "na": lambda reader, rest, deep: pd.NA,
    "ts": _read_timestamp,
    "td": _read_span,
    "iv": lambda reader, rest, deep: pd.Interval(
        reader.read(rest[0], deep), reader.read(rest[1], deep), closed=rest[2]
    ),
    "P": lambda reader, rest, deep: pd.Period(str(rest[0])[:60], freq=str(rest[1])[:20]),
    "a": lambda reader, rest, deep: reader.array(*rest),
    "o": _read_object_array,
    "n": _read_scalar,
    "C": _read_categories,
    "T": _read_strings,
    "Z": _read_moments,
    "K": _read_masked,
    "A": lambda reader, rest, deep: reader.read(rest[0], deep),
    "r": _read_range,
    "m": _read_levels,
    "x": _read_index,
    "S": _read_series,
    "D": _read_frame,
    "R": _read_record,
    "?": lambda reader, rest, deep: Foreign(str(rest[0])[:80]),
}
