"""What a pack must not hold, and the search for it: the last look before students get one.

Searched is what was written, files inside archives too, for what is secret now: the seed, the reference's code,
the hidden rubric, hidden inputs.  A line that stands in a public file as well is no secret.  Another kind of secret
is a field of `Secrets` and a line in `_Search`.
"""

from __future__ import annotations

import ast
import html
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from grader.course.assignment import HIDDEN_RUBRIC, PUBLIC_FILES, QUIZ
from grader.course.folder import Course
from grader.course.staff_files import staff_files, staff_text
from grader.diagnosis.bank.look_up import Looked
from grader.grading.prepared import Prepared
from grader.release.needles import Needles
from grader.release.wheel import package_files

_SHORTEST_LINE = 14  # signs without blanks: `x=x-lr*grad(x)` tells the answer, `return x` tells nothing
_BLANKS = b" \t\n\r\f\v"
_SHORTEST_CALL = 16  # bytes
_SECRET_FILES = ("solution.py", "casebook.json", "seed")
_SECRET_FOLDERS = ("reference", "mistakes", "accepted")


class Secrets(msgspec.Struct, frozen=True):
    """What students must not get.  Of `lines`, the key is the text without blanks, the value where it stands."""

    seed: bytes
    lines: Mapping[str, str]
    ids: frozenset[str]
    calls: frozenset[bytes]


class Leak(msgspec.Struct, frozen=True):
    """A secret and the file that gives it away; a file in an archive is named `archive: file`."""

    file: str
    secret: str


def secrets_of(course: Course, prepared: Sequence[Prepared]) -> Secrets:
    """The secrets of a whole course, and the hidden calls of the assignments in the pack."""
    public = _public_text(course, prepared)
    hidden = sorted(course.root.glob(f"assignments/*/{HIDDEN_RUBRIC}"))
    lines = {
        line: path.relative_to(course.root).as_posix()
        for read, paths in ((_lines, hidden), (_statements, staff_files(course.reference, "**/*.py")))
        for path in paths
        for line in read(staff_text(path))
        if len(line) >= _SHORTEST_LINE
    }
    lines |= {line: _CHANGED.format(id=each.assignment.id) for each in prepared for line in _changed_lines(each)}
    told = {line.decode() for line in Needles(map(str.encode, lines)).in_(_squeezed(public).encode())}
    words = set(_WORD.findall(public))
    named = {name for path in hidden for name in _criteria(staff_text(path))}
    return Secrets(
        seed=course.seed(),
        lines={line: origin for line, origin in lines.items() if line not in told},
        ids=frozenset(name for name in named if not _is_among(words, name)),
        calls=frozenset().union(*map(_hidden_calls, prepared)),
    )


def find_leaks(folder: Path, secrets: Secrets) -> list[Leak]:
    """Every secret that stands in a file below the folder, or in an archive there."""
    search = _Search(secrets)
    leaks: list[Leak] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            leaks += _leaks_of(path.relative_to(folder).as_posix(), path.read_bytes(), search)
    return leaks


def _leaks_of(name: str, data: bytes, search: _Search) -> Iterator[Leak]:
    for secret in (*_told_by_name(name.rpartition(": ")[2]), *search.found_in(data)):
        yield Leak(name, secret)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield from _leaks_of(f"{name}: {entry.filename}", archive.read(entry), search)


def _told_by_name(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    if path.name.startswith("test_hidden") or path.name in _SECRET_FILES:
        yield f"a file called {path.name}"
    for folder in path.parts[:-1]:
        if folder in _SECRET_FOLDERS:
            yield f"a folder called {folder}"


class _Search:
    """Secrets, ready to be looked for in one file after another."""

    def __init__(self, secrets: Secrets) -> None:
        self._seed = secrets.seed
        self._origins = {line.encode(): origin for line, origin in secrets.lines.items()}
        self._lines = Needles(self._origins)
        self._calls = Needles(secrets.calls)
        self._ids = Needles(name.encode() for name in sorted(secrets.ids))

    def found_in(self, data: bytes) -> Iterator[str]:
        """What a file's bytes give away, in words."""
        if self._seed in data:
            yield "the seed of the course"
        lines = self._lines.in_(_squeezed_bytes(data))
        yield from dict.fromkeys(f"code of {self._origins[line]}" for line in lines)
        named = [name.decode() for name in self._ids.in_(data)]
        words = set(_WORD.findall(data.decode("utf-8", errors="replace"))) if named else set()
        yield from (f"the hidden criterion {name}" for name in named if _is_among(words, name))
        if self._calls.in_(data):
            yield "the input of a hidden call"


def _squeezed_bytes(data: bytes) -> bytes:
    """What is read in a file, without blanks: as written, as a page has it, and as a notebook has it."""
    if b"\0" in data:  # a program or a library: text in it is as it was written
        return data.translate(None, _BLANKS)
    text = data.decode("utf-8", errors="replace")
    return b"\0".join(_squeezed(each).encode() for each in {text, html.unescape(text), text.replace('\\"', '"')})


def _public_text(course: Course, prepared: Iterable[Prepared]) -> str:
    """All that students may read: public files, the grader itself, and the words of known mistakes.

    A file of landscapes is read too, and is searched like the rest of a pack: what stands in it and in the reference as
    well is not public for that.
    """
    files = [path for name in (*PUBLIC_FILES, QUIZ) for path in course.root.glob(f"assignments/*/{name}")]
    texts = [staff_text(path) for path in sorted(files)]
    texts += [data.decode("utf-8", errors="replace") for _, data in package_files()]
    for each in prepared:
        named = ((known.id, known.words) for known in each.mistakes if known.words is not None)
        texts += [f"{name}\0{words.title}\0{words.hint}\0{words.second_hint}" for name, words in named]
    return "\0".join(texts)


def _lines(source: str) -> Iterator[str]:
    """Every line, and every text by itself: titles and hints are told without their quotes."""
    yield from map(_squeezed, source.splitlines())
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _squeezed(node.value).rstrip(".")


def _changed_lines(prepared: Prepared) -> Iterator[str]:
    """Lines of the reference with a small change in them, as a bank has them: they tell how a function is written."""
    if isinstance(prepared.bank, Looked):
        lines = {line for recipe in prepared.bank.recipes for edit in recipe.edits for line in edit.lines}
        for line in sorted(map(_squeezed, lines)):
            if len(line) >= _SHORTEST_LINE and _CALCULATES.search(line):
                yield line


_CALCULATES = re.compile(r"\w(?:[-+*/%@]|\*\*|//)\(*\w")
_CHANGED = "the reference of {id}, changed"


def _statements(source: str) -> Iterator[str]:
    """Every statement that calculates: the ones that tell how a function is written."""
    for node in ast.walk(ast.parse(source)):
        simple = isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Expr)
        if simple and any(isinstance(part, ast.BinOp) for part in ast.walk(node)):
            yield _squeezed(ast.get_source_segment(source, node) or "")


def _criteria(source: str) -> list[str]:
    return re.findall(r"^def test_(\w+)", source, flags=re.MULTILINE)


def _hidden_calls(prepared: Prepared) -> frozenset[bytes]:
    """Arguments that no public call has."""
    plan = prepared.key.plan
    shown = {call.arguments for call in plan.public}
    return frozenset(
        call.arguments for call in plan.hidden if call.arguments not in shown and len(call.arguments) >= _SHORTEST_CALL
    )


_WORD = re.compile(r"\w+")


def _is_among(words: Collection[str], name: str) -> bool:
    return name in words or f"test_{name}" in words


def _squeezed(text: str) -> str:
    return "".join(text.split())
