"""What builds on a lost criterion earns nothing; what was lost on its own account keeps its own verdict."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grading.scoring import settle
from grader.records import Judgement, Verdict, Visibility

LOST = [verdict for verdict in Verdict if verdict not in {Verdict.PASSED, Verdict.NOT_RUN}]


def judgement(name: str, verdict: Verdict = Verdict.PASSED) -> Judgement:
    points = 1.0 if verdict is Verdict.PASSED else 0.0
    return Judgement(name, f"Title of {name}", ("f",), points, 1.0, verdict, Visibility.VISIBLE, True)


def verdicts(settled: tuple[Judgement, ...]) -> list[Verdict]:
    return [each.verdict for each in settled]


def test_without_a_lost_criterion_nothing_changes():
    judgements = (judgement("a"), judgement("b"))

    assert settle(judgements, {"b": ("a",)}) == judgements


@pytest.mark.parametrize("verdict", LOST)
def test_what_builds_on_a_lost_criterion_is_not_run(verdict):
    a, b = settle((judgement("a", verdict), judgement("b")), {"b": ("a",)})

    assert a == judgement("a", verdict)
    assert (b.verdict, b.points, b.max_points) == (Verdict.NOT_RUN, 0.0, 1.0)
    assert b.builds_on == "a"


def test_building_on_is_transitive_and_the_root_is_named():
    after = {"b": ("a",), "c": ("b",), "d": ("c",)}

    settled = settle([judgement("a", Verdict.CRASHED), *map(judgement, "bcd")], after)

    assert verdicts(settled) == [Verdict.CRASHED, *[Verdict.NOT_RUN] * 3]
    assert {each.builds_on for each in settled[1:]} == {"a"}


@pytest.mark.parametrize("verdict", LOST)
def test_what_was_lost_on_its_own_account_keeps_its_verdict(verdict):
    own = judgement("b", verdict)

    assert settle((judgement("a", Verdict.FAILED), own), {"b": ("a",)})[1] == own


def test_a_lost_criterion_in_between_is_named_as_the_nearest():
    after = {"b": ("a",), "c": ("b",)}

    settled = settle([judgement("a", Verdict.FAILED), judgement("b", Verdict.CRASHED), judgement("c")], after)

    assert settled[2].builds_on == "b"


def test_one_of_several_needs_is_enough():
    settled = settle([judgement("a"), judgement("b", Verdict.FAILED), judgement("c")], {"c": ("a", "b")})

    assert verdicts(settled) == [Verdict.PASSED, Verdict.FAILED, Verdict.NOT_RUN]


def test_the_order_of_criteria_does_not_matter():
    settled = settle([judgement("c"), judgement("b"), judgement("a", Verdict.FAILED)], {"b": ("a",), "c": ("b",)})

    assert verdicts(settled) == [Verdict.NOT_RUN, Verdict.NOT_RUN, Verdict.FAILED]


def test_a_need_that_is_not_here_takes_nothing_away():
    assert verdicts(settle([judgement("b")], {"b": ("elsewhere",)})) == [Verdict.PASSED]


@settings(max_examples=60)
@given(lost=st.sets(st.integers(0, 7)), edges=st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))))
def test_exactly_what_reaches_a_lost_criterion_is_taken_back(lost, edges):
    after = {str(n): tuple(str(m) for k, m in edges if k == n > m) for n in range(8)}
    judgements = [judgement(str(n), Verdict.FAILED if n in lost else Verdict.PASSED) for n in range(8)]

    def reaches(name: str) -> bool:
        return any(int(needed) in lost or reaches(needed) for needed in after[name])

    settled = settle(judgements, after)

    for n, each in enumerate(settled):
        kept = Verdict.FAILED if n in lost else Verdict.NOT_RUN if reaches(str(n)) else Verdict.PASSED
        assert each.verdict is kept
    assert sum(each.points for each in settled) == verdicts(settled).count(Verdict.PASSED)


def hinted(name: str, verdict: Verdict) -> Judgement:
    return msgspec.structs.replace(judgement(name, verdict), hint="Keep all digits.")


@pytest.mark.parametrize("ground", ["after", "hint_after"])
def test_a_hint_does_not_stand_where_its_own_ground_was_lost(ground):
    lost, base = hinted("b", Verdict.FAILED), {"b": ("a",)}

    shown = settle((judgement("a"), lost), **{"after": {}, ground: base})
    withheld = settle((judgement("a", Verdict.FAILED), lost), **{"after": {}, ground: base})

    assert shown[1].hint == "Keep all digits."
    assert (withheld[1].hint, withheld[1].verdict) == ("", Verdict.FAILED)
