"""What is handed on is taken by the documented rules of Canvas and Moodle: a test for each rule, which also bites."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import nbformat
import pytest

from grader.errors import UsageError
from grader.exports import canvas_comments, moodle_feedback
from grader.exports.feedback_text import feedback_text, in_form_of, summary
from grader.exports.feedback_zip import Packed, pack
from grader.exports.forms import FILLED
from grader.exports.sheets import fill
from grader.records import Decision, Grade, Person, Verdict
from tests.exports import canvas_rules, moodle_rules
from tests.exports.canvas_rules import Canvas
from tests.exports.moodle_rules import GERMAN, Moodle

CANVAS = Canvas(
    people={
        4021: {"Student": "Doe, Jane", "SIS Login ID": "jdoe", "SIS User ID": "S1"},
        4022: {"Student": "O'Neill, Seán", "SIS Login ID": "soneill", "SIS User ID": "S2"},
        4023: {"Student": "李, 小明", "SIS Login ID": "li", "SIS User ID": "S3"},
    },
    assignments={987: ("HW1", 3.0), 988: ("HW2", 10.0), 990: ("Final Score of all", 5.0)},
    scores={(4022, 987): 1.5, (4021, 988): 9.0},
    attachments={4021: {77: "walk.py", 79: "walk-1.py"}, 4022: {78: "walk.ipynb"}},
)
HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,HW1 (987),HW2 (988),Final Score\n"
POSSIBLE = "    Points Possible,,,,,3,10,(read only)\n"
ROWS = '"Doe, Jane",4021,S1,jdoe,A,,9,90\n"O\'Neill, Seán",4022,S2,soneill,A,1.50,,\n"李, 小明",4023,S3,li,B,EX,,\n'
GRADEBOOK = HEAD + POSSIBLE + ROWS
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),"
    "Feedback comments\n"
    "Participant 1234,Jane Doe,jane@example.edu,Submitted,,10.00,Yes,-,\n"
    "Participant 1235,Seán O'Neill,sean@example.edu,Submitted,2.00,10.00,Yes,100,\n"
    "Participant 1236,李 小明,li@example.edu,Submitted,,10.00,No,-,\n"
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
Make = Callable[..., Grade]


def in_canvas(table: str, *grades: Grade, **options: Any) -> dict[tuple[int, int], float | str | None]:
    filled = fill(FILLED["canvas"], table, ";" if ";" in table else ",", grades, column="987", **options)
    return CANVAS.changes(filled.text)


# --- Canvas: the gradebook -------------------------------------------------------------------------------------------


def test_canvas_sets_the_scores_that_were_given_and_changes_nothing_else(grade: Make) -> None:
    assert in_canvas(GRADEBOOK, grade("4021"), grade("4022")) == {(4021, 987): 1.5, (4023, 987): "EX"}


def test_canvas_needs_student_and_id_in_front_and_section_behind(grade: Make) -> None:
    for old, new in (("Student,ID", "Name,Number"), (",Section,", ",Group,")):
        with pytest.raises(canvas_rules.RefusedError):
            CANVAS.changes(GRADEBOOK.replace(old, new))
        with pytest.raises(UsageError, match="no gradebook of Canvas"):
            in_canvas(GRADEBOOK.replace(old, new), grade("4021"))


def test_canvas_knows_people_by_id_then_sis_ids(grade: Make) -> None:
    people = [Person("jane", other_ids={"SIS Login ID": "jdoe"})]

    assert in_canvas(GRADEBOOK, grade("jane"), people=people)[4021, 987] == 1.5
    without = GRADEBOOK.replace(",4021,", ",,")
    assert in_canvas(without, grade("jane"), people=people)[4021, 987] == 1.5
    with pytest.raises(canvas_rules.RefusedError, match="nobody"):
        CANVAS.changes(GRADEBOOK.replace('"Doe, Jane",4021,S1,jdoe', "Somebody,1,S9,x"))


def test_canvas_knows_a_column_by_its_number_and_offers_a_new_one_for_any_other(grade: Make) -> None:
    renamed = GRADEBOOK.replace("HW1 (987)", "Renamed since (987)")

    assert in_canvas(renamed, grade("4021"))[4021, 987] == 1.5
    with pytest.raises(canvas_rules.RefusedError, match="a new assignment"):
        CANVAS.changes(GRADEBOOK.replace("HW1 (987)", "HW9 (1)"))


def test_canvas_takes_points_possible_from_the_table_so_they_stay(grade: Make) -> None:
    filled = fill(FILLED["canvas"], GRADEBOOK, ",", [grade("4021")], column="987")

    assert POSSIBLE in filled.text
    with pytest.raises(canvas_rules.RefusedError, match="points possible"):
        CANVAS.changes(GRADEBOOK.replace(",3,10,", ",4,10,"))


def test_canvas_ignores_read_only_columns_and_totals_so_none_is_filled(grade: Make) -> None:
    locked = GRADEBOOK.replace(",3,10,", ",(read only),10,")
    assert (4022, 987) not in CANVAS.changes(locked.replace(",1.50,", ",2,"))
    with pytest.raises(UsageError, match="read only"):
        in_canvas(locked, grade("4021"))
    with pytest.raises(UsageError, match="no column is called"):
        fill(FILLED["canvas"], GRADEBOOK.replace("HW2 (988)", "Final Score of all (990)"), ",", [grade("4021")],
             column="990")  # fmt: skip


def test_canvas_reads_two_decimals_and_a_comma_as_the_decimal_sign(grade: Make, judgement: Any) -> None:
    for points, read in ((1234.5678, 1234.57), (12345.67, 12345.67), (1_000_000.0, 1_000_000.0), (0.1 + 0.2, 0.3)):
        given = grade("4021", judgements=(judgement("a", points=points, max_points=2e6),), max_score=2e6)
        table = GRADEBOOK.replace(",3,10,", ",,10,")
        assert in_canvas(table, given)[4021, 987] == read
    with pytest.raises(canvas_rules.RefusedError, match="two decimals"):
        CANVAS.changes(GRADEBOOK.replace(",1.50,", ',"1,234.50",'))


def test_canvas_counts_a_blank_over_a_score_as_a_change_so_nothing_is_blanked(grade: Make) -> None:
    assert CANVAS.changes(GRADEBOOK.replace(",1.50,", ",,"))[4022, 987] is None
    assert (4022, 987) not in in_canvas(GRADEBOOK, grade("4021"))


def test_canvas_keeps_who_is_excused(grade: Make) -> None:
    assert in_canvas(GRADEBOOK, grade("4021"), grade("4023"))[4023, 987] == "EX"


def test_canvas_takes_semicolons_where_all_lines_have_them(grade: Make) -> None:
    table = "\n".join(
        [HEAD.strip().replace(",", ";"), POSSIBLE.strip("\n").replace(",", ";"), "Doe, Jane;4021;S1;jdoe;A;;9;90", ""]
    )

    assert in_canvas(table, grade("4021")) == {(4021, 987): 1.5}


def test_a_table_of_another_course_is_refused_whole(grade: Make) -> None:
    with pytest.raises(UsageError, match="not one person of the table has a grade"):
        in_canvas(GRADEBOOK, grade("nobody"))


# --- Canvas: comments ------------------------------------------------------------------------------------------------

DOWNLOADED = [
    ("doejane_LATE_4021_77_walk.py",), ("doejane_LATE_4021_79_walk-1.py",), ("oneillsean_4022_78_walk.ipynb",),
    ("lixiaoming_4023_text.html",), ("notes.txt",),
]  # fmt: skip


def commented(*grades: Grade) -> Packed:
    slots = canvas_comments.slots(DOWNLOADED, lambda name: name.startswith("walk"))
    return pack(slots, grades, (), lambda slot, given: dict(canvas_comments.files(slot, f"for {given.student}\n")))


def test_comments_go_back_to_the_attachment_that_was_graded_and_none_is_ignored(grade: Make) -> None:
    packed = commented(grade("4021"), grade("4022"), grade("4023"))

    comments, ignored = CANVAS.comments(packed.data)
    assert ignored == []
    assert {person: [name for name, _ in files] for person, files in comments.items()} == {
        4021: ["walk-1.py"],
        4022: ["walk.ipynb"],
    }
    assert packed.without_slot == ["4023"]


def test_canvas_ignores_names_that_it_did_not_give_out(grade: Make) -> None:
    names = ["x_4021_5_walk.py", "._x_4021_77_walk.py", "walk.py", "x_4021_77_link.html"]
    slots = canvas_comments.slots(DOWNLOADED, bool)
    odd = pack(slots, [grade("4021")], (), lambda *_: dict.fromkeys(names, "x"))

    assert CANVAS.comments(odd.data) == ({}, names)


def test_a_comment_is_a_file_of_the_kind_that_canvas_calls_it() -> None:
    text = 'Walk: 1 of 2 points\n    """ ~~~ \\u0041\n'

    assert ast.parse(in_form_of(".py", text)).body == []
    notebook = nbformat.reads(in_form_of(".ipynb", text), as_version=4)
    nbformat.validate(notebook)
    assert "Walk: 1 of 2 points" in notebook.cells[0].source


