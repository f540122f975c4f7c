"""Which link goes where: a page to print with a QR picture for each link, and the same as CSV."""

import csv
import datetime
import io
from html import escape

from workbook import qr
from workbook.i18n import text
from workbook.links import Link, Made, where
from workbook.papers.page import document

_STYLE = """
.links { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; margin: 3mm 0; }
.link { border: 0.3mm solid #777; padding: 3mm; break-inside: avoid; }
.link h2 { font-size: 13pt; line-height: 1.2; margin: 0 0 1mm; overflow-wrap: anywhere; }
.link p { margin: 0; overflow-wrap: anywhere; }
.link svg { display: block; width: 55mm; height: 55mm; margin: 1mm auto; }
.link .code { font-size: 11pt; font-weight: bold; }
.link .address { font-size: 8.5pt; unicode-bidi: isolate; direction: ltr; text-align: left; }
ol { margin: 1mm 0 2mm; padding-inline-start: 6mm; }
.told { border-inline-start: 1mm solid #D55E00; padding-inline-start: 2mm; }
@media screen and (max-width: 600px) { .links { grid-template-columns: 1fr; } }
"""


def links_page(made: Made, tool: str, day: datetime.date) -> bytes:
    """The links of ``made`` as a page for A4 or Letter; ``tool`` is its name in words."""
    title = text("Which link goes where")
    cards = "".join(_card(link) for link in made.links)
    told = "".join(f'<p class="told">{escape(one)}</p>' for one in made.told)
    steps = "".join(f"<li>{escape(step)}</li>" for step in before_printing())
    body = (
        f"<h1>{escape(title)}</h1>"
        f'<p class="small">{escape(day.isoformat())} · {escape(tool)}</p>'
        f"<p>{escape(text('Before you print many, or post any:'))}</p><ol>{steps}</ol>{told}"
        f'<div class="links">{cards}</div>'
        f'<p class="small">{escape(reminder())}</p>'
    )
    hint = text("To print this page, press Ctrl and P (on a Mac: Cmd and P).")
    return document(title, body, _STYLE, hint)


def links_csv(made: Made) -> bytes:
    """A row for each link: channel, video, code, address. UTF-8 with a mark that says so."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["channel", "video", "code", "link"])
    for link in made.links:
        names = link.channel.name, link.video.name if link.video else ""
        writer.writerow([*map(_harmless, names), link.code, link.address])
    return file.getvalue().encode("utf-8-sig")


def before_printing() -> tuple[str, ...]:
    """What to try first: nobody but the group itself can."""
    return (
        text("Scan each picture with a phone, from as far away as people will stand."),
        text(
            "Sign up once through one link, as a test, and look whether your tool shows the code."
        ),
        text("Then delete the test sign-up."),
    )


def reminder() -> str:
    """What a code cannot tell."""
    return text(
        "A code remembers the link, not the person. Who forwards a link passes its code on, and "
        "who types the address has none. So also ask on the form how people heard of you."
    )


def _card(link: Link) -> str:
    return (
        f'<section class="link"><h2><bdi>{escape(where(link))}</bdi></h2>'
        f'<p class="code">{escape(text("Code: {code}", code=link.code))}</p>'
        f"{qr.svg(link.address)}"
        f'<p class="address">{escape(link.address)}</p></section>'
    )


def _harmless(words: str) -> str:
    """A spreadsheet program runs a cell that begins like this as a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words
