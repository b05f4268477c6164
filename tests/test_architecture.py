"""What may import what, and other rules that hold for every module of `grader`."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import grader
from grader.cli import COMMANDS
from grader.reports.exhibits import EXHIBITS

ROOT = Path(grader.__file__).parent

# Each may import what stands above it, and no other.  A total order, so that there is one place for a new module:
# as high as its own imports allow.  Packages may import inside themselves.
ORDER = (
    "isolation",
    "records",
    "errors",
    "installation",
    "safe_text",
    "files",
    "spool",
    "numbering",
    "surroundings",
    "tolerance",
    "words",
    "exact_kinds",
    "landscapes",
    "schedules",
    "course",
    "sandbox",
    "collect",
    "rubric",
    "diagnosis",
    "gradebook",
    "grading",
    "student",
    "exports",
    "reports",
    "explore",
    "plugin",
    "web",
    "release",
    "doctor",
    "autograder",
    "cluster",
    "batch",
    "commands",
    "notebook",
    "cli",
    "__main__",
)
MODULES = sorted(ROOT.rglob("*.py"))

# Beside students' code there is nothing but these; the two folders stand for all that is in them.
INSIDE, LOCKDOWN = "grader.sandbox.inside", "grader.sandbox.lockdown"
BOTH_SIDES = {"grader.sandbox.values", "grader.sandbox.frames", "grader.sandbox.zygote_protocol"}
LANDSCAPES = {f"grader.landscapes.{path.stem}".removesuffix(".__init__") for path in ROOT.glob("landscapes/*.py")}
PUBLIC = {"grader.records", "grader.exact_kinds", "grader.schedules", *LANDSCAPES}
# Beside students' code these may run a text: a hand-in's, and the instructor's own file of landscapes.
RUN_A_TEXT = (INSIDE, "grader.landscapes.own_file")
STUDENTS_SIDE = sorted(path for folder in ("inside", "lockdown") for path in (ROOT / "sandbox" / folder).glob("*.py"))


def name_of(path: Path) -> str:
    """The module's dotted name."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_module(name: str) -> bool:
    place = ROOT.parent.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or place.is_dir()


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names of what a module imports, late imports included; a name from a package's front as `package:name`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                yield full if module.startswith("grader") and is_module(full) else f"{module}:{alias.name}"


def part_of(name: str) -> str:
    """The entry of ORDER that a dotted name belongs to."""
    return (name.partition(":")[0] + ".").split(".")[1]


# Rooms of the reports, the lowest first; each may import those before it, and none of those after.
ROOMS = ("facts", "drawing", "exhibits", "pages")


def breaking(rule: Callable[[Path], set[str]]) -> dict[str, set[str]]:
    """The modules in which something breaks a rule, and what."""
    return {name_of(path): found for path in MODULES if (found := rule(path))}


def test_imports_go_upwards_only():
    def not_above(path: Path) -> set[str]:
        own = part_of(name_of(path)) or "__init__"
        ours = {name for name in imports_of(path) if re.match(r"grader\b", name)}
        allowed = set(ORDER[: ORDER.index(own)]) if own in ORDER else set()
        return {part_of(name) for name in ours} - {own, ""} - allowed  # the front of all holds the version alone

    assert breaking(not_above) == {}


def test_every_module_has_its_place_in_the_order():
    parts = {part_of(name_of(path)) for path in MODULES} - {""}

    assert parts == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize(
    "path", [path for room in ROOMS for path in (ROOT / "reports" / room).glob("*.py")], ids=name_of
)
def test_a_room_of_the_reports_imports_only_those_before_it(path):
    own = name_of(path).split(".")[2]

    imported = {name.partition(":")[0].split(".")[2] for name in imports_of(path) if name.startswith("grader.reports.")}

    after = {"facts": ("drawing", "exhibits", "pages"), "drawing": ("facts", "exhibits", "pages")}
    assert not imported & set(after.get(own, ROOMS[ROOMS.index(own) + 1 :]))


def test_no_module_imports_the_front_of_a_package_that_it_is_in():
    def own_fronts(path: Path) -> set[str]:
        name = name_of(path)
        fronts = {".".join(name.split(".")[:depth]) for depth in range(2, name.count(".") + 1)}
        return {each.partition(":")[0] for each in imports_of(path) if ":" in each} & fronts

    assert breaking(own_fronts) == {}


def imported_tops(path: Path) -> set[str]:
    return {re.split(r"[.:]", name)[0] for name in imports_of(path)}


def test_the_folders_of_a_course_are_paths_and_never_packages():
    folders = {"assignments", "reference", "student_template", "tests", "benchmarks"}

    assert breaking(lambda path: imported_tops(path) & folders) == {}


def called_by(path: Path) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)}


def test_only_commands_print():
    ways = {"print", "click.echo", "click.secho", "Console", "sys.stdout.write", "sys.stderr.write"}

    def printing(path: Path) -> set[str]:
        if part_of(name_of(path)) in {"commands", "cli"}:
            return set()
        return called_by(path) & ways | {name for name in imports_of(path) if re.match(r"click(:|$)", name)}

    assert breaking(printing) == {}


def test_every_module_says_what_it_is_for():
    silent = [
        name_of(path) for path in MODULES if not re.match(r"[A-Z`“].+[.?:]", ast.get_docstring(tree_of(path)) or "")
    ]

    assert silent == []


def test_nothing_is_pickled_or_evaluated():
    def forbidden(path: Path) -> set[str]:
        runs_a_text = name_of(path).startswith(RUN_A_TEXT)
        calls = {"eval"} if runs_a_text else {"eval", "exec", "compile"}
        return imported_tops(path) & {"pickle", "marshal", "shelve", "dill", "cloudpickle"} | called_by(path) & calls

    assert breaking(forbidden) == {}


