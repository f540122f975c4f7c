"""What a video on TikTok can be made of: drawn by us, a frame at a time, with what is what."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import ipywidgets
import numpy as np
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from workbook import charts
from workbook.i18n import number, text
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

_HEIGHT = 300
_PHONE = (18, 12, 170, 276)
"""Left, bottom, width and height of a single phone, in pixels."""
_LABELS = 228
"""Where the labels begin."""


class Part(NamedTuple):
    """A numbered place in the picture: its name, what it is, and where, in pixels."""

    name: str
    says: str
    x: float
    y: float


class Feature(NamedTuple):
    """One thing people do on TikTok, in the reader's language, and how to draw it."""

    name: str
    what: str
    use: str
    caution: str
    parts: tuple[Part, ...]
    draw: Callable[[Axes], None]


class PhoneFrames(Explorable):
    """One frame at a time, with numbered parts; never the app's own screen.

    State: ``feature``, one of :data:`FEATURES`.
    """

    size = (charts.WIDTH, _HEIGHT)
    margins = (0, 0, 0, 0)
    feature = traitlets.Enum(
        ("video", "sound", "trend", "dance", "stitch", "duet", "green_screen"),
        default_value="video",
    )

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "feature": ipywidgets.RadioButtons(
                description=text("What to look at (click, or Tab and space bar)"),
                options=[(make().name, name) for name, make in FEATURES.items()],
                style={"description_width": "auto"},
                **WIDE,
            )
        }

    def view(self) -> View:
        shown = FEATURES[self.feature]()
        return View(
            title=text("{name}: what is what (a drawing of ours)", name=shown.name),
            sentence=" ".join(
                [
                    shown.what,
                    *(
                        text("{n}. {part}: {says}.", n=number(n), part=part.name, says=part.says)
                        for n, part in enumerate(shown.parts, start=1)
                    ),
                ]
            ),
            draw=lambda ax: _draw(ax, shown),
            source=text("Our own drawing. It is not the app's screen, and shows no real video."),
            table=charts.table(
                pd.DataFrame(
                    {text("what to think of"): [shown.use, shown.caution]},
                    index=[text("A group could"), text("Careful")],
                ),
                text("{name}, for a group", name=shown.name),
            ),
            cautions=(
                text("It does not say that one of these brings more views. We found no such test."),
                text("It does not say that you need all seven. Many groups could do with one."),
            ),
        )


# What there is ----------------------------------------------------------------------------------


def _video() -> Feature:
    return Feature(
        text("short upright video"),
        text("A video fills the upright screen, and the next one is a move of the thumb away."),
        text("show one thing, at the place it is about: the crossing, the queue, the notice."),
        text("Anybody can see it: police, employers and opponents, too. Ask each person in it."),
        (
            Part(text("picture"), text("fills the screen; most of the story is seen"), 44, 246),
            Part(text("words"), text("large, few, and said aloud as well"), 44, 178),
            Part(text("buttons"), text("like, comment, share: what people can do"), 172, 150),
            Part(text("caption"), text("who posted it, and a line or two"), 44, 40),
        ),
        _draw_video,
    )


def _sound() -> Feature:
    return Feature(
        text("sound"),
        text(
            "A sound is a song, a sentence or a noise. Others can take it for a video of their own."
        ),
        text("offer a chant, or a sentence in a member's own voice, that others may use."),
        text(
            "A song in the app is not free for all uses. By the European terms we read it is for "
            "private fun. Your own voice is the safe way."
        ),
        (
            Part(text("sound"), text("what you hear, and who made it"), 44, 246),
            Part(text("your picture"), text("anybody may put another one to it"), 44, 160),
            Part(text("others"), text("all videos with this sound, in one place"), 44, 82),
        ),
        _draw_sound,
    )


