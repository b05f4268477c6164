"""A whole run: which hand-ins are due, grades kept as they come, then results and the class page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Generator, Iterable, Mapping, MutableMapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.batch.behaviour import wrong_behaviour
from grader.batch.departures import bring_back, take_out
from grader.batch.describing import describe, with_known
from grader.batch.edited import note_written
from grader.batch.finishing import by_cluster
from grader.batch.in_order import InOrder
from grader.batch.keeping import keeping
from grader.batch.names import putting_names, shows_names
from grader.batch.outputs import Outputs, alone, storing, sweep, write_class_pages
from grader.batch.processes import spread
from grader.batch.rejudging import Rejudging
from grader.batch.shard import Shard
from grader.batch.standing import Begin, Standings, counted_otherwise, settle
from grader.batch.taped import with_tapes
from grader.cluster.asking import Cluster
from grader.collect.class_list import Unlisted, not_on_roster
from grader.collect.hand_in import HandIn
from grader.collect.listing import HandIns
from grader.course.assignment import Assignment
from grader.course.policies import CoursePolicy
from grader.course.visibility import shows
from grader.exports import results
from grader.gradebook.entries import Entry, is_final
from grader.gradebook.store import Gradebook, open_gradebook
from grader.grading.behaviour import Behaviours
from grader.grading.changes import Change, change_between
from grader.grading.conditions import is_as_good
from grader.grading.policy import lateness
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Grade, Key, Person, Status, Transcript, TroubleKind
from grader.reports.pages import class_page, page_mark
from grader.reports.pages.class_page import ClassFacts
from grader.reports.pages.rendering import load_templates
from grader.sandbox.base import Tier
from grader.sandbox.tiers import Backends, settled, tier_of


class Run(msgspec.Struct, frozen=True):
    """What a run did: a grade for every hand-in, in their order, how many were kept from before, and what moved.

    `unlisted` are those who are not on the roster, where there is one.
    """

    grades: Sequence[Grade]  # each is read when it is looked at
    kept: int
    changes: tuple[Change, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    left: tuple[str, ...] = ()  # who was in the class until this run
    elsewhere: tuple[str, ...] = ()  # other assignments in which attempts or late days count otherwise by now


def grade_class(
    hand_ins: Sequence[HandIn],
    prepared: Mapping[str, Prepared],
    *,
    outputs: Outputs,
    isolation: Isolation,
    jobs: int,
    backends: Backends | None = None,
    cluster: Cluster | None = None,
    others: Sequence[Assignment] = (),
    people: Sequence[Person] = (),
    names: bool = False,
    policy: CoursePolicy | None = None,
    force: bool = False,
    at: datetime | None = None,
    progress: Callable[[Grade], None] = lambda _: None,
) -> Run:
    """Grade what is not graded yet, keep every grade as it comes, and write results and class page at the end.

    A grade that was made in a weaker tier is made again.  What is known of other assignments, of which `others` are in
    the course, stays in results and class page; students who are gone stay in the results alone.  Interrupted at any
    moment, nothing kept is lost, and the next run completes what is missing.  Pages are made for the moment `at`, with
    its time zone; now, if none is named.  Who is not among `people`, the roster, is listed; `names` shows the names of
    those who are on pages for staff.  Who is on it, not among the hand-ins, and was graded before keeps that grade.
    Attempts before the newest that a hand-in brings are judged first, and kept in the history.
    With a `cluster` hand-ins are graded there, and everything else is done here.
    `backends` are those that assignments were prepared with: each process grades with a share of them.
    Raises `UsageError` while another run is writing there.
    """
    at = datetime.now(UTC) if at is None else at
    isolation = settled(isolation, hidden=True)
    hand_ins = hand_ins if isinstance(hand_ins, HandIns) else HandIns(hand_ins)
    outputs = outputs.of_class(student for student, _ in hand_ins.whose())
    with alone(outputs), backends or Backends(isolation, hidden=True) as warm:
        prepared = with_known(prepared, outputs)
        gradebook = open_gradebook(outputs.gradebook)
        gone_before = results.gone_so_far(outputs.results)
        assignments = sorted([*(each.assignment for each in prepared.values()), *others], key=lambda each: each.id)
        try:
            before = gradebook.latest()
            outputs = _with_everybody_there(outputs, before, prepared, gone_before)
            present = outputs.students
            standing = Standings(gradebook, assignments, people, 0 if policy is None else policy.free_late_days)
            prepared = standing.prepared_of_class(prepared)
            hand_ins = hand_ins.changed(
                lambda each: _with_what_was_decided(each, standing, prepared[each.assignment].assignment)
            )
            _keep_expected(gradebook, prepared.values())
            again = _judge_earlier(hand_ins, gradebook, partial(Shard, prepared, isolation, outputs, at), jobs)
            shard_of = partial(Shard, isolation=isolation, outputs=outputs, at=at, past=gradebook.past())
            together = standing.are_decided_together(entry.grade for entry in before.values())
            as_before = (each for each in hand_ins if not force and _key(each) not in again)
            valid = _still_valid(before, as_before, prepared, outputs, at, tier=tier_of(isolation), together=together)
            kept = valid | _handed_in_before(before, hand_ins)
            if together:
                gradebook.keep_times(_times(hand_ins, valid))
            due = hand_ins.where(lambda key: key not in kept)
            if due:
                load_templates()
            entries = before.copy()
            new = _graded(due, prepared, shard_of, warm, jobs, cluster)
            unsearched = kept | _kept_as_they_come(new, gradebook, entries, progress)
            begin = _judging_again(shard_of, prepared)
            others_now = settle(entries, standing, list(prepared), begin, jobs) if together else {}
            entries.update(others_now)
            now = {key: entry.grade for key, entry in entries.items()} if together else {}
            elsewhere = counted_otherwise(now, standing, prepared)
            here = chain(filter(unsearched.__contains__, hand_ins.whose()), others_now)
            for entry in describe(here, entries, prepared, gradebook, shard_of, jobs=jobs):
                entries[entry.key] = entry
            behaviours = wrong_behaviour(gradebook, (entry.grade for entry in entries.values()))
        finally:
            gradebook.close()
        everything = InOrder(entries, _in_order(entries, present))
        gone = {student for student, _ in entries} - present.keys()
        with storing(outputs):
            take_out(gone, present, outputs)
        unlisted = write_class(
            everything, assignments, outputs, gone=gone, people=people, names=names, behaviours=behaviours
        )
        grades = InOrder(entries, hand_ins.whose())
        moved = (change_between(before[key].grade, entries[key].grade) for key in grades.keys if key in before)
        return Run(
            grades, len(kept), tuple(filter(None, moved)), unlisted, tuple(sorted(gone - gone_before)), elsewhere
        )


def _with_everybody_there(
    outputs: Outputs, before: Mapping[Key, Entry], prepared: Container[str], gone: Container[str]
) -> Outputs:
    """The folder, made ready for everybody in the class: of these hand-ins, or known of other assignments alone.

    That somebody is not among hand-ins to one assignment says nothing of the others.
    """
    here = outputs.students
    of_these = {student for student, assignment in before if assignment in prepared}
    others = {student for student, _ in before if not (student in here or student in of_these or student in gone)}
    outputs = outputs.of_class(chain(here, sorted(others))) if others else outputs
    with storing(outputs):
        sweep(outputs)
        bring_back(outputs.students, outputs)
    return outputs


def _graded(
    due: HandIns,
    prepared: Mapping[str, Prepared],
    shard_of: Callable[..., Shard],
    warm: Backends,
    jobs: int,
    cluster: Cluster | None,
) -> Generator[Entry, None, None]:
    prepared = with_tapes(prepared, due.whose())
    if cluster is not None:
        yield from by_cluster(cluster, due, prepared, partial(shard_of, prepared, warm=warm), jobs=jobs)
        return
    # Here, before there are other processes, each of which takes its share.
    warm.opened(prepared[assignment].assignment.packages for _, assignment in due.whose())
    yield from spread(due, len(due), partial(shard_of, prepared, warm=warm), jobs=jobs)
    warm.close()  # the pages of a large class need the room


def _kept_as_they_come(
    new: Generator[Entry, None, None],
    gradebook: Gradebook,
    entries: MutableMapping[Key, Entry],
    progress: Callable[[Grade], None],
) -> set[Key]:
    """Have gradebook and entries hold what comes; of whom a search may name a mistake."""
    unsearched = set()
    with closing(new), closing(keeping(new, gradebook)) as kept:
        for entry in kept:
            entries[entry.key] = entry
            if entry.unsearched:
                unsearched.add(entry.key)
            progress(entry.grade)
    return unsearched


def _judging_again(shard_of: Callable[[Mapping[str, Prepared]], Shard], prepared: Mapping[str, Prepared]) -> Begin:
    def begin(expected: Mapping[str, Transcript | None]) -> Rejudging:
        shard = shard_of(prepared)
        return Rejudging(shard, expected, Backends(shard.isolation, hidden=True), dry_run=False)

    return begin


def _judge_earlier(
    hand_ins: Sequence[HandIn], gradebook: Gradebook, begin: Callable[[], Shard], jobs: int
) -> set[tuple[str, str]]:
    """Judge and keep what was handed in before the newest; whose it is, for the newest is to be graded after it."""
    whose = set()
    for attempts in _earlier_attempts(hand_ins, gradebook):
        with closing(spread(attempts, len(attempts), begin, jobs=jobs)) as judged:
            whose |= {each.key for each in keeping(judged, gradebook)}
    gradebook.keep_further_times(_earlier_times(hand_ins))
    return whose


def _earlier_attempts(hand_ins: Sequence[HandIn], gradebook: Gradebook) -> list[list[HandIn]]:
    """What was handed in before and is not known yet, in rounds: of each student and assignment one, the oldest first.

    What is graded last is the newest everywhere else, so these come before it; content that comes again is graded once.
    """
    if not any(hand_in.earlier for hand_in in hand_ins):
        return []
    known = {(each.student, each.assignment, each.submission_sha256) for each in gradebook.history()}
    new = [
        [each for sha256, each in contents.items() if (*_key(each), sha256) not in known]
        for hand_in in hand_ins
        if (contents := {each.sha256: each for each in hand_in.earlier})
    ]
    return [list(filter(None, attempts)) for attempts in zip_longest(*new)]


def _earlier_times(hand_ins: Iterable[HandIn]) -> dict[tuple[str, str, str], list[datetime]]:
    """When each content was handed in before, by student, assignment and digest."""
    found: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
    for each in chain.from_iterable(hand_in.earlier for hand_in in hand_ins):
        if each.handed_in_at is not None:
            found[*_key(each), each.sha256].append(each.handed_in_at)
    return found


def _with_what_was_decided(hand_in: HandIn, standing: Standings, assignment: Assignment) -> HandIn:
    until = standing.extension(hand_in.student, assignment)
    decisions = standing.decisions.get(_key(hand_in), ())
    if (until, decisions) == (hand_in.extended_until, hand_in.decisions) and not hand_in.earlier:
        return hand_in
    earlier = tuple(replace(each, extended_until=until) for each in hand_in.earlier)
    return replace(hand_in, extended_until=until, decisions=decisions, earlier=earlier)


def _times(hand_ins: Iterable[HandIn], of: Container[tuple[str, str]]) -> dict[tuple[str, str, str], datetime]:
    """When hand-ins were made, as far as something tells."""
    return {
        (*_key(each), each.sha256): each.handed_in_at
        for each in hand_ins
        if _key(each) in of and each.sha256 and each.handed_in_at is not None
    }


def _key(hand_in: HandIn) -> tuple[str, str]:
    return hand_in.student, hand_in.assignment


def _in_order(keys: Iterable[Key], places: Mapping[str, int]) -> list[Key]:
    """Those who are there as they are listed, then those who are not by name; of each the assignments by name."""
    return sorted(keys, key=lambda key: (places.get(key[0], len(places)), *key))


def _still_valid(
    before: Mapping[Key, Entry],
    hand_ins: Iterable[HandIn],
    prepared: Mapping[str, Prepared],
    outputs: Outputs,
    at: datetime,
    *,
    tier: Tier,
    together: bool,
) -> set[Key]:
    """Whose grading again would only repeat what is known: same bytes, same rubric, pages that show what they should.

    A grade that was made in a weaker tier says less.  Where grades are decided `together`, time and decisions are
    looked after when all are judged.
    """
    valid = set()
    for hand_in in hand_ins:
        key = _key(hand_in)
        grade = before[key].grade if key in before else None
        if grade is None or not hand_in.sha256 or not is_final(grade) or not is_as_good(grade, tier):
            continue
        same = (grade.newest_attempt, grade.rubric_sha256, grade.notices) == (
            hand_in.sha256,
            prepared[hand_in.assignment].key.rubric_sha256,
            hand_in.notices,
        )
        page, for_staff = outputs.student_page(*key), outputs.staff_page(*key)
        late = lateness(prepared[hand_in.assignment].assignment, hand_in.handed_in_at, hand_in.extended_until)
        told = together or (grade.late, grade.decisions) == (late, hand_in.decisions)
        there = told and page.exists() and page_mark.shows(for_staff, grade)
        if same and there and not _shows_more(grade, prepared[hand_in.assignment].assignment, page, at):
            valid.add(key)
    return valid


def _keep_expected(gradebook: Gradebook, prepared: Iterable[Prepared]) -> None:
    for each in prepared:
        gradebook.keep_expected(each.assignment.id, each.key.rubric_sha256, each.key.reference)


def _handed_in_before(before: Mapping[Key, Entry], hand_ins: Iterable[HandIn]) -> set[Key]:
    """Who is in the class by its roster alone this time, and handed in once: that is not nothing."""
    absent = [_key(each) for each in hand_ins if each.trouble is not None and each.trouble.kind is TroubleKind.NOTHING]
    return {key for key in absent if key in before and _is_hand_in(before[key].grade)}


def _is_hand_in(grade: Grade) -> bool:
    """Whether there was anything, be it of no use."""
    of_no_use = grade.trouble is not None and grade.trouble.kind is not TroubleKind.NOTHING
    return of_no_use or bool(grade.submission_sha256)


def _shows_more(grade: Grade, assignment: Assignment, page: Path, at: datetime) -> bool:
    """Whether a due or publishing date has passed since a page was written, so that it shows too little now."""
    written = datetime.fromtimestamp(page.stat().st_mtime, UTC)
    return any(shows(each, assignment, at) != shows(each, assignment, written) for each in grade.judgements)


def _unlisted_among(grades: Iterable[Grade], people: Sequence[Person]) -> tuple[Unlisted, ...]:
    """Students who are not on the roster; none where there is no roster."""
    if not people:
        return ()
    handed_in: dict[str, bool] = {}
    for grade in grades:
        handed_in[grade.student] = handed_in.get(grade.student, False) or grade.status is not Status.MISSING
    return not_on_roster(handed_in, people, {student for student, anything in handed_in.items() if anything})


def write_class(
    grades: InOrder,
    assignments: Sequence[Assignment],
    outputs: Outputs,
    *,
    gone: Collection[str] = (),
    people: Sequence[Person] = (),
    names: bool | None = None,
    behaviours: Behaviours | None = None,
) -> tuple[Unlisted, ...]:
    """Write the results of everybody, and the class's pages without those who are gone; who is not among `people`.

    `names` has the pages for staff show people's names; left open, they do if they did before.  `behaviours` tells who
    is wrong alike.  Raises `StorageError`.
    """
    present = grades.without(gone)
    unlisted = _unlisted_among(present, people)
    with storing(outputs):
        named = shows_names(outputs) if names is None else names
    shown = {person.student: person.name for person in people} if named else {}
    graded = {assignment for _, assignment in present.keys}
    pages = class_page.pages(
        ClassFacts(
            grades=present,
            assignments=[each for each in assignments if each.id in graded],
            people=people,
            unlisted=unlisted,
            names=bool(shown),
            behaviours=behaviours or {},
            folder_of=outputs.folder_of,
        )
    )
    with storing(outputs), putting_names(outputs, shown):
        write_class_pages(outputs, pages, names=bool(shown))
        others = tuple(each.student for each in unlisted)
        results.write(grades, outputs.results, gone=gone, not_on_roster=others)
        note_written(outputs)
    return unlisted
