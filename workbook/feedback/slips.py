"""What people type who have never coded, or only in spreadsheets, and what to do about it."""

import ast
import builtins
import difflib
import keyword
import re
import traceback
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pandas as pd

from workbook.i18n import text

_COMMA = re.compile(r"\d,\d")
_SPACE = re.compile(r"=\s*\d+ \d")
_PERCENT = re.compile(r"\d\s*%")
# A word or a currency, before or behind a number that stands alone: "$28", "R$ 28", "45 min".
_BEFORE = re.compile(r"[=,(\[]\s*([^\W\d_]+\.?(?=\s)|[^\W\d_]*[$€£¥])\s*\d")
_BEHIND = re.compile(r"[=,(\[]\s*[-+]?\d[\d., ]*(?!e[-+]?\d)([^\W\d_]+|[$€£¥])")
_SHARE = re.compile(r"=\s*\d[\d., ]*\s*of\s*\d")
_CURLY = re.compile("[“”„‘’«»]")
_DOTS = re.compile(r"\d\.\d{3}\.\d{3}")
_DOT = re.compile(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}(?!\d)")
_TWO = re.compile(r"\d\s*(?:and|or|to|[–—])\s*\d")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FUNCTION = "'(builtin_function_or_)?(method|function)'"
_FORMULA = re.compile(r"^=|=\s*=?\s*[A-Z]{2,}\(")
_ALIKE = 0.7
"""How much of two names is the same, from 0 to 1, where one may be meant by the other."""


def unreadable(error: SyntaxError) -> str:
    """What to do about a cell that Python cannot read; ``error`` is what Python said."""
    line = (error.text or "").strip()
    lost = text(
        "The cell that you ran before this one stopped at line {line}, `{code}`, and nothing of it "
        "was kept.",
        line=error.lineno or 1,
        code=line[:80],
    )
    return f"{lost} {_advice(line, error)}"


def comma() -> str:
    """For a number that became two, because a comma stands in it."""
    return text(
        "Does a comma stand in your number? Write 35000 for 35,000, and a decimal with a point: "
        "89.3 for 89,3."
    )


def thousands() -> str:
    """For a number that became a thousand times smaller, because a point stands in it."""
    return text("A point is for decimals only: write 35000 for 35.000.")


def perhaps_thousands() -> str:
    """For a number that may have become a thousand times smaller so, or is what was meant."""
    return text("If the point in it divides thousands, leave it out: write 35000 for 35.000.")


def two_numbers(cell: str) -> str:
    """What to say if ``cell`` joins numbers with a word, else an empty text.

    ``riders = 8 and 11`` is Python, and gives 11: there is no error that would tell.
    """
    try:
        body = ast.parse(cell).body
    except (SyntaxError, ValueError):
        return ""  # it was not run, or holds lines that are IPython's
    for line in body:
        joined = getattr(line, "value", None)
        if isinstance(joined, ast.BoolOp) and all(map(_is_number, joined.values)):
            return text(
                "In the cell that you ran before this one, `{code}` holds more than one number, "
                "and Python kept one of them. {how}",
                code=ast.unparse(line)[:80],
                how=_one_of_two(),
            )
    return ""


