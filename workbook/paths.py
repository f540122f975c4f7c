"""Where things are. The package lives in the course folder, so the folder is one step up."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

MODULES = ROOT / "modules"
DATA = ROOT / "data"
LOCALE = ROOT / "locale"

COURSE = ROOT / "course"
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
TRAINER = ROOT / "trainer"

MY_WORK = ROOT / "my_work"
