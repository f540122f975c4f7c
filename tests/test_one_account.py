"""The widget that exercise 1 is read from: it says what questions 1.1 to 1.3 ask for."""

import re
from html import unescape

import pytest

from workbook import data, engagement
from workbook.i18n import number, percent
from workbook.widgets.one_account import OneAccount


def cells(widget: OneAccount) -> list[str]:
    return [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]+)</td>", widget.view().table)]


@pytest.fixture(params=[False, True], ids=["all videos", "viral left out"])
def without(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def videos(without: bool):
    every = data.load("videos")
    return every.drop(index=every["views"].idxmax()) if without else every


def test_the_table_counts_for_you_both_ways(without, videos):
    shown, hidden = cells(OneAccount(without_first=without)), videos["src_for_you"].isna()
    shares = engagement.for_you_shares(videos)
    assert shown[0] == str((~hidden).sum())
    assert shown[2:4] == [percent(shares.of_views, 1), percent(shares.of_videos, 1)]
    assert shown[4:6] == [str(hidden.sum()), number(int(videos.loc[hidden, "views"].sum()))]
    assert shown[6:] == ["not known", "not known"]


def test_the_sentence_has_the_typical_video_and_the_share_of_the_best(without, videos):
    said = OneAccount(without_first=without, top=12).sentence
    assert f"hold {percent(engagement.top_share(videos['views'], 12), 1)} of all" in said
    assert f"The median is {number(engagement.typical_views(videos))} views" in said
    above = (videos["views"] > videos["views"].mean()).sum()
    assert f"{above} videos have more than the mean" in said


def test_half_of_the_views_is_within_the_reach_of_the_slider(videos, without):
    half = engagement.fewest_for_share(videos["views"], 0.5)
    widget = OneAccount(without_first=without, top=half)
    assert half <= 60
    assert engagement.top_share(videos["views"], half) >= 0.5
    assert percent(engagement.top_share(videos["views"], half), 1) in widget.sentence
