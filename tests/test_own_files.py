"""Own files in the lesson: read, reported, mapped, kept and written, without anything leaking."""

import csv
import datetime
import gettext
import io
import json
import re
import socket
from html import unescape
from pathlib import Path

import ipywidgets
import pytest

from workbook import data, i18n, paths
from workbook import plan as plans
from workbook.exports import Upload
from workbook.feedback.notes import notes
from workbook.widgets.own_files import OwnFiles, parsed_codes, sample_files
from workbook.widgets.own_numbers import COSTS, PEOPLE, VIDEOS, OwnNumbers
from workbook.widgets.own_report import NOTE, KeepNumbers, OwnReport, Sheets

RAW = paths.DATA / "raw"
DAY = datetime.date(2026, 11, 25)
SECRET = "wilhelmina.unmistakable"
SIGNUPS = "\n".join(
    ["created_utc,email,source_code,how_heard,remark"]
    + [f"2025-06-01 12:{n:02},p{n}@example.org,tiktok,tiktok,calls at night" for n in range(30)]
    + [f"2025-06-02 12:00,{SECRET}@example.org,email,friend,has a dog"]
).encode()


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


@pytest.fixture
def ours() -> OwnFiles:
    return OwnFiles()


def words(widget: OwnFiles) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", widget.said))


def chosen(widget: OwnFiles, name: str, content: bytes) -> None:
    """What the page sends when a person has chosen or dropped a small file."""
    about = {"sender": "page", "name": name, "size": len(content), "total": 1, "number": 0}
    widget.drop._handle_custom_msg(about, [memoryview(content)])
    widget.drop._handle_custom_msg({"sender": "page", "done": True}, [])


def everything(*widgets: ipywidgets.Widget) -> str:
    """The state of all widgets in this process, as a saved notebook would hold it."""
    whole = ipywidgets.Widget.get_manager_state(widgets=None)["state"].values()
    return json.dumps(list(whole), default=str)


# Reading ------------------------------------------------------------------------------------------


def test_it_begins_with_the_invented_group_and_says_so(ours):
    assert ours.is_sample
    assert ours.sentence.startswith("These are the files of an invented group.")
    refused = [one.file for one in ours.reading.refused]
    assert refused == ["FollowerHistory.csv", "Viewers.csv", "FollowerActivity.csv"]
    for name in refused:
        assert f"{name} was not read" in words(ours)


def test_the_day_of_the_download_reads_what_had_no_year_and_changes_no_other(ours):
    before = {one.file: one.exported for one in ours.reading.files}
    ours.exported = datetime.date(2025, 2, 14)
    assert ours.reading.refused == ()
    assert {"followers", "viewers", "activity"} <= set(ours.reading.tables)
    after = {one.file: one.exported for one in ours.reading.files}
    assert {name: after[name] for name in before} == before
    ours.read_sample(by_hand=True)  # whose videos are newer than that day
    assert ours.reading.refused == ()


def test_each_setting_reaches_the_reader(ours):
    ours.zone = "America/New_York"
    assert "We took America/New_York" in words(ours)
    ours.lag_days = 0
    (overview,) = [one for one in ours.reading.files if one.table == "overview"]
    assert overview.rows == 60
    ours.zone = "Atlantis"
    assert "There is no time zone called “Atlantis”" in words(ours)
    ours.zone = ""
    ours.language = "es"
    assert "Content.csv" in [one.file for one in ours.reading.refused]
    ours.language = ""
    dates = b"created_utc,email,source_code\n3/4/2025,a@example.org,tiktok\n"
    ours.add(Upload("dates.csv", dates))
    assert [one.file for one in ours.reading.refused] == ["dates.csv"]
    ours.day_first = "day"
    assert ours.reading.tables["signups"]["created_utc"][0].month == 4


def test_a_control_moves_its_setting(ours):
    ours.controls["exported"].value = datetime.date(2025, 2, 14)
    assert ours.exported == datetime.date(2025, 2, 14)
    assert ours.reading.refused == ()
    labels = [control.description for control in ours.controls.values()]
    assert len(set(labels)) == len(labels)
    settings = {one.setting for one in ours.reading.assumptions}
    assert settings <= {label.partition(":")[0] for label in labels}


def test_every_report_tells_what_was_understood_and_what_was_not(ours):
    ours.add(Upload("signups.csv", SIGNUPS))
    said = words(ours)
    assert "“source_code” as source_code" in said
    assert "Not known, and not used" in said
    assert "remark" in said
    assert "calls at night" not in said
    assert not ours.is_sample


