"""Figures as data: what a check may ask of a picture that a learner has drawn.

A figure crosses as the numbers and words in it, and is drawn anew from them on the other side. So
a check can use every method of matplotlib's Axes, and none of the learner's objects.
"""

import sys
from typing import Any

from workbook.grading.messages import Garbled
from workbook.grading.wire import Reader, Writer

_MOST = 2000
"""Lines, bars and texts of one kind in one pair of axes."""
_MOST_AXES = 50


def write(value: Any, writer: Writer) -> list[Any] | None:
    """The tagged form of a Figure or Axes; None for anything else."""
    # Only what matplotlib itself has made: nothing is imported, and no subclass crosses.
    axes, figure = (
        getattr(sys.modules.get(f"matplotlib.{module}"), name, None)
        for module, name in (("axes", "Axes"), ("figure", "Figure"))
    )
    kind = type(value)
    if kind is figure:
        return ["G", writer.write([_axes(one) for one in value.axes[:_MOST_AXES]])]
    if kind is axes and value.figure is not None:
        everything = value.figure.axes[:_MOST_AXES]
        place = next((n for n, one in enumerate(everything) if one is value), None)
        if place is not None:
            return ["X", writer.write([_axes(one) for one in everything]), place]
    return None


def _axes(axes: Any) -> dict[str, Any]:
    legend = axes.get_legend()
    return {
        "title": axes.get_title(),
        "x": _axis(axes.xaxis, axes.get_xlim(), axes.get_xlabel()),
        "y": _axis(axes.yaxis, axes.get_ylim(), axes.get_ylabel()),
        "legend": None if legend is None else [one.get_text() for one in legend.get_texts()],
        "lines": [
            {
                "x": line.get_xdata(orig=True),
                "y": line.get_ydata(orig=True),
                "label": str(line.get_label()),
                "style": str(line.get_linestyle()),
                "marker": str(line.get_marker()),
            }
            for line in axes.get_lines()[:_MOST]
        ],
        "bars": [
            [
                float(bar.get_x()), float(bar.get_y()),
                float(bar.get_width()), float(bar.get_height()), str(bar.get_label()),
            ]
            for bar in axes.patches[:_MOST]
            if type(bar).__name__ == "Rectangle"
        ],
        "groups": [
            [str(group.get_label()), [list(axes.patches).index(bar) for bar in group.patches]]
            for group in axes.containers[:_MOST]
            if type(group).__name__ == "BarContainer"
        ],
        "points": [
            [cloud.get_offsets().data, str(cloud.get_label())]
            for cloud in axes.collections[:_MOST]
            if type(cloud).__name__ == "PathCollection"
        ],
        "texts": [[*map(float, one.get_position()), one.get_text()] for one in axes.texts[:_MOST]],
    }  # fmt: skip


def _axis(axis: Any, limits: Any, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "limits": [float(end) for end in limits],
        "scale": axis.get_scale(),
        "ticks": [float(one) for one in axis.get_ticklocs()[:_MOST]],
        "words": [one.get_text() for one in axis.get_ticklabels()[:_MOST]],
    }


def read(tag: str, rest: list[Any], reader: Reader) -> Any:
    """The Figure or Axes that was written, drawn anew. Raises Garbled for any other tag."""
    if tag not in ("G", "X"):
        raise Garbled(f"the tag {tag!r}")
    from matplotlib.figure import Figure

    data = reader.read(rest[0])[:_MOST_AXES]
    figure = Figure()
    for number, one in enumerate(data):
        _draw(figure.add_subplot(max(len(data), 1), 1, number + 1), one)
    return figure if tag == "G" else figure.axes[rest[1]]


def _draw(axes: Any, data: dict[str, Any]) -> None:
    from matplotlib.container import BarContainer
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    for line in data["lines"][:_MOST]:
        axes.plot(
            line["x"], line["y"], label=line["label"], linestyle=line["style"],
            marker=line["marker"],
        )  # fmt: skip
    bars = [
        axes.add_patch(Rectangle((x, y), width, height, label=label))
        for x, y, width, height, label in data["bars"][:_MOST]
    ]
    for label, places in data["groups"][:_MOST]:
        group = BarContainer([bars[n] for n in places], label=label)
        axes.add_container(group)
    for offsets, label in data["points"][:_MOST]:
        axes.scatter(offsets[:, 0], offsets[:, 1], label=label)
    for x, y, words in data["texts"][:_MOST]:
        axes.text(x, y, words)
    axes.set_title(data["title"])
    for axis, name in ((axes.xaxis, "x"), (axes.yaxis, "y")):
        one = data[name]
        if one["scale"] in ("linear", "log", "symlog", "logit"):
            getattr(axes, f"set_{name}scale")(one["scale"])
        axis.set_label_text(one["label"])
        if any(one["words"]) and len(one["words"]) == len(one["ticks"]):
            axis.set_ticks(one["ticks"], one["words"])
        getattr(axes, f"set_{name}lim")(*one["limits"])
    if data["legend"] is not None:
        axes.legend([Line2D([], []) for _ in data["legend"][:_MOST]], data["legend"][:_MOST])
