"""Which files JupyterLab may write to: a learner's own, and never those that the build made.

To run a lesson is to change it. If JupyterLab saved that, the next version of the course could not
be fetched over it. So a lesson opens read-only: it runs as always, and nothing is saved.

What a learner saves keeps of each widget the words that stand for it. The widget itself ends with
its kernel, and JupyterLab would show "Error displaying widget" the next time.
"""

from pathlib import PurePosixPath
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

_LIVE = "application/vnd.jupyter.widget-view+json"
BUILT = ("course", "solutions", "exercises", "trainer")


class CourseContents(AsyncLargeFileManager):  # type: ignore[misc]  # jupyter_server has no types
    """JupyterLab's files, with the built folders read-only."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register_pre_save_hook(without_live_widgets)

    def is_writable(self, path: str) -> bool:
        """Whether JupyterLab may save to ``path``, which is relative to the project's folder."""
        parts = PurePosixPath(path.strip("/")).parts
        return parts[:1] not in [(name,) for name in BUILT] and super().is_writable(path)


def without_live_widgets(model: dict[str, Any], **_: Any) -> None:
    """Take each widget that has words to stand for it out of a notebook that is to be saved."""
    if model["type"] != "notebook":
        return
    for cell in (model["content"] or {}).get("cells", []):
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"].pop(_LIVE, None)
