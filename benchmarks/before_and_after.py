"""What a change of the grader changes for people: every known mistake and accepted variant, graded before and after.

    python benchmarks/before_and_after.py BEFORE AFTER [--show 20]

BEFORE and AFTER are checkouts with a `.venv`.  Both grade the same hand-ins with the same seed; results, pages, exports
and what the terminal says are compared line by line.  Digests and seconds are left out.  Exit code 1 where they differ.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grader.course import variants
from grader.course.demo_class import BROKEN, notebook_of
from grader.course.folder import Course

ROOT = Path(__file__).resolve().parents[1]
SEED = "before and after, one seed for both"
# What differs from run to run, or names the versions compared.
_CHANCE = re.compile(
    r'\b[0-9a-f]{64}\b|Graded file: .{0,40}|"seconds": [0-9.e-]+|"execution_time": [0-9.e-]+|time="[0-9.]+"|'
    r"'sha256-[A-Za-z0-9+/=]+'|<style>.*?</style>|<script>.*?</script>",
    re.DOTALL,
)
_TEXT = {".html", ".json", ".csv", ".xml", ".txt"}
_CHECKED = 9  # of so many hand-ins one is checked in the terminal as well


def write_hand_ins(course: Course, folder: Path) -> int:
    """A folder for each known mistake, accepted variant and broken file, named after it; how many there are."""
    count = 0
    for assignment in course.assignments():
        solution = variants.solution(course, assignment).source
        files = {"solution": solution}
        files |= {f"mistake-{m.function}-{m.id}": m.submission.source for m in variants.mistakes(course, assignment)}
        files |= {f"accepted-{a.id}": a.submission.source for a in variants.accepted(course, assignment)}
        for number, broken in enumerate(BROKEN.values()):
            files[f"broken-{number}"] = broken(solution.decode(), assignment).encode()
        files["notebook"] = notebook_of(solution)
        for student, source in files.items():
            suffix = ".ipynb" if student == "notebook" else ".py"
            path = folder / f"{assignment.id[:3]}-{student}" / f"{assignment.id}{suffix}"
            path.parent.mkdir(parents=True)
            path.write_bytes(source)
        count += len(files)
    return count


def outcomes(checkout: Path, hand_ins: Path, scratch: Path) -> Path:
    """Everything that a checkout makes of the hand-ins, in a folder."""
    course, out = scratch / "course", scratch / "out"
    for part in ("assignments", "reference"):
        shutil.copytree(checkout / part, course / part)
    (course / "reference" / "seed").write_text(SEED, encoding="utf-8")
    grader = str(checkout / ".venv/bin/grader")
    subprocess.run([grader, "grade", hand_ins, "--out", out, "--course", course, "--quiet"], check=True)
    for form in ("csv", "junit"):
        with (out / f"export.{'xml' if form == 'junit' else form}").open("wb") as file:
            subprocess.run([grader, "export", form, out], check=True, stdout=file)
    subprocess.run([grader, "export", "gradescope", out, "--to", out / "gradescope"], check=True, capture_output=True)
    checked = sorted(hand_ins.glob("*/*"))[::_CHECKED]
    for number, path in enumerate(checked):
        said = subprocess.run(
            [grader, "check", path, "--course", course],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
        )
        (out / f"check-{number:03}.txt").write_text(f"{path.parent.name}\n{said.stdout}", encoding="utf-8")
    return out


def differences(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Name of a file and a line that is in one of the two alone, with its sign."""
    names = {path.relative_to(root) for root in (before, after) for path in root.rglob("*") if path.suffix in _TEXT}
    for name in sorted(names):
        lines = [Counter(_text(root / name).split("\n")) for root in (before, after)]
        for sign, alone in (("-", lines[0] - lines[1]), ("+", lines[1] - lines[0])):
            yield from ((str(name), f"{sign}{line}") for line in alone.elements())


def _text(path: Path) -> str:
    return _CHANCE.sub("…", path.read_text(encoding="utf-8")) if path.exists() else "(no such file)"


def main() -> int:
    """Compare, and say what differs, equal changes together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--show", type=int, default=20, help="how many kinds of changed lines to show")
    parser.add_argument("--keep", type=Path, help="keep what was made in this folder")
    given = parser.parse_args()
    scratch = given.keep or Path(tempfile.mkdtemp())
    hand_ins = scratch / "hand-ins"
    if not hand_ins.exists():
        print(f"{write_hand_ins(Course(ROOT), hand_ins)} hand-ins")
    with ThreadPoolExecutor(2) as pool:
        sides = {"before": given.before.resolve(), "after": given.after.resolve()}
        roots = [
            pool.submit(outcomes, checkout, hand_ins, scratch / side)
            for side, checkout in sides.items()
            if not (scratch / side / "out").exists()
        ]
        for root in roots:
            root.result()
    before, after = (scratch / side / "out" for side in sides)
    changed: Counter[str] = Counter()
    where: dict[str, set[str]] = defaultdict(set)
    for name, line in differences(before, after):
        changed[line] += 1
        where[line].add(name)
    compared = sum(path.suffix in _TEXT for path in after.rglob("*"))
    files = set().union(*where.values()) if where else set()
    print(f"{compared} files compared, {len(files)} differ, {len(changed)} kinds of lines")
    for line, count in changed.most_common(given.show):
        print(f"{count:6} {line[:400]}   [{min(where[line])}]")
    if not given.keep:
        shutil.rmtree(scratch)
    return 1 if files else 0


if __name__ == "__main__":
    sys.exit(main())
