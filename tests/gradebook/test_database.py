"""Several at once lose nothing, a log leaves no trace, and whatever a database refuses is one sentence."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from grader.collect.roster import Roster
from grader.collect.roster_columns import Columns
from grader.errors import StorageError
from grader.gradebook.address import Address, read_address
from grader.gradebook.database import _write_ahead, is_there, open_database
from grader.gradebook.disks import MOUNTS, on_network_disk
from grader.gradebook.entries import Entry
from grader.gradebook.extensions import Extension
from grader.gradebook.store import Gradebook, open_gradebook
from grader.records import Decision, Ending, Grade, Outcome, Person, Status, Transcript
from tests.postgresql import Server

PATIENCE = 60.0  # seconds until a test gives up
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def entry(student: str, transcript: bytes = b"", rubric: str = "r") -> Entry:
    digest = student.encode().hex().rjust(64, "0")[:64]
    return Entry(
        Grade(student, "adam", Status.GRADED, 1.0, submission_sha256=digest, rubric_sha256=rubric * 64), transcript
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.sqlite3"


# --- several at once -------------------------------------------------------------------------------------------------


def grade(book: Gradebook, name: str) -> None:
    """Keep grades, some of them as another run for the same class keeps them."""
    for number in range(8):
        book.keep_expected("adam", "e" * 64, Transcript(Outcome(Ending.VALUE), {}))
        book.save([entry(f"both-{number}-{each}", b"same") for each in range(3)] + [entry(f"{name}-{number}", b"own")])
        assert book.grades_of("adam")


def enrol(book: Gradebook, name: str) -> None:
    """Import class lists."""
    for number in range(8):
        listed = (Person(f"{name}-{number}"), Person("shared", f"Person of {name}"))
        book.import_roster(Roster(listed, Columns({}, ())))


def decide(book: Gradebook, name: str) -> None:
    """Decide as a person does while others grade."""
    for number in range(8):
        book.decide("both-0-0", "adam", Decision("first", float(number), "so", name, NOW, ""))
        book.extend(Extension("both-0-0", f"{name}-{number}", NOW, name, "", NOW))


def all_at_once(where: Address, *acts: Callable[[Gradebook, str], None]) -> None:
    """Run processes on one gradebook, all at once, and let none of them fail."""
    context = multiprocessing.get_context("fork")
    together = context.Barrier(len(acts))

    def run(act: Callable[[Gradebook, str], None], name: str) -> None:
        together.wait(PATIENCE)
        with closing(open_gradebook(where)) as book:
            act(book, name)

    begun = [context.Process(target=run, args=(act, f"w{number}")) for number, act in enumerate(acts)]
    for each in begun:
        each.start()
    for each in begun:
        each.join(PATIENCE)
    assert [each.exitcode for each in begun] == [0] * len(begun)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_several_who_write_at_once_into_a_book_that_is_not_there_yet_lose_nothing(where: Address) -> None:
    all_at_once(where, grade, grade, enrol, enrol, decide)

    with closing(open_gradebook(where)) as book:
        students = {student for student, _ in book.latest()}
        people = {person.student for person in book.people()}
        (decided,) = book.decisions().values()
        extended = {assignment for _, assignment in book.extensions()}
    own = {f"w{writer}-{number}" for writer in (0, 1) for number in range(8)}
    both = {f"both-{number}-{each}" for number in range(8) for each in range(3)}
    assert students == own | both
    assert people == {f"w{writer}-{number}" for writer in (2, 3) for number in range(8)} | {"shared"}
    assert [made.points for made in decided] == [float(number) for number in range(8)]
    assert extended == {f"w4-{number}" for number in range(8)}


def test_one_who_reads_sees_one_moment_and_keeps_nobody_from_writing(made: Address) -> None:
    with closing(open_gradebook(made)) as book, closing(open_database(made, patience=1)) as other:
        book.save([entry("ada")])
        with other.snapshot() as reading:
            before = reading.execute(text("SELECT count(*) FROM grades")).scalar()
            book.save([entry("bob")])
            after = reading.execute(text("SELECT count(*) FROM grades")).scalar()

        assert (before, after, len(book.latest())) == (1, 1, 2)


def test_one_who_writes_for_too_long_is_said_to_whoever_waits(made: Address) -> None:
    with (
        closing(open_database(made)) as long,
        closing(open_database(made, patience=1)) as other,
        long.writing(),
        pytest.raises(StorageError, match="is being written by another program") as caught,
        other.writing(),
    ):
        pass

    assert caught.value.remedy.startswith("wait until it ends")


# --- a log beside the file -------------------------------------------------------------------------------------------


def mode_of(book: Gradebook) -> object:
    with book._database.reading() as connection:
        return connection.exec_driver_sql("PRAGMA journal_mode").scalar()


def test_a_file_is_written_ahead_and_there_is_nothing_to_remark(path: Path) -> None:
    with closing(open_gradebook(path)) as book:
        assert (mode_of(book), book.remark) == ("wal", "")


def test_a_book_of_before_is_written_ahead_from_now_on(path: Path) -> None:
    open_gradebook(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = delete")

    with closing(open_gradebook(path)) as book:
        assert mode_of(book) == "wal"


def test_on_a_network_disk_the_old_journal_is_used_and_that_is_said_once(path: Path, tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 0:20 / {tmp_path.resolve()} rw - nfs4 server:/home rw\n")
    here = Address.of_file(path)

    with closing(Gradebook(open_database(here, mounts=mounts))) as first:
        first.save([entry("ada")])
        assert mode_of(first) == "delete"
        assert "allows no write-ahead log" in first.remark
    with closing(Gradebook(open_database(here, mounts=mounts))) as second:
        assert (mode_of(second), second.remark, len(second.latest())) == ("delete", "", 1)


def test_who_uses_what_was_read_of_recordings_keeps_nobody_from_writing(path: Path, tmp_path: Path) -> None:
    """A regrade judges meanwhile, for minutes; without a log beside the file, who reads keeps others from writing."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 0:20 / {tmp_path.resolve()} rw - nfs4 server:/home rw\n")
    here = Address.of_file(path)
    with (
        closing(Gradebook(open_database(here, mounts=mounts))) as book,
        closing(Gradebook(open_database(here, mounts=mounts, patience=1))) as other,
    ):
        book.save([entry("ada", transcript=b"one"), entry("bob", transcript=b"two")])
        recordings = book.differences([each.grade for each in book.latest().values()])
        first = next(recordings)

        other.save([entry("eve")])

        assert sorted(packed.difference for _, packed in [first, *recordings]) == [b"one", b"two"]


