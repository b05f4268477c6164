"""Classes as learning platforms give them out are known by their names, and graded like plain folders."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.collect.classroom import Classroom, classroom
from grader.course.assignment import Assignment
from grader.records import NoticeKind, Person, Status, Trouble, TroubleKind
from tests.conftest import CourseWriter

CODE = "def twice(x):\n    return 2 * x  # {name}\n"


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add("twice")


def packed(path: Path, names: Mapping[str, str]) -> Path:
    """An archive of files by their names, each with a text that tells whose it is."""
    with zipfile.ZipFile(path, "w") as out:
        for name, whose in names.items():
            out.writestr(name, CODE.format(name=whose))
    return path


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as held:
        held.extractall(folder)
    return folder


def texts(found: Classroom) -> dict[str, str]:
    """Of each student whose text was taken; the status where none was."""
    told = {}
    for row in found.hand_ins:
        source = row.submission().source.decode()
        told[row.student] = source.partition("# ")[2].strip() if source else str(row.status)
    return told


CANVAS = {
    "doejane_4021_778899_twice.py": "jane",
    "oneillsean_LATE_4022_778900_twice-1.py": "sean",
    "mullerzoe_4023_778901_twice.py": "zoë",
    "lixiaoming_4024_text.html": "typed",
}
MOODLE = {
    "Jane Doe_1234_assignsubmission_file/twice.py": "jane",
    "Seán O’Neill_1235_assignsubmission_file_/twice.py": "sean",
    "Zoë Müller-Lüdenscheidt_1236_assignsubmission_file/twice.py": "zoë",
    "李 小明_1237_assignsubmission_onlinetext/onlinetext.html": "typed",
}
FLAT = {
    "Jane Doe_1234_assignsubmission_file_twice.py": "jane",
    "Participant_1235_assignsubmission_file_twice.py": "sean",
}
BLACKBOARD = {
    "Twice_jdoe_attempt_2026-03-01-10-00-00.txt": "about",
    "Twice_jdoe_attempt_2026-03-01-10-00-00_twice.py": "the first",
    "Twice_jdoe_attempt_2026-03-02-09-00-00_twice.py": "jane",
    "Twice_soneill_attempt_2026-03-01-11-00-00_twice.py": "sean",
}
BRIGHTSPACE = {
    "index.html": "a list",
    "501-77 - Jane Doe - Mar 3, 2026 1034 AM/twice.py": "the first",
    "501-77 - Jane Doe - Mar 3, 2026 134 PM/twice.py": "jane",
    "502-77 - Seán O'Neill - Dec 12, 2025 1200 AM/twice.py": "sean",
}


@pytest.mark.parametrize("form", ["zip", "folder", "folder around"])
@pytest.mark.parametrize(
    ("place", "names", "expected"),
    [
        ("canvas", CANVAS, {"4021": "jane", "4022": "sean", "4023": "zoë", "4024": "missing"}),
        ("moodle", MOODLE, {"1234": "jane", "1235": "sean", "1236": "zoë", "1237": "missing"}),
        ("moodle", FLAT, {"1234": "jane", "1235": "sean"}),
        ("blackboard", BLACKBOARD, {"jdoe": "jane", "soneill": "sean"}),
        ("brightspace", BRIGHTSPACE, {"501": "jane", "502": "sean"}),
    ],
)
def test_a_download_is_known_by_itself(
    assignment: Assignment, tmp_path: Path, place: str, names: dict[str, str], expected: dict[str, str], form: str
) -> None:
    where = packed(tmp_path / "class.zip", {f"hw1/{name}": text for name, text in names.items()}
                   if form == "folder around" else names)  # fmt: skip
    if form != "zip":
        where = unpacked(where, tmp_path / "class")

    found = classroom(where, [assignment])

    assert found.layout.id == place
    assert texts(found) == expected


MOODLE_ALONE = "Jane Doe_1234_assignsubmission_file/twice.py"
FLAT_ALONE = "Jane Doe_1234_assignsubmission_file_twice.py"
BRIGHTSPACE_ALONE = "501-77 - Jane Doe - Mar 3, 2026 1034 AM/twice.py"


@pytest.mark.parametrize("form", ["zip", "folder", "folder around"])
@pytest.mark.parametrize(
    ("place", "names", "person"),
    [
        ("canvas", ["doejane_4021_778899_twice.py"], "4021"),
        ("moodle", [MOODLE_ALONE], "1234"),
        ("moodle", [MOODLE_ALONE, "notes.txt"], "1234"),
        ("moodle", [FLAT_ALONE], "1234"),
        ("moodle", [FLAT_ALONE, "notes.txt"], "1234"),
        ("blackboard", ["Twice_jdoe_attempt_2026-03-01-10-00-00_twice.py"], "jdoe"),
        ("brightspace", [BRIGHTSPACE_ALONE], "501"),
        ("brightspace", [BRIGHTSPACE_ALONE, "index.html"], "501"),
    ],
)
def test_a_download_of_one_person_is_known_by_a_single_name(
    assignment: Assignment, tmp_path: Path, place: str, names: list[str], person: str, form: str
) -> None:
    around = "hw1/" if form == "folder around" else ""
    where = packed(tmp_path / "class.zip", {f"{around}{name}": "jane" for name in names})
    if form != "zip":
        where = unpacked(where, tmp_path / "class")

    found = classroom(where, [assignment])

    assert found.layout.id == place
    assert texts(found) == {person: "jane"}


@pytest.mark.parametrize("name", ["jane_1234", "501-77", "hw_2026_03_class", "4021_778899_jane"])
def test_one_folder_of_an_ordinary_name_is_a_students(assignment: Assignment, tmp_path: Path, name: str) -> None:
    found = classroom(packed(tmp_path / "all.zip", {f"{name}/twice.py": "jane"}), [assignment])

    assert found.layout.id == "plain"


def test_one_folder_as_a_download_names_them_makes_no_download_of_a_class(
    assignment: Assignment, tmp_path: Path
) -> None:
    names = {f"{name}/twice.py": name for name in ("ada", "bob")} | {MOODLE_ALONE: "jane"}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert found.layout.id == "plain"
    assert set(texts(found).values()) == {"ada", "bob", "jane"}


def test_a_late_mark_is_kept_and_nobody_else_has_one(assignment: Assignment, tmp_path: Path) -> None:
    found = classroom(packed(tmp_path / "class.zip", CANVAS), [assignment])

    marked = {row.student for row in found.hand_ins if NoticeKind.MARKED_LATE in [each.kind for each in row.notices]}
    assert marked == {"4022"}


def test_a_blind_download_from_canvas_has_numbers_for_people(assignment: Assignment, tmp_path: Path) -> None:
    names = {"anon_a1b2_778_twice.py": "one", "LATE_anon_c3d4_779_twice.py": "two"}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert texts(found) == {"anon_a1b2": "one", "anon_c3d4": "two"}


TEXT, LINK = TroubleKind.TYPED_TEXT, TroubleKind.TYPED_LINK


@pytest.mark.parametrize(
    ("place", "name", "person", "kind"),
    [
        ("canvas", "doejane_4027_text.html", "4027", TEXT),
        ("canvas", "doejane_LATE_4027_text.html", "4027", TEXT),
        ("canvas", "doejane_4027_link.html", "4027", LINK),
        ("canvas", "anon_ghi_text.html", "anon_ghi", TEXT),
        ("canvas", "LATE_anon_ghi_link.html", "anon_ghi", LINK),
        ("moodle", "Jane Doe_1234_assignsubmission_onlinetext/onlinetext.html", "1234", TEXT),
        ("moodle", "Jane Doe_1234_assignsubmission_onlinetext_/onlinetext.html", "1234", TEXT),
        ("moodle", "Jane Doe_1234_assignsubmission_onlinetext_onlinetext.html", "1234", TEXT),
        ("blackboard", "Twice_jdoe_attempt_2026-03-01-10-00-00.txt", "jdoe", TEXT),
    ],
)
def test_what_was_typed_into_a_page_has_a_row_that_says_so(
    assignment: Assignment, tmp_path: Path, place: str, name: str, person: str, kind: TroubleKind
) -> None:
    found = classroom(packed(tmp_path / "class.zip", {name: "jane"}), [assignment])

    (row,) = found.hand_ins
    assert found.layout.id == place
    assert (row.student, row.status, row.trouble) == (person, Status.MISSING, Trouble(kind, "twice"))
    assert found.passed_over == ()


@pytest.mark.parametrize(
    "names",
    [
        ["Jane Doe_1234_assignsubmission_onlinetext/onlinetext.html", MOODLE_ALONE],
        ["Twice_jdoe_attempt_2026-03-01-10-00-00.txt", "Twice_jdoe_attempt_2026-03-01-10-00-00_twice.py"],
        ["Jane Doe_1234_assignsubmission_onlinetext/twice.py"],
        ["doejane_4021_778899_twice.py", "doejane_4021_text.html"],
    ],
)
def test_a_file_beside_what_was_typed_is_graded(assignment: Assignment, tmp_path: Path, names: list[str]) -> None:
    found = classroom(packed(tmp_path / "class.zip", dict.fromkeys(names, "jane")), [assignment])

    assert [(row.status, row.trouble) for row in found.hand_ins] == [(Status.GRADED, None)]


def test_a_students_file_that_is_called_as_typed_text_is_a_file(assignment: Assignment, tmp_path: Path) -> None:
    names = ["doejane_4021_778899_text.html", "anon_a1_778900_link.html"]

    found = classroom(packed(tmp_path / "class.zip", dict.fromkeys(names, "x")), [assignment])

    assert [(row.student, row.trouble) for row in found.hand_ins] == [
        ("4021", Trouble(TroubleKind.ABSENT, "twice")), ("anon_a1", Trouble(TroubleKind.ABSENT, "twice"))]  # fmt: skip


def test_an_attempt_of_blackboard_whose_text_says_that_nothing_was_typed_is_no_typed_text(
    assignment: Assignment, tmp_path: Path
) -> None:
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as out:
        said = "Name: J (jdoe)\n\nSubmission Field:\nThere is no student submission text data for this assignment.\n"
        out.writestr("Twice_jdoe_attempt_2026-03-01-10-00-00.txt", said)

    (row,) = classroom(archive, [assignment]).hand_ins

    assert row.trouble == Trouble(TroubleKind.ABSENT, "twice")


def test_people_are_who_the_roster_says_has_that_id(assignment: Assignment, tmp_path: Path) -> None:
    people = [Person("jdoe", "Jane Doe", other_ids={"ID": "4021"}), Person("soneill", other_ids={"ID": "4022"})]

    found = classroom(packed(tmp_path / "class.zip", CANVAS), [assignment], people=people)

    assert set(texts(found)) == {"jdoe", "soneill", "4023", "4024"}
    assert found.names["jdoe"] == "doejane"


def test_an_id_that_two_people_have_is_nobodys_and_two_hand_ins_of_one_person_keep_the_places_ids(
    assignment: Assignment, tmp_path: Path
) -> None:
    archive = packed(tmp_path / "class.zip", CANVAS)
    both = [Person("a", other_ids={"Login": "4021"}), Person("b", other_ids={"SIS": "4021"})]
    assert "4021" in texts(classroom(archive, [assignment], people=both))

    one = [Person("a", other_ids={"Login": "4021", "SIS": "4022"})]
    found = classroom(archive, [assignment], people=one)
    assert found.doubled == ("a",)
    assert {"4021", "4022"} < set(texts(found))


def test_the_number_in_a_name_of_canvas_is_that_of_its_own_column(assignment: Assignment, tmp_path: Path) -> None:
    people = [Person("4022", other_ids={"ID": "4021"}), Person("a", other_ids={"ID": "4022", "SIS": "4023"})]

    found = classroom(packed(tmp_path / "class.zip", CANVAS), [assignment], people=people)

    assert set(texts(found)) == {"4022", "a", "4023", "4024"}
    assert found.names["4022"] == "doejane"


def test_files_that_are_named_otherwise_are_listed(assignment: Assignment, tmp_path: Path) -> None:
    found = classroom(packed(tmp_path / "class.zip", {**CANVAS, "notes.txt": "x"}), [assignment])

    assert found.passed_over == ("notes.txt",)


@pytest.mark.parametrize("around", ["../", "..\\", "x/../", "/", "C:\\"])
def test_a_path_that_leads_out_of_a_download_is_told_of_whom_it_names(
    assignment: Assignment, tmp_path: Path, around: str
) -> None:
    names = {**CANVAS, f"{around}roerichard_4031_9031_twice.py": "x", f"{around}notes.txt": "x"}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    (row,) = [row for row in found.hand_ins if row.student == "4031"]
    assert row.trouble is not None
    assert row.trouble.kind is TroubleKind.FOLDER_WAY_OUT
    assert [name.rpartition("/")[2] for name in found.passed_over] == ["notes.txt"]
    assert {"4021", "4022", "4023", "4024"} <= set(texts(found))


def test_one_students_names_do_not_make_a_class_a_download(assignment: Assignment, tmp_path: Path) -> None:
    names = {"ada/twice.py": "ada", "bob/twice.py": "bob", "cy/twice.py": "cy"}
    names |= {f"mallory/x_{number}_{number}_twice.py": "mallory" for number in range(300)}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert found.layout.id == "plain"
    assert {student: text for student, text in texts(found).items() if student != "mallory"} == {
        "ada": "ada", "bob": "bob", "cy": "cy"}  # fmt: skip


def test_a_person_whose_name_begins_with_a_dot_is_a_person(assignment: Assignment, tmp_path: Path) -> None:
    names = {
        "..%2f_1233_assignsubmission_file_/twice.py": "dot",
        "Jane Doe_1234_assignsubmission_file_/twice.py": "jane",
    }

    assert texts(classroom(packed(tmp_path / "class.zip", names), [assignment])) == {"1233": "dot", "1234": "jane"}


def test_a_layout_may_be_named(assignment: Assignment, tmp_path: Path) -> None:
    archive = packed(tmp_path / "class.zip", {"Jane Doe_1234_assignsubmission_file/twice.py": "jane"})

    plain = classroom(archive, [assignment], layout="plain")
    assert texts(plain) == {"Jane Doe_1234_assignsubmission_file": "jane"}
    assert all(row.status is Status.GRADED for row in plain.hand_ins)
    assert texts(classroom(archive, [assignment], layout="moodle")) == {"1234": "jane"}


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("canvas", ("doejane_4021_1_twice.py", "mallory_4030_2_x_4021_9_twice.py")),
        (
            "moodle",
            ("A_4021_assignsubmission_file_twice.py", "M_4030_assignsubmission_file_A_4021_assignsubmission_file_x.py"),
        ),
        (
            "blackboard",
            (
                "HW_4021_attempt_2026-03-01-10-00-00_twice.py",
                "HW_4030_attempt_2026-03-01-10-00-00_HW_4021_attempt_2026-09-01-10-00-00_twice.py",
            ),
        ),
    ],
)
def test_nobody_hands_in_for_another_by_the_name_of_a_file(
    assignment: Assignment, tmp_path: Path, place: str, names: tuple[str, str]
) -> None:
    archive = packed(tmp_path / "class.zip", dict(zip(names, ("hers", "mallory's"), strict=True)))

    found = classroom(archive, [assignment])

    assert found.layout.id == place
    assert texts(found)["4021"] == "hers"
    assert "4030" in texts(found)


def test_of_several_files_from_canvas_the_newest_counts_and_the_page_says_so(
    assignment: Assignment, tmp_path: Path
) -> None:
    names = {"doejane_4021_778899_twice.py": "the first", "doejane_4021_778950_twice-1.py": "jane"}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert texts(found) == {"4021": "jane"}
    assert [(each.kind, each.others) for each in found.hand_ins[0].notices] == [(NoticeKind.NEWEST, ("twice.py",))]


def test_a_number_that_canvas_adds_to_a_second_attempt_is_nothing_to_speak_of(
    assignment: Assignment, tmp_path: Path
) -> None:
    names = {"doejane_4021_80_twice-2.py": "jane", "ng_4022_81_Twice.py": "ng"}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert [[each.kind for each in row.notices] for row in found.hand_ins] == [[], [NoticeKind.NEAR_NAME]]


def test_the_times_of_a_download_are_not_those_of_the_hand_ins(assignment: Assignment, tmp_path: Path) -> None:
    archive = packed(tmp_path / "class.zip", CANVAS)

    assert {row.handed_in_at for row in classroom(archive, [assignment]).hand_ins} == {None}
    assert {row.handed_in_at for row in classroom(unpacked(archive, tmp_path / "x"), [assignment]).hand_ins} == {None}


@pytest.mark.parametrize(
    ("names", "person", "newest"),
    [(BLACKBOARD, "jdoe", datetime(2026, 3, 2, 9, 0)), (BRIGHTSPACE, "501", datetime(2026, 3, 3, 13, 34))],
)  # fmt: skip
def test_an_attempt_has_its_time_and_those_before_it_are_kept(
    assignment: Assignment, tmp_path: Path, names: dict[str, str], person: str, newest: datetime
) -> None:
    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    row = next(row for row in found.hand_ins if row.student == person)
    assert row.handed_in_at == newest.astimezone(UTC)
    assert [b"the first" in each.submission().source for each in row.earlier] == [True]
    assert row.earlier[0].handed_in_at is not None
    assert row.earlier[0].handed_in_at < row.handed_in_at


@pytest.mark.parametrize("username", ["jane_doe", "j_attempt_d"])
def test_a_username_of_blackboard_may_hold_an_underscore_as_the_assignment_may(
    assignment: Assignment, tmp_path: Path, username: str
) -> None:
    names = {f"Home_work_{each}_attempt_2026-03-02-09-00-00_twice.py": each for each in (username, "max", "zoe_k")}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment])

    assert texts(found) == {username: username, "max": "max", "zoe_k": "zoe_k"}


@pytest.mark.parametrize("later", ["readme.txt", "plot.png"])
def test_an_attempt_without_a_file_for_the_assignment_leaves_the_one_before_it(
    assignment: Assignment, tmp_path: Path, later: str
) -> None:
    names = {"501-77 - Jane - Mar 3, 2026 1034 AM/twice.py": "jane"}
    names |= {f"501-77 - Jane - Mar 3, 2026 1104 AM/{later}": "more"}

    (row,) = classroom(packed(tmp_path / "class.zip", names), [assignment]).hand_ins

    assert b"jane" in row.submission().source
    assert [each.kind for each in row.notices] == [NoticeKind.BEFORE_LAST]


def test_a_username_that_may_end_in_anothers_is_nobodys(assignment: Assignment, tmp_path: Path) -> None:
    at = "attempt_2026-03-02-09-00-00_twice.py"
    names = {f"Home_work_{each}_{at}": each for each in ("j_doe", "j_roe")}
    people = [Person(each) for each in ("j_doe", "doe", "j_roe")]

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)

    assert texts(found) == {"Home_work_j_doe": "j_doe", "j_roe": "j_roe"}


@pytest.mark.parametrize("word", ["Name", "Nombre", "Nom et prénom"])
def test_the_text_of_an_attempt_says_whose_it_is_where_names_alone_leave_it_open(
    assignment: Assignment, tmp_path: Path, word: str
) -> None:
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for username in ("st_jane", "st_max"):
            at = f"Home_work_{username}_attempt_2026-03-02-09-00-00"
            out.writestr(f"{at}.txt", f"{word}: A (zoe) B ({username})\r\nAssignment: Home_work\r\nName: x (zoe)\r\n")
            out.writestr(f"{at}_twice.py", CODE.format(name=username))

    found = classroom(archive, [assignment])

    assert texts(found) == {"st_jane": "st_jane", "st_max": "st_max"}


MOODLE_GROUPS = {
    "Group A_57_assignsubmission_file/twice.py": "the group's",
    "Default group_assignsubmission_file/twice.py": "somebody's",
}


def test_a_group_from_moodle_is_the_team_of_the_roster(assignment: Assignment, tmp_path: Path) -> None:
    people = [Person("ada", team="Group_A"), Person("bob", team="Group_A"), Person("cy", other_ids={"ID": "57"})]

    found = classroom(packed(tmp_path / "class.zip", MOODLE_GROUPS), [assignment], people=people)

    assert texts(found) == {"ada": "the group's", "bob": "the group's", "Default group": "somebody's"}
    assert [notice.others for row in found.hand_ins[:2] for notice in row.notices] == [("ada", "bob")] * 2


def test_a_group_of_one_is_its_member_whoever_has_its_number(assignment: Assignment, tmp_path: Path) -> None:
    names = {"B_57_assignsubmission_file/twice.py": "ann's", "C_58_assignsubmission_file/twice.py": "cy's"}
    people = [Person("ann", team="B"), Person("cy", team="C", other_ids={"ID": "57"}), Person("bob", team="D")]

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)

    assert texts(found) == {"ann": "ann's", "cy": "cy's"}
    assert found.doubled == ()


def test_who_is_a_member_and_handed_in_alone_is_listed_twice(assignment: Assignment, tmp_path: Path) -> None:
    names = {"B_57_assignsubmission_file/twice.py": "the group's", "Ann_61_assignsubmission_file/twice.py": "hers"}
    people = [Person("ann", "Ann", team="B", other_ids={"ID": "61"}), Person("bob", team="B")]

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)

    assert found.doubled == ("ann",)
    assert texts(found) == {"bob": "the group's", "57": "the group's", "61": "hers"}


def test_a_group_that_the_roster_does_not_know_keeps_its_number(assignment: Assignment, tmp_path: Path) -> None:
    found = classroom(packed(tmp_path / "class.zip", MOODLE_GROUPS), [assignment], people=[Person("ada")])

    assert texts(found) == {"57": "the group's", "Default group": "somebody's"}


def test_people_of_brightspace_are_known_by_a_full_name_that_nobody_else_bears(
    assignment: Assignment, tmp_path: Path
) -> None:
    at = "Mar 3, 2026 1034 AM/twice.py"
    names = {f"501-77 - Jane  Doe - {at}": "jane", f"502-77 - Li Ng - {at}": "li", f"503-77 - Li Ng - {at}": "another"}
    names |= {f"504-77 - Max Un-Known - {at}": "max", f"505-77 - Zoë - {at}": "zoë"}
    people = [Person("jdoe", "jane doe"), Person("ng", "Li Ng"), Person("z1", "Zoë"), Person("z2", "Zoe\u0308")]

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)

    assert texts(found) == {"jdoe": "jane", "502": "li", "503": "another", "504": "max", "505": "zoë"}


def test_a_groups_folder_has_no_sign_that_no_folder_may_have(assignment: Assignment, tmp_path: Path) -> None:
    names = {
        "Team Fri_77_assignsubmission_file/twice.py": "ann's",
        "A  Bs_78_assignsubmission_file/twice.py": "cy's",
    }
    people = [Person("ann", team="Team: Fri"), Person("cy", team="A & B's")]

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)

    assert texts(found) == {"ann": "ann's", "cy": "cy's"}


def test_a_number_in_a_column_that_says_nothing_is_looked_for_in_the_others(
    assignment: Assignment, tmp_path: Path
) -> None:
    people = [Person("ada", other_ids={"ID": "900001", "Canvas User ID": "4021"})]

    assert "ada" in texts(classroom(packed(tmp_path / "class.zip", CANVAS), [assignment], people=people))


def test_teams_whose_names_differ_in_signs_that_no_folder_has_are_two(assignment: Assignment, tmp_path: Path) -> None:
    names = {"R&D_7_assignsubmission_file/twice.py": "one", "RD_8_assignsubmission_file/twice.py": "another"}
    people = [Person("ada", team="R&D"), Person("zed", team="RD")]

    assert texts(classroom(packed(tmp_path / "class.zip", names), [assignment], people=people)) == {
        "ada": "one",
        "zed": "another",
    }


@pytest.mark.parametrize("roster", [["j_smith", "smith"], ["j_smith"], ["smith", "j_smith", "ada"]])
def test_a_longer_username_goes_before_what_it_ends_in(
    assignment: Assignment, tmp_path: Path, roster: list[str]
) -> None:
    at = "attempt_2026-03-02-09-00-00_twice.py"
    names = {f"hw1_{each}_{at}": each for each in ("j_smith", "ada")}

    found = classroom(packed(tmp_path / "class.zip", names), [assignment], people=[Person(each) for each in roster])

    assert texts(found)["j_smith"] == "j_smith"