def _trend() -> Feature:
    return Feature(
        text("trend"),
        text(
            "A trend is a pattern that many repeat: an opening, a cut, a joke. Each fills it anew."
        ),
        text("put its issue where people, who know the pattern, wait for the turn."),
        text("Who does not know the pattern understands nothing. And its sound may not be yours."),
        (
            Part(text("pattern"), text("somebody's opening, and what follows"), 44, 252),
            Part(text("again"), text("the same opening, another ending"), 108, 252),
            Part(text("your turn"), text("the same opening, and your issue"), 172, 252),
        ),
        _draw_trend,
    )


def _dance() -> Feature:
    return Feature(
        text("dance"),
        text("Many people do the same steps to the same sound, each at their own place."),
        text("show one gesture that members make, each in their own street, cut together."),
        text("Nobody has to dance. If it is not yours, leave it out, and say so without shame."),
        (
            Part(text("the steps"), text("the same for all; anybody can join in"), 44, 246),
            Part(text("the sound"), text("gives the time; look at its rights first"), 44, 76),
            Part(text("a name"), text("we would name who made the steps"), 44, 40),
        ),
        _draw_dance,
    )


def _stitch() -> Feature:
    return Feature(
        text("stitch"),
        text("A stitch takes up to 5 seconds of another video. Then comes yours."),
        text("answer a claim of somebody in office: five seconds of it, then what you know."),
        text(
            "It names the maker, and sends people there, for good or ill. Do not hold up a private "
            "person. The maker can switch it off."
        ),
        (
            Part(text("theirs"), text("up to 5 seconds, with the maker's name"), 40, 252),
            Part(text("yours"), text("your answer, in your words"), 142, 252),
            Part(text("time"), text("first theirs, then yours"), 21, 54),
        ),
        _draw_stitch,
    )


def _duet() -> Feature:
    return Feature(
        text("duet"),
        text("A duet shows two videos side by side, at the same time: another one, and yours."),
        text("sign, translate or explain a partner's video, next to it."),
        text("Half of the picture is not yours. We would ask its maker first."),
        (
            Part(text("theirs"), text("plays as it was posted"), 44, 246),
            Part(text("yours"), text("added later, beside it"), 128, 246),
        ),
        _draw_duet,
    )


def _green_screen() -> Feature:
    return Feature(
        text("green screen"),
        text("A green screen puts you in front of a picture: a page, a map, a photograph."),
        text("show the bill, the map or the notice, and explain it, from your kitchen."),
        text(
            "Look at the picture twice: is it true, may you show it, does it hold names or "
            "addresses? Say aloud where it is from."
        ),
        (
            Part(text("picture"), text("what you talk about, behind you"), 44, 246),
            Part(text("mark"), text("the line that counts, so that all can find it"), 44, 184),
            Part(text("you"), text("in front of it, wherever you are"), 44, 92),
        ),
        _draw_green_screen,
    )


FEATURES: Mapping[str, Callable[[], Feature]] = {
    "video": _video,
    "sound": _sound,
    "trend": _trend,
    "dance": _dance,
    "stitch": _stitch,
    "duet": _duet,
    "green_screen": _green_screen,
}


# The drawing ------------------------------------------------------------------------------------


def _draw(ax: Axes, shown: Feature) -> None:
    card.pixels(ax)
    shown.draw(ax)
    for n, part in enumerate(shown.parts, start=1):
        _disc(ax, part.x, part.y, number(n))
        top = _HEIGHT - 28 - 66 * (n - 1)
        _disc(ax, _LABELS + 12, top, number(n))
        ax.text(_LABELS + 32, top, part.name, weight="bold", va="center")
        lines = card.wrapped(part.says, charts.WIDTH - _LABELS - 14, 2)
        for row, line in enumerate(lines):
            ax.text(
                _LABELS + 32,
                top - 20 - card.LINE * row,
                line,
                size=13,
                color=charts.QUIET,
                va="center",
            )


def _disc(ax: Axes, x: float, y: float, label: str) -> None:
    """A number in a circle."""
    ax.add_patch(Circle((x, y), 11, facecolor=charts.PAPER, linewidth=1.5, zorder=3))
    ax.text(x, y, label, size=13, weight="bold", ha="center", va="center", zorder=4)


