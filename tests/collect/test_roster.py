"""Class lists as places write them become people; what leaves open who is meant is refused with its lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.collect.roster import Roster, read_roster
from grader.collect.roster_columns import Field
from grader.errors import UsageError
from grader.exports import csv_table
from grader.records import Grade, Person, Status

Read = Callable[..., Roster]

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,HW1 (987),Final Score\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Doe, Jane",4021,S100,jdoe,CS1-01,7.5,75\n'
    '"Müller, Zoë",4022,S101,zmuller,CS1-01 and CS1-02,,\n'
    '"Student, Test",4999,,a1b2c3,CS1-01,,\n'
)
MOODLE_WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 1234,Jane Doe,jane@example.edu,Submitted for grading,7.50,10.00,-\n"
)
GRADESCOPE = "First Name,Last Name,SID,Email,Sections\nJane,Doe,jdoe,jane@example.edu,Lab 1\n"
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,HW1 Points Grade,End-of-Line Indicator\n"
    "#100200300,#jdoe,Doe,Jane,jane@example.edu,7.5,#\n"
)
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"HW1 [Total Pts: 100 Score] |12345"\n'
    '"Doe"\t"Jane"\t"jdoe"\t"00417"\t""\t"7.5"\n'
)
NBGRADER = "id,first_name,last_name,email,lms_user_id\njdoe,Jane,Doe,jane@example.edu,4021\n"
CLASSROOM = "identifier,github_username,github_id,name\njdoe,octojane,77,Jane Doe\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a class list that is given as text or bytes."""

    def make(content: str | bytes, **more: str) -> Roster:
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_roster(path, **more)

    return make


def test_canvas_has_names_under_student_and_rows_that_are_nobody(read):
    roster = read(CANVAS)

    others = {"ID": "4021", "SIS User ID": "S100"}
    assert roster.people[0] == Person("jdoe", "Doe, Jane", other_ids=others, section="CS1-01")
    assert [person.student for person in roster.people] == ["jdoe", "zmuller"]
    assert roster.skipped == ((2, "Points Possible"), (5, "Student, Test"))
    assert roster.columns.passed_over == ("HW1 (987)", "Final Score")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (MOODLE_WORKSHEET, Person("1234", "Jane Doe", "jane@example.edu")),
        (GRADESCOPE, Person("jdoe", "Jane Doe", "jane@example.edu", section="Lab 1")),
        (BRIGHTSPACE, Person("jdoe", "Jane Doe", "jane@example.edu", {"OrgDefinedId": "100200300"})),
        (BLACKBOARD, Person("jdoe", "Jane Doe", other_ids={"Student ID": "00417"})),
        (NBGRADER, Person("jdoe", "Jane Doe", "jane@example.edu", {"lms_user_id": "4021"})),
        (CLASSROOM, Person("octojane", "Jane Doe", other_ids={"identifier": "jdoe", "github_id": "77"})),
    ],
    ids=["moodle", "gradescope", "brightspace", "blackboard", "nbgrader", "classroom"],
)
def test_the_list_of_each_place_is_read(read, text, person):
    assert read(text).people == (person,)


def test_the_column_of_ids_can_be_chosen(read):
    roster = read(BRIGHTSPACE, id_heading="org defined id")

    assert (roster.people[0].student, roster.people[0].other_ids) == ("100200300", {"Username": "jdoe"})
    assert read(GRADESCOPE, id_heading="Email").people[0].student == "jane@example.edu"


