"""Links with source codes: spelling, what is refused, what stays of an address, and QR pictures."""

import csv
import datetime
import io
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pandas as pd
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from workbook import attribution, data, links, own, qr
from workbook.links import Made, Variant
from workbook.papers.links_page import before_printing, links_csv, links_page

DAY = datetime.date(2026, 11, 25)
PAGE = "https://example.org/events/rainbow-roll?lang=es&t=a%20b#form"
TOOLS = sorted(links.TOOLS)
WITH_NAMES = [tool for tool in TOOLS if not links.TOOLS[tool].numbers]


def addresses(made: Made) -> list[str]:
    return [link.address for link in made.links]


def codes(made: Made) -> list[str]:
    return [link.code for link in made.links]


# Spelling -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TikTok", "tiktok"),
        ("tik tok", "tiktok"),
        ("Tik_Tok", "tiktok"),
        ("TT", "tiktok"),
        ("twitter", "twitter"),
        ("Poster at the library", "posteratthelibrary"),
        ("Fête à l'école", "fetealecole"),
        ("Straße", "strasse"),
        ("København", "kobenhavn"),
        ("Łódź", "lodz"),
        ("İstanbul ılık", "istanbulilik"),
        ("فيديو ٢٠٢٦", "2026"),
        ("clip_02", "clip02"),
        ("🚲 bike!", "bike"),
        ("سعيد", ""),
        ("", ""),
        ("the ride of every child in the whole town", "therideofeverychildinthe"),
        ("a" * 60, "a" * links.LONGEST),
    ],
)
def test_a_name_gives_one_code(name: str, expected: str) -> None:
    assert links.code(name) == expected


@given(st.text())
def test_a_code_is_short_safe_and_its_own_code(name: str) -> None:
    made = links.code(name)
    assert re.fullmatch(rf"[a-z0-9]{{0,{links.LONGEST}}}", made)
    assert links.code(made) == made


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"], max_codepoint=0x24F)))
def test_case_and_space_around_do_not_change_a_code(name: str) -> None:
    assert links.code(f"  {name} ") == links.code(name)
    assert links.code(name.lower()) == links.code(name.lower().upper())


def test_it_agrees_with_how_codes_are_cleaned_when_they_are_counted() -> None:
    for spelling, channel in attribution.CODE_ALIASES.items():
        assert links.code(spelling) == links.code(spelling.upper()) == channel
    made = links.make(PAGE, "action_network", ["TikTok", "Flyer", "WhatsApp groups"])
    found = pd.Series(codes(made), dtype="str")
    assert list(attribution.clean_code(found)) == list(found)


# Variants -----------------------------------------------------------------------------------------


def test_the_spellings_of_the_sample_tables_are_found() -> None:
    found = links.variants(data.load("rsvps_raw")["source_code"].dropna())
    assert {one.cleaned: set(one.spellings) for one in found} == {
        "email": {"email", "Email", "EMAIL"},
        "instagram": {"Instagram", "instagram"},
        "flyer": {"flyer", "Flyer"},
        "tiktok": {"tiktok", "TikTok", "tik-tok", "tik_tok", "tt"},
    }
    found = links.variants(data.load("sessions")["utm_source"].dropna())
    assert {one.cleaned: set(one.spellings) for one in found} == {
        "email": {"email", "Email"},
        "tiktok": {"tiktok", "TikTok", "tik tok", "tt"},
    }
    for table, column in (("sessions", "utm_content"), ("leaders", "source_code")):
        assert links.variants(data.load(table)[column].dropna()) == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("action_network.csv", "source_code"),
        ("mobilize_participations.csv", "referrer__utm_source"),
    ],
)
def test_the_samples_of_real_exports_have_no_false_alarm(file: str, column: str) -> None:
    raw = pd.read_csv(data.paths.DATA / "raw" / file, dtype="str")[column].dropna()
    assert len(raw)
    cleaned = {one.cleaned for one in links.variants(raw) if not one.alike}
    assert cleaned <= set(attribution.clean_code(raw))
    assert not [one for one in links.variants(raw) if one.alike]


