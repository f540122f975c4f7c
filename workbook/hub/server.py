"""One person's JupyterLab on a hub: started by the hub, as that person.

A learner gets a folder ``~/workshop`` with the lessons; what is fetched lies in it too. A trainer's
server starts in the class's folder, ``~/classes/NAME``, where nbgrader finds its settings.
"""

import os
import shutil
import sys
from pathlib import Path

from workbook import paths, shipped
from workbook.opening import SETTINGS, START, quiet_keys


def main() -> None:
    """Lay out the folder, then become JupyterHub's server for one user."""
    home = Path.home()
    os.environ.setdefault("WORKBOOK_MY_WORK", str(home / "workshop" / "my_work"))
    # nbgrader calls commands that stand beside this Python.
    paths.tools_on_path()
    quiet_keys(home / ".jupyter/lab/user-settings")
    options = [f"--LabApp.app_settings_dir={SETTINGS}", "--LabApp.extension_manager=readonly"]
    if os.environ.get("WORKSHOP_ROLE") == "trainer":
        here = home / "classes" / os.environ["WORKSHOP_CLASS"]
        os.chdir(here if here.is_dir() else home)
        options += [f"--ServerApp.root_dir={home}"]
    else:
        here = lay_out(home / "workshop")
        os.chdir(here)
        options += [f"--ServerApp.root_dir={here}"]
        os.environ["JUPYTERHUB_DEFAULT_URL"] = f"/lab/tree/{START}"
    sys.argv = ["jupyterhub-singleuser", *options, *sys.argv[1:]]

    from jupyterhub.singleuser import main as serve  # takes a second

    serve()


def lay_out(folder: Path) -> Path:
    """Copy the lessons into a learner's folder. What is there already stays as it is."""
    for lesson in sorted(paths.COURSE.iterdir()):
        target = folder / paths.COURSE.name / lesson.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if lesson.is_file() and not target.exists():
            shutil.copyfile(lesson, target)
    shipped.sign(shipped.unchanged(folder))
    return folder


if __name__ == "__main__":
    main()
