"""Answers that are not what they seem: lying classes, odd numbers, tables that are traps."""

from hostile.case import MODULE, SMALL, answer

ONE = "turnout_range"
"""Worth 3 points in three parts; the first is the number 30."""


_LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __hash__(self): return hash(30)
    def __float__(self): return 30.0
    def __int__(self): return 30
    def __index__(self): return 30
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __bool__(self): return True
    def __len__(self): return 1
    def __iter__(self): return iter([30])
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return 30
    __class__ = float
"""


@answer(ONE, 1)
def a_lying_number():
    """An object that equals everything, for one of three parts of a question."""
    return f"RIGHT\n{_LIAR}\npeople_low = Liar()"


@answer(ONE, 1)
def a_list_in_itself():
    """A value without an end: the two other parts of the question keep their points."""
    return "RIGHT\npeople_low = []\npeople_low.append(people_low)"


@answer(ONE, 1)
def a_long_list():
    """Ten million numbers where one is asked for."""
    return "RIGHT\npeople_low = [0] * 10**7"


@answer(ONE, 1)
def a_long_text():
    """A hundred million letters."""
    return "RIGHT\npeople_low = 'x' * 10**8"


@answer(ONE, 1, "SIGSEGV")
def an_array_over_no_memory():
    """An array whose numbers lie where there is no memory: who reads them is gone."""
    return """
    RIGHT
    import numpy
    people_low = numpy.lib.stride_tricks.as_strided(numpy.zeros(1), (10**5,), (2**40,))
    """


@answer("people_count", 3)
def a_function_with_a_lying_result():
    """A function returns an object that equals everything."""
    return f"{_LIAR}\ndef people_count(rsvps): return Liar()"


@answer("people_count", 3)
def a_class_for_a_function():
    """The answer is a class, and calling it makes an object."""
    return "class people_count(int):\n    def __new__(cls, rsvps): return int.__new__(cls, 5)"


@answer("people_count", 0)
def a_callable_object():
    """The answer is an object that can be called: that is as good as a function."""
    return """
    RIGHT
    class Counter:
        def __init__(self, function): self.function = function
        def __call__(self, *values): return self.function(*values)
    people_count = Counter(people_count)
    """


@answer("people_count", 0)
def a_function_that_spoils_its_table():
    """A function that changes the table it is handed."""
    return """
    RIGHT
    right = people_count
    def people_count(rsvps):
        count = right(rsvps)
        rsvps.drop(columns=list(rsvps.columns), inplace=True)
        return count
    """


@answer("worst_case_bounds", 3, assignment=MODULE)
def bounds_that_lie():
    """Pairs of lying objects, and a function that returns one."""
    return f"""
{_LIAR}
codes_only = (Liar(), Liar())
both_sources = [Liar()] * 2
def worst_case(yes, unknown, total): return Liar(), Liar()
"""


@answer("value", 2, assignment=SMALL)
def a_lie_for_a_plain_check():
    """An object that equals everything, for a check of plain asserts."""
    return f"{_LIAR}\nvalue = Liar()"


@answer("items", 2, assignment=SMALL)
def a_lying_list():
    """A list that is of another type, and holds texts that are."""
    return """
    class Text(str):
        def __eq__(self, other): return True
        __hash__ = str.__hash__
    class List(list):
        def __iter__(self): return iter(["bus", "bike", "tram"])
        def __eq__(self, other): return True
    items = List([Text("a"), Text("b"), Text("c")])
    """


@answer("items", 2, assignment=SMALL)
def lies_in_a_list():
    """A true list of lying objects."""
    return f"{_LIAR}\nitems = [Liar(), Liar(), Liar()]"


@answer("items", 2, assignment=SMALL)
def odd_items():
    """Values that pandas and NumPy have trouble with."""
    return """
    import numpy as np, pandas as pd
    items = [np.datetime64("300000-01-01"), pd.Period("2026"), np.timedelta64("NaT"), float("nan"),
             pd.Timestamp.max, -0.0, 10**400, np.longdouble("inf")][:3]
    """


@answer("items", 2, assignment=SMALL)
def items_that_collide():
    """Numbers that all have one hash: who puts them into a set waits for hours."""
    return "items = {n * (2**61 - 1) for n in range(400)} | {1}"


@answer("table", 2, assignment=SMALL)
def a_table_with_a_lying_index():
    """Labels and values that equal everything."""
    return f"""
{_LIAR}
table = pd.DataFrame({{"riders": [Liar(), Liar()]}}, index=pd.Index([Liar(), Liar()], dtype=object))
table.index.name = Liar()
table.attrs = {{"lie": Liar()}}
"""


@answer("table", 2, assignment=SMALL)
def a_table_that_is_a_subclass():
    """A table of a class of the learner's, which equals everything."""
    return """
    class Frame(pd.DataFrame):
        def equals(self, other): return True
        def __getattribute__(self, name): raise SystemExit(name)
    table = Frame({"riders": [0, 0]})
    """


