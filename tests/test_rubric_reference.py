"""docs/reference/rubric.md: every name is there, and every example runs, wins with a right answer and loses without."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

import grader.landscapes
import grader.rubric
from grader import schedules
from grader.rubric import casebook
from grader.rubric.assertions import Lost
from grader.rubric.criteria import MARK, Criterion, Rubric
from grader.rubric.rubric_files import _criterion
from grader.sandbox import values
from grader.sandbox.inside import pictures

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reference" / "rubric.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python (student|pictures|rubric)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
OFFERED = [*grader.rubric.__all__, *grader.landscapes.__all__, "constant", "harmonic", "table"]


def _namespace() -> dict[str, Any]:
    """What a rubric imports, and the right answers of the page."""
    names: dict[str, Any] = {"np": np, "pytest": pytest}
    names |= {name: getattr(grader.rubric, name) for name in grader.rubric.__all__}
    names |= {name: getattr(grader.landscapes, name) for name in grader.landscapes.__all__}
    return names | {name: getattr(schedules, name) for name in ("constant", "harmonic", "table")}


def _criteria() -> list[Criterion]:
    found = []
    for kind, block in BLOCKS:
        if kind == "rubric":
            module = ModuleType("example")
            vars(module).update(_namespace())
            exec(block, vars(module))
            asks = [(name, each) for name, each in vars(module).items() if hasattr(each, MARK)]
            found += [_criterion(name, each, getattr(each, MARK), public=True) for name, each in asks]
    return found


CRITERIA = _criteria()


def right_answers(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The functions of the page, each answer as it arrives; what they draw is noted down as in a worker."""
    names = _namespace()
    for kind, block in BLOCKS:
        if kind != "rubric":
            exec(block, names)
    pyplot = SimpleNamespace(subplots=pictures.function("subplots"))
    # As a worker has it; the real one stays for the tests after this.
    monkeypatch.setitem(sys.modules, "matplotlib", SimpleNamespace(pyplot=pyplot))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)

    def arriving(function: Any) -> Any:
        return lambda **run: values.decode_value(values.encode_value(pictures.as_answer(function(**run))))

    functions = {name for each in CRITERIA for name in each.functions}
    answers = {name: arriving(names[name]) for name in functions}
    replies = {name: lambda **run: _Reply(run) for name in functions}
    return SimpleNamespace(**answers, outcome=SimpleNamespace(**replies))


class _Reply:
    """What came of a call, with arguments that are as they were."""

    def __init__(self, run: dict[str, Any]) -> None:
        self.before = self.after = {name: value for name, value in run.items() if not callable(value)}

    def require_value(self) -> None: ...


def rounds(criterion: Criterion) -> list[dict[str, Any]]:
    rubric = Rubric("page", criterion.functions, (criterion,), "")
    cases = casebook.draw(rubric, b"page").cases(criterion)
    return [{**parameters, "case": case} for parameters in criterion.parameters for case in cases]


def asked(criterion: Criterion, submission: Any, reference: Any) -> None:
    for one in rounds(criterion):
        offered = {"submission": submission, "reference": reference, **one}
        criterion.function(**{name: offered[name] for name in criterion.takes})


@pytest.mark.parametrize("name", OFFERED)
def test_the_page_names_everything_that_a_rubric_can_use(name):
    assert re.search(rf"\b{name}\b", PAGE)


def test_the_page_has_an_example_of_every_assertion_and_of_cases():
    examples = "\n".join(block for kind, block in BLOCKS if kind == "rubric")
    missing = [name for name in grader.rubric.__all__ if not re.search(rf"\b{name}\(", examples)]

    assert missing == ["quiz"]  # which has a page of its own


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda each: each.id)
def test_each_example_is_won_by_the_right_answer_of_the_page(criterion, monkeypatch):
    right = right_answers(monkeypatch)

    asked(criterion, right, right)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda each: each.id)
def test_each_example_is_lost_by_an_answer_that_is_none(criterion, monkeypatch):
    right = right_answers(monkeypatch)
    nothing = SimpleNamespace(**{name: lambda **_: None for name in criterion.functions})
    if "outcome" in criterion.function.__code__.co_names:
        return  # a call without an answer is no call that leaves its arguments alone: the judge says so

    with pytest.raises(Lost):
        asked(criterion, nothing, right)


def test_the_quiz_of_the_how_to_is_one(tmp_path):
    page = (ROOT / "docs" / "how-to" / "ask-a-quiz.md").read_text(encoding="utf-8")
    questions, rubric = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("toml", "python"))
    assert questions and rubric  # noqa: PT018 - both blocks of the page
    (tmp_path / "quiz.toml").write_text(questions[1].replace("\n   ", "\n"))
    names = {"__file__": str(tmp_path / "test_hidden.py")}
    exec(rubric[1].replace("\n   ", "\n").strip(), names)

    assert list(names["QUIZ"].criteria) == ["test_zigzag", "test_flat_minimum"]  # type: ignore[attr-defined]


def test_the_loss_of_the_how_to_is_sound(tmp_path):
    page = (ROOT / "docs" / "how-to" / "bring-a-loss-of-your-own.md").read_text(encoding="utf-8")
    source = re.search(r"```python\n(# assignments/basins/.*?)```", page, re.DOTALL)
    assert source
    folder = tmp_path / "assignments" / "basins"
    folder.mkdir(parents=True)
    (folder / "landscapes.py").write_text(source[1])

    made = grader.landscapes.own(str(folder / "test_public.py")).monkey_saddle(depth=2.0)

    assert made.gradient([1.0, 1.0]) == pytest.approx([0.0, -12.0])
