"""A page to print: one HTML file that needs nothing else, and asks for nothing outside itself."""

from html import escape

from workbook import plan as plans
from workbook.i18n import direction, language, text
from workbook.papers.fit import LINE, fit
from workbook.plan import Plan, Row

_BASE = """
@page { margin: 13mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #111; background: #fff; line-height: LINE;
  font-family: Arial, Helvetica, "Liberation Sans", "Noto Sans", "Noto Naskh Arabic", sans-serif; }
main { max-width: 182mm; margin: 0 auto; }
@media screen { body { background: #eee; } main { background: #fff; margin: 6mm auto;
  max-width: 210mm; padding: 13mm 14mm; box-shadow: 0 0 4px #999; } }
@media print { .screen { display: none; } }
h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1mm; }
p { margin: 0 0 1.5mm; }
.small { font-size: 8pt; color: #444; }
"""

_PLAN = """
.decision { font-size: 11.5pt; border: 0.5mm solid #0072B2; padding: 1.6mm 3mm; margin: 2mm 0; }
.caution { font-size: 10.5pt; border-inline-start: 1mm solid #D55E00; padding-inline-start: 2mm; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; border-top: 0.25mm solid #bbb;
  padding: 0.7mm 0; overflow-wrap: anywhere; }
th { width: 35mm; padding-inline-end: 3mm; color: #00507F; }
td p { margin: 0; white-space: pre-line; }
.label { font-weight: bold; }
.open { color: #555; font-style: italic; }
.sign { display: flex; flex-wrap: wrap; gap: 1mm 8mm; margin: 3mm 0 2mm; break-inside: avoid; }
.sign p { flex: 1 1 70mm; display: flex; gap: 2mm; margin: 2.5mm 0 0; font-size: 9pt; }
.sign span { flex: 1; border-bottom: 0.25mm solid #111; }
"""

_STYLE_IN_NOTEBOOK = """
.workbook-plan th, .workbook-plan td { text-align: start !important;
  vertical-align: top !important; }
.workbook-plan p { margin: 0; white-space: pre-line; }
.workbook-plan .label { font-weight: bold; }
.workbook-plan .open { font-style: italic; }
"""


def plan_page(plan: Plan) -> bytes:
    """The plan as a page for A4 or Letter. Long answers are shortened, and the page says so."""
    fitted = fit(plan)
    rows = "".join(_row(row) for row in fitted.plan.rows)
    cautions = "".join(f'<p class="caution">{escape(one)}</p>' for one in plan.cautions)
    feet = [] if not plan.questions else [plans.open_note(plan)]
    if not fitted.whole:
        feet.append(text("Long answers end with “…” here. The text file holds all words."))
    foot = "".join(f'<p class="small">{escape(one)}</p>' for one in feet)
    signs = "".join(f"<p>{escape(one)} <span></span></p>" for one in plans.signatures())
    body = (
        f'<h1>{escape(plan.title)}</h1><p class="small">{escape(plan.day.isoformat())}</p>'
        f'<p class="decision"><strong>{escape(text("Our decision:"))}</strong> '
        f"{escape(plans.told(plan.decision))}</p>{cautions}"
        f'<table style="font-size: {fitted.size:g}pt"><tbody>{rows}</tbody></table>'
        f'<div class="sign">{signs}</div>{foot}'
    )
    return document(plan.title, body)


def document(title: str, body: str, style: str = _PLAN, hint: str = "") -> bytes:
    """A whole HTML file around ``body``, in the language in use. It is well-formed XML as well.

    ``style`` comes after what all papers share. The ``hint`` says on a screen how to print.
    """
    how = hint or text(
        "To print this page, press Ctrl and P (on a Mac: Cmd and P). One page, A4 or Letter."
    )
    css = _BASE.replace("LINE", f"{LINE:g}") + style
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language())}" dir="{direction()}">\n<head>\n'
        '<meta charset="utf-8" />\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\" />\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{escape(title)}</title>\n<style>{css}</style>\n"
        f'</head>\n<body>\n<main>{body}<p class="small screen">{escape(how)}</p></main>\n'
        "</body>\n</html>\n"
    ).encode()


def rows_html(plan: Plan) -> str:
    """The rows as a table, for a notebook, which has a style of its own for tables."""
    rows = "".join(_row(row) for row in plan.rows)
    style = f"<style>{_STYLE_IN_NOTEBOOK}</style>"
    return f'{style}<table class="workbook-plan"><tbody>{rows}</tbody></table>'


def _row(row: Row) -> str:
    lines = []
    for answer in row.answers:
        lines.append(
            f'<p><span class="label">{escape(answer.head)}:</span> '
            f"<bdi>{escape(answer.words)}</bdi></p>"
        )
    if row.question:
        lines.append(f'<p class="open">{escape(plans.still_open(row))}</p>')
    return f'<tr><th scope="row">{escape(row.title)}</th><td>{"".join(lines)}</td></tr>'
