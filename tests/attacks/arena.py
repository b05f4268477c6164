"""Where attacks are let loose: a scratch course full of canaries, traps on this machine, and what is looked for after.

`Arena.fight` grades one hand-in through the same steps as a batch and lists what it achieved that it should not have.
A new way to notice something is a generator of findings and a line in `fight`.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import os
import re
import secrets
import shutil
import socket
import sysconfig
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

import msgspec
import numpy as np

from grader import results, variants
from grader.collect.folder import collect_folder
from grader.course import Course
from grader.exports import EXPORTS
from grader.gradebook.transcripts import behaviour_sha256, packed
from grader.grading import Graded, Prepared, grade
from grader.preparing import prepare
from grader.records import Call, Ending, Isolation, SourceKind, Status, Submission, Transcript
from grader.reports import student
from grader.sandbox import wire
from grader.sandbox.backends import open_backend
from grader.sandbox.base import Backend
from tests.attacks.attack import Attack
from tests.course import COURSE

ASSIGNMENT = "momentum_step"
HARMLESS = 30

# Short, so that what waits for a clock does not wait for long.
LIMITS = "\n[limits]\ncall_cpu_seconds = 0.3\ncall_wall_seconds = 0.8\ncpu_seconds = 2.0\nwall_seconds = 6.0\n"
_OWN_CPU = 10.0  # seconds of the grader's own work on one hand-in: reading, judging, drawing
_PATIENCE = 60.0  # seconds beyond the wall clock of a hand-in: the machine may be busy

_LONG_NUMBER = re.compile(r"\d+[._]\d{7,}(?:e[-+]?\d+)?")
_HEX_NUMBER = re.compile(r"0x[01]\.[0-9a-f]+p[-+]\d+")
# What may never stand in a text that students get: controls, and what turns text around.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_COMMAND = re.compile(r"^\s*(::\w|##\[|<\|--)", re.MULTILINE)
_FORMULA = re.compile(r"[=+@\t\r-]")


@dataclass(frozen=True, slots=True)
class Fought:
    """What became of one hand-in."""

    graded: Graded
    seconds: float
    findings: tuple[str, ...]


class Traps:
    """Sockets on this machine that nobody may reach."""

    def __init__(self, name: str) -> None:
        self.unix = name
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0{name}")
        self._abstract.listen()
        for each in (self._tcp, self._udp, self._abstract):
            each.setblocking(False)

    @property
    def ports(self) -> tuple[int, int]:
        """Of TCP and UDP."""
        return self._tcp.getsockname()[1], self._udp.getsockname()[1]

    def sprung(self) -> Iterator[str]:
        """Findings, one for each door that somebody came through."""
        for name, door in (("TCP", self._tcp), ("an abstract socket", self._abstract)):
            with contextlib.suppress(BlockingIOError):
                door.accept()[0].close()
                yield f"it connected by {name}"
        with contextlib.suppress(BlockingIOError):
            self._udp.recv(100)
            yield "it sent by UDP"

    def close(self) -> None:
        """Let go of the sockets."""
        for each in (self._tcp, self._udp, self._abstract):
            each.close()


@dataclass(slots=True)
class Arena:
    """A course with canaries in all that is secret, workers of one tier, and the traps."""

    root: Path
    tier: Isolation
    canary: str = field(default_factory=lambda: f"canary{secrets.token_hex(8)}")
    backend: Backend = field(init=False)
    prepared: Prepared = field(init=False)
    traps: Traps = field(init=False)
    _marker: str = field(init=False)
    _hidden: frozenset[str] = field(init=False)
    _processes: frozenset[int] = field(init=False)
    _count: int = 0

    def __enter__(self) -> Self:
        self._marker = f"left-by-an-attack-{secrets.token_hex(4)}"
        self.traps = Traps(self._marker)
        course = _scratch_course(self.course_folder, self.canary)
        self.out.mkdir()
        (self.out / "gradebook.sqlite3").write_text(self.canary)
        os.environ["GRADER_CANARY"] = self.canary
        assignment = course.assignment(ASSIGNMENT)
        self.backend = open_backend(self.tier, packages=assignment.packages, hidden=True)
        self.prepared = prepare(course, assignment, self.backend)
        self._hidden = _hidden_numbers(self.prepared)
        self._processes = frozenset(_family(self.backend))
        return self

    def __exit__(self, *_: object) -> None:
        self.backend.close()
        self.traps.close()
        os.environ.pop("GRADER_CANARY", None)

    @property
    def course_folder(self) -> Path:
        """The scratch course."""
        return self.root / "course"

    @property
    def out(self) -> Path:
        """A folder of results of others."""
        return self.root / "out"

    def afresh(self) -> None:
        """Take new workers, as if nobody had been graded before."""
        self.backend.close()
        self.backend = open_backend(self.tier, packages=self.prepared.assignment.packages, hidden=True)
        self._processes = frozenset(_family(self.backend))

    def fight(self, attack: Attack) -> Fought:
        """Grade one hand-in, make every page and file of it, and look for what it should not have achieved."""
        submission = self._handed_in(attack)
        started, cpu = time.monotonic(), time.process_time()
        graded = grade(submission, self.prepared, self.backend)
        page, _ = student.pages(graded, self.prepared)
        seconds, cpu = time.monotonic() - started, time.process_time() - cpu
        exported = _exported(graded)
        findings = (
            *_of_score(attack, graded),
            *self._of_time(seconds, cpu, graded),
            *self._of_traces(),
            *self._of_secrets("\n".join((page, html.unescape(page), exported)), graded),
            *_of_text(attack, page, exported, graded),
            *(f"process {pid} is left" for pid in _family(self.backend) if pid not in self._processes),
        )
        return Fought(graded, seconds, findings)

    def graded(self, submission: Submission) -> Graded:
        """Grade a harmless hand-in among the others."""
        return grade(submission, self.prepared, self.backend)

    # --- the hand-in -----------------------------------------------------------------------------------------------

    def _handed_in(self, attack: Attack) -> Submission:
        """The submission as it is collected from the disk."""
        self._count += 1
        folder = self.root / "hand-ins" / f"{self._count}" / "eve"
        folder.mkdir(parents=True)
        if attack.deliver is not None:
            attack.deliver(folder, self.course_folder)
        else:
            suffix = ".ipynb" if attack.kind is SourceKind.NOTEBOOK else ".py"
            (folder / f"{ASSIGNMENT}{suffix}").write_bytes(self._filled_in(attack.source))
        (submission,) = collect_folder(folder.parent, [self.prepared.assignment])
        shutil.rmtree(folder.parent)
        return submission

    def _filled_in(self, source: str | bytes) -> bytes:
        if isinstance(source, bytes):
            return source
        tcp, udp = self.traps.ports
        places = {
            "@MARKER@": self._marker,
            "@COURSE@": str(self.course_folder),
            "@OUT@": str(self.out),
            "@TCP@": str(tcp),
            "@UDP@": str(udp),
            "@UNIX@": self.traps.unix,
            "@SEEDED@": self.canary,
            "@DEEDEES@": self.canary[::-1],
        }
        for place, text in places.items():
            source = source.replace(place, text)
        if "@PUBLIC_ANSWERS@" in source:
            source = source.replace("@PUBLIC_ANSWERS@", repr(_public_answers(self.prepared)))
        return source.encode()

    # --- findings --------------------------------------------------------------------------------------------------

    def _of_time(self, seconds: float, cpu: float, graded: Graded) -> Iterator[str]:
        if seconds > self.prepared.assignment.limits.wall_seconds + _PATIENCE:
            yield f"it took {seconds:.0f} s"
        if cpu > _OWN_CPU:
            yield f"the grader worked {cpu:.0f} s on it"
        if graded.grade.seconds != float(f"{graded.grade.seconds:.1g}"):
            yield f"the grade tells its time to {graded.grade.seconds!r} s"

    def _of_traces(self) -> Iterator[str]:
        yield from self.traps.sprung()
        library = Path(sysconfig.get_path("stdlib"))
        places = (
            Path("/"),
            Path("/tmp"),
            Path("/dev/shm"),
            Path.cwd(),
            Path.home(),
            self.course_folder,
            self.out,
            library,
        )
        for place in places:
            with contextlib.suppress(OSError):
                for path in place.iterdir():
                    if path.name.startswith(self._marker) or (place == library and path.name == "numpy.py"):
                        yield f"it left {path}"
                        path.rmdir() if path.is_dir() else path.unlink()

    def _of_secrets(self, visible: str, graded: Graded) -> Iterator[str]:
        if self.canary in visible:
            yield "a canary is in what students see"
        shown = {each.replace("_", ".") for each in _LONG_NUMBER.findall(visible)} | set(_HEX_NUMBER.findall(visible))
        if told := shown & self._hidden:
            yield f"hidden numbers are in what students see: {sorted(told)[:3]}"
        for judgement in graded.grade.judgements:
            said = judgement.message.replace("row 0", "").replace(graded.grade.message, "")
            if not judgement.public and re.search(r"\d", said):
                yield f"the message of a hidden criterion holds a number: {said[:80]!r}"


def _of_score(attack: Attack, graded: Graded) -> Iterator[str]:
    score = graded.grade.score
    if graded.grade.status is Status.REGRADE_NEEDED:
        yield "the grader itself failed"
    if score > attack.most or (attack.exact and score != attack.most):
        yield f"it earns {score:g}, not {attack.most:g}"


def _exported(graded: Graded) -> str:
    """The files for other systems, and the results as they are printed."""
    grades = [graded.grade]
    return "\n".join((*(export.write(grades) for export in EXPORTS.values()), results.to_json(grades).decode()))


def _of_text(attack: Attack, page: str, exported: str, graded: Graded) -> Iterator[str]:
    for text in attack.forbidden:
        if text in page:
            yield f"the page holds {text[:30]!r}"
    if found := _HARMFUL.search(page + exported):
        yield f"what students see holds the sign {found[0]!r}"
    if found := _COMMAND.search(exported):
        yield f"a line may be read as a command: {found[0]!r}"
    for judgement in graded.grade.judgements:
        if "\n" in judgement.message or _HARMFUL.search(judgement.message):
            yield f"a message breaks its line: {judgement.message[:60]!r}"
    for row in csv.reader(io.StringIO(EXPORTS["csv"].write([graded.grade]))):
        if any(_FORMULA.match(cell) and not _is_number(cell) for cell in row):
            yield f"a cell may run as a formula: {row}"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


# --- the scratch course ----------------------------------------------------------------------------------------------


def _scratch_course(folder: Path, canary: str) -> Course:
    """A copy of one assignment, with a canary in the solution, the hidden rubric and the seed, and short limits."""
    assignment, reference = folder / "assignments" / ASSIGNMENT, folder / "reference" / ASSIGNMENT
    shutil.copytree(COURSE.root / "assignments" / ASSIGNMENT, assignment, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(
        COURSE.reference / ASSIGNMENT, reference, ignore=shutil.ignore_patterns("__pycache__", "casebook.json")
    )
    _append(assignment / "assignment.toml", LIMITS)
    _append(assignment / "test_hidden.py", f'\nCANARY = "{canary}"\n')
    _append(reference / "solution.py", f'\nCANARY = "{canary}"\n')
    (folder / "reference" / "seed").write_text(f"{canary}\n")
    return Course(folder)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def harmless(arena: Arena) -> list[Submission]:
    """Right and mistaken work of honest students, out of the reference folder."""
    course, assignment = Course(arena.course_folder), arena.prepared.assignment
    made = [
        variants.solution(course, assignment),
        *(each.submission for each in variants.accepted(course, assignment)),
        *(each.submission for each in variants.mistakes(course, assignment)),
    ]
    return made[:HARMLESS]


def fingerprint(graded: Graded, arena: Arena) -> tuple[Any, ...]:
    """All that must not depend on who was graded before: the grade but for its time, and every answer to the bit."""
    assert graded.transcript is not None
    return (
        msgspec.structs.replace(graded.grade, seconds=0.0),
        behaviour_sha256(graded.transcript),
        packed(graded.transcript, arena.prepared.key.reference),
    )


# --- what is secret, and what is not ---------------------------------------------------------------------------------


def _hidden_numbers(prepared: Prepared) -> frozenset[str]:
    """Inputs and expected values of hidden calls that no public call has, as they would be written."""
    plan, reference = prepared.key.plan, prepared.key.reference
    public = {number for call in plan.public for number in _numbers_of(call, reference)}
    hidden = {number for call in plan.hidden for number in _numbers_of(call, reference)} - public
    long = {number for number in hidden if len(repr(number)) > 10}
    return frozenset({repr(number) for number in long} | {number.hex() for number in long})


def _numbers_of(call: Call, reference: Transcript) -> Iterator[float]:
    yield from _floats(wire.decode_arguments(call.arguments)[1])
    if reference.outcomes[call].ending is Ending.VALUE:
        yield from _floats(wire.decode_value(reference.outcomes[call].value))


def _floats(value: object) -> Iterator[float]:
    """The sizes of all numbers in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        value = value.reshape(-1).tolist()
    if isinstance(value, list | tuple):
        for part in value:
            yield from _floats(part)
    elif isinstance(value, float):
        yield abs(float(value))


