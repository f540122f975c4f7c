"""Run the cells of a notebook in this process, and keep what they show, as a kernel would."""

import base64
import contextlib
import gc
import linecache
import sys
import traceback
from collections.abc import Iterable
from types import FrameType
from typing import Any, NamedTuple

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from workbook.i18n import text

Output = dict[str, Any]
"""One output of a cell, as nbformat 4 keeps it."""


_PARTS = ("compile", "display_pub", "displayhook", "builtin_trap", "display_trap", "events")
"""Of IPython's shell: without them no cell runs as it should."""


class Place(NamedTuple):
    """Where in a notebook an error came from."""

    function: str
    line: int
    code: str


class Shell:
    """One notebook: :meth:`run` runs a cell of it. Only one can be in a process."""

    def __init__(self) -> None:
        settings = Config()
        settings.HistoryManager.enabled = False  # it would keep a file, and a thread
        settings.InteractiveShell.colors = "nocolor"
        settings.InteractiveShell.xmode = "Plain"  # a tenth of the time of the one with context
        settings.InteractiveShell.show_rewritten_input = False
        self._shell = _IPython.instance(config=settings)
        self._recorder = _Recorder()
        self._shell.display_pub = _Publisher(self._recorder, parent=self._shell)
        hook = _Hook(shell=self._shell, cache_size=self._shell.cache_size, parent=self._shell)
        hook.recorder = self._recorder
        self._shell.displayhook = hook
        self._shell.display_trap.hook = hook
        self._shell._showtraceback = self._recorder.error
        # IPython 9 keeps all that is ever printed, beside what is shown: a loop that prints would
        # fill the memory.
        self._shell._tee = lambda channel: contextlib.nullcontext()
        self.names: dict[str, Any] = self._shell.user_ns
        self.last: object = None
        """The value of the last line of the cell that ran last."""

    def pictures_inline(self) -> None:
        """Show the figures of pyplot at the end of a cell, as notebooks do; imports pyplot."""
        import matplotlib
        from matplotlib_inline import backend_inline

        matplotlib.interactive(True)  # the backend does so itself only if a shell was there first
        configure: Any = backend_inline.configure_inline_support
        configure(self._shell, "inline")

    def close(self) -> None:
        """Let this process have another shell, or none."""
        InteractiveShell.clear_instance()

    def run(self, code: str, output_kb: int) -> tuple[list[Output], BaseException | None]:
        """Run a cell. Returns its outputs, of at most ``output_kb`` each kind, and its error."""
        recorder = self._recorder
        recorder.begin(output_kb * 1000)
        self.last = None
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = recorder.stdout, recorder.stderr
        try:
            result = self._shell.run_cell(code, store_history=True)
            error = result.error_before_exec or result.error_in_exec
            self.last = result.result
        except BaseException as fault:  # IPython itself stumbled, or was interrupted between lines
            recorder.error(type(fault), fault, traceback.format_exception_only(fault))
            error = fault
        finally:
            sys.stdout, sys.stderr = before
        return recorder.end(self._shell.execution_count - 1), error

    def rehearse(self, cells: Iterable[str]) -> None:
        """Run trusted cells for what they leave in memory, such as tables, and keep no names.

        What is in memory then is made still: Python looks for garbage there no more. A fork that
        looked would copy each page on which an object lies.
        """
        names = set(self.names)
        for code in cells:
            self._shell.known[code] = self._shell.transform_cell(code)
            self.run(code, 0)
        for name in set(self.names) - names:
            del self.names[name]
        gc.collect()
        gc.freeze()

    def failed_before(self, error: BaseException | None) -> None:
        """Let code that asks IPython for the last error find this one."""
        result = self._shell.last_execution_result
        if result is not None:
            result.error_in_exec, result.error_before_exec = error, None

    def hooks(self) -> Any:
        """What changes the cells that run, or runs beside them; to compare with, later."""
        shell = self._shell
        manager = shell.input_transformer_manager
        return (
            len(shell.ast_transformers),
            len(shell.input_transformers_post),
            len(manager.cleanup_transforms),
            len(manager.line_transforms),
            len(manager.token_transformers),
            # pyplot registers one with the first figure
            [one for found in shell.events.callbacks.values() for one in found if not _known(one)],
            [name for name in vars(shell) if callable(getattr(type(shell), name, None))],
            shell.user_ns is self.names,
            *(id(getattr(shell, part, None)) for part in _PARTS),
        )

    def place(self, error: BaseException) -> Place | None:
        """The innermost line of this notebook's own code that an error came through."""
        found: tuple[FrameType, int] | None = None
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_globals is self.names:
                found = frame, line
        if found is None:
            return None
        frame, line = found
        code = linecache.getline(frame.f_code.co_filename, line, frame.f_globals).strip()
        return Place(frame.f_code.co_name, line, code)


