"""The files of a submission, taken from a disk or a zip file that may be out to harm.

Nothing here follows a link, waits for a device, or reads more than :class:`Limits` allow; what is
left out becomes a sentence. What a file holds is not looked at.
"""

import contextlib
import errno
import fnmatch
import io
import itertools
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from workbook.grading.names import safe_path, shown
from workbook.i18n import number, plural, text

MANY = 10_000
"""Names that are looked at in one folder, and in what one learner handed in."""
DEEP = 20
"""Folders inside folders."""
_NOTES = 20
"""Sentences about what was left out; a further one says how many more there would be."""


@dataclass(frozen=True)
class Limits:
    """What one submission may bring: sizes in bytes, unpacked."""

    file: int = 20_000_000
    total: int = 50_000_000
    number: int = 500


@dataclass(frozen=True)
class Source:
    """One file that was handed in, not read yet."""

    name: str
    """Where it is in what was handed in, with ``/``, as the learner or the platform wrote it."""
    path: Path
    """The file, or the zip file that it is in."""
    size: int = 0
    """In bytes, as declared."""
    member: zipfile.ZipInfo | None = None
    order: float = 0
    """Of two files for one notebook, the one with the higher order is newer."""
    refused: str = ""
    """The sentence that says why it is not read at all."""

    def read(self, limit: int, archive: zipfile.ZipFile | None = None) -> bytes:
        """At most ``limit + 1`` bytes of it; ``archive`` is the zip file that it is in.

        Whatever is wrong with the bytes of a zip file can be raised.
        """
        if self.member is None:
            with opened(self.path) as file:
                return file.read(limit + 1)
        assert archive is not None
        with archive.open(self.member) as inside:
            return inside.read(limit + 1)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file to read from. Raises OSError for a link and for whatever is no ordinary file."""
    # no link is followed even if it took the file's place a moment ago; a pipe does not block
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, text("it is not an ordinary file"))
        yield file


# What there is -----------------------------------------------------------------------------------


def in_folder(folder: Path, ignore: Iterable[str] = ()) -> Iterator[Source]:
    """The files in ``folder`` and in the folders inside it, in the order of their names.

    ``ignore`` has names and patterns of ``fnmatch``, as in nbgrader's settings. From one folder in
    it come at most :data:`MANY` files.
    """
    return _walk(folder, "", tuple(ignore), DEEP)


def _walk(folder: Path, above: str, ignore: tuple[str, ...], deep: int) -> Iterator[Source]:
    try:
        with os.scandir(folder) as entries:
            found = list(itertools.islice(entries, MANY + 1))
    except OSError as error:
        yield Source(above, folder, refused=unreadable(above or folder.name, error))
        return
    if len(found) > MANY:
        refused = plural(
            "The folder {name} holds more than {count} file. We looked at that many.",
            "The folder {name} holds more than {count} files. We looked at that many.",
            MANY,
            name=shown(above or folder.name),
        )
        yield Source(above, folder, refused=refused)
    for entry in sorted(found[:MANY], key=lambda entry: entry.name):
        if any(fnmatch.fnmatch(entry.name, pattern) for pattern in ignore):
            continue
        name = f"{above}/{entry.name}" if above else entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield on_disk(Path(entry.path), name)
            continue
        if name.lower().endswith(".ipynb"):
            yield Source(name, folder, refused=text("{file} is a folder.", file=shown(name)))
        if deep:
            yield from itertools.islice(_walk(Path(entry.path), name, ignore, deep - 1), MANY)
        else:
            refused = text("{file} is too deep inside folders. We left it out.", file=shown(name))
            yield Source(name, folder, refused=refused)


def on_disk(path: Path, name: str) -> Source:
    """The file at ``path``, or why it is none."""
    try:
        found = path.lstat()
    except OSError as error:
        return Source(name, path, refused=unreadable(name, error))
    if stat.S_ISREG(found.st_mode):
        return Source(name, path, found.st_size, order=found.st_mtime)
    return Source(name, path, refused=_odd(found.st_mode, name))


def in_zip(path: Path, archive: zipfile.ZipFile, ignore: Iterable[str] = ()) -> Iterator[Source]:
    """The files in a zip file, in its order."""
    ignored = [*ignore, "__MACOSX", ".DS_Store"]  # what a Mac adds
    for member in archive.infolist():
        name = _decoded(member).replace("\\", "/")
        parts = name.split("/")
        if name.endswith("/") or any(fnmatch.fnmatch(p, i) for p in parts for i in ignored):
            continue
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) in (0, stat.S_IFREG):
            yield Source(name, path, member.file_size, member)
        else:
            yield Source(name, path, refused=_odd(mode, name))


def _decoded(member: zipfile.ZipInfo) -> str:
    """A Mac writes names in UTF-8 and does not say so; Python then reads them as code page 437."""
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            return member.filename.encode("cp437").decode()
    return member.filename


def _odd(mode: int, name: str) -> str:
    if stat.S_ISLNK(mode):
        return text("{file} is a link to another place. We do not follow links.", file=shown(name))
    return text("{file} is not an ordinary file. We left it out.", file=shown(name))


def unreadable(name: str, error: Exception) -> str:
    """The sentence for a file or folder that could not be read."""
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    elif isinstance(error, NotImplementedError):
        reason = text("it is packed in a way that we cannot open")
    elif isinstance(error, RuntimeError):
        reason = text("it is locked with a password")
    else:
        reason = text("it is damaged")
    return text("We could not read {file}: {reason}.", file=shown(name), reason=reason)


# What is taken -----------------------------------------------------------------------------------


@dataclass
class Taken:
    """The files of one submission, read within its limits, and a sentence for what is not here."""

    limits: Limits
    files: dict[str, bytes] = field(default_factory=dict)
    orders: dict[str, float] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    """Each sentence once, in order."""
    _room: int = field(init=False)

    def __post_init__(self) -> None:
        self._room = self.limits.total

    def take(self, source: Source, archive: zipfile.ZipFile | None = None) -> None:
        """Read one file. One of the same name that was taken before is replaced if it is older."""
        if source.refused:
            self.note(source.refused)
            return
        name = safe_path(source.name)
        if self._too_much(source, name):
            return
        most = min(self.limits.file, self._room)
        try:
            data = source.read(most, archive)
        except Exception as error:  # made to be read by strangers, a zip file can raise anything
            self.note(unreadable(source.name, error))
            return
        if self._too_much(replace(source, size=len(data)), name):  # it said it were smaller
            return
        if name != source.name:
            self.note(
                text(
                    "The name {file} does not work on every computer. We call the file {name}.",
                    file=shown(source.name),
                    name=name,
                )
            )
        self._keep(name, data, source.order)

    def drop(self, name: str) -> bytes:
        """Take ``name`` out again. Returns what it held."""
        data = self.files.pop(name)
        del self.orders[name]
        self._room += len(data)
        return data

    def rename(self, old: str, new: str) -> None:
        """Call ``old`` ``new``; what had that name before is dropped."""
        if new in self.files:
            self.drop(new)
        self.files[new], self.orders[new] = self.files.pop(old), self.orders.pop(old)

    def note(self, sentence: str) -> None:
        """Say something, once."""
        self.notes[sentence] = None

    def told(self) -> tuple[str, ...]:
        """The sentences, or the first of them and how many more there are."""
        more = len(self.notes) - _NOTES
        if more <= 1:
            return tuple(self.notes)
        rest = plural(
            "{count} more thing was left out or changed.",
            "{count} more things were left out or changed.",
            more,
        )
        return (*list(self.notes)[:_NOTES], rest)

    def _keep(self, name: str, data: bytes, order: float) -> None:
        twin = next((n for n in self.files if n != name and n.casefold() == name.casefold()), "")
        if twin:
            self.note(
                text(
                    "{file} and {twin} differ only in capital letters. On some computers they "
                    "are one file.",
                    file=name,
                    twin=twin,
                )
            )
        if name in self.files:
            self.note(text("{file} was handed in twice. The newer one counts.", file=name))
            if order < self.orders[name]:
                return
            self.drop(name)
        self._room -= len(data)
        self.files[name] = data
        self.orders[name] = order

    def _too_much(self, source: Source, name: str) -> bool:
        limits, file = self.limits, shown(source.name)
        if name not in self.files and len(self.files) >= limits.number:
            sentence = plural(
                "More than {count} file was handed in. We left out the rest.",
                "More than {count} files were handed in. We left out the rest.",
                limits.number,
            )
        elif source.size > limits.file:
            sentence = text(
                "{file} is larger than {size} MB. We left it out.", file=file, size=_mb(limits.file)
            )
        elif source.size > self._room:
            sentence = text(
                "All files together are larger than {size} MB. We left out {file}.",
                file=file,
                size=_mb(limits.total),
            )
        else:
            return False
        self.note(sentence)
        return True


def _mb(size: int) -> str:
    return number(size / 1e6, 0 if size >= 1e6 else 3)


# A zip file inside -------------------------------------------------------------------------------


def unpack(taken: Taken, name: str, ignore: Iterable[str] = ()) -> None:
    """Put the files inside the zip file ``name`` in its place; a zip inside that one stays closed.

    The folder that holds all of them, which programs add, is left away. A file that was handed in
    beside the zip keeps its name, and the one inside is left out.
    """
    data = taken.files[name]
    if data.count(b"PK\x01\x02") > MANY:  # each name inside costs memory before any limit is seen
        taken.note(text("{file} holds too many files. We did not open it.", file=name))
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        sources = list(in_zip(Path(name), archive, ignore))
    except Exception as error:  # as above
        taken.note(unreadable(name, error))
        return
    order = taken.orders[name]
    taken.drop(name)
    taken.note(text("We opened {file}.", file=name))
    beside = set(taken.files)
    for source in _without_top(sources):
        if safe_path(source.name) not in beside:
            taken.take(replace(source, order=order), archive)
            continue
        taken.note(
            text(
                "{file} is inside {zip} and beside it. We took the one beside it.",
                file=shown(source.name),
                zip=name,
            )
        )


def _without_top(sources: list[Source]) -> list[Source]:
    """Names without the folder that all have; notebooks first, before the limits are reached."""
    parts = [source.name.split("/")[:-1] for source in sources]
    top = "".join(f"{part}/" for part in _common(parts))
    named = [replace(source, name=source.name[len(top) :]) for source in sources]
    return sorted(named, key=lambda source: not source.name.lower().endswith(".ipynb"))


def _common(paths: list[list[str]]) -> list[str]:
    same = itertools.takewhile(lambda level: len(set(level)) == 1, zip(*paths, strict=False))
    return [level[0] for level in same]
