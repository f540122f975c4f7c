"""What follows a view, and how many views a click takes."""

from collections.abc import Mapping
from functools import cached_property

import ipywidgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from workbook import charts, data, engagement, reach
from workbook.i18n import number, percent, text
from workbook.widgets.base import WIDE, Explorable, View


class AfterTheView(Explorable):
    """Likes, profile views, followers and clicks for each 1,000 views of the invented account.

    State: ``counting``, all videos ``"together"`` or the ``"typical"`` video; ``wanted``, how many
    clicks on the link one needs.
    """

    size = (charts.WIDTH, 310)
    counting = traitlets.Enum(("together", "typical"), default_value="together")
    wanted = traitlets.Int(10, min=1, max=200)

    def controls(self) -> Mapping[str, ipywidgets.Widget]:
        return {
            # JupyterLab keeps the arrow keys for itself; Tab and the space bar work.
            "counting": ipywidgets.RadioButtons(
                description=text("Count (click, or Tab and space bar)"),
                options=[
                    (text("all videos together: each view counts the same"), "together"),
                    (text("the typical video: the one in the middle by its rate"), "typical"),
                ],
                style={"description_width": "auto"},
                **WIDE,
            ),
            "wanted": ipywidgets.IntSlider(
                description=text("Clicks on the link that you need"),
                min=1,
                max=200,
                style={"description_width": "auto"},
                **WIDE,
            ),
        }

    def view(self) -> View:
        rates = self._rates[self.counting].to_dict()
        views = reach.views_needed(self.wanted, rates["bio_link_clicks"])
        return View(
            title=text("What follows 1,000 views? (an invented account)"),
            sentence=text(
                "1,000 views bring {engagements} likes, comments and shares, {profile} looks at "
                "the profile, {followers} new followers and {clicks} clicks on the link. At this "
                "rate, {wanted} clicks take about {views} views. The typical video, the one in the "
                "middle by views, has {typical} views.",
                engagements=number(rates["engagements"], 1),
                profile=number(rates["profile_views"], 1),
                followers=number(rates["new_followers"], 1),
                clicks=number(rates["bio_link_clicks"], 1),
                wanted=number(self.wanted),
                views=number(round(views, -2)),
                typical=number(self._typical_views),
            ),
            draw=lambda ax: _draw(ax, rates),
            source=charts.synthetic(),
            table=self._table,
            cautions=(
                text(
                    "These rates are invented. Published rates differ from one another, and yours "
                    "will differ too: count your own."
                ),
                text("A click is not a sign-up, and a sign-up is not a person at the door."),
                text(
                    "People also come without a click: they search your name in the evening, or "
                    "tell a friend."
                ),
            ),
        )

    @cached_property
    def _videos(self) -> pd.DataFrame:
        return data.load("videos")

    @cached_property
    def _rates(self) -> pd.DataFrame:
        return reach.after_view(self._videos)

    @cached_property
    def _typical_views(self) -> float:
        return engagement.typical_views(self._videos)

    @cached_property
    def _table(self) -> str:
        rates = self._rates
        shown = [
            [
                text("{rate} ({share})", rate=number(rate, 2), share=percent(rate / 1000, 2))
                for rate in row
            ]
            for row in rates.to_numpy()
        ]
        return charts.table(
            pd.DataFrame(
                shown,
                index=[_step_name(step) for step in rates.index],
                columns=[text("All together"), text("Typical video")],
            ),
            text("For each 1,000 views (and in percent of the views), in two ways of counting"),
        )


def _step_name(step: str) -> str:
    return {
        "engagements": text("Likes, comments and shares"),
        "profile_views": text("Looks at the profile"),
        "new_followers": text("New followers"),
        "bio_link_clicks": text("Clicks on the link"),
    }[step]


def _draw(ax: Axes, rates: Mapping[str, float]) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.35, len(rates) - 0.2)
    charts.number_line(ax, range(0, 101, 25), text("for each 1,000 views"))
    for y, (step, rate) in enumerate(reversed(list(rates.items()))):
        colour = charts.ORANGE if step == "bio_link_clicks" else charts.SKY
        ax.add_patch(Rectangle((0, y - 0.22), rate, 0.4, facecolor=colour))
        label = text("{step}: {rate}", step=_step_name(step), rate=number(rate, 1))
        ax.text(0, y + 0.27, label, va="bottom", weight="bold")
