"""Comments and messages to a group's account, and a group's own rule for them.

The messages are written by us. :func:`judge` holds a choice against a rule that a group sets
itself, so the same choice can be right for one group and not for another. A few choices are
never right: they would put somebody in danger. All of it is the course's advice, and no law:
see module 05 for the sources.

Everything here is a pure function on plain values.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from workbook.i18n import text

# A group's own rule ----------------------------------------------------------------------------

WHO = ("one", "two", "shifts")
"""One person, always the same; one on duty and a second to call; several in shifts, one on call."""
HIDE = ("nothing", "harm", "insults")
"""Nothing; slurs, threats, private data and spam; these, and insults that make no point."""
CRITICS = ("once", "never")
"""A critic who makes a point gets one answer, or none."""
HAND_ON = ("danger", "public")
"""What the person on duty hands on: danger only, or also the press and our own mistakes."""


class Policy(NamedTuple):
    """A group's rule for comments and messages."""

    who: str = "one"
    hide: str = "nothing"
    critics: str = "once"
    hand_on: str = "danger"
    rest: bool = False
    """True if nights and days off are kept: nobody answers then."""

    def check(self) -> "Policy":
        """This policy. Raises ValueError if one of its parts does not exist."""
        for value, known in zip(self[:4], (WHO, HIDE, CRITICS, HAND_ON), strict=True):
            _one_of(value, known)
        return self


# What came in ----------------------------------------------------------------------------------


class Message(NamedTuple):
    """A comment under a video, seen by all, or a direct message, seen by the team."""

    id: str
    direct: bool
    when: str
    words: str


def queue() -> tuple[Message, ...]:
    """The messages in the order in which they come in, in the reader's language."""
    return (
        Message(
            "thanks",
            False,
            text("Tuesday, 10:05"),
            text("I laughed out loud at the bell part. Proud of this town."),
        ),
        Message(
            "question", False, text("Tuesday, 10:06"), text("What time does it start on Saturday?")
        ),
        Message(
            "join",
            False,
            text("Tuesday, 10:09"),
            text("I have never done this, but I want to help you. What can I do?"),
        ),
        Message(
            "robot",
            False,
            text("Tuesday, 10:10"),
            text("user04417253951: Want 1000 followers today?"),
        ),
        Message(
            "critic",
            False,
            text("Tuesday, 13:20"),
            text("You block my street every week. I clean offices, and I come late to work."),
        ),
        Message(
            "insult",
            False,
            text("Tuesday, 13:31"),
            text("Pathetic. What is wrong with you people?"),
        ),
        Message(
            "slur",
            False,
            text("Tuesday, 13:40"),
            text("(a slur against the woman who commented just above)"),
        ),
        Message(
            "status",
            True,
            text("Tuesday, 16:02"),
            text(
                "I want to ride with you, but I have no papers. Will police be there? My name is …"
            ),
        ),
        Message(
            "minor",
            True,
            text("Tuesday, 16:30"),
            text("im 16, my parents dont know i ride. can we meet before friday? my number is …"),
        ),
        Message(
            "press",
            True,
            text("Wednesday, 9:15"),
            text("Hi, I write for the Harbor Daily. A line on Monday's crash, by noon?"),
        ),
        Message(
            "mistake",
            False,
            text("Wednesday, 9:40"),
            text("You said that the ride is free. The form asked me for 10 dollars."),
        ),
        Message(
            "address",
            False,
            text("Wednesday, 12:10"),
            text("The man who honked lives on Mill Street, number 12. Go and say hello."),
        ),
        Message(
            "threat",
            False,
            text("Friday, 22:48"),
            text("I know where you start tomorrow. Watch your backs."),
        ),
        Message(
            "storm",
            False,
            text("Saturday, 20:15"),
            text("(the same sneering sentence, from forty accounts in ten minutes)"),
        ),
        Message(
            "late",
            False,
            text("Sunday, 23:50, a day off"),
            text("Is there another ride next month?"),
        ),
    )


# What one can do -------------------------------------------------------------------------------

ACTIONS = ("like", "reply", "pin", "filter", "hide", "report", "move", "hand_on", "rest")
"""Like; reply right here; pin it at the top; filter words, or show comments only once approved;
hide or delete; report to the app; answer only with where to go on (a phone number, a form, a
visit); hand on to the person named in the rule; leave it, and rest."""

