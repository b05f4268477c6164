"""The students' pack: a course without a reference, the grader's wheel, and the files of `student_template/`.

Written beside its place, searched for leaks, and only then moved there.  What else a pack should hold goes into
`student_template/`, not here; a template file may end in `.j2` and use `assignments`, `wheel` and `version`.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import jinja2
import msgspec

from grader import __version__
from grader.course.assignment import ANSWER_KEY, Assignment
from grader.course.folder import Course
from grader.course.notebook_cells import COLAB, PLOT
from grader.course.staff_files import staff_files, staff_text
from grader.errors import AssignmentError, CourseError, GraderError, RubricError, StorageError, UsageError
from grader.explore.preset_files import FILE as PRESETS
from grader.explore.preset_files import presets_of
from grader.files import AS_USUAL, write_whole
from grader.grading.authors import given_away, stub_troubles
from grader.grading.prepared import Prepared
from grader.release import site
from grader.release.leaks import Leak, find_leaks, secrets_of
from grader.release.wheel import DISTRIBUTION, PAGE, wheel_name, wheel_version, write_page, write_wheel
from grader.reports.pages import statement
from grader.rubric.quiz import statement_text
from grader.rubric.rubric_files import collect

MARKER = ".pack.json"
SCHEMA = "grader/pack/1"
WHEELS = "wheels"

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files are the same archive
_OURS = ("assignments", WHEELS, site.FOLDER)  # folders that students are asked to leave as they are
_BARE_REQUIREMENT = re.compile(r"\s*(descent[-_.])?grader\b", re.IGNORECASE)


class Marker(msgspec.Struct, frozen=True):
    """What makes a folder a pack: versions, the rubric of each assignment, and each file as it was given out."""

    schema: str
    version: str
    assignments: dict[str, str]
    files: dict[str, str]


class Pack(msgspec.Struct, frozen=True):
    """A pack that is in its place; `kept` are files there that students had changed and that were left alone."""

    folder: Path
    version: str
    assignments: tuple[str, ...]
    files: int
    kept: tuple[str, ...]


class Form(StrEnum):
    """What students write in: a Python file or a notebook for each assignment, and never both."""

    PY = "py"
    IPYNB = "ipynb"

    def file_of(self, assignment: str) -> str:
        """Name of the file that a student fills in."""
        return f"{assignment}.{self}"


def release(
    course: Course,
    assignments: Iterable[Prepared],
    out: Path,
    *,
    force: bool = False,
    form: Form = Form.PY,
    web: site.Web | None = None,
) -> Pack:
    """Make the pack of some assignments in the folder `out`; they are taken once `out` is known to be fit.

    Raises `UsageError` when `out` holds something else, or an earlier pack without `force`; `GraderError`, and leaves
    `out` as it is, when the pack would give something away.
    """
    out = out.resolve()
    earlier = require_fit(out, force=force, web=web is not None)
    prepared = tuple(assignments)
    presets_of(each.assignment for each in prepared)  # refuses one that no page could show
    for each in prepared:
        _require_stub(course, each.assignment)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write(draft, course, prepared, form)
        if web is not None:
            site.write_site(draft / site.FOLDER, prepared, draft / WHEELS / wheel_name(), web)
        _require_tight(find_leaks(draft, secrets_of(course, prepared)))
        _require_rubrics(draft, prepared)
        marker = _marker(draft, prepared)
        (draft / MARKER).write_bytes(msgspec.json.format(msgspec.json.encode(marker), indent=1) + b"\n")
        kept = _move(draft, out, earlier, marker)
    except OSError as trouble:
        raise StorageError(
            f"the pack cannot be written to {out}: {trouble.strerror}",
            remedy="make room on the disk, or choose another folder with --out",
        ) from trouble
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Pack(out, __version__, tuple(marker.assignments), len(marker.files), kept)


def require_fit(out: Path, *, force: bool, web: bool) -> Marker:
    """The marker of the pack that `out` holds; an empty one where there is nothing yet.

    Raises `UsageError` when `out` holds something else, an earlier pack without `force`, or a web site that would be
    gone.
    """
    earlier = _earlier(out, force=force)
    if not web and any(name.startswith(f"{site.FOLDER}/") for name in earlier.files):
        raise UsageError(
            f"{out} holds a web site, which would be gone",
            remedy=f"renew it as well, with --web, or take {out / site.FOLDER} away first",
        )
    return earlier


def _earlier(out: Path, *, force: bool) -> Marker:
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is not a folder", remedy="choose another folder with --out")
    if not out.exists() or not any(out.iterdir()):
        return Marker(SCHEMA, "", {}, {})
    try:
        marker = msgspec.json.decode((out / MARKER).read_bytes(), type=Marker)
    except (OSError, msgspec.DecodeError):
        raise UsageError(
            f"{out} is not empty and holds no pack", remedy="choose a new or an empty folder with --out"
        ) from None
    if not force:
        raise UsageError(
            f"{out} holds the pack of an earlier release",
            remedy="renew it with --force, which leaves files that students changed alone, or choose another folder",
        )
    return marker


def _write(folder: Path, course: Course, prepared: Sequence[Prepared], form: Form) -> None:
    assignments = [each.assignment for each in prepared]
    for each in prepared:
        _write_assignment(folder, each)
        _write_form(folder, each.assignment, form)
    (folder / WHEELS).mkdir()
    write_wheel(folder / WHEELS)
    write_page(folder / WHEELS)
    wheel = f"{WHEELS}/{wheel_name()}"
    variables = {"assignments": assignments, "wheel": wheel, "version": __version__, "notebooks": form is Form.IPYNB}
    _write_template(folder, course, variables)
    if form is Form.IPYNB:
        _write_colab(folder)
    _require_own_wheel(folder / "requirements.txt", wheel)
    _pin(folder / "requirements.txt", wheel)


def _write_assignment(folder: Path, prepared: Prepared) -> None:
    assignment = prepared.assignment
    place = folder / "assignments" / assignment.id
    place.mkdir(parents=True)
    for name, path in assignment.public_files.items():
        shutil.copyfile(path, folder / "assignments" / name)
    if (assignment.folder / PRESETS).is_file():
        shutil.copyfile(assignment.folder / PRESETS, place / PRESETS)
    (place / "statement.html").write_text(_statement(assignment), encoding="utf-8")
    (place / ANSWER_KEY).write_bytes(msgspec.msgpack.encode(prepared.public.recorded))


def _write_form(folder: Path, assignment: Assignment, form: Form) -> None:
    """What the student fills in."""
    place = folder / form.file_of(assignment.id)
    if form is Form.PY:
        shutil.copyfile(assignment.folder / "stub.py", place)
        return
    from grader.release import notebook  # noqa: PLC0415 - nbformat is an extra of its own

    place.write_text(notebook.written(assignment), encoding="utf-8")
    if (assignment.folder / PLOT).is_file():
        shutil.copyfile(assignment.folder / PLOT, folder / "assignments" / assignment.id / PLOT)


def _statement(assignment: Assignment) -> str:
    text = statement_text(assignment.folder)
    return statement.page(text, title=assignment.title, landscape=assignment.landscape)


def _write_colab(folder: Path) -> None:
    """All that a notebook needs which lies alone on another machine, as one file to upload."""
    with zipfile.ZipFile(folder / COLAB, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for name in ("assignments", WHEELS) for path in (folder / name).rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _LONG_AGO)
                info.create_system, info.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is made
                archive.writestr(info, path.read_bytes())


def packed(pack: Pack) -> Path:
    """Write the pack as one archive beside its folder, the same bytes for the same files; its path.

    Raises `StorageError` where it cannot be written.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _names(pack.folder):
            info = zipfile.ZipInfo(f"{pack.folder.name}/{name}", _LONG_AGO)
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (pack.folder / name).read_bytes())
    place = pack.folder.with_name(f"{pack.folder.name}.zip")
    try:
        write_whole(place, held.getvalue(), mode=AS_USUAL)
    except OSError as trouble:
        raise StorageError(
            f"{place} cannot be written: {trouble.strerror}", remedy="make room on the disk, or choose another --out"
        ) from None
    return place


