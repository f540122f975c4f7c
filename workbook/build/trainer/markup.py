"""Markdown of a lesson as HTML for a page of its own, and as runs of letters for Word."""

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table")


class Run(NamedTuple):
    """Words that look alike."""

    words: str
    bold: bool
    italic: bool


def html(words: str) -> str:
    """Paragraphs, lists and tables; what looks like a tag stays text."""
    return str(_MARKDOWN.render(words))


def inline(words: str) -> str:
    """One paragraph without its ``<p>``."""
    return str(_MARKDOWN.renderInline(" ".join(words.split())))


def plain(words: str) -> str:
    """The words alone, without marks."""
    return "".join(run.words for run in runs(words))


def runs(words: str) -> Iterator[Run]:
    """``words``, a paragraph, piece by piece."""
    bold = italic = 0
    (token,) = _MARKDOWN.parseInline(" ".join(words.split()))
    for piece in token.children or []:
        if piece.type in ("strong_open", "strong_close"):
            bold += piece.nesting
        elif piece.type in ("em_open", "em_close"):
            italic += piece.nesting
        elif piece.content:
            yield Run(piece.content, bool(bold), bool(italic))
