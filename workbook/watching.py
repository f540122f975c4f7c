"""Who keeps watching a video, and which numbers go with its reach.

Everything here is a pure function on the tables ``videos`` and ``retention``. Shares are
fractions of 0 to 1.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def watching_at(
    videos: pd.DataFrame, retention: pd.DataFrame, seconds: Sequence[float]
) -> pd.DataFrame:
    """The share still watching each video at each of ``seconds``.

    Between the points of its retention curve a video follows a straight line: from everybody at
    0 seconds to those who watch to the end. Later than its end it is missing. Returns a row for
    each video, in the order of ``videos`` and indexed by ``video_id``, a column for each second.
    """
    curves = {str(video): curve for video, curve in retention.groupby("video_id")}
    rows = {}
    for video in videos.itertuples():
        curve = curves[str(video.video_id)]
        at = np.concatenate([[0.0], curve["at_s"], [video.duration_s]])
        share = np.concatenate([[1.0], curve["share_watching"], [video.full_watch_rate]])
        rows[str(video.video_id)] = np.interp(seconds, at, share, right=np.nan)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(seconds))
    return table.rename_axis("video_id")


def median_reach_by_thirds(videos: pd.DataFrame, measure: pd.Series) -> list[float]:
    """Median reach, in people, of the third of videos lowest in ``measure``, then of the others.

    Videos that are equal in ``measure`` keep their order, so that the thirds have the same size.
    """
    rank = measure.rank(method="first")
    third = np.ceil(3 * rank / len(rank)).astype(int)
    return [float(reach) for reach in videos["reach"].groupby(third).median()]


def mean_with_mix(means: pd.Series, mix: pd.Series, other: pd.Series, move: float) -> float:
    """The mean over groups if their mix had moved from ``mix`` towards ``other``.

    ``means`` has the mean of each group; ``mix`` and ``other`` have how many of each group there
    are. ``move`` runs from 0, the mix as it is, to 1, the other mix. No group changes, only how
    much each counts.
    """
    weights = (1 - move) * mix / mix.sum() + move * other / other.sum()
    return float((means * weights).sum())