def _write_template(folder: Path, course: Course, variables: Mapping[str, object]) -> None:
    """Copy the template, and render what ends in `.j2`: Markdown and settings, so nothing is escaped."""
    template = course.root / "student_template"
    if not template.is_dir():
        raise CourseError(
            f"{course.root} has no student_template/, so students would get no README and no requirements.txt",
            remedy="restore the folder student_template/ beside assignments/",
        )
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    for path in staff_files(template, "**/*"):
        inside = path.relative_to(template)
        if not path.is_file() or "__pycache__" in inside.parts:
            continue
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".j2":
            shutil.copyfile(path, target)
            continue
        try:
            text = environment.from_string(staff_text(path)).render(variables)
        except jinja2.TemplateError as trouble:
            raise CourseError(
                f"student_template/{inside.as_posix()} cannot be rendered: {trouble}",
                remedy=f"a template may use {', '.join(variables)}",
            ) from None
        target.with_suffix("").write_text(text, encoding="utf-8")


def _require_own_wheel(requirements: Path, wheel: str) -> None:
    """Nobody may install a stranger's package: an index has others of a like name."""
    lines = requirements.read_text(encoding="utf-8").splitlines() if requirements.exists() else []
    if f"./{wheel}" not in lines or any(map(_BARE_REQUIREMENT.match, lines)):
        raise CourseError(
            "student_template/ has no requirements.txt that installs the grader from the pack's own wheel, and only so",
            remedy="write the line ./{{ wheel }} into student_template/requirements.txt.j2",
        )


