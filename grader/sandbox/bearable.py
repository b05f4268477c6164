"""What a worker said of a call, as far as it is bearable: texts of some length, numbers of some size, names that exist.

An honest worker keeps to these limits by itself; they hold in any case.
"""

from __future__ import annotations

import builtins

import msgspec

from grader.records import Outcome, Stop

_DETAIL = 1000  # characters of a message that are kept
MOST = 1_000_000  # lines of a hand-in, cells, or whatever a worker counts: more is not believed
_EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
)


def bearable(outcome: Outcome, printed: int) -> Outcome:
    """An outcome cut to what is bearable, with so many characters of what it printed."""
    return msgspec.structs.replace(
        outcome,
        detail=outcome.detail[:_DETAIL],
        error=outcome.error if outcome.error in _EXCEPTIONS else "",
        line=outcome.line if 0 <= outcome.line <= MOST else 0,
        number=outcome.number if 0 <= outcome.number <= MOST else 0,
        cell=outcome.cell if 0 <= outcome.cell <= MOST else 0,
        column=outcome.column if 0 <= outcome.column <= _DETAIL else 0,
        text=outcome.text[:_DETAIL],
        names=tuple(name[:_DETAIL] for name in outcome.names[:_DETAIL]),
        stops=tuple(map(_bearable_stop, outcome.stops)),
        remarks=tuple(
            msgspec.structs.replace(each, said=each.said[:_DETAIL])
            for each in outcome.remarks
            if 0 < each.line <= MOST and 0 <= each.cell <= MOST
        ),
        printed=outcome.printed[:printed],
    )


def _bearable_stop(stop: Stop) -> Stop:
    """A stop with texts and numbers as bearable as an outcome's."""
    return msgspec.structs.replace(
        stop,
        detail=stop.detail[:_DETAIL],
        text=stop.text[:_DETAIL],
        line=stop.line if 0 <= stop.line <= MOST else 0,
        cell=stop.cell if 0 <= stop.cell <= MOST else 0,
        column=stop.column if 0 <= stop.column <= _DETAIL else 0,
    )