@pytest.mark.parametrize(
    ("headings", "participant"),
    [
        ("Identifier,Full name,Email address", "Participant 1234"),
        ("ID,Vollständiger Name,E-Mail-Adresse", "Teilnehmer/in1234"),
        ("ID,Vollständiger Name,E-Mail-Adresse", "Teilnehmer*in1234"),
        ("ID,Vollständiger Name,E-Mail-Adresse", "Teilnehmer/in 1234"),
        ("Identifiant,Nom complet,Adresse de courriel", "Participant1234"),
        ("Identificador,Nombre completo,Dirección de correo", "Participante1234"),
        ("Identificatore,Nome completo,Indirizzo email", "Partecipante1234"),
        ("Identificatie,Volledige naam,E-mailadres", "Deelnemer1234"),
        ("Identificador,Nome completo,Endereço de email", "Participante1234"),
        ("Identificador,Nome completo,Endereço de email", "Participante 1234"),
        ("Identifiant,Nom complet,Adresse de courriel", "Participant 1234"),
        ("Identificador,Nombre completo,Dirección de correo", "Participante 1234"),
        ("Identificatore,Nome completo,Indirizzo email", "Partecipante 1234"),
        ("Identificatie,Volledige naam,E-mailadres", "Deelnemer 1234"),
    ],
)
def test_a_worksheet_of_moodle_is_read_in_its_languages(read, headings, participant):
    (person,) = read(f"{headings}\n{participant},Jane Doe,jane@example.edu\n").people

    assert person == Person("1234", "Jane Doe", "jane@example.edu")


@pytest.mark.parametrize("heading", ["Matrikelnummer", "Matrikel-Nr.", "Kennung", "Benutzername"])
def test_a_name_beside_a_first_name_is_the_last_one(read, heading):
    (person,) = read(f"Name;Vorname;{heading}\nSchmidt;Anna;s1\n").people

    assert person == Person("s1", "Anna Schmidt")


@pytest.mark.parametrize("other", ["github_username", "GitHub ID"])
def test_ids_under_student_are_those_beside_which_others_are_kept(read, other):
    (person,) = read(f"student,{other}\nada,a-gh\n").people

    assert person == Person("ada", other_ids={other: "a-gh"})


def test_rows_of_staff_are_nobody_and_are_named(read):
    roster = read(
        "Name,SID,Email,Role\nJane Doe,jane,j@example.edu,Student\nPat Roe,pat,p@example.edu,Instructor\n"
        'Kim Loe,kim,k@example.edu,TA\nLee Noe,lee,l@example.edu,"Student,TA"\nSam Moe,sam,s@example.edu,\n'
    )

    assert [each.student for each in roster.people] == ["jane", "lee", "sam"]
    assert roster.skipped == ((3, "Pat Roe, instructor"), (4, "Kim Loe, ta"))


def test_a_role_in_a_team_makes_nobody_staff(read):
    people = read("student,name,team,role\nada,Ada,T1,Manager\nbob,Bob,T1,Tester\n").people

    assert [each.student for each in people] == ["ada", "bob"]


def test_the_line_of_canvas_that_says_how_columns_are_posted_is_nobody(read):
    head, points, *people = CANVAS.splitlines(keepends=True)

    roster = read("".join([head, ",,,,,Manual Posting,\n", points, *people]))

    assert [each.student for each in roster.people] == ["jdoe", "zmuller"]
    assert (2, "Manual Posting") in roster.skipped


def test_a_second_id_of_the_same_place_is_in_a_column_with_a_number(read):
    (person,) = read("Username,OrgDefinedId,OrgDefinedId 2\njdoe,#501,#502\n").people

    assert person == Person("jdoe", other_ids={"OrgDefinedId": "501", "OrgDefinedId 2": "502"})


def test_an_id_of_letters_and_a_number_is_left_whole(read):
    assert [each.student for each in read("ID,Name\nS 1234,Jane Doe\nteam 7,Bob Roe\n").people] == ["S 1234", "team 7"]
    assert [each.student for each in read("ID\nparticipant01\nparticipant1\nParticipant-1\n").people] == [
        "participant01",
        "participant1",
        "Participant-1",
    ]
    assert [each.student for each in read("student\nParticipant 1\n").people] == ["Participant 1"]


def test_sections_teams_and_accommodations_are_kept_as_they_are_written(read):
    (person,) = read("ID;Team;Section;Accommodations\nada;owls;B;half as much time again, always\n").people

    assert person == Person("ada", team="owls", section="B", accommodations="half as much time again, always")


def test_what_a_column_does_not_tell_is_known_not_to_be_told(read):
    assert read("id,name\nada,Ada\n").told == {Field.ID, Field.NAME}


def test_excels_line_that_names_the_delimiter_is_no_row(read):
    assert read("sep=;\r\nid;name\r\nada;Lovelace, Ada\r\n").people == (Person("ada", "Lovelace, Ada"),)


