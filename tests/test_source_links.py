"""The widget that makes links: what it says, what it keeps, and the sheet it writes."""

import datetime
import json
import re
from html import unescape

import pytest
import traitlets
from every_widget import shown, texts

from workbook import links
from workbook import plan as plans
from workbook.feedback.notes import keep, notes
from workbook.widgets.source_links import SourceLinks, tool_names

PAGE = "https://example.org/join?lang=es"
ENTRIES = {"address": PAGE, "channels": "TikTok\nFlyer", "videos": "Bell test"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def copied(widget: SourceLinks) -> list[str]:
    """The links in the fields from which a person copies."""
    fields = re.findall(r'<input type="text" readonly [^>]*value="([^"]*)"', shown(widget))
    return [unescape(value) for value in fields]


def test_it_says_what_to_do_next() -> None:
    widget = SourceLinks()
    assert widget.sentence == "Paste the address of your sign-up page."
    widget.address = "example/join"
    assert widget.sentence.startswith("This is no address of a page.")
    widget.address = PAGE
    assert widget.sentence == (
        "Now write where you will put links to example.org, one place a line."
    )
    widget.channels = "Flyer"
    assert widget.sentence == "1 link to example.org, with the code flyer."
    widget.channels = "Flyer\nTikTok"
    assert widget.sentence == (
        "2 links to example.org, each with a code of its own: flyer, tiktok."
    )
    widget.channels += "\ntik tok"
    assert widget.sentence.endswith("There is 1 thing to look at, below the picture.")
    assert "“TikTok” and “tik tok” both give the code tiktok" in unescape(shown(widget))


def test_the_links_can_be_copied_and_scanned() -> None:
    widget = SourceLinks(**ENTRIES)
    assert copied(widget) == [link.address for link in widget.made().links]
    assert copied(widget)[2] == f"{PAGE}&source=tiktok-belltest"
    for address in copied(widget):
        assert f'alt="QR picture of the address {address}"' in unescape(shown(widget))
    still = widget.still()
    assert "<input" not in still  # JupyterLab would remove it, and the link with it
    assert f"{PAGE}&amp;source=flyer</code>" in still


def test_the_picture_shows_names_that_meet_in_one_code() -> None:
    widget = SourceLinks(channels="TikTok\ntik-tok\nFlyer")
    drawn = texts(widget)
    for name in ("TikTok", "tik-tok", "Flyer", "tiktok", "flyer", "the code, after source="):
        assert drawn.count(name) == 1
    widget.tool = "eventbrite"
    assert "the code, after aff=" in texts(widget)
    widget.channels = "\n".join(f"place {n}" for n in range(12))
    assert "and 5 more" in texts(widget)


def test_each_tool_has_a_name_and_says_what_is_known_of_it() -> None:
    assert list(tool_names()) == list(links.TOOLS)
    known = {SourceLinks(tool=tool).view().source for tool in links.TOOLS}
    assert len(known) == len(links.TOOLS)


@pytest.mark.parametrize("name", ["<b>bold</b>", "a\"b' & c", "سعيد = said"])
def test_what_a_person_types_is_never_markup(name: str) -> None:
    widget = SourceLinks(address="https://example.org/?a=\"b'&c=<d>", channels=name)
    assert len(copied(widget)) == 1
    assert "<b>bold" not in shown(widget)
    assert copied(widget)[0] == widget.made().links[0].address


# What is kept -------------------------------------------------------------------------------------


def test_without_a_note_nothing_is_written(own_folder) -> None:
    SourceLinks(**ENTRIES).channels = "Flyer"
    assert not own_folder.exists()


def test_looking_at_it_writes_nothing(own_folder) -> None:
    SourceLinks(note="03_codes", **ENTRIES)
    assert not own_folder.exists()


def test_entries_are_kept_for_the_plan_beside_what_was_written_before() -> None:
    keep("03_codes", "Ann asks the printer.\nPlaces to try: the pool")
    widget = SourceLinks(note="03_codes")
    widget.address, widget.tool = PAGE, "mobilize"
    widget.channels = "TikTok\nFlyer; red\nann@example.org"
    widget.videos = "flyer, red: Bell test"
    kept = notes()["03_codes"]
    assert kept.splitlines() == [
        f"Sign-up page: {PAGE}",
        "Tool: Mobilize",
        "Places: TikTok; Flyer, red",
        "Videos: flyer, red: Bell test",
        "Codes: TikTok = tiktok; Flyer, red = flyerred; "
        "Flyer, red: Bell test = flyerred / belltest",
        "Ann asks the printer.",
        "Places to try: the pool",
    ]
    again = SourceLinks(note="03_codes")
    assert (again.address, again.tool) == (PAGE, "mobilize")
    assert again.channels.splitlines() == ["TikTok", "Flyer, red"]
    assert again.made().links[2].code == "flyerred / belltest"
    rows = plans.make(notes(), datetime.date(2026, 11, 25)).rows
    (row,) = [row for row in rows if row.title == "What we count"]
    assert "TikTok = tiktok" in row.answers[0].words


def test_taking_all_entries_out_leaves_the_other_lines() -> None:
    keep("03_codes", "Ann asks the printer.")
    widget = SourceLinks(note="03_codes")
    widget.channels = "Flyer"
    assert "Places: Flyer" in notes()["03_codes"]
    widget.channels = ""
    assert notes()["03_codes"] == "Ann asks the printer."


def test_a_refused_address_is_not_kept() -> None:
    widget = SourceLinks(note="03_codes", channels="Flyer")
    widget.address = "https://example.org/?mail=ann@example.org"
    assert "ann" not in notes()["03_codes"]


def test_a_folder_that_cannot_be_written_to_is_told(own_folder) -> None:
    own_folder.write_text("a file in its place")
    widget = SourceLinks(note="03_codes")
    widget.channels = "Flyer"
    assert "could not be kept" in unescape(shown(widget))
    widget.address = PAGE
    assert widget.sheet.make() == []
    assert "Nothing could be written into the folder" in unescape(widget.sheet.said)


def test_a_stored_notebook_never_holds_what_somebody_wrote() -> None:
    keep("03_codes", "Sign-up page: https://secret.example/\nPlaces: secret place")
    widget = SourceLinks(note="03_codes")
    assert "secret" in widget.channels
    bundle = widget._repr_mimebundle_()
    assert "secret" not in json.dumps([bundle["text/plain"], bundle["text/html"]])


# The sheet ----------------------------------------------------------------------------------------


def test_the_button_writes_a_page_and_a_table_and_never_over_them(own_folder) -> None:
    widget = SourceLinks(**ENTRIES)
    widget.sheet._today = datetime.date(2026, 11, 25)
    first = widget.sheet.make()
    assert [file.name for file in first] == ["links_2026-11-25.html", "links_2026-11-25.csv"]
    before = [file.read_bytes() for file in first]
    assert b"Code: tiktok-belltest" in before[0]
    widget.channels = "Newsletter"
    second = widget.sheet.make()
    assert [file.name for file in second] == ["links_2026-11-25_2.html", "links_2026-11-25_2.csv"]
    assert [file.read_bytes() for file in first] == before
    assert b"Code: newsletter" in second[0].read_bytes()
    assert sorted(own_folder.iterdir()) == sorted([*first, *second])
    for file in second:
        assert file.name in widget.sheet.said


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({}, "Paste the address of your sign-up page."),
        ({"address": "nonsense"}, "This is no address of a page."),
        ({"address": PAGE}, "There is no link yet."),
        ({"address": PAGE, "channels": "ann@example.org"}, "There is no link yet."),
    ],
)
def test_without_links_there_is_no_sheet_but_a_sentence(own_folder, entries, told) -> None:
    widget = SourceLinks(**entries)
    assert widget.sheet.make() == []
    assert told in unescape(widget.sheet.said)
    assert not own_folder.exists()


