"""The base of every widget: state in traits, one pure view of it, wired in one place."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, ClassVar, NamedTuple

import ipywidgets
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook import charts
from workbook.errors import Problem
from workbook.i18n import direction, number, text

# A control is as wide as the picture.
WIDE: dict[str, Any] = {"layout": {"width": "auto", "max_width": f"{charts.WIDTH}px"}}


class View(NamedTuple):
    """What a state of a widget shows. All its words are in the reader's language."""

    title: str
    sentence: str
    """What the picture shows, in words. It is also the picture's alternative text."""
    draw: Callable[[Axes], None]
    """Draws the picture on empty axes."""
    source: str
    """Where the numbers come from; stands under the picture."""
    table: str = ""
    """The numbers of the picture, as HTML (see :func:`workbook.charts.table`)."""
    cautions: tuple[str, ...] = ()
    """What the picture may not be read as, a sentence each."""


class Explorable(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A picture and a sentence that follow a few controls.

    A subclass declares its state as traits, returns one control for each trait that a person may
    move from :meth:`controls`, and one :class:`View` of the state from :meth:`view`. Setting such
    a trait, in code or by its control, redraws. Nothing else does.

    ``size`` and ``margins`` of the picture are those of :func:`workbook.charts.figure`.

    Raises Problem if a state given to the constructor does not exist or has an impossible value.
    """

    size: ClassVar[tuple[int, int]] = (charts.WIDTH, 240)
    margins: ClassVar[tuple[int, int, int, int]] = (20, 20, 12, 48)

    def __init__(self, **state: Any) -> None:
        super().__init__()
        self._set(state)
        with charts.figure(*self.size, self.margins) as (self._figure, _):
            pass  # the axes are drawn on at each redraw
        controls = self.controls()
        # Room for the longest label, so that the sliders start below each other.
        beside = [
            control
            for control in controls.values()
            if not control.style.description_width and not isinstance(control, ipywidgets.Checkbox)
        ]
        room = max((len(control.description) for control in beside), default=0)
        for control in beside:
            control.style.description_width = f"{0.6 * room:.0f}em"
        for name, control in controls.items():
            traitlets.link((self, name), (control, "value"))
        self._heading, self._shown = ipywidgets.HTML(), ipywidgets.HTML()
        self.children = [self._heading, *controls.values(), self._shown]
        self.observe(lambda _: self.redraw(), names=list(controls))
        self.redraw()

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        """The controls by the name of the trait they move; each has a label (``description``)."""
        raise NotImplementedError

    def view(self) -> View:
        """What the present state shows. Pure: the same state gives the same view."""
        raise NotImplementedError

    @property
    def sentence(self) -> str:
        """The sentence of the present state."""
        return self.view().sentence

    def picture(self) -> Figure:
        """The picture of the present state: one figure, which the next redraw draws over."""
        return self._picture(self.view())

    def redraw(self) -> None:
        """Show the present state."""
        view = self.view()
        picture = charts.svg(
            self._picture(view), view.title, view.sentence, view.source, key=self.model_id
        )
        self._heading.value = f"<strong>{escape(view.title)}</strong>"
        self._shown.value = _html(picture, view)

    def still(self) -> str:
        """The present state as plain HTML: what shows before the notebook has been run."""
        view = self.view()
        picture = charts.image(self._picture(view), view.title, view.sentence, view.source)
        hint = text("Run this cell (Shift + Enter) to move it yourself.")
        heading = f"<strong>{escape(view.title)}</strong> <em>{escape(hint)}</em>"
        return f'<div dir="{direction()}"><p>{heading}</p>{_html(picture, view)}</div>'

    def _picture(self, view: View) -> Figure:
        with charts.again(self._figure) as (figure, axes):
            view.draw(axes)
        return figure

    def _set(self, state: Mapping[str, Any]) -> None:
        known = set(self.class_trait_names()) - set(ipywidgets.VBox.class_trait_names())
        for name in set(state) - known:
            raise Problem(
                text(
                    "{widget} has no {name}. It has: {known}.",
                    widget=type(self).__name__,
                    name=name,
                    known=", ".join(sorted(known)),
                )
            )
        try:
            with self.hold_trait_notifications():
                for name, value in state.items():
                    setattr(self, name, value)
        except traitlets.TraitError as error:
            raise Problem(str(error)) from error

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        # Stored notebooks keep only these two: a widget's own view needs a running kernel.
        bundle["text/plain"] = self.sentence
        bundle["text/html"] = self.still()
        return bundle


def span(low: float, high: float, show: Callable[[float], str] = number) -> str:
    """``30 to 50``, or ``30`` where both ends look the same."""
    ends = show(low), show(high)
    return ends[0] if ends[0] == ends[1] else text("{low} to {high}", low=ends[0], high=ends[1])


def _html(picture: str, view: View) -> str:
    # A wide table scrolls by itself: it must not push the picture out of a narrow column.
    scrolls = "overflow-x: auto; contain: inline-size"
    table = f'<div style="{scrolls}">{view.table}</div>' if view.table else ""
    warnings = "".join(f"<li>{escape(caution)}</li>" for caution in view.cautions)
    if warnings:
        warnings = (
            f"<p><strong>{escape(text('What it does not say'))}</strong></p><ul>{warnings}</ul>"
        )
    return (
        f'<div dir="{direction()}" style="max-width: 600px; line-height: 1.5">{picture}'
        f'<p role="status">{escape(view.sentence)}</p>{table}{warnings}</div>'
    )
