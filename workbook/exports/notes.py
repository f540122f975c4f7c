"""What is told while a file is read: where one is, what was assumed, and why it is refused."""

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from workbook.errors import Problem
from workbook.exports.model import Assumption
from workbook.i18n import number, plural, text


@dataclass
class Notes:
    """What a person is told about one file."""

    file: str
    assumptions: list[Assumption] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def assume(self, setting: str, value: str, sentence: str) -> None:
        one = Assumption(setting, value, sentence)
        if one not in self.assumptions:
            self.assumptions.append(one)


class Where(NamedTuple):
    """A column of a file."""

    file: str
    header: str
    private: bool = False
    """True if its cells are about people, and are not to be shown."""

    def refuse(self, cells: pd.Series, expected: str) -> Problem:
        """A refusal of these cells, which have the row in the file as their index."""
        row = number(int(cells.index[0]))
        more = plural("One more row is like it.", "{count} more rows are like it.", len(cells) - 1)
        if self.private:
            told = text(
                "Row {row} of {file}, column “{header}”, cannot be read. Expected: {expected}.",
                row=row,
                file=self.file,
                header=self.header,
                expected=expected,
            )
        else:
            told = text(
                "Row {row} of {file}, column “{header}”, holds “{cell}”. Expected: {expected}.",
                row=row,
                file=self.file,
                header=self.header,
                cell=shown(str(cells.iloc[0])),
                expected=expected,
            )
        way_out = text(
            "Download the file again, or open it and mend this row. A file that a spreadsheet "
            "program has saved may be changed: take the one that the tool gave you."
        )
        return Problem("\n".join([told, *([more] if len(cells) > 1 else []), way_out]))


def shown(cell: str, most: int = 40) -> str:
    """A cell, cut to a length that fits into a sentence."""
    line = " ".join(cell.split())
    return line if len(line) <= most else line[: most - 1] + "…"
