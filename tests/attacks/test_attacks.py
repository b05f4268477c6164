"""Nothing in the corpus cheats, leaks, hangs or harms, in the default tier.  `make soak` goes through all tiers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest

from grader.records import Isolation
from tests.attacks.arena import Arena, fingerprint, harmless
from tests.attacks.attack import CLASSES, Attack
from tests.attacks.corpus import ATTACKS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="`standard` needs Linux")


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("arena"), Isolation.STANDARD) as opened:
        yield opened


def chosen(attacks: Sequence[Attack], most: int = 8) -> list[Attack]:
    """Of each class one that waits for a clock, and at most eight that are over at once, from all its corners."""
    of_class = [[each for each in attacks if each.threat == threat] for threat in CLASSES]
    slow = [[each for each in same if each.slow][:1] for same in of_class]
    quick = [[each for each in same if not each.slow] for same in of_class]
    return [each for same in (*slow, *(some[:: -(-len(some) // most)] for some in quick)) for each in same]


def test_every_class_of_threats_has_attacks():
    assert {attack.threat for attack in chosen(ATTACKS)} == set(CLASSES)


def test_every_attack_has_a_name_of_its_own():
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", chosen(ATTACKS), ids=lambda attack: f"{attack.threat}: {attack.name}")
def test_an_attack_achieves_nothing(arena, attack):
    assert arena.fight(attack).findings == ()


def test_the_arena_notices_what_an_attack_achieves(tmp_path):
    """Without isolation the same corpus does achieve something, or the arena would be blind."""
    achieved = {}
    with Arena(tmp_path, Isolation.NONE) as unlocked:
        for attack in ATTACKS:
            if attack.name in {"opens the seed", "connects by TCP", "writes into /tmp", "loads once more"}:
                achieved[attack.name] = " ".join(unlocked.fight(attack).findings)

    assert "it earns 10" in achieved["opens the seed"]
    assert "it connected by TCP" in achieved["connects by TCP"]
    assert achieved["loads once more"] == ""


def test_grades_do_not_depend_on_who_was_graded_before(arena):
    honest = harmless(arena)
    alone = [fingerprint(arena.graded(each), arena) for each in honest]
    hostile = iter([each for each in chosen(ATTACKS) if each.threat in {5, 9} and not each.slow])
    among = []
    for each in honest:
        if (attack := next(hostile, None)) is not None:
            arena.fight(attack)
        among.append(fingerprint(arena.graded(each), arena))

    assert among == alone