def _phone(
    ax: Axes, colour: str, place: tuple[float, float, float, float] = _PHONE, hatch: str = ""
) -> None:
    """An upright frame with a coloured screen."""
    x, y, width, height = place
    card.frame(ax, x, y, width, height)
    ax.add_patch(
        Rectangle(
            (x + 8, y + 8), width - 16, height - 16, facecolor=colour, hatch=hatch, linewidth=0.6
        )
    )


def _lines(ax: Axes, *lines: Sequence[tuple[float, float]], width: float = 3) -> None:
    """Lines from point to point, as one artist: faster."""
    codes = [code for line in lines for code in [Path.MOVETO] + [Path.LINETO] * (len(line) - 1)]
    path = Path([point for line in lines for point in line], codes)
    ax.add_artist(
        PathPatch(path, facecolor="none", linewidth=width, capstyle="round", joinstyle="round")
    )


def _person(ax: Axes, x: float, y: float, height: float, colour: str) -> None:
    """Head and shoulders, standing on ``y``."""
    half = 0.36 * height
    ax.add_patch(
        Polygon(
            [
                (x - half, y),
                (x - 0.8 * half, y + 0.48 * height),
                (x + 0.8 * half, y + 0.48 * height),
                (x + half, y),
            ],
            facecolor=colour,
        )
    )
    ax.add_patch(Circle((x, y + 0.72 * height), 0.24 * height, facecolor=charts.PAPER))


def _bike(ax: Axes, x: float, y: float, size: float) -> None:
    """Two wheels on ``y`` and a frame; ``x`` is in the middle."""
    r = 0.28 * size
    for side in (-0.42, 0.42):
        ax.add_patch(Circle((x + side * size, y + r), r, facecolor="none", linewidth=2.5))
    back, front = (x - 0.42 * size, y + r), (x + 0.42 * size, y + r)
    pedal, seat, bar = (
        (x - 0.05 * size, y + r),
        (x - 0.16 * size, y + 0.68 * size),
        (x + 0.28 * size, y + 0.72 * size),
    )
    _lines(ax, [back, pedal, bar, front], [pedal, seat, bar], [back, seat], width=2)


def _draw_video(ax: Axes) -> None:
    _phone(ax, charts.SKY)
    ax.add_patch(Polygon([(26, 66), (26, 120), (180, 140), (180, 66)], facecolor=charts.GRID))
    _bike(ax, 100, 96, 72)
    ax.add_patch(Rectangle((60, 164), 92, 28, facecolor=charts.PAPER))
    ax.text(106, 178, text("4 minutes"), size=14, weight="bold", ha="center", va="center")
    for y, symbol in ((128, "♥"), (104, "…"), (80, "↗")):
        ax.add_patch(Circle((164, y), 10, facecolor=charts.PAPER))
        ax.text(164, y, symbol, size=12, ha="center", va="center")
    ax.add_patch(Rectangle((26, 20), 154, 46, facecolor=charts.PAPER))
    _lines(ax, [(64, 50), (132, 50)], width=4)
    _lines(ax, [(64, 34), (166, 34)], width=2)


def _draw_sound(ax: Axes) -> None:
    _phone(ax, charts.PAPER)
    xs = np.arange(66, 172, 8)
    heights = 6 + 22 * np.abs(np.sin(xs / 17.0)) * np.abs(np.cos(xs / 7.0))
    _lines(
        ax,
        *([(x, 246 - h), (x, 246 + h)] for x, h in zip(xs.tolist(), heights.tolist(), strict=True)),
        width=4,
    )
    ax.add_patch(Rectangle((26, 108), 154, 100, facecolor=charts.ORANGE, hatch="//"))
    _person(ax, 112, 108, 78, charts.SKY)
    looks = ((charts.GREEN, "++"), (charts.PURPLE, "\\\\"), (charts.SKY, ""))
    for place, (colour, hatch) in enumerate(looks):
        ax.add_patch(
            Rectangle((62 + 40 * place, 26), 34, 66, facecolor=colour, hatch=hatch, linewidth=1)
        )


