from __future__ import annotations

import pytest

from grader.commands.tables import class_table
from grader.records import Grade, Status

ELEVEN = [f"assignment_number_{place}" for place in range(11)]


@pytest.mark.parametrize("columns", [40, 80, 300])
def test_names_and_points_can_be_read_whatever_the_terminals_width(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    class_table([Grade("ada", name, Status.MISSING, 10.0, ()) for name in ELEVEN])

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert sum(line.count("missing") for line in lines) == len(ELEVEN)
    assert sum(line.count("ada") for line in lines) == {40: 11, 80: 3, 300: 1}[columns]
