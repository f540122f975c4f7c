"""``workbook doctor``: what is due for another look, and what could keep the course from working.

Each examination yields findings, in sentences. It may be run where packages are missing, so an
examination imports what it needs itself, and one that cannot run says so.
"""

import datetime
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbook import paths, shipped
from workbook.errors import Problem
from workbook.i18n import number, text

if TYPE_CHECKING:
    from workbook import facts

SOON = datetime.timedelta(days=30)
"""How long before its date a fact is named."""

ROOM, TIGHT = 100, 500
"""Megabytes of free disk: below the first nothing can be kept, below the second it gets tight."""

OLDEST = (3, 11)
"""The Python that the course needs."""


class Weight(Enum):
    """How bad a finding is."""

    BROKEN = "broken"
    WARNING = "look"
    FINE = "fine"

    @property
    def word(self) -> str:
        """The weight in the reader's language."""
        return {
            Weight.BROKEN: text("Broken"),
            Weight.WARNING: text("Look at this"),
            Weight.FINE: text("Fine"),
        }[self]


class Finding(NamedTuple):
    """One sentence, and its weight."""

    weight: Weight
    sentence: str


def examine(today: datetime.date | None = None) -> list[Finding]:
    """Everything that was found, the worst first."""
    day = today or datetime.datetime.now(tz=datetime.UTC).date()
    found: list[Finding] = []
    examinations: list[Callable[[], Iterator[Finding]]] = [
        python,
        packages,
        tables,
        my_work,
        notebooks,
        disk,
        claims,
        lambda: due(day),
        browser,
    ]
    for look in examinations:
        try:
            found += look()
        except ImportError as error:
            sentence = text(
                "A part of the course could not be looked at, because the package {name} cannot "
                "be imported.",
                name=error.name or error,
            )
            found.append(Finding(Weight.BROKEN, sentence))
        except (Problem, OSError) as error:
            found.append(Finding(Weight.BROKEN, str(error)))
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def report(found: list[Finding]) -> str:
    """The findings as text, with a last line that says how many things are broken."""
    lines = [
        text("{weight}: {sentence}", weight=one.weight.word, sentence=one.sentence) for one in found
    ]
    broken = sum(one.weight is Weight.BROKEN for one in found)
    last = text("Nothing is broken.") if not broken else text("Broken: {count}.", count=broken)
    return "\n".join([*lines, "", last])


def python() -> Iterator[Finding]:
    """The version of the Python that is running."""
    version = "{}.{}.{}".format(*sys.version_info)
    if sys.version_info[:2] < OLDEST:
        sentence = text(
            "This is Python {version}, and the course needs {oldest} or newer.",
            version=version,
            oldest="{}.{}".format(*OLDEST),
        )
        yield Finding(Weight.BROKEN, sentence)
    else:
        yield Finding(Weight.FINE, text("This is Python {version}.", version=version))


def packages(lock: Path | None = None) -> Iterator[Finding]:
    """What is installed, against the lock. Another version may work; a missing package does not."""
    from packaging.requirements import Requirement

    lines = (lock or paths.ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"\w", line)]
    wanted = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    fine = True
    for one in wanted:
        try:
            version = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            fine = False
            sentence = text(
                "The package {name} is not installed. Run python3 start.py, which installs it.",
                name=one.name,
            )
            yield Finding(Weight.BROKEN, sentence)
            continue
        if not one.specifier.contains(version, prereleases=True):
            fine = False
            sentence = text(
                "The package {name} has version {version}. The course was tested with {wanted}.",
                name=one.name,
                version=version,
                wanted=str(one.specifier).removeprefix("=="),
            )
            yield Finding(Weight.WARNING, sentence)
    if fine:
        sentence = text("All {count} packages are those of the lock.", count=len(wanted))
        yield Finding(Weight.FINE, sentence)


def tables() -> Iterator[Finding]:
    """Whether each sample table can be read."""
    from workbook import data

    names = data.tables()
    for name in names:
        data.load(name)  # raises Problem
    yield Finding(Weight.FINE, text("All {count} sample tables can be read.", count=len(names)))


