"""Which people use TikTok, and of whom is each percentage a part?"""

from collections.abc import Mapping
from typing import NamedTuple

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import audience, charts
from workbook.i18n import percent, text
from workbook.widgets.base import WIDE, Explorable, View


class Row(NamedTuple):
    """One bar: its name, its share from 0 to 1, and of whom it is a share.

    ``whole``: ``"named"``, the adults that the name tells; ``"adults"``, all of the country, where
    the name is a year; ``"users"``, those who regularly get news on TikTok.
    """

    name: str
    share: float
    whole: str = "named"


class Figure(NamedTuple):
    """One set of published figures, as this widget shows it."""

    title: str
    sentence: str
    rows: list[Row]
    axis: str
    source: str
    cautions: tuple[str, ...]


class WhoIsThere(Explorable):
    """Published figures on the users of TikTok in the US, one set at a time.

    State: ``figures``, one of ``"age"``, ``"years"``, ``"gender"``, ``"news"``, ``"news_users"``.
    """

    size = (charts.WIDTH, 310)
    figures = traitlets.Enum(
        ("age", "years", "gender", "news", "news_users"), default_value="years"
    )

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "figures": ipywidgets.RadioButtons(
                description=text("Look at (click, or Tab and space bar)"),
                options=[
                    (text("adults who use it, over the years"), "years"),
                    (text("adults who use it, by age"), "age"),
                    (text("adults who regularly get news there"), "news"),
                    (text("the ages of those who get news there"), "news_users"),
                    (text("women and men, counted in two ways"), "gender"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        shown = _FIGURES[self.figures]()
        return View(
            title=shown.title,
            sentence=shown.sentence,
            draw=lambda ax: _draw(ax, shown),
            source=shown.source,
            table=charts.table(
                pd.DataFrame(
                    [[percent(row.share), _whole(row)] for row in shown.rows],
                    index=[row.name for row in shown.rows],
                    columns=[text("Share"), text("Of whom")],
                ),
                shown.axis,
            ),
            cautions=shown.cautions,
        )


def age_name(age: str) -> str:
    """``"18-29"`` as ``18 to 29``, and ``"65+"`` as ``65 and older``."""
    if age.endswith("+"):
        return text("{age} and older", age=age.removesuffix("+"))
    low, high = age.split("-")
    return text("{low} to {high}", low=low, high=high)


def _whole(row: Row) -> str:
    return {
        "named": text("of all adults in the row"),
        "adults": text("of US adults"),
        "users": text("of TikTok's news users"),
    }[row.whole]


def _age() -> Figure:
    shares = audience.USE_BY_AGE.shares
    young, old = shares["18-29"], shares["65+"]
    return Figure(
        title=text("US adults who use TikTok, by age (2025)"),
        sentence=text(
            "Of 100 US adults aged 18 to 29, {young} say that they use TikTok, and {rest} do not. "
            "At 65 and older it is {old} of 100.",
            young=_of_100(young),
            rest=100 - _of_100(young),
            old=_of_100(old),
        ),
        rows=[Row(age_name(age), share) for age, share in shares.items()],
        axis=text("percent of US adults of that age"),
        source=_pew("2025"),
        cautions=(
            _us_only(),
            text("The rows do not add up to 100: each is a share of its own age group."),
            text("“Use it” can be every hour or once a year. And nobody asked: did you see us?"),
        ),
    )


def _years() -> Figure:
    shares = audience.USE_BY_YEAR.shares
    return Figure(
        title=text("US adults who use TikTok, over the years"),
        sentence=text(
            "Of 100 US adults, {first} said in 2021 that they use TikTok, and {last} in 2025. "
            "So {rest} of 100 do not.",
            first=_of_100(shares["2021"]),
            last=_of_100(shares["2025"]),
            rest=100 - _of_100(shares["2025"]),
        ),
        rows=[Row(year, share, "adults") for year, share in shares.items()],
        axis=text("percent of US adults"),
        source=_pew(text("2021 to 2025")),
        cautions=(
            _us_only(),
            text("There is no figure for 2022, so the first step covers two years."),
            text("It counts adults. Most of those who are under 18 are not in it."),
        ),
    )


def _news() -> Figure:
    everybody, young = audience.NEWS_BY_YEAR.shares, audience.YOUNG_NEWS_BY_YEAR.shares
    return Figure(
        title=text("US adults who regularly get news on TikTok"),
        sentence=text(
            "Of 100 US adults, {then} regularly got news on TikTok in 2020, and {now} in 2025. "
            "Of 100 adults under 30, it was {young_then}, and is {young_now}.",
            then=_of_100(everybody["2020"]),
            now=_of_100(everybody["2025"]),
            young_then=_of_100(young["2020"]),
            young_now=_of_100(young["2025"]),
        ),
        rows=[
            Row(text("all adults, 2020"), everybody["2020"]),
            Row(text("all adults, 2025"), everybody["2025"]),
            Row(text("under 30, 2020"), young["2020"]),
            Row(text("under 30, 2025"), young["2025"]),
        ],
        axis=text("percent of US adults"),
        source=_pew(text("2020 and 2025")),
        cautions=(
            _us_only(),
            text(
                "It is a share of all adults. Of the adults who use TikTok, {share} get news "
                "there: the same people, divided by a smaller group.",
                share=percent(audience.NEWS_OF_USERS),
            ),
            text("People decide for themselves what counts as news, and as regularly."),
        ),
    )


def _news_users() -> Figure:
    shares, by_age = audience.NEWS_USERS_BY_AGE.shares, audience.NEWS_BY_AGE.shares
    return Figure(
        title=text("The ages of those who get news on TikTok (2025)"),
        sentence=text(
            "Of 100 US adults who regularly get news on TikTok, {young} are under 30, and {older} "
            "are 30 to 49. This says who is in that crowd, and not how many of an age group are "
            "in it.",
            young=_of_100(shares["18-29"]),
            older=_of_100(shares["30-49"]),
        ),
        rows=[Row(age_name(age), share, "users") for age, share in shares.items()],
        axis=text("percent of TikTok's news users (striped: they add up to 100)"),
        source=_pew("2025"),
        cautions=(
            _us_only(),
            text(
                "Here those aged 30 to 49 are as many as those under 30. Yet of all adults aged 30 "
                "to 49 only {middle} in 100 get news there, and of all under 30 {young}. Theirs is "
                "the larger age group.",
                middle=_of_100(by_age["30-49"]),
                young=_of_100(by_age["18-29"]),
            ),
        ),
    )


def _gender() -> Figure:
    use, news = audience.USE_BY_GENDER.shares, audience.NEWS_USERS_BY_GENDER.shares
    return Figure(
        title=text("Women and men, counted in two ways"),
        sentence=text(
            "Of 100 women in the US, {women} used TikTok in 2023. Of 100 people who regularly got "
            "news there in 2025, {news_women} were women. Both are true, and they answer two "
            "questions.",
            women=_of_100(use["women"]),
            news_women=_of_100(news["women"]),
        ),
        rows=[
            Row(text("of all women: use TikTok (2023)"), use["women"]),
            Row(text("of all men: use TikTok (2023)"), use["men"]),
            Row(text("of its news users: women (2025)"), news["women"], "users"),
            Row(text("of its news users: men (2025)"), news["men"], "users"),
        ],
        axis=text("percent (plain: of adults; striped: of news users)"),
        source=_pew(text("2023, as reported in the press, and 2025")),
        cautions=(
            _us_only(),
            text(
                "“40% of women use it” does not mean that 40% of the users are women. "
                "A marketing page made just this mistake."
            ),
            text("The years and the questions differ, so do not compare plain bars with striped."),
        ),
    )


_FIGURES = {
    "age": _age,
    "years": _years,
    "gender": _gender,
    "news": _news,
    "news_users": _news_users,
}


def _of_100(share: float) -> int:
    return round(100 * share)


def _us_only() -> str:
    return text("These are adults in the United States. It says nothing about another country.")


def _pew(years: str) -> str:
    return text("Pew Research Center, surveys of US adults, {years}.", years=years)


def _draw(ax: Axes, shown: Figure) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.35, len(shown.rows) - 0.2)
    charts.number_line(ax, range(0, 101, 25), shown.axis)
    for y, row in enumerate(reversed(shown.rows)):
        ax.add_patch(
            Rectangle(
                (0, y - 0.22),
                100 * row.share,
                0.4,
                facecolor=charts.ORANGE if row.whole == "users" else charts.SKY,
                hatch="///" if row.whole == "users" else None,
            )
        )
        label = text("{name}: {share}", name=row.name, share=percent(row.share))
        ax.text(0, y + 0.27, label, va="bottom", weight="bold")