MINUTES = {
    "like": 0.1,
    "reply": 2.0,
    "pin": 0.5,
    "filter": 1.0,
    "hide": 0.3,
    "report": 0.7,
    "move": 2.0,
    "hand_on": 3.0,
    "rest": 0.0,
}
"""Minutes that an action takes. Our own guesses: time yourselves."""


class Verdict(Enum):
    """How a choice stands against a policy."""

    FITS = "fits"
    DOES_NOT = "does not fit"
    GAP = "gap"
    """It would be right, and the policy names nobody, or no line, for it."""
    NOT_THERE = "not possible"
    NEVER = "never"


class Judgement(NamedTuple):
    """A verdict, and the reason for it in a sentence or two."""

    verdict: Verdict
    why: str


def judge(message: str, action: str, policy: Policy) -> Judgement:
    """Does ``action`` on the message with this id fit the ``policy``, and why?

    Raises ValueError if there is no such message, action or policy.
    """
    policy.check()
    _one_of(action, ACTIONS)
    if message not in _RULES:
        raise ValueError(text("There is no message called {id}.", id=repr(message)))
    (direct,) = (one.direct for one in queue() if one.id == message)
    if direct and action in ("pin", "filter", "hide"):
        return Judgement(
            Verdict.NOT_THERE,
            text("This is for comments. A direct message stands on no page."),
        )
    special, otherwise = _RULES[message](policy)
    return special.get(action, Judgement(Verdict.DOES_NOT, otherwise))


def fitting(message: str, policy: Policy) -> tuple[str, ...]:
    """The actions on a message that fit the policy: often more than one."""
    return tuple(
        action for action in ACTIONS if judge(message, action, policy).verdict is Verdict.FITS
    )


def minutes(actions: Sequence[str]) -> float:
    """Minutes that these actions take together. Raises ValueError if one does not exist."""
    return sum(MINUTES[_one_of(action, ACTIONS)] for action in actions)


# The rules, one for each message ---------------------------------------------------------------

_Rule = Callable[[Policy], tuple[Mapping[str, Judgement], str]]
"""From a policy to the judgements that need a reason of their own, and the reason for the rest."""


def _fits(why: str) -> Judgement:
    return Judgement(Verdict.FITS, why)


def _not(why: str) -> Judgement:
    return Judgement(Verdict.DOES_NOT, why)


def _never(why: str) -> Judgement:
    return Judgement(Verdict.NEVER, why)


def _gap(why: str) -> Judgement:
    return Judgement(Verdict.GAP, why)


def _to_somebody(policy: Policy, why: str) -> Judgement:
    """Handing on, where there is somebody to hand it to."""
    if policy.who == "one":
        return _gap(
            text("It must go to somebody else today, and your rule names nobody. Name a person.")
        )
    return _fits(why)


def _public_matter(policy: Policy, why: str) -> Judgement:
    """Handing on what is public and no danger."""
    if policy.hand_on == "danger":
        return _not(
            text("Your rule hands on danger only. The person on duty answers this one, or asks.")
        )
    return _to_somebody(policy, why)


def _harmful(policy: Policy, why: str) -> Judgement:
    """Hiding, or filtering, what harms somebody."""
    if policy.hide == "nothing":
        return _gap(
            text("Your rule hides nothing, so the people it harms stand alone. Draw a line.")
        )
    return _fits(why)


def _insulting(policy: Policy, why: str) -> Judgement:
    if policy.hide == "insults":
        return _fits(why)
    return _not(text("Your rule leaves insults standing. You may change it, for all of them."))


def _thanks(_: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "like": _fits(text("They see that somebody read it. It takes a second.")),
        "reply": _fits(text("A word or a smiley says the same, more warmly.")),
        "pin": _fits(
            text("It is then the first thing that people read. It takes the place of another one.")
        ),
        "rest": _fits(text("Nobody waits for an answer to thanks.")),
    }, text("It is thanks: nothing in it needs this.")


def _question(_: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "reply": _fits(text("It is a real question, and others read your answer too.")),
        "pin": _fits(text("Answer once, pin the answer, and the next twenty people need not ask.")),
        "like": _not(text("A like is kind, and leaves them without the time.")),
        "rest": _not(text("On a working day a question gets an answer. They may come, or not.")),
    }, text("It is a question that you can answer here in four words.")