def _is_number(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and type(part.value) in (int, float)


def _one_of_two() -> str:
    return text(
        "Write one number. Where a list is asked for, write `[8, 11]`, and for a low and a high "
        "end `8, 11`."
    )


def called() -> str:
    """For a function that was named only, such as ``email.nunique``."""
    return text("You named the function, but did not call it: add `()` behind its name.")


def _advice(line: str, error: SyntaxError) -> str:
    code = line.partition("#")[0]
    if isinstance(error, IndentationError):
        return text(
            "Look at the spaces at the start of that line. Inside a function a line begins with "
            "four spaces, and outside of it with none."
        )
    told = _numbers(code) + _signs(_QUOTED.sub('""', code).strip(), error.msg or "")
    if told:
        return " ".join(told)
    if _CURLY.search(code):
        return text('Use straight quotation marks, as in "b".')
    if "mix bytes" in (error.msg or "") or '""' in line:
        return text('One quotation mark on each side is enough: "b".')
    if "unterminated string" in (error.msg or ""):
        return text('A quotation mark is missing: a letter needs two of them, as in "b".')
    return text("Repair that line, and run the cell again.")


def _numbers(code: str) -> list[str]:
    """A sentence for each thing that keeps a number in ``code`` from standing alone."""
    told = []
    if _PERCENT.search(code):
        told.append(text("Leave out the % sign: 76 for 76%."))
    beside = _BEFORE.search(code) or _BEHIND.search(_TWO.sub("0", code))
    if _TWO.search(code):
        told.append(_one_of_two())
    if _SHARE.search(code):
        told.append(text("Write one number: 4 for “4 of 10”."))
    elif beside and not keyword.iskeyword(beside[1]):
        told.append(text("Write the number alone, without `{word}`.", word=beside[1]))
    if _COMMA.search(code):
        told.append(comma())
    if _SPACE.search(code):
        told.append(text("Write the number without a space in it: 35000 for 35 000."))
    if _DOTS.search(code):
        told.append(thousands())
    elif _DOT.search(code):
        told.append(perhaps_thousands())
    return told


def _formula(code: str) -> str:
    function = re.search(r"([A-Za-z]+)\(", code)
    here = _SPREADSHEET.get(function[1].lower()) if function else None
    if here:
        return text(
            "That is a formula of a spreadsheet. Here a line begins with the name of the answer, "
            "and {here}.",
            here=here,
        )
    return text(
        "That is a formula of a spreadsheet. Here a line begins with the name of the answer, and "
        "functions have other names: see the hints."
    )


def _signs(code: str, said: str) -> list[str]:
    """A sentence for each sign in ``code`` that a spreadsheet, or a pencil, writes in another way.

    ``said`` is what Python said.
    """
    told = []
    if _FORMULA.search(code):
        told.append(_formula(code))
    elif re.search(r"=\s*=\s*\d", code) and not re.search(r"[(\[]", code):
        told.append(text("One sign `=` is enough: `answer = 25 / 0.01`."))
    if "Maybe you meant '=='" in said:
        told.append(text("To compare, write `==`. One sign `=` gives a name to something."))
    if "<>" in code:
        told.append(text("Write `!=` for “is not equal”, in place of `<>`."))
    for typed, meant in (("=>", ">="), ("=<", "<=")):
        if typed in code:
            told.append(text("Write `{meant}` in place of `{typed}`.", meant=meant, typed=typed))
    if ";" in code and re.search(r"[(\[]", code):
        told.append(text("Write a comma in place of the semicolon: `[7, 8]` for `[7; 8]`."))
    elif "forgot a comma" in said and not told:
        told.append(text("A comma is missing between two of them: `[7, 8]` for `[7 8]`."))
    if code.rstrip("; ").endswith("="):
        told.append(text("Nothing stands after the sign `=`. Type your answer there."))
    return told


_SPREADSHEET = {
    **dict.fromkeys(("countif", "countifs", "count"), text("`(column == value).sum()` counts")),
    **dict.fromkeys(("sumif", "sumifs", "sum"), text("`column.sum()` adds up")),
    "unique": text("`column.nunique()` counts the different values"),
    "median": text("`column.median()` takes the middle"),
    **dict.fromkeys(("average", "mean"), text("`column.mean()` takes the mean")),
    "correl": text("`one.corr(other)` is the correlation"),
    **dict.fromkeys(("max", "maxifs"), text("`column.max()` takes the largest")),
    **dict.fromkeys(("min", "minifs"), text("`column.min()` takes the smallest")),
    "round": text(
        "`round(number, 1)` keeps one decimal, and `column.round(1)` does so in a column"
    ),
    "lower": text("`column.str.lower()` makes letters small"),
    "upper": text("`column.str.upper()` makes letters large"),
    "proper": text("`column.str.title()` makes the first letter of each word large"),
    "trim": text("`column.str.strip()` takes off the spaces around"),
    "len": text("`column.str.len()` counts the letters, and `len(column)` the rows"),
    "left": text("`column.str[:3]` takes the first three letters"),
    "right": text("`column.str[-3:]` takes the last three letters"),
    "mid": text("`column.str[3:5]` takes the fourth and the fifth letter"),
}


def advice(error: BaseException) -> str:
    """A sentence about an error whose own words mislead a beginner; empty for all others."""
    try:
        said = str(error)
    except Exception:  # the class may be a learner's, and fail at that too
        return ""
    if isinstance(error, NameError) and isinstance(error.name, str):
        return _about_name(error, error.name)
    if isinstance(error, KeyError | AttributeError):
        meant = _meant(error)
        if meant:
            return meant
    for pattern, sentence in _known():
        if re.search(pattern, said):
            return sentence
    return ""


def _about_name(error: NameError, name: str) -> str:
    here = _SPREADSHEET.get(name.lower())
    if here:
        return text("In a spreadsheet it has that name. Here {here}.", here=here)
    numbers = text(
        "zero one two three four five six seven eight nine ten eleven twelve "
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    ).split()
    if name.lower() in numbers:
        return text(
            "Write a number in digits: {digits} for {word}.",
            digits=numbers.index(name.lower()),
            word=name,
        )
    # In capitals it is a spreadsheet's, and what looks like it (`next` for TEXT) is no help.
    shouted = name.isupper() and len(name) > 1
    meant = _meant(error, alike=1 if shouted else _ALIKE)
    if meant:
        return meant
    if shouted:
        return text("That is a spreadsheet's name. Python has another: see the hints.")
    return text(
        "Is there a line above that makes `{name}`? If it is a word, it needs quotation marks.",
        name=name,
    )


def _known() -> list[tuple[str, str]]:
    """What Python and pandas say of a beginner's slip, as a pattern, and what to do about it."""
    return [
        (
            r"truth value of a|Cannot perform 'r?(and|or)_'|operand type\(s\) for [|&]:",
            text(
                "Between columns write `&` for and, `|` for or, and put each side in brackets: "
                "`(a == 1) & (b == 2)`."
            ),
        ),
        (
            r"'Series' object has no attribute '(lower|upper|strip|replace|split)'",
            text("For the words of a whole column write `.str.` before it: `.str.lower()`."),
        ),
        (
            r"'str' object has no attribute '(mean|sum|any|all)'",
            text("Put the comparison in brackets first: `(a == b).mean()`."),
        ),
        (
            rf"(operand|instances).*{_FUNCTION}|{_FUNCTION} object",
            called(),
        ),
        (
            r"positional arguments? but \d+ (was|were) given|arguments? \(\d+ given\)",
            text(
                "The function got more values than it takes, or fewer. Look into its brackets: is "
                "there a decimal comma? Write 0.15 for 0,15. To compare, write `==`."
            ),
        ),
        (
            r"not a valid DatetimeIndex|object has no attribute 'hour'",
            text("For the times of a whole column write `.dt.` before it: `.dt.hour`."),
        ),
        (
            r"Invalid comparison between dtype=datetime",
            text("You still have whole times. Take the hour of each with `.dt.hour`."),
        ),
        (
            r"could not convert string to float",
            text("A column of words is among them. Name the columns of numbers that you want."),
        ),
    ]


def _meant(error: BaseException, alike: float = _ALIKE) -> str:
    """A sentence with the name that looks like the one that is not there, if there is one.

    ``alike``: how near it must be, up to 1, where only capital letters may differ.
    """
    name, known = _sought(error)
    known = [one for one in known if type(one) is str and not one.startswith("_")]
    folded = {one.casefold(): one for one in reversed(known)}
    if name.casefold() in folded:
        return text(
            "There is no `{sought}`. Capital letters count: did you mean `{name}`?",
            sought=name[:40],
            name=folded[name.casefold()],
        )
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=alike)
    if not near:
        return ""
    return text(
        "There is no `{sought}`. Did you mean `{name}`?", sought=name[:40], name=folded[near[0]]
    )


