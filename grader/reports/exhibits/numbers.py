"""Numbers side by side: one number, the parts of a pair, the entries of a short array, counts under names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader import exact_kinds
from grader.diagnosis import formula_fit
from grader.records import Difference, DifferenceKind
from grader.reports import prose
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow, table_of_numbers
from grader.tolerance import RELATIVE, Tolerance
from grader.words import labels, notation, numbers
from grader.words.differences import subject_of

Array = NDArray[np.float64]

_MOST = 12  # entries


class _Part(msgspec.Struct, frozen=True):
    name: str
    got: Any
    want: Any
    size: float | None  # largest expected number of all that is compared at once; None where nothing is


def exhibit(lost: Lost) -> Exhibit | None:
    """A table of each part of the answer, yours and expected, and what is wrong with it over all calls."""
    if not lost.asked.answered:
        return None
    parts = list(_parts(lost.asked.got, lost.asked.want, names=_names(lost.difference), first_row=_first_row(lost)))
    if not parts or len(parts) > _MOST:
        return None
    rows = tuple(_row(part, lost.difference) for part in parts)
    whole = all(part.want is None or isinstance(part.want, int | np.integer) for part in parts)
    caption = labels.WHOLE_NUMBERS_BESIDE if whole else labels.NUMBERS_BESIDE
    head = (labels.PART, labels.YOURS, labels.EXPECTED, labels.APART)
    return Exhibit(
        sentences=(*_eigenvalues(lost), *_terms(lost)),
        tables=(Table(caption, head, rows),),
    )


def _first_row(lost: Lost) -> int:
    """A path begins with row 0, a matrix with row 1."""
    return 0 if lost.is_of_rows else 1


def _names(difference: Difference | None) -> tuple[str, ...]:
    """What the criterion calls the parts of the answer."""
    return () if difference is None else difference.names


def _parts(
    got: Any,
    want: Any,
    name: str = labels.ANSWER,
    size: float | None = None,
    names: Sequence[str] = (),
    first_row: int = 1,
) -> Iterator[_Part]:
    """What a table has lines for.  The entries of an array are compared at once, the parts of a tuple by themselves."""
    if isinstance(want, dict):
        for key, expected in want.items():
            yield from _parts(got[key] if isinstance(got, dict) and key in got else labels.NOT_THERE, expected, key)
    elif isinstance(want, tuple | list) or (isinstance(want, np.ndarray) and want.ndim == 1):
        same = _length(got) == len(want)
        for index, expected in enumerate(want):
            named = names[index] if isinstance(want, tuple) and len(names) == len(want) else ""
            label = named or _name_inside(name, index + 1, in_tuple=isinstance(want, tuple))
            together = None if isinstance(want, tuple) else _size(want)
            yield from _parts(got[index] if same else labels.NOT_THERE, expected, label, together)
    elif isinstance(want, np.ndarray) and want.ndim == 2:
        theirs = table_of_numbers(got)
        for place in np.ndindex(want.shape):
            label = labels.ENTRY_OF_TABLE.format(row=place[0] + first_row, column=place[1] + 1)
            mine = theirs[place] if theirs is not None and theirs.shape == want.shape else labels.NOT_THERE
            yield from _parts(mine, want[place], label, _size(want))
    elif want is None or np.ndim(want) == 0:
        yield _Part(name, got, want, size if size is not None or not _is_number(want) else abs(float(want)))


def _size(numbers: Any) -> float | None:
    """The largest of some numbers; None where they are none."""
    try:
        return float(np.abs(np.asarray(numbers, dtype=np.float64)).max(initial=0.0))
    except (TypeError, ValueError):  # parts of several kinds
        return None


def _name_inside(whole: str, number: int, *, in_tuple: bool) -> str:
    if whole == labels.ANSWER:
        return (labels.PART_OF_TUPLE if in_tuple else labels.ENTRY).format(number=number)
    return (labels.PART_OF_NAMED if in_tuple else labels.ENTRY_OF_NAMED).format(name=whole, number=number)


def _row(part: _Part, difference: Difference | None) -> TableRow:
    named = difference.name if difference is not None and _is_at(part, difference) else ""
    name = named if named and "," not in part.name else part.name
    apart = _apart(part, difference)
    return TableRow((name, _shown(part.got), _shown(part.want), apart or "–"), kind="first" if apart else "")


def _is_at(part: _Part, difference: Difference) -> bool:
    """Whether this is the part in which the answers were found to differ."""
    return (
        difference.kind is DifferenceKind.VALUE
        and _is_number(part.got)
        and _is_number(part.want)
        and float(part.got) == difference.got
        and float(part.want) == difference.want
    )


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str):
        return notation.number(value)
    if isinstance(value, dict):
        return labels.A_DICT
    if (exact := exact_kinds.beside_numbers(value)) is not None:
        return f"{exact.plain(value)}"
    count = _length(value)
    if count is not None:
        kind = type(value)
        named = labels.AN_ARRAY if kind is np.ndarray else labels.A_TUPLE if kind is tuple else labels.A_LIST
        return named.format(count=count)
    return str(int(value)) if isinstance(value, int | np.integer) else notation.number(float(value), 8)


def _apart(part: _Part, difference: Difference | None) -> str:
    """How far apart in tolerances; empty where the two agree."""
    got, want = part.got, part.want
    if (exact := exact_kinds.beside_numbers(want)) is not None:
        other = labels.ANOTHER_KIND if exact.given(got, want) is None else labels.ANOTHER
        return "" if exact.same(got, want) else other
    if not _is_number(got) or not _is_number(want):
        return "" if got is None and want is None else labels.ANOTHER_KIND
    if isinstance(want, int | np.integer):
        return "" if float(got) == int(want) else f"{float(got) - int(want):+g}".replace("-", "\u2212")
    ratio = float(_tolerance(part, difference).ratio(got, want))
    return "" if ratio <= 1 else notation.times(ratio)


def _tolerance(part: _Part, difference: Difference | None) -> Tolerance:
    """What the criterion allows for a part of its answer: a share of the size that it names, or of the part's own."""
    relative = difference.relative if difference is not None and difference.relative else RELATIVE
    named = difference.scale if difference is not None else None
    return Tolerance.of_size((part.size or 0.0) if named is None else named, relative)


