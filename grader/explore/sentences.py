"""What a picture says: of each path what it does and why, and of what is not drawn the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.explore.motion import Behaviour, Factor, Motion, Stability
from grader.explore.paths import Path, Whose
from grader.explore.picture import Drawn
from grader.records import Ending, Why
from grader.safe_text import visible
from grader.words import explore as explore_words
from grader.words import notation
from grader.words.answers import load_sentence, outcome_sentence

_DOES = {
    Behaviour.CONVERGES: explore_words.CONVERGES,
    Behaviour.APPROACHES: explore_words.APPROACHES,
    Behaviour.CRAWLS: explore_words.CRAWLS,
    Behaviour.OSCILLATES: explore_words.OSCILLATES,
    Behaviour.DIVERGES: explore_words.DIVERGES,
    Behaviour.LEAVES: explore_words.LEAVES,
    Behaviour.RESTS: explore_words.RESTS,
    Behaviour.WANDERS: explore_words.WANDERS,
}
_KEPT_BY_NOISE = {Behaviour.CONVERGES, Behaviour.APPROACHES, Behaviour.CRAWLS, Behaviour.OSCILLATES}
_ADAPTIVE = frozenset({"adam", "adagrad", "rmsprop", "adamw", "amsgrad"})
_NOT_BEGUN = {Why.UNSAID, Why.ABSENT, Why.NOT_WRITTEN}
_REST = 1e-9
_LONGEST = 300  # characters
_NOTHING = 1e-9  # of the distance at the start: nearer is rounding
_CLEARLY = 0.01  # that a factor must be away from 1 before a path is held against it


def motion_sentences(drawn: Drawn, motion: Motion | None, rule: Stability | None) -> Iterator[str]:
    """What a path does, why, and whether its rule would have done so."""
    if motion is None:
        yield explore_words.ONE_ROW.format(path=drawn.label)
        return
    said = [_what(drawn, motion)]
    if motion.turns:
        said.append(explore_words.TURNS.format(turns=motion.turns, steps=motion.steps))
    if rule is not None and _is_against(drawn, motion, rule):
        said.append(_against(drawn.path.walk.function, rule))
    elif rule is not None:
        said += _why(rule)
    elif drawn.path.walk.function in _ADAPTIVE:
        said.append(explore_words.ADAPTIVE)
    yield " ".join(said)


def _what(drawn: Drawn, motion: Motion) -> str:
    if drawn.path.walk.noise and motion.behaviour in _KEPT_BY_NOISE:
        return explore_words.NOISY.format(
            path=drawn.label,
            target=_target(drawn.path, motion),
            first=notation.number(motion.first, 3),
            last=notation.number(motion.late, 3),
        )
    last = 0.0 if motion.last < _NOTHING * motion.first else motion.last
    numbers = {"first": notation.number(motion.first, 3), "last": notation.number(last, 3)}
    return _DOES[motion.behaviour].format(
        path=drawn.label, steps=motion.steps, target=_target(drawn.path, motion), **numbers
    )


def _target(path: Path, motion: Motion) -> str:
    landscape = path.walk.landscape
    if landscape.minimum is None:
        return explore_words.THE_SADDLE
    if landscape.dimension > 1 or np.allclose(landscape.minimum, motion.target, atol=1e-6):
        return explore_words.THE_MINIMUM
    return explore_words.THE_VALLEY.format(place=notation.number(motion.target[0], 3))


def _why(rule: Stability) -> Iterator[str]:
    flattest = min(each.eigenvalue for each in rule.factors)
    if flattest > 0:
        sentence = explore_words.STABLE if rule.steepness < rule.limit else explore_words.NOT_STABLE
        yield sentence.format(steepness=notation.number(rule.steepness, 3), limit=_limit(rule))
    yield explore_words.FACTORS.format(factors="; ".join(_factor(each) for each in reversed(rule.factors)))
    if flattest < 0:
        yield explore_words.AWAY


def _limit(rule: Stability) -> str:
    by_momentum = explore_words.LIMIT_OF_MOMENTUM.format(limit=notation.number(rule.limit, 3))
    return by_momentum if rule.alpha > _REST else explore_words.LIMIT_OF_DESCENT


def _factor(factor: Factor) -> str:
    sentence = explore_words.FACTOR_SWINGING if factor.swings else explore_words.FACTOR
    size = factor.size if factor.swings else factor.sign * factor.size
    return sentence.format(factor=notation.number(size, 3), eigenvalue=notation.number(factor.eigenvalue, 3))


def _against(function: str, rule: Stability) -> str:
    sentence = explore_words.SHOULD_CONVERGE if rule.slowest < 1 else explore_words.SHOULD_DIVERGE
    return sentence.format(function=function, steepness=notation.number(rule.steepness, 3), limit=_limit(rule))


def _is_against(drawn: Drawn, motion: Motion, rule: Stability) -> bool:
    """Whether a student's path runs away where its rule converges, or arrives where it cannot."""
    if drawn.path.whose is not Whose.OWN or drawn.path.walk.noise or min(each.eigenvalue for each in rule.factors) <= 0:
        return False
    runs_away = motion.behaviour in {Behaviour.DIVERGES, Behaviour.OSCILLATES, Behaviour.WANDERS}
    if rule.slowest < 1 - _CLEARLY:
        return runs_away and motion.steps > 2 / (1 - rule.slowest)
    return (
        rule.slowest > 1 + _CLEARLY
        and motion.behaviour is Behaviour.CONVERGES
        and motion.steps * (rule.slowest - 1) > 1
    )


