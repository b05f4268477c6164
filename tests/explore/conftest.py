"""The course's demonstrations, and the reference's paths on them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from grader.explore.paths import Path, path_of
from grader.explore.preset_files import presets_of
from grader.explore.presets import Preset, Setting, setting_of
from grader.explore.recorded import at_preset, record_presets, title_of
from grader.explore.walks import walks_of
from grader.sandbox.base import Backend
from tests.whole_course import COURSE, WHOLE_COURSE

Array = NDArray[np.float64]
EVERY_PRESET = {preset.id: preset for preset in presets_of(WHOLE_COURSE.assignments())}
PRESETS = {preset.id: preset for preset in presets_of(COURSE.assignments())}


@pytest.fixture(scope="session")
def reference_paths(backend: Backend) -> Callable[..., list[Path]]:
    """What the reference walks on a preset, with some of its numbers moved."""

    def walked(preset: Preset, **moved: object) -> list[Path]:
        setting = setting_of(preset, moved)
        here = _with(preset, setting)
        recorded = record_presets(WHOLE_COURSE, WHOLE_COURSE.assignments(), [here], lambda _: backend)
        return [
            path_of(
                walk,
                None,
                at_preset(here, recorded, place),
                exercise=title_of(walk.function, WHOLE_COURSE.assignments()),
            )
            for place, walk in enumerate(walks_of(here, setting))
        ]

    return walked


def _with(preset: Preset, setting: Setting) -> Preset:
    return msgspec.structs.replace(preset, setting=setting)
