"""A hand-in in the terminal: what is in the archive, what is not, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.safe_text import visible
from grader.student.bundle import ARCHIVE, Bundle, Packed
from grader.words import packing as packing_words
from grader.words.judgements import grade_message

_LONGEST = 400  # characters of one sentence


def page(bundle: Bundle, *, earlier: bool) -> RenderableType:
    """What becomes of each file; `earlier` says that an archive of an earlier time lies there."""
    return Group(*_lines(bundle, earlier=earlier))


def _lines(bundle: Bundle, *, earlier: bool) -> Iterator[RenderableType]:
    if bundle.packed:
        yield Text(packing_words.HOLDS.format(archive=ARCHIVE), style="bold")
    for packed in bundle.packed:
        yield _below(_file(packed))
        yield from (Padding(_said(each), (0, 0, 0, 4)) for each in _remarks(packed))
    left_out = [
        *(
            packing_words.NOT_TAKEN.format(assignment=each.assignment, why=grade_message(each))
            for each in bundle.not_taken
        ),
        *(packing_words.NOT_BEGUN.format(assignment=each) for each in bundle.not_begun),
    ]
    if left_out and bundle.packed:
        yield Text(packing_words.HOLDS_NOT, style="bold")
    yield from (_below(_said(each)) for each in left_out)
    if bundle.beside:
        yield _said(packing_words.BESIDE.format(names=", ".join(bundle.beside)))
    yield Text()
    if bundle.packed:
        yield Text(packing_words.READY.format(archive=ARCHIVE), style="bold")
        return
    yield Text(packing_words.NOTHING, style="bold")
    if earlier:
        yield Text(packing_words.EARLIER.format(archive=ARCHIVE))


def _file(packed: Packed) -> Text:
    if not packed.grade.was_run:
        return Text(packing_words.FILE_NOT_RUN.format(name=packed.name))
    score, most = f"{packed.grade.score:g}", f"{packed.grade.max_score:g}"
    return Text(packing_words.FILE.format(name=packed.name, score=score, most=most))


def _remarks(packed: Packed) -> Iterator[str]:
    if not packed.grade.was_run:
        yield grade_message(packed.grade)
    if packed.here != packed.name:
        yield packing_words.RENAMED.format(name=visible(packed.here, 80))
    if packed.unwritten:
        yield packing_words.NOT_WRITTEN.format(functions=", ".join(f"`{each}`" for each in packed.unwritten))
    yield from (packing_words.OWN_MODULE.format(module=each, file=packed.name) for each in packed.own_modules)
    allowed = packing_words.PYTHON_AND.format(packages=", ".join(("NumPy", *packed.assignment.packages)))
    yield from (packing_words.OTHER_MODULE.format(module=each, allowed=allowed) for each in packed.other_modules)


def _below(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))


def _said(text: str) -> Text:
    return Text(visible(text, _LONGEST))
