"""The course folder: which assignments there are, where the reference lies, and the secret seed.

A course is a folder that holds `assignments/`.  The instructor's also holds `reference/`; a student's pack does not.
Each key of `assignment.toml` is a field of `_AssignmentFile`; docs/reference/assignment-toml.md explains them.
"""

from __future__ import annotations

import ast
import datetime as dt
import keyword
import math
import re
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.course import landscape_files
from grader.course.policies import AttemptPolicy, CoursePolicy, FollowOnPolicy, LatePolicy, read_course_policy
from grader.errors import AssignmentError, CourseError, UsageError, did_you_mean
from grader.files import write_whole
from grader.records import Limits, Provided

if TYPE_CHECKING:
    from grader.landscapes import Landscape

PUBLIC_RUBRIC = "test_public.py"
HIDDEN_RUBRIC = "test_hidden.py"
PUBLIC_FILES = ("assignment.toml", "statement.md", "stub.py", PUBLIC_RUBRIC)
QUIZ = "quiz.toml"
ANSWER_KEY = "answers.msgpack"  # a pack's recorded answers to the public rubric

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MOST_PRINTED_KB = 500  # thousand characters, of up to four bytes, which travel within the frame of an answer


class _AssignmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `assignment.toml`."""

    title: str
    source: str
    level: str
    minutes: int
    functions: list[str]
    points: float
    packages: list[str] = []
    notice: dict[str, list[str]] = {}
    landscape: str | dict[str, object] | None = None
    due: dt.datetime | None = None
    published: dt.datetime | None = None
    late: LatePolicy | None = None
    attempts: AttemptPolicy | None = None
    follow_on: FollowOnPolicy = FollowOnPolicy.PAID
    zone: str = ""
    limits: Limits = Limits()


_NEEDED = tuple(field.name for field in msgspec.structs.fields(_AssignmentFile) if field.required)
_KEYS = (*_AssignmentFile.__struct_fields__, *(f"limits.{key}" for key in Limits.__struct_fields__))


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment: what `assignment.toml` says, and the folder it stands in."""

    id: str
    folder: Path
    title: str
    source: str
    level: str
    minutes: int
    functions: tuple[str, ...]
    points: float
    packages: tuple[str, ...]
    landscape: Landscape | None
    limits: Limits
    due: dt.datetime | None
    published: dt.datetime | None
    late: LatePolicy | None = None
    attempts: AttemptPolicy | None = None
    follow_on: FollowOnPolicy = FollowOnPolicy.PAID
    zone: str = ""
    own_landscapes: tuple[bytes, ...] = ()  # files, the course's first
    ready_made: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what is noticed in which function, and earns nothing

    def signature(self, function: str) -> tuple[str, ...]:
        """Names of a function's parameters, in the order in which the stub has them; none for an unknown function."""
        return tuple(_signatures(self.folder / "stub.py").get(function, {}))

    def defaults(self, function: str) -> dict[str, float]:
        """The numbers that a function's parameters have where a call leaves them out."""
        signature = _signatures(self.folder / "stub.py").get(function, {})
        return {name: value for name, value in signature.items() if value is not None}

    @property
    def provided(self) -> Provided:
        """What is put beside a hand-in."""
        return Provided(self.packages, self.own_landscapes, self.ready_made)

    @property
    def public_files(self) -> dict[str, Path]:
        """What students get of it as it stands, by its place in the folder `assignments` of a pack."""
        own = [name for name in (landscape_files.FILE, QUIZ) if (self.folder / name).is_file()]
        inside = {f"{self.id}/{name}": self.folder / name for name in (*PUBLIC_FILES, *own)}
        of_course = self.folder.parent / landscape_files.FILE
        return inside | ({landscape_files.FILE: of_course} if of_course.is_file() else {})

    @property
    def rubric_files(self) -> tuple[Path, ...]:
        """The public rubric, then the hidden one where this course has it."""
        return tuple(path for name in (PUBLIC_RUBRIC, HIDDEN_RUBRIC) if (path := self.folder / name).exists())


@lru_cache(maxsize=64)
def _signatures(stub: Path) -> dict[str, dict[str, float | None]]:
    """Of each function its parameters in order, with their defaults where these are numbers."""
    try:
        tree = ast.parse(stub.read_text(encoding="utf-8-sig"))
    except (OSError, SyntaxError):  # the order of the arguments, and what can be fitted, is all that hangs on it
        return {}
    return {node.name: _parameters(node.args) for node in tree.body if isinstance(node, ast.FunctionDef)}


