"""The course's web site in a real browser: opened cold, worked with, offline, attacked."""

from __future__ import annotations

import json
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from grader.course import variants
from grader.grading.prepared import Prepared
from grader.release.editor import editor
from grader.sandbox.base import Backend
from grader.sandbox.tiers import INTERPRETER, STANDARD, open_tier, why_not_here
from grader.words import site as words
from tests.web.conftest import AXE, DATA, DROP, WIDER, Bench, serving
from tests.web.parity import by, in_browser, sampled
from tests.whole_course import COURSE

RIGHT = {each.id: variants.solution(COURSE, each).source.decode() for each in COURSE.assignments()}
MOMENTUM = RIGHT["momentum_step"]
WRONG = MOMENTUM.replace("momentum * velocity - ", "momentum * velocity + ")
EVERY = 31  # of some three hundred variants; `python -m tests.web.parity` takes all
LOOP = f"""{MOMENTUM}

right = optimize_with_momentum

def optimize_with_momentum(start, lr, momentum, steps):
    while start == 2.3 and steps == 6:
        pass
    return right(start, lr, momentum, steps)
"""


@pytest.fixture(scope="module")
def bench(browser: Any, address: str) -> Bench:
    """The first page, opened cold by the module's first test."""
    return Bench(browser, address)


def complaints(browser: Any) -> list[str]:
    """What the browser's console holds against the page."""
    kinds = {"Runtime.exceptionThrown", "Log.entryAdded"}
    found = [event["params"] for event in browser.events if event.get("method") in kinds]
    return [str(each) for each in found if each.get("entry", {}).get("level") != "verbose"]


def test_a_page_opened_cold_can_be_read_while_python_loads_and_says_how_far_it_is(bench: Bench) -> None:
    bench.open(wait=False)

    assert "The ball rolling downhill" in bench.value("document.getElementById('site-statement').innerText")
    said = bench.until("document.getElementById('site-status').textContent")
    assert said.split()[0] in {"Loading", "Starting", "Unpacking", "Reading", "Ready."}
    bench.until("document.documentElement.dataset.ready === 'python'")
    assert bench.status == words.READY
    assert complaints(bench.browser) == []


# One look at a time: each reads megabytes, and many at once keep the page from writing them.
KEPT = """(window.looking ??= (async () => {
  const kept = await caches.open("grader-python");
  const names = (await kept.keys()).map(({ url }) => url).filter((url) => url.includes("byte-code"));
  const sizes = await Promise.all(names.map(async (url) => (await (await kept.match(url)).blob()).size));
  window.sizes = Object.fromEntries(names.map((url, place) => [url.split("/").pop(), sizes[place]]));
})().finally(() => { window.looking = undefined; })) && Object.keys(window.sizes ?? {}).length == 2 && window.sizes"""
BREAK = """(async () => {
  const [kept, aside] = await Promise.all([caches.open("grader-python"), caches.open("aside")]);
  for (const { url } of (await kept.keys()).filter(({ url }) => url.includes("byte-code"))) {
    const made = await kept.match(url);
    await aside.put(url, made.clone());
    await kept.put(url, new Response("broken", { headers: made.headers }));
  }
  window.sizes = undefined;
})() && true"""
PUT_BACK = """(window.puttingBack ??= (async () => {
  const [kept, aside] = await Promise.all([caches.open("grader-python"), caches.open("aside")]);
  for (const { url } of await aside.keys()) await kept.put(url, await aside.match(url));
  window.isBack = true;
})()) && window.isBack"""


def test_byte_code_is_kept_for_the_next_visit_and_forgotten_where_it_is_broken(bench: Bench) -> None:
    bench.check(
        f"{MOMENTUM}\nfor _ in range(2 * 10**6):\n    pass\n"
    )  # code that runs for long has the spare made at once
    bench.until(f"{KEPT} && Object.values(window.sizes).every((size) => size > 1e6)")
    bench.value(BREAK)
    bench.until(f"{KEPT} && Object.values(window.sizes).every((size) => size == 6)")

    bench.open()

    assert bench.status == words.READY
    assert bench.value(KEPT) is False
    bench.until(PUT_BACK)  # later visits are to find it, as a student's do: they start in half the time


