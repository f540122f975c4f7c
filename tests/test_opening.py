"""``workbook open``: a real JupyterLab, a user's home that stays empty, and trust in our pages."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import reads

from workbook import cli, opening, paths, shipped


class Opened(NamedTuple):
    """The course, opened."""

    address: str
    home: Path
    taken: int  # the port that was asked for, though another program had it
    process: "subprocess.Popen[str]"

    def get(self, path: str, token: str | None = None) -> str:
        """What the server answers to ``path``."""
        base, own = re.fullmatch(r"(http://.*?/)lab/.*token=(\w+)", self.address).groups()
        url = f"{base}{path}?token={own if token is None else token}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read().decode()


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Opened]:
    """``start.py --here --no-browser`` in this Python, with an empty home, in another folder."""
    home, my_work = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work") / "my_work"
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "WORKBOOK_MY_WORK": str(my_work),
        # What a user may have set for a Jupyter of their own.
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_TOKEN": "",
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
    }
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, str(paths.ROOT / "start.py"), "--here", "--no-browser"]
        with subprocess.Popen(
            [*command, "--port", str(port)],
            env=env,
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    assert not [one for one in said if "Warning" in one]  # for programmers only
                    yield Opened(found[0], home, port, process)
                    break
            else:
                pytest.fail("no address was printed, but: " + "".join(said))
            process.terminate()


def test_the_address_opens_the_start_page(opened):
    assert f"/lab/tree/{opening.START}?token=" in opened.address
    with urllib.request.urlopen(opened.address, timeout=30) as page:
        assert page.status == 200
        assert "jupyter-config-data" in page.read().decode()


def test_a_port_that_is_taken_is_passed_over(opened):
    assert f":{opened.taken}/" not in opened.address


@pytest.mark.parametrize("token", ["", "0" * 48])
def test_nobody_comes_in_without_the_token(opened, token):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        opened.get("api/contents", token)


def test_only_this_computer_is_served(opened):
    files = list((opening.KEPT / "jupyter/runtime").glob(f"jpserver-{opened.process.pid}.json"))
    (server,) = [json.loads(file.read_text()) for file in files]
    assert server["hostname"] == "localhost"
    assert server["port"] == int(re.search(r":(\d+)/", opened.address)[1])


def test_our_settings_are_in_force(opened):
    notices = json.loads(opened.get("lab/api/settings/@jupyterlab/apputils-extension:notification"))
    defaults = {name: its["default"] for name, its in notices["schema"]["properties"].items()}
    assert defaults["fetchNews"] == "false"
    assert defaults["checkForUpdates"] is False


def test_each_setting_of_ours_exists_in_this_jupyterlab(opened):
    # JupyterLab is silent about a setting that a new version has renamed.
    for plugin, values in json.loads((opening.SETTINGS / "overrides.json").read_text()).items():
        known = json.loads(opened.get(f"lab/api/settings/{plugin}"))["schema"]["properties"]
        for name, value in values.items():
            assert known[name]["default"] == value, f"{plugin}: {name}"


def test_the_kernel_is_that_of_the_course(opened):
    kernels = json.loads(opened.get("api/kernelspecs"))
    assert kernels["default"] == "python3"


@pytest.mark.skipif(not shipped.unchanged(), reason="the notebooks were saved since the build")
def test_pages_as_shipped_are_trusted(opened):
    file = shipped.unchanged()[0].relative_to(paths.ROOT).as_posix()
    cells = json.loads(opened.get(f"api/contents/{file}"))["content"]["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert all(cell["metadata"]["trusted"] for cell in code)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_home_stays_empty_and_ctrl_c_leaves_nothing_behind(opened):
    # The last test with this server: it stops it.
    opened.process.send_signal(signal.SIGINT)
    told, _ = opened.process.communicate(timeout=30)
    assert told.rstrip().endswith("The course is closed.")
    assert opened.process.returncode == 0
    assert not list((opening.KEPT / "jupyter/runtime").glob(f"jpserver-{opened.process.pid}*"))
    assert list(opened.home.iterdir()) == []


def test_a_course_that_is_not_built_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(opening, "START", "course/not_there.ipynb")
    assert cli.main(["open"]) == 1
    assert capsys.readouterr().err == (
        "The course has not been built yet: run python3 start.py build\n"
    )


def test_a_python_without_jupyterlab_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    assert cli.main(["open"]) == 1
    assert "This Python has no JupyterLab" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_one_sentence(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setattr(opening, "KEPT", tmp_path / "file")
    assert cli.main(["open"]) == 1
    assert "copy the course into a folder of your own" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_no_browser_for_text_is_opened(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not opening._has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert opening._has_display()


# Which notebooks are ours


@pytest.fixture
def built(tmp_path) -> Path:
    """A folder with two notebooks in course/, and their list."""
    source = next(paths.COURSE.glob("*.ipynb"))
    (tmp_path / "course").mkdir()
    for name in ("a.ipynb", "b.ipynb"):
        shutil.copy(source, tmp_path / "course" / name)
    (tmp_path / "list").write_text(shipped.listing(tmp_path))
    return tmp_path


def test_a_notebook_is_ours_only_as_it_was_built(built):
    (built / "course/b.ipynb").write_text((built / "course/b.ipynb").read_text() + " ")
    shutil.copy(built / "course/a.ipynb", built / "course/c.ipynb")
    assert shipped.unchanged(built, built / "list") == [built / "course/a.ipynb"]
    (built / "course/a.ipynb").unlink()
    assert shipped.unchanged(built, built / "list") == []


def test_signing_makes_jupyter_trust_a_notebook_and_no_other(built, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    notebook = reads((built / "course/a.ipynb").read_text(encoding="utf-8"))
    assert not NotebookNotary().check_signature(notebook)
    shipped.sign([built / "course/a.ipynb"])
    assert NotebookNotary().check_signature(notebook)
    notebook.cells[0].source += " changed"
    assert not NotebookNotary().check_signature(notebook)


def test_the_list_fits_the_notebooks_in_the_repository():
    listed = {line.split("  ")[1] for line in shipped.LIST.read_text().splitlines()}
    there = {line.split("  ")[1] for line in shipped.listing().splitlines()}
    assert listed == there, "run python3 start.py build"
