"""pyproject.toml, the two locks and environment.yml say the same."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from workbook import paths

PROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = PROJECT["project"]["dependencies"]
TOOLS = PROJECT["dependency-groups"]["dev"]


def lock(name: str) -> dict[str, list[tuple[str, str]]]:
    """Versions and markers by package: a universal lock may hold one for each Python."""
    text = (paths.ROOT / name).read_text(encoding="utf-8")
    pins: dict[str, list[tuple[str, str]]] = {}
    for package, version, marker in re.findall(
        r"^([a-z0-9.-]+)==([^ ;\\]+)(?: ; ([^\\\n]+))?", text, re.MULTILINE
    ):
        pins.setdefault(package, []).append((version, marker.strip()))
    return pins


@pytest.mark.parametrize("line", NEEDED)
def test_the_lock_holds_each_dependency_in_its_range(line):
    requirement = Requirement(line)
    pins = lock("requirements.txt")[requirement.name]
    assert all(Version(version) in requirement.specifier for version, _ in pins)


@pytest.mark.parametrize("line", TOOLS)
def test_the_test_lock_holds_each_tool_in_its_range(line):
    requirement = Requirement(line)
    pins = lock("requirements-dev.txt")[requirement.name.lower()]
    assert all(Version(version) in requirement.specifier for version, _ in pins)


def test_the_test_lock_adds_to_the_other_and_changes_nothing():
    tests = lock("requirements-dev.txt")
    for package, pins in lock("requirements.txt").items():
        versions = {version for version, _ in pins}
        assert versions <= {version for version, _ in tests[package]}, package


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_a_hash_for_each_package_and_names_no_index(name):
    text = (paths.ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index-url|--find-links", text)


def test_each_dependency_says_why_it_is_there():
    text = (paths.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for line in [*NEEDED, *TOOLS]:
        assert re.search(re.escape(f'"{line}"') + r",\s+# \S+", text), line


def test_conda_and_binder_get_the_same_lock_and_a_python_that_fits():
    listed = yaml.safe_load((paths.ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, packages = listed["dependencies"]
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.txt"]}
    version = python.removeprefix("python=")
    assert Version(version) in SpecifierSet(PROJECT["project"]["requires-python"])
