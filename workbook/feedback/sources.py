"""A word of warning when a claim on the page is due for another look."""

import datetime

from workbook import facts
from workbook.feedback.words import Words
from workbook.i18n import text


def facts_due(*ids: str, today: datetime.date | None = None) -> Words:
    """The claims among ``ids`` whose date to check again has passed, or that there are none."""
    overdue = facts.overdue(ids, today or datetime.datetime.now().astimezone().date())
    if not overdue:
        return Words(text("No fact on this page is due for another look."))
    head = text(
        "Some facts on this page are due for another look. Check them before you rely on them."
    )
    lines = [f"- {fact.claim} {facts.source_line(fact)}" for fact in overdue]
    return Words("\n".join([f"**{head}**", "", *lines]))
