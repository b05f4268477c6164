"""What is passed over of a file, and what ends it as ever."""

from __future__ import annotations

import textwrap
from types import ModuleType

import pytest

from grader.sandbox.inside import running_on
from grader.sandbox.inside.as_graded import Compiler

HARMLESS = [
    "import locale\nlocale.setlocale(locale.LC_ALL, 'xx_XX.nowhere')",
    "import pwd\npwd.getpwuid(1 << 30)",
    "import not_installed_anywhere",
    "from not_installed_anywhere import one as two",
    "open('/nowhere/at/all')",
    "import bdb\nraise bdb.BdbQuit",
    "if True:\n    x = 1\n    raise PermissionError",
    "x = 1; raise PermissionError; y = 2",
    "def early():\n    raise FileNotFoundError\nearly()",
    "def early(_):\n    raise OSError\n@early\ndef decorated(): pass",
]
WRONG = ["1 / 0", "undefined", "raise ValueError('no')", "raise KeyError('x')", "import math\nmath.nothing", "[][0]"]


def ran(text: str, *, until: int = 0) -> tuple[ModuleType, list[str]]:
    """The module that a text makes, and what was raised by what was passed over."""
    module, text = ModuleType("hand_in"), textwrap.dedent(text)
    noted: list[str] = []
    code = compile(text, "hand_in.py", "exec", dont_inherit=True)
    running_on.run(code, text, module, lambda trouble: noted.append(type(trouble).__name__), Compiler(), until=until)
    return module, noted


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_not_to_be_had_here_costs_its_statement_alone(line):
    module, noted = ran(f"before = 1\n{line}\nbehind = 2\ndef f(): return behind\n")

    assert (module.before, module.f()) == (1, 2)
    assert len(noted) == 1


@pytest.mark.parametrize("line", WRONG)
def test_what_fails_anywhere_ends_the_file(line):
    with pytest.raises(Exception, match=r".*"):
        ran(f"{line}\nbehind = 2\n")


def test_each_of_several_is_passed_over_and_an_endless_number_is_not():
    _, noted = ran("import one_not_there\nimport two_not_there\nx = 1\n")

    assert noted == ["ModuleNotFoundError", "ModuleNotFoundError"]
    with pytest.raises(ModuleNotFoundError):
        ran("import one_not_there\n" * 50)


def test_whoever_uses_what_was_not_imported_is_told_so():
    module, _ = ran("from gone_with_the_wind import leaf\nimport lost_here as tree\ndef f(): return leaf(1)\n")

    with pytest.raises(ModuleNotFoundError, match="gone_with_the_wind"):
        module.f()
    with pytest.raises(ModuleNotFoundError, match="lost_here"):
        _ = module.tree.branch


def test_what_an_import_would_replace_stays():
    module, _ = ran("np = 3\nimport lost_here as np\n")

    assert module.np == 3


def test_a_statement_that_did_not_end_is_left_out_with_what_stands_below_it():
    module, noted = ran("open('/nowhere/at/all')\nx = 1\nwhile (\n    True\n): pass\ny = 2\n", until=3)

    assert (module.x, hasattr(module, "y"), noted) == (1, False, ["FileNotFoundError"])


def test_annotations_stay_as_the_file_wants_them():
    module, _ = ran("from __future__ import annotations\nimport lost_here\ndef f(x: Later): return x\n")

    assert module.f.__annotations__ == {"x": "Later"}
