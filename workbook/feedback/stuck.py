"""Two buttons under each question: a hint, and at last the solution."""

from html import escape
from typing import Any

import ipywidgets

from workbook.errors import Problem
from workbook.feedback import hints
from workbook.feedback.run import marking
from workbook.feedback.words import Words
from workbook.i18n import direction, text


class Stuck(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Nothing shows until a button is pressed, so that "run all" gives no hint away."""

    def __init__(self, question: str) -> None:
        self.question = question
        self._said = ipywidgets.Output()
        hint = ipywidgets.Button(description=text("Give me a hint"), layout={"width": "auto"})
        solution = ipywidgets.Button(description=text("Show a solution"), layout={"width": "auto"})
        hint.on_click(lambda _: self.say(hints.hint))
        solution.on_click(lambda _: self.say(hints.solution))
        super().__init__([ipywidgets.HBox([hint, solution]), self._said])

    @property
    def said(self) -> str:
        """What is shown under the buttons."""
        return "\n".join(output["data"]["text/plain"] for output in self._said.outputs)

    def say(self, source: Any) -> None:
        """Show what ``hint`` or ``solution`` answers in place of what was there before."""
        try:
            words = source(self.question)
        except Problem as problem:
            words = Words(str(problem))
        data = {"text/plain": str(words), "text/markdown": words._repr_markdown_()}
        # Set, and not printed: printing inside an Output is an error to strict nbval.
        self._said.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        still = text("Stuck? Run this cell (Shift + Enter) for hints.")
        bundle["text/plain"] = still
        bundle["text/html"] = f'<p dir="{direction()}"><em>{escape(still)}</em></p>'
        return bundle


def stuck(question: str) -> Stuck | None:
    """Buttons that give the hints of ``question`` one by one, and its solution.

    Where work is marked, nothing: nobody is there to press them.
    """
    return None if marking() else Stuck(question)
