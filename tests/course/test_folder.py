"""The course folder: every fault of an `assignment.toml` is named, with its line, and the seed stays secret."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import Any

import pytest

from grader.course.folder import Course, find_course, require_reference
from grader.errors import AssignmentError, CourseError, UsageError
from grader.landscapes import to_data


def trouble(courses: Any, toml: str) -> str:
    """What is said of an assignment.toml."""
    with pytest.raises(AssignmentError) as caught:
        courses.add(toml=toml)
    return caught.value.problem


def toml(**changed: str | None) -> str:
    """A right file with some keys changed; None leaves a key out."""
    keys = {
        "title": '"Twice"',
        "source": '"Unit 0"',
        "level": '"Beginner"',
        "minutes": "5",
        "functions": '["twice"]',
        "points": "2.0",
    } | changed
    return "".join(f"{key} = {value}\n" for key, value in keys.items() if value is not None)


def test_every_key_arrives_in_the_assignment(courses):
    text = toml(packages='["numpy"]', due="2026-02-01T12:00:00Z") + "\n[limits]\nmemory_mib = 64\n"

    assignment = courses.add(toml=text)

    assert (assignment.id, assignment.functions, assignment.points) == ("twice", ("twice",), 2.0)
    assert assignment.packages == ("numpy",)
    assert assignment.due is not None
    assert assignment.due.isoformat() == "2026-02-01T12:00:00+00:00"
    assert assignment.limits.memory_mib == 64


@pytest.mark.parametrize(
    ("value", "recipe"),
    [('"sine"', ["sine"]), ('{ name = "quadratic", angle = 0.5 }', ["turned_bowl", 10.0, 0.5, 1.0, [0.0, 0.0]])],
)
def test_a_landscape_arrives_by_its_name_or_with_parameters(courses, value, recipe):
    assignment = courses.add(toml=toml(landscape=value))

    assert to_data(assignment.landscape) == recipe


def test_an_assignment_needs_no_landscape(courses):
    assert courses.add(toml=toml()).landscape is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"hill"', "names no landscape in line 7: there is no landscape called 'hill'; there are: convex_bowl"),
        ("{ angle = 1 }", "names no landscape in line 7: there is no landscape whose name is no text"),
        ('{ name = "sine", a = 1 }', "names no landscape in line 7: the landscape sine has no parameter 'a'"),
        ("3", "has a wrong value for 'landscape' in line 7"),
    ],
)
def test_a_landscape_that_is_none_is_named_with_its_line(courses, value, said):
    assert said in trouble(courses, toml(landscape=value))


def test_an_unknown_key_is_named_with_its_line(courses):
    said = trouble(courses, toml() + "colour = 3\n")

    assert "assignments/twice/assignment.toml has an unknown key 'colour' in line 7" in said
    assert "known keys are title, source" in said


def test_an_unknown_limit_is_named_with_its_line(courses):
    said = trouble(courses, toml() + "\n[limits]\nmemory_mib = 64\nsmoke = 1\n")

    assert "unknown key 'smoke' in line 10" in said
    assert "known keys of limits are" in said
    assert "memory_mib" in said


def test_an_unknown_key_of_a_policy_is_told_with_those_that_it_has(courses):
    said = trouble(courses, toml(due="2026-02-01T12:00:00Z") + "late = {precent = 10}\n")

    assert "unknown key 'precent' in line 8; did you mean 'percent'? known keys of late are" in said
    assert "title" not in said.partition("known keys of late are")[2].partition("mend it")[0]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("minutes", '"five"', 4),
        ("minutes", '"5"', 4),
        ("minutes", "2.5", 4),
        ("title", "7", 1),
        ("functions", '"twice"', 5),
        ("points", "true", 6),
        ("points", "[1.0, 1.0]", 6),
        ("due", '"tomorrow"', 7),
    ],
)
def test_a_value_of_the_wrong_type_is_named_with_its_line(courses, key, value, line):
    said = trouble(courses, toml(**{key: value}))

    assert f"has a wrong value for '{key}' in line {line}: " in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('minutes = "five"', "wrong value for 'minutes' in line 4: it is text, and is to be a whole number"),
        ("title = 7", "wrong value for 'title' in line 1: it is a whole number, and is to be text"),
        ("functions = 2", "wrong value for 'functions' in line 5: it is a whole number, and is to be a list"),
        (
            'due = "2026-12-01"',
            "'due' in line 7: write a date and a time, as 2026-12-01T23:59:00+01:00",
        ),
        ('follow_on = "quarter"', '\'follow_on\' in line 7: \'quarter\' is none of "paid", "half", "said"'),
        ('attempts = { most = 2, counts = "bset" }', "'counts' in line 7: 'bset' is none of \"last\", \"best\""),
        ('late = { percent = "10" }', "'percent' in line 7: it is text, and is to be a number"),
        ('late = {percent=1, per = "week"}', "'per' in line 7: 'week' is none of \"day\", \"hour\""),
    ],
)
def test_a_wrong_value_is_told_with_what_may_stand_there(courses, line, said):
    key = line.partition(" ")[0]

    assert said in trouble(courses, toml(**{key: line.partition(" = ")[2]}))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("late", "{ percent = 110 }", "says percent = 110, which is to be from 0 to 100, in line 8"),
        (
            "late",
            "{ percent = 1, most_percent = -1 }",
            "says most_percent = -1, which is to be from 0 to 100,",
        ),
        ("late", "{ percent = 1, grace_minutes = nan }", "says grace_minutes = nan, which is to be from 0 to below"),
        ("attempts", "{ most = -1 }", "says most = -1, which is to be 0, for all, or more, in line 8"),
        ("attempts", "{ pause_minutes = inf }", "says pause_minutes = inf, which is to be from 0 to below"),
    ],
)
def test_a_number_of_a_policy_that_cannot_be_is_told_with_those_that_can(courses, key, value, said):
    assert said in trouble(courses, toml(due="2026-12-01T23:59:00+01:00", **{key: value}))


def test_a_limit_of_the_wrong_type_is_named_with_its_line(courses):
    said = trouble(courses, toml() + '\n[limits]\nwall_seconds = "long"\n')

    assert "has a wrong value for 'wall_seconds' in line 9: it is text, and is to be a number" in said


@pytest.mark.parametrize("key", ["title", "source", "level", "minutes", "functions", "points"])
def test_a_missing_key_is_named(courses, key):
    assert trouble(courses, toml(**{key: None})) == f"assignments/twice/assignment.toml lacks the key '{key}'"


@pytest.mark.parametrize("value", ["0.0", "-2.0", "1.25", "nan", "inf"])
def test_points_are_positive_multiples_of_one_half(courses, value):
    assert "points in line 6: not a multiple of 0.5" in trouble(courses, toml(points=value))


def test_a_package_has_a_name_that_one_can_have(courses):
    assert "names a package 'not a package' in line 7" in trouble(courses, toml(packages='["not a package"]'))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:00-01:00"])
def test_a_date_is_one_that_clocks_can_calculate_with(courses, moment):
    assert "gives 'due' in line 7 the year" in trouble(courses, toml(due=moment))


@pytest.mark.parametrize("names", ["[]", '["a b"]', '["twice", "twice"]', '["def"]', '[""]'])
def test_functions_are_names_that_python_allows_each_once(courses, names):
    assert "names no usable functions in line 5" in trouble(courses, toml(functions=names))


@pytest.mark.parametrize(("key", "value"), [("memory_mib", "0"), ("wall_seconds", "-1.0"), ("call_cpu_seconds", "inf")])
def test_a_limit_is_positive_and_finite(courses, key, value):
    said = trouble(courses, toml() + f"\n[limits]\n{key} = {value}\n")

    assert f"gives the limit '{key}' the value" in said
    assert "in line 9" in said


def test_no_more_printed_text_is_kept_than_travels_with_an_answer(courses):
    said = trouble(courses, toml() + "\n[limits]\nprinted_kb = 501\n")

    assert "keeps more than 500 kB of what is printed in line 9" in said


def test_what_is_no_toml_is_said_with_its_line(courses):
    said = trouble(courses, toml(minutes="= 5"))

    assert "is no valid TOML" in said
    assert "line 4" in said


def test_a_file_in_another_encoding_is_an_error_of_the_course(courses):
    courses.add()
    (courses.root / "assignments/twice/assignment.toml").write_bytes(
        toml().replace("Twice", "Zweimal für").encode("cp1252")
    )

    with pytest.raises(AssignmentError, match="cannot be read as UTF-8"):
        courses.course.assignment("twice")


@pytest.mark.parametrize("name", ["assignment.toml", "statement.md", "stub.py", "test_public.py", "test_hidden.py"])
def test_a_missing_file_is_named(courses, name):
    courses.add()
    (courses.root / "assignments" / "twice" / name).unlink()

    with pytest.raises(AssignmentError, match=f"'twice' lacks {name}"):
        courses.course.assignment("twice")


def test_a_pack_needs_no_hidden_rubric(courses):
    courses.add()
    (courses.root / "assignments/twice/test_hidden.py").unlink()
    (courses.root / "reference").rename(courses.root / "elsewhere")

    assignment = courses.course.assignment("twice")

    assert [path.name for path in assignment.rubric_files] == ["test_public.py"]


def test_a_name_that_is_no_module_is_refused(courses):
    with pytest.raises(AssignmentError, match="'two-times' cannot be the name"):
        courses.add("two-times")


def test_an_unknown_assignment_is_told_which_there_are(courses):
    courses.add("alpha")
    courses.add("beta")

    with pytest.raises(AssignmentError) as caught:
        courses.course.assignment("gamma")

    assert caught.value.remedy == "choose one of: alpha, beta"


def test_chosen_assignments_come_in_the_order_asked_each_once(courses):
    courses.add("alpha")
    courses.add("beta")

    assert [each.id for each in courses.course.assignments(["beta", "alpha", "beta"])] == ["beta", "alpha"]
    assert [each.id for each in courses.course.assignments()] == ["alpha", "beta"]


def test_a_course_without_assignments_is_no_course_to_work_on(courses):
    (courses.root / "assignments").mkdir(parents=True)

    with pytest.raises(CourseError, match="holds no assignment"):
        courses.course.assignments()


def test_the_seed_is_made_once_for_its_owner_alone(courses):
    courses.add()

    first, second = courses.course.seed(), courses.course.seed()

    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE((courses.root / "reference/seed").stat().st_mode) == 0o600


def test_whoever_comes_second_finds_the_whole_seed_of_the_first(courses):
    courses.add()
    said = f"print(Course(Path({str(courses.root)!r})).seed())"
    program = f"from pathlib import Path; from grader.course.folder import Course; {said}"

    running = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(4)]
    seeds = {process.communicate()[0] for process in running}

    assert len(seeds) == 1
    assert sorted(path.name for path in (courses.root / "reference").iterdir()) == ["seed", "twice"]


def test_two_courses_have_two_seeds(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "reference").mkdir(parents=True)

    assert Course(tmp_path / "one").seed() != Course(tmp_path / "two").seed()


def test_an_empty_seed_is_refused(courses):
    courses.add()
    courses.write("reference/seed", "")

    with pytest.raises(CourseError, match="is empty"):
        courses.course.seed()


def test_a_seed_that_cannot_be_written_is_an_error_of_the_course(tmp_path):
    with pytest.raises(CourseError, match="cannot be written"):
        Course(tmp_path).seed()


def test_the_course_is_the_nearest_folder_above_that_holds_assignments(courses):
    courses.add()
    inside = courses.root / "students" / "ada"
    inside.mkdir(parents=True)

    assert find_course(start=inside).root == courses.root


def test_a_named_folder_must_be_a_course(tmp_path):
    with pytest.raises(CourseError, match="holds no assignments/"):
        find_course(tmp_path)


def test_outside_of_any_course_the_remedy_names_the_option(tmp_path):
    with pytest.raises(CourseError) as caught:
        find_course(start=tmp_path)

    assert "--course" in caught.value.remedy


def test_a_pack_cannot_be_graded_with(tmp_path):
    (tmp_path / "assignments").mkdir()

    with pytest.raises(UsageError, match="student's pack"):
        require_reference(find_course(tmp_path))


@pytest.mark.parametrize("key", ["due", "published"])
def test_a_date_without_an_offset_is_refused_with_its_line(courses, key):
    said = trouble(courses, toml(**{key: "2026-12-01T23:59:00"}))

    assert f"gives '{key}' in line 7 without an offset" in said
