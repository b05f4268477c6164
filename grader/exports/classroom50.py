"""`result.json` as Classroom 50 takes it from an `autograder.py`: one hand-in, a test for each criterion that shows.

Points there are whole numbers, so all of a document are multiplied alike where ours are not.  Whose hand-in it is
stands in the environment that its runner gives; what its validator would refuse is an error here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from grader.errors import UsageError
from grader.exports.beside_criteria import beside_the_criteria, said_of_criterion
from grader.records import Grade, Judgement, Status
from grader.safe_text import visible
from grader.words.judgements import grade_message, judgement_message

SCHEMA = "classroom50/result/v1"
_LONGEST = 2000
_FACTORS = (1, 2, 10, 100)  # points are given to the hundredth at most

# Key of the document → variable of the runner's environment.
_IDENTITY = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}


def write(grades: Sequence[Grade], environment: Mapping[str, str]) -> str:
    """The document for the only grade.  Raises `UsageError` for what would be refused there."""
    if len(grades) != 1:
        raise UsageError(
            f"a result.json for Classroom 50 holds one hand-in, not {len(grades)}",
            remedy="`grader export` takes --student and --assignment, `grader ci` the name of an assignment",
        )
    grade = grades[0]
    if grade.status is Status.REGRADE_NEEDED:
        raise UsageError(
            "the grader itself failed at this hand-in, and Classroom 50 has no other word for that than a zero",
            remedy="let the autograder end with an error: it is then run again",
        )
    identity = _identity(environment)
    factor = _factor(grade)
    # The document has no place for what holds of all of it: it stands with the first test.
    beside = [" ".join(beside_the_criteria(grade)), *(len(grade.judgements) - 1) * [""]]
    tests = [_test(each, grade, factor, said) for each, said in zip(grade.judgements, beside, strict=False)]
    document = {
        "schema": SCHEMA,
        **identity,
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "review": environment.get("REVIEW_URL") or identity["commit"],
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": _whole(grade.score, factor),
        "max-score": _whole(grade.max_score, factor),
        "tests": tests,
    }
    _require_in_range(document, tests)
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _identity(environment: Mapping[str, str]) -> dict[str, str]:
    given = {"OWNER": environment.get("USERNAME", ""), **environment}
    missing = [variable for variable in _IDENTITY.values() if not given.get(variable)]
    if missing:
        raise UsageError(
            f"Classroom 50 asks whose hand-in this is, and the environment lacks {', '.join(missing)}",
            remedy="run it in an autograder.py of Classroom 50, whose runner sets them",
        )
    if not given["SUBMISSION_TAG"].startswith("submit/"):
        raise UsageError("SUBMISSION_TAG does not begin with submit/", remedy="leave it as Classroom 50 sets it")
    return {key: given[variable] for key, variable in _IDENTITY.items()}


def _factor(grade: Grade) -> int:
    """The smallest by which every number of points becomes a whole one."""
    points = [grade.score, grade.max_score]
    points += [value for each in grade.judgements for value in (each.points, each.max_points)]
    return next(
        (f for f in _FACTORS if all(abs(value * f - round(value * f)) < 1e-6 for value in points)), _FACTORS[-1]
    )


def _whole(points: float, factor: int) -> int:
    return round(points * factor)


def _test(judgement: Judgement, grade: Grade, factor: int, beside: str) -> dict[str, object]:
    seen = judgement_message(judgement, grade) or grade_message(grade)
    message = " ".join(filter(None, (seen, *said_of_criterion(judgement.id, grade), beside)))
    return {
        "test-name": visible(judgement.title, _LONGEST),
        "passed": judgement.passed,
        "score": _whole(judgement.points, factor),
        "max-score": _whole(judgement.max_points, factor),
        **({"message": visible(message, _LONGEST)} if message else {}),
    }


def _require_in_range(document: Mapping[str, object], tests: Sequence[Mapping[str, object]]) -> None:
    for each in (document, *tests):
        score, most = each["score"], each["max-score"]
        if not (isinstance(score, int) and isinstance(most, int) and 0 <= score <= most):
            raise UsageError(
                f"{each.get('test-name', 'the hand-in')!r} has {score} points of {most}, and Classroom 50 takes no "
                "more than all and no fewer than none",
                remedy="take back the decision that gives more: grader override … --take-back",
            )
