"""Which files are known: by their headers, never by their names.

A header counts without regard to capitals, spaces, underscores and signs around it. The Spanish,
Portuguese, French and Arabic headers are our translations and were not seen in a real export: the
real exports that are described in public had English headers, with dates in other languages.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from workbook.errors import Problem
from workbook.exports.model import ColumnMap
from workbook.exports.tables import columns
from workbook.i18n import text


class Kind(NamedTuple):
    """One kind of file."""

    key: str
    table: str
    needs: tuple[tuple[str, ...], ...]
    """Of each group, one column must be there."""
    headers: Mapping[str, tuple[str, ...]]
    """From a column of the table to the headers it may have."""
    drops: tuple[str, ...] = ()
    """Headers that are known, and left out: about people, or wrong."""
    tool: str = ""
    """What the column ``tool`` says."""

    @property
    def title(self) -> str:
        return _titles()[self.key]


def _titles() -> dict[str, str]:
    return {
        "overview": text("TikTok Studio, Overview: the account by day"),
        "follower_history": text("TikTok Studio, followers by day"),
        "viewers": text("TikTok Studio, viewers by day"),
        "follower_activity": text("TikTok Studio, followers in the app by hour"),
        "follower_gender": text("TikTok Studio, gender of followers"),
        "follower_territories": text("TikTok Studio, countries of followers"),
        "content": text("TikTok Studio, Content: a list of videos"),
        "account_data": text("TikTok account data: your own videos"),
        "action_network": text("Action Network, a report of people"),
        "mobilize": text("Mobilize, sign-ups for shifts"),
        "everyaction": text("EveryAction or VAN, an export of people"),
        "nationbuilder": text("NationBuilder, an export of people"),
        "eventbrite": text("Eventbrite, a list of attendees"),
        "ga4": text("Web analytics, visits by source"),
        "sessions": text("Web analytics, a row for each visit"),
        "signup_form": text("A sign-up form, a row for each sign-up"),
        "video_notes": text("Your own notes on videos"),
        "comments": text("Your own list of comments and replies"),
        "costs": text("Your own list of hours and costs"),
        "leaders": text("Your own list of leaders"),
        "mapped": text("A file whose columns you named"),
    }


def plain(header: str) -> str:
    """A header in one spelling.

    >>> plain(" Referrer__UTM_source ")
    'referrer utm source'
    """
    letters = unicodedata.normalize("NFKC", header).casefold()
    letters = "".join(sign for sign in letters if unicodedata.category(sign) != "Cf")
    return " ".join(re.findall(r"[^\W_]+|[/#?@]", letters))


_COUNTS = {
    "likes": ("Likes", "Total likes", "Me gusta", "Curtidas", "J'aime", "الإعجابات"),
    "comments": (
        *("Comments", "Total comments", "Comentarios", "Comentários", "Commentaires"),
        "التعليقات",
    ),
    "shares": (
        *("Shares", "Total shares", "Veces compartido", "Compartilhamentos", "Partages"),
        "المشاركات",
    ),
}
_DAY = ("Date", "Fecha", "Data", "التاريخ")
_VIDEO_EXTRAS = {
    "saves": ("Saves", "Favorites", "Add to favorites", "Added to favorites"),
    "reach": ("Reach", "Reached audience"),
    "duration_s": ("Duration", "Video duration", "Length", "duration_s"),
    "avg_watch_s": ("Average watch time", "Avg watch time", "avg_watch_s"),
    "full_watch_rate": ("Watched full video", "Full video watched rate", "full_watch_rate"),
    "retention_3s": ("retention_3s", "Still watching at 3 seconds"),
    "new_followers": ("New followers",),
    "src_for_you": ("src_for_you", "For You"),
    "src_following": ("src_following", "Following"),
    "src_profile": ("src_profile", "Personal profile", "Profile"),
    "src_search": ("src_search", "Search"),
    "src_other": ("src_other", "Other", "Others"),
    "has_hook": ("has_hook", "Hook"),
    "format": ("format",),
}
_SHARE = ("Distribution", "Distribución", "Distribuição", "Répartition")
_UTM = {
    "utm_medium": ("utm_medium", "referrer__utm_medium"),
    "utm_campaign": ("utm_campaign", "referrer__utm_campaign"),
    "utm_content": ("utm_content", "referrer__utm_content"),
}
_HOW_HEARD = (
    *("how_heard", "How did you hear about us?", "How did you hear about us"),
    *("How did you hear about this event?", "How did you find us?", "Where did you hear about us?"),
    *("¿Cómo te enteraste?", "¿Cómo nos conociste?", "Como você soube de nós?"),
    *("Comment avez-vous entendu parler de nous ?", "كيف سمعت عنا؟"),
)
_EMAIL = ("email", "Email address", "E-mail", "email1", "PreferredEmail", "Preferred Email")
_PHONE = ("phone", "Phone number", "can2_phone", "mobile_number", "Mobile number", "Cell Phone")
_POSTAL = (
    "postal3",
    "zip_code",
    "zip",
    "Zip code",
    "postal_code",
    "Postal code",
    "primary_zip",
    "Zip5",
)
_PERSON = {"email": _EMAIL, "phone": _PHONE, "postal3": _POSTAL, "how_heard": _HOW_HEARD}
_NAMES = (
    *("first_name", "last_name", "First name", "Last name", "FirstName", "LastName", "Surname"),
    *("middle_name", "Middle name", "full_name", "Full name", "Name"),
)
_ADDRESS = (
    *("can2_user_address", "can2_user_city", "can2_user_state", "Address", "City", "State"),
    *("primary_address1", "primary_address2", "primary_city", "primary_state", "Street", "County"),
)
_ABOUT_PEOPLE = (*_NAMES, *_ADDRESS, "how_heard_text", "Notes", "Note", "Comments", "Feedback")


@cache
def known_kinds() -> tuple[Kind, ...]:
    """Every known kind of table. Account data, which is JSON, is in ``account.py``."""
    return (
        Kind(
            "overview",
            "overview",
            (("date_local",), ("views",), ("profile_views",)),
            {
                "date_local": _DAY,
                "views": (
                    *("Video Views", "Visualizaciones de vídeos", "Visualizações de vídeo"),
                    *("Vues de vidéos", "مشاهدات الفيديو"),
                ),
                "profile_views": (
                    *("Profile Views", "Visualizaciones del perfil", "Visualizações do perfil"),
                    *("Vues du profil", "مشاهدات الملف الشخصي"),
                ),
                **_COUNTS,
            },
        ),
        Kind(
            "follower_history",
            "followers",
            (("date_local",), ("followers",)),
            {
                "date_local": _DAY,
                "followers": ("Followers", "Seguidores", "Abonnés", "المتابعون"),
                "difference": ("Difference in followers from previous day",),
            },
        ),
        Kind(
            "viewers",
            "viewers",
            (("date_local",), ("viewers",), ("new_viewers",)),
            {
                "date_local": _DAY,
                "viewers": ("Total Viewers",),
                "new_viewers": ("New Viewers",),
                "returning_viewers": ("Returning Viewers",),
            },
        ),
        Kind(
            "follower_activity",
            "activity",
            (("date_local",), ("hour",), ("active_followers",)),
            {
                "date_local": _DAY,
                "hour": ("Hour", "Hora", "Heure", "الساعة"),
                "active_followers": ("Active followers", "Seguidores activos"),
            },
        ),
        Kind(
            "follower_gender",
            "gender",
            (("gender",), ("share",)),
            {"gender": ("Gender", "Género", "Gênero", "Genre"), "share": _SHARE},
        ),
        Kind(
            "follower_territories",
            "territories",
            (("territory",), ("share",)),
            {"territory": ("Top territories", "Territories"), "share": _SHARE},
        ),
        Kind(
            "content",
            "videos",
            (("link",), ("views",)),
            {
                "snapshot": ("Time",),
                "caption": ("Video title", "Título del vídeo", "Título do vídeo"),
                "link": ("Video link", "Enlace del vídeo", "Link do vídeo", "Lien de la vidéo"),
                "posted_text": ("Post time", "Fecha de publicación", "Date de publication"),
                "views": ("Total views", "Video views", "Visualizaciones totales"),
                **_COUNTS,
                **_VIDEO_EXTRAS,
            },
        ),
        Kind(
            "action_network",
            "signups",
            (("email", "phone", "signup_id"), ("an_status", "an_tags", "created_local")),
            {
                "signup_id": ("uuid",),
                **_PERSON,
                "an_tags": ("can2_user_tags",),
                "an_status": ("can2_subscription_status",),
                "created_local": ("can2_subscription_date",),
                "source_code": ("source_code", "Source code", "source"),
                **_UTM,
            },
            drops=(*_ABOUT_PEOPLE, "can2_sms_status"),
            tool="action_network",
        ),
        Kind(
            "mobilize",
            "signups",
            (("event_id",), ("timeslot",), ("email", "phone", "user")),
            {
                "signup_id": ("id", "signup id"),
                **_PERSON,
                "user": ("user_id",),
                "email": (*_EMAIL, "email_at_signup"),
                "postal3": (*_POSTAL, "postal_code_at_signup"),
                "timeslot": ("timeslot_id",),
                "event_id": ("event_id",),
                "status": ("status",),
                "attended": ("attended",),
                "created_utc": ("created_date", "signup created time"),
                "source_code": ("utm_source", "referrer__utm_source"),
                **_UTM,
            },
            drops=(
                *(*_ABOUT_PEOPLE, "referrer__url", "referrer__utm_term", "signup updated time"),
                *("event name", "timeslot start", "start", "end", "feedback", "rating"),
            ),
            tool="mobilize",
        ),
        Kind(
            "everyaction",
            "signups",
            (("signup_id",),),
            {
                "signup_id": ("VANID", "Voter File VANID", "My Campaign ID", "VoterVANID"),
                **_PERSON,
                "created_utc": (
                    *("Date Created", "DateCreated", "Date Signed Up", "Created Date"),
                    *("Date Submitted", "Submission Date"),
                ),
                "source_code": (
                    *("Source Code", "SourceCode", "Source Code Name", "SourceCodeName"),
                    *("Origin Source Code", "Market Source"),
                ),
                "event_id": ("Event ID", "Event Name", "EventName"),
                "status": ("Status", "Event Status"),
            },
            drops=(*_ABOUT_PEOPLE, "DWID", "DOB", "Sex", "Age"),
            tool="everyaction",
        ),
        Kind(
            "nationbuilder",
            "signups",
            (("signup_id", "signup_type"), ("source_code", "recruiter_name", "tags")),
            {
                "signup_id": ("nationbuilder_id", "signup_nationbuilder_id"),
                **_PERSON,
                "email": (*_EMAIL, "signup_email", "signup_email1"),
                "created_utc": ("created_at", "signup_created_at"),
                "source_code": ("recruiter_id", "signup_recruiter_id"),
                "recruiter_name": ("recruiter_name_or_email", "signup_recruiter_name_or_email"),
                "tags": ("tag_list", "signup_tag_list"),
                "signup_type": ("signup_type", "signup_signup_type"),
            },
            drops=_ABOUT_PEOPLE,
            tool="nationbuilder",
        ),
        Kind(
            "eventbrite",
            "signups",
            (("order",), ("ticket", "status", "attendee")),
            {
                "order": ("Order no.", "Order #", "Order ID", "Order Number"),
                "attendee": ("Attendee no.", "Attendee #", "Attendee ID"),
                "signup_id": ("Barcode #", "Barcode no.", "Barcode"),
                **_PERSON,
                "email": (*_EMAIL, "Attendee email"),
                "created_utc": ("Order Date", "Order Date and Time", "Date"),
                "ticket": ("Ticket Type",),
                "event_id": ("Event ID", "Event Name"),
                "status": ("Attendee Status", "Status"),
                "source_code": (
                    *("Affiliate", "Affiliate code", "aff", "Tracking link", "Tracking Link"),
                    "Tracking Code",
                ),
            },
            drops=(*_ABOUT_PEOPLE, "Buyer Email", "Buyer First Name", "Buyer Last Name"),
            tool="eventbrite",
        ),
        Kind(
            "signup_form",
            "signups",
            (("created_utc",), ("email", "phone", "person"), ("source_code", "how_heard")),
            {
                "signup_id": ("rsvp_id", "signup_id", "Response ID", "Submission ID"),
                "person": ("person",),
                "tool": ("tool",),
                **_PERSON,
                "created_utc": ("created_utc", "created_at", "Timestamp", "Submitted at"),
                "source_code": ("source_code", "Source code", "source", "utm_source", "code"),
                "event_id": ("event_id",),
                "status": ("status",),
                "attended": ("attended",),
                **_UTM,
            },
            drops=_ABOUT_PEOPLE,
        ),
        Kind(
            "ga4",
            "sessions",
            (("source_medium", "utm_source", "channel_group"), ("sessions",)),
            {
                "source_medium": ("Session source / medium", "Source / medium"),
                "utm_source": ("Session source", "Session manual source", "utm_source"),
                "utm_medium": ("Session medium", "Session manual medium", "utm_medium"),
                "utm_campaign": ("Session campaign", "Campaign", "utm_campaign"),
                "utm_content": (
                    *("Session manual ad content", "Manual ad content", "utm_content"),
                ),
                "channel_group": (
                    *("Session default channel group", "Default channel group", "channel_group"),
                    *("Session default channel grouping", "Session primary channel group"),
                ),
                "started_utc": ("Date", "started_utc"),
                "referrer_domain": ("referrer_domain",),
                "sessions": ("Sessions",),
                "key_events": ("Key events", "Conversions", "key_events"),
            },
        ),
        Kind(
            "sessions",
            "sessions",
            (("session",), ("utm_source", "referrer_domain")),
            {
                "session": ("session_id",),
                "started_utc": ("started_utc", "started_at", "session_start"),
                "utm_source": ("utm_source",),
                **_UTM,
                "referrer_domain": ("referrer_domain", "referrer", "referer"),
                "converted": ("converted",),
            },
        ),
        Kind(
            "video_notes",
            "videos",
            (("video_id", "link"), tuple(_VIDEO_EXTRAS)),
            {
                "video_id": ("video_id", "Video id"),
                "link": ("Video link", "link"),
                "posted_text": ("posted_at_utc", "Post time"),
                "caption": ("caption", "Video title"),
                "views": ("views",),
                **_COUNTS,
                **_VIDEO_EXTRAS,
            },
        ),
        Kind(
            "comments",
            "comments",
            (("posted_at_utc",), ("replied_at_utc", "reply_minutes", "replied")),
            {
                "comment_id": ("comment_id",),
                "video_id": ("video_id",),
                "posted_at_utc": ("posted_at_utc", "commented_at", "Comment time"),
                "commenter": ("commenter",),
                "replied": ("replied",),
                "replied_at_utc": ("replied_at_utc", "replied_at", "Reply time"),
                "reply_minutes": ("reply_minutes",),
                "is_question": ("is_question",),
            },
            drops=("text", "comment"),
        ),
        Kind(
            "costs",
            "costs",
            (("channel",), ("staff_hours",), ("hourly_usd", "cash_usd")),
            {
                "channel": ("channel",),
                "month": ("month",),
                "staff_hours": ("staff_hours", "hours"),
                "hourly_usd": ("hourly_usd", "hourly", "hourly pay"),
                "cash_usd": ("cash_usd", "cash", "bills"),
            },
        ),
        Kind(
            "leaders",
            "leaders",
            (("how_found",), ("leader", "joined", "hours_month")),
            {
                "leader": ("leader_id", "leader"),
                "how_found": ("how_found", "How did you find us?"),
                "source_code": ("source_code",),
                "joined": ("joined",),
                "hours_month": ("hours_month",),
            },
            drops=_ABOUT_PEOPLE,
        ),
    )


def detect(headers: Sequence[str]) -> Kind | None:
    """The kind whose needed columns are all there; of several, the one that knows most headers."""
    fitting = [
        (len(found), kind)
        for kind in known_kinds()
        if (found := matched(kind, headers)) and _complete(kind, set(found.values()))
    ]
    return max(fitting, key=lambda fit: (fit[0], len(fit[1].needs)))[1] if fitting else None


def matched(kind: Kind, headers: Sequence[str]) -> dict[str, str]:
    """From each header that ``kind`` knows to the column it stands for."""
    known = _known(kind)
    return {header: known[plain(header)] for header in headers if plain(header) in known}


def dropped(kind: Kind, headers: Sequence[str]) -> tuple[str, ...]:
    """The headers that ``kind`` knows and leaves out."""
    left_out = {plain(header) for header in kind.drops} - set(_known(kind))
    return tuple(header for header in headers if plain(header) in left_out)


def mapped(named: ColumnMap) -> Kind:
    """The kind that a person's answer makes. Raises Problem if it does not fit the table."""
    choices = meanings(named.table)
    for meaning in named.columns.values():
        if meaning not in choices:
            raise Problem(
                text(
                    "A column of table {table} cannot mean “{meaning}”. Choose from: {choices}.",
                    table=named.table,
                    meaning=meaning,
                    choices=", ".join(choices),
                )
            )
    given = list(named.columns.values())
    twice = {meaning for meaning in given if given.count(meaning) > 1}
    if twice:
        raise Problem(text("Two columns mean “{meaning}”. Choose one of them.", meaning=min(twice)))
    for group in _NEEDS[named.table]:
        if not set(group) & set(given):
            raise Problem(
                text(
                    "For table {table}, one column must mean one of these: {choices}.",
                    table=named.table,
                    choices=", ".join(group),
                )
            )
    return Kind(
        "mapped",
        named.table,
        _NEEDS[named.table],
        {meaning: (header,) for header, meaning in named.columns.items()},
    )


