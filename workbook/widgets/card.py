"""Upright frames, as a phone shows them, with words in them."""

import textwrap

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from workbook import charts

LINE = 18
"""Pixels from one line of words to the next."""


def pixels(ax: Axes) -> tuple[float, float]:
    """Make the axes count in pixels, from the bottom left, and return their width and height."""
    width, height = ax.bbox.width, ax.bbox.height
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    return width, height


def frame(ax: Axes, x: float, y: float, width: float, height: float) -> None:
    """An empty frame with its bottom left at ``x``, ``y``; the axes count in pixels."""
    ax.add_patch(
        FancyBboxPatch(
            (x, y),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=12",
            facecolor=charts.PAPER,
            edgecolor=charts.INK,
            linewidth=1.5,
        )
    )


def wrapped(words: str, width: float, lines: int) -> list[str]:
    """``words`` in at most ``lines`` lines of ``width`` pixels, with … where they end too early."""
    letters = max(4, int(width / 8.2))
    return textwrap.wrap(words, letters, max_lines=lines, placeholder=" …")


def paragraph(
    ax: Axes, x: float, top: float, lines: list[str], colour: str = charts.INK, size: float = 13
) -> None:
    """Lines of words, centred on ``x``, the first one just under ``top``."""
    for number, line in enumerate(lines):
        ax.text(x, top - LINE * number, line, size=size, color=colour, ha="center", va="top")
