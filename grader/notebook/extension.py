"""The extension of IPython: `%grader NAME…` checks what the kernel holds now, `%%grader plot` draws with it.

Student trouble is shown, never raised; ours is raised as `Trouble`, which a notebook shows as one sentence and what to
do.  IPython itself is never imported: whoever loads the extension hands it over.
"""

from __future__ import annotations

import builtins
import importlib.util
import shlex
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course, working_folder
from grader.errors import CourseError, GraderError, UsageError
from grader.installation import missing_package
from grader.isolation import Isolation
from grader.notebook import held
from grader.notebook.inline import Verdict, verdict
from grader.records import Submission
from grader.safe_text import visible
from grader.sandbox.base import Backend
from grader.sandbox.tiers import Backends, open_in_process
from grader.student import checking
from grader.student.memory import remember_checks
from grader.student.selection import Selection, selection
from grader.words import notebook as words

MAGIC = "grader"
PLOT = "plot"

_LONGEST = 2000  # characters of a sentence


class Trouble(Exception):  # noqa: N818 - its text is a sentence, and no error of Python's
    """Why nothing was checked.  A notebook shows it as it stands, without a traceback."""

    def __init__(self, error: GraderError) -> None:
        parts = [f"Error: {error.problem}", *([f"  → {error.remedy}"] if error.remedy else [])]
        self.lines = [visible(part, _LONGEST, lines=True) for part in parts]
        super().__init__("\n".join(self.lines))

    def _render_traceback_(self) -> list[str]:
        return self.lines


def load(shell: Any) -> None:
    """Give a shell its magics."""

    def magic(line: str, cell: str | None = None) -> None:
        if cell is None:
            _display(shell, check(*_words(line)))
        else:
            _draw(shell, line.split(), cell)

    def forget(*_: object) -> None:
        shell.extension_manager.loaded.discard(MAGIC)  # so that IPython has nothing to remark when it is loaded again
        shell.events.unregister("post_run_cell", forget)

    shell.events.register("post_run_cell", forget)
    magic.__doc__ = (
        "`%grader NAME…` checks assignments, functions or criteria; `%%grader plot` draws with your functions."
    )
    shell.register_magic_function(magic, "line_cell", MAGIC)


