"""What hand-ins import, draw and are saved as: none of it may keep a right solution from being recorded."""

from __future__ import annotations

import sys
import textwrap
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.isolation import Isolation
from grader.records import Call, Ending, Limits, Outcome, SourceKind, Submission
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.inside.anything import Anything
from grader.sandbox.inside.imports import ImportGuard
from grader.sandbox.recording import record
from grader.sandbox.tiers import open_backend
from grader.words.answers import load_sentence

LIMITS = Limits(cpu_seconds=4.0)


@pytest.fixture(scope="module", params=[Isolation.NONE, Isolation.STANDARD])
def workers(request: pytest.FixtureRequest) -> Iterator[Backend]:
    if request.param is Isolation.STANDARD and not sys.platform.startswith("linux"):
        pytest.skip("`standard` needs Linux")
    opened = open_backend(request.param, hidden=False)
    yield opened
    opened.close()


def loaded(workers: Backend, source: str | bytes) -> tuple[Outcome, Outcome]:
    """How the file loaded, and how a call of `f()` ended."""
    data = source if isinstance(source, bytes) else textwrap.dedent(source).encode()
    asked = Call("f", values.encode_arguments([], {}))
    submission = Submission("ada", "twice", "twice.py", SourceKind.PYTHON, data)
    transcript = record(submission, [asked], backend=workers, limits=LIMITS)
    return transcript.load, transcript.outcomes[asked]


def answer(workers: Backend, source: str | bytes) -> object:
    load, outcome = loaded(workers, source)
    assert (load.ending, outcome.ending) == (Ending.VALUE, Ending.VALUE), (load, outcome)
    return values.decode_value(outcome.value)


# --- drawing ---------------------------------------------------------------------------------------------------

SET_UP = "import matplotlib, numpy as np, matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"

IDIOMS = """
ax.plot([1], [2]); ax.set_title("x"); ax.legend(); plt.show(block=False); plt.close("all")
fig, (a, b) = plt.subplots(1, 2, figsize=(3, 4)); a.plot(1); b.set_title("x")
fig, axes = plt.subplots(2, 3); [each.plot(1) for each in axes.flat]; axes[1, 2].grid(); assert axes.shape == (2, 3)
fig, axes = plt.subplots(nrows=2); axes[0].plot(1); axes[1].plot(2)
fig, axes = plt.subplots(1, 1, squeeze=False); axes[0, 0].plot(1)
axes = plt.figure().subplots(2, 2); axes[0, 1].plot(1)
fig, axes = plt.subplot_mosaic("AB"); axes["A"].plot(1)
line, = ax.plot([1], [2]); line.set_data([], [])
one, two = ax.plot([1], [2], [3], [4])
ax.plot([1])[0].set_color("r")
ax = plt.figure().add_subplot(111, projection="3d"); ax.plot_surface(1, 2, 3)
from mpl_toolkits.mplot3d import Axes3D; from mpl_toolkits.axes_grid1 import make_axes_locatable
from matplotlib.colors import LogNorm, ListedColormap; LogNorm(vmin=1); ListedColormap(["r"])
from matplotlib import animation; animation.FuncAnimation(fig, lambda i: i, frames=3).save("x.gif")
from matplotlib.pyplot import *; figure(); plot([1]); show()
import pylab as pl; pl.plot([1])
matplotlib.use("Agg"); assert matplotlib.__version__
with plt.style.context("ggplot"): plt.plot([1])
with plt.xkcd(), plt.rc_context({"a": 1}): pass
plt.rcParams["figure.figsize"] = (3, 4); plt.rcParams.update({"a": 1})
w = plt.rcParams["figure.figsize"][0] * 2; w = 2 * w + 1 - w / 3; w = -w ** 2; w = round(abs(w)) % 3; w < 3 <= w
colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]; colors[5 % len(colors)]
cmap = plt.get_cmap("viridis"); cmap(0.5); r, g, b, a = cmap(0.3); plt.cm.viridis(np.linspace(0, 1, 5))[0]
x = ax.get_xlim()[0] * 2; low, high = plt.xlim(); assert len(np.linspace(*ax.get_ylim(), 5)) == 5
left, right, bottom, top = plt.axis(); width, height = fig.get_size_inches(); width * height
for line in ax.lines: line.remove()
while plt.fignum_exists(1): plt.pause(0.1)
if plt.get_fignums(): raise ValueError
f"{ax.x:.2f} {fig}"; "%d" % fig.dpi; float(fig.dpi) + int(fig.dpi); np.array(ax.lines[0].get_ydata()).max()
np.ones(3) * ax.lines[0].get_xdata(); ax.dataLim.x0 * np.ones(3); list(ax.patches); max(ax.lines, default=3)
n, bins, patches = plt.hist([1, 2]); n.max(); counts, xs, ys, image = plt.hist2d([1], [2])
handles, labels = ax.get_legend_handles_labels(); ax.legend(handles, labels); (a, b), c = ax.pie([1])
cs = plt.contourf(1, 2, 3, levels=np.logspace(0, 1, 3)); plt.clabel(cs, inline=True); plt.colorbar(cs, ax=ax)
isinstance(ax, plt.Axes); "seaborn" in plt.style.available; ax = ax or plt.gca(); del ax.lines[0]
class Mine(plt.Axes, plt.Figure): pass
class Ticks(matplotlib.ticker.Formatter): __call__ = lambda self, x, at: str(x)
def draw(ax: plt.Axes | None = None, axes: list[plt.Axes] = ()) -> plt.Figure: ...
from typing import Optional; Optional[plt.Axes]
import copy; copy.copy(ax); copy.deepcopy(ax)
from IPython.display import display, HTML; display(HTML("x")); from ipywidgets import interact
ax.spines["top"].set_visible(False); ax.xaxis.set_major_locator(plt.MaxNLocator(5)); fig.canvas.mpl_connect("x", print)
""".strip().splitlines()