def test_a_column_alone_is_a_list_of_ids_with_commas_in_them(read):
    assert [each.student for each in read("student\nDoe, Jane\nMoe, Kim\n").people] == ["Doe, Jane", "Moe, Kim"]


def test_an_apostrophe_that_keeps_a_spreadsheet_from_calculating_is_not_part_of_a_cell(read):
    assert read("id,name\n'-ada,'=Ada\n").people == (Person("-ada", "=Ada"),)
    assert read("id,name\nada,Ada '-' O'+Hara\n").people == (Person("ada", "Ada '-' O'+Hara"),)


def test_a_formula_of_one_text_is_that_text(read):
    told = 'student,name,section,SID\n"=""00123""","=""Doe, Jane""","=""1.10""",="0417"\n="00124",Bob,,\n'

    assert read(told).people == (
        Person("00123", "Doe, Jane", other_ids={"SID": "0417"}, section="1.10"),
        Person("00124", "Bob"),
    )


def test_an_exported_table_for_excel_is_read_back_with_its_ids(read):
    people = (Person("00123", "Ada", section="1.10"), Person("3-4", "Bob"), Person("=x", "+Cy"))
    grades = [Grade(each.student, "hw1", Status.MISSING, 1.0, ()) for each in people]

    roster = read(csv_table.write(grades, people, excel=True))

    assert {each.student for each in roster.people} == {"00123", "3-4", "=x"}


ERRORS = ["#NAME?", "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#WERT!", "#NV", "#¿NOMBRE?", "Err:502"]


@pytest.mark.parametrize("heading", ["id", "OrgDefinedId"])
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_of_a_spreadsheet_is_no_id(read, heading, error):
    with pytest.raises(UsageError, match=re.escape(f"in the place of ids: line 3, “{error}”")) as refused:
        read(f"{heading},name\nada,Ada\n{error},Bob\n")

    assert refused.value.exit_code == 2


LETTERS = st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs"), exclude_characters="'\"\u00a0\xad")
NOBODY = {"test student", "student, test", "points possible"}  # as Canvas calls lines of its own
CELLS = (
    st.text(LETTERS, max_size=12)
    .map(str.strip)
    .filter(lambda text: not text.startswith(tuple("=+-@")) and " ".join(text.casefold().split()) not in NOBODY)
)
IDS = st.lists(st.from_regex(r"[a-z][a-z0-9 ,;_-]{0,8}[a-z0-9]", fullmatch=True), min_size=1, max_size=6, unique=True)
HEADINGS = {"Student ID": 0, "FULL NAME": 1, "e-mail": 2, "section": 3, "Colour": 2}


