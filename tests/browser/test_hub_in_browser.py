"""The hub of docs/hub.md, really started: users of the system log in, hand in, get feedback."""

import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader_course import ASSIGNMENT, FILE, answer
from playwright.sync_api import Browser, Page, expect

from workbook import classes, paths

pytestmark = pytest.mark.browser

CLASS = "riders"
ANSWER = r"""
def people_count(rsvps):
    email = rsvps["email"].str.strip().str.lower()
    return email.str.replace(r"\+[^@]*", "", regex=True).nunique()
"""
PEOPLE = {"trainer": "trainers", "learner": "learners", "neighbour": "learners"}
"""Who is there, with the group of the system."""


def why_not() -> str:
    """What this computer lacks for the test."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can make users of the system, as which people log in"
    missing = [name for name in ("useradd", "runuser", "npm", "node") if not shutil.which(name)]
    return f"these programs are missing: {', '.join(missing)}" if missing else ""


@dataclass
class Hub:
    folder: Path
    url: str
    password: str
    names: dict[str, str]
    """The name on this system of each of PEOPLE."""
    log: Path = field(default=Path())

    def home(self, who: str) -> Path:
        return self.folder / "home" / self.names[who]

    def can_read(self, who: str, path: Path) -> bool:
        return not subprocess.run(
            ["runuser", "-u", self.names[who], "--", "ls", str(path)], capture_output=True
        ).returncode


@pytest.fixture(scope="module")
def hub(other_tables: Path) -> Iterator[Hub]:
    lacking = why_not()
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    tag = secrets.token_hex(2)
    # Not in pytest's own folder, which nobody but root may enter.
    folder = Path(tempfile.mkdtemp(prefix="hub-test-"))
    folder.chmod(0o755)
    port = free_ports(3)
    names = {who: f"{who}-{tag}" for who in PEOPLE}
    hub = Hub(folder, f"http://127.0.0.1:{port[0]}/", secrets.token_hex(8), names)
    new_groups = [name for name in ("trainers", "learners") if not group_exists(name)]
    try:
        install(folder)
        make_people(hub)
        make_class(hub, other_tables)
        with running(hub, port):
            yield hub
    finally:
        for name in names.values():
            subprocess.run(["userdel", name], capture_output=True)
        for name in new_groups:
            subprocess.run(["groupdel", name], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    import socket

    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def group_exists(name: str) -> bool:
    return not subprocess.run(["getent", "group", name], capture_output=True).returncode


def install(folder: Path) -> None:
    """As a trainer does it; only the libraries are those that are here already."""
    python = folder / "python"
    subprocess.run([readable_python(), "-m", "venv", str(python)], check=True)
    (packages,) = python.glob("lib/python3*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in ("etc", "share"):  # what JupyterLab is made of
        shutil.rmtree(python / name, ignore_errors=True)
        (python / name).symlink_to(Path(sys.prefix, name))
    try:
        subprocess.run([python / "bin/python", "-c", "import jupyterhub"], check=True)
    except subprocess.CalledProcessError:
        pip = [python / "bin/python", "-m", "pip", "install", "--quiet", "jupyterhub>=5,<7"]
        subprocess.run(pip, check=True)
    script = paths.ROOT / "workbook/hub/install.sh"
    told = subprocess.run(["bash", str(script), str(folder)], capture_output=True, text=True)
    assert told.stdout.endswith(f"Ready: {folder}\n"), told.stderr


def readable_python() -> str:
    """A Python of this version that every user may run: the one in use may be in root's home."""
    name = f"python3.{sys.version_info.minor}"
    for one in (sys._base_executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        packages = sysconfig.get_path("purelib")
        test = (
            f"import sys; sys.path.insert(0, {packages!r}); import numpy, nbgrader, venv, ensurepip"
        )
        if not subprocess.run(
            ["runuser", "-u", "nobody", "--", one, "-c", test], capture_output=True, cwd="/"
        ).returncode:
            return one
    reason = f"no {name} here can be run by every user, with the libraries of this one"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def make_people(hub: Hub) -> None:
    (hub.folder / "home").mkdir()
    for who, name in hub.names.items():
        home = hub.home(who)
        place = ["--no-create-home", "--home-dir", str(home), "--shell", "/bin/bash"]
        subprocess.run(["useradd", *place, "--groups", PEOPLE[who], name], check=True)
        home.mkdir(mode=0o700)
        shutil.chown(home, name, name)
    lines = "".join(f"{name}:{hub.password}\n" for name in hub.names.values())
    subprocess.run(["chpasswd"], input=lines, text=True, check=True)


def make_class(hub: Hub, tables: Path) -> None:
    """A class with its own tables, in the trainer's home.

    Its lessons and exercises are the public ones: to build them takes a minute, and test_new_class
    does it.
    """

    def copied(folder: Path, **_: object) -> None:
        for built in ("course", "solutions", "exercises"):
            shutil.copytree(paths.ROOT / built, folder / built)

    place = hub.home("trainer") / "classes"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes.course, "build", copied)
        patch.setattr(classes.course, "verify_elsewhere", lambda: None)
        patch.setattr(classes, "sample_files", lambda seed: files_of(tables))
        made = classes.new_class(CLASS, seed=2, place=place)
    shutil.unpack_archive(made / classes.FOR_LEARNERS, hub.folder)
    owner = hub.names["trainer"]
    subprocess.run(["chown", "-R", f"{owner}:", str(place)], check=True)


