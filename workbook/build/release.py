"""From solutions/ to exercises/, by nbgrader itself."""

import functools
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from workbook import paths
from workbook.errors import Problem


def release(assignment: str, folder: Path) -> None:
    """Make ``folder/exercises`` from ``folder/solutions`` for one assignment."""
    paths.tools_on_path()
    config = Config(PyFileConfigLoader("nbgrader_config.py", str(paths.ROOT)).load_config())
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{_scratch().name}/gradebook.db"
    result = NbGraderAPI(config=config).generate_assignment(assignment)
    if not result["success"]:
        raise Problem(f"nbgrader could not release {assignment}: {result.get('error', '')}")


@functools.cache  # to make an empty gradebook takes nbgrader longer than to release an assignment
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """The place of a gradebook, which nobody needs: a trainer's own is not to be touched."""
    return tempfile.TemporaryDirectory()
