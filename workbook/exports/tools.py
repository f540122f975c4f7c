"""What is special about the files of organizing tools and of web analytics."""

import pandas as pd

from workbook.exports import cells
from workbook.exports.job import Job
from workbook.exports.privacy import hashed_people
from workbook.i18n import number, plural, text

_CAME = frozenset({"checked in", "attended", "completed", "registrado", "presente"})
"""Statuses that say that a person came. No status says that a person did not."""
_TOTALS = frozenset({"", "total", "totals", "grand total"})


def signups(job: Job) -> pd.DataFrame:
    """A row for each sign-up, with a hash in place of the person."""
    table = job.all_typed(but=("signup_id", "person", "tool", "created_utc", "attended"))
    table["signup_id"] = _ids(job)
    table["tool"] = job.tool or job.file
    if (person := _person(job)) is not None:
        table["person"] = person
        nobody = person.isna().sum()
        if nobody:
            job.notes.warnings.append(
                plural(
                    "In {file}, {count} row has neither an e-mail address nor a phone number. It "
                    "counts as a person of its own.",
                    "In {file}, {count} rows have neither an e-mail address nor a phone number. "
                    "Each counts as a person of its own.",
                    int(nobody),
                    file=job.file,
                )
            )
    for column in ("created_utc", "created_local"):
        if job.has(column):
            table["created_utc"] = job.typed(column, "created_utc")
    if job.has("attended"):
        table["attended"] = job.typed("attended")
    elif "status" in table:
        came = table["status"].str.lower().isin(_CAME)
        if came.any():
            table["attended"] = came.astype("boolean").mask(~came)
    return table


def _ids(job: Job) -> pd.Series:
    """The tool's own ids; else the place in the file, which no other row has."""
    place = job.file + "#" + job.text.index.to_series().astype("str")
    if not job.has("signup_id"):
        return place
    ids = cells.words(job.text["signup_id"])
    again = ids.duplicated(keep=False) & ids.notna()
    if again.any():
        job.notes.warnings.append(
            plural(
                "In {file}, {count} row has an id that another row has too. Each row was kept.",
                "In {file}, {count} rows have an id that another row has too. Each row was kept.",
                int(again.sum()),
                file=job.file,
            )
        )
    return ids.mask(again).fillna(place)


def _person(job: Job) -> pd.Series | None:
    if job.has("person"):
        return job.typed("person")
    email, phone = (job.text[name] if job.has(name) else None for name in ("email", "phone"))
    return hashed_people(email, phone, job.settings.salt)


def sessions(job: Job) -> pd.DataFrame:
    """Visits by source. Sources that were only seen as a referrer are kept apart from tags."""
    _drop_totals(job)
    if job.has("source_medium"):
        _split_source_medium(job)
    table = job.all_typed(but=("sessions", "key_events", "referrer_domain"))
    for column in ("sessions", "key_events"):
        if job.has(column):
            table[column] = job.typed(column)
    if "sessions" not in table:
        table["sessions"] = pd.Series(1, index=table.index, dtype="Int64")
    if job.has("converted"):
        table["key_events"] = cells.yes_no(job.text["converted"], job.where("converted")).astype(
            "Int64"
        )
    if job.has("referrer_domain"):
        table["referrer_domain"] = job.typed("referrer_domain")
    elif {"utm_source", "utm_medium"} <= set(table):
        # Analytics writes the site of a visit without a tag into the column of the tags.
        referred = table["utm_medium"].eq("referral").fillna(False)
        table["referrer_domain"] = table["utm_source"].where(referred)
        table["utm_source"] = table["utm_source"].mask(referred)
        table["utm_medium"] = table["utm_medium"].mask(referred)
    return table


def _drop_totals(job: Job) -> None:
    """Leave out a line that adds up the others: it would count every visit twice."""
    if not job.has("sessions"):
        return
    labels = job.text.drop(columns=["sessions", "key_events"], errors="ignore")
    words = labels.apply(
        lambda column: cells.each(column, lambda one: one.str.strip().str.casefold())
    )
    total = words.isin(_TOTALS).all(axis=1) | words.isin(_TOTALS - {""}).any(axis=1)
    if total.any() and not total.all():
        job.notes.skipped.append(
            text(
                "Row {row} of {file} adds up the others, so it is left out.",
                row=number(int(total[total].index[0])),
                file=job.file,
            )
        )
        job.text = job.text[~total]


def _split_source_medium(job: Job) -> None:
    both = job.text["source_medium"]
    source = cells.each(both, lambda one: one.str.partition(" / ")[0])
    medium = cells.each(both, lambda one: one.str.partition(" / ")[2])
    alone = (medium == "") & (both.str.strip() != "")
    if alone.any():
        raise job.where("source_medium").refuse(
            both[alone], text("a source and a medium, such as google / organic")
        )
    job.text = job.text.assign(utm_source=source, utm_medium=medium)
    job.headers |= dict.fromkeys(("utm_source", "utm_medium"), job.headers["source_medium"])


def comments(job: Job) -> pd.DataFrame:
    """A row for each comment, with minutes until the reply."""
    table = job.all_typed(but=("comment_id", "video_id"))
    table["comment_id"] = (
        cells.words(job.text["comment_id"])
        if job.has("comment_id")
        else job.file + "#" + table.index.to_series().astype("str")
    )
    if job.has("video_id"):
        table["video_id"] = cells.words(job.text["video_id"])
    if "replied_at_utc" in table and "reply_minutes" not in table:
        waited = table["replied_at_utc"] - table["posted_at_utc"]
        wrong = waited < pd.Timedelta(0)
        if wrong.any():
            raise job.where("replied_at_utc").refuse(
                job.text["replied_at_utc"][wrong], text("a time after that of the comment")
            )
        table["reply_minutes"] = waited.dt.total_seconds() / 60
    if "replied" not in table:
        table["replied"] = table["reply_minutes"].notna().astype("boolean")
    return table


def plain_table(job: Job) -> pd.DataFrame:
    """A table whose columns are what their headers say."""
    return job.all_typed()
