"""What a shell may complete in the place of a name: assignments, functions and criteria of the course around."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from grader.course.folder import find_course
from grader.errors import GraderError

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names(*, parts: bool) -> Completer:
    """Completes names and, where none begins like that, files; nothing is said of a course that is not usable."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        from grader.student.selection import completions  # noqa: PLC0415 - a command has its workers start before

        named = ctx.params.get("course_folder")
        try:
            known = completions(find_course(Path(named) if named else None), incomplete, parts=parts)
        except (GraderError, OSError):
            known = []
        return [CompletionItem(name) for name in known] or [CompletionItem(incomplete, type="file")]

    return complete