def test_the_untouched_stub_is_no_hand_in_and_earns_nothing(bench: Bench) -> None:
    said = bench.check(Path(COURSE.root / "assignments" / "momentum_step" / "stub.py").read_text())

    assert said.startswith("0 of 8 points: 0 of 11 criteria passed.")
    assert "nothing is written in it yet" in bench.verdict


def test_a_right_file_wins_all_that_is_public_and_is_told_how_much_waits(bench: Bench) -> None:
    said = bench.check(MOMENTUM)

    assert said.startswith("8 of 8 points: 11 of 11 criteria passed. 2 more points are judged after hand-in.")
    assert said.endswith(words.ALL_PASSED)
    assert "Everything passed" in bench.verdict
    assert bench.value("document.querySelectorAll('#site-outcome svg path').length") > 3


def test_a_mistake_is_named_and_drawn_as_on_the_official_page(bench: Bench) -> None:
    said = bench.check(WRONG)

    assert said.startswith("1 of 8 points")
    assert "The step goes up the slope: the gradient is added to the velocity." in bench.verdict
    assert complaints(bench.browser) == []


def test_a_loop_is_ended_with_its_line_and_the_next_check_follows_at_once(bench: Bench) -> None:
    bench.check(LOOP)

    (line,) = (number for number, text in enumerate(LOOP.splitlines(), 1) if "while start == 2.3" in text)
    assert f"it was in line {line}: while start == 2.3 and steps == 6:" in bench.verdict
    assert "sgd_step\t✓ all passed" in bench.verdict
    assert bench.check(MOMENTUM).startswith("8 of 8 points")


def test_a_file_that_ends_python_costs_its_call_and_python_comes_back(bench: Bench) -> None:
    ends = "    if isinstance(weight, np.ndarray):\n        import os; os._exit(3)\n    new_velocity ="

    said = bench.check(MOMENTUM.replace("    new_velocity =", ends))

    assert said.startswith("7 of 8 points"), bench.verdict
    assert "ended Python itself" in bench.verdict
    assert bench.check(MOMENTUM).startswith("8 of 8 points")


def test_an_exception_is_told_with_its_line_and_what_was_printed_is_shown(bench: Bench) -> None:
    raises = MOMENTUM.replace(
        "    new_velocity = momentum", "    print('at', weight)\n    new_velocity = slop + momentum"
    )

    bench.check(raises)

    assert "name 'slop' is not defined" in bench.verdict
    bench.value("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
    assert "at 1.5" in bench.verdict


def test_a_notebook_is_opened_as_the_code_of_its_cells(bench: Bench) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Mine"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np"]},
        {"cell_type": "code", "source": "if False:\n    %pip install everything\nelse:\n    pass"},
        {"cell_type": "code", "source": "%%grader plot\nnot_to_be_seen()"},
        {"cell_type": "code", "source": MOMENTUM},
    ]

    bench.put(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}), "mine.ipynb")

    assert bench.status == words.OPENED_NOTEBOOK.format(name="mine.ipynb")
    assert "%matplotlib" not in bench.text
    assert "not_to_be_seen" not in bench.text
    assert bench.check().startswith("8 of 8 points")


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("broken.ipynb", "{", "NOT_A_NOTEBOOK"),
        ("list.ipynb", "[1]", "NOT_A_NOTEBOOK"),
        ("empty.ipynb", '{"cells": []}', "NO_CODE"),
        ("picture.py", "\0\1", "NOT_TEXT"),
    ],
)
def test_what_is_no_file_of_code_is_refused_in_a_sentence_and_the_work_stays(
    bench: Bench, name: str, text: str, word: str
) -> None:
    bench.put(WRONG)

    bench.put(text, name)

    assert bench.status.startswith(getattr(words, word).partition("(")[0].format(name=name))
    assert bench.text == WRONG


