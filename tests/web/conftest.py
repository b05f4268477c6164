"""The course's web site as `grader release --web` makes it, on this machine, in a real browser."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pytest

from grader.explore.preset_files import presets_of
from grader.explore.recorded import Recorded, record_presets
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.release.editor import Editor, editor
from grader.release.pack import release
from grader.release.site import Web
from grader.sandbox.base import Backend
from grader.web.server import Server
from tests.whole_course import COURSE

PYODIDE = Path(__file__).resolve().parents[2] / ".venv" / "pyodide"
SECONDS = 180  # that anything on a page may take on a busy machine

DATA = "JSON.parse(document.getElementById('site').textContent)"
DROP = """(() => {{
  const held = new DataTransfer();
  held.items.add(new File([{text}], {name}));
  document.dispatchEvent(new DragEvent("drop", {{dataTransfer: held, bubbles: true, cancelable: true}}));
}})()"""


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """A folder with the Python that a browser runs."""
    if not (PYODIDE / "ready").exists():
        pytest.skip("Pyodide could not be had: `make .venv/pyodide/ready` says why")
    return PYODIDE


@pytest.fixture(scope="session")
def prepared(backend: Backend) -> list[Prepared]:
    """The course's assignments, ready to grade by."""
    return [prepare(COURSE, each, backend, cache=COURSE.cache) for each in COURSE.assignments()]


@pytest.fixture(scope="session")
def best_editor() -> Editor:
    """CodeMirror where npm can be had."""
    return editor(COURSE.cache)


@pytest.fixture(scope="session")
def recorded(backend: Backend) -> Recorded:
    """The reference's paths on the demonstrations."""
    assignments = COURSE.assignments()
    return record_presets(COURSE, assignments, presets_of(assignments), lambda _: backend)


