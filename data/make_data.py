"""Make the data folder: ``python data/make_data.py [--seed N] [--out FOLDER] [--check]``."""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from workbook.i18n import number, text  # noqa: E402
from workbook.samples import SEED  # noqa: E402
from workbook.samples.package import build  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=text("Make the sample tables of the course."))
    parser.add_argument("--seed", type=int, default=SEED, help=text("another class, other numbers"))
    parser.add_argument("--out", type=Path, default=HERE, help=text("the folder to write to"))
    parser.add_argument(
        "--check", action="store_true", help=text("write nothing; name the files that differ")
    )
    options = parser.parse_args(arguments)
    files = build(options.seed)
    if options.check:
        return _check(files, options.out)
    for name, content in files.items():
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(text("{count} files written to {folder}.", count=number(len(files)), folder=options.out))
    return 0


def _check(files: dict[str, bytes], folder: Path) -> int:
    """Say which files of the folder differ from what would be made; 1 if any does."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    faults = []
    for name in sorted(files.keys() | found.keys()):
        if name not in found:
            faults.append(text("{file} is missing.", file=name))
        elif name in files and found[name].read_bytes() != files[name]:
            faults.append(text("{file} differs.", file=name))
        elif name not in files and name.startswith(("key/", "raw/")):
            faults.append(text("{file} does not belong here.", file=name))
    print("\n".join(faults) or text("All {count} files are as made.", count=number(len(files))))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
