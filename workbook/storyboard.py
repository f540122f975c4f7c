"""A plan for one short video: its shots, and what to settle before it is posted.

Everything here is a pure function on plain values. What it says about music is no legal advice,
and what it says about people is the course's advice: see module 04 for the sources.
"""

import math
import re
from enum import Enum
from typing import NamedTuple

from workbook.i18n import text

WORDS_A_SECOND = 2.5
"""An easy pace of speaking. It is our assumption: time yourself."""

ENOUGH_CONTRAST = 4.5
"""Between letters and what is behind them. Source: WCAG 2.2, success criterion 1.4.3."""

MOST_FLASHES = 3
"""In any one second. Source: WCAG 2.2, success criterion 2.3.1."""


# Shots -----------------------------------------------------------------------------------------


class Shot(NamedTuple):
    """A part of the video, from ``start`` to ``end`` in seconds, and the words spoken in it."""

    start: float
    end: float
    words: str

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def needs(self) -> int:
        """Whole seconds that it takes to say the words at an easy pace."""
        return math.ceil(len(self.words.split()) / WORDS_A_SECOND)

    @property
    def fits(self) -> bool:
        return self.needs <= self.seconds


def shots(
    length: float, hook_ends: float, ask_begins: float, words: tuple[str, str, str]
) -> tuple[Shot, Shot, Shot]:
    """Hook, body and ask of a video of ``length`` seconds.

    Raises ValueError unless 0 <= hook_ends <= ask_begins <= length.
    """
    if not 0 <= hook_ends <= ask_begins <= length:
        raise ValueError(text("The hook ends before the ask begins, and both are in the video."))
    hook, body, ask = words
    return (
        Shot(0, hook_ends, hook),
        Shot(hook_ends, ask_begins, body),
        Shot(ask_begins, length, ask),
    )


def words_to_check(*spoken: str) -> list[str]:
    """Names and numbers, in order: what automatic captions get wrong most easily.

    A name is a word with a capital letter that does not begin a sentence, with the capitalised
    words that follow it. So a name that begins a sentence is not found.
    """
    found: list[str] = []
    for sentence in re.split(r"[.!?:…\n]+", "\n".join(spoken)):
        name: list[str] = []
        for place, word in enumerate([*re.findall(r"[\w'’-]+", sentence), ""]):
            if word[:1].isupper() and place and word not in ("I", "I'm", "I’m"):
                name.append(word)
                continue
            if name:
                found.append(" ".join(name))
                name = []
            if any(letter.isdigit() for letter in word):
                found.append(word)
    return list(dict.fromkeys(found))


# Before you post -------------------------------------------------------------------------------


class Verdict(Enum):
    """How one check stands."""

    READY = "ready"
    TO_DO = "to do"
    ASK = "ask first"


class Finding(NamedTuple):
    """One check before posting: what was looked at, how it stands, and what to do."""

    check: str
    verdict: Verdict
    advice: str


