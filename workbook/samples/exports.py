"""Exports of the sample account in the formats of real tools, with the faults of real exports."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from workbook.samples.account import account_daily, clips, video_daily
from workbook.samples.campaign import sessions
from workbook.samples.people import checkins, registered
from workbook.samples.plan import FIRST_DAY, ZONE, stream

HANDLE = "@spokesforall"
EXPORTED = np.datetime64("2025-02-14")
EXPORTED_LATER = np.datetime64("2025-04-13")
PRIVATE = "FAKE PRIVATE TEXT, NEVER TO BE KEPT"
"""Stands in every private part of the JSON exports, so that a test can look for it."""

_ROWS = 60
_BEFORE = 22  # days of the first export that lie before the sample tables begin
_ENGLISH = ["January", "February", "March", "April", "May", "June"]
_ENGLISH += ["July", "August", "September", "October", "November", "December"]
_SPANISH = ["enero", "febrero", "marzo", "abril", "mayo", "junio"]
_SPANISH += ["julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]


class RawFile(NamedTuple):
    """One file as a tool would export it."""

    name: str
    content: bytes
    about: str
    mediatype: str = "text/csv"
    schema: dict[str, Any] | None = None
    dialect: dict[str, Any] | None = None


class Sheet(NamedTuple):
    """A table as a tool writes it: the headers with their types, and rows of text."""

    heads: Sequence[tuple[str, str]]
    rows: list[list[str]]

    def lines(self) -> list[list[str]]:
        return [[name for name, _ in self.heads], *self.rows]

    def csv(self, bom: bool = True) -> bytes:
        text = pd.DataFrame(self.rows, columns=[name for name, _ in self.heads]).to_csv(
            index=False, lineterminator="\n"
        )
        return text.encode("utf-8-sig" if bom else "utf-8")

    def schema(self) -> dict[str, Any]:
        return {
            "fields": [{"name": name, "type": type_} for name, type_ in self.heads],
            "missingValues": ["", "undefined"],
        }


def raw_files(seed: int) -> list[RawFile]:
    """Every fixture of ``data/raw``, in the order of the dictionary."""
    return [*_studio(seed), *_downloads(seed), *_organizing(seed)]


def _english(date: np.datetime64) -> str:
    day = pd.Timestamp(date)
    return f"{_ENGLISH[day.month - 1]} {day.day}"


def _spanish(date: np.datetime64) -> str:
    day = pd.Timestamp(date)
    return f"{day.day} de {_SPANISH[day.month - 1]}"


# TikTok Studio


class _Days(NamedTuple):
    """The account by day, from 15 December 2024: before the sample tables, and in them."""

    date: np.ndarray
    views: np.ndarray
    profile_views: np.ndarray
    followers: np.ndarray


def _all_days(seed: int) -> _Days:
    rng = stream(seed, "exports")
    account = account_daily(seed)
    views = rng.poisson(900, _BEFORE)
    first = int(account["followers"].iloc[0])
    followers = first - np.cumsum(rng.poisson(8, _BEFORE))[::-1]
    return _Days(
        FIRST_DAY - _BEFORE + np.arange(_BEFORE + len(account)),
        np.concatenate([views, account["views"]]),
        np.concatenate([rng.binomial(views, 0.03), account["profile_views"]]),
        np.concatenate([followers, account["followers"]]),
    )


def _overview(
    days: _Days, start: int, seed: int, heads: Iterable[str], date: Callable[[np.datetime64], str]
) -> Sheet:
    """60 days from ``start``. Likes, comments and shares are drawn day by day from the views."""
    rng = stream(seed, "overview")
    likes = rng.binomial(days.views, 0.05)
    comments = rng.binomial(days.views, 0.003)
    shares = rng.binomial(days.views, 0.004)
    comments[50] = -2  # people deleted more comments than they wrote, on 3 February
    counts = np.column_stack([days.views, days.profile_views, likes, comments, shares])
    rows = [
        [date(days.date[k]), *map(str, counts[k].tolist())] for k in range(start, start + _ROWS)
    ]
    types = ("string", *["integer"] * 5)
    return Sheet(list(zip(heads, types, strict=True)), rows)


_OVERVIEW = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")
_RESUMEN = (
    "Fecha",
    "Visualizaciones de vídeos",
    "Visualizaciones del perfil",
    "Me gusta",
    "Comentarios",
    "Veces compartido",
)


def _lagging(overview: Sheet) -> Sheet:
    """The same export with its last two days as incomplete as the app shows them at first."""
    rows = [list(row) for row in overview.rows]
    rows[-2][1:] = [str(int(cell) * 7 // 10) for cell in rows[-2][1:]]
    rows[-1][1:] = [*[str(int(cell) * 2 // 10) for cell in rows[-1][1:5]], "undefined"]
    return overview._replace(rows=rows)


def _studio(seed: int) -> list[RawFile]:
    days = _all_days(seed)
    later = int((np.datetime64("2025-02-11") - days.date[0]).astype(int))
    overview = _lagging(_overview(days, 0, seed, _OVERVIEW, _english))
    newer = _overview(days, later, seed, _OVERVIEW, _english)
    spanish = _lagging(_overview(days, 0, seed, _RESUMEN, _spanish))
    unix_time = int((EXPORTED + np.timedelta64(15, "h")).astype("M8[s]").astype(int))
    sheets = [
        ("Overview.csv", overview, "15 December to 12 February, exported on 14 February 2025: no "
         "year, the two last days incomplete, `undefined` for missing, one negative count"),
        ("es/Overview.csv", spanish, "the same export with the app in Spanish; the Spanish "
         "headers are our translation, not seen in a real export"),
        ("newer/Overview.csv", newer, "11 February to 11 April, exported on 13 April 2025; its "
         "first two days correct the last two of the older export"),
        ("FollowerHistory.csv", _follower_history(days, 0), "the difference column is shifted: it "
         "holds the next day less this day"),
        ("newer/FollowerHistory.csv", _follower_history(days, later), "11 February to 11 April, "
         "with the burst of bots on 1 April"),
        ("Viewers.csv", _viewers(days, seed), "on the last day the total is `undefined`, and the "
         "zeros beside it mean missing too"),
        ("FollowerActivity.csv", _activity(days, seed), "followers in the app by hour, the last 7 "
         "days"),
        ("FollowerGender.csv", _snapshot("Gender", {"Female": 0.58, "Male": 0.4, "Other": 0.02}),
         "shares on the day of export"),
        ("FollowerTopTerritories.csv", _snapshot("Top territories", {"US": 0.81, "CA": 0.06,
         "GB": 0.03, "MX": 0.02, "Others": 0.08}), "shares on the day of export"),
        ("Content.csv", _content(seed), "the 15 newest videos only, not all; no year; Time is the "
         "day of export"),
    ]  # fmt: skip
    files = [
        RawFile(name, sheet.csv(), f"TikTok Studio: {about}.", schema=sheet.schema())
        for name, sheet, about in sheets
    ]
    workbook = _archive(_spreadsheet(overview))
    zipped = _archive({"Overview.csv": overview.csv()})
    return [
        *files,
        RawFile(
            "Overview.xlsx",
            workbook,
            "TikTok Studio: the same as Overview.csv, as a spreadsheet.",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        RawFile(
            f"Overview_2024-12-15_{unix_time}.zip",
            zipped,
            "TikTok Studio: Overview.csv as it is downloaded. The date in the name is the first "
            "day, not the day of export; the number behind it is a Unix time.",
            "application/zip",
        ),
    ]


def _follower_history(days: _Days, start: int) -> Sheet:
    change = np.diff(days.followers)
    rows = [
        [_english(days.date[k]), str(days.followers[k]), str(change[k])]
        for k in range(start, start + _ROWS)
    ]
    heads = (
        ("Date", "string"),
        ("Followers", "integer"),
        ("Difference in followers from previous day", "integer"),
    )
    return Sheet(heads, rows)


def _viewers(days: _Days, seed: int) -> Sheet:
    rng = stream(seed, "viewers")
    total = rng.binomial(days.views[:_ROWS], 0.86)
    new = rng.binomial(total, 0.7)
    rows = [
        [_english(days.date[k]), str(total[k]), str(new[k]), str(total[k] - new[k])]
        for k in range(_ROWS)
    ]
    rows[-1][1:] = ["undefined", "0", "0"]
    heads = ("Total Viewers", "New Viewers", "Returning Viewers")
    return Sheet([("Date", "string"), *[(head, "integer") for head in heads]], rows)


def _activity(days: _Days, seed: int) -> Sheet:
    rng = stream(seed, "activity")
    hour = np.arange(24)
    share = (
        0.08 + 0.3 * np.exp(-(((hour - 20) / 3.5) ** 2)) + 0.1 * np.exp(-(((hour - 8) / 2) ** 2))
    )
    rows = [
        [_english(days.date[k]), str(h), str(rng.binomial(days.followers[k], share[h]))]
        for k in range(_ROWS - 7, _ROWS)
        for h in hour
    ]
    return Sheet((("Date", "string"), ("Hour", "integer"), ("Active followers", "integer")), rows)


def _snapshot(head: str, shares: dict[str, float]) -> Sheet:
    rows = [[name, str(share)] for name, share in shares.items()]
    return Sheet(((head, "string"), ("Distribution", "number")), rows)


def _link(video_id: str) -> str:
    return f"https://www.tiktok.example/{HANDLE}/video/{video_id}"


def _content(seed: int) -> Sheet:
    """The 15 videos posted last before the first export, with what they had by then."""
    videos = clips(seed).table
    local = videos["posted_at_utc"].dt.tz_convert(ZONE).dt.tz_localize(None)
    posted = local.to_numpy().astype("M8[D]")
    newest = np.flatnonzero(posted < EXPORTED - 2)[::-1][:15]
    daily = video_daily(seed)["views_new"].to_numpy().reshape(len(videos), -1)
    rows = []
    for k in newest:
        views = int(daily[k, : int((EXPORTED - posted[k]).astype(int))].sum())
        share = views / videos["views"].iloc[k]
        done = [
            str(round(videos[name].iloc[k] * share)) for name in ("likes", "comments", "shares")
        ]
        rows.append(
            [
                _english(EXPORTED),
                videos["caption"].iloc[k],
                _link(videos["video_id"].iloc[k]),
                _english(posted[k]),
                *done,
                str(views),
            ]
        )
    texts = ("Time", "Video title", "Video link", "Post time")
    counts = ("Total likes", "Total comments", "Total shares", "Total views")
    return Sheet([*[(h, "string") for h in texts], *[(h, "integer") for h in counts]], rows)


def _archive(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its members: no compression, a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _spreadsheet(sheet: Sheet) -> dict[str, bytes]:
    """The members of a minimal .xlsx file: one sheet, texts inline, counts as numbers."""

    def cell(value: str, column: int, row: int) -> str:
        place = f"{chr(ord('A') + column)}{row}"
        if value.lstrip("-").isdigit():
            return f'<c r="{place}"><v>{value}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    rows = "".join(
        f'<row r="{number}">{"".join(cell(v, c, number) for c, v in enumerate(line))}</row>'
        for number, line in enumerate(sheet.lines(), start=1)
    )
    office = "http://schemas.openxmlformats.org"
    main = f"{office}/spreadsheetml/2006/main"
    relations = f"{office}/package/2006/relationships"
    office_relations = f"{office}/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{office_relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office_relations}">'
        '<sheets><sheet name="Overview" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{office_relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return {name: (head + part).encode() for name, part in parts.items()}


# TikTok "Download your data"


def _downloads(seed: int) -> list[RawFile]:
    """The same 30 videos in the three layouts in use, each beside private things."""
    videos = clips(seed).table.head(30)
    posted = videos["posted_at_utc"].dt.strftime("%Y-%m-%d %H:%M:%S")
    plain = [
        {"Date": date, "Link": _link(video_id)}
        for date, video_id in zip(posted, videos["video_id"], strict=True)
    ]
    liked = [
        {"Date": row["Date"], "Likes": str(likes), "Link": row["Link"]}
        for row, likes in zip(plain, videos["likes"], strict=True)
    ]
    message = {"Date": "2025-01-09 18:02:11", "From": "viewer1111", "Content": PRIVATE}
    messages = {"Chat History": {"ChatHistory": {"Chat History with viewer1111:": [message]}}}
    profile = {
        "userName": HANDLE.lstrip("@"),
        "emailAddress": "office@example.org",
        "telephoneNumber": "555-0100",
        "birthDate": PRIVATE,
    }
    watched = {"VideoList": [{"Date": "2025-01-09 18:00:00", "Link": _link("1"), "Note": PRIVATE}]}
    comment = {"CommentsList": [{"date": "2025-01-09 18:01:00", "comment": PRIVATE}]}
    fans = {"FansList": [{"Date": "2025-01-10 10:00:00", "UserName": PRIVATE}]}
    login = {"LoginHistoryList": [{"Date": "2025-01-09 17:59:00", "IP": "192.0.2.1", "X": PRIVATE}]}
    layouts: dict[str, tuple[str, dict[str, Any]]] = {
        "video": (
            "Video > Videos > VideoList",
            {
                "Activity": {"Video Browsing History": watched, "Login History": login},
                "Comment": {"Comments": comment},
                "Direct Messages": messages,
                "Profile": {"Profile Information": {"ProfileMap": profile}},
                "Video": {"Videos": {"VideoList": plain}},
            },
        ),
        "activity": (
            "Activity > Video > Videos > VideoList",
            {
                "Activity": {
                    "Direct Messages": messages,
                    "Video": {"Videos": {"VideoList": liked}},
                    "Video Browsing History": watched,
                },
                "Profile": {"Profile Information": {"ProfileMap": profile}},
            },
        ),
        "post": (
            "Post > Posts > VideoList",
            {
                "Comment": {"Comments": comment},
                "Direct Message": {"Direct Messages": messages},
                "Likes and Favorites": {"Like List": {"ItemFavoriteList": watched["VideoList"]}},
                "Post": {"Posts": {"VideoList": liked}},
                "Profile And Settings": {"Profile Info": {"ProfileMap": profile}, "Follower": fans},
                "Your Activity": {"Watch History": watched, "Login History": login},
            },
        ),
    }
    return [
        RawFile(
            f"user_data_tiktok_{name}.json",
            (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(),
            f'TikTok "Download your data": own videos under {where}, times in UTC. The invented '
            "messages, profile and history beside them must never be kept.",
            "application/json",
        )
        for name, (where, content) in layouts.items()
    ]


# The tools of organizers


def _organizing(seed: int) -> list[RawFile]:
    ga4 = _ga4(seed)
    comment = "# Traffic acquisition\n# Start date: 20250501\n# End date: 20250613\n"
    return [
        RawFile(
            "action_network.csv",
            (sheet := _action_network(seed)).csv(bom=False),
            "Action Network: a report of people. The name of the last column is our guess; look "
            "at a real export first.",
            schema=sheet.schema(),
        ),
        RawFile(
            "mobilize_participations.csv",
            (sheet := _mobilize(seed)).csv(bom=False),
            "Mobilize: participations. An empty `attended` was never set, and is no absence.",
            schema=sheet.schema(),
        ),
        RawFile(
            "ga4_traffic.csv",
            comment.encode() + ga4.csv(bom=False),
            "Like Google Analytics 4: the sessions by source, with comment lines on top.",
            schema=ga4.schema(),
            dialect={"commentChar": "#"},
        ),
    ]


class _Person(NamedTuple):
    person_id: str
    code: str
    created: pd.Timestamp
    postal3: str


def _sample_people(seed: int) -> list[_Person]:
    people = registered(seed).head(40)
    columns = (people[name] for name in ("person_id", "code", "created", "postal3"))
    return [
        _Person(person_id, code or "", created, postal3)
        for person_id, code, created, postal3 in zip(*columns, strict=True)
    ]


def _uuid(rng: np.random.Generator) -> str:
    digits = rng.bytes(16).hex()
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(digits[a:b] for a, b in pairwise(cuts))


def _action_network(seed: int) -> Sheet:
    rng = stream(seed, "action_network")
    heads = ["uuid", "first_name", "last_name", "email", "zip_code", "can2_phone"]
    heads += ["can2_user_city", "can2_user_state", "can2_user_tags", "can2_subscription_status"]
    heads += ["can2_sms_status", "can2_subscription_date", "source_code"]
    rows = [
        [
            _uuid(rng),
            "Rider",
            person.person_id.removeprefix("rider"),
            f"{person.person_id}@example.org",
            f"{person.postal3}00",
            f"555-01{rng.integers(100):02d}",
            "Harbor City",
            "",
            "rainbow roll",
            "subscribed" if rng.random() < 0.9 else "unsubscribed",
            "subscribed" if rng.random() < 0.4 else "",
            f"{person.created:%Y-%m-%d}",
            person.code,
        ]
        for person in _sample_people(seed)
    ]
    return Sheet([(head, "string") for head in heads], rows)


def _mobilize(seed: int) -> Sheet:
    rng = stream(seed, "mobilize")
    came = set(checkins(seed)["person_id"].dropna())
    heads = ["id", "created_date", "user_id", "event_id", "timeslot_id", "status", "attended"]
    heads += [f"referrer__utm_{part}" for part in ("source", "medium", "campaign", "term")]
    heads += ["referrer__utm_content", "referrer__url", "email_at_signup", "postal_code_at_signup"]
    rows = []
    for number, person in enumerate(_sample_people(seed), start=1):
        attended = str(person.person_id in came).lower() if rng.random() < 0.7 else ""
        cancelled = attended != "true" and rng.random() < 0.15
        rows.append(
            [
                str(7000 + number),
                person.created.tz_localize(ZONE).isoformat(),
                str(9000 + number),
                "501",
                "601",
                "CANCELLED" if cancelled else str(rng.choice(["REGISTERED", "CONFIRMED"])),
                attended,
                person.code,
                {"tiktok": "social", "instagram": "social", "email": "email"}.get(person.code, ""),
                "rainbow_roll" if person.code else "",
                "",
                "",
                "https://roll.example/join" if person.code else "",
                f"{person.person_id}@example.org",
                f"{person.postal3}00",
            ]
        )
    types = {"attended": "boolean"}
    return Sheet([(head, types.get(head, "string")) for head in heads], rows)


def _ga4(seed: int) -> Sheet:
    """Sessions by source and medium, grouped as the tool does: untagged visits become direct."""
    visits = sessions(seed)
    source = visits["utm_source"].fillna(visits["referrer_domain"]).fillna("(direct)")
    organic = source == "google.com"
    medium = visits["utm_medium"].fillna(visits["referrer_domain"].notna().map(
        {True: "referral", False: "(none)"}
    ))  # fmt: skip
    social = (medium == "social") | (source == "tiktok.com")
    group = np.select(
        [organic, social, medium == "email", source == "(direct)"],
        ["Organic Search", "Organic Social", "Email", "Direct"],
        "Unassigned",
    )
    label = np.where(organic, "google / organic", source + " / " + medium)
    counted = (
        pd.DataFrame({"group": group, "label": label, "converted": visits["converted"]})
        .groupby(["group", "label"])["converted"]
        .agg(["size", "sum"])
        .reset_index()
        .sort_values(["size", "label"], ascending=[False, True])
    )
    heads = (
        ("Session default channel group", "string"),
        ("Session source / medium", "string"),
        ("Sessions", "integer"),
        ("Key events", "integer"),
    )
    return Sheet(heads, [[str(cell) for cell in row] for row in counted.to_numpy().tolist()])
