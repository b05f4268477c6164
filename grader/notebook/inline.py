"""How a verdict is shown in a notebook: the official page in a frame of its own, and plain text for consoles."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from markupsafe import Markup

from grader.commands.checked_files import printed_texts
from grader.commands.console import console
from grader.reports.pages import student
from grader.reports.prose import filled
from grader.student.checking import Checked
from grader.words import notation
from grader.words import notebook as words

_WIDTH = 100  # characters of a line of plain text
_HEIGHT = 640  # pixels; a page that is longer is scrolled, and its corner can be drawn

# Nothing of the page's style leaves the frame, and nothing in the frame reaches the notebook: its origin is opaque.
_FRAME = (
    '<iframe srcdoc="{page}" sandbox="allow-scripts" title="{title}" style="width: 100%; height: {height}px; '
    'border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 6px; resize: vertical; overflow: auto"></iframe>'
)


class Verdict(msgspec.Struct, frozen=True):
    """What became of one or several assignments; whoever shows values shows it."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def verdict(checked: Sequence[Checked]) -> Verdict:
    """What is shown of assignments that were checked."""
    terminal = console(colours=False, width=_WIDTH)
    texts = list(printed_texts(checked, terminal, only_ascii=False))
    return Verdict("\n".join(map(_framed, checked)), "\n".join(text.rstrip("\n") for text in texts))


def _framed(checked: Checked) -> str:
    page = student.page(checked.graded, checked.prepared, at=datetime.now(UTC))
    frame = _FRAME.format(page=html.escape(page), title=html.escape(checked.prepared.assignment.title), height=_HEIGHT)
    return f"<p>{_summary(checked)}</p>\n{frame}"


def _summary(checked: Checked) -> Markup:
    """One sentence, which is left where a notebook is not trusted to show frames."""
    assignment = checked.prepared.assignment
    judged = checked.graded.grade.judgements
    most = sum(each.max_points for each in judged)
    return filled(
        words.SUMMARY,
        assignment=assignment.id,
        passed=str(sum(each.passed for each in judged)),
        all=str(len(judged)),
        score=notation.points(checked.graded.grade.score),
        most=notation.points(most),
        waiting=notation.points(assignment.points - most),
    )
