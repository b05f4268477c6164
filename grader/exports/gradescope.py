"""`results.json` as Gradescope's autograder harness takes it: one hand-in, a test for each criterion.

Each test carries the criterion's own visibility, which Gradescope enforces; of a criterion that students never see
(`hidden`) nothing but its title and points is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.errors import UsageError
from grader.exports.beside_criteria import beside_the_criteria, said_of_criterion
from grader.records import Grade, Judgement, Status, Verdict, Visibility
from grader.safe_text import visible
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import (
    VERDICTS,
    grade_message,
    hint_of,
    judgement_message,
    noticed_of_functions,
)

_LONGEST = 2000


def write(grades: Sequence[Grade], *, only_given: bool = False) -> str:
    """The document for the only grade.  Raises `UsageError` for more or fewer.

    With `only_given` what was refused or not handed in has words and no score, and so is no zero.
    """
    if len(grades) != 1:
        raise UsageError(
            f"a results.json for Gradescope holds one hand-in, not {len(grades)}",
            remedy="choose one with --student and --assignment, or name a folder with --to for a file each",
        )
    owed = grades[0].status is Status.REGRADE_NEEDED or (only_given and not grades[0].has_score)
    return json.dumps(_document(grades[0], owed=owed), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _document(grade: Grade, *, owed: bool) -> dict[str, Any]:
    """Without any score where one is owed, as where the grader itself failed: Gradescope shows that, and no zero."""
    document: dict[str, Any] = {} if owed else {"score": grade.score}
    return document | {
        "execution_time": grade.seconds,
        "output": "\n".join(_summary(grade)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": Visibility.VISIBLE.value,
        "stdout_visibility": Visibility.HIDDEN.value,
        "tests": [_test(number, judgement, grade, owed=owed) for number, judgement in enumerate(grade.judgements, 1)],
    }


def _summary(grade: Grade) -> Iterator[str]:
    """What holds for the whole hand-in.  No count over criteria: some may not show yet."""
    if message := grade_message(grade):
        yield visible(message, _LONGEST)
    yield from map(_line, beside_the_criteria(grade))
    seen = {name for each in grade.judgements if each.visibility is Visibility.VISIBLE for name in each.functions}
    for diagnosis in grade.diagnoses:
        if diagnosis.function in seen:
            said = diagnosis_words(diagnosis)
            yield f"{diagnosis.function}: {said.title} {said.hint}".strip()
    yield from (sentence for function, sentence in noticed_of_functions(grade) if function in seen)


def _test(number: int, judgement: Judgement, grade: Grade, *, owed: bool) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": judgement.title,
        "name_format": "text",
        "number": str(number),
        "tags": list(judgement.functions),
        "visibility": judgement.visibility.value,
    }
    if not owed:
        test |= {"score": judgement.points, "max_score": judgement.max_points}
        test |= {} if judgement.waits else {"status": "passed" if judgement.passed else "failed"}
    if judgement.visibility is not Visibility.HIDDEN:
        test |= {"output": "\n".join(_output(judgement, grade)), "output_format": "text"}
    return test


def _output(judgement: Judgement, grade: Grade) -> Iterator[str]:
    if judgement.verdict not in {Verdict.PASSED, Verdict.FAILED}:
        yield f"[{VERDICTS[judgement.verdict]}]"
    if message := judgement_message(judgement, grade):
        yield visible(message, _LONGEST)
    if hint := hint_of(judgement):
        yield f"Hint: {hint}"
    yield from map(_line, said_of_criterion(judgement.id, grade))


def _line(text: str) -> str:
    return visible(text, _LONGEST)