def test_own_files_put_the_invented_ones_away_and_add_up(ours):
    ours.add(RAW / "Content.csv")
    assert [one.file for one in ours.reading.files] == ["Content.csv"]
    ours.add(RAW / "ga4_traffic.csv")
    assert [one.file for one in ours.reading.files] == ["Content.csv", "ga4_traffic.csv"]
    ours.forget()
    assert ours.sentence.startswith("No file is read.")
    assert ours.reading.tables == {}


def test_two_files_of_one_name_are_both_read_and_the_same_one_once(ours):
    for folder in ("", "newer"):
        chosen(ours, "Overview.csv", (RAW / folder / "Overview.csv").read_bytes())
    chosen(ours, "Overview.csv", (RAW / "Overview.csv").read_bytes())
    ours.exported = datetime.date(2025, 2, 14)
    assert [one.file for one in ours.reading.files] == ["Overview.csv", "Overview (2).csv"]


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 90, b"PK\x03\x04 no zip", b"{", b"a\n1\n"])
def test_a_file_that_cannot_be_read_is_told_and_harms_no_other(ours, content):
    ours.add(RAW / "Content.csv", Upload("odd.csv", content))
    assert [one.file for one in ours.reading.files] == ["Content.csv"]
    assert "odd.csv was not read" in words(ours)


def test_the_folder_is_made_explained_and_read(ours, own_folder):
    ours.from_folder.click()
    assert (own_folder / "exports").is_dir()
    assert "is empty" in words(ours)
    assert ours.is_sample
    (own_folder / "exports" / "Content.csv").write_bytes((RAW / "Content.csv").read_bytes())
    (own_folder / "exports" / ".hidden").write_text("x")
    ours.from_folder.click()
    assert [one.file for one in ours.reading.files] == ["Content.csv"]
    assert "is empty" not in words(ours)


def test_a_folder_that_cannot_be_read_is_a_sentence(ours, own_folder):
    own_folder.mkdir(exist_ok=True)
    (own_folder / "exports").write_text("a file where the folder should be")
    ours.from_folder.click()
    assert "cannot be read" in words(ours)


# Naming columns -----------------------------------------------------------------------------------

FORM = b"When,Mail,Where from\n2025-06-01,a@example.org,TikTok\n2025-06-02,b@example.org,friend\n"


def test_a_person_names_the_columns_of_any_table(ours):
    ours.add(Upload("form.csv", FORM))
    naming = ours.mapping
    assert [label for label, _ in naming.file.options] == ["form.csv"]
    assert list(naming.columns) == ["When", "Mail", "Where from"]
    naming.table.value = "signups"
    for header, meaning in zip(naming.columns, ["created_utc", "email", "how_heard"], strict=True):
        naming.columns[header].value = meaning
    naming.button.click()
    assert list(ours.reading.tables["signups"]["how_heard"]) == ["tiktok", "friend"]
    assert naming.children == ()


def test_an_answer_that_does_not_fit_is_told_and_not_kept(ours):
    ours.add(Upload("form.csv", FORM), RAW / "Content.csv")
    ours.mapping.table.value = "signups"
    ours.mapping.columns["Mail"].value = "email"
    ours.mapping.button.click()
    assert "one column must mean one of these" in ours.mapping._said.value
    assert ours.maps == ()
    # The person goes on from what they chose.
    assert ours.mapping.table.value == "signups"
    assert ours.mapping.columns["Mail"].value == "email"
    assert "1 table was read. 1 file was not read: it stands below." in ours.sentence
    assert [one.file for one in ours.reading.files] == ["Content.csv"]


@pytest.mark.parametrize(
    "header",
    [
        *("Date", "Posted", "Post date", "post_time", "Publish time", "Video publish time"),
        *("Upload date", "Fecha", "Fecha de publicación", "Data de publicação", "Publié le"),
        *("التاريخ", "تاريخ النشر"),
    ],
)
def test_the_day_of_a_video_in_an_own_list_needs_no_choosing(ours, header):
    ours.add(Upload("list.csv", f"{header},Title,Views\n2025-03-01,Hi,100\n".encode()))
    assert ours.mapping.table.value == "videos"
    chosen = {name: box.value for name, box in ours.mapping.columns.items()}
    assert chosen == {header: "posted_at_utc", "Title": "", "Views": "views"}
    ours.mapping.button.click()
    (posted,) = ours.reading.tables["videos"]["posted_at_utc"]
    assert f"{posted:%Y-%m-%d}" == "2025-03-01"


