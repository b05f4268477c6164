"""What GitHub and GitLab are given of lost criteria: remarks on lines, a summary, a code quality report."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import structs

from grader.exports import code_quality, github
from grader.exports.lost_lines import LostLine, lost_lines
from grader.records import Call, CodeRemark, Ending, Outcome, SourceKind, Status, Submission, Told, Verdict, Why

SOURCE = b"import math\n\n\ndef momentum(x):\n    return x\n\n\nif True:\n    def momentum(y):\n        return y\n"


def handed_in(source: bytes = SOURCE, kind: SourceKind = SourceKind.PYTHON) -> Submission:
    return Submission("you", "walk", "walk.py", kind, source)


def lost_at(line: int, message: str = "It is wrong.", verdict: Verdict = Verdict.FAILED) -> LostLine:
    return LostLine("walk", f"c{line}", "It moves.", message, "src/walk.py", line, verdict)


def test_a_remark_stands_where_the_last_definition_of_the_function_begins(grade):
    (lost,) = lost_lines(grade(), handed_in(), "src/walk.py")

    assert (lost.path, lost.line, lost.title) == ("src/walk.py", 9, "The title of last_move.")


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({"outcome": Outcome(Ending.RAISED, error="ValueError", line=5), "call": Call("momentum", b"")}, 5),
        ({"remarks": (CodeRemark("momentum", Why.RETURN_IN_LOOP, 10),)}, 10),
        ({"functions": ("adam",)}, 1),
    ],
)
def test_a_remark_stands_in_the_line_that_is_known(grade, judgement, parts, line):
    lost = lost_lines(grade(judgements=(judgement("first_move", Verdict.CRASHED, **parts),)), handed_in(), "walk.py")

    assert [each.line for each in lost] == [line]


def test_of_a_notebook_the_cell_is_said_and_not_a_line_of_its_file(grade, judgement):
    outcome = Outcome(Ending.RAISED, error="ValueError", line=5, cell=3)
    crashed = judgement("first_move", Verdict.CRASHED, outcome=outcome, call=Call("momentum", b""))

    (lost,) = lost_lines(grade(judgements=(crashed,)), handed_in(b"{}", SourceKind.NOTEBOOK), "walk.ipynb")

    assert lost.line == 1
    assert lost.message.startswith("Cell 3, line 5: ")


def test_a_file_that_could_not_be_graded_has_one_remark(grade):
    (lost,) = lost_lines(grade(status=Status.REJECTED, message="It is a link."), handed_in(), "walk.py")

    assert (lost.line, lost.message, lost.criterion) == (1, "It is a link.", "")


def test_no_more_remarks_than_github_shows_and_the_last_says_how_many_there_are():
    commands = github.annotation_commands([lost_at(line) for line in range(1, 31)])

    assert len(commands) == 10
    assert commands[0] == "::error file=src/walk.py,line=1,title=It moves.::It is wrong."
    assert commands[-1] == "::error::21 more lost criteria are in the summary."


def test_what_is_said_of_a_line_already_and_what_was_not_looked_at_is_not_said_again():
    lost = [lost_at(1, "First.", Verdict.NOT_RUN), lost_at(2), lost_at(2), lost_at(2, "Another.")]

    assert [command.rpartition("::")[2] for command in github.annotation_commands(lost)] == ["It is wrong.", "Another."]


def unescaped(text: str) -> str:
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@settings(max_examples=80)
@given(st.text(alphabet=st.sampled_from(":,%\r\n#[]error=file\x1b\u2028 a0A"), max_size=40))
def test_no_text_of_a_student_gets_out_of_its_command(text):
    told = LostLine("walk", "c", text, text, text.strip() or "walk.py", 7, Verdict.FAILED)

    (command,) = github.annotation_commands([told])

    assert len(command.splitlines()) == 1
    found = re.fullmatch(r"::error (?P<properties>[^:]*)::(?P<message>.*)", command)
    assert found is not None
    names = [part.partition("=")[0] for part in found["properties"].split(",")]
    assert names == [name for name, value in (("file", "f"), ("line", "7"), ("title", text)) if value]


MARKUP = "<img src=x> [a](http://b.c) `code` **b** | ~~c~~ @you #1 www.d.org\n\n# e"


def test_no_text_of_a_student_is_markup_in_a_summary(grade, judgement):
    lost = structs.replace(judgement("first_move", Verdict.CRASHED), told=Told(MARKUP))

    text = github.summary([(grade(judgements=(lost,)), MARKUP)])

    tokens = MarkdownIt("gfm-like", {"linkify": False}).enable("table").parse(text)
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"),
        *(f"{part}_{end}" for part in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")),
    }
    assert [token.type for token in tokens].count("td_open") == 4
    assert not re.search(r"[<`*@~]|www\.|://", text)


@pytest.mark.parametrize("room", [0, 60, 300, 5000])
def test_a_summary_takes_no_more_room_than_there_is_and_says_what_is_missing(grade, judgement, room):
    many = grade(judgements=tuple(judgement(f"c{number}", Verdict.FAILED) for number in range(200)))

    text = github.summary([(many, "Walk")], room)

    assert len(text.encode()) <= room
    assert room < 100 or "The rest is left out" in text
    assert all(row.count(" | ") == 3 for row in text.splitlines() if row.startswith("| "))


def test_a_summary_says_that_it_is_no_grade(grade):
    assert "This is no grade" in github.summary([(grade(), "Walk")])


ISSUE = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
        "description": {"type": "string", "minLength": 1},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string", "pattern": r"^(?!\./|/).+"},
                "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}},
            },
        },
    },
}


def test_gitlab_takes_the_report_and_knows_a_remark_again():
    lost = [lost_at(1), lost_at(2, "b", Verdict.CRASHED), lost_at(3, "c", Verdict.NOT_RUN)]

    first, again = (json.loads(code_quality.write(each)) for each in (lost, [lost_at(1, "Still wrong.")]))

    jsonschema.validate(first, {"type": "array", "items": ISSUE})
    assert [each["severity"] for each in first] == ["major", "critical", "info"]
    assert len({each["fingerprint"] for each in first}) == 3
    assert again[0]["fingerprint"] == first[0]["fingerprint"]
