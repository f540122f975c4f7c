"""One page: how large the letters may be, and how much of a long answer there is room for.

The room is that of the smaller of both papers: A4 is narrower, Letter is lower.
"""

from typing import NamedTuple

from workbook import plan as plans
from workbook.plan import Plan

SIZES = (12, 11, 10.5, 10, 9.5, 9, 8.5, 8)
"""Points; the first in which the whole plan fits is taken."""
ANSWER_MM = 143
"""The width of the column with the answers."""
ROWS_MM = 214
"""The height that is left for the rows beside title, decision and signatures."""
CAUTION_MM, FOOT_MM = 6.5, 5.2
"""What a caution above the rows takes of it, and a line at the foot."""
LINE = 1.3
"""From one line to the next, in heights of a letter."""

_MM = 25.4 / 72
_LETTER = 0.48
"""The width of a small letter, in heights of a letter."""


class Fitted(NamedTuple):
    plan: Plan
    size: float
    """The size of the letters in points."""
    whole: bool
    """Whether no answer was shortened."""


def fit(plan: Plan) -> Fitted:
    """``plan`` so that it fits on one page: smaller letters first, then shorter answers."""
    room = ROWS_MM - CAUTION_MM * len(plan.cautions) - (FOOT_MM if plan.questions else 0)
    for size in SIZES:
        if plans.height(plan, columns(size)) <= lines(size, room):
            return Fitted(plan, size, whole=True)
    fitted = plans.fitted(plan, columns(SIZES[-1]), lines(SIZES[-1], room - FOOT_MM))
    return Fitted(fitted, SIZES[-1], whole=fitted == plan)


def columns(size: float) -> int:
    """How many small letters stand beside each other."""
    return int(ANSWER_MM / (size * _MM * _LETTER))


def lines(size: float, room: float) -> int:
    """How many lines stand below each other in a height of ``room`` millimetres."""
    return int(room / (size * _MM * LINE))