@pytest.fixture
def imports() -> Iterator[None]:
    """Imports of this process meet the guard, and leave nothing behind."""
    guard, before = ImportGuard([]), dict(sys.modules)
    sys.meta_path.insert(0, guard)
    yield
    sys.meta_path.remove(guard)
    for name in set(sys.modules) - set(before):
        del sys.modules[name]


@pytest.mark.usefixtures("imports")
@pytest.mark.parametrize("idiom", IDIOMS)
def test_plotting_code_runs_through(idiom):
    module = types.ModuleType("drawn")
    exec(SET_UP, module.__dict__)

    exec(idiom, module.__dict__)

    assert vars(module)["plt"].__name__ == "matplotlib.pyplot"


def test_a_file_that_draws_everything_while_it_loads_is_recorded(workers):
    source = SET_UP + "\n".join(IDIOMS) + "\ndef f():\n    plt.plot([1])\n    return 1.0\n"

    assert answer(workers, source) == 1.0


def test_a_stand_in_is_no_answer(workers):
    _, outcome = loaded(workers, "import matplotlib.pyplot as plt\ndef f(): return [1.0, plt.gca()]")

    assert (outcome.ending, "Axes" in outcome.detail) == (Ending.MALFORMED, True)


def test_a_stand_in_among_numbers_gives_no_number():
    product: Any = 3 * Anything()  # type: ignore[operator]

    with pytest.raises(values.Refused):
        values.encode_value(product + np.float64(1))


def test_names_with_two_underscores_are_not_made_up():
    assert not hasattr(Anything(), "__cuda_array_interface__")


# --- imports ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["scipy", "pandas.core", "torch", "seaborn", "helpers", "pytest"])
def test_an_import_that_is_not_allowed_is_told_what_is(workers, name):
    load, _ = loaded(workers, f"x = 1\nimport {name}\n")

    assert load_sentence(load, "twice.py") == (
        f"twice.py cannot be imported in line 2: `import {name}`: {name.partition('.')[0]} is not available to this "
        "assignment; allowed are the standard library, numpy, and matplotlib, which draws nothing here."
    )


def test_an_import_that_may_fail_may_fail(workers):
    source = "try:\n    from scipy import optimize\nexcept ImportError:\n    optimize = None\ndef f(): return optimize"

    assert answer(workers, source) is None


