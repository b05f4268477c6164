"""How long a student waits in the browser, and how much comes over the wire: `python benchmarks/web.py`.

Makes the course's site with the files of `.venv/pyodide`, opens it cold in a headless Chromium, and works with it:
cold start to ready, the first check and later ones, how soon after a loop was ended the next check can be made, and on
the explore page the time from a slider's move to its picture.
Bytes are those of a host that compresses with gzip.  Machines are noisy, so the machine is printed with the figures.
"""

from __future__ import annotations

import gzip
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.course import variants
from grader.explore.preset_files import presets_of
from grader.explore.recorded import record_presets
from grader.grading.prepare import prepare
from grader.release.editor import editor
from grader.release.pack import release
from grader.release.site import Web
from grader.sandbox.tiers import STANDARD, open_tier
from tests.reports.browser import Browser, find_chromium
from tests.web.conftest import PYODIDE, Bench, Explored, serving
from tests.whole_course import COURSE

CHECKS = 10
MOVES = 40
ASSIGNMENT = "momentum_step"


def main() -> None:
    """Print one line a figure."""
    program = find_chromium()
    if program is None or not (PYODIDE / "ready").exists():
        sys.exit("needs Chromium, and Pyodide: make .venv/pyodide/ready")
    right = variants.solution(COURSE, COURSE.assignment(ASSIGNMENT)).source.decode()
    loop = f"{right}\n\ndef optimize_with_momentum(start, lr, momentum, steps):\n    while True:\n        pass\n"
    print(f"{platform.platform()}, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as scratch:
        site = _made(Path(scratch) / "pack")
        megabytes = sum(len(gzip.compress(path.read_bytes(), 6)) for path in _loaded(site)) / 1e6
        say("over the wire, gzipped", megabytes, "MB")
        with serving(site) as server, Browser(program, Path(scratch) / "profile") as browser:
            bench = Bench(browser, server.address)
            say("cold start to ready", timed(lambda: bench.open(ASSIGNMENT)), "s")
            bench.put(right)
            say("first check", checked(bench), "ms")
            say(f"later checks, median of {CHECKS}", statistics.median(checked(bench) for _ in range(CHECKS)), "ms")
            say("started again, to ready", timed(lambda: bench.open(ASSIGNMENT)), "s")
            bench.put(loop)
            say("a file with a loop", timed(bench.check), "s")
            bench.put(right)
            say("the next check after it", checked(bench), "ms")
            explored = Explored(browser, server.address)
            explored.begin("#preset=four_optimizers&steps=200")
            own = variants.solution(COURSE, COURSE.assignment("optimizer_comparison")).source.decode()
            explored.keep(f"{own}\n\ndel gradient_descent, momentum\n")
            say(f"slider to picture, Adam, 200 steps, {MOVES}", statistics.median(moved(explored)), "ms")
            explored.keep(own)
            say("the same with two more optimizers", statistics.median(moved(explored)), "ms")


def _made(out: Path) -> Path:
    with open_tier(STANDARD) as backend:
        prepared = [prepare(COURSE, each, backend, cache=COURSE.cache) for each in COURSE.assignments()]
        presets = presets_of(COURSE.assignments())
        recorded = record_presets(COURSE, COURSE.assignments(), presets, lambda _: backend)
    release(COURSE, prepared, out, web=Web(editor(COURSE.cache), PYODIDE, recorded))
    return out / "web"


def _loaded(site: Path) -> list[Path]:
    """What a first visit to one assignment loads."""
    others = {f"{name}.html" for name in COURSE.assignment_ids() if name != ASSIGNMENT} | {"index.html"}
    return [path for path in site.rglob("*") if path.is_file() and path.name not in others]


def timed(action: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def checked(bench: Bench) -> float:
    """Milliseconds from pressing Check to the page, as the page itself counted them."""
    bench.check()
    return float(bench.value("document.getElementById('site-verdict').dataset.milliseconds"))


def moved(explored: Explored) -> list[float]:
    """Milliseconds of each move of Adam's learning rate, as the page itself counted them."""
    found = []
    for move in range(MOVES):
        explored.move("slider-adam_lr", -1.5 + move / MOVES)
        found.append(float(explored.value("document.getElementById('explore').dataset.milliseconds")))
    return found


def say(what: str, amount: float, unit: str) -> None:
    """One figure."""
    print(f"{what:40} {amount:8.1f} {unit}")


if __name__ == "__main__":
    main()
