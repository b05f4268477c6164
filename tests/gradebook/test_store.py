"""What is kept across runs: grades whole, each distinct transcript once, and every trouble with a remedy."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from grader.errors import StorageError
from grader.gradebook import store
from grader.gradebook.address import Address
from grader.gradebook.database import open_database
from grader.gradebook.entries import Entry, is_final
from grader.gradebook.rests_on import TOGETHER
from grader.gradebook.schema import HEAD, metadata
from grader.gradebook.store import Gradebook, open_gradebook
from grader.records import (
    Call,
    Compared,
    Diagnosis,
    Difference,
    DifferenceKind,
    Ending,
    Grade,
    Judgement,
    MistakeWords,
    OtherConstant,
    Outcome,
    Status,
    Trouble,
    TroubleKind,
    Verdict,
    Visibility,
)
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import judgement_message, staff_message


def judgement(**more: Any) -> Judgement:
    settings: dict[str, Any] = {"points": 0.0, "verdict": Verdict.FAILED, "public": False} | more
    return Judgement("first_move", "Title", ("adam",), max_points=1.5, visibility=Visibility.HIDDEN, **settings)


def grade(student: str = "ada", **more: Any) -> Grade:
    settings: dict[str, Any] = {
        "judgements": (judgement(points=1.5, verdict=Verdict.PASSED),),
        "submission_sha256": "a" * 64,
        "rubric_sha256": "b" * 64,
    } | more
    return Grade(student, settings.pop("assignment", "adam"), settings.pop("status", Status.GRADED), 1.5, **settings)


def rows(book: Gradebook, query: str) -> list[tuple[Any, ...]]:
    with book._database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def change(where: Address, statement: str, **values: object) -> None:
    """Change it as nobody of ours would."""
    database = open_database(where)
    with database.writing() as connection:
        connection.execute(text(statement), values)
    database.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "gradebook.sqlite3"


@pytest.fixture
def book(made):
    opened = open_gradebook(made)
    yield opened
    opened.close()


@pytest.fixture
def file_book(path):
    """One in a file, for what only files have."""
    opened = open_gradebook(path)
    yield opened
    opened.close()


FULL = grade(
    status=Status.REGRADE_NEEDED,
    judgements=(
        judgement(
            hint="Look. \u202e \x00",
            difference=Difference(
                DifferenceKind.VALUE,
                Compared.TRAJECTORY,
                "path",
                row=1,
                column=2,
                rows=9,
                got=0.1,
                want=float("inf"),
                allowed=(1e-3, 3.5),
                ratio=3.5,
                largest=float("nan"),
            ),
            call=Call("adam", b"\x00\xff", 2),
            outcome=Outcome(Ending.RAISED, detail="\u202e"),
            follows_from=("momentum",),
        ),
    ),
    diagnoses=(
        Diagnosis("adam", "late", MistakeWords("T", "H", "S")),
        Diagnosis("adam", "lr_twice", constant=OtherConstant("lr", "twice", 0.1, 0.2)),
    ),
    trouble=Trouble(TroubleKind.TOO_LARGE, "adam.py", number=1024),
    fault="again",
    seconds=0.25,
)


def test_a_grade_comes_back_whole(book):
    book.save([Entry(FULL, b"transcript", "c" * 64)])

    entry = book.latest()["ada", "adam"]

    assert msgspec.msgpack.encode(entry.grade) == msgspec.msgpack.encode(FULL)
    assert entry.behaviour_sha256 == "c" * 64


@pytest.mark.parametrize("student", ["ü" * 127, "x" * 255, "\\u202e", "'; DROP TABLE grades; --", "100%s %(name)s :id"])
def test_any_id_that_a_folder_may_have_is_kept(book, student):
    book.save([Entry(grade(student))])

    assert [name for name, _ in book.latest()] == [student]


def test_a_grade_without_a_transcript_is_kept(book):
    book.save([Entry(grade(status=Status.MISSING, submission_sha256=""))])

    assert book.latest()["ada", "adam"] == Entry(grade(status=Status.MISSING, submission_sha256=""))


def test_saving_nothing_changes_nothing(book):
    book.save([])

    assert book.latest() == {}


def test_grades_outlive_the_process(made):
    first = open_gradebook(made)
    first.save([Entry(grade())])
    first.close()

    second = open_gradebook(made)
    kept = second.latest()
    second.close()

    assert set(kept) == {("ada", "adam")}


def test_the_file_and_what_lies_beside_it_are_for_their_owner_alone(file_book, path):
    file_book.save([Entry(grade())])

    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == {f"gradebook.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")}


def test_a_file_that_others_could_read_is_closed_to_them_before_anything_lies_beside_it(path):
    open_gradebook(path).close()
    path.chmod(0o644)

    book = open_gradebook(path)
    book.save([Entry(grade())])
    modes = {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    book.close()

    assert modes == {0o600}


def test_a_grade_of_the_same_bytes_by_the_same_rubric_is_replaced(book):
    book.save([Entry(grade(fault="first"))])
    book.save([Entry(grade(fault="second"))])

    assert book.latest()["ada", "adam"].grade.fault == "second"
    assert rows(book, "SELECT count(*) FROM grades") == [(1,)]


@pytest.mark.parametrize("changed", ["submission_sha256", "rubric_sha256"])
def test_grades_of_other_bytes_or_another_rubric_are_kept_beside_and_the_newest_counts(book, changed):
    book.save([Entry(grade(fault="first"))])
    book.save([Entry(grade(fault="second", **{changed: "d" * 64}))])
    book.save([Entry(grade(fault="first again"))])

    assert book.latest()["ada", "adam"].grade.fault == "first again"
    assert rows(book, "SELECT count(*) FROM grades") == [(2,)]


def test_the_same_transcript_is_stored_once(book):
    book.save([Entry(grade("ada"), b"same", "c" * 64), Entry(grade("bob"), b"same", "c" * 64)])
    book.save([Entry(grade("eve"), b"same", "c" * 64), Entry(grade("kim"), b"other", "e" * 64)])

    assert rows(book, "SELECT count(*) FROM transcripts") == [(2,)]
    assert {entry.behaviour_sha256 for entry in book.latest().values()} == {"c" * 64, "e" * 64}


def test_the_same_difference_from_another_reference_is_another_transcript(book):
    book.save([Entry(grade(), b"same"), Entry(grade(rubric_sha256="d" * 64), b"same")])

    assert rows(book, "SELECT count(*) FROM transcripts") == [(2,)]


def test_entries_are_saved_all_or_none(book):
    broken = Entry(msgspec.structs.replace(grade("bob"), assignment=None))

    with pytest.raises(StorageError):
        book.save([Entry(grade()), broken])

    assert book.latest() == {}


@pytest.mark.parametrize("name", ["50% done", "what?", "a#b", "two words", "ümlaut", "a&b=c"])
def test_a_folder_may_have_any_name(tmp_path, name):
    path = tmp_path / name / "gradebook.sqlite3"
    path.parent.mkdir()

    opened = open_gradebook(path)
    opened.save([Entry(grade())])
    opened.close()

    assert [each.name for each in path.parent.iterdir()] == ["gradebook.sqlite3"]
    again = open_gradebook(path)
    assert rows(again, "SELECT student FROM grades") == [("ada",)]
    again.close()


def test_a_database_is_reached_by_url(path):
    opened = open_gradebook(f"sqlite:///{path}")
    opened.save([Entry(grade())])
    opened.close()

    assert path.exists()


def test_a_student_is_forgotten_with_every_transcript_that_nobody_else_has(book):
    book.save([Entry(grade("ada"), b"shared"), Entry(grade("bob"), b"shared")])
    book.save([Entry(grade("ada", assignment="other"), b"of ada"), Entry(grade("ada", submission_sha256="d" * 64))])

    assert book.forget("ada") == (3, 1)
    assert book.forget("ada") == (0, 0)
    assert {student for student, _ in book.latest()} == {"bob"}
    assert rows(book, "SELECT difference FROM transcripts") == [(b"shared",)]


def test_a_transcript_that_a_second_run_replaced_is_forgotten_too(book, path):
    book.save([Entry(grade("ada"), b"first")])
    book.save([Entry(grade("ada"), b"second")])

    assert book.forget("ada") == (1, 2)


def test_what_is_forgotten_is_overwritten_in_the_file(file_book, path):
    file_book.save([Entry(grade("zoe-4711", fault="not for you"), b"a recording of hers" * 400)])
    words = (b"zoe-4711", b"not for you", b"of hers")

    def held() -> list[bool]:
        files = [each.read_bytes() for each in path.parent.iterdir()]  # the log beside it, too
        return [any(word in data for data in files) for word in words]

    before = held()
    file_book.forget("zoe-4711")
    file_book.leave_no_trace()

    assert before == [True, True, True]
    assert held() == [False, False, False]


# --- migrations ------------------------------------------------------------------------------------------------


def test_a_new_gradebook_has_the_tables_of_the_schema(where):
    book = open_gradebook(where)
    require_the_tables_of_now(book)
    book.close()


def test_migrations_lead_to_the_tables_of_the_schema(where):
    at_the_first_version(where)

    book = open_gradebook(where)

    require_the_tables_of_now(book)
    book.close()


def at_the_first_version(where: Address) -> None:
    """Have a database be as the first migration made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).with_name("migrations")))
    engine = create_engine(where.url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


def require_the_tables_of_now(book: Gradebook) -> None:
    with book._database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    assert differences == []
    assert rows(book, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_the_reference_page_names_every_table_and_column():
    page = (Path(__file__).parents[2] / "docs/reference/gradebook.md").read_text()
    lines = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}

    told = {
        name: {column.name for column in table.columns if f"`{column.name}`" in lines[name]}
        for name, table in metadata.tables.items()
    }

    assert told == {name: set(table.columns.keys()) for name, table in metadata.tables.items()}


def test_the_query_of_the_reference_page_gives_what_counts(book):
    page = (Path(__file__).parents[2] / "docs/reference/gradebook.md").read_text()
    book.save([Entry(grade("ada"))])
    book.save([Entry(grade("ada", rubric_sha256="d" * 64, judgements=(judgement(),))), Entry(grade("bob"))])

    found = rows(book, page.partition("```sql")[2].partition(";")[0])

    assert found == [("ada", None, "adam", 0.0, 1.5), ("bob", None, "adam", 1.5, 1.5)]


def test_every_column_may_be_empty_or_not_as_the_schema_says(book):
    with book._database.reading() as connection:
        for table in metadata.sorted_tables:
            found = {each["name"]: each["nullable"] for each in inspect(connection).get_columns(table.name)}

            assert found == {column.name: column.nullable for column in table.columns}


def a_book_of_0_1_0(where: Address) -> None:
    """A gradebook as version 0.1.0 left it, with one grade, whose record held sentences."""
    at_the_first_version(where)
    lost = {
        "id": "first_move",
        "title": "The first move.",
        "functions": ["adam"],
        "points": 0.0,
        "max_points": 1.5,
        "verdict": "failed",
        "visibility": "visible",
        "public": True,
        "message": "Row 1: yours 2, expected 1, 9.0 times the tolerance.",
        "hint": "Look.",
        "detail": "Row 1: yours 2, expected 1, 9.0 times the tolerance.\nadam(lr=0.1)",
        "difference": {"kind": "value", "row": 1, "column": 0, "got": 2.0, "want": 1.0, "subject": "trajectory"},
        "call": ["adam", b"\x92\x90\x80", 0],
    }
    record = {
        "student": "ada",
        "assignment": "adam",
        "status": "graded",
        "max_score": 1.5,
        "judgements": [lost],
        "diagnoses": [
            {
                "function": "adam",
                "mistake": "uphill",
                "title": "Uphill.",
                "hint": "Which sign?",
                "second_hint": "Minus.",
                "convention": "",
            }
        ],
        "message": "",
        "seconds": 0.5,
        "submission_sha256": "a" * 64,
        "rubric_sha256": "b" * 64,
    }
    row = (
        "INSERT INTO grades VALUES"
        " ('ada', 'adam', :bytes, :rubric, 'graded', 0.0, 1.5, '2026-11-01 10:00:00.000000', NULL, :record)"
    )
    engine = create_engine(where.url)
    with engine.begin() as connection:
        values = {"bytes": "a" * 64, "rubric": "b" * 64, "record": msgspec.msgpack.encode(record)}
        connection.execute(text(row), values)
    engine.dispose()


def test_a_gradebook_of_0_1_0_opens_and_its_grades_say_what_they_said(where):
    a_book_of_0_1_0(where)

    book = open_gradebook(where)
    old = book.latest()["ada", "adam"].grade
    version = rows(book, "SELECT version_num FROM alembic_version")
    book.save([Entry(msgspec.structs.replace(old, judgements=(judgement(),)))])
    again = book.given("adam", "ada")
    book.close()

    (lost,), (diagnosis,) = old.judgements, old.diagnoses
    assert (old.status, old.score, old.seconds) == (Status.GRADED, 0.0, 0.5)
    assert judgement_message(lost, old) == "Row 1: yours 2, expected 1, 9.0 times the tolerance."
    assert staff_message(lost, old).endswith("adam(lr=0.1)")
    assert (lost.verdict, lost.hint) == (Verdict.FAILED, "Look.")
    assert diagnosis_words(diagnosis) == MistakeWords("Uphill.", "Which sign?", "Minus.")
    assert version == [(HEAD,)]
    assert [each.grade.judgements[0].visibility for each in again] == [Visibility.HIDDEN]  # the same is given again


def test_a_grade_that_gives_something_else_is_kept_beside_the_one_before(made):
    for points in (0.0, 1.5, 1.5, 1.5, 0.5):
        with closing(open_gradebook(made)) as book:
            book.save([Entry(grade(judgements=(judgement(points=1.0),)))])  # as a run may begin, before it settles
            book.save([Entry(grade(judgements=(judgement(points=points),)), f"recorded {points}".encode())])

    with closing(open_gradebook(made)) as book:
        assert [each.grade.score for each in book.grades_of("adam", "ada")] == [0.5, 1.5, 1.5, 0.0]
        assert [each.grade.score for each in book.given("adam", "ada")] == [0.5, 1.5, 0.0]
        assert [each.score for each in book.of_attempts("adam")] == [0.5]
        assert [packed.difference for _, packed in book.differences([grade()])] == [b"recorded 0.5"]


def test_more_grades_are_kept_at_once_than_a_statement_may_name(book):
    many = 3 * TOGETHER + 1
    book.save([Entry(grade(f"s{number}"), f"recorded {number}".encode()) for number in range(many)])

    assert len(book.latest()) == many
    assert rows(book, "SELECT count(*) FROM transcripts") == [(many,)]


# --- trouble ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [b"not a database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_gradebook_is_said_with_a_remedy_and_left_alone(path, damage):
    path.write_bytes(damage)

    with pytest.raises(StorageError, match=r"gradebook\.sqlite3 cannot be used") as caught:
        open_gradebook(path)

    assert "choose another --out" in caught.value.remedy
    assert path.read_bytes() == damage


def test_a_gradebook_that_was_damaged_later_is_said(path):
    opened = open_gradebook(path)
    opened.save([Entry(grade(str(number)), bytes([number]) * 3000) for number in range(40)])
    opened.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 4 :] = b"\x5a" * (len(data) - len(data) // 4)
    path.write_bytes(data)

    with pytest.raises(StorageError, match="cannot be used"):
        open_gradebook(path).latest()


def test_a_grade_that_cannot_be_read_is_said(book, made):
    book.save([Entry(grade())])
    change(made, "UPDATE grades SET grade = :broken", broken=b"\xc1")

    with pytest.raises(StorageError, match="cannot be used"):
        book.latest()


def test_a_gradebook_of_a_newer_version_is_left_alone(made):
    change(made, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StorageError, match="was written by another version of grader") as caught:
        open_gradebook(made)

    assert "a newer one" in caught.value.remedy


def test_a_folder_in_the_place_of_the_file_is_said(path):
    path.mkdir()

    with pytest.raises(StorageError, match="cannot be opened"):
        open_gradebook(path)


@pytest.mark.parametrize("status", Status)
def test_only_a_fault_of_the_graders_own_is_graded_again(status):
    assert is_final(grade(status=status)) == (status is not Status.REGRADE_NEEDED)
