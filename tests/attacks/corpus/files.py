"""Classes 10 and 11: hand-ins that are no ordinary files, and files that hurt who parses them."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

from grader.records import SourceKind
from tests.attacks.attack import ALL, NOTHING, RIGHT, Attack

NAME = "momentum_step.py"

# --- no ordinary file ----------------------------------------------------------------------------------------------


def _link_to_solution(folder: Path, course: Path) -> None:
    (folder / NAME).symlink_to(course / "reference/momentum_step/solution.py")


def _hard_link_to_solution(folder: Path, course: Path) -> None:
    (folder / NAME).hardlink_to(course / "reference/momentum_step/solution.py")


def _fifo(folder: Path, _: Path) -> None:
    os.mkfifo(folder / NAME)


def _endless(folder: Path, _: Path) -> None:
    (folder / NAME).symlink_to("/dev/zero")


def _socket(folder: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(NAME)
    finally:
        os.chdir(here)


def _folder(folder: Path, _: Path) -> None:
    (folder / NAME).mkdir()
    (folder / NAME / "__init__.py").write_text(RIGHT)


def _sparse(folder: Path, _: Path) -> None:
    with (folder / NAME).open("wb") as file:
        file.truncate(1 << 40)


def _modules_beside(folder: Path, _: Path) -> None:
    """The file imports what lies beside it: a solver of its own, and a NumPy that says yes."""
    (folder / NAME).write_text("import tools\nfrom tools import *\n")
    (folder / "tools.py").write_text(RIGHT)
    (folder / "numpy.py").write_text("raise SystemExit(0)\n")
    (folder / "conftest.py").write_text(f"open({str(folder / 'ran')!r}, 'w')\n")
    (folder / "sitecustomize.py").write_text("raise SystemExit(0)\n")


def _stale_byte_code(folder: Path, _: Path) -> None:
    """Byte code of something else beside a file that does nothing."""
    import py_compile  # noqa: PLC0415 - a part of this one hand-in

    source = folder / NAME
    source.write_text(RIGHT)
    py_compile.compile(str(source), doraise=True)
    source.write_text("x = 1\n")


def _both_kinds(folder: Path, _: Path) -> None:
    (folder / NAME).write_text(RIGHT)
    (folder / "momentum_step.ipynb").write_text("{}")


_NO_FILES = [
    Attack(10, "is a link to the solution", "Hands in the solution by a link.", "", 0.0, deliver=_link_to_solution),
    Attack(10, "is a hard link to the solution", "Hands in the solution by a second name.", "", 0.0,
           deliver=_hard_link_to_solution),
    Attack(10, "is a pipe", "Makes the grader wait for a writer.", "", 0.0, deliver=_fifo),
    Attack(10, "is a device", "Makes the grader read without end.", "", 0.0, deliver=_endless),
    Attack(10, "is a socket", "Is something that cannot be opened.", "", 0.0, deliver=_socket),
    Attack(10, "is a folder", "Is a package of the same name.", "", 0.0, deliver=_folder),
    Attack(10, "is a terabyte", "Is a file with a hole of a terabyte.", "", 0.0, deliver=_sparse),
    Attack(10, "brings modules", "Lies beside modules that would be imported first.", "", 0.0, deliver=_modules_beside),
    Attack(10, "brings byte code", "Lies beside byte code that is newer than it.", "", 0.0, deliver=_stale_byte_code),
    Attack(10, "is two files", "Hands in two answers to choose from.", "", 0.0, deliver=_both_kinds),
]  # fmt: skip

# --- hurts whoever parses it ---------------------------------------------------------------------------------------


def notebook(*cells: str, **more: object) -> str:
    """A notebook of these cells, as text."""
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more)


_BOMBS = {
    "parentheses": "(" * 50_000 + ")" * 50_000,
    "lists in lists": "x = " + "[" * 90 + "]" * 90,
    "minus signs": "x = " + "-" * 200_000 + "1",
    "a long sum": "x = " + "+".join(["1"] * 100_000),
    "attributes of attributes": "x = a" + ".a" * 100_000,
    "lambdas": "lambda: " * 20_000 + "0",
    "a long number": "x = " + "9" * 500_000,
    "powers of powers": "x = (((10 ** 100) ** 100) ** 100)",
    "a folded text": "x = 'a' * 10 ** 10",
    "indentation": "".join(" " * depth + "if 1:\n" for depth in range(120)) + " " * 120 + "pass",
    "decorators": "@print\n" * 20_000 + "def f(): pass",
    "a megabyte of lines": "x = 1\n" * 170_000,
    "fields in fields": 'x = f"' + "{f'" * 40 + "1" + "'}" * 40 + '"',
    "a long chain": "x = " + "".join(f"{k} if a else " for k in range(5_000)) + "0",
    "a thousand cases": "match 1:\n" + "".join(f"    case {k}: pass\n" for k in range(1000)),
}

_PARSED = [
    *(Attack(11, f"bomb of {name}", f"Is hard on the compiler: {name}.", f"{source}\n{RIGHT}", ALL)
      for name, source in _BOMBS.items()),
    Attack(11, "null bytes", "Has null bytes in it.", b"x = 1\x00\n" + RIGHT.encode(), NOTHING),
    Attack(11, "letters of Latin-1", "Was saved in another encoding than it says.",
           "# Schöne Lösung\n".encode("latin-1") + RIGHT.encode(), ALL),
    Attack(11, "another encoding", "Says that it is encoded in something that is no encoding of text.",
           b"# coding: hex\n" + RIGHT.encode(), NOTHING),
    Attack(11, "an encoding that runs", "Says that it is encoded in UTF-7, where signs look like letters.",
           b"# coding: utf-7\n" + RIGHT.encode(), NOTHING),
    Attack(11, "a comment that is code", "Hides a line break in a comment, by an encoding that knows escapes.",
           b"# coding: unicode_escape\n#\\nimport os; os._exit(0)\n" + RIGHT.encode(), NOTHING),
    Attack(11, "as large as allowed", "Is a comment of one megabyte.", "#" * 1_040_000 + "\n" + RIGHT, ALL),
    Attack(11, "too large", "Is larger than a hand-in may be.", "#" * 1_100_000 + "\n" + RIGHT, NOTHING),
    Attack(11, "a notebook in depth", "Nests its JSON a hundred thousand deep.",
           '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}", NOTHING, kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of numbers", "Has a number of a million digits in its JSON.",
           '{"cells": [' + "9" * 1_000_000 + "]}", NOTHING, kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of other things", "Has numbers and lists where cells and text are due.",
           json.dumps({"cells": [1, None, [], {"cell_type": "code", "source": [[1], {}]}, {"source": 3}]}), NOTHING,
           kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of magics", "Has a hundred thousand lines that are no Python.", notebook("!x\n" * 100_000),
           NOTHING, kind=SourceKind.NOTEBOOK, slow=True),
    Attack(11, "a notebook that patches its reader", "Changes, in its first cell, what reads the second.",
           notebook("import json, sys\njson.loads = lambda *_: {}\n"
                     "sys.modules['grader.sandbox.inside.notebook'].code_cells = 0",
                     RIGHT), ALL, kind=SourceKind.NOTEBOOK),
    Attack(11, "no notebook", "Is called a notebook, and is a picture.", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
           NOTHING, kind=SourceKind.NOTEBOOK),
]  # fmt: skip

ATTACKS = [*_NO_FILES, *_PARSED]