@pytest.mark.parametrize(
    ("found", "cleaned", "alike"),
    [
        (["Fête", "fete"], "fete", False),
        (["rainbow_roll", "Rainbow-Roll"], "rainbow-roll", False),
        (["a-b", "a b"], "a-b", False),
        (["flyer", "flyers"], "flyer", True),
        (["newsletter", "newsleter"], "newsletter", True),
        (["tiktok", "tictok"], "tiktok", True),
        (["tiktok-belltest", "tiktok-beltest"], "tiktok-belltest", True),
    ],
)
def test_variants_are_found(found: list[str], cleaned: str, alike: bool) -> None:
    one, other = found
    for codes in (found, [other, one, "else", one]):  # the most frequent is the one to use
        assert links.variants(codes) == [Variant(cleaned, (one, other), alike)]


@pytest.mark.parametrize(
    "apart",
    [
        ["clip_02", "clip_08"],
        ["tiktok", "tiktok-bell"],
        ["tiktok-bell", "tiktok-ride"],
        ["tiktok", "twitter"],
        ["bus", "bug"],
        ["same", "same"],
        ["", " ", "سعيد"],
    ],
)
def test_what_is_meant_apart_is_left_alone(apart: list[str]) -> None:
    assert links.variants(apart) == []


@given(st.lists(st.text(max_size=12), max_size=8))
def test_made_codes_are_never_variants_in_spelling(names: list[str]) -> None:
    made = [links.code(name) for name in names]
    assert not [one for one in links.variants(made) if not one.alike]


# Names --------------------------------------------------------------------------------------------

PERSONAL = [
    "ann@example.org", "Ann <ann.b+c@mail.example.org>", "+49 30 1234567", "(617) 555-0177",
    "555.0177.12", "Ann 0617 555 0177", "٠٦١٧٥٥٥٠١٧٧",
]  # fmt: skip


@pytest.mark.parametrize("name", PERSONAL)
@pytest.mark.parametrize("line", ["{}", "{} = ann", "flyer = {}"])
def test_personal_data_gets_no_link_and_is_not_repeated(name: str, line: str) -> None:
    made = links.make(PAGE, "action_network", [line.format(name), "Flyer"], [line.format(name)])
    assert codes(made) == ["flyer"]
    (told,) = made.told
    assert "e-mail address or a phone number" in told
    assert name not in repr(made)


@pytest.mark.parametrize(
    "name", ["ride 2025-06-14", "14.06.2025", "20250614", "video 7", "@spokesforall", "1,000 bells"]
)
def test_days_and_small_numbers_are_no_phone_numbers(name: str) -> None:
    assert not links.personal(name)


def test_a_name_without_latin_letters_takes_a_code_of_ones_own() -> None:
    made = links.make(PAGE, "action_network", ["ملصق", "ملصق = Poster"])
    assert codes(made) == ["poster"]
    assert made.links[0].channel.name == "ملصق"
    assert made.told[0].startswith("“ملصق” has none of the letters a to z")


def test_lines_without_words_are_no_names() -> None:
    assert links.names("\n TikTok \r\n\n\u202eFlyer\x07\n\t") == ["TikTok", "Flyer"]


# Links --------------------------------------------------------------------------------------------


