"""What a path tells of the rule that walked it, in sentences: which part of which move differs, and in what.

Facts alone, measured on the student's own points; nothing is guessed of the code behind them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape
from grader.reports import prose
from grader.reports.exhibits.base import Lost
from grader.reports.moves import HeavyBall, compare_moves, heavy_ball_of, look_ahead_of, parts_of_move, rates_along
from grader.reports.parting import Parting
from grader.schedules import Schedule

Array = NDArray[np.float64]

_TOLD = frozenset({"value", "not_finite", "not_so"})  # kinds of difference that leave something to say about rows


def sentences(lost: Lost, landscape: Landscape, parted: Parting) -> tuple[str, ...]:
    """All there is to say of a path on a landscape that was given."""
    if not rows_stand_in_place(lost):
        return ()
    whole = (
        whole_path(lost, landscape, parted.got, parted.want)
        or _look_ahead(landscape, parted)
        or _rates_used(lost, landscape, parted)
    )
    return (*_first_move(parted), *(whole or _taken_apart(lost, landscape, parted)))


def rows_stand_in_place(lost: Lost) -> bool:
    """Whether the rows can be compared one by one; where they are shifted or missing, the message has said so."""
    return lost.difference is None or lost.difference.kind in _TOLD


def learning_rate(lost: Lost) -> float | None:
    """The constant learning rate that was asked for, if there is one."""
    lr = lost.asked.keywords.get("lr")
    return float(lr) if isinstance(lr, int | float) else None


# --- the first move that differs -------------------------------------------------------------------------------


def _first_move(parted: Parting) -> tuple[str, ...]:
    first = parted.row
    if first is None:
        return ()
    if first == 0:
        return ("Already row 0 differs: it should be the start itself, before any update.",)
    got, want = parted.got, parted.want
    compared = compare_moves(got[first] - got[first - 1], want[first] - want[first - 1])
    if compared is None:
        return ()
    where = f"The move from row {first - 1} to row {first} is the first that differs. "
    return (where + _compared(*compared) + _by_coordinate(parted, first, compared[0]),)


def _compared(kind: str, amount: float) -> str:
    match kind:
        case "longer" if abs(amount - 1) < 0.02:
            return "It has the right direction and very nearly the right length."
        case "longer":
            return f"It has the right direction, and is {prose.number(amount, 4)} times as long as the expected one."
        case "opposite":
            return f"It goes the opposite way, {as_far(amount)}."
        case "still":
            return "Yours does not move at all."
        case _:
            return f"It is turned by {prose.number(amount, 3)}° against the expected one."


def as_far(amount: float) -> str:
    """A ratio of two lengths in words."""
    return "just as far" if abs(amount - 1) < 0.005 else f"{prose.number(amount, 4)} times as far"


def _by_coordinate(parted: Parting, first: int, kind: str) -> str:
    """By what factor each coordinate of a turned move is off."""
    got, want = (rows[first] - rows[first - 1] for rows in (parted.got, parted.want))
    if kind != "turned" or float(np.abs(want).min()) < 1e-9 * float(np.abs(want).max()):
        return ""
    factors = [prose.number(factor, 4) for factor in (got / want).tolist()]
    return f" Coordinate by coordinate it is {prose.listed(factors)} times as long."


def _taken_apart(lost: Lost, landscape: Landscape, parted: Parting) -> tuple[str, ...]:
    """The shares of the last move and of the gradient, where the expected path is made of these two."""
    lr, first = learning_rate(lost), parted.row
    if lr is None or first is None or heavy_ball_of(landscape, parted.want) is None:
        return ()
    own = parts_of_move(landscape, parted.got, first, lr)
    expected = parts_of_move(landscape, parted.want, first, lr)
    if own is None or expected is None or not _goes_on(landscape, parted.got, first, lr, own):
        return ()
    said = f"Taken apart, your move is {_parts(*own)}; expected is {_parts(*expected)},"
    return (f"{said} where push is \u2212lr · gradient at row {first - 1}.",)


def _goes_on(landscape: Landscape, got: Array, row: int, lr: float, parts: tuple[float, float]) -> bool:
    """Whether the next move has the same shares: two numbers always fit one move, and mean something only then."""
    after = parts_of_move(landscape, got, row + 1, lr) if row + 1 < len(got) else None
    return after is not None and bool(np.allclose(after, parts, rtol=1e-3, atol=1e-3))


def _parts(carried: float, push: float) -> str:
    return f"{prose.number(_rounded(carried), 4)} · last move + {prose.number(_rounded(push), 4)} · push"


def _rounded(value: float) -> float:
    """Without the last digits, in which a sum that should be 0 or 1 seldom is."""
    return round(value, 6) + 0.0


# --- the path as a whole ---------------------------------------------------------------------------------------


def settings(landscape: Landscape, got: Array, want: Array) -> tuple[HeavyBall | None, HeavyBall | None]:
    """The heavy balls that walk the expected path and the student's, the latter only where it is another one."""
    asked, own = heavy_ball_of(landscape, want), heavy_ball_of(landscape, got)
    return asked, None if asked is not None and own is not None and _same(asked, own) else own


