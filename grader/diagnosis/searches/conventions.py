"""Ways that are right elsewhere: the answers of another convention, whole, in whatever function it can occur.

A row each: what a step, a path or a rate would be by that convention, from the arguments alone.  A rule that a function
writes down itself, in its loop, is found like one that has a function of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.agreement import agrees
from grader.diagnosis.landscape_asked import curve_of, landscape_of
from grader.diagnosis.searches.question import Asked, Question
from grader.diagnosis.searches.work import Work
from grader.landscapes import Landscape, loss_along
from grader.records import Described, Ending, Family, FoundBy, Outcome
from grader.sandbox import values

Array = NDArray[np.float64]
State = tuple[Any, Any]  # where one is, and what was kept

_MOST_STEPS = 500

# One step of momentum: from weight and what was kept, by the gradient at a point, to both.  `gradient` is a function.
STEPS: Mapping[str, Callable[[Callable[[Any], Any], Any, Any, float, float], State]] = {
    "moving_average_of_gradients": lambda g, w, v, lr, a: _then(a * v + (1 - a) * g(w), lambda v: w - lr * v),
    "moving_average_as_printed": lambda g, w, v, _, a: _then(a * v + (1 - a) * g(w), lambda v: w - v),
    "moving_average_of_steps": lambda g, w, v, lr, a: _then(a * v - (1 - a) * lr * g(w), lambda v: w + v),
    "velocity_of_other_sign": lambda g, w, v, lr, a: _then(a * v + lr * g(w), lambda v: w - v),
    "buffer_of_gradients": lambda g, w, v, lr, a: _then(a * v + g(w), lambda v: w - lr * v),
    "nesterov_ahead": lambda g, w, v, lr, a: _then(a * v - lr * g(w + a * v), lambda v: w + v),
    "nesterov_pushed": lambda g, w, v, lr, a: _then(a * v - lr * (at := g(w)), lambda v: w + a * v - lr * at),
}
RATES: Mapping[str, Callable[[Mapping[str, Any]], float]] = {
    "cosine_ends_one_step_early": lambda given: _cosine(given["lr0"], given["t"], given["total"] - 1),
    "cosine_ends_one_step_late": lambda given: _cosine(given["lr0"], given["t"], given["total"] + 1),
    "cosine_rises_again": lambda given: given["lr0"] / 2 * (1 + math.cos(math.pi * given["t"] / given["total"])),
    "cosine_restarts": lambda given: _cosine(given["lr0"], given["t"] % given["total"], given["total"]),
    "ramp_from_zero": lambda given: _ramp(given, lambda t, warmup: t / warmup),
    "ramp_over_one_more": lambda given: _ramp(given, lambda t, warmup: (t + 1) / (warmup + 1)),
    "ramp_then_rises_again": lambda given: _ramp(given, lambda t, warmup: (t + 1) / warmup, rises=True),
    "stairs_without_steps": lambda given: given["lr0"] * given["factor"] ** (given["t"] / given["every"]),
    "stairs_one_step_early": lambda given: given["lr0"] * given["factor"] ** ((given["t"] + 1) // given["every"]),
    "inverse_time": lambda given: given["lr0"] / (1 + given["gamma"] * given["t"]),
    "decay_as_exponent": lambda given: given["lr0"] * math.exp(-given["gamma"] * given["t"]),
}


def _then(kept: Any, moved: Callable[[Any], Any]) -> State:
    return moved(kept), kept


def _cosine(lr0: float, t: float, total: float) -> float:
    return 0.0 if t > total else lr0 / 2 * (1 + math.cos(math.pi * t / total))


def _ramp(given: Mapping[str, Any], share: Callable[[float, float], float], *, rises: bool = False) -> float:
    lr0, t, warmup, total = (given[name] for name in ("lr0", "t", "warmup", "total"))
    if t < warmup:
        return float(lr0 * share(t, warmup))
    left, span = t - warmup, total - warmup
    return lr0 / 2 * (1 + math.cos(math.pi * left / span)) if rises else _cosine(lr0, left, span)


def described(question: Question, work: Work) -> Described | None:
    """The convention whose answers all of these are; None where they are those of none."""
    for name, answer in _conventions():
        work.spend(len(question.outcomes) * 1000)
        if _answers_all(question, answer):
            return Described(Family.FORM, FoundBy.CONVENTION, convention=name)
    return None


def _conventions() -> Iterator[tuple[str, Callable[[Asked], Any]]]:
    for name, step in STEPS.items():
        yield name, partial(_by_step, step)
    for name, rate in RATES.items():
        yield name, partial(_by_rate, rate)


def _by_step(step: Callable[..., State], each: Asked) -> Any:
    return _one_step(step, each.given) or _whole_path(step, each)


def _by_rate(rate: Callable[[Mapping[str, Any]], float], each: Asked) -> float:
    return rate(each.given)


def _answers_all(question: Question, answer: Callable[[Asked], Any]) -> bool:
    """Whether it comes to every answer, and to another than the right one in some."""
    apart = False
    for each, outcome in zip(question.ground.asked, question.outcomes, strict=True):
        if outcome.ending is not Ending.VALUE:
            return False
        try:
            with np.errstate(all="ignore"):
                made = answer(each)
        except (KeyError, TypeError, ValueError, ArithmeticError):
            return False
        if made is None:
            return False
        wanted = Outcome(Ending.VALUE, values.encode_value(made), arguments_after=each.right.arguments_after)
        if not agrees(each.call, outcome, wanted):
            return False
        apart = apart or not agrees(each.call, wanted, each.right)
    return apart


def _one_step(step: Callable[..., State], given: Mapping[str, Any]) -> State | None:
    if not {"weight", "gradient", "lr", "velocity", "momentum"} <= given.keys():
        return None
    numbers = {name: np.asarray(given[name], dtype=np.float64) for name in ("weight", "gradient", "velocity")}
    gradient = numbers["gradient"]
    made = step(lambda _: gradient, numbers["weight"], numbers["velocity"], given["lr"], given["momentum"])
    return made if gradient.ndim else (float(made[0]), float(made[1]))


def _whole_path(step: Callable[..., State], each: Asked) -> Array | None:
    """A path by that step from rest; beside the loss, where that is asked for too."""
    given = each.given
    share = given.get("momentum", given.get("alpha"))
    if share is None or not {"start", "lr", "steps"} <= given.keys() or not 0 <= given["steps"] <= _MOST_STEPS:
        return None
    right = np.asarray(each.answer, dtype=np.float64)
    landscape = landscape_of(given) or curve_of(given, right)
    if landscape is None:
        return None
    path = _walked(step, landscape, right[0, : landscape.dimension], given["lr"], share, given["steps"])
    if right.shape[1] == landscape.dimension:
        return path
    return np.column_stack([path, loss_along(landscape, path)])


def _walked(
    step: Callable[..., State], landscape: Landscape, start: Array, lr: float, share: float, steps: int
) -> Array:
    weight, kept = start, np.zeros_like(start)
    rows = [weight]
    for _ in range(steps):
        weight, kept = step(landscape.gradient, weight, kept, lr, share)
        rows.append(weight)
    return np.array(rows)