# --- Moodle: the worksheet -------------------------------------------------------------------------------------------


def in_moodle(moodle: Moodle, *grades: Grade, table: str = WORKSHEET, delimiter: str = ",") -> moodle_rules.Uploaded:
    filled = fill(FILLED["moodle"], table, delimiter, grades, words=summary)
    return moodle.uploaded(filled.text, delimiter)


EVERYBODY = Moodle(frozenset({1234, 1235, 1236}), grades={1235: 2.0})


def test_moodle_takes_the_grades_and_the_words(grade: Make) -> None:
    done = in_moodle(EVERYBODY, grade("1234"), grade("1235"))

    assert done.grades == {1234: 1.5, 1235: 1.5}
    assert done.feedback[1234] == "1 of 2 criteria passed."


@pytest.mark.parametrize("column", ["Identifier", "Grade,", "Last modified (grade)"])
def test_moodle_needs_its_three_columns(grade: Make, column: str) -> None:
    table = WORKSHEET.replace(column, column.replace(column.strip(","), "Other"), 1)

    with pytest.raises(moodle_rules.RefusedError):
        EVERYBODY.uploaded(table)
    if column != "Identifier":
        with pytest.raises(UsageError):
            in_moodle(EVERYBODY, grade("1234"), table=table)


def test_moodle_takes_the_worksheet_in_the_language_it_gave_it_out_in(grade: Make) -> None:
    table = (
        "ID;Vollständiger Name;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;"
        "Zuletzt geändert (Bewertung);Feedback als Kommentar\n"
        "Teilnehmer/in1234;Jane Doe;Abgegeben;;10,00;Ja;-;\n"
    )

    german = Moodle(frozenset({1234}), language=GERMAN)
    assert in_moodle(german, grade("1234"), table=table, delimiter=";").grades == {1234: 1.5}