@pytest.mark.parametrize(
    ("headers", "table", "meaning"),
    [
        ("Date,Profile views", "overview", "date_local"),
        ("Date,utm_source,Note", "sessions", "started_utc"),
        ("Date,Replied,Note", "comments", "posted_at_utc"),
        ("Date,E-mail,Code", "signups", "created_utc"),
    ],
)
def test_a_date_means_what_the_rest_of_its_table_says(ours, headers, table, meaning):
    ours.add(Upload("list.csv", f"{headers}\n2025-03-01,1,2\n".encode()))
    assert ours.mapping.table.value == table
    assert ours.mapping.columns["Date"].value == meaning


def test_rows_without_headers_are_not_shown_as_headers(ours):
    ours.add(Upload("list.csv", f"Wilhelmina,{SECRET}@example.org\nB,b@example.org\n".encode()))
    assert ours.mapping.children == ()
    assert "Wilhelmina" not in everything()


def test_own_codes_stand_for_their_channel(ours):
    ours.codes = "Email = flyer\n\nno channel here"
    assert parsed_codes(ours.codes)[0] == {"email": "flyer"}
    assert "“no channel here” is no code with its channel" in words(ours)
    ours.read_sample(by_hand=True)
    (table,) = [OwnNumbers(ours, ["source_table"], channel="flyer")._cards()["source_table"].table]
    assert "E-mail" not in table.index


# What does not leak -------------------------------------------------------------------------------


def test_no_widget_holds_anything_of_a_chosen_file(ours):
    show, keep = OwnNumbers(ours, PEOPLE), KeepNumbers(ours)
    chosen(ours, "signups.csv", SIGNUPS)
    assert ours.reading.tables["signups"].shape[0] == 31
    state = everything()
    for word in (SECRET, "example.org", "calls at night", "has a dog"):
        assert word not in state
    for person in ours.reading.tables["signups"]["person"]:
        assert person not in state
    for widget in (ours, show, keep, OwnReport(ours), Sheets(ours)):
        bundle = json.dumps(widget._repr_mimebundle_())
        assert SECRET not in bundle
        assert "signups.csv" not in bundle
        assert "31" not in re.sub(r"[0-9a-f]{32}", "", bundle)


