"""The explore page in a real browser: sliders, a dragged start, links, loops, and what may not get in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from grader.course import variants
from grader.words import explore as words
from tests.web.conftest import AXE, MOVE, WIDER, Explored, serving
from tests.whole_course import COURSE

RIGHT = variants.solution(COURSE, COURSE.assignment("optimizer_comparison")).source.decode()
BUTTON = "document.getElementById('explore-{name}').click()"


@pytest.fixture(scope="module")
def explored(browser: Any, address: str) -> Explored:
    """The page, opened cold by the module's first test."""
    page = Explored(browser, address)
    page.forget_work()
    return page


def test_a_recorded_picture_is_there_before_python_is(explored: Explored) -> None:
    explored.begin(wait=False)

    explored.until("document.querySelectorAll('#explore-lead path.walk').length")
    assert explored.value("document.documentElement.dataset.ready") == "page"
    assert "gradient_descent (the course's) converges" in explored.statuses
    assert explored.status != words.EXPLORE_READY
    explored.until("document.documentElement.dataset.ready === 'python'")
    assert explored.status == words.EXPLORE_READY


def test_a_slider_moves_the_students_own_path_and_says_what_it_does(explored: Explored) -> None:
    explored.keep(RIGHT)
    assert explored.statuses.startswith("gradient_descent converges")
    before = explored.walk()

    explored.move("slider-lr", -0.45)

    assert explored.value("document.getElementById('knob-lr').value") == "0.355"
    assert explored.statuses.startswith("gradient_descent diverges")
    assert "lr · lambda_max = 2.13 ≥ 2" in explored.statuses
    assert explored.walk() != before


def test_another_file_is_run_as_soon_as_it_is_there(explored: Explored) -> None:
    explored.go("#preset=convex_bowl")
    explored.keep(RIGHT.replace("- lr * grad", "+ lr * grad", 1))

    assert explored.statuses.startswith("gradient_descent diverges")
    assert "look at the update in gradient_descent, and in what it calls" in explored.statuses
    assert explored.status == words.EXPLORE_CHANGED
    explored.keep(RIGHT)
    assert explored.statuses.startswith("gradient_descent converges")


def test_a_start_is_dragged_with_the_pointer(explored: Explored) -> None:
    explored.go("#preset=convex_bowl")
    x, y = explored.value(
        "(() => { const { left, top, width, height } = "
        "document.querySelector('#explore-lead .mark.start use').getBoundingClientRect();"
        "return [left + width / 2, top + height / 2]; })()"
    )
    before = explored.drawn

    for kind, at in (("mousePressed", (x, y)), ("mouseMoved", (x - 90, y + 60)), ("mouseReleased", (x - 90, y + 60))):
        explored.browser.send(
            "Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", buttons=1, clickCount=1
        )
    explored.until(f"Number(document.getElementById('explore').dataset.drawn) > {before}")

    first, second = (
        float(explored.value(f"document.getElementById('knob-start-0-{place}').value")) for place in (0, 1)
    )
    assert first < 4.5
    assert second < 2.5
    explored.until(f"location.hash.includes('starts={first},{second}')")


LINK = "#preset=elongated_bowl&lr=0.12&momentum=0.5&steps=77"


@pytest.fixture(scope="module")
def shown_by_link(explored: Explored) -> str:
    """The path of the student's own `momentum` at the setting of a link that is followed within the page."""
    explored.go(LINK)
    assert "momentum converges: after 77 steps" in explored.statuses
    return explored.walk(2)


def test_a_setting_is_a_link(explored: Explored, shown_by_link: str) -> None:
    explored.move("knob-momentum", 0.6)

    explored.until(f"location.hash === {LINK.replace('0.5', '0.6')!r}")
    assert explored.walk(2) != shown_by_link


@pytest.mark.parametrize(
    "link",
    [
        "#preset=convex_bowl&lr=alert(1)",
        "#preset=convex_bowl&momentum=0.5",
        "#preset=convex_bowl&code=import%20os",
        "#preset=convex_bowl&starts=1,2_3,4",
        "#preset=convex_bowl&lr=1e999",
        "#preset=%3Cscript%3E",
        "#<img src=x onerror=alert(1)>",
    ],
)
def test_a_link_holds_numbers_from_a_list_and_nothing_else(explored: Explored, link: str) -> None:
    explored.go("#preset=quartic")
    explored.go(link)

    assert explored.status == words.OTHER_LINK
    assert explored.value("document.getElementById('explore-preset').value") == "convex_bowl"
    assert explored.value("document.getElementById('knob-lr').value") == "0.1"
    assert explored.statuses.startswith("gradient_descent converges: after 20 steps it is 0.0576")


@pytest.mark.parametrize(
    ("link", "taken"),
    [
        ("#preset=convex_bowl&lr=-5", "#preset=convex_bowl&lr=0.001"),
        ("#preset=convex_bowl&steps=999999", "#preset=convex_bowl&steps=200"),
        ("#preset=convex_bowl&steps=3.7", "#preset=convex_bowl&steps=4"),
    ],
)
def test_a_link_beyond_the_bounds_is_said_to_be_and_what_is_shown_is_what_is_drawn(
    explored: Explored, link: str, taken: str
) -> None:
    explored.go(link)

    assert explored.status == words.LINK_BOUNDED
    explored.value("document.getElementById('explore-link').click()")
    assert explored.value("location.hash") == taken


