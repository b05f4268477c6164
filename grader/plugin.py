"""Plain pytest on rubric files: `pytest assignments` judges the reference, `--submission FILE` a hand-in.

Thin on purpose: collecting, recording and judging are the same functions as in a batch, so that both give the same
judgements.  In a student's pack the file beside `assignments/` is judged, by its public criteria.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from grader.errors import CourseError, GraderError
from grader.isolation import ISOLATIONS, Isolation

if TYPE_CHECKING:
    from grader.course.assignment import Assignment
    from grader.course.folder import Course
    from grader.grading.grade import Graded
    from grader.records import Judgement, Submission
    from grader.rubric.criteria import Criterion

_LONGEST = 4000  # characters that are said of one criterion
_RUBRIC_FILES = ("test_public.py", "test_hidden.py")
_STRANGE: pytest.StashKey[list[Path]] = pytest.StashKey()  # rubric files that were not run
_GRADED: pytest.StashKey[dict[str, Graded]] = pytest.StashKey()
_TOLD: pytest.StashKey[set[tuple[str, str]]] = pytest.StashKey()  # of an assignment, what was told once
_LONGEST_PRINTED = 500  # characters


class CriterionLost(Exception):  # noqa: N818 - shown as a failure, not raised at anybody
    """Carries the judgement, and what was recognised, to where pytest reports it."""

    def __init__(self, judgement: Judgement, graded: Graded) -> None:
        super().__init__(judgement.id)
        self.judgement = judgement
        self.graded = graded


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two options, under a heading of their own."""
    group = parser.getgroup("grader", "numerical optimization exercises")
    group.addoption("--submission", metavar="FILE", help="judge this hand-in instead of the reference")
    group.addoption(
        "--isolation", choices=ISOLATIONS, default="auto", help="how student code is kept apart (default: auto)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """One recording for each assignment and session; what was left out is told at the end."""
    config.stash[_GRADED] = {}
    config.stash[_STRANGE] = []
    config.stash[_TOLD] = set()


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take over the rubric files of a course, and no other test."""
    if module_path.name in _RUBRIC_FILES and (module_path.parent / "assignment.toml").exists():
        return RubricFile.from_parent(parent, path=module_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--submission`, leave out the other assignments."""
    submission = config.getoption("--submission")
    if not submission:
        return
    from grader.collect.own_files import meant_by  # noqa: PLC0415 - every pytest run loads this module

    name = Path(submission).name
    others = [
        item for item in items if isinstance(item, CriterionItem) and item.assignment.id != meant_by(name, item.course)
    ]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name what was not run, since it may be a student's."""
    for path in config.stash[_STRANGE]:
        said = f"not run, since it is no part of the course around the working folder: {path}"
        terminalreporter.write_line(_printable(said))


class _Told(msgspec.Struct, frozen=True):
    """A failure in words.  On a CI, the summary of pytest repeats what is plain text, whole; of this, one line."""

    text: str

    def __str__(self) -> str:
        return self.text

    def toterminal(self, terminal: Any) -> None:
        """Print it among the failures."""
        terminal.line(self.text)

    @property
    def reprcrash(self) -> _Crash:
        """What the summary says."""
        return _Crash(self.text.partition("\n")[0])


class _Crash(msgspec.Struct, frozen=True):
    message: str


class RubricFile(pytest.File):
    """`test_public.py` or `test_hidden.py` of an assignment."""

    def collect(self) -> Iterator[CriterionItem]:
        """One item for each criterion."""
        from grader.course.assignment import PUBLIC_RUBRIC  # noqa: PLC0415 - every pytest run loads this module
        from grader.course.folder import find_course  # noqa: PLC0415 - every pytest run loads this module
        from grader.rubric.rubric_files import collect  # noqa: PLC0415

        try:
            course = find_course(start=self.config.invocation_params.dir)
        except CourseError:
            course = None
        if course is None or self.path.parent.parent != course.root / "assignments":
            self.config.stash[_STRANGE].append(self.path)  # a hand-in may bring a course of its own
            return
        assignment = course.assignment(self.path.parent.name)
        for criterion in collect(assignment).criteria:
            if criterion.public == (self.path.name == PUBLIC_RUBRIC):
                yield CriterionItem.from_parent(
                    self, name=criterion.id, course=course, assignment=assignment, criterion=criterion
                )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]  # as pytest's
        """What is wrong with the rubric and what to do; a traceback for anything else."""
        return _said(excinfo.value) or super().repr_failure(excinfo)


class CriterionItem(pytest.Item):
    """One criterion, judged for one submission."""

    def __init__(self, *, course: Course, assignment: Assignment, criterion: Criterion, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.course = course
        self.assignment = assignment
        self.criterion = criterion

    def runtest(self) -> None:
        """Fail unless the criterion is won; skip what was not run, where another item fails for that."""
        graded = self._graded()
        judgement = next(each for each in graded.grade.judgements if each.id == self.criterion.id)
        self.user_properties.append(("points", f"{judgement.points:g}/{judgement.max_points:g}"))
        self.user_properties.append(("verdict", str(judgement.verdict)))
        if (reason := self._told_elsewhere(judgement, graded)) is not None:
            raise pytest.skip.Exception(reason, _use_item_location=True)
        if judgement.lost:
            raise CriterionLost(judgement, graded)

    def _told_elsewhere(self, judgement: Judgement, graded: Graded) -> str | None:
        """Why a criterion was not run, if an item of this session fails for that very reason."""
        from grader.records import Verdict  # noqa: PLC0415 - every pytest run loads this module
        from grader.words.judgements import judgement_message  # noqa: PLC0415

        if judgement.waits and graded.grade.was_run:
            return _printable(judgement_message(judgement, graded.grade))
        if judgement.verdict is not Verdict.NOT_RUN:
            return None
        own = [each for each in self.session.items if isinstance(each, CriterionItem)]
        own = [each for each in own if each.assignment.id == self.assignment.id]
        fails = {each.criterion.id for each in own} if graded.grade.was_run else {own[0].criterion.id}
        told = judgement.builds_on in fails if graded.grade.was_run else judgement.id not in fails
        return _printable(judgement_message(judgement, graded.grade)) if told else None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The sentences of the judgement, or of an error; a traceback for trouble that nobody foresaw."""
        if not isinstance(excinfo.value, CriterionLost):
            return _said(excinfo.value) or super().repr_failure(excinfo, style)
        return _Told(_printable("\n".join(self._lines(excinfo.value.judgement, excinfo.value.graded))))

    def _lines(self, judgement: Judgement, graded: Graded) -> Iterator[str]:
        from grader.reports.call_line import lines_to_paste  # noqa: PLC0415
        from grader.words.diagnoses import diagnosis_words  # noqa: PLC0415
        from grader.words.judgements import (  # noqa: PLC0415
            VERDICTS,
            hint_of,
            judgement_message,
            notice_sentences,
            places_pointed_at,
            staff_message,
        )
        from grader.words.student_page import ONE_OF_THESE  # noqa: PLC0415

        grade = graded.grade
        yield f"{judgement.title} [{VERDICTS[judgement.verdict]}]"
        if judgement.call is None:
            yield from (judgement_message(judgement, grade), *places_pointed_at(grade))
        else:
            yield judgement_message(judgement, grade) if judgement.public else staff_message(judgement, grade)
            yield from self._once((*notice_sentences(grade), *places_pointed_at(grade)))
            module = "" if grade.filename.endswith(".ipynb") else self.assignment.id
            signature = self.assignment.signature(judgement.call.function)
            imports, lines = lines_to_paste(
                judgement.call, signature, module, judgement.changed_argument, again=judgement.unsteady
            )
            yield from (*imports, *lines)
            answer = graded.transcript.outcomes.get(judgement.call) if graded.transcript is not None else None
            if answer is not None and answer.printed:
                yield f"Printed: {answer.printed[:_LONGEST_PRINTED]}"
        if hint := hint_of(judgement):
            yield f"Hint: {hint}"
        fitting = [each for each in grade.diagnoses if each.function in judgement.functions]
        recognised = [f"Recognised: {said.title} {said.hint}" for said in map(diagnosis_words, fitting)]
        several = [ONE_OF_THESE] if len({each.function for each in fitting}) < len(fitting) else []
        yield from self._once([*several, *recognised])

    def _once(self, lines: Iterable[str]) -> Iterator[str]:
        """Those of some lines that were not told yet of this assignment."""
        told = self.config.stash[_TOLD]
        for line in lines:
            if (self.assignment.id, line) not in told:
                told.add((self.assignment.id, line))
                yield line

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the criterion stands, under its title."""
        return self.path, self.criterion.function.__code__.co_firstlineno, self.criterion.title

    def _graded(self) -> Graded:
        known = self.config.stash[_GRADED]
        if self.assignment.id not in known:
            known[self.assignment.id] = self._grade()
        return known[self.assignment.id]

    def _grade(self) -> Graded:
        from grader.grading.grade import grade  # noqa: PLC0415
        from grader.grading.prepare import prepare  # noqa: PLC0415
        from grader.sandbox.tiers import open_backend  # noqa: PLC0415

        submission = self._submission()
        with open_backend(
            Isolation(self.config.getoption("--isolation")),
            packages=self.assignment.packages,
            hidden=not self.course.is_pack,
        ) as backend:
            prepared = prepare(self.course, self.assignment, backend, cache=self.course.cache)
            return grade(submission, prepared, backend)

    def _submission(self) -> Submission:
        from grader.collect.hand_in import nothing  # noqa: PLC0415
        from grader.collect.own_files import STUDENT, in_file, in_folder  # noqa: PLC0415
        from grader.course import variants  # noqa: PLC0415
        from grader.errors import UsageError  # noqa: PLC0415
        from grader.records import Trouble, TroubleKind  # noqa: PLC0415

        named = self.config.getoption("--submission")
        if named is None and not self.course.is_pack:
            return variants.solution(self.course, self.assignment)
        if named is None:
            found = in_folder(self.course.root, self.assignment, self.course)
            return found or nothing(STUDENT, self.assignment.id, Trouble(TroubleKind.NOT_BEGUN, self.assignment.id))
        found = in_file(Path(named), self.assignment, self.course)
        if found is None:
            raise UsageError(f"{named} is no .py or .ipynb file that exists", remedy="name the hand-in to judge")
        return found


def _said(trouble: BaseException) -> str:
    """An error of ours in words; empty for any other."""
    return _printable(f"{trouble.problem}\n  → {trouble.remedy}") if isinstance(trouble, GraderError) else ""


def _printable(text: str) -> str:
    """What a student had a hand in, fit for a terminal and for whoever takes orders from one."""
    from grader.safe_text import visible, without_orders  # noqa: PLC0415 - every pytest run loads this module

    return without_orders(visible(text, _LONGEST, lines=True))
