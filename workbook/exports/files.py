"""From a file to sheets of text. Nothing is written, and nothing is unpacked to disk.

A sheet is rows of cells, all text, as they stand in the file. What they mean is decided elsewhere.
"""

import codecs
import csv
import datetime
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from workbook.errors import Problem
from workbook.exports.model import Assumption, Settings, Upload
from workbook.i18n import number, text

LARGEST_SHEET = 200 * 2**20
"""Bytes of a text file or an unpacked spreadsheet: more than ten times what was ever needed."""
LARGEST_ACCOUNT = 2 * 2**30
"""Bytes of account data, which is read as a stream."""
MOST_MEMBERS = 500
"""Files in one zip."""
MOST_CELLS = 20_000_000
"""Cells of one table: a small file can claim to have many more."""

_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".zip"}
_UNIX_TIME = r"(?:1[5-9]\d{8}|2\d{9})"
_DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a file may begin with, and the encoding that it stands for; the longer mark first."""


class Source(NamedTuple):
    """A file to read, with the name it is reported by."""

    name: str
    content: bytes | Path
    member: str = ""
    """The member, if it is inside of a zip."""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes, as a stream."""
        with _stream(self.content) as file:
            if not self.member:
                yield file
                return
            with _opened(file) as archive, archive.open(self.member) as inner:
                yield inner

    def is_json(self) -> bool:
        """Whether it begins as JSON does."""
        with guarded(self.name), self.open() as file:
            return file.read(64).removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")

    def read(self) -> bytes:
        """All of its bytes. Raises Problem if there are more than a table can have."""
        with self.open() as file:
            content = file.read(LARGEST_SHEET + 1)
        if len(content) > LARGEST_SHEET:
            raise too_large(self.name, LARGEST_SHEET)
        return content


class Sheet(NamedTuple):
    """The cells of a table as text."""

    file: str
    rows: list[list[str]]
    assumptions: tuple[Assumption, ...] = ()


def sources(given: str | Path | Upload) -> tuple[list[Source], list[str]]:
    """The files in what was given: itself, or the members of a zip. Also what was skipped, and why.

    Raises Problem if it is not there, or is a zip that cannot be used.
    """
    if isinstance(given, Upload):
        whole = Source(given.name, bytes(given.content))
    else:
        path = Path(given)
        if not path.is_file():
            raise Problem(text("There is no file {file}. Check its name and folder.", file=path))
        whole = Source(path.name, path)
    with guarded(whole.name), whole.open() as file:
        start = file.read(4)
    if not start:
        raise Problem(text("The file {file} is empty. Download it again.", file=whole.name))
    if start == b"PK\x03\x04":
        return _members(whole)
    return [whole], []


def exported_on(name: str) -> datetime.datetime | None:
    """The time of a download, from the Unix time that TikTok Studio puts into the name of its zip.

    The date in such a name is another one, and no day of export.

    >>> exported_on("Overview_2024-12-15_1739545200_spokesforall.zip/Overview.csv")
    datetime.datetime(2025, 2, 14, 15, 0, tzinfo=datetime.timezone.utc)
    """
    found = re.search(rf"_({_UNIX_TIME})(?=[_.])", name.split("/")[0])
    return datetime.datetime.fromtimestamp(int(found[1]), datetime.UTC) if found else None


def account_of(name: str) -> str:
    """The handle that TikTok Studio puts behind the Unix time in the name of its zip, or "".

    >>> account_of("Overview_2024-12-15_1739545200_spokesforall.zip/Overview.csv")
    'spokesforall'
    """
    found = re.search(rf"_{_UNIX_TIME}_([\w.]+)\.zip\Z", name.split("/")[0])
    return found[1].lower() if found else ""


