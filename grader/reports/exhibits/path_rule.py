"""What a path tells of the rule that walked it, in sentences: which part of which move differs, and in what.

Facts alone, measured on the student's own points; nothing is guessed of the code behind them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape
from grader.records import DifferenceKind
from grader.reports import prose
from grader.reports.exhibits.base import Lost
from grader.reports.facts.comparison import Comparison
from grader.reports.facts.heavy_ball import (
    HeavyBall,
    compare_moves,
    heavy_ball_of,
    look_ahead_of,
    parts_of_move,
    rates_along,
)
from grader.schedules import Schedule
from grader.words import labels, notation
from grader.words import path_rule as path_words

Array = NDArray[np.float64]

_TOLD = frozenset(
    {DifferenceKind.VALUE, DifferenceKind.NOT_FINITE, DifferenceKind.NOT_SO}
)  # kinds of difference that leave something to say about rows


def sentences(lost: Lost, landscape: Landscape, compared: Comparison) -> tuple[str, ...]:
    """All there is to say of a path on a landscape that was given."""
    if not rows_stand_in_place(lost):
        return ()
    whole = (
        whole_path(lost, landscape, compared.got, compared.want)
        or _look_ahead(landscape, compared)
        or _rates_used(lost, landscape, compared)
    )
    return (*_first_move(compared), *(whole or _taken_apart(lost, landscape, compared)))


def rows_stand_in_place(lost: Lost) -> bool:
    """Whether the rows can be compared one by one; where they are shifted or missing, the message has said so."""
    return lost.difference is None or lost.difference.kind in _TOLD


def learning_rate(lost: Lost) -> float | None:
    """The constant learning rate that was asked for, if there is one."""
    lr = lost.asked.keywords.get("lr")
    return float(lr) if isinstance(lr, int | float) else None


# --- the first move that differs -------------------------------------------------------------------------------


def _first_move(compared: Comparison) -> tuple[str, ...]:
    first = compared.row
    if first is None:
        return ()
    if first == 0:
        return (path_words.START_DIFFERS,)
    got, want = compared.got, compared.want
    move = compare_moves(got[first] - got[first - 1], want[first] - want[first - 1])
    if move is None:
        return ()
    where = path_words.FIRST_MOVE.format(before=first - 1, row=first)
    return (" ".join([where, _compared(*move), *_by_coordinate(compared, first, move[0])]),)


def _compared(kind: str, amount: float) -> str:
    match kind:
        case "longer" if abs(amount - 1) < 0.02:
            return path_words.MOVE_ALMOST_RIGHT
        case "longer":
            return path_words.MOVE_LONGER.format(factor=notation.number(amount, 4))
        case "opposite" if just_as_far(amount):
            return path_words.MOVE_OPPOSITE_JUST_AS_FAR
        case "opposite":
            return path_words.MOVE_OPPOSITE.format(factor=notation.number(amount, 4))
        case "still":
            return path_words.NO_MOVE
        case _:
            return path_words.MOVE_TURNED.format(degrees=notation.number(amount, 3))


def just_as_far(ratio: float) -> bool:
    """Whether two lengths of this ratio are the same to a reader."""
    return abs(ratio - 1) < 0.005


def _by_coordinate(compared: Comparison, first: int, kind: str) -> tuple[str, ...]:
    """By what factor each coordinate of a turned move is off."""
    got, want = (rows[first] - rows[first - 1] for rows in (compared.got, compared.want))
    if kind != "turned" or float(np.abs(want).min()) < 1e-9 * float(np.abs(want).max()):
        return ()
    factors = [notation.number(factor, 4) for factor in (got / want).tolist()]
    return (path_words.MOVE_BY_COORDINATE.format(factors=prose.listed(factors)),)


def _taken_apart(lost: Lost, landscape: Landscape, compared: Comparison) -> tuple[str, ...]:
    """The shares of the last move and of the gradient, where the expected path is made of these two."""
    lr, first = learning_rate(lost), compared.row
    if lr is None or first is None or heavy_ball_of(landscape, compared.want) is None:
        return ()
    own = parts_of_move(landscape, compared.got, first, lr)
    expected = parts_of_move(landscape, compared.want, first, lr)
    if own is None or expected is None or not _goes_on(landscape, compared.got, first, lr, own):
        return ()
    own_carried, own_push, carried, push = (notation.number(_rounded(share), 4) for share in (*own, *expected))
    return (
        path_words.TAKEN_APART.format(
            own_carried=own_carried, own_push=own_push, carried=carried, push=push, row=first - 1
        ),
    )


def _goes_on(landscape: Landscape, got: Array, row: int, lr: float, parts: tuple[float, float]) -> bool:
    """Whether the next move has the same shares: two numbers always fit one move, and mean something only then."""
    after = parts_of_move(landscape, got, row + 1, lr) if row + 1 < len(got) else None
    return after is not None and bool(np.allclose(after, parts, rtol=1e-3, atol=1e-3))


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
    return (path_words.WHOLE_PATH.format(own=_named(own, name), asked=_named(asked, name)),)


def _look_ahead(landscape: Landscape, compared: Comparison) -> tuple[str, ...]:
    """How far ahead the gradients were taken, where the expected path takes them at its own points."""
    asked = heavy_ball_of(landscape, compared.want)
    share = None if asked is None else look_ahead_of(landscape, compared.got, asked)
    if asked is None or share is None:
        return ()
    far = notation.number(abs(_rounded(share)), 4)
    return ((path_words.GRADIENTS_AHEAD if share > 0 else path_words.GRADIENTS_BEHIND).format(share=far),)


def _named(ball: HeavyBall, name: str) -> str:
    lr, alpha = notation.number(_rounded(ball.lr), 4), _rounded(ball.alpha)
    uphill = ball.lr < 0
    if alpha == 0:
        return (labels.DESCENT_UPHILL if uphill else labels.DESCENT).format(lr=lr)
    setting = labels.MOMENTUM_UPHILL if uphill else labels.MOMENTUM
    return setting.format(lr=lr, name=name, alpha=notation.number(alpha, 4))


def _same(one: HeavyBall, other: HeavyBall) -> bool:
    return math.isclose(one.lr, other.lr, rel_tol=1e-4) and math.isclose(one.alpha, other.alpha, abs_tol=1e-4)


# --- the learning rate of each step ----------------------------------------------------------------------------


def _rates_used(lost: Lost, landscape: Landscape, compared: Comparison) -> tuple[str, ...]:
    """Which learning rate each step uses, where both paths go along their gradients."""
    rates, asked = rates_along(landscape, compared.got), rates_along(landscape, compared.want)
    if rates is None or asked is None or len(rates) != len(asked) or np.allclose(rates, asked, rtol=1e-4):
        return ()
    schedule = next((value for value in lost.asked.keywords.values() if isinstance(value, Schedule)), None)
    named = "" if schedule is None else _steps_of_schedule(rates, schedule)
    sentence = path_words.RATES_USED if schedule is None else path_words.RATES_BESIDE_SCHEDULE
    return (named or sentence.format(own=_few(rates), expected=_few(asked)),)


def _steps_of_schedule(rates: Array, schedule: Schedule) -> str:
    """At which steps of the schedule the rates stand, if they all do; empty if not."""
    known = np.array([_rate(schedule, t) for t in range(-1, len(rates) + 2)])
    nearest = np.array([int(np.nanargmin(np.abs(known - rate))) for rate in rates])
    if not np.allclose(known[nearest], rates, rtol=1e-6) or len(np.unique(known)) < len(known):
        return ""
    used = nearest - 1
    if len(set(used.tolist())) == 1:
        return path_words.ONE_STEP_OF_SCHEDULE.format(step=used[0])
    shifts = set((used - np.arange(len(used))).tolist())
    if len(shifts) == 1:
        shift = shifts.pop()
        return (path_words.SCHEDULE_AHEAD if shift > 0 else path_words.SCHEDULE_BEHIND).format(shift=abs(shift))
    if len(used) == 2:
        return path_words.TWO_STEPS_OF_SCHEDULE.format(first=used[0], second=used[1])
    return path_words.STEPS_OF_SCHEDULE.format(first=used[0], second=used[1], third=used[2])


def _rate(schedule: Schedule, t: int) -> float:
    try:
        return schedule(t)
    except ValueError:  # before its beginning
        return math.nan


def _few(rates: Array) -> str:
    shown = ", ".join(notation.number(rate, 4) for rate in rates[:4].tolist())
    return f"{shown}, …" if len(rates) > 4 else shown