def test_moodle_skips_who_is_locked_so_the_row_is_left(grade: Make) -> None:
    filled = fill(FILLED["moodle"], WORKSHEET, ",", [grade("1234"), grade("1236")])

    assert Moodle(frozenset({1234, 1236}), locked=frozenset({1236})).uploaded(filled.text).grades == {1234: 1.5}
    assert filled.locked == ["Participant 1236, 李 小明"]


def test_moodle_skips_points_above_the_maximum_so_none_is_written(grade: Make) -> None:
    with pytest.raises(UsageError, match="above what the column takes"):
        in_moodle(EVERYBODY, grade("1234"), table=WORKSHEET.replace("10.00", "1.00"))
    assert Moodle(frozenset({1234}), maximum=1.0).uploaded(WORKSHEET.replace("tted,,10", "tted,7,10")).grades == {}


def test_moodle_skips_a_grade_that_changed_there_since_and_it_is_shown_as_a_change(grade: Make) -> None:
    filled = fill(FILLED["moodle"], WORKSHEET, ",", [grade("1235")])

    later = Moodle(frozenset({1235}), grades={1235: 3.0}, graded_at={1235: 161.0})
    assert later.uploaded(filled.text).grades == {}
    assert later.uploaded(filled.text, ignore_modified=True).grades == {1235: 1.5}
    assert filled.changed == [("Participant 1235, Seán O'Neill", "2.00", "1.5")]


def test_moodle_passes_over_who_is_no_participant(grade: Make) -> None:
    assert in_moodle(Moodle(frozenset({1235})), grade("1234"), grade("1235")).grades == {1235: 1.5}


def test_people_are_known_by_e_mail_in_a_worksheet(grade: Make) -> None:
    people = [Person("ada", email="Jane@example.edu")]
    filled = fill(FILLED["moodle"], WORKSHEET, ",", [grade("ada")], people)

    assert EVERYBODY.uploaded(filled.text).grades == {1234: 1.5}


