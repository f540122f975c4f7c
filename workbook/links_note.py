"""The note in which the link tool keeps its entries: how its lines begin, and what a plan shows.

Pure. The tool writes the note (:mod:`workbook.widgets.source_links`); the plan reads it.
"""

from workbook.i18n import text


def names() -> dict[str, str]:
    """How the lines of the note begin, by entry; the last one is there for people only."""
    return {
        "address": text("Sign-up page"),
        "tool": text("Tool"),
        "channels": text("Places"),
        "videos": text("Videos"),
        "": text("Codes"),
    }


def for_plan(note: str) -> str:
    """The note with its codes first: a long answer is cut at its end, and codes are what it is for.

    Places and videos are left out, because each stands beside its code. A note without codes is
    left alone.

    >>> for_plan("Tool: EveryAction\\nPlaces: Flyer shop\\nCodes: Flyer shop = flyershop")
    'Codes: Flyer shop = flyershop\\nTool: EveryAction'
    """
    starts = {key: f"{name}: " for key, name in names().items()}
    lines = note.split("\n")
    codes = [line for line in lines if line.startswith(starts[""])]
    if not codes:
        return note
    known = starts[""], starts["channels"], starts["videos"]
    return "\n".join([*codes, *(line for line in lines if not line.startswith(known))])