def whole_path(lost: Lost, landscape: Landscape, got: Array, want: Array) -> tuple[str, ...]:
    """Which heavy ball walks the student's path, where the expected one is a heavy ball's too."""
    asked, own = settings(landscape, got, want)
    if asked is None or own is None:
        return ()
    name = "momentum" if "momentum" in lost.asked.keywords else "alpha"
    return (f"All of your path is what {_named(own, name)} gives; asked for was {_named(asked, name)}.",)


def _look_ahead(landscape: Landscape, parted: Parting) -> tuple[str, ...]:
    """How far ahead the gradients were taken, where the expected path takes them at its own points."""
    asked = heavy_ball_of(landscape, parted.want)
    share = None if asked is None else look_ahead_of(landscape, parted.got, asked)
    if asked is None or share is None:
        return ()
    far = prose.number(abs(_rounded(share)), 4)
    side = "ahead of" if share > 0 else "behind"
    return (f"All of your moves fit gradients that are taken {far} · last move {side} each point, not at the point.",)


def _named(ball: HeavyBall, name: str) -> str:
    alpha = _rounded(ball.alpha)
    method = "gradient descent" if alpha == 0 else "momentum"
    carried = "" if alpha == 0 else f" and {name} = {prose.number(alpha, 4)}"
    uphill = ", which is uphill," if ball.lr < 0 else ""
    return f"{method} with lr = {prose.number(_rounded(ball.lr), 4)}{uphill}{carried}"


def _same(one: HeavyBall, other: HeavyBall) -> bool:
    return math.isclose(one.lr, other.lr, rel_tol=1e-4) and math.isclose(one.alpha, other.alpha, abs_tol=1e-4)


# --- the learning rate of each step ----------------------------------------------------------------------------


def _rates_used(lost: Lost, landscape: Landscape, parted: Parting) -> tuple[str, ...]:
    """Which learning rate each step uses, where both paths go along their gradients."""
    rates, asked = rates_along(landscape, parted.got), rates_along(landscape, parted.want)
    if rates is None or asked is None or len(rates) != len(asked) or np.allclose(rates, asked, rtol=1e-4):
        return ()
    schedule = next((value for value in lost.asked.keywords.values() if isinstance(value, Schedule)), None)
    if schedule is None:
        return (f"Along the gradient your steps use the rates {_few(rates)}; expected are {_few(asked)}.",)
    named = _steps_of_schedule(rates, schedule)
    return (named or f"Along the gradient your steps use the rates {_few(rates)}; schedule(t) gives {_few(asked)}.",)


def _steps_of_schedule(rates: Array, schedule: Schedule) -> str:
    """At which steps of the schedule the rates stand, if they all do; empty if not."""
    known = np.array([_rate(schedule, t) for t in range(-1, len(rates) + 2)])
    nearest = np.array([int(np.nanargmin(np.abs(known - rate))) for rate in rates])
    if not np.allclose(known[nearest], rates, rtol=1e-6) or len(np.unique(known)) < len(known):
        return ""
    used = nearest - 1
    if len(set(used.tolist())) == 1:
        return f"Every step uses schedule({used[0]})."
    shifts = set((used - np.arange(len(used))).tolist())
    if len(shifts) == 1:
        shift = shifts.pop()
        return f"Step t uses schedule(t {'+' if shift > 0 else '-'} {abs(shift)})."
    said = ", ".join(f"step {t} uses schedule({step})" for t, step in enumerate(used[:3].tolist()))
    return f"{said[0].upper()}{said[1:]}, and so on."


def _rate(schedule: Schedule, t: int) -> float:
    try:
        return schedule(t)
    except ValueError:  # before its beginning
        return math.nan


def _few(rates: Array) -> str:
    shown = ", ".join(prose.number(rate, 4) for rate in rates[:4].tolist())
    return f"{shown}, …" if len(rates) > 4 else shown
