"""Which files JupyterLab may write to: a learner's own, and never those that the build made.

To run a lesson is to change it. If JupyterLab saved that, the next version of the course could not
be fetched over it. So a lesson opens read-only: it runs as always, and nothing is saved.
"""

from pathlib import PurePosixPath

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

BUILT = ("course", "solutions", "exercises", "trainer")


class CourseContents(AsyncLargeFileManager):  # type: ignore[misc]  # jupyter_server has no types
    """JupyterLab's files, with the built folders read-only."""

    def is_writable(self, path: str) -> bool:
        """Whether JupyterLab may save to ``path``, which is relative to the project's folder."""
        parts = PurePosixPath(path.strip("/")).parts
        return parts[:1] not in [(name,) for name in BUILT] and super().is_writable(path)
