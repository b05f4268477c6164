"""JUnit XML, for GitLab, Jenkins and what else reads test reports: a suite for each hand-in, a case for each criterion.

Written to be valid in the strict one of the two XSDs that Jenkins has had, and so in the other: no `file`, no `line`,
no `skipped` on the outermost element.  A wrong answer is a `failure`, whatever kept an answer from coming an `error`,
and a criterion that was not looked at is `skipped`; a hand-in that could not be graded has an error of its own, so
that no run is green for want of an answer, and says there why: once, and not at each criterion.  What persons say and
what lateness costs stand in the `system-out` of a criterion or of the whole suite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET  # writes only: nothing is parsed here

from grader.exports.beside_criteria import beside_the_criteria, said_of_criterion
from grader.records import Grade, Judgement, Status, Verdict
from grader.safe_text import visible
from grader.words.judgements import grade_message, hint_of, judgement_message

_LONGEST = 2000
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ELEMENTS = {
    Verdict.FAILED: "failure",
    Verdict.CRASHED: "error",
    Verdict.TIMED_OUT: "error",
    Verdict.OUT_OF_MEMORY: "error",
    Verdict.GRADER_FAULT: "error",
    Verdict.NOT_RUN: "skipped",
}


def write(grades: Sequence[Grade]) -> str:
    """The document for any number of grades."""
    suites = [_suite(grade) for grade in grades]
    counted = {
        name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")
    }
    root = ET.Element("testsuites", {"name": "grader", **counted})
    root.set("time", _seconds(sum(grade.seconds for grade in grades)))
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(grade: Grade) -> ET.Element:
    name = _text(f"{grade.assignment}.{grade.student}")
    cases = [_case(judgement, grade, name) for judgement in grade.judgements]
    if grade.status is not Status.GRADED or not grade.was_run:
        cases.insert(0, _ungraded(grade, name))
    counted = {
        f"{kind}s" if kind != "skipped" else kind: str(sum(case.find(kind) is not None for case in cases))
        for kind in ("failure", "error", "skipped")
    }
    suite = ET.Element("testsuite", {"name": name, "tests": str(len(cases)), **counted})
    suite.set("time", _seconds(grade.seconds))
    properties = ET.SubElement(suite, "properties")
    score = {} if grade.status is Status.REGRADE_NEEDED else {"score": f"{grade.score:g}"}
    for key, value in {**score, "max_score": f"{grade.max_score:g}", "status": str(grade.status)}.items():
        ET.SubElement(properties, "property", name=key, value=value)
    suite.extend(cases)
    _say(suite, beside_the_criteria(grade))
    return suite


def _case(judgement: Judgement, grade: Grade, suite: str) -> ET.Element:
    # Some readers keep only the first of two cases of one name; ids are unique, titles need not be.
    case = ET.Element("testcase", classname=suite, name=_text(f"{judgement.id}: {judgement.title}"))
    if not judgement.passed:
        hint = hint_of(judgement)
        message = judgement_message(judgement, grade)
        told = ["" if message == grade_message(grade) else message, f"Hint: {hint}" if hint else ""]
        _add(case, _ELEMENTS[judgement.verdict], judgement.verdict, told)
    points = f"points: {judgement.points:g}/{judgement.max_points:g}"
    _say(case, [points, *said_of_criterion(judgement.id, grade)])
    return case


def _ungraded(grade: Grade, suite: str) -> ET.Element:
    case = ET.Element("testcase", classname=suite, name="hand_in: The hand-in can be graded.")
    _add(case, "error", grade.status if grade.load is None else grade.load.ending, [grade_message(grade)])
    return case


def _add(case: ET.Element, element: str, kind: str, told: Sequence[str]) -> None:
    """The message twice: some readers show the attribute, some the text."""
    lines = [_text(line) for line in told if line]
    ET.SubElement(case, element, message=lines[0] if lines else "", type=kind).text = "\n".join(lines)


def _say(element: ET.Element, lines: Iterable[str]) -> None:
    if text := "\n".join(map(_text, lines)):
        ET.SubElement(element, "system-out").text = text


def _text(text: str) -> str:
    """What any parser reads back: control characters as escapes, and nothing else that XML 1.0 has no room for."""
    return _NOT_XML.sub("", visible(text, _LONGEST))


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
