"""Pictures and tables: the same bytes each time, words for those who cannot see, room for all."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from workbook import charts, i18n

MARGINS = (20, 20, 10, 48)


def example(label: str = "30 to 50") -> Figure:
    """A figure with all that ends up in SVG differently: text, fill, hatch, line, marker."""
    with charts.figure(400, 200, MARGINS) as (fig, ax):
        ax.set_xlim(0, 10)
        ax.set_ylim(-1, 2)
        charts.number_line(ax, [0, 5, 10], "people")
        ax.barh([0, 1], [3, 8], hatch="///")
        charts.ranged(ax, 0.5, charts.BLUE, (2, 6), 4)
        ax.text(1, 1.6, label)
    return fig


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.use("ar")
    yield
    i18n.use("en")


def ids(svg: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', svg)


def references(svg: str) -> set[str]:
    labels = re.findall(r'aria-labelledby="([^"]+)"', svg)
    return set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg)) | set(" ".join(labels).split())


# The same bytes -----------------------------------------------------------------------------


def both_forms() -> str:
    fig = example()
    return charts.svg(fig, "Title", "Words") + charts.image(fig, "Title", "Words")


def digest() -> str:
    return hashlib.sha256(both_forms().encode()).hexdigest()


def test_the_same_figure_gives_the_same_bytes() -> None:
    assert both_forms() == both_forms()


def test_another_process_gives_the_same_bytes() -> None:
    here = Path(__file__).parent
    run = subprocess.run(
        [sys.executable, "-c", "import test_charts; print(test_charts.digest())"],
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout.strip() == digest()


def test_a_picture_holds_no_date_no_version_and_fetches_nothing() -> None:
    document = str(charts.svg(example(), "Title", "Words"))
    document += base64.b64decode(
        re.search(r"base64,([^\"]+)", charts.image(example(), "Title", "Words"))[1]
    ).decode()
    assert mpl.__version__ not in document
    assert "metadata" not in document
    addresses = set(re.findall(r"https?://[^\"' ]+", document))
    assert addresses == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    before = dict(mpl.rcParams)
    charts.svg(example(), "Title", "Words")
    assert dict(mpl.rcParams) == before


def test_pyplot_is_not_loaded() -> None:
    code = (
        "import sys, workbook.widgets.turnout, workbook.widgets.interval, "
        "workbook.widgets.detective; sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, timeout=120).returncode == 0


# Words ----------------------------------------------------------------------------------------


def test_svg_names_and_describes_itself() -> None:
    svg = str(charts.svg(example(), "Riders & friends", 'At least "30" <people>'))
    root = ElementTree.fromstring(
        re.search(r"<svg.*</svg>", svg, re.DOTALL)[0].replace(
            "<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" '
        )
    )
    assert root.get("role") == "img"
    words = {
        element.get("id"): element.text for element in root if element.tag in {"title", "desc"}
    }
    said = [words[name] for name in root.get("aria-labelledby").split()]
    assert said == ["Riders & friends", 'At least "30" <people>']


def test_text_in_a_picture_is_text() -> None:
    svg = charts.svg(example("$3 or $24"), "Title", "Words")
    shown = [unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)<", svg)]
    assert {"0", "5", "10", "people", "$3 or $24"} <= set(shown)


def test_an_image_says_what_it_shows_and_can_be_read_as_svg() -> None:
    image = str(charts.image(example(), "Title", 'At least "30" people'))
    assert unescape(re.search(r'alt="([^"]*)"', image)[1]) == 'At least "30" people'
    document = base64.b64decode(re.search(r"svg\+xml;base64,([^\"]+)", image)[1])
    root = ElementTree.fromstring(document)
    assert "30 to 50" in "".join(root.itertext())
    assert root.get("viewBox") == "0 0 400 200"


def test_a_source_stands_under_the_picture() -> None:
    for make in (charts.svg, charts.image):
        html = make(example(), "Title", "Words", source=charts.synthetic())
        caption = re.search(r"</?(?:svg|img)[^>]*><figcaption[^>]*>([^<]*)", html)[1]
        assert unescape(caption) == charts.synthetic()
        assert caption.startswith("Synthetic sample data")


def test_html_shows_itself_in_a_notebook_and_is_plain_words_elsewhere() -> None:
    image = charts.image(example(), "Title", "At least 30 people")
    assert image._repr_html_() == str(image)
    assert repr(image) == "At least 30 people"


# On a page ------------------------------------------------------------------------------------


def test_every_reference_is_inside_its_own_picture() -> None:
    svg = charts.svg(example(), "Title", "Words")
    assert references(svg) == set(ids(svg))
    assert len(ids(svg)) == len(set(ids(svg)))
    assert len(ids(svg)) >= 5  # title, description, clip path, hatch, marker


def test_two_pictures_on_a_page_share_no_id() -> None:
    one = charts.svg(example(), "Title", "Words")
    for other in (
        charts.svg(example("31 to 50"), "Title", "Words"),
        charts.svg(example(), "Title", "Other words"),
        charts.svg(example(), "Title", "Words", key="the second"),
    ):
        assert not set(ids(one)) & set(ids(other))


def test_a_picture_styles_nothing_but_itself() -> None:
    svg = charts.svg(example(), "Title", "Words")
    assert "<style" not in svg
    assert "<script" not in svg


def test_a_picture_shrinks_with_its_column() -> None:
    for make in (charts.svg, charts.image):
        html = make(example(), "Title", "Words")
        assert "width: 100%; max-width: 400px; height: auto" in html


@pytest.mark.usefixtures("arabic")
def test_right_to_left_turns_the_words_but_not_the_drawing() -> None:
    html = charts.svg(example("من ٣٠ إلى ٥٠"), "عنوان", "وصف", source="مصدر")
    assert html.startswith('<figure dir="rtl"')
    assert "direction: ltr" in re.search(r"<svg[^>]*>", html)[0]
    assert "من ٣٠ إلى ٥٠" in html  # in the order it is read; the browser shapes it


# Colours --------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_letters_stand_out_from_the_paper() -> None:
    svg = charts.svg(example(), "Title", "Words")
    inks = set(re.findall(r"<text style=\"[^\"]*fill: (#\w+)", svg))
    assert inks == {charts.INK.lower(), charts.QUIET.lower()}
    assert min(contrast(ink, charts.PAPER) for ink in inks) >= 4.5


def test_ink_stands_out_from_every_fill() -> None:
    # Outlines, hatches and letters on a bar are in ink; the line of a range has the fill's colour.
    assert min(contrast(charts.INK, fill) for fill in charts.PALETTE) >= 3


def test_lines_differ_in_more_than_colour() -> None:
    with charts.figure() as (_, ax):
        lines = [ax.plot([0, 1])[0] for _ in charts.PALETTE]
    assert len({str(line.get_linestyle()) + str(line._dash_pattern) for line in lines}) == len(
        lines
    )


# Drawing again ---------------------------------------------------------------------------------


def test_again_starts_from_empty_axes() -> None:
    fig = example("the first")
    with charts.again(fig) as (same, ax):
        assert same is fig
        assert not [*ax.lines, *ax.patches, *ax.collections, *ax.texts]
        ax.text(0, 0, "the second")
    svg = charts.svg(fig, "Title", "Words")
    assert "the second" in svg
    assert "the first" not in svg


def test_a_figure_drawn_again_equals_a_new_one() -> None:
    def draw(ax: mpl.axes.Axes) -> None:
        ax.set_xlim(0, 10)
        charts.number_line(ax, [0, 10], "people")
        ax.plot([1, 2])

    with charts.figure(400, 200, MARGINS) as (used, ax):
        ax.bar([1, 2], [3, 4])
    with charts.again(used) as (_, ax):
        draw(ax)
    with charts.figure(400, 200, MARGINS) as (fresh, ax):
        draw(ax)
    assert charts.svg(used, "Title", "Words") == charts.svg(fresh, "Title", "Words")


def test_a_figure_without_margins_makes_room_for_its_labels() -> None:
    with charts.figure() as (fig, ax):
        ax.barh(["a label that is rather long"], [3])
        ax.set_xlabel("people")
    fig.draw_without_rendering()
    box = ax.get_tightbbox()
    assert box.x0 >= 0
    assert box.y0 >= 0


# Tables -----------------------------------------------------------------------------------------


def test_a_table_has_a_caption_and_headers_with_a_scope() -> None:
    frame = pd.DataFrame({"people": [1200, 3]}, index=["rode", "<led>"])
    root = ElementTree.fromstring(charts.table(frame, "Riders & leaders"))
    assert root.findtext("caption") == "Riders & leaders"
    assert [th.text for th in root.iter("th") if th.get("scope") == "col"] == ["people"]
    assert [th.text for th in root.iter("th") if th.get("scope") == "row"] == ["rode", "<led>"]
    assert [td.text for td in root.iter("td")][1:] == ["1,200", "3"]


def test_a_table_says_missing_and_rounds_to_one_decimal() -> None:
    frame = pd.DataFrame({"rate": [0.123, None], "who": [None, "us"]})
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", charts.table(frame, "Rates"))
    assert cells[1:] == ["0.1", "missing", "missing", "us"]


def test_a_table_takes_its_colours_from_the_page() -> None:
    html = charts.table(pd.DataFrame({"n": [1]}), "Count")
    assert "color" not in html
    assert "#" not in html
    assert "background" not in html


@pytest.mark.usefixtures("arabic")
def test_a_table_can_run_from_right_to_left() -> None:
    html = charts.table(pd.DataFrame({"من": ["٣٠"]}), "عنوان")
    assert html.startswith('<table dir="rtl"')
    assert "text-align: left" not in html
