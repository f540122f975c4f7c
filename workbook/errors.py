"""The one exception a person may see."""


class Problem(Exception):
    """A user's mistake or a missing thing, told as a sentence.

    The message says what is wrong, where, and what to do. The command line prints it without a
    traceback, and so does a notebook.
    """

    def _render_traceback_(self) -> list[str]:
        """IPython calls this in place of printing a traceback."""
        return [str(self)]