def _words(line: str) -> list[str]:
    """What stands behind the magic, as a shell takes it: quotes and a comment are none of it."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:  # a quote that is not closed
        return line.split()


def check(*names: object) -> Verdict:
    """Judge what the kernel holds of some assignments, or of all that it holds anything of.  Raises `Trouble`."""
    try:
        return _checked(_shell(), names)
    except GraderError as error:
        trouble = Trouble(error)
    except KeyboardInterrupt:
        trouble = Trouble(UsageError("the check was interrupted", remedy="run the cell again"))
    except ModuleNotFoundError as error:
        missing = missing_package(error.name or "")
        trouble = Trouble(missing or _fault(error))
    except Exception as error:  # noqa: BLE001 - the last resort, as in a terminal
        trouble = Trouble(_fault(error))
    raise trouble from None


def _fault(error: Exception) -> GraderError:
    return GraderError(
        f"the grader itself failed: {type(error).__name__}: {error}",
        remedy="save the notebook, run `grader --debug check` in a terminal, and show that to your teacher",
    )


def _shell() -> Any:
    """The shell that runs this."""
    get = getattr(builtins, "get_ipython", None)
    shell = get() if get is not None else None
    if shell is None:
        raise UsageError(
            "there is no notebook here, and so nothing that it holds", remedy="run `grader check` in a terminal"
        )
    return shell


# --- checking --------------------------------------------------------------------------------------------------------


def _checked(shell: Any, names: Sequence[object]) -> Verdict:
    here = working_folder()
    course = _course(here)
    space: dict[str, object] = shell.user_ns
    asked = _asked(course, [_name(each, course) for each in names], here, space)
    cells = list(shell.history_manager.input_hist_raw)
    found = [_found(course.assignment(name), cells, space) for name in asked.names]
    with _backends(course) as backends:
        checked = list(checking.check(course, found, asked, backends))
    remember_checks(course, [each.graded.grade for each in checked])
    return verdict(checked)


def _course(here: Path) -> Course:
    if not any((folder / "assignments").is_dir() for folder in (here.resolve(), *here.resolve().parents)):
        raise CourseError(
            f"this notebook runs in {here}, and neither there nor above it lies assignments/ of a pack",
            remedy="open the notebook where your pack lies, beside assignments/; "
            "in Colab upload colab.zip and run the first cell of code",
        )
    return find_course(start=here)


def _name(given: object, course: Course) -> str:
    if isinstance(given, str) and not given.startswith("-"):
        return given
    raise UsageError(
        f"{given!r} is no name of an assignment, a function or a criterion",
        remedy=f"write `%{MAGIC} NAME`, as in `%{MAGIC} {course.assignment_ids()[0]}`; there are no options",
    )


def _asked(course: Course, names: Sequence[str], here: Path, space: held.Names) -> Selection:
    if names:
        for name in names:
            if Path(name).suffix in {".py", ".ipynb"}:
                raise UsageError(
                    f"{name} is a file, and here the notebook itself is checked",
                    remedy=f"name an assignment, a function or a criterion, or run `grader check {name}` in a terminal",
                )
        return selection(course, names, here)
    begun = [each.id for each in course.assignments() if any(name in space for name in each.functions)]
    if not begun:
        raise UsageError(
            "this notebook holds no function of any assignment yet",
            remedy=f"run the cells that define them; assignments are {', '.join(course.assignment_ids())}",
        )
    return Selection(tuple(begun))


def _found(assignment: Assignment, cells: Sequence[str], space: held.Names) -> tuple[Assignment, Submission]:
    there = [space[name] for name in assignment.functions if name in space]
    if not there and not any(get_close_matches(name, space, n=1, cutoff=0.8) for name in assignment.functions):
        raise UsageError(
            f"the kernel holds no function of {assignment.id} yet",
            remedy=f"run the cells that define {', '.join(assignment.functions)}, then check again",
        )
    elsewhere = {getattr(each, "__module__", None) for each in there} - {"__main__", None}
    if there and elsewhere == {assignment.id}:
        raise UsageError(
            f"the functions of {assignment.id} come from the file {assignment.id}.py, and not from this notebook",
            remedy=f"run `grader check {assignment.id}` in a terminal, or `!grader check {assignment.id}` here",
        )
    return assignment, held.submission(cells, space, assignment)


def _backends(course: Course) -> Backends:
    """A process of its own wherever there are processes."""
    if sys.platform == "emscripten":
        return _InThisProcess(course)
    return Backends(Isolation.AUTO, hidden=False)


class _InThisProcess(Backends):
    """For a browser's Python, where the page can end the kernel; refused where a reference is in reach."""

    def __init__(self, course: Course) -> None:
        super().__init__(Isolation.NONE, hidden=False)
        self._course = course

    def having(self, packages: tuple[str, ...]) -> Backend:
        """The one there is.  Raises `IsolationError`."""
        if packages not in self._opened:
            self._opened[packages] = open_in_process(self._course.root, packages=packages)
        return self._opened[packages]


# --- drawing ---------------------------------------------------------------------------------------------------------


def _draw(shell: Any, options: Sequence[str], cell: str) -> None:
    """Run a cell that draws: what is not there yet is said in a sentence."""
    if options != [PLOT]:
        raise Trouble(UsageError(f"%%{MAGIC} is for `%%{MAGIC} {PLOT}`", remedy=f"to check, use `%{MAGIC} NAME`"))
    if "matplotlib" in cell and importlib.util.find_spec("matplotlib") is None:
        _say(shell, words.NO_MATPLOTLIB)
        return

    def not_yet(
        ours: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, **_: object
    ) -> list[str]:
        if isinstance(error, NameError) and error.name and error.name not in shell.user_ns:
            _forget_figures()
            _say(ours, words.NO_NAME_TO_DRAW.format(name=error.name))
        elif isinstance(error, NotImplementedError):
            _forget_figures()
            _say(ours, words.NOTHING_TO_DRAW.format(function=_innermost(trace)))
        else:
            ours.showtraceback((kind, error, trace))
        return []

    before = shell.custom_exceptions, shell.CustomTB
    shell.set_custom_exc((NotImplementedError, NameError), not_yet)
    try:
        shell.run_cell(cell)
    finally:
        shell.custom_exceptions, shell.CustomTB = before


def _forget_figures() -> None:
    """What was begun to be drawn is not shown under the sentence that there is nothing to draw."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _innermost(trace: TracebackType) -> str:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_name


def _say(shell: Any, sentence: str) -> None:
    shell.display_pub.publish({"text/plain": sentence.replace("`", ""), "text/markdown": sentence})


def _display(shell: Any, shown: Verdict) -> None:
    shell.display_pub.publish({"text/plain": shown.text, "text/html": shown.html})
