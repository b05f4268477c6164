"""The pages of the course's web site: its contents, each assignment with its workbench, and the frame with Python.

Each names what it may load: the site's own scripts and style, and Python's parts from where they lie.  The frame may
load nothing at all: it is handed bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import ModuleType

import msgspec
from markupsafe import Markup

from grader.course.assignment import Assignment
from grader.course.staff_files import staff_text
from grader.reports.pages import statement
from grader.reports.pages.rendering import digest, render_part
from grader.rubric.quiz import statement_text
from grader.words import site as site_words

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{sources}; "
    "frame-src 'self'; worker-src 'self'; manifest-src 'none'; base-uri 'none'; form-action 'none'"
)
_FRAME = (
    "default-src 'none'; script-src {script} blob: 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'; "
    "form-action 'none'"
)


class _Contents(msgspec.Struct, frozen=True):
    policy: str
    assignments: Sequence[Assignment]
    explore: bool


class _Bench(msgspec.Struct, frozen=True):
    policy: str
    title: str
    filename: str
    statement: Markup
    explore: str  # a demonstration to begin with; empty where the site has none
    data: Markup


class _Frame(msgspec.Struct, frozen=True):
    policy: str
    inside: str


def policy(sources: Sequence[str]) -> str:
    """What a page may load: what is its own, and Python's parts from the addresses that are named."""
    return _OWN.format(sources="".join(f" {each}" for each in sources))


def contents(assignments: Sequence[Assignment], *, explore: bool) -> str:
    """The first page: what there is."""
    view = _Contents(policy(()), assignments, explore=explore)
    return str(render_part("site_contents.html.j2", view=view))


def assignment_page(
    assignment: Assignment,
    others: Sequence[Assignment],
    data: Mapping[str, object],
    sources: Sequence[str],
    *,
    explore: str,
) -> str:
    """The statement beside a workbench.  `data` is for the scripts; `sources` are addresses outside of the site.

    `others` have pages of their own; `explore` names the demonstration that the page of that name begins with, and is
    empty where there is no such page.
    """
    filename = f"{assignment.id}.py"
    told = dict(data) | {
        "start": {"assignment": assignment.id},
        "assignment": assignment.id,
        "filename": filename,
        "others": [each.id for each in others if each.id != assignment.id],
        "stub": staff_text(assignment.folder / "stub.py"),
        "words": texts_of(site_words),
    }
    view = _Bench(
        policy(sources),
        assignment.title,
        filename,
        Markup(statement.body(statement_text(assignment.folder), assignment.landscape)),  # noqa: S704 - escaped there
        explore,
        as_data(told),
    )
    return str(render_part("site_assignment.html.j2", view=view))


def frame(script: str) -> str:
    """The frame around the one that holds the script.

    A service worker answers for this one, without a network too; the one inside is of no origin, comes with it as text,
    and is under its policy.
    """
    inside = f"<!DOCTYPE html><title>{site_words.PYTHON}</title><script>{script}</script>"
    return str(render_part("site_frame.html.j2", view=_Frame(_FRAME.format(script=digest(script)), inside)))


def texts_of(module: ModuleType) -> dict[str, str]:
    """The texts that a module of words has, by their names."""
    return {name: text for name, text in vars(module).items() if name.isupper() and isinstance(text, str)}


def as_data(told: Mapping[str, object]) -> Markup:
    """JSON that no HTML can end."""
    text = json.dumps(told, ensure_ascii=True, sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - see above
