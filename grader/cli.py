"""The command `grader`: gathers the commands, turns errors into one sentence and an exit code.

Commands are imported when they are called; `--help` needs only the table below, so that it stays instant.
"""

from __future__ import annotations

import ast
import contextlib
import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.errors import GraderError, UsageError, did_you_mean
from grader.installation import missing_package
from grader.surroundings import drop_what_cannot_be_written, put_right

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Name of the command → its line in the list of commands.  Its function is `grader.commands.<name>:command`.
FOR_STUDENTS = {
    "check": "Check your own file: what is right, what is not, and why.",
    "hint": "Tell the next hint to what is lost first.",
    "ci": "Check your own file in a CI job, in the form of the place.",
    "pack": "Make the hand-in, and say what is missing in it.",
    "explore": "Watch your own optimizers on landscapes, and move their numbers.",
    "web": "Work in your browser: statement, editor and verdict on one page.",
    "doctor": "Say what works on this machine and what does not.",
}
FOR_STAFF = {
    "new": "Write a new assignment.",
    "mistake": "Write known mistakes.",
    "prepare": "Record the reference and all known mistakes.",
    "grade": "Grade a folder of hand-ins.",
    "roster": "Keep the list of who is in the class.",
    "override": "Give points for a criterion that a person decides.",
    "comment": "Add words to a grade, which its student reads.",
    "extend": "Give one student more time for an assignment.",
    "regrade": "Judge again what was recorded, without running anybody's code.",
    "diff": "List whose score moved, by which criterion and why.",
    "publish": "Have students see what is there now.",
    "history": "Show what a student handed in, when, and what it was given.",
    "similar": "List who shares a rare wrong behaviour to the last bit.",
    "replay": "Run one hand-in again, and say whether its answers repeat.",
    "selftest": "Test the rubrics with known mistakes and known right work.",
    "release": "Make the pack that students get.",
    "export": "Write grades in the form another system takes.",
    "canvas": "Bring grades into Canvas over its API.",
    "backup": "Copy the gradebook into one file.",
    "forget": "Remove everything that is kept about one student.",
    "demo": "Grade a made-up class, to see what comes out.",
}
COMMANDS = FOR_STUDENTS | FOR_STAFF

INTERRUPTED = 130
_COMPLETING = "_GRADER_COMPLETE"  # by which a shell asks for completion, as click has it
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_HELP = "Grade numerical optimization exercises by the trajectories they record."
_NO_ROOM = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
_MAKE_ROOM = "make room on the disk, or name a place that can be written; then run it again"
_OPEN_IT = "see that the file and its folders are yours to read"
_WITH_DEBUG = "run it again with --debug"
_SOON = 0.01  # seconds, after which the destructor is over
_GC_THRESHOLD = 50_000  # objects made before Python looks for cycles: after 700, as it does, that takes a twentieth


class _Commands(click.Group):
    """Imports a command only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            raise UsageError(f"there is no command {cmd_name!r}", remedy=did_you_mean(cmd_name, COMMANDS))
        module = importlib.import_module(f"grader.commands.{cmd_name}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"grader.commands.{cmd_name}.command is no command")
        if command.help is None:
            command.help = _docstring_as_written(Path(module.__file__ or ""))
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands, of which none is imported for that."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - nobody else needs it

        known = FOR_STUDENTS if _in_a_pack() else COMMANDS
        return [CompletionItem(name, help=line) for name, line in known.items() if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(FOR_STUDENTS.items()))
        if not _in_a_pack():
            with formatter.section("Commands for staff"):
                formatter.write_dl(list(FOR_STAFF.items()))


def _in_a_pack() -> bool:
    """Whether the course around the working folder is what students get: it has assignments and no reference."""
    try:
        here = Path.cwd()
    except OSError:  # it is gone
        return False
    root = next((each for each in (here, *here.parents) if (each / "assignments").is_dir()), None)
    return root is not None and not (root / "reference").is_dir()


def _docstring_as_written(module: Path) -> str | None:
    """What a command says of itself, where `PYTHONOPTIMIZE` took the docstrings away."""
    functions = (each for each in ast.parse(module.read_bytes()).body if isinstance(each, ast.FunctionDef))
    return next((ast.get_docstring(each) for each in functions if each.name == "command"), None)


@click.group(cls=_Commands, help=_HELP, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="grader")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def grader(debug: bool) -> None:
    """Keep what is for all commands."""
    click.get_current_context().obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> None:
    """Run, and end with an exit code: 0 fine, 1 something failed, 2 usage, 3 our own fault, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    put_right()
    gc.set_threshold(_GC_THRESHOLD)
    try:
        with _no_interrupt_lost():
            result: Any = grader.main(args=given, prog_name="grader", standalone_mode=False)
    except click.ClickException as trouble:
        with _even_if_untold():
            trouble.show()
        sys.exit(trouble.exit_code)
    except (click.Abort, KeyboardInterrupt):
        with _even_if_untold():
            click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except GraderError as trouble:
        if "--debug" in given:
            raise
        if _COMPLETING in os.environ:  # what stands in the line so far is no command; a shell has no use for a sentence
            sys.exit()
        _say(trouble)
        sys.exit(trouble.exit_code)
    except ModuleNotFoundError as trouble:
        missing = missing_package(trouble.name or "")
        if missing is None or "--debug" in given:
            raise
        _say(missing)
        sys.exit(missing.exit_code)
    except Exception as trouble:  # the last resort: no traceback without --debug
        if "--debug" in given:
            raise
        if isinstance(trouble, OSError) and trouble.errno in _NO_ROOM:
            said = f"{trouble.filename or 'the output'} cannot be written: {trouble.strerror}"
            _say(GraderError(said, remedy=_MAKE_ROOM))
        elif isinstance(trouble, PermissionError) and trouble.filename is not None:
            _say(UsageError(f"{trouble.filename} is closed to you: {trouble.strerror}", remedy=_OPEN_IT))
            sys.exit(UsageError.exit_code)
        else:
            said = f"the grader itself failed: {type(trouble).__name__}: {trouble}"
            _say(GraderError(said, remedy=_WITH_DEBUG))
        sys.exit(GraderError.exit_code)
    sys.exit(result if isinstance(result, int) else 0)


@contextlib.contextmanager
def _no_interrupt_lost() -> Iterator[None]:
    """Repeat a Ctrl-C that came in the middle of a destructor, or of a callback: Python drops it there."""
    before = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt) and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, signal.default_int_handler)
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            before(dropped)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _say(trouble: GraderError) -> None:
    from grader.commands.trouble import say  # noqa: PLC0415 - `--help` needs it not

    with _even_if_untold():
        say(trouble)


@contextlib.contextmanager
def _even_if_untold() -> Iterator[None]:
    """Go on to the exit code where a full disk, or nobody, takes what is said."""
    with contextlib.suppress(OSError):
        yield
    drop_what_cannot_be_written()
