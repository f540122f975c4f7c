"""What do our own numbers say? One measure at a time; without own files, an invented group's."""

import datetime
import functools
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from workbook import charts, data, own_shown
from workbook.exports import Settings, read
from workbook.i18n import direction, text
from workbook.own import Own
from workbook.own_shown import Card
from workbook.widgets.base import WIDE, Explorable, View
from workbook.widgets.own_files import SAMPLE_SALT, OwnFiles, sample_files

_SAMPLE_ZONE = "America/New_York"
_SAMPLE_DAY = datetime.date(2025, 2, 14)

VIDEOS = own_shown.KEYS[:7]
"""The measures on videos, followers and comments."""
PEOPLE = ("source_table", "bounds", "recapture", "visits")
"""Those on where people came from."""
COSTS = ("cost_per_outcome",)
"""Those on hours and money."""


class OwnNumbers(Explorable):
    """One measure on own numbers, of those in ``among``; of the invented group without ``files``.

    State: ``show``, the key of a measure, as in :func:`workbook.own.measures`; ``channel``, whom
    the measures on people are about; ``hide``, whether counts of 1 to 4 people are hidden.
    """

    size = (charts.WIDTH, 270)
    show = traitlets.Enum(own_shown.KEYS, default_value="typical_video")
    channel = traitlets.Enum(
        ("tiktok", "instagram", "email", "friend", "flyer"), default_value="tiktok"
    )
    hide = traitlets.Bool(True)

    def __init__(
        self, files: OwnFiles | None = None, among: Sequence[str] = (), **state: Any
    ) -> None:
        self._files, self._among = files, tuple(among) or own_shown.KEYS
        self._known: tuple[Any, dict[str, Card]] = (None, {})
        super().__init__(**{"show": self._among[0], **state})
        heading, *moved, shown = self.children
        useful = {"show": len(self._among) > 1, "channel": self._of_people(PEOPLE)}
        useful["hide"] = self._of_people((*PEOPLE, *COSTS))
        moved = [one for one, use in zip(moved, useful.values(), strict=True) if use]
        self.children = [heading, *moved, shown]
        if files is not None:
            files.observe(lambda _: self.redraw(), names="version")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "show": ipywidgets.Dropdown(
                # JupyterLab keeps the arrow keys for itself until the list is open.
                description=text("Show (click, or space bar)"),
                options=[(one.title, one.key) for one in self._cards().values()],
                **WIDE,
            ),
            "channel": ipywidgets.Dropdown(
                description=text("Channel (click, or space bar)"),
                options=[
                    (own_shown.channel_name(name), name)
                    for name in self.class_traits()["channel"].values
                ],
                **WIDE,
            ),
            "hide": ipywidgets.Checkbox(
                description=text("Hide counts of 1 to 4 people"), indent=False, **WIDE
            ),
        }

    @property
    def is_sample(self) -> bool:
        """Whether these are the invented group's numbers."""
        return self._files is None or self._files.is_sample

    def view(self) -> View:
        card = self._cards()[self.show]
        return View(
            title=titled(card.title, self.is_sample),
            sentence=card.sentence,
            draw=lambda ax: own_shown.draw(ax, card),
            source=charts.synthetic() if self.is_sample else text("Your own files."),
            table=_tables(card),
            cautions=card.cannot,
        )

    def still(self) -> str:
        if self.is_sample:
            return super().still()
        run = text("Run this cell (Shift + Enter) to see your own numbers.")
        return f'<p dir="{direction()}"><em>{escape(run)}</em></p>'

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        if not self.is_sample:  # a stored notebook holds nothing of somebody's own
            bundle["text/plain"] = text("Your own numbers.")
        return bundle

    def _of_people(self, keys: Sequence[str]) -> bool:
        return bool(set(keys) & set(self._among))

    def _cards(self) -> dict[str, Card]:
        """All cards of the present files, computed once: a move to another needs no new ones."""
        state = (self._files.version if self._files else 0, self.channel, self.hide)
        if self._known[0] != state:
            mine = sample(data.folder()) if self._files is None else self._files.own
            mine = Own(mine.tables, mine.zone, self.channel, mine.codes)
            self._known = (state, own_shown.cards(mine, sharing=self.hide))
        return {key: self._known[1][key] for key in self._among}


@functools.cache
def sample(folder: Path) -> Own:
    """The tables of the invented group in ``folder``, with all of its files read."""
    undated = ("FollowerHistory.csv", "Viewers.csv", "FollowerActivity.csv")
    settings = Settings(
        zone=_SAMPLE_ZONE,
        exported_by_file=dict.fromkeys(undated, _SAMPLE_DAY),
        salt=SAMPLE_SALT,
    )
    return Own(read(sample_files(folder), settings).tables, _SAMPLE_ZONE)


def titled(title: str, is_sample: bool) -> str:
    """The title of a measure, which says whose it is."""
    if is_sample:
        return text("{measure}, of an invented group", measure=title)
    return text("{measure}, of your own files", measure=title)


def _tables(card: Card) -> str:
    can = f"<p><strong>{escape(text('What this can tell you'))}</strong> {escape(card.can)}</p>"
    if not card.numbers:
        return can
    parts = [can, str(charts.table(own_shown.table(card), text("The numbers")))]
    if card.table is not None:
        parts.append(
            str(charts.table(card.table, text("People: a row for each code, a column an answer")))
        )
    return "".join(parts)
