"""Claims about the world carry a fact id: rules that one can check by eye.

A paragraph, list item or table row in a lesson, an exercise, a slide or a handout must hold a
``{fact}`` role if it has

- a year from 2015 to 2029;
- a percentage, or a number of three or more digits, that is not a ``{number}`` role (0%, 100%, 100
  and 1,000 alone are bases, as in "per 1,000 views"; "63 of 100" is a percentage);
- the name of somebody whose figures we quote (the publishers in ``modules/facts.yml``, and a few
  more), TikTok's policy, rules or terms, or what TikTok says;
- a word of somebody who found something out: study, survey, researcher, reported, according to,
  found that.

A list or table is covered by the paragraph before it, if that ends in a colon and holds the id.
Not looked at: headings, questions, the lettered choices of an exercise (they are there to be
judged), code, "100 to 150 words", a 95% interval or confidence, "0.25 for 25%", and numbers in a
block that itself says invented, made up, in this model, suppose, imagine or say that. The author
marks any other exception, with its reason, in the line before the block::

    % no claim: the group is an example

A quiz has no place for a note. Its percentages, years and large numbers must stand in a fact that
the lesson cites or in the question, or be worked out from two or three numbers of the question.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations

from workbook import facts
from workbook.build.prose import HANDOUT, SLIDES, Block, QuizItem, blocks, quizzes
from workbook.build.roles import FACT
from workbook.build.source import Source
from workbook.errors import Problem

_FIGURE = re.compile(
    r"\b20(?:1[5-9]|2\d)\b|"
    r"\b\d+(?:\.\d+)? ?%|\b\d+(?:\.\d+)? (?:m|b)illion\b|"
    r"\b\d{1,3}(?:,\d{3})+\b|(?<![\d.,])\d{3,}\b"
)
_FINDING = re.compile(
    r"\b(?:stud(?:y|ies)|survey(?:s|ed)?|researchers?|reported|according to|found that)\b",
    re.IGNORECASE,
)
_TIKTOK = re.compile(
    r"\bTikTok's (?:[\w-]+ ){0,2}(?:policy|policies|rules?|terms|page)\b|"
    r"\bTikTok (?:itself )?(?:says?|said|wrote|writes|tells|told|asks|bans)\b"
)
_MORE_NAMES = (
    *("Pew", "App Annie", "BBC", "Columbia", "Forbes", "Harvard", "MacRumors", "Mozilla"),
    *("Publicis", "Rival IQ", "Supreme Court", "Verizon", "WCAG"),
)
_NO_NAMES = {
    *("TikTok", "the authors of this course", "Social Movement Technologies"),
    "the Commons Social Change Library",
}
"""Publishers in whose name no figure is quoted: the app itself, we, and those we credit."""

_INVENTED = re.compile(
    r"\b(?:invented|made[ -]up|made (?:these|those|it|them) (?:\w+ )?up|in this model|"
    r"suppose|imagine|say that)\b",
    re.IGNORECASE,
)
_OUR_OWN = re.compile(
    r"\bcase study\b|\b\d+(?: to \d+)? words\b|\b\d+% (?:interval|confidence)|"
    r"\bconfidence of \d+%|\b[\d.]+ for \d+%",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^.!?:]*\?")
_LETTER = re.compile(r"\*\*[a-h]\*\*:")


def verify(source: Source) -> None:
    """Raises Problem at the first block or quiz that claims something without a fact id."""
    for line, reason in faults(source):
        raise Problem(f"{source.name}, line {line}: {reason}")


def faults(source: Source) -> list[tuple[int, str]]:
    """Each claim without a fact id, as its line and a sentence."""
    return sorted([*_in_blocks(source), *_in_quizzes(source)])


def _in_blocks(source: Source) -> Iterator[tuple[int, str]]:
    for block in (one for tag in ("", SLIDES, HANDOUT) for one in blocks(source, tag)):
        sign = claim(block)
        if sign and not block.exception and not FACT.search(block.text + block.lead):
            yield (
                block.line,
                f"“{sign}” sounds like a claim about the world. Cite its source with "
                "{fact}`ID`, or put '% no claim: ' and the reason into the line before.",
            )


def claim(block: Block) -> str:
    """The first sign of a claim about the world in ``block``; empty if there is none."""
    if block.kind == "heading" or _LETTER.match(block.text):
        return ""
    words = _QUESTION.sub(" ", _OUR_OWN.sub(" ", block.words))
    for sign in (_FINDING, _TIKTOK, _names()):
        if hit := sign.search(words):
            return hit[0]
    return "" if _INVENTED.search(words) else next(iter(_figures(words)), "")


@cache
def _names() -> re.Pattern[str]:
    names = set(_MORE_NAMES)
    for fact in facts.load().values():
        for part in re.split(r", | in |reporting |hosted by ", fact.publisher):
            names.add(part.removeprefix("The ").strip())
    names -= _NO_NAMES | {""}
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names))})\b")


def _in_quizzes(source: Source) -> Iterator[tuple[int, str]]:
    known = facts.load()
    cited = [known[name] for name in FACT.findall(source.text) if name in known]
    said = set(_figures(" ".join(f"{fact.claim} {fact.note or ''}" for fact in cited)))
    for quiz in quizzes(source):
        for line, figure in _unsupported(quiz, said):
            yield (
                line,
                f"“{figure}” in the quiz '{quiz.name}' stands in no fact that this lesson cites, "
                "nor in the question. Cite the fact, use {number}`name`, or take another number.",
            )


def _unsupported(quiz: QuizItem, said: set[str]) -> Iterator[tuple[int, str]]:
    """Figures in a right choice or in a reason that are neither known nor part of the question."""
    known = said.union(_figures(quiz.ask))
    offered = known.union(*(_figures(answer) for _, answer, _, _ in quiz.choices))
    for right, answer, because, line in quiz.choices:
        new = [figure for figure in _figures(answer) if right and figure not in known]
        new += [figure for figure in _figures(because) if figure not in offered]
        yield from ((line, figure) for figure in new if not _worked_out(figure, quiz.ask))


def _worked_out(figure: str, ask: str) -> bool:
    """Whether ``figure`` follows from two or three numbers in the question, as printed."""
    shown = figure.rstrip("%").replace(",", "")
    digits = len(shown.partition(".")[2])
    numbers = {float(hit.replace(",", "")) for hit in re.findall(r"\d[\d,]*(?:\.\d+)?", ask)}
    sums = numbers | {a + b for a, b in permutations(numbers, 2)}
    sums |= {a - b for a, b in permutations(numbers, 2)}
    results = sums | {a * b * scale for a in sums for b in numbers for scale in (1, 0.01)}
    results |= {a / b * scale for a in sums for b in numbers if b for scale in (1, 100)}
    results |= {sum(few) / len(few) for size in (2, 3) for few in combinations(numbers, size)}
    return any(f"{result:.{digits}f}" == shown for result in results)


def _figures(words: str) -> list[str]:
    """Years, percentages and large numbers, in order. "63 of 100" is 63%; bases are left out."""
    words = re.sub(r"(\d+) of (?:each )?100\b", r"\1%", FACT.sub(" ", words))
    words = re.sub(r"(\d+) (to|and|or) (\d+)%", r"\1% \2 \3%", words)
    found = [hit[0].replace(" %", "%") for hit in _FIGURE.finditer(words)]
    return [figure for figure in found if figure not in ("0%", "100%", "100", "1,000")]
