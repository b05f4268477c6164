"""View → HTML file: one environment for all templates, and the policy that lets a page load nothing.

A page is a single file: style and script are written into it, and its Content-Security-Policy names them by their
digests, so whatever else should get into a page would neither run nor be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.reports import prose
from grader.reports.drawing.plot import Key
from grader.reports.pages.compiled_templates import CompiledTemplates
from grader.words import LANGUAGE, notation
from grader.words import class_page as class_page_words
from grader.words import decisions as decision_words
from grader.words import explore as explore_words
from grader.words import kill_matrix as kill_matrix_words
from grader.words import site as site_words
from grader.words import student_page as student_page_words

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, *, styles: Sequence[str] = ("page.css",), script: str = "page.js", **view: object) -> str:
    """One of the pages in `templates/`, with style sheets and a script that lie there too; "" is no script."""
    style, script = "".join(map(_text, styles)), _text(script) if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704
            policy=(
                f"default-src 'none'; style-src {digest(style)}; "
                f"script-src {digest(script)}; base-uri 'none'; form-action 'none'"
            ),
            **view,
        )
    )


def render_part(template: str, **view: object) -> Markup:
    """A part of a page, to stand in several pages."""
    return Markup(_environment().get_template(template).render(**view))  # noqa: S704 - escaped by the template


def load_templates() -> None:
    """Compile every template, so that processes forked from this one need not."""
    for name in _environment().list_templates(extensions=["j2"]):
        _environment().get_template(name)


class _Macros:
    """The macros of a template, for all others: imported by each, they would be made anew whenever it is rendered."""

    def __init__(self, template: str) -> None:
        self._template = template

    def __getattr__(self, name: str) -> object:
        return getattr(self._module, name)

    @cached_property
    def _module(self) -> object:
        return _environment().get_template(self._template).module


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=CompiledTemplates(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["points"] = notation.points
    environment.filters["counted"] = notation.counted
    environment.globals.update(
        LANGUAGE=LANGUAGE,
        class_page_words=class_page_words,
        decision_words=decision_words,
        explore_words=explore_words,
        kill_matrix_words=kill_matrix_words,
        site_words=site_words,
        student_page_words=student_page_words,
        diagnosis=_Macros("diagnosis.html.j2"),
        figures=_Macros("figures.html.j2"),
        filled=prose.filled,
        legend=_legend,
        lost=_Macros("lost.html.j2"),
    )
    return environment


@lru_cache(maxsize=512)
def _legend(keys: tuple[Key, ...], ids: str) -> Markup:
    return render_part("legend.html.j2", keys=keys, ids=ids)


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def digest(text: str) -> str:
    """How a policy names a script or style that stands in its page."""
    if not text:
        return "'none'"
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
