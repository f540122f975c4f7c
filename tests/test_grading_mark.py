"""One submission: what crosses to a check, what stops, and what is left of it."""

import pytest
from marking import QUICK, engine, marked, master, notebook, scores

from workbook.grading import mark
from workbook.grading.mark import Job
from workbook.grading.records import Submission
from workbook.grading.tampering import only_computes


@pytest.fixture(scope="module", autouse=True)
def _engine():
    with engine():
        yield


def one(stub_and_answer: str, check: str, setup: str = "", **files: bytes):
    """The points of one answer, by one check."""
    made = marked(master(("...", check), setup=setup), {"q1": stub_and_answer}, **files)
    return scores(made)[0], made.notebooks[0]


@pytest.mark.parametrize(
    ("answer", "check"),
    [
        ("x = 3", "assert x == 3"),
        ("x = [1, 2]", "assert x == [1, 2]"),
        ("def f(a, b=1): return a + b", "assert f(2) == 3 and f(2, b=2) == 4"),
        ("f = lambda x: x", "assert f([1, (2,)]) == [1, (2,)]"),
        ("import pandas as pd\nt = pd.DataFrame({'a': [1, 2]})", "assert t['a'].sum() == 3"),
        ("import numpy as np\ndef half(xs): return xs / 2",
         "import numpy as np\nassert (half(np.array([2, 4])) == [1, 2]).all()"),
        ("def use(f, x): return f(x)", "import numpy as np\nassert use(np.median, [1, 2, 3]) == 2"),
        ("def twice(f): return lambda x: f(f(x))\ndef add(x): return x + 1",
         "assert twice(add)(1) == 3"),
        ("import math", "assert math.pi > 3"),
        ("def bad(): raise KeyError('k')",
         "caught = False\ntry:\n    bad()\nexcept KeyError:\n    caught = True\nassert caught"),
        ("y = 1", "def helper(): return y\nassert helper() == 1"),
        ("total = 5", "total_wanted = 5\nassert total == total_wanted"),
        ("x = 3", "0.5 + 0.5"),
        ("class Box: pass\nb = Box()", "assert type(b).__name__ == 'Foreign'"),
        ("async def f(): return 1\nx = await f()", "assert x == 1"),
        ("open('mine.txt', 'w').write('a')\nx = open('mine.txt').read()", "assert x == 'a'"),
    ],
)  # fmt: skip
def test_what_a_check_may_ask(answer, check):
    score, book = one(answer, check)
    assert score == 1.0, book


@pytest.mark.parametrize(
    ("answer", "check", "score"),
    [
        ("x = 4", "assert x == 3", 0.0),
        ("x = 4", "0.25", 0.25),
        ("x = 4", "7", 1.0),  # more than the points is worth the points
        ("x = 4", "import sys\nprint('!', file=sys.stderr)", 0.0),
        ("x = 4", "print('seen')", 1.0),
        ("x = 1 / 0", "x", 0.0),
        ("x = ", "assert x", 0.0),
    ],
)
def test_points_are_read_as_nbgrader_reads_them(answer, check, score):
    assert one(answer, check)[0] == score


def test_a_later_cell_does_not_change_what_a_check_before_it_saw():
    given = master(("...", "assert x == 1"), ("...", "assert x == 2"))
    assert scores(marked(given, {"q1": "x = 1", "q2": "x = 2"})) == [1.0, 1.0]


def test_a_name_of_the_setup_is_the_authors_whatever_an_answer_does_with_it():
    setup = "prices = [1, 2, 3]"
    score, _ = one("prices[:] = [9]\ntotal = 6", "assert total == sum(prices)", setup)
    assert score == 1.0


def test_a_name_that_the_stub_binds_is_the_learners():
    given = master(("guests = ...", "assert guests == 5"), setup="guests = None")
    assert scores(marked(given, {"q1": "guests = 5"})) == [1.0]


