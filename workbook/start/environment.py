"""The project's own Python environment, ``.venv``: made once, known again in milliseconds.

A stamp in it says for which folder and Python it was made and which locks are installed. It is
written twice: without locks before the installation, with them after it. So an installation that
was interrupted, at whatever point, is known by its stamp, and made again from the beginning.
"""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from workbook.errors import Problem
from workbook.i18n import text
from workbook.start import pip
from workbook.start.lock import locked
from workbook.start.progress import Progress

LINK = "tiktok-for-organizing.pth"
"""The file in site-packages that puts the project on a Python's path. pip cannot: it refuses a
folder beside packages with hashes."""

ROOM = 1_200
"""Megabytes that an installation needs while it runs: the packages, compiled, and the downloads."""


class Stamp(TypedDict):
    """What ``.venv`` was made for, and the hash of each lock that is installed in it."""

    folder: str
    python: str
    locks: dict[str, str]


@dataclass(frozen=True)
class Environment:
    """The ``.venv`` of the project in the folder ``root``."""

    root: Path

    @property
    def folder(self) -> Path:
        """``.venv``."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def packages(self) -> Path:
        """Its site-packages. There must be an environment."""
        windows = self.folder / "Lib/site-packages"
        return windows if os.name == "nt" else next(self.folder.glob("lib/python*/site-packages"))

    @property
    def kept(self) -> Path:
        """The git-ignored folder for what is neither the project's nor the environment's."""
        return self.root / ".workbook"

    def get_ready(self, lock: str) -> None:
        """Install the packages of the file ``lock``, unless they are. Raises Problem."""
        if self._has(lock):
            return
        try:
            self.kept.mkdir(exist_ok=True)
            with locked(self.kept / "start.lock") as handle:
                if not self._has(lock):  # another start may just have finished it
                    self._install(lock, handle)
        except OSError as error:
            raise self._explain(error) from None

    def _has(self, lock: str) -> bool:
        stamp = self._stamp()
        return (
            stamp is not None
            and stamp["locks"].get(lock) == _hash(self.root / lock)
            and stamp["folder"] == str(self.folder)
            and stamp["python"] == _version(self.python)
        )

    def _install(self, lock: str, handle: int) -> None:
        why = self._why_anew()
        print(why or text("The course needs other packages than before. Installing them."))
        if why:
            self._make()
        self._write_stamp({})
        link(self.packages, self.root)
        pip.install(
            self.python,
            self.root / lock,
            packages=self.packages,
            kept=self.kept,
            progress=Progress(),
            handle=handle,
        )
        # The test lock holds the same versions as the learners' lock, and more.
        done = sorted(self.root.glob("requirements*.txt")) if "dev" in lock else [self.root / lock]
        self._write_stamp({file.name: _hash(file) for file in done})
        print(text("Everything is installed."))

    def _why_anew(self) -> str | None:
        """Why the environment must be made from the beginning; None if it need not."""
        if not self.folder.exists() or not any(self.folder.iterdir()):
            return text("Setting up the course. This is done once and takes a few minutes.")
        if not self._stamp_file.exists():
            raise Problem(
                text(
                    "There is a folder {folder} that start.py did not make: rename or delete it, "
                    "then start again.",
                    folder=self.folder,
                )
            )
        stamp = self._stamp()
        if stamp is None or not stamp["locks"]:
            return text("The last setup did not come to its end. Doing it again.")
        if stamp["folder"] != str(self.folder):
            return text("The course was moved or copied. Setting it up again in its new place.")
        if stamp["python"] != _version(self.python):
            return text("The Python that the course used is gone. Setting it up again.")
        return None

    def _make(self) -> None:
        """An empty environment, in place of what is there."""
        if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in another package
            raise Problem(
                text(
                    "This Python lacks the part that makes environments: on Debian, Ubuntu or Mint "
                    "run sudo apt install python{version}-venv and start again, elsewhere install "
                    "Python from python.org/downloads.",
                    version="{}.{}".format(*sys.version_info),
                )
            )
        if self.folder.exists():
            self._remove()
        free = shutil.disk_usage(self.root).free // 1_000_000
        if free < ROOM:
            raise _disk_full(free)
        self.folder.mkdir()
        self._write_stamp({})
        # start.py may have been run by the very .venv that is made anew.
        base: str = getattr(sys, "_base_executable", None) or sys.executable
        made = subprocess.run(
            [base, "-I", "-m", "venv", self.folder],
            env=pip.variables(self.kept),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if made.returncode:
            told = f"{made.stdout}\n{made.stderr}"
            raise pip.explain(told) or Problem(
                text(
                    "Python could not make an environment in {folder}: {reason}",
                    folder=self.folder,
                    reason=" ".join(told.split())[-300:],
                )
            )
        self._write_stamp({})  # now with the version of the Python that is there

    def _remove(self) -> None:
        try:
            self.folder.unlink() if self.folder.is_symlink() else shutil.rmtree(self.folder)
        except OSError as error:
            raise Problem(
                text(
                    "The old folder {folder} could not be deleted ({reason}): close JupyterLab and "
                    "every window that uses it, then start again.",
                    folder=self.folder,
                    reason=error.strerror,
                )
            ) from None

    @property
    def _stamp_file(self) -> Path:
        return self.folder / "start.json"

    def _stamp(self) -> Stamp | None:
        """The stamp; None if there is none that can be read."""
        try:
            stamp = json.loads(self._stamp_file.read_bytes())
            return Stamp(folder=stamp["folder"], python=stamp["python"], locks=stamp["locks"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _write_stamp(self, locks: dict[str, str]) -> None:
        stamp = Stamp(folder=str(self.folder), python=_version(self.python), locks=locks)
        new = self._stamp_file.with_suffix(".new")
        new.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        new.replace(self._stamp_file)  # in one step: there is never half a stamp

    def _explain(self, error: OSError) -> Problem:
        if error.errno == errno.ENOSPC:
            return _disk_full(shutil.disk_usage(self.root).free // 1_000_000)
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return Problem(
                text(
                    "The folder {folder} cannot be written to: copy the course into a folder of "
                    "your own, such as Documents, and start it there.",
                    folder=self.root,
                )
            )
        return Problem(
            text(
                "The setup of the course in {folder} failed: {reason}",
                folder=self.root,
                reason=error,
            )
        )


def link(packages: Path, root: Path) -> None:
    """Put the project in ``root`` on the path of the Python whose site-packages ``packages`` is."""
    try:
        # A relative path survives any letters in the folder's name: old Pythons read this file in
        # the encoding of the computer's language.
        line = os.path.relpath(root, packages)
    except ValueError:  # another drive, on Windows
        line = str(root)
    (packages / LINK).write_text(line + "\n", encoding="utf-8")


def _version(python: Path) -> str:
    """``"3.12"``, or ``""`` if that Python is not there or cannot run."""
    command = [str(python), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _disk_full(free: int) -> Problem:
    return Problem(
        text(
            "The disk is too full: the setup needs {room} megabytes and {free} are free, so make "
            "room and start again.",
            room=ROOM,
            free=free,
        )
    )
