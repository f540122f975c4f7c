"""Before you post: can everybody follow it, may you use the sound, did people agree?"""

from collections.abc import Mapping

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, storyboard
from workbook.i18n import plural, text
from workbook.storyboard import PEOPLE, SOUNDS, Finding, Verdict
from workbook.widgets import card
from workbook.widgets.base import WIDE, Explorable, View

COLOURS = {
    "white_on_black": ("#FFFFFF", "#000000"),
    "black_on_yellow": ("#000000", "#FFE34D"),
    "white_on_sky": ("#FFFFFF", "#8CC8F0"),
    "red_on_grey": ("#C0392B", "#7F8C8D"),
}
"""Letters, and what is behind them."""


class ReadyToPost(Explorable):
    """Seven checks of one video: five on access, then the sound and the people.

    State: ``colours``, one of :data:`COLOURS`; ``where`` the words stand, ``"top"``, ``"middle"``
    or ``"bottom"``; ``captions`` and ``spoken``, whether that is done; ``flashes`` a second;
    ``sound`` and ``people`` as in :mod:`workbook.storyboard`.
    """

    size = (charts.WIDTH, 330)
    margins = (4, 4, 4, 4)
    colours = traitlets.Enum(tuple(COLOURS), default_value="white_on_sky")
    where = traitlets.Enum(("top", "middle", "bottom"), default_value="bottom")
    captions = traitlets.Bool(False)
    spoken = traitlets.Bool(False)
    flashes = traitlets.Int(0, min=0, max=10)
    sound = traitlets.Enum(SOUNDS, default_value="library")
    people = traitlets.Enum(PEOPLE, default_value="not_asked")

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            "colours": _radio(
                text("Words on screen (click, or Tab and space bar)"),
                {
                    "white_on_black": text("white on a black box"),
                    "black_on_yellow": text("black on a yellow box"),
                    "white_on_sky": text("white on the sky"),
                    "red_on_grey": text("red on a grey street"),
                },
            ),
            "where": _radio(
                text("They stand"),
                {
                    "top": text("in the upper part"),
                    "middle": text("in the middle"),
                    "bottom": text("at the bottom"),
                },
            ),
            "captions": ipywidgets.Checkbox(
                description=text("Captions are on, read and corrected"), indent=False, **WIDE
            ),
            "spoken": ipywidgets.Checkbox(
                description=text("The words on the screen are said aloud, too"),
                indent=False,
                **WIDE,
            ),
            "flashes": ipywidgets.IntSlider(
                description=text("Flashes in a second, at most"),
                max=10,
                style={"description_width": "auto"},
                **WIDE,
            ),
            "sound": _radio(
                text("The sound is"),
                {
                    "own": text("our own voice and sounds"),
                    "commercial": text("from TikTok's commercial music library"),
                    "licence": text("music that we hold a written licence for"),
                    "library": text("a popular song from the app"),
                    "other": text("a sound that somebody else posted"),
                },
            ),
            "people": _radio(
                text("People in it"),
                {
                    "nobody": text("nobody can be recognised"),
                    "agreed": text("all agreed: to be filmed, and to stay online"),
                    "not_asked": text("some were not asked"),
                    "children": text("a child can be recognised"),
                },
            ),
        }

    def view(self) -> View:
        findings = self.findings()
        open_ones = [finding for finding in findings if finding.verdict is not Verdict.READY]
        said = [
            text(
                "{done} of {all} checks are ready.",
                done=len(findings) - len(open_ones),
                all=len(findings),
            )
        ]
        if open_ones:
            said.append(
                plural(
                    "{count} is open: {names}.",
                    "{count} are open: {names}.",
                    len(open_ones),
                    names=", ".join(finding.check for finding in open_ones),
                )
            )
        return View(
            title=text("Ready to post?"),
            sentence=" ".join(said),
            draw=lambda ax: _draw(ax, findings, COLOURS[self.colours], self.where),
            source=text(
                "Your answers. The frame is drawn by us: the app may place its parts anew."
            ),
            table=charts.table(
                pd.DataFrame(
                    {
                        text("State"): [_word(finding) for finding in findings],
                        text("What to do"): [finding.advice for finding in findings],
                    },
                    index=[finding.check for finding in findings],
                ),
                text("The checks, one by one"),
            ),
            cautions=(
                text("It is no legal advice. Rules on music and on faces differ by country."),
                text(
                    "It believes what you tick. Watch the video once without sound, once without "
                    "the picture."
                ),
            ),
        )

    def findings(self) -> list[Finding]:
        """The checks in their order."""
        return [
            storyboard.captions(self.captions),
            storyboard.spoken_text(self.spoken),
            storyboard.colours(*COLOURS[self.colours]),
            storyboard.position(self.where == "bottom"),
            storyboard.flashes(self.flashes),
            storyboard.music(self.sound),
            storyboard.consent(self.people),
        ]


def _radio(label: str, options: Mapping[str, str]) -> ipywidgets.RadioButtons:
    return ipywidgets.RadioButtons(
        description=label,
        options=[(words, name) for name, words in options.items()],
        style={"description_width": "auto"},
        **WIDE,
    )


_NO_BREAK = "\u00a0"


def _word(finding: Finding) -> str:
    return {
        Verdict.READY: text("✓ ready"),
        Verdict.TO_DO: text("✗ to do"),
        Verdict.ASK: text("? ask first"),
    }[finding.verdict].replace(" ", _NO_BREAK)


def _draw(ax: Axes, findings: list[Finding], colours: tuple[str, str], where: str) -> None:
    _, height = card.pixels(ax)
    wide = 180
    card.frame(ax, 1, 1, wide, height - 2)
    # What the app lays over a video: its buttons at the right, the account and text below.
    for x, y, width, tall in ((wide - 36, 84, 26, 130), (10, 10, wide - 20, 66)):
        ax.add_patch(Rectangle((x, y), width, tall, facecolor=charts.GRID, hatch="//"))
    ink, paper = colours
    middle = {"top": height - 60, "middle": 190, "bottom": 43}[where]
    ax.add_patch(Rectangle((18, middle - 26), 118, 52, facecolor=paper, linewidth=0))
    lines = card.wrapped(text("Saturday, 10 o'clock"), 110, 2)
    card.paragraph(ax, 77, middle + 9 * len(lines), lines, ink)
    for row, finding in enumerate(findings):
        level = height - 24 - 38 * row
        ax.text(wide + 20, level, finding.check, va="center", weight="bold")
        ax.text(484, level, _word(finding), va="center", ha="right")
    ax.text(wide + 20, 26, text("Striped: what the app covers."), size=13, color=charts.QUIET)
