"""The command ``workbook VERB``: each verb calls one room of the package."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workbook import paths, shipped
from workbook.errors import Problem
from workbook.i18n import text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code; a user's mistake is one sentence and the code 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter of a file's name shows "?" for it.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    words = list(sys.argv[1:] if arguments is None else arguments)
    passed_on = {"grade": _grade, "nbgrader": _nbgrader}
    try:
        if words and words[0] in passed_on:
            return passed_on[words[0]](words[1:])
        options = _parser().parse_args(words)
        return int(options.run(options) or 0)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 start.py",
        description="A course on TikTok for organizing. Without a VERB: open the course.",
        epilog="test runs every test. With --here before the VERB, the Python that is running is "
        "used (in conda, Binder, a JupyterHub) instead of the project's own.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    opening = verbs.add_parser("open", help="open the course in JupyterLab")
    opening.add_argument("--no-browser", action="store_true", help="only print the address")
    opening.add_argument("--port", type=int, default=8888, help="8888, or the next that is free")
    opening.set_defaults(run=_open)

    preparing = verbs.add_parser("prepare", help="for an image of Binder or a JupyterHub")
    preparing.set_defaults(run=_prepare)

    building = verbs.add_parser("build", help="make the notebooks from modules/")
    building.add_argument("--only", metavar="NN", help="one module, such as 03")
    building.add_argument("--check", action="store_true", help="compare, and change nothing")
    building.set_defaults(run=_build)

    planning = verbs.add_parser("run-sheet", help="a trainer's run sheet for a workshop")
    planning.add_argument("name", help="90-minutes, half-day, full-day, or a module such as 03")
    planning.add_argument("--start", metavar="HH:MM", help="when it begins, such as 09:30")
    _add_paper_and_folder(planning)
    planning.set_defaults(run=_run_sheet)

    printing = verbs.add_parser("pdf", help="pages of trainer/ as PDF: slides, handouts, cards")
    printing.add_argument("pages", nargs="*", type=Path, help="all of them, if none is named")
    _add_paper_and_folder(printing)
    printing.set_defaults(run=_pdf)

    following = verbs.add_parser("pulse", help="a page for the projector that follows a class")
    following.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="a course with a nbgrader_config.py"
    )
    following.add_argument("--no-browser", action="store_true", help="only print the address")
    following.add_argument(
        "--no-marking", action="store_true", help="a grade --watch runs already: start no other"
    )
    following.add_argument("--dark", action="store_true", help="light letters on a dark wall")
    following.set_defaults(run=_pulse)

    founding = verbs.add_parser("new-class", help="a folder for a class, with its own numbers")
    founding.add_argument("name", help="letters from A to Z, digits, - and _")
    founding.add_argument("--roster", type=Path, metavar="CSV", help="the people of the class")
    founding.add_argument("--seed", type=int, metavar="N", help="for its tables; drawn if left out")
    founding.add_argument(
        "--due",
        action="append",
        default=[],
        metavar="DATE",
        help="such as 2026-12-05, or 03_case_study=2026-12-05T18:00; may be repeated",
    )
    founding.add_argument(
        "--folder", type=Path, metavar="PLACE", help="where the class's folder goes: classes/"
    )
    founding.set_defaults(run=_new_class)

    looking = verbs.add_parser("doctor", help="what is due, and what keeps the course from working")
    looking.set_defaults(run=_doctor)

    # These two have options of their own, also --help: see main.
    verbs.add_parser("grade", help="mark what a class, or you yourself, have answered")
    verbs.add_parser("nbgrader", help="nbgrader's own commands, such as autograde")
    return parser


def _add_paper_and_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--paper", choices=["A4", "Letter"], default="A4", help="of the PDF")
    parser.add_argument("--out", type=Path, default=paths.ROOT / "class", metavar="FOLDER")


def _open(options: argparse.Namespace) -> None:
    from workbook.opening import open_course

    open_course(options.port, browser=not options.no_browser)


def _prepare(_: argparse.Namespace) -> None:
    from workbook.opening import prepare

    prepare()


def _build(options: argparse.Namespace) -> int:
    from workbook.build import course

    if not options.check:
        for path in course.build(paths.ROOT, options.only):
            print(path.relative_to(paths.ROOT).as_posix())
        shipped.write_list()
        return 0
    faults = course.check(options.only)
    if not faults and shipped.LIST.read_text(encoding="utf-8") != shipped.listing():
        faults = ["workbook/shipped.sha256 does not fit the notebooks. Run 'workbook build'."]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _run_sheet(options: argparse.Namespace) -> None:
    from workbook.build.trainer import printing, workshops
    from workbook.papers.pdf import Paper

    start = workshops.clock(options.start) if options.start else None
    made, note = printing.run_sheet(options.name, start, Paper(options.paper), options.out)
    for file in made:
        print(file)
    if note:
        print(note, file=sys.stderr)


def _pdf(options: argparse.Namespace) -> None:
    from workbook.build.trainer import printing
    from workbook.papers.pdf import Paper

    for file in printing.pdf(options.pages, Paper(options.paper), options.out):
        print(file)


def _pulse(options: argparse.Namespace) -> None:
    from workbook.pulse import pulse

    with contextlib.suppress(KeyboardInterrupt):  # also if it comes while the page starts or ends
        pulse(
            options.folder,
            marking=not options.no_marking,
            browser=not options.no_browser,
            dark=options.dark,
        )


def _new_class(options: argparse.Namespace) -> None:
    from workbook import classes

    folder = classes.new_class(
        options.name,
        people=options.roster,
        seed=options.seed,
        due=options.due,
        place=options.folder,
        told=lambda sentence: print(sentence, flush=True),
    )
    print(text("The class is ready: {folder}", folder=folder))
    print(text("Give your learners {file}: it is a whole course.", file=classes.FOR_LEARNERS))


def _doctor(_: argparse.Namespace) -> int:
    from workbook import doctor

    found = doctor.examine()
    print(doctor.report(found))
    return int(any(one.weight is doctor.Weight.BROKEN for one in found))


def _grade(words: Sequence[str]) -> int:
    from workbook.grading.options import parser

    options = parser().parse_args(words)
    zygote = None
    if not (options.mine or options.executor):
        from workbook.grading.zygote import Zygote

        # It takes as long to start as what follows takes to import.
        zygote = Zygote(sandboxed=not options.unsandboxed)
    from workbook.grading import command

    return command.grade(options, zygote)


def _nbgrader(words: Sequence[str]) -> int:
    import subprocess

    variables = {**os.environ, "PATH": paths.tools_on_path(), "PYTHONPATH": str(paths.ROOT)}
    folder = paths.course_here()
    if folder == paths.ROOT:
        (paths.ROOT / "class").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "nbgrader", *words]
    return subprocess.call(command, cwd=folder, env=variables)