def test_feedback_is_html_there_and_students_text_is_none(grade: Make) -> None:
    filled = fill(FILLED["moodle"], WORKSHEET, ",", [grade("1234")], words=lambda _: "<b>x</b> & y")

    assert EVERYBODY.uploaded(filled.text).feedback[1234] == "&lt;b&gt;x&lt;/b&gt; &amp; y"


# --- Moodle: feedback files ------------------------------------------------------------------------------------------


def test_feedback_files_go_to_the_participant_of_their_number(grade: Make) -> None:
    rows = [line.split(",") for line in WORKSHEET.splitlines()]
    packed = pack(
        moodle_feedback.slots(rows),
        [grade("1234"), grade("jane")],
        [Person("jane", email="sean@example.edu")],
        lambda slot, given: moodle_feedback.files(slot, f"for {given.student}", b"<p>", "walk"),
    )

    found = EVERYBODY.feedback_files(packed.data)
    assert found == {
        1234: {"feedback.txt": b"for 1234", "walk.html": b"<p>"},
        1235: {"feedback.txt": b"for jane", "walk.html": b"<p>"},
    }
    assert packed.without_grade == ["李 小明, 1236"]


def test_feedback_files_of_two_rows_of_one_participant_are_refused_with_their_lines(grade: Make) -> None:
    rows = [line.split(",") for line in WORKSHEET.replace("1236", "1234").splitlines()]

    with pytest.raises(UsageError, match="two places could be one student's: 1234 in line 2 and line 4"):
        pack(moodle_feedback.slots(rows), [grade("1234")], (), lambda slot, _: {slot.path: "x"})


def test_moodle_passes_over_hidden_files_and_unknown_numbers(grade: Make) -> None:
    def odd(*_: object) -> dict[str, str]:
        return {f"{name}/feedback.txt": "x" for name in ("A_9_assignsubmission_file", "A_x_assignsubmission_file")} | {
            "A_1234_assignsubmission_file/.feedback": "x"
        }

    slots = moodle_feedback.slots([line.split(",") for line in WORKSHEET.splitlines()])

    assert EVERYBODY.feedback_files(pack(slots, [grade("1234")], (), odd).data) == {}


# --- the words -------------------------------------------------------------------------------------------------------


def test_a_text_says_what_was_seen_and_where_to_look(grade: Make) -> None:
    text = feedback_text(grade(), "A walk", 0.0)

    assert text.splitlines()[0] == "A walk: 1.5 of 3 points"
    assert "[passed] The title of first_move. (1.5 of 1.5)" in text
    assert "    What was seen in last_move." in text
    assert "    Hint: Where to look in last_move." in text
    assert "secret" not in text


def test_a_text_has_no_trace_of_what_does_not_show(grade: Make, judgement: Any, diagnosis: Any) -> None:
    hidden = judgement("the_hidden_one", Verdict.FAILED, functions=("momentum",), max_points=4.0)
    made = Decision("the_hidden_one", 1.0, "about the hidden", "Prof", AT)
    whole = Decision("", None, "on the whole", "Prof", AT)
    given = grade(judgements=(judgement("first_move"), hidden), max_score=5.5, decisions=(made, whole))
    shown = msgspec.structs.replace(given, judgements=given.judgements[:1], max_score=1.5)
    text = feedback_text(shown, "A walk", 4.0)

    assert "hidden" not in text
    assert "Prof: on the whole" in text
    assert "Other criteria, shown later: 4 points." in text


def test_a_text_holds_no_control_characters_of_a_student(grade: Make) -> None:
    text = feedback_text(grade(message="\x1b[31m\u202egnp.exe\r\nGrade :=>>10"), "A walk", 0.0)

    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)


def test_a_column_may_be_called_as_people_write_an_id(grade: Make) -> None:
    table = GRADEBOOK.replace("HW1 (987)", "First Move (987)")

    assert fill(FILLED["canvas"], table, ",", [grade("4021")], titles=("first_move",)).new == 1
    with pytest.raises(UsageError, match="several columns"):
        fill(FILLED["canvas"], table.replace("HW2", "First-Move"), ",", [grade("4021")], titles=("first_move",))
