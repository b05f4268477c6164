"""Transcript + known mistakes' transcripts → Diagnoses.

A submission made a mistake when its answers to all planned calls of that function lie within tolerance of the
mistake's, and at least one lies outside the reference's.  A function whose answers follow from another function's
mistake is named a consequence, not a mistake of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Protocol

import msgspec

from grader.diagnosis.agreement import agrees, agrees_on, brings_about, has_nothing_to_do
from grader.diagnosis.evidence import tells, warned
from grader.diagnosis.made_of import made_name, made_of
from grader.diagnosis.several_roots import several_roots
from grader.records import (
    Apart,
    Call,
    Described,
    Diagnosis,
    Ending,
    FoundBy,
    Made,
    MistakeWords,
    OtherConstant,
    Outcome,
    Pattern,
    Plan,
    Transcript,
)


class KnownMistake(msgspec.Struct, frozen=True):
    """A mistake with what it answers; `outcomes` holds only what differs from the reference's bytes.

    `loses` names the criteria that are about this very mistake; what else it loses only follows.  `rows` says how many
    of a path count, where it grows without bound and rounding alone parts right ways to go on from there.  `warned` is
    of what NumPy warned in public calls: where nothing but NaN comes back, that has to be the same.
    """

    id: str
    function: str
    outcomes: dict[Call, Outcome]
    words: MistakeWords | None = None
    constant: OtherConstant | None = None
    same_as: str = ""
    loses: tuple[str, ...] = ()
    apart: Apart = Apart.NONE
    made: tuple[Made, ...] = ()
    described: Described | None = None
    rows: dict[Call, int] = {}
    warned: tuple[str, ...] = ()


class LookUp(Protocol):
    """Behaviours beside the known ones, which are looked at only where nothing else fits."""

    def fitting(
        self,
        function: str,
        theirs: Mapping[Call, Outcome],
        reference: Mapping[Call, Outcome],
        *,
        own: bool = True,
        calls: Sequence[Call] = (),
    ) -> Iterator[KnownMistake]:
        """Those that agree with all answers of a function, the simplest first; its own, or those of what it uses.

        Where `calls` are given, with the answers to these.
        """


class Explanation(msgspec.Struct, frozen=True):
    """What is known about a submission's wrong answers.

    `consequences` maps a function without a mistake of its own to the function whose mistake explains it, `together`
    one whose entries follow from several to all of these, of which the first is in `consequences` too; `supposed` are
    those of which no more is known than that they call a function that is wrong, whatever their answers; `loses`
    a diagnosed function to the criteria that are about its mistake.  `unsearched` where a function has no name for its
    mistake, and none was searched for.  `beside` holds calls of a diagnosed function in which its mistake is right, or
    is no reason for what kind of answer came back: what is lost by these has another cause.
    """

    diagnoses: tuple[Diagnosis, ...] = ()
    consequences: Mapping[str, str] = {}
    supposed: frozenset[str] = frozenset()
    together: Mapping[str, tuple[str, ...]] = {}
    loses: Mapping[str, frozenset[str]] = {}
    unsearched: bool = False
    beside: frozenset[Call] = frozenset()


def explain(
    transcript: Transcript,
    functions: Sequence[str],
    plan: Plan,
    reference: Transcript,
    known: Sequence[KnownMistake],
    other_constants: Sequence[KnownMistake] = (),
    calls_of: Mapping[str, Sequence[str]] = MappingProxyType({}),
    bank: LookUp | None = None,
    calls_of_reference: Mapping[str, Sequence[str]] | None = None,
) -> Explanation:
    """The known mistakes that explain a submission's wrong answers to `functions`, root functions alone.

    Where none does, `other_constants` are tried: the reference's answers for another value of one parameter.
    `calls_of` maps a function of the submission to those of its own functions that it calls: what depends on a wrong
    function that nothing explains is not named, but said to follow from it.  So is what calls a wrong function that the
    reference does not call there, of whose mistakes nothing is known then.  What nothing else fits is looked up in the
    `bank`, functions before those that use them.
    """
    wrong = {
        function: calls
        for function in functions
        if (calls := [call for call in plan.calls if call.function == function])
        and not agrees_on(calls, transcript.outcomes, reference.outcomes, {})
    }

    silent = {
        function: warned(transcript.outcomes[call] for call in calls if call in transcript.outcomes)
        for function, calls in wrong.items()
        if not tells(calls, transcript.outcomes, reference.outcomes)
    }

    def that_fit(candidates: Sequence[KnownMistake]) -> Iterator[KnownMistake]:
        for mistake in candidates:
            calls = wrong.get(mistake.function)
            fits = calls and agrees_on(calls, transcript.outcomes, reference.outcomes, mistake.outcomes)
            if not fits or mistake.same_as:
                continue
            if mistake.function not in silent or (
                mistake.warned and silent[mistake.function].issuperset(mistake.warned)
            ):
                yield mistake

    made: dict[str, list[KnownMistake]] = {}
    for mistake in that_fit(known):
        made.setdefault(mistake.function, []).append(mistake)
    consequences = dict(_consequences(transcript, wrong, made, reference))
    explained = {*made, *consequences}
    for function, mistake in _written_inline(transcript, wrong, {*explained, *silent}, reference, known):
        made[function] = [mistake]
    explained |= made.keys()
    for change in that_fit(other_constants):
        if change.function not in explained:
            made.setdefault(change.function, []).append(change)
    theirs, ours = transcript.outcomes, reference.outcomes
    together: dict[str, tuple[str, ...]] = {}
    supposed: set[str] = set()
    for function in sorted(wrong, key=lambda name: sum(called in wrong for called in calls_of.get(name, ()))):
        calls = wrong[function]
        if function in consequences:
            continue
        used = [called for called in calls_of.get(function, ()) if called in wrong]
        usual = used if calls_of_reference is None else calls_of_reference.get(function, ())
        # Where a mistake of its own gives the same answers, those of all that it is to call were made.
        others = {root: made[root] for root in (usual if function in made else made) if root in made}
        if roots := _brought_about_by(function, calls, theirs, others, ours):
            made.pop(function, None)
            consequences[function], together[function] = roots[0], roots
            continue
        if function in made:
            continue
        of_it = [each for each in (*known, *other_constants) if each.function == function and not each.same_as]
        untold = [
            called for called in used if called in made and not (called in usual and _tells_of(made[called], function))
        ]
        if untold:  # what that root's mistake makes of these answers is not known
            consequences[function] = untold[0]
            supposed.add(function)
            continue
        if function not in silent and (
            found := _beyond_the_known(function, calls, theirs, ours, of_it, bank, plan, inline=not used)
        ):
            made[function] = found
    for function in wrong:
        unexplained = [
            root
            for root in calls_of.get(function, ())
            if root in wrong and root not in consequences and not any(each.outcomes for each in made.get(root, ()))
        ]
        if unexplained and function not in consequences:
            made.pop(function, None)
            consequences[function] = unexplained[0]
            supposed.add(function)
    diagnoses = [
        _diagnosis(mistake)
        for function in functions
        if function not in consequences
        for mistake in made.get(function, ())
    ]
    loses = {
        function: frozenset(criterion for mistake in mistakes for criterion in mistake.loses)
        for function, mistakes in made.items()
        if all(mistake.loses for mistake in mistakes)
    }
    beside = frozenset(
        call
        for function, mistakes in made.items()
        if function in wrong and function not in consequences
        if all(mistake.outcomes and mistake.apart is Apart.NONE for mistake in mistakes)
        for call in wrong[function]
        if not any(brings_about(mistake.outcomes, call, theirs[call]) for mistake in mistakes)
    )
    several = {function: roots for function, roots in together.items() if len(roots) > 1}
    return Explanation(tuple(diagnoses), consequences, frozenset(supposed), several, loses, beside=beside)


def _beyond_the_known(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    candidates: Sequence[KnownMistake],
    bank: LookUp | None,
    plan: Plan,
    *,
    inline: bool,
) -> list[KnownMistake]:
    """What is said of answers that no known mistake gives: what has hints of its own before what has those of a family.

    With `inline` the function may have written down what another one is for, which is looked up as well.  Two mistakes
    that leave some calls unexplained are not told before one that does.
    """
    looked_up = _looked_up(function, calls, theirs, reference, bank, inline=inline)
    if looked_up and _is_pair(looked_up[0]) and looked_up[0].apart is Apart.NONE:
        return looked_up
    if but_for := list(fits_but_for_some(function, calls, theirs, reference, candidates)):
        by_hidden_alone = but_for[0].apart is Apart.ENDED and not _public_calls_show_it(calls, theirs, reference, plan)
        return [] if by_hidden_alone else but_for
    if formulas := made_of(calls, theirs, reference):
        return [KnownMistake(made_name(formulas), function, {}, made=formulas)]
    return looked_up


def _public_calls_show_it(
    calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome], plan: Plan
) -> bool:
    """Whether public calls have answers enough to tell a mistake by: hidden ones alone must not choose what is told."""
    public = set(plan.public)
    told = [call for call in calls if call in public and theirs[call].ending is Ending.VALUE]
    return sum(not agrees(call, theirs[call], reference[call]) for call in told) >= _FEWEST


def _looked_up(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    bank: LookUp | None,
    *,
    inline: bool,
) -> list[KnownMistake]:
    """What the bank says of all answers; if nothing, of what the function writes down itself, or of calls with work."""
    if bank is None:
        return []
    if found := list(islice(bank.fitting(function, theirs, reference), 1)):
        return found
    others = (each for each in bank.fitting(function, theirs, reference, own=False) if not _is_pair(each))
    if inline and (found := list(islice(others, 1))):  # two mistakes in a rule of another function are far-fetched
        return [msgspec.structs.replace(each, function=function, loses=()) for each in found]
    busy = [call for call in calls if not has_nothing_to_do(call)]
    if not _FEWEST <= len(busy) < len(calls):
        return []
    found = list(islice(bank.fitting(function, theirs, reference, calls=busy), 1))
    return [msgspec.structs.replace(each, apart=Apart.NO_STEPS) for each in found]


def _diagnosis(mistake: KnownMistake) -> Diagnosis:
    words, constant, described = mistake.words, mistake.constant, mistake.described
    return Diagnosis(mistake.function, mistake.id, words, constant, mistake.apart, mistake.made, described)


def _consequences(
    transcript: Transcript,
    wrong: Mapping[str, list[Call]],
    made: Mapping[str, list[KnownMistake]],
    reference: Transcript,
) -> Iterator[tuple[str, str]]:
    """Wrong functions whose answers a mistake of another function brings about."""
    for function, calls in wrong.items():
        for root in islice(_roots(function, calls, transcript.outcomes, made, reference.outcomes), 1):
            yield function, root


def _brought_about_by(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    made: Mapping[str, list[KnownMistake]],
    reference: Mapping[Call, Outcome],
) -> tuple[str, ...]:
    """The function whose mistake brings about all answers of this one; else those that do together, by their names."""
    if root := tuple(islice(_roots(function, calls, theirs, made, reference), 1)):
        return root
    others = {name: [each.outcomes for each in mistakes] for name, mistakes in made.items() if name != function}
    return several_roots(calls, theirs, reference, others)


def _roots(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    made: Mapping[str, list[KnownMistake]],
    reference: Mapping[Call, Outcome],
) -> Iterator[str]:
    """Functions a mistake of which brings about these answers of another one."""
    for root, mistakes in made.items():
        if root != function and any(
            agrees_on(calls, theirs, reference, mistake.outcomes, mistake.rows)
            for mistake in mistakes
            if any(call in mistake.outcomes for call in calls)
        ):
            yield root


def _tells_of(mistakes: Sequence[KnownMistake], function: str) -> bool:
    """Whether it is known what a mistake makes of another function's answers: of a file everything was recorded."""
    return any(
        (each.outcomes and each.constant is None and each.described is None and not each.made)
        or any(call.function == function for call in each.outcomes)
        for each in mistakes
    )


