"""What a class did with each question, and the mistakes that several learners made alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbook.feedback.outcome import Outcome
from workbook.grading.reports.summary import Summary
from workbook.i18n import plural, text

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass
class Answers:
    """What a class did with one question."""

    name: str
    place: int
    labels: Counter[str] = field(default_factory=Counter)
    hints: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[Outcome | None] = field(default_factory=Counter)
    read: int = 0
    """How many answers a person has read."""

    @property
    def label(self) -> str:
        """As most notebooks have it: each comes from a learner's own file."""
        return self.labels.most_common(1)[0][0]

    @property
    def asked(self) -> int:
        """How many learners had this question."""
        return self.outcomes.total()

    @property
    def by_people(self) -> bool:
        """Whether people read the answers, because no check can."""
        return self.outcomes[None] > 0

    @property
    def right(self) -> int:
        return self.outcomes[Outcome.RIGHT]


def answers(learners: Sequence[Summary]) -> dict[str, Answers]:
    found: dict[str, Answers] = {}
    for learner in learners:
        for place, question in enumerate(learner.questions):
            one = found.setdefault(question.name, Answers(question.name, place))
            one.labels[question.label] += 1
            one.outcomes[question.outcome] += 1
            if question.hint:
                one.hints[question.hint] += 1
            one.read += question.outcome is None and not question.waiting
    return found


def hardest_first(asked: Iterable[Answers]) -> list[Answers]:
    """The questions that checks judge, those with the smallest share of right answers first."""
    return sorted(
        (one for one in asked if not one.by_people),
        key=lambda one: (one.right / one.asked, one.outcomes[Outcome.PARTLY] / -one.asked),
    )


@dataclass(frozen=True)
class Mistake:
    """What several learners got wrong alike."""

    question: Answers
    part: str
    """The part of the check; it may have no name."""
    sentence: str
    """What most of these learners read in their feedback."""
    people: tuple[str, ...]
    """The ids of these learners, in order."""

    @property
    def where(self) -> str:
        """The question, and the part of it."""
        return " · ".join(filter(None, [self.question.label, self.part]))

    @property
    def place(self) -> str:
        """The same in few words, for a wall: of a numbered question, the number alone."""
        numbered = re.match(r"\d[\d.]*(?=\s)", self.question.label)
        return f"{numbered[0]} · {self.part}" if numbered and self.part else self.where

    @property
    def to_say(self) -> str:
        """What a trainer could say about it, or nothing."""
        if self.question.hints:
            hint = self.question.hints.most_common(1)[0][0]
            return text("You could say: {words}", words=hint)
        if self.question.right:
            return plural(
                "{count} learner has this question right. You could ask how.",
                "{count} learners have this question right. You could ask one of them how.",
                self.question.right,
            )
        return ""


def mistakes(learners: Sequence[Summary]) -> list[Mistake]:
    """The mistakes that two learners or more share, the most common first."""
    who: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    spelled: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for learner in learners:
        for question in learner.questions:
            for wrong in question.wrong:
                # "Your answer: 31 to 70" and "31 to 71" are one mistake.
                key = (question.name, wrong.part, _DIGITS.sub("#", wrong.sentence))
                who[key].add(learner.learner)
                spelled[key][wrong.sentence or wrong.outcome.word] += 1
    asked = answers(learners)
    common = sorted(
        (key for key, people in who.items() if len(people) > 1),
        key=lambda key: (-len(who[key]), asked[key[0]].place, key),
    )
    return [
        Mistake(asked[key[0]], key[1], spelled[key].most_common(1)[0][0], tuple(sorted(who[key])))
        for key in common
    ]
