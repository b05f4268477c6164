from __future__ import annotations

import codecs
import json
from datetime import UTC, datetime
from pathlib import Path

import click
import openpyxl
import pytest
from msgspec import structs

from grader.cli import main
from grader.commands.export import command
from grader.exports import results
from grader.gradebook.extensions import Extension
from grader.gradebook.store import open_gradebook
from grader.records import Grade, Judgement, Status, Verdict, Visibility
from tests.conftest import TOML


def graded(student: str) -> Grade:
    won = Judgement("three", "Twice three.", ("twice",), 1.0, 1.0, Verdict.PASSED, Visibility.VISIBLE, public=True)
    return Grade(student, "twice", Status.GRADED, 1.0, (won,))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    results.write([graded("ada"), graded("bob")], tmp_path / "results.json")
    return tmp_path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["export", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_help_names_each_form_in_one_piece(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert run("--help") == 0

    words = set(capsys.readouterr().out.partition("FORMAT is one of")[2].split())

    (form,) = (each.type for each in command.params if each.name == "form")
    assert isinstance(form, click.Choice)
    assert set(form.choices) <= words


def test_a_table_is_printed_and_nothing_else(out, capsys):
    assert run("csv", out) == 0
    assert capsys.readouterr() == (
        "student,twice score,twice max,twice status,total,total max\nada,1,1,graded,1,1\nbob,1,1,graded,1,1\n",
        "",
    )


def test_one_hand_in_is_chosen_by_its_student(out, capsys):
    assert run("gradescope", out, "--student", "bob") == 0
    assert json.loads(capsys.readouterr().out)["score"] == 1.0


def test_gradescope_gets_a_file_for_each_hand_in(out, tmp_path):
    assert run("gradescope", out, "--to", tmp_path / "each") == 0
    assert sorted(path.relative_to(tmp_path / "each").as_posix() for path in (tmp_path / "each").rglob("*.json")) == [
        "ada/twice.json",
        "bob/twice.json",
    ]


def test_students_whose_ids_differ_in_capitals_have_files_of_their_own_on_any_disk(tmp_path):
    results.write([graded("ada"), graded("Ada")], tmp_path / "results.json")

    run("gradescope", tmp_path, "--to", tmp_path / "each")
    run("gradescope", tmp_path, "--to", tmp_path / "one", "--student", "Ada")

    written = sorted(path.parent.name for path in (tmp_path / "each").rglob("*.json"))
    assert len({name.casefold() for name in written}) == 2
    assert json.loads((tmp_path / "one").read_text())["score"] == 1.0


def test_an_id_from_the_results_never_leaves_the_folder(tmp_path):
    results.write([graded("../../ada"), graded("bob")], tmp_path / "results.json")

    run("gradescope", tmp_path, "--to", tmp_path / "deep" / "each")

    assert {path.parents[1].name for path in tmp_path.rglob("twice.json")} == {"each"}


LATER = (Visibility.AFTER_DUE_DATE, Visibility.AFTER_PUBLISHED, Visibility.HIDDEN)


@pytest.fixture
def with_later(tmp_path: Path) -> Path:
    """Results of an assignment with a criterion of each visibility, each worth a point."""
    shown = graded("ada").judgements[0]
    others = [structs.replace(shown, id=each, title=f"Shows {each}.", visibility=each) for each in LATER]
    results.write(
        [structs.replace(graded("ada"), max_score=4.0, judgements=(shown, *others))], tmp_path / "results.json"
    )
    return tmp_path


@pytest.mark.parametrize(("due", "shown"), [("2001-02-03", 2), ("9001-02-03", 1)])
def test_a_report_has_what_shows_now_by_the_dates_of_the_course(with_later, courses, capsys, due, shown):
    courses.add(toml=f"due = {due}T12:00:00Z\n{TOML}")

    assert run("junit", with_later, "--course", courses.root) == 0

    said = capsys.readouterr().out
    assert said.count("<testcase") == shown
    assert f'name="score" value="{shown}"' in said
    assert f'name="max_score" value="{shown}"' in said
    assert ("Shows after_due_date." in said) is (shown == 2)


def test_a_report_has_nothing_of_what_shows_after_the_due_date_while_somebody_has_more_time(
    with_later, courses, capsys
):
    courses.add(toml=f"due = 2001-02-03T12:00:00Z\n{TOML}")
    gradebook = open_gradebook(with_later / "gradebook.sqlite3")
    later = datetime(9001, 2, 3, tzinfo=UTC)
    gradebook.extend(Extension("bob", "twice", later, "staff", "ill", later))
    gradebook.close()

    assert run("junit", with_later, "--course", courses.root) == 0

    assert "Shows after_due_date." not in capsys.readouterr().out


def test_a_report_has_nothing_of_what_shows_later_where_no_course_is_around(with_later, capsys, monkeypatch):
    monkeypatch.chdir(with_later)

    assert run("junit", with_later) == 0

    assert "Shows" not in capsys.readouterr().out


def test_a_table_for_staff_has_all_points(with_later, capsys):
    run("csv", with_later)

    assert capsys.readouterr().out.splitlines()[1] == "ada,4,4,graded,4,4"


def test_a_report_is_written_to_a_file(out, tmp_path):
    run("junit", out, "--to", tmp_path / "report.xml")

    assert (tmp_path / "report.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("csv", "nowhere"), "cannot be read"),
        (("csv", "{out}", "--student", "eve"), "no grade for --student eve\n  → write the id as results.json does"),
        (("csv", "{out}", "--student", "adda"), "→ did you mean 'ada'? Else write the id as results.json does"),
        (("csv", "{out}", "--assignment", "Twise"), "no grade for --assignment Twise\n  → choose one of: twice; what"),
        (("gradescope", "{out}"), "holds one hand-in, not 2"),
        (("excel", "{out}"), "is not one of"),
        (("junit", "{out}", "--criteria"), "has no columns"),
        (("canvas", "{out}", "--into", "table.csv", "--criteria"), "has no columns"),
        (("gradescope-autograder", "{out}", "--names"), "there are no names in"),
        (("gradescope-autograder", "{out}"), "for one assignment"),
        (("xlsx", "{out}", "--excel"), "this is xlsx"),
        (("classroom50", "{out}", "--student", "bob"), "lacks CLASSROOM"),
    ],
)
def test_what_cannot_be_exported_is_said_and_is_a_matter_of_usage(out, capsys, arguments, said):
    assert run(*(argument.format(out=out) for argument in arguments)) == 2
    assert said in capsys.readouterr().err


def test_a_workbook_is_written_to_a_file(out, tmp_path):
    assert run("xlsx", out, "--criteria", "--to", tmp_path / "scores.xlsx") == 0

    assert openpyxl.load_workbook(tmp_path / "scores.xlsx").active["D1"].value == "twice status"


def test_what_students_get_as_json_has_what_shows_now(with_later, capsys, monkeypatch):
    monkeypatch.chdir(with_later)

    run("json", with_later)

    document = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in document["grades"][0]["criteria"]] == ["three"]
    assert (document["grades"][0]["score"], document["grades"][0]["max_score"]) == (1.0, 1.0)


def test_classroom_50_gets_what_shows_now_and_whose_it_is(with_later, capsys, monkeypatch):
    monkeypatch.chdir(with_later)
    for name in ("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL"):
        monkeypatch.setenv(name, f"the {name.lower()}")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/1")

    run("classroom50", with_later)

    document = json.loads(capsys.readouterr().out)
    assert (document["owner"], document["max-score"], len(document["tests"])) == ("the owner", 1, 1)


def test_a_table_goes_back_in_the_encoding_it_came_in(out, tmp_path):
    given = "Username\tTwice [Total Pts: 5 Score] |12\r\nada\t\r\nZoë\t\r\n"
    (tmp_path / "given.xls").write_bytes(codecs.BOM_UTF16_LE + given.encode("utf-16-le"))

    into = ("--into", tmp_path / "given.xls", "--to", tmp_path / "filled.xls")
    assert run("blackboard", out, "--assignment", "twice", *into) == 0

    data = (tmp_path / "filled.xls").read_bytes()
    assert data == codecs.BOM_UTF16_LE + given.replace("ada\t", "ada\t1").encode("utf-16-le")
