"""Where a heavy ball converges on a quadratic: the plane of learning rate and momentum, with the setting in use."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape
from grader.reports.drawing import plot
from grader.reports.drawing.plot import Key, Line, Mark, Plot, Scale
from grader.reports.exhibits.base import Aside
from grader.reports.facts.comparison import Comparison
from grader.reports.facts.heavy_ball import HeavyBall, measured_rate, spectral_radius
from grader.words import figures, labels, notation
from grader.words import path_rule as path_words

Array = NDArray[np.float64]

_REST = 1e-9  # an alpha up to here is gradient descent
_RATES = (0.5, 0.7, 0.8, 0.9, 0.95)


def aside(landscape: Landscape, asked: HeavyBall | None, own: HeavyBall | None, compared: Comparison) -> Aside | None:
    """Whether the setting that was asked for converges, and why.  None for paths that no heavy ball walks."""
    if asked is None or not 0 <= asked.alpha < 1 or asked.lr <= 0:
        return None
    eigenvalues = np.linalg.eigvalsh(landscape.hessian(compared.want[0])).astype(np.float64)
    if eigenvalues[0] <= 0:
        return None
    shown = own if own is not None and own.lr > 0 and 0 <= own.alpha < 1 else None
    return Aside(
        path_words.COULD_IT_BE_THE_RATE,
        _in_words(asked, eigenvalues, landscape, compared),
        _map(asked, shown, tuple(eigenvalues.tolist())),
    )


def _in_words(asked: HeavyBall, eigenvalues: Array, landscape: Landscape, compared: Comparison) -> tuple[str, ...]:
    steepness, limit = asked.lr * float(eigenvalues[-1]), 2 * (1 + asked.alpha)
    rate = max(spectral_radius(asked.lr, asked.alpha, float(value)) for value in eigenvalues)
    stable = steepness < limit
    numbers = {
        "steepness": notation.number(steepness, 3),
        "bound": labels.LIMIT_HERE.format(limit=notation.number(limit, 3)) if asked.alpha > _REST else "2",
        "rate": notation.number(rate, 3),
    }
    minimum = landscape.minimum
    measured = None if minimum is None else measured_rate(compared.want, minimum)
    if measured is None:
        first = (path_words.STABLE if stable else path_words.NOT_STABLE).format(**numbers)
    else:
        sentence = path_words.STABLE_MEASURED if stable else path_words.NOT_STABLE_MEASURED
        first = sentence.format(measured=notation.number(measured, 3), **numbers)
    tail = compared.got[-1]
    ran_away = not np.isfinite(tail).all() or float(np.abs(tail).max()) > 10 * float(np.abs(compared.want).max())
    if stable and ran_away:
        return first, path_words.RAN_AWAY_THOUGH_STABLE
    return (first, path_words.STABLE_SO_THE_UPDATE) if stable else (first,)


def _map(asked: HeavyBall, own: HeavyBall | None, eigenvalues: tuple[float, ...]) -> Plot:
    widest = max(4.4 / eigenvalues[-1], 1.15 * asked.lr)
    if own is not None and own.lr < 3 * widest:
        widest = max(widest, 1.15 * own.lr)
    x, y = plot.horizontal(0.0, rounded_up(widest)), plot.vertical(0.0, 1.0)
    unstable, edge, rates = areas(eigenvalues, x, y)
    rate = max(spectral_radius(asked.lr, asked.alpha, value) for value in eigenvalues)
    marks: list[Mark | None] = [plot.ring(x, y, asked.lr, asked.alpha, labels.ASKED_FOR, "ring expected")]
    if own is not None and own.lr <= x.high:
        marks.append(plot.ring(x, y, own.lr, own.alpha, labels.OWN_SETTING, "ring own"))
    return Plot(
        title=labels.MOMENTUM_CONVERGES if asked.alpha > _REST else labels.DESCENT_CONVERGES,
        description=figures.CONVERGENCE.format(
            steepest=notation.number(eigenvalues[-1], 4),
            rates=", ".join(map(str, _RATES)),
            lr=notation.number(asked.lr, 4),
            alpha=notation.number(asked.alpha, 4),
            rate=notation.number(rate, 3),
        ),
        x_label=labels.LEARNING_RATE,
        y_label=labels.ALPHA,
        x=x,
        y=y,
        lines=(Line("unstable", unstable), Line("contour", rates), Line("edge", edge)),
        marks=(*rate_labels(eigenvalues, x, y), *plot.labelled(x, y, marks)),
        legend=(
            Key("ring expected", labels.ASKED_FOR, "mark"),
            Key("ring own", labels.OWN_SETTING, "mark"),
            Key("contour", labels.EQUAL_RATE),
            Key("edge", labels.LIMIT),
            Key("unstable", labels.RUNS_AWAY, "area"),
        ),
    )


def rate_labels(eigenvalues: tuple[float, ...], x: Scale, y: Scale) -> list[Mark]:
    """The rate on each line, in the middle of its flat top: all roots are complex there, and alpha the rate squared."""
    marks = []
    for rate in _RATES:
        left, right = (1 - rate) ** 2 / eigenvalues[0], (1 + rate) ** 2 / eigenvalues[-1]
        if left < right and (left + right) / 2 < x.high:
            at_x, at_y = round(x.unit((left + right) / 2), 1), round(y.unit(rate * rate), 1)
            marks.append(Mark("tag", at_x, at_y, notation.number(rate), at_x, at_y + 4.5, "middle"))
    return marks


@lru_cache(maxsize=128)
def areas(eigenvalues: tuple[float, ...], x: Scale, y: Scale) -> tuple[str, str, str]:
    """The hatched area, its edge, and the lines of equal rate, as path data."""
    alphas = np.linspace(0.0, 1.0, 33)
    limit = np.minimum(x.units(2 * (1 + alphas) / eigenvalues[-1]), x.end)
    up = y.units(alphas)
    edge = plot.path(limit, up)
    area = f"{edge}L{x.end:.1f} {up[-1]:.1f}L{x.end:.1f} {up[0]:.1f}Z"
    outlines = (outline_of_rate(rate, eigenvalues[0], eigenvalues[-1]) for rate in _RATES)
    parts = [plot.path(x.units(line[:, 0]), y.units(line[:, 1])) for line in outlines if line is not None]
    return area, edge, "".join(parts)


def outline_of_rate(rate: float, flattest: float, steepest: float) -> Array | None:
    """Learning rate and alpha, shape (n, 2), around the settings that are at least so fast; None where there is none.

    A root of z^2 - (1 + alpha - lr * lambda) z + alpha is no larger than the rate r where alpha <= r^2 and
    (1 - r)(1 - alpha / r) <= lr * lambda <= (1 + r)(1 + alpha / r): straight lines, of which the flattest direction
    gives the left and the steepest the right.
    """
    left, right = (1 - rate) / flattest, (1 + rate) / steepest
    top = rate * rate
    upper = [[left * (1 - rate), top], [right * (1 + rate), top]]
    if upper[0][0] >= upper[1][0]:
        return None
    if left <= right:
        return np.array([[left, 0.0], *upper, [right, 0.0]])
    share = (left - right) / (left + right)  # of alpha to the rate, where both lines meet
    tip = [left * (1 - share), share * rate]
    return np.array([tip, *upper, tip])


def rounded_up(value: float) -> float:
    """The next number of one digit, or of two that ends in 5: where an axis may end."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(np.ceil(value / power * 2) / 2 * power)