@pytest.fixture(scope="session")
def site(
    prepared: list[Prepared],
    pyodide: Path,
    best_editor: Editor,
    recorded: Recorded,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder that a web server would get; made once in a run, or the run takes minutes longer."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        (tmp_path_factory.getbasetemp().parent / "site").touch(exist_ok=False)
    out = tmp_path_factory.mktemp("site") / "pack"
    release(COURSE, prepared, out, web=Web(best_editor, pyodide, recorded))
    return out / "web"


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a browser keeps, empty at first: later pages find the byte code that an earlier one's Python made."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="session")
def browser(profile: Path) -> Iterator[Any]:
    """A real one, the same for all."""
    pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")
    from tests.reports.browser import Browser, find_chromium  # noqa: PLC0415 - needs that package

    program = find_chromium()
    if program is None:
        pytest.skip("there is no Chromium to look at pages with")
    with Browser(program, profile) as opened:
        yield opened


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[serving]:
    """What serves it."""
    with serving(site) as server:
        yield server


@pytest.fixture(scope="session")
def address(server: serving) -> str:
    """Where it is served."""
    return server.address


class _Closing(Server):
    """Lets go of a browser that keeps its connections open."""

    def __init__(self, folder: Path, port: int, beside: Mapping[str, Path] | None) -> None:
        super().__init__(folder, port, beside)
        self._connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._connections.append(connection)
        return connection, address

    def server_close(self) -> None:
        super().server_close()
        for connection in self._connections:
            with contextlib.suppress(OSError):  # closed by the other side
                connection.shutdown(socket.SHUT_RDWR)


_LOOKS = 0.02  # seconds between two looks whether it is to end


class serving:  # noqa: N801 - used as a function is
    """A site that is served until the end of the block."""

    def __init__(self, folder: Path, port: int = 0, beside: Mapping[str, Path] | None = None) -> None:
        self._folder = folder
        self._open(_Closing(folder, port, beside))

    def _open(self, server: Server) -> None:
        self.server = server
        self.address = server.address
        self.files = server.files
        self._thread = threading.Thread(target=server.serve_forever, args=(_LOOKS,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Nobody serves it for a while."""
        self.__exit__()
        with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.1", self.server.port), 5):
            pass
        yield
        self._open(_Closing(self._folder, self.server.port, None))
        self.__enter__()


MOVE = """(() => {{
  const one = document.getElementById({id});
  one.value = {value};
  one.dispatchEvent(new Event("input"));
}})()"""
WALK = "document.querySelector('#explore-lead path.walk-{place}')?.getAttribute('d') ?? ''"
AXE = Path(__file__).resolve().parents[2] / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
WIDER = """
[...document.querySelectorAll("main *")]
  .filter((element) => element.offsetParent)
  .filter((element) => !element.closest("svg, .scroll, .table, pre, .math, #site-editor, [hidden]"))
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.tagName + " " + element.className)
"""


class Bench:
    """An assignment's page, worked with as a student does."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser = browser
        self._address = address

    def open(self, assignment: str = "momentum_step", *, wait: bool = True, **window: Any) -> None:
        """Go to the page of an assignment, and wait for Python."""
        self.browser.open(f"{self._address}{assignment}.html", **({"width": 1280} | window))
        if wait:
            self.until("document.documentElement.dataset.ready === 'python'")

    def be_at(self, assignment: str) -> None:
        """Have the page of an assignment open, and Python ready."""
        if not self.value("location.pathname").endswith(f"/{assignment}.html"):
            self.open(assignment)
        self.until("document.documentElement.dataset.ready === 'python'")

    def value(self, expression: str) -> Any:
        return self.browser.evaluate(expression)

    def until(self, expression: str) -> Any:
        """Wait until an expression holds; what it is then."""
        end = time.monotonic() + SECONDS
        while not (found := self.value(expression)):
            assert time.monotonic() < end, f"{expression} never came: {self.status}"
            time.sleep(0.05)
        return found

    @property
    def status(self) -> str:
        return str(self.value("document.getElementById('site-status').textContent"))

    @property
    def verdict(self) -> str:
        return str(self.value("document.getElementById('site-outcome').innerText"))

    @property
    def text(self) -> str:
        """What is in the editor, as it is kept."""
        self.value("dispatchEvent(new Event('pagehide'))")
        return str(self.value(f"localStorage.getItem(`grader:/:${{{DATA}.assignment}}`)"))

    def put(self, text: str, name: str = "momentum_step.py") -> None:
        """Drop a file onto the page."""
        self.value("document.getElementById('site-status').textContent = ''")
        self.value(DROP.format(text=json.dumps(text), name=json.dumps(name)))
        self.until(f"document.getElementById('site-status').textContent.includes({json.dumps(name)})")

    def check(self, text: str | None = None, name: str = "momentum_step.py") -> str:
        """Have a file checked; what the status says then."""
        if text is not None:
            self.put(text, name)
        self.value("document.getElementById('site-check').click()")
        self.until("!document.getElementById('site-check').hasAttribute('aria-disabled')")
        return self.status

    def findings(self) -> list[str]:
        """What axe-core finds on the page as it is; the content security policy must be bypassed."""
        self.value(AXE.read_text(encoding="utf-8"))
        self.value(
            "window.found = undefined; "
            "axe.run({iframes: false}).then((all) => { window.found = { all: all.violations }; })"
        )
        found = self.until("window.found")["all"]
        return [f"{each['id']}: {[node['html'][:200] for node in each['nodes'][:3]]}" for each in found]


class Explored(Bench):
    """The explore page, worked with as a student does."""

    def forget_work(self) -> None:
        """Have no file in the browser, whatever was worked at before."""
        self.browser.open(f"{self._address}index.html")
        self.value("localStorage.clear()")

    def begin(self, link: str = "", *, wait: bool = True, **window: Any) -> None:
        self.browser.open("about:blank")
        self.browser.open(f"{self._address}explore.html{link}", **({"width": 1280} | window))
        if wait:
            self.until("document.documentElement.dataset.ready === 'python'")

    @property
    def drawn(self) -> int:
        return int(self.value("document.getElementById('explore').dataset.drawn ?? 0"))

    def keep(self, text: str | None, assignment: str = "optimizer_comparison") -> None:
        """Have a file in the browser, as if it had been written on the assignment's page."""
        before = self.drawn
        key = json.dumps(f"grader:/:{assignment}")
        act = f"removeItem({key})" if text is None else f"setItem({key}, {json.dumps(text)})"
        self.value(f"localStorage.{act}; dispatchEvent(new Event('focus'))")
        self.until(f"Number(document.getElementById('explore').dataset.drawn ?? 0) > {before}")

    def move(self, id: str, value: float) -> None:  # noqa: A002 - the element's
        """Move an input, and wait for the picture."""
        before = self.drawn
        self.value(MOVE.format(id=json.dumps(id), value=json.dumps(str(value))))
        self.until(f"Number(document.getElementById('explore').dataset.drawn) > {before}")
        self.until("document.getElementById('explore').dataset.drawn")

    def go(self, link: str) -> None:
        """Follow a link within the page."""
        before = self.drawn
        self.value(
            f"location.hash === {json.dumps(link)} ? dispatchEvent(new Event('hashchange'))"
            f" : (location.hash = {json.dumps(link)})"
        )
        self.until(f"Number(document.getElementById('explore').dataset.drawn) > {before}")

    def walk(self, place: int = 1) -> str:
        return str(self.value(WALK.format(place=place)))

    @property
    def statuses(self) -> str:
        return str(self.value("document.getElementById('explore-statuses').innerText"))
