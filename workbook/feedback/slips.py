"""What people type who have never coded, or only in spreadsheets, and what to do about it."""

import keyword
import re

from workbook.i18n import text

_COMMA = re.compile(r"\d,\d")
_SPACE = re.compile(r"=\s*\d+ \d")
_PERCENT = re.compile(r"\d\s*%")
# A word or a currency, before or behind a number that stands alone: "$28", "R$ 28", "45 min".
_BEFORE = re.compile(r"[=,(\[]\s*([^\W\d_]+(?=\s)|[^\W\d_]*[$€£¥])\s*\d")
_BEHIND = re.compile(r"[=,(\[]\s*[-+]?\d[\d., ]*(?!e[-+]?\d)([^\W\d_]+|[$€£¥])")
_CURLY = re.compile("[“”„‘’«»]")


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


def _advice(line: str, error: SyntaxError) -> str:
    code = line.partition("#")[0]
    if isinstance(error, IndentationError):
        return text("Each line inside a function begins with four spaces.")
    numbers = _numbers(code)
    if numbers:
        return " ".join(numbers)
    if _CURLY.search(code):
        return text('Use straight quotation marks, as in "b".')
    if "unterminated string" in (error.msg or ""):
        return text('A quotation mark is missing: a letter needs two of them, as in "b".')
    return text("Repair that line, and run the cell again.")


def _numbers(code: str) -> list[str]:
    """A sentence for each thing that keeps a number in ``code`` from standing alone."""
    told = []
    if _PERCENT.search(code):
        told.append(text("Leave out the % sign: 76 for 76%."))
    beside = _BEFORE.search(code) or _BEHIND.search(code)
    if beside and not keyword.iskeyword(beside[1]):
        told.append(text("Write the number alone, without `{word}`.", word=beside[1]))
    if _COMMA.search(code):
        told.append(comma())
    if _SPACE.search(code):
        told.append(text("Write the number without a space in it: 35000 for 35 000."))
    return told


_SPREADSHEET = {
    **dict.fromkeys(("countif", "countifs", "count"), text("`(column == value).sum()` counts")),
    **dict.fromkeys(("sumif", "sumifs", "sum"), text("`column.sum()` adds up")),
    "unique": text("`column.nunique()` counts the different values"),
    "median": text("`column.median()` takes the middle"),
    **dict.fromkeys(("average", "mean"), text("`column.mean()` takes the mean")),
    "correl": text("`one.corr(other)` is the correlation"),
}


def advice(error: BaseException) -> str:
    """A sentence about an error whose own words mislead a beginner; empty for all others."""
    try:
        said = str(error)
    except Exception:  # the class may be a learner's, and fail at that too
        return ""
    if isinstance(error, NameError) and isinstance(error.name, str):
        here = _SPREADSHEET.get(error.name.lower())
        if here:
            return text("In a spreadsheet it has that name. Here {here}.", here=here)
        if error.name.isupper() and len(error.name) > 1:
            return text("That is a spreadsheet's name. Python has another: see the hints.")
        return text(
            "Is there a line above that makes `{name}`? If it is a word, it needs quotation marks.",
            name=error.name,
        )
    if "truth value of a" in said or re.search(r"Cannot perform 'r?(and|or)_'", said):
        return text(
            "Between columns write `&` for and, `|` for or, and put each side in brackets: "
            "`(a == 1) & (b == 2)`."
        )
    if re.search(r"'Series' object has no attribute '(lower|upper|strip|replace|split)'", said):
        return text("For the words of a whole column write `.str.` before it: `.str.lower()`.")
    if "not a valid DatetimeIndex" in said or "object has no attribute 'hour'" in said:
        return text("For the times of a whole column write `.dt.` before it: `.dt.hour`.")
    if "Invalid comparison between dtype=datetime" in said:
        return text("You still have whole times. Take the hour of each with `.dt.hour`.")
    if "could not convert string to float" in said:
        return text("A column of words is among them. Name the columns of numbers that you want.")
    return ""