def test_numbers_beyond_their_bounds_are_taken_at_the_bound(explored: Explored) -> None:
    explored.go("#preset=quartic&lr=99999&steps=1000000")

    assert "after 200 steps" in explored.statuses
    assert "NaN" in explored.statuses


def test_a_loop_is_ended_once_and_the_others_follow_the_sliders(explored: Explored) -> None:
    loop = RIGHT + "\n\ndef momentum(grad, start, lr, steps, alpha=0.9):\n    while True:\n        pass\n"
    explored.go("#preset=elongated_bowl")
    explored.keep(loop)
    line = loop.splitlines().index("    while True:") + 1
    assert f"it was in line {line}: while True:" in explored.statuses

    explored.move("slider-lr", -1.0)

    assert words.RAN_TOO_LONG.format(function="momentum").replace("`", "") in explored.statuses
    assert "gradient_descent converges" in explored.statuses
    explored.keep(RIGHT)
    assert "momentum converges" in explored.statuses or "momentum is on its way" in explored.statuses


def test_what_student_code_says_is_text(explored: Explored) -> None:
    explored.go("#preset=convex_bowl&lr=0.2")
    explored.keep(
        "def gradient_descent(grad, start, lr, steps):\n    raise ValueError('<img src=x onerror=stolen=1>')\n"
    )

    assert "<img src=x onerror=stolen=1>" in explored.statuses
    assert explored.value("document.querySelectorAll('#explore img').length") == 0
    assert explored.value("typeof stolen") == "undefined"


def test_the_step_slider_stays_where_it_is_while_numbers_move(explored: Explored) -> None:
    explored.go("#preset=convex_bowl")
    explored.keep(RIGHT)
    explored.value(MOVE.format(id="'scene-s'", value="'7'"))
    explored.move("slider-lr", -1.2)

    assert explored.value("document.getElementById('scene-s').value") == "7"
    assert explored.value("document.querySelectorAll('#explore .plot circle.now').length") == 3
    assert "Row 7: gradient_descent" in explored.value("document.querySelector('.slider output').textContent")


def test_a_keyboard_is_enough_to_move_and_choose(explored: Explored) -> None:
    explored.go("#preset=convex_bowl")
    explored.value("document.getElementById('explore-preset').focus()")
    seen = []
    for _ in range(24):
        explored.browser.press("Tab", 9)
        seen.append(explored.value("document.activeElement.id"))
    wanted = {"slider-lr", "knob-lr", "slider-angle", "knob-start-0-1", "explore-reset", "explore-link", "scene-s"}
    assert wanted <= set(seen)

    explored.value("document.getElementById('slider-lr').focus()")
    before = explored.drawn
    explored.browser.press("ArrowRight", 39)
    explored.until(f"Number(document.getElementById('explore').dataset.drawn) > {before}")
    assert explored.value("document.getElementById('knob-lr').value") == "0.102"
    assert explored.value("document.activeElement.id") == "slider-lr"


def test_reset_and_velocity(explored: Explored) -> None:
    explored.go("#preset=elongated_bowl&momentum=0.5")
    explored.value(BUTTON.format(name="velocity"))
    assert (
        explored.value("getComputedStyle(document.querySelector('#explore-lead .plot > svg path.arrows')).display")
        != "none"
    )

    explored.value(BUTTON.format(name="reset"))

    explored.until("document.getElementById('knob-momentum').value === '0.9'")
    explored.until("location.hash === '#preset=elongated_bowl'")


def test_the_page_is_accessible_and_fits_at_any_width_and_in_the_dark(explored: Explored) -> None:
    if not AXE.exists():
        pytest.skip("axe-core could not be had from npm")
    explored.browser.send("Page.setBypassCSP", enabled=True)  # for the engine alone
    try:
        explored.begin("#preset=four_optimizers", width=390)
        for width, dark in product((390, 1280), (False, True)):
            explored.browser.look(width=width, dark=dark)
            assert explored.value(WIDER) == [], (width, dark)
            assert explored.findings() == [], (width, dark)
    finally:
        explored.browser.send("Page.setBypassCSP", enabled=False)


@pytest.fixture
def folder_served(site: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The site as `grader explore` serves it: with the student's file beside it."""
    own = tmp_path / "optimizer_comparison.py"
    with serving(site, beside={"/own/a-key-of-sixteen-or-more/optimizer_comparison.py": own}) as server:
        yield server.address, own


def test_a_link_is_a_setting_and_a_file_in_the_folder_is_run_and_run_again_when_it_is_saved(
    browser: Any, shown_by_link: str, folder_served: tuple[str, Path]
) -> None:
    address, own = folder_served
    own.write_text(RIGHT)
    page = Explored(browser, address)

    page.begin(f"?folder=a-key-of-sixteen-or-more{LINK}")
    assert page.status == words.EXPLORE_READY
    assert page.walk(2) == shown_by_link
    page.go("#preset=convex_bowl")
    assert page.statuses.startswith("gradient_descent converges")
    assert page.value("document.getElementById('explore-about').textContent") == words.ABOUT_FOLDER.replace("`", "")
    before = page.drawn
    own.write_text(RIGHT.replace("- lr * grad", "+ lr * grad", 1))
    page.until(f"Number(document.getElementById('explore').dataset.drawn) > {before}")

    assert page.statuses.startswith("gradient_descent diverges")
    browser.open("about:blank")  # which lets go of the server
