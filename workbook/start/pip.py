"""Run pip, show how far it is, and say in a sentence why it failed."""

import os
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbook.errors import Problem
from workbook.i18n import text
from workbook.start.progress import Progress

_DOWNLOADS = "downloads"


def install(
    python: Path, lock: Path, *, packages: Path, kept: Path, progress: Progress, handle: int
) -> None:
    """Install exactly the packages of ``lock`` for ``python``, and compile them.

    What pip prints is in ``kept/install.log``. Downloads wait in ``kept/downloads`` until all is
    done, so that an installation that was interrupted need not load them again; nothing goes into
    the user's own cache. Raises Problem.
    """
    log = kept / "install.log"
    command = [
        *(str(python), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"),
        *("--no-compile", "--no-input", "--no-user", "--no-warn-script-location"),
        *("--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)),
    ]
    with subprocess.Popen(
        command,
        env=variables(kept),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if os.name == "nt" else (handle,),
    ) as process:
        try:
            told = _follow(process, packages, _count(lock), progress)
            code = process.wait()
        except KeyboardInterrupt:
            process.wait()  # Ctrl+C reached pip too
            raise
        finally:
            progress.end()
    with suppress(OSError):  # a full disk: the reason is told below
        log.write_text(told, encoding="utf-8")
    if code:
        raise explain(told) or _unknown(told, log)
    progress.say(text("Preparing the packages for quick starts"))
    _compile(python, packages, variables(kept))
    progress.end()
    shutil.rmtree(kept / _DOWNLOADS, ignore_errors=True)


# What pip says, and what that means for the person who waits for it.
_CAUSES = {
    r"No space left on device|Errno 28|not enough space on the disk": (
        "The disk is full: make room (the setup needs about one gigabyte) and start again."
    ),
    r"DO NOT MATCH THE HASHES": (
        "A package that was downloaded is not the one that the course was tested with, so it was "
        "not installed: try again from another network, and report it if it stays so."
    ),
    r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError": (
        "The connection could not be trusted: check the computer's date and time, or ask who runs "
        "your network for its certificate (pip's PIP_CERT), then start again."
    ),
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|"
    r"Connection refused|Connection reset|ConnectionResetError|RemoteDisconnected|"
    r"Network is unreachable|getaddrinfo failed|name resolution|Read timed out|IncompleteRead": (
        "The packages could not be downloaded: connect to the internet and start again."
    ),
    r"[Ll]ong [Pp]ath": (
        "The name of the course's folder is too long for Windows: move the folder to a short "
        "place, such as C:\\course, and start again."
    ),
    r"No matching distribution found|is not a supported wheel": (
        "A package is not made for this Python or this kind of computer: install Python 3.12 from "
        "python.org/downloads and start again with it."
    ),
    r"Permission denied|Errno 13|Access is denied|Read-only file system": (
        "The course's folder cannot be written to: copy the course into a folder of your own, such "
        "as Documents, close JupyterLab if it is open, and start again."
    ),
}


def explain(told: str) -> Problem | None:
    """The Problem behind what pip (or venv) ``told``; None if it is not one of those we know."""
    for pattern, sentence in _CAUSES.items():
        if re.search(pattern, told):
            return Problem(text(sentence))
    return None


def _unknown(told: str, log: Path) -> Problem:
    errors = [line for line in told.splitlines() if line.startswith("ERROR:")]
    last = (errors or told.strip().splitlines() or [""])[-1]
    return Problem(
        text(
            "The packages could not be installed: {reason} (all that pip said is in {log}). Start "
            "again; if it stays so, report it with that file.",
            reason=last.removeprefix("ERROR: "),
            log=log,
        )
    )


# How pip begins a package: from an index, from a folder, or there already.
_BEGINS = re.compile(
    r"(?:Collecting |Processing (?:.*[/\\])?|Requirement already satisfied: )([A-Za-z0-9_.-]+?)"
    r"(?:[=<>! \[]|-\d|\.(?:whl|tar)|$)"
)


def _follow(
    process: "subprocess.Popen[str]", packages: Path, total: int, progress: Progress
) -> str:
    """Show how far pip is until it ends. Returns all it printed."""
    told: list[str] = []
    seen = before = 0
    unpacking = ""
    for line in _lines(process):
        told.append(line)
        if line.startswith("Ignoring "):  # a package for another system
            total -= 1
        elif found := _BEGINS.match(line.split(" (from ")[0]):
            name, seen = found[1], min(seen + 1, total)
            progress.say(text("Downloading {n} of {total}: {name}", n=seen, total=total, name=name))
        elif line.startswith("Installing collected packages:"):
            unpacking = line.split(":", 1)[1]
            total, before = unpacking.count(",") + 1, _installed(packages)
        if unpacking:  # pip is silent here: count what it has put in its place
            n = min(max(_installed(packages) - before, 0), total)
            name = unpacking.split(",")[min(n, total - 1)].strip()
            progress.say(text("Unpacking {n} of {total}: {name}", n=n, total=total, name=name))
    return "".join(told)


def _lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """Each line as it is printed, and an empty text when there was none for a moment."""
    printed: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            printed.put(line)
        printed.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = printed.get(timeout=0.3)
        except queue.Empty:
            yield ""
            continue
        if line is None:
            return
        yield line


def _installed(packages: Path) -> int:
    return sum(name.endswith(".dist-info") for name in os.listdir(packages))  # noqa: PTH208


def _count(lock: Path) -> int:
    """How many packages a lock names."""
    return len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))


def _compile(python: Path, packages: Path, variables: dict[str, str]) -> None:
    """Compile on all cores, which pip does not; else the first start would be slow.

    The exit code says nothing: some packages carry files that are not meant for this Python.
    """
    command = [str(python), "-m", "compileall", "-q", "-q", "-j", "0", str(packages)]
    subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, check=False)


def variables(kept: Path) -> dict[str, str]:
    """The user's variables, for a pip that keeps its things in ``kept`` and not in their home.

    Those that would lead a Python to the packages of another one are left out.
    """
    downloads = str(kept / _DOWNLOADS)
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return own | {
        "PIP_CACHE_DIR": downloads,
        # pip asks rustc, if there is one, for its version, and rustup makes itself a folder.
        "RUSTUP_HOME": downloads,
        "PYTHONIOENCODING": "utf-8",
    }
