"""The explore page of the course's site: its HTML, what its scripts are told, and the pictures that were recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from markupsafe import Markup
from msgspec.structs import asdict

from grader.course.assignment import Assignment
from grader.explore import recorded as recordings
from grader.explore.knobs import KNOBS
from grader.explore.paths import path_of
from grader.explore.presets import Preset
from grader.explore.scene import Scene, scene_of
from grader.explore.walks import walks_of
from grader.reports.pages import site
from grader.reports.pages.rendering import render_part
from grader.words import explore as explore_words
from grader.words import labels
from grader.words import site as site_words

NAME = "explore"

# One sign for each path of a picture, so that they are told apart without colour.
_DOTS = (
    '<circle class="dot walk-1" cx="4" cy="4" r="2.6"/>',
    '<path class="dot walk-2" d="M1.2 1.2h5.6v5.6h-5.6z"/>',
    '<path class="dot walk-3" d="M4 .6L7.4 6.8H.6z"/>',
    '<path class="dot walk-4" d="M4 .4L7.6 4L4 7.6L.4 4z"/>',
)


class _Explore(msgspec.Struct, frozen=True):
    policy: str
    presets: Sequence[Preset]
    dots: Sequence[Markup]
    data: Markup


def explore_page(
    presets: Sequence[Preset], assignments: Sequence[Assignment], data: Mapping[str, object], sources: Sequence[str]
) -> str:
    """The page.  `data` is for the scripts; `sources` are addresses outside of the site."""
    told = dict(data) | {
        "start": {},
        "assignments": [each.id for each in assignments],
        "presets": [_preset_data(each) for each in presets],
        "knobs": [asdict(knob) | {"label": explore_words.KNOBS[knob.name]} for knob in KNOBS],
        "words": site.texts_of(site_words) | site.texts_of(explore_words),
    }
    view = _Explore(site.policy(sources), presets, tuple(map(Markup, _DOTS)), site.as_data(told))
    return str(render_part("explore.html.j2", view=view))


def _preset_data(preset: Preset) -> dict[str, object]:
    setting = asdict(preset.setting)
    one = [labels.WEIGHT] if preset.dimension == 1 else [labels.COORDINATES[place] for place in range(preset.dimension)]
    return {
        "id": preset.id,
        "knobs": list(preset.knobs),
        "numbers": {"knobs": {name: setting[name] for name in preset.knobs}, "starts": setting["starts"]},
        "window": preset.window,
        "coordinates": one,
        "tries": preset.tries,
        "misleads": preset.misleads,
    }


def recorded_scene(preset: Preset, recorded: recordings.Recorded, assignments: Sequence[Assignment]) -> Scene:
    """A preset's picture before any student's function is run."""
    paths = [
        path_of(
            walk,
            None,
            recordings.at_preset(preset, recorded, place),
            exercise=recordings.title_of(walk.function, assignments),
        )
        for place, walk in enumerate(walks_of(preset, preset.setting))
    ]
    return scene_of(preset, preset.setting, paths)
