"""TikTok's "Download your data": the group's own videos, and nothing else of it.

The file holds private messages. It is read as a stream, piece by piece, and a piece that is not in
a list of own videos is let go at once.
"""

import codecs
from collections.abc import Iterator
from typing import IO

import ijson
import pandas as pd

from workbook.errors import Problem
from workbook.exports.notes import Notes
from workbook.i18n import text

PLACES = (
    ("Video", "Videos", "VideoList"),
    ("Activity", "Video", "Videos", "VideoList"),
    ("Post", "Posts", "VideoList"),
)
"""Where the own videos stand in the layouts that are known."""
_WANTED = {"Date": "posted_text", "Link": "link", "Likes": "likes"}
_DEEPEST = 50
"""Levels of nesting. Real files have fewer than ten."""


def own_videos(file: IO[bytes], notes: Notes) -> pd.DataFrame:
    """The own videos as text: columns ``posted_text``, ``link`` and perhaps ``likes``.

    Raises Problem if it is no account data, holds no own video, or is damaged.
    """
    rows: list[dict[str, str]] = []
    sections: list[str] = []
    try:
        for path, event, value in _walk(file):
            if event == "map_key" and len(path) == 1:
                sections.append(path[0])
            elif event == "start_map" and path in PLACES:
                rows.append({})
            elif event in ("string", "number") and path[:-1] in PLACES and path[-1] in _WANTED:
                rows[-1][_WANTED[path[-1]]] = str(value)
    except (ijson.JSONError, UnicodeDecodeError, ValueError):
        raise Problem(
            text(
                "The file {file} is damaged, or is no JSON. Download your data again, and choose "
                "JSON as the form.",
                file=notes.file,
            )
        ) from None
    if not rows:
        raise Problem(
            text(
                "There are no videos of your own in {file}. We look for the list that TikTok calls "
                "VideoList. Is it the file user_data_tiktok.json, and has the account posted?",
                file=notes.file,
            )
        )
    others = [name for name in dict.fromkeys(sections) if name not in {p[0] for p in PLACES}]
    if others:
        notes.skipped.append(
            text(
                "Passed over without keeping anything: {sections}. Only the list of your own "
                "videos is used.",
                sections=", ".join(others),
            )
        )
    return pd.DataFrame(rows, columns=list(_WANTED.values()), dtype="str").fillna("")


def _walk(file: IO[bytes]) -> Iterator[tuple[tuple[str, ...], str, object]]:
    """Each event of the JSON with the keys that lead to it. Lists add nothing to the keys."""
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)
    keys: list[str] = []
    for event, value in ijson.basic_parse(file, use_float=True):
        if event == "map_key":
            keys[-1] = value
        if event == "end_map":
            keys.pop()
        yield tuple(keys), event, value
        if event == "start_map":
            keys.append("")
            if len(keys) > _DEEPEST:
                raise ValueError
