"""Files that are no notebook, or only half of one."""

import json

from hostile.case import ALL, MODULE, THREE, Notebook, cell_of, dumped, files, notebook, right

NAME = f"{THREE}.ipynb"


@files(ALL, "is empty")
def empty():
    """A file of no bytes."""
    return {NAME: b""}


@files(ALL, "not JSON")
def not_json():
    """A letter to the trainer."""
    return {NAME: b"Sorry, my dog ate the notebook."}


@files(ALL, "not JSON")
def cut_off():
    """Half of a notebook, as after a broken upload."""
    whole = dumped(right(THREE))
    return {NAME: whole[: len(whole) // 2]}


@files(ALL, "not JSON")
def a_picture():
    """A PNG under the name of the notebook."""
    return {NAME: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100}


@files(ALL, "it has no cells")
def a_list():
    """JSON, but a list."""
    return {NAME: b"[1, 2, 3]"}


@notebook(ALL, "it has no cells")
def cells_in_a_dict(book):
    """The cells are a dictionary."""
    book["cells"] = {str(n): cell for n, cell in enumerate(book["cells"])}


@notebook(ALL, "it has no cells")
def no_cells(book):
    """A notebook without cells."""
    book["cells"] = []


@notebook(ALL, "were missing and were put back")
def cells_that_are_none(book):
    """Numbers, lists and nothing where the cells should be."""
    book["cells"] = [None, 7, "cell", [], {}, {"cell_type": []}, {"source": {"a": 1}}]


@files(ALL, "lists in lists without end")
def deep_json():
    """A hundred thousand brackets."""
    return {NAME: b"[" * 100_000}


@notebook(0)
def deep_metadata(book):
    """Metadata as deep as JSON allows, on the notebook, on a cell and in place of an id."""
    for levels, metadata in (
        (300, book["metadata"]),
        (700, cell_of(book, "people_count")["metadata"]),
        (900, book["cells"][0]["metadata"]),
    ):
        metadata["deep"] = json.loads("[" * levels + "]" * levels)
    book["cells"].append(
        {
            "cell_type": "raw",
            "source": "",
            "metadata": {"nbgrader": {"grade_id": json.loads("[" * 600 + "]" * 600)}},
        }
    )


@files(0, "handed in as other.ipynb")
def deep_metadata_in_a_file_of_another_name():
    """As before, and the engine has to look into the file to know what it is."""
    book = right(THREE)
    book["cells"][0]["metadata"] = {"nbgrader": {"grade_id": json.loads("[" * 900 + "]" * 900)}}
    return {"other.ipynb": dumped(book), "and another.ipynb": b"[" * 100_000}


@files(0)
def utf_16():
    """As an old editor of Windows saves it."""
    return {NAME: json.dumps(right(THREE), ensure_ascii=False).encode("utf-16")}


@files(0)
def utf_8_with_a_mark():
    """With a byte order mark."""
    return {NAME: b"\xef\xbb\xbf" + dumped(right(THREE))}


@files(0, assignment=MODULE)
def latin_1():
    """Saved in an encoding of the nineties."""
    book = right(MODULE)
    cell_of(book, "case_reflection")["source"] = "Élan vital à Zürich"
    return {f"{MODULE}.ipynb": json.dumps(book, ensure_ascii=False).encode("latin-1", "replace")}


@notebook(0)
def nbformat_3(book):
    """The format of 2013: worksheets, and input in place of source."""
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source").splitlines(keepends=True)
            cell["prompt_number"], cell["language"] = 3, "python"
    sheet = {"cells": book["cells"], "metadata": {}}
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]}


@notebook(0)
def enormous_outputs(book):
    """Five megabytes of stored output."""
    cell = cell_of(book, "people_count")
    cell["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["x" * 100 + "\n"] * 50_000}
    ]


@notebook(0, "only the first")
def thousands_of_cells(book):
    """Five thousand more cells, before all others."""
    empty = {"cell_type": "markdown", "metadata": {}, "source": "Hello!"}
    book["cells"][:0] = [empty] * 5000


@files(ALL, "it has too many parts")
def millions_of_lists():
    """Two million empty lists, which take a hundred times as much in memory."""
    return {NAME: b'{"cells": [' + b"[]," * 2_000_000 + b"[]]}"}


