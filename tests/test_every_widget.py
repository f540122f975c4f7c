"""What holds for every widget, without a browser: controls, redraws, stored pictures, words.

Each file ``test_widgets*.py`` has what one widget says and draws.
"""

import base64
import gettext
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
import traitlets
from every_widget import every_widget, shown

from workbook import i18n
from workbook.errors import Problem
from workbook.widgets.base import Explorable

WIDGETS = every_widget()

# A state other than the first for each widget. Set one after the other, each move shows.
MOVED: dict[str, dict[str, Any]] = {
    "AfterTheView": {"counting": "typical", "wanted": 40},
    "BeTheFeed": {"recipe": "audit", "moves": (("1-9", "follow"), ("5-9", "skip"))},
    "Breakthrough": {"followers": 10_000, "keen": 0.4},
    "CameBack": {"compare": "apart", "leave_out": True},
    "CostOfOne": {"hourly": 28, "goal": "attendees"},
    "DayGone": {
        "followers": 2400,
        "on_list": 15,
        "elsewhere": 25,
        "days": 20,
        "outage": "senegal",
    },
    "HookLab": {"by": "format", "among": "reply"},
    "Inbox": {
        "choices": (
            ("thanks", "like"),
            ("critic", "reply"),
            ("slur", "hide"),
            ("status", "reply"),
            ("press", "reply"),
            ("threat", "hand_on"),
            ("late", "rest"),
        ),
        "at": 8,
        "who": "two",
        "hide": "harm",
        "critics": "never",
        "hand_on": "public",
        "rest": True,
    },
    "InvestOrNot": {
        "people": 3,
        "aim": 3,
        "hours": 4,
        "safety": 3,
        "weight_people": 3,
        "weight_aim": 0,
    },
    "LotteryTickets": {"posts": 12, "drawing": 4, "goal": 50_000, "leave_out": True},
    "MyBase": {"young": 10, "middle": 30, "older": 60, "oldest": 100, "differ": 5, "what": "news"},
    "OneAccount": {"top": 12, "near": True, "without_first": True},
    "OwnNumbers": {"show": "source_table", "channel": "email", "hide": False},
    "PhoneFrames": {"feature": "stitch"},
    "PlaceOrRoom": {"within": True, "mix": 0.7},
    "ReachSignals": {"measure": "likes"},
    "ReadyToPost": {
        "colours": "white_on_black",
        "where": "top",
        "captions": True,
        "spoken": True,
        "flashes": 4,
        "sound": "own",
        "people": "agreed",
    },
    "RiskRegister": {"kind": "access"},
    "SourceDetective": {"guess": "25", "evidence": "both_bounds", "reveal": True},
    "SourceLinks": {
        "address": "https://example.org/rainbow-roll?lang=es",
        "tool": "mobilize",
        "channels": "TikTok\ntik-tok\nFlyer\nann@example.org",
        "videos": "Bell test",
    },
    "Storyboard": {
        "cuts": (4, 15),
        "length": 20,  # a shorter video would take the first cuts along
        "hook": "This crossing takes 4 minutes on foot.",
        "body": "We timed it with Mrs Li.",
        "ask": "Come on Saturday.",
    },
    "TeamInterval": {"k": 3, "n": 20, "confidence": 0.8, "times": 4},
    "ThisTrendBut": {"issue": "a safe bike lane", "pattern": "signs", "place": "behind"},
    "TimePlanner": {
        "checks": (3, 7),
        "minutes": (2, 4),
        "scouting": 5,
        "replying": 10,
        "videos": 2,
        "hours": (1.5, 6.0),
        "days": 6,
        "people": 3,
    },
    "TurnoutRange": {"turnout": (100, 300), "share": (0.1, 0.5)},
    "WatchTime": {"country": "kr", "times": 2.5},
    "WhoIsThere": {"figures": "gender"},
}
# A person's own words: any text is possible.
FREE = {
    "SourceLinks": {"address", "channels", "videos"},
    "Storyboard": {"hook", "body", "ask"},
    "ThisTrendBut": {"issue"},
    "SourceDetective": {"guess"},
}
STATES = [
    pytest.param(kind, state, id=f"{kind.__name__}-{name}")
    for kind in WIDGETS
    for name, state in (("first", {}), ("moved", MOVED.get(kind.__name__, {})))
]
CHOICES = [
    pytest.param(kind, {name: value}, id=f"{kind.__name__}-{value}")
    for kind in WIDGETS
    for name, trait in kind.class_traits().items()
    if isinstance(trait, traitlets.Enum) and name in MOVED.get(kind.__name__, ())
    for value in trait.values
]