def test_ten_megabytes_are_refused_with_what_to_do(bench: Bench) -> None:
    bench.put(WRONG)
    bench.value(DROP.format(text="'x'.repeat(1e7)", name="'big.py'"))

    bench.until("document.getElementById('site-status').textContent.includes('9766 kB')")
    assert bench.text == WRONG


def test_a_file_of_another_assignment_is_opened_and_said_to_be_one(bench: Bench) -> None:
    bench.be_at("momentum_step")
    bench.value(DROP.format(text="'x = 1'", name="'cosine_annealing (1).py'"))

    bench.until("document.getElementById('site-status').textContent.includes('cosine_annealing')")
    opened = words.OPENED.format(name="cosine_annealing (1).py")
    assert bench.status == words.OTHERS_FILE.format(
        opened=opened, other="cosine_annealing", filename="momentum_step.py"
    )
    assert bench.text == "x = 1"


@pytest.mark.parametrize(
    ("bytes_", "text"),
    [
        ("# \u00fc\n".encode("latin-1"), "# \u00fc\n"),
        ("# -*- coding: latin-1 -*-\nx = '\u00fc'\n".encode("latin-1"), "# -*- coding: utf-8 -*-\nx = '\u00fc'\n"),
        ("x = '\u00fc'\r\n".encode("utf-16"), "x = '\u00fc'\n"),
    ],
)
def test_a_file_in_another_encoding_is_opened_and_said_to_be_one(bench: Bench, bytes_: bytes, text: str) -> None:
    bench.value(DROP.format(text=f"new Uint8Array({[*bytes_]})", name="'mine.py'"))

    bench.until("document.getElementById('site-status').textContent.includes('mine.py')")
    assert bench.status == words.OPENED_ENCODED.format(name="mine.py")
    assert bench.text == text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("def first(xs: List[float]) -> float: return xs[0]", "NameError: name 'List' is not defined"),
        (
            'd = {1: 2}; print(f"{d[len("a")]}")',
            "is only read by Python 3.12 and greater; the course is graded by Python 3.",
        ),
        ("def first[T](xs: list[T]) -> T: return xs[0]", "3.12 and greater; the course is graded by Python 3."),
    ],
)
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the Python that makes the site takes what it is to refuse")
def test_what_the_python_that_grades_would_not_take_is_not_passed(bench: Bench, line: str, said: str) -> None:
    assert bench.check(f"import numpy as np\n{line}\n{MOMENTUM}").startswith("0 of 8 points")
    assert said in bench.verdict


KEPT_HERE = "Object.keys(localStorage).filter((key) => key.endsWith(':momentum_step')).length"