@settings(deadline=None)
@given(
    ids=IDS,
    cells=st.tuples(CELLS, CELLS, CELLS),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    order=st.permutations(list(HEADINGS)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_same_people_come_out_of_any_delimiter_encoding_and_order(
    tmp_path_factory, ids, cells, delimiter, encoding, end, order, quoting
):
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    table.writerow(order)
    table.writerows([(each, *cells)[HEADINGS[heading]] for heading in order] for each in ids)
    data = text.getvalue().encode(encoding)
    assume(encoding != "cp1252" or not is_utf8(data))  # what is both is read as the likelier of the two
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_bytes(data)

    people = read_roster(path).people

    name, email, section = (" ".join(cell.split()) for cell in cells)
    assert people == tuple(Person(each, name, email, section=section) for each in ids)


def is_utf8(data: bytes) -> bool:
    return data == data.decode(errors="replace").encode() and not data.isascii()


BAD = {
    "no column of ids": ("Colour,Full name\nred,Jane\n", "no column of ids: its headings are “Colour”, “Full name”"),
    "ids twice": ("id,name\nada,A\nbob,B\nada,C\n", "one id more than once: “ada” in lines 2, 4"),
    "no id in a row": ("id,name\nada,A\n,B\n\n,D\n", "rows without an id: line 3; line 5"),
    "capitals": ("id\nada\nAda\n", "capitals or accents tell apart: “ada” in line 2 and “Ada” in line 3"),
    "accents": ("id\nzoë\nzoe\n", "capitals or accents tell apart: “zoë” in line 2 and “zoe” in line 3"),
    "unseen": ("id\nada\u200b\n", r"ids that no folder of a hand-in can bear: line 2, “ada\u200b”"),
    "slash": ("id\n../ada\n", "ids that no folder of a hand-in can bear: line 2, “../ada”"),
    "a dot": ("id\n.ada\n", "ids that no folder of a hand-in can bear"),
    "rounded": ("id\n1.00200E+08\n", "a spreadsheet kept the first digits alone: line 2, “1.00200E"),
    "empty": ("", "is empty"),
    "blank": ("\ufeff \r\n,,\r\n", "is empty"),
    "nobody": (CANVAS.partition('"Doe')[0], "headings, and nobody below them"),
    "a slipped cell": ("id,name\nada,Lovelace, Ada\n", "line 2: there are 3 cells"),
    "open quote": ('id,name\nada,"Ada\nbob,Bob\n', "line 2: the quotes of this row cannot be read"),
    "long": (f"id,name\nada,{'x' * 301}\n", "line 2: name is longer than 300 characters"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "is no text that can be read"),
    "zeros": (b"id,name\nada,A\x00\n", "is no text that can be read"),
    "cut": ("id,name\nada,Ada".encode("utf-16")[:-1], "is no text that can be read"),
    "id column twice": ("id,ID\nada,bob\n", "has the column “id” more than once"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_what_leaves_open_who_is_meant_is_refused_with_what_to_do(read, content, said):
    with pytest.raises(UsageError, match=re.escape(said)) as refused:
        read(content)

    assert refused.value.exit_code == 2
    assert refused.value.remedy
    assert "\n" not in refused.value.problem


def test_many_bad_rows_are_counted_after_the_first_few(read):
    with pytest.raises(UsageError, match="line 6; 2 more"):
        read("id,name\n" + ",A\n" * 7)


@pytest.mark.parametrize(("name", "said"), [("", "is a folder"), ("none.csv", "cannot be read: No such file")])
def test_a_file_that_is_none_is_refused(tmp_path, name, said):
    with pytest.raises(UsageError, match=said):
        read_roster(tmp_path / name)


def test_a_column_that_is_chosen_must_be_there(read):
    with pytest.raises(UsageError, match="has no column “SIS Login ID”") as refused:
        read(NBGRADER, id_heading="SIS Login ID")

    assert "lms_user_id" in refused.value.remedy


def test_a_file_name_with_brackets_in_it_is_named_as_it_is(tmp_path):
    path = tmp_path / "a{b}{}.csv"
    path.write_text("id\nada\nada\n")

    with pytest.raises(UsageError, match=re.escape("a{b}{}.csv has one id more than once")):
        read_roster(path)


def test_letters_of_which_half_is_a_zero_do_not_hide_utf_16(read):
    text = "id\tname\r\nada\tĀda Āāā\r\nbob\tБоб\r\n"

    assert [each.name for each in read(text.encode("utf-16-le")).people] == ["Āda Āāā", "Боб"]


@pytest.mark.parametrize(
    ("headings", "chosen"),
    [
        ("name,ID,SIS User ID", "ID"),
        ("Student,ID,SIS User ID", "SIS User ID"),
        ("Student,ID", "ID"),
        ("id,team,lms_user_id", "id"),
        ("student,name,SIS Login ID", "student"),
        ("Student ID,User Name", "User Name"),
    ],
)
def test_of_several_columns_of_ids_the_likeliest_is_the_one_that_people_hand_in_under(read, headings, chosen):
    roster = read(f"{headings}\n{','.join('abc'[: headings.count(',') + 1])}\n")

    (place,) = roster.columns.places(Field.ID)
    assert roster.columns.headings[place] == chosen


def test_who_linked_no_github_account_yet_stands_under_the_identifier(read):
    roster = read(CLASSROOM + "ada@example.edu,,,\n")
    assert [person.student for person in roster.people] == ["octojane", "ada@example.edu"]
    assert roster.without_account == ("ada@example.edu",)


def test_a_row_without_an_id_is_refused_where_ids_are_no_accounts_that_are_linked(read):
    with pytest.raises(UsageError, match="without an id: line 3"):
        read(GRADESCOPE + "Ada,Low,,ada@example.edu,Lab 1\n")
