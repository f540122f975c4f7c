"""What a learner is told: check, hint, solution, quiz, and how far they have come."""

from workbook.feedback.check import Check
from workbook.feedback.completion import record
from workbook.feedback.hints import hint, solution
from workbook.feedback.my_work import lay_out
from workbook.feedback.notes import note
from workbook.feedback.planning import decision, make_plan, plan_part
from workbook.feedback.progress import progress
from workbook.feedback.quiz import quiz, right, wrong
from workbook.feedback.sources import facts_due
from workbook.feedback.stuck import stuck

__all__ = [
    "Check",
    "decision",
    "facts_due",
    "hint",
    "lay_out",
    "make_plan",
    "note",
    "plan_part",
    "progress",
    "quiz",
    "record",
    "right",
    "solution",
    "stuck",
    "wrong",
]
