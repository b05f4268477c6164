"""What tests in several folders share: tiny courses written to a temporary folder, and a process to record in."""

from __future__ import annotations

import contextlib
import gc
import shutil
import signal
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import settings

from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import CourseError, RubricError
from grader.files import write_whole
from grader.isolation import Isolation
from grader.records import SourceKind, Submission
from grader.rubric.casebook import draw
from grader.rubric.rubric_files import collect
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

    from grader.gradebook.address import Address
    from tests.postgresql import Server
    from tests.warm import WarmZygotes

TOML = """\
title = "Twice"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["twice"]
points = 2.0
"""

PUBLIC = '''
"""The public part."""

from grader.rubric import assert_close, criterion


@criterion(points=1, functions=["twice"], hint="Add the number to itself.")
def test_three(submission, reference):
    """Twice three is right."""
    assert_close(submission.twice(x=3.0), reference.twice(x=3.0))
'''

HIDDEN = '''
"""The hidden part."""

from grader.rubric import assert_close, cases, criterion, floats


@criterion(points=1, functions=["twice"], hint="Use the argument.")
@cases(4, x=floats(10, 90))
def test_any_number(submission, reference, case):
    """Any number is doubled."""
    assert_close(submission.twice(x=case.x), reference.twice(x=case.x))
'''

SOLUTION = '''
def twice(x):
    """Two times x."""
    return 2 * x
'''

THRICE = '''
"""Triples.

loses: three, any_number
hint: Count again.
second hint: Two, not three.
"""


def twice(x):
    return 3 * x
'''

STUB = '''
def twice(x):
    """Return two times x."""
    raise NotImplementedError
'''


_SEED = b"0123456789abcdef0123456789abcdef"
_BOOKS: dict[str, bytes] = {}


def _book(assignment: Assignment) -> bytes:
    rubric = collect(assignment)
    if rubric.files_sha256 not in _BOOKS:
        _BOOKS[rubric.files_sha256] = msgspec.json.encode(draw(rubric, _SEED), order="deterministic")
    return _BOOKS[rubric.files_sha256]


