"""`make fuzz SECONDS=600`: the property tests of everything that reads strangers' bytes, round after round.

Each round is pytest with another seed and many more examples than `make test` spends.  It is its own pytest plugin,
which takes the property tests alone.  A new reader of untrusted bytes is a line in `READERS`.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[2]
READERS = (
    "tests/sandbox/test_values_and_frames.py",
    "tests/sandbox/inside/test_notebook.py",
    "tests/collect",
    "tests/attacks/test_hostile_answers.py",
    "tests/test_safe_text.py",
)
EXAMPLES = 500  # for each test and round; a test that names its own number keeps it

settings.register_profile(
    "fuzz", max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is no property: it would only repeat itself."""
    properties = [each for each in items if getattr(getattr(each, "obj", None), "is_hypothesis_test", False)]
    config.hook.pytest_deselected(items=[each for each in items if each not in properties])
    items[:] = properties


def main(seconds: float) -> int:
    """Rounds until the time is up; 1 at the first failure, whose example pytest has shown."""
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end:
        rounds += 1
        seed = secrets.randbelow(1 << 32)
        sys.stdout.write(f"round {rounds}, seed {seed}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.attacks.fuzz", "--hypothesis-profile=fuzz"]
        if subprocess.run([*command, f"--hypothesis-seed={seed}", *READERS], cwd=ROOT, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
