"""Every attack there is: a module for neighbouring classes of threats, each with a list `ATTACKS`."""

from tests.attacks.corpus import accidents, answers, forgeries, leaks, processes, secrets

ATTACKS = [
    *secrets.ATTACKS,
    *answers.ATTACKS,
    *forgeries.ATTACKS,
    *processes.ATTACKS,
    *leaks.ATTACKS,
    *accidents.ATTACKS,
]
