"""What a path is called in legends and sentences: its function, and what sets it apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

from grader.explore.paths import Path, Whose
from grader.words import explore as explore_words
from grader.words import notation


def path_labels(paths: Sequence[Path]) -> tuple[str, ...]:
    """A name for each path, with as much as tells it from the others."""
    walks = [each.walk for each in paths]
    several = {
        "starts": len({walk.start for walk in walks}) > 1,
        "noises": len({walk.noise for walk in walks}) > 1,
        "surfaces": len({walk.on_second for walk in walks}) > 1,
    }
    return tuple(_label(each, **several) for each in paths)


def _label(path: Path, *, starts: bool, noises: bool, surfaces: bool) -> str:
    walk = path.walk
    said = walk.function
    if walk.schedule:
        said = explore_words.WITH_SCHEDULE[walk.schedule].format(path=said)
    if starts:
        said = explore_words.FROM_START.format(
            path=said, start=", ".join(notation.number(each, 3) for each in walk.start)
        )
    if noises:
        said = (explore_words.WITH_NOISE if walk.noise else explore_words.WITHOUT_NOISE).format(path=said)
    if surfaces:
        said = (explore_words.ON_SECOND if walk.on_second else explore_words.ON_FIRST).format(path=said)
    return explore_words.OF_COURSE.format(path=said) if path.whose is Whose.RECORDED else said
