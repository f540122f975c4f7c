"""How long do the imports of a lesson take, and the lesson from top to bottom?

    python benchmarks/lessons.py

prints, for each lesson, medians of 3:

- `pandas`: milliseconds of `import pandas, matplotlib`, in a fresh process;
- `figure`: what `import matplotlib.figure` adds to it. That bare line loads almost nothing of
  matplotlib, and whoever draws one picture, with or without this course, waits for this too;
- `ours`: what everything that the cells of the lesson import adds to both; at most 150;
- `lesson`: the seconds from the first cell to the last, in a fresh kernel, from when it answers;
  at most 5.

Imports are measured as time of the processor, so that other programs do not count. The process
has loaded ipykernel and ipywidgets before the clock starts: a lesson runs in a kernel, and a page
with a slider needs the one as much as the other. Ends with the code 1 if a lesson is over a limit.
"""

import ast
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import nbformat
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
MOST_MS, MOST_SECONDS = 150, 5

PANDAS = "import pandas, matplotlib"
FIGURE = f"{PANDAS}, matplotlib.figure, matplotlib.backends.backend_svg"
TIMED = """
import time
import ipykernel.ipkernel, ipywidgets
begin = time.process_time()
{imports}
print(1000 * (time.process_time() - begin))
"""


def cells(lesson: Path) -> list[str]:
    """The code of a built lesson."""
    return [c.source for c in nbformat.read(lesson, as_version=4).cells if c.cell_type == "code"]


def imports(lesson: Path) -> Iterator[str]:
    """Each import statement in the cells of a lesson."""
    for code in cells(lesson):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield ast.unparse(node)


def import_ms(statements: str) -> float:
    """Milliseconds of the import statements in a fresh Python."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(imports=statements)],
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def run_seconds(lesson: Path) -> float:
    """Seconds of all cells in a fresh kernel. Raises RuntimeError at a cell that fails."""
    with tempfile.TemporaryDirectory() as my_work:
        environment = {**_environment(), "WORKBOOK_MY_WORK": my_work}
        manager, client = start_new_kernel(
            kernel_name="python3",
            cwd=ROOT,
            env=environment,
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            begin = time.perf_counter()
            for code in cells(lesson):
                reply = client.execute_interactive(code, output_hook=lambda _: None, timeout=60)
                if reply["content"]["status"] != "ok":
                    raise RuntimeError(f"{lesson.name}: {reply['content']['evalue']}")
            return time.perf_counter() - begin
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def main() -> int:
    """Measure and print. Returns the exit code."""
    import_ms(FIGURE)  # the first reads the disk
    over = 0
    print(f"{'lesson':20}{'pandas':>10}{'figure':>10}{'ours':>10}{'lesson':>11}")
    for lesson in sorted((ROOT / "course").glob("*.ipynb")):
        everything = "\n".join([FIGURE, *dict.fromkeys(imports(lesson))])
        rounds = [[import_ms(one) for one in (PANDAS, FIGURE, everything)] for _ in range(ROUNDS)]
        pandas = median(one[0] for one in rounds)
        figure = median(one[1] - one[0] for one in rounds)
        ours = median(one[2] - one[1] for one in rounds)
        seconds = median(run_seconds(lesson) for _ in range(ROUNDS))
        late = ours > MOST_MS or seconds > MOST_SECONDS
        over += late
        print(
            f"{lesson.stem:20}{pandas:7.0f} ms{figure:7.0f} ms{ours:7.0f} ms{seconds:9.2f} s"
            + ("   over a limit" if late else ""),
            flush=True,
        )
    print(f"at most {' ':33}{MOST_MS:7.0f} ms{MOST_SECONDS:9.2f} s")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
