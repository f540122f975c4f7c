"""Sign-up links that say where people came from: one for each channel and each video.

Everything here is a pure function on text. A link is the address of a sign-up page with a *source
code* in it. The code is kept by the tool that runs the form, so it must be spelled the same way
everywhere; a person types names, and the spelling is ours (:func:`code`).

What each tool is known to keep is in :data:`TOOLS`, with where that was read. We have not tried
any of the tools: whoever makes links signs up once as a test, and looks for the code.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from workbook.attribution import CODE_ALIASES
from workbook.i18n import text
from workbook.plan import clean

LONGEST = 24
"""Letters in a code, at most: it has to fit in a column, and sometimes it is read aloud."""

ALIKE = 0.8
"""From this likeness on (difflib's ratio, 0 to 1) two codes may be one with a slip in it."""

_ADDRESS_LONGEST = 800  # more makes a QR picture too fine for a phone


class Tool(NamedTuple):
    """What a tool keeps of a link."""

    parameters: tuple[str, ...]
    """The channel's place in the link; a second one, if there is, is the video's."""
    joint: str
    """What stands between channel and video where both share one place."""
    numbers: bool = False
    """Whether the code is a number that the tool itself gives out."""

    @property
    def utm(self) -> bool:
        """Whether it follows the convention of web analytics, with medium and campaign."""
        return self.parameters[0] == "utm_source"


TOOLS = {
    "action_network": Tool(("source",), "-"),
    "everyaction": Tool(("ms",), "-"),
    "mobilize": Tool(("utm_source", "utm_content"), " / "),
    "website": Tool(("utm_source", "utm_content"), " / "),
    "eventbrite": Tool(("aff",), ""),
    "nationbuilder": Tool(("recruiter_id",), "", numbers=True),
}
"""Tools by key. Read, and not tried:

- Action Network: ``source``, only letters, digits, dashes and underscores; dash and underscore
  count as equal when targeting (help.actionnetwork.org, "Using source codes"). ControlShift keeps
  ``source`` as well (support.controlshiftlabs.com, "Tracking Signature Sources").
- EveryAction: the market source ``ms``, made on the fly, at most 150 letters, digits, spaces,
  dashes, underscores (community.bonterratech.com, "How do I use Market Source Codes?"). Its *source
  code* is another thing: one for each form, and known by its id.
- Mobilize: a sign-up keeps its referrer as five utm fields and an address
  (github.com/mobilizeamerica/api, ``Referrer``, and sql_data_dictionary/README.md).
- Web analytics: ``utm_source``, ``utm_medium``, ``utm_campaign``, ``utm_content``; Google says to
  use the first three always, and that capitals make another value
  (support.google.com/analytics/answer/10917952).
- Eventbrite: ``aff``. A page that quotes its help says letters and digits only
  (thekinderfoundation.com, on affiliate programs): second hand.
- NationBuilder: ``recruiter_id`` holds the number of a *profile*
  (support.nationbuilder.com/en/articles/2306276). For a channel one makes a profile that is no
  person (hines.digital, "Tracking ad conversions with recruiter IDs"): second hand.
"""

_MEDIUMS = {
    **dict.fromkeys(
        (
            *("tiktok", "instagram", "facebook", "youtube", "twitter", "x", "threads", "bluesky"),
            *("mastodon", "linkedin", "reddit", "pinterest", "snapchat"),
        ),
        "social",
    ),
    **dict.fromkeys(("email", "newsletter", "mail"), "email"),
    **dict.fromkeys(("sms", "text"), "sms"),
}
"""``utm_medium`` of a channel. Google counts ``social`` as Organic Social, and so for the others
(support.google.com/analytics/answer/9756891). All that is not here is ``other``."""

# Latin letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_NO_SCHEME = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}(?::\d+)?(?:[/?#]|$)")
"""How an address begins that was typed or printed without https://, as people do."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_PHONE = re.compile(r"\+?\d(?:[\s()./-]*\d){6,14}(?!\d)")
_DAY = re.compile(r"\b(?:\d{4}([-./]?)\d{2}\1\d{2}|\d{1,2}([-./])\d{1,2}\2\d{2,4})\b")


class Name(NamedTuple):
    """A channel or a video as it was typed, and its code."""

    name: str
    code: str


class Link(NamedTuple):
    """A link, where it goes, and the code that the tool will keep."""

    channel: Name
    video: Name | None
    code: str
    address: str


class Made(NamedTuple):
    """Links, and what a person should know about them, a sentence each."""

    links: tuple[Link, ...]
    told: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    """Where each accepted name goes, and its code: two names may have come to one."""


class Variant(NamedTuple):
    """Spellings that a tool would count as different codes."""

    cleaned: str
    """The one spelling to use."""
    spellings: tuple[str, ...]
    """As found, the most frequent first."""
    alike: bool
    """They differ in more than case, accents and separators, so they may be two things."""


# Spelling -----------------------------------------------------------------------------------------


def code(name: str) -> str:
    """The code of a name: lower-case letters a to z and digits, at most :data:`LONGEST` of them.

    Accents fall away, and so does all that is neither letter nor digit. A long name keeps whole
    words from its start. Known spellings become one (:data:`workbook.attribution.CODE_ALIASES`).
    The same name always gives the same code, and a code its own. Empty if nothing is left.

    >>> code("Tik-Tok"), code("Fête à l'école"), code("Bell test: may we ring at 7 am?")
    ('tiktok', 'fetealecole', 'belltestmayweringat7am')
    """
    kept = ""
    for word in _words(name):
        if kept and len(kept + word) > LONGEST:
            break
        kept = (kept + word)[:LONGEST]
    return CODE_ALIASES.get(kept, kept)


def _words(name: str) -> list[str]:
    """The words of a name in ASCII: lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold()).casefold().translate(_LETTERS)
    signs = (_ascii(sign) for sign in plain if not unicodedata.combining(sign) and sign not in "'’")
    return re.findall(r"[a-z0-9]+", "".join(signs))


