"""What GitHub Actions takes: the Markdown of a job's summary, and commands that put remarks on lines.

Everything that is not a letter, a digit or a blank is written as an entity in Markdown, so that no text of a student
is read as more than text; in a command it is escaped as the runner's own library does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from grader.exports.lost_lines import LostLine
from grader.records import Grade, Verdict
from grader.safe_text import visible, without_orders
from grader.words import ci as words
from grader.words.judgements import judgement_message
from grader.words.notation import points

MOST_BYTES = 1 << 20  # of a step's summary: a larger one is dropped whole
MOST_ANNOTATIONS = 10  # of one kind in a step: more vanish without a word
_LONGEST = 1000
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_MARKS = {True: "✅", False: "❌"}


def summary(grades: Sequence[tuple[Grade, str]], room: int = MOST_BYTES) -> str:
    """Markdown of each grade, with the title of its assignment, in as many bytes as there is room for at most."""
    parts = [part for grade, title in grades for part in _of_grade(grade, title)]
    parts.append(f"{_text(words.NOT_OFFICIAL)}\n")
    return _within(parts, room)


def _of_grade(grade: Grade, title: str) -> Iterator[str]:
    told = words.HEADING.format(title=title, score=points(grade.score), most=points(grade.max_score))
    passed = sum(each.passed for each in grade.judgements)
    form = words.EVERY_ONE if passed == len(grade.judgements) else words.SUM_UP
    yield f"## {_text(told)}\n\n{_text(form.format(passed=passed, criteria=len(grade.judgements)))}\n\n"
    yield f"| {' | '.join(words.COLUMNS)} |\n|{' --- |' * len(words.COLUMNS)}\n"
    for each in grade.judgements:
        given = f"{points(each.points)}/{points(each.max_points)}"
        cells = (_MARKS[each.passed], _text(each.title), given, _text(judgement_message(each, grade)))
        yield f"| {' | '.join(cells)} |\n"
    yield "\n"


def _within(parts: Iterable[str], room: int) -> str:
    """The parts that fit, each whole, and a sentence where some do not."""
    cut = f"\n{_text(words.CUT)}\n"
    kept: list[str] = []
    left = room - len(cut.encode())
    for part in parts:
        left -= len(part.encode())
        if left < 0:
            return "".join(kept) + cut if room > len(cut.encode()) else ""
        kept.append(part)
    return "".join(kept)


def annotation_commands(lost: Sequence[LostLine]) -> list[str]:
    """Commands for the runner, one a line: as many as are shown, the last of which says how many more there are.

    What was not looked at has nothing to say of a line, and what is said of a line already is not said again.
    """
    told = {
        (each.path, each.line, each.message): each for each in reversed(lost) if each.verdict is not Verdict.NOT_RUN
    }
    different = [each for each in lost if told.get((each.path, each.line, each.message)) is each]
    shown = different if len(different) <= MOST_ANNOTATIONS else different[: MOST_ANNOTATIONS - 1]
    commands = [_command("error", each.message or each.title, each) for each in shown]
    if len(different) > len(shown):
        commands.append(_command("error", words.MORE.format(count=len(lost) - len(shown)), None))
    return commands


def _command(kind: str, message: str, lost: LostLine | None) -> str:
    told = {} if lost is None else {"file": lost.path, "line": str(lost.line), "title": lost.title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in told.items() if value)
    return f"::{kind}{' ' if properties else ''}{properties}::{_data(message)}"


def _data(text: str) -> str:
    plain = without_orders(visible(text, _LONGEST))
    return plain.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _text(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", visible(text, _LONGEST))
