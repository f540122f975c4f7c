"""What people type who have never coded: 1,055 and 76% and curly quotation marks."""

import re

from workbook.i18n import text

_COMMA = re.compile(r"\d,\d")
_SPACE = re.compile(r"=\s*\d+ \d")
_PERCENT = re.compile(r"\d\s*%")
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
    if _PERCENT.search(code):
        return text("Leave out the % sign: 76 for 76%.")
    if _COMMA.search(code):
        return comma()
    if _SPACE.search(code):
        return text("Write the number without a space in it: 35000 for 35 000.")
    if _CURLY.search(code):
        return text('Use straight quotation marks, as in "b".')
    if "unterminated string" in (error.msg or ""):
        return text('A quotation mark is missing: a letter needs two of them, as in "b".')
    return text("Repair that line, and run the cell again.")
