"""An assignment that shows the engine other things than module 03 does: plain asserts, a table, a
list, a function that is handed tables, a picture. And the cases for it."""

from typing import Any

from nbformat.v4 import new_code_cell, new_notebook

from hostile.case import Notebook

_CELLS: list[tuple[str, str, float]] = [
    (
        "setup",
        """
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from workbook.feedback import Check
""",
        0,
    ),
    ("value", "### BEGIN SOLUTION\nvalue = 42\n### END SOLUTION", 0),
    ("value_check", "assert type(value) is int\nassert value == 42", 2),
    ("items", '### BEGIN SOLUTION\nitems = ["bus", "bike", "tram"]\n### END SOLUTION', 0),
    (
        "items_check",
        """
q = Check("items", points=2)
q.items("three ways", lambda: items, ["bus", "bike", "tram"])
q.score()
""",
        2,
    ),
    (
        "table",
        """
### BEGIN SOLUTION
table = pd.DataFrame({"riders": [3, 5]}, index=pd.Index(["May", "June"], name="month"))
### END SOLUTION
""",
        0,
    ),
    (
        "table_check",
        """
q = Check("table", points=2)
q.table(
    "riders by month",
    lambda: table,
    pd.DataFrame({"riders": [3, 5]}, index=pd.Index(["May", "June"], name="month")),
)
q.score()
""",
        2,
    ),
    (
        "twice",
        """
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
""",
        0,
    ),
    (
        "twice_check",
        """
assert twice(4) == 8
### BEGIN HIDDEN TESTS
assert twice("ab") == "abab"
assert list(twice(pd.Series([1, 2]))) == [2, 4]
### END HIDDEN TESTS
""",
        2,
    ),
    (
        "picture",
        """
### BEGIN SOLUTION
figure, axes = plt.subplots()
axes.plot([1, 2, 3], [4, 5, 6], label="riders")
axes.set_title("Riders")
### END SOLUTION
""",
        0,
    ),
    (
        "picture_check",
        """
assert axes.get_title() == "Riders"
(line,) = axes.get_lines()
assert list(line.get_ydata()) == [4, 5, 6]
""",
        2,
    ),
]


def source() -> Notebook:
    """The author's notebook."""
    return made(_CELLS)


def made(pieces: list[tuple[str, str, float]]) -> Notebook:
    """A notebook of cells: id, code, and the points of a check."""
    cells = [
        new_code_cell(code.strip("\n"), id=name.replace("_", "-"), metadata=_noted(name, points))
        for name, code, points in pieces
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    return dict(new_notebook(cells=[*map(dict, cells)], metadata={"kernelspec": kernel}))


def _noted(name: str, points: float) -> dict[str, Any]:
    check = points > 0
    noted = {
        "grade_id": name,
        "grade": check,
        "locked": check or name == "setup",
        "solution": not check and name != "setup",
        "task": False,
        "schema_version": 3,
    }
    if check:
        noted["points"] = points
    return {"nbgrader": noted}
