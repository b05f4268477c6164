"""`results.json` of what students may know: the same document, with what would tell of hidden criteria left out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.exports import results
from grader.records import Grade, Told


def without_traces_of_hidden(grade: Grade) -> Grade:
    """Without decisions and mistakes that are about what does not show, and without points of other attempts."""
    shown = {each.id for each in grade.judgements}
    functions = {name for each in grade.judgements for name in each.functions}
    return msgspec.structs.replace(
        grade,
        decisions=tuple(each for each in grade.decisions if not each.criterion or each.criterion in shown),
        diagnoses=tuple(each for each in grade.diagnoses if each.function in functions),
        remarks=tuple(each for each in grade.remarks if each.function in functions),
        told=grade.told and _of_functions(grade.told, functions),
        attempts=None,
    )


def _of_functions(told: Told, functions: set[str]) -> Told:
    return msgspec.structs.replace(told, noticed=tuple(each for each in told.noticed if each[0] in functions))


def write(grades: Sequence[Grade]) -> str:
    """The document of grades that hold what shows to students and no more."""
    return results.to_json(map(without_traces_of_hidden, grades), audience="student").decode()
