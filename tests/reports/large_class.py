"""A class that nobody graded: records as they would be, for pages that must stay light and quick."""

from __future__ import annotations

from pathlib import Path

from grader.course.assignment import Assignment
from grader.grading.behaviour import Behaviours, WrongAnswers
from grader.records import (
    Diagnosis,
    Grade,
    Judgement,
    Limits,
    MistakeWords,
    Notice,
    NoticeKind,
    Person,
    Status,
    Trouble,
    TroubleKind,
    Verdict,
    Visibility,
)
from grader.reports.pages.class_page import ClassFacts

IDS = ("adaptive_methods", "cosine_annealing", "momentum_step", "optimizer_comparison", "saddle_points", "sharp_minima")
FUNCTIONS = ("sgd_step", "optimize_with_momentum", "compare_optimizers")
CRITERIA = 15


def assignment(name: str) -> Assignment:
    """One whose folder is nowhere."""
    more = {"landscape": None, "limits": Limits(), "due": None, "published": None}
    title = name.replace("_", " ").capitalize()
    return Assignment(name, Path("/nowhere"), title, "Unit 1", "Basic", 30, FUNCTIONS, 15.0, (), **more)  # type: ignore[arg-type]


def grade(student: str, number: int, name: str, place: int) -> Grade:
    """Of every 21 one hands in nothing, one is refused, one taken otherwise; most others lose something, in turns."""
    turn = (number * 8 + place * 3) % 21
    if turn == 0:
        return Grade(student, name, Status.MISSING, 15.0, trouble=Trouble(TroubleKind.NOTHING))
    if turn == 1:
        return Grade(student, name, Status.REJECTED, 15.0, trouble=Trouble(TroubleKind.LINK, f"{name}.py"))
    judgements = tuple(judgement(each, lost=(number + each) % 5 == 0 and turn > 5) for each in range(CRITERIA))
    mistake = turn % 9
    words = MistakeWords(f"The velocity is `forgotten` in way {mistake}, so that $v = 0$ at every step of the run.")
    return Grade(
        student,
        name,
        Status.GRADED,
        15.0,
        judgements,
        (Diagnosis(FUNCTIONS[mistake % 3], f"mistake_{mistake}", words),) if turn > 5 else (),
        notices=(Notice(NoticeKind.NEAR_NAME, f"{name} (1).py", f"{name}.py"),) if turn == 2 else (),
        submission_sha256=f"{number:064d}",
        rubric_sha256="r",
        filename=f"{name}.py",
    )


def judgement(number: int, *, lost: bool) -> Judgement:
    """One criterion."""
    verdict = Verdict.PASSED if not lost else Verdict.TIMED_OUT if number == 4 else Verdict.FAILED
    return Judgement(
        f"criterion_{number}",
        f"Every step remembers the velocity of the one before, in case {number}.",
        (FUNCTIONS[number % 3],),
        0.0 if lost else 1.0,
        1.0,
        verdict,
        Visibility.VISIBLE,
        public=number < 10,
    )


def large_class(
    students: int = 1000, assignments: int = 6, *, sections: int = 4, ids: str = "student-{:05d}", names: bool = False
) -> ClassFacts:
    """A class of so many; a third of those who lost something is wrong like somebody else."""
    everybody = [ids.format(number) for number in range(1, students + 1)]
    grades = [
        grade(student, number, name, place)
        for number, student in enumerate(everybody)
        for place, name in enumerate(IDS[:assignments])
    ]
    behaviours: Behaviours = {
        (each.student, each.assignment): {
            FUNCTIONS[0]: WrongAnswers(f"{int(each.submission_sha256) // 3:012x}", answers=14, distinct=9)
        }
        for each in grades
        if each.diagnoses
    }
    people = [
        Person(student, name=f"Ada Lovelace the {number}th", section=f"Section {number % sections}" if sections else "")
        for number, student in enumerate(everybody)
    ]
    return ClassFacts(grades, [assignment(name) for name in IDS[:assignments]], people, (), names, behaviours)