def why_not_drawn(paths: Sequence[Path], too_long: Sequence[str]) -> Iterator[str]:
    """Of each function whose own path is not there, why; the same is told once."""
    said = [sentence for path in paths if path.whose is not Whose.OWN for sentence in _reasons(path, too_long)]
    yield from dict.fromkeys(said)


def _reasons(path: Path, too_long: Sequence[str]) -> Iterator[str]:
    function, outcome = path.walk.function, path.outcome
    if outcome is None and function in too_long:
        yield explore_words.RAN_TOO_LONG.format(function=function)
    elif not path.exercise:
        yield explore_words.NOBODYS.format(function=function)
    elif outcome is None:
        return
    elif path.exercise and outcome.ending is Ending.MISSING and outcome.why in _NOT_BEGUN:
        yield explore_words.NOT_BEGUN.format(function=function, title=path.exercise)
    elif path.unloaded:
        yield load_sentence(outcome, path.unloaded)
    elif outcome.ending is Ending.VALUE:
        yield explore_words.NO_PATH.format(function=function)
    else:
        yield outcome_sentence(outcome, function, numbers=True)
    if path.whose is Whose.RECORDED and outcome is not None:
        yield explore_words.RECORDED.format(function=function)
    elif path.whose is Whose.NOBODY and function not in too_long:
        yield explore_words.NOT_AT_THIS_SETTING.format(function=function)


def is_broken(path: Path) -> bool:
    """Whether a function that is written gave no path."""
    outcome = path.outcome
    if outcome is None or path.whose is Whose.OWN:
        return False
    return bool(path.unloaded) or outcome.ending is not Ending.MISSING or outcome.why not in _NOT_BEGUN


def explained(path: Path) -> str:
    """Why, for the line that says how things stand: without marks for code."""
    return visible(next(_reasons(path, ()), ""), _LONGEST).replace("`", "")


def row_reads(row: int, drawn: Sequence[Drawn]) -> str:
    """The points of one row, for the step slider."""
    points = [
        f"{each.label} ({', '.join(notation.number(value, 4) for value in each.rows[row].tolist())})"
        for each in drawn
        if row < len(each.rows)
    ]
    return explore_words.ROW_READS.format(row=row, points=", ".join(points))
