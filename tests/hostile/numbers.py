"""A question asks for the number 30. What comes is something else, or nearly."""

from hostile.case import ALL, NUMBERS, Notebook, cell_of, notebook
from hostile.small import made

_SLOTS = 12


def source() -> Notebook:
    """An assignment that asks for the number 30, twelve times."""
    cells: list[tuple[str, str, float]] = [
        ("setup", "from workbook.feedback import Check", 0),
    ]
    for n in range(_SLOTS):
        cells += [
            (f"n{n}", f"n{n} = 30", 0),
            (
                f"n{n}_check",
                f"q = Check('n{n}', points=1)\nq.number('it', lambda: n{n}, 30)\nq.score()",
                1,
            ),
        ]
    return made(cells)


def _hand_in(book: Notebook, *values: str) -> None:
    """Each value is the last line of some code."""
    assert len(values) <= _SLOTS
    for n, code in enumerate(values):
        *before, value = code.split("\n")
        cell_of(book, f"n{n}")["source"] = "\n".join([*before, f"n{n} = {value}"])


@notebook(0, assignment=NUMBERS)
def numbers_of_other_kinds(book):
    """Kinds of number that are numbers."""
    kinds = "float16", "float32", "float64", "longdouble", "int8", "uint8", "int64", "uint64"
    _hand_in(book, "30", "30.0", *(f"__import__('numpy').{kind}(30)" for kind in kinds))


@notebook(ALL, assignment=NUMBERS)
def numbers_that_are_none(book):
    """Values that look like 30."""
    _hand_in(
        book,
        "True",
        "'30'",
        "b'30'",
        "[30]",
        "(30 for _ in range(1))",
        "class F(float): pass\nF(30)",
        "class I(int):\n    def __eq__(s, o): return True\n    __hash__ = int.__hash__\nI(30)",
        "class M(type):\n    def __eq__(s, o): return True\n    __hash__ = type.__hash__\n"
        "M('float', (float,), {})(30)",
        "__import__('fractions').Fraction(30)",
        "__import__('decimal').Decimal(30)",
        "30 + 0j",
        "__import__('numpy').array([30])",
    )


@notebook(ALL, assignment=NUMBERS)
def odd_numbers(book):
    """Numbers at the ends of what there is."""
    _hand_in(
        book,
        "float('nan')",
        "float('inf')",
        "-float('inf')",
        "-0.0",
        "10 ** 100_000",
        "-(10 ** 5000)",
        "5e-324",
        "__import__('numpy').float16('nan')",
        "__import__('numpy').datetime64('300000-01-01')",
        "__import__('numpy').timedelta64('NaT')",
        "__import__('pandas').NA",
        "__import__('pandas').NaT",
    )


@notebook(ALL, assignment=NUMBERS)
def no_numbers_at_all(book):
    """Values that are hard to look at."""
    _hand_in(
        book,
        "loop = {}\nloop['a'] = loop\nloop",
        "deep = []\nfor _ in range(100_000): deep = [deep]\ndeep",
        "import numpy\nloop = numpy.empty(1, dtype=object)\nloop[0] = loop\nloop",
        "range(10**30)",
        "__import__('numpy').complex256(30)",
        "__import__('numpy').void(b'abcdefgh')",
        "__import__('numpy').zeros(2, dtype=[('a', 'O'), ('b', 'V3')])",
        "open('/dev/null')",
        "type",
        "__import__('os')",
        "lambda: 30",
        "__import__('threading').Lock()",
    )
