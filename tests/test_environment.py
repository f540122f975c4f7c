"""pyproject.toml, both locks and environment.yml say the same."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workbook import paths

PROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((paths.ROOT / "environment.yml").read_text(encoding="utf-8"))
LEARN, TEST = "requirements.txt", "requirements-dev.txt"


def read(lock: str) -> str:
    return (paths.ROOT / lock).read_text(encoding="utf-8")


def locked(lock: str) -> dict[str, tuple[str, int]]:
    """Of each line ``name==version``: the version, and how many hashes follow."""
    found = {}
    for entry in re.split(r"^(?=[\w.-]+==)", read(lock), flags=re.MULTILINE)[1:]:
        requirement = Requirement(entry.splitlines()[0].rstrip(" \\"))
        (pin,) = requirement.specifier
        line = canonicalize_name(requirement.name), str(requirement.marker or "")
        found[line] = (pin.version, entry.count("--hash=sha256:"))
    return found


def versions(lock: str, name: str) -> set[str]:
    """The versions that a lock gives of a package; several, if they depend on the Python."""
    found = locked(lock)
    return {version for (locked_name, _), (version, _) in found.items() if locked_name == name}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (LEARN, PROJECT["project"]["dependencies"]),
        (TEST, PROJECT["project"]["dependencies"]),
        (TEST, PROJECT["dependency-groups"]["dev"]),
    ],
    ids=["course", "course with the test tools", "test tools"],
)
def test_each_dependency_is_locked_in_its_range(lock, wanted):
    for requirement in map(Requirement, wanted):
        found = versions(lock, canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in {lock}"
        assert all(requirement.specifier.contains(version) for version in found), requirement


def test_the_test_tools_change_no_version():
    learners, testers = locked(LEARN), locked(TEST)
    for name, _ in learners:  # a test tool may need a package on more systems, in the same version
        assert versions(LEARN, name) == versions(TEST, name), name
    assert len(testers) > len(learners)


@pytest.mark.parametrize("lock", [LEARN, TEST])
def test_every_locked_package_has_a_hash(lock):
    without = [name for (name, _), (_, hashes) in locked(lock).items() if not hashes]
    assert without == []


@pytest.mark.parametrize("lock", [LEARN, TEST])
def test_a_lock_names_no_place_to_download_from(lock):
    # Where packages come from is the user's choice (a mirror, a folder): pip's own settings.
    assert not re.search(r"://|^\s*-(?!-hash=)|\bfile:|@", read(lock), re.MULTILINE)


def test_each_dependency_says_its_reason():
    source = (paths.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = PROJECT["project"]["optional-dependencies"].values()
    every = [PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"], *extras]
    for dependency in [one for some in every for one in some]:
        lines = [line for line in source.splitlines() if line.strip().startswith(f'"{dependency}"')]
        assert lines
        for line in lines:  # an extra stands among the test tools as well
            assert re.search(r'",\s*# \w.{10,}', line), f"{dependency} has no reason beside it"


def test_each_extra_is_tested():
    for extra in PROJECT["project"]["optional-dependencies"].values():
        assert set(extra) <= set(PROJECT["dependency-groups"]["dev"])


def test_conda_takes_only_python_and_pip_of_its_own():
    own = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    assert [re.split("[=<>]", line)[0] for line in own] == ["python", "pip"]


def test_conda_states_one_python_that_the_course_allows():
    # One minor version: repo2docker reads it, and has a prepared environment for it.
    (python,) = [line for line in CONDA["dependencies"] if str(line).startswith("python")]
    version = re.fullmatch(r"python=(3\.\d+)", python)
    assert version, python
    allowed = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert allowed.contains(version[1])


def test_conda_installs_the_lock():
    (pip,) = [line["pip"] for line in CONDA["dependencies"] if isinstance(line, dict)]
    assert pip == [f"-r {LEARN}"]


def test_there_is_no_second_list_for_binder():
    # repo2docker would read that folder in place of environment.yml and postBuild.
    assert not (paths.ROOT / "binder").exists()
    assert not (paths.ROOT / ".binder").exists()
    assert (paths.ROOT / "postBuild").exists()