def _known(callback: Any) -> bool:
    """Whether a function comes from a library that hooks itself into IPython."""
    module = str(getattr(callback, "__module__", ""))
    return module.partition(".")[0] in ("IPython", "matplotlib", "matplotlib_inline")


class _IPython(InteractiveShell):  # type: ignore[misc]
    """IPython, which reads a cell that was rehearsed as tokens only once: for all its forks."""

    def __init__(self, **settings: Any) -> None:
        self.known: dict[str, str] = {}
        super().__init__(**settings)

    def transform_cell(self, raw_cell: str) -> str:
        if raw_cell in self.known:
            return self.known[raw_cell]
        plain: str = super().transform_cell(raw_cell)
        return plain


class _Recorder:
    """The outputs of the cell that runs, in order, and no more than fits."""

    def __init__(self) -> None:
        self.stdout = _Stream(self, "stdout")
        self.stderr = _Stream(self, "stderr")
        self.begin(0)

    def begin(self, room: int) -> None:
        self._outputs: list[Output] = []
        self._room = room
        self._cut = False

    def end(self, count: int) -> list[Output]:
        for output in self._outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
            elif output["output_type"] == "execute_result":
                output["execution_count"] = count
        outputs, cut = self._outputs, self._cut
        self.begin(0)  # what a thread goes on to show belongs to no cell
        if cut:
            note = text("… The rest of what this cell shows was too long and was left out.")
            outputs.append({"output_type": "stream", "name": "stdout", "text": f"{note}\n"})
        return outputs

    def take(self, size: int) -> bool:
        """Whether ``size`` more characters fit."""
        if size > self._room:
            self._cut = True
            return False
        self._room -= size
        return True

    def write(self, name: str, words: str) -> None:
        if not self.take(len(words)):
            words = words[: max(self._room, 0)]
            self._room = 0
        if not words:
            return
        last = self._outputs[-1] if self._outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(words)
        else:
            self._outputs.append({"output_type": "stream", "name": name, "text": [words]})

    def show(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None) -> None:
        plain = {str(mime): _text(value) for mime, value in data.items()}
        if self.take(sum(map(len, plain.values()))):
            output: Output = {"output_type": kind, "data": plain, "metadata": metadata or {}}
            self._outputs.append(output)

    def clear(self) -> None:
        self._outputs.clear()

    def error(self, kind: type, error: BaseException, lines: Any) -> None:
        lines = [str(line) for line in lines]
        try:
            said = str(error)
        except Exception:
            said = ""
        self._outputs.append(
            {
                "output_type": "error",
                "ename": kind.__name__[:200],
                "evalue": said[:2000],
                "traceback": [line[:4000] for line in lines[-100:]],
            }
        )


def _text(value: Any) -> Any:
    """One form of an output as JSON holds it: pictures as base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value if type(value) is str else str(value)


class _Stream:
    """Takes the place of stdout or stderr while a cell runs."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, recorder: _Recorder, name: str) -> None:
        self._recorder, self.name = recorder, f"<{name}>"
        self._kind = name

    def write(self, words: str) -> int:
        if not isinstance(words, str):
            raise TypeError(f"write() argument must be str, not {type(words).__name__}")
        self._recorder.write(self._kind, words)
        return len(words)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    """Keeps what ``display()`` shows."""

    def __init__(self, recorder: _Recorder, **settings: Any) -> None:
        super().__init__(**settings)
        self._recorder = recorder

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        self._recorder.show("display_data", data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        self._recorder.clear()


class _Hook(DisplayHook):  # type: ignore[misc]
    """Keeps the value of the last line of a cell."""

    recorder: _Recorder

    def quiet(self) -> bool:
        # Whether the cell ends with a semicolon; to find that out, IPython reads it as tokens.
        code = self.shell.history_manager.input_hist_parsed[-1]
        return ";" in code and bool(super().quiet())

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.recorder.show("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None: ...
