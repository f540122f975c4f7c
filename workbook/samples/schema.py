"""What every column means: the one place where the tables are described.

``datapackage.json``, the dictionary in ``data/README.md`` and the data types of pandas all come
from :data:`TABLES`, which holds Table Schemas of the Frictionless Data Package standard, version 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pandas as pd

from workbook.samples.plan import CHANNELS, HIDDEN_BELOW_VIEWS

ID_PATTERN = "[0-9]{19}"
_DTYPES = {"string": "str", "integer": "int64", "number": "float64", "boolean": "bool"}


@dataclass(frozen=True)
class Column:
    """One column. ``missing`` says what an empty cell means; without it no cell is empty."""

    name: str
    type: str
    about: str
    unit: str = ""
    missing: str = ""
    trap: str = ""
    by: str = ""
    limits: Mapping[str, Any] | None = None

    def descriptor(self, by: str) -> dict[str, Any]:
        parts = [self.about]
        if self.unit:
            parts.append(f"Unit: {self.unit}.")
        parts.append(f"Measured by: {self.by or by}.")
        if self.missing:
            parts.append(f"Empty: {self.missing}.")
        if self.trap:
            parts.append(f"Trap: {self.trap}")
        constraints = {"required": not self.missing, **(self.limits or {})}
        format_ = "default"
        if self.type == "datetime" and self.name.endswith("_utc"):
            format_ = "%Y-%m-%dT%H:%M:%SZ"
        elif self.type == "datetime" and self.name.endswith("_local"):
            format_ = "%Y-%m-%dT%H:%M:%S"
        return {
            "name": self.name,
            "type": self.type,
            "format": format_,
            "title": self.name.replace("_", " "),
            "description": " ".join(parts),
            "constraints": constraints,
        }


@dataclass(frozen=True)
class Table:
    """One table: what it holds, who measured it, its columns and its keys."""

    about: str
    by: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: Mapping[str, str] | None = None
    """Column of this table to the table whose column of the same name it points to."""

    def schema(self) -> dict[str, Any]:
        """The Table Schema of this table."""
        schema: dict[str, Any] = {
            "fields": [column.descriptor(self.by) for column in self.columns],
            "fieldsMatch": "exact",
            "missingValues": [""],
            "primaryKey": list(self.key),
        }
        if self.foreign:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": table, "fields": [column]}}
                for column, table in self.foreign.items()
            ]
        return schema


def write_csv(table: pd.DataFrame) -> bytes:
    """The table as the bytes of its CSV file: UTF-8, commas, ISO 8601, ``true``/``false``."""
    out = table.copy()
    for name, values in table.items():
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            out[name] = values.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif pd.api.types.is_datetime64_dtype(values.dtype):
            whole_days = (values == values.dt.normalize()).all()
            out[name] = values.dt.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%dT%H:%M:%S")
        elif pd.api.types.is_bool_dtype(values.dtype):
            out[name] = values.map({True: "true", False: "false"})
    return out.to_csv(index=False, lineterminator="\n").encode()


def read_csv(source: Path | IO[bytes], schema: Mapping[str, Any]) -> pd.DataFrame:
    """The table in ``source`` with the data types of its Table Schema.

    Ids stay text. Times are in UTC, but for those whose format has no zone: these are local.
    """
    fields = schema["fields"]
    table = pd.read_csv(
        source,
        dtype={field["name"]: _DTYPES.get(field["type"], "str") for field in fields},
        keep_default_na=False,
        na_values=list(schema["missingValues"]),
        encoding="utf-8-sig",
    )
    for field in fields:
        name, format_ = field["name"], field["format"]
        if field["type"] == "date":
            table[name] = pd.to_datetime(table[name], format="%Y-%m-%d")
        elif field["type"] == "datetime" and format_ == "default":
            table[name] = pd.to_datetime(table[name], format="ISO8601", utc=True)
        elif field["type"] == "datetime":
            table[name] = pd.to_datetime(table[name], format=format_, utc=format_.endswith("Z"))
    return table


_COUNT: dict[str, Any] = {"minimum": 0}
_SHARE: dict[str, Any] = {"minimum": 0, "maximum": 1}
_ID: dict[str, Any] = {"pattern": ID_PATTERN}
_STUDIO = "TikTok Studio"
_TEAM = "the team, by hand"
_FORM = "the sign-up form"
_HIDDEN = f"the app hides it for a video with fewer than {HIDDEN_BELOW_VIEWS} views; not zero"
_ID_TRAP = (
    "read it as text; a number type or a spreadsheet cuts its last digits, and nothing joins."
)


def _video_id(unique: bool = False) -> Column:
    return Column(
        "video_id",
        "string",
        "The id of the video. Its bits above the low 32 are the time of posting in Unix seconds.",
        trap=_ID_TRAP,
        limits=_ID | ({"unique": True} if unique else {}),
    )


def _count(name: str, about: str, trap: str = "", unit: str = "") -> Column:
    return Column(name, "integer", about, unit=unit or "count", trap=trap, limits=_COUNT)


def _share(name: str, about: str, missing: str = "", trap: str = "") -> Column:
    return Column(
        name, "number", about, unit="share from 0 to 1", missing=missing, trap=trap, limits=_SHARE
    )


def _choice(name: str, about: str, choices: tuple[str, ...], **more: str) -> Column:
    return Column(name, "string", about, limits={"enum": list(choices)}, **more)


_VIDEOS = Table(
    "The videos posted in 24 weeks, with their totals on the day of export, 7 July 2025.",
    _STUDIO,
    (
        _video_id(unique=True),
        Column(
            "posted_at_utc",
            "datetime",
            "When the video was posted.",
            unit="UTC",
            trap="the people who watch live in the zone America/New_York, 5 hours behind "
            "in winter and 4 from 9 March on.",
        ),
        _choice(
            "format",
            "What kind of video it is.",
            ("trend", "explainer", "reply"),
            by=_TEAM,
            trap="the formats differ in nearly everything: compare within one format.",
        ),
        Column("on_location", "boolean", "Filmed at the place it is about.", by=_TEAM),
        Column("has_hook", "boolean", "Says in the first 3 seconds why to stay.", by=_TEAM),
        Column("asks_comment", "boolean", "Asks people to write a comment.", by=_TEAM),
        Column(
            "duration_s",
            "integer",
            "How long the video is.",
            unit="seconds",
            limits={"minimum": 7, "maximum": 75},
        ),
        _count("views", "Times the video was started.", "one video has half of all views."),
        _count("reach", "Accounts that saw the video.", "an estimate of the app."),
        _count("likes", "Likes.", "they grow with views; divide by views before comparing."),
        _count("comments", "Comments, those of bots included."),
        _count("shares", "Times the video was sent on."),
        _count("saves", "Times the video was kept.", "not part of the usual engagement rate."),
        _count("new_followers", "Accounts that followed from this video."),
        _count("profile_views", "Times people went from the video to the profile."),
        _count("bio_link_clicks", "Clicks on the link in the profile after this video."),
        Column(
            "avg_watch_s",
            "number",
            "Mean time watched.",
            unit="seconds",
            trap="it can be more than the duration, because people watch again; not an error.",
            limits=_COUNT,
        ),
        _share("full_watch_rate", "Share of views that reached the end."),
        _share("retention_3s", "Share of views still watching after 3 seconds."),
        _share("src_for_you", "Share of views from the For You page.", _HIDDEN),
        _share("src_following", "Share of views from the Following page.", _HIDDEN),
        _share("src_profile", "Share of views from the profile.", _HIDDEN),
        _share("src_search", "Share of views from search.", _HIDDEN),
        _share(
            "src_other",
            "Share of views from elsewhere.",
            _HIDDEN,
            "the five shares add up to 1 only within rounding.",
        ),
        _share("audience_local_share", "Share of viewers in Harbor City.", _HIDDEN),
        _count("followers_at_post", "Followers of the account at the end of the posting day."),
        Column("caption", "string", "The words under the video."),
    ),
    ("video_id",),
)

_VIDEO_DAILY = Table(
    "New views of each video on the day of posting and the 13 days after it.",
    _STUDIO,
    (
        _video_id(),
        Column(
            "day",
            "integer",
            "Local days since posting; 0 is the day of posting, which ends at midnight.",
            unit="days",
            limits={"minimum": 0, "maximum": 13},
        ),
        Column(
            "views_new",
            "integer",
            "Views that came on this day.",
            unit="count",
            trap="a few are negative: the app took back views it found to be false. Keep them. "
            "All are 0 on 18 and 19 January 2025, when the app was down. "
            "A video gets a few more views after these 14 days.",
        ),
    ),
    ("video_id", "day"),
    {"video_id": "videos"},
)

_RETENTION = Table(
    "How many are still watching, at twelve points of each video, in order of time.",
    _STUDIO,
    (
        _video_id(),
        _choice(
            "point",
            "The point, in seconds or in percent of the duration.",
            ("1 s", "2 s", "3 s", *(f"{percent}%" for percent in range(10, 100, 10))),
            trap='in a short video "20%" comes before "2 s"; use at_s for the order.',
        ),
        Column("at_s", "number", "The same point in time.", unit="seconds", limits=_COUNT),
        _share("share_watching", "Share of views still watching; never rises within a video."),
    ),
    ("video_id", "point"),
    {"video_id": "videos"},
)

_COMMENTS = Table(
    "Every comment, bots included, on the half of the videos with the most comments, except the "
    "viral one. Most others have fewer comments, so nothing here is a rate for the whole account.",
    _TEAM,
    (
        Column(
            "comment_id", "string", "The id of the comment.", trap=_ID_TRAP, limits=_ID, by=_STUDIO
        ),
        _video_id(),
        Column(
            "posted_at_utc",
            "datetime",
            "When the comment was written.",
            unit="UTC",
            by=_STUDIO,
            trap="a Sunday evening in New York is already Monday in UTC.",
        ),
        Column(
            "commenter",
            "string",
            "A pseudonym. Some people wrote several comments: a row is a comment, not a person.",
            by=_STUDIO,
            trap='many comments of early April come from bots: "user" and 9 or more digits, and '
            'always the same few texts. A person may also be called "user" and four digits.',
        ),
        Column("regular", "boolean", "The commenter had written at least three times before."),
        Column("is_question", "boolean", "The comment asks something."),
        _choice("tone", "How the comment sounds.", ("warm", "neutral", "question", "hostile")),
        Column("replied", "boolean", "The team replied."),
        Column(
            "reply_minutes",
            "number",
            "Time until the reply.",
            unit="minutes",
            missing="the team did not reply; not zero",
            trap="what comes in on a Saturday or Sunday waits until Monday.",
            limits=_COUNT,
        ),
        Column(
            "returned_7d",
            "boolean",
            "The commenter liked or commented again within 7 days.",
            trap="a like counts, so there need be no second comment in the table; "
            "regulars come back more often and get more replies: compare like with like.",
        ),
        Column("text", "string", "What the comment says."),
    ),
    ("comment_id",),
    {"video_id": "videos"},
)

_ACCOUNT_DAILY = Table(
    "The account on each of the 168 days from 6 January to 22 June 2025.",
    _STUDIO,
    (
        Column("date_local", "date", "The day.", unit="day in America/New_York"),
        _count(
            "followers",
            "Followers at the end of the day.",
            "a burst of bots followed on 1 April; the app removed most of them in the next 7 days.",
        ),
        _count(
            "views",
            "Views of all videos on this day, those posted before 6 January included.",
            "0 on 18 and 19 January, when the app was down.",
        ),
        _count("profile_views", "Views of the profile."),
        _count("bio_clicks", "Clicks on the link in the profile."),
        Column(
            "checks",
            "integer",
            "Times the team looked at the account.",
            unit="times",
            by=_TEAM,
            limits={"minimum": 0, "maximum": 7},
        ),
        Column(
            "minutes", "number", "Time these looks took.", unit="minutes", by=_TEAM, limits=_COUNT
        ),
        Column("day_off", "boolean", "Saturday or Sunday: nobody looks.", by=_TEAM),
    ),
    ("date_local",),
)

_SESSIONS = Table(
    "Visits to the sign-up page, 1 May to 13 June 2025.",
    "web analytics",
    (
        Column("session_id", "string", "The visit."),
        Column("started_utc", "datetime", "When it began.", unit="UTC"),
        Column(
            "utm_source",
            "string",
            "Where the link was placed, as the link says.",
            missing="the link carried no label",
            trap='people label by hand: TikTok is spelled four ways, and "tt" is also in twitter.',
        ),
        Column("utm_medium", "string", "The kind of place.", missing="the link carried no label"),
        Column("utm_campaign", "string", "The campaign.", missing="the link carried no label"),
        Column(
            "utm_content",
            "string",
            "The clip the link stood under.",
            missing="the link carried no label, or was not under a clip",
        ),
        Column(
            "referrer_domain",
            "string",
            "The site people came from, as the browser says.",
            missing="the browser did not say; apps often do not",
        ),
        Column("in_app_browser", "boolean", "Opened inside an app rather than a browser."),
        Column("converted", "boolean", "The visit ended with a press of the sign-up button."),
    ),
    ("session_id",),
)

_RSVPS_RAW = Table(
    "Sign-ups for the Rainbow Roll as the form stored them: one row a press of the button, so some "
    "people stand in two rows.",
    _FORM,
    (
        Column("rsvp_id", "string", "The row."),
        Column("created_utc", "datetime", "When the button was pressed.", unit="UTC"),
        Column(
            "email",
            "string",
            "The address as typed. Cleaned (small letters, no spaces, no +tag), the part before "
            "the @ is the person_id of the other tables.",
            trap="one person may type it in two ways.",
        ),
        Column(
            "postal3",
            "string",
            "First three digits of the postal code; these four belong to no real place.",
            trap="read it as text, or the zeros in front are lost.",
            limits={"pattern": "[0-9]{3}"},
        ),
        Column(
            "source_code",
            "string",
            "The code in the link that brought the person.",
            missing="no code arrived; it says nothing about the channel, and is much more frequent "
            "for people from TikTok",
            trap="TikTok is spelled five ways; of two rows of a person the later one may have the "
            "only code; a link can be sent on or posted elsewhere, and keeps its code.",
        ),
        _choice(
            "how_heard",
            'The answer to "How did you hear about us?".',
            (*CHANNELS[:2], "other_social", *CHANNELS[2:]),
            missing="not answered",
            trap="people who came through TikTok answer more often, and some remember wrongly.",
        ),
        Column("how_heard_text", "string", "In their own words.", missing="left empty"),
        Column("event_id", "string", "The event."),
    ),
    ("rsvp_id",),
)

_TOUCHES = Table(
    "Every visit that led up to a sign-up, for the people who accepted cookies.",
    "web analytics",
    (
        Column(
            "person_id",
            "string",
            "The person: the part of the cleaned email before the @.",
        ),
        Column(
            "touched_at",
            "datetime",
            "When; each time carries the offset of the person's device.",
            unit="time with its offset from UTC",
            trap="the offsets differ: sort as times, not as text.",
        ),
        _choice("channel", "What brought them on this visit.", CHANNELS),
    ),
    ("person_id", "touched_at"),
)

_CHECKINS = Table(
    "Everybody counted at the Rainbow Roll, in order of arrival.",
    "the check-in table at the event",
    (
        Column("checkin_id", "string", "The person in the line."),
        Column(
            "person_id",
            "string",
            "The registered person: the part of the cleaned email before the @.",
            missing="a walk-in, who never signed up",
        ),
        Column(
            "checked_in_local", "datetime", "When they came.", unit="local time, America/New_York"
        ),
        Column(
            "walk_in",
            "boolean",
            "Came without having signed up.",
            trap="leave walk-ins out of a show-up rate: they are not among those who signed up.",
        ),
        _choice(
            "clipboard_how_heard",
            "What walk-ins wrote on the clipboard.",
            CHANNELS,
            missing="left empty; registered people were not asked",
        ),
    ),
    ("checkin_id",),
)

_LEADERS = Table(
    "The volunteer leader team.",
    _TEAM,
    (
        Column("leader_id", "string", "The leader."),
        Column("joined", "date", "When they joined the team.", unit="day"),
        _choice("how_found", "How they found the group, asked in person.", CHANNELS),
        _choice(
            "source_code",
            "The code on their first sign-up.",
            CHANNELS,
            missing="no code arrived",
            by=_FORM,
            trap="present for a third of the team only.",
        ),
        Column("hours_month", "number", "Time given.", unit="hours a month", limits=_COUNT),
    ),
    ("leader_id",),
)

_COSTS = Table(
    "What each channel cost from January to June 2025.",
    _TEAM,
    (
        _choice(
            "channel",
            "The channel; friend is the work with hosts who bring friends.",
            ("tiktok", "instagram", "email", "friend", "flyer"),
        ),
        Column("month", "yearmonth", "The month.", unit="year and month"),
        Column(
            "staff_hours",
            "integer",
            "Staff time.",
            unit="hours",
            limits=_COUNT,
            trap="it costs money too: cash alone makes TikTok look nearly free.",
        ),
        Column("hourly_usd", "integer", "Pay.", unit="US dollars an hour", limits=_COUNT),
        Column("cash_usd", "integer", "Bills paid.", unit="US dollars", limits=_COUNT),
    ),
    ("channel", "month"),
)

_WEEKLY_SIGNUPS = Table(
    "New sign-ups of two chapters over 24 weeks. The TikTok push began in harbor in week 13; "
    "lakeside was held out.",
    _FORM,
    (
        _choice("chapter", "The chapter.", ("harbor", "lakeside")),
        Column(
            "week",
            "integer",
            "The week; week 1 begins on 6 January 2025.",
            unit="week",
            limits={"minimum": 1, "maximum": 24},
        ),
        _count(
            "signups",
            "People who signed up for anything.",
            "spring came too: lakeside grew without a push.",
        ),
    ),
    ("chapter", "week"),
)

_CASE_FACTS = Table(
    "The only real numbers of this folder: what is publicly known of the real case.",
    "see provenance",
    (
        Column("fact", "string", "What the number is about."),
        Column("low", "number", "Lowest value.", unit="see unit", limits=_COUNT),
        Column("high", "number", "Highest value.", unit="see unit", limits=_COUNT),
        Column("unit", "string", "The unit of both."),
        _choice("status", "How firm the number is.", ("counted", "estimated", "reported")),
        Column("provenance", "string", "Where it comes from."),
    ),
    ("fact",),
)

_PEOPLE_TRUTH = Table(
    "KEY. What nobody can know in real life: the channel that really brought each person.",
    "planted",
    (
        Column("person_id", "string", "The person; walk-ins are numbered."),
        _choice("true_channel", "What really brought them.", CHANNELS),
        Column("is_walk_in", "boolean", "Came without having signed up."),
        Column("checkin_id", "string", "Their line in checkins.", missing="did not come"),
    ),
    ("person_id",),
    {"checkin_id": "checkins"},
)

_BOTS = Table(
    "KEY. The comments written by bots.",
    "planted",
    (
        Column("comment_id", "string", "The id of the comment.", trap=_ID_TRAP, limits=_ID),
        Column("commenter", "string", "The name of the bot."),
    ),
    ("comment_id",),
    {"comment_id": "comments"},
)

TABLES: Mapping[str, Table] = {
    "videos": _VIDEOS,
    "video_daily": _VIDEO_DAILY,
    "retention": _RETENTION,
    "comments": _COMMENTS,
    "account_daily": _ACCOUNT_DAILY,
    "sessions": _SESSIONS,
    "rsvps_raw": _RSVPS_RAW,
    "touches": _TOUCHES,
    "checkins": _CHECKINS,
    "leaders": _LEADERS,
    "costs": _COSTS,
    "weekly_signups": _WEEKLY_SIGNUPS,
    "case_facts": _CASE_FACTS,
}
"""The learner's tables, in the order of the dictionary."""

KEY_TABLES: Mapping[str, Table] = {"people_truth": _PEOPLE_TRUTH, "bots": _BOTS}
"""The planted truth, for trainers and graders."""