def _is_pair(mistake: KnownMistake) -> bool:
    return mistake.described is not None and mistake.described.found is FoundBy.PAIR


def _written_inline(
    transcript: Transcript,
    wrong: Mapping[str, list[Call]],
    explained: Collection[str],
    reference: Transcript,
    known: Sequence[KnownMistake],
) -> Iterator[tuple[str, KnownMistake]]:
    """Functions, each with the mistake in a rule that it writes down itself where the reference calls another function.

    What such a mistake makes of the caller's answers was recorded with it.  The other function is right here, or the
    caller's answers would follow from it.  Of several that make the same of them, nobody can say which it is.
    """
    of_others = [mistake for mistake in known if not mistake.same_as and mistake.function not in wrong]
    for function, calls in wrong.items():
        if function in explained:
            continue
        answered = [call for call in calls if _has_answer(transcript, call)]  # that calls fail may have any reason
        fitting = [
            mistake
            for mistake in of_others
            if any(call in mistake.outcomes for call in answered)
            and agrees_on(calls, transcript.outcomes, reference.outcomes, mistake.outcomes)
        ]
        if len(fitting) == 1:
            yield function, msgspec.structs.replace(fitting[0], function=function, loses=())


def _has_answer(transcript: Transcript, call: Call) -> bool:
    outcome = transcript.outcomes.get(call)
    return outcome is not None and outcome.ending is Ending.VALUE


