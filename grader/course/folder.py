"""The course folder: which assignments there are, where the reference lies, and the secret seed.

A course is a folder that holds `assignments/`.  The instructor's also holds `reference/`; a student's pack does not.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader.course.assignment import STUB, Assignment
from grader.course.assignment_toml import read_assignment
from grader.course.policies import CoursePolicy, read_course_policy
from grader.errors import AssignmentError, CourseError, UsageError, did_you_mean
from grader.files import write_whole


class Course(msgspec.Struct, frozen=True):
    """A course folder."""

    root: Path

    @property
    def reference(self) -> Path:
        """Solutions, known mistakes and the seed; a pack has no such folder."""
        return self.root / "reference"

    @property
    def cache(self) -> Path:
        """Where what takes time to prepare is kept between runs that name no output folder; may be thrown away."""
        return self.root / "out" / ".cache"

    @property
    def is_pack(self) -> bool:
        """Whether this is a student's pack: a course without a reference."""
        return not self.reference.is_dir()

    def assignment_ids(self) -> list[str]:
        """Every folder in `assignments/` that holds an `assignment.toml`, sorted."""
        return sorted(path.parent.name for path in (self.root / "assignments").glob("*/assignment.toml"))

    def assignment(self, assignment_id: str) -> Assignment:
        """One assignment, validated.  Raises `AssignmentError`."""
        folder = self.root / "assignments" / assignment_id
        if assignment_id not in self.assignment_ids() and not (folder / STUB).is_file():
            raise AssignmentError(
                f"there is no assignment {assignment_id!r}",
                remedy=did_you_mean(assignment_id, self.assignment_ids()),
            )
        return read_assignment(folder, needs_hidden=not self.is_pack)

    def assignments(self, chosen: Iterable[str] = ()) -> list[Assignment]:
        """The chosen assignments, each once, or all.  Raises `CourseError` where there is none."""
        names = list(dict.fromkeys(chosen)) or self.assignment_ids()
        if not names:
            raise CourseError(
                f"{self.root / 'assignments'} holds no assignment",
                remedy="each is a folder with an assignment.toml in it",
            )
        return [self.assignment(name) for name in names]

    def policy(self) -> CoursePolicy:
        """What `course.toml` says for all assignments.  Raises `AssignmentError`."""
        return read_course_policy(self.root)

    def seed(self) -> bytes:
        """The secret that hidden inputs are drawn from; made on first use, readable by its owner alone."""
        path = self.reference / "seed"
        if not path.exists():
            _make_seed(path)
        return _read_seed(path)


def _make_seed(path: Path) -> None:
    """Of two processes that make it at once, the second finds the first one's."""
    try:
        write_whole(path, secrets.token_hex(16).encode() + b"\n", first_wins=True)
    except OSError as trouble:
        raise CourseError(
            f"the seed {path} cannot be written: {trouble.strerror}",
            remedy="make the folder reference/ writable, or restore its file seed",
        ) from None


def _read_seed(path: Path) -> bytes:
    try:
        seed = path.read_bytes().strip()
    except OSError as trouble:
        raise CourseError(f"the seed {path} cannot be read: {trouble.strerror}", remedy="make it readable") from None
    if not seed:  # an empty secret is no secret
        raise CourseError(f"the seed {path} is empty", remedy="restore it, or remove the file: a new one is then made")
    return seed


def find_course(named: Path | None = None, *, start: Path | None = None) -> Course:
    """The course at `named`, or the nearest parent of the working folder that holds `assignments/`.

    Its rubric is imported, which runs it: so it is never looked for where a hand-in lies, and one inside another course
    is taken only by name.  Raises `CourseError`.
    """
    if named is not None:
        if not (named / "assignments").is_dir():
            raise CourseError(
                f"{named} is no course folder: it holds no assignments/", remedy="name the folder above assignments/"
            )
        return Course(named.resolve())
    here = (start or working_folder()).resolve()
    for folder in (here, *here.parents):
        if (folder / "assignments").is_dir():
            _require_outermost(folder)
            return Course(folder)
    raise CourseError(
        f"neither {here} nor a folder above it holds assignments/",
        remedy="go into your course folder, or name it with --course DIR",
    )


def working_folder() -> Path:
    """Where the program was started.  Raises `UsageError` if that is gone, or closed to us."""
    try:
        return Path.cwd()
    except OSError as trouble:
        raise UsageError(
            f"the folder that you are in is not there any more, or closed to you: {trouble.strerror}",
            remedy="go into another one, as with `cd`, and run it again",
        ) from None


def _require_outermost(root: Path) -> None:
    outer = next((each for each in root.parents if any((each / "assignments").glob("*/assignment.toml"))), None)
    if outer is not None:
        raise CourseError(
            f"the course {root} lies inside the course {outer}, so it may be a hand-in",
            remedy=f"name the one whose rubric is to be run: --course {outer}, or --course {root}",
        )


def require_outside(course: Course, submissions: Path) -> None:
    """Raise `UsageError` where a course lies among hand-ins: its rubric may be a student's."""
    place = submissions.resolve()
    if place == course.root or place in course.root.parents:
        raise UsageError(
            f"the course {course.root} lies inside {submissions}, among the hand-ins",
            remedy="run this in the instructor's course folder, or name that with --course",
        )


def require_out_elsewhere(course: Course, out: Path) -> None:
    """Raise `UsageError` where what is written would lie among assignments or solutions."""
    place = out.resolve()
    for own in (course.root / "assignments", course.reference):
        if own.resolve() in {place, *place.parents}:
            raise UsageError(
                f"{out} lies in {own.name}/ of the course, which is only read",
                remedy="choose a folder of its own with --out",
            )


def require_reference(course: Course) -> None:
    """Raise `UsageError` in a pack: what follows needs the reference."""
    if course.is_pack:
        raise UsageError(
            f"{course.root} is a student's pack: it has no reference/ to grade with",
            remedy="run this in the instructor's course folder, or use `grader check`",
        )