def meanings(table: str) -> dict[str, str]:
    """What a column may mean in ``table``, with a sentence each: the choices for a person.

    Raises Problem if there is no such table.
    """
    if table not in _NEEDS:
        raise Problem(
            text(
                "There is no table “{table}”. Choose from: {tables}.",
                table=table,
                tables=", ".join(_NEEDS),
            )
        )
    raw = {
        "signups": {
            "email": text("Their e-mail address. It is hashed at once."),
            "phone": text("Their phone number. It is hashed at once."),
        },
        "videos": {"link": text("The link to the video. Its id and time are taken from it.")},
    }
    own = {name: column.about for name, column in columns(table).items() if name not in _COMPUTED}
    return raw.get(table, {}) | own


_COMPUTED = frozenset({"person", "tool", "change"})
"""Columns that no file has: they are made of others."""
_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "overview": (("date_local",), ("views", "profile_views", "likes", "comments", "shares")),
    "followers": (("date_local",), ("followers",)),
    "videos": (("video_id", "link", "views"),),
    "signups": (("email", "phone", "signup_id"), ("source_code", "how_heard", "attended")),
    "sessions": (("utm_source", "referrer_domain", "channel_group"),),
    "comments": (("posted_at_utc",), ("reply_minutes", "replied_at_utc", "replied")),
    "costs": (("channel",), ("staff_hours", "cash_usd")),
    "leaders": (("how_found",),),
}
"""The tables that a person may map columns to, and what each of them cannot do without."""


