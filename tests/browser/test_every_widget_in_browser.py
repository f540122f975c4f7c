"""Every control of every widget answers the keyboard and the mouse, in JupyterLab."""

import pytest
from every_widget import every_widget
from lab import Lab
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

WIDGETS = every_widget()
IN_A_NOTEBOOK = 6
"""So many widgets are opened at once: a page takes seconds, and JupyterLab grows slow with many."""
# Where a control shows nothing at first, a state in which it does.
STATE = {
    "OwnNumbers": "show='visits'",  # the first move is to a measure of people
    "Inbox": "choices=[(message.id, ('reply', 'hand_on', 'rest', 'hide')[place % 4])"
    " for place, message in enumerate(inbox.queue())]",
}
GROUPS = [WIDGETS[i : i + IN_A_NOTEBOOK] for i in range(0, len(WIDGETS), IN_A_NOTEBOOK)]

SHOWN = """cell => [...cell.querySelectorAll('svg[role=img], p[role=status], p[role=alert], table')]
  .map(part => part.innerHTML).join('')"""
CONTROLS = "[role=slider], input, select, textarea, button"
# Which of the lists of choices a choice is in.
CHOICES = """choice => {
  const all = choice.closest('.jp-Cell-outputArea').querySelectorAll('.widget-radio-box');
  return [...all].indexOf(choice.closest('.widget-radio-box'));
}"""
CHANGED = f"""([cell, before]) => ({SHOWN})(cell) !== before"""


class Cell:
    """The output of one widget on the page."""

    def __init__(self, page: Page, output: Locator) -> None:
        self.page, self.output = page, output

    def moves(self, *tries) -> bool:
        """Whether one of the tries, done in turn, changes what the widget shows."""
        element = self.output.element_handle()
        for act in tries:
            before = self.output.evaluate(SHOWN)
            act()
            try:
                self.page.wait_for_function(CHANGED, arg=[element, before], timeout=2_000)
            except Exception:
                continue
            return True
        return False


def can_grow(slider: Locator) -> bool:
    now, most = (float(slider.get_attribute(f"aria-value{end}")) for end in ("now", "max"))
    return now < most


def by_keyboard(cell: Cell, control: Locator, role: str, kind: str) -> bool:
    press = cell.page.keyboard.press
    control.scroll_into_view_if_needed()
    control.focus()
    if role == "slider":
        keys = ["ArrowRight", "ArrowLeft"]
        # One step may change nothing, such as a second flash where three are allowed.
        keys = [*(keys if can_grow(control) else reversed(keys)), "End", "Home"]
        return cell.moves(*(lambda key=key: press(key) for key in keys))
    if kind in ("radio", "checkbox"):
        return cell.moves(lambda: press("Space"), lambda: press("ArrowDown"))
    if kind == "button":
        return cell.moves(lambda: press("Enter"))
    if kind == "select":

        def choose(key: str):
            def act() -> None:
                # The arrows work once the list is open; before, JupyterLab takes them for itself.
                for one in ("Space", key, "Enter"):
                    press(one)
                    cell.page.wait_for_timeout(150)

            return act

        return cell.moves(choose("ArrowDown"), choose("ArrowUp"))

    def write(words: str):
        def act() -> None:
            control.fill(words)
            press("Tab")

        return act

    return cell.moves(write("7"), write("3"))


def by_mouse(cell: Cell, control: Locator, role: str, kind: str) -> bool:
    mouse = cell.page.mouse
    if role == "slider":

        def pull(by: int):
            def act() -> None:
                control.scroll_into_view_if_needed()
                box = control.bounding_box()
                x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
                mouse.move(x, y)
                mouse.down()
                mouse.move(x + by, y, steps=4)
                mouse.up()

            return act

        way = 1 if can_grow(control) else -1
        return cell.moves(*(pull(way * by) for by in (60, -60, 120, -120)))
    return cell.moves(control.click)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].__name__)
def test_every_control_answers(lab: Lab, page: Page, group: list) -> None:
    page.set_viewport_size({"width": 1280, "height": 9_000})
    cells = [
        f"from workbook import inbox\nfrom {kind.__module__} import {kind.__name__}\n"
        f"{kind.__name__}({STATE.get(kind.__name__, '')})"
        for kind in group
    ]
    lab.open(page, lab.write(f"{group[0].__name__}_and_more.ipynb", *cells))
    outputs = page.locator(".jp-Cell .jp-Cell-outputArea")
    silent = []
    for number, kind in enumerate(group):
        output = outputs.nth(number)
        output.locator("svg[role=img]").first.wait_for()
        cell = Cell(page, output)
        controls = output.locator(CONTROLS).and_(page.locator(":visible"))
        assert controls.count(), kind.__name__
        asked = set()  # one choice of each list of choices will do
        for place in range(controls.count()):
            control = controls.nth(place)
            role = control.get_attribute("role") or ""
            tag = control.evaluate("element => element.tagName.toLowerCase()")
            form = (control.get_attribute("type") if tag == "input" else tag) or "text"
            choices = control.evaluate(CHOICES) if form == "radio" else f"control {place}"
            if not control.is_enabled() or choices in asked:
                continue
            if form == "radio" and control.is_checked():
                continue
            asked.add(choices)
            acts = [by_keyboard]
            if role == "slider" or form == "checkbox":
                acts.append(by_mouse)  # into a field one types, and a radio's click is tested below
            if form == "button" and place % 2:
                acts = [by_mouse]  # a second press of the same button may change nothing more
            for act in acts:
                if control.is_enabled() and not act(cell, control, role, form):
                    silent.append((kind.__name__, place, act.__name__, role or form))
            if form == "radio":
                others = output.locator(".widget-radio-box").nth(choices)
                if not cell.moves(others.locator("input:not(:checked)").first.click):
                    silent.append((kind.__name__, place, "click", form))
    assert silent == [], silent