def test_a_figure_crosses_as_what_it_shows():
    answer = (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.bar(['a', 'b'], [3, 5])\n"
        "ax.plot([0, 1], [2, 4], label='line')\nax.set_title('Riders')\nax.set_ylabel('people')\n"
        "ax.legend()"
    )
    check = (
        "assert [bar.get_height() for bar in ax.patches] == [3, 5]\n"
        "assert list(ax.lines[0].get_ydata()) == [2, 4]\n"
        "assert ax.get_title() == 'Riders' and ax.get_ylabel() == 'people'\n"
        "assert [t.get_text() for t in ax.get_legend().get_texts()] == ['line']\n"
        "assert [t.get_text() for t in fig.axes[0].get_xticklabels()] == ['a', 'b']"
    )
    score, book = one(answer, check)
    assert score == 1.0, book.cells
    shown = [o for cell in book.notebook["cells"] for o in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1


def test_an_endless_loop_costs_its_own_question_only():
    given = master(("...", "assert a"), ("...", "assert b"), ("...", "assert c"))
    made = marked(given, {"q1": "a = 1", "q2": "while True: pass", "q3": "c = 1"})
    assert scores(made) == [1.0, 0.0, 1.0]
    assert "Question 2 did not finish in 1 s: is there a loop" in made.notebooks[0].notes[0]


def test_an_endless_function_costs_only_its_check():
    given = master(("...", "assert f() == 1"), ("...", "assert b"))
    made = marked(given, {"q1": "def f():\n    while True: pass", "q2": "b = 1"})
    assert scores(made) == [0.0, 1.0]
    assert "Your function did not finish in 1 s" in made.notebooks[0].cells[0].error


def test_a_process_that_ends_itself_is_begun_again_for_the_rest():
    given = master(("...", "assert a"), ("...", "assert b"), ("...", "assert a + c == 3"))
    answers = {"q1": "a = 1", "q2": "import os\nos._exit(3)", "q3": "c = 2"}
    made = marked(given, answers)
    assert scores(made) == [1.0, 0.0, 1.0]
    assert "Question 2 ended Python itself" in made.notebooks[0].notes[0]


def test_too_much_output_is_cut_with_a_word():
    _, book = one("print('x' * 100, sep='\\n' * 5)\nfor n in range(10**5): print(n)", "pass")
    shown = "".join(o.get("text", "") for o in book.notebook["cells"][0]["outputs"])
    assert len(shown) < 65_000
    assert "too long" in shown


def test_a_notebook_has_its_time():
    given = master(*[("...", "assert a")] * 4)
    slow = {f"q{n}": "import time; time.sleep(0.8); a = 1" for n in (1, 2, 3, 4)}
    limits = type(QUICK)(cell_seconds=1.0, notebook_seconds=2.0)
    made = marked(given, slow, limits)
    assert scores(made)[0] == 1.0
    assert scores(made)[-1] == 0.0
    assert any("stopped after 2 s" in note for note in made.notebooks[0].notes)


def test_a_helper_file_beside_the_notebook_can_be_imported_by_the_learner():
    score, _ = one("import helper\nx = helper.x", "assert x == 3", **{"helper.py": b"x = 3"})
    assert score == 1.0


def test_a_file_beside_the_notebook_cannot_take_the_place_of_a_library():
    files = {"pandas.py": b"raise SystemExit", "json.py": b"raise SystemExit"}
    answer = "import pandas as pd, json\nx = pd.Series([1]).sum()"
    assert one(answer, "assert x == 1", **files)[0] == 1.0


def test_an_untouched_answer_is_noted_as_such():
    made = marked(master(("x = ...", "assert x == 3")), {})
    assert scores(made) == [0.0]
    assert not made.notebooks[0].cells[0].answered


def test_a_notebook_that_was_not_handed_in_gets_nothing_and_a_sentence():
    given = master(("...", "pass"))
    made = mark.mark(Job(Submission("a learner", "ex", {}), (given,), QUICK))
    assert scores(made) == [0.0]
    assert "not handed in" in made.notebooks[0].notes[0]


def test_the_file_of_the_author_takes_the_place_of_the_learners():
    given = master(("...", "assert x == 'true'"))
    files = {"ex.ipynb": notebook(given, {"q1": "x = open('data.txt').read()"})}
    files["data.txt"] = b"false"
    job = Job(Submission("a learner", "ex", files), (given,), QUICK, {"data.txt": b"true"})
    assert scores(mark.mark(job)) == [1.0]


def test_setup_and_checks_find_the_files_of_the_author():
    setup = "import pandas as pd\nt = pd.read_csv('table.csv')"
    check = "from helper import three\nassert n == len(t) and m == three()"
    given = master(("...", check), setup=setup)
    content = {"ex.ipynb": notebook(given, {"q1": "n = len(t)\nm = 3"})}
    files = {"table.csv": b"a\n1\n2\n", "helper.py": b"def three(): return 3"}
    job = Job(Submission("a learner", "ex", content), (given,), QUICK, files)
    assert scores(mark.mark(job)) == [1.0]


def test_what_all_cells_show_together_has_a_limit():
    given = master(*[("...", "assert a")] * 30)
    flood = {f"q{n}": "a = 1\nprint('x' * 59_000)" for n in range(1, 31)}
    made = marked(given, flood)
    assert scores(made) == [1.0] * 30
    shown = str(made.notebooks[0].notebook)
    assert len(shown) < 25 * 60_000
    assert "This notebook shows too much" in shown


def test_two_runs_give_the_same_notebook():
    given = master(("...", "assert x"))
    first, second = (marked(given, {"q1": "x = 1\nprint(x)\nx"}) for _ in range(2))
    assert first.notebooks == second.notebooks


@pytest.mark.parametrize(
    "code",
    [
        "def f(rsvps):\n    rows = rsvps.assign(a=1)\n    rows['c'] = 2\n    return rows.mean()",
        "table.loc[0, 'a'] = 3\n[x ** 2 for x in table['a'] if x > 1]",
        "from workbook.feedback import stuck\n\nstuck('turnout_range')",
        "import pandas as pd\nprint(pd.DataFrame({'a': [1]}))",
    ],
)
def test_a_cell_that_only_computes_is_known(code):
    assert only_computes(code)


@pytest.mark.parametrize(
    "code",
    [
        "import sys",
        "from os import kill",
        "import pandas as pd\npd.isna = None",
        "del pd.isna",
        "pd.io.common.sys.modules['json'] = None",
        "setattr(pd, 'isna', None)",
        "getattr(pd, 'is' + 'na')",
        "().__class__.__base__.__subclasses__()",
        "exec('import sys')",
        "get_ipython().events",
        "class A:\n    pass",
        "!ls",
        "%time x = 1",
        "__builtins__['len'] = None",
        "x = (" * 500,
    ],
)
def test_a_cell_that_may_do_more_is_not_taken_for_one_that_computes(code):
    assert not only_computes(code)


def test_what_a_cell_changed_before_it_was_stopped_is_not_overlooked():
    """Its question is not worth a second look; the others are, which it has spoiled."""
    spoils = "import math\nmath.floor = None\nwhile True:\n    pass"
    given = master(("...", "assert a"), ("...", "assert n == 1"))
    made = marked(given, {"q1": spoils, "q2": "import math\nn = math.floor(1.5)"})
    assert scores(made) == [0.0, 1.0]
