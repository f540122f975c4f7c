"""A trainer's run sheet, from the trainer cells of a lesson."""

from workbook.build.source import Source
from workbook.i18n import text


def run_sheet(lesson: Source) -> str:
    """The sheet as Markdown, each block with the minute it starts; empty if there are no blocks.

    Raises Problem if the minutes of the blocks do not add up to ``trainer_minutes``.
    """
    blocks = [cell for cell in lesson.cells if "trainer" in cell.metadata.get("tags", [])]
    if not blocks:
        return ""
    promised = lesson.options.get("trainer_minutes")
    total = sum(block.metadata.get("minutes", 0) for block in blocks)
    if total != promised:
        raise lesson.fault(
            "trainer_minutes", f"the trainer cells take {total} minutes, not {promised}."
        )
    parts = [
        f"# {lesson.options['title']}",
        text("Run sheet for a trainer. About {minutes} minutes.", minutes=total),
    ]
    start = 0
    for block in blocks:
        end = start + block.metadata["minutes"]
        parts.append("## " + text("Minute {start} to {end}", start=start, end=end))
        parts.append(block.source)
        start = end
    return "\n\n".join(parts) + "\n"
