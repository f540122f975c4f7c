"""A group's one-page plan, from the notes they wrote on the way.

Pure: notes (text by name) in; a :class:`Plan`, or its text, out. A note that is not there is no
error: the plan holds a question for it, at most one in each row, so that a group can answer all of
them in a meeting. What a person wrote is never changed here, apart from letters that no page can
show.
"""

import datetime
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from workbook import decision as decisions
from workbook import links_note
from workbook.decision import Outcome
from workbook.i18n import plural, text

DECISION = "08_decision"
"""The name of the note that holds one of :class:`~workbook.decision.Outcome`, or :data:`OPEN`."""
OPEN = "open"
"""What stands there for "not yet decided": an empty note would be none."""
SCORES = "06_hangs_on_scores"
"""The name of the note with the scores of module 06 (:func:`workbook.decision.written`)."""

CODES = "03_codes"
"""The name of the note with the source codes, as the link tool writes it."""

CUT_LAST = ("risks", "exit", "again")
"""Parts whose answers are shortened last: a group holds itself to them."""
CUT_FIRST = ("answer", "messenger")
"""Parts whose answers are shortened first: those in the room know them."""


def decided(notes: Mapping[str, str]) -> Outcome:
    """The decision: the one that was chosen, or else what the scores of module 06 lead to."""
    chosen = notes.get(DECISION, "").strip()
    if not chosen:
        return by_scores(notes) or Outcome.OPEN
    return Outcome(chosen) if chosen in list(Outcome) else Outcome.OPEN


def by_scores(notes: Mapping[str, str]) -> Outcome | None:
    """What the scores of module 06 lead to; None if there are none."""
    marks = decisions.read(notes.get(SCORES, ""))
    return decisions.decide(*marks) if marks else None


def told(decision: Outcome) -> str:
    """The decision as a sentence."""
    return {
        Outcome.YES: text("Yes: we use TikTok, as this page says."),
        Outcome.PARTNERS: text("Only with partner creators, not with an account of our own."),
        Outcome.PILOT: text("A pilot, which ends on the exit date."),
        Outcome.NO: text("No: TikTok is not for us now."),
        Outcome.OPEN: text("Not yet decided."),
    }[decision]


class Line(NamedTuple):
    """One question. ``name`` is that of the note; its first two letters are the module's number."""

    name: str
    label: str
    """What stands before the answer in the plan."""
    ask: str
    """The question as a lesson asks it."""
    draft: str = ""
    """Words to begin with, shown as a draft where the learner has none yet."""

    @property
    def module(self) -> int:
        return int(self.name[:2])


class Part(NamedTuple):
    """One row of the plan: a heading, and the questions under it."""

    key: str
    title: str
    lines: tuple[Line, ...]
    ask: str = ""
    """One question for all of it, where nothing is answered. With a draft, something always is."""


class Answer(NamedTuple):
    """What stands after a label; a ``draft`` is the course's own, until the learner writes."""

    label: str
    words: str
    draft: bool = False

    @property
    def head(self) -> str:
        if self.draft:
            return text("{label} (a draft from the course)", label=self.label)
        return self.label

    @property
    def whole(self) -> str:
        return f"{self.head}: {self.words}"


class Row(NamedTuple):
    """A part with what is there: answers, and one question if something is still open."""

    title: str
    answers: tuple[Answer, ...]
    question: str
    """Empty if nothing is open."""
    key: str = ""
    """That of its part."""


