"""At the place it is about, or in a room? All videos together, and like with like."""

from collections.abc import Mapping
from functools import cached_property

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from workbook import charts, data
from workbook.engagement import location_by_format
from workbook.i18n import number, percent, text
from workbook.watching import mean_with_mix
from workbook.widgets.base import WIDE, Explorable, View

FORMATS = ("trend", "explainer", "reply")


class PlaceOrRoom(Explorable):
    """Engagement at the place and in a room: the same videos tell two stories.

    State: ``within``, whether to compare like with like, format by format; ``mix``, from 0 (the
    formats of the videos at the place as they are) to 1 (as often as in a room).
    """

    size = (charts.WIDTH, 300)
    within = traitlets.Bool(False)
    mix = traitlets.Float(0, min=0, max=1)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "within": ipywidgets.Checkbox(
                description=text("Compare like with like: each format by itself"),
                indent=False,
                **WIDE,
            ),
            "mix": ipywidgets.FloatSlider(
                description=text("Give the place the room's mix"),
                max=1,
                step=0.1,
                readout_format=".0%",
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        cells = self._cells
        there, room = self._together()
        if self.mix:
            said = [
                text(
                    "With the mix of formats moved {mix} of the way, all formats together have "
                    "{there} reactions per 100 views at the place, and {room} in a room.",
                    mix=percent(self.mix),
                    there=number(100 * there, 1),
                    room=number(100 * room, 1),
                )
            ]
        else:
            said = [
                text(
                    "All formats together have {there} reactions per 100 views at the place, and "
                    "{room} in a room.",
                    there=number(100 * there, 1),
                    room=number(100 * room, 1),
                )
            ]
        if self.within:
            said.append(
                text(
                    "Format by format, the place is ahead in {k} of {n}.",
                    k=int((cells["gap"] > 0).sum()),
                    n=len(cells),
                )
            )
            said += [
                text(
                    "{name}: {there} at the place, {room} in a room.",
                    name=_formats()[str(name)],
                    there=number(100 * row["exposed"], 1),
                    room=number(100 * row["unexposed"], 1),
                )
                for name, row in cells.iterrows()
            ]
        return View(
            title=text("At the place, or in a room? (invented videos)"),
            sentence=" ".join(said),
            draw=lambda ax: _draw(ax, (there, room), cells if self.within else cells[:0]),
            source=charts.synthetic(),
            table=_table(cells),
            cautions=(
                text(
                    "It does not say that the place brings the reactions. Within a format, too, "
                    "the videos may differ: in the person, the weather, the idea."
                ),
                text("A reaction is a like, a comment or a share. It is not a person who comes."),
                text("A slider that changes the mix changes no video. It only counts them anew."),
            ),
        )

    def _together(self) -> tuple[float, float]:
        """Mean rate at the place, with the mix moved, and in a room as it is."""
        cells = self._cells
        here, there = cells["n_exposed"], cells["n_unexposed"]
        return (
            mean_with_mix(cells["exposed"], here, there, self.mix),
            mean_with_mix(cells["unexposed"], there, there, 0),
        )

    @cached_property
    def _cells(self) -> pd.DataFrame:
        return location_by_format(data.load("videos")).loc[list(FORMATS)]


def _formats() -> dict[str, str]:
    return {
        "trend": text("“This trend, but …”"),
        "explainer": text("Explainers"),
        "reply": text("Replies"),
    }


def _table(cells: pd.DataFrame) -> str:
    return charts.table(
        pd.DataFrame(
            {
                text("At the place"): cells["n_exposed"].to_numpy(),
                text("In a room"): cells["n_unexposed"].to_numpy(),
            },
            index=[_formats()[str(name)] for name in cells.index],
        ),
        text("How many videos of each format"),
    )


def _draw(ax: Axes, together: tuple[float, float], cells: pd.DataFrame) -> None:
    ax.set_xlim(0, 12)
    ax.set_ylim(-0.35, 3.8)
    charts.number_line(
        ax, range(0, 13, 3), text("reactions per 100 views (● at the place, ■ in a room)")
    )
    _row(ax, 3, text("All formats together"), *together)
    for y, (name, row) in zip((2, 1, 0), cells.iterrows(), strict=False):
        _row(ax, y, _formats()[str(name)], row["exposed"], row["unexposed"])
    if cells.empty:
        ax.text(
            6, 1, text("Tick the box to see each format."), color=charts.QUIET, ha="center", size=13
        )


def _row(ax: Axes, y: float, name: str, there: float, room: float) -> None:
    """Two rates on one line, with the number on the outer side of each marker."""
    ax.text(0, y + 0.28, name, va="bottom", weight="bold")
    ax.plot([100 * there, 100 * room], [y, y], color=charts.QUIET, linestyle="-", zorder=1)
    charts.ranged(ax, y, charts.ORANGE, best=100 * there)
    charts.ranged(ax, y, charts.BLUE, best=100 * room, marker="s")
    for rate, other in ((there, room), (room, there)):
        side = 1 if rate >= other else -1
        ax.text(
            100 * rate + 0.3 * side,
            y,
            number(100 * rate, 1),
            ha="left" if side > 0 else "right",
            va="center_baseline",
        )