def test_an_unknown_tool_is_refused() -> None:
    with pytest.raises(traitlets.TraitError):
        SourceLinks().tool = "carrier_pigeon"


def test_an_address_without_its_scheme_is_there_again() -> None:
    widget = SourceLinks(note="03_codes", channels="Flyer")
    widget.address = "www.tenants.example"
    assert SourceLinks(note="03_codes").address == "https://www.tenants.example/"
    assert "once it can be read" not in "".join(widget.view().cautions)


def test_it_says_that_an_address_which_cannot_be_read_is_not_kept() -> None:
    widget = SourceLinks(note="03_codes", channels="Flyer")
    widget.address = "our page"
    assert "is kept once it can be read." in widget.view().cautions[-1]


def test_the_plan_shows_the_codes_first() -> None:
    widget = SourceLinks(note="03_codes")
    widget.channels = "TikTok\nFlyer shop"
    keep("03_codes", notes()["03_codes"] + "\nAnn asks the printer.")
    plan = plans.make(notes(), datetime.date(2026, 11, 25))
    (answer,) = [one for row in plan.rows for one in row.answers if one.label == "Source codes"]
    assert answer.words == (
        "Codes: TikTok = tiktok; Flyer shop = flyershop\n"
        "Tool: Action Network or ControlShift\nAnn asks the printer."
    )