class Plan(NamedTuple):
    """Everything that stands on the page."""

    day: datetime.date
    decision: Outcome
    rows: tuple[Row, ...]
    cautions: tuple[str, ...]
    """What does not fit together yet, a sentence each."""

    @property
    def title(self) -> str:
        if self.decision is Outcome.NO:
            return text("Our plan: what we do instead of TikTok")
        return text("Our plan for TikTok")

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still open, a question each."""
        return tuple(row.question for row in self.rows if row.question)


def make(notes: Mapping[str, str], day: datetime.date) -> Plan:
    """The plan that these ``notes`` give on ``day``. Unknown notes are left out.

    >>> make({"08_decision": "no"}, datetime.date(2026, 11, 25)).decision
    <Outcome.NO: 'no'>
    """
    kept = {name: words for name, raw in notes.items() if (words := clean(raw))}
    if CODES in kept:
        kept[CODES] = links_note.for_plan(kept[CODES])
    decision = decided(kept)
    rows = tuple(_row(part, kept) for part in parts(decision))
    return Plan(day, decision, rows, tuple(_cautions(decision, kept)))


def parts(decision: Outcome = Outcome.OPEN) -> tuple[Part, ...]:
    """The rows of a plan with this decision, in their order."""
    known = _parts()
    keys: tuple[str, ...]
    if decision is Outcome.NO:
        keys = ("answer", "people", "cost", "instead", "measures", "board", "again")
    else:
        keys = (
            *("answer", "goal", "people", "messenger", "videos", "routine"),
            *("measures", "risks", "exit"),
        )
    return tuple(known[key] for key in keys)


def part(key: str) -> Part:
    """One part by its key, such as ``"goal"``. Raises KeyError if there is none."""
    return _parts()[key]


def own_lines(part: Part) -> tuple[Line, ...]:
    """The lines of ``part`` that no part before it has: a lesson asks each of them once."""
    asked: set[str] = set()
    for other in _parts().values():
        if other.key == part.key:
            break
        asked |= {line.name for line in other.lines}
    return tuple(line for line in part.lines if line.name not in asked)


def clean(words: str) -> str:
    """``words`` without letters that no page can show, and without space at the ends of lines.

    Signs that turn the direction of all that follows are taken out as well.
    """
    unified = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(sign for sign in unified if sign == "\n" or _shows(sign))
    return "\n".join(line.strip() for line in shown.split("\n") if line.strip())


def markdown(plan: Plan) -> str:
    """The plan as Markdown, whole, however long. What a person wrote stays plain text in it."""
    blocks = [
        f"# {plan.title}",
        text("*{day}. Nobody but us has read it yet.*", day=plan.day.isoformat()),
        f"**{text('Our decision:')}** {told(plan.decision)}",
    ]
    blocks += [f"> {caution}" for caution in plan.cautions]
    for row in plan.rows:
        lines = [f"## {row.title}", ""]
        lines += [f"- **{answer.head}:** {_escaped(answer.words)}" for answer in row.answers]
        if row.question:
            lines.append(f"- *{still_open(row)}*")
        blocks.append("\n".join(lines))
    blocks.append(f"## {text('Signed')}\n\n" + "\n".join(f"- {line} ____" for line in signatures()))
    if plan.questions:
        blocks.append(f"*{open_note(plan)}*")
    return "\n\n".join(blocks) + "\n"


def plain(plan: Plan) -> str:
    """The plan as plain text, whole, for any program that shows letters."""
    blocks = [plan.title, plan.day.isoformat(), f"{text('Our decision:')} {told(plan.decision)}"]
    blocks += plan.cautions
    for row in plan.rows:
        lines = [row.title.upper()]
        lines += [f"- {answer.whole}".replace("\n", "\n  ") for answer in row.answers]
        if row.question:
            lines.append(f"- {still_open(row)}")
        blocks.append("\n".join(lines))
    blocks.append("\n\n".join(f"{line} {24 * '_'}" for line in signatures()))
    if plan.questions:
        blocks.append(open_note(plan))
    return "\n\n".join(blocks) + "\n"


def signatures() -> tuple[str, ...]:
    """What stands beside the empty lines at the foot."""
    return (
        text("Read together on"),
        text("For the group"),
        text("For the work itself"),
        text("Next date is in the calendar of"),
    )


def still_open(row: Row) -> str:
    """A sentence on what is open in a row."""
    return text("Not yet decided: {question}", question=row.question)


def open_note(plan: Plan) -> str:
    """A sentence on what is open in the whole plan."""
    return plural(
        "{count} question is open. That is a fine state: give it a person and a date rather than "
        "a guess.",
        "{count} questions are open. That is a fine state: give each a person and a date rather "
        "than a guess.",
        len(plan.questions),
    )


def width(words: str) -> float:
    """About how many small letters are as wide as ``words``, in Arial."""
    return sum(map(_width, words))


def height(plan: Plan, columns: int) -> int:
    """About how many lines the rows of ``plan`` take, where a line holds ``columns`` letters."""
    lines = 0.0
    for row in plan.rows:
        lines += 0.6  # the space between two rows
        lines += sum(_taken(answer, columns) for answer in row.answers)
        if row.question:
            lines += _lines(still_open(row), columns)
    return math.ceil(lines)


def fitted(plan: Plan, columns: int, lines: int) -> Plan:
    """The plan with its longest answers shortened, so that it takes at most ``lines`` lines.

    Each answer keeps as much as the others allow, and those of :data:`CUT_LAST` twice as much. So
    answers of one length are cut alike, by a line more or less, and :data:`CUT_FIRST` before all
    others. Labels and open lines are never shortened, so a plan of nothing but those may still be
    higher.
    """
    answers = [answer for row in plan.rows for answer in row.answers]
    wanted = [_taken(answer, columns) for answer in answers]
    ranks = [(_rank(row), place) for row in plan.rows for place in range(len(row.answers))]
    given = _shared(lines - height(plan, columns) + sum(wanted), wanted, ranks)
    short = iter(
        _shortened(answer, room, columns) for answer, room in zip(answers, given, strict=True)
    )
    rows = (row._replace(answers=tuple(next(short) for _ in row.answers)) for row in plan.rows)
    return plan._replace(rows=tuple(rows))


def _shared(lines: int, wanted: list[int], ranks: list[tuple[int, int]]) -> list[int]:
    """Of ``lines``, how many each answer gets: one at least, and no more than it ``wanted``.

    A rank is that of the row, and the answer's place in it: what a row begins with is its heart.
    """
    given = [1] * len(wanted)
    left = lines - len(wanted)
    # Round by round, so that a short answer is whole before a long one gets more.
    while left > 0 and given != wanted:
        for place in sorted(range(len(ranks)), key=ranks.__getitem__):
            turn = 2 if ranks[place][0] == 0 else 1
            more = max(0, min(turn, wanted[place] - given[place], left))
            given[place] += more
            left -= more
    return given


def _rank(row: Row) -> int:
    """Whose turn is first in a round, which may be the last one."""
    return 0 if row.key in CUT_LAST else 2 if row.key in CUT_FIRST else 1


def shortened_words(words: str, most: int) -> str:
    """``words`` in one paragraph of at most ``most`` letters; "…" stands for what is left out."""
    if len(words) <= most:
        return words
    if most < 1:
        return "…"
    flat = words.replace("\n", " / ")
    if len(flat) <= most:
        return flat
    kept = flat[: most - 1]
    at_a_word = kept.rsplit(" ", 1)[0]
    if len(at_a_word) > most // 2:
        kept = at_a_word
    return kept.rstrip(" /") + "…"


def _shortened(answer: Answer, lines: int, columns: int) -> Answer:
    """``answer`` with as many of its words as there is room for in ``lines`` lines."""
    if _taken(answer, columns) <= lines:
        return answer
    flat = answer._replace(words=answer.words.replace("\n", " / "))
    if _taken(flat, columns) <= lines:
        return flat
    low, high = 0, min(len(flat.words), 4 * lines * columns)
    while low < high:  # the most letters that fit
        middle = (low + high + 1) // 2
        tried = answer._replace(words=shortened_words(answer.words, middle))
        if _taken(tried, columns) <= lines:
            low = middle
        else:
            high = middle - 1
    return answer._replace(words=shortened_words(answer.words, low))


# Thousandths of a letter's height in Arial, as its table of widths has them. Liberation Sans and
# Helvetica have the same.
_ARIAL = {
    sign: wide
    for wide, signs in (
        *((222, "ijl'’‘"), (278, " ,.;:!/\\ftI[]|"), (333, "r-()`“”"), (370, '"*{}')),
        *((500, "ckvsxyzJ"), (556, "abdeghnopqu0123456789L?$#_–"), (584, "+<>=~")),
        *((611, "FTZ"), (667, "ABEKPSVXY&"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm")),
        *((889, "%"), (944, "W"), (1015, "—…@")),
    )
    for sign in signs
}
_SMALL = 480
"""A small letter on average, with spaces."""


@cache
def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":  # Chinese and its like, and emoji
        return 2.2
    known = _ARIAL.get(unicodedata.normalize("NFD", sign)[0])
    if known is None:
        known = 722 if sign.isupper() else 556
    return known / _SMALL


@lru_cache(10_000)
def _word(word: str) -> float:
    return width(word)


def _taken(answer: Answer, columns: int) -> int:
    """How many lines an answer takes, with its label, which is bold and so a little wider."""
    return _lines(answer.whole, columns, 0.08 * width(answer.head))


def _lines(words: str, columns: int, begun: float = 0) -> int:
    """How many lines ``words`` takes, where ``begun`` letters of the first are taken already."""
    room = 0.98 * columns  # programs do not agree to the last letter
    space, lines = _width(" "), 0
    for line in words.split("\n"):
        lines, used = lines + 1, begun
        begun = 0
        for word in line.split(" "):
            wide = _word(word)
            if used and used + wide > room:
                lines, used = lines + 1, 0
            if wide > room:  # a word longer than a line is broken
                lines += math.ceil(wide / room) - 1
                wide %= room
            used += wide + space
    return lines


def _row(part: Part, kept: Mapping[str, str]) -> Row:
    answers = [
        Answer(line.label, kept.get(line.name) or line.draft, draft=line.name not in kept)
        for line in part.lines
        if line.name in kept or line.draft
    ]
    missing = [line for line in part.lines if line.name not in kept and not line.draft]
    if part.key == "answer" and "06_answer" in kept:
        # The first thought of module 02 stands only where there is no later one, and whoever has
        # answered need not be asked again for what led there.
        answers = [answer for answer in answers if answer.label != _first_thought().label]
        missing = []
    question = "" if not missing else missing[0].ask if answers else part.ask
    return Row(part.title, tuple(answers), question, part.key)


def _cautions(decision: Outcome, kept: Mapping[str, str]) -> list[str]:
    found = []
    if decision is Outcome.PILOT and "06_exit_date" not in kept:
        found.append(text("A pilot needs an exit date. Until one stands here, it has no end."))
    if decision is Outcome.NO and "08_look_again" not in kept:
        found.append(
            text("A date to look again keeps a no from being forgotten, or argued weekly.")
        )
    if decision is Outcome.PARTNERS and "03_pay" not in kept:
        found.append(
            text("Before money or gifts go to a creator: the rule check of module 3 is still open.")
        )
    if decision in (Outcome.YES, Outcome.PILOT) and "06_stop_doing" not in kept:
        found.append(text("Nothing is named that you stop doing. Where will the hours come from?"))
    return found


def _shows(sign: str) -> bool:
    if sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        return False
    if sign in "\u200c\u200d":  # they join letters and emoji
        return True
    # XML and UTF-8 refuse controls, halves of letters, and the two places that never get a letter.
    refused = unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
    return not refused and sign not in "\ufffe\uffff"


def _escaped(words: str) -> str:
    """Words in which Markdown finds no markup; each further line stays in the list item."""
    lines = []
    for line in words.split("\n"):
        escaped = re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", line)
        escaped = re.sub(r"^([-+=])", r"\\\1", escaped)
        escaped = re.sub(r"^(\d+)([.)])", r"\1\\\2", escaped)
        lines.append(escaped.replace("://", r":\//"))  # an address stays text, not a link
    return "\\\n  ".join(lines)


def _first_thought() -> Line:
    return Line(
        "02_answer",
        text("First thought"),
        text("Today's answer: yes, no, only through a creator, or first ask ten people? Why?"),
    )


def _parts() -> dict[str, Part]:
    """All parts by key, in the language in use."""
    found = (
        Part(
            "answer",
            text("Why"),
            (
                Line(
                    "06_answer",
                    text("Our reasons"),
                    text("What is your answer, in two sentences? What would change it?"),
                ),
                Line(
                    "06_hangs_on",
                    text("What it hangs on"),
                    text("Which one score or weight turns it? What do you need to find out first?"),
                ),
                _first_thought(),
                Line(
                    "01_fit",
                    text("Does it fit us"),
                    text("Does a place like this fit what your group can and wants to do?"),
                ),
            ),
            ask=text("What is your answer, what speaks for it, and what would change it?"),
        ),
        Part(
            "goal",
            text("Goal"),
            (
                Line(
                    "08_goal",
                    text("By when, what is different"),
                    text(
                        "What will be different, for whom, by which date? How many will you count?"
                    ),
                ),
                Line(
                    "02_aim",
                    text("Aim"),
                    text("Reach, recruits or attitudes: which one, and what will you count?"),
                ),
                Line(
                    "03_event",
                    text("Our last event"),
                    text("Your last event: between how many people? Counted or estimated?"),
                ),
            ),
            ask=text(
                "By which date is what different, for whom, and how many people will you count?"
            ),
        ),
        Part(
            "people",
            text("People"),
            (
                Line(
                    "02_people",
                    text("Whom we want to win over"),
                    text("Which people do you want to win over? Who are they, where, how many?"),
                ),
                Line(
                    "02_share",
                    text("How many could be there"),
                    text("How many of them could be there: lowest, highest? Whom will you ask?"),
                ),
                Line(
                    "01_base_not_there",
                    text("Never in this feed"),
                    text("Who in your base is never in this feed? How do you reach them today?"),
                ),
            ),
            ask=text(
                "Which people do you want to win over, and who asks ten of them whether they look"
                " there?"
            ),
        ),
        Part(
            "messenger",
            text("Messenger"),
            (
                Line(
                    "08_messenger",
                    text("Who carries it"),
                    text("Who carries it: which person, or which partner creator? Who asks them?"),
                ),
                Line(
                    "04_who_speaks",
                    text("They agreed to"),
                    text("Who speaks, and did they agree to stay online for years?"),
                ),
                Line(
                    "02_creator",
                    text("Already trusted"),
                    text("Whom do your people already watch? Would this person do it better?"),
                ),
            ),
            ask=text(
                "Who could carry it, whom do your people already watch, and who asks this person?"
            ),
        ),
        Part(
            "videos",
            text("First five videos"),
            (
                Line(
                    "08_videos",
                    text("The five"),
                    text(
                        "Your first five videos, a line each: who is in it, where, what do you ask?"
                    ),
                ),
                Line(
                    "04_first_sentence",
                    text("First sentence"),
                    text("What is the first sentence, and who would stop for it?"),
                ),
                Line(
                    "04_trend_card",
                    text("This trend, but"),
                    text("Which pattern suits you, and which would you never do?"),
                ),
                Line(
                    "04_storyboard",
                    text("Storyboard"),
                    text("What is your storyboard: which hook, which body, which ask?"),
                ),
                Line("04_who_films", text("Who films, when"), text("Who films it, and when?")),
            ),
            ask=text(
                "What are your first five videos: who is in each, where, and what do you ask for?"
            ),
        ),
        Part(
            "routine",
            text("Routine"),
            (
                Line(
                    "05_routine",
                    text("Who looks in, when"),
                    text("Who looks in, how often a day, for how long, on which days?"),
                ),
                Line(
                    "05_line",
                    text("Hide, reply, escalate, log off"),
                    text("What is your line for hide, reply, escalate, log off?"),
                ),
                Line(
                    "05_cover",
                    text("Nights and days off"),
                    text("Who covers nights and days off?"),
                ),
                Line(
                    "05_next_steps",
                    text("Two next steps off the app"),
                    text(
                        "When a commenter wants to join, what are the next two steps off the app?"
                    ),
                ),
                Line(
                    "06_stop_doing",
                    text("To make room we stop"),
                    text("What would you stop doing to make room? Whose hours, how many a week?"),
                ),
            ),
            ask=text(
                "Who looks in on which days, who covers nights and days off, and what do you "
                "stop doing for it?"
            ),
        ),
        Part(
            "measures",
            text("What we count"),
            (
                Line(
                    "08_measures",
                    text("Three numbers"),
                    text("Which three numbers, who counts them, on which day?"),
                ),
                Line(
                    "07_numbers",
                    text("Our numbers so far"),
                    text("Which of your own numbers do you want to remember, and as of when?"),
                ),
                Line("03_codes", text("Source codes"), text("Which code does each place get?")),
                Line(
                    "03_form_question",
                    text("On the form"),
                    text("What is your question on the form, word for word?"),
                ),
                Line("03_door", text("At the door"), text("Who asks it again at the door?")),
            ),
            ask=text(
                "Which three numbers do you count, with which code for each place, and which "
                "question on the form?"
            ),
        ),
        Part(
            "risks",
            text("Risks"),
            (
                Line(
                    "06_at_risk",
                    text("Who is at risk"),
                    text("Who is put at risk by being visible here? Who asked them?"),
                ),
                Line(
                    "03_without",
                    text("A week without the app"),
                    text("If TikTok vanished that week: how many can you reach, and how?"),
                ),
                Line(
                    "03_pay",
                    text("Paying creators"),
                    text("Do you pay creators? No, or only after which checks?"),
                ),
                Line(
                    "04_worst_post",
                    text("Our worst post costs"),
                    text("What does your worst post cost you, in hours and in worry?"),
                ),
            ),
            ask=text("Who is put at risk by being visible here, and who asks them?"),
        ),
        Part(
            "exit",
            text("Exit"),
            (
                Line(
                    "06_exit_test",
                    text("Test"),
                    text("What will you count, how many, and what happens if you are below?"),
                ),
                Line(
                    "06_exit_date",
                    text("Date, and who applies it"),
                    text("On what date will you apply it, and which two people will?"),
                ),
            ),
            ask=text("Who counts what, on which date, and below which number do you stop?"),
        ),
        Part(
            "cost",
            text("What it would cost"),
            (
                Line(
                    "06_stop_doing",
                    text("We would have to stop"),
                    text("What would you stop doing to make room? Whose hours, how many a week?"),
                ),
                Line(
                    "06_at_risk",
                    text("Who would be at risk"),
                    text("Who is put at risk by being visible here? Who asked them?"),
                ),
            ),
            ask=text("What would you have to stop doing, and who would be put at risk?"),
        ),
        Part(
            "instead",
            text("What we do instead"),
            (
                Line(
                    "08_instead",
                    text("The work, who, from when"),
                    text("What do you do with these hours instead? Who, and from when?"),
                    draft=text(
                        "The hours go to the way that brought most people to our last event. "
                        "One person takes it on, from a date we name."
                    ),
                ),
                Line(
                    "03_without",
                    text("How we reach people"),
                    text("If TikTok vanished that week: how many can you reach, and how?"),
                ),
            ),
        ),
        Part(
            "board",
            text("How we tell the board"),
            (
                Line(
                    "08_board",
                    text("What we say, who, when"),
                    text("What do you tell the board or the members? Who says it, and when?"),
                    draft=text(
                        "“We looked at TikTok with care, with figures and with doubts. For the "
                        "people we need, other work is a better use of our hours now. We look "
                        "again on a date, and we know what would change our mind.”"
                    ),
                ),
            ),
        ),
        Part(
            "again",
            text("When we look again"),
            (
                Line(
                    "08_look_again",
                    text("Date, and who"),
                    text("When do you look again, and who puts it on the agenda?"),
                ),
                Line(
                    "08_change_mind",
                    text("What would change our mind"),
                    text("What would have to be different, so that you would say yes?"),
                    draft=text(
                        "A person our people trust wants to carry it; or ten of the people we "
                        "need tell us that they would look there."
                    ),
                ),
            ),
        ),
    )
    return {part.key: part for part in found}