def sheets(source: Source, settings: Settings) -> list[Sheet]:
    """The tables in a text file (one) or in a spreadsheet (one for each of its sheets).

    Raises Problem if it cannot be read as what its name says.
    """
    with guarded(source.name):
        content = source.read()
        if content[:4] == b"PK\x03\x04":
            return _spreadsheet(source.name, content)
        if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Problem(
                text(
                    "The file {file} is an old spreadsheet (.xls). Open it, and save it as .xlsx "
                    "or as “CSV UTF-8”.",
                    file=source.name,
                )
            )
        return [_text_file(source.name, content, settings)]


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Tell what the file system and the zip library object to in a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error):
        raise Problem(text("The file {file} is damaged. Download it again.", file=name)) from None
    except (RuntimeError, NotImplementedError):  # zipfile: encrypted, or an unknown method
        raise Problem(
            text(
                "The file {file} is locked with a password or packed in an unusual way. Unpack "
                "it, and give the files that are inside.",
                file=name,
            )
        ) from None
    except OSError as fault:
        raise Problem(
            text(
                "The file {file} cannot be read: {reason}. Is it on this computer?",
                file=name,
                reason=fault.strerror or fault,
            )
        ) from None


def too_large(name: str, limit: int) -> Problem:
    return Problem(
        text(
            "The file {file} is larger than {limit} MB, unpacked. That is more than we read. "
            "Download a shorter time, or only the file you need.",
            file=name,
            limit=number(limit / 2**20),
        )
    )


@contextmanager
def _stream(content: bytes | Path) -> Iterator[IO[bytes]]:
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as file:
        yield file


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The zip in a file. Raises BadZipFile for every way in which it can be damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (ValueError, KeyError, OverflowError) as fault:  # zipfile lets these through
        raise zipfile.BadZipFile from fault


# Zip -------------------------------------------------------------------------------------------


def _members(whole: Source) -> tuple[list[Source], list[str]]:
    with guarded(whole.name), whole.open() as file, _opened(file) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
    if any(one.filename == "[Content_Types].xml" for one in members):
        return [whole], []  # a spreadsheet is a zip, too
    if len(members) > MOST_MEMBERS:
        raise Problem(
            text(
                "There are {count} files in {file}. Give the ones you need, or a zip with "
                "{most} files at most.",
                count=number(len(members)),
                file=whole.name,
                most=number(MOST_MEMBERS),
            )
        )
    found, skipped = [], []
    for member in members:
        name = f"{whole.name}/{member.filename}"
        ending = PurePosixPath(member.filename).suffix.lower()
        # zipfile gives at most as many bytes as the directory says, so this is no mere promise.
        limit = LARGEST_ACCOUNT if ending == ".json" else LARGEST_SHEET
        if _is_litter(member.filename):
            continue
        if member.file_size > limit:
            raise too_large(name, limit)
        if ending == ".zip":
            skipped.append(
                text("{file} is a zip inside of a zip. Unpack it, and give it alone.", file=name)
            )
        elif ending in _ENDINGS:
            found.append(Source(name, whole.content, member.filename))
        else:
            skipped.append(text("{file} was not read: it is no table.", file=name))
    if not found:
        raise Problem(
            text(
                "There is no table in {file}. We read CSV, XLSX and JSON files, also in a zip.",
                file=whole.name,
            )
        )
    if sum(one.file_size for one in members) > LARGEST_ACCOUNT:
        raise too_large(whole.name, LARGEST_ACCOUNT)
    return found, skipped


def _is_litter(name: str) -> bool:
    """What a computer adds to a zip by itself."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


# Text ------------------------------------------------------------------------------------------


def _text_file(name: str, content: bytes, settings: Settings) -> Sheet:
    decoded, assumptions = _decoded(name, content, settings.encoding)
    delimiter, told = _delimiter(name, decoded, settings.delimiter)
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(_counted(name, reader))
    except csv.Error:
        raise Problem(
            text(
                "The file {file} cannot be read from row {row} on: a quotation mark is not closed, "
                "or stands in the middle of a cell. Download the file again.",
                file=name,
                row=number(len(rows) + 1),
            )
        ) from None
    if rows and len(rows[0]) == 1 and re.fullmatch(r"sep=.", rows[0][0]):
        rows[0] = []  # a note of Excel to itself
    return Sheet(name, rows, (*assumptions, *told))


def _counted(name: str, rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same rows. Raises Problem once they hold more cells than a table of ours can."""
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise Problem(
                text(
                    "The file {file} has more than {most} cells. Download a shorter time, or only "
                    "the columns you need.",
                    file=name,
                    most=number(MOST_CELLS),
                )
            )
        yield row


