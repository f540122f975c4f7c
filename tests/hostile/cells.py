"""Cells that are missing, doubled, moved or forged."""

import copy

from hostile.case import cell_of, notebook


def _drop(book, *names):
    book["cells"] = [
        cell for cell in book["cells"] if cell not in [cell_of(book, n) for n in names]
    ]


@notebook(0, "1 cell was missing and was put back: people_count_check_1")
def without_a_check(book):
    """A check was deleted."""
    _drop(book, "people_count_check_1")


@notebook(5, "2 cells were missing and were put back: turnout_range, team_interval")
def without_two_answers(book):
    """Two answer cells were deleted, their checks were left."""
    _drop(book, "turnout_range", "team_interval")


@notebook(0, "1 cell was missing and was put back: setup_1")
def without_the_setup(book):
    """The cell with the imports was deleted."""
    _drop(book, "setup_1")


@notebook(3, "The cell turnout_range is there twice. The last one counts.")
def an_answer_twice(book):
    """The right answer, and a wrong one of the same id behind it."""
    cell = copy.deepcopy(cell_of(book, "turnout_range"))
    cell["source"] = "people_low, people_high, ride_reading = 1, 2, 'z'"
    book["cells"].insert(book["cells"].index(cell_of(book, "turnout_range")) + 1, cell)


@notebook(0, "The cell turnout_range_check_1 is there twice")
def a_check_twice(book):
    """The same check three times: it counts once."""
    cell = cell_of(book, "turnout_range_check_1")
    place = book["cells"].index(cell)
    book["cells"][place:place] = [copy.deepcopy(cell), copy.deepcopy(cell)]


@notebook(3, "was missing and was put back: turnout_range")
def an_answer_under_another_id(book):
    """An answer cell calls itself something else, so that the question has no answer."""
    cell = cell_of(book, "turnout_range")
    cell["metadata"]["nbgrader"]["grade_id"] = "bonus"
    cell["source"] = "pass"


@notebook(0, "A check stood before its answer")
def the_order_turned_around(book):
    """All cells in the opposite order: the setup comes last."""
    book["cells"].reverse()


@notebook(0, "had other points")
def other_points(book):
    """A check claims to be worth a thousand points."""
    cell_of(book, "turnout_range_check_1")["metadata"]["nbgrader"]["points"] = 1000


@notebook(0)
def points_that_are_no_number(book):
    """Points that are text, a list, less than nothing."""
    for name, points in (
        ("turnout_range_check_1", "many"),
        ("team_interval_check_1", [3]),
        ("people_count_check_1", -5),
        ("people_count_check_2", None),
    ):
        cell_of(book, name)["metadata"]["nbgrader"]["points"] = points


@notebook(0, "had another type")
def other_types(book):
    """An answer that is Markdown, a check that is raw, a reflection that is code."""
    cell_of(book, "turnout_range")["cell_type"] = "markdown"
    cell_of(book, "team_interval_check_1")["cell_type"] = "raw"
    cell_of(book, "case_reflection")["cell_type"] = "code"


@notebook(3, "The cell turnout_range_check_1 was changed")
def an_edited_check(book):
    """A wrong answer, and a check that gives full points for it."""
    cell_of(book, "turnout_range")["source"] = "people_low = people_high = ride_reading = 0"
    cell_of(book, "turnout_range_check_1")["source"] = "3.0"


@notebook(3, "The cell setup_1 was changed")
def an_edited_setup(book):
    """The setup patches the checks, in a cell that the author had locked."""
    cell_of(book, "turnout_range")["source"] = "people_low = people_high = ride_reading = 0"
    cell_of(book, "setup_1")["source"] += (
        "\nCheck.score = lambda self: float(self.points)\nimport os; os._exit(0)"
    )


@notebook(0)
def metadata_lies(book):
    """Answers that say they are graded, checks that say they are answers, odd versions."""
    for cell in book["cells"]:
        noted = cell["metadata"].get("nbgrader")
        if noted:
            noted.update(
                grade=not noted["grade"],
                solution=not noted["solution"],
                locked=not noted["locked"],
                task=True,
                schema_version=99,
                checksum="0" * 32,
            )


@notebook(3)
def an_answer_takes_the_place_of_a_check(book):
    """An answer cell has the id of the check, behind the real one, and gives itself points."""
    cell_of(book, "turnout_range")["source"] = "people_low = 1"
    forged = copy.deepcopy(cell_of(book, "turnout_range_check_1"))
    forged["source"] = "3.0"
    book["cells"].append(forged)


@notebook(0)
def ids_that_are_none(book):
    """nbgrader's notes are lists, numbers, nothing; ids are lists and tables."""
    for noted in (
        [],
        3,
        None,
        "nbgrader",
        {"grade_id": []},
        {"grade_id": {"a": 1}},
        {"grade_id": 3},
    ):
        book["cells"].append({"cell_type": "code", "source": "1", "metadata": {"nbgrader": noted}})
    book["cells"].append({"cell_type": "code", "source": ["1\n", None, 7], "metadata": []})
    book["cells"].append({"cell_type": "heading", "source": "Hello", "level": 1, "metadata": None})


@notebook(0)
def metadata_that_no_tool_can_read(book):
    """Tags, names and ids of kinds that the format forbids: nbgrader's forms must open it."""
    for n, cell in enumerate(book["cells"]):
        cell["id"] = ["same", "not valid!", 7, ""][n % 4]
        cell["metadata"].update(
            name=5,
            tags="hidden,solution",
            jupyter=[1],
            format=[],
            collapsed="yes",
            scrolled=9,
            execution="now",
        )
        cell["attachments"] = {"x": 5}
