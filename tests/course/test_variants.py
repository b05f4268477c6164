"""The instructor's own hand-ins, read from the reference folder: what is said of each, and what is refused."""

from __future__ import annotations

import ast

import pytest

from grader.course import variants
from grader.errors import AssignmentError

TWO = 'title = "T"\nsource = "S"\nlevel = "L"\nminutes = 5\nfunctions = ["twice", "half"]\npoints = 2.0\n'
MISTAKE = '''
"""Triples
the number.

loses: test_three, any_number
hint: Count again, and
  slowly.
second hint: Two: not three.
same as: other
"""


def twice(x):
    return 3 * x
'''


def test_the_solution_is_a_submission_like_any_other(courses):
    assignment = courses.add()

    submission = variants.solution(courses.course, assignment)

    assert (submission.student, submission.assignment, submission.filename) == ("reference", "twice", "twice.py")
    assert submission.source == (courses.root / "reference/twice/solution.py").read_bytes()


def test_a_missing_solution_is_an_error_of_the_assignment(courses):
    assignment = courses.add()
    (courses.root / "reference/twice/solution.py").unlink()

    with pytest.raises(AssignmentError, match=r"'twice' has no reference/twice/solution\.py"):
        variants.solution(courses.course, assignment)


def test_what_a_mistake_says_is_read_from_its_docstring(courses):
    assignment = courses.add(mistakes={"twice/thrice": MISTAKE})

    (mistake,) = variants.mistakes(courses.course, assignment)

    assert (mistake.id, mistake.function, mistake.words.title) == ("thrice", "twice", "Triples the number.")
    assert mistake.loses == ("three", "any_number")
    assert (mistake.words.hint, mistake.words.second_hint) == ("Count again, and slowly.", "Two: not three.")
    assert mistake.same_as == "other"


def test_a_mistake_replaces_one_function_of_the_solution(courses):
    assignment = courses.add(mistakes={"twice/thrice": MISTAKE}, solution="def twice(x):\n    return 2 * x\n")

    (mistake,) = variants.mistakes(courses.course, assignment)
    names: dict[str, object] = {}
    exec(mistake.submission.source, names)
    assert mistake.submission.source.startswith(variants.solution(courses.course, assignment).source)

    assert names["twice"](2) == 6  # type: ignore[operator]
    assert mistake.submission.student == "mistake-twice-thrice"


def test_mistakes_stand_in_the_order_of_the_functions_then_by_name(courses):
    half = MISTAKE.replace("def twice", "def half")
    assignment = courses.add(toml=TWO, mistakes={"half/a": half, "twice/b": MISTAKE, "twice/a": MISTAKE})

    found = variants.mistakes(courses.course, assignment)

    assert [(each.function, each.id) for each in found] == [("twice", "a"), ("twice", "b"), ("half", "a")]


def test_a_mistake_in_an_unknown_function_is_refused(courses):
    assignment = courses.add(mistakes={"thrice/a": MISTAKE})

    with pytest.raises(AssignmentError, match="is a mistake in 'thrice', which is no function of twice"):
        variants.mistakes(courses.course, assignment)


@pytest.mark.parametrize("field", ["loses", "hint", "second hint"])
def test_a_mistake_says_everything_that_is_needed(courses, field):
    text = "\n".join(line for line in MISTAKE.splitlines() if not line.startswith(f"{field}:"))
    assignment = courses.add(mistakes={"twice/a": text})

    with pytest.raises(AssignmentError, match=f"does not say its .*{field}"):
        variants.mistakes(courses.course, assignment)


@pytest.mark.parametrize(("text", "said"), [("def broken(:", "is not valid Python"), ("x = 1", "has no docstring")])
def test_a_file_that_says_nothing_is_refused(courses, text, said):
    assignment = courses.add(mistakes={"twice/a": text}, accepted={"a": text})

    with pytest.raises(AssignmentError, match=said):
        variants.mistakes(courses.course, assignment)
    with pytest.raises(AssignmentError, match=said):
        variants.accepted(courses.course, assignment)


def test_accepted_variants_replace_functions_too(courses):
    assignment = courses.add(accepted={"added": '"""Adds."""\n\n\ndef twice(x):\n    return x + x\n'})

    (variant,) = variants.accepted(courses.course, assignment)

    assert (variant.id, variant.title) == ("added", "Adds.")
    assert variant.submission.source.startswith(variants.solution(courses.course, assignment).source)
    assert variant.submission.source.endswith(b"return x + x\n")


def test_made_up_files_define_every_function_and_run(courses):
    assignment = courses.add(toml=TWO)

    made_up = {submission.student: submission.source.decode() for submission in variants.made_up(assignment)}

    assert made_up["stub"] == (assignment.folder / "stub.py").read_text()
    assert made_up["empty_file"] == ""
    for name, source in made_up.items():
        defined = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
        assert defined == (["twice", "half"] if name not in {"empty_file", "stub"} else ["twice"] * (name == "stub"))


def test_no_made_up_file_answers_like_another(courses):
    made_up = variants.made_up(courses.add())

    assert len({submission.source for submission in made_up}) == len(made_up)
