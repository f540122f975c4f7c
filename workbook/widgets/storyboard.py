"""Hook, body and ask on a strip of time: a shot list for one video."""

from collections.abc import Mapping

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts
from workbook.errors import Problem
from workbook.i18n import number, text
from workbook.storyboard import WORDS_A_SECOND, Shot, shots, words_to_check
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View


class Storyboard(Explorable):
    """A video of three parts: when each begins and ends, and the words that are said in it.

    State: ``length`` in seconds; ``cuts``, the seconds at which the hook ends and the ask begins;
    ``hook``, ``body`` and ``ask``, the words. A shorter video takes its cuts along.
    """

    size = (charts.WIDTH, 170)
    margins = (14, 14, 8, 46)
    length = traitlets.Int(30, min=5, max=90)
    cuts = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(3, 24))
    hook = traitlets.Unicode("")
    body = traitlets.Unicode("")
    ask = traitlets.Unicode("")

    @traitlets.validate("cuts")  # type: ignore[untyped-decorator]
    def _in_order(self, proposal: traitlets.Bunch) -> tuple[int, int]:
        first, second = proposal.value
        if not 0 < first <= second <= self.length:
            raise Problem(
                text(
                    "cuts=({first}, {second}) does not fit: give two seconds, the smaller one "
                    "first, from 1 to {length}.",
                    first=first,
                    second=second,
                    length=self.length,
                )
            )
        return first, second

    @traitlets.observe("length")  # type: ignore[untyped-decorator]
    def _follow_the_length(self, _: traitlets.Bunch) -> None:
        first, second = self.cuts
        self.cuts = (min(first, self.length), min(second, self.length))

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        cuts = ipywidgets.IntRangeSlider(
            description=text("Hook ends, ask begins"), min=1, max=self.length, **WIDE
        )
        traitlets.dlink((self, "length"), (cuts, "max"))
        return {
            "length": ipywidgets.IntSlider(
                description=text("Length in seconds"), min=5, max=90, **WIDE
            ),
            "cuts": cuts,
            "hook": ipywidgets.Text(
                description=text("First sentence"),
                placeholder=text("This crossing takes 4 minutes on foot."),
                **WIDE,
            ),
            "body": ipywidgets.Text(
                description=text("Then you say"),
                placeholder=text("what happens, and why it matters to whom"),
                **WIDE,
            ),
            "ask": ipywidgets.Text(
                description=text("Then you ask"),
                placeholder=text("one thing, small and clear"),
                **WIDE,
            ),
        }

    def view(self) -> View:
        hook_ends, ask_begins = self.cuts
        words = self.hook, self.body, self.ask
        parts = shots(self.length, hook_ends, ask_begins, words)
        names = _names()
        said = [
            text(
                "A video of {length} seconds: the hook takes {hook}, the body {body}, the ask "
                "{ask}.",
                length=self.length,
                hook=number(parts[0].seconds),
                body=number(parts[1].seconds),
                ask=number(parts[2].seconds),
            )
        ]
        said += [
            text(
                "{part}: to say it calmly takes about {needs} seconds, and there are {seconds}. "
                "Say less, or give it more time.",
                part=name,
                needs=part.needs,
                seconds=number(part.seconds),
            )
            for name, part in zip(names, parts, strict=True)
            if not part.fits
        ]
        if all(part.words.strip() for part in parts) and all(part.fits for part in parts):
            said.append(text("All words fit."))
        check = words_to_check(*words)
        if check:
            said.append(text("In the captions, look at: {words}.", words=", ".join(check)))
        return View(
            title=text("Your storyboard: hook, body, ask"),
            sentence=" ".join(said),
            draw=lambda ax: _draw(ax, parts, self.length),
            source=text(
                "Your words. The pace is our assumption: {pace} words a second. Time yourself.",
                pace=WORDS_A_SECOND,
            ),
            table=_shot_list(parts),
            cautions=(
                text(
                    "It does not say that three parts, or these seconds, work better than others."
                ),
                text("It keeps nothing. Copy what you like into the field below."),
            ),
        )


def _names() -> tuple[str, str, str]:
    return text("Hook"), text("Body"), text("Ask")


def _shot_list(parts: tuple[Shot, Shot, Shot]) -> str:
    return charts.table(
        pd.DataFrame(
            [
                [
                    text(
                        "{start} to {end} s", start=number(part.start), end=number(part.end)
                    ).replace(" ", "\u00a0"),
                    part.words.strip() or text("(no words yet)"),
                    text(
                        "{needs} of {seconds} s", needs=part.needs, seconds=number(part.seconds)
                    ).replace(" ", "\u00a0"),
                ]
                for part in parts
            ],
            index=_names(),
            columns=[text("When"), text("Words"), text("Takes")],
        ),
        text("Shot list"),
    )


def _draw(ax: Axes, parts: tuple[Shot, Shot, Shot], length: int) -> None:
    ax.set_xlim(0, length)
    ax.set_ylim(0, 116)
    step = next(step for step in (1, 2, 5, 10, 15) if length / step <= 7)
    charts.number_line(ax, range(0, length + 1, step), text("seconds (striped: too many words)"))
    wide = ax.bbox.width
    looks = zip(parts, _names(), (charts.ORANGE, charts.SKY, charts.GREEN), strict=True)
    for row, (part, name, colour) in enumerate(looks):
        top = 116 - 38 * row
        ax.add_patch(
            Rectangle(
                (part.start, top - 34),
                part.seconds,
                30,
                facecolor=colour,
                hatch=None if part.fits else "///",
            )
        )
        # Beside the bar, on the side with more room.
        left, right = part.start / length * wide, (length - part.end) / length * wide
        label = f"{name}: {part.words.strip()}" if part.words.strip() else name
        at, side, room = (part.end, "left", right) if right >= left else (part.start, "right", left)
        inside = part.seconds / length * wide
        if inside > room:
            at, side, room = part.start, "left", inside
        shift = (6 if side == "left" else -6) * length / wide
        line = card.wrapped(label, room - 12, 1)
        box = {"facecolor": charts.PAPER, "edgecolor": "none", "pad": 2} if room == inside else None
        ax.text(
            at + shift, top - 19, line[0], ha=side, va="center", weight="bold", size=13, bbox=box
        )
