"""Sheets to fill in by hand: what the app shows, and no file says. ``read`` reads them back."""

import csv
import io
from collections.abc import Iterable, Sequence

import pandas as pd

_NOTES = (
    *("duration_s", "has_hook", "retention_3s", "avg_watch_s", "full_watch_rate", "src_for_you"),
    *("src_following", "src_profile", "src_search", "src_other"),
)
_CHANNELS = ("tiktok", "instagram", "email", "friend", "flyer")


def notes_sheet(videos: pd.DataFrame) -> bytes:
    """A row for each video of table ``videos`` that has an id, with empty cells for what to note.

    The id stands in a link: a spreadsheet program rounds an id that stands alone.
    """
    known = videos.dropna(subset=["video_id"])
    titled = known.reindex(columns=["video_id", "caption"]).astype("str").fillna("")
    rows = [
        [f"/video/{video_id}", _harmless(caption), *[""] * len(_NOTES)]
        for video_id, caption in titled.itertuples(index=False)
    ]
    return _csv(["Video link", "Video title", *_NOTES], rows)


def comments_sheet() -> bytes:
    """The headers of a list of comments and replies."""
    return _csv(["commented_at", "replied_at", "is_question"], [])


def costs_sheet(month: str, channels: Sequence[str] = _CHANNELS) -> bytes:
    """A row for each channel in ``month``, such as ``2025-06``, with empty hours and bills."""
    rows = [[channel, month, "", "", ""] for channel in channels]
    return _csv(["channel", "month", "staff_hours", "hourly_usd", "cash_usd"], rows)


def leaders_sheet() -> bytes:
    """The headers of a list of leaders, without names."""
    return _csv(["how_found", "joined", "hours_month"], [])


def _harmless(title: str) -> str:
    """A spreadsheet program runs a cell that begins like this as a formula."""
    return f" {title}" if title.startswith(("=", "+", "-", "@")) else title


def _csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With a mark at the start, so that spreadsheet programs see that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")