def test_who_only_looks_keeps_nothing_and_finds_a_mended_stub_later(bench: Bench) -> None:
    stub = bench.value(f"{DATA}.stub")
    bench.put(stub)
    bench.value("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert bench.value(KEPT_HERE) == 0

    bench.put(WRONG)
    bench.value("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert bench.value(KEPT_HERE) == 1


def test_a_page_that_is_come_back_to_has_what_was_written_since(bench: Bench) -> None:
    bench.put(WRONG)
    bench.value("dispatchEvent(new PageTransitionEvent('pagehide'))")
    bench.value(
        f"localStorage.setItem(Object.keys(localStorage).find((key) => key.endsWith(':momentum_step')), {MOMENTUM!r})"
    )

    bench.value("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert bench.text == MOMENTUM
    assert bench.status == words.ANOTHER_TAB


def test_that_nothing_is_kept_is_said_for_as_long_as_it_is_so(bench: Bench) -> None:
    shown = "!document.getElementById('site-unkept').hidden"
    bench.value("window.keeps = Storage.prototype.setItem")
    bench.value("Storage.prototype.setItem = () => { throw new Error('full'); }")
    bench.put(WRONG)
    bench.check()
    assert bench.value(shown) is True
    assert bench.value("document.getElementById('site-unkept').textContent") == words.NOT_KEPT

    bench.value("Storage.prototype.setItem = window.keeps")
    bench.value("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert bench.value(shown) is False


def test_a_narrow_page_leads_the_keyboard_to_the_verdict(bench: Bench) -> None:
    bench.open(width=500)
    bench.value("document.getElementById('site-tab-work').click()")
    bench.check(WRONG)

    assert bench.value("document.activeElement.id") == "site-verdict"
    bench.browser.look(width=1280)


def test_a_reload_finds_the_work(bench: Bench) -> None:
    bench.put(WRONG)
    bench.open(wait=False)

    assert bench.text == WRONG


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[Backend, Backend]]:
    """The official tier, and the conversation over pipes."""
    if why_not := why_not_here(STANDARD):
        pytest.skip(f"the official tier cannot be had: {why_not}")
    with open_tier(STANDARD) as official, open_tier(INTERPRETER) as pipes:
        yield official, pipes


@pytest.mark.parametrize("assignment", sorted(RIGHT, key=lambda id_: id_ != "momentum_step"))  # whose page is open
def test_the_browser_and_pipes_say_what_the_official_tier_says(
    bench: Bench, prepared: list[Prepared], elsewhere: tuple[Backend, Backend], assignment: str
) -> None:
    official, pipes = elsewhere
    mistake = variants.mistakes(COURSE, COURSE.assignment(assignment))[0]
    of_it = next(each for each in prepared if each.assignment.id == assignment)
    ((_, some),) = sampled([of_it], EVERY)

    bench.be_at(assignment)
    right = bench.check(RIGHT[assignment], f"{assignment}.py")
    for submission in (*some, mistake.submission):
        told = by(official, submission, of_it)
        assert in_browser(bench, submission) == told
        assert by(pipes, submission, of_it) == told

    all_, most = right.split()[0], right.split()[2]
    assert all_ == most != "0"
    assert told["score"] < float(most)
    assert [each["mistake"] for each in told["diagnoses"]] == [mistake.id]
    assert mistake.words.title.replace("`", "") in bench.verdict


def test_it_works_offline_after_the_first_visit(bench: Bench, server: serving) -> None:
    bench.until("navigator.serviceWorker.ready.then(() => { window.kept = true; }) && window.kept")

    with server.away():
        bench.open("index", wait=False)
        assert bench.value("document.querySelectorAll('main a').length") >= len(RIGHT)
        bench.open("momentum_step")
        assert bench.check(MOMENTUM).startswith("8 of 8 points")


def test_a_keyboard_is_enough(bench: Bench) -> None:
    bench.put(MOMENTUM)
    bench.value("document.activeElement.blur(); document.getElementById('site-tab-statement').focus()")
    seen: list[str] = []
    while "site-editor" not in seen[-1:] and len(seen) < 20:
        bench.browser.press("Tab", 9)
        seen.append(bench.value("document.activeElement.id"))
    assert {"site-check", "site-open", "site-save", "site-again"} <= set(seen)
    bench.browser.press("Escape", 27)
    bench.browser.press("Tab", 9)
    assert bench.value("document.activeElement.id") != "site-editor"
    assert bench.text == MOMENTUM

    bench.value("document.getElementById('site-check').focus()")
    bench.browser.press("Enter", 13, text="\r")
    bench.until("document.getElementById('site-outcome').innerText.includes('Everything passed')")


def test_enter_begins_a_line_whatever_was_typed_before(bench: Bench) -> None:
    bench.put("", "momentum_step.py")
    bench.value("document.getElementById('site-save').focus()")
    while bench.value("document.activeElement.id") != "site-editor":
        bench.browser.press("Tab", 9)
    for line in ("v = w", "whi = imp"):
        bench.browser.send("Input.insertText", text=line)
        time.sleep(0.5)  # in which an editor may have thought of something better
        bench.browser.press("Enter", 13, text="\r")

    assert bench.text == "v = w\nwhi = imp\n"


def test_a_file_that_is_no_python_is_said_above_the_editor_too(bench: Bench) -> None:
    said = bench.check("def sgd_step(weight)\n    return weight\n")

    assert said.startswith("0 of 8 points")
    assert "momentum_step.py is not valid Python in line 1" in said


# --- what student code cannot reach ---------------------------------------------------------------------------

REACHES = """
import sys
del sys.meta_path[0]  # what refuses the import
import js

for name in NAMES:
    print(f"{name}: {getattr(js, name, 'gone')}")
print(f"origin: {js.origin}")

def tried(name, attempt):
    try:
        print(f"{name}: {attempt()}")
    except BaseException as trouble:
        print(f"{name}: refused, {type(trouble).__name__}")

URL = "http://127.0.0.1:PORT/"
tried("eval", lambda: js.eval("1"))
tried("Function", lambda: js.Function.new("return 1"))
tried("fetch", lambda: js.fetch(URL))
tried("beacon", lambda: js.navigator.sendBeacon(URL, "x"))
tried("urlopen", lambda: __import__("urllib.request").request.urlopen(URL, timeout=2).read())
tried("socket", lambda: __import__("socket").create_connection(("127.0.0.1", PORT), timeout=2))
"""
NOTHING = ("indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker", "XMLHttpRequest", "WebSocket",
           "EventSource", "WebTransport", "importScripts", "localStorage", "sessionStorage", "document")  # fmt: skip


def test_student_code_reaches_neither_storage_nor_network_nor_the_page(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asked: list[bytes] = []
        threading.Thread(target=_answer, args=(listening, asked), daemon=True).start()
        port = str(listening.getsockname()[1])
        bench.check(REACHES.replace("PORT", port).replace("NAMES", repr(NOTHING)) + MOMENTUM)
        bench.value("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        printed = bench.verdict
        time.sleep(0.5)

    assert [name for name in NOTHING if f"{name}: gone" not in printed] == [], printed
    assert "origin: null" in printed
    assert [
        name for name in ("eval", "Function", "beacon", "urlopen", "socket") if f"{name}: refused" not in printed
    ] == []
    assert asked == []


def _answer(listening: socket.socket, asked: list[bytes]) -> None:
    try:
        while True:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(1000))
    except OSError:
        pass


FORGED = """
import sys
PAGE = '''<body><main><h1 onclick="stolen = 1" style="position: fixed">Forged</h1><script>stolen = 2</script>
<img src="x" onerror="stolen = 3"><iframe srcdoc="<script>parent.stolen = 4</script>"></iframe>
<a href="javascript:stolen = 5" id="link">link</a><a href="https://example.org/">out</a>
<form action="/"><button>b</button></form>
<svg><a href="https://example.org/"></a><use href="data:x"></use><foreignObject><p>f</p></foreignObject></svg>
<meta http-equiv="refresh" content="0;url=https://example.org/"><link rel="prefetch" href="https://example.org/">
<object data="x"></object><embed src="x"><base href="https://example.org/">
<input type="password"><style>* {}</style></main></body>'''
sys.modules["grader.reports.pages.student"].page = lambda *_, **__: PAGE
state = sys.modules["grader.sandbox.python_state"]
state.Everything.put_back = state.Surface.put_on = lambda self: None
"""


ACTS = (
    *("<script", "<img", "<iframe", "<form", "<button", "<meta", "<link", "<object", "<embed", "<base", "<style"),
    *("javascript:", "example.org", "onclick", "style=", "password", "foreignObject", "data:"),
)


def test_a_forged_page_is_shown_without_anything_that_acts(bench: Bench) -> None:
    bench.check(FORGED + MOMENTUM)

    shown = bench.value("document.getElementById('site-outcome').innerHTML")
    assert "Forged" in shown
    assert [sign for sign in ACTS if sign in shown] == []
    assert bench.value("typeof stolen") == "undefined"


# --- what is missing, and what is said then; each page is opened anew, after the forged one -----------------------


@pytest.fixture
def without(browser: Any) -> Iterator[Any]:
    """Takes something away from every page, before its scripts run."""
    made: list[str] = []

    def take(script: str) -> None:
        made.append(browser.send("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"])

    yield take
    for identifier in made:
        browser.send("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)


def test_a_browser_without_web_assembly_is_told_what_to_take_instead(bench: Bench, without: Any) -> None:
    without("delete globalThis.WebAssembly")

    bench.open(wait=False)

    bench.until("document.getElementById('site-status').classList.contains('bad')")
    assert bench.status == words.NO_WEB_ASSEMBLY.replace("`", "")
    assert "The ball rolling downhill" in bench.value("document.getElementById('site-statement').innerText")


def test_a_browser_that_keeps_nothing_checks_all_the_same_and_so_does_the_plain_editor(
    bench: Bench, without: Any, server: serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without("Object.defineProperty(globalThis, 'localStorage', {get() { throw new Error('denied'); }})")
    without("delete globalThis.caches")
    plain = tmp_path / "editor.js"
    plain.write_text(editor(tmp_path, plain=True).script, encoding="utf-8")
    monkeypatch.setitem(server.files, "/assets/editor.js", plain)

    bench.open(dark=True)
    assert bench.check(MOMENTUM).startswith("8 of 8 points")
    assert bench.check(WRONG).startswith("1 of 8 points")

    bench.put("def g():")
    assert bench.value("document.execCommand('undo') && document.querySelector('textarea').value") == WRONG

    bench.put("def f():")
    bench.value(
        "document.querySelector('textarea').focus(); document.querySelector('textarea').setSelectionRange(8, 8)"
    )
    bench.browser.press("Enter", 13)
    bench.browser.press("Tab", 9)
    assert bench.value("document.querySelector('textarea').value") == "def f():\n        "
    bench.browser.press("Escape", 27)
    bench.browser.press("Tab", 9)
    assert bench.value("document.activeElement.tagName") != "TEXTAREA"
    bench.value("document.dispatchEvent(new Event('visibilitychange'))")

    leaves = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert bench.value(leaves) is False  # the browser asks first
    bench.value("document.getElementById('site-save').click()")
    assert bench.value(leaves) is True


def test_a_file_that_is_not_as_it_was_made_is_not_run(browser: Any, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    with (tmp_path / "site" / "python" / "course.zip").open("ab") as out:
        out.write(b"more")
    with serving(tmp_path / "site") as server:
        bench = Bench(browser, server.address)
        bench.open(wait=False)

        bench.until("document.getElementById('site-status').classList.contains('bad')")
        assert bench.status == words.OTHER_HASH.format(name="course.zip")


def test_a_missing_file_is_named_and_the_next_check_tries_again(
    bench: Bench, server: serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.open(wait=False)
    bench.until(
        "caches.open('grader-python').then((kept) => kept.delete('python/course.zip'))"
        ".then(() => { window.gone = true; }) && window.gone"
    )
    with monkeypatch.context() as patched:
        patched.delitem(server.files, "/python/course.zip")
        bench.open(wait=False)
        bench.until("document.getElementById('site-status').classList.contains('bad')")
        assert bench.status == words.NOT_LOADED.format(name="course.zip", why="404")

    assert bench.check(MOMENTUM).startswith("8 of 8 points")


# --- how it looks ---------------------------------------------------------------------------


def test_the_site_is_accessible_and_fits_at_any_width_and_in_the_dark(bench: Bench) -> None:
    if not AXE.exists():
        pytest.skip("axe-core could not be had from npm")
    bench.browser.send("Page.setBypassCSP", enabled=True)  # for the engine alone
    try:
        for page, parts in (("index", ("",)), ("momentum_step", ("statement", "work", "verdict"))):
            bench.open(page, wait=page != "index", width=390)
            if page != "index":
                bench.check(WRONG)
            for width, dark in product((390, 1280), (False, True)):
                bench.browser.look(width=width, dark=dark)
                for part in parts:
                    bench.value(f"document.getElementById('site-tab-{part}')?.click()")
                    assert bench.value(WIDER) == [], (page, part, width, dark)
                    assert bench.findings() == [], (page, part, width, dark)
    finally:
        bench.browser.send("Page.setBypassCSP", enabled=False)
