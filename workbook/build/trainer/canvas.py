"""The plan of module 08 as an empty sheet: the same parts and questions, and room for a pen."""

from collections.abc import Iterable
from html import escape

from workbook import plan as plans
from workbook.build.trainer.handouts import STYLE
from workbook.decision import Outcome
from workbook.i18n import text
from workbook.papers.page import document
from workbook.plan import Part

_FRONT = 5
"""So many parts of the plan stand on the front, and the others on the back."""


def page() -> bytes:
    """Three sides: the plan on two, and on the third the plan of a group that says no."""
    yes = plans.parts()
    decisions = [Outcome.YES, Outcome.PARTNERS, Outcome.PILOT, Outcome.OPEN]
    sides = [
        _side(text("Our plan for TikTok"), decisions, yes[:_FRONT]),
        _side(text("Our plan for TikTok, the back"), [], yes[_FRONT:], signed=True),
        _side(
            text("Our plan: what we do instead of TikTok"),
            [Outcome.NO],
            plans.parts(Outcome.NO),
            signed=True,
        ),
    ]
    hint = text(
        "To print this page, press Ctrl and P (on a Mac: Cmd and P). The plan has two sides; the "
        "third is for a group that says no."
    )
    return document(text("Plan canvas"), "".join(sides), STYLE, hint)


def _side(
    title: str, decisions: Iterable[Outcome], parts: Iterable[Part], signed: bool = False
) -> str:
    boxes = "".join(f"<span>{escape(plans.told(decision))}</span>" for decision in decisions)
    boxes = f'<div class="boxes">{boxes}</div>' if boxes else ""
    signs = "".join(f"<p>{escape(one)} <span></span></p>" for one in plans.signatures())
    foot = f'<div class="sign">{signs}</div>' if signed else ""
    hint = escape(text("Write roles, and no names of people who could be harmed."))
    return (
        f'<section class="side canvas"><h1>{escape(title)}</h1>{boxes}'
        f"{''.join(map(_part, parts))}{foot}"
        f'<p class="foot">{hint}</p></section>'
    )


def _part(part: Part) -> str:
    lines = "".join(
        f'<div class="line"><strong>{escape(line.label)}</strong><br />{escape(line.ask)}</div>'
        for line in part.lines
    )
    rows = (len(part.lines) + 1) // 2
    return (
        f'<div class="part" style="flex: {rows}"><h2>{escape(part.title)}</h2>'
        f'<div class="lines">{lines}</div></div>'
    )
