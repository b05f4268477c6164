"""Where attacks are let loose: a scratch course full of canaries, traps on this machine, and what is looked for after.

`Arena.fight` grades one hand-in through the same steps as a batch and lists what it achieved that it should not have.
A new way to notice something is a generator in `findings`, or a line in `Traps`, and a line in `fight`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import sysconfig
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

import msgspec

from grader.collect.classroom import collect
from grader.course import variants
from grader.course.folder import Course
from grader.gradebook.transcripts import behaviour_sha256, difference_of
from grader.grading.grade import Graded, grade
from grader.isolation import Isolation
from grader.records import SourceKind, Submission
from grader.reports.pages import student
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend
from tests.attacks import findings
from tests.attacks.attack import Attack
from tests.attacks.scratch import Ground, ground, scratch_course

HARMLESS = 30
LEAVES_SOMETHING = 9  # the class whose attacks are handed in twice: the next one to be reached is the same again


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
    """A course with canaries in all that is secret, workers of one tier, and the traps.

    `shared` has them come from a share of a zygote, beside another share, as where several processes grade.
    """

    root: Path
    tier: Isolation
    shared: bool = False
    canary: str = field(default_factory=lambda: f"canary{secrets.token_hex(8)}")
    backend: Backend = field(init=False)
    other: Backend = field(init=False)  # whose workers may hear of those of the first, if anybody may
    traps: Traps = field(init=False)
    course: Course = field(init=False)
    _whole: Backend = field(init=False)
    _marker: str = field(init=False)
    _grounds: dict[str, Ground] = field(default_factory=dict)
    _processes: frozenset[int] = field(init=False)
    _count: int = 0

    def __enter__(self) -> Self:
        self._marker = f"left-by-an-attack-{secrets.token_hex(4)}"
        self.traps = Traps(self._marker)
        self.course = scratch_course(self.course_folder, self.canary)
        self.out.mkdir()
        (self.out / "gradebook.sqlite3").write_text(self.canary)
        os.environ["GRADER_CANARY"] = self.canary
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
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
        self._close()
        self._open()

    def ground(self, assignment: str) -> Ground:
        """An assignment, made ready the first time that it is asked for."""
        if assignment not in self._grounds:
            self._grounds[assignment] = ground(self.course, assignment, self.backend, self.canary)
        return self._grounds[assignment]

    def fight(self, attack: Attack) -> Fought:
        """Grade one hand-in, make every page and file of it, and look for what it should not have achieved."""
        here = self.ground(attack.assignment)
        submission = self.handed_in(attack)
        started, cpu = time.monotonic(), time.process_time()
        graded = grade(submission, here.prepared, self.backend)
        page, _ = student.pages(graded, here.prepared)
        seconds, cpu = time.monotonic() - started, time.process_time() - cpu
        again = grade(submission, here.prepared, self.backend) if attack.threat == LEAVES_SOMETHING else graded
        told = findings.told(graded, page, here)
        found = (
            *findings.of_score(attack, graded),
            *findings.of_repeating(graded, again),
            *findings.of_time(seconds, cpu, graded, here),
            *self._traces(),
            *findings.of_secrets(told, self.canary, here, graded),
            *findings.of_text(attack, told, graded),
            *(f"process {pid} is left" for pid in _family(self._whole) if pid not in self._processes),
        )
        return Fought(graded, seconds, found)

    def graded(self, submission: Submission) -> Graded:
        """Grade a harmless hand-in among the others."""
        return grade(submission, self.ground(submission.assignment).prepared, self.backend)

    def _open(self) -> None:
        packages = {package for each in self.course.assignments() for package in each.packages}
        self._whole = open_backend(self.tier, packages=tuple(sorted(packages)), hidden=True)
        self.backend, self.other = (self._share(), self._share()) if self.shared else (self._whole, self._whole)
        self._processes = frozenset(_family(self._whole))

    def _share(self) -> Backend:
        share = self._whole.share()
        assert share is not None
        return share

    def _close(self) -> None:
        for each in {self.backend, self.other, self._whole}:
            each.close()

    # --- the hand-in -----------------------------------------------------------------------------------------------

    def handed_in(self, attack: Attack) -> Submission:
        """The submission as it is collected from the disk."""
        self._count += 1
        folder = self.root / "hand-ins" / f"{self._count}" / "eve"
        folder.mkdir(parents=True)
        if attack.deliver is not None:
            attack.deliver(folder, self.course_folder)
        else:
            suffix = ".ipynb" if attack.kind is SourceKind.NOTEBOOK else ".py"
            (folder / f"{attack.assignment}{suffix}").write_bytes(self._filled_in(attack))
        (hand_in,) = collect(folder.parent, [self.course.assignment(attack.assignment)])
        submission = hand_in.submission()
        shutil.rmtree(folder.parent)
        return submission

    def _filled_in(self, attack: Attack) -> bytes:
        source = attack.source
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
        if "@PUBLIC_" in source:
            here = self.ground(attack.assignment)
            source = source.replace("@PUBLIC_ANSWERS@", repr(here.public_answers))
            source = source.replace("@PUBLIC_CALLS@", str(len(here.prepared.key.plan.public)))
        return source.encode()

    def _traces(self) -> Iterator[str]:
        """Findings: what it left on this machine."""
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


def harmless(arena: Arena, assignment: str) -> list[Submission]:
    """Right and mistaken work of honest students, out of the reference folder."""
    given = arena.course.assignment(assignment)
    made = [
        variants.solution(arena.course, given),
        *(each.submission for each in variants.accepted(arena.course, given)),
        *(each.submission for each in variants.mistakes(arena.course, given)),
    ]
    return made[:HARMLESS]


def fingerprint(graded: Graded, arena: Arena) -> tuple[Any, ...]:
    """All that must not depend on who was graded before: the grade but for its time, and every answer to the bit."""
    assert graded.transcript is not None
    return (
        msgspec.structs.replace(graded.grade, seconds=0.0),
        behaviour_sha256(graded.transcript),
        difference_of(graded.transcript, arena.ground(graded.grade.assignment).prepared.key.reference),
    )


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
