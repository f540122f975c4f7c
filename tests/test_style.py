"""Format, lint and types, as pyproject.toml sets them."""

import subprocess
import sys

import pytest

from workbook import paths


@pytest.mark.parametrize(
    "tool",
    [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]],
    ids=lambda tool: " ".join(tool[:2]),
)
def test_the_code_passes(tool: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *tool], cwd=paths.ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
