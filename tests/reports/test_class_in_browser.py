"""A class of a thousand in six assignments, in a real browser: sorted, searched, filtered, by keyboard, as a link."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from grader.reports.pages import class_page
from tests.reports.large_class import large_class

pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")

from tests.reports.browser import Browser

TAB, ENTER, BACK = ("Tab", 9), ("Enter", 13, "\r"), ("Backspace", 8)
AXE = Path(__file__).parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js"
FINDINGS = """
axe.run(document, {resultTypes: ["violations"], ...RULES}).then((found) => found.violations.map(
  (each) => each.id + ": " + each.help + " (" + each.nodes.map((node) => node.target.join(" ")).join(", ") + ")"
))
"""
LEADS_TO = {"student-00006", "student-00011", "student-00016"}
SHOWN = "[...document.querySelectorAll('.everybody tbody tr:not([hidden])')]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with a class in it; staff pages that say whose they are, of a few; and a class in two parts."""
    root = tmp_path_factory.mktemp("large")
    for place, facts in (("", large_class()), ("parted", large_class(1100, 1))):
        staff = [
            f"staff/{grade.student}/{grade.assignment}.html" for grade in facts.grades if grade.student in LEADS_TO
        ]
        stubs = {page: f"<!DOCTYPE html><title>{page.split('/')[1]}</title>" for page in staff}
        for name, text in (dict(class_page.pages(facts)) | stubs).items():
            path = root / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def overview(browser: Browser, folder: Path) -> Browser:
    """The page of the whole class, as it is when it was opened, or as nothing is chosen: it is loaded once."""
    if browser.evaluate("location.href.split('#')[0]") == (folder / "index.html").as_uri():
        browser.evaluate("document.querySelector('.finder [type=reset]').click()")
        settle(browser)
        browser.look()
    else:
        browser.open(folder / "index.html")
    return browser


def settle(browser: Browser, milliseconds: int = 20) -> None:
    """Let what was put off to the next turn happen, or a colour come to its end."""
    waited = f"new Promise((done) => setTimeout(done, {milliseconds}))"
    browser.send("Runtime.evaluate", expression=waited, awaitPromise=True)


def found(browser: Browser) -> str:
    return str(browser.evaluate("document.querySelector('.found').textContent"))


def fragment(browser: Browser) -> str:
    return str(browser.evaluate("location.hash"))


def column(browser: Browser, number: int) -> list[str]:
    return list(browser.evaluate(f"{SHOWN}.map((row) => row.cells[{number}].textContent)"))


