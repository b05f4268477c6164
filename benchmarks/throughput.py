"""How many hand-ins a second, and how close to what the machine allows: `make bench`.

Grades two classes of hand-ins to `momentum_step`, with everything written, and in the same run does the bare minimum
for the same hand-ins: fork, lock down, load, ask the same calls, compare.  No two answer alike: right ones have last
digits of their own, and in the mixed class a third has a random slip of which no file is known, so that no cache and
no stored mistake flatters.  Machines are noisy: the ratio counts, not the rate, and each turn is in `--json`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace

from grader.batch.describing import with_known
from grader.batch.outputs import open_outputs
from grader.batch.processes import default_jobs
from grader.batch.run import grade_class
from grader.collect.hand_in import at_hand
from grader.commands.preparing import prepare_all
from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course
from grader.diagnosis.agreement import agrees
from grader.diagnosis.searches.order import description
from grader.diagnosis.searches.question import Question
from grader.errors import IsolationError
from grader.grading.describe import unnamed
from grader.grading.grade import explained
from grader.grading.prepared import Prepared
from grader.grading.slip_test import slip_test
from grader.isolation import Isolation
from grader.records import Limits, Submission, Transcript
from grader.sandbox import frames
from grader.sandbox.tiers import Backends, open_backend

ASSIGNMENT = "momentum_step"
PATIENCE = 60.0  # seconds
SLIPS = 400  # of their own that wrong hand-ins have
TURNS = 3  # of each tier, since machines have slow moments


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-ins", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=default_jobs())
    parser.add_argument("--json", type=Path, help="write every row there as well")
    options = parser.parse_args()

    course = find_course(start=Path(__file__))
    assignment = course.assignment(ASSIGNMENT)
    print(f"{options.hand_ins} hand-ins to {ASSIGNMENT}, {options.jobs} processes, {machine()}")
    print(f"{'':52}{'a second':>10}{'ms each':>10}{'CPU ms':>10}")
    tiers = tiers_to_be_had()
    with tempfile.TemporaryDirectory() as folder:
        prepared, _ = prepare_all(course, [assignment], open_outputs(Path(folder) / "prepare"), Isolation.STANDARD)
        classes = {
            "right": right_class(course, assignment, options.hand_ins),
            "mixed": mixed_class(course, prepared[ASSIGNMENT], options.hand_ins),
        }
        # What this process loads and draws once is no tier's cost: the first turn paid a third more without this.
        warm, some = open_outputs(Path(folder) / "warm"), list(map(at_hand, classes["mixed"]))
        run = grade_class(some, prepared, outputs=warm, isolation=Isolation.NONE, jobs=options.jobs)
        if not all(grade.score == grade.max_score for grade in run.grades if grade.student.startswith("r")):
            raise SystemExit("right work of the class that is measured lost points")
        prepared = with_known(prepared, warm)  # searches have a row of their own
        for name, submissions in classes.items():
            ratios_of(name, submissions, tiers, prepared, Path(folder), options.jobs)
    searched(prepared[ASSIGNMENT])
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
    if options.json is not None:
        options.json.write_text(json.dumps({"machine": machine(), "rows": Clock.rows}, indent=1), encoding="utf-8")


def ratios_of(
    name: str,
    submissions: Sequence[Submission],
    tiers: Sequence[Isolation],
    prepared: Mapping[str, Prepared],
    folder: Path,
    jobs: int,
) -> None:
    """A class in each tier, graded and bare by turns, and what the two come to."""
    hand_ins = [at_hand(submission) for submission in submissions]
    graded: dict[Isolation, list[float]] = defaultdict(list)
    bare: dict[Isolation, list[float]] = defaultdict(list)
    for turn, isolation in in_turns(tiers):
        outputs, clock = open_outputs(folder / f"{name}-{isolation}-{turn}"), Clock()
        grade_class(hand_ins, prepared, outputs=outputs, isolation=isolation, jobs=jobs)
        graded[isolation].append(clock.said(f"{name}: graded, everything written ({isolation})", len(submissions)))
        clock = Clock()
        bare_class(submissions, prepared[ASSIGNMENT], isolation, jobs)
        bare[isolation].append(clock.said(f"{name}: bare fork + calls + comparison ({isolation})", len(submissions)))
    for isolation in tiers:
        turns = [one / other for one, other in zip(bare[isolation], graded[isolation], strict=True)]
        whole = sum(bare[isolation]) / sum(graded[isolation])
        print(f"{name}: graded / bare ({isolation}): {whole:.2f}, by turns {min(turns):.2f} to {max(turns):.2f}")
    for isolation in tiers[:-1]:
        print(f"{name}: {isolation} / none, graded: {sum(graded[Isolation.NONE]) / sum(graded[isolation]):.2f}")


def searched(prepared: Prepared) -> None:
    """What searches take after a run: here of all known mistakes, as if nobody had written any of them down."""
    recorded = replace(prepared.recorded, mistakes=(), other_constants=())
    nameless = replace(prepared, recorded=recorded, bank=None)
    reference = prepared.key.reference
    questions: list[Question] = []
    for known in prepared.mistakes:
        transcript = Transcript(reference.load, reference.outcomes | known.outcomes)
        explanation = explained([known.function], transcript, nameless)
        questions += unnamed(explanation, [known.function], transcript, nameless).values()
    clock = Clock()
    found = sum(description(question) is not None for question in questions)
    clock.said(f"searched; {found} of {len(questions)} are described", len(questions))


def tiers_to_be_had() -> list[Isolation]:
    """Those that start here, `none` last; the others are named."""
    found = []
    for tier in (Isolation.STANDARD, Isolation.STRICT):
        try:
            open_backend(tier, hidden=False).close()
            found.append(tier)
        except IsolationError as refusal:
            print(f"left out: {refusal.problem}")
    return [*found, Isolation.NONE]


def in_turns(tiers: Sequence[Isolation]) -> Iterator[tuple[int, Isolation]]:
    """Each tier once a turn, another one first each time."""
    for turn in range(TURNS):
        for place in range(len(tiers)):
            yield turn, tiers[(turn + place) % len(tiers)]


def machine() -> str:
    """What it was measured on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