def test_a_module_that_breaks_a_rule_is_told_by_name():
    assert breaking(imported_tops)["grader.__main__"] >= {"grader"}


# --- words: what people read stands in `grader.words`, so that it can be translated there ----------------------------

REPORTS = sorted((ROOT / "reports").rglob("*.py"))
TEMPLATES = sorted((ROOT / "reports" / "pages" / "templates").glob("*.j2"))
WORD = re.compile(r"[(“]?[A-Za-z]?[a-z]+(?:[’'][a-z]+)?[.,;:?!)”]*")
FEWEST = 4  # words that make a sentence


def sentences_in(path: Path) -> set[str]:
    """Texts of at least four words, apart from docstrings and what exceptions say."""
    tree = tree_of(path)
    silent = {
        id(inside)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for inside in ast.walk(node)
    }
    texts = []
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):  # a sentence with places is one, however short its parts
            parts = [part.value if isinstance(part, ast.Constant) else " " for part in node.values]
            texts.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return {text for text in texts if sum(bool(WORD.fullmatch(word)) for word in text.split()) >= FEWEST}


@pytest.mark.parametrize("path", REPORTS, ids=name_of)
def test_no_report_has_sentences_of_its_own(path):
    assert sentences_in(path) - set(EXHIBITS) == set()  # a name of an exhibit stands on no page


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_has_words_of_its_own(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    between = re.sub(r"<[^>]*>", "", text)
    read_aloud = "".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', text))

    assert re.findall(r"[^\W\d_]+", between + read_aloud) == []


# --- what is loaded, and what commands say of themselves ---------------------------------------------------------


def loaded_by(program: str) -> set[str]:
    """Names of all modules that a fresh interpreter holds after a program."""
    said = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(said.stdout.splitlines()[-1].split())


def imported_modules(path: Path) -> set[str]:
    """Dotted names of the modules of `grader` that a module imports; a package's front counts as the package."""
    return {name.partition(":")[0] for name in imports_of(path) if re.match(r"grader\b", name)}


@pytest.mark.parametrize("path", STUDENTS_SIDE, ids=name_of)
def test_the_students_side_of_the_wall_imports_nothing_from_ours(path):
    within = {name for name in imported_modules(path) if name.startswith((INSIDE, LOCKDOWN))}

    beyond = imported_modules(path) - within

    assert beyond <= (BOTH_SIDES | PUBLIC if name_of(path).startswith(INSIDE) else set())


@pytest.mark.parametrize("name", sorted(BOTH_SIDES | PUBLIC))
def test_what_both_sides_share_imports_nothing_else_of_ours(name):
    place = ROOT.parent.joinpath(*name.split("."))
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")

    assert imported_modules(path) <= BOTH_SIDES | PUBLIC | {"grader", "grader.sandbox", "grader.errors"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks are Linux's")
@pytest.mark.parametrize("path", STUDENTS_SIDE, ids=name_of)
def test_beside_students_code_there_is_nothing_that_knows_an_answer(path):
    loaded = loaded_by(f"import {name_of(path)}")

    ours = {name for name in loaded if name == "grader" or name.startswith("grader.")}
    within = {name for name in ours if name.startswith((INSIDE, LOCKDOWN))}
    assert ours - within <= BOTH_SIDES | PUBLIC | {"grader", "grader.errors", "grader.sandbox"}
    assert not loaded & {"pytest", "hypothesis", "sqlalchemy", "jinja2"}


def test_help_needs_nothing_heavy():
    loaded = loaded_by(
        "from grader.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit as done:\n    assert done.code == 0"
    )

    assert "grader.cli" in loaded
    assert not loaded & {"numpy", "sqlalchemy", "jinja2", "pytest", "hypothesis", "rich", "msgspec", "contourpy"}


def test_checking_needs_neither_the_gradebook_nor_what_rubrics_are_tested_with():
    loaded = loaded_by("import grader.commands.checked_files")

    assert not loaded & {"sqlalchemy", "alembic", "jinja2", "contourpy", "pytest", "hypothesis"}


def test_what_is_printed_needs_nothing_that_pages_are_made_with():
    loaded = loaded_by("import grader.commands.checked_files, grader.reports.pages.terminal")

    assert not loaded & {"jinja2", "latex2mathml", "http", "xml"}


def test_workers_start_before_what_judges_them_is_loaded():
    loaded = loaded_by("import grader.commands.check")

    assert "grader.sandbox.tiers" in loaded
    assert not loaded & {"numpy", "rich", "grader.rubric.criteria", "grader.grading.grade"}


def normalised(sentence: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", sentence.casefold()))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_what_the_list_of_commands_says(name):
    command = importlib.import_module(f"grader.commands.{name}").command

    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.help is not None
    first = command.help.split("\n\n", maxsplit=1)[0]
    assert normalised(first).startswith(normalised(COMMANDS[name]))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_says_what_it_does(name):
    command = importlib.import_module(f"grader.commands.{name}").command

    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else [])]
    options = [each for part in parts for each in part.params if isinstance(each, click.Option)]

    silent = [each.name for each in options if not each.help]

    assert silent == []


def test_every_module_with_a_command_is_in_the_list():
    found = {
        path.stem
        for path in (ROOT / "commands").glob("*.py")
        if re.search(r"@click\.(?:command|group)\(", path.read_text(encoding="utf-8"))
    }

    assert found == set(COMMANDS)
