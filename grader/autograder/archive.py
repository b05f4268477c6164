"""The zip that an instructor uploads to Gradescope: the grader, one assignment with all its criteria, and its answers.

What lies in it, at its root, where Gradescope looks:

    setup.sh, run_autograder       run by Gradescope: once for the image, and for each hand-in
    requirements.txt, wheels/      the grader itself; constraints.txt and python.txt have the versions it was tried
                                   with, uv.txt a tool that fetches Python where the image has another
    course/assignments/<id>/       the assignment, with hidden criteria and what the reference answered to them

The reference is not in it: whatever a rubric asks it was recorded when the zip was made.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from grader.autograder.harness import COURSE
from grader.course.assignment import ANSWER_KEY, Assignment
from grader.grading.prepared import Prepared
from grader.release.wheel import DISTRIBUTION, write_wheel

_FILES = Path(__file__).parent / "files"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files are the same archive
_EXECUTABLE = ("setup.sh", "run_autograder")
_LOCK = "pyseccomp"  # which student code is locked in by; the rest of what staff installs is not needed there
# The last that `uv.txt` can fetch, of each kind that the grader runs on.
_PYTHONS = {"3.11": "3.11.18", "3.12": "3.12.16", "3.13": "3.13.18", "3.14": "3.14.10"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def autograder_zip(prepared: Prepared) -> bytes:
    """The archive for one assignment.  Raises `GraderError` where the running grader is not installed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _contents(prepared):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            mode = 0o755 if name in _EXECUTABLE else 0o644
            info.create_system, info.external_attr = 3, (0o100000 | mode) << 16  # as on Unix, wherever it is made
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _contents(prepared: Prepared) -> Iterator[tuple[str, bytes]]:
    assignment = prepared.assignment
    for name in (*_EXECUTABLE, "uv.txt"):
        yield name, (_FILES / name).read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows may have made them
    kind = f"{sys.version_info.major}.{sys.version_info.minor}"
    yield "python.txt", _lines(_PYTHONS.get(kind, f"{kind}.0"))
    with TemporaryDirectory() as folder:
        wheel = write_wheel(Path(folder))
        yield f"wheels/{wheel.name}", wheel.read_bytes()
        yield "requirements.txt", _lines(f"./wheels/{wheel.name}", _LOCK, *assignment.packages)
    yield "constraints.txt", _lines(*_versions(assignment))
    place = f"{COURSE}/assignments"
    own = {f"{assignment.id}/{path.name}": path for path in assignment.rubric_files}
    for name, path in (assignment.public_files | own).items():
        yield f"{place}/{name}", path.read_bytes()
    yield f"{place}/{assignment.id}/{ANSWER_KEY}", msgspec.msgpack.encode(prepared.recorded)


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _versions(assignment: Assignment) -> list[str]:
    """Of the grader's packages and all that they need, what is installed here."""
    found: dict[str, str] = {}
    due = [DISTRIBUTION, _LOCK, *assignment.packages]
    while due:
        name = due.pop()
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # is not for this system, or nothing that a package index has
            continue
        if package.name.casefold() not in found:
            found[package.name.casefold()] = package.version
            due += [_NAME.match(each)[0] for each in package.requires or () if "extra ==" not in each]  # type: ignore[index]
    return sorted(f"{name}=={version}" for name, version in found.items() if name != DISTRIBUTION)
