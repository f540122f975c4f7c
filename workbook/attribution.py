"""Which people came because of TikTok, and how sure can one be?

Everything here is a pure function on plain values or on the tables of the course. Two sources say
how a person found the campaign: the *source code* in the link they followed, and their own answer
to "how did you hear about us?" (the *self-report*). Both have gaps, and both can be wrong.

Shares are fractions of 0 to 1. A missing value is missing, never 0 and never a channel.
"""

import math
from statistics import NormalDist
from typing import NamedTuple

import pandas as pd

from workbook.i18n import text

CODE_ALIASES = {
    "tik-tok": "tiktok",
    "tik_tok": "tiktok",
    "tik tok": "tiktok",
    "tt": "tiktok",
}
"""Other spellings of a code, in lower case, and the one they stand for.

Whole spellings on purpose: a pattern such as "contains tt" would also take ``twitter``.
"""

NO_CODE = "no_code"
NO_ANSWER = "no_answer"


class Interval(NamedTuple):
    """A low and a high end, in the same unit."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A value, its standard error, and the ends of its confidence interval, in the same unit."""

    value: float
    se: float
    low: float
    high: float


class Share(NamedTuple):
    """``k`` of ``n`` people, or of anything else that can be counted."""

    k: int
    n: int

    @property
    def share(self) -> float:
        """``k / n``, from 0 to 1; not a number (nan) when ``n`` is 0."""
        return self.k / self.n if self.n else math.nan


# Interval arithmetic ---------------------------------------------------------------------------


def multiply(a: Interval, b: Interval) -> Interval:
    """Every product of a value in ``a`` and a value in ``b``.

    Assumes nothing on what is likely inside the intervals, nor on whether the two go together.
    Raises ValueError unless 0 <= low <= high in both.

    Source: interval arithmetic (Moore, 1966, *Interval Analysis*), for values of 0 or more.
    """
    _check_interval(a)
    _check_interval(b)
    return Interval(a[0] * b[0], a[1] * b[1])


def add(a: Interval, b: Interval) -> Interval:
    """Every sum of a value in ``a`` and a value in ``b``. Raises as :func:`multiply` does."""
    _check_interval(a)
    _check_interval(b)
    return Interval(a[0] + b[0], a[1] + b[1])


def _check_interval(interval: Interval) -> None:
    low, high = interval
    if not 0 <= low <= high:
        raise ValueError(
            text(
                "An interval needs 0 <= low <= high, but this one goes from {low} to {high}.",
                low=low,
                high=high,
            )
        )


def people_from_turnout(turnout: Interval, share: Interval) -> Interval:
    """People who came through a channel: ``turnout`` (people) times ``share`` (0 to 1).

    >>> people_from_turnout(Interval(200, 250), Interval(0.15, 0.20))
    Interval(low=30.0, high=50.0)
    """
    if share[1] > 1:
        raise ValueError(text("A share is a fraction: write 15% as 0.15."))
    return multiply(turnout, share)


# Confidence intervals of a share ---------------------------------------------------------------


