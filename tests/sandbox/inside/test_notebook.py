"""Notebooks as students save them: magics, other languages, broken cells, files that are not what they are called."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Call, Ending, Limits, Outcome, SourceKind, Stop, Submission, Transcript, Why
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.inside.notebook import CodeCell, OtherLanguage, code_cells, looks_like_notebook, without_magics
from grader.sandbox.recording import record
from grader.words.answers import load_sentence, outcome_sentence, stop_sentence


def plain(text: str) -> str:
    return without_magics(text, "twice.py").strip("\n")


def code(*sources: Any, kind: str = "code") -> dict[str, Any]:
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [{"cell_type": kind, "source": s} for s in sources],
    }


def saved(*sources: Any) -> bytes:
    return json.dumps(code(*sources)).encode()


# --- magics ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install numpy\nx = 1", "pass\nx = 1"),
        ("?max\nmax?\nmax??\nx = 1", "pass\npass\npass\nx = 1"),
        ("files = !ls *.py\nx = 1", "files = None\nx = 1"),
        ("a, b = %timeit -o f()", "a, b = None"),
        ("%time x = f(3)", "x = f(3)"),
        ("%time x = f(3,\n  4)", "x = f(3,\n  4)"),
        ("%time", "pass"),
        ("!pip install \\\n  numpy \\\n  scipy\nx = 1", "pass\n\n\nx = 1"),
        ("x = !ls \\\n  -l\ny = 2", "x = None\n\ny = 2"),
        ("await f()", "await f()"),
        ("!ls\nx = [y async for y in f()]", "pass\nx = [y async for y in f()]"),
        ("%timeit f(3)", "pass"),
        ("!echo it's\nx = 1", "pass\nx = 1"),
        ("!echo '''\nx = 1", "pass\nx = 1"),
        ("!ls (\nx = 1", "pass\nx = 1"),
        ("def f():\n    %time x = 1\n    !ls\n    return x", "def f():\n    x = 1\n    pass\n    return x"),
        ("if True:\n    %cd ..\nelse:\n    !ls", "if True:\n    pass\nelse:\n    pass"),
        ("%load_ext autoreload\n%autoreload 2\nx = 1  # done?", "pass\npass\nx = 1  # done?"),
    ],
)
def test_magics_in_a_line_are_taken_out_and_the_lines_keep_their_numbers(text, left):
    assert plain(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "x = (17\n     % 5)",
        "x = 17 \\\n  % 5",
        "text = '''\n% 5\n!ls\nready?\n'''",
        "x = 1  # ready?",
        "# ready?",
        "x = '%d' % 3",
        "x = a!=b",
        "s = 'one\x0ctwo\u2028three'",
    ],
)
@pytest.mark.parametrize("before", ["", "%matplotlib inline\n"])
def test_python_that_looks_like_a_magic_stays_also_beside_one(before, text):
    assert plain(before + text) == plain(before) + "\n" * bool(before) + text


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "%%prun", "\n\n%%time", "%%time\t-q"])
def test_a_measured_cell_is_a_cell(magic):
    assert plain(f"{magic}\nx = 1") == "x = 1"


@pytest.mark.parametrize(
    "magic", ["%%bash", "%%html", "%%javascript", "%%latex", "%%script perl", "%%R", "%%sql", "%%"]
)
def test_a_cell_in_another_language_is_left_out(magic):
    assert plain(f"{magic}\nx = 1") == ""


@pytest.mark.parametrize(
    ("magic", "kept"),
    [
        ("%%writefile twice.py", True),
        ("%%file twice.py", True),
        ("%%writefile -a twice.py", True),
        ("%%writefile /content/twice.py", True),
        ('%%writefile "twice.py"', True),
        ("%%writefile .\\twice.py", True),
        ("%%writefile C:\\work\\twice.py", True),
        ("%%writefile not_twice.py", False),
        ("%%writefile other.py", False),
        ("%%writefile", False),
    ],
)
def test_what_is_written_to_the_hand_ins_own_name_is_code(magic, kept):
    assert plain(f"{magic}\nx = 1") == ("x = 1" if kept else "")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_is_read(ending):
    assert plain(ending.join(["%matplotlib inline", "x = 1", "y = 2"])) == "pass\nx = 1\ny = 2"


@pytest.mark.parametrize("text", ["def f(:\n%time x", "x = ((1)\ny = 2", "print 'x'", "\ud800", "x = '\0'", "(" * 500])
def test_a_cell_that_is_no_python_is_left_for_python_to_say_so(text):
    with pytest.raises((SyntaxError, ValueError, MemoryError)):
        compile(plain(text), "cell", "exec")


@given(
    st.lists(
        st.sampled_from(["x = 1", "%m", "!s", "f?", "  y", "'''", "(", ")", "\\", "%%time", "if x:", ""]), max_size=8
    )
)
def test_taking_magics_out_never_changes_how_many_lines_there_are(lines):
    text = "\n".join(lines)
    left = without_magics(text, "twice.py")

    assert left == "" or left.count("\n") == text.count("\n") + 1


# --- files -----------------------------------------------------------------------------------------------------


def test_only_code_cells_are_run_and_they_keep_their_positions():
    document = code("x = 1", ["y = 2\n", "z = 3"])
    document["cells"].insert(1, {"cell_type": "markdown", "source": "# y = ("})
    document["cells"] += [{"cell_type": "raw", "source": "y = ("}, {"cell_type": "code"}, {}, None, 3]

    cells = code_cells(json.dumps(document).encode(), "twice.py")

    assert [(cell.position, cell.text.strip()) for cell in cells] == [(1, "x = 1"), (3, "y = 2\nz = 3"), (5, "")]


def test_a_byte_order_mark_is_no_obstacle():
    assert code_cells(b"\xef\xbb\xbf" + saved("x = 1"), "twice.py") == [CodeCell(1, "x = 1\n")]


@pytest.mark.parametrize("text", ["x = 1", ["x = ", "1"]])
@pytest.mark.parametrize("version", [2, 3])
def test_the_formats_before_the_fourth_are_read(version, text):
    sheets = [{"cells": [{"cell_type": "heading", "source": "One"}, _old(text)]}, {"cells": [_old("y = 2")]}]
    source = json.dumps({"nbformat": version, "metadata": {"name": ""}, "worksheets": sheets}).encode()

    assert code_cells(source, "twice.py") == [CodeCell(2, "x = 1\n"), CodeCell(3, "y = 2\n")]


def _old(text: Any, language: str = "python") -> dict[str, Any]:
    return {"cell_type": "code", "input": text, "language": language, "outputs": []}


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language_info": {"name": "R"}, "kernelspec": {"language": "R", "name": "ir"}}, "R"),
        ({"kernelspec": {"language": "julia", "name": "julia-1.9"}}, "julia"),
        ({"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}, ""),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, ""),
        ({"kernelspec": {"language": "Python"}}, ""),
        ({"language_info": {"name": "ipython"}}, ""),
        ({"language_info": 3}, ""),
        ([], ""),
    ],
)
def test_a_notebook_of_another_language_is_refused_by_its_name(metadata, language):
    source = json.dumps(code("x <- 1") | {"metadata": metadata}).encode()

    if not language:
        assert code_cells(source, "twice.py") == [CodeCell(1, "x <- 1\n")]
        return
    with pytest.raises(OtherLanguage) as refused:
        code_cells(source, "twice.py")
    assert refused.value.language == language


def test_an_old_notebook_of_another_language_is_refused_too():
    source = json.dumps({"worksheets": [{"cells": [_old("x = 1", "ruby")]}], "nbformat": 3}).encode()

    with pytest.raises(OtherLanguage, match="ruby"):
        code_cells(source, "twice.py")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "not readable as JSON"),
        (b"x = 1", "not readable as JSON"),
        (b"\xff\xfe{\0", "is saved as UTF-16; save it as UTF-8"),
        (b'{\n"cells": ["\xe9"]}', "is not UTF-8, see line 2 of the file; save it as UTF-8"),
        (b'{"cells": [' + b"[" * 100_000, "not readable as JSON"),
        (b'{"cells": ' + b"9" * 10_000 + b"}", "not readable as JSON"),
        (b'{"cells": {}}', "has no cells"),
        (b"[]", "has no cells"),
        (b'{"worksheets": {}, "nbformat": 3}', "format 4"),
    ],
    ids=range(9),
)
def test_what_is_no_notebook_is_refused_with_a_sentence(source, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        code_cells(source, "twice.py")


@pytest.mark.parametrize(
    ("source", "is_notebook"),
    [
        (saved("x = 1"), True),
        (b"\xef\xbb\xbf \r\n" + saved("x = 1"), True),
        (b"x = {'cells': 1}", False),
        (b'{"cells"}', True),
        (b"{'a': 1}['a']", False),
        (b"", False),
    ],
)
def test_a_notebook_is_known_by_its_beginning(source, is_notebook):
    assert looks_like_notebook(source) is is_notebook


# --- in a worker -----------------------------------------------------------------------------------------------


def notebook(*sources: Any, filename: str = "twice.ipynb", data: bytes | None = None) -> Submission:
    kind = SourceKind.NOTEBOOK if filename.endswith(".ipynb") else SourceKind.PYTHON
    return Submission("ada", "twice", filename, kind, saved(*sources) if data is None else data)


TWICE = Call("twice", values.encode_arguments([], {"x": 4}))


def recorded(backend: Backend, submission: Submission, limits: Limits = Limits()) -> tuple[Transcript, Outcome]:  # noqa: B008 - frozen
    transcript = record(submission, [TWICE], backend=backend, limits=limits)
    return transcript, transcript.outcomes[TWICE]


def test_cells_share_their_names_and_a_broken_one_costs_only_itself(backend):
    cells = [
        "import math",
        "1 / 0",
        "def twice(x):\n    return factor * math.floor(x)",
        "open('data.csv')",
        "factor = 2",
        "x = (",
    ]

    transcript, outcome = recorded(backend, notebook(*cells))

    assert transcript.loaded
    assert values.decode_value(outcome.value) == 8
    assert [(stop.why, stop.cell, stop.line) for stop in transcript.load.stops] == [
        (Why.CELL_STOPPED, 2, 1),
        (Why.LINE_PASSED_OVER, 4, 1),
        (Why.CELL_STOPPED, 6, 1),
    ]


def test_a_cell_that_was_passed_over_is_told_with_its_magic(backend):
    cells = ["%%bash -e\nls", "def twice(x):\n    return 2 * x", "%%writefile notes.txt\nx"]

    transcript, outcome = recorded(backend, notebook(*cells))

    assert values.decode_value(outcome.value) == 8
    assert transcript.load.stops == (
        Stop(Why.CELL_PASSED_OVER, 1, 1, "%%bash"),
        Stop(Why.CELL_PASSED_OVER, 3, 1, "%%writefile"),
    )
    assert stop_sentence(transcript.load.stops[0], "twice.ipynb") == (
        "twice.ipynb was graded without its cell 1, which begins with %%bash and was not run."
    )


@pytest.mark.parametrize(
    "cell",
    [
        "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 2\nfactor = await f()",
        "import asyncio\nasync def f(): return 1\nfactor = sum(await asyncio.gather(f(), f()))",
        "async def f():\n    yield 2\nfactor = [x async for x in f()][0]",
        "async def f():\n    yield 2\nasync for factor in f():\n    pass",
    ],
)
def test_what_is_awaited_outside_of_functions_is_awaited(backend, cell):
    transcript, outcome = recorded(backend, notebook(cell, "def twice(x):\n    return factor * x"))

    assert transcript.load.stops == ()
    assert values.decode_value(outcome.value) == 8


def test_a_wait_for_what_never_comes_ends(backend):
    cells = ["def twice(x):\n    return 2 * x", "import asyncio\nawait asyncio.Event().wait()"]

    transcript, outcome = recorded(backend, notebook(*cells))

    assert values.decode_value(outcome.value) == 8
    assert transcript.load.stops[0].detail == "RuntimeError: this waits for something that never comes"


def test_a_notebook_is_the_program_that_runs_and_a_file_is_not(backend):
    code = "def twice(x):\n    return factor * x\nfactor = 1\nif __name__ == '__main__':\n    factor = 2"

    assert values.decode_value(recorded(backend, notebook(code))[1].value) == 8
    imported = Submission("ada", "twice", "twice.py", SourceKind.PYTHON, code.encode())
    assert values.decode_value(recorded(backend, imported)[1].value) == 4


def test_a_class_of_a_notebook_is_found_by_the_name_of_its_module(backend):
    cell = (
        "import dataclasses, pickle\n@dataclasses.dataclass\nclass Pair:\n    x: 'int'\n"
        "def twice(x):\n    return 2 * pickle.loads(pickle.dumps(Pair(x))).x"
    )

    assert values.decode_value(recorded(backend, notebook(cell))[1].value) == 8


def test_a_notebook_of_another_language_says_so(backend):
    source = json.dumps(code("x <- 1") | {"metadata": {"language_info": {"name": "R"}}}).encode()

    transcript, _ = recorded(backend, notebook(data=source))

    assert load_sentence(transcript.load, "twice.ipynb") == (
        "twice.ipynb says of itself that it is a notebook of R, not of Python. "
        "Choose a kernel of Python, and save it again."
    )


@pytest.mark.parametrize(
    ("last", "why"), [("print(undefined)", Why.FILE_STOPPED), ("raise SystemExit", Why.FILE_EXITED)]
)
def test_a_file_that_fails_below_its_functions_is_graded_and_told(backend, last, why):
    source = f"def twice(x):\n    return 2 * x\n{last}\ndef later(): ...\n".encode()
    submission = Submission("ada", "twice", "twice.py", SourceKind.PYTHON, source)
    later = Call("later", values.encode_arguments([], {}))

    transcript = record(submission, [TWICE, later], backend=backend, limits=Limits())

    assert values.decode_value(transcript.outcomes[TWICE].value) == 8
    assert [(stop.why, stop.line) for stop in transcript.load.stops] == [(why, 3)]
    assert "line 3" in outcome_sentence(transcript.outcomes[later], "later", numbers=True)
    assert f"it stops in line 3: `{last}`: Name" in stop_sentence(transcript.load.stops[0], "twice.py") or (
        "it ends itself in line 3" in stop_sentence(transcript.load.stops[0], "twice.py")
    )


def test_a_file_that_fails_before_it_has_functions_is_not_loaded(backend):
    source = b"print(undefined)\ndef twice(x):\n    return 2 * x\n"

    transcript, _ = recorded(backend, Submission("ada", "twice", "twice.py", SourceKind.PYTHON, source))

    assert (transcript.loaded, transcript.load.stops) == (False, ())


def test_what_ipython_provides_is_there_and_does_nothing(backend):
    cells = [
        "get_ipython().run_line_magic('matplotlib', 'inline'); display('x', 3)",
        "from IPython.display import display, HTML, clear_output\ndisplay(HTML('x')); clear_output(wait=True)",
        "%%time\n%matplotlib inline\ndef twice(x):\n    display(x)\n    return 2 * x",
    ]

    assert values.decode_value(recorded(backend, notebook(*cells))[1].value) == 8


def test_a_python_file_that_is_a_notebook_is_read_as_one(backend):
    submission = notebook("%matplotlib inline\ndef twice(x):\n    return 2 * x", filename="twice.py")

    assert values.decode_value(recorded(backend, submission)[1].value) == 8


def test_the_line_of_an_error_is_the_line_in_its_cell(backend):
    _, outcome = recorded(backend, notebook("x = 1\n" * 9, "%time y = 1\ndef twice(x):\n    return x / 0"))

    assert (outcome.error, outcome.line) == ("ZeroDivisionError", 3)


def test_a_function_that_is_absent_since_its_cell_stopped_is_told_with_the_cell(backend):
    _, outcome = recorded(backend, notebook("def other(): ...", "x = 1\ny = undefined\ndef twice(x): ..."))

    said = outcome_sentence(outcome, "twice", numbers=True)
    assert said.endswith("exactly this. Cell 2 stops in line 2: NameError: name 'undefined' is not defined.")
    assert "Cell" not in outcome_sentence(outcome, "twice", numbers=False)


def test_a_notebook_in_which_nothing_works_says_what_went_wrong_first(backend):
    transcript, _ = recorded(backend, notebook("x = 1", "x.y", "z"))

    assert (transcript.load.error, transcript.load.line) == ("AttributeError", 1)


def test_a_notebook_without_code_loads_and_has_no_functions(backend):
    transcript, outcome = recorded(backend, notebook(data=json.dumps(code("text", kind="markdown")).encode()))

    assert (transcript.loaded, outcome.ending) == (True, Ending.MISSING)


def test_a_notebook_full_of_outputs_is_read_up_to_its_limit(backend):
    document = code("def twice(x):\n    return 2 * x")
    document["cells"][0]["outputs"] = [{"output_type": "stream", "text": "x" * (8 << 20)}]

    _, outcome = recorded(backend, notebook(data=json.dumps(document).encode()))

    assert values.decode_value(outcome.value) == 8


@pytest.mark.parametrize(
    "data", [b'{"cells": [' + b"[" * 500_000, b'{"cells": "' + b"\\ud800" * 1000 + b'"}', b'{"cells"']
)
def test_a_notebook_that_was_made_to_hurt_is_refused_in_the_worker(backend, data):
    transcript, _ = recorded(backend, notebook(data=data))

    assert (transcript.load.ending, transcript.load.error) == (Ending.RAISED, "ValueError")


def test_a_cell_that_never_ends_is_the_files_trouble(backend):
    transcript, _ = recorded(backend, notebook("while True: pass", "def twice(x): ..."), Limits(cpu_seconds=0.4))

    assert transcript.load.ending is Ending.TIMED_OUT
