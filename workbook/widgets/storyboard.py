"""Hook, body and ask on a strip of time: a shot list for one video."""

from collections.abc import Mapping
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts
from workbook.errors import Problem
from workbook.feedback import notes
from workbook.i18n import number, text
from workbook.storyboard import WORDS_A_SECOND, Shot, shots, words_to_check
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

# Room for a sentence of a dozen words and more. It grows by its handle.
_LINES: dict[str, Any] = {"rows": 3, **WIDE}


class Storyboard(Explorable):
    """A video of three parts: when each begins and ends, and the words that are said in it.

    State: ``length`` in seconds; ``cuts``, the seconds at which the hook ends and the ask begins;
    ``hook``, ``body`` and ``ask``, the words. A shorter video takes its cuts along.

    With a ``note``, such as ``"04_storyboard"``, the words are kept under this name as they are
    typed (see :mod:`workbook.feedback.notes`), and are there again the next time.
    """

    size = (charts.WIDTH, 170)
    margins = (14, 14, 8, 46)
    length = traitlets.Int(30, min=5, max=90)
    cuts = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(3, 24))
    hook = traitlets.Unicode("")
    body = traitlets.Unicode("")
    ask = traitlets.Unicode("")
    note = traitlets.Unicode("")
    _lost = False  # the words could not be written down

    def __init__(self, **state: Any) -> None:
        name = state.get("note")
        if isinstance(name, str) and name:
            state = {**_kept(notes.notes().get(name, ""))[0], **state}
        super().__init__(**state)

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

    @traitlets.observe("hook", "body", "ask")  # type: ignore[untyped-decorator]
    def _keep(self, _: traitlets.Bunch) -> None:
        if not self.note:
            return
        before = notes.notes().get(self.note, "")
        _, others = _kept(before)
        words = self.hook, self.body, self.ask
        # A part is one line of the note, even if it was typed in two.
        lines = [
            f"{name}: {' '.join(said.split())}" for name, said in zip(_names(), words, strict=True)
        ]
        after = "\n".join([*lines, *others] if any(word.strip() for word in words) else others)
        self._lost = not notes.kept(self.note, after)

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
            "hook": ipywidgets.Textarea(
                description=text("First sentence"),
                placeholder=text("This crossing takes 4 minutes on foot."),
                **_LINES,
            ),
            "body": ipywidgets.Textarea(
                description=text("Then you say"),
                placeholder=text("what happens, and why it matters to whom"),
                **_LINES,
            ),
            "ask": ipywidgets.Textarea(
                description=text("Then you ask"),
                placeholder=text("one thing, small and clear"),
                **_LINES,
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
                self._where_kept(),
            ),
        )

    def _where_kept(self) -> str:
        if not self.note:
            return text("It keeps nothing. Copy what you like.")
        if self._lost:
            return text(
                "Your words could not be kept: the folder my_work cannot be written to. Copy them."
            )
        return text("Your words are kept in my_work/notes.json as you type, for your plan.")

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        if self.note:  # a stored notebook never holds what somebody wrote
            empty = Storyboard(length=self.length, cuts=self.cuts)
            empty.note = self.note
            bundle["text/plain"], bundle["text/html"] = empty.sentence, empty.still()
        return bundle


def _kept(note: str) -> tuple[dict[str, str], list[str]]:
    """The words of the parts in a note, and the lines of it that are not ours."""
    starts = {f"{name}:": part for part, name in zip(_PARTS, _names(), strict=True)}
    words: dict[str, str] = {}
    others = []
    for line in note.splitlines():
        start, colon, said = line.partition(":")
        part = starts.get(start + colon)
        if part and part not in words:
            words[part] = said.strip()
        else:
            others.append(line)
    return words, others


_PARTS = "hook", "body", "ask"


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
