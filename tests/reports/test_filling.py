"""Reports and their words fit: each place of a sentence is filled wherever it is said, and none is said by nobody."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from jinja2 import Environment, nodes

from grader import explore as explorers
from grader import reports
from grader.reports.pages.rendering import TEMPLATES
from grader.web import ASSETS
from grader.words import (
    answers,
    class_page,
    decisions,
    differences,
    endings,
    explore,
    figures,
    hints,
    kill_matrix,
    labels,
    numbers,
    packing,
    path_rule,
    site,
    student_page,
    terminal,
)

MODULES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module for module in (differences, endings, figures, labels, numbers)
} | {
    "class_page_words": class_page,
    "decision_words": decisions,
    "explore_words": explore,
    "hint_words": hints,
    "kill_matrix_words": kill_matrix,
    "packing_words": packing,
    "path_words": path_rule,
    "site_words": site,
    "student_page_words": student_page,
    "terminal_words": terminal,
}
SOURCES = sorted(path for package in (reports, explorers) for path in Path(package.__file__ or "").parent.rglob("*.py"))
PAGES = sorted(TEMPLATES.glob("*.j2"))

Filled = tuple[str, list[str], set[str]]  # where, the texts that may stand there, and the names they are given


def texts(module: str, name: str) -> list[str]:
    value = getattr(MODULES[module], name)
    return list(value.values()) if isinstance(value, dict) else [value]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def misfits(filled: Iterator[Filled]) -> list[str]:
    return [f"{where}: {text}" for where, chosen, given in filled for text in chosen if places(text) != given]


# --- in Python -------------------------------------------------------------------------------------------------


def said_in(path: Path) -> Iterator[Filled]:
    """Every call that fills words, each with all the words that it may fill."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        known = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                pattern = node.args[0] if node.func.attr == "filled" and node.args else node.func.value
                if node.func.attr in {"format", "filled"}:
                    yield f"{path.name}:{node.lineno}", choices(pattern, known), given_to(node, known)


def choices(node: ast.expr, known: dict[str, ast.expr]) -> list[str]:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
            return texts(module, name)
        case ast.IfExp(body=one, orelse=other):
            return choices(one, known) + choices(other, known)
        case ast.Subscript(value=value):
            return choices(value, known)
        case ast.Name(id=name) if name in known:
            return choices(known[name], known)
        case _:
            return []


def given_to(call: ast.Call, known: dict[str, ast.expr]) -> set[str]:
    given = set()
    for keyword in call.keywords:
        if keyword.arg:
            given.add(keyword.arg)
        elif isinstance(keyword.value, ast.Name) and isinstance(several := known.get(keyword.value.id), ast.Dict):
            given |= {key.value for key in several.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return given


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_words_are_given_what_they_name(path: Path) -> None:
    assert misfits(said_in(path)) == []


# --- in templates ----------------------------------------------------------------------------------------------


def parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


def said_on(path: Path) -> Iterator[Filled]:
    for call in parsed(path).find_all(nodes.Call):
        match call.node:
            case nodes.Getattr(node=nodes.Getattr(node=nodes.Name(name=module), attr=name), attr="format"):
                chosen = texts(module, name)
            case nodes.Name(name="filled"):
                (pattern,) = call.args
                assert isinstance(pattern, nodes.Getattr)
                assert isinstance(pattern.node, nodes.Name)
                chosen = texts(pattern.node.name, pattern.attr)
            case _:
                continue
        yield f"{path.name}:{call.lineno}", chosen, {keyword.key for keyword in call.kwargs}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_words_of_a_template_are_given_what_they_name(path: Path) -> None:
    assert misfits(said_on(path)) == []


# --- both ------------------------------------------------------------------------------------------------------


def used() -> Iterator[str]:
    for path in (*SOURCES, Path(answers.__file__), Path(differences.__file__)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):  # a module says its own words, too
                yield f"{path.stem}.{node.id}"
    for path in ASSETS.glob("*.js"):  # they are given all words of their page, by their names
        for name in re.findall(r'"([A-Z_]{3,})"', path.read_text(encoding="utf-8")):
            yield from (f"site_words.{name}", f"explore_words.{name}")
    for path in PAGES:
        for found in parsed(path).find_all(nodes.Getattr):
            if isinstance(found.node, nodes.Name):
                yield f"{found.node.name}.{found.attr}"


def test_no_words_are_said_by_nobody() -> None:
    there = {
        f"{name}.{constant}" for name, module in MODULES.items() for constant in vars(module) if constant.isupper()
    }

    assert there - set(used()) == set()
