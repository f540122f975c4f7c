"""A group's own exports: read them, see what was understood, and look at the measures on them.

The files stay where they are. What is chosen or found is held in this kernel's memory, to be read
again when a setting changes; no widget holds anything of it, and nothing of a file is written
anywhere.
"""

import datetime
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import ipywidgets
import traitlets

from workbook import data
from workbook.errors import Problem
from workbook.exports import (
    Assumption,
    ColumnMap,
    FileReport,
    Preview,
    Reading,
    Refused,
    Settings,
    Upload,
    look,
    meanings,
    own_salt,
    read,
)
from workbook.exports.dates import LANGUAGES
from workbook.exports.kinds import enough
from workbook.exports.model import setting_names
from workbook.feedback import my_work
from workbook.feedback.notes import prose
from workbook.i18n import direction, plural, text
from workbook.own import Own
from workbook.widgets.base import WIDE
from workbook.widgets.drop_files import DropFiles

_TOOLS = (
    *("Overview_2024-12-15_1739545200.zip", "Content.csv", "FollowerHistory.csv", "Viewers.csv"),
    *("FollowerActivity.csv", "FollowerGender.csv", "FollowerTopTerritories.csv"),
    *("action_network.csv", "mobilize_participations.csv", "ga4_traffic.csv"),
)
_BY_HAND = ("videos.csv", "comments.csv", "rsvps_raw.csv", "costs.csv", "leaders.csv")
SAMPLE_SALT = b"for people who do not exist at all"
"""Under which the invented people are hashed. It needs to be no secret."""
_MAPPED = ("videos", "signups", "sessions", "comments", "costs", "leaders", "overview", "followers")
"""The tables that the columns of a file of unknown form may be named for."""
_WIDE = {**WIDE, "style": {"description_width": "auto"}}


def exports_folder() -> Path:
    """Where a learner may put files of their own, to be read from there."""
    return my_work.folder() / "exports"


def sample_files(folder: Path, by_hand: bool = True) -> list[Path]:
    """The invented group's exports in ``folder``; and, perhaps, the sheets it kept by hand."""
    kept = [folder / name for name in _BY_HAND] if by_hand else []
    return [*(folder / "raw" / name for name in _TOOLS), *kept]


# Reading ---------------------------------------------------------------------------------------


class Answers(NamedTuple):
    """What the files do not say, as a person has answered it."""

    zone: str = ""
    exported: datetime.date | None = None
    language: str = ""
    day_first: bool | None = None
    decimal: str = ""
    lag_days: int = 2


def read_with(
    files: Sequence[Path | Upload],
    answers: Answers,
    maps: tuple[ColumnMap, ...] = (),
    salt: bytes = SAMPLE_SALT,
) -> Reading:
    """Read ``files``. The day of the download is used only where a file does not say it itself.

    If no file can be read, the reading holds no table, and says why. Raises nothing.
    """
    settings = Settings(
        zone=answers.zone,
        language=answers.language,
        day_first=answers.day_first,
        decimal=answers.decimal,
        lag_days=answers.lag_days,
        maps=maps,
        salt=salt,
    )
    first = _tried(files, settings)
    if answers.exported is None:
        return first
    undated = {one.file for one in first.refused} | {
        one.file
        for one in first.files
        if any(assumption.setting == "exported" for assumption in one.assumptions)
    }
    dated = dict.fromkeys(undated, answers.exported)
    return _tried(files, Settings(**{**vars(settings), "exported_by_file": dated}))


def _tried(files: Sequence[Path | Upload], settings: Settings) -> Reading:
    refused: list[Refused] = []
    if not files:
        return Reading({}, ())
    try:
        return read(files, settings)
    except Problem:
        pass  # all were refused: read one by one, to say it of each
    for one in files:
        try:
            read(one, settings)
        except Problem as problem:
            refused.append(Refused(one.name, str(problem)))
    return Reading({}, (), tuple(refused))


