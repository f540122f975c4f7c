"""House style of every picture and table.

A picture is drawn inside ``with charts.figure() as (fig, ax):`` and becomes HTML by :func:`svg` or
:func:`image`. Both need a title and a description: someone who cannot see the picture gets these.
The same figure gives the same bytes, in any process, so a stored notebook only changes when its
picture does.

Colour never carries a meaning alone: fill with a ``hatch`` as well, change the marker, and write
the label beside the thing it names. Pictures have a white background of their own, because their
ink would be lost on a dark page.
"""

import hashlib
import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import matplotlib as mpl
import pandas as pd
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook.i18n import direction, number, text

# Fills that people with any kind of colour vision can tell apart.
# Source: Okabe and Ito (2008), "Color Universal Design".
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILLION = "#D55E00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
PALETTE = (BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE)

# What letters may be drawn in: each has a contrast of 4.5 or more on PAPER.
INK = "#1B1F24"
QUIET = "#57606A"
PAPER = "#FFFFFF"
GRID = "#D0D7DE"

WIDTH = 500
"""Pixels. Small enough that letters stay readable beside an open file browser on a small screen."""

_STYLE: dict[str, Any] = {
    # Fonts that are as wide as matplotlib's own, because the reader's machine may not have that.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 14,
    # "$98 or $24" is two prices, not a formula.
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "axes.labelsize": 13,
    "axes.axisbelow": True,
    "axes.facecolor": PAPER,
    "axes.prop_cycle": cycler(color=PALETTE)
    + cycler(linestyle=["-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1))]),
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": PAPER,
    "grid.color": GRID,
    "hatch.linewidth": 1.2,
    "legend.frameon": False,
    "lines.linewidth": 2,
    # Sky blue and orange are too light to stand on white without an outline.
    "patch.edgecolor": INK,
    "patch.force_edgecolor": True,
    "patch.linewidth": 0.9,
    "svg.fonttype": "none",
    "svg.hashsalt": "workbook",
    "xtick.color": QUIET,
    "xtick.labelsize": 13,
    "ytick.color": QUIET,
    "ytick.labelsize": 13,
}


class Html(str):
    """HTML that a notebook shows when it is the last line of a cell; ``plain`` says the same."""

    plain: str

    def __new__(cls, html: str, plain: str) -> "Html":
        self = super().__new__(cls, html)
        self.plain = plain
        return self

    def __repr__(self) -> str:
        return self.plain

    def _repr_html_(self) -> str:
        return str(self)


@contextmanager
def figure(
    width: int = WIDTH, height: int = 300, margins: tuple[int, int, int, int] | None = None
) -> Iterator[tuple[Figure, Axes]]:
    """A figure and its axes; whatever is drawn inside the ``with`` gets the house style.

    ``width`` and ``height`` are in pixels, and so are ``margins`` (left, right, top, bottom).
    Without margins matplotlib finds room for the labels itself, which takes twice as long.
    """
    with mpl.rc_context(_STYLE):
        fig = Figure(
            figsize=(width / 72, height / 72), dpi=72, layout=None if margins else "constrained"
        )
        if margins:
            left, right, top, bottom = margins
            room = (width - left - right, height - top - bottom)
            ax = fig.add_axes((left / width, bottom / height, room[0] / width, room[1] / height))
        else:
            ax = fig.add_subplot()
        yield fig, ax


@contextmanager
def again(fig: Figure) -> Iterator[tuple[Figure, Axes]]:
    """The same as :func:`figure`, on a ``fig`` drawn before, with what was in its axes removed.

    New axes take longer than all the rest of a simple picture: too long behind a moving slider.
    """
    (ax,) = fig.axes
    with mpl.rc_context(_STYLE):
        for artist in [*ax.lines, *ax.patches, *ax.collections, *ax.texts]:
            artist.remove()
        # Forget the limits and the next colour, too.
        ax.relim()
        ax.autoscale()
        ax.set_prop_cycle(None)
        yield fig, ax


def number_line(
    ax: Axes, ticks: Iterable[float], label: str, show: Callable[[float], str] = number
) -> None:
    """A scale under ``ax`` with a grid line and a number at each of ``ticks``, and a ``label``.

    It stands in for matplotlib's own axes, which take three times as long to draw. Set the limits
    before; it needs some 45 pixels below the axes.
    """
    ax.set_axis_off()
    ticks = list(ticks)
    below = ax.get_xaxis_transform()  # x in the unit of the ticks, y from 0 to 1
    ax.vlines(ticks, 0, 1, color=GRID, linewidth=1, zorder=0, transform=below)
    pixel = 1 / ax.bbox.height
    start, end = ax.get_xlim()
    for tick in ticks:
        # A long number at an end stays inside the picture.
        side = {start: "left", end: "right"}.get(tick, "center")
        ax.text(
            tick, -6 * pixel, show(tick), size=13, color=QUIET, ha=side, va="top", transform=below
        )
    middle = (start + end) / 2
    ax.text(
        middle, -26 * pixel, label, size=13, color=QUIET, ha="center", va="top", transform=below
    )


def ranged(
    ax: Axes,
    y: float,
    colour: str,
    ends: tuple[float, float] | None = None,
    best: float | None = None,
    marker: str = "o",
) -> None:
    """A range at height ``y`` as a line with an upright at each end, a best value as a marker."""
    if ends:
        ax.plot(
            ends,
            [y, y],
            color=colour,
            linestyle="-",
            linewidth=4,
            marker="|",
            markersize=20,
            markeredgewidth=3,
            clip_on=False,
        )
    if best is not None:
        ax.plot(
            best,
            y,
            color=colour,
            marker=marker,
            markersize=13,
            markeredgecolor=INK,
            clip_on=False,
        )


def svg(fig: Figure, title: str, description: str, source: str = "", key: str = "") -> Html:
    """``fig`` as inline SVG: sharp, with real text, and read by a screen reader.

    ``source`` stands under the picture: where its numbers come from. ``key`` is only needed
    where one page shows two equal pictures: it keeps their element ids apart.
    """
    width, height, drawing = _drawing(fig)
    content = "\n".join([key, title, description, drawing])
    prefix = "p" + hashlib.sha256(content.encode()).hexdigest()[:10]
    picture = (
        # Left to right even on a page that runs the other way: text is anchored that way.
        f'<svg role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'viewBox="0 0 {width} {height}" style="{_fit(width)} direction: ltr">'
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>'
        f"{_with_own_ids(drawing, prefix)}</svg>"
    )
    return Html(_captioned(picture, source), description)


def image(fig: Figure, title: str, description: str, source: str = "") -> Html:
    """``fig`` as an ``<img>`` that holds its own SVG: for stored notebooks.

    JupyterLab removes inline SVG from a notebook that is not trusted yet, and keeps images.
    """
    width, height, drawing = _drawing(fig)
    document = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>{drawing}</svg>"
    )
    picture = (
        f'<img alt="{escape(description)}" width="{width}" style="{_fit(width)}" '
        f'src="data:image/svg+xml;base64,{b64encode(document.encode()).decode()}">'
    )
    return Html(_captioned(picture, source), description)


def table(frame: pd.DataFrame, caption: str) -> Html:
    """``frame`` as an HTML table with a caption, and a header for each row and column.

    Whole numbers get thousands separators, other numbers one decimal; to show them otherwise,
    give text. The colours are those of the page, dark or light.
    """
    cell = "padding: 0.3em 0.8em; border-bottom: 1px solid;"
    # Not "start": JupyterLab removes that word from a notebook that is not trusted yet.
    start = "right" if direction() == "rtl" else "left"
    aligned = [
        f"{cell} text-align: {'right' if pd.api.types.is_numeric_dtype(dtype) else start};"
        for dtype in frame.dtypes
    ]
    corner = escape(str(frame.index.name or ""))
    head = "".join(
        f'<th scope="col" style="{style}">{escape(str(name))}</th>'
        for name, style in zip(frame.columns, aligned, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row" style="{cell} text-align: {start};">{escape(str(label))}</th>'
        + "".join(
            f'<td style="{style}">{escape(_cell(value))}</td>'
            for value, style in zip(values, aligned, strict=True)
        )
        + "</tr>"
        for label, values in zip(frame.index, frame.itertuples(index=False), strict=True)
    )
    corner_tag = "th" if corner else "td"  # an empty header would be announced as one
    return Html(
        f'<table dir="{direction()}" style="border-collapse: collapse; margin: 0.8em 0;">'
        f'<caption style="text-align: {start}; padding: 0.3em 0;">{escape(caption)}</caption>'
        f'<thead><tr><{corner_tag} style="{cell} text-align: {start};">{corner}</{corner_tag}>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table>",
        caption,
    )


def synthetic() -> str:
    """The line that stands under every picture of the course's invented data."""
    return text(
        "Synthetic sample data: the account, the city and the people are invented. "
        "They are not the Boston Cyclists Union's."
    )


def _drawing(fig: Figure) -> tuple[int, int, str]:
    """Width and height in pixels, and the SVG elements that draw ``fig``."""
    file = io.StringIO()
    with mpl.rc_context(_STYLE):
        # Metadata would hold the date and matplotlib's version.
        fig.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    # Without matplotlib's style element: inside a page, it would style the whole page.
    _, found, drawing = file.getvalue().partition("</style>\n </defs>")
    if not found:
        raise AssertionError("matplotlib writes its SVG in another order than expected")
    width, height = (round(72 * inches) for inches in fig.get_size_inches())
    drawing = drawing.strip().removesuffix("</svg>")
    # Each text runs the way of its first letter: else an Arabic label ends with its % at the right.
    drawing = drawing.replace('<text style="', '<text style="unicode-bidi: plaintext; ')
    return width, height, f'<g style="stroke-linejoin: round">{drawing}</g>'


def _with_own_ids(drawing: str, prefix: str) -> str:
    """Ids that something refers to, made unique in the page by ``prefix``; the others dropped."""
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', drawing))
    drawing = re.sub(
        r'(<[^<>]*?) id="([^"]*)"',
        lambda tag: f'{tag[1]} id="{prefix}-{tag[2]}"' if tag[2] in used else tag[1],
        drawing,
    )
    return re.sub(r'(url\(|href=")#', rf"\1#{prefix}-", drawing)


def _fit(width: int) -> str:
    """CSS: as wide as drawn, narrower where the column is; a card on a dark page."""
    return f"width: 100%; max-width: {width}px; height: auto; border-radius: 6px;"


def _captioned(picture: str, source: str) -> str:
    caption = f'<figcaption style="font-size: 90%">{escape(source)}</figcaption>' if source else ""
    return f'<figure dir="{direction()}" style="margin: 0.8em 0">{picture}{caption}</figure>'


def _cell(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return text("missing")
    if isinstance(value, str | bool):
        return str(value)
    if isinstance(value, float):
        return number(value, 1)
    return number(value)  # type: ignore[arg-type]
