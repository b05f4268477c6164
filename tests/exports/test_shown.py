from __future__ import annotations

import datetime as dt
import json

from grader.exports import results, shown
from grader.records import Attempted, Attempts, Decision

NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


def test_it_is_results_json_and_says_that_it_is_for_students(grade, tmp_path):
    (tmp_path / "shown.json").write_text(shown.write([grade()]), encoding="utf-8")

    document = json.loads((tmp_path / "shown.json").read_bytes())
    assert document["audience"] == "student"
    assert [each.score for each in results.read(tmp_path / "shown.json")] == [1.5]


def test_nothing_tells_of_criteria_that_do_not_show(grade, diagnosis):
    decided = (
        Decision("first_move", 1.0, "Fine.", "kit", NOW),
        Decision("secret_move", 1.0, "By a hidden one.", "kit", NOW),
        Decision("", None, "Well done.", "kit", NOW),
    )
    attempts = Attempts((Attempted("ab", NOW, 98.5), Attempted("cd", NOW, 99.5)), "best")
    other = type(diagnosis)("secret_function", "uphill", diagnosis.words)

    text = shown.write([grade(decisions=decided, diagnoses=(diagnosis, other), attempts=attempts)])

    assert "secret" not in text
    assert "hidden" not in text
    assert "9.5" not in text
    assert "Well done." in text
    assert "uphill" in text
