"""`grader roster`: what was recognised is said first, what changes is counted, and what goes out comes back."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cli import main
from grader.collect.roster import read_roster
from grader.exports import roster_table
from grader.records import Person

LIST = (
    "Student,ID,SIS Login ID,Section,HW1 (987)\n"
    "    Points Possible,,,,10\n"
    '"Doe, Jane",4021,jdoe,A,7.5\n'
    '"Müller, Zoë",4022,zmuller,B,\n'
)


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def grader(capsys: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command line in an empty folder."""

    def run(*arguments: object) -> Said:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as done:
            main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        assert isinstance(done.value.code, int)
        return Said(done.value.code, out, err)

    return run


@pytest.fixture
def class_list(tmp_path: Path) -> Path:
    path = tmp_path / "class.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_an_import_says_how_large_teams_are_and_asks_about_those_that_are_groups_of_a_course(grader, tmp_path):
    rows = [f"s{place},Group {'A' if place < 7 else 'B'}\n" for place in range(9)]
    (tmp_path / "class.csv").write_text("id,Group\n" + "".join(rows), encoding="utf-8")
    (tmp_path / "again.csv").write_text("id,section\n" + "".join(rows), encoding="utf-8")

    said = grader("roster", "import", "class.csv").out
    mended = grader("roster", "import", "again.csv", "--replace").out

    assert "teams, of which one file counts for all: 2, of 2 to 7\n" in said
    assert "large for a team: Group A (7)\n" in said
    assert "call that column section, and import again with --replace" in said
    assert "team" not in mended
    assert "Group A" in grader("roster", "export").out
    assert {row["team"] for row in csv.DictReader(io.StringIO(grader("roster", "export").out))} == {""}


def test_an_import_says_what_each_column_is_and_what_is_passed_over(grader, class_list):
    code, out, err = grader("roster", "import", class_list.name)

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "class.csv: 2 people",
        "  Student       name",
        "  ID            other id",
        "  SIS Login ID  id",
        "  Section       section",
        "columns passed over: HW1 (987)",
        "rows that are nobody: Points Possible (line 2)",
        "2 new, 0 changed, 0 as before",
    ]


def test_an_import_tells_whose_accommodations_give_time_and_whose_do_not(grader, tmp_path):
    file = tmp_path / "more.csv"
    file.write_text("ID;Accommodations\nada;+2 days, quiet room\nbob;+2 dayz\ncyd;\n", encoding="utf-8")

    said = grader("roster", "import", file)

    assert "more time in everything: ada\n" in said.out
    assert "accommodations without extra time, which is written +2 days or +12 hours: bob (+2 dayz)\n" in said.out
    assert "cyd" not in said.out


def test_a_dry_run_shows_everybody_and_makes_nothing(grader, class_list, tmp_path):
    said = grader("roster", "import", class_list, "--dry-run")

    assert said.code == 0
    assert "zmuller" in said.out
    assert said.out.endswith("2 new, 0 changed, 0 as before\nnothing was changed\n")
    assert [path.name for path in tmp_path.iterdir()] == ["class.csv"]


def test_a_dry_run_tells_what_would_change_and_changes_no_byte_of_a_gradebook(grader, class_list, tmp_path):
    grader("roster", "import", class_list)
    before = (tmp_path / "out/gradebook.sqlite3").read_bytes()
    class_list.write_text("SIS Login ID,Student\njdoe,Jane\nkim,Kim\n")

    said = grader("roster", "import", class_list, "--dry-run", "--replace")

    assert "1 new, 1 changed, 0 as before\n1 on the roster and not in the file (would go): zmuller\n" in said.out
    assert (tmp_path / "out/gradebook.sqlite3").read_bytes() == before


def test_who_is_not_in_a_later_file_stays_unless_it_replaces_the_roster(grader, class_list):
    grader("roster", "import", class_list)
    class_list.write_text("id\njdoe\n")

    stays = grader("roster", "import", class_list)
    assert "1 on the roster and not in the file (stay; --replace takes them off): zmuller" in stays.out
    assert len(json.loads(grader("roster", "show", "--json").out)["people"]) == 2

    assert "(taken off the roster): zmuller" in grader("roster", "import", class_list, "--replace").out
    assert len(json.loads(grader("roster", "show", "--json").out)["people"]) == 1


