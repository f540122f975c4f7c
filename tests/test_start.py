"""start.py: with a real pip and real environments, but tiny packages and no network."""

import ast
import base64
import errno
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook import paths
from workbook.errors import Problem
from workbook.start import environment, main, pip
from workbook.start.environment import Environment
from workbook.start.progress import Progress

LEARN, TEST = main.LEARN, main.TEST

# Stands in for workbook/__main__.py: says in which Python it runs, and with what.
FAKE = """
import json, sys
import alpha, workbook.errors
print(json.dumps([sys.argv[1:], sys.prefix, alpha.__file__, workbook.errors.__file__]))
"""


def make_wheel(folder: Path, name: str) -> str:
    """A package that holds one empty module. Returns its line in a lock."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    content = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = []
    with zipfile.ZipFile(file, "w") as wheel:
        for path, text in content.items():
            wheel.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record.append(f"{path},sha256={digest.decode().rstrip('=')},{len(text)}\n")
        wheel.writestr(f"{info}/RECORD", "".join([*record, f"{info}/RECORD,,\n"]))
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder with the packages alpha and beta, and their lines in a lock."""
    folder = tmp_path_factory.mktemp("wheels")
    return folder, {name: make_wheel(folder, name) for name in ("alpha", "beta")}


def surroundings(wheels: Path | str, home: Path) -> dict[str, str]:
    """The variables of somebody whose pip knows only the folder (or address) ``wheels``."""
    system = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return system | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C",
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory, wheels) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A small course that was started once, with what that printed. Not to be changed."""
    folder, lines = wheels
    course = tmp_path_factory.mktemp("started") / "Meine Kurse äé"
    kept = ["__init__.py", "errors.py", "i18n.py", "paths.py"]
    (course / "workbook").mkdir(parents=True)
    for name in kept:
        shutil.copy(paths.ROOT / "workbook" / name, course / "workbook")
    shutil.copytree(paths.ROOT / "workbook/start", course / "workbook/start")
    shutil.copy(paths.ROOT / "start.py", course)
    (course / "workbook/__main__.py").write_text(FAKE)
    (course / LEARN).write_text(
        lines["alpha"] + "other==1.0 ; sys_platform == 'beos' \\\n"
        "    --hash=sha256:" + "0" * 64 + "\n"
    )
    (course / TEST).write_text(lines["alpha"] + lines["beta"])
    home = tmp_path_factory.mktemp("home")
    done = start(course, "say", "--loud", env=surroundings(folder, home))
    assert list(home.iterdir()) == [], "something was written to the user's home"
    return course, done


def start(course: Path, *arguments: str, env: dict[str, str], cwd: Path | None = None):
    command = [sys.executable, str(course / "start.py"), *arguments]
    return subprocess.run(
        command,
        env=env,
        cwd=cwd or "/",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )


@pytest.fixture
def course(installed, tmp_path) -> Path:
    """A copy of the small course, with an environment that is ready in its new place."""
    copy = tmp_path / "course"
    shutil.copytree(installed[0], copy, symlinks=True)
    stamp = copy / ".venv/start.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"folder": str(copy / ".venv")}))
    return copy


@pytest.fixture
def bare(installed, tmp_path) -> Path:
    """A copy of the small course before its first start."""
    copy = tmp_path / "bare"
    shutil.copytree(installed[0], copy, ignore=shutil.ignore_patterns(".venv", ".workbook"))
    return copy


# One command, from nothing


def test_the_first_start_installs_and_then_does_what_was_asked(installed):
    course, done = installed
    assert done.returncode == 0, done.stderr
    assert "Setting up the course" in done.stdout
    arguments, prefix, package, project = json.loads(done.stdout.splitlines()[-1])
    assert arguments == ["say", "--loud"]
    assert Path(prefix) == course / ".venv"
    assert Path(package).is_relative_to(course / ".venv")
    assert Path(project) == course / "workbook/errors.py"


def test_progress_counts_the_packages_of_this_system_only(installed):
    # The lock has two; one is for another system.
    assert "Downloading 1 of 1: alpha" in installed[1].stdout


def test_packages_are_compiled_whatever_the_user_has_set(installed):
    # The start ran with PYTHONDONTWRITEBYTECODE: a slow first page would be its price.
    packages = Environment(installed[0]).packages
    assert list(packages.glob("__pycache__/alpha.*.pyc"))


def test_downloads_are_not_kept(installed):
    assert not (installed[0] / ".workbook/downloads").exists()
    assert "alpha" in (installed[0] / ".workbook/install.log").read_text()


def test_a_second_start_installs_nothing(installed, tmp_path):
    course, _ = installed
    log = course / ".workbook/install.log"
    before = log.stat().st_mtime_ns
    done = start(course, "say", env=surroundings("/nowhere", tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1, "a second start should say nothing of its own"
    assert log.stat().st_mtime_ns == before


def test_other_pythons_of_the_user_do_not_get_in_the_way(installed, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "alpha.py").write_text("raise SystemExit('the wrong alpha')")
    here = tmp_path / "here"
    here.mkdir()
    (here / "json.py").write_text("raise SystemExit('the wrong json')")
    env = surroundings("/nowhere", tmp_path) | {"PYTHONPATH": str(elsewhere), "PYTHONOPTIMIZE": "2"}
    done = start(installed[0], "say", env=env, cwd=here)
    assert done.returncode == 0, done.stderr


def test_variables_for_another_python_are_left_out():
    here = Environment(paths.ROOT)
    theirs = {"PYTHONHOME": "/x", "PYTHONPATH": "/y", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C"}
    ours = main.own_python({**theirs, "PATH": "/bin"}, here)
    assert not ours.keys() & {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    assert ours["LANG"] == "C"
    assert ours["PATH"] == os.pathsep.join([str(here.python.parent), "/bin"])


def test_here_uses_the_python_that_runs(bare, tmp_path, wheels):
    (bare / "workbook/__main__.py").write_text("import sys, workbook; print(sys.prefix)")
    done = start(bare, "--here", "say", env=surroundings(wheels[0], tmp_path))
    assert done.stdout.strip() == sys.prefix
    assert not (bare / ".venv").exists()


def test_here_link_puts_the_project_on_the_path_for_good(course, tmp_path):
    env = surroundings("/nowhere", tmp_path)
    python = Environment(course).python
    (Environment(course).packages / environment.LINK).unlink()
    find = [python, "-c", "import workbook; print(workbook.__file__)"]
    assert subprocess.run(find, cwd="/", env=env, capture_output=True, check=False).returncode
    subprocess.run([python, course / "start.py", "--here", "link"], env=env, check=True)
    found = subprocess.run(find, cwd="/", env=env, capture_output=True, check=True).stdout
    assert Path(os.fsdecode(found.strip())) == course / "workbook/__init__.py"


def test_help_needs_no_installation(tmp_path):
    done = start(paths.ROOT, "--help", env=surroundings("/nowhere", tmp_path))
    assert done.returncode == 0
    assert "open the course in JupyterLab" in done.stdout


# A setup in an environment that is there


@pytest.fixture
def pip_finds(wheels, tmp_path, monkeypatch):
    """Let the pip of this very program find only the tiny packages."""
    for name, value in surroundings(wheels[0], tmp_path).items():
        monkeypatch.setenv(name, value)


def test_the_test_tools_are_added_to_what_is_there(course, pip_finds, capsys):
    built = (course / ".venv/pyvenv.cfg").stat().st_mtime_ns
    Environment(course).get_ready(TEST)
    assert "other packages than before" in capsys.readouterr().out
    assert (Environment(course).packages / "beta.py").exists()
    assert (course / ".venv/pyvenv.cfg").stat().st_mtime_ns == built
    Environment(course).get_ready(LEARN)
    assert capsys.readouterr().out == "", "the test lock holds the learners' packages too"


@pytest.mark.parametrize(
    ("settings", "lock", "sentence"),
    [
        (
            {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"},
            "gamma==1.0 --hash=sha256:" + "0" * 64,
            "connect to the internet and start again",
        ),
        ({}, "beta==1.0 --hash=sha256:" + "0" * 64, "not the one that the course was tested with"),
        ({}, "gamma==1.0 --hash=sha256:" + "0" * 64, "is not made for this Python"),
        ({}, "beta==1.0", "The packages could not be installed: .* hash"),
    ],
    ids=["no network", "another package", "no package for this Python", "a lock without hashes"],
)
def test_a_failure_of_pip_is_one_sentence(course, pip_finds, monkeypatch, settings, lock, sentence):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    (course / LEARN).write_text(lock + "\n")
    with pytest.raises(Problem, match=sentence):
        Environment(course).get_ready(LEARN)
    assert not (Environment(course).packages / "beta.py").exists()


# What pip printed on a full disk, behind a proxy that reads along, and so on.
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
         "The disk is full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "The disk is full"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'",
         "cannot be written to"),
        ("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'SSLError("
         "SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"
         "'))': /simple/pandas/\nERROR: No matching distribution found for pandas==3.1.1",
         "date and time"),
        ("HINT: This error might have occurred since this system does not have Windows Long Path "
         "support enabled.", "too long for Windows"),
    ],
)  # fmt: skip
def test_known_words_of_pip_are_explained(told, sentence):
    problem = pip.explain(told)
    assert problem is not None
    assert sentence in str(problem)
    assert pip.explain("something new") is None


# Interrupted, moved, two at the same time


@pytest.fixture
def silent_server() -> Iterator[socket.socket]:
    """A place for packages that never answers: pip waits."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