def test_nothing_is_written_outside_my_work_and_nothing_is_sent(
    ours, own_folder, tmp_path, monkeypatch
):
    def refuse(*_: object) -> None:
        raise AssertionError("a network connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.chdir(tmp_path)
    opened: list[Path] = []
    real = io.open

    def watched(file, mode="r", *args, **kwargs):
        if isinstance(file, str | Path) and set("wax+") & set(mode):
            opened.append(Path(file))
        return real(file, mode, *args, **kwargs)

    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr("builtins.open", watched)
    before = {file: file.read_bytes() for file in sample_files(data.folder())}
    exports = own_folder / "exports"
    exports.mkdir(parents=True)
    (exports / "signups.csv").write_bytes(SIGNUPS)
    opened.clear()
    ours.from_folder.click()
    ours.add(*sample_files(data.folder()))
    keep = KeepNumbers(ours)
    keep.boxes["visits"].value = True
    keep.button.click()
    assert len(OwnReport(ours, DAY).make()) == 3
    assert len(Sheets(ours, DAY).make()) == 4
    assert all(file.resolve().is_relative_to(own_folder) for file in opened)
    assert len(opened) >= 8
    assert {file.name for file in tmp_path.iterdir()} == {"my_work"}
    assert (exports / "signups.csv").read_bytes() == SIGNUPS
    assert {file: file.read_bytes() for file in before} == before


def test_no_file_made_from_own_people_names_one(ours, own_folder):
    ours.add(Upload("signups.csv", SIGNUPS), RAW / "Content.csv")
    hashes = list(ours.reading.tables["signups"]["person"])
    made = [*OwnReport(ours, DAY).make(), *Sheets(ours, DAY).make()]
    for file in made:
        content = file.read_bytes().decode("utf-8", errors="ignore")
        for word in (SECRET, "calls at night", *hashes):
            assert word not in content


# The measures -------------------------------------------------------------------------------------


def test_the_numbers_follow_the_files(ours):
    show = OwnNumbers(ours, VIDEOS)
    first = show.sentence
    assert "of an invented group" in show.view().title
    chosen(ours, "Content.csv", (RAW / "Content.csv").read_bytes())
    assert show.sentence == first  # the same videos
    assert "of your own files" in show.view().title
    assert "Synthetic" not in show.children[-1].value
    ours.forget()
    assert show.sentence.startswith("This needs videos")
    assert "No picture" in show.children[-1].value


def test_only_controls_that_do_something_are_shown(ours):
    assert len(OwnNumbers(ours, VIDEOS).children) == 3
    assert len(OwnNumbers(ours, PEOPLE).children) == 5
    assert len(OwnNumbers(ours, COSTS).children) == 3
    assert set(VIDEOS) | set(PEOPLE) | set(COSTS) == set(OwnNumbers.class_traits()["show"].values)


def test_all_measures_of_the_invented_group_are_known():
    for key in OwnNumbers.class_traits()["show"].values:
        assert not OwnNumbers(show=key)._cards()[key].missing


# What is taken along ------------------------------------------------------------------------------


def test_numbers_are_kept_for_the_plan_once_and_beside_own_words(ours):
    keep = KeepNumbers(ours)
    keep.boxes["visits"].value = True
    keep.button.click()
    assert "invented group's numbers" in unescape(keep.sentence)
    assert notes() == {}
    ours.add(RAW / "ga4_traffic.csv")
    keep.button.click()
    assert "Choose a number first" in keep.sentence
    keep.note.area.value = "We count every month."
    keep.boxes["visits"].value = True
    keep.button.click()
    keep.button.click()
    kept = notes()[NOTE]
    assert kept.startswith("We count every month.\n20")
    assert kept.count("170 of 1,000 visits") == 1
    plan = plans.markdown(plans.make(notes(), DAY))
    assert "**Our numbers so far:** We count every month." in plan


def test_only_what_is_known_can_be_kept(ours):
    keep = KeepNumbers(ours)
    assert "hooks" not in keep.boxes
    ours.read_sample(by_hand=True)
    assert "hooks" in keep.boxes


def test_the_report_says_whose_it_is_and_never_overwrites(ours, own_folder):
    first = OwnReport(ours, DAY).make()
    assert [file.name for file in first] == [
        f"invented_numbers_2026-11-25{ending}" for ending in (".html", ".docx", ".csv")
    ]
    before = {file: file.read_bytes() for file in first}
    second = OwnReport(ours, DAY).make()
    assert [file.stem for file in second] == ["invented_numbers_2026-11-25_2"] * 3
    assert {file: file.read_bytes() for file in first} == before
    assert [a.read_bytes() for a in second] == list(before.values())
    ours.add(RAW / "Content.csv")
    assert OwnReport(ours, DAY).make()[0].name == "our_numbers_2026-11-25.html"
    ours.forget()
    report = OwnReport(ours, DAY)
    assert report.make() == []
    assert "No file is read yet" in report.said


def test_the_sheets_are_read_back(ours, own_folder):
    ours.add(RAW / "Content.csv")
    made = {file.name: file for file in Sheets(ours, DAY).make()}
    videos = made["sheet_2026-11-25_videos.csv"]
    with videos.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 15
    for row in rows:
        row["src_for_you"] = "0.5"
    filled = io.StringIO()
    writer = csv.DictWriter(filled, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    ours.add(Upload("filled.csv", filled.getvalue().encode()))
    show = OwnNumbers(ours, VIDEOS, show="where_views_come_from")
    assert "50% of the views came from the For You feed" in show.sentence


# Words --------------------------------------------------------------------------------------------


class Marked(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"⟦{one if count == 1 else many}⟧"


def test_every_word_can_be_translated(monkeypatch):
    monkeypatch.setattr(i18n, "_catalog", Marked())
    ours = OwnFiles()
    ours.add(Upload("7", b"1,2\n3,4\n"), *sample_files(data.folder()))
    assert ours.mapping.children
    shown = [ours.said, *(each.value for each in ours.mapping.children[:1])]
    inside = [*ours.controls.values(), *ours.mapping.children[1:-2]]
    shown += [one.description for one in inside]
    shown += [label for one in inside for label, _ in getattr(one, "options", ())]
    shown += [one.description for one in KeepNumbers(ours).boxes.values()]
    # The headers of a file stay as they are.
    names = {h for one in ours.reading.files for h in (*one.columns, *one.unknown, *one.dropped)}
    for html in shown:
        visible = unescape(re.sub(r"<[^>]*>", "\n", html))
        while visible != (visible := re.sub(r"⟦[^⟦⟧]*⟧", " ", visible)):
            pass
        lines = {line.strip() for line in visible.split("\n")} - names
        assert not re.search(r"[^\W\d_]", " ".join(lines)), lines