def _parameters(arguments: ast.arguments) -> dict[str, float | None]:
    positional = [*arguments.posonlyargs, *arguments.args]
    unset = [None] * (len(positional) - len(arguments.defaults))
    names = [argument.arg for argument in (*positional, *arguments.kwonlyargs)]
    defaults = [*unset, *arguments.defaults, *arguments.kw_defaults]
    return {name: _number(default) for name, default in zip(names, defaults, strict=True)}


def _number(node: ast.expr | None) -> float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Course:
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
        if assignment_id not in self.assignment_ids():
            raise AssignmentError(
                f"there is no assignment {assignment_id!r}",
                remedy=did_you_mean(assignment_id, self.assignment_ids()),
            )
        return _load_assignment(self.root / "assignments" / assignment_id, needs_hidden=not self.is_pack)

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


def _load_assignment(folder: Path, *, needs_hidden: bool) -> Assignment:
    wanted = ["assignment.toml", "statement.md", "stub.py", PUBLIC_RUBRIC, *([HIDDEN_RUBRIC] if needs_hidden else [])]
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise AssignmentError(
            f"assignment {folder.name!r} lacks {', '.join(missing)}",
            remedy=f"add the missing files to {folder}; the other assignments show their form",
        )
    if not _ID.fullmatch(folder.name):
        raise AssignmentError(
            f"{folder.name!r} cannot be the name of an assignment",
            remedy="use lower-case letters, digits and underscores, beginning with a letter",
        )
    try:
        text = (folder / "assignment.toml").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise _broken(folder, f"cannot be read as UTF-8 text: {trouble}") from None
    return _checked(folder, text, _parsed(folder, text), is_pack=not needs_hidden)


def _parsed(folder: Path, text: str) -> _AssignmentFile:
    try:
        return msgspec.convert(tomllib.loads(text), _AssignmentFile)
    except tomllib.TOMLDecodeError as trouble:
        raise _broken(folder, f"is no valid TOML: {trouble}") from None
    except msgspec.ValidationError as trouble:
        raise _broken(folder, _in_words(str(trouble), text)) from None


def _in_words(trouble: str, text: str) -> str:
    """What msgspec found, with the line of the key it is about."""
    unknown = re.search(r"unknown field `(\w+)`", trouble)
    if unknown:
        where = f"has an unknown key {unknown[1]!r} in line {_line_of(unknown[1], text)}"
        near = get_close_matches(unknown[1], [key.removeprefix("limits.") for key in _KEYS], n=1)
        return f"{where}; {f'did you mean {near[0]!r}? ' if near else ''}known keys are {', '.join(_KEYS)}"
    missing = re.search(r"missing required field `(\w+)`", trouble)
    if missing:
        return f"lacks the key {missing[1]!r}"
    place = re.search(r"`\$\.(?:\w+\.)*(\w+)(?:\[[\w.]+\])*`", trouble)
    if place:
        key = place[1]
        return f"has a wrong value for {key!r} in line {_line_of(key, text)}: {trouble.partition(' - ')[0]}"
    return f"is not valid: {trouble}"


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=\]]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _checked(folder: Path, text: str, said: _AssignmentFile, *, is_pack: bool) -> Assignment:
    named_well = all(name.isidentifier() and not keyword.iskeyword(name) for name in said.functions)
    if not said.functions or not named_well or len(set(said.functions)) < len(said.functions):
        raise _broken(folder, f"names no usable functions in line {_line_of('functions', text)}")
    if said.points <= 0 or said.points * 2 % 1:
        raise _broken(folder, f"gives {said.points:g} points in line {_line_of('points', text)}: not a multiple of 0.5")
    for name, value in msgspec.structs.asdict(said.limits).items():
        if not 0 < value < math.inf:
            raise _broken(folder, f"gives the limit {name!r} the value {value:g} in line {_line_of(name, text)}")
    if said.limits.printed_kb > _MOST_PRINTED_KB:
        line = _line_of("printed_kb", text)
        raise _broken(folder, f"keeps more than {_MOST_PRINTED_KB} kB of what is printed in line {line}")
    _require_policy(folder, text, said, is_pack=is_pack)
    _require_notice(folder, text, said)
    for name, moment in (("due", said.due), ("published", said.published)):
        if moment is not None and moment.tzinfo is None and not said.zone:
            line = _line_of(name, text)
            raise _broken(folder, f"gives {name!r} in line {line} without an offset: write 2026-12-01T23:59:00+01:00")
    try:
        own_landscapes = landscape_files.read(folder)
        landscape = _landscape(said.landscape, folder)
    except ValueError as trouble:
        raise _broken(folder, f"names no landscape in line {_line_of('landscape', text)}: {trouble}") from None
    return Assignment(
        id=folder.name,
        folder=folder,
        title=said.title,
        source=said.source,
        level=said.level,
        minutes=said.minutes,
        functions=tuple(said.functions),
        points=said.points,
        packages=tuple(said.packages),
        landscape=landscape,
        limits=said.limits,
        due=_in_zone(said.due, said.zone),
        published=_in_zone(said.published, said.zone),
        late=said.late,
        attempts=said.attempts,
        follow_on=said.follow_on,
        zone=said.zone,
        own_landscapes=own_landscapes,
        ready_made=tuple((function, tuple(names)) for function, names in said.notice.items()),
    )