def _pin(requirements: Path, wheel: str) -> None:
    """Put lines that hold from any working folder, and to one digest, in the place of the wheel's path.

    A path is taken from where pip was started, and `--hash` would ask for a hash of NumPy and all else, too.
    """
    pinned = f"--find-links {WHEELS}/{PAGE}\n{DISTRIBUTION}=={wheel_version()}"
    lines = requirements.read_text(encoding="utf-8").splitlines()
    text = "\n".join(pinned if line == f"./{wheel}" else line for line in lines)
    requirements.write_text(f"{text}\n", encoding="utf-8")


def _require_stub(course: Course, assignment: Assignment) -> None:
    """Raise `AssignmentError` for a stub that students cannot begin with, or with which they are done."""
    for trouble in (*stub_troubles(assignment), *given_away(course, assignment)):
        raise AssignmentError(trouble, remedy="mend the stub: `grader selftest` finds nothing wrong with a sound one")


def _require_rubrics(draft: Path, prepared: Sequence[Prepared]) -> None:
    """Raise `RubricError` for a public rubric that does not load where students have it, without files beside it."""
    for each in prepared:
        try:
            collect(Course(draft).assignment(each.assignment.id))
        except RubricError as trouble:
            raise RubricError(
                f"the public rubric of {each.assignment.id} does not load from the pack: "
                f"{trouble.problem.replace(f'{draft}/', '')}",
                remedy="write into the rubric what it reads from another file: a pack holds no files beside it",
            ) from None


def _require_tight(leaks: Sequence[Leak]) -> None:
    if leaks:
        told = "; ".join(f"{leak.file} holds {leak.secret}" for leak in leaks[:5])
        more = f"; and {len(leaks) - 5} more" if len(leaks) > 5 else ""
        raise GraderError(
            f"no pack was made, because it would give away what is secret: {told}{more}",
            remedy="take it out of the file it comes from (assignments/, student_template/ or the grader itself)",
        )


def _marker(folder: Path, prepared: Sequence[Prepared]) -> Marker:
    return Marker(
        schema=SCHEMA,
        version=__version__,
        assignments={each.assignment.id: each.key.rubric_sha256 for each in prepared},
        files={name: _sha256(folder / name) for name in _names(folder)},
    )


def _names(folder: Path) -> list[str]:
    """Every file below a folder, as a path with slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _move(draft: Path, out: Path, earlier: Marker, marker: Marker) -> tuple[str, ...]:
    """Put the draft into its place; the files there that students changed, which stay."""
    if not out.exists():
        draft.chmod(0o755)  # a temporary folder is made for its owner alone
        draft.rename(out)
        return ()
    kept = []
    for name in (*marker.files, MARKER):
        rival = _rival(name, marker)
        if rival and _is_students(out / rival, rival, earlier, marker):
            kept.append(rival)  # their work, in the other form
            continue
        if _is_students(out / name, name, earlier, marker):
            kept.append(name)
            continue
        if rival:
            (out / rival).unlink(missing_ok=True)
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).replace(out / name)
    if "requirements.txt" in kept:  # which may name an earlier wheel
        write_page(out / WHEELS)
    else:
        _remove_outdated(out, earlier, marker)
    return tuple(kept)


def _rival(name: str, marker: Marker) -> str:
    """The other form of a file that students fill in, of which there may be one; empty for any other file."""
    for assignment in marker.assignments:
        forms = [form.file_of(assignment) for form in Form]
        if name in forms:
            return next(each for each in forms if each != name)
    return ""


def _is_students(place: Path, name: str, earlier: Marker, marker: Marker) -> bool:
    """Whether the file in a place is somebody's work: neither as given out before nor as it is now."""
    if name == MARKER or name.partition("/")[0] in _OURS or not place.exists():
        return False
    return not place.is_file() or _sha256(place) not in {earlier.files.get(name), marker.files.get(name)}


def _remove_outdated(out: Path, earlier: Marker, marker: Marker) -> None:
    """Take away what an earlier pack brought into our own folders and this one does not."""
    if COLAB in earlier.files and COLAB not in marker.files:
        (out / COLAB).unlink(missing_ok=True)
    for folder in _OURS:
        for name in _names(out / folder):
            full = f"{folder}/{name}"
            if full in earlier.files and full not in marker.files:
                (out / full).unlink()
                if not any((out / full).parent.iterdir()):
                    (out / full).parent.rmdir()
