"""The command ``workbook VERB``: each verb calls one room of the package."""

import argparse
import os
import sys
from pathlib import Path

from workbook import paths
from workbook.errors import Problem


def main(arguments: list[str] | None = None) -> int:
    """Run one verb. Returns the exit code; a user's mistake is one sentence and the code 1."""
    parser = argparse.ArgumentParser(prog="workbook")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    opening = verbs.add_parser("open", help="open the course in JupyterLab")
    opening.add_argument("--no-browser", action="store_true", help="only print the address")
    opening.add_argument("--port", type=int, default=8888)
    opening.set_defaults(run=_open)
    building = verbs.add_parser("build", help="make the notebooks from modules/")
    building.add_argument("--only", metavar="NN", help="one module, such as 03")
    building.add_argument("--check", action="store_true", help="compare, and change nothing")
    building.set_defaults(run=_build)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def _open(options: argparse.Namespace) -> int:
    from workbook.feedback.my_work import lay_out

    start = paths.COURSE / "00_start_here.ipynb"
    if not start.exists():
        raise Problem("The course is not built yet. Run: python3 start.py build")
    for sentence in lay_out():
        print(sentence)
    own = paths.ROOT / ".venv" / "jupyter"  # nothing is written to the user's home
    surroundings = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "IPYTHONDIR": str(own / "ipython"),
        "MPLCONFIGDIR": str(own / "matplotlib"),
    }
    command = [sys.executable, "-m", "jupyterlab", f"--port={options.port}", "--allow-root"]
    command += [
        f"--ServerApp.root_dir={paths.ROOT}",
        "--LabApp.default_url=/lab/tree/course/00_start_here.ipynb",
        f"--LabApp.app_settings_dir={Path(__file__).parent / 'lab'}",
    ]
    if options.no_browser:
        command.append("--no-browser")
    os.execve(sys.executable, command, surroundings) if os.name != "nt" else None
    import subprocess

    return subprocess.call(command, env=surroundings)


def _build(options: argparse.Namespace) -> int:
    from workbook.build import course

    if not options.check:
        for path in course.build(paths.ROOT, options.only):
            print(path.relative_to(paths.ROOT).as_posix())
        return 0
    faults = course.check(options.only)
    for fault in faults:
        print(fault)
    return 1 if faults else 0
