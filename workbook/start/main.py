"""``python3 start.py ...``: get an environment ready, then do in it what was asked."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbook import paths
from workbook.errors import Problem
from workbook.i18n import text
from workbook.start import browser, postgres
from workbook.start.environment import LINK, Environment, link

LEARN = "requirements.txt"
TEST = "requirements-dev.txt"


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter of the folder's name shows "?" for it.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return _run(list(arguments))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n" + text("Stopped. The same command goes on from here."), file=sys.stderr)
        return 130


def _run(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        from workbook.cli import main as workbook  # needs no environment

        return workbook(arguments)
    here = arguments[:1] == ["--here"]
    arguments = arguments[1:] if here else arguments
    if not arguments or arguments[0].startswith("-"):
        arguments = ["open", *arguments]
    if arguments == ["link"] and here:
        return _link_here()

    testing = arguments[0] == "test"
    environment = Environment(paths.ROOT)
    if not here:
        environment.get_ready(TEST if testing else LEARN)
    python = Path(sys.executable) if here else environment.python
    variables = running_python(os.environ) if here else own_python(os.environ, environment)
    if testing:
        browser.ensure(python, variables)
        postgres.ensure()
        return _call([python, "-m", "pytest", *arguments[1:]], variables, folder=paths.ROOT)
    # -P: a json.py or random.py in the folder one happens to be in is not imported.
    return _become([python, "-P", "-m", "workbook", *arguments], variables)


def own_python(variables: Mapping[str, str], environment: Environment) -> dict[str, str]:
    """The variables for a program that runs in ``.venv``, as if it had been activated.

    What the user set for another Python (PYTHONPATH, PYTHONHOME ...) is left out.
    """
    kept = {
        name: value
        for name, value in variables.items()
        if not name.startswith("PYTHON") and name != "__PYVENV_LAUNCHER__"  # macOS sets that one
    }
    programs = str(environment.python.parent)
    kept["PATH"] = os.pathsep.join(filter(None, [programs, variables.get("PATH")]))
    kept["VIRTUAL_ENV"] = str(environment.folder)
    return kept


def running_python(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables for a program that runs in the Python that is running, with the project."""
    path = os.pathsep.join(filter(None, [str(paths.ROOT), variables.get("PYTHONPATH")]))
    return {**variables, "PYTHONPATH": path}


def _link_here() -> int:
    """For an image of Binder or a JupyterHub, where not start.py but the hub starts Python."""
    packages = Path(sysconfig.get_path("purelib"))
    try:
        link(packages, paths.ROOT)
    except OSError as error:
        raise Problem(
            text(
                "The project could not be put on the path of this Python, because {folder} cannot "
                "be written to ({reason}): run this as the one who installed that Python.",
                folder=packages,
                reason=error.strerror,
            )
        ) from None
    print(text("This Python now finds the workbook, through {file}", file=packages / LINK))
    return 0


def _become(command: Sequence[str | Path], variables: Mapping[str, str]) -> int:
    """Go on as another program; on Windows, where that is not possible, run it."""
    if os.name == "nt":
        return _call(command, variables)
    sys.stdout.flush()
    os.execve(command[0], [str(part) for part in command], variables)


def _call(
    command: Sequence[str | Path], variables: Mapping[str, str], folder: Path | None = None
) -> int:
    """Run a program to its end. Ctrl+C reaches it too: it ends as it sees fit, and so do we."""
    with subprocess.Popen(command, env=variables, cwd=folder) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
