"""The options of the verb ``grade``.

They are read before anything large is imported: a process that needs long to start can be on its
way meanwhile.
"""

import argparse
from pathlib import Path

from workbook.grading.intake import Limits as Bring
from workbook.grading.sandbox import Limits

LIMITS: dict[str, tuple[type, str]] = {
    "cell_seconds": (float, "seconds for one cell or one call (default: the course's timeout)"),
    "notebook_seconds": (float, "seconds for one notebook"),
    "memory_mb": (int, "memory, beyond what Python and its libraries take"),
    "output_kb": (int, "text and pictures that one cell may show"),
    "files_mb": (int, "files that a notebook may write"),
}
_BRING: dict[str, tuple[type, str]] = {
    "file_kb": (int, "size of one file that is handed in"),
    "total_kb": (int, "size of all files of one submission"),
    "files": (int, "number of files of one submission"),
}


def parser() -> argparse.ArgumentParser:
    """The options of the verb."""
    parser = argparse.ArgumentParser(
        prog="python3 start.py grade",
        description="Marks what was handed in, in a sandbox, into nbgrader's gradebook.",
    )
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    parser.add_argument(
        "--mine", action="store_true", help="mark your own work, the notebooks in my_work/"
    )
    parser.add_argument(
        "--course", type=Path, metavar="FOLDER", help="a course with a nbgrader_config.py"
    )
    parser.add_argument(
        "--from",
        dest="place",
        type=Path,
        metavar="PLACE",
        help="a folder of notebooks, or the zip of Moodle or Canvas (default: submitted/)",
    )
    parser.add_argument(
        "--watch",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FOLDER",
        help="go on, and mark what arrives there (default: submitted/)",
    )
    parser.add_argument("--again", action="store_true", help="also what is marked already")
    parser.add_argument(
        "--pattern",
        metavar="REGEX",
        default="",
        help="how a path tells (?P<learner>...) and perhaps (?P<assignment>...)",
    )
    parser.add_argument("--roster", type=Path, metavar="CSV", help="the people of the class")
    parser.add_argument("--names", action="store_true", help="names on the page of the class")
    parser.add_argument("--workers", type=int, metavar="N", help="default: one a processor")
    parser.add_argument("--executor", metavar="dask://HOST:PORT", help="mark on a cluster")
    parser.add_argument(
        "--unsandboxed",
        action="store_true",
        help="let handed-in code run with your rights; the reports say so",
    )
    bring = Bring()
    defaults = {name: getattr(Limits(), name) for name in LIMITS} | {
        "file_kb": bring.file // 1000, "total_kb": bring.total // 1000, "files": bring.number
    }  # fmt: skip
    for name, (kind, words) in {**LIMITS, **_BRING}.items():
        shown = defaults[name]
        words = words if "default" in words else f"{words} (default: {shown:g})"
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="N", help=words)
    return parser
