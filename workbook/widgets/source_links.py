"""Links with source codes for a group's places, and a sheet that says which goes where."""

import datetime
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ipywidgets
import traitlets
from matplotlib.axes import Axes

from workbook import charts, links, links_note, qr
from workbook.errors import Problem
from workbook.feedback import my_work, notes
from workbook.feedback.planning import Files
from workbook.i18n import direction, number, plural, text
from workbook.links import Link, Made
from workbook.papers import shelf
from workbook.papers.links_page import links_csv, links_page, reminder
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

_ROWS = 7
"""So many names stand in the picture; the table has them all."""
_QR = 148  # pixels: a phone reads it from the screen
_STAND_IN = "https://example.org/"
# The whole picture with each letter would be slow, and half an address is a wrong one.
_WHEN_LEFT: dict[str, Any] = {"continuous_update": False, **WIDE}


class SourceLinks(Explorable):
    """From the address of a sign-up page and names of places to links with source codes.

    State: ``address``; ``tool``, one of :data:`workbook.links.TOOLS`; ``channels`` and ``videos``,
    a name on each line. The names become codes by :func:`workbook.links.code`.

    With a ``note``, such as ``"03_codes"``, the entries are kept under this name (see
    :mod:`workbook.feedback.notes`), and are there again the next time. The button writes the sheet
    into ``my_work``; without it nothing is written but the note.
    """

    size = (charts.WIDTH, 262)
    margins = (0, 0, 0, 0)
    address = traitlets.Unicode("")
    tool = traitlets.Enum(tuple(links.TOOLS), default_value="action_network")
    channels = traitlets.Unicode("")
    videos = traitlets.Unicode("")
    note = traitlets.Unicode("")
    _ready = False  # a look at the widget writes nothing
    _lost = False  # the entries could not be written down

    def __init__(self, **state: Any) -> None:
        self._given = state
        name = state.get("note")
        if isinstance(name, str) and name:
            state = {**_kept(notes.notes().get(name, ""))[0], **state}
        super().__init__(**state)
        self._ready = True
        self.sheet = Sheet(self)
        self.children = [*self.children[:-1], self.sheet, self.children[-1]]

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "address": ipywidgets.Text(
                description=text("Sign-up page"),
                placeholder=text("its address, from https:// on"),
                **_WHEN_LEFT,
            ),
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "tool": ipywidgets.RadioButtons(
                description=text("Tool behind the page (click, or Tab and space bar)"),
                options=[(name, key) for key, name in tool_names().items()],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "channels": ipywidgets.Textarea(
                description=text("Places, one a line"),
                placeholder=text("TikTok, flyer, newsletter: each on its own line"),
                rows=6,
                **_WHEN_LEFT,
            ),
            "videos": ipywidgets.Textarea(
                description=text("Videos, one a line"),
                placeholder=text("only those that get a link of their own"),
                rows=3,
                **_WHEN_LEFT,
            ),
        }

    def made(self) -> Made:
        """The links of the present state. Raises ValueError if there is no address yet."""
        if not self.address.strip():
            raise ValueError(text("Paste the address of your sign-up page."))
        return self._make(self.address)

    def view(self) -> View:
        shown = self._make(_STAND_IN)  # codes can be seen before there is an address
        try:
            shown = self.made()
            site = urlsplit(links.checked(self.address)).hostname or ""
            sentence, listed = _sentence(shown, site), shown.links
        except ValueError as problem:
            sentence, listed = str(problem), ()
        return View(
            title=text("Which link goes where?"),
            sentence=sentence,
            draw=lambda ax: _draw(ax, shown, self.tool),
            source=_sources()[self.tool],
            table=_told(shown.told) + (_table(listed) if listed else ""),
            cautions=(
                reminder(),
                text(
                    "On TikTok a link in a caption or a comment cannot be tapped, and a link in "
                    "the profile may need about 1,000 followers: so a guide of 2026 reports. It "
                    "varies by country and kind of account."
                ),
                text(
                    "Everybody who gets a link can read its code. Write places and roles, and no "
                    "person's name."
                ),
                self._where_kept(),
            ),
        )

    def still(self) -> str:
        # JupyterLab takes fields out of a notebook that is not trusted yet.
        return re.sub(
            r'<input [^>]*value="([^"]*)"[^>]*>', r'<code dir="ltr">\1</code>', super().still()
        )

    def _make(self, address: str) -> Made:
        return links.make(address, self.tool, links.names(self.channels), links.names(self.videos))

    @traitlets.observe("address", "tool", "channels", "videos")  # type: ignore[untyped-decorator]
    def _keep(self, _: traitlets.Bunch) -> None:
        if not self.note or not self._ready:
            return
        before = notes.notes().get(self.note, "")
        after = "\n".join([*self._lines(), *_kept(before)[1]])
        self._lost = not notes.kept(self.note, after)

    def _lines(self) -> list[str]:
        """The entries as lines of the note. What looks like a person's address is left out."""
        try:
            asked = self._make(_STAND_IN).asked
            address = links.checked(self.address)
        except ValueError:
            address = ""
        values = {
            "address": address,
            "channels": _joined(self.channels),
            "videos": _joined(self.videos),
        }
        if not any(values.values()):
            return []
        values["tool"] = tool_names()[self.tool]
        codes = (f"{name} = {code}".replace(";", ",") for name, code in dict.fromkeys(asked))
        values[""] = "; ".join(codes)
        return [f"{name}: {values[key]}" for key, name in links_note.names().items() if values[key]]

    def _where_kept(self) -> str:
        if not self.note:
            return text("It keeps nothing until you press the button. Copy what you like.")
        if self._lost:
            return text(
                "Your entries could not be kept: the folder my_work cannot be written to. Copy "
                "them."
            )
        if self.address.strip() and not _readable(self.address):
            return text(
                "Your entries are kept in my_work/notes.json as you type, for your plan. The "
                "address is kept once it can be read."
            )
        return text("Your entries are kept in my_work/notes.json as you type, for your plan.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        if self.note:  # a stored notebook never holds what somebody wrote
            empty = SourceLinks(**{key: self._given[key] for key in self._given if key != "note"})
            empty.note = self.note
            bundle["text/plain"], bundle["text/html"] = empty.sentence, empty.still()
        return bundle


class Sheet(Files):
    """The button that writes the sheet "Which link goes where" as a page to print, and as CSV."""

    def __init__(self, entries: SourceLinks, today: datetime.date | None = None) -> None:
        self._entries, self._today = entries, today
        super().__init__(text("Write the sheet: which link goes where"))

    def write(self) -> tuple[list[Path], str]:
        try:
            made = self._entries.made()
        except ValueError as problem:
            raise Problem(str(problem)) from None
        if not made.links:
            raise Problem(text("There is no link yet. Write at least one place, such as: flyer"))
        day = self._today or datetime.datetime.now().astimezone().date()
        contents = {
            ".html": links_page(made, tool_names()[self._entries.tool], day),
            ".csv": links_csv(made),
        }
        return shelf.add(my_work.folder(), f"links_{day.isoformat()}", contents), ""


def tool_names() -> dict[str, str]:
    """The tools in words, by key."""
    return {
        "action_network": text("Action Network or ControlShift"),
        "everyaction": text("EveryAction"),
        "mobilize": text("Mobilize"),
        "website": text("our website, with web analytics"),
        "eventbrite": text("Eventbrite"),
        "nationbuilder": text("NationBuilder"),
    }


def _sources() -> dict[str, str]:
    """What is known of each tool, and from where."""
    return {
        "action_network": text(
            "Action Network and ControlShift say in their help that they keep what follows "
            "source=. We have not tried it: sign up once as a test."
        ),
        "everyaction": text(
            "EveryAction says in its help that it keeps what follows ms= as the market source, "
            "which is not its source code. We have not tried it: sign up once as a test."
        ),
        "mobilize": text(
            "Mobilize says in its documents for programmers that a sign-up keeps utm_source and "
            "the like. We have not tried it: sign up once as a test."
        ),
        "website": text(
            "Google Analytics asks for utm_source, utm_medium and utm_campaign, and counts "
            "capitals as another code. Your form keeps none of them unless it was told to."
        ),
        "eventbrite": text(
            "Eventbrite keeps what follows aff=; a page that quotes its help says: letters and "
            "digits only. We have not tried it: sign up once as a test."
        ),
        "nationbuilder": text(
            "NationBuilder keeps in recruiter_id the number of a profile, says its help. A guide "
            "by others makes a profile that is no person for each place. We have not tried it."
        ),
    }


def _readable(address: str) -> bool:
    try:
        links.checked(address)
    except ValueError:
        return False
    return True


def _joined(typed: str) -> str:
    lines = (line.replace(";", ",") for line in links.names(typed) if not links.personal(line))
    return "; ".join(lines)


def _kept(note: str) -> tuple[dict[str, str], list[str]]:
    """The entries in a note, by trait, and the lines of it that are not ours."""
    starts = {name: key for key, name in links_note.names().items()}
    tools = {name: key for key, name in tool_names().items()}
    found: dict[str, str] = {}
    others = []
    for line in note.splitlines():
        start, colon, said = line.partition(": ")
        key = starts.get(start) if colon else None
        if key is None or key in found:
            others.append(line)
        else:
            found[key] = said.strip()
    values = {
        "address": found.get("address", ""),
        "tool": tools.get(found.get("tool", ""), "action_network"),
        "channels": found.get("channels", "").replace("; ", "\n"),
        "videos": found.get("videos", "").replace("; ", "\n"),
    }
    return {key: value for key, value in values.items() if key in found}, others


def _sentence(made: Made, site: str) -> str:
    if not made.links:
        sentence = text(
            "Now write where you will put links to {site}, one place a line.", site=site
        )
    else:
        sentence = plural(
            "{count} link to {site}, with the code {codes}.",
            "{count} links to {site}, each with a code of its own: {codes}.",
            len(made.links),
            site=site,
            codes=", ".join(link.code for link in made.links),
        )
    if not made.told:
        return sentence
    look = plural(
        "There is {count} thing to look at, below the picture.",
        "There are {count} things to look at, below the picture.",
        len(made.told),
    )
    return f"{sentence} {look}"


def _told(told: tuple[str, ...]) -> str:
    if not told:
        return ""
    items = "".join(f"<li>{escape(one)}</li>" for one in told)
    return f"<p><strong>{escape(text('Look at this'))}</strong></p><ul>{items}</ul>"


def _table(made: tuple[Link, ...]) -> str:
    start = "right" if direction() == "rtl" else "left"
    head = f"padding: 0.3em 0.8em; text-align: {start}; border-bottom: 1px solid;"
    rows = "".join(_row(link, head) for link in made)
    columns = (text("Place, code, link (Tab selects it, then copy)"), text("QR picture"))
    heads = "".join(f'<th scope="col" style="{head}">{escape(one)}</th>' for one in columns)
    caption = text("Which link goes where")
    return (
        f'<table dir="{direction()}" style="border-collapse: collapse; width: 100%;">'
        f'<caption style="text-align: {start}; padding: 0.3em 0;">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(link: Link, cell: str) -> str:
    place = links.where(link)
    field = (
        "width: 100%; box-sizing: border-box; font-family: monospace; font-weight: normal; "
        "color: inherit; background: transparent; border: 1px solid; padding: 0.3em;"
    )
    open_below = cell.replace("border-bottom: 1px solid;", "")
    code = escape(text("Code: {code}", code=link.code))
    return (
        f'<tr><th scope="row" style="{open_below} vertical-align: top; width: 99%;">'
        f'<bdi>{escape(place)}</bdi><br><span style="font-weight: normal">{code}</span></th>'
        f'<td style="{open_below}">{qr.image(link.address, _QR)}</td></tr>'
        # Below, over the whole width: the code stands at the end of the link.
        f'<tr><td colspan="2" style="{cell}"><input type="text" readonly dir="ltr" '
        f'style="{field}" aria-label="{escape(text("Link for {place}", place=place))}" '
        f'value="{escape(link.address)}"></td></tr>'
    )


def _draw(ax: Axes, made: Made, tool: str) -> None:
    """Names on the left, their codes in the middle, the one page on the right."""
    width, height = card.pixels(ax)
    asked = made.asked[:_ROWS]
    step = min(34.0, (height - 36) / max(len(asked), 1))
    middle = (height - 30) / 2
    top = middle + step * (len(asked) - 1) / 2
    rows: dict[str, list[float]] = {}
    for place, (_, code) in enumerate(asked):
        rows.setdefault(code, []).append(top - step * place)
    parameter = links.TOOLS[tool].parameters[0]
    heads = (
        text("what you write"),
        text("the code, after {parameter}=", parameter=parameter),
        text("one page"),
    )
    for x, words, side in zip((148, 275, width), heads, ("right", "center", "right"), strict=True):
        ax.text(x, height - 12, words, size=13, color=charts.QUIET, ha=side, va="center")
    page = (410, middle - 34, width - 412, 68)
    card.frame(ax, *page)
    label = card.wrapped(text("sign-up page"), page[2], 3)
    card.paragraph(ax, page[0] + page[2] / 2, middle + 9 * len(label), label)
    if not asked:
        none = text("no names yet")
        ax.text(148, middle, none, size=13, color=charts.QUIET, ha="right", va="center")
    for place, (name, code) in enumerate(asked):
        y, at = top - step * place, sum(rows[code]) / len(rows[code])
        ax.text(148, y, card.wrapped(name, 146, 1)[0], size=13, ha="right", va="center")
        ax.plot([154, 180, 275], [y, at, at], color=charts.QUIET, linestyle="-", linewidth=1.2)
    for code, ends in rows.items():
        y = sum(ends) / len(ends)
        ax.plot([275, 372, 410], [y, y, middle], color=charts.QUIET, linestyle="-", linewidth=1.2)
        shown = card.wrapped(code, 190, 1)[0]
        box = {"facecolor": charts.SKY, "edgecolor": charts.INK, "pad": 3.5, "linewidth": 0.8}
        ax.text(275, y, shown, size=13, weight="bold", ha="center", va="center", bbox=box)
    more = len(made.asked) - len(asked)
    if more:
        ax.text(0, 8, text("and {n} more", n=number(more)), size=13, color=charts.QUIET)
