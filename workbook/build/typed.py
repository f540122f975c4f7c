"""Numbers of the sample data in the text are computed, never typed.

A number belongs to the sample data if it changes when the tables are drawn anew: the numbers of
the front matter, and every plain value that the reference answers and the checks of the exercise
compute. Where such a number stands in the text as digits it must be a ``{number}`` role. To leave
chance hits alone, only numbers with a decimal, a percent sign or three digits count. In hints and
in the words of wrong answers, which are about the answers, two digits do, unless the text of a
question states the number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from numbers import Real
from typing import Any

from workbook.build import exercise, prose, roles, wrong
from workbook.build.source import Source, read

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)%?")


def values(source: Source) -> dict[str, float | str]:
    """What ``source`` computes from the tables in use, by a name of its place.

    A number of the front matter is given as it is shown.
    """
    found: dict[str, float | str] = {
        name: shown for name, shown in roles.numbers(source).items() if _NUMBER.fullmatch(shown)
    }
    if source.path.name == "exercise.md":
        # Making the notebook uses its source up, so this reads it once more.
        found.update(_plain(wrong.names(exercise.solution_notebook(read(source.path)))))
    return found


def changed(
    here: Mapping[str, float | str], elsewhere: Mapping[str, float | str]
) -> list[float | str]:
    """The values that are others on other tables."""
    return [value for name, value in here.items() if elsewhere.get(name) != value]


def faults(source: Source, sample: Sequence[float | str]) -> list[tuple[int, str]]:
    """Each typed number that is one of ``sample``, as its line and a sentence."""
    hits = []
    blocks = [
        block for tag in ("", prose.SLIDES, prose.HANDOUT) for block in prose.blocks(source, tag)
    ]
    for block in blocks:
        if not roles.FACT.search(block.text + block.lead) and not block.exception:
            # Questions are numbered, such as 6.3.
            words = re.sub(rf"\b{source.number}\.[1-9]\b(?!%)", " ", block.words)
            hits += [(block.line, number) for number in typed(words, sample)]
    for item in prose.quizzes(source):
        for _, answer, because, line in item.choices:
            words = f"{answer} {because}"
            hits += [(line, number) for number in typed(words, sample) if number not in item.ask]
    given = {hit[0] for block in blocks for hit in _NUMBER.finditer(block.words)}
    for line, hint in _hints(source):
        found = typed(hint, sample, digits=2)
        hits += [(line, number) for number in found if number not in given]
    return [
        (line, f"“{number}” is a number of the sample data. Write {{number}}`name` in its place.")
        for line, number in hits
    ]


def typed(words: str, sample: Sequence[float | str], digits: int = 3) -> list[str]:
    """The numbers of ``sample`` that stand in ``words`` as digits, outside roles and code."""
    words = re.sub(r"(?:\{\w+\})?`[^`]*`", " ", words)
    words = re.sub(r"\d+ to \d+ words", " ", words)  # how long an answer is to be
    numbers = [hit[0].rstrip(",") for hit in _NUMBER.finditer(words)]
    return [
        number
        for number in numbers
        if ("." in number or "%" in number or len(number) >= digits)
        and any(_shows(number, value) for value in sample)
    ]


def _shows(number: str, value: float | str) -> bool:
    """Whether ``number`` is how a text would give ``value``; a share also in percent."""
    plain = number.rstrip("%")
    if isinstance(value, str):
        return number == value or ("." in plain and plain == value.rstrip("%"))
    plain = plain.replace(",", "")
    if "." in plain and not re.fullmatch(r"0\.\d\d?", plain):
        decimals = len(plain.partition(".")[2])
        return plain in (f"{value:.{decimals}f}", f"{100 * value:.{decimals}f}")
    # A whole percentage, a share such as 0.15 or a small number is near too much by chance.
    return "%" not in number and plain == f"{value:.0f}" and (value == int(value) or value >= 100)


def _hints(source: Source) -> Iterator[tuple[int, str]]:
    for cell in source.cells:
        for hint in cell.metadata.get("hints", []):
            # Quotation marks are written with a backslash there.
            start = max(hint.split('"'), key=len)[:30]
            line = source.text.partition(start)[0].count("\n") + 1
            yield line, hint


def _plain(names: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """The numbers among ``names``, also those inside tuples and dictionaries."""
    found: dict[str, float] = {}
    for name, value in names.items():
        place = f"{prefix}{name}"
        if isinstance(value, bool):
            continue
        if isinstance(value, Real):
            found[place] = float(value)
        elif isinstance(value, tuple | list):
            found.update(_plain({str(i): v for i, v in enumerate(value)}, f"{place}."))
        elif isinstance(value, dict) and not name.startswith("__"):
            found.update(_plain({str(k): v for k, v in value.items()}, f"{place}."))
    return found
