"""Grades that were made elsewhere, for Gradescope: an autograder that hands over the `results.json` of each hand-in.

Gradescope takes results from an autograder alone.  This one runs nobody's code: it looks up the number of the hand-in,
and a hand-in that was not graded ends in an error that says so, never in a zero.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence

from grader.errors import UsageError
from grader.exports import gradescope
from grader.exports.feedback_zip import AT_NO_TIME, Packed, Slot, pack
from grader.exports.sheets import ids_of
from grader.records import Grade, Person

_SETUP = """\
#!/usr/bin/env bash
set -e
command -v python3 >/dev/null || { apt-get update; apt-get install -y python3; }
"""
_RUN = """\
#!/usr/bin/env python3
# Gradescope runs this for each hand-in.  The grade was made before: nothing that was handed in is looked at.
import json
import os
import shutil
import sys
from pathlib import Path

root = Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))
number = int(json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))["id"])
made = root / "source" / "results" / f"{number}.json"
if not made.is_file():
    sys.exit(f"hand-in {number} is not among those that were graded; it will be graded with the next ones")
results = root / "results"
results.mkdir(exist_ok=True)
shutil.copyfile(made, results / "results.json.part")
os.replace(results / "results.json.part", results / "results.json")
"""


def pack_results(
    handed_in: Mapping[str, Collection[Collection[str]]], grades: Sequence[Grade], people: Sequence[Person]
) -> Packed:
    """The autograder's zip; `handed_in` has for each folder of the export the ids of each of its people.

    Raises `UsageError` where the people of one hand-in have different grades, of which Gradescope has room for one.
    """
    by_student = {grade.student: grade for grade in grades}
    known = ids_of(people)
    slots, chosen, members = [], [], set()
    for folder, everybody in handed_in.items():
        meant = {
            student
            for ids in everybody
            for each in ids
            for student in {each, *known.get(each, known.get(each.casefold(), ()))}
            if student in by_student
        }
        members |= meant
        if len({_given(by_student[student]) for student in meant}) > 1:
            raise UsageError(
                f"the people of {folder} have different grades: {', '.join(sorted(meant))}",
                remedy="Gradescope keeps one grade of a group: set it there by hand, and leave the group out here",
            )
        first = min(meant, default="")
        slots.append(Slot({first} - {""}, f"results/{folder.rpartition('_')[2]}.json", folder))
        chosen += [by_student[first]] if first else []
    packed = pack(slots, chosen, (), lambda slot, grade: {slot.path: gradescope.write([grade], only_given=True)})
    packed.without_slot = [student for student in by_student if student not in members]
    packed.data = _with_programs(packed.data)
    return packed


def _given(grade: Grade) -> tuple[object, ...]:
    """What two grades of one hand-in have in common, unless a person decided otherwise for one of them."""
    return grade.status, grade.score, tuple((each.id, each.points) for each in grade.judgements)


def _with_programs(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("setup.sh", _SETUP), ("run_autograder", _RUN)):
            info = zipfile.ZipInfo(name, AT_NO_TIME)
            info.external_attr = 0o100755 << 16
            archive.writestr(info, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