def test_where_sqlite_itself_finds_no_log_possible_the_old_journal_is_used(path: Path) -> None:
    open_gradebook(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
    engine = create_engine(f"sqlite:///file:{path}?vfs=unix-dotfile&uri=true")  # a way to files without shared memory

    ahead = _write_ahead(engine, Address.of_file(path), MOUNTS)
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    engine.dispose()

    assert (ahead, mode) == (False, "delete")


@pytest.mark.parametrize(
    ("mount", "shared"),
    [
        ("22 1 0:20 / {folder} rw - nfs4 server:/home rw", True),
        ("22 1 0:20 / {folder} rw shared:7 - fuse.sshfs ann@host:/ rw", True),
        ("22 1 0:20 / {folder} rw - cifs //server/share rw", True),
        ("22 1 0:20 / {folder} rw - ext4 /dev/sda1 rw", False),
        ("22 1 0:20 / {folder}/other rw - nfs4 server:/home rw", False),
        ("22 1 0:20 / {folder} rw - nfs4 a:/ rw\n23 1 0:21 / {folder} rw - tmpfs tmpfs rw", False),
    ],
)
def test_a_disk_that_several_machines_share_is_known_by_its_kind(tmp_path: Path, mount: str, shared: bool) -> None:
    (tmp_path / "two words").mkdir()
    mounts = tmp_path / "mountinfo"
    place = str(tmp_path / "two words").replace(" ", "\\040")
    mounts.write_text(f"21 1 8:1 / / rw - ext4 /dev/sda1 rw\n{mount.format(folder=place)}\n")

    assert on_network_disk(tmp_path / "two words" / "gradebook.sqlite3", mounts) is shared


def test_a_copy_is_one_file_with_nothing_beside_it(made: Address, tmp_path: Path) -> None:
    copied = tmp_path / "copies" / "kept.sqlite3"
    copied.parent.mkdir()
    with closing(open_gradebook(made)) as book:
        book.save([entry("ada", b"transcript"), entry("bob", b"transcript"), entry("cyd")])
        book.copy_to(copied)
        before = book.grades_of("adam")

    assert [each.name for each in copied.parent.iterdir()] == ["kept.sqlite3"]
    assert copied.stat().st_mode & 0o777 == 0o600
    with closing(open_gradebook(copied)) as copy:
        assert copy.grades_of("adam") == before


def test_a_gradebook_moves_to_a_server_and_back_with_all_that_is_kept(
    made: Address, postgresql: Server, tmp_path: Path
) -> None:
    moved = read_address(postgresql.new_database())
    with closing(open_gradebook(made)) as book:
        book.save([entry("ada", b"transcript"), entry("bob")])
        decide(book, "kim")
        book.copy_to(moved)
        before = (book.grades_of("adam"), book.decisions(), book.extensions())
        with pytest.raises(StorageError, match="keeps something already"):
            book.copy_to(moved)

    with closing(open_gradebook(moved)) as server:
        assert (server.grades_of("adam"), server.decisions(), server.extensions()) == before
        server.decide("ada", "adam", Decision("first", 1.0, "so", "kim", NOW, ""))  # numbers go on
        server.copy_to(tmp_path / "back.sqlite3")
        after = server.decisions()
    with closing(open_gradebook(tmp_path / "back.sqlite3")) as back:
        assert (back.grades_of("adam"), back.decisions(), back.extensions()) == (before[0], after, before[2])


def test_a_copy_that_cannot_be_finished_leaves_no_file(made: Address, tmp_path: Path) -> None:
    with closing(open_gradebook(made)) as book:
        book.save([entry(f"s{number}", os.urandom(3000)) for number in range(50)])
        with small_files(40_000), pytest.raises(StorageError):
            book.copy_to(tmp_path / "kept.sqlite3")

    assert not list(tmp_path.glob("kept*"))


def held(path: Path, word: bytes) -> list[str]:
    return [each.name for each in path.parent.glob(f"{path.name}*") if word in each.read_bytes()]


def test_nothing_of_who_is_forgotten_is_left_in_file_log_or_free_space(path: Path) -> None:
    with closing(open_gradebook(path)) as book, closing(open_gradebook(path)) as reader:
        for number in range(40):  # pages are split and merged around what is forgotten
            book.save([entry(f"{number}-other", b"x" * 300), entry(f"{number}-zoe4711-{number}", b"of zoe4711" * 40)])
        reader.latest()
        for number in range(40):
            book.forget(f"{number}-zoe4711-{number}")
        book.leave_no_trace()

        assert held(path, b"zoe4711") == []
        assert len(reader.latest()) == 40


def test_a_log_that_somebody_still_reads_is_said(path: Path) -> None:
    here = Address.of_file(path)

    with (
        closing(open_database(here, patience=1)) as database,
        closing(open_database(here)) as other,
        other.snapshot() as reading,
    ):
        reading.execute(text("SELECT count(*) FROM grades")).scalar()
        with pytest.raises(StorageError, match="cannot be emptied while another program reads"):
            database.leave_no_trace()


def test_nothing_of_who_is_forgotten_is_left_in_the_tables_of_a_server(postgresql: Server) -> None:
    url = postgresql.new_gradebook()
    with closing(open_gradebook(url)) as book:
        book.save([entry("ada"), entry("zoe4711")])
        postgresql.execute("CHECKPOINT")
        before = postgresql.files_with(b"zoe4711")
        book.forget("zoe4711")
        book.leave_no_trace()
    postgresql.execute("CHECKPOINT")

    assert before
    assert postgresql.files_with(b"zoe4711") == []


# --- what is refused -------------------------------------------------------------------------------------------------


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file of this process may become larger meanwhile: a disk that is full."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_is_said_and_what_was_kept_before_is_there(path: Path) -> None:
    with closing(open_gradebook(path)) as book:
        book.save([entry("ada")])
        with small_files(path.stat().st_size + 20_000), pytest.raises(StorageError) as caught:
            book.save([entry(f"s{number}", os.urandom(3000)) for number in range(50)])

        assert "its disk" in caught.value.problem
        assert "goes on from here" in caught.value.remedy
        assert set(book.latest()) == {("ada", "adam")}
        book.save([entry("bob")])
        assert len(book.latest()) == 2


def test_a_database_that_is_something_elses_is_left_alone(made: Address) -> None:
    database = open_database(made)
    with database.outside_transactions() as connection:
        for table in ("decisions", "grades", "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    database.close()

    with pytest.raises(StorageError, match="is the database of something else"):
        open_gradebook(made)


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """Not root meanwhile, who may write whatever a file says; a folder is this user's."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_only_be_read_is_read_and_nothing_written() -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's own are closed to others
    path = folder / "gradebook.sqlite3"
    with closing(open_gradebook(path)) as book:
        book.save([entry("ada")])
    path.chmod(0o400)

    with ordinary_user(folder), closing(open_gradebook(path)) as book:
        assert set(book.latest()) == {("ada", "adam")}
        with pytest.raises(StorageError, match="it may only be read"):
            book.save([entry("bob")])
    shutil.rmtree(folder)


def test_a_server_that_may_only_be_read_is_read_and_nothing_written(postgresql: Server) -> None:
    url = postgresql.new_gradebook()
    with closing(open_gradebook(url)) as book:
        book.save([entry("ada")])

    with closing(open_gradebook(f"{url}&options=-cdefault_transaction_read_only%3Don")) as book:
        assert set(book.latest()) == {("ada", "adam")}
        with pytest.raises(StorageError, match="it may only be read"):
            book.save([entry("bob")])


def test_a_server_that_goes_away_is_said_and_goes_on_when_it_is_back(postgresql: Server) -> None:
    book = open_gradebook(postgresql.new_gradebook())
    book.save([entry("ada")])
    postgresql.stop()
    try:
        with pytest.raises(StorageError, match="cannot be reached") as caught:
            book.save([entry("bob")])
    finally:
        postgresql.start()

    assert "goes on from here" in caught.value.remedy
    assert "sesame" not in caught.value.problem
    assert set(book.latest()) == {("ada", "adam")}
    book.save([entry("bob")])
    assert len(book.latest()) == 2
    book.close()


def test_who_only_looks_makes_nothing(where: Address) -> None:
    assert not is_there(where)
    assert not is_there(where)
    assert not any(each.exists() for each in where.files)

    open_gradebook(where).close()

    assert is_there(where)


def test_no_folder_to_make_it_in_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere/book cannot be used: No such file or directory"):
        open_gradebook(tmp_path / "nowhere" / "book")