class OwnFiles(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Choose files, read them, and change what was assumed.

    State, besides the files: ``zone``, ``exported``, ``language``, ``day_first``, ``decimal`` and
    ``lag_days``, as in :class:`workbook.exports.Settings`; ``codes``, own codes and their
    channels, a line each. ``version`` counts the readings: observe it to follow them.
    """

    zone = traitlets.Unicode("")
    exported = traitlets.Instance(datetime.date, allow_none=True, default_value=None)
    language = traitlets.Enum(("", *LANGUAGES), default_value="")
    day_first = traitlets.Enum(("", "day", "month"), default_value="")
    decimal = traitlets.Enum(("", ".", ","), default_value="")
    lag_days = traitlets.Int(2, min=0, max=7)
    codes = traitlets.Unicode("")
    version = traitlets.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.is_sample = True
        self.reading = Reading({}, ())
        self.maps: tuple[ColumnMap, ...] = ()
        self._given: dict[str, Path | Upload] = {}
        self._said = ""
        self._told = ipywidgets.HTML()
        self.drop = DropFiles(self._add)
        self.from_folder = button(text("Read the folder my_work/exports"), self.read_folder)
        self.from_sample = button(text("Read the invented group's files"), self.read_sample)
        self.with_sheets = button(
            text("Add what that group kept by hand"), lambda: self.read_sample(by_hand=True)
        )
        self.forget_all = button(text("Forget all files"), self.forget)
        self.settings = self._settings()
        self.mapping = NameColumns(self)
        self.children = [
            self.drop,
            ipywidgets.HBox(
                [self.from_folder, self.from_sample, self.with_sheets, self.forget_all],
                layout={"flex_flow": "row wrap"},
            ),
            self._told,
            self.settings,
            self.mapping,
        ]
        names = ["zone", "exported", "language", "day_first", "decimal", "lag_days", "codes"]
        self.observe(lambda _: self.reread(), names=names)
        self.read_sample()

    # What a person does ---------------------------------------------------------------------

    def read_sample(self, by_hand: bool = False) -> None:
        """Read the invented group's files, and no others."""
        self._replace(sample_files(data.folder(), by_hand), sample=True)

    def read_folder(self) -> None:
        """Read all files in ``my_work/exports``; make the folder if there is none."""
        folder = exports_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            found = sorted(
                file for file in folder.iterdir() if file.is_file() and file.name[0] not in ".~"
            )
        except OSError as fault:
            self._say(
                text(
                    "The folder {folder} cannot be read: {why}.", folder=folder, why=fault.strerror
                )
            )
            return
        if not found:
            self._say(
                text(
                    "The folder {folder} is empty. In the list of files at the left, open my_work "
                    "and then exports, and drop your files there. Then press this button again.",
                    folder=folder,
                )
            )
            return
        self._add(found)

    def add(self, *files: Path | Upload) -> None:
        """Read these files as well as those that are there. The invented group's are let go."""
        self._add(files)

    def forget(self) -> None:
        """Let go of all files, answers about columns, and readings."""
        self.maps = ()
        self._replace([], sample=False)

    def name_columns(self, named: ColumnMap) -> None:
        """Read files that have these columns as a person says. Raises nothing."""
        self.maps = (*(one for one in self.maps if set(one.columns) != set(named.columns)), named)
        self.reread()

    def reread(self) -> None:
        """Read the same files again, with the present settings."""
        self._said = ""
        try:
            salt = SAMPLE_SALT if self.is_sample else own_salt(my_work.folder())
            self.reading = read_with(list(self._given.values()), self.answers, self.maps, salt)
        except Problem as problem:
            self.reading, self._said = Reading({}, ()), str(problem)
        self._show()
        self.mapping.offer(self._previews())
        self.version += 1

    # What was read --------------------------------------------------------------------------

    @property
    def answers(self) -> Answers:
        """The settings in use."""
        first = {"": None, "day": True, "month": False}[self.day_first]
        return Answers(
            self.zone.strip(), self.exported, self.language, first, self.decimal, self.lag_days
        )

    @property
    def own(self) -> Own:
        """The tables that were read, for the measures."""
        return Own(
            self.reading.tables, self.zone.strip() or "UTC", codes=parsed_codes(self.codes)[0]
        )

    @property
    def sentence(self) -> str:
        """What came of the files, in a sentence."""
        if not self._given:
            return self._said or text(
                "No file is read. Drop your files above, or put them into the folder."
            )
        done = plural(
            "{count} table was read.", "{count} tables were read.", len(self.reading.files)
        )
        not_done = plural(
            "{count} file was not read: it stands below.",
            "{count} files were not read: they stand below.",
            len(self.reading.refused),
        )
        if not self.reading.refused:
            return text("{whose} {done}", whose=whose(self.is_sample), done=done)
        return text(
            "{whose} {done} {not_done}",
            whose=whose(self.is_sample),
            done=done,
            not_done=not_done,
        )

    @property
    def said(self) -> str:
        """What is shown below the buttons, as HTML."""
        return str(self._told.value)

    # Inside ---------------------------------------------------------------------------------

    def _add(self, files: Sequence[Path | Upload]) -> None:
        held = {} if self.is_sample else dict(self._given)
        for one in files:
            name = _free(one, held)
            held[name] = one if isinstance(one, Path) else one._replace(name=name)
        self._given, self.is_sample = held, False
        self.reread()

    def _replace(self, files: Sequence[Path | Upload], sample: bool) -> None:
        self._given, self.is_sample = {_free(one, {}): one for one in files}, sample
        self.reread()

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._show()

    def _show(self) -> None:
        self.drop.clear()
        parts = [f'<p role="status"><strong>{escape(self.sentence)}</strong></p>']
        wrong = [*([self._said] if self._said else []), *parsed_codes(self.codes)[1]]
        parts += [f'<p role="alert">{escape(one)}</p>' for one in dict.fromkeys(wrong)]
        parts += [_refused(one) for one in self.reading.refused]
        parts += [f"<p>{escape(one)}</p>" for one in self.reading.warnings]
        parts += [_report(one) for one in self.reading.files]
        self._told.value = (
            f'<div dir="{direction()}" style="max-width: 760px; line-height: 1.5">'
            f"{''.join(parts)}</div>"
        )

    def _previews(self) -> list[Preview]:
        """The headers of tables that we do not know: for a person to name."""
        waiting = {one.file for one in self.reading.refused}
        found: list[Preview] = []
        for one in self._given.values():
            try:
                found += [each for each in look(one) if each.file in waiting and not each.kind]
            except Problem:
                continue  # its sentence stands among the refused
        # A row of data instead of headers could name people: it is not shown.
        return [
            each._replace(samples={})
            for each in found
            if not any("@" in header for header in each.headers)
        ]

    def _settings(self) -> ipywidgets.Widget:
        as_it_says = text("as the file shows")
        names = setting_names()
        controls = {
            "zone": ipywidgets.Text(
                description=names["zone"],
                placeholder=text("such as America/New_York"),
                continuous_update=False,
                **_WIDE,
            ),
            "exported": ipywidgets.DatePicker(description=names["exported"], **_WIDE),
            "language": ipywidgets.Dropdown(
                description=names["language"],
                options=[(as_it_says, ""), *((_language(one), one) for one in LANGUAGES)],
                **_WIDE,
            ),
            "day_first": ipywidgets.Dropdown(
                description=names["day_first"],
                options=[
                    (as_it_says, ""),
                    (text("3 April, the day is first"), "day"),
                    (text("March 4, the month is first"), "month"),
                ],
                **_WIDE,
            ),
            "decimal": ipywidgets.Dropdown(
                description=names["decimal"],
                options=[(as_it_says, ""), (text("a point"), "."), (text("a comma"), ",")],
                **_WIDE,
            ),
            "lag_days": ipywidgets.BoundedIntText(
                description=names["lag_days"], min=0, max=7, **_WIDE
            ),
            "codes": ipywidgets.Textarea(
                description=text("Our own codes"),
                placeholder=text("one a line, such as: bell7 = tiktok"),
                continuous_update=False,
                rows=2,
                **_WIDE,
            ),
        }
        self.controls = controls
        for name, control in controls.items():
            traitlets.link((self, name), (control, "value"))
        folded = ipywidgets.Accordion([ipywidgets.VBox(list(controls.values()))])
        folded.set_title(0, text("What the files do not say: change it here"))
        folded.layout = {"max_width": "760px"}
        return folded

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        run = text("Run this cell (Shift + Enter) to choose your own files.")
        # Stored notebooks keep only these two, and never what stands in somebody's files.
        bundle["text/plain"] = self.sentence if self.is_sample else run
        shown = self.said if self.is_sample else ""
        bundle["text/html"] = f'<div dir="{direction()}">{shown}<p><em>{escape(run)}</em></p></div>'
        return bundle


class NameColumns(ipywidgets.VBox):  # type: ignore[misc]
    """Says what the columns of a file of unknown form mean. Shows its headers, and no cell."""

    def __init__(self, files: OwnFiles) -> None:
        super().__init__()
        self._files = files
        self._waiting: list[Preview] = []
        self.file = ipywidgets.Dropdown(description=text("File"), **_WIDE)
        self.table = ipywidgets.Dropdown(
            description=text("Its rows are"),
            options=[(_table_name(name), name) for name in _MAPPED],
            **_WIDE,
        )
        self.columns: dict[str, ipywidgets.Dropdown] = {}
        self.button = button(text("Read it so"), self.use)
        self._said = ipywidgets.HTML()
        for control in (self.file, self.table):
            control.observe(lambda _: self._fill(), names="value")

    def offer(self, waiting: list[Preview]) -> None:
        """Ask about these; about none, show nothing. What was chosen for one of them stays."""
        held = self._held()
        self._waiting = waiting
        self._said.value = ""
        if not waiting:
            self.children = list[ipywidgets.Widget]()
            return
        self.file.options = [(one.file, place) for place, one in enumerate(waiting)]
        names = [one.file for one in waiting]
        if held and held[0] in names:
            place, table, chosen = names.index(held[0]), held[1], held[2]
        else:
            place, chosen = 0, {}
            table = _likely(waiting[0])
        self.file.value, self.table.value = place, table
        self._fill()
        for header, box in self.columns.items():
            box.value = chosen.get(header, box.value)

    def _held(self) -> tuple[str, str, dict[str, str]] | None:
        """The file that is asked about, its table, and what its columns mean so far."""
        if not self._waiting or self.file.value is None:
            return None
        chosen = {header: box.value for header, box in self.columns.items()}
        return self._waiting[self.file.value].file, self.table.value, chosen

    def use(self) -> None:
        """Do what the button does."""
        chosen = {header: box.value for header, box in self.columns.items() if box.value}
        named = ColumnMap(self.table.value, chosen)
        waiting = self._waiting[self.file.value].file
        self._files.name_columns(named)
        refused = {one.file: one.sentence for one in self._files.reading.refused}
        if waiting in refused:
            # An answer that does not fit must not stand in the way of other files.
            self._files.maps = tuple(one for one in self._files.maps if one != named)
            self._files.reread()
            self._said.value = f'<p role="alert">{escape(refused[waiting])}</p>'

    def _fill(self) -> None:
        if not self._waiting or self.file.value is None:
            return
        preview = self._waiting[self.file.value]
        known = _fitting(preview, self.table.value)
        choices = [(text("not used"), "")]
        choices += [
            (text("{name}: {about}", name=name, about=about), name)
            for name, about in meanings(self.table.value).items()
        ]
        self.columns = {
            header: ipywidgets.Dropdown(
                description=text("Column “{header}”", header=header),
                options=choices,
                value=known.get(header, ""),
                **_WIDE,
            )
            for header in preview.headers
            if header
        }
        asked = text(
            "We do not know the columns of a file. Say what each of them means; leave out those "
            "that you do not need. Names and addresses are better left out."
        )
        self.children = [
            prose(f'<p dir="{direction()}"><strong>{escape(asked)}</strong></p>'),
            self.file,
            self.table,
            *self.columns.values(),
            self.button,
            self._said,
        ]


def button(label: str, action: Any) -> ipywidgets.Button:
    """A button as wide as its label, which does ``action``."""
    made = ipywidgets.Button(description=label, layout={"width": "auto"})
    made.on_click(lambda _: action())
    return made


def whose(is_sample: bool) -> str:
    """A sentence on whose files these are."""
    if is_sample:
        return text("These are the files of an invented group.")
    return text("These are your own files.")


def _free(file: Path | Upload, held: Mapping[str, Path | Upload]) -> str:
    """A name for ``file``: two downloads are often called the same, and are not the same."""
    if isinstance(file, Path):
        return str(file)
    name, count = file.name, 1
    while (other := held.get(name)) and other != file._replace(name=name):
        count += 1
        place = Path(file.name)
        name = f"{place.stem} ({count}){place.suffix}"
    return name


def parsed_codes(words: str) -> tuple[dict[str, str], list[str]]:
    """Own codes and their channels, and a sentence for each line that is none.

    >>> parsed_codes("Bell7 = TikTok")
    ({'bell7': 'tiktok'}, [])
    """
    codes, wrong = {}, []
    for line in filter(None, map(str.strip, words.splitlines())):
        code, sign, channel = (part.strip().lower() for part in line.partition("="))
        if code and sign and channel:
            codes[code] = channel
        else:
            wrong.append(
                text(
                    "“{line}” is no code with its channel. Write it like this: bell7 = tiktok",
                    line=line,
                )
            )
    return codes, wrong


# Words and HTML ----------------------------------------------------------------------------------


def _report(one: FileReport) -> str:
    """What was understood of a file, and what was not; folded, because there may be many."""
    rows = plural("{count} row", "{count} rows", one.rows)
    head = text("{file}: {kind}, {rows}", file=one.file, kind=one.title, rows=rows)
    lists = [
        (text("Understood"), [_became(*pair) for pair in one.columns.items()]),
        (text("Not known, and not used"), list(one.unknown)),
        (text("Left out, to protect people or because it is wrong"), list(one.dropped)),
        (text("Assumed: you can change it below"), _sentences(one.assumptions)),
        (text("Not read"), list(one.skipped)),
        (text("Looks odd"), list(one.warnings)),
    ]
    shown = "".join(
        f"<p><strong>{escape(title)}</strong></p><ul>{_items(items)}</ul>"
        for title, items in lists
        if items
    )
    return f"<details><summary>{escape(head)}</summary>{shown}</details>"


def _refused(one: Refused) -> str:
    head = text("{file} was not read", file=one.file)
    sentences = escape(one.sentence).replace("\n", "<br>")
    return f'<p role="alert"><strong>{escape(head)}</strong><br>{sentences}</p>'


def _became(header: str, column: str) -> str:
    return text("“{header}” as {column}", header=header, column=column)


def _sentences(assumptions: Sequence[Assumption]) -> list[str]:
    return list(dict.fromkeys(one.sentence for one in assumptions))


def _items(lines: Sequence[str]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def _fitting(preview: Preview, table: str) -> dict[str, str]:
    """What headers seem to mean, as far as ``table`` has such a column; each meaning once."""
    allowed = meanings(table)
    found: dict[str, str] = {}
    for header, several in preview.suggested.items():
        free = [one for one in several if one in allowed and one not in found.values()]
        if free:
            found[header] = free[0]
    return found


def _likely(preview: Preview) -> str:
    """The table that a file may be, by its headers; of several the first."""

    def fits(table: str) -> tuple[bool, int]:
        found = _fitting(preview, table)
        return enough(table, found.values()), len(found)

    return max(_MAPPED, key=fits)


def _table_name(name: str) -> str:
    return {
        "videos": text("videos"),
        "signups": text("people who signed up"),
        "sessions": text("visits to your page"),
        "comments": text("comments and replies"),
        "costs": text("hours and costs of channels"),
        "leaders": text("leaders"),
        "overview": text("days of the account"),
        "followers": text("followers by day"),
    }[name]


def _language(code: str) -> str:
    return {
        "en": text("English"),
        "es": text("Spanish"),
        "pt": text("Portuguese"),
        "fr": text("French"),
        "ar": text("Arabic"),
        "vi": text("Vietnamese"),
        "ru": text("Russian"),
        "ja": text("Japanese"),
    }[code]