def _public_answers(prepared: Prepared) -> dict[str, Any]:
    """What a student's pack holds: public calls and their answers, by their text."""
    plan, reference = prepared.key.plan, prepared.key.reference
    order = {
        "sgd_step": ("weight", "gradient", "lr", "velocity", "momentum"),
        "optimize_with_momentum": ("start", "lr", "momentum", "steps"),
    }
    known = {}
    for call in plan.public:
        arguments = wire.decode_arguments(call.arguments)[1]
        values = (np.asarray(arguments[name], dtype=float).tolist() for name in order[call.function])
        answer = wire.decode_value(reference.outcomes[call].value)
        known[repr((call.function, *values))] = (
            [np.asarray(part).tolist() for part in answer] if isinstance(answer, tuple) else answer.tolist()
        )
    return known


# --- processes -------------------------------------------------------------------------------------------------------


def _family(backend: Backend) -> set[int]:
    """Process ids of all that descend from a backend's zygote or share its session, itself left out."""
    zygote: int = cast("Any", backend)._process.pid
    found: set[int] = set()
    listed = list(_processes())
    while (
        more := {
            pid
            for pid, parent, session in listed
            if pid not in found and (parent == zygote or parent in found or session == zygote)
        }
        - found
        - {zygote}
    ):
        found |= more
    return found


def _processes() -> Iterable[tuple[int, int, int]]:
    """Process id, parent and session of every process that is not a zombie."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            state, parent, _, session, *_ = path.read_text().rpartition(")")[2].split()
            if state not in "ZX":
                yield int(path.parent.name), int(parent), int(session)


def fight_all(arena: Arena, attacks: Sequence[Attack]) -> Iterator[tuple[Attack, Fought]]:
    """One after the other."""
    for attack in attacks:
        yield attack, arena.fight(attack)