_POSTED = (
    *(*_DAY, "Day", "Posted", "Posted at", "Posted on", "Post date", "Post time", "Upload date"),
    *("Uploaded", "Published", "Publish date", "Publish time", "Published at", "Create time"),
    *("Video publish time", "Video publish date", "Date posted", "Date published", "Created at"),
    *("Publicado", "Fecha de publicación", "Data de publicação", "Publicado em", "Publié le"),
    *("Date de publication", "تاريخ النشر"),
)
_IN_OWN_LISTS = {"videos": {"posted_at_utc": _POSTED}}
"""By table and column, headers of people's own lists: usual ones, but too vague to know by."""


def suggested(headers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What headers may mean by their names, likeliest first: for a person to confirm.

    ``Date`` may be a day of the account, or that on which a video was posted: its table tells.
    """
    found: dict[str, list[str]] = {}
    own = [Kind("mapped", table, (), known) for table, known in _IN_OWN_LISTS.items()]
    for kind in (*known_kinds(), *own):
        allowed = meanings(kind.table) if kind.table in _NEEDS else {}
        for header, meaning in matched(kind, headers).items():
            if meaning in allowed and meaning not in found.setdefault(header, []):
                found[header].append(meaning)
    return {header: tuple(several) for header, several in found.items() if several}


def enough(table: str, given: Collection[str]) -> bool:
    """Whether columns of these meanings are all that ``table`` needs."""
    return all(set(group) & set(given) for group in _NEEDS[table])


ACCOUNT_DATA = Kind(
    "account_data",
    "videos",
    (),
    {"posted_text": ("posted_text",), "link": ("link",), "likes": ("likes",)},
)
"""TikTok's account data, whose rows ``account.py`` finds."""


def _known(kind: Kind) -> dict[str, str]:
    return {plain(header): column for column, headers in kind.headers.items() for header in headers}


def _complete(kind: Kind, found: set[str]) -> bool:
    return all(found & set(group) for group in kind.needs)
