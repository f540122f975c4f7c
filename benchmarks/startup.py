"""How long from the command to a JupyterLab that answers: start.py against plain ``jupyter lab``?

    python3 benchmarks/startup.py [ROUNDS]

starts each of them ROUNDS times (5), in turn, on the same environment, each with an empty home,
and prints the medians in seconds and their ratio. It installs the course first, if need be.
Standard library only.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from workbook.start.environment import Environment  # noqa: E402  # found through the line above
from workbook.start.main import LEARN  # noqa: E402


def seconds_until_it_answers(command: list[str]) -> float:
    """Run ``command`` on a free port, wait for its login page, and stop it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        begin = time.perf_counter()
        with subprocess.Popen(
            [*command, "--no-browser", f"--port={port}"],
            env=env | {"HOME": home, "USERPROFILE": home},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - begin > 120:
                    raise SystemExit(f"{command} did not start")
                time.sleep(0.01)
            elapsed = time.perf_counter() - begin
            process.send_signal(signal.SIGTERM)
    return elapsed


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://localhost:{port}/login", timeout=10).close()
    except OSError:
        return False
    return True


def main(rounds: int) -> None:
    """Measure and print."""
    environment = Environment(ROOT)
    environment.get_ready(LEARN)
    jupyter = [str(environment.python), "-m", "jupyter", "lab", "--allow-root"]
    commands = {"start.py": [sys.executable, str(ROOT / "start.py")], "jupyter lab": jupyter}
    for command in commands.values():
        seconds_until_it_answers(command)  # the first of each reads the disk
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds_until_it_answers(command))
    for name, taken in times.items():
        each = " ".join(f"{seconds:.2f}" for seconds in taken)
        print(f"{name:12} median {statistics.median(taken):.2f} s   ({each})")
    ours, plain = (statistics.median(taken) for taken in times.values())
    print(f"start.py takes {ours / plain:.2f} times as long")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
