"""Kernels for tests, forked from a process that has imported what notebooks import.

To start a kernel and import pandas takes longer than the exercises in it. What is forked is the
same ipykernel, in a process of its own, in a session of its own, with its folder and variables.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

ROOT = Path(__file__).resolve().parents[1]
IMPORTED = [
    *("ipykernel.debugger", "ipykernel.kernelapp", "pdb", "psutil", "tornado.platform.asyncio"),
    *("IPython.core.completerlib", "IPython.core.oinspect", "IPython.extensions.storemagic"),
    *("ipywidgets", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "scipy.stats"),
    *("workbook.data", "workbook.decision", "workbook.feedback", "workbook.timecost"),
]
SURROUNDINGS = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as ipykernel sets it
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger warns of Python's frozen modules
    "PYTHONPATH": str(ROOT),
}
"""Variables of the process that imports."""


def use() -> None:
    """Let every kernel that is started from this process be a warm one."""
    name = "warm"
    KernelProvisionerFactory.provisioners[name] = EntryPoint(
        name, f"{__name__}:{Warm.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
    KernelProvisionerFactory.instance().default_provisioner_name = name


class Warm(LocalProvisioner):
    """Starts ipykernel as jupyter_client does, but for the imports."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        self.process = Forked(_start(arguments, folder, dict(kwargs["env"])))
        self.pid = self.pgid = self.process.pid
        self.cwd = folder
        return self.connection_info


class Forked:
    """Of ``subprocess.Popen`` what jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process, self.pid = process, process.pid
        self.kill, self.terminate = process.kill, process.terminate

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def _start(arguments: list[str], folder: str, variables: Mapping[str, str]) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    process = context.Process(target=_kernel, args=(arguments, folder, variables), daemon=True)
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")  # else each kernel imports it
    try:
        with patch.dict(os.environ, SURROUNDINGS):
            process.start()
    finally:
        sys.modules["__main__"] = program
    return process


def _kernel(arguments: list[str], folder: str, variables: Mapping[str, str]) -> None:
    gc.freeze()
    os.setsid()  # an interrupt is sent to the whole group
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    given = variables.get("PYTHONPATH", "").split(os.pathsep)
    tests = str(ROOT / "tests")
    sys.path[:] = [*filter(None, given), *(one for one in sys.path if not one.startswith(tests))]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    import pandas as pd
    from ipykernel.kernelapp import launch_new_instance

    pd.set_option("display.max_columns", 20)  # as it is if pandas is imported in a notebook
    # It ends with the process it was forked from.
    launch_new_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
