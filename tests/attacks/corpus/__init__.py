"""Every attack there is: a module for neighbouring classes of threats, each with a list `ATTACKS`."""

from tests.attacks.corpus import (
    accidents,
    answers,
    callables,
    comparisons,
    files,
    forgeries,
    kinds,
    leaks,
    processes,
    secrets,
)

ATTACKS = [
    *secrets.ATTACKS,
    *answers.ATTACKS,
    *callables.ATTACKS,
    *comparisons.ATTACKS,
    *forgeries.ATTACKS,
    *processes.ATTACKS,
    *leaks.ATTACKS,
    *files.ATTACKS,
    *kinds.ATTACKS,
    *accidents.ATTACKS,
]
