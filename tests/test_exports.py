"""Real exports and their quirks: each one has a file here or in ``data/raw``, and a test."""

import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from workbook import data, exports, paths
from workbook.errors import Problem
from workbook.exports import ColumnMap, Settings, Upload, read
from workbook.exports.model import setting_names

RAW = data.folder() / "raw"
FEBRUARY = datetime.date(2025, 2, 14)
APRIL = datetime.date(2025, 4, 13)
ZONE = "America/New_York"
SALT = b"a salt for the tests, 32 bytes. "
OVERVIEW = "Date,Video Views,Profile Views,Likes,Comments,Shares\n"


def settings(**changes: object) -> Settings:
    return Settings(**{"zone": ZONE, "exported": FEBRUARY, "salt": SALT} | changes)


def file(text: str, name: str = "a.csv", encoding: str = "utf-8") -> Upload:
    return Upload(name, text.encode(encoding))


def one(given, **changes):
    """The table and the report of a single file."""
    reading = read(given, settings(**changes))
    (report,) = reading.files
    return reading.tables[report.table], report


def refusal(given, **changes) -> str:
    with pytest.raises(Problem) as caught:
        read(given, settings(**changes))
    return str(caught.value)


def assumed(report, setting: str) -> str:
    """The value that was assumed for a setting; the sentence says what changes it on a page."""
    found = [a for a in report.assumptions if a.setting == setting]
    way_out = f"“{setting}: " if setting in setting_names() else "save the file again"
    assert all(way_out in a.sentence for a in found)
    (value,) = {a.value for a in found}
    return value


def overview(*rows: str, **changes):
    return one(file(OVERVIEW + "".join(f"{row}\n" for row in rows)), lag_days=0, **changes)


# TikTok Studio, by day --------------------------------------------------------------------------


def test_overview_as_the_key_says():
    table, report = one(RAW / "Overview.csv")
    account = data.load("account_daily")
    assert list(table.columns) == list(exports.TABLES["overview"])
    both = table.merge(account.assign(date_local=pd.to_datetime(account["date_local"])), "inner",
                       "date_local", suffixes=("", "_key"))  # fmt: skip
    assert len(both) == 36  # 6 January to 10 February; before it the sample has no days
    assert (both["views"] == both["views_key"]).all()
    assert (both["profile_views"] == both["profile_views_key"]).all()
    assert (report.kind, report.rows) == ("overview", 58)