def files_of(tables: Path) -> dict[str, bytes]:
    return {
        path.relative_to(tables).as_posix(): path.read_bytes()
        for path in tables.rglob("*")
        if path.is_file()
    }


class running:
    """The hub, from its own settings; only its ports are others."""

    def __init__(self, hub: Hub, ports: list[int]) -> None:
        self.hub = hub
        config = hub.folder / "test_config.py"
        ready = paths.ROOT / "workbook/hub/jupyterhub_config.py"
        config.write_text(
            f"exec(compile(open({str(ready)!r}).read(), {str(ready)!r}, 'exec'),"
            f" globals() | {{'__file__': {str(ready)!r}}})\n"
            "c = get_config()\n"
            f"c.JupyterHub.hub_port = {ports[1]}\n"
            f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[2]}'\n"
        )
        hub.log = hub.folder / "hub.log"
        self.command = [
            *(str(hub.folder / "python/bin/python"), "-P", "-m", "jupyterhub"),
            *("-f", str(config)),
        ]

    def __enter__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not private(name)}
        variables = {
            "WORKSHOP_HUB": str(self.hub.folder),
            "WORKSHOP_CLASS": CLASS,
            "WORKSHOP_URL": self.hub.url,
        }
        with self.hub.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.hub.folder, env=kept | variables, stdout=log, stderr=log
            )
        wait_for(lambda: answers(f"{self.hub.url}hub/health"), "the hub", 60)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()  # it ends the proxy and everybody's servers
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def private(name: str) -> bool:
    return name.startswith(("JUPYTER", "IPYTHON", "WORKBOOK", "MPLCONFIG", "PYTHON", "PYTEST"))


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
        return True
    except OSError:
        return False


def wait_for(done: Callable[[], object], what: str, seconds: float = 45) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, f"{what} did not come within {seconds:.0f} s"
        time.sleep(0.2)