def _ascii(sign: str) -> str:
    """Digits of any script as ours: a video may be called by a year in Arabic digits."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def variants(codes: Iterable[str]) -> list[Variant]:
    """Spellings in ``codes`` that split a channel or a video, by their cleaned form.

    First those that differ in case, accents, space, hyphen or underscore, or that are known to be
    one; then those that are alike by :data:`ALIKE`, such as ``flyer`` and ``flyers``. Codes that
    differ in digits only, such as ``clip_02`` and ``clip_08``, are taken as meant, and so are those
    of fewer than five letters. An abbreviation such as ``ig`` is not found.

    Tried on ``rsvps_raw.source_code``, ``sessions.utm_source`` and ``utm_content``,
    ``leaders.source_code``, and the samples in ``data/raw`` (see tests/test_links.py).
    """
    counted = Counter(found for found in codes if isinstance(found, str) and _words(found))
    groups: dict[str, list[str]] = defaultdict(list)
    for found, _ in counted.most_common():  # in the order of their first if equal in number
        groups[_squashed(found)].append(found)
    by_spelling = [
        Variant(_spelled(found[0]), tuple(found), alike=False)
        for found in groups.values()
        if len(found) > 1
    ]
    firsts = {_spelled(found[0]): found[0] for found in groups.values()}
    by_likeness = [
        Variant(one, (firsts[one], firsts[other]), alike=True) for one, other in _alike(firsts)
    ]
    return by_spelling + by_likeness


def _squashed(found: str) -> str:
    whole = "".join(_words(found))
    return CODE_ALIASES.get(whole, whole)


def _spelled(found: str) -> str:
    """As it is spelled in a link, with a dash between words."""
    return CODE_ALIASES.get("".join(_words(found)), "-".join(_words(found)))


def _alike(spelled: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(spelled, 2):
        # What both begin with, such as the channel, would make any two videos alike.
        first, second = one.split("-"), other.split("-")
        while first and second and first[0] == second[0]:
            first, second = first[1:], second[1:]
        if _a_slip("".join(first), "".join(second)):
            yield one, other


def _a_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5 or re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return False
    # No more letters than these can match: it spares most pairs the slow comparison.
    shared = min(sum(sign in other for sign in one), sum(sign in one for sign in other))
    if 2 * shared < ALIKE * (len(one) + len(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


# Names --------------------------------------------------------------------------------------------


def names(typed: str) -> list[str]:
    """The lines of what somebody typed, without empty ones and without signs that do not show."""
    return clean(typed).splitlines()


def named(line: str, tool: str = "action_network") -> Name:
    """The name in a line, and its code. ``name = code`` gives a code of one's own.

    Raises ValueError, with a sentence, if the line looks like an e-mail address or a phone number,
    or if it gives no code.
    """
    name, equals, own = (part.strip() for part in line.rpartition("="))
    if not equals:
        name, own = own, ""
    numbers = TOOLS[tool].numbers
    if personal(name) or (own and not numbers and personal(own)):
        # The sentence does not repeat it: what is shown may end up in a picture of the screen.
        raise ValueError(
            text(
                "One name looks like an e-mail address or a phone number, so it got no link: a "
                "code is seen by everybody who gets the link. Write a place or a role."
            )
        )
    if not name:
        raise ValueError(text("“{line}” has no name before the “=”.", line=line))
    if numbers and not re.fullmatch(r"[0-9]{1,8}", own):
        raise ValueError(
            text(
                "“{name}” has no number yet. NationBuilder keeps the number of a profile: make a "
                "profile for this place, never a person's, and write: {name} = its number.",
                name=name,
            )
        )
    made = own if numbers else code(own or name)
    if not made:
        raise ValueError(
            text(
                "“{name}” has none of the letters a to z and no digit, and links need those. Add "
                "a short code of your own, like this: {name} = bell",
                name=name,
            )
        )
    return Name(name, made)


def personal(words: str) -> bool:
    """Whether ``words`` look like an e-mail address or a phone number. Days are no numbers.

    >>> personal("ann@example.org"), personal("555-0177 12"), personal("ride 2025-06-14")
    (True, True, False)
    """
    plain = "".join(map(_ascii, unicodedata.normalize("NFKC", words)))
    return bool(_MAIL.search(plain) or _PHONE.search(_DAY.sub(" ", plain)))


# Links --------------------------------------------------------------------------------------------


def checked(address: str) -> str:
    """The address of a sign-up page in the letters that a link may have.

    An address that begins with its site, such as ``www.example.org``, gets ``https://``.

    Raises ValueError, with a sentence, if it is no address of the web or holds personal data.
    """
    address = address.strip()
    if re.search(r"\s", address) or not address.isprintable():
        raise ValueError(
            text("The address has a space or a hidden sign in it. Copy it again from the browser.")
        )
    try:
        parts = urlsplit(_with_scheme(address))
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise ValueError(_no_address()) from None
    if parts.scheme not in ("http", "https") or not re.fullmatch(
        r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", host
    ):
        raise ValueError(_no_address())
    if "@" in parts.netloc or _MAIL.search(unquote(address)):
        raise ValueError(
            text(
                "The address has an e-mail address or a password in it. Everybody who gets the "
                "link would see it. Use the address of the page without it."
            )
        )
    if len(address) > _ADDRESS_LONGEST:
        raise ValueError(
            text(
                "The address has more than {most} signs: no phone could read its QR picture. "
                "Use the short address of the page.",
                most=_ADDRESS_LONGEST,
            )
        )
    site = host if port is None else f"{host}:{port}"
    whole = parts._replace(netloc=site, path=parts.path or "/")
    return SplitResult(*map(_quoted, whole)).geturl()


def _with_scheme(address: str) -> str:
    return f"https://{address}" if _NO_SCHEME.match(address) else address


def _no_address() -> str:
    return text(
        "This is no address of a page. Copy it whole from the browser, from https:// on, such as "
        "https://example.org/join"
    )


def _quoted(part: str) -> str:
    return re.sub(r"[^\x21-\x7e]|[\"<>\\^`{|}]", lambda sign: quote(sign[0]), part)


def make(address: str, tool: str, channels: Sequence[str], videos: Sequence[str] = ()) -> Made:
    """A link for each channel, and one for each video.

    ``channels`` and ``videos`` are lines as typed (see :func:`named`). A video is posted on the
    first channel, or on the one that its line begins with: ``Instagram: Bell test``. Parameters
    and fragment of ``address`` stay, but for an older code in the same place. Names that give the
    same code get one link, and that is told.

    Raises ValueError, with a sentence, if the address is none (:func:`checked`), and KeyError if
    there is no such tool.
    """
    page, place = checked(address), TOOLS[tool]
    told = list(_replaced(page, place))
    if _NO_SCHEME.match(address.strip()):
        told.insert(
            0,
            text(
                "The address had no https:// before it. We read it as {address}. Open it once in "
                "your browser, to see that it is your page.",
                address=page,
            ),
        )
    found = _each(channels, tool, told)
    wanted: list[tuple[Name, Name | None]] = [(channel, None) for channel in found]
    if videos and not found:
        told.append(text("Videos need a channel: write first where you post them."))
    elif videos:
        for channel, lines in _by_channel(videos, found).items():
            wanted += [(channel, video) for video in _each(lines, tool, told)]
    links: dict[str, Link] = {}
    asked = []
    for channel, video in wanted:
        link = _link(page, place, channel, video)
        asked.append((where(link), link.code))
        if link.code in links:
            told.append(_same(where(links[link.code]), where(link), link.code))
        else:
            links[link.code] = link
    return Made(tuple(links.values()), tuple(dict.fromkeys(told)), tuple(asked))


def code_in(address: str, tool: str) -> str:
    """The code in a link, as :attr:`Link.code` has it; empty if there is none.

    >>> code_in("https://example.org/join?lang=es&source=tiktok-bell#form", "action_network")
    'tiktok-bell'
    """
    place = TOOLS[tool]
    pairs = (pair.partition("=") for pair in urlsplit(address).query.split("&"))
    given = {key: unquote(value) for key, _, value in pairs}
    return place.joint.join(given[key] for key in place.parameters if given.get(key))


def channels_by_code(links: Iterable[Link]) -> dict[str, str]:
    """Each code and the code of its channel, as :class:`workbook.own.Own` takes them.

    A tool's number stands for the name of its channel.
    """
    return {
        link.code.split(" / ")[0]: code(link.channel.name)
        if link.channel.code.isdigit()
        else link.channel.code
        for link in links
    }


def _each(lines: Sequence[str], tool: str, told: list[str]) -> list[Name]:
    """The names in ``lines``. What is refused, or alike, is added to ``told``."""
    found = []
    for line in lines:
        try:
            found.append(named(line, tool))
        except ValueError as refused:
            told.append(str(refused))
    first = {name.code: name.name for name in reversed(found)}
    for one, other in _alike(dict.fromkeys(name.code for name in found)):
        told.append(
            text(
                "“{one}” and “{other}” are nearly the same. If they are one, keep one; if they are "
                "two, give them names that nobody mixes up.",
                one=first[one],
                other=first[other],
            )
        )
    return found


def _by_channel(videos: Sequence[str], channels: Sequence[Name]) -> dict[Name, list[str]]:
    """The lines of the videos by their channel; those that name none go to the first."""
    by_name = {code(channel.name): channel for channel in reversed(channels)}
    found: dict[Name, list[str]] = defaultdict(list)
    for line in videos:
        before, _, after = line.partition(":")
        channel = by_name.get(code(before)) if after.strip() else None
        found[channel or channels[0]].append(after.strip() if channel else line)
    return found


def _same(one: str, other: str, code: str) -> str:
    if one == other:
        return text("“{name}” is written twice. It gets one link.", name=one)
    return text(
        "“{one}” and “{other}” both give the code {code}, so they get one link. If they are two "
        "places, name them apart.",
        one=one,
        other=other,
        code=code,
    )


def where(link: Link) -> str:
    """Where a link goes, in words, such as ``TikTok: Bell test``."""
    if link.video is None:
        return link.channel.name
    return text("{channel}: {video}", channel=link.channel.name, video=link.video.name)


def _link(page: str, place: Tool, channel: Name, video: Name | None) -> Link:
    given = [channel.code, *([video.code] if video else [])]
    if place.numbers:
        given = given[-1:]  # a video's profile has a number of its own
    if place.utm:
        values = dict(zip(place.parameters, given, strict=False))
        values["utm_medium"] = _MEDIUMS.get(channel.code, "other")
        values["utm_campaign"] = _campaign(page)
    else:
        values = {place.parameters[0]: place.joint.join(given)}
    parts = urlsplit(page)
    pairs = [*_others(parts.query, place), *(f"{key}={value}" for key, value in values.items())]
    address = parts._replace(query="&".join(pairs)).geturl()
    return Link(channel, video, place.joint.join(given), address)


def _campaign(page: str) -> str:
    """The last part of the address that has letters: most often it names the event."""
    parts = urlsplit(page)
    for part in reversed(unquote(parts.path).split("/")):
        if re.search(r"[a-z]", made := code(part)):
            return made
    return code((parts.hostname or "").removeprefix("www.").split(".")[0])


def _others(query: str, place: Tool) -> list[str]:
    """The parameters that are not ours, sign for sign as they were."""
    return [pair for pair in query.split("&") if pair and not _ours(pair, place)]


def _replaced(page: str, place: Tool) -> Iterator[str]:
    for pair in urlsplit(page).query.split("&"):
        if pair and _ours(pair, place):
            yield text(
                "The address had the code {pair} in it already, perhaps from a button to share. "
                "The links have yours in its place.",
                pair=unquote(pair),
            )


def _ours(pair: str, place: Tool) -> bool:
    key = unquote(pair.partition("=")[0])
    return key in place.parameters or (place.utm and key in ("utm_medium", "utm_campaign"))
