"""The PostgreSQL that the tests of a shared gradebook run: one that is here, else Debian's."""

import sys
from pathlib import Path

from workbook.i18n import text
from workbook.start import debian

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/bin")


def find() -> Path | None:
    """The folder of initdb and postgres, of the newest version; None if there is none."""
    folders = [folder for place in _PLACES for folder in Path("/").glob(place[1:])]
    whole = [one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()]
    return max(whole, key=_version, default=None)


def _version(folder: Path) -> int:
    return int("".join(filter(str.isdigit, folder.parent.name)) or 0)


def ensure() -> None:
    """Install a server if there is none, where that can be done.

    If that fails, the tests that need one are skipped, and fail where ``CI=true``.
    """
    if find() or sys.platform != "linux":
        return
    print(text("The tests need a PostgreSQL server. Installing one."), flush=True)
    debian.install("postgresql")
    if not find():
        print(
            text(
                "No PostgreSQL could be installed, so the tests of a gradebook in it cannot run: "
                "install PostgreSQL to run them too."
            ),
            flush=True,
        )
