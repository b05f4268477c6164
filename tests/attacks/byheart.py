"""What students can know beforehand: the answers to all public calls, and how a table of them finds a call."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from grader.grading.prepared import Prepared
from grader.sandbox import values


def known_by(function: str, given: dict[str, Any]) -> str:
    """A call as text, in which 1 is 1.0 and a landscape or schedule is its recipe.  Hand-ins carry a copy of this."""

    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: text(value[name]) for name in sorted(value)}
        if callable(value):
            return repr(getattr(value, "__self__", value))
        return np.asarray(value, dtype=float).tolist()

    return repr((function, [(name, text(given[name])) for name in sorted(given)]))


# For the source of a hand-in: `known_by`, and the table that the arena fills in.
TABLE = f"""
from typing import Any
import numpy as np
{inspect.getsource(known_by)}
KNOWN = @PUBLIC_ANSWERS@
"""


def public_answers(prepared: Prepared) -> dict[str, Any]:
    """What a student's pack holds: public calls and their answers, in lists."""
    plan, reference = prepared.key.plan, prepared.key.reference
    return {
        known_by(call.function, values.decode_arguments(call.arguments)[1]): _in_lists(
            values.decode_value(reference.outcomes[call].value)
        )
        for call in plan.public
    }


def _in_lists(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return [_in_lists(part) for part in answer]
    return answer.tolist() if isinstance(answer, np.ndarray | np.generic) else answer