def my_work(place: Path | None = None) -> Iterator[Finding]:
    """Whether a learner's work can be kept."""
    from workbook.feedback.my_work import folder

    place = place or folder()
    there = next(path for path in (place, *place.absolute().parents) if path.exists())
    try:
        if not there.is_dir():
            raise NotADirectoryError(text("it is no folder"))
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        sentence = text(
            "Your work cannot be kept: {folder} cannot be written to ({reason}). Give yourself the "
            "right to write there, or move the course to a folder of your own.",
            folder=there,
            reason=error.strerror or error,
        )
        yield Finding(Weight.BROKEN, sentence)
    else:
        yield Finding(Weight.FINE, text("Your work can be kept in {folder}.", folder=place))


def notebooks(root: Path | None = None, sums: Path | None = None) -> Iterator[Finding]:
    """Whether the lessons and solutions are as they were built."""
    root, sums = root or paths.ROOT, sums or shipped.LIST
    lines = sums.read_text(encoding="utf-8").splitlines()
    names = [line.split("  ", 1)[1] for line in lines]
    same = {path.relative_to(root).as_posix() for path in shipped.unchanged(root, sums)}
    for name in names:
        if not (root / name).exists():
            sentence = text("{name} is missing. Get a fresh copy of the course.", name=name)
            yield Finding(Weight.BROKEN, sentence)
        elif name not in same:
            sentence = text(
                "{name} is not as it was built. Its pictures show once it has been run.", name=name
            )
            yield Finding(Weight.WARNING, sentence)
    if len(same) == len(names):
        sentence = text("All {count} built notebooks are unchanged.", count=len(names))
        yield Finding(Weight.FINE, sentence)


def disk(root: Path | None = None) -> Iterator[Finding]:
    """Whether there is room for a learner's work."""
    free = shutil.disk_usage(root or paths.ROOT).free // 1_000_000
    if free < TIGHT:
        sentence = text("Only {free} megabytes of disk are free. Make room.", free=number(free))
        yield Finding(Weight.BROKEN if free < ROOM else Weight.WARNING, sentence)
    else:
        yield Finding(Weight.FINE, text("{free} megabytes of disk are free.", free=number(free)))


def claims() -> Iterator[Finding]:
    """Claims about the world that have no source."""
    from workbook.build import claims, source

    files = sorted(paths.MODULES.glob("*/*.md"))
    fine = True
    for path in files:
        module = source.read(path)
        for line, reason in claims.faults(module):
            fine = False
            sentence = text(
                "{file}, line {line}: {reason}", file=module.name, line=line, reason=reason
            )
            yield Finding(Weight.BROKEN, sentence)
    if fine:
        yield Finding(Weight.FINE, text("Every claim that the rules find has a source."))


def due(today: datetime.date) -> Iterator[Finding]:
    """The facts of each module that are due for another look, or will be within 30 days."""
    from workbook import facts
    from workbook.build.roles import FACT

    known, fine = facts.load(), True
    for module in sorted(paths.MODULES.glob("[0-9][0-9]_*")):
        words = " ".join(path.read_text(encoding="utf-8") for path in sorted(module.glob("*.md")))
        cited = [known[name] for name in dict.fromkeys(FACT.findall(words)) if name in known]
        for fact in sorted(cited, key=lambda one: one.recheck_by):
            if fact.recheck_by - SOON > today:
                continue
            fine = False
            values = {
                "module": module.name[:2],
                "id": fact.id,
                "date": fact.recheck_by.isoformat(),
                "claim": fact.claim,
                "source": _source(fact),
            }
            if fact.recheck_by < today:
                sentence = text(
                    "Module {module}, fact {id}: check again, it was due on {date}. {claim} "
                    "{source}",
                    **values,
                )
            else:
                sentence = text(
                    "Module {module}, fact {id}: check again by {date}. {claim} {source}", **values
                )
            yield Finding(Weight.WARNING, sentence)
    if fine:
        yield Finding(Weight.FINE, text("No fact is due for another look within 30 days."))


def browser() -> Iterator[Finding]:
    """The browser that the tests drive; a learner needs none of this kind."""
    from workbook.start.browser import find

    if not find():
        sentence = text(
            "There is no Chromium, Chrome or Edge. Only the tests need one; any browser shows the "
            "course."
        )
        yield Finding(Weight.FINE, sentence)


def _source(fact: "facts.Fact") -> str:
    """Where a fact was read and when, on one line of a terminal."""
    return text(
        "Source: {title}, {publisher}, {date}, {url}.",
        title=fact.title,
        publisher=fact.publisher,
        date=fact.date or text("no date given"),
        url=fact.url or text("no address given"),
    )
