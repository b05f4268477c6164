"""Pages in a real browser: nothing is fetched, nothing overflows, and a keyboard is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.landscapes import quadratic
from grader.reports.pages import class_page, statement, student
from grader.reports.pages.class_page import ClassFacts
from tests.reports.conftest import Grader
from tests.whole_course import COURSE

pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")

from tests.reports.browser import Browser

STATEMENT = (COURSE.root / "assignments/optimizer_comparison/statement.md").read_text(encoding="utf-8")
TAB, SPACE, RIGHT = ("Tab", 9), (" ", 32), ("ArrowRight", 39)


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, all_wrong: Graded, graded: Grader, walks: Prepared
) -> dict[str, Path]:
    own, staff = student.pages(all_wrong, walks)
    text = {
        "student": own,
        "staff": staff,
        "right": student.page(graded(), walks),
        "class": class_page.pages(ClassFacts([graded(student="a" * 60).grade, all_wrong.grade], [walks.assignment]))[
            "class/walks.html"
        ],
        "statement": statement.page(STATEMENT, title="Bowls", landscape=quadratic(angle=0.5)),
    }
    folder = tmp_path_factory.mktemp("pages")
    for name, page in text.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in text}


CUT_WITHOUT_A_CUE = """
[...document.querySelectorAll("main *")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth)
  .filter((element) => ["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX))
  .filter((element) => !getComputedStyle(element).backgroundImage.includes("gradient") || element.tabIndex < 0)
  .map((element) => element.tagName + " " + element.className)
"""


@pytest.mark.parametrize("name", ["student", "staff", "class", "statement"])
def test_what_is_cut_on_a_phone_says_so_and_can_be_moved(browser: Browser, pages: dict[str, Path], name: str) -> None:
    browser.open(pages[name], width=390, height=844)
    browser.evaluate(UNFOLD)

    assert browser.evaluate(CUT_WITHOUT_A_CUE) == []


UNFOLD = "document.querySelectorAll('details').forEach((folded) => { folded.open = true; })"
WIDER_THAN_THE_WINDOW = """
[...document.querySelectorAll("main *")]
  .filter((element) => !element.closest("svg, .scroll, .table, .math, [hidden]"))
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.tagName + " " + element.className)
"""


@pytest.mark.parametrize("width", [360, 768, 1400])
@pytest.mark.parametrize("name", ["student", "staff", "right", "class", "statement"])
def test_nothing_is_wider_than_the_window(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    browser.open(pages[name], width=width)
    browser.evaluate(UNFOLD)

    assert browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.evaluate(WIDER_THAN_THE_WINDOW) == []


@pytest.mark.parametrize("name", ["student", "staff", "right", "class"])
def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, pages: dict[str, Path], name: str) -> None:
    browser.open(pages[name])
    browser.evaluate(UNFOLD)
    events = [event["method"] for event in browser.events]
    asked = [
        event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"
    ]

    assert asked == [pages[name].as_uri()]
    assert not {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"} & set(events)


def test_the_policy_stops_a_script_that_got_in(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    changed = tmp_path / "changed.html"
    text = pages["right"].read_text(encoding="utf-8")
    changed.write_text(text.replace("</main>", "</main><script>document.title = 'taken'</script>"), encoding="utf-8")
    browser.open(changed)

    assert browser.evaluate("document.title") != "taken"


def test_the_slider_shows_one_row_everywhere(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["student"])
    browser.evaluate("document.querySelector('#velocity_update input[type=range]').focus()")
    first = browser.evaluate("document.querySelector('#velocity_update output').textContent")
    browser.press(*RIGHT)

    assert first.startswith("Row 1: yours")
    assert browser.evaluate("document.querySelector('#velocity_update output').textContent").startswith("Row 2: yours")
    assert browser.evaluate("document.querySelector('#velocity_update tr.now th').textContent") == "2"
    assert browser.evaluate(
        "[...document.querySelectorAll('#velocity_update .lead .now')].every((ring) => ring.hasAttribute('cx'))"
    )


def test_the_slider_begins_at_the_first_difference(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["student"])

    assert browser.evaluate("document.querySelector('#velocity_update input[type=range]').value") == "1"


def test_arrows_appear_when_asked_for_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["student"])
    shown = "getComputedStyle(document.querySelector('#velocity_update path.arrows')).display"
    before = browser.evaluate(shown)
    browser.evaluate("document.querySelector('#velocity_update input.switch').focus()")
    browser.press(*SPACE)

    assert (before, browser.evaluate(shown)) == ("none", "inline")


def test_tab_reaches_everything_that_can_be_used(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["student"])
    browser.evaluate(UNFOLD)
    usable = "[...document.querySelectorAll('a[href], summary, input, [tabindex]')].length"
    reached = set()
    for _ in range(browser.evaluate(usable) + 2):
        browser.press(*TAB)
        place = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
        reached.add(browser.evaluate(place))
    wanted = browser.evaluate(
        "[...document.querySelectorAll('a[href], summary, input, [tabindex]')]"
        ".map((one) => [...document.querySelectorAll('*')].indexOf(one))"
    )

    assert set(wanted) <= reached


def test_without_a_script_everything_is_still_there(browser: Browser, pages: dict[str, Path]) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(pages["student"])
    browser.send("Emulation.setScriptExecutionDisabled", value=False)

    assert browser.evaluate("document.querySelector('#velocity_update .slider').checkVisibility()") is False
    assert browser.evaluate("document.querySelector('#velocity_update .rows table').checkVisibility()")
    assert browser.evaluate("document.querySelector('#velocity_update .lead svg').checkVisibility()")


CONTRASTS = """
(() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.startsWith("rgba") || !colour.endsWith(" 0)")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const worst = [];
  for (const element of document.querySelectorAll("main *")) {
    if (element.closest("title, desc")) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const style = getComputedStyle(element);
    const inside = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(inside), light(ground(element.closest("svg") || element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) worst.push(element.tagName + " " + element.className + " " + inside);
  }
  return worst;
})()
"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["student", "class"])
def test_every_text_stands_out_from_its_ground(browser: Browser, pages: dict[str, Path], name: str, dark: bool) -> None:
    browser.open(pages[name], dark=dark)
    browser.evaluate(UNFOLD)

    assert browser.evaluate(CONTRASTS) == []


def test_paper_shows_what_is_open_and_no_tools(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["student"], width=794)
    browser.send("Emulation.setEmulatedMedia", media="print")
    shown = [
        browser.evaluate(f"document.querySelector('#velocity_update {part}').checkVisibility()")
        for part in (".lead svg", ".rows table", ".slider", "details:last-of-type")
    ]
    browser.send("Emulation.setEmulatedMedia", media="")

    assert shown == [True, True, False, False]


AXE = Path(__file__).parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js"
FINDINGS = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.map(
  (each) => each.id + ": " + each.help + " (" + each.nodes.map((node) => node.target.join(" ")).join(", ") + ")"
))
"""


@pytest.mark.skipif(not AXE.exists(), reason="there is no axe-core; `make test` installs it where there is npm")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["student", "staff", "right", "class", "statement"])
def test_an_accessibility_engine_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, dark: bool) -> None:
    browser.open(pages[name], dark=dark)
    browser.evaluate(UNFOLD)
    browser.send("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))

    found = browser.send("Runtime.evaluate", expression=FINDINGS, awaitPromise=True, returnByValue=True)

    assert found["result"]["value"] == []
