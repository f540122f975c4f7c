"""Loading tables, faults told in sentences, the data package, and the fixtures in data/raw."""

import csv
import hashlib
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import frictionless
import pandas as pd
import pytest

from workbook import data, paths, samples
from workbook.errors import Problem
from workbook.samples.exports import PRIVATE
from workbook.samples.package import build

RAW = paths.DATA / "raw"
PACKAGE = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The data folder as the generator makes it now."""
    return build()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(paths.DATA, copy)
    monkeypatch.setenv("WORKBOOK_DATA", str(copy))
    return copy


@pytest.fixture(scope="module")
def make_data() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_data", paths.DATA / "make_data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def problem(table: str) -> str:
    with pytest.raises(Problem) as raised:
        data.load(table)
    return str(raised.value)


def cell(table: str, column: str, row: int = 0) -> str:
    with (paths.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))[row][column]


# The folder


def test_the_folder_is_as_made(files: dict[str, bytes]) -> None:
    """Fails if a number in any file changes, or the model without its files."""
    there = {
        path.relative_to(paths.DATA).as_posix(): path.read_bytes()
        for path in paths.DATA.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert sorted(there) == sorted(files)
    assert [name for name in files if there[name] != files[name]] == []


def test_every_file_has_its_hash(files: dict[str, bytes]) -> None:
    listed = PACKAGE["resources"] + PACKAGE["otherFiles"]
    named = {file["path"] for file in listed}
    assert named == files.keys() - {"datapackage.json", "README.md"}
    for file in listed:
        content = (paths.DATA / file["path"]).read_bytes()
        assert file["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", file["path"]
        assert file["bytes"] == len(content)


def test_frictionless_finds_the_package_valid() -> None:
    report = frictionless.Package(str(paths.DATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(PACKAGE["resources"]) >= 28


def test_the_package_says_what_it_is() -> None:
    assert PACKAGE["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert PACKAGE["synthetic"] is True
    assert PACKAGE["licenses"][0]["name"] == "CC0-1.0"
    assert PACKAGE["seed"] == samples.SEED
    assert {"version", "created", "sources", "title"} <= PACKAGE.keys()
    assert PACKAGE["description"].startswith("SYNTHETIC")


def test_every_column_is_described_in_schema_and_dictionary() -> None:
    dictionary = (paths.DATA / "README.md").read_text(encoding="utf-8")
    assert "SYNTHETIC" in dictionary
    for resource in PACKAGE["resources"]:
        assert resource["path"] in dictionary
        if resource["path"].startswith("raw/"):
            continue
        section = dictionary.split(f"### {resource['path']}\n")[1].split("\n### ")[0]
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` | {field['type']} |" in section
            assert "Measured by:" in field["description"]
            assert field["constraints"]["required"] is ("Empty:" not in field["description"])


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in paths.DATA.rglob("*")) < 2_000_000


def test_make_data_makes_the_same_bytes_and_check_names_what_differs(
    make_data: ModuleType,
    files: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = ["--out", str(tmp_path)]
    assert make_data.main(out) == 0
    for path in tmp_path.rglob("*"):
        if path.is_file():
            shipped = paths.DATA / path.relative_to(tmp_path)
            assert path.read_bytes() == shipped.read_bytes(), path.name
    monkeypatch.setattr(make_data, "build", lambda seed: files)  # the same, already made
    assert make_data.main([*out, "--check"]) == 0
    costs = tmp_path / "costs.csv"
    costs.write_text(costs.read_text().replace(",28,", ",29,", 1))
    (tmp_path / "raw" / "Overview.xlsx").unlink()
    (tmp_path / "key" / "old.csv").write_text("x")
    capsys.readouterr()
    assert make_data.main([*out, "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "costs.csv differs.",
        "key/old.csv does not belong here.",
        "raw/Overview.xlsx is missing.",
    ]


def test_a_class_may_have_its_own_seed(
    make_data: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_data.main(["--seed", "2", "--out", str(tmp_path)])
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path))
    pd.testing.assert_frame_equal(data.load("rsvps_raw"), data.fresh("rsvps_raw", seed=2))
    pd.testing.assert_frame_equal(data.load_key("bots"), samples.draw("bots", 2))
    assert frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


# Loading


@pytest.mark.parametrize("table", samples.TABLES)
def test_a_loaded_table_is_the_drawn_one(table: str) -> None:
    pd.testing.assert_frame_equal(data.load(table), samples.draw(table))


def test_the_tables_and_the_key() -> None:
    assert data.tables() == list(samples.TABLES)
    truth = data.load_key("people_truth")
    assert truth["is_walk_in"].sum() == 36
    assert len(data.load_key("bots")) == 140


def test_types_are_what_a_beginner_expects() -> None:
    videos = data.load("videos")
    assert videos["video_id"].str.len().eq(19).all()
    assert str(videos["posted_at_utc"].dt.tz) == "UTC"
    assert videos["on_location"].dtype == bool
    hidden = videos["src_for_you"].isna()
    assert hidden.equals(videos["views"] < 500)
    assert data.load("rsvps_raw")["postal3"].str.startswith("00").all()
    assert data.load("checkins")["checked_in_local"].dt.tz is None
    assert str(data.load("touches")["touched_at"].dt.tz) == "UTC"
    assert data.load("account_daily")["date_local"].dt.hour.eq(0).all()
    assert data.load("leaders")["source_code"].isna().sum() == 11


def test_a_changed_table_is_not_shared_between_loads() -> None:
    costs = data.load("costs")
    costs.loc[0, "cash_usd"] = -1
    assert data.load("costs").loc[0, "cash_usd"] >= 0


def test_importing_is_light() -> None:
    heavy = ["frictionless", "matplotlib", "scipy", "IPython", "ipywidgets"]
    code = f"import sys, workbook.data; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, timeout=30
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_an_unchanged_file_is_read_without_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_check(*arguments: object) -> None:
        raise AssertionError("an unchanged file was checked")

    monkeypatch.setattr(data, "_cell_faults", no_check)
    data.load("costs")


# Faults


def test_unknown_names() -> None:
    assert "There is no table “video”. The tables are: videos, " in problem("video")
    with pytest.raises(Problem, match="There is no table “videos”"):
        data.load_key("videos")
    with pytest.raises(Problem, match="There is no table “video”"):
        data.fresh("video", 2)


def test_a_missing_file(folder: Path) -> None:
    (folder / "videos.csv").unlink()
    assert "videos.csv is not there. Put it back" in problem("videos")
    shutil.rmtree(folder / "key")
    with pytest.raises(Problem, match=r"bots\.csv is not there"):
        data.load_key("bots")
    (folder / "costs.csv").unlink()
    (folder / "costs.csv").mkdir()
    assert "cannot be read" in problem("costs")


def test_a_missing_or_damaged_package(folder: Path) -> None:
    package = folder / "datapackage.json"
    for spoiled in ("{", "[]", '{"resources": [{"name": "costs"}]}'):
        package.write_text(spoiled)
        assert "datapackage.json, is damaged" in problem("costs")
    package.unlink()
    assert "datapackage.json, is not there" in problem("costs")


Change = Callable[[bytes], bytes]


def put(old: str, new: str) -> Change:
    """Replace the first ``old`` of a file."""
    return lambda content: content.replace(old.encode(), new.encode(), 1)


FAULTS: dict[str, tuple[str, Change, str]] = {
    "empty file": ("videos", lambda c: b" \n", "It is empty. A first line with the names"),
    "only a header": ("costs", lambda c: c.split(b"\n")[0] + b"\n", "It has no rows below"),
    "latin-1": (
        "videos",
        lambda c: c.replace(b"#bikes", "#años".encode("latin-1"), 1),
        "holds a letter that is not UTF-8. Save the file again as “CSV UTF-8”.",
    ),
    "semicolons": (
        "videos",
        lambda c: c.replace(b",", b";"),
        "Its columns are separated by “;”. A comma was expected.",
    ),
    "tabs": ("costs", lambda c: c.replace(b",", b"\t"), "Its columns are separated by a tab."),
    "renamed column": (
        "videos",
        put(",views,", ",plays,"),
        "Column “views” is now called “plays”. Name it back.",
    ),
    "missing column": (
        "costs",
        lambda c: b"\n".join(line.rpartition(b",")[0] for line in c.splitlines()),
        "Column “cash_usd” is missing.",
    ),
    "extra column": (
        "costs",
        lambda c: c.replace(b"\n", b",\n").replace(b"cash_usd,", b"cash_usd,note", 1),
        "Column “note” does not belong here.",
    ),
    "other order": (
        "costs",
        put("channel,month,", "month,channel,"),
        "Its columns are in another order. Expected: channel, month, staff_hours,",
    ),
    "a word for a number": (
        "costs",
        put(",28,", ",many,"),
        "Row 2, column “hourly_usd” holds “many”. Expected: a whole number, 0 or more.",
    ),
    "a negative count": (
        "costs",
        put(",28,", ",-28,"),
        "Row 2, column “hourly_usd” holds “-28”. Expected: a whole number, 0 or more.",
    ),
    "an infinite number": (
        "account_daily",
        put(f",{cell('account_daily', 'minutes')},", ",inf,"),
        "Row 2, column “minutes” is infinite.",
    ),
    "a huge number": (
        "costs",
        put(",28,", ",99999999999999999999999,"),
        "It holds a number that is too large",
    ),
    "a number beyond its range": (
        "weekly_signups",
        put("lakeside,24,", "lakeside,25,"),
        "column “week” holds “25”. Expected: a whole number from 1 to 24.",
    ),
    "a share in percent": (
        "retention",
        put(f",{cell('retention', 'share_watching')}\n", ",87.0\n"),
        "Row 2, column “share_watching” holds “87.0”. Expected: a number from 0 to 1",
    ),
    "an id cut by a spreadsheet": (
        "videos",
        put(cell("videos", "video_id"), "7.46E+18"),
        "holds “7.46E+18”. Expected: an id of 19 digits; a spreadsheet may have shortened it.",
    ),
    "a postal code without its zeros": (
        "rsvps_raw",
        put(",003,", ",3,"),
        "column “postal3” holds “3”. Expected: text of the form [0-9]{3}.",
    ),
    "a choice that is none": (
        "videos",
        put(",trend,", ",dance,"),
        "column “format” holds “dance”. Expected: one of trend, explainer, reply.",
    ),
    "neither true nor false": (
        "checkins",
        put(",true,", ",perhaps,"),
        "column “walk_in” holds “perhaps”. Expected: true or false.",
    ),
    "a date turned round": (
        "account_daily",
        put("2025-01-06", "06/01/2025"),
        "Row 2, column “date_local” holds “06/01/2025”. Expected: a date such as 2025-06-14.",
    ),
    "a time without its zone": (
        "videos",
        put("Z,", ","),
        "Row 2, column “posted_at_utc” holds",
    ),
    "a local time with a zone": (
        "checkins",
        put(cell("checkins", "checked_in_local"), "2025-06-14T09:30:00Z"),
        "Expected: a time such as 2025-06-14T13:30:00.",
    ),
    "a time that is none": (
        "touches",
        put(cell("touches", "touched_at"), "yesterday"),
        "Expected: a time such as 2025-06-14T13:30:00-04:00.",
    ),
    "a month in words": (
        "costs",
        put("2025-01", "January"),
        "Row 2, column “month” holds “January”. Expected: a month such as 2025-06.",
    ),
    "an empty cell": ("costs", put(",28,", ",,"), "Row 2, column “hourly_usd” is empty."),
    "a blank row": ("costs", lambda c: c + b"\n", "Row 32 is blank. Delete it."),
    "a short row": (
        "costs",
        lambda c: c + b"tiktok,2025-07\n",
        "Row 32 ends before column “staff_hours”.",
    ),
    "a long row": (
        "costs",
        lambda c: c + b"tiktok,2025-07,1,28,1,1\n",
        "Row 32 has more cells than there are columns.",
    ),
    "a row twice": (
        "costs",
        lambda c: c + c.splitlines()[-1] + b"\n",
        "Row 32 repeats the key of a row above it.",
    ),
    "a video that does not exist": (
        "video_daily",
        put(cell("video_daily", "video_id"), "7510763929337856007"),
        "Row 2 points to “7510763929337856007”, which is not in table “videos”.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one_sentence(folder: Path, fault: str) -> None:
    table, change, sentence = FAULTS[fault]
    path = folder / f"{table}.csv"
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before
    told = problem(table).splitlines()
    assert told[0] == f"The file {path} cannot be used:"
    assert sentence in told[1]
    assert len(told) == 3, told
    assert told[2].startswith("Mend it, or make the tables again")


def test_many_faults_are_counted(folder: Path) -> None:
    path = folder / "costs.csv"
    path.write_text(path.read_text().replace(",28,", ",?,"))
    told = problem("costs").splitlines()
    assert [line.split(",")[0] for line in told[1:4]] == ["Row 2", "Row 3", "Row 4"]
    assert told[4] == "… and 27 more."


VALID: dict[str, tuple[str, Change]] = {
    "another number": ("costs", put(",28,", ",31,")),
    "windows line ends and a BOM": (
        "costs",
        lambda c: b"\xef\xbb\xbf" + c.replace(b"\n", b"\r\n"),
    ),
    "spreadsheet booleans": (
        "checkins",
        lambda c: c.replace(b"true", b"TRUE").replace(b"false", b"FALSE"),
    ),
    "one row less": ("touches", lambda c: c[: c.rstrip().rindex(b"\n") + 1]),
    "one video fewer views": ("videos", put(f",{cell('videos', 'views')},", ",777,")),
}


@pytest.mark.parametrize("change", VALID)
def test_a_changed_but_valid_file_loads(folder: Path, change: str) -> None:
    table, edit = VALID[change]
    path = folder / f"{table}.csv"
    before = path.read_bytes()
    path.write_bytes(edit(before))
    assert path.read_bytes() != before
    loaded = data.load(table)
    assert loaded.dtypes.equals(samples.draw(table).dtypes)
    if change == "another number":
        assert loaded["hourly_usd"].tolist()[:2] == [31, 28]
    if change == "one row less":
        assert len(loaded) == 609


# The fixtures, with their traps (surprise 14)


def raw(name: str) -> list[list[str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(line for line in lines if not line.startswith("#")))


def test_overview_has_the_faults_of_real_exports() -> None:
    assert (RAW / "Overview.csv").read_bytes().startswith("\ufeffDate,Video Views".encode())
    head, *rows = raw("Overview.csv")
    assert head == ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
    assert (len(rows), rows[0][0], rows[-1][0]) == (60, "December 15", "February 12")
    assert not any(re.search(r"\d{4}", row[0]) for row in rows)
    assert rows[-1][5] == "undefined"
    assert [row[4] for row in rows if row[4].startswith("-")] == ["-2"]


def test_the_spanish_overview_says_the_same() -> None:
    english, spanish = raw("Overview.csv")[1:], raw("es/Overview.csv")[1:]
    assert (spanish[0][0], spanish[-1][0]) == ("15 de diciembre", "12 de febrero")
    assert [row[1:] for row in spanish] == [row[1:] for row in english]


def test_overview_agrees_with_the_tables_but_for_the_last_two_days() -> None:
    account = data.load("account_daily")[["views", "profile_views"]].astype(str).to_numpy().tolist()
    first = [row[1:3] for row in raw("Overview.csv")[1:]]
    assert first[22:58] == account[:36]
    assert first[58] != account[36]
    newer = raw("newer/Overview.csv")[1:]
    assert (len(newer), newer[0][0], newer[-1][0]) == (60, "February 11", "April 11")
    assert [row[1:3] for row in newer] == account[36:96]


def test_follower_history_is_shifted() -> None:
    account = data.load("account_daily").set_index("date_local")["followers"]
    for name, first in (("", "2024-12-15"), ("newer/", "2025-02-11")):
        rows = raw(f"{name}FollowerHistory.csv")[1:]
        followers = pd.Series([int(row[1]) for row in rows], pd.date_range(first, periods=60))
        stated = pd.Series([int(row[2]) for row in rows], followers.index)
        assert (followers.diff().shift(-1) == stated)[:-1].all()
        assert not (followers.diff() == stated).all()
        assert (followers - account).dropna().eq(0).all()
    assert stated["2025-03-31"] >= 412


def test_viewers_activity_and_snapshots() -> None:
    viewers = raw("Viewers.csv")
    assert viewers[-1][1:] == ["undefined", "0", "0"]
    assert all(int(total) == int(new) + int(old) for _, total, new, old in viewers[1:-1])
    activity = raw("FollowerActivity.csv")[1:]
    assert len(activity) == 168
    assert [int(row[1]) for row in activity] == [*range(24)] * 7
    for name in ("FollowerGender.csv", "FollowerTopTerritories.csv"):
        assert sum(float(row[1]) for row in raw(name)[1:]) == pytest.approx(1)


def test_content_holds_15_videos_without_a_year() -> None:
    rows = raw("Content.csv")[1:]
    assert len(rows) == 15
    assert {row[0] for row in rows} == {"February 14"}
    videos = data.load("videos").set_index("video_id")
    for row in rows:
        link, posted, views = row[2], row[3], int(row[7])
        match = re.fullmatch(r"https://www\.tiktok\.example/@spokesforall/video/(\d{19})", link)
        assert match
        video = videos.loc[match[1]]
        local = video["posted_at_utc"].tz_convert("America/New_York")
        assert posted == f"{local:%B} {local.day}"
        assert views <= video["views"]
        decoded = pd.Timestamp(int(match[1]) >> 32, unit="s", tz="UTC")
        assert decoded == video["posted_at_utc"]


def test_the_spreadsheet_is_a_twin_of_the_csv() -> None:
    with zipfile.ZipFile(RAW / "Overview.xlsx") as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        assert all(info.date_time[0] == 1980 for info in archive.infolist())
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = [["".join(c.itertext()) for c in row] for row in sheet.iter(f"{space}row")]
    assert cells == raw("Overview.csv")


def test_the_zip_holds_the_csv_under_a_misleading_name() -> None:
    (path,) = RAW.glob("*.zip")
    _, first_day, unix_time = path.stem.split("_")
    assert first_day == "2024-12-15"
    assert pd.Timestamp(int(unix_time), unit="s").date().isoformat() == "2025-02-14"
    with zipfile.ZipFile(path) as archive:
        assert archive.read("Overview.csv") == (RAW / "Overview.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("video", ("Video", "Videos")),
        ("activity", ("Activity", "Video", "Videos")),
        ("post", ("Post", "Posts")),
    ],
)
def test_json_layouts_hold_own_videos_beside_private_things(
    name: str, where: tuple[str, ...]
) -> None:
    text = (RAW / f"user_data_tiktok_{name}.json").read_text(encoding="utf-8")
    part: Any = json.loads(text)
    for step in where:
        part = part[step]
    listed = [(video["Date"], video["Link"].rsplit("/", 1)[1]) for video in part["VideoList"]]
    videos = data.load("videos").head(30)
    posted = videos["posted_at_utc"].dt.strftime("%Y-%m-%d %H:%M:%S")
    assert listed == list(zip(posted, videos["video_id"], strict=True))
    assert "Direct Message" in text
    assert PRIVATE in text
    assert PRIVATE not in json.dumps(part)


def test_exports_of_organizing_tools() -> None:
    people = list(csv.DictReader(io.StringIO((RAW / "action_network.csv").read_text())))
    assert len(people) == 40
    assert all(re.fullmatch(r"555-01\d\d", person["can2_phone"]) for person in people)
    signed_up = set(data.load("rsvps_raw")["email"])
    assert {person["email"] for person in people} <= signed_up

    turnout = list(csv.DictReader(io.StringIO((RAW / "mobilize_participations.csv").read_text())))
    came = set(data.load("checkins")["person_id"].dropna())
    assert {row["attended"] for row in turnout} == {"true", "false", ""}
    for row in turnout:
        person = row["email_at_signup"].split("@")[0]
        assert row["attended"] in ("", str(person in came).lower())
        assert row["status"] != "CANCELLED" or row["attended"] != "true"

    traffic = {row[1]: int(row[2]) for row in raw("ga4_traffic.csv")[1:]}
    assert sum(traffic.values()) == 1000
    assert (traffic["(direct) / (none)"], traffic["tiktok.com / referral"]) == (200, 20)


def test_fixtures_name_nobody_real() -> None:
    for path in RAW.rglob("*.*"):
        if path.suffix in (".xlsx", ".zip"):
            continue
        text = path.read_text(encoding="utf-8-sig")
        assert set(re.findall(r"[\w.+-]+@([\w-]+\.[\w.]+)", text)) <= {"example.org"}, path.name
        hosts = set(re.findall(r"https?://([^/\"]+)", text))
        assert hosts <= {"www.tiktok.example", "roll.example"}, path.name
