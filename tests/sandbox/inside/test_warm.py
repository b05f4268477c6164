"""What a worker needs lies in the zygote: what it loads itself, each hand-in pays for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole_course import COURSE

SOURCE = (COURSE.reference / "momentum_step" / "solution.py").read_text(encoding="utf-8")
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": SOURCE}],
}

WORKER = """
import sys
from pathlib import Path
from grader.sandbox import frames, values
from grader.sandbox.inside import worker, zygote

zygote._warm(zygote.Setting(False, False, [], [], [], []))
before = set(sys.modules)
source = Path(sys.argv[1])
dialogue = worker.Dialogue()
load = frames.Load("hand_in", source.name, source.suffix == ".ipynb", source.read_bytes(), (), 0)
arguments = dict(weight=1.0, gradient=0.5, lr=0.1, velocity=0.2, momentum=0.9)
calls = [(name, values.encode_arguments((), arguments)) for name in ("sgd_step", "not_there")]
said = [answer for asked in (load, frames.Ask(1, tuple(calls))) for answer in dialogue.answers(frames.frame(asked))]
answers = [frames.read_answer(answer[4:]) for answer in said]
sys.stdout = sys.__stdout__
print([answer.outcome.ending.value for answer in answers])
print(sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize(("name", "text"), [("hand_in.py", SOURCE), ("hand_in.ipynb", json.dumps(NOTEBOOK))])
def test_a_worker_loads_no_module_for_a_hand_in(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    said = subprocess.run(
        [sys.executable, "-c", WORKER, str(tmp_path / name)], capture_output=True, text=True, check=True
    )

    endings, loaded = said.stdout.splitlines()
    assert endings == "['value', 'value', 'missing']"
    assert loaded == "['hand_in']"
