"""What kind of thing an answer is.

An answer is only trusted after a look at its exact type. A subclass, or a class that a learner
wrote, may say of itself that it equals anything; it is "something else" here, and none of its
attributes is looked up.
"""

import collections
import datetime
import math
from types import BuiltinFunctionType, EllipsisType, FunctionType, MethodType
from typing import Any

import numpy as np
import pandas as pd

from workbook.attribution import Estimate, Interval, Share
from workbook.i18n import plural, text

_WHOLE = {int, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64}
_DECIMAL = {float, np.float16, np.float32, np.float64, np.longdouble}
_TRUTH = {bool, np.bool_}
_SEQUENCES = {list, tuple, Interval, Estimate, Share}
_MISSING = {type(pd.NA), type(pd.NaT)}
_PANDAS = {pd.Timestamp, pd.Timedelta, pd.Period, pd.Interval}
_FUNCTIONS = {FunctionType, BuiltinFunctionType, MethodType}
# Every index that pandas itself makes.
_INDEXES = {
    pd.Index,
    pd.RangeIndex,
    pd.MultiIndex,
    pd.DatetimeIndex,
    pd.TimedeltaIndex,
    pd.PeriodIndex,
    pd.CategoricalIndex,
    pd.IntervalIndex,
}
# What pandas makes of a column with `.unique()` or `.array`, for text, times and so on.
_ARRAYS = {
    pd.arrays.ArrowExtensionArray,
    pd.arrays.ArrowStringArray,
    pd.arrays.BooleanArray,
    pd.arrays.DatetimeArray,
    pd.arrays.FloatingArray,
    pd.arrays.IntegerArray,
    pd.arrays.StringArray,
    pd.Categorical,
}
_DICTS = {dict, collections.Counter, collections.OrderedDict, collections.defaultdict}
_TOO_LARGE = 10**300
"""A larger whole number cannot be compared with a decimal one, and no answer needs it."""
_SHORT, _FEW = 20, 5
"""Letters of a word, and values of a list, that a sentence repeats."""


def number(value: object) -> int | float | None:
    """``value`` as a Python number, or None if it is none; True and False are none.

    A whole number beyond all use becomes infinity.
    """
    kind = type(value)
    if kind in _DECIMAL:
        return float(value)  # type: ignore[arg-type]
    if kind in _WHOLE:
        whole = int(value)  # type: ignore[call-overload]
        if abs(whole) < _TOO_LARGE:
            return int(whole)
        return math.inf if whole > 0 else -math.inf
    return None


def several(value: object) -> list[object] | None:
    """The values in a list, tuple, array or column, or None if ``value`` is none of these."""
    kind = type(value)
    known: Any = value
    if kind in _SEQUENCES or kind in (set, frozenset):
        return list(known)
    if kind is pd.Series or kind in _INDEXES or kind in _ARRAYS:
        return list(known.tolist())
    if kind is np.ndarray and known.ndim == 1:
        return list(known.tolist())
    return None


def empty(value: object) -> bool:
    """Whether nothing has been filled in: three dots or None, alone or in a short list."""
    if value is None or type(value) is EllipsisType:
        return True
    if type(value) in _SEQUENCES:
        return any(one is None or type(one) is EllipsisType for one in several(value) or ())
    return False


def missing(value: object) -> bool:
    """Whether ``value`` is pandas' or Python's sign for a missing value."""
    as_number = number(value)
    return value is None or type(value) in _MISSING or as_number != as_number


def plain(value: object) -> tuple[str, Any] | None:
    """``value`` as a pair (kind, Python value) that is safe to compare; None for something else.

    Kinds: missing, number, truth, text, time, span (of pandas) and several (a tuple of pairs).
    """
    if missing(value):
        return "missing", None
    as_number = number(value)
    if as_number is not None:
        return "number", as_number
    kind = type(value)
    known: Any = value
    if kind in _TRUTH:
        return "truth", bool(value)
    if kind is str:
        return "text", value
    if kind in (datetime.datetime, datetime.date, np.datetime64, pd.Timestamp):
        return "time", str(pd.Timestamp(known))
    if kind in _PANDAS:
        return "span", str(value)
    if kind is tuple:
        parts = tuple(plain(one) for one in known)
        return None if None in parts else ("several", parts)
    return None


def function(value: object) -> bool:
    """Whether ``value`` is a function, which somebody may have named without calling it."""
    return type(value) in _FUNCTIONS


def result(value: object) -> bool:
    """Whether ``value`` is what a test of scipy's gives: several numbers, each with a name."""
    return _made_in(type(value)).startswith("scipy.stats.")


def told(value: object) -> str:
    """What ``value`` is, in words."""
    kind = type(value)
    if kind is str:
        return text("text")
    if kind in _TRUTH:
        return text("True or False")
    if missing(value):
        return text("a missing value (NaN, NA or None)")
    if number(value) is not None:
        return text("a number")
    if kind is pd.DataFrame:
        return text("a table (DataFrame)")
    if kind is pd.Series:
        return text("one column of a table (Series)")
    if kind in _DICTS:
        return text("a dictionary (dict)")
    if kind in (set, frozenset):
        return text("a set, which has no order")
    if function(value):
        return text("a function that was not called")
    values = several(value)
    if values is not None:
        if kind is np.ndarray or kind in _ARRAYS:
            return plural("an array of {count} value", "an array of {count} values", len(values))
        return plural("a list of {count} value", "a list of {count} values", len(values))
    name = _NAME(kind)
    if not name.isidentifier():
        return text("something this check does not know")
    if result(value):
        return text("the result of a test ({kind})", kind=name[:40])
    return text("something this check does not know ({kind})", kind=name[:40])


# Python's own way to these two: a class that a learner wrote is not asked.
_NAME = type.__dict__["__name__"].__get__
_MODULE = type.__dict__["__module__"].__get__


def _made_in(kind: type) -> str:
    """The module of a class."""
    module = _MODULE(kind)
    return module if type(module) is str else ""


def shown(value: float) -> str:
    """A number as a learner would write it: ``412`` or ``0.52941``."""
    if abs(value) >= 1e15 or (abs(value) < 1e5 and value != round(value)):
        return f"{float(value):.5g}"
    return f"{value:.0f}"


def short(value: object) -> str:
    """A short answer as it was understood: ``412``, ``b`` or ``7, 8, 9``; empty for a longer one.

    Only numbers, short words, and up to five of them.
    """
    as_number = number(value)
    if as_number is not None:
        return shown(as_number)
    if type(value) is str:
        word = value.strip()
        return word if len(word) <= _SHORT and word.isprintable() else ""
    if type(value) in _TRUTH:
        return str(bool(value))
    parts = several(value) if type(value) is not str else None
    if not parts or len(parts) > _FEW or any(type(part) in _SEQUENCES for part in parts):
        return ""
    told = [short(part) for part in parts]
    return ", ".join(told) if all(told) else ""
