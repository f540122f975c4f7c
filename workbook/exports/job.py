"""One table of one file, on its way from text to a tidy table."""

import datetime
from dataclasses import dataclass

import pandas as pd

from workbook.exports import convert
from workbook.exports.model import Settings
from workbook.exports.notes import Notes, Where
from workbook.exports.tables import PEOPLE, TABLES


@dataclass
class Job:
    """What the steps of reading a table share."""

    file: str
    key: str
    """The kind of file."""
    table: str
    tool: str
    text: pd.DataFrame
    """The known columns as text, by their meaning; the index is the row in the file."""
    headers: dict[str, str]
    """From a meaning to the header in the file."""
    settings: Settings
    notes: Notes
    exported: datetime.date | None
    """Day of the download, as far as it is known."""
    account: str = ""
    """The TikTok handle that the file is of, in small letters, if it says one."""

    def has(self, column: str) -> bool:
        return column in self.text

    def where(self, column: str) -> Where:
        return Where(self.file, self.headers[column], private=self.table in PEOPLE)

    def typed(self, column: str, as_column: str = "") -> pd.Series:
        """A column as its type says, or as that of another column of the table."""
        name = as_column or column
        return convert.column(
            name, self.table, self.text[column], self.where(column), self.settings, self.notes
        ).rename(name)

    def all_typed(self, but: tuple[str, ...] = ()) -> pd.DataFrame:
        """Every column of the table that the file has, without those in ``but``."""
        names = [name for name in TABLES[self.table] if self.has(name) and name not in but]
        return pd.DataFrame({name: self.typed(name) for name in names}, index=self.text.index)

    def in_order(self, found: pd.DataFrame) -> pd.DataFrame:
        """The columns in the order of the table."""
        return found[[name for name in TABLES[self.table] if name in found]]