def begin(course: Path, home: Path, packages: Path | str) -> "subprocess.Popen[str]":
    """Start the course in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-u", str(course / "start.py"), "say"],
        env=surroundings(packages, home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def address(server: socket.socket) -> str:
    return "http://{}:{}/".format(*server.getsockname())


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_recovers_from_a_kill_while_another_start_waits(course, tmp_path, wheels, silent_server):
    (course / LEARN).write_text((course / TEST).read_text())
    first = begin(course, tmp_path, address(silent_server))
    assert "other packages" in first.stdout.readline()
    silent_server.accept()  # pip has begun
    first.kill()  # kill -9; pip, its child, lives on
    first.wait()

    second = begin(course, tmp_path, wheels[0])
    assert "Another start" in second.stdout.readline()
    os.killpg(first.pid, signal.SIGKILL)  # now pip ends too
    told, errors = second.communicate(timeout=60)
    assert second.returncode == 0, errors
    assert "did not come to its end" in told
    assert json.loads(told.splitlines()[-1])[1] == str(course / ".venv")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_the_setup_with_a_sentence(course, tmp_path, silent_server):
    (course / LEARN).write_text((course / TEST).read_text())
    running = begin(course, tmp_path, address(silent_server))
    silent_server.accept()
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert errors.strip() == "Stopped. The same command goes on from here."


class Anew(Exception):
    """The environment would be made from the beginning."""


@pytest.fixture
def why_anew(monkeypatch, capsys):
    """A function: what is told before the environment in a folder is made anew."""

    def stop(_: Environment) -> None:
        raise Anew

    def why(root: Path) -> str:
        with pytest.raises(Anew):
            Environment(root).get_ready(LEARN)
        return capsys.readouterr().out

    monkeypatch.setattr(Environment, "_make", stop)
    return why


def test_an_environment_that_was_moved_is_made_anew(course, why_anew, tmp_path):
    moved = course.rename(tmp_path / "moved")
    assert "moved or copied" in why_anew(moved)


def test_an_environment_whose_python_is_gone_is_made_anew(course, why_anew):
    Environment(course).python.unlink()
    assert "Python that the course used is gone" in why_anew(course)


@pytest.mark.parametrize("stamp", ['{"folder": "', "[]", '{"locks": {}}'])
def test_a_stamp_that_tells_nothing_is_that_of_an_interrupted_setup(bare, why_anew, stamp):
    (bare / ".venv").mkdir()
    (bare / ".venv/start.json").write_text(stamp)
    assert "did not come to its end" in why_anew(bare)


def test_an_empty_folder_is_a_first_start(bare, why_anew):
    (bare / ".venv").mkdir()
    assert "Setting up the course" in why_anew(bare)


# What stops a setup before it begins


def test_an_environment_that_is_not_ours_is_left_alone(bare):
    (bare / ".venv").mkdir()
    (bare / ".venv/pyvenv.cfg").write_text("home = /usr/bin\n")
    with pytest.raises(Problem, match="did not make: rename or delete it"):
        Environment(bare).get_ready(LEARN)
    assert (bare / ".venv/pyvenv.cfg").exists()


def test_a_debian_without_venv(bare, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"sudo apt install python3\.\d+-venv and start again"):
        Environment(bare).get_ready(LEARN)


def test_a_disk_that_is_nearly_full(bare, monkeypatch):
    usage = shutil.disk_usage(bare)._replace(free=80_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(Problem, match="needs 1200 megabytes and 80 are free"):
        Environment(bare).get_ready(LEARN)
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "copy the course into a folder"),
        (OSError(errno.EROFS, "Read-only file system"), "copy the course into a folder"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is too full"),
        (OSError(errno.EIO, "Input/output error"), "failed: .*Input/output error"),
    ],
)
def test_a_folder_that_cannot_be_written_to(bare, monkeypatch, error, sentence):
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(Problem, match=sentence):
        Environment(bare).get_ready(LEARN)


def test_a_problem_is_one_sentence_on_stderr(bare, tmp_path):
    (bare / ".venv").mkdir()
    (bare / ".venv/other").touch()
    done = start(bare, "say", env=surroundings("/nowhere", tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("old", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_what_is_needed(old):
    pretend = f"import sys; sys.version_info = {old}; exec(open('start.py').read())"
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"This is Python {old[0]}.{old[1]}, and the course needs")
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_can_read_start_py():
    # Python 2 stops at the first f-string, annotation or walrus, before it can say a word.
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.AsyncFunctionDef)
    source = (paths.ROOT / "start.py").read_text(encoding="ascii")
    for node in ast.walk(ast.parse(source, feature_version=(3, 7))):
        assert not isinstance(node, newer)
        assert not getattr(node, "annotation", None)


def test_start_py_needs_nothing_that_is_installed():
    script = f"import sys; sys.path.append({str(paths.ROOT)!r}); import workbook.start.main"
    command = [sys.executable, "-I", "-S", "-c", script]
    subprocess.run(command, check=True)


# Progress


def test_progress_in_a_terminal_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    progress = Progress()
    progress.say("Downloading 1 of 2: a-long-name")
    progress.say("Downloading 2 of 2: b")
    progress.end()
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    first, second = shown.rstrip("\n").split("\r")[1:]
    assert second.startswith("Downloading 2 of 2: b ")
    assert len(second) >= len(first.rstrip()), "the longer line before is not wiped out"


def test_progress_in_a_file_is_a_line_now_and_then(monkeypatch, capsys):
    clock = iter(range(0, 100, 2))  # two seconds between two messages
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    progress = Progress()
    for n in range(1, 11):
        progress.say(f"Downloading {n} of 10")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Downloading 1 of 10"
    assert 2 <= len(lines) <= 6