# Numbers by themselves differ in as many last digits as it takes for all to differ; in a table each has its own.
OWN_DIGITS = """

def _with_own_digits(function, factor=1 + {number} * 2.0**-52):
    import numpy
    digits = 1 + 2.0**-52 * numpy.random.default_rng({number}).integers(0, 4, 1 << 12)

    def changed(part, at):
        if isinstance(part, (tuple, list)):
            return type(part)(changed(each, at + 3 * place) for place, each in enumerate(part))
        return part * digits[at % len(digits)]

    def own(answer):
        if isinstance(answer, numpy.ndarray) and answer.ndim:
            return answer * numpy.resize(digits, answer.shape).astype(answer.dtype)
        if isinstance(answer, tuple):
            return tuple(map(own, answer))
        return changed(answer, 0) if isinstance(answer, list) else answer * factor

    return lambda *given, **named: own(function(*given, **named))


{functions}
"""


def right_class(course: Course, assignment: Assignment, size: int) -> list[Submission]:
    """The reference and other right ways in turn, each with last digits of its own.

    Left out are those that define classes: they may answer with them, and such digits cannot be changed from outside.
    """
    accepted = [each.submission for each in variants.accepted(course, assignment)]
    right = [variants.solution(course, assignment), *(each for each in accepted if b"\nclass " not in each.source)]
    wrapped = "\n".join(f"{name} = _with_own_digits({name})" for name in assignment.functions)
    return [
        Submission(
            f"r{number:05}",
            assignment.id,
            each.filename,
            each.kind,
            each.source + OWN_DIGITS.format(number=number + 1, functions=wrapped).encode(),
        )
        for number, each in enumerate(islice(cycle(right), size))
    ]


def mixed_class(course: Course, prepared: Prepared, size: int) -> list[Submission]:
    """The same, but every third has a random slip of its own of which no file is known.

    Left out are those that could answer with memory that nobody wrote to: what that holds is another mistake in every
    run, and would be searched for in each.
    """
    with Backends(Isolation.STANDARD, hidden=True) as backends:
        slipped = slip_test(course, prepared, backends.having(()), number=SLIPS, seed=1)
        lasting = (said.slip.submission for said in slipped if b"np.empty" not in said.slip.submission.source)
        wrong = list(islice(lasting, size // 3 + 1))
    made = right_class(course, prepared.assignment, size)
    for place, each in zip(range(2, size, 3), cycle(wrong)):
        made[place] = replace(each, student=f"w{place:05}", assignment=ASSIGNMENT)
    return made


class Clock:
    """Wall time, and CPU time of this process and of all that it has waited for, workers included."""

    rows: ClassVar[list[dict[str, float | str]]] = []  # of all clocks

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()

    def said(self, name: str, count: int) -> float:
        """Print a row; the seconds."""
        wall, cpu = time.perf_counter() - self._wall, cpu_seconds() - self._cpu
        Clock.rows.append({"row": name, "a second": count / wall, "CPU ms": 1000 * cpu / count})
        print(f"{name:52}{count / wall:10.1f}{1000 * wall / count:10.2f}{1000 * cpu / count:10.2f}")
        return wall


def cpu_seconds() -> float:
    """CPU time so far."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def bare_class(submissions: Sequence[Submission], prepared: Prepared, isolation: Isolation, jobs: int) -> None:
    """The least that any grader of this kind has to do, on as many processes."""
    shares = [submissions[start::jobs] for start in range(jobs)]
    processes = [get_context("fork").Process(target=bare_share, args=(share, prepared, isolation)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit("a process of the bare run failed")


def bare_share(submissions: Sequence[Submission], prepared: Prepared, isolation: Isolation) -> None:
    """Fork, lock down, load, all calls in one frame, all answers read and compared."""
    backend = open_backend(isolation, hidden=False)
    calls = prepared.key.plan.calls
    asked = frames.Ask(1, tuple((call.function, call.arguments) for call in calls))
    for submission in submissions:
        worker = backend.conversation(Limits())
        load = frames.Load(ASSIGNMENT, submission.filename, False, submission.source, (), 0)
        worker.send(frames.frame(load) + frames.frame(asked), PATIENCE)
        reader = frames.FrameReader()
        answers: list[bytes] = []
        while len(answers) < 2 + len(calls):  # one when it is locked down, one when the file is loaded
            reader.feed(worker.receive(PATIENCE, 2 + len(calls) - len(answers)))
            while (payload := reader.next()) is not None:
                answers.append(payload)
        for call, payload in zip(calls, answers[2:], strict=True):
            agrees(call, frames.read_answer(payload).outcome, prepared.key.reference.outcomes[call])
        worker.end()
    backend.close()


if __name__ == "__main__":
    main()