def contrast(ink: str, paper: str) -> float:
    """Contrast ratio of two colours such as ``"#ffffff"``: 1 is none, 21 is black on white.

    Raises ValueError if a colour is not written so.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    dark, light = sorted((_luminance(ink), _luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(text("{colour} is not a colour such as #ffffff.", colour=repr(colour)))

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def captions(read: bool) -> Finding:
    """``read``: somebody has read the captions against the video and corrected them."""
    if read:
        return Finding(text("Captions"), Verdict.READY, text("Read and corrected."))
    return Finding(
        text("Captions"),
        Verdict.TO_DO,
        text("Switch them on, then read every word. Names go wrong first."),
    )


def spoken_text(spoken: bool) -> Finding:
    """``spoken``: whatever stands on the screen is also said aloud."""
    if spoken:
        return Finding(
            text("Words on screen"), Verdict.READY, text("Said aloud, for those who do not see.")
        )
    return Finding(
        text("Words on screen"),
        Verdict.TO_DO,
        text("Say them aloud as well: some people listen and do not see."),
    )


def colours(ink: str, paper: str) -> Finding:
    """Can the letters be read? Raises ValueError as :func:`contrast` does."""
    # Rounded down: 4.49 must not read as 4.5, which would be enough.
    ratio = f"{math.floor(10 * contrast(ink, paper)) / 10:.1f}"
    if contrast(ink, paper) >= ENOUGH_CONTRAST:
        return Finding(
            text("Contrast"),
            Verdict.READY,
            text("{ratio} to 1. Put the words on a plain box: a video moves.", ratio=ratio),
        )
    return Finding(
        text("Contrast"),
        Verdict.TO_DO,
        text(
            "{ratio} to 1. Make it {enough} or more, such as white on black.",
            ratio=ratio,
            enough=ENOUGH_CONTRAST,
        ),
    )


def position(covered: bool) -> Finding:
    """``covered``: the words stand where the app puts its buttons and the caption."""
    if covered:
        return Finding(
            text("Place of words"),
            Verdict.TO_DO,
            text("The app covers them with its own buttons and text. Move them up or inwards."),
        )
    return Finding(text("Place of words"), Verdict.READY, text("Clear of the app's buttons."))


def flashes(a_second: int) -> Finding:
    """``a_second``: how often the picture flashes in its quickest second."""
    if a_second > MOST_FLASHES:
        return Finding(
            text("Flashes"),
            Verdict.TO_DO,
            text(
                "{count} a second can harm people. Slow it to {most} or fewer; best is none.",
                count=a_second,
                most=MOST_FLASHES,
            ),
        )
    return Finding(
        text("Flashes"),
        Verdict.READY,
        text("At most {most} in any second. Keep it so.", most=MOST_FLASHES),
    )


SOUNDS = ("own", "commercial", "licence", "library", "other")
"""Our own voice and sounds, TikTok's commercial library, music with a written licence, a song
from the general library, a sound that somebody else made."""


def music(sound: str) -> Finding:
    """May the group use one of :data:`SOUNDS`? Raises ValueError for another."""
    verdict, advice = {
        "own": (
            Verdict.READY,
            text("Yours. Ask everybody who is heard, and note that they agreed."),
        ),
        "commercial": (
            Verdict.READY,
            text("Made for groups and firms. Look again before you post it on another app."),
        ),
        "licence": (
            Verdict.READY,
            text("Keep the licence. Does it name this app, this country, and for how long?"),
        ),
        "library": (
            Verdict.TO_DO,
            text("Licensed for private fun. Take your own voice or the commercial library."),
        ),
        "other": (
            Verdict.ASK,
            text("Ask the maker in writing. A song inside it has owners of its own."),
        ),
    }[_one_of(sound, SOUNDS)]
    return Finding(text("Sound"), verdict, advice)


PEOPLE = ("nobody", "agreed", "not_asked", "children")
"""Nobody can be recognised, everybody agreed, some were not asked, children can be recognised."""


def consent(people: str) -> Finding:
    """May one of :data:`PEOPLE` be shown? Raises ValueError for another."""
    verdict, advice = {
        "nobody": (
            Verdict.READY,
            text("Look once more: voices, name tags, tattoos, number plates, house doors."),
        ),
        "agreed": (
            Verdict.READY,
            text("To be filmed, and to stay online for years? Tell them how to take it back."),
        ),
        "not_asked": (
            Verdict.TO_DO,
            text("Ask each person, or film hands, backs and wheels. A crowd is people too."),
        ),
        "children": (
            Verdict.ASK,
            text("Ask the child and whoever cares for them, in writing. Better: no faces."),
        ),
    }[_one_of(people, PEOPLE)]
    return Finding(text("People"), verdict, advice)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(
            text("{value} is none of {known}.", value=repr(value), known=", ".join(known))
        )
    return value