def log_in(browser: Browser, hub: Hub, who: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{hub.url}hub/login")
    page.get_by_label("Username").fill(hub.names[who])
    page.get_by_label("Password").fill(hub.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/lab**")
    page.locator("#jp-MainMenu, .jp-MenuBar").first.wait_for()
    return page


def in_terminal(page: Page, *lines: str) -> None:
    """Open a terminal, as docs/hub.md says, and type."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("New", exact=True).first.hover()
    page.get_by_role("menuitem", name="Terminal", exact=True).click()
    terminal = page.locator(".jp-Terminal .xterm-helper-textarea").last
    terminal.wait_for(state="attached")
    page.wait_for_timeout(1000)  # the shell shows no sign in the page that it is ready
    terminal.focus()
    for line in lines:
        page.keyboard.type(line + "\n")


def test_a_workshop(hub: Hub, browser: Browser) -> None:
    class_folder = hub.home("trainer") / "classes" / CLASS
    exchange = hub.folder / "exchange" / CLASS
    workbook = hub.folder / "workbook"

    trainer = log_in(browser, hub, "trainer")
    expect(trainer.get_by_role("menuitem", name="Nbgrader")).to_be_visible()
    in_terminal(
        trainer, f"cd ~/classes/{CLASS}", f"{workbook} nbgrader release_assignment {ASSIGNMENT}"
    )
    learner = log_in(browser, hub, "learner")
    wait_for((exchange / "outbound" / ASSIGNMENT / FILE).exists, "the assignment")

    # A learner has the lessons, and no formgrader.
    expect(learner.get_by_role("heading", name="Start here").first).to_be_visible()
    lesson = hub.home("learner") / "workshop/course/03_case_study.ipynb"
    assert lesson.stat().st_uid == hub.home("learner").stat().st_uid
    learner.get_by_role("menuitem", name="Nbgrader").click()
    expect(learner.get_by_role("menuitem", name="Assignment List")).to_be_visible()
    expect(learner.get_by_role("menuitem", name="Formgrader")).to_have_count(0)
    assert "Formgrader" in nbgrader_menu(trainer)

    # Fetch, answer, submit.
    learner.get_by_role("menuitem", name="Assignment List").click()
    learner.get_by_role("button", name="Fetch", exact=True).first.click()
    notebook = hub.home("learner") / "workshop" / ASSIGNMENT / FILE
    wait_for(notebook.exists, "the exercise")
    answer(notebook, {"people_count": ANSWER})
    learner.get_by_role("button", name="Submit", exact=True).first.click()
    inbound = exchange / "inbound"
    wait_for(lambda: list(inbound.glob(f"{hub.names['learner']}+*/timestamp.txt")), "the work")
    assert not hub.can_read("neighbour", inbound)
    assert not hub.can_read("neighbour", class_folder)
    assert not hub.can_read("neighbour", notebook)

    # Collect, mark, give back.
    commands = [f"nbgrader collect {ASSIGNMENT}", "grade --workers 1"]
    commands += [f"nbgrader release_feedback {ASSIGNMENT}"]
    in_terminal(
        trainer,
        f"cd ~/classes/{CLASS}",
        " && ".join(f"{workbook} {one}" for one in commands) + " ; touch done",
    )
    wait_for((class_folder / "done").exists, "the feedback", 90)
    with Gradebook(f"sqlite:///{class_folder}/gradebook.db") as book:
        submission = book.find_submission(ASSIGNMENT, hub.names["learner"])
        grades = {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
    assert grades["people_count_check_1"] == 1  # on the tables of the class
    assert grades["worst_case_bounds_check_1"] == 0

    # The learner's list shows it only when it is loaded again.
    learner.locator("#refresh_assignments_list").click()
    learner.get_by_role("button", name="Fetch Feedback").first.click()
    pages = hub.home("learner") / "workshop" / ASSIGNMENT / "feedback"
    wait_for(lambda: list(pages.glob(f"*/{ASSIGNMENT}.html")), "the page with feedback")
    (made,) = pages.glob(f"*/{ASSIGNMENT}.html")
    assert not hub.can_read("neighbour", made)
    place = made.relative_to(hub.home("learner") / "workshop").as_posix()
    learner.goto(f"{hub.url}user/{hub.names['learner']}/files/{place}")
    expect(learner.get_by_text("3 of 22").first).to_be_visible()


def nbgrader_menu(page: Page) -> str:
    page.get_by_role("menuitem", name="Nbgrader").click()
    words = page.locator(".lm-Menu-content").last.inner_text()
    page.keyboard.press("Escape")
    return words
