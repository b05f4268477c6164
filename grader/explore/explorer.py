"""A pack in a browser's Python, for the explore page: numbers in, a picture of the student's own functions out.

A conversation with a file stays open from one picture to the next, so that a slider is followed at once; another file,
or one that was ended, opens another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.collect.own_files import in_file
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.explore import recorded as recordings
from grader.explore.paths import path_of
from grader.explore.preset_files import presets_of
from grader.explore.presets import Preset, Setting, setting_of
from grader.explore.scene import Scene, scene_of
from grader.explore.walks import Walk, call_of, walks_of
from grader.records import Ending, Outcome, Submission
from grader.reports.pages.rendering import load_templates
from grader.sandbox.in_page import InPage, Page, Past
from grader.sandbox.recording import Recording

Array = NDArray[np.float64]


class Explored(msgspec.Struct, frozen=True):
    """A picture for the page: its HTML, where the lead drawing's numbers lie, and functions whose time was up."""

    html: str
    frame: tuple[tuple[float, float, float, float], ...]
    too_long: list[str]
    trouble: str


class Question(msgspec.Struct, frozen=True):
    """What the page asks: a preset, numbers as they are in a link, the student's files, and what not to run."""

    preset: str
    numbers: dict[str, Any]
    files: dict[str, str]  # id of an assignment → text
    leave_out: list[str] = []


@dataclass(slots=True)
class _PageOfNow:
    """Who holds the clock for the question of now: a conversation outlives the question that it began with."""

    now: Page | None = None

    def opened(self) -> None:
        if self.now is not None:
            self.now.opened()

    def turn(self, seconds: float) -> None:
        if self.now is not None:
            self.now.turn(seconds)

    def said(self, data: bytes) -> None:
        if self.now is not None:
            self.now.said(data)

    def done(self) -> None:
        if self.now is not None:
            self.now.done()


@dataclass(slots=True)
class _Open:
    """A file that is talked with."""

    assignment: str
    text: str
    backend: InPage
    recording: Recording


@dataclass(slots=True)
class Explorer:
    """The pack in a folder, its presets, and the file that was talked with last."""

    root: str
    _course: Course = field(init=False)
    _assignments: Sequence[Assignment] = field(init=False)
    _presets: Mapping[str, Preset] = field(init=False)
    _recorded: recordings.Recorded = field(init=False)
    _page: _PageOfNow = field(init=False)
    _open: _Open | None = None

    def __post_init__(self) -> None:
        self._course = Course(Path(self.root))
        self._assignments = self._course.assignments()
        self._presets = {each.id: each for each in presets_of(self._assignments)}
        self._recorded = recordings.load(self._course.root / recordings.NAME)
        self._page = _PageOfNow()

    def warm(self) -> None:
        """Do beforehand what the first picture would wait for."""
        load_templates()
        for preset in list(self._presets.values())[:1]:
            self._scene(preset, preset.setting, [None] * len(walks_of(preset, preset.setting)), ())

    def explore(self, question: Question, page: Page, past: Iterable[Past] = ()) -> Explored:
        """The picture of a question; KeyError for a preset that there is not."""
        preset = self._presets[question.preset]
        setting = setting_of(preset, question.numbers)
        earlier = list(past)
        if earlier:
            self._close()
        self._page.now = page
        walks = walks_of(preset, setting)
        outcomes = [self._outcome(walk, setting, question, earlier) for walk in walks]
        late = [walk.function for walk, ended in zip(walks, outcomes, strict=True) if _is_late(ended)]
        scene = self._scene(preset, setting, outcomes, question.leave_out)
        return Explored(scene.html, scene.frame, list(dict.fromkeys(late)), scene.trouble)

    def explore_for_page(self, question: str, page: Page, past: Any) -> str:
        """The same for JavaScript: text in and out."""
        earlier = [Past(tuple(map(bytes, each["said"])), each["seconds"]) for each in past]
        asked = msgspec.json.decode(question, type=Question)
        return msgspec.json.encode(self.explore(asked, page, earlier)).decode()

    def _scene(
        self, preset: Preset, setting: Setting, outcomes: Sequence[Outcome | None], too_long: Sequence[str]
    ) -> Scene:
        here = setting == preset.setting
        paths = [
            path_of(
                walk,
                outcome,
                recordings.at_preset(preset, self._recorded, place) if here else None,
                exercise=recordings.title_of(walk.function, self._assignments),
                unloaded=self._unloaded(walk),
            )
            for place, (walk, outcome) in enumerate(zip(walks_of(preset, setting), outcomes, strict=True))
        ]
        return scene_of(preset, setting, paths, too_long)

    def _outcome(self, walk: Walk, setting: Setting, question: Question, past: list[Past]) -> Outcome | None:
        """How the student's function ended; None where no file has to have it, or where it is left out."""
        owner = recordings.owner_of(walk.function, self._assignments)
        if owner is None or walk.function in question.leave_out:
            return None
        text = question.files.get(owner.id)
        if text is None:
            return Outcome(Ending.MISSING)
        call = call_of(walk, setting, recordings.parameters_of(walk.function, owner))
        recording = self._talking(owner, text, past)
        outcome = recording.ask_aside(call)
        recording.outcomes.clear()  # a slider asks for thousands
        return outcome

    def _unloaded(self, walk: Walk) -> str:
        """The file of a walk's function, if it could not be loaded."""
        held, owner = self._open, recordings.owner_of(walk.function, self._assignments)
        if held is None or owner is None or held.assignment != owner.id or held.recording.load is None:
            return ""
        return "" if held.recording.load.ending is Ending.VALUE else held.recording.submission.filename

    def _talking(self, assignment: Assignment, text: str, past: list[Past]) -> Recording:
        """A recording of the file, the one that is open if it is this file's."""
        held = self._open
        if held is not None and (held.assignment, held.text) == (assignment.id, text):
            return held.recording
        self._close()
        backend = InPage(self._course.root, self._page, past)
        recording = Recording(
            _submission(assignment, text, self._course), assignment.limits, backend, assignment.provided
        )
        self._open = _Open(assignment.id, text, backend, recording)
        return recording

    def _close(self) -> None:
        if self._open is not None:
            with self._open.recording:  # ends its conversation
                pass
            self._open.backend.close()
            self._open = None


def _submission(assignment: Assignment, text: str, course: Course) -> Submission:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"{assignment.id}.py"
        place.write_text(text, encoding="utf-8")
        found = in_file(place, assignment, course)
    if found is None:  # pragma: no cover - it was written just now
        raise FileNotFoundError(place)
    return found


def _is_late(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.ending is Ending.TIMED_OUT
