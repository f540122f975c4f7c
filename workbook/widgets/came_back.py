"""Who gets a reply, and who comes back?"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, data, engagement
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View


class Row(NamedTuple):
    """A group of comments, and those of them whose writer came back."""

    name: str
    comments: int
    back: int

    @property
    def share(self) -> float:
        """Of 0 to 1; 0 for an empty group."""
        return self.back / self.comments if self.comments else 0.0


class CameBack(Explorable):
    """Of the comments with a reply and of those without: how many writers came back?

    State: ``compare``, all comments ``"together"`` or regulars and others ``"apart"``;
    ``leave_out``, whether comments of bots are left out.
    """

    size = (charts.WIDTH, 300)
    compare = traitlets.Enum(("together", "apart"), default_value="together")
    leave_out = traitlets.Bool(False)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "compare": ipywidgets.RadioButtons(
                description=text("Compare (click, or Tab and space bar)"),
                options=[
                    (text("all comments together"), "together"),
                    (text("regulars and others, kept apart"), "apart"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "leave_out": ipywidgets.Checkbox(
                description=text("Leave out the bots"), indent=False, **WIDE
            ),
        }

    def view(self) -> View:
        rows = self._rows()
        return View(
            title=text("Who gets a reply, and who comes back? (an invented account)"),
            sentence=self._sentence(),
            draw=lambda ax: _draw(ax, rows),
            source=charts.synthetic(),
            table=charts.table(
                pd.DataFrame(
                    [[row.comments, row.back, percent(row.share)] for row in rows],
                    index=[row.name for row in rows],
                    columns=[text("Comments"), text("Came back"), text("Share")],
                ),
                text("Comments, and those whose writer liked or commented again within 7 days"),
            ),
            cautions=(
                text(
                    "It does not say what a reply does. Who got one was chosen by people, and not "
                    "by lot."
                ),
                text(
                    "Regulars and others still differ among themselves: a question gets more "
                    "replies than a sneer, for instance."
                ),
            ),
        )

    def _sentence(self) -> str:
        comments = self._comments()
        replied, regular = comments["replied"], comments["regular"]
        back = comments["returned_7d"]
        told = [
            text(
                "{k} of {n} comments got a reply: {share}.",
                k=number(replied.sum()),
                n=number(len(comments)),
                share=percent(replied.mean(), 1),
            )
        ]
        if self.compare == "together":
            told.append(
                text(
                    "Of 100 comments with a reply, the writers of {with_} came back within 7 days; "
                    "of 100 without, those of {without}. The gap is {gap} points.",
                    with_=number(100 * back[replied].mean()),
                    without=number(100 * back[~replied].mean()),
                    gap=number(100 * engagement.raw_gap(back, replied), 1),
                )
            )
        else:
            gaps = engagement.gaps_by_stratum(back, replied, regular)["gap"]
            told.append(
                text(
                    "Regulars got a reply to {known} of 100 comments, and others to {new}. Among "
                    "regulars the gap is {gap_known} points, among others {gap_new}. With the "
                    "same mix of people on both sides it is {gap} points.",
                    known=number(100 * replied[regular].mean()),
                    new=number(100 * replied[~regular].mean()),
                    gap_known=number(100 * gaps[True], 1),
                    gap_new=number(100 * gaps[False], 1),
                    gap=number(100 * engagement.standardised_gap(back, replied, regular), 1),
                )
            )
        return " ".join(told)

    def _rows(self) -> list[Row]:
        comments = self._comments()
        groups = {
            (text("with a reply"), text("without a reply")): pd.Series(True, comments.index),
        }
        if self.compare == "apart":
            groups = {
                (text("regulars, with a reply"), text("regulars, without")): comments["regular"],
                (text("others, with a reply"), text("others, without")): ~comments["regular"],
            }
        rows: list[Row] = []
        for names, group in groups.items():
            for name, replied in zip(names, (True, False), strict=True):
                back = comments.loc[group & (comments["replied"] == replied), "returned_7d"]
                rows.append(Row(name, len(back), int(back.sum())))
        return rows

    def _comments(self) -> pd.DataFrame:
        return engagement.without_bots(self._all) if self.leave_out else self._all

    @cached_property
    def _all(self) -> pd.DataFrame:
        return data.load("comments")


def _draw(ax: Axes, rows: Sequence[Row]) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.35, 3.8)
    charts.number_line(ax, range(0, 101, 25), text("of 100 comments: the writer came back"))
    for y, row in zip((3, 2, 1, 0), rows, strict=False):
        replied = y % 2 == 1
        share = 100 * row.share
        ax.add_patch(
            Rectangle(
                (0, y - 0.22),
                share,
                0.4,
                facecolor=charts.ORANGE if replied else charts.SKY,
                hatch=None if replied else "///",
            )
        )
        label = text("{name}: {share}", name=row.name, share=number(share))
        ax.text(0, y + 0.25, label, va="bottom", weight="bold")