def _require_notice(folder: Path, text: str, said: _AssignmentFile) -> None:
    """Only what stands in a module can be noticed, and only in functions that are asked for."""
    for function, names in said.notice.items():
        line = _line_of("notice", text)
        if function not in said.functions:
            raise _broken(folder, f"notices something in {function!r} in line {line}, which is none of its functions")
        for name in names:
            if not all(part.isidentifier() for part in name.split(".")) or "." not in name:
                raise _broken(folder, f"notices {name!r} in line {line}: write a name like numpy.linalg.cond")


def _landscape(said: str | dict[str, object] | None, folder: Path) -> Landscape | None:
    """A name alone, or a table of a name and parameters; a landscape of the course's own before those built in."""
    if said is None:
        return None
    from grader.landscapes import named, own  # noqa: PLC0415 - it needs NumPy, and not every assignment has one

    name, parameters = (said, {}) if isinstance(said, str) else (said.get("name"), dict(said))
    parameters.pop("name", None)
    if any((place / landscape_files.FILE).is_file() for place in (folder, folder.parent)):
        makers = own(str(folder / landscape_files.FILE))
        if name in dir(makers):
            return getattr(makers, str(name))(**parameters)  # type: ignore[no-any-return]
    return named(name, parameters)


def _in_zone(moment: dt.datetime | None, zone: str) -> dt.datetime | None:
    """A time on the clocks of a zone, which know of summer; one with an offset of its own keeps its moment.

    Where a system knows of no zones, as a browser's Python or Windows without the package tzdata, it is taken as UTC:
    there nothing is graded for good.
    """
    if moment is None or not zone:
        return moment
    clock = clock_of(zone) or dt.UTC
    return moment.replace(tzinfo=clock) if moment.tzinfo is None else moment.astimezone(clock)


def clock_of(zone: str) -> dt.tzinfo | None:
    """The clocks of a zone; None where there is no such zone, or none is known."""
    try:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - not every Python has it, and few assignments name a zone

        return ZoneInfo(zone)
    except (ImportError, KeyError, ValueError, OSError):
        return None


def _require_policy(folder: Path, text: str, said: _AssignmentFile, *, is_pack: bool) -> None:
    if said.zone and not is_pack and clock_of(said.zone) is None:
        raise _broken(
            folder,
            f"names a time zone in line {_line_of('zone', text)} that is not known here: write one like Europe/Berlin",
        )
    if said.attempts is not None and not said.attempts.is_possible:
        raise _broken(folder, f"gives attempts or minutes in line {_line_of('attempts', text)} that cannot be")
    if said.late is None:
        return
    if said.due is None:
        raise _broken(folder, f"says in line {_line_of('late', text)} what being late costs, and not when it is due")
    if not said.late.is_possible:
        raise _broken(folder, f"gives percents or minutes in line {_line_of('late', text)} that cannot be")


def _broken(folder: Path, what: str) -> AssignmentError:
    return AssignmentError(
        f"assignments/{folder.name}/assignment.toml {what}",
        remedy=f"mend it; every assignment.toml has {', '.join(_NEEDED)}",
    )


def require_reference(course: Course) -> None:
    """Raise `UsageError` in a pack: what follows needs the reference."""
    if course.is_pack:
        raise UsageError(
            f"{course.root} is a student's pack: it has no reference/ to grade with",
            remedy="run this in the instructor's course folder, or use `grader check`",
        )