def test_each_tool_gets_its_own_parameters() -> None:
    channels, videos = ["TikTok", "E-mail", "Flyer"], ["Bell test"]
    rest = "https://example.org/events/rainbow-roll?lang=es&t=a%20b&"
    assert addresses(links.make(PAGE, "action_network", channels, videos)) == [
        f"{rest}source=tiktok#form",
        f"{rest}source=email#form",
        f"{rest}source=flyer#form",
        f"{rest}source=tiktok-belltest#form",
    ]
    assert addresses(links.make(PAGE, "everyaction", [], [])) == []
    assert addresses(links.make(PAGE, "everyaction", channels))[0] == f"{rest}ms=tiktok#form"
    assert addresses(links.make(PAGE, "eventbrite", channels, videos))[-1] == (
        f"{rest}aff=tiktokbelltest#form"
    )
    for tool in ("mobilize", "website"):
        tail = "utm_campaign=rainbowroll#form"
        assert addresses(links.make(PAGE, tool, channels, videos)) == [
            f"{rest}utm_source=tiktok&utm_medium=social&{tail}",
            f"{rest}utm_source=email&utm_medium=email&{tail}",
            f"{rest}utm_source=flyer&utm_medium=other&{tail}",
            f"{rest}utm_source=tiktok&utm_content=belltest&utm_medium=social&{tail}",
        ]
    assert addresses(links.make(PAGE, "nationbuilder", ["TikTok = 4821"], ["Bell = 77"])) == [
        f"{rest}recruiter_id=4821#form",
        f"{rest}recruiter_id=77#form",
    ]


def test_nationbuilder_needs_the_number_of_a_profile() -> None:
    made = links.make(PAGE, "nationbuilder", ["TikTok", "Flyer = poster", "Mail = 123456789"])
    assert made.links == ()
    assert [told.split("”")[0] for told in made.told] == ["“TikTok", "“Flyer", "“Mail"]
    assert "never a person's" in made.told[0]


@pytest.mark.parametrize(
    ("address", "campaign"),
    [
        ("https://www.example.org", "example"),
        ("https://example.org/event/123/", "event"),
        ("https://example.org/r%C3%AAve", "reve"),
    ],
)
def test_the_campaign_is_named_by_the_address(address: str, campaign: str) -> None:
    (made,) = addresses(links.make(address, "website", ["TikTok"]))
    assert made.endswith(f"utm_campaign={campaign}")


def test_a_video_goes_to_the_channel_it_names_or_to_the_first() -> None:
    made = links.make(
        PAGE,
        "action_network",
        ["TikTok", "Instagram"],
        ["Bell test", "instagram: Bell test", "Part 2: the bus"],
    )
    assert codes(made)[2:] == ["tiktok-belltest", "tiktok-part2thebus", "instagram-belltest"]
    assert links.make(PAGE, "action_network", [], ["Bell"]).told == (
        "Videos need a channel: write first where you post them.",
    )


def test_an_older_code_is_replaced_and_told() -> None:
    for old in ("source=facebook", "source=", "sou%72ce=x"):
        made = links.make(f"https://a.example/?{old}&x=1&source=y", "action_network", ["TikTok"])
        assert addresses(made) == ["https://a.example/?x=1&source=tiktok"]
        assert len(made.told) == 2
    made = links.make("https://a.example/?utm_medium=email&source=x", "website", ["TikTok"])
    assert addresses(made)[0].startswith("https://a.example/?source=x&utm_source=tiktok&utm_medium")


def test_equal_and_nearly_equal_names_are_told() -> None:
    made = links.make(PAGE, "action_network", ["TikTok", "tik-tok", "Flyer", "flyers", "Flyer"])
    assert codes(made) == ["tiktok", "flyer", "flyers"]
    assert made.told == (
        "“Flyer” and “flyers” are nearly the same. If they are one, keep one; if they are two, "
        "give them names that nobody mixes up.",
        "“TikTok” and “tik-tok” both give the code tiktok, so they get one link. If they are two "
        "places, name them apart.",
        "“Flyer” is written twice. It gets one link.",
    )
    assert ("tik-tok", "tiktok") in made.asked
    # Without a joint, a channel and a video can give the code of another channel.
    made = links.make(PAGE, "eventbrite", ["TikTok", "TikTok bell"], ["bell"])
    assert codes(made) == ["tiktok", "tiktokbell"]
    assert "“TikTok bell” and “TikTok: bell” both give the code tiktokbell" in made.told[0]