def _length(value: Any) -> int | None:
    """How many entries a sequence has; None for what is none."""
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim):
        return len(value)
    return None


def _is_number(value: Any) -> bool:
    if exact_kinds.beside_numbers(value) is not None:
        return False
    return isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.ndim == 0)


# --- in words --------------------------------------------------------------------------------------------------


def _eigenvalues(lost: Lost) -> tuple[str, ...]:
    """The eigenvalues of a Hessian that was asked about, where the answer is one number made of them."""
    hessian = lost.asked.keywords.get("hessian")
    if hessian is None or not _is_number(lost.asked.want):
        return ()
    values = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64)).tolist()
    return (numbers.EIGENVALUES.format(values=prose.listed([notation.number(value) for value in values])),)


def _terms(lost: Lost) -> tuple[str, ...]:
    """What the answers to all open calls have in common, part by part."""
    if not all(_is_number(value) for value in lost.asked.keywords.values()):
        return ()
    asked = [lost.look_up(call) for call in lost.calls if call.function == lost.asked.call.function]
    asked = [one for one in asked if one.keywords.keys() == lost.asked.keywords.keys()]
    asked = [one for one in asked if all(map(_is_number, one.keywords.values()))]
    got, want = (_columns([one.got for one in asked]), _columns([one.want for one in asked]))
    if got is None or want is None or got.shape != want.shape or len(got) < formula_fit.FEWEST:
        return ()
    arguments = {name: np.array([float(one.keywords[name]) for one in asked]) for name in lost.asked.keywords}
    if got.shape[1] == 2 and np.allclose(got, want[:, ::-1], rtol=1e-6) and not np.allclose(got, want, rtol=1e-6):
        return (numbers.PARTS_SWAPPED.format(calls=len(got)),)
    said = (_term(index, name, arguments, got, want) for index, name in _looked_at(lost))
    return tuple(sentence for sentence in said if sentence)


def _looked_at(lost: Lost) -> list[tuple[int, str]]:
    """Which parts of the answer the criterion is about, and their names."""
    parts = list(_parts(lost.asked.got, lost.asked.want, names=_names(lost.difference), first_row=_first_row(lost)))
    difference = lost.difference
    if difference is not None and (subject := subject_of(difference)):
        found = [index for index, part in enumerate(parts) if _is_at(part, difference)]
        if found:
            return [(found[0], labels.THE_PART.format(part=subject))]
    return [(index, labels.YOUR_PART.format(part=part.name)) for index, part in enumerate(parts)]


def _term(index: int, name: str, arguments: dict[str, Array], got: Array, want: Array) -> str:
    """What one part is made of in every call, beside what it should be made of; empty where that is not plain.

    The other parts of the answer count as arguments: a weight may be the right sum of a wrong velocity.
    """
    own, expected = got[:, index], want[:, index]
    if np.allclose(own, expected, rtol=1e-6):
        return ""
    where = {"calls": len(own), "part": name}
    asked = formula_fit.formula(arguments, expected)
    from_parts = asked is None  # what the arguments alone make up needs no other part to explain it
    if from_parts:
        asked = formula_fit.formula(arguments | _others(want, index), expected)
    made = formula_fit.formula(arguments | _others(got, index) if from_parts else arguments, own)
    if made is not None and made == asked:
        return numbers.MADE_RIGHT_OF_OTHER_PARTS.format(made=made, **where)
    if made is not None and asked is not None:
        return numbers.MADE_OF_BUT_ASKED.format(made=made, asked=asked, **where)
    if made is not None:
        return numbers.MADE_OF.format(made=made, **where)
    surplus = formula_fit.surplus(arguments, own, expected)
    if surplus is None:
        return ""
    return (numbers.TERM_TOO_MUCH if surplus.added else numbers.TERM_TOO_LITTLE).format(term=surplus.term, **where)


def _others(parts: Array, index: int) -> dict[str, Array]:
    """The other parts of an answer by name."""
    return {
        labels.PART_OF_TUPLE.format(number=other + 1): parts[:, other]
        for other in range(parts.shape[1])
        if other != index
    }


def _columns(answers: list[Any]) -> Array | None:
    """Answers of numbers, or of as many parts each, as an array of shape (calls, parts)."""
    rows = [list(answer) if isinstance(answer, tuple | list) else [answer] for answer in answers]
    if not rows or not all(len(row) == len(rows[0]) and all(map(_is_number, row)) for row in rows):
        return None
    return np.array([[float(value) for value in row] for row in rows])
