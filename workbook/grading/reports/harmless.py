"""What a learner wrote or made, as HTML that runs nothing and loads nothing.

Four kinds come in: plain text, Markdown, HTML and pictures. Each function here returns
:class:`~markupsafe.Markup` that has no script, no style, no id, no form, and no address but links
that a person has to click on.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from workbook.grading.reports import pictures
from workbook.i18n import language, text

LONGEST_TEXT = 12_000
"""Letters of one text that are shown; a screen has some 3,000."""
LONGEST_HTML = 30_000
"""Letters of HTML: pandas shows 60 rows in some 20,000. Cleaning ten times that, if it is all one
box inside another, takes a hundred times as long."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.?)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""And halves of letters, which JSON allows and UTF-8 does not."""
_OVERWRITTEN = re.compile(r"^.*\r(?!\n|$)", re.MULTILINE)
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_DATA = re.compile(r"data:(image/(?:png|jpeg));base64,(.*)", re.IGNORECASE | re.DOTALL)
_RELATION = "noopener noreferrer nofollow"


def plain(words: str) -> str:
    """``words`` as a terminal would show them, without its colours and signals, fit for UTF-8."""
    words = _ANSI.sub("", words).replace("\r\n", "\n")
    return _CONTROL.sub("", _OVERWRITTEN.sub("", words).replace("\r", "\n"))


def shortened(words: str, longest: int = LONGEST_TEXT) -> str:
    """``words``, or their beginning and end, with a sentence between the two."""
    if len(words) <= longest:
        return words
    left_out = text("[This is very long, and its middle is left out here.]")
    return f"{words[: longest * 2 // 3]}\n\n{left_out}\n\n{words[-longest // 3 :]}"


def block(words: str) -> Markup:
    """Text as it stands: what a cell printed, or code."""
    # Before it is cleaned, too: cleaning megabytes takes its time.
    return escape(shortened(plain(shortened(words, 10 * LONGEST_TEXT))))


def markdown(words: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Markdown, in which HTML is only text. Its headings are one level lower.

    ``attachments`` are those of the cell, as nbformat keeps them.
    """
    if len(words) > LONGEST_TEXT:
        return Markup('<pre class="text">{}</pre>').format(block(words))
    if attachments:
        return _rendered(words, attachments)
    return _remembered(words, language())


def html(words: str) -> Markup | None:
    """The harmless part of HTML; None if that would not say what the whole said."""
    if len(words) > LONGEST_HTML or re.search(r"<(?:svg|canvas|video|audio|iframe)", words, re.I):
        return None
    cleaned = _CLEANER.clean(plain(words))
    visible = re.sub(r"<(?!img)[^>]*>", "", cleaned).strip()
    # Nothing may be replaced in it: what is an attribute here could become a tag there.
    return Markup(cleaned) if visible else None


def picture(kind: str, base64: str, alt: str) -> Markup | None:
    """A PNG or JPEG picture of a notebook's output; None if it is none."""
    source = pictures.address(kind, base64)
    if source is None:
        return None
    return Markup('<img class="picture" src="{}" alt="{}">').format(source, alt)


@lru_cache(maxsize=256)
def _remembered(words: str, language: str) -> Markup:
    """Most Markdown of a class is the course's own, and the same in each notebook."""
    return _rendered(words, {})


def _rendered(words: str, attachments: Mapping[str, Any]) -> Markup:
    rendered = _MARKDOWN.render(plain(words), {"attachments": attachments})
    return Markup(rendered)  # HTML is off, and links and pictures are made below


# Markdown -----------------------------------------------------------------------------------


def _link(
    self: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Links lead to the web or to a mailbox. A file of the course is elsewhere than this page."""
    address = str(tokens[place].attrs.get("href", ""))
    if not _LINK.match(address):
        return "<a>"
    return Markup('<a href="{}" rel="{}">').format(address, _RELATION)


def _image(
    self: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """A picture that the notebook holds, else its words; from the web, a link to it."""
    token = tokens[place]
    address = str(token.attrs.get("src", ""))
    alt = self.renderInlineAsText(token.children or [], options, env)
    if data := _DATA.match(address):
        return picture(data[1].lower(), data[2], alt) or _no_picture(alt)
    if address.startswith("attachment:"):
        return _attached(env["attachments"].get(address.removeprefix("attachment:")), alt)
    if _REMOTE.match(address):
        named = text("Picture on the web: {name}", name=alt or address)
        return Markup('<a href="{}" rel="{}">{}</a>').format(address, _RELATION, named)
    return _no_picture(alt)


def _attached(forms: object, alt: str) -> Markup:
    for kind in ("image/png", "image/jpeg"):
        content = forms.get(kind) if isinstance(forms, dict) else None
        if isinstance(content, str) and (shown := picture(kind, content, alt)):
            return shown
    return _no_picture(alt)


def _no_picture(alt: str) -> Markup:
    named = text("Picture that cannot be shown: {name}", name=alt) if alt else ""
    return Markup("<em>{}</em>").format(named or text("A picture that cannot be shown"))


def _heading(
    self: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    level = min(int(tokens[place].tag[1:]) + 1, 6)
    return f"<{'/' if tokens[place].nesting < 0 else ''}h{level}>"


def _table_cell(
    self: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Without the style that aligns it: the page lets no style in but its own."""
    return f"<{tokens[place].tag}>"


def _formula(content: str, config: Mapping[str, Any]) -> str:
    """Formulas stay in TeX: to draw them, a page would need scripts."""
    return escape(content.strip())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    dollarmath_plugin(
        parser, allow_labels=False, allow_digits=False, double_inline=True, renderer=_formula
    )
    # Every address is parsed as one, and the rules below say which of them is kept.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    for name, rule in {
        "link_open": _link,
        "image": _image,
        "heading_open": _heading,
        "heading_close": _heading,
        "th_open": _table_cell,
        "td_open": _table_cell,
    }.items():
        parser.add_render_rule(name, rule)
    return parser


_MARKDOWN = _parser()

# HTML ---------------------------------------------------------------------------------------

_TAGS = {
    *("p", "div", "span", "br", "hr", "blockquote", "pre", "code", "figure", "figcaption"),
    *("b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "mark", "kbd", "samp", "var"),
    *("ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_WITH_CONTENT = {
    *("script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"),
    *("select", "textarea", "button"),
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LINK.match(value) else None
    if name == "src":
        data = _DATA.match(value)
        # A browser shows the words of a picture that is empty.
        return (data and pictures.address(data[1].lower(), data[2])) or "data:,"
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes={
        "a": {"href"},
        "img": {"src", "alt"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
        "*": {"dir", "lang"},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=_RELATION,
)
