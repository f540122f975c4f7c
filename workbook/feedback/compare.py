"""Is this answer the expected one? If not, what might have gone wrong?

Each function compares an answer of unknown make with a trusted value and returns a
:class:`~workbook.feedback.outcome.Finding`. ``reasons`` are the wrong answers one expects: pairs of
a wrong value and the sentence to say, or a function that gives them. It is called only for an
answer that is not right: to compute all wrong values can take longer than the answer itself.

``tolerance`` is in the unit of the answer: 0.5 accepts anything up to a half away. Without it a
whole number must be met exactly, and a decimal number within half a percent of itself.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from workbook.errors import Problem
from workbook.feedback import values
from workbook.feedback.outcome import Finding, Outcome
from workbook.feedback.slips import called, comma, perhaps_thousands, thousands
from workbook.i18n import plural, text

_RELATIVE = 0.005
_ROUNDING = 1e-9
"""What computing with decimals may cost: 0.1 * 3 is not exactly 0.3."""

_Pairs = Sequence[tuple[Any, str]]
Reasons = _Pairs | Callable[[], _Pairs]


def number(
    answer: object, expected: object, tolerance: float | None = None, reasons: Reasons = ()
) -> Finding:
    """Compare one number; a share given in percent, or the reverse, is told apart."""
    target = _trusted(expected)
    given = values.number(answer)
    if given is None or math.isnan(given):
        return _no_number(text("a number"), answer)
    if math.isinf(given):
        return Finding(
            Outcome.NOT_YET,
            text(
                "Your answer is infinite. Look for a division by zero, or by a very small number."
            ),
        )
    if _near(given, target, tolerance):
        return Finding(Outcome.RIGHT)
    for wrong, sentence in _pairs(reasons):
        value = _trusted(wrong)
        # A share given as 0.15 in place of 15 is a hundred times smaller, and so is what is near.
        smaller = min(1.0, abs(value / target)) if target else 1.0
        if _near(given, value, None if tolerance is None else tolerance * smaller):
            return _not_yet(_yours(given), sentence)
    if abs(target) >= 1000 and _near(1000 * given, target, tolerance):
        # In many countries a point divides thousands: 35.000 is 35 here.
        return _not_yet(_yours(given), thousands())
    told = _hundredfold([given], [target], tolerance) or _off(given, target)
    if _in_thousands(given, target):
        return _not_yet(_yours(given), told, perhaps_thousands())
    return _not_yet(_yours(given), told)


def _pairs(reasons: Reasons) -> _Pairs:
    return reasons() if callable(reasons) else reasons


def choice(answer: object, expected: str, reasons: Mapping[str, str] | None = None) -> Finding:
    """Compare a letter or a word, in capital letters or not, with brackets or spaces or not."""
    reasons = reasons or {}
    if type(answer) is not str:
        return _unexpected(text('a letter in quotation marks, such as "a"'), answer)
    given = _letter(answer)
    if given == _letter(expected):
        return Finding(Outcome.RIGHT)
    for wrong, sentence in reasons.items():
        if given == _letter(wrong):
            return Finding(Outcome.NOT_YET, sentence)
    known = sorted({expected, *reasons})
    if len(known) > 1:
        return Finding(
            Outcome.CANNOT,
            text(
                "“{answer}” is not one of the choices. They are: {choices}.",
                answer=answer[:40],
                choices=", ".join(known),
            ),
        )
    return Finding(Outcome.NOT_YET, text("Read the other choices once more."))


def interval(
    answer: object,
    expected: Sequence[float],
    tolerance: float | None = None,
    reasons: Reasons = (),
) -> Finding:
    """Compare a low and a high end, given as a pair of any usual kind."""
    wanted = text("two numbers, the low end and the high end")
    low, high = (_trusted(end) for end in expected)
    given = values.several(answer)
    if given is None or len(given) != 2 or type(answer) in (set, frozenset):
        return _unexpected(wanted, answer)
    ends = [values.number(end) for end in given]
    for end, value in zip(ends, given, strict=True):
        if end is None or math.isnan(end):
            return _no_number(wanted, value)
    first, second = (end for end in ends if end is not None)
    if _both((first, second), (low, high), tolerance):
        return Finding(Outcome.RIGHT)
    yours = text(
        "Your answer: {low} to {high}.", low=values.shown(first), high=values.shown(second)
    )
    for wrong, sentence in _pairs(reasons):
        if _both((first, second), [_trusted(end) for end in wrong], tolerance):
            return _not_yet(yours, sentence)
    return _not_yet(yours, _ends_off((first, second), (low, high), tolerance))


def items(
    answer: object,
    expected: Sequence[object],
    ordered: bool = True,
    tolerance: float | None = None,
    reasons: Reasons = (),
) -> Finding:
    """Compare a list of words or numbers; capital letters and spaces around a word do not count."""
    given = values.several(answer)
    if given is None or (ordered and type(answer) in (set, frozenset)):
        finding = _unexpected(text("a list"), answer)
        if type(answer) is not str:
            return finding
        advice = text('A list stands in square brackets, as in `[7, 8]` or `["a", "b"]`.')
        return Finding(Outcome.CANNOT, f"{finding.sentence} {advice}")
    for one in given:
        if values.plain(one) is None:
            return _unexpected(text("a list of words or numbers"), one)
    if _same_items(given, expected, ordered, tolerance):
        return Finding(Outcome.RIGHT)
    for wrong, sentence in _pairs(reasons):
        if _same_items(given, wrong, ordered, tolerance):
            return Finding(Outcome.NOT_YET, sentence)
    lacking, extra = _unmatched(given, expected, tolerance)
    if not lacking and not extra:
        return Finding(Outcome.NOT_YET, text("These are the right ones, in another order."))
    told = []
    if any(type(one) is bool for one in lacking) and any(type(one) is str for one in extra):
        told.append(text("`True` and `False` stand without quotation marks."))
    elif {str(one) for one in extra} & {str(one) for one in lacking}:
        told.append(text("Some of yours look right and are not text: make each one text (str)."))
    if extra:
        told.append(
            text(
                "In your list, but not in the answer: {items}.",
                items=", ".join(sorted(str(one)[:40] for one in extra)[:5]),
            )
        )
    if lacking:
        told.append(plural("{count} item is missing.", "{count} items are missing.", len(lacking)))
    return _not_yet(*told)


def table(
    answer: object,
    expected: pd.DataFrame | pd.Series,
    tolerance: float | None = None,
    reasons: Reasons = (),
) -> Finding:
    """Compare a DataFrame or a Series: column names, row labels, then each value.

    Rows are matched by their labels and columns by their names, so their order does not matter
    unless the labels are the numbers 0, 1, 2 and so on. Whole and decimal numbers mix freely.
    """
    if type(answer) is not type(expected):
        return _unexpected(values.told(expected), answer)
    difference = _difference(answer, expected, tolerance)
    if difference is None:
        return Finding(Outcome.RIGHT)
    for wrong, sentence in _pairs(reasons):
        if type(wrong) is type(expected) and _difference(answer, wrong, tolerance) is None:
            return Finding(Outcome.NOT_YET, sentence)
    return difference


# One number


def _near(given: float, target: float, tolerance: float | None) -> bool:
    return abs(given - target) <= _margin(target, tolerance)


def _margin(target: float, tolerance: float | None) -> float:
    if tolerance is None:
        tolerance = 0 if type(target) is int else _RELATIVE * abs(target)
    return tolerance + _ROUNDING * max(1, abs(target))


def _off(given: float, target: float) -> str:
    """How far ``given`` is from ``target``, without saying what that is."""
    if type(target) is int and given != round(given):
        return text("The answer is a whole number.")
    if _rounded(given, target):
        return _did_you_round()
    if target and _near(given, -target, None):
        return text("The size is right. The sign, plus or minus, is not.")
    if given < 0 < target:
        return text("Your number is below zero. The answer is above zero.")
    if target < 0 < given:
        return text("Your number is above zero. The answer is below zero.")
    if target <= 0:
        return text("Too high.") if given > target else text("Too low.")
    ratio = given / target
    if ratio > 1:
        if ratio > 10:
            return text("Much too high: more than ten times the answer.")
        if ratio > 2:
            return text("Too high: more than twice the answer.")
        return text("Too high.") if ratio > 1.1 else text("A little too high.")
    if ratio < 0.1:
        return text("Much too low: less than a tenth of the answer.")
    if ratio < 0.5:
        return text("Too low: less than half of the answer.")
    return text("Too low.") if ratio < 0.9 else text("A little too low.")


def _hundredfold(given: Sequence[float], target: Sequence[float], tolerance: float | None) -> str:
    """The sentence for a mix-up of percent and fractions, rounded or not, or an empty one."""
    if not all(target):
        return ""
    pairs = list(zip(given, target, strict=True))
    if all(_near(one / 100, end, tolerance) or _rounded(one, 100 * end) for one, end in pairs):
        return text(
            "That is 100 times the answer. Give a share as a fraction of 1: 0.25 stands for 25 %."
        )
    if all(_near(one * 100, end, tolerance) or _rounded(one * 100, end) for one, end in pairs):
        return text(
            "That is a hundredth of the answer. Give a share in percent: 25 stands for 25 %."
        )
    return ""


def _in_thousands(given: float, target: float) -> bool:
    """Whether ``given`` may have been typed with a point between thousands: 2.400 in place of 2400.

    It has three decimals or fewer, and a thousand times as much is of the answer's size.
    """
    meant = 1000 * given
    return (
        abs(target) >= 1000
        and type(given) is float
        and abs(given) >= 1
        and abs(meant - round(meant)) <= _ROUNDING * abs(meant)
        and 0.1 <= meant / target <= 10
    )


def _rounded(given: float, target: float) -> bool:
    """Whether ``given`` is ``target`` with fewer decimals; a half may have gone up or down.

    No decimal number is rounded to 0, or below 1 to a whole one: that is another mistake.
    """
    if type(target) is int or not given or not math.isfinite(given):
        return False
    return any(
        abs(given - round(given, digits)) <= _ROUNDING
        and abs(given - target) <= 0.5 / 10**digits + _ROUNDING
        for digits in range(0 if abs(target) >= 1 else 1, 6)
    )


def _did_you_round() -> str:
    return text("Did you round? Keep more decimals, and round only at the end.")


def _trusted(expected: object) -> float:
    value = values.number(expected)
    if value is None or not math.isfinite(value):
        raise Problem(
            text(
                "This check cannot be used: what it expects, {value}, is not a number. "
                "Please tell whoever gave you this notebook.",
                value=repr(expected)[:40],
            )
        )
    return value


# Two ends


def _both(given: Sequence[float], ends: Sequence[float], tolerance: float | None) -> bool:
    return all(_near(one, end, tolerance) for one, end in zip(given, ends, strict=True))


def _ends_off(
    given: tuple[float, float], ends: tuple[float, float], tolerance: float | None
) -> str:
    pairs = zip(given, ends, strict=True)
    if all(_near(one, end, tolerance) or _rounded(one, end) for one, end in pairs):
        return _did_you_round()
    if _both(given[::-1], ends, tolerance):
        return text("Both ends are right, in the other order. The low end comes first.")
    if given[0] > given[1]:
        return text("The first number is larger than the second. The low end comes first.")
    mixed_up = _hundredfold(given, ends, tolerance)
    if mixed_up:
        return mixed_up
    if _near(given[0], ends[0], tolerance):
        return (
            text("The low end is right. The high end is too high.")
            if given[1] > ends[1]
            else text("The low end is right. The high end is too low.")
        )
    if _near(given[1], ends[1], tolerance):
        return (
            text("The high end is right. The low end is too high.")
            if given[0] > ends[0]
            else text("The high end is right. The low end is too low.")
        )
    if given[0] > ends[0]:
        return (
            text("Both ends are too high.")
            if given[1] > ends[1]
            else text("The range is too narrow at both ends.")
        )
    return (
        text("Both ends are too low.")
        if given[1] < ends[1]
        else text("The range is too wide at both ends.")
    )


# Lists


def _same_items(
    given: Sequence[object], expected: Sequence[object], ordered: bool, tolerance: float | None
) -> bool:
    if len(given) != len(expected):
        return False
    if ordered:
        return all(_same(one, other, tolerance) for one, other in zip(given, expected, strict=True))
    return not any(_unmatched(given, expected, tolerance))


def _unmatched(
    given: Sequence[object], expected: Sequence[object], tolerance: float | None
) -> tuple[list[object], list[object]]:
    """What is expected and not given, and what is given and not expected."""
    lacking, extra = list(expected), []
    for one in given:
        match = next((i for i, other in enumerate(lacking) if _same(one, other, tolerance)), None)
        if match is None:
            extra.append(one)
        else:
            del lacking[match]
    return lacking, extra


def _same(given: object, expected: object, tolerance: float | None, folded: bool = True) -> bool:
    one, other = values.plain(given), values.plain(expected)
    if one is None or other is None or one[0] != other[0]:
        return False
    if one[0] == "number":
        return _near(one[1], other[1], tolerance)
    if one[0] == "text" and folded:
        return _folded(one[1]) == _folded(other[1])
    return bool(one[1] == other[1])


# Tables


def _difference(answer: Any, expected: Any, tolerance: float | None) -> Finding | None:
    """The first difference between two frames or two columns of the same kind."""
    given, target = _columns(answer), _columns(expected)
    if given is None or target is None:
        return Finding(
            Outcome.CANNOT, text("Two columns, or two rows, have the same name. Which one counts?")
        )
    lacking = [name for name in target if name not in given]
    if lacking:
        return _not_yet(text("Missing columns: {names}.", names=_names(lacking)))
    extra = [name for name in given if name not in target]
    if extra:
        told = [
            text("Columns that were not asked for: {names}. Leave them out.", names=_names(extra))
        ]
        labels = _labels(expected)
        if type(expected.index) is not pd.RangeIndex and any(
            [values.plain(value) for value in given[name]] == labels for name in extra
        ):
            told.append(
                text(
                    "One of them has the names of the rows. Those belong in front of the row "
                    "(index), and not in a column: `set_index` puts them there."
                )
            )
        return _not_yet(*told)
    rows, wanted = _labels(answer), _labels(expected)
    if len(rows) != len(wanted):
        return _not_yet(
            plural("Your table has {count} row.", "Your table has {count} rows.", len(rows)),
            text("Too many.") if len(rows) > len(wanted) else text("Too few."),
        )
    if set(rows) != set(wanted):
        told = [text("The rows have other labels (index) than expected.")]
        if type(expected.index) is pd.RangeIndex:
            told.append(text("`reset_index(drop=True)` numbers the rows 0, 1, 2 and so on."))
        return _not_yet(*told)
    place = {label: i for i, label in enumerate(rows)}
    for name, column in target.items():
        wrong = [
            label
            for label, value in zip(wanted, column, strict=True)
            if not _same(given[name][place[label]], value, tolerance, folded=False)
        ]
        if wrong:
            told = [_where(name, wrong[0], len(wrong), len(wanted), expected)]
            of = dict(zip(wanted, column, strict=True))
            if all(_rounded_value(given[name][place[label]], of[label]) for label in wrong):
                told.append(text("They are very close. Did you round? Keep all decimals."))
            return _not_yet(*told)
    return None


def _rounded_value(given: object, expected: object) -> bool:
    """Whether a value is a number, and the expected one with fewer decimals."""
    one, other = values.number(given), values.number(expected)
    return one is not None and other is not None and _rounded(one, other)


def _where(name: Any, label: Any, wrong: int, rows: int, expected: Any) -> str:
    if type(expected) is pd.Series:
        return text(
            "{wrong} of {rows} values differ. The first is in the row “{row}”.",
            wrong=wrong,
            rows=rows,
            row=_names([label]),
        )
    return text(
        "Column “{column}”: {wrong} of {rows} values differ. The first is in the row “{row}”.",
        column=_names([name]),
        wrong=wrong,
        rows=rows,
        row=_names([label]),
    )


def _columns(frame: Any) -> dict[Any, list[object]] | None:
    """The columns by their (plain) names, or None if a column or a row has no name of its own."""
    if len(set(_labels(frame))) != len(frame) or None in _labels(frame):
        return None
    if type(frame) is pd.Series:
        return {("text", ""): frame.tolist()}
    names = [values.plain(name) for name in frame.columns.tolist()]
    if None in names or len(set(names)) != len(names):
        return None
    return {name: frame.iloc[:, i].tolist() for i, name in enumerate(names)}


def _labels(frame: Any) -> list[Any]:
    return [values.plain(label) for label in frame.index.tolist()]


def _names(labels: Sequence[Any]) -> str:
    """Plain labels for a sentence."""
    return ", ".join(
        _names(value) if kind == "several" else str(value)[:40] for kind, value in labels[:5]
    )


# Words


def _folded(word: str) -> str:
    return word.strip().casefold()


def _letter(answer: str) -> str:
    return _folded(answer.strip(" ().:\"'`"))


def _yours(given: float) -> str:
    return text("Your answer: {value}.", value=values.shown(given))


def _not_yet(*sentences: str) -> Finding:
    return Finding(Outcome.NOT_YET, " ".join(sentences))


def _unexpected(wanted: str, answer: object) -> Finding:
    told = [text("Expected: {wanted}. Found: {found}.", wanted=wanted, found=values.told(answer))]
    if values.function(answer):
        told.append(called())
    if values.result(answer):
        told.append(text("Take one number out of it by its name: `.statistic` or `.pvalue`."))
    return Finding(Outcome.CANNOT, " ".join(told))


def _with_comma(answer: tuple[object, ...]) -> bool:
    """Whether a comma may have made it: ``0,15`` is 0 and 15, and ``0,15 * 2.5`` is 0 and 37.5."""
    *whole, last = answer or ("",)
    return all(type(part) is int for part in whole) and type(last) in (int, float)


def _no_number(wanted: str, answer: object) -> Finding:
    finding = _unexpected(wanted, answer)
    if type(answer) is tuple and _with_comma(answer):
        advice = comma()
    elif type(answer) in (pd.Series, pd.DataFrame) or values.several(answer) is not None:
        advice = text(
            "Make one number of it: count it with `len()`, add it up, or take the middle."
        )
    elif type(answer) is str:
        advice = text(
            "A number stands without quotation marks, spaces, commas, signs such as % or $, and "
            "words such as min."
        )
    else:
        return finding
    return Finding(Outcome.CANNOT, f"{finding.sentence} {advice}")
