"""The tutorial for a course is run as it stands: every command of it, in order, in a fresh folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial" / "a-course-from-first-to-last-week.md"


def test_a_course_goes_from_its_first_to_its_last_week(tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 8
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("assignments", "reference", "student_template"):
        (clone / name).symlink_to(ROOT / name)
    seed = ROOT / "reference" / "seed"
    if seed.exists():  # under which the cases that are copied were drawn: it takes seconds to draw others
        (tmp_path / "my-course" / "reference").mkdir(parents=True)
        shutil.copy2(seed, tmp_path / "my-course" / "reference" / "seed")

    ran = subprocess.run(
        ["bash", "-e"],
        input="".join(blocks),
        cwd=clone,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    said = " ".join(ran.stdout.split())
    assert "3 hand-ins: 2 graded, 1 missing" in said
    assert "published in out/published: 3 new" in said
    assert "since the rubric is another" in said
    assert "momentum_step.py" in said
    course = tmp_path / "my-course"
    assert (course / "course.sqlite3").is_file()
    rows = (course / "grades.csv").read_text(encoding="utf-8").splitlines()
    ada = next(row for row in rows if row.startswith("ada,"))
    assert ",10.5,10.5," in ada
    assert not (course / "out" / "published" / "cy").exists()
    assert (course / "out" / "published" / "bob" / "momentum_step.html").is_file()
