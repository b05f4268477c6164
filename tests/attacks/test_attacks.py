"""Nothing in the corpus cheats, leaks, hangs or harms, in the default tier.  `make soak` goes through all tiers."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

import pytest

from grader.isolation import Isolation
from grader.sandbox import values
from tests.attacks import corpus, findings
from tests.attacks.arena import Arena, fingerprint, harmless
from tests.attacks.attack import ASSIGNMENTS, CLASSES, MOMENTUM, OPTIMIZERS, Attack
from tests.attacks.corpus import ATTACKS
from tests.whole_course import COURSE

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="`standard` needs Linux")


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    # The seed of hidden inputs is a canary: the same in every run, or digits would be alike by chance now and then.
    with Arena(
        tmp_path_factory.mktemp("arena"), Isolation.STANDARD, shared=True, canary="canary0123456789abcdef"
    ) as opened:
        yield opened


def chosen(attacks: Sequence[Attack]) -> list[Attack]:
    """Of each class one that waits for a clock, and for each assignment a few that are over at once, from all corners.

    Classes that are all about one assignment's interface stand in the others by two.
    """
    some: list[Attack] = []
    for threat in CLASSES:
        of_class = [each for each in attacks if each.threat == threat]
        some += [each for each in of_class if each.slow][:1]
        for assignment in ASSIGNMENTS:
            quick = [each for each in of_class if not each.slow and each.assignment == assignment]
            some += quick[:: -(-len(quick) // (8 if assignment == MOMENTUM else 2)) or 1]
    return some


def test_every_class_of_threats_and_every_assignment_has_attacks():
    assert {attack.threat for attack in chosen(ATTACKS)} == set(CLASSES)
    assert {attack.assignment for attack in chosen(ATTACKS)} == set(ASSIGNMENTS)


def test_every_attack_has_a_name_of_its_own():
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", chosen(ATTACKS), ids=lambda attack: f"{attack.threat}: {attack.name}")
def test_an_attack_achieves_nothing(arena, attack):
    assert arena.fight(attack).findings == ()


def test_the_arena_notices_what_an_attack_achieves(tmp_path):
    """Without isolation the same corpus does achieve something, or the arena would be blind."""
    achieved = {}
    tried = {"opens the seed", "goes home with the gradient", "connects by TCP", "writes into /tmp", "loads once more"}
    with Arena(tmp_path, Isolation.NONE) as unlocked:
        for attack in ATTACKS:
            if attack.name in tried:
                achieved[attack.name] = " ".join(unlocked.fight(attack).findings)

    assert "it earns 10" in achieved["opens the seed"]
    assert "it earns 15" in achieved["goes home with the gradient"]
    assert "it connected by TCP" in achieved["connects by TCP"]
    assert achieved["loads once more"] == ""


@pytest.fixture(scope="module")
def curvature(arena: Arena) -> float:
    """The first entry of a matrix that only a hidden call has."""
    calls = arena.ground(OPTIMIZERS).prepared.key.plan.hidden
    hessians = [values.decode_arguments(each.arguments)[1]["hessian"] for each in calls if "condition" in each.function]
    return abs(float(hessians[-1][0][0]))


@pytest.mark.parametrize("place", ["page", "exported", "terminal"])
@pytest.mark.parametrize(
    "dress",
    [
        repr,
        float.hex,
        lambda number: f"row 1: got {int(number * 1e12)}",
        lambda number: f"row 1: got {int(number * 1e12):,}".replace(",", "\u202f"),
        lambda number: f"an array of shape ({int(number * 1e5)}, 3)",
        lambda number: f"shapes ({int(number * 1e5)},3) (2,2)",
        lambda number: f"got -{int(number * 1e12)}.0",
        lambda number: f"{{{int(number * 1e16)}: 1}}",
        lambda number: str(struct.pack("<d", number)),
        lambda number: str(str(struct.pack(">d", number))).replace("\\", "\\\\"),
    ],
)
def test_a_hidden_number_is_noticed_in_any_dress_and_place(arena, curvature, place, dress):
    ground = arena.ground(OPTIMIZERS)
    graded = arena.graded(harmless(arena, OPTIMIZERS)[0])
    told = {"page": "", "exported": "", "terminal": "", place: dress(curvature)}

    assert list(findings.of_secrets(findings.Told(**told), arena.canary, ground, graded)) != []


@pytest.mark.parametrize(
    "text", ["x ##[error]forged", "Comment :=>> x", "x --|> y", "x <|-- y", "::error::forged", "x\n  ::group::y"]
)
@pytest.mark.parametrize("place", ["exported", "terminal"])
def test_an_order_is_noticed_anywhere_in_a_line(arena, place, text):
    graded = arena.graded(harmless(arena, MOMENTUM)[0])
    told = {"page": "", "exported": "", "terminal": "", place: text}

    assert list(findings.of_text(ATTACKS[0], findings.Told(**told), graded)) != []


def test_a_second_hand_in_that_fares_otherwise_is_noticed(arena):
    right, *_, other = (arena.graded(each) for each in harmless(arena, MOMENTUM))

    assert list(findings.of_repeating(right, right)) == []
    assert list(findings.of_repeating(right, other)) != []


def test_the_threat_model_says_where_the_attacks_of_each_class_are():
    page = (COURSE.root / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|", page, re.MULTILINE)
    modules = {name: module.ATTACKS for name, module in vars(corpus).items() if isinstance(module, ModuleType)}

    assert {int(threat): set(re.findall(r"(\w+)\.py", where)) for threat, where in rows} == {
        threat: {name for name, attacks in modules.items() if threat in {each.threat for each in attacks}}
        for threat in CLASSES
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_grades_do_not_depend_on_who_was_graded_before(arena, assignment):
    honest = harmless(arena, assignment)[:: 1 if assignment == MOMENTUM else 3]
    alone = [fingerprint(arena.graded(each), arena) for each in honest]
    spoilers = [each for each in chosen(ATTACKS) if each.threat in {4, 5, 9} and not each.slow]
    hostile = iter([each for each in spoilers if each.assignment == assignment])
    among = []
    for each in honest:
        if (attack := next(hostile, None)) is not None:
            arena.fight(attack)
        among.append(fingerprint(arena.graded(each), arena))

    assert among == alone