def wilson_interval(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson score interval of the share ``k / n``: the one to use for small groups.

    Raises ValueError unless 0 <= k <= n, n >= 1 and 0 < confidence < 1.

    Source: Wilson (1927); recommended for small n by Newcombe (1998, method 3) and by Brown, Cai
    and DasGupta (2001).
    """
    p, z = _share_and_z(k, n, confidence)
    shrink = 1 + z**2 / n
    centre = (p + z**2 / (2 * n)) / shrink
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / shrink
    # The formula gives exactly 0 and 1 at the ends; floating point does not.
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def normal_interval(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Normal (Wald) interval of the share ``k / n``, as most textbooks start with.

    Too narrow for small groups, of no width at ``k == 0`` or ``k == n``, and able to leave 0 to 1.
    It is here to be compared with. Raises ValueError as :func:`wilson_interval` does.

    Source: the normal approximation to the binomial; Newcombe (1998, method 1).
    """
    p, z = _share_and_z(k, n, confidence)
    half = z * math.sqrt(p * (1 - p) / n)
    return Interval(p - half, p + half)


def exact_interval(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Exact (Clopper-Pearson) interval of the share ``k / n``: never too narrow, often too wide.

    Raises ValueError as :func:`wilson_interval` does.

    Source: Clopper and Pearson (1934), through quantiles of the beta distribution.
    """
    from scipy.special import betaincinv  # scipy loads slowly, and only this function needs it

    _share_and_z(k, n, confidence)
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return Interval(low, high)


def _share_and_z(k: int, n: int, confidence: float) -> tuple[float, float]:
    """The share ``k / n`` and the two-sided normal quantile, once the arguments make sense."""
    if not (n >= 1 and 0 <= k <= n):
        raise ValueError(text("{k} of {n} is no share: it needs 0 <= k <= n, n >= 1.", k=k, n=n))
    return k / n, _two_sided_z(confidence)


def _two_sided_z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(text("Confidence is a fraction between 0 and 1, such as 0.95."))
    return NormalDist().inv_cdf((1 + confidence) / 2)


# From rows to people ---------------------------------------------------------------------------


def clean_email(emails: pd.Series) -> pd.Series:
    """E-mail addresses in one spelling: trimmed, in lower case, without a ``+tag``.

    An empty address becomes missing. Cleaning twice changes nothing.
    """
    cleaned = emails.str.strip().str.lower()
    cleaned = cleaned.str.replace(r"^([^+@]+)\+[^@]*@", r"\1@", regex=True)
    return cleaned.mask(cleaned == "")


def clean_code(codes: pd.Series) -> pd.Series:
    """Source codes in one spelling: trimmed, in lower case, aliases replaced.

    An empty code becomes missing. See :data:`CODE_ALIASES`.
    """
    cleaned = codes.str.strip().str.lower()
    return cleaned.mask(cleaned == "").replace(CODE_ALIASES)


def people(rsvps: pd.DataFrame) -> pd.DataFrame:
    """One row a person, from one row a sign-up (table ``rsvps_raw``).

    Rows with the same cleaned e-mail are one person. Each of ``source_code`` (cleaned) and
    ``how_heard`` is the first one present among the person's rows, oldest first: keeping only the
    first *row* would lose codes. A row without an e-mail cannot be matched, so it stays a person.

    Returns columns ``email``, ``source_code``, ``how_heard``; in order of first sign-up.
    """
    email = clean_email(rsvps["email"])
    rows = rsvps.assign(
        email=email,
        source_code=clean_code(rsvps["source_code"]),
        person=email.fillna(rsvps["rsvp_id"].astype("str")),
    ).sort_values("created_utc", kind="stable")
    columns = ["email", "source_code", "how_heard"]
    return rows.groupby("person", sort=False)[columns].first().reset_index(drop=True)


# Two sources, side by side ---------------------------------------------------------------------


class Evidence(NamedTuple):
    """What two sources say about one channel, as counts of people. See :func:`evidence`."""

    by_code: Share
    """Of those with a code, those whose code is the channel."""
    by_self_report: Share
    """Of those who answered, those who named the channel."""
    both: int
    """People for whom code and answer are the channel."""
    answered_without_code: Share
    """Of those without a code who answered, those who named the channel."""
    unknown: int
    """People with neither a code nor an answer."""
    total: int

    @property
    def either(self) -> int:
        """People for whom the code or the answer is the channel."""
        return self.by_code.k + self.by_self_report.k - self.both


def evidence(people: pd.DataFrame, channel: str = "tiktok") -> Evidence:
    """Count what codes and self-reports in ``people`` (see :func:`people`) say of ``channel``."""
    code, answer = people["source_code"], people["how_heard"]
    return Evidence(
        by_code=_share_of(code, channel),
        by_self_report=_share_of(answer, channel),
        both=int(((code == channel) & (answer == channel)).sum()),
        answered_without_code=_share_of(answer[code.isna()], channel),
        unknown=int((code.isna() & answer.isna()).sum()),
        total=len(people),
    )


def share_by_code(people: pd.DataFrame, channel: str = "tiktok") -> Share:
    """``channel`` among the people who have a source code."""
    return _share_of(people["source_code"], channel)


def share_by_self_report(people: pd.DataFrame, channel: str = "tiktok") -> Share:
    """``channel`` among the people who answered "how did you hear about us?"."""
    return _share_of(people["how_heard"], channel)


def _share_of(values: pd.Series, channel: str) -> Share:
    return Share(int((values == channel).sum()), int(values.count()))


def code_by_self_report(people: pd.DataFrame) -> pd.DataFrame:
    """Cross-tabulation in people: a row for each code, a column for each answer.

    People without one are in the row ``no_code`` and the column ``no_answer``, which come last.
    """
    table = pd.crosstab(
        people["source_code"].fillna(NO_CODE), people["how_heard"].fillna(NO_ANSWER)
    )
    # sort_index is stable, so the channels keep their alphabetical order.
    table = table.sort_index(key=lambda codes: codes == NO_CODE, kind="stable")
    return table.sort_index(axis=1, key=lambda answers: answers == NO_ANSWER, kind="stable")


def disagreement(people: pd.DataFrame) -> Share:
    """Of the people with both a code and an answer, those for whom the two differ."""
    both = people.dropna(subset=["source_code", "how_heard"])
    return Share(int((both["source_code"] != both["how_heard"]).sum()), len(both))


# What the missing could hide -------------------------------------------------------------------


def worst_case_bounds(yes: int, unknown: int, total: int) -> Interval:
    """Lowest and highest possible share when ``unknown`` of ``total`` people could be either.

    Low: none of the unknown is a yes. High: all are. No assumption on the missing, and none of
    the known may be wrong. Raises ValueError unless 0 <= yes, 0 <= unknown, yes + unknown <= total
    and total >= 1.

    Source: worst-case bounds (Manski, 1990; *Partial Identification of Probability Distributions*,
    2003).
    """
    if yes < 0 or unknown < 0 or total < 1 or yes + unknown > total:
        raise ValueError(
            text(
                "{yes} yes and {unknown} unknown do not fit into {total} people.",
                yes=yes,
                unknown=unknown,
                total=total,
            )
        )
    return Interval(yes / total, (yes + unknown) / total)


def bounds_by_code(people: pd.DataFrame, channel: str = "tiktok") -> Interval:
    """Worst-case bounds of the share of ``channel`` when only the codes are used."""
    known = share_by_code(people, channel)
    return worst_case_bounds(known.k, len(people) - known.n, len(people))


def bounds_by_either(people: pd.DataFrame, channel: str = "tiktok") -> Interval:
    """Worst-case bounds of the share of ``channel`` when one source is enough for a yes."""
    seen = evidence(people, channel)
    return worst_case_bounds(seen.either, seen.unknown, seen.total)


def spread_unknowns(yes: int, unknown: int, known: Share) -> float:
    """People, if a share ``known.share`` of the ``unknown`` were a yes as well: ``yes`` + theirs.

    Assumes that those who are silent are like the ``known``, which is rarely so: people who found
    you on TikTok may answer more often. Raises ValueError if ``known.n`` is 0.

    Source: imputation at the observed rate (Little and Rubin, *Statistical Analysis with Missing
    Data*), under the assumption "missing at random".
    """
    if known.n == 0:
        raise ValueError(text("Nobody is known, so there is no rate to spread."))
    return yes + unknown * known.share


# Capture-recapture -----------------------------------------------------------------------------


def lincoln_petersen(n1: int, n2: int, m: int) -> float:
    """People in all, seen or not, when two lists hold ``n1`` and ``n2`` and share ``m``.

    Too high on average for small counts; see :func:`chapman`. Raises ValueError unless
    1 <= m <= min(n1, n2).

    Source: the Lincoln-Petersen estimator (Petersen, 1896; Lincoln, 1930).
    """
    _check_lists(n1, n2, m)
    if m == 0:
        raise ValueError(text("No one is on both lists, so this estimate would be infinite."))
    return n1 * n2 / m


def chapman(n1: int, n2: int, m: int, confidence: float = 0.95) -> Estimate:
    """People in all, seen or not, when two lists hold ``n1`` and ``n2`` and share ``m``.

    Assumes that nobody joins or leaves, that everybody is equally likely to be on a list, that
    being on one says nothing about the other, and that every match is right. The interval is the
    normal one, value +- z * se; its low end may fall below the ``n1 + n2 - m`` people seen.
    Raises ValueError unless 0 <= m <= min(n1, n2) and 0 < confidence < 1.

    Source: Chapman (1951); variance by Seber (1970). Both in Seber, *The Estimation of Animal
    Abundance* (1982).
    """
    _check_lists(n1, n2, m)
    value = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    se = math.sqrt(variance)
    half = _two_sided_z(confidence) * se
    return Estimate(value, se, value - half, value + half)


def _check_lists(n1: int, n2: int, m: int) -> None:
    if not 0 <= m <= min(n1, n2):
        raise ValueError(text("Lists of {n1} and {n2} people cannot share {m}.", n1=n1, n2=n2, m=m))


# Visits, touches, turnout ----------------------------------------------------------------------


def sessions_from_tiktok(sessions: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``sessions`` that came from TikTok.

    Tagged as TikTok in any spelling, or without a tag but with a referrer on tiktok.com. A tag
    wins over the referrer, because somebody chose it.
    """
    source = clean_code(sessions["utm_source"])
    # The whole domain or a part before a dot: nottiktok.com is another site.
    site = r"(?:.+\.)?tiktok\.com"
    referred = sessions["referrer_domain"].str.fullmatch(site, case=False, na=False)
    return sessions[(source == "tiktok") | (source.isna() & referred)]


class TouchCounts(NamedTuple):
    """People whose first, last or any touch was a channel, of all ``people`` with a touch."""

    first: int
    last: int
    any: int
    people: int


def touch_counts(touches: pd.DataFrame, channel: str = "tiktok") -> TouchCounts:
    """Credit ``channel`` by three definitions, from table ``touches``.

    ``touched_at`` is compared in UTC: as ISO 8601 text, each row may have an offset of its own.
    First, last and any touch are definitions and not findings: choose one before looking.
    """
    when = pd.to_datetime(touches["touched_at"], utc=True, format="ISO8601")
    in_order = touches.loc[when.sort_values(kind="stable").index]
    channels = in_order.groupby("person_id")["channel"]
    touched = touches.loc[touches["channel"] == channel, "person_id"]
    return TouchCounts(
        first=int((channels.first() == channel).sum()),
        last=int((channels.last() == channel).sum()),
        any=touched.nunique(),
        people=channels.ngroups,
    )


def show_up_rate(checkins: pd.DataFrame, registered: int) -> Share:
    """Of the ``registered`` people, those who came. Walk-ins came, but had not registered.

    Raises ValueError if more came than had registered.
    """
    came = checkins.loc[~checkins["walk_in"], "person_id"].nunique()
    if came > registered:
        raise ValueError(
            text(
                "{came} registered people came, but only {registered} had registered.",
                came=came,
                registered=registered,
            )
        )
    return Share(came, registered)


# Lift ------------------------------------------------------------------------------------------


class Lift(NamedTuple):
    """Extra sign-ups a week, and for how many weeks."""

    per_week: float
    weeks: int

    @property
    def total(self) -> float:
        """Extra sign-ups in all."""
        return self.per_week * self.weeks


def lift_before_after(weekly: pd.DataFrame, chapter: str, first_week: int) -> Lift:
    """Mean weekly sign-ups of ``chapter`` from ``first_week`` on, minus the mean before it.

    Credits the push with whatever else changed meanwhile: see :func:`lift_with_holdout`.
    Reads table ``weekly_signups``. Raises ValueError if there is no week on one of the two sides.
    """
    of_chapter = weekly[weekly["chapter"] == chapter]
    after = of_chapter["week"] >= first_week
    if after.all() or not after.any():
        raise ValueError(
            text(
                "Chapter {chapter} needs weeks both before and after week {week}.",
                chapter=chapter,
                week=first_week,
            )
        )
    signups = of_chapter["signups"]
    return Lift(float(signups[after].mean() - signups[~after].mean()), int(after.sum()))


def lift_with_holdout(weekly: pd.DataFrame, chapter: str, holdout: str, first_week: int) -> Lift:
    """The lift of ``chapter`` minus the lift of ``holdout``, a chapter without the push.

    Assumes that without the push both would have changed by as much ("parallel trends"). Two
    chapters cannot give a standard error worth having. Raises ValueError as
    :func:`lift_before_after` does.

    Source: difference in differences (as in Card and Krueger, 1994).
    """
    pushed = lift_before_after(weekly, chapter, first_week)
    held_out = lift_before_after(weekly, holdout, first_week)
    return Lift(pushed.per_week - held_out.per_week, pushed.weeks)


def lift_swings(weekly: pd.DataFrame, chapter: str, holdout: str, first_week: int) -> Interval:
    """How far the swings from week to week could move the total of :func:`lift_with_holdout`, 95%.

    Takes the weeks as drawn on their own, and nothing else as unsure: that both chapters would
    have changed alike is not tested. Raises ValueError as :func:`lift_before_after` does, or
    with fewer than two weeks on a side.

    Source: Welch (1947) on the weekly differences, computed by ``scipy.stats.ttest_ind``.
    """
    from scipy import stats  # scipy loads slowly, and few functions need it

    weeks = lift_with_holdout(weekly, chapter, holdout, first_week).weeks
    table = weekly.pivot(index="week", columns="chapter", values="signups")
    ahead = (table[chapter] - table[holdout]).dropna()
    after = ahead.index >= first_week
    if min(after.sum(), (~after).sum()) < 2:
        raise ValueError(text("It takes two weeks or more on each side to see them swing."))
    test = stats.ttest_ind(ahead[after], ahead[~after], equal_var=False)
    low, high = test.confidence_interval(0.95)
    return Interval(float(weeks * low), float(weeks * high))
