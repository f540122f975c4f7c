"""Clusters that mark in place of this computer: from an address to an executor.

:class:`workbook.grading.run.Marker` works with any :class:`concurrent.futures.Executor` whose
processes have this course; the one here is that of dask.distributed, an optional extra.
"""

import concurrent.futures
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from workbook import data, paths
from workbook.errors import Problem
from workbook.i18n import text

_SECONDS = 10
"""How long to wait for the scheduler, and for its first worker."""
_RETRIES = 1
"""How often the cluster tries a submission again that no worker has marked."""

T = TypeVar("T")


def connect(address: str) -> concurrent.futures.Executor:
    """The executor at an address such as ``dask://localhost:8786``.

    Its ``workers`` says how many submissions it marks at a time. Whether the line is encrypted is
    in dask's own settings (``distributed.comm``). Raises Problem.
    """
    kind, slashes, place = address.partition("://")
    if kind != "dask" or not slashes or not place:
        raise Problem(
            text(
                "{address} is no address of a cluster. Write dask://HOST:PORT, with the host and "
                "the port of a scheduler of dask.",
                address=address,
            )
        )
    try:
        import distributed
    except ImportError:
        raise Problem(
            text(
                "To mark on a cluster, distributed is needed, which is not installed here: "
                "install it, as with pip install distributed, and on each computer of the cluster."
            )
        ) from None
    try:
        client = distributed.Client(place, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Problem(
            text(
                "No scheduler answers at {address}: {reason}. Start one with dask scheduler, and "
                "workers with dask worker {place}, or look at the address.",
                address=address,
                reason=str(error).strip().rstrip(".") or type(error).__name__,
                place=place,
            )
        ) from None
    try:
        return _Dask(client, address)
    except BaseException:
        client.close()
        raise


class _Dask(concurrent.futures.Executor):
    """dask's executor, which also knows how much it does at a time, and ends with its client."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self.workers = self._examined()
        self._executor = client.get_executor(pure=False, retries=_RETRIES)

    def _examined(self) -> int:
        """How many submissions the workers mark at a time. Raises Problem if they cannot."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise Problem(
                text(
                    "The scheduler at {address} has no workers. Start some, with dask worker.",
                    address=self._address,
                )
            ) from None
        here = version()
        for worker, there in self._client.run(version, on_error="return").items():
            if there != here:
                raise Problem(
                    text(
                        "The worker {worker} does not have this course as it is here, so its marks "
                        "could differ: copy this folder there, and start the worker in it with "
                        "PYTHONPATH set to the folder. For a class with tables of its own, set "
                        "WORKBOOK_DATA to its folder data as well.",
                        worker=worker,
                    )
                )
        return sum(self._client.nthreads().values())

    def submit(
        self, function: Callable[..., T], /, *args: Any, **kwargs: Any
    ) -> concurrent.futures.Future[T]:
        """Let a worker call ``function``. Raises Problem if the cluster is there no more."""
        try:
            future: concurrent.futures.Future[T] = self._executor.submit(function, *args, **kwargs)
        except Exception as error:
            raise Problem(
                text(
                    "The cluster at {address} is there no more ({reason}). What is marked is kept; "
                    "the same command goes on with the rest.",
                    address=self._address,
                    reason=str(error) or type(error).__name__,
                )
            ) from error
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it goes on without us."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def version() -> str:
    """What the marks depend on: a digest of the program and of the sample data."""
    found = hashlib.sha256()
    folders = [(paths.ROOT / "workbook", "*.py"), (data.folder(), "*.csv")]
    for folder, mask in folders:
        for path in sorted(folder.rglob(mask)):
            found.update(_line(path, folder))
    return found.hexdigest()


def _line(path: Path, folder: Path) -> bytes:
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{path.relative_to(folder).as_posix()} {content}\n".encode()