@dataclass(frozen=True)
class CourseWriter:
    """Writes assignments with one small function into a course folder."""

    root: Path

    @property
    def course(self) -> Course:
        return Course(self.root)

    def add(
        self,
        name: str = "twice",
        *,
        toml: str = TOML,
        public: str = PUBLIC,
        hidden: str = HIDDEN,
        solution: str = SOLUTION,
        mistakes: Mapping[str, str] | None = None,
        accepted: Mapping[str, str] | None = None,
        stub: str = STUB,
    ) -> Assignment:
        """Write one assignment and load it; a mistake's name is `function/name`."""
        files = {
            f"assignments/{name}/assignment.toml": toml,
            f"assignments/{name}/statement.md": "# Twice\n",
            f"assignments/{name}/stub.py": stub,
            f"assignments/{name}/test_public.py": public,
            f"assignments/{name}/test_hidden.py": hidden,
            f"reference/{name}/solution.py": solution,
        }
        chosen = {"twice/thrice": THRICE} if mistakes is None else mistakes
        files |= {f"reference/{name}/mistakes/{path}.py": text for path, text in chosen.items()}
        files |= {f"reference/{name}/accepted/{path}.py": text for path, text in (accepted or {}).items()}
        for path, text in files.items():
            self.write(path, text)
        seed = self.root / "reference" / "seed"
        usual = PUBLIC in public and hidden == HIDDEN  # others may be about what a rubric does while it is read
        if usual and (not seed.exists() or seed.read_bytes().strip() == _SEED):
            with contextlib.suppress(CourseError, RubricError):  # which the test is about
                self.draw_beforehand(name)
        return self.course.assignment(name)

    def draw_beforehand(self, name: str) -> None:
        """Keep a seed and the cases drawn from it, once for all tests of this process: drawing takes half a second."""
        write_whole(self.root / "reference" / "seed", _SEED + b"\n")
        write_whole(self.root / "reference" / name / "casebook.json", _book(self.course.assignment(name)))

    def write(self, path: str, text: str) -> Path:
        """Write one file below the course folder."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return file


# Files that take longest: begun first, so that no process is left alone with one of them at the end.
_LONGEST = (
    *("tests/web/test_site_in_browser.py", "tests/web/", "tests/cluster/", "tests/test_semester.py"),
    *("tests/test_tutorial.py", "tests/test_release.py", "tests/attacks/", "tests/notebook/"),
    *("tests/test_surroundings.py", "tests/test_faults.py", "tests/test_plugin.py"),
    *("tests/sandbox/test_interpreter.py", "tests/sandbox/test_recording.py"),
    *("tests/reports/", "tests/gradebook/", "tests/batch/"),
)

# Tests of the processes themselves, for which each is started.
_STARTED_ANEW = ("tests/sandbox/", "tests/attacks/", "tests/cluster/", "tests/test_faults.py", "tests/test_doctor.py")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell begins what shall run beside it
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs that tests start are to be interrupted

gc.set_threshold(100_000, 50, 100)  # looking for cycles as often as Python does by itself took an eighth of the time

settings.register_profile("ours", deadline=None)  # how long an example takes is a matter of the machine
settings.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files stand first; the order within each is as it was."""

    def place(item: pytest.Item) -> int:
        name = item.nodeid.partition("::")[0]
        return next((rank for rank, begins in enumerate(_LONGEST) if name.startswith(begins)), len(_LONGEST))

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hand out whole files; groups by marks do nothing under some versions of pytest and its plugin."""
    from tests.scheduling import ByFile  # noqa: PLC0415 - where tests are run side by side at all

    return ByFile(config, log)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for the tests of this process."""
    from tests.postgresql import Server, why_not_here  # noqa: PLC0415 - nothing that Windows has

    if why_not := why_not_here():
        pytest.skip(why_not)
    server = Server()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """Where a gradebook can be, and none is yet: in a file, and in a server's database."""
    from grader.gradebook.address import Address, read_address  # noqa: PLC0415 - students have no database

    if request.param == "sqlite":
        yield Address.of_file(tmp_path / "gradebook.sqlite3")
        return
    server = request.getfixturevalue("postgresql")
    url = server.new_database()
    yield read_address(url)
    server.take_back(url)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook in a file, made once: its migrations take longer than most tests of it."""
    from grader.gradebook.store import open_gradebook  # noqa: PLC0415 - students have no database

    path = tmp_path_factory.mktemp("empty") / "gradebook.sqlite3"
    open_gradebook(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """An empty gradebook: in a file, and in a server's database."""
    from grader.gradebook.address import Address, read_address  # noqa: PLC0415 - students have no database

    if request.param == "sqlite":
        copied = shutil.copy2(request.getfixturevalue("empty_file"), tmp_path / "gradebook.sqlite3")
        yield Address.of_file(Path(copied))
        return
    server = request.getfixturevalue("postgresql")
    url = server.new_gradebook()
    yield read_address(url)
    server.take_back(url)


@pytest.fixture(scope="session")
def warm_zygotes() -> Iterator[WarmZygotes]:
    """What keeps a zygote of each tier for the tests of this process."""
    from tests.warm import WarmZygotes  # noqa: PLC0415 - nothing that Windows has

    warm = WarmZygotes()
    yield warm
    warm.close()


@pytest.fixture
def zygotes_started_anew() -> None:
    """Asked for by a test in which zygotes are started as they are for a user, and end as those do."""


@pytest.fixture(autouse=True)
def _zygotes_are_warm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting one is what most tests would wait for; those that are about it start their own."""
    anew = request.node.nodeid.startswith(_STARTED_ANEW) or "zygotes_started_anew" in request.fixturenames
    if sys.platform.startswith("linux") and not anew:
        monkeypatch.setattr("grader.sandbox.zygote_client.StartedZygote", request.getfixturevalue("warm_zygotes"))


@pytest.fixture
def courses(tmp_path: Path) -> CourseWriter:
    return CourseWriter(tmp_path / "course")


@pytest.fixture(scope="session")
def backend() -> Iterator[Backend]:
    """Workers without a lock: what is tested here does not depend on the tier."""
    opened = open_backend(Isolation.NONE, hidden=False)
    yield opened
    opened.close()


@pytest.fixture
def hand_in():
    """Makes a submission of text; the student's id is `ada` unless another is named."""

    def make(text: str, *, student: str = "ada", assignment: str = "twice") -> Submission:
        source = textwrap.dedent(text).lstrip("\n").encode()
        return Submission(student, assignment, f"{assignment}.py", SourceKind.PYTHON, source)

    return make
