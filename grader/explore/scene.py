"""One picture with its words: a pure function of a preset, a setting and what came back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from grader.explore import picture
from grader.explore.motion import Motion, Stability, motion_of, stability_of
from grader.explore.paths import Path
from grader.explore.picture import Drawn
from grader.explore.presets import Preset, Setting
from grader.explore.sentences import explained, is_broken, motion_sentences, row_reads, why_not_drawn
from grader.landscapes import loss_along
from grader.reports import prose
from grader.reports.drawing.plot import Plot
from grader.reports.pages.rendering import render_part
from grader.words import explore as explore_words
from grader.words import labels

Array = NDArray[np.float64]


class Scene(msgspec.Struct, frozen=True):
    """What is shown.  `frame` places the lead drawing's numbers: of each axis low, high, start and end."""

    plots: tuple[Plot, ...]
    statuses: tuple[Markup, ...]
    trouble: str  # what went wrong in a file of the student's; empty where nothing did
    readouts: tuple[str, ...]

    @property
    def frame(self) -> tuple[tuple[float, float, float, float], ...]:
        """Of each axis of the first drawing, the numbers at its ends and the drawing units there."""
        first = self.plots[0]
        return tuple((axis.low, axis.high, axis.start, axis.end) for axis in (first.x, first.y))

    @property
    def html(self) -> str:
        """The whole of it, for a page."""
        return str(render_part("scene.html.j2", view=self))


def scene_of(preset: Preset, setting: Setting, paths: Sequence[Path], too_long: Sequence[str] = ()) -> Scene:
    """Drawings and sentences of some paths; `too_long` names functions that were not asked, since they ran too long."""
    drawn = picture.drawn_paths(paths)
    motions = [motion_of(each.rows, each.path.walk.landscape) for each in drawn]
    rules = [_rule(each, setting, motion) for each, motion in zip(drawn, motions, strict=True)]
    told = [
        sentence
        for each, motion, rule in zip(drawn, motions, rules, strict=True)
        for sentence in motion_sentences(each, motion, rule)
    ]
    told = [*why_not_drawn(paths, too_long), *told]
    targets = _distinct([np.array(motion.target) for motion in motions if motion is not None])
    return Scene(
        plots=(picture.lead(preset, setting, drawn, targets), *_by_row(drawn, motions), *_map(preset, drawn, rules)),
        statuses=tuple(prose.said(each) for each in told),
        trouble=next((explained(path) for path in paths if is_broken(path)), ""),
        readouts=tuple(row_reads(row, drawn) for row in range(max((len(each.rows) for each in drawn), default=0))),
    )


def _rule(drawn: Drawn, setting: Setting, motion: Motion | None) -> Stability | None:
    return None if motion is None else stability_of(drawn.path.walk, setting, np.array(motion.target))


def _by_row(drawn: Sequence[Drawn], motions: Sequence[Motion | None]) -> tuple[Plot, ...]:
    if not drawn:
        return ()
    with np.errstate(over="ignore", invalid="ignore"):
        losses = [loss_along(each.path.walk.landscape, each.rows) for each in drawn]
        distances = [
            np.linalg.norm(each.rows - (np.array(motion.target) if motion is not None else each.rows[0]), axis=1)
            for each, motion in zip(drawn, motions, strict=True)
        ]
    is_curve = drawn[0].rows.shape[1] == 1
    title = explore_words.DISTANCES_TO_VALLEYS if is_curve else explore_words.DISTANCES
    return (
        picture.by_row(explore_words.LOSSES, labels.QUANTITIES["loss"], drawn, losses),
        picture.by_row(title, labels.QUANTITIES["distance"], drawn, distances),
    )


def _map(preset: Preset, drawn: Sequence[Drawn], rules: Sequence[Stability | None]) -> tuple[Plot, ...]:
    if preset.dimension == 1:  # curved otherwise at every point, or two curves
        return ()
    known = [(each, rule) for each, rule in zip(drawn, rules, strict=True) if rule is not None]
    found = picture.stability_map(known)
    return () if found is None else (found,)


def _distinct(points: Sequence[Array]) -> list[Array]:
    found: list[Array] = []
    for point in points:
        if not any(np.allclose(point, other, atol=1e-6) for other in found):
            found.append(point)
    return found
