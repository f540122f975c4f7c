"""The tidy tables: which columns each has, of what type, and in which unit."""

from typing import NamedTuple

from workbook.i18n import text


class Column(NamedTuple):
    """A column of a tidy table."""

    type: str
    """How its cells are read: one of the names in :mod:`workbook.exports.convert`."""
    about: str
    """What it holds, with its unit."""


PEOPLE = frozenset({"signups", "comments", "leaders"})
"""Tables whose rows are people, or what people wrote: unknown columns of theirs are left out."""

TABLES: dict[str, tuple[str, ...]] = {
    "overview": ("date_local", "views", "profile_views", "likes", "comments", "shares"),
    "followers": ("date_local", "followers", "change"),
    "viewers": ("date_local", "viewers", "new_viewers", "returning_viewers"),
    "activity": ("date_local", "hour", "active_followers"),
    "gender": ("gender", "share"),
    "territories": ("territory", "share"),
    "videos": (
        *("video_id", "posted_at_utc", "caption", "views", "likes", "comments", "shares"),
        *("saves", "reach", "duration_s", "avg_watch_s", "full_watch_rate", "retention_3s"),
        *("new_followers", "src_for_you", "src_following", "src_profile", "src_search"),
        *("src_other", "has_hook", "format"),
    ),
    "signups": (
        *("signup_id", "person", "tool", "created_utc", "source_code", "utm_medium"),
        *("utm_campaign", "utm_content", "how_heard", "event_id", "status", "attended", "postal3"),
    ),
    "sessions": (
        *("started_utc", "utm_source", "utm_medium", "utm_campaign", "utm_content"),
        *("referrer_domain", "channel_group", "sessions", "key_events"),
    ),
    "comments": (
        *("comment_id", "video_id", "posted_at_utc", "commenter", "replied", "replied_at_utc"),
        *("reply_minutes", "is_question"),
    ),
    "costs": ("channel", "month", "staff_hours", "hourly_usd", "cash_usd"),
    "leaders": ("how_found", "source_code", "joined", "hours_month"),
}
"""The columns of each table, in order. A table has those that a file gave, and no others."""

KEYS: dict[str, tuple[str, ...]] = {
    "overview": ("date_local",),
    "followers": ("date_local",),
    "viewers": ("date_local",),
    "activity": ("date_local", "hour"),
    "videos": ("video_id",),
    "signups": ("tool", "signup_id"),
    "comments": ("comment_id",),
}
"""What makes a row one thing: when two files hold it, the newest file wins."""

SNAPSHOTS = frozenset({"gender", "territories"})
"""Tables that show one day: of several files, only the newest is kept."""


def columns(table: str) -> dict[str, Column]:
    """The columns of a table, with their types and, in words, what they hold and in which unit."""
    known = _columns()
    return {name: known[name] for name in TABLES[table]}


