"""What an attack achieved, by what became of it: its score, its time, and all that others will read of it.

Each is a generator of findings, sentences about what should not be; `Arena.fight` asks them all.
"""

from __future__ import annotations

import csv
import html
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from rich.console import Console

from grader.cli import grader as program
from grader.commands import checked_files
from grader.exports import csv_table, results
from grader.exports.forms import EXPORTS
from grader.grading.grade import Graded, judge_transcript, judged
from grader.records import Grade, SourceKind, Status, Submission
from grader.student.checking import Checked
from grader.words.judgements import grade_message, judgement_message
from tests.attacks.attack import Attack
from tests.attacks.scratch import Ground

_OWN_CPU = 10.0  # seconds of the grader's own work on one hand-in: reading, judging, drawing
_PATIENCE = 60.0  # seconds beyond the wall clock of a hand-in: the machine may be busy

_LONG_NUMBER = re.compile(r"\d+[._]\d{7,}(?:e[-+]?\d+)?")
# A whole number: no part of a decimal, of a colour, of an entity or of a word.
_DIGITS = re.compile(r"(?<![\w.#])\d{5,}(?!\w|\.0*[1-9])")
_MORE_THAN_A_RATIO = 9  # digits; distances in tolerances are written in groups, and may be any number of fewer
_GROUPED = re.compile(r"(?<=\d)[,_\u2009\u202f](?=\d{3}(?!\d))")
_ESCAPED = re.compile(r"\\+(?:x|u00)([0-9a-f]{2})")
_HEX_NUMBER = re.compile(r"0x[01]\.[0-9a-f]+p[-+]\d+")
# What may never stand in a text that students get: controls, and what turns text around.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# What a CI runner or a course platform obeys: the first where a line begins, the others anywhere.
_COMMAND = re.compile(r"^\s*::|##\[|<\|--|--\|>|:=>>", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FORMULA = re.compile(r"[=+@\t\r-]")


@dataclass(frozen=True, slots=True)
class Told:
    """What is made of a grade for others to read: its page, and what commands print of it."""

    page: str
    exported: str
    terminal: str

    @property
    def everything(self) -> str:
        """All of it, with what HTML writes as escapes once more as signs."""
        return "\n".join((self.page, html.unescape(self.page), self.exported, self.terminal))


def told(graded: Graded, page: str, ground: Ground) -> Told:
    """The student's page, what `grader export` prints in all forms, and what `grader check` does."""
    return Told(page, "\n".join(_exported(graded.grade, ground)), "\n".join(_in_terminals(graded, ground)))


_CLASSROOM_50 = {
    **dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL"), "there"),
    "SUBMISSION_TAG": "submit/1",
}


def _exported(grade: Grade, ground: Ground) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as out:
        results.write([grade], Path(out) / "results.json")
        for form in sorted({*EXPORTS} - {"xlsx"}):  # of which each cell is typed: tests/exports/test_xlsx.py
            ran = CliRunner(env=_CLASSROOM_50).invoke(program, ["export", form, out], catch_exceptions=False)
            assert ran.exit_code == 0, ran.output
            yield ran.stdout
    yield results.to_json([grade]).decode()  # what `check --json` and `grade --json` print


def _in_terminals(graded: Graded, ground: Ground) -> Iterator[str]:
    """What `grader check` prints of the same answers: in colours, where lines are short, and plain, where they are not.

    The command itself makes it harmless.  Of the first, colours are taken out again, and they alone: whatever else a
    terminal would obey must not be there.
    """
    checked = graded
    if graded.transcript is not None:
        judgements = judge_transcript(graded.transcript, ground.packed)
        submission = Submission(graded.grade.student, graded.grade.assignment, "", SourceKind.PYTHON, b"")
        checked = judged(submission, ground.packed, judgements, graded.transcript)
    for plain, width in ((False, 60), (True, 10_000)):
        console = Console(
            file=io.StringIO(),
            width=width,
            force_terminal=not plain,
            color_system=None if plain else "truecolor",
            highlight=False,
            emoji=False,
            markup=False,
        )
        for text in checked_files.printed_texts(
            [Checked(checked, ground.packed, checked.grade.judgements)], console, only_ascii=plain
        ):
            yield text if plain else _COLOUR.sub("", text)


def of_score(attack: Attack, graded: Graded) -> Iterator[str]:
    """Points that the honest part does not deserve, or a grader that failed."""
    score = graded.grade.score
    if graded.grade.status is Status.REGRADE_NEEDED:
        yield "the grader itself failed"
    if score > attack.most or (attack.exact and score != attack.most):
        yield f"it earns {score:g}, not {attack.most:g}"


def of_repeating(graded: Graded, again: Graded) -> Iterator[str]:
    """A second hand-in that is the same, and meets something that the first one left."""
    first, second = ([(each.id, each.verdict) for each in one.grade.judgements] for one in (graded, again))
    if first != second:
        yield f"the same hand-in earns {graded.grade.score:g}, and then {again.grade.score:g}"


def of_time(seconds: float, cpu: float, graded: Graded, ground: Ground) -> Iterator[str]:
    """Time of the wall or of the grader's own beyond what any hand-in may take."""
    if seconds > ground.prepared.assignment.limits.wall_seconds + _PATIENCE:
        yield f"it took {seconds:.0f} s"
    if cpu > _OWN_CPU:
        yield f"the grader worked {cpu:.0f} s on it"
    if graded.grade.seconds != float(f"{graded.grade.seconds:.1g}"):
        yield f"the grade tells its time to {graded.grade.seconds!r} s"


def of_secrets(told: Told, canary: str, ground: Ground, graded: Graded) -> Iterator[str]:
    """Something that students see and must not know."""
    visible = told.everything
    if canary in visible:
        yield "a canary is in what students see"
    shown = {each.replace("_", ".") for each in _LONG_NUMBER.findall(visible)} | set(_HEX_NUMBER.findall(visible))
    if known := shown & ground.hidden.written:
        yield f"hidden numbers are in what students see: {sorted(known)[:3]}"
    grouped = (each for each in _DIGITS.findall(_GROUPED.sub("", visible)) if len(each) >= _MORE_THAN_A_RATIO)
    whole = {*_DIGITS.findall(visible), *grouped}
    if known := whole & ground.hidden.digits:
        yield f"digits of hidden numbers are in what students see: {sorted(known)[:3]}"
    if any(each in ground.hidden.raw for each in _octets(visible)):
        yield "the bytes of a hidden number are in what students see"
    ours = [
        "row 0",
        grade_message(graded.grade),
        *(judgement.title.rstrip(".") for judgement in graded.grade.judgements),
    ]
    for judgement in graded.grade.judgements:
        said = judgement_message(judgement, graded.grade)
        for each in ours:
            said = said.replace(each, "")
        if not judgement.public and re.search(r"\d", said):
            yield f"the message of a hidden criterion holds a number: {said[:80]!r}"


def _octets(text: str) -> Iterator[bytes]:
    """Every eight bytes in a row of those that a text spells; none where it escapes nothing."""
    spelt, escapes = _ESCAPED.subn(lambda found: chr(int(found[1], 16)), text)
    for short, sign in (("n", "\n"), ("r", "\r"), ("t", "\t")):
        spelt = re.sub(rf"\\+{short}", sign, spelt)
    data = spelt.encode("latin-1", errors="replace") if escapes else b""
    return (data[place : place + 8] for place in range(len(data) - 7))


def of_text(attack: Attack, told: Told, graded: Graded) -> Iterator[str]:
    """Text that does something where it is read."""
    for text in attack.forbidden:
        if text in told.page:
            yield f"the page holds {text[:30]!r}"
    if found := _HARMFUL.search(told.page + told.exported + told.terminal):
        yield f"what students see holds the sign {found[0]!r}"
    if found := _COMMAND.search(told.exported) or _COMMAND.search(told.terminal):
        yield f"a line may be read as a command: {found[0]!r}"
    for judgement in graded.grade.judgements:
        said = judgement_message(judgement, graded.grade)
        if "\n" in said or _HARMFUL.search(said):
            yield f"a message breaks its line: {said[:60]!r}"
    for row in csv.reader(io.StringIO(csv_table.write([graded.grade]))):
        if any(_FORMULA.match(cell) and not _is_number(cell) for cell in row):
            yield f"a cell may run as a formula: {row}"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
