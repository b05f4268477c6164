"""GitLab's code quality report: lost criteria as remarks on lines, shown beside a merge request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from grader.exports.lost_lines import LostLine
from grader.records import Verdict

_SEVERITY = {Verdict.FAILED: "major", Verdict.NOT_RUN: "info"}


def write(lost: Sequence[LostLine]) -> str:
    """The report; a remark keeps its fingerprint while the same criterion of the same file is lost."""
    return json.dumps([_issue(each) for each in lost], ensure_ascii=False, indent=1) + "\n"


def _issue(lost: LostLine) -> dict[str, object]:
    named = f"{lost.assignment}/{lost.criterion or 'hand_in'}"
    return {
        "description": f"{lost.title} {lost.message}".strip(),
        "check_name": named,
        "fingerprint": hashlib.sha256(f"{named} {lost.path}".encode()).hexdigest(),
        "severity": _SEVERITY.get(lost.verdict, "critical"),
        "location": {"path": lost.path, "lines": {"begin": lost.line}},
    }
