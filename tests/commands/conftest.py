"""The program as it is run from a shell, in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.cli import main

CommandLine = Callable[..., tuple[object, str, str]]  # exit code, what was printed, and what was said on the side

_QUICKLY = ("--isolation", "none")  # what is run here is ours


@pytest.fixture
def command_line(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Runs the program with arguments."""

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *(_QUICKLY if arguments[0] in {"grade", "regrade"} else ())])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run