@pytest.mark.parametrize("name", ["grader.landscapes", "grader.schedules"])
def test_landscapes_and_schedules_can_be_imported_in_every_way(workers, name):
    short = name.partition(".")[2]
    source = (
        f"import {name}\nfrom {name} import *\nfrom grader import {short}\ndef f(): return float({short} is {name})"
    )

    assert answer(workers, source) == 1.0


@pytest.mark.parametrize("name", ["grader.grading", "grader.rubric", "grader.commands.grade", "grader.course"])
def test_the_grader_itself_cannot_be_imported(workers, name):
    load, _ = loaded(workers, f"import {name}")

    assert load.error == "ModuleNotFoundError"
    assert "of the grader there are grader.landscapes and grader.schedules" in load.detail


def test_a_package_of_the_assignment_passes():
    guard = ImportGuard(["hypothesis"])

    assert guard.find_spec("hypothesis") is None
    with pytest.raises(ModuleNotFoundError, match="the standard library, numpy, hypothesis, and matplotlib"):
        guard.find_spec("scipy")


LAZY = "asyncio argparse concurrent.futures email.message fractions graphlib html http.client locale multiprocessing "
LAZY += "numpy.ctypeslib numpy.f2py numpy.ma pdb pickle platform sched shelve sysconfig tomllib urllib.request "
LAZY += "wsgiref.util xml.etree.ElementTree zipfile zoneinfo"


def test_modules_of_the_standard_library_load_whenever_they_are_asked_for(workers):
    source = (
        f"import importlib\ndef f():\n    return [len(importlib.import_module(n).__name__) for n in {LAZY.split()}]"
    )

    assert answer(workers, source) == [len(name) for name in LAZY.split()]


# --- what Python offers ----------------------------------------------------------------------------------------

FEATURES = {
    "dataclass": """
        from dataclasses import dataclass, field
        @dataclass(frozen=True, slots=True, kw_only=True)
        class State:
            x: float
            path: list[float] = field(default_factory=list)
        def f(): return State(x=1.0).x
    """,
    "future dataclass": """
        from __future__ import annotations
        import dataclasses, typing
        @dataclasses.dataclass
        class State:
            x: float
            y: typing.ClassVar[int] = 3
        def f(): return float(typing.get_type_hints(State)["x"](len(dataclasses.fields(State))))
    """,
    "named tuple": """
        from typing import NamedTuple, Protocol, TypedDict, TypeVar, Generic
        T = TypeVar("T")
        class Step(NamedTuple):
            x: float
        class Box(Generic[T]): ...
        def f(): return Step(1.0).x
    """,
    "enum": """
        from enum import Enum, StrEnum, auto
        class Method(StrEnum):
            SGD = auto()
        def f(): return float(Method("sgd") is Method.SGD)
    """,
    "functools": """
        import functools, itertools, operator, math, copy
        @functools.lru_cache(maxsize=None)
        def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
        def f(): return float(functools.reduce(operator.mul, itertools.repeat(1.0, fib(6))))
    """,
    "pathlib": """
        from pathlib import Path
        HERE = Path(__file__).parent
        def f(): return float(HERE.name == "" and Path(__file__).name == "twice.py")
    """,
    "logging": """
        import logging, warnings
        logging.basicConfig(level=logging.INFO); logging.info("x"); warnings.warn("x")
        def f(): return 1.0
    """,
    "random": """
        import random, numpy as np
        rng = np.random.default_rng(3); random.seed(3); np.random.seed(3)
        def f(): return float(rng.random() * random.random() * np.random.rand() < 1)
    """,
    "argparse": """
        import argparse
        options = argparse.ArgumentParser().add_argument("--lr", default=1.0) and argparse.ArgumentParser().parse_args()
        def f(): return 1.0
    """,
    "main": """
        def f(): return 1.0
        if __name__ == "__main__":
            raise SystemExit(f())
    """,
    "pickle": """
        import copy, pickle
        class State: x = 1.0
        def f(): return pickle.loads(pickle.dumps(copy.deepcopy(State()))).x
    """,
    "own name": """
        def f():
            import twice, sys
            return float(twice is sys.modules[__name__])
    """,
    "Greek": """
        def f(α=0.5, β=2.0): return α * β
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor
        def f():
            with ThreadPoolExecutor(2) as pool: return sum(pool.map(float, [0, 1]))
    """,
    "linear algebra": """
        import numpy as np
        def f(): return float(np.linalg.eigvalsh(np.eye(50))[0])
    """,
}


