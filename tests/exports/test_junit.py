from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import junitparser
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.exports import junit
from grader.records import Status, Told, Verdict

# The stricter of the two schemas that Jenkins has had: attributes of each element, and the elements in it in order.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time", "group"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
    "system-out": set(),
}
CHILDREN = {
    "testsuites": r"(testsuite )*",
    "testsuite": r"(properties )?(testcase )*(system-out )?(system-err )?",
    "properties": r"(property )*",
    "testcase": r"(skipped |error |failure )?(system-out )?(system-err )?",
}


def read(text: str) -> junitparser.JUnitXml:
    return junitparser.JUnitXml.fromstring(text.encode())


def kinds(text: str) -> list[str]:
    """What became of each case, as a reader of JUnit sees it."""
    return [str(case.result[0]._tag) if case.result else "passed" for suite in read(text) for case in suite]


@pytest.mark.parametrize("status", Status)
def test_every_element_is_as_the_strict_schema_has_it(grade, judgement, status):
    judgements = tuple(judgement(verdict.value, verdict) for verdict in Verdict)

    root = ET.fromstring(junit.write([grade(status=status, judgements=judgements), grade("bob")]))

    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert re.fullmatch(CHILDREN.get(element.tag, ""), "".join(f"{child.tag} " for child in element))
        assert re.fullmatch(r"\d+\.\d{1,3}", element.get("time", "0.0"))


def test_a_reader_counts_what_is_counted(grade, judgement):
    judgements = tuple(judgement(verdict.value, verdict) for verdict in Verdict)
    text = junit.write([grade(judgements=judgements), grade("bob", status=Status.MISSING, judgements=judgements)])
    said = ET.fromstring(text)

    counted = read(text)
    counted.update_statistics()  # type: ignore[no-untyped-call]

    assert (counted.tests, counted.failures, counted.errors) == tuple(
        int(said.attrib[name]) for name in ("tests", "failures", "errors")
    )


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict.PASSED, "passed"),
        (Verdict.FAILED, "failure"),
        (Verdict.CRASHED, "error"),
        (Verdict.TIMED_OUT, "error"),
        (Verdict.OUT_OF_MEMORY, "error"),
        (Verdict.GRADER_FAULT, "error"),
        (Verdict.NOT_RUN, "skipped"),
    ],
)
def test_a_wrong_answer_is_a_failure_and_no_answer_an_error(grade, judgement, verdict, kind):
    assert kinds(junit.write([grade(judgements=(judgement("first_move", verdict),))])) == [kind]


@pytest.mark.parametrize("status", [Status.MISSING, Status.REJECTED, Status.REGRADE_NEEDED])
def test_a_hand_in_without_a_grade_is_never_green(grade, judgement, status):
    ungraded = grade(status=status, message="Nothing came.", judgements=(judgement("first_move", Verdict.NOT_RUN),))

    assert kinds(junit.write([ungraded])) == ["error", "skipped"]


def test_why_a_hand_in_was_refused_is_said_once(grade, judgement):
    skipped = (judgement("first_move", Verdict.NOT_RUN, message="A link.", hint=""), judgement("last_move"))

    text = junit.write([grade(status=Status.REJECTED, message="A link.", judgements=skipped)])

    assert [element.text for element in ET.fromstring(text).iter() if "A link." in (element.text or "")] == ["A link."]
    assert text.count("A link.") == 2  # some readers show the attribute, some the text


def test_the_message_stands_in_attribute_and_text(grade):
    lost = ET.fromstring(junit.write([grade()])).find(".//failure")

    assert lost is not None
    assert lost.get("message") == "What was seen in last_move."
    assert lost.text == "What was seen in last_move.\nHint: Where to look in last_move."


def test_cases_of_one_title_keep_names_of_their_own(grade, judgement):
    same = (judgement("first_move", title="It moves."), judgement("last_move", title="It moves."))

    (suite,) = read(junit.write([grade(judgements=same)]))

    assert len({case.name for case in suite}) == 2


def test_how_it_was_taken_what_its_time_costs_and_what_persons_say_is_in_it(beside):
    suite = ET.fromstring(junit.write([beside]))[0]

    whole = suite.findtext("system-out") or ""
    assert "walk (1).py" in whole
    assert "10 %" in whole
    assert "eve: Come and see me." in whole
    last = suite.findall("testcase")[-1].findtext("system-out") or ""
    assert last.startswith("points: ")
    assert "kim: Read by hand." in last


def test_a_suite_of_which_there_is_nothing_to_say_has_no_output(grade):
    assert ET.fromstring(junit.write([grade()]))[0].find("system-out") is None


def test_what_is_for_staff_is_not_in_it(grade):
    assert "31.4159" not in junit.write([grade()])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_any_text_of_a_student_can_be_read_again(grade, judgement, text):
    lost = msgspec.structs.replace(judgement("first_move", Verdict.CRASHED), told=Told(f"raised {text}"))

    (suite,) = read(junit.write([grade(text or "ada", judgements=(lost,))]))

    assert [case.result[0]._tag for case in suite] == ["error"]
    assert "\x1b" not in suite.name
