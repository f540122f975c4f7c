"""The batch as a program of its own, as this user or as an ordinary one."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from workbook import paths

NOBODY = 65534
_COPIED = ["workbook", "data", "exercises", "solutions", "tests/hostile"]


class Closed(Exception):
    """An ordinary user cannot be tried here."""


def as_this_user(folder: Path, *names: str) -> dict[str, Any]:
    """The result of the batch; ``folder`` is empty."""
    (folder / "tmp").mkdir()
    return _result(_command(folder, names), folder, paths.ROOT)


def as_an_ordinary_user(folder: Path, *names: str) -> dict[str, Any]:
    """The same by root's order. ``folder`` is one that everybody can reach.

    The course is copied, since root's files may be closed to others.
    """
    root = folder / "course"
    for name in _COPIED:
        shutil.copytree(paths.ROOT / name, root / name)  # what is compiled, too: it saves seconds
    (folder / "tmp").mkdir()
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
        path.chmod(0o755 if path.is_dir() else 0o644)
    command = _command(folder, names)
    hidden = _hidden()
    if not hidden:
        return _result(command, folder, root, user=NOBODY, group=NOBODY, extra_groups=[])
    lines = [*_shown(hidden, folder / "tmp"), f"exec {_SETPRIV} {shlex.join(command)}"]
    script = "set -e\n" + "\n".join(lines)
    return _result(["unshare", "--mount", "sh", "-c", script], folder, root)


_SETPRIV = (
    f"setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --inh-caps=-all --bounding-set=-all"
)


def _command(folder: Path, names: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-P", "-m", "hostile.batch", str(folder), *names]


def _result(command: list[str], folder: Path, root: Path, **options: Any) -> dict[str, Any]:
    done = subprocess.run(
        command,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(folder),
            "IPYTHONDIR": str(folder / "ipython"),
            "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
            "MPLCONFIGDIR": str(folder / "matplotlib"),
            "TMPDIR": str(folder / "tmp"),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        **options,
    )
    if done.returncode:
        if "unshare" in done.stderr or "mount:" in done.stderr:
            raise Closed(done.stderr.strip())
        raise AssertionError(done.stderr[-5000:])
    found: dict[str, Any] = json.loads((folder / "result.json").read_text())
    return {**found, "stderr": done.stderr}


def _hidden() -> list[Path]:
    """Folders of Python that lie in a folder which only root may enter."""
    needed = {Path(one).resolve() for one in (sys.prefix, sys.base_prefix)}
    return sorted(path for path in needed if _gate(path) != path)


def _gate(path: Path) -> Path:
    """The first folder on the way to ``path`` that others may not enter, or ``path``."""
    on_the_way = [*reversed(path.parents)]
    return next((one for one in on_the_way if not one.stat().st_mode & 0o001), path)


def _shown(hidden: list[Path], place: Path) -> list[str]:
    """Commands that make these folders reachable, in a world of mounts that nobody else sees."""
    lines = ["mount --make-rprivate /"]
    for n, path in enumerate(hidden):
        lines += [f"mkdir {place}/{n}", f"mount --bind {path} {place}/{n}"]
    for gate in sorted({_gate(path) for path in hidden}):
        lines.append(f"mount -t tmpfs -o mode=0755 none {gate}")
    for n, path in enumerate(hidden):
        lines += [f"mkdir -p {path}", f"mount --bind {place}/{n} {path}", f"umount {place}/{n}"]
        lines.append(f"rmdir {place}/{n}")
    return lines