def _sought(error: BaseException) -> tuple[str, Iterable[Any]]:
    """The name that an error is about, and the names that there are in its place."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, NameError):
        # Code of a notebook belongs to no module, and only its names are a learner's.
        here = frames[-1] if frames and frames[-1].f_globals.get("__spec__") is None else None
        names = [*here.f_locals, *here.f_globals, *dir(builtins)] if here else []
        return str(error.name), names
    if isinstance(error, AttributeError):
        owner = error.obj
        if type(owner) is pd.DataFrame:
            return str(error.name), [*owner.columns.tolist(), *dir(pd.DataFrame)]
        if type(owner) is pd.Series or type(owner) is ModuleType:
            return str(error.name), dir(owner)
        return "", []
    key = error.args[0] if error.args else ""
    listed = re.search(r"\['(.+?)'", key) if type(key) is str else None
    return (listed[1] if listed else key if type(key) is str else ""), _labels(frames)


def _labels(frames: list[Any]) -> list[Any]:
    """The labels that pandas has looked through, seen from the innermost of its frames."""
    for frame in reversed(frames):
        for name in ("self", "obj"):
            table = frame.f_locals.get(name)
            if type(table) is pd.DataFrame:
                return list(table.columns.tolist())
            if type(table) is pd.Index:
                return list(table.tolist())
    return []