def _columns() -> dict[str, Column]:
    return {
        "date_local": Column("day", text("The day, in the time zone of the account.")),
        "views": Column("count", text("Views: how often, not how many people.")),
        "profile_views": Column("count", text("Views of the profile.")),
        "likes": Column("count", text("Likes. Below 0 on a day when more were taken back.")),
        "comments": Column(
            "count", text("Comments. Below 0 on a day when more were deleted than written.")
        ),
        "shares": Column("count", text("Times a video was sent on.")),
        "followers": Column("count", text("Followers at the end of the day.")),
        "change": Column(
            "count", text("Followers less those of the day before; our own subtraction.")
        ),
        "viewers": Column("count", text("People who watched on that day.")),
        "new_viewers": Column("count", text("Of these, people who had not watched before.")),
        "returning_viewers": Column("count", text("Of these, people who had watched before.")),
        "hour": Column("hour", text("Hour of the day, 0 to 23.")),
        "active_followers": Column("count", text("Followers who were in the app in that hour.")),
        "gender": Column("label", text("Gender, as TikTok sees it.")),
        "territory": Column("label", text("Country or region, as TikTok writes it.")),
        "share": Column("share", text("Share of the followers, 0 to 1.")),
        "video_id": Column("id", text("The id of the video, as text: 19 digits.")),
        "posted_at_utc": Column("time", text("When it was posted, in UTC.")),
        "caption": Column("words", text("The words under the video, yours.")),
        "saves": Column("count", text("Times it was saved.")),
        "reach": Column("count", text("People reached.")),
        "duration_s": Column("seconds", text("Length, in seconds.")),
        "avg_watch_s": Column(
            "seconds", text("Average watch time, in seconds. Replays can bring it past the length.")
        ),
        "full_watch_rate": Column("share", text("Share of views that went to the end, 0 to 1.")),
        "retention_3s": Column("share", text("Share still watching at 3 seconds, 0 to 1.")),
        "new_followers": Column("count", text("Followers won with it.")),
        "src_for_you": Column("share", text("Share of its views from the For You feed, 0 to 1.")),
        "src_following": Column("share", text("Share from the Following feed, 0 to 1.")),
        "src_profile": Column("share", text("Share from your profile, 0 to 1.")),
        "src_search": Column("share", text("Share from search, 0 to 1.")),
        "src_other": Column("share", text("Share from elsewhere, 0 to 1.")),
        "has_hook": Column("yes_no", text("Whether it opens with a hook; your own judgement.")),
        "format": Column("label", text("The kind of video, in your own words.")),
        "signup_id": Column("id", text("The row, as the tool numbers it.")),
        "person": Column("person", text("A hash that stands for the person. No name can be read.")),
        "tool": Column("label", text("The tool that the row comes from.")),
        "created_utc": Column("time", text("When they signed up, in UTC.")),
        "source_code": Column("code", text("The code in the link, in small letters.")),
        "utm_source": Column("code", text("The source in the link, in small letters.")),
        "utm_medium": Column("code", text("The medium in the link, in small letters.")),
        "utm_campaign": Column("code", text("The campaign in the link, in small letters.")),
        "utm_content": Column("code", text("The video or place in the link, in small letters.")),
        "how_heard": Column("channel", text("Their own answer to “How did you hear about us?”.")),
        "event_id": Column("id", text("The event.")),
        "status": Column("label", text("What the tool says of the sign-up.")),
        "attended": Column("yes_no", text("Whether they came. Empty: nobody noted it.")),
        "postal3": Column("postal", text("The first three signs of the postal code.")),
        "started_utc": Column("time", text("When the visit began, in UTC.")),
        "referrer_domain": Column("domain", text("The site they came from.")),
        "channel_group": Column("label", text("The group that the tool puts the visits in.")),
        "sessions": Column("count", text("Visits.")),
        "key_events": Column("count", text("Visits or events that reached the goal.")),
        "comment_id": Column("id", text("The comment.")),
        "commenter": Column(
            "commenter", text("A hash that stands for who wrote it; “user…” for unnamed accounts.")
        ),
        "replied": Column("yes_no", text("Whether you answered.")),
        "replied_at_utc": Column("time", text("When you answered, in UTC.")),
        "reply_minutes": Column("number", text("Minutes until your answer.")),
        "is_question": Column("yes_no", text("Whether it asks something.")),
        "channel": Column("channel", text("The channel, such as tiktok, email or friend.")),
        "month": Column("month", text("The month, such as 2025-06.")),
        "staff_hours": Column("number", text("Hours of work, paid or not.")),
        "hourly_usd": Column("number", text("What an hour costs, in your currency.")),
        "cash_usd": Column("number", text("Bills paid, in your currency.")),
        "how_found": Column("channel", text("How they found the group, asked in person.")),
        "joined": Column("day", text("The day they joined.")),
        "hours_month": Column("number", text("Hours given in a month.")),
    }
