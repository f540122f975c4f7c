"""A whole HTML file that asks for nothing outside itself, and runs nothing."""

import hashlib
from base64 import b64encode

from markupsafe import Markup

from workbook.feedback.outcome import Outcome
from workbook.i18n import direction, language

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #57606a; --line: #d0d7de;
  --shade: #f3f5f7; --link: #0057a3; --warning: #8a2f00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16191d; --quiet: #a3abb5;
  --line: #3a424b; --shade: #20252b; --link: #7ab8ff; --warning: #ffb18a; } }
@media print { :root { --ink: #111; --paper: #fff; --quiet: #444; --line: #bbb; --shade: #fff;
  --link: #111; --warning: #6b2400; color-scheme: light; } }
@page { margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); line-height: 1.5;
  overflow-wrap: break-word;
  font-family: Arial, Helvetica, "Liberation Sans", "Noto Sans", "Noto Naskh Arabic", sans-serif; }
main { max-width: 800px; margin-inline: auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.1rem; line-height: 1.3; margin: 1.8rem 0 0.4rem; }
h4, h5, h6 { font-size: 1rem; margin: 1rem 0 0.3rem; }
p { margin: 0.5rem 0; }
a[href] { color: var(--link); }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.score { font-size: 1.9rem; font-weight: bold; margin: 0.4rem 0 0; }
table { border-collapse: collapse; margin: 0.6rem 0; }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem;
  border-block-end: 1px solid var(--line); }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
tbody th { font-weight: normal; }
caption { text-align: start; color: var(--quiet); font-size: 0.9rem; }
.wide { overflow-x: auto; }
.wide th[scope="row"] { min-width: 9rem; }
pre { margin: 0.4rem 0; padding: 0.5rem 0.7rem; overflow-x: auto; white-space: pre-wrap;
  font: 0.86rem/1.45 "DejaVu Sans Mono", Consolas, Menlo, monospace; text-align: left; }
code { font: 0.9em "DejaVu Sans Mono", Consolas, Menlo, monospace; }
pre code { font: inherit; }
.math { font: 0.86em "DejaVu Sans Mono", Consolas, Menlo, monospace; color: var(--quiet);
  direction: ltr; unicode-bidi: isolate; }
.math.block { overflow-x: auto; text-align: left; }
pre.code, .html pre, .cell > pre { background: var(--shade); border-radius: 4px; }
pre.warning { color: var(--warning); border-inline-start: 3px solid currentColor; }
@media screen { pre.text { white-space: pre; } }
.output { margin-inline-start: 0.7rem; overflow-x: auto; }
img.picture, .html img { max-width: 100%; height: auto; background: #fff; color: #111; }
.html figure { margin: 0.4rem 0; }
.answer { border: 1px solid var(--line); border-radius: 4px; padding: 0.2rem 0.7rem 0.4rem;
  margin: 0.6rem 0; }
.tag { color: var(--quiet); font-size: 0.85rem; margin: 0.2rem 0; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9rem; }
.card { border-inline-start: 6px solid var(--edge); background: var(--shade); margin: 0.8rem 0;
  padding: 0.5rem 1rem; border-radius: 0 4px 4px 0; break-inside: avoid; }
[dir="rtl"] .card { border-radius: 4px 0 0 4px; }
.card h3, .card h4 { margin: 0.1rem 0 0.3rem; }
.card ul { margin: 0.3rem 0; padding-inline-start: 1.2rem; }
.card li { margin: 0.2rem 0; }
.mark::before { content: ""; display: inline-block; width: 0.7em; height: 0.7em;
  margin-inline-end: 0.4em; border-radius: 50%; background: var(--edge);
  print-color-adjust: exact; }
.person { --edge: #2f86c4; }
@media screen and (max-width: 500px) { main { padding: 0.5rem 0.75rem 2rem; }
  th, td { padding: 0.25rem 0.35rem; } }
@media print { details:not([open]) { display: none; } main { max-width: none; padding: 0; }
  .card { background: none; } a[href] { text-decoration: none; } h2, h3 { break-after: avoid; } }
""" + "".join(f".{outcome.name.lower()} {{ --edge: {outcome.colour}; }}\n" for outcome in Outcome)

_OUR_STYLE = f"'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""The only style that a page lets in: with its own check sum, one that a learner smuggles in has no
effect."""


def document(title: str, body: Markup, *, drawn: bool = False) -> str:
    """The page with ``body`` as its main part. ``drawn``: it holds our own SVG, styled in place."""
    style = "'unsafe-inline'" if drawn else _OUR_STYLE
    page = Markup(
        '<!DOCTYPE html>\n<html lang="{}" dir="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src {}; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{}\n</main>\n</body>\n"
        "</html>\n"
    ).format(language(), direction(), Markup(style), title, Markup(_STYLE), body)
    # Names and sentences may hold half a letter, which JSON allows and UTF-8 does not.
    return page.encode("utf-8", "replace").decode("utf-8")
