"""Every rule that a rubric file must keep, each by a small rubric that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import RubricError
from grader.records import Visibility
from grader.rubric.criteria import Case, cases, floats
from grader.rubric.rubric_files import collect

HEAD = "from grader.rubric import assert_close, cases, choices, criterion, floats, integers\nimport pytest\n\n"
WON = "    assert_close(submission.twice(x=1.0), 2.0)\n"
REST = f'''{HEAD}
@criterion(points=1, functions=["twice"])
def test_rest(submission):
    """The rest."""
{WON}'''


def criterion(
    name: str = "one", *, takes: str = "submission", title: str = "One.", more: str = "", **said: object
) -> str:
    """The text of one criterion."""
    given = {"points": 1, "functions": ["twice"]} | said
    decorator = ", ".join(f"{key}={value!r}" for key, value in given.items())
    docstring = f'    """{title}"""\n' if title else ""
    return f"@criterion({decorator})\n{more}def test_{name}({takes}):\n{docstring}{WON}\n\n"


def trouble(courses: Any, public: str, hidden: str = REST) -> RubricError:
    """What is wrong with a rubric."""
    assignment = courses.add(public=HEAD + public, hidden=hidden)
    with pytest.raises(RubricError) as caught:
        collect(assignment)
    assert caught.value.remedy
    return caught.value


def test_a_rubric_holds_public_criteria_first_and_all_that_was_said(courses):
    text = criterion(hint="Count.", after=["test_two"], visibility="after_due_date") + criterion("two", points=0.5)

    rubric = collect(courses.add(toml=TOML_OF(2.5) + DUE, public=HEAD + text, hidden=REST))

    one, two, rest = rubric.criteria
    assert [each.id for each in rubric.criteria] == ["one", "two", "rest"]
    assert (one.title, one.hint, one.after, one.points) == ("One.", "Count.", ("two",), 1.0)
    assert (one.visibility, two.visibility) == (Visibility.AFTER_DUE_DATE, Visibility.VISIBLE)
    assert (one.public, two.public, rest.public) == (True, True, False)
    assert (rubric.max_points, rubric.public.max_points) == (2.5, 1.5)


DUE = "due = 2026-03-02T18:00:00+01:00\n"


def TOML_OF(points: float) -> str:  # noqa: N802 - a text with one blank
    return f'title = "T"\nsource = "S"\nlevel = "L"\nminutes = 5\nfunctions = ["twice"]\npoints = {points}\n'


def test_the_digest_names_the_files_to_the_byte(courses):
    first = collect(courses.add()).files_sha256
    again = collect(courses.add()).files_sha256
    other = collect(courses.add(toml=TOML_OF(2.0))).files_sha256

    assert first == again
    assert first != other


def test_collecting_leaves_nothing_in_the_course_folder(courses):
    assignment = courses.add()
    before = sorted(assignment.folder.rglob("*"))

    collect(assignment)

    assert sorted(assignment.folder.rglob("*")) == before


@pytest.mark.parametrize("takes", ["submission, colour", "submission, tmp_path", "*args", "submission, tolerance=3"])
def test_an_unknown_parameter_is_refused(courses, takes):
    assert "criterion 'test_one' takes" in trouble(courses, criterion(takes=takes)).problem


def test_a_criterion_without_a_docstring_is_refused(courses):
    assert (
        "criterion 'test_one' needs a name that begins with test_, and a docstring"
        in trouble(courses, criterion(title="")).problem
    )


def test_a_criterion_of_another_name_is_refused(courses):
    text = criterion().replace("def test_one", "def one")

    assert "criterion 'one' needs a name that begins with test_" in trouble(courses, text).problem


def test_a_test_that_is_no_criterion_is_refused(courses):
    text = criterion() + 'def test_two(submission):\n    """Two."""\n'

    assert "test_two in" in trouble(courses, text).problem


@pytest.mark.parametrize("points", [0, -1, 0.25, 1.75, float("nan"), float("inf")])
def test_points_are_positive_multiples_of_one_half(courses, points):
    text = criterion().replace("points=1", f"points=float('{points}')")

    assert f"criterion 'one' has {points:g} points" in trouble(courses, text).problem


@pytest.mark.parametrize(("functions", "said"), [([], "judges no function"), (["once"], "judges once")])
def test_a_criterion_judges_functions_of_the_assignment(courses, functions, said):
    assert said in trouble(courses, criterion(functions=functions)).problem


def test_what_it_comes_after_must_exist(courses):
    assert "'one' comes after 'zero', which does not exist" in trouble(courses, criterion(after=["zero"])).problem


@pytest.mark.parametrize("named", ["after", "hint_after"])
def test_a_criterion_that_does_not_exist_is_told_with_the_one_that_may_be_meant(courses, named):
    wrong: dict[str, Any] = {named: ["tow"]}
    refused = trouble(courses, criterion(**wrong, points=0.5) + criterion("two", points=0.5))

    assert refused.remedy == "mend the name: did you mean 'two'?"


def test_a_hint_for_what_is_not_told_apart_is_refused_with_what_may_be_meant(courses):
    wrong: dict[str, Any] = {"hint_for": ["row"]}

    assert trouble(courses, criterion(**wrong, points=0.5)).remedy == "did you mean 'rows'?"


def test_a_public_criterion_does_not_come_after_a_hidden_one(courses):
    assert (
        "public criterion 'one' comes after 'rest', which is hidden"
        in trouble(courses, criterion(after="rest")).problem
    )


@pytest.mark.parametrize(
    ("own", "needed"),
    [
        ("visible", "hidden"),
        ("visible", "after_published"),
        ("after_due_date", "after_published"),
        ("after_published", "hidden"),
    ],
)
def test_a_criterion_does_not_come_after_one_that_shows_later(courses, own, needed):
    text = criterion(visibility=own, after=["two"], points=0.5) + criterion("two", visibility=needed, points=0.5)

    with pytest.raises(RubricError) as caught:
        collect(courses.add(toml=TOML_OF(2.0) + DUE, public=HEAD + text, hidden=REST))

    assert caught.value.problem == f"criterion 'one' ({own}) comes after 'two', which shows later ({needed})"


def test_what_shows_after_the_due_date_needs_one(courses):
    assert (
        "'one' shows after the due date, and twice has none"
        in trouble(courses, criterion(visibility="after_due_date")).problem
    )


def test_a_case_is_what_a_call_is_made_of(courses):
    case = Case({"lr": 0.1, "steps": 3})

    assert dict(**case) == {"lr": 0.1, "steps": 3}
    assert (case.lr, list(case), len(case), repr(case)) == (0.1, ["lr", "steps"], 2, "lr=0.1, steps=3")
    with pytest.raises(AttributeError, match="no parameter 'alpha'"):
        _ = case.alpha


@pytest.mark.parametrize("name", ["items", "values", "keys", "get", "_lr"])
def test_a_parameter_of_a_case_is_not_called_as_something_of_every_mapping(name):
    with pytest.raises(ValueError, match=f"cannot be called '{name}'"):
        cases(3, **{name: floats(0, 1)})


@pytest.mark.parametrize("circle", [["one"], ["two", "one"], ["two", "three", "one"]])
def test_criteria_do_not_come_after_each_other_in_a_circle(courses, circle):
    names = ["one", *circle[:-1]]
    text = "".join(criterion(name, after=[after], points=0.5) for name, after in zip(names, circle, strict=True))

    assert "in a circle: one → " in trouble(courses, text).problem


def test_points_add_up_to_what_the_assignment_says(courses):
    assert trouble(courses, criterion(points=2.5)).problem == (
        "the criteria of twice add up to 3.5 points, assignment.toml says 2"
    )


def test_every_function_is_judged(courses):
    assignment = courses.add(toml=TOML_OF(2.0).replace('["twice"]', '["twice", "half"]'))

    with pytest.raises(RubricError, match="no criterion of twice judges half"):
        collect(assignment)


@pytest.mark.parametrize("second", [criterion("rest"), criterion("one") + criterion("rest")])
def test_no_two_criteria_have_one_name(courses, second):
    assert "two criteria of twice are called rest" in trouble(courses, second).problem


def test_a_rubric_without_criteria_is_refused(courses):
    assert "the rubric of twice has no criterion" in trouble(courses, "", hidden="").problem


@pytest.mark.parametrize(
    "text",
    [
        *("def broken(:", "import nowhere", "1 / 0", "floats(2, 1)", "integers(3, 2)", "choices([])"),
        *(f"cases({count}, x=floats(0, 1))" for count in ("0", "-1", "2.5", "'3'", "True")),
        *("criterion(points='1', functions=['twice'])", "criterion(points=True, functions=['twice'])"),
        "criterion(points=1, functions=['twice'], hint=3)",
    ],
)
def test_a_file_that_cannot_be_imported_is_named(courses, text):
    said = trouble(courses, text).problem

    assert "test_public.py stops while it is imported: " in said


def test_an_unknown_visibility_is_refused(courses):
    assert "'sometimes' is not a valid Visibility" in trouble(courses, criterion(visibility="sometimes")).problem


@pytest.mark.parametrize(("takes", "more"), [("submission, case", ""), ("submission", "@cases(3, x=floats(0, 1))\n")])
def test_cases_and_case_go_together(courses, takes, more):
    assert (
        "criterion 'test_one' takes a case without @cases, or"
        in trouble(courses, criterion(takes=takes, more=more)).problem
    )


def parametrized(courses: Any, *marks: str, takes: str) -> list[dict[str, object]]:
    """The parameters of a criterion under these marks."""
    more = "".join(f"@pytest.mark.parametrize({mark})\n" for mark in marks)
    rubric = collect(courses.add(public=HEAD + criterion(takes=takes, more=more), hidden=REST))
    return [dict(parameters) for parameters in rubric.criteria[0].parameters]


def test_parametrize_makes_one_criterion_of_many_rounds(courses):
    assert parametrized(courses, "'a', [1, 2]", takes="submission, a") == [{"a": 1}, {"a": 2}]
    assert parametrized(courses, "'a, b', [(1, 2), (3, 4)]", takes="submission, a, b") == [
        {"a": 1, "b": 2},
        {"a": 3, "b": 4},
    ]
    assert parametrized(courses, "['a'], [1]", takes="submission, a") == [{"a": 1}]


def test_two_parametrize_make_every_combination_in_the_order_of_pytest(courses):
    both = parametrized(courses, "'a', [1, 2]", "'b', [3, 4]", takes="submission, a, b")

    assert both == [{"b": 3, "a": 1}, {"b": 3, "a": 2}, {"b": 4, "a": 1}, {"b": 4, "a": 2}]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("'a', []", "values that do not fit its names a"),
        ("'a, b', [1]", "values that do not fit its names a, b"),
        ("'a, b', [(1, 2, 3)]", "values that do not fit its names a, b"),
        ("'a', [1], ids=['x']", "gives parametrize ids"),
        ("argnames='a', argvalues=[1]", "gives parametrize argnames, argvalues"),
        ("'a'", "gives parametrize 1 arguments"),
        ("'b', [1]", "takes b, or is given it without taking it"),
    ],
)
def test_a_parametrize_that_does_not_fit_is_refused(courses, mark, said):
    takes = "submission" if mark.startswith("'b'") else "submission, a, b" if "b" in mark else "submission, a"

    assert said in trouble(courses, criterion(takes=takes, more=f"@pytest.mark.parametrize({mark})\n")).problem


def test_a_pack_has_the_public_criteria_alone(courses):
    courses.add()
    (courses.root / "assignments/twice/test_hidden.py").unlink()
    (courses.root / "reference").rename(courses.root / "elsewhere")

    rubric = collect(courses.course.assignment("twice"))

    assert [criterion.id for criterion in rubric.criteria] == ["three"]


QUIZ = """[[question]]
id = "first"
text = "One?"

[[question]]
id = "second"
text = "Two?"
"""


def asking(question: str) -> str:
    """A rubric file of one question, which `twice` answers."""
    return (
        "from grader.rubric import quiz\n\n"
        f'QUIZ = quiz(__file__, function="twice", points=1, because={{"{question}": "So it is."}})\n'
    )


def test_one_function_does_not_answer_public_and_hidden_questions(courses):
    courses.write("assignments/twice/quiz.toml", QUIZ)
    assignment = courses.add(toml=TOML_OF(2), public=asking("first"), hidden=asking("second"))

    with pytest.raises(RubricError, match="the pack would tell the right answers to all of them"):
        collect(assignment)


def test_all_questions_may_be_hidden(courses):
    courses.write("assignments/twice/quiz.toml", QUIZ)
    asked = asking("first").replace('"first"', '"second": "So it is.", "first"')
    assignment = courses.add(toml=TOML_OF(2), public='"""Nothing."""\n', hidden=asked)

    assert [each.id for each in collect(assignment).criteria] == ["second", "first"]