@answer("table", 2, assignment=SMALL)
def an_index_without_end():
    """A table of 10 ** 18 rows that hold nothing."""
    return "table = pd.DataFrame(index=pd.RangeIndex(10**18))"


@answer("table", 2, assignment=SMALL)
def a_bomb_of_categories():
    """Ten categories in each of six labels: a million combinations for who groups by them."""
    return """
    labels = {f"c{n}": pd.Categorical(["a"], categories=list("abcdefghij")) for n in range(6)}
    table = pd.DataFrame(labels | {"riders": [3]})
    """


@answer("table", 2, assignment=SMALL, seconds=0.8)
def a_million_columns():
    """A table of one row and half a million columns."""
    return "table = pd.DataFrame(np.zeros((1, 500_000)))"


@answer("table", 2, assignment=SMALL)
def odd_columns():
    """Every dtype that has caused trouble."""
    return """
    table = pd.DataFrame({
        "riders": pd.array([3, None], dtype="Int64"),
        "void": np.zeros(2, dtype="V8").tolist(),
        "far": np.array(["300000-01-01", "NaT"], dtype="datetime64[D]").astype(object),
        "complex": np.array([1j, 2], dtype="c16"),
        "interval": pd.arrays.IntervalArray.from_tuples([(0, 1), (1, 2)]),
        "sparse": pd.arrays.SparseArray([0, 1]),
        "period": pd.period_range("2026", periods=2),
        "zone": pd.date_range("2026", periods=2, tz="UTC+14:00"),
    }, index=pd.MultiIndex.from_tuples([("May", float("nan")), (None, pd.NaT)]))
    """


@answer("twice", 2, "TypeError", assignment=SMALL)
def a_function_of_another_shape():
    """A function without a parameter."""
    return "def twice(): return 8"


@answer("twice", 2, assignment=SMALL)
def a_generator_for_a_function():
    """A function that yields."""
    return "def twice(x): yield 2 * x"


@answer("twice", 2, assignment=SMALL)
def a_function_that_returns_functions():
    """A function whose result is itself."""
    return "def twice(x): return twice"


@answer("twice", 2, assignment=SMALL)
def an_error_that_lies():
    """A function that raises an error whose message is an error."""
    return """
    class Liar(Exception):
        def __str__(self): raise SystemExit
        __class__ = AssertionError
    def twice(x): raise Liar
    """


@answer("picture", 2, assignment=SMALL)
def a_picture_that_lies():
    """Axes of a class of the learner's."""
    return """
    import matplotlib.axes
    class Axes(matplotlib.axes.Axes):
        def get_title(self, *a): return "Riders"
        def get_lines(self): return [self]
        def get_ydata(self): return [4, 5, 6]
    axes = Axes(plt.figure(), (0, 0, 1, 1))
    """


@answer("picture", 2, assignment=SMALL, seconds=0.8)
def a_picture_of_everything():
    """Tens of thousands of lines and bars in one picture."""
    return """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle
    figure, axes = plt.subplots()
    plt.close(figure)
    for n in range(20_000):
        axes.add_line(Line2D([n], [n]))
    """


@answer("picture", 2, assignment=SMALL)
def a_picture_with_traps():
    """A title that does not parse, ticks without end, limits that are no numbers."""
    return """
    figure, axes = plt.subplots()
    plt.close(figure)
    axes.plot([1, 2, 3], [4, 5, float("nan")], label="$\\\\frac{")
    axes.set_title("$\\\\frac{$")
    axes.set_xlim(-1e308, 1e308)
    axes.set_yscale("log")
    """
