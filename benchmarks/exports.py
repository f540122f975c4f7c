"""How long, and in how much memory, do large exports load?

    python benchmarks/exports.py

makes the files in memory (100,000 visits, 100,000 lines of a traffic report, 50,000 sign-ups in two
forms, account data with 100 MB of messages), reads each in a process of its own, and prints the
seconds of the fastest of three, those of it that the process was at work (where other programs run,
it waits), and the most memory that the whole process took (read from /proc, so on Linux only). It
fails if a table takes 2 seconds or 500 MB.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

SECONDS, MEGABYTES = 2.0, 500
RUNS = 3
ROOT = Path(__file__).resolve().parents[1]
CHANNELS = ["tiktok", "TikTok", "instagram", "email", "", "tt", "friend"]

READ = """
import sys, time
from pathlib import Path
from workbook.exports import Settings, read
settings = Settings(zone="America/New_York", salt=b"x" * 32)
start, busy = time.perf_counter(), time.process_time()
reading = read(sys.argv[1], settings)
seconds, busy = time.perf_counter() - start, time.process_time() - busy
# Not getrusage: it counts what the process that started this one took.
(peak,) = [line for line in Path("/proc/self/status").open() if line.startswith("VmHWM")]
print(seconds, busy, int(peak.split()[1]) / 1024, sum(map(len, reading.tables.values())))
"""


def _times(rng: np.random.Generator, rows: int) -> pd.Series:
    start = pd.Timestamp("2025-05-01", tz="UTC")
    return pd.Series(start + pd.to_timedelta(np.sort(rng.integers(0, 4 * 10**6, rows)), unit="s"))


def visits(rng: np.random.Generator) -> bytes:
    """A row for each of 100,000 visits."""
    rows = 100_000
    source = rng.choice(CHANNELS, rows)
    table = pd.DataFrame(
        {
            "session_id": [f"s{n:06}" for n in range(rows)],
            "started_utc": _times(rng, rows).dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "utm_source": source,
            "utm_medium": np.where(source == "", "", "social"),
            "utm_campaign": np.where(source == "", "", "rainbow_roll"),
            "utm_content": rng.choice([f"clip_{n}" for n in range(120)], rows),
            "referrer_domain": rng.choice(["tiktok.com", "google.com", ""], rows),
            "converted": rng.choice(["true", "false"], rows),
        }
    )
    return _csv(table)


def traffic(rng: np.random.Generator) -> bytes:
    """100,000 lines of a traffic report by day, source and campaign."""
    rows = 100_000
    table = pd.DataFrame(
        {
            "Date": _times(rng, rows).dt.strftime("%Y%m%d"),
            "Session source / medium": rng.choice(
                ["tiktok / social", "(direct) / (none)", "tiktok.com / referral"], rows
            ),
            "Session campaign": rng.choice(["rainbow_roll", "(not set)"], rows),
            "Landing page": rng.choice(["/join", "/", "/ride"], rows),
            "Sessions": rng.integers(1, 400, rows),
            "Key events": rng.integers(0, 9, rows),
        }
    )
    return b"# Traffic acquisition\n# Start date: 20250501\n" + _csv(table)


def action_network(rng: np.random.Generator) -> bytes:
    """50,000 people of Action Network."""
    rows = 50_000
    person = rng.integers(0, 40_000, rows)
    table = pd.DataFrame(
        {
            "uuid": [rng.bytes(16).hex() for _ in range(rows)],
            "first_name": "Rider",
            "last_name": person,
            "email": [f"Rider{n}+roll@Example.org" for n in person],
            "zip_code": rng.choice(["00100", "00200", "00300"], rows),
            "can2_phone": [f"(617) 555-{n % 10_000:04}" for n in person],
            "can2_user_tags": "rainbow roll",
            "can2_subscription_status": "subscribed",
            "can2_subscription_date": _times(rng, rows).dt.strftime("%Y-%m-%d"),
            "source_code": rng.choice(CHANNELS, rows),
            "How did you hear about us?": rng.choice(
                ["TikTok", "a friend", "", "I saw a poster", "Instagram"], rows
            ),
        }
    )
    return _csv(table)


def mobilize(rng: np.random.Generator) -> bytes:
    """50,000 sign-ups of Mobilize, with offsets from UTC that differ."""
    rows = 50_000
    table = pd.DataFrame(
        {
            "id": np.arange(rows),
            "created_date": _times(rng, rows).dt.strftime("%Y-%m-%dT%H:%M:%S")
            + rng.choice(["-04:00", "-05:00"], rows),
            "user_id": rng.integers(0, 40_000, rows),
            "event_id": 501,
            "timeslot_id": 601,
            "status": rng.choice(["REGISTERED", "CANCELLED"], rows),
            "attended": rng.choice(["true", "false", ""], rows),
            "referrer__utm_source": rng.choice(CHANNELS, rows),
            "referrer__utm_medium": "social",
            "email_at_signup": [f"rider{n}@example.org" for n in rng.integers(0, 40_000, rows)],
            "postal_code_at_signup": rng.choice(["00100", "00200"], rows),
        }
    )
    return _csv(table)


def account(_: np.random.Generator) -> bytes:
    """Account data: 2,000 own videos behind 100 MB of messages."""
    message = {"Date": "2025-01-01 10:00:00", "From": "x", "Content": "y" * 150}
    chats = {f"Chat History with viewer{n}:": [message] * 250 for n in range(1900)}
    link = "https://www.tiktok.example/@a/video/"
    first = 7457735441307926898
    videos = [
        {
            "Date": str(pd.Timestamp((first >> 32) + n * 3600, unit="s")),
            "Link": f"{link}{first + (n * 3600 << 32)}",
            "Likes": "5",
        }
        for n in range(2000)
    ]
    content = {
        "Direct Messages": {"Chat History": {"ChatHistory": chats}},
        "Video": {"Videos": {"VideoList": videos}},
    }
    return json.dumps(content).encode()


def _csv(table: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    table.to_csv(file, index=False)
    return file.getvalue()


CASES: dict[str, Callable[[np.random.Generator], bytes]] = {
    "100,000 visits": visits,
    "100,000 lines of traffic": traffic,
    "50,000 people, Action Network": action_network,
    "50,000 sign-ups, Mobilize": mobilize,
    "account data, 100 MB": account,
}


def measure(content: bytes, folder: Path) -> tuple[float, float, float, int]:
    """Seconds, those at work, megabytes, and rows of one file, in a process of its own."""
    path = folder / "export"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds, busy, megabytes, rows = done.stdout.split()
    return float(seconds), float(busy), float(megabytes), int(rows)


def main() -> int:
    slow = 0
    print(f"{'file':32}{'MB':>7}{'rows':>9}{'seconds':>10}{'at work':>9}{'memory MB':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in CASES.items():
            content = make(np.random.default_rng(20250614))
            seconds, busy, megabytes, rows = min(
                measure(content, Path(folder)) for _ in range(RUNS)
            )
            size = len(content) / 1e6
            print(f"{name:32}{size:7.1f}{rows:9,}{seconds:10.2f}{busy:9.2f}{megabytes:11.0f}")
            slow += make is not account and (seconds >= SECONDS or megabytes >= MEGABYTES)
    return slow


if __name__ == "__main__":
    sys.exit(main())