def _draw_trend(ax: Axes) -> None:
    for place in range(3):
        x = 12 + 66 * place
        _phone(ax, charts.PAPER, (x, 62, 60, 172))
        ax.add_patch(Rectangle((x + 8, 148), 44, 78, facecolor=charts.SKY, hatch="//"))
        _person(ax, x + 30, 148, 56, charts.ORANGE)
    middle = 108
    ax.add_patch(Circle((42, middle), 15, facecolor=charts.GREEN))
    ax.add_patch(
        Polygon(
            [(92, middle - 14), (124, middle - 14), (108, middle + 16)], facecolor=charts.PURPLE
        )
    )
    _bike(ax, 174, middle - 18, 32)
    # The cut is in the same place in each.
    _lines(ax, [(12, 144), (204, 144)], width=1.5)
    ax.text(108, 42, text("the cut"), size=13, color=charts.QUIET, ha="center", va="center")
    _lines(ax, [(78, 48), (75, 140)], [(138, 48), (141, 140)], width=0.8)


def _draw_dance(ax: Axes) -> None:
    _phone(ax, charts.PAPER)
    ax.add_patch(Rectangle((26, 94), 154, 106, facecolor=charts.GREEN, alpha=0.35))
    for x, colour in ((60, charts.ORANGE), (103, charts.SKY), (146, charts.PURPLE)):
        ax.add_patch(Circle((x, 182), 10, facecolor=colour))
        _lines(ax, [(x, 172), (x, 136)], [(x - 18, 178), (x, 160), (x + 18, 150)])
    for x in (60, 146):
        _lines(ax, [(x - 12, 104), (x, 136), (x + 16, 106)])
    # The one in the middle sits in a wheelchair.
    ax.add_patch(Circle((101, 118), 15, facecolor="none", linewidth=3))
    _lines(ax, [(103, 136), (122, 134), (126, 106)])
    xs = list(range(66, 172, 10))
    _lines(ax, *([(x, 72 - x % 3 * 4 - 3), (x, 80 + x % 3 * 4)] for x in xs), width=4)
    _lines(ax, [(64, 40), (150, 40)], width=4)


def _draw_stitch(ax: Axes) -> None:
    _phone(ax, charts.SKY, (10, 72, 92, 200), hatch="//")
    _person(ax, 56, 80, 96, charts.PAPER)
    _phone(ax, charts.ORANGE, (112, 72, 92, 200))
    _person(ax, 158, 80, 96, charts.PAPER)
    ax.add_patch(Rectangle((10, 22), 40, 18, facecolor=charts.SKY, hatch="//"))
    ax.add_patch(Rectangle((50, 22), 154, 18, facecolor=charts.ORANGE))
    ax.text(40, 54, text("up to 5 s"), size=13, color=charts.QUIET, ha="left", va="center")


def _draw_duet(ax: Axes) -> None:
    _phone(ax, charts.PAPER)
    ax.add_patch(Rectangle((26, 20), 77, 260, facecolor=charts.SKY, hatch="//"))
    ax.add_patch(Rectangle((103, 20), 77, 260, facecolor=charts.ORANGE))
    _person(ax, 64, 20, 92, charts.PAPER)
    _person(ax, 142, 20, 92, charts.PAPER)
    # The one on the right signs.
    _lines(ax, [(118, 40), (112, 84), (128, 112)], [(166, 40), (172, 80), (158, 116)])


def _draw_green_screen(ax: Axes) -> None:
    _phone(ax, charts.GRID)
    ax.add_patch(Rectangle((38, 84), 130, 186, facecolor=charts.PAPER))
    _lines(ax, [(64, 246), (152, 246)], width=5)
    _lines(ax, *([(64, y), (156, y)] for y in (222, 206, 160, 144, 128)), width=1.5)
    ax.add_patch(Rectangle((62, 174), 98, 20, facecolor=charts.ORANGE, hatch="||", linewidth=1.5))
    _lines(ax, [(68, 184), (150, 184)], width=2)
    _person(ax, 124, 20, 118, charts.GREEN)
