"""Under which conditions a grade is made, and whether one that was made before is as good."""

from __future__ import annotations

import platform

import numpy as np

from grader import __version__
from grader.records import Conditions, Grade
from grader.sandbox.base import Backend, Tier
from grader.sandbox.tiers import tier_called


def conditions_of(backend: Backend) -> Conditions:
    """Of what is graded by a backend, here and now."""
    return Conditions(
        tier=backend.tier.name,
        layers=tuple(map(str, backend.layers)),
        python=platform.python_version(),
        numpy=np.__version__,
        grader=__version__,
    )


def is_as_good(grade: Grade, wanted: Tier) -> bool:
    """Whether a grade was made in a tier that promises all that the one wanted now does."""
    made_in = None if grade.conditions is None else tier_called(grade.conditions.tier)
    return made_in is not None and made_in.promises_all_of(wanted)