def test_a_byte_order_mark_does_not_hide_the_first_column():
    content = (RAW / "Overview.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table, _ = one(Upload("x", content))
    again, _ = one(Upload("x", content[3:]))
    pd.testing.assert_frame_equal(table, again)


def test_a_file_is_known_by_its_headers_and_not_by_its_name():
    _, report = one(Upload("holiday.txt", (RAW / "FollowerHistory.csv").read_bytes()))
    assert report.kind == "follower_history"


def test_the_year_is_counted_back_over_new_year():
    table, report = one(RAW / "Overview.csv", lag_days=0)
    day = table["date_local"]
    assert (day.iloc[0], day.iloc[-1]) == (
        pd.Timestamp("2024-12-15"),
        pd.Timestamp("2025-02-12"),
    )
    assert day.diff().dropna().eq(pd.Timedelta(days=1)).all()
    assert not [a for a in report.assumptions if a.setting == "exported"]


def test_without_a_day_of_download_the_year_is_asked_for():
    assert "in “exported: day of the download”" in refusal(RAW / "Overview.csv", exported=None)


def test_today_gives_the_year_and_that_is_told():
    table, report = one(RAW / "Overview.csv", exported=None, today=datetime.date(2026, 1, 3))
    assert assumed(report, "exported") == "2026-01-03"
    assert table["date_local"].max() == pd.Timestamp("2025-02-10")


def test_each_file_may_have_its_own_day_of_download():
    given = [
        Upload("old", (RAW / "Overview.csv").read_bytes()),
        Upload("new", (RAW / "newer/Overview.csv").read_bytes()),
    ]
    dates = {"old": FEBRUARY.replace(year=2024), "new": APRIL}
    reading = read(given, settings(exported=None, exported_by_file=dates))
    assert [report.exported for report in reading.files] == list(dates.values())
    days = reading.tables["overview"]["date_local"]
    assert (days.min(), days.max()) == (pd.Timestamp("2023-12-15"), pd.Timestamp("2025-04-09"))


def test_29_february_finds_its_year():
    table, _ = overview("February 28,1,1,1,1,1", "February 29,2,2,2,2,2", "March 1,3,3,3,3,3",
                        exported=datetime.date(2026, 3, 4))  # fmt: skip
    assert table["date_local"].iloc[1] == pd.Timestamp("2024-02-29")


def test_newest_first_is_read_as_well():
    table, _ = overview("January 2,2,0,0,0,0", "January 1,1,0,0,0,0", "December 31,31,0,0,0,0")
    assert [f"{d:%Y-%m-%d}" for d in table["date_local"]] == [
        "2024-12-31",
        "2025-01-01",
        "2025-01-02",
    ]
    assert list(table["views"]) == [31, 1, 2]


def test_days_in_no_order_are_refused_with_their_row():
    days = ["January 5", "January 6", "January 7", "March 8", "January 9", "January 10"]
    told = refusal(file(OVERVIEW + "".join(f"{day},1,1,1,1,1\n" for day in days)))
    assert "Row 5 of a.csv" in told
    assert "in order" in told


def test_a_day_that_stands_twice_is_refused():
    rows = "March 3,1,1,1,1,1\nMarch 4,1,1,1,1,1\n"
    assert "Row 4" in refusal(file(OVERVIEW + rows + "March 4,9,1,1,1,1\n"), exported=APRIL)


def test_a_missing_day_is_told():
    _, report = overview("January 1,1,1,1,1,1", "January 4,1,1,1,1,1")
    assert any("2 days are missing" in warning for warning in report.warnings)


def test_a_download_long_after_the_last_day_is_questioned():
    _, report = overview("January 1,1,1,1,1,1", exported=datetime.date(2025, 12, 1))
    assert any("Is the year right?" in warning for warning in report.warnings)


LANGUAGES = {
    "en": ("August 9", "August 10"),
    "en-short": ("9-Aug", "10-Aug"),  # as a spreadsheet program saves it
    "en-british": ("9 August", "10 August"),
    "es": ("9 de agosto", "10 de agosto"),
    "pt": ("9 de agosto", "10 de agosto"),
    "fr": ("9 août", "10 août"),
    "ar": ("٩ أغسطس", "١٠ أغسطس"),
    "ar-levant": ("\u200f٩ آب", "\u200f١٠ آب"),
    "ar-maghreb": ("9 أوت", "10 أوت"),
    "vi": ("9 tháng Tám", "10 tháng Tám"),
    "vi-numbers": ("9 tháng 8", "10 tháng 8"),
    "ru": ("9 августа", "10 августа"),
    "ja": ("8月9日", "8月10日"),
}


@pytest.mark.parametrize("days", LANGUAGES.values(), ids=LANGUAGES)
def test_days_of_many_languages(days):
    table, report = overview(*(f"{day},1,1,1,1,1" for day in days),
                             exported=datetime.date(2025, 8, 12))  # fmt: skip
    assert [f"{d:%Y-%m-%d}" for d in table["date_local"]] == ["2025-08-09", "2025-08-10"]
    assumed(report, "language")


MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_of_the_courses_languages(language):
    link = " de " if language in ("es", "pt") else " "
    months = enumerate(MONTHS[language].split(), 1)
    rows = [f"{day}{link}{month},{n},0,0,0,0" for n, month in months for day in (1, 15)]
    table, report = overview(*rows, exported=datetime.date(2025, 12, 30))
    assert list(table["date_local"].dt.month) == list(table["views"])
    assert assumed(report, "language") == language


def test_the_first_of_a_month_in_french():
    table, _ = overview("1er août,1,1,1,1,1", "2 août,1,1,1,1,1")
    assert table["date_local"].iloc[0] == pd.Timestamp("2024-08-01")


def test_the_spanish_export_says_the_same_as_the_english_one():
    english, _ = one(RAW / "Overview.csv")
    spanish, report = one(RAW / "es/Overview.csv")
    pd.testing.assert_frame_equal(english, spanish)
    assert assumed(report, "language") == "es"


def test_a_language_can_be_set_and_then_nothing_is_assumed():
    _, report = one(RAW / "es/Overview.csv", language="es")
    assert "language" not in {a.setting for a in report.assumptions}
    assert "9" not in refusal(RAW / "es/Overview.csv", language="fr").split("“")[0]


def test_two_languages_in_one_file_are_refused():
    assert "Row 3" in refusal(file(OVERVIEW + "August 9,1,1,1,1,1\n10 août,1,1,1,1,1\n"))


def test_days_with_a_year_need_no_day_of_download():
    for day in ("2025-08-09", "August 9, 2025", "9 de agosto de 2025", "20250809", "2025年8月9日"):
        table, _ = overview(f"{f'{chr(34)}{day}{chr(34)}'},1,1,1,1,1", exported=None)
        assert table["date_local"].iloc[0] == pd.Timestamp("2025-08-09"), day


def test_undefined_is_missing_and_not_0():
    table, _ = one(RAW / "Overview.csv", lag_days=0)
    assert table["shares"].isna().sum() == 1
    assert pd.isna(table["shares"].iloc[-1])


def test_zeros_beside_an_unknown_total_are_missing_too():
    table, _ = one(RAW / "Viewers.csv", lag_days=0)
    last = table.iloc[-1]
    assert last["date_local"] == pd.Timestamp("2025-02-12")
    assert last[["viewers", "new_viewers", "returning_viewers"]].isna().all()
    assert table.iloc[:-1].notna().all(axis=None)


def test_viewers_that_do_not_add_up_are_told():
    text = "Date,Total Viewers,New Viewers,Returning Viewers\nJanuary 1,10,6,4\nJanuary 2,10,6,5\n"
    _, report = one(file(text), lag_days=0)
    assert any("row 3" in warning for warning in report.warnings)


def test_the_two_newest_days_are_dropped_and_told():
    table, report = one(RAW / "Overview.csv")
    assert table["date_local"].max() == pd.Timestamp("2025-02-10")
    (told,) = [a.sentence for a in report.assumptions if a.setting == "lag_days"]
    assert "2025-02-11, 2025-02-12" in told
    everything, _ = one(RAW / "Overview.csv", lag_days=0)
    assert everything["date_local"].max() == pd.Timestamp("2025-02-12")


def test_an_old_window_has_no_lag():
    table, report = one(RAW / "Overview.csv", exported=datetime.date(2025, 3, 1))
    assert table["date_local"].max() == pd.Timestamp("2025-02-12")
    assert "lag_days" not in {a.setting for a in report.assumptions}


def test_negative_corrections_are_kept_and_told():
    table, report = one(RAW / "Overview.csv")
    assert table["comments"].min() == -2
    assert any("below 0" in warning for warning in report.warnings)


def test_the_shifted_column_is_not_used():
    table, report = one(RAW / "FollowerHistory.csv")
    assert "Difference in followers from previous day" in report.dropped
    assert pd.isna(table["change"].iloc[0])
    assert (table["change"].iloc[1:] == table["followers"].diff().iloc[1:]).all()
    raw = pd.read_csv(RAW / "FollowerHistory.csv")["Difference in followers from previous day"]
    assert (table["change"].iloc[1:].to_numpy() != raw.to_numpy()[1:]).mean() > 0.9


def test_a_damaged_follower_count_is_found_by_the_column_beside_it():
    text = (RAW / "FollowerHistory.csv").read_text("utf-8-sig")
    _, report = one(file(text))
    assert not report.warnings
    _, report = one(file(text.replace("\nJanuary 8,2", "\nJanuary 8,3")))
    assert any("near row 26" in warning for warning in report.warnings)


def test_overlapping_downloads_are_merged_and_the_newest_wins():
    older, newer = RAW / "Overview.csv", RAW / "newer/Overview.csv"
    reading = read([newer, older], Settings(today=APRIL, lag_days=0))
    table = reading.tables["overview"]
    assert table["date_local"].is_unique
    assert table["date_local"].is_monotonic_increasing
    assert (len(table), len(reading.files)) == (118, 2)
    of_day = table.set_index("date_local")["views"]
    assert (of_day["2025-02-11"], of_day["2025-02-12"]) == (4455, 3240)
    assert any("2 rows of table overview are in" in warning for warning in reading.warnings)


def test_followers_are_merged_before_they_are_compared():
    reading = read(
        [RAW / "FollowerHistory.csv", RAW / "newer/FollowerHistory.csv"], Settings(today=APRIL)
    )
    table = reading.tables["followers"]
    assert table["change"].isna().sum() == 1
    assert int(table["change"].max()) > 412  # the bots of 1 April


def test_a_change_over_a_missing_day_is_unknown():
    text = "Date,Followers\nJanuary 1,10\nJanuary 2,12\nJanuary 5,30\n"
    table, _ = one(file(text))
    assert list(table["change"].fillna(-99)) == [-99, 2, -99]


def test_followers_by_hour():
    table, report = one(RAW / "FollowerActivity.csv")
    assert len(table) == 168
    assert table.groupby("date_local")["hour"].apply(list).map(lambda h: h == [*range(24)]).all()
    assert not report.warnings
    text = (RAW / "FollowerActivity.csv").read_text("utf-8-sig")
    without = "".join(line for line in text.splitlines(True) if "February 8,13," not in line)
    _, report = one(file(without))
    assert any("24 hours: 2025-02-08" in warning for warning in report.warnings)


def test_shares_of_followers():
    table, report = one(RAW / "FollowerGender.csv")
    assert dict(zip(table["gender"], table["share"], strict=True)) == {
        "Female": 0.58,
        "Male": 0.40,
        "Other": 0.02,
    }
    assert not report.warnings
    for text in ("Female,58%\nMale,42%\n", 'Female,"0,58"\nMale,"0,42"\n'):
        table, _ = one(file("Gender,Distribution\n" + text))
        assert list(table["share"]) == [0.58, 0.42]
    _, report = one(file("Gender,Distribution\nFemale,0.58\nMale,0.24\n"))
    assert any("add up to 0.82" in warning for warning in report.warnings)
    assert "Row 3" in refusal(file("Gender,Distribution\nFemale,0.58\nMale,42\n"))


def test_of_two_snapshots_only_the_newest_is_kept():
    old = Upload("old.csv", b"Gender,Distribution\nFemale,0.5\nMale,0.5\n")
    new = Upload("new.csv", b"Gender,Distribution\nFemale,0.6\nMale,0.4\n")
    dates = {"old.csv": FEBRUARY, "new.csv": APRIL}
    reading = read([new, old], Settings(exported_by_file=dates))
    assert list(reading.tables["gender"]["share"]) == [0.6, 0.4]


# TikTok Studio, by video ------------------------------------------------------------------------


def test_content_knows_its_times_and_its_year_from_the_ids():
    table, report = one(RAW / "Content.csv", exported=None)
    key = data.load("videos").set_index("video_id")["posted_at_utc"]
    assert len(table) == 15
    assert (key[table["video_id"]].to_numpy() == table["posted_at_utc"].to_numpy()).all()
    assert report.exported == FEBRUARY
    assert report.account == "spokesforall"
    assert any("not all" in warning for warning in report.warnings)


def test_ids_stay_text():
    table, _ = one(RAW / "Content.csv")
    assert table["video_id"].dtype == "str"
    assert table["video_id"].str.fullmatch(r"\d{19}").all()
    assert not (table["video_id"].astype("float64").astype("int64").astype("str")
                == table["video_id"]).any()  # fmt: skip


def test_rounded_ids_are_refused():
    head = "video_id,has_hook\n"
    told = refusal(file(head + "7.47035373310103E+18,yes\n"))
    assert "a spreadsheet has rounded these" in told
    rounded = "7470353733101020000,yes\n7470012699812820000,no\n"
    assert "a spreadsheet has rounded these" in refusal(file(head + rounded))
    ids = data.load("videos")["video_id"].head(3).astype("float64").astype("int64")
    as_floats = "".join(f"{number},yes\n" for number in ids)  # as pandas writes them back
    assert "rounded these" in refusal(file(head + as_floats))
    assert "rounded these" in refusal(file(head + "9999999999999999999,yes\n"))


CONTENT = (
    "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
)
LINK = "https://www.tiktok.example/@spokesforall/video/"


def test_a_day_of_posting_that_does_not_fit_the_id_is_told():
    row = f"February 14,x,{LINK}7470353733101027796,{{}},1,1,1,100\n"
    _, report = one(file(CONTENT + row.format("February 11")))
    assert not any("does not fit" in warning for warning in report.warnings)
    _, report = one(file(CONTENT + row.format("March 11")))
    assert any("does not fit the id" in warning for warning in report.warnings)


def test_links_of_two_accounts_are_refused():
    rows = f"February 14,x,{LINK}7470353733101027796,February 11,1,1,1,100\n"
    rows += rows.replace("spokesforall", "other").replace("7796", "7797")
    assert "same account" in refusal(file(CONTENT + rows))


def test_files_of_two_accounts_are_told():
    row = f"February 14,x,{LINK}7470353733101027796,February 11,1,1,1,100\n"
    reading = read(
        [file(CONTENT + row), file(CONTENT + row.replace("spokesforall", "other"))], settings()
    )
    assert any("@other, @spokesforall" in warning for warning in reading.warnings)


def test_the_optional_columns_of_a_video():
    head = "Video link,Total views,Average watch time,Watched full video,Reach,Add to favorites\n"
    row = f'{LINK}7470353733101027796,1.2K,0:12,38%,"18,400",7\n'
    table, report = one(file(head + row))
    video = table.iloc[0]
    assert (video["views"], video["avg_watch_s"], video["full_watch_rate"]) == (1200, 12, 0.38)
    assert (video["reach"], video["saves"]) == (18_400, 7)
    assert any("rounded" in warning for warning in report.warnings)
    assert any("only groups" in warning for warning in report.warnings)


def test_a_newer_list_of_videos_wins_and_what_only_the_older_knows_stays():
    older = f"February 1,x,{LINK}7465000000000000001,January 28,5,1,1,100\n"
    newer = f"Video link,Total views\n{LINK}7465000000000000001,150\n"
    reading = read(
        [file(newer, "new"), file(CONTENT + older, "old")],
        settings(exported=None, exported_by_file={"new": FEBRUARY}),
    )
    (video,) = reading.tables["videos"].to_dict("records")
    assert (video["views"], video["likes"], video["caption"]) == (150, 5, "x")


def test_the_sheet_of_notes_is_read_back():
    content, _ = one(RAW / "Content.csv")
    sheet = exports.notes_sheet(content)
    lines = sheet.decode("utf-8-sig").splitlines()
    filled = [lines[0], *(f"{line.rstrip(',')},30,yes,0.6" for line in lines[1:])]
    table, report = one(file("\n".join(filled).replace(",30,yes,0.6", ",30,yes,0.6,,,,,,,")))
    assert report.kind in ("video_notes", "content")
    assert list(table["video_id"]) == list(content["video_id"])
    assert set(table["duration_s"]) == {30}
    assert table["has_hook"].all()


def test_a_title_that_looks_like_a_formula_is_no_formula_in_the_sheet():
    videos = pd.DataFrame({"video_id": ["7470353733101027796"], "caption": ["=1+1"]})
    assert b", =1+1," in exports.notes_sheet(videos)


def test_the_other_sheets_are_known_by_their_headers():
    costs = exports.costs_sheet("2025-06").decode("utf-8-sig").replace(",,,", ",4,28,10")
    assert one(file(costs))[1].kind == "costs"
    comments = exports.comments_sheet().decode("utf-8-sig")
    table, report = one(file(comments + "2025-06-02 10:00,2025-06-02 10:45,yes\n"))
    assert (report.kind, table["reply_minutes"].iloc[0]) == ("comments", 45)
    leaders = exports.leaders_sheet().decode("utf-8-sig")
    assert one(file(leaders + "TikTok,2025-06-02,4\n"))[1].kind == "leaders"


# Account data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["video", "activity", "post"])
def test_account_data_in_its_three_layouts(layout):
    table, report = one(RAW / f"user_data_tiktok_{layout}.json")
    key = data.load("videos").head(30)
    assert list(table["video_id"]) == list(key["video_id"])
    assert (table["posted_at_utc"].to_numpy() == key["posted_at_utc"].to_numpy()).all()
    if layout != "video":
        assert list(table["likes"]) == list(key["likes"])
    assert any("Direct Message" in told for told in report.skipped) == (layout != "activity")


def account(*videos: dict[str, object], **others: object) -> Upload:
    content = {**others, "Post": {"Posts": {"VideoList": list(videos)}}}
    return Upload("user_data_tiktok.json", json.dumps(content).encode())


def test_links_to_the_file_of_a_video_have_no_id_and_keep_their_time():
    cdn = {"Date": "2025-01-09 02:22:23", "Link": "https://v16.example/video/tos/x/", "Likes": "5"}
    table, report = one(account(cdn, {**cdn, "Date": "2025-01-10 02:22:23", "Likes": "7"}))
    assert table["video_id"].isna().all()
    assert table["posted_at_utc"].iloc[0] == pd.Timestamp("2025-01-09 02:22:23", tz="UTC")
    assert any("cannot be joined" in told for told in report.skipped)
    both = read([account(cdn, cdn | {"Likes": "8"}), RAW / "Content.csv"], settings())
    assert len(both.tables["videos"]) == 17


def test_a_video_without_id_and_time_is_left_out_and_told():
    good = {"Date": "2025-01-09 02:22:23", "Link": LINK + "7457735441307926898"}
    table, report = one(account(good, {"Date": "N/A", "Link": "N/A"}))
    assert len(table) == 1
    assert any("neither an id nor a time" in told for told in report.skipped)


def test_an_id_that_does_not_fit_its_time_is_refused():
    video = {"Date": "2024-01-09 02:22:23", "Link": LINK + "7457735441307926898"}
    assert "fits the time" in refusal(account(video))


def test_account_data_without_own_videos_is_refused_with_a_reason():
    assert "VideoList" in refusal(account())
    assert "VideoList" in refusal(Upload("a.json", b'{"Comment": {}}'))
    assert "damaged" in refusal(Upload("a.json", b'{"Post": {"Posts": {"VideoL'))


def test_account_data_in_its_zip_is_read_as_a_stream():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(RAW / "user_data_tiktok_post.json", "user_data_tiktok.json")
    _, report = one(Upload("TikTok_Data.zip", buffer.getvalue()))
    assert report.file == "TikTok_Data.zip/user_data_tiktok.json"


# Files ------------------------------------------------------------------------------------------


def test_the_spreadsheet_says_the_same_as_the_text_file():
    text, _ = one(RAW / "Overview.csv")
    sheet, _ = one(RAW / "Overview.xlsx")
    pd.testing.assert_frame_equal(text, sheet)


def test_the_zip_knows_its_day_of_download():
    (path,) = RAW.glob("*.zip")
    table, report = one(path, exported=None)
    assert report.exported == FEBRUARY  # and not 15 December, which stands in the name, too
    pd.testing.assert_frame_equal(table, one(RAW / "Overview.csv")[0])


def spreadsheet(**sheets: list[list[object]]) -> Upload:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        tab = book.create_sheet(title)
        for row in rows:
            tab.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return Upload("a.xlsx", buffer.getvalue())


def test_numbers_and_dates_of_a_spreadsheet():
    head = OVERVIEW.strip().split(",")
    rows = [[datetime.datetime(2025, 1, d), 1000.0 * d, d, d, None, "undefined"] for d in (1, 2)]  # noqa: DTZ001
    table, _ = one(spreadsheet(Overview=[head, *rows]), lag_days=0, exported=None)
    assert list(table["views"]) == [1000, 2000]
    assert table["comments"].isna().all()
    assert table["shares"].isna().all()
    assert "Row 2" in refusal(spreadsheet(Overview=[head, ["January 1", 1.5, 1, 1, 1, 1]]))


def test_a_sheet_of_notes_beside_the_numbers_is_told():
    head = OVERVIEW.strip().split(",")
    given = spreadsheet(Numbers=[head, ["January 1", 1, 1, 1, 1, 1]], Notes=[["our plan"]])
    reading = read(given, settings(lag_days=0))
    assert [report.file for report in reading.files] == ["a.xlsx/Numbers"]
    assert [(r.file, "our plan" in r.sentence) for r in reading.refused] == [("a.xlsx/Notes", True)]


def test_an_id_in_a_spreadsheet_is_not_trusted_as_a_number():
    told = refusal(spreadsheet(a=[["video_id", "has_hook"], [7470353733101027796.0, "yes"]]))
    assert "rounded" in told


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found_and_told(delimiter):
    text = (OVERVIEW + "January 1,1,2,3,4,5\n").replace(",", delimiter)
    table, report = one(file(text), lag_days=0)
    assert table["shares"].iloc[0] == 5
    assert assumed(report, "delimiter") == delimiter
    assert one(file("sep=" + delimiter + "\n" + text), lag_days=0)[0].equals(table)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_so(encoding):
    text = "Fecha,Visualizaciones de vídeos,Visualizaciones del perfil\n1 de enero,1,1\n"
    table, report = one(file(text, encoding=encoding), lag_days=0)
    assert len(table) == 1
    assert "encoding" not in {a.setting for a in report.assumptions}


def test_an_encoding_that_is_assumed_is_told_and_can_be_set():
    text = "Fecha,Visualizaciones de vídeos,Visualizaciones del perfil\n1 de enero,1,1\n"
    _, report = one(file(text, encoding="cp1252"), lag_days=0)
    assert assumed(report, "encoding") == "cp1252"
    arabic = "Date,Video Views,Profile Views\n9 أغسطس,1,1\n"
    assert one(file(arabic, encoding="cp1256"), lag_days=0, encoding="cp1256")[1].rows == 1
    assert "Row" in refusal(file(arabic, encoding="cp1256"))


def test_a_row_with_a_cell_too_many_is_refused():
    assert "Row 3 of a.csv has 7 cells" in refusal(
        file(OVERVIEW + "January 1,1,2,3,4,5\nJanuary 2,1,204,2,3,4,5\n")
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (OVERVIEW.encode(), "no rows below"),
        (b"a,b\n1,2\n", "We do not know the columns in row 1 of x: a, b"),
        (OVERVIEW.encode() + b'"January 1,1\n', "quotation mark"),
        (b"PK\x03\x04 no zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a text file"),
        (b"D\0a\0t\0e\0", "not a text file"),
        (b"\x81\x8d\xff", "a letter that we cannot read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, told):
    assert told in refusal(Upload("x", content))


def test_a_file_that_is_not_there_says_so(tmp_path):
    assert "There is no file" in refusal(tmp_path / "none.csv")
    assert "There is no file" in refusal(tmp_path)
    assert "There is no file" in refusal([])


def test_a_good_file_is_read_beside_a_bad_one():
    reading = read([RAW / "Overview.csv", file("a,b\n1,2\n", "odd.csv")], settings())
    assert [report.kind for report in reading.files] == ["overview"]
    assert [refused.file for refused in reading.refused] == ["odd.csv"]


def zipped(**members: bytes) -> Upload:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return Upload("a.zip", buffer.getvalue())


def test_what_is_in_a_zip_beside_tables_is_told():
    members = {
        "Overview.csv": (RAW / "Overview.csv").read_bytes(),
        "photo.png": b"x",
        "inner.zip": b"x",
        "__MACOSX__Overview.csv": b"x",
    }
    reading = read(zipped(**members), settings())
    assert [report.file for report in reading.files] == ["a.zip/Overview.csv"]
    assert len(reading.warnings) == 2
    assert "no table in a.zip" in refusal(zipped(**{"photo.png": b"x"}))


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    from workbook.exports import files

    monkeypatch.setattr(files, "LARGEST_SHEET", 2**20)
    assert "larger than 1 MB" in refusal(zipped(**{"Overview.csv": b"0" * 2**24}))
    bomb = zipped(**{"[Content_Types].xml": b" " * 2**24, "xl__workbook.xml": b""})
    assert "larger than 1 MB" in refusal(bomb)
    monkeypatch.setattr(files, "MOST_MEMBERS", 3)
    many = {f"{n}.csv": b"a,b\n" for n in range(4)}
    assert "4 files in a.zip" in refusal(zipped(**many))


def test_a_spreadsheet_that_claims_to_be_huge_is_refused(monkeypatch):
    from workbook.exports import files

    monkeypatch.setattr(files, "MOST_CELLS", 10_000)
    book = openpyxl.Workbook()
    book.active["XFD1"] = "far to the right"
    buffer = io.BytesIO()
    book.save(buffer)
    assert "more than 10,000 cells" in refusal(Upload("a.xlsx", buffer.getvalue()))


def test_reading_leaves_the_file_as_it_was(tmp_path):
    for source in (RAW / "Overview.csv", RAW / "Overview.xlsx"):
        path = tmp_path / source.name
        path.write_bytes(source.read_bytes())
        path.chmod(0o444)
        before = path.stat()
        read(path, settings())
        assert path.read_bytes() == source.read_bytes()
        assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert len(list(tmp_path.iterdir())) == 2


# Organizing tools -------------------------------------------------------------------------------


def test_action_network():
    table, report = one(RAW / "action_network.csv")
    raw = pd.read_csv(RAW / "action_network.csv", dtype="str")
    assert list(table["signup_id"]) == list(raw["uuid"])
    assert list(table["source_code"].fillna("")) == list(raw["source_code"].fillna(""))
    assert set(table["postal3"]) <= {"001", "002", "003", "004"}
    assert {"first_name", "last_name", "can2_user_city", "can2_user_tags"} <= set(report.dropped)
    assert assumed(report, "zone") == ZONE


def test_a_day_without_a_time_stays_that_day_in_its_zone():
    table, _ = one(RAW / "action_network.csv")
    assert f"{table['created_utc'].iloc[0].tz_convert(ZONE):%Y-%m-%d}" == "2025-05-02"


def test_mobilize():
    table, report = one(RAW / "mobilize_participations.csv")
    raw = pd.read_csv(RAW / "mobilize_participations.csv", dtype="str")
    assert list(table["created_utc"]) == list(pd.to_datetime(raw["created_date"], utc=True))
    assert table["attended"].isna().sum() == raw["attended"].isna().sum() > 0  # not "did not come"
    assert table["attended"].sum() == (raw["attended"] == "true").sum()
    assert "zone" not in {a.setting for a in report.assumptions}


def test_the_same_person_has_one_hash_in_two_tools():
    reading = read([RAW / "action_network.csv", RAW / "mobilize_participations.csv"], settings())
    table = reading.tables["signups"]
    assert (len(table), table["person"].nunique()) == (80, 40)


MOBILIZE_SHEET = """\
first name,last name,email,phone,event id,timeslot id,signup created time,status,attended,utm_source
A,B,a@example.org,555-0101,9,77,2025-06-01 10:00,REGISTERED,,tiktok
"""
EVERYACTION = """\
VANID,LastName,FirstName,PreferredEmail,Origin Source Code,Date Created,Notes
1001,B,A,a@example.org,TT-bell,6/14/2025 1:30 PM,called twice
"""
NATIONBUILDER = """\
nationbuilder_id,first_name,email,recruiter_id,recruiter_name_or_email,tag_list,created_at
7,A,a@example.org,412,Rider One,"x, y",2025-06-14T13:30:00-04:00
"""
EVENTBRITE = """\
Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee Status,Affiliate
55,2025-06-14 13:30:00,A,B,a@example.org,Free,Checked In,tiktok
56,2025-06-14 13:30:00,A,B,b@example.org,Free,Attending,
"""


@pytest.mark.parametrize(
    ("text", "kind", "code", "when"),
    [
        (MOBILIZE_SHEET, "mobilize", "tiktok", "2025-06-01 14:00"),
        (EVERYACTION, "everyaction", "TT-bell", "2025-06-14 17:30"),
        (NATIONBUILDER, "nationbuilder", "412", "2025-06-14 17:30"),
        (EVENTBRITE, "eventbrite", "tiktok", "2025-06-14 17:30"),
    ],
)
def test_other_tools(text, kind, code, when):
    table, report = one(file(text))
    assert (report.kind, table["tool"].iloc[0]) == (kind, kind)
    assert table["source_code"].iloc[0] == code
    assert table["created_utc"].iloc[0] == pd.Timestamp(when, tz="UTC")
    assert not {"A", "B", "Rider One", "called twice"} & set(table.astype("str").to_numpy().flat)


def test_only_a_check_in_says_that_somebody_came():
    table, _ = one(file(EVENTBRITE))
    assert table["attended"].iloc[0]
    assert pd.isna(table["attended"].iloc[1])


def test_ga4_counts_what_the_tags_say_apart_from_the_referrers():
    from workbook.attribution import sessions_from_tiktok

    table, report = one(RAW / "ga4_traffic.csv")
    assert table["sessions"].sum() == 1000
    assert sessions_from_tiktok(table)["sessions"].sum() == 170
    assert set(table["referrer_domain"].dropna()) == {"google.com", "tiktok.com"} & set(
        table["referrer_domain"]
    )
    assert report.kind == "ga4"


def test_a_line_of_totals_does_not_count():
    text = "Session source / medium,Sessions,Key events\n,100,9\ntiktok / social,60,5\na / b,40,4\n"
    for total in (text, text.replace("\n,100", "\nGrand total,100")):
        table, report = one(file(total))
        assert table["sessions"].sum() == 100
        assert any("Row 2" in told for told in report.skipped)


def test_remarks_below_a_table_end_it():
    text = "# a\n# b\nSession source / medium,Sessions\nx / y,1\n\n# other table\nDay,N\n1,2\n"
    table, report = one(file(text))
    assert len(table) == 1
    assert any("From row 6" in told for told in report.skipped)


def test_a_cell_that_begins_like_a_remark_is_none():
    text = "utm_source,Sessions\n#bikes,1\nx,2\n"
    assert list(one(file(text))[0]["utm_source"]) == ["#bikes", "x"]


def test_a_row_for_each_visit():
    table, report = one(data.folder() / "sessions.csv")
    assert report.kind == "sessions"
    assert (table["sessions"].sum(), len(table)) == (1000, 1000)
    assert list(report.unknown) == ["in_app_browser"]
    assert list(report.extra.columns) == ["x_in_app_browser"]
    assert len(report.extra) == 1000


def test_month_or_day_first_is_decided_by_a_row_that_shows_it_or_asked():
    head = "Timestamp,Email,source\n"
    rows = "03/04/2025 10:00,a@example.org,x\n"
    told = refusal(file(head + rows))
    assert "day_first" in told
    assert "April" in told
    assert "March" in told
    for day, first in (("25/04/2025 10:00", True), ("04/25/2025 10:00", False)):
        table, report = one(file(head + rows + f"{day},b@example.org,y\n"))
        assert assumed(report, "day_first") == str(first)
        assert table["created_utc"].iloc[0].month == (4 if first else 3)
    for first in (True, False):
        table, _ = one(file(head + rows), day_first=first)
        assert table["created_utc"].iloc[0].month == (4 if first else 3)
    assert "Row 3" in refusal(file(head + "25/04/2025,a@example.org,\n04/25/2025,b@example.org,\n"))


def test_words_and_clocks_in_a_time():
    head = "Timestamp,Email,source\n"
    for when in ("June 14, 2025 1:30 PM", "14 June 2025 13:30", "2025-06-14 17:30:00 UTC"):
        table, _ = one(file(f'{head}"{when}",a@example.org,x\n'))
        assert table["created_utc"].iloc[0] == pd.Timestamp("2025-06-14 17:30", tz="UTC")
    assert "Row 2" in refusal(file(f'{head}"June 14, 2025 13:30 PM",a@example.org,x\n'))
    assert "with its year" in refusal(file(f"{head}June 14 1:30 PM,a@example.org,x\n"))


def test_a_time_in_the_future_is_refused():
    text = "Timestamp,Email,source\n2052-06-14 10:00,a@example.org,x\n"
    assert "not in the future" in refusal(file(text), today=APRIL)


def test_a_time_zone_that_does_not_exist_is_told():
    assert "America/New_York" in refusal(RAW / "action_network.csv", zone="New York")


def test_how_people_heard_becomes_a_channel():
    answers = ["TikTok", "tik tok", "a friend", "Instagram", "E-mail", "", "I saw you on TikTok!"]
    answers += ["TikTok and a friend", "my neighbour Ann told me", *["The parade"] * 5]
    rows = "".join(f'2025-06-01,p{n}@example.org,"{a}"\n' for n, a in enumerate(answers))
    table, report = one(file("Timestamp,Email,How did you hear about us?\n" + rows))
    assert list(table["how_heard"].fillna("-")) == [
        *("tiktok", "tiktok", "friend", "instagram", "email", "-", "tiktok", "other", "other"),
        *["the parade"] * 5,
    ]
    assert any("1 longer answer names" in warning for warning in report.warnings)
    assert any("2 answers name no channel" in warning for warning in report.warnings)


def test_decimals_are_decided_by_the_column_or_asked():
    head = "channel;staff_hours;cash_usd\n"
    table, report = one(file(head + "tiktok;1,5;1.200,50\nemail;2;300\n"))
    assert list(table["staff_hours"]) == [1.5, 2]
    assert list(table["cash_usd"]) == [1200.5, 300]
    assert assumed(report, "decimal") == ","
    assert "in “decimal: sign before the decimals”" in refusal(file(head + "tiktok;1;1.200\n"))
    for mark, cash in ((".", 1.2), (",", 1200)):
        assert one(file(head + "tiktok;1;1.200\n"), decimal=mark)[0]["cash_usd"].iloc[0] == cash


# Any file, by naming its columns ----------------------------------------------------------------


OWN = "Wann,Mail,Code,Bemerkung\n2025-06-01 10:00,a@example.org,tt,war nett\n"
OWN_MAP = ColumnMap("signups", {"Wann": "created_utc", "Mail": "email", "Code": "source_code"})


def test_an_unknown_file_is_read_by_naming_its_columns():
    assert "We do not know the columns" in refusal(file(OWN))
    table, report = one(file(OWN), maps=(OWN_MAP,))
    assert (report.kind, report.table) == ("mapped", "signups")
    assert (table["source_code"].iloc[0], len(table["person"].iloc[0])) == ("tt", 24)
    assert report.unknown == ("Bemerkung",)
    assert report.extra.empty or not len(report.extra.columns)


def test_a_map_is_found_by_headers_and_wins_over_what_we_know():
    reading = read([RAW / "Overview.csv", file(OWN)], settings(maps=(OWN_MAP,)))
    assert [report.kind for report in reading.files] == ["overview", "mapped"]
    other = ColumnMap("signups", {"uuid": "signup_id", "can2_user_city": "source_code"})
    table, _ = one(RAW / "action_network.csv", maps=(other,))
    assert set(table["source_code"]) == {"Harbor City"}


@pytest.mark.parametrize(
    ("table", "columns", "told"),
    [
        ("nothing", {"Mail": "email"}, "There is no table “nothing”"),
        ("signups", {"Mail": "views"}, "cannot mean “views”"),
        ("signups", {"Mail": "email"}, "one column must mean one of these: source_code"),
        ("signups", {"Mail": "email", "Code": "email"}, "Two columns mean “email”"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(table, columns, told):
    assert told in refusal(file(OWN), maps=(ColumnMap(table, columns),))


LIST = """Title,Date,Plays,Likes
One,2025-06-01,10,1
One,2025-06-01,10,1
Two,2025-06-02,1200,30
"""
LIST_MAP = ColumnMap(
    "videos", {"Title": "caption", "Date": "posted_at_utc", "Plays": "views", "Likes": "likes"}
)


def test_a_list_of_videos_needs_no_link_and_that_is_told():
    table, report = one(file(LIST), maps=(LIST_MAP,))
    assert list(table["views"]) == [10, 10, 1200]
    assert table["video_id"].isna().all()
    assert list(table["posted_at_utc"].dt.day) == [1, 1, 2]
    assert any("has no link and no id" in each.sentence for each in report.assumptions)
    without = ColumnMap("videos", {"Title": "caption"})
    assert "one of these: video_id, link, views" in refusal(file(LIST), maps=(without,))


def test_a_list_of_comments_can_be_named():
    named = ColumnMap("comments", {"Came": "posted_at_utc", "Answered": "replied"})
    table, _ = one(file("Came,Answered\n2025-06-01 10:00,yes\n"), maps=(named,))
    assert list(table["replied"]) == [True]


def test_a_first_look_shows_headers_and_suggests_meanings():
    (preview,) = exports.look(file(OWN.replace("Mail", "E-mail")))
    assert preview.kind == ""
    assert preview.headers == ("Wann", "E-mail", "Code", "Bemerkung")
    assert preview.samples["Code"] == ("tt",)
    assert preview.suggested == {"E-mail": ("email",), "Code": ("source_code",)}
    (known,) = exports.look(RAW / "Overview.csv")
    assert (known.kind, len(known.samples["Date"])) == ("overview", 5)


def test_every_meaning_that_can_be_chosen_can_be_read():
    for table in exports.TABLES:
        assert all(column.about.endswith(".") for column in exports.columns(table).values())
    for table in ("videos", "signups", "sessions", "comments", "costs", "leaders"):
        for meaning, about in exports.meanings(table).items():
            assert meaning.isidentifier()
            assert about.endswith(".")


def test_two_columns_of_one_name_are_refused():
    assert "two columns are called “email”" in refusal(
        file("created_at,email,email,source\n2025-06-01,a@b.org,c@d.org,x\n")
    )


def test_everything_raw_is_read_at_once():
    given = sorted(path for path in RAW.rglob("*") if path.is_file())
    reading = read(given, Settings(zone=ZONE, today=datetime.date(2025, 6, 15), salt=SALT))
    assert not reading.refused
    assert len(reading.files) == len(given)
    assert len(reading.tables["overview"]) == 116
    assert len(reading.tables["videos"]) == 30
    assert len(reading.tables["signups"]) == 80
    assert all(
        list(table.columns) == [c for c in exports.TABLES[name] if c in table]
        for name, table in reading.tables.items()
    )


def test_loading_the_reader_is_quick_where_no_spreadsheet_is_read():
    import subprocess
    import sys

    code = "import sys, workbook.exports; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_a_path_may_be_text(tmp_path):
    path = tmp_path / "o.csv"
    path.write_bytes((RAW / "Overview.csv").read_bytes())
    assert one(str(path))[1].file == "o.csv"
    assert isinstance(path, Path)


def test_the_page_on_exports_says_which_languages_were_seen():
    from babel import Locale

    from workbook.exports.dates import LANGUAGES, SEEN, parse

    lines = (paths.ROOT / "docs/exports.md").read_text("utf-8").splitlines()
    for code in LANGUAGES:
        name = Locale.parse(code).get_display_name("en")
        (row,) = [line for line in lines if line.startswith(f"| {name} |")]
        _, _, form, sure, _ = (cell.strip() for cell in row.split("|"))
        assert sure == ("seen" if code in SEEN else "not confirmed")
        assert parse(form.split(",")[0], code) == (0, 8, 9)


def test_the_page_on_exports_names_every_table():
    page = (paths.ROOT / "docs/exports.md").read_text("utf-8")
    for name in ("overview", "followers", "viewers", "activity", "gender", "territories",
                 "videos", "signups", "sessions"):  # fmt: skip
        assert f"`{name}`" in page
    for name in re.findall(r"`(\w+_\w+)`", page):
        assert hasattr(exports, name) or name in ("my_work", "lag_days", "recruiter_id"), name


@pytest.mark.parametrize("module", ["dates", "files", "kinds"])
def test_the_examples_in_the_docstrings(module):
    import doctest
    import importlib

    found = doctest.testmod(importlib.import_module(f"workbook.exports.{module}"))
    assert found.attempted > 0
    assert found.failed == 0