def _decoded(name: str, content: bytes, wanted: str) -> tuple[str, list[Assumption]]:
    """The text, and what was assumed of its encoding."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    told = []
    try:
        if wanted or marked:
            decoded = content.decode(marked or wanted)
        else:
            try:
                decoded = content.decode("utf-8")
            except UnicodeDecodeError:
                decoded = content.decode("cp1252")
                told.append(
                    Assumption(
                        "encoding",
                        "cp1252",
                        text(
                            "{file} is not in UTF-8, so we read it as Windows-1252. Look at "
                            "letters such as é and ñ. If they are wrong, save the file again "
                            "as “CSV UTF-8”.",
                            file=name,
                        ),
                    )
                )
    except (UnicodeDecodeError, LookupError) as fault:
        start = fault.start if isinstance(fault, UnicodeDecodeError) else 0
        raise Problem(
            text(
                "In row {row} of {file} there is a letter that we cannot read. Save the file again "
                "as “CSV UTF-8”.",
                row=number(content.count(b"\n", 0, start) + 1),
                file=name,
            )
        ) from None
    if "\0" in decoded:
        raise Problem(
            text(
                "{file} is not a text file, or was saved in UTF-16 without saying so. Save it "
                "again as “CSV UTF-8”.",
                file=name,
            )
        )
    return decoded, told


def _delimiter(name: str, decoded: str, wanted: str) -> tuple[str, list[Assumption]]:
    """What separates the cells: the sign that most lines have equally often, and often."""
    if wanted:
        return wanted, []
    first = decoded[:5].lower()
    if first.startswith("sep=") and decoded[4:5] in _DELIMITERS:
        return decoded[4], []
    lines = [line for line in decoded[:100_000].splitlines() if line and not line.startswith("#")]
    scores = {sign: _regularity(lines[:50], sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: scores[sign])
    if best == "," or not scores[best]:
        return ",", []
    shown = text("a tab") if best == "\t" else f"“{best}”"
    sentence = text(
        "In {file} the cells are separated by {sign}, as it looks. If that is wrong, save the file "
        "again with commas between its cells.",
        file=name,
        sign=shown,
    )
    return best, [Assumption("delimiter", best, sentence)]


def _regularity(lines: list[str], sign: str) -> float:
    """Cells a line, times the share of lines that have as many as the first one."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0
    if not widths or widths[0] < 2:
        return 0
    return widths[0] * sum(width == widths[0] for width in widths) / len(widths)


# Spreadsheets ----------------------------------------------------------------------------------


def _spreadsheet(name: str, content: bytes) -> list[Sheet]:
    """Each sheet of an .xlsx file that holds something, with hidden ones left out."""
    import openpyxl  # takes a third of a second to load, and few files need it

    with _opened(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST_SHEET:
            raise too_large(name, LARGEST_SHEET)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = []
        for tab in book.worksheets:
            if tab.sheet_state == "visible":
                tab.reset_dimensions()  # or rows are filled up to the size that the file claims
                found.append((tab.title, _cells(name, tab.iter_rows(values_only=True))))
    except (Problem, MemoryError):
        raise
    except Exception:  # openpyxl lets through whatever its parts raise on a damaged file
        raise Problem(
            text(
                "The spreadsheet {file} is damaged. Download it again, or open it and save it as "
                "“CSV UTF-8”.",
                file=name,
            )
        ) from None
    several = len([rows for _, rows in found if rows]) > 1
    return [
        Sheet(f"{name}/{title}" if several else name, rows) for title, rows in found if rows
    ] or [Sheet(name, [])]


def _cells(name: str, rows: Iterable[tuple[object, ...]]) -> list[list[str]]:
    """Rows of text of the same width, without empty rows at the end."""
    as_text = ([_cell(value) for value in row] for row in rows)
    table = list(_counted(name, as_text))
    width = max((place + 1 for row in table for place, cell in enumerate(row) if cell), default=0)
    while table and not any(table[-1]):
        table.pop()
    return [row[:width] + [""] * (width - len(row)) if any(row) else [] for row in table]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # A whole number stays one; beyond 15 digits a spreadsheet has rounded it, and it must not
        # look like an id: 7.470353733101028e+18.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()
