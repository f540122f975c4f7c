"""Read what TikTok, organizing tools and web analytics export. Pure: nothing is written or sent.

    reading = read(["Overview.csv", "Content_1739545200.zip"], Settings(zone="America/New_York"))
    reading.tables["overview"]      # tidy DataFrames, see TABLES and columns()
    reading.files[0].assumptions    # what the files do not say, and which setting changes it
    reading.refused                 # files that were not read, and what to do

What a file is, its headers say. See docs/exports.md for what is known of each kind of file.
"""

from workbook.exports.by_hand import comments_sheet, costs_sheet, leaders_sheet, notes_sheet
from workbook.exports.kinds import known_kinds, meanings
from workbook.exports.model import (
    Assumption,
    ColumnMap,
    FileReport,
    Preview,
    Reading,
    Refused,
    Settings,
    Upload,
)
from workbook.exports.privacy import SMALLEST_CELL, own_salt, suppress_small
from workbook.exports.reading import look, read
from workbook.exports.tables import PEOPLE, TABLES, Column, columns

__all__ = [
    "PEOPLE",
    "SMALLEST_CELL",
    "TABLES",
    "Assumption",
    "Column",
    "ColumnMap",
    "FileReport",
    "Preview",
    "Reading",
    "Refused",
    "Settings",
    "Upload",
    "columns",
    "comments_sheet",
    "costs_sheet",
    "known_kinds",
    "leaders_sheet",
    "look",
    "meanings",
    "notes_sheet",
    "own_salt",
    "read",
    "suppress_small",
]
