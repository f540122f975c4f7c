"""Programs that tests need and Python has not: installed from Debian's own packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def install(*packages: str) -> bool:
    """Install packages as root, on a Debian. Returns whether they are there now."""
    root = _as_root()
    if root is None:
        return False
    for _ in range(3):  # a list of packages may be out of reach for a moment
        quiet([*root, "apt-get", "-o", "Acquire::Retries=3", "update"])
        command = "apt-get -o Acquire::Retries=3 install -y --no-install-recommends"
        if quiet([*root, *command.split(), *packages]):
            return True
    return False


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root on a Debian; None if that cannot be."""
    if sys.platform == "win32" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and quiet(["sudo", "-n", "true"]) else None


def quiet(command: Sequence[str | Path], variables: Mapping[str, str] | None = None) -> bool:
    """Run a program without a word. Returns whether it did its work."""
    own = {**(variables or os.environ), "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
