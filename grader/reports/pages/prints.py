"""What student code printed, as a page shows it: equal texts once, all of it capped."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.grading.prepared import Prepared
from grader.records import Transcript
from grader.reports.pages.visibility import open_calls
from grader.safe_text import visible
from grader.words import student_page as student_page_words

_PRINTED = 4000  # characters of printed text on a page
_PRINTS = 12  # calls whose printed text is shown


class Print(msgspec.Struct, frozen=True):
    """What student code printed."""

    where: str
    text: str


def prints_of(transcript: Transcript | None, prepared: Prepared, staff: bool) -> tuple[Print, ...]:
    """What loading and the open calls printed."""
    if transcript is None:
        return ()
    texts: dict[str, list[str]] = {}
    if transcript.load.printed:
        texts.setdefault(transcript.load.printed, []).append(student_page_words.WHILE_LOADING)
    for call in open_calls(prepared, staff):
        outcome = transcript.outcomes.get(call)
        if outcome is not None and outcome.printed:
            texts.setdefault(outcome.printed, []).append(call.function)
    room = _PRINTED
    prints = []
    for text, places in list(texts.items())[:_PRINTS]:
        if room <= 0:
            break
        shown = visible(text, min(room, _PRINTED // 2), lines=True)
        room -= len(shown)
        prints.append(Print(_places(places), shown))
    return tuple(prints)


def _places(places: Sequence[str]) -> str:
    counted = {place: places.count(place) for place in dict.fromkeys(places)}
    return ", ".join(
        place if count == 1 else student_page_words.SEVERAL_CALLS.format(place=place, count=count)
        for place, count in counted.items()
    )
