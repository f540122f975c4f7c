"""Files beside the notebook that would like to be imported in place of others."""

from hostile.case import MODULE, cell_of, dumped, files, right

_EVIL = b"import os\nos._exit(0)\n"


def _with(names: list[str], code: str = "") -> dict[str, bytes]:
    book = right(MODULE)
    cell_of(book, "turnout_range")["source"] += code
    return {f"{MODULE}.ipynb": dumped(book), **dict.fromkeys(names, _EVIL)}


@files(0)
def modules_of_python():
    """Files with the names of Python's own modules."""
    names = ["json", "random", "re", "io", "os", "struct", "traceback", "linecache", "ast"]
    return _with([f"{name}.py" for name in names], "\nimport json, random, struct")


@files(0)
def libraries():
    """Files and folders with the names of libraries, and of the course."""
    names = ["pandas.py", "numpy/__init__.py", "workbook/__init__.py", "workbook/attribution.py"]
    return _with([*names, "IPython/__init__.py", "matplotlib.py"], "\nimport pandas, workbook")


@files(0)
def what_python_runs_at_its_start():
    """Files that Python looks for when it starts."""
    names = ["sitecustomize.py", "usercustomize.py", "evil.pth", "pyvenv.cfg", ".pythonrc.py"]
    settings = ["ipython_config.py", "matplotlibrc", "conftest.py", "nbgrader_config.py"]
    startup = ".ipython/profile_default/startup/evil.py"
    return _with([*names, *settings, startup, "__main__.py"])


@files(3, "ended Python itself")
def a_helper_that_ends_python():
    """A module of the learner's that ends Python when it is imported."""
    book = right(MODULE)
    cell_of(book, "turnout_range")["source"] = "from helper import people_low"
    return {f"{MODULE}.ipynb": dumped(book), "helper.py": _EVIL}


@files(0, "was changed")
def the_name_of_a_table():
    """A folder of data beside the notebook, and a setup that would read it."""
    book = right(MODULE)
    cell_of(book, "setup_1")["source"] += "\nimport os; os.environ['WORKBOOK_DATA'] = 'data'"
    return {f"{MODULE}.ipynb": dumped(book), "data/rsvps_raw.csv": b"email\nx\n"}