def choose(browser: Browser, name: str, value: str) -> None:
    """Choose in a list, as a person would: the page is told that it was changed."""
    browser.evaluate(
        f"(() => {{ const field = document.querySelector('.finder [name={name}]'); field.value = {json.dumps(value)}; "
        "field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def reach(browser: Browser, wanted: str) -> None:
    """Go on by Tab until the focus is on what is wanted."""
    for _ in range(60):
        browser.press(*TAB)
        if browser.evaluate(f"document.activeElement === document.querySelector({json.dumps(wanted)})"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_heading_sorts_both_ways_by_keyboard_and_says_so(overview: Browser) -> None:
    head = "th[data-key=momentum_step]"
    overview.evaluate("document.querySelector('.finder [name=q]').focus()")
    reach(overview, f"{head} button")

    overview.press(*ENTER)
    up = column(overview, 4)
    said = [overview.evaluate(f"document.querySelector('{head}').getAttribute('aria-sort')"), fragment(overview)]
    overview.press(*ENTER)
    down = column(overview, 4)
    said += [overview.evaluate(f"document.querySelector('{head}').getAttribute('aria-sort')"), fragment(overview)]

    points = [float(text.split()[0]) for text in up]
    assert (points[0], points[-1], points) == (0.0, 15.0, sorted(points))
    assert [float(text.split()[0]) for text in down] == sorted(points, reverse=True)
    assert said == ["ascending", "#sort=momentum_step", "descending", "#sort=-momentum_step"]


def test_a_search_finds_by_keyboard_announces_how_many_and_can_be_taken_back(overview: Browser) -> None:
    overview.evaluate("document.querySelector('nav a').focus()")
    reach(overview, ".finder [name=q]")
    for sign in "STUDENT-0099":
        overview.press(sign, ord(sign), sign)

    assert found(overview) == "10 of 1,000"
    assert overview.evaluate("document.querySelector('.found').getAttribute('role')") == "status"
    assert column(overview, 0)[0] == "student-00990"
    assert fragment(overview) == "#q=STUDENT-0099"
    reach(overview, ".finder [type=reset]")
    overview.press(*ENTER)
    settle(overview)
    assert (found(overview), fragment(overview)) == ("1,000 of 1,000", "#everybody")


def test_filters_hold_in_one_hand_in_and_an_assignment_shows_its_column_alone(overview: Browser) -> None:
    choose(overview, "section", "Section 3")
    choose(overview, "state", "refused")
    anywhere = found(overview)
    choose(overview, "assignment", "saddle_points")

    rows = column(overview, 6)
    assert (anywhere, found(overview)) == ("71 of 1,000", f"{len(rows)} of 1,000")
    assert set(rows) == {"0 refused"}
    assert set(column(overview, 1)) == {"Section 3"}
    assert overview.evaluate(f"{SHOWN}[0].cells[5].hidden")
    assert not overview.evaluate(f"{SHOWN}[0].cells[6].hidden")
    choose(overview, "mistake", "sgd_step/mistake_6")
    assert found(overview) == "0 of 1,000"


def test_what_was_chosen_is_a_link(overview: Browser, folder: Path) -> None:
    overview.evaluate("location.hash = '#section=Section+1&state=timed_out&sort=-total&q=00&mistake=unheard'")
    settle(overview)

    totals = [float(text) for text in column(overview, 8)]
    assert (set(column(overview, 1)), totals) == ({"Section 1"}, sorted(totals, reverse=True))
    assert overview.evaluate("document.querySelector('.finder [name=q]').value") == "00"
    assert overview.evaluate("document.activeElement.id") == "everybody"
    assert found(overview) == f"{len(totals)} of 1,000"


def test_it_fits_a_phone_and_a_laptop_and_an_accessibility_engine_finds_nothing(overview: Browser) -> None:
    overview.evaluate("location.hash = '#q=0001'")
    wide: dict[int, Any] = {}
    for width in (390, 1280):
        overview.look(width=width)
        wide[width] = overview.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide == {390: True, 1280: True}
    if not AXE.exists():
        pytest.skip("there is no axe-core; `make test` installs it where there is npm")
    # It passes over what is hidden, and takes long for that.
    overview.evaluate("document.querySelectorAll('tr[hidden]').forEach((row) => row.remove())")
    overview.send("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
    for dark, rules in ((False, "{}"), (True, "{runOnly: ['color-contrast']}")):  # colours are all that changes
        overview.look(width=1280, dark=dark)
        settle(overview, 250)
        said = overview.send(
            "Runtime.evaluate", expression=FINDINGS.replace("RULES", rules), awaitPromise=True, returnByValue=True
        )
        assert said["result"]["value"] == []


def test_nothing_is_asked_for_and_nothing_is_complained_of(browser: Browser, folder: Path) -> None:
    page = folder / "class" / "momentum_step.html"
    browser.open(page)

    asked = [event for event in browser.events if event["method"] == "Network.requestWillBeSent"]
    assert [event["params"]["request"]["url"] for event in asked] == [page.as_uri()]
    assert not {"Log.entryAdded", "Runtime.exceptionThrown"} & {event["method"] for event in browser.events}


@pytest.mark.parametrize(
    ("place", "way", "whose", "title"),
    [
        ("", "after", "student-00006", "student-00011"),
        ("", "before", "student-00011", "student-00006"),
        ("parted", "after", "student-01099", "student-00016"),
        ("", "after", "student-00996", ""),
        ("", "after", "nobody", ""),
    ],
    ids=["next", "before", "in the next part", "nobody is left", "an id that is not there"],
)
def test_a_page_for_staff_leads_to_whoever_lost_the_same(
    browser: Browser, folder: Path, place: str, way: str, whose: str, title: str
) -> None:
    """By way of the class's page, which knows who that is by now; without a script it is what is shown."""
    address = (folder / place / "class" / "adaptive_methods.html").as_uri()
    browser.open("about:blank")
    browser.send("Page.navigate", url=f"{address}#lost=criterion_0&{way}={whose}%2Fadaptive_methods.html")

    told = "[document.title, location.hash, document.querySelector('.found')?.textContent]"
    there = [title, "#criterion_0", None]
    seen: list[Any] = []
    for _ in range(500):
        with contextlib.suppress(RuntimeError):  # it goes on to another page meanwhile
            seen = browser.evaluate(told) or []
        nobody = bool(seen) and str(seen[2]).startswith("Nobody further on lost it; these are all who did.")
        if nobody or seen == there:
            break
        time.sleep(0.02)
    assert nobody if not title else seen == there
