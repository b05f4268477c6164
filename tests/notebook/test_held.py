"""Which text stands for what a kernel holds."""

from __future__ import annotations

import json
import linecache
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.notebook.held import submission


@dataclass
class Kernel:
    """As much of a kernel as matters: cells that were run, one after the other, and what came of them."""

    assignment: Any
    cells: list[str] = field(default_factory=lambda: [""])
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def run(self, text: str) -> None:
        name = f"<cell {len(self.cells)} of {id(self)}>"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        self.cells.append(text)
        exec(compile(text, name, "exec"), self.names)

    def held(self) -> list[str]:
        """The text of each cell that is judged."""
        document = json.loads(submission(self.cells, self.names, self.assignment).source)
        return [cell["source"] for cell in document["cells"]]


@pytest.fixture
def kernel(courses):
    return Kernel(courses.add())


def test_the_function_of_now_is_taken_and_not_the_one_before(kernel):
    kernel.run("def twice(x):\n    return 3 * x")
    kernel.run("def twice(x):\n    return 2 * x")

    assert kernel.held() == ["", "def twice(x):\n    return 2 * x"]


def test_one_that_was_run_again_goes_before_one_that_was_written_later(kernel):
    kernel.run("def twice(x):\n    return 2 * x")
    kernel.run("def twice(x):\n    return 3 * x")
    kernel.run("def twice(x):\n    return 2 * x")

    assert "3 * x" not in "".join(kernel.held())


def test_what_a_function_uses_comes_with_it_each_in_its_cell_and_line(kernel):
    kernel.run("import math")
    kernel.run("FACTOR = 2\nprint(FACTOR)\nscale = float(FACTOR)")
    kernel.run("\n\ndef helper(x):\n    return scale * x")
    kernel.run("def twice(x):\n    return math.fabs(helper(x))")

    assert kernel.held() == [
        "import math",
        "FACTOR = 2\n\nscale = float(FACTOR)",
        "\n\ndef helper(x):\n    return scale * x",
        "def twice(x):\n    return math.fabs(helper(x))",
    ]


def test_experiments_are_left_out_though_their_names_are_those_of_local_variables(kernel):
    kernel.run("def twice(x):\n    path = [x, x]\n    return sum(path)")
    kernel.run("path = [twice(number) for number in range(10)]\ntwice(3)")

    assert kernel.held() == ["def twice(x):\n    path = [x, x]\n    return sum(path)"]


def test_what_was_changed_later_is_changed(kernel):
    kernel.run("factors = []")
    kernel.run("factors.append(1)")
    kernel.run("factors += [2]\nfactors[0] = 2")
    kernel.run("def twice(x):\n    return factors[0] * x")

    assert kernel.held()[:3] == ["factors = []", "factors.append(1)", "factors += [2]\nfactors[0] = 2"]


def test_a_cell_that_failed_made_nothing_below_where_it_failed(kernel):
    kernel.run("def twice(x):\n    return 2 * x")
    with pytest.raises(ZeroDivisionError):
        kernel.run("1 / 0\ndef twice(x):\n    return 3 * x")

    assert kernel.held() == ["def twice(x):\n    return 2 * x"]


def test_a_function_under_another_name_is_taken_by_both(kernel):
    kernel.run("def twice_by_sum(x):\n    return x + x")
    kernel.run("twice = twice_by_sum")

    assert kernel.held() == ["def twice_by_sum(x):\n    return x + x", "twice = twice_by_sum"]


def test_a_wrapped_function_is_taken_with_its_wrapper(kernel):
    kernel.run("from functools import lru_cache")
    kernel.run("@lru_cache\ndef twice(x):\n    return 2 * x")

    assert kernel.held() == ["from functools import lru_cache", "@lru_cache\ndef twice(x):\n    return 2 * x"]


def test_a_function_that_is_wrapped_afterwards_is_taken_with_both_statements(kernel):
    kernel.run("from functools import partial")
    kernel.run("def twice(x, by):\n    return by * x")
    kernel.run("twice = partial(twice, by=2)")

    assert len([text for text in kernel.held() if text]) == 3


def test_a_wrapper_that_calls_itself_what_it_wraps_is_taken_too(kernel):
    kernel.run("from functools import wraps")
    kernel.run("def plus_one(f):\n    @wraps(f)\n    def inner(x):\n        return f(x) + 1\n    return inner")
    kernel.run("def twice(x):\n    return 2 * x")
    kernel.run("twice = plus_one(twice)")

    assert len([text for text in kernel.held() if text]) == 4


def test_classes_and_what_they_stand_on_are_taken(kernel):
    kernel.run("class Base:\n    factor = 2")
    kernel.run("class Ball(Base):\n    def move(self, x):\n        return self.factor * x")
    kernel.run("def twice(x):\n    return Ball().move(x)")

    assert len([text for text in kernel.held() if text]) == 3


def test_what_was_deleted_is_not_there(kernel):
    kernel.run("def twice(x):\n    return 2 * x")
    kernel.run("del twice")

    assert "".join(kernel.held()) == ""


def test_one_of_another_spelling_is_shown_so_that_it_can_be_told(kernel):
    kernel.run("def Twice(x):\n    return 2 * x")

    assert kernel.held() == ["def Twice(x):\n    return 2 * x"]


def test_a_function_in_a_cell_that_is_timed_is_taken(kernel):
    kernel.run("def twice(x):\n    return 2 * x")
    kernel.cells[-1] = f"%%time\n{kernel.cells[-1]}"
    linecache.cache.pop(kernel.names["twice"].__code__.co_filename)  # as it is with `%%time`

    assert kernel.held() == ["\ndef twice(x):\n    return 2 * x"]


def test_cells_that_no_python_reads_are_passed_by(kernel):
    kernel.run("def twice(x):\n    return 2 * x")
    kernel.cells += ["def twice(x:", "%%bash\nls", "!ls", "\0", "twice?"]

    assert kernel.held() == ["def twice(x):\n    return 2 * x"]


def test_a_recursive_function_is_taken_once(kernel):
    kernel.run("def twice(x):\n    return 0 if x <= 0 else 2 + twice(x - 1)")

    assert len(kernel.held()) == 1


def test_a_name_that_is_bound_where_it_is_uncertain_is_taken_with_all_that_may_bind_it(kernel):
    kernel.run("factor = 1")
    kernel.run("if factor == 1:\n    factor = 2")
    kernel.run("def twice(x):\n    return factor * x")

    assert kernel.held()[:2] == ["factor = 1", "if factor == 1:\n    factor = 2"]