NAMES = st.lists(st.text(min_size=1, max_size=30), max_size=6)
QUERIES = st.lists(
    st.from_regex(r"[a-z]{1,6}(=[A-Za-z0-9%._~+-]{0,8})?", fullmatch=True), max_size=4
).map("&".join)


@given(NAMES, NAMES, QUERIES, st.sampled_from(["", "form", "a=b&source=z"]))
@pytest.mark.parametrize("tool", WITH_NAMES)
def test_the_code_is_found_again_in_each_link(tool, channels, videos, query, fragment) -> None:
    page = f"https://example.org/a/b?{query}" + (f"#{fragment}" if fragment else "")
    made = links.make(page, tool, channels, videos)
    assert len(set(codes(made))) == len(made.links)
    ours = links.TOOLS[tool].parameters
    kept = [pair for pair in query.split("&") if pair and pair.split("=")[0] not in ours]
    for link in made.links:
        assert links.code_in(link.address, tool) == link.code
        assert link.address.isascii()
        assert links.checked(link.address) == link.address
        parts = urlsplit(link.address)
        assert parts.query.split("&")[: len(kept)] == kept
        assert parts.fragment == fragment


@given(st.text() | st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True))
def test_any_address_is_a_link_or_a_sentence(address: str) -> None:
    try:
        checked = links.checked(address)
    except ValueError as refused:
        told = str(refused)
        checked = ""
    if not checked:
        assert told.endswith((".", "https://example.org/join"))
        assert told.startswith(("The address has ", "This is no address of a page."))
        return
    assert re.fullmatch(r"https?://[\x21-\x7e]+", checked)
    assert links.checked(checked) == checked


