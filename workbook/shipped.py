"""Which notebooks are ours, byte for byte, so that JupyterLab may trust them.

JupyterLab shows the stored pictures of a notebook only if its signature is known on this computer;
on a fresh copy of the course none is. So each start signs the notebooks that are as the build's
list says. One that was changed, or added by somebody, is not signed.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from workbook import paths

LIST = Path(__file__).parent / "shipped.sha256"
"""In the format of ``sha256sum``, which can check it too, from the project's folder."""

_BUILT = ("course/*.ipynb", "solutions/*/*.ipynb")


def listing(root: Path = paths.ROOT, built: Sequence[str] = _BUILT) -> str:
    """A line for each notebook with stored outputs that was ``built`` in ``root``."""
    files = [file for pattern in built for file in root.glob(pattern)]
    return "".join(
        f"{_hash(file)}  {file.relative_to(root).as_posix()}\n" for file in sorted(files)
    )


def write_list() -> None:
    """Make the list anew; the build does so after it has made notebooks."""
    LIST.write_text(listing(), encoding="utf-8", newline="\n")


def unchanged(root: Path = paths.ROOT, sums: Path = LIST) -> list[Path]:
    """The notebooks in ``root`` that are as the list ``sums`` says."""
    lines = [line.split("  ", 1) for line in sums.read_text(encoding="utf-8").splitlines()]
    return [
        root / name
        for expected, name in lines
        if (root / name).exists() and _hash(root / name) == expected
    ]


def sign(files: list[Path]) -> None:
    """Let the Jupyter of this program trust ``files``, which must be notebooks."""
    from nbformat.sign import NotebookNotary
    from nbformat.v4 import reads  # as JupyterLab reads, but without a check against the schema

    notary = NotebookNotary()
    for file in files:
        notebook = reads(file.read_text(encoding="utf-8"))
        if not notary.check_signature(notebook):
            notary.sign(notebook)


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
