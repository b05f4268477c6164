"""How what a terminal shows is broken into lines."""

from __future__ import annotations

import re

import pytest
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.reports.pages.terminal_layout import Called

CALLS = [
    "optimize_with_momentum(start=2.31234, lr=0.02, momentum=-0.8, steps=1)",
    "gradient_descent(grad=quadratic([[1.25, -0.75], [-0.75, 3.5]]).gradient, start=[-1.61234, 2.5e-07], lr=0.125)",
]


@pytest.mark.parametrize("width", range(18, 60))
@pytest.mark.parametrize("call", CALLS)
def test_a_narrow_terminal_breaks_no_number_of_a_call_and_loses_nothing(call, width):
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(Padding(Called(Text(f"Call: {call}")), (0, 0, 0, 2)))
    lines = [line.strip() for line in captured.get().splitlines()]

    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", f"Call: {call}")
    numbers = re.findall(r"-?\d[\d.e-]*", call)
    assert [number for line in lines for number in re.findall(r"-?\d[\d.e-]*", line)] == numbers