@pytest.mark.parametrize(
    "address",
    [
        *("", "example", "ftp://example.org", "https://", "https://join", "https:example.org"),
        *("https://example..org", "https://[::1", "https://example.org:99999", "https://a<b.org"),
        *("javascript:alert(1)", "data:text/html,<b>", "mailto:ann@example.org"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="This is no address of a page"):
        links.make(address, "action_network", ["TikTok"])


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.org/a b", "a space or a hidden sign"),
        ("https://example.org/\u202ea", "a space or a hidden sign"),
        ("https://example.org/\nx", "a space or a hidden sign"),
        ("https://ann:secret@example.org", "e-mail address or a password"),
        ("https://example.org/?who=ann%40example.org", "e-mail address or a password"),
        ("https://example.org/" + "a" * 800, "more than 800 signs"),
    ],
)
def test_an_address_that_would_harm_is_refused(address: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        links.checked(address)


def test_letters_of_any_script_become_letters_of_a_link() -> None:
    assert links.checked(" HTTPS://Bücher.example:8080/ü?q=é#ñ ") == (
        "https://xn--bcher-kva.example:8080/%C3%BC?q=%C3%A9#%C3%B1"
    )
    assert links.checked("https://www.tiktok.com/@spokes.for") == (
        "https://www.tiktok.com/@spokes.for"
    )


def test_the_measures_on_own_data_take_the_codes() -> None:
    made = links.make(PAGE, "action_network", ["TikTok", "Flyer"], ["Bell test"])
    by_code = links.channels_by_code(made.links)
    assert by_code == {"tiktok": "tiktok", "flyer": "flyer", "tiktok-belltest": "tiktok"}
    signups = pd.DataFrame(
        {
            "rsvp_id": ["1", "2", "3"],
            "created_utc": pd.to_datetime(["2026-01-01"] * 3, utc=True),
            "email": pd.Series(["a", "b", "c"], dtype="str"),
            "source_code": pd.Series(["tiktok-belltest", "TikTok", "flyer"], dtype="str"),
            "how_heard": pd.Series([None] * 3, dtype="str"),
        }
    )
    cleaned = attribution.clean_code(signups["source_code"]).replace(by_code)
    assert list(cleaned) == ["tiktok", "tiktok", "flyer"]
    assert own.Own({}, codes=by_code).codes == by_code
    numbers = links.make(PAGE, "nationbuilder", ["TikTok = 12"], ["Bell = 13"])
    assert links.channels_by_code(numbers.links) == {"12": "tiktok", "13": "tiktok"}
    utm = links.make(PAGE, "mobilize", ["TikTok"], ["Bell"])
    assert links.channels_by_code(utm.links) == {"tiktok": "tiktok"}


# QR pictures and the sheet ------------------------------------------------------------------------


def decoded(address: str) -> zxingcpp.Barcode:
    """What a reader that is not ours sees in the picture. How it looks on a page, a browser test
    reads from the screen."""
    file = io.BytesIO()
    qr.code(address).save(file, kind="png", scale=3, border=qr.QUIET)
    (found,) = zxingcpp.read_barcodes(Image.open(file))
    return found


@pytest.mark.parametrize("tool", WITH_NAMES)
def test_a_qr_picture_says_the_link(tool: str) -> None:
    for link in links.make(PAGE, tool, ["TikTok", "Flyer"], ["Bell test"]).links:
        found = decoded(link.address)
        assert (found.text, found.ec_level) == (link.address, "M")


def test_the_longest_address_still_has_a_picture() -> None:
    page = "https://example.org/" + "a" * 780
    (link,) = links.make(page, "website", ["b" * 40]).links
    assert decoded(link.address).text == link.address


def test_the_picture_has_a_quiet_zone_and_says_its_address() -> None:
    drawn = ElementTree.fromstring(qr.svg(PAGE))
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-label"] == f"QR picture of the address {PAGE}"
    modules = qr.code(PAGE).symbol_size(border=0)[0]
    assert drawn.attrib["viewBox"] == "0 0 {0} {0}".format(modules + 2 * 4)
    assert "QR picture of the address https://a.example/?b=1&amp;c=" in qr.image(
        "https://a.example/?b=1&c=2", 100
    )
    assert qr.svg(PAGE) == qr.svg(PAGE)


HOSTILE = ["<script>alert(1)</script> = s", "=cmd|' /C calc'!A0 = calc", "+1 = plus", "a\"b'c = q"]


def test_the_sheet_holds_every_link_and_asks_for_nothing_outside() -> None:
    made = links.make(PAGE, "action_network", [*HOSTILE, "ملصق = poster"], ["Bell & test"])
    page = links_page(made, "Action Network", DAY).decode()
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    words = "".join(tree.find("body").itertext())
    for link in made.links:
        assert link.address in words
        assert f"Code: {link.code}" in words
        assert links.where(link) in words
    for sentence in (*made.told, *before_printing()):
        assert sentence in words
    assert len(list(tree.iter("svg"))) == len(made.links)
    assert not re.search(r"<(script|img|link|a|iframe)\b|src=|href=|url\(|@import", page)
    assert links_page(made, "Action Network", DAY).decode() == page


def test_the_csv_is_read_back_and_runs_nothing() -> None:
    made = links.make(PAGE, "action_network", HOSTILE, ["Bell, test"])
    content = links_csv(made)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["code"] for row in rows] == codes(made)
    assert [row["link"] for row in rows] == addresses(made)
    assert rows[-1]["video"] == "Bell, test"
    for row in rows:
        assert not row["channel"].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("typed", ["www.tenants.example", " www.tenants.example/?a=1#b "])
def test_an_address_without_its_scheme_is_read_and_that_is_said(typed: str) -> None:
    made = links.make(typed, "action_network", ["Flyer"])
    assert made.links[0].address.startswith("https://www.tenants.example/?")
    assert "no https:// before it. We read it as https://www.tenants.example/" in made.told[0]
    assert links.make("https://tenants.example", "action_network", ["Flyer"]).told == ()
