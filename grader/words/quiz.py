"""A quiz's questions, as they stand at the end of a statement; in Markdown."""

from __future__ import annotations

QUESTIONS = "## The questions"
QUESTION = "- `{id}`: {text} ({choices})"
CHOICE = "`{choice}`"