_FEWEST = 3  # calls that must be left, for anything to be said of them


def fits_but_for_some(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    candidates: Sequence[KnownMistake],
) -> Iterator[KnownMistake]:
    """What explains a function's answers once calls of one plain kind are set apart.

    These are calls with nothing to do, or calls without an answer where at least as many have one.  Where all others
    are right, that is what is said; and where all are right but for an argument that was changed.
    """
    if not all(call in theirs for call in calls):
        return
    answered = [call for call in calls if theirs[call].ending is Ending.VALUE]
    if len(answered) == len(calls) and all(_same_answer(call, theirs[call], reference[call]) for call in calls):
        yield KnownMistake(Pattern.RIGHT_BUT_ARGUMENTS_CHANGE, function, {})
        return
    busy = [call for call in calls if not has_nothing_to_do(call)]
    kinds = (
        (Apart.NO_STEPS, busy, Pattern.RIGHT_BUT_WITHOUT_STEPS),
        (Apart.ENDED, answered if 2 * len(answered) >= len(calls) else [], Pattern.RIGHT_WHERE_IT_ANSWERS),
    )
    for apart, kept, pattern in kinds:
        if not _FEWEST <= len(kept) < len(calls):
            continue
        if agrees_on(kept, theirs, reference, {}):
            yield KnownMistake(pattern, function, {})
            return
        fitting = [each for each in candidates if agrees_on(kept, theirs, reference, each.outcomes)]
        if fitting:
            yield from (msgspec.structs.replace(each, apart=apart, loses=()) for each in fitting)
            return


def _same_answer(call: Call, got: Outcome, want: Outcome) -> bool:
    """Whether the value is right, whatever became of the arguments."""
    return agrees(
        call, msgspec.structs.replace(got, arguments_after=b""), msgspec.structs.replace(want, arguments_after=b"")
    )