def test_json_is_one_document_with_all_that_is_said(grader, class_list):
    document = json.loads(grader("roster", "import", class_list, "--json").out)

    assert document["schema"] == "grader/roster-import/1"
    assert document["columns"] == {"Student": "name", "ID": "other id", "SIS Login ID": "id", "Section": "section"}
    assert document["new"] == ["jdoe", "zmuller"]
    assert (document["dry_run"], document["skipped"]) == (False, [{"line": 2, "name": "Points Possible"}])


def test_the_column_of_ids_can_be_named(grader, class_list):
    assert json.loads(grader("roster", "import", class_list, "--id", "ID", "--json").out)["new"] == ["4021", "4022"]


def test_showing_leaves_out_columns_that_nobody_has_anything_in(grader, class_list):
    grader("roster", "import", class_list)

    said = grader("roster", "show")

    assert "Müller, Zoë" in said.out
    assert "section" in said.out
    assert "accommodations" not in said.out


def test_what_is_exported_is_a_list_that_changes_nothing(grader, class_list, tmp_path):
    grader("roster", "import", class_list)

    assert grader("roster", "export", "--to", "again.csv").code == 0

    assert stat.S_IMODE((tmp_path / "again.csv").stat().st_mode) == 0o600  # it holds names and addresses
    assert "0 new, 0 changed, 2 as before" in grader("roster", "import", "again.csv").out
    rows = list(csv.DictReader(io.StringIO(grader("roster", "export").out)))
    assert rows[0] | {"name": "Doe, Jane", "ID": "4021"} == rows[0]


def test_no_cell_of_an_export_is_a_formula(grader, class_list):
    class_list.write_text('id,name\nada,"=HYPERLINK(""http://x"")"\n-bob,@SUM(A1)\n')
    grader("roster", "import", class_list)

    cells = [cell for row in csv.reader(io.StringIO(grader("roster", "export").out)) for cell in row]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'-bob" in cells


@pytest.mark.parametrize("part", [("show",), ("show", "--json"), ("export",)])
def test_without_a_roster_there_is_a_sentence_and_no_folder(grader, tmp_path, part):
    code, out, err = grader("roster", *part)

    assert (code, out) == (2, "")
    assert err == "Error: there is no roster in out\n  → make one with `grader roster import FILE.csv`\n"
    assert not list(tmp_path.iterdir())


def test_a_bad_list_is_one_sentence_with_what_to_do_and_leaves_the_roster_as_it_was(grader, class_list):
    grader("roster", "import", class_list)
    class_list.write_text("id,name\nkim,Kim\nkim,Kim\n")

    code, out, err = grader("roster", "import", class_list)

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "Error: class.csv has one id more than once: “kim” in lines 2, 3",
        "  → keep one row for each person",
    ]
    assert len(json.loads(grader("roster", "show", "--json").out)["people"]) == 2


def test_a_heading_that_orders_a_runner_about_is_said_as_text(grader, class_list):
    class_list.write_text("id,::error::x,\x1b[31mred\nada,,\n".replace("\x1b", "\u202e"))

    said = grader("roster", "import", class_list)

    assert said.code == 0
    assert "\n::" not in said.out
    assert "\u202e" not in said.out


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, max_size=3).map(" ".join).filter(lambda text: not text.startswith("'"))
PEOPLE = st.lists(
    st.builds(
        Person,
        st.from_regex(r"[a-z@=+-][a-z0-9 ,;_-]{0,8}[a-z0-9]", fullmatch=True),
        TEXTS,
        TEXTS,
        st.dictionaries(st.sampled_from(["SIS User ID", "lms_user_id"]), WORDS.map(lambda text: f"x{text}")),
        TEXTS,
        TEXTS,
        TEXTS,
    ),
    min_size=1,
    unique_by=lambda person: person.student,
)


@settings(deadline=None)
@given(PEOPLE)
def test_every_roster_that_is_written_is_read_as_it_was(tmp_path_factory, people):
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_text(roster_table.write(people), encoding="utf-8", newline="")

    assert read_roster(path).people == tuple(people)


def test_an_apostrophe_inside_a_cell_is_one(tmp_path):
    person = Person("ada", "0'=1", "", {}, "", "", "")
    path = tmp_path / "roster.csv"
    path.write_text(roster_table.write([person]), encoding="utf-8", newline="")

    assert read_roster(path).people == (person,)