def _join(_: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "reply": _fits(
            text("Thank them, and give one small next step: an evening, a place, the form.")
        ),
        "move": _fits(
            text("One step off the app: the form, or a call. Here you could lose them any day.")
        ),
        "like": _not(text("They offered hours of their life. A like does not tell them how.")),
        "rest": _not(text("It is why you are here. Tomorrow they may have forgotten it.")),
    }, text("It is an offer of help: they need a next step.")


def _robot(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    def spam(why: str) -> Judgement:
        if policy.hide == "nothing":
            return _gap(text("Your rule hides nothing, not even spam. Leave it, or draw a line."))
        return _fits(why)

    return {
        "report": _fits(text("It sells something, to nobody in particular. Report it as spam.")),
        "filter": spam(text("A filter on a few such words keeps the next ones out.")),
        "hide": spam(text("Your rule hides spam. It is an advertisement, and no opinion.")),
        "reply": _not(text("It is a machine. Minutes for it are minutes not for people.")),
        "rest": _fits(text("It harms nobody much. You may leave it.")),
    }, text("There is no person behind it.")


def _critic(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    hide = _not(text("This is criticism, with a reason. Your line is for harm, not for a no."))
    if policy.critics == "once":
        return {
            "reply": _fits(text("They make a point. Answer once, calmly. Others read it too.")),
            "rest": _not(text("Your rule gives a critic one answer. Then rest.")),
            "like": _fits(text("To some it says: I have read this. Your answer says it better.")),
            "pin": _fits(
                text("Possible, with your answer below: it shows that you answer criticism.")
            ),
            "hide": hide,
        }, text("They made a point, and your rule answers a point once.")
    return {
        "rest": _fits(text("Your rule leaves critics alone. It costs you their reasons.")),
        "like": _fits(text("It says: I have read this. It opens no debate.")),
        "reply": _not(text("Your rule does not answer critics. This one has a reason, though.")),
        "hide": hide,
    }, text("Your rule leaves critics alone, and the comment stands.")


def _insult(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "rest": _fits(
            text("It makes no point, so there is nothing to answer. You owe it nothing.")
        ),
        "hide": _insulting(policy, text("It makes no point, and your line covers that.")),
        "filter": _insulting(policy, text("A filter on the word spares the next person on duty.")),
        "reply": _not(text("There is no point in it to answer. A reply only takes your time.")),
        "report": _not(text("It is rude, and no harm to anybody. Keep your reports for harm.")),
    }, text("It is rude, and asks for nothing.")


def _slur(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "hide": _harmful(policy, text("It is aimed at a guest of yours. Hide it, then write her.")),
        "report": _fits(text("Report it as hate, and do not wait for what comes of it.")),
        "filter": _harmful(policy, text("Add the word to the filter: it will not show again.")),
        "hand_on": _to_somebody(policy, text("Two people see more, and nobody is alone with it.")),
        "reply": _not(text("It shows the slur to more people. Write to the woman instead.")),
        "like": _never(text("It tells her that you agree.")),
        "pin": _never(text("It would put the slur on top of your page.")),
    }, text("Somebody was attacked on your page, and this does nothing for her.")


def _status(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "move": _fits(
            text(
                "Say: please write no more here, it is not safe. Give a phone number or a place, "
                "and somebody who knows this work."
            )
        ),
        "hand_on": _to_somebody(
            policy, text("To the person who knows this work. Copy nothing out of the app.")
        ),
        "reply": _never(
            text(
                "Every answer here brings more details. Direct messages are not end-to-end "
                "encrypted, as reported: staff may read them, for instance for the police."
            )
        ),
        "rest": _not(text("They told you something that can harm them. Stop it kindly, today.")),
        "report": _not(text("They did nothing wrong.")),
    }, text("They need a safe way to talk, and soon.")


def _minor(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "hand_on": _to_somebody(
            policy,
            text(
                "To the two adults who look after minors. They answer: come to the open ride, "
                "with somebody who cares for you."
            ),
        ),
        "reply": _never(
            text(
                "No adult of yours takes a minor's number, or plans to meet, in direct messages. "
                "It protects the young person, and you."
            )
        ),
        "move": _not(text("A private talk of one adult with a minor is no better on another app.")),
        "rest": _not(text("Somebody should see it today who knows what to do.")),
        "report": _not(text("They did nothing wrong.")),
    }, text("A minor wants to meet: two adults decide, not one.")


def _press(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    answers = {
        "hand_on": _public_matter(policy, text("To the person who speaks for you.")),
        "move": _fits(
            text("Ask for the number of the paper's desk, and call back: then you know who it is.")
        ),
        "like": _not(text("A like is no answer, and the deadline is noon.")),
        "rest": _not(text("At noon the story is written, without you.")),
    }
    if policy.hand_on == "danger":
        answers["reply"] = _fits(
            text("Your rule lets the person on duty speak. Each word of it can be printed.")
        )
    else:
        answers["reply"] = _not(
            text("Your rule hands the press on. What you write here can be printed.")
        )
    return answers, text("Somebody wants a sentence that can be printed.")


def _mistake(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "reply": _fits(text("Thank them, and say what is true. If you do not know, say when.")),
        "pin": _fits(text("Pin your correction: the others saw the wrong price too.")),
        "hand_on": _public_matter(policy, text("To the person who can mend the form today.")),
        "hide": _not(text("It is true, and it is yours to mend. Hidden, it comes back larger.")),
        "rest": _not(text("Each hour somebody else meets the wrong form.")),
    }, text("It may be your own mistake: say so, and mend it.")


def _address(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "hide": _fits(
            text("A private address goes at once, whatever your rule says, and whoever he is.")
        ),
        "report": _fits(text("Report it too, and hide it first.")),
        "hand_on": _to_somebody(policy, text("Somebody may go there. Two people should know.")),
        "like": _never(text("It sends people to a man's door in your name.")),
        "pin": _never(text("It sends people to a man's door in your name.")),
        "rest": _never(text("While you rest it is read, and somebody may go there.")),
        "filter": _not(text("Good for the next one. This one still stands there: hide it.")),
    }, text("His address is still on your page.")


def _threat(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "hand_on": _to_somebody(
            policy,
            text("Keep a picture of it, and call tonight. They decide on the route and on police."),
        ),
        "report": _fits(text("Keep a picture first: a reported comment may be gone.")),
        "hide": _harmful(policy, text("Keep a picture first, with name, date and time.")),
        "reply": _not(text("It tells them that it reached you. Spend the minutes on a call.")),
        "like": _never(text("It tells riders that you take it as a joke.")),
        "pin": _never(text("It would carry the threat to everybody.")),
        "rest": _never(text("Not alone, and not tomorrow: somebody else must know tonight.")),
    }, text("People could be hurt tomorrow, and this does not change that.")


def _storm(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    return {
        "filter": _fits(
            text("Filter the sentence, or show comments only once approved, for two days.")
        ),
        "rest": _fits(
            text("Close the app. Answers keep it going, and nobody has to read all of it.")
        ),
        "hand_on": _to_somebody(policy, text("Change over: nobody reads forty of these alone.")),
        "hide": _insulting(policy, text("You can delete many at once. Change over after that.")),
        "report": _fits(text("Forty accounts with one sentence look arranged. Report them.")),
        "reply": _not(
            text("Forty replies are over an hour, and each one shows it to more people.")
        ),
    }, text("It came to wear you out, and this wears you out.")


def _late(policy: Policy) -> tuple[Mapping[str, Judgement], str]:
    if policy.rest:
        return {
            "rest": _fits(text("Your rule keeps days off. The question waits until Monday.")),
            "reply": _not(text("Your rule keeps days off. One answer tonight becomes a habit.")),
        }, text("Your rule keeps days off: nothing here is urgent.")
    return {
        "reply": _fits(text("Your rule has no days off, so somebody answers at ten to midnight.")),
        "rest": _gap(
            text("It would be right to rest, and your rule gives you no evening off. Write one in.")
        ),
        "like": _not(text("A like is kind, and leaves them without an answer.")),
    }, text("It is a question, and at this hour your rule still has somebody answer.")


_RULES: dict[str, _Rule] = {
    "thanks": _thanks,
    "question": _question,
    "join": _join,
    "robot": _robot,
    "critic": _critic,
    "insult": _insult,
    "slur": _slur,
    "status": _status,
    "minor": _minor,
    "press": _press,
    "mistake": _mistake,
    "address": _address,
    "threat": _threat,
    "storm": _storm,
    "late": _late,
}


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(
            text("{value} is none of {known}.", value=repr(value), known=", ".join(known))
        )
    return value
