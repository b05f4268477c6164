"""What a step of a path can be made of: a factor times a gradient, and a factor times what was kept.

    step = a · G + b · H

Of G and H there are tables, a row each; a and b are formulas in the names of the arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.trees import Tree, compute
from grader.diagnosis.searches.walks import Walk
from grader.records import Term

Array = NDArray[np.float64]

_KEPT = ("alpha", "momentum")


def _alpha(walk: Walk) -> float | None:
    return next((walk.numbers[each] for each in _KEPT if each in walk.numbers), None)


def _ahead(share: Callable[[Walk], float | None]) -> Callable[[Walk], Array | None]:
    def of(walk: Walk) -> Array | None:
        by = share(walk)
        return None if by is None else walk.along(walk.path[:-1] + by * walk.before)

    return of


def _alpha_times(share: float) -> Callable[[Walk], float | None]:
    def of(walk: Walk) -> float | None:
        alpha = _alpha(walk)
        return None if alpha is None else share * alpha

    return of


def _half_ahead(walk: Walk) -> Array | None:
    ahead = _ahead(_alpha)(walk)
    return None if ahead is None else (walk.gradients + ahead) / 2


def _each(order: int) -> Callable[[Walk], Array]:
    """The gradient taken anew after each coordinate has moved, from the first one on or from the last."""

    def of(walk: Walk) -> Array:
        found = np.empty_like(walk.moves)
        places = list(range(walk.path.shape[1]))[::order]
        point = walk.path[:-1].copy()
        for place in places:
            found[:, place] = walk.along(point)[:, place]
            point[:, place] = walk.path[1:, place]
        return found

    return of


def _of_one_length(rows: Array) -> Array:
    return np.asarray(rows / np.maximum(_lengths(rows), np.finfo(np.float64).tiny))


def _clipped(walk: Walk) -> Array:
    return np.asarray(walk.gradients / np.maximum(1, np.linalg.norm(walk.gradients, axis=1, keepdims=True)))


def _numbered(walk: Walk) -> Array:
    return np.arange(1, walk.count + 1, dtype=np.float64)[:, None]


def _noisy(sign: int) -> Callable[[Walk], Array | None]:
    return lambda walk: None if walk.noise is None else walk.gradients + sign * walk.noise


def _with_noise(walk: Walk, of: Callable[[Array], Array]) -> Array | None:
    return None if walk.noise is None else walk.gradients + of(walk.noise)


def _with_noise_given(walk: Walk, of: Callable[[Array], Array]) -> Array | None:
    return None if walk.noise_given is None else walk.gradients + of(walk.noise_given)[: walk.count]


def _asked(walk: Walk) -> int:
    """How many steps were asked for, of which the path may be the first few."""
    return int(walk.numbers.get("steps", walk.count))


def _lengths(rows: Array) -> Array:
    return np.asarray(np.linalg.norm(rows, axis=1, keepdims=True))


def _at_start(walk: Walk) -> Array:
    return np.repeat(walk.gradients[:1], walk.count, axis=0)


def _before(walk: Walk) -> Array:
    return np.vstack([walk.gradients[:1], walk.gradients[:-1]])


# Simplest first; names of `grader.words.described_paths.TERMS`.
GRADIENTS: dict[str, Callable[[Walk], Array | None]] = {
    "gradient": lambda walk: walk.gradients,
    "gradient_alpha_ahead": _ahead(_alpha),
    "gradient_ahead": _ahead(lambda _: 1.0),
    "gradient_at_start": _at_start,
    "gradient_before": _before,
    "sign": lambda walk: np.sign(walk.gradients),
    "unit": lambda walk: _of_one_length(walk.gradients),
    "gradient_noisy": _noisy(1),
    "gradient_noisy_less": _noisy(-1),
    "gradient_noisy_late": lambda walk: _with_noise_given(walk, lambda noise: np.roll(noise, 1, axis=0)),
    "gradient_noisy_first": lambda walk: _with_noise(walk, lambda noise: np.repeat(noise[:1], len(noise), axis=0)),
    "gradient_noisy_sum": lambda walk: _with_noise(walk, lambda noise: np.cumsum(noise, axis=0)),
    "gradient_noisy_one": lambda walk: _with_noise(walk, lambda noise: np.repeat(noise[:, :1], noise.shape[1], axis=1)),
    "gradient_noisy_early": lambda walk: _with_noise_given(walk, lambda noise: np.vstack([noise[1:], noise[-1:]])),
    "gradient_noisy_backwards": lambda walk: _with_noise_given(walk, lambda noise: noise[::-1]),
    "gradient_noisy_less_mean": lambda walk: _with_noise_given(walk, lambda noise: noise - noise.mean(axis=0)),
    "gradient_noisy_mean": lambda walk: _with_noise(walk, lambda noise: np.cumsum(noise, axis=0) / _numbered(walk)),
    "gradient_noisy_size": lambda walk: _with_noise(walk, np.abs),
    "gradient_noisy_unit": lambda walk: _with_noise(walk, lambda noise: noise / _lengths(noise)),
    "gradient_noisy_longer": lambda walk: _with_noise(walk, lambda noise: noise * _lengths(walk.gradients)),
    "gradient_noisy_exchanged": lambda walk: _with_noise(walk, lambda noise: noise[:, ::-1]),
    "gradient_times_noise": lambda walk: None if walk.noise is None else walk.gradients * walk.noise,
    "gradient_at_noise": lambda walk: None if walk.noise is None else walk.along(walk.path[:-1] + walk.noise),
    "noise": lambda walk: walk.noise,
    "gradient_each": _each(1),
    "gradient_each_backwards": _each(-1),
    "gradient_mean": lambda walk: np.cumsum(walk.gradients, axis=0) / _numbered(walk),
    "gradient_sum": lambda walk: np.cumsum(walk.gradients, axis=0),
    "gradient_squared": lambda walk: walk.gradients**2,
    "gradient_root": lambda walk: np.sign(walk.gradients) * np.sqrt(np.abs(walk.gradients)),
    "gradient_clipped": _clipped,
    "gradient_clipped_each": lambda walk: np.clip(walk.gradients, -1, 1),
    "gradient_behind": _ahead(_alpha_times(-1.0)),
    "gradient_lr_ahead": _ahead(lambda walk: walk.numbers.get("lr")),
    "gradient_alpha_halfway": _ahead(_alpha_times(0.5)),
    "gradient_partly_ahead": _half_ahead,
    "gradient_halfway": _ahead(lambda _: 0.5),
    "gradient_halfway_back": _ahead(lambda _: -0.5),
    "gradient_after": lambda walk: walk.along(walk.path[1:]),
    "gradient_reversed": lambda walk: walk.gradients[:, ::-1],
    "gradient_size": lambda walk: np.abs(walk.gradients),
    "gradient_noisy_wrapped": lambda walk: _with_noise_given(
        walk, lambda noise: np.roll(noise[: _asked(walk)], -1, axis=0)
    ),
    "gradient_noisy_round": lambda walk: _with_noise_given(walk, lambda noise: np.roll(noise, -1, axis=0)),
    "gradient_noisy_backwards_from_steps": lambda walk: _with_noise_given(
        walk, lambda noise: noise[: _asked(walk)][::-1]
    ),
    "gradient_noisy_one_sum": lambda walk: _with_noise(
        walk, lambda noise: np.repeat(noise.sum(axis=1, keepdims=True), noise.shape[1], axis=1)
    ),
    "gradient_noisy_length": lambda walk: _with_noise(
        walk, lambda noise: np.repeat(_lengths(noise), noise.shape[1], 1)
    ),
    "gradient_noisy_one_mean": lambda walk: _with_noise(
        walk, lambda noise: np.repeat(noise.mean(axis=1, keepdims=True), noise.shape[1], axis=1)
    ),
    "gradient_noisy_mean_of_all": lambda walk: _with_noise_given(
        walk, lambda noise: np.repeat(noise.mean(axis=0, keepdims=True), len(noise), axis=0)
    ),
    "noisy_unit": lambda walk: None if walk.noise is None else _of_one_length(walk.gradients + walk.noise),
    "noisy_reversed": lambda walk: None if walk.noise is None else (walk.gradients + walk.noise)[:, ::-1],
}
MEMORIES: dict[str, Callable[[Walk], Array | None]] = {
    "last_step": lambda walk: walk.before,
    "position": lambda walk: walk.path[:-1],
    "from_start": lambda walk: walk.path[:-1] - walk.path[:1],
    "first_step": lambda walk: np.vstack([np.zeros_like(walk.moves[:1]), np.repeat(walk.moves[:1], walk.count - 1, 0)]),
    "last_step_but_one": lambda walk: np.vstack([np.zeros_like(walk.before[:1]), walk.before[:-1]]),
    "gradient_before": lambda walk: np.vstack([np.zeros_like(walk.gradients[:1]), walk.gradients[:-1]]),
    "noise": lambda walk: walk.noise,
}


class Rule(msgspec.Struct, frozen=True):
    """A factor of a gradient, and of what was kept, if anything was."""

    factor: Tree
    of: str
    kept: Tree | None = None
    memory: str = ""

    @property
    def cost(self) -> int:
        """What it costs a reader."""
        beside = 0 if self.kept is None else 2 + self.kept.cost + list(MEMORIES).index(self.memory)
        return self.factor.cost + list(GRADIENTS).index(self.of) // 3 + beside

    @property
    def terms(self) -> tuple[Term, ...]:
        """As it is kept."""
        first = Term(str(self.factor), self.of)
        return (first,) if self.kept is None else (first, Term(str(self.kept), self.memory))

    def moves(self, walk: Walk, given: Mapping[str, Array]) -> Array | None:
        """Each step of a walk as the rule makes it from the row before, shape (n, d); None where it makes none.

        `given` are the numbers that factors are made of, each of shape (n,), one for each step.
        """
        side = GRADIENTS[self.of](walk)
        if side is None:
            return None
        with np.errstate(all="ignore"):
            made = compute(self.factor, given)[:, None] * side
            if self.kept is not None and (table := MEMORIES[self.memory](walk)) is not None:
                made = made + compute(self.kept, given)[:, None] * table
        return made


def numbers_of_steps(own: Sequence[Walk]) -> dict[str, list[Array]]:
    """What a factor may be made of: numbers that each walk was given, and of each step its number."""
    names = [label for label in own[0].numbers if all(label in walk.numbers for walk in own)]
    known = {label: [np.full(walk.count, walk.numbers[label]) for walk in own] for label in names if label != "steps"}
    known |= {"n": [np.arange(1.0, walk.count + 1) for walk in own], "t": [np.arange(walk.count) + 0.0 for walk in own]}
    if len({walk.path.shape[1] for walk in own}) > 1:
        known |= {"d": [np.full(walk.count, float(walk.path.shape[1])) for walk in own]}
    if own[0].schedule is not None:
        known |= {label: [_asked_of(walk, at) for walk in own] for label, at in _SCHEDULES.items()}
    return known


_SCHEDULES: dict[str, Callable[[int, int], float]] = {
    "schedule(t)": lambda t, _: t,
    "schedule(t + 1)": lambda t, _: t + 1,
    "schedule(max(t - 1, 0))": lambda t, _: max(t - 1, 0),
    "schedule(0)": lambda *_: 0,
    "schedule(steps - t)": lambda t, steps: steps - t,
    "schedule(steps - 1 - t)": lambda t, steps: steps - 1 - t,
    "schedule(t / steps)": lambda t, steps: t / steps,
    "schedule(steps)": lambda _, steps: steps,
}


def _asked_of(walk: Walk, at: Callable[[int, int], float]) -> Array:
    schedule = walk.schedule
    if schedule is None:
        return np.full(walk.count, np.nan)
    return np.array([schedule(at(t, walk.count)) for t in range(walk.count)], dtype=np.float64)  # type: ignore[arg-type]