@pytest.fixture(params=WIDGETS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> type[Explorable]:
    return request.param


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def moves(kind: type[Explorable]) -> dict[str, Any]:
    return MOVED[kind.__name__]


def control_of(widget: Explorable, name: str) -> ipywidgets.Widget:
    """The control that moves a trait, by its label: some stand beside each other in a row."""
    label = widget.controls()[name].description
    return next(part for part in inside(widget) if getattr(part, "description", None) == label)


def inside(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """All that stands in a widget, at any depth; a control before what it is made of."""
    for child in getattr(widget, "children", ()):
        yield child
        yield from inside(child)


def test_each_widget_has_a_state_to_move_to(kind: type[Explorable]) -> None:
    assert set(moves(kind)) <= set(kind().controls())
    assert set(MOVED) == {one.__name__ for one in WIDGETS}


# Controls -----------------------------------------------------------------------------------------


def test_every_control_has_a_label_of_its_own(kind: type[Explorable]) -> None:
    labels = [control.description for control in kind().controls().values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_a_label_leaves_room_for_its_slider(kind: type[Explorable]) -> None:
    for control in kind().controls().values():
        if hasattr(control, "readout") and not control.style.description_width:
            assert len(control.description) <= 30


def test_a_trait_moves_its_control_and_a_control_its_trait(kind: type[Explorable]) -> None:
    by_trait, by_control = kind(), kind()
    for name, value in moves(kind).items():
        setattr(by_trait, name, value)
        control_of(by_control, name).value = value
        assert getattr(by_control, name) == value
        assert by_trait.sentence == by_control.sentence
    assert by_trait.sentence == kind(**moves(kind)).sentence != kind().sentence


def test_each_move_shows_and_redraws_once(
    kind: type[Explorable], monkeypatch: pytest.MonkeyPatch
) -> None:
    redraws: list[str] = []
    redraw = kind.redraw
    monkeypatch.setattr(kind, "redraw", lambda self: (redraws.append(""), redraw(self)))
    widget = kind()
    for count, (name, value) in enumerate(moves(kind).items(), start=2):
        before = shown(widget)
        setattr(widget, name, value)
        assert shown(widget) != before, name
        assert len(redraws) == count, name


def test_an_impossible_state_is_refused(kind: type[Explorable]) -> None:
    with pytest.raises(Problem, match=rf"{kind.__name__} has no turn_out\. It has: "):
        kind(turn_out=3)
    for name, value in moves(kind).items():
        if name not in FREE.get(kind.__name__, ()):
            with pytest.raises(Problem):
                kind(**{name: "nonsense"})
        with pytest.raises(Problem):
            kind(**{name: [value]})


# What is shown, now and in a stored notebook ------------------------------------------------------


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_the_sentence_is_on_the_page_and_in_the_picture(
    kind: type[Explorable], state: dict[str, Any]
) -> None:
    widget = kind(**state)
    live = unescape(shown(widget))
    assert re.search(r"<desc[^>]*>(.*?)</desc>", live)[1] == widget.sentence
    assert re.search(r'<p role="status">(.*?)</p>', live)[1] == widget.sentence


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_a_stored_notebook_shows_all_of_it_without_a_kernel(
    kind: type[Explorable], state: dict[str, Any]
) -> None:
    widget = kind(**state)
    bundle, view = widget._repr_mimebundle_(), widget.view()
    assert bundle["text/plain"] == widget.sentence == view.sentence
    assert bundle["text/html"] == widget.still() == kind(**state).still()
    assert widget.model_id not in bundle["text/html"]
    assert "<svg" not in bundle["text/html"]  # JupyterLab would remove it
    assert bundle["text/html"].count("<img alt=") == 1
    still = unescape(bundle["text/html"])
    assert re.search(r'alt="(.*?)" width', still)[1] == view.sentence
    assert f">{view.sentence}</p>" in still
    assert view.source in still
    assert view.cautions
    assert all(caution in still for caution in view.cautions)


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_the_numbers_of_a_picture_stand_in_a_table(
    kind: type[Explorable], state: dict[str, Any]
) -> None:
    # The one's table would give the answers away, and the other has no links yet.
    untried = kind.__name__ in ("Inbox", "SourceLinks") and not state
    assert ("<caption" in kind(**state).view().table) != untried


def test_moving_away_and_back_gives_the_same_still(kind: type[Explorable]) -> None:
    widget = kind()
    before = widget.still()
    first = {name: getattr(widget, name) for name in moves(kind)}
    for name, value in moves(kind).items():
        setattr(widget, name, value)
    assert widget.still() != before
    for name, value in reversed(first.items()):
        setattr(widget, name, value)
    assert widget.still() == before


def digest() -> str:
    stills = "".join(kind(**state).still() for kind in WIDGETS for state in ({}, moves(kind)))
    return hashlib.sha256(stills.encode()).hexdigest()


def test_another_process_makes_the_same_stills() -> None:
    here = Path(__file__).parent
    run = subprocess.run(
        [sys.executable, "-c", "import test_every_widget as t; print(t.digest())"],
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout.strip() == digest()


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_sample_data_says_that_it_is_invented(
    kind: type[Explorable], state: dict[str, Any]
) -> None:
    takes_tables = hasattr(sys.modules[kind.__module__], "data")
    widget = kind(**state)
    for html in (shown(widget), widget.still()):
        assert ("Synthetic sample data" in html) == takes_tables
    if takes_tables:
        assert "invented" in widget.view().title


# Words in other languages -------------------------------------------------------------------------


class Marked(gettext.NullTranslations):
    """A translation that shows which words went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"⟦{one if count == 1 else many}⟧"


@pytest.mark.parametrize(("kind", "state"), [*STATES, *CHOICES])
def test_every_word_can_be_translated(
    kind: type[Explorable], state: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_catalog", Marked())
    own_words = FREE.get(kind.__name__, set())
    widget = kind(**{name: value for name, value in state.items() if name not in own_words})
    picture = base64.b64decode(re.search(r"base64,([^\"]+)", widget.still())[1]).decode()
    # Together: a sentence may run over several lines of a picture.
    drawn = " ".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL))
    controls = widget.controls().values()
    labels = [control.description for control in controls]
    choices = [label for control in controls for label, _ in getattr(control, "options", ())]
    for html in (widget.still(), drawn, *labels, *choices):
        visible = re.sub(r"<[^>]*>", " ", html)
        while visible != (visible := re.sub(r"⟦[^⟦⟧]*⟧", " ", visible)):
            pass
        assert not re.search(r"[^\W\d_]", visible), visible