@notebook(0, "is there twice")
def thousands_of_copies(book):
    """Five thousand copies of an answer, in front of it."""
    wrong = {**cell_of(book, "turnout_range"), "source": "people_low = 1"}
    book["cells"][:0] = [wrong] * 5000


@notebook(0)
def a_long_cell(book):
    """A comment of four hundred thousand characters."""
    cell_of(book, "people_count")["source"] += "# " + "x" * 400_000


@notebook(1, "too long")
def a_cell_of_megabytes(book):
    """A cell of six hundred thousand characters, the last of which are the answer."""
    cell = cell_of(book, "turnout_range")
    cell["source"] = cell["source"].replace(
        'ride_reading = "b"', "#" * 600_000 + '\nride_reading = "b"'
    )


@files(0)
def an_enormous_number():
    """A number of ten thousand digits where Jupyter counts the runs of a cell."""
    whole = dumped(right(THREE))
    return {NAME: whole.replace(b'"execution_count": null', b'"execution_count": ' + b"9" * 10_000)}


@notebook(0)
def not_a_number(book):
    """NaN and infinity, which JSON does not have."""
    book["metadata"]["ratio"] = float("nan")
    cell_of(book, "people_count_check_1")["metadata"]["nbgrader"]["points"] = float("inf")
    cell_of(book, "turnout_range")["metadata"]["size"] = float("-inf")


@files(0)
def names_twice():
    """Each name of the JSON stands twice: the last one counts, as in Python."""
    return {NAME: b'{"cells": [], "metadata": 3, ' + dumped(right(THREE))[1:]}


@notebook(0, assignment=MODULE)
def half_characters(book):
    """Halves of surrogate pairs, in code, in Markdown and in metadata."""
    cell_of(book, "people_count")["source"] += "# \ud800"
    cell_of(book, "case_reflection")["source"] = "\udfff and \ud83d"
    book["metadata"]["\udc80"] = "\udc80"


@notebook(3, "null")
def nul_characters(book):
    """NUL in code, which Python refuses to read."""
    cell_of(book, "turnout_range")["source"] += "# \x00"


@notebook(0)
def marks_that_turn_text_around(book):
    """Characters that turn, hide and erase text, in code and in an error."""
    cell_of(book, "people_count")["source"] += "# \u202e\u2066\x1b[2J\x07\b\x85\u2028"
    book["cells"].append(
        {"cell_type": "code", "metadata": {}, "source": "raise ValueError('\\x1b[2J\\u202e\\x00')"}
    )


@files(ALL, "was not handed in")
def nothing():
    """A submission without files."""
    return {}


@files(0, "handed in as my homework (2).ipynb")
def another_name():
    """A notebook that was saved under another name."""
    return {"my homework (2).ipynb": dumped(right(THREE))}


@files(0, "Not marked, because another file is that notebook")
def two_notebooks():
    """The notebook, and a worse one beside it."""
    return {NAME: dumped(right(THREE)), "old/copy.ipynb": b"not even a notebook"}


@files(0)
def many_files():
    """Hundreds of files and folders beside the notebook."""
    return {NAME: dumped(right(THREE)), **{f"{n % 20}/{n}.txt": b"x" for n in range(500)}}


@files(0)
def a_file_and_a_folder_of_one_name():
    """A zip file can hold ``a`` and ``a/b``; no disk can."""
    return {NAME: dumped(right(THREE)), "a": b"file", "a/b": b"in it", "a/b/c": b"in that"}


def _lie(book: Notebook) -> None:
    book["nbformat"], book["nbformat_minor"] = "four", [5]
    book["metadata"].update(
        kernelspec={"name": ["R"], "display_name": 7, "language": "R"},
        language_info={"name": None, "codemirror_mode": {"name": "<script>alert(1)</script>"}},
        authors="me",
        title=["<script>alert(1)</script>"],
        widgets={"application/vnd.jupyter.widget-state+json": 5},
    )


@notebook(0, absent=("<script>",))
def metadata_of_a_notebook_lies(book):
    """An R kernel, a wrong format, a title that is a script."""
    _lie(book)
