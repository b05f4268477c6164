"""What is wrong with a file that staff write is said by its key and its line, whichever file it is."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from grader.course.overrides_file import Overrides
from grader.course.policies import AttemptPolicy, CoursePolicy, FollowOnPolicy, LatePolicy
from grader.course.toml_trouble import line_of, trouble_in


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    counts: int = 0
    names: list[str] = []
    notice: dict[str, list[str]] = {}
    follow_on: FollowOnPolicy = FollowOnPolicy.PAID
    late: LatePolicy | None = None
    attempts: AttemptPolicy | None = None


ONE = """\
[[override]]
student = "ada"
assignment = "twice"
criterion = "three"
points = 1
reason = "It is."
author = "eve"
"""


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (CoursePolicy, "free_late_dais = 3", "has an unknown key 'free_late_dais' in line 1; did you mean"),
        (
            CoursePolicy,
            '# of all\nfree_late_days = "3"',
            "has a wrong value for 'free_late_days' in line 2: it is text, and is to be a whole number",
        ),
        (
            Overrides,
            ONE + ONE.replace("points = 1", 'points = "1"'),
            "has a wrong value for 'points' in line 12: it is text, and is to be a number",
        ),
        (
            Overrides,
            ONE + ONE.replace("reason", "raeson"),
            "has an unknown key 'raeson' in line 13; did you mean 'reason'? known keys of override 2 are student,",
        ),
        (Overrides, ONE + ONE.replace('author = "eve"\n', ""), "lacks the key 'author' in override 2, line 8"),
        (
            Overrides,
            "override = 3",
            "has a wrong value for 'override' in line 1: it is a whole number, and is to be a list",
        ),
        (
            Overrides,
            ONE + '[[comment]]\nstudent = "ada"\nassignment = 3\n',
            "has a wrong value for 'assignment' in line 10: it is a whole number, and is to be text",
        ),
        (
            _File,
            'counts = 1\n[attempts]\nmost = 2\ncounts = "worst"\n',
            "has a wrong value for 'counts' in line 4: 'worst' is none of \"last\", \"best\"",
        ),
        (
            _File,
            'late = { percent = 1, per = "week" }',
            "has a wrong value for 'per' in line 1: 'week' is none of \"day\", \"hour\"",
        ),
        (_File, "[late]\nper = 'day'", "lacks the key 'percent' in late, line 1"),
        (_File, "[late]\nprecent = 1\npercent = 1", "has an unknown key 'precent' in line 2; did you mean 'percent'?"),
        (_File, 'follow_on = "all"', '\'all\' is none of "paid", "half", "said"'),
        (
            _File,
            'names = [\n  "f",\n  3,\n]',
            "has a wrong value for entry 2 of 'names' in line 3: it is a whole number, and",
        ),
        (_File, 'notice = { f = ["a", 3] }', "has a wrong value within 'notice' in line 1: it is a whole number, and"),
        (_File, 'title = """\ncounts = "x"\n"""\ncounts = "5"', "has a wrong value for 'counts' in line 4: it is text"),
        (_File, "title = 'a'\n\nlate.percnt = 10", "has an unknown key 'percnt' in line 3; did you mean 'percent'?"),
        (_File, '"ti`tle" = 3', "has an unknown key 'ti`tle' in line 1; did you mean 'title'?"),
        (
            Overrides,
            "override = [\n"
            + "".join(
                f'  {{student="a", assignment="b", criterion="c", points={points}, reason="r", author="x"}},\n'
                for points in ("1", '"1"')
            )
            + "]",
            "has a wrong value for 'points' in line 3: it is text, and is to be a number",
        ),
        (_File, "colour = 1", "known keys are title, counts, names, notice, follow_on, late, attempts, late.percent,"),
    ],
)
def test_what_is_wrong_is_said_by_key_and_line(file: type[msgspec.Struct], text: str, said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as trouble:
        msgspec.convert(tomllib.loads(text), file)

    assert said in trouble_in(text, trouble.value, file)


def test_a_key_is_found_below_the_head_of_its_own_table() -> None:
    text = "most = 1\n[late]\nmost = 2\n[attempts]\n# most\nmost = 3\n"

    assert [line_of(place, text) for place in ("most", ["late", "most"], ["attempts", "most"])] == [1, 3, 6]