@pytest.mark.parametrize("feature", FEATURES)
def test_what_ordinary_hand_ins_use_works(workers, feature):
    assert answer(workers, FEATURES[feature]) == 1.0


# --- files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        b"def f():\r\n    '''a\r\nb'''\r\n    return 1.0\r\n",
        b"def f():\r    return 1.0\r",
        b"\xef\xbb\xbfdef f(): return 1.0",
        b"# -*- coding: latin-1 -*-\ngr\xf6\xdfe = 1.0\ndef f(): return gr\xf6\xdfe",
        b"# coding: cp1252\nprint('\x80')\ndef f(): return 1.0",
        b"def f(): return 1.0  # no newline, and a form feed\x0c",
        b"x = '" + b"y" * 900_000 + b"'\ndef f(): return 1.0",
        b"\n" * 500_000 + b"def f(): return 1.0",
        b"def f(): return 1.0\n" + b"x = 1\n" * 20_000,
    ],
    ids=["CRLF", "CR", "BOM", "latin-1", "cp1252", "form feed", "long line", "empty lines", "many lines"],
)
def test_files_are_read_however_they_were_saved(workers, source):
    assert answer(workers, source) == 1.0


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"x = '\xf6'\ndef f(): return 1.0", "SyntaxError"),
        (b"\xff\xfed\0e\0f\0", {"ValueError", "SyntaxError"}),
        (b"x = 1\0\ndef f(): return 1.0", {"ValueError", "SyntaxError"}),
        (b"# coding: nonsense\n", "SyntaxError"),
        (b"# coding: unicode_escape\n# \\ndef f(): return 1.0", "SyntaxError"),
        (b"\r# coding: unicode_escape\n# \\ndef f(): return 1.0", "SyntaxError"),
        (b"# coding: utf-7\ndef f(): return 1.0", "SyntaxError"),
        (b"# coding: rot13\nqrs s(): erghea 1.0", "SyntaxError"),
        (b"from . import helpers", "ImportError"),
        (b"from .helpers import f", "ImportError"),
        (b"\tif x:\n        y", "IndentationError"),
        (b"x = " + b"[" * 300 + b"]" * 300, {"SyntaxError", "MemoryError"}),
    ],
    ids=[
        "not UTF-8",
        "UTF-16",
        "null byte",
        "unknown coding",
        "escapes",
        "escapes in a second line",
        "UTF-7",
        "another alphabet",
        "relative",
        "relative from",
        "tabs",
        "deep",
    ],
)
def test_files_that_python_cannot_read_are_the_students_trouble(workers, source, error):
    load, outcome = loaded(workers, source)

    assert load.error in ({error} if isinstance(error, str) else error)
    assert outcome.ending is Ending.RAISED
    assert load_sentence(load, "twice.py").startswith("twice.py ")


@pytest.mark.parametrize("source", [b"", b"\xef\xbb\xbf", b"# nothing\n", b"'''text'''"])
def test_a_file_without_functions_loads_and_has_none(workers, source):
    load, outcome = loaded(workers, source)

    assert (load.ending, outcome.ending) == (Ending.VALUE, Ending.MISSING)


@pytest.mark.parametrize(
    "source", ["-" * 200_000 + "1", "x" + "()" * 100_000, "+".join(["1"] * 100_000), "x" + ".y" * 100_000]
)
def test_source_made_to_break_the_compiler_hurts_nobody_else(workers, source):
    loaded(workers, source)

    assert answer(workers, "def f(): return 1.0") == 1.0


def test_a_hand_in_is_no_file_of_the_graders_machine(workers):
    load, _ = loaded(workers, "open(__file__).read()")

    assert load.error in {"FileNotFoundError", "PermissionError"}
