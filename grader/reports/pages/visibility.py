"""What of a criterion may be seen: the line between a student's page and the staff's, drawn here and nowhere else.

Of a criterion in a hidden file a student is told title, verdict, hint and the sentence without numbers.
What is open is shown with inputs, expected values and figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.grading.prepared import Prepared
from grader.records import Call, Judgement, Verdict


def is_open(judgement: Judgement, staff: bool) -> bool:
    """Whether inputs, expected values and figures of a criterion may be on the page.

    What the grader itself failed at is for staff to read, wherever the criterion stands.
    """
    return staff or (judgement.public and judgement.verdict is not Verdict.GRADER_FAULT)


def open_calls(prepared: Prepared, staff: bool) -> Sequence[Call]:
    """The calls whose inputs and printed text may be on the page."""
    return prepared.key.plan.calls if staff else prepared.key.plan.public
