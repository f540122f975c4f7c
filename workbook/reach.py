"""How far posts go, and what follows a view.

Pure functions on table ``videos`` or on its views. A post is taken as one draw out of the posts
there have been, each as likely as the next, and put back. That is a model: real posts differ in
craft, topic and time, and nobody promises that the next one comes out of the same box.
"""

import math

import numpy as np
import pandas as pd

from workbook import engagement
from workbook.i18n import text

TOP = 0.9
"""The best tenth of posts starts at this quantile."""


def best_of(views: pd.Series, posts: int, quantile: float = 0.5) -> float:
    """Views of the best of ``posts`` draws: the value it stays at or below with that probability.

    Exact, without drawing: the best of n stays below v if all n do. Raises ValueError unless there
    are views, ``posts`` is 1 or more, and 0 < quantile < 1.

    Source: the distribution of the maximum (David and Nagaraja, *Order Statistics*).
    """
    values = _checked(views, posts)
    if not 0 < quantile < 1:
        raise ValueError(text("A quantile is a fraction between 0 and 1, such as 0.5."))
    # 1e-12: 0.5 ** (1 / 1) * 120 must not round up past the 60th value.
    place = math.ceil(len(values) * quantile ** (1 / posts) - 1e-12) - 1
    return float(values[place])


def chance(views: pd.Series, posts: int, goal: float) -> float:
    """Chance that at least one of ``posts`` draws has ``goal`` views or more.

    Raises ValueError as :func:`best_of` does.
    """
    values = _checked(views, posts)
    return float(1 - (values < goal).mean() ** posts)


def posts_for(views: pd.Series, goal: float, sought: float = 0.5) -> int | None:
    """The fewest posts that give :func:`chance` at least ``sought``; None if nothing reached it.

    Raises ValueError unless there are views and 0 < sought < 1.
    """
    if not 0 < sought < 1:
        raise ValueError(text("A chance is a fraction between 0 and 1, such as 0.5."))
    one = chance(views, 1, goal)
    if one in (0, 1):
        return int(one) or None
    return math.ceil(math.log(1 - sought) / math.log(1 - one) - 1e-12)


def draw(views: pd.Series, posts: int, seed: int) -> list[int]:
    """Views of ``posts`` drawn posts, in the order of drawing; the same seed draws the same.

    A longer draw begins with the shorter one. Raises ValueError as :func:`best_of` does.
    """
    values = _checked(views, posts)
    places = np.random.default_rng(seed).integers(len(values), size=posts)
    return [int(value) for value in values[places]]


def without_best(views: pd.Series) -> pd.Series:
    """All views but those of the most viewed post."""
    return views.drop(views.idxmax())


def _checked(views: pd.Series, posts: int) -> np.ndarray:
    """The views in ascending order."""
    values = np.sort(views.dropna().to_numpy())
    if not len(values) or posts < 1:
        raise ValueError(text("It takes one view count or more, and one post or more."))
    return values


# What follows a view -----------------------------------------------------------------------------

STEPS = ("engagements", "profile_views", "new_followers", "bio_link_clicks")
"""What may follow a view, from the most common to the rarest. No step needs the one before it."""


def after_view(videos: pd.DataFrame) -> pd.DataFrame:
    """What follows 1,000 views, in two ways of counting.

    Returns a row for each of :data:`STEPS`, with ``together``, all of them per 1,000 views of all
    videos (each view counts the same, so a viral video decides), and ``typical``, the median of
    the videos' own rates (each video counts the same).
    """
    counts = videos.assign(engagements=engagement.engagements(videos))[list(STEPS)]
    seen = videos["views"].where(videos["views"] > 0)
    return pd.DataFrame(
        {
            "together": 1000 * counts.sum() / videos["views"].sum(),
            "typical": 1000 * counts.div(seen, axis=0).median(),
        }
    )


def views_needed(wanted: int, per_1000: float) -> float:
    """Views that bring ``wanted`` of a step at a rate of ``per_1000``; infinite at a rate of 0.

    Raises ValueError if one of the two is below 0.
    """
    if wanted < 0 or per_1000 < 0:
        raise ValueError(text("A count and a rate are 0 or more."))
    return 1000 * wanted / per_1000 if per_1000 else math.inf
