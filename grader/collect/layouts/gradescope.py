"""Gradescope's export: a folder for each hand-in, and `submission_metadata.yml`, which says whose it is, and when.

The file is Ruby's YAML.  It is read as a stream of events of which the few that matter are kept as text: nothing is
made of its tags, ids keep their zeros, and how deep or long the results in it are does not count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from grader.collect.names import is_class, is_nobodys
from grader.collect.places import Unfit
from grader.collect.students import Expected, Found, Student
from grader.collect.tree import Entry, Kind
from grader.errors import UsageError
from grader.safe_text import visible

METADATA = "submission_metadata.yml"
LARGEST = 64 << 20  # bytes: results of every test are in it
_MOST_EVENTS = 5_000_000
_DEEP = 4  # levels that are kept: hand-ins, their fields, a list, the fields of what is in it
_EXPORT_AGAIN = "export the submissions from Gradescope again, and name that file"

_BEGIN = {"SequenceStartEvent", "MappingStartEvent"}
_END = {"SequenceEndEvent", "MappingEndEvent"}
_BEGINNING = {*_BEGIN, "ScalarEvent"}

Event: TypeAlias = Any  # of the package yaml, which is there with staff alone
_Node: TypeAlias = "str | list[_Node] | dict[str, _Node]"


class _Submitter(msgspec.Struct, frozen=True):
    name: str
    ids: tuple[str, ...]  # the likeliest to be a roster's first; there is one at least


class _HandedIn(msgspec.Struct, frozen=True):
    """What is said of one folder: whose it is, when it came, and the folders of what came before it."""

    submitters: tuple[_Submitter, ...]
    at: datetime | None
    earlier: tuple[tuple[str, datetime | None], ...]


def recognised(entries: Sequence[Entry], where: Path) -> bool:
    """Whether the file that says whose hand-ins are lies at the top, or in the folder around them.

    In the one folder of a student it would be the student who says it.
    """
    return any(entry.parts[-1] == METADATA for entry in _within(entries, where) if len(entry.parts) == 1)


def found_in(entries: Sequence[Entry], expected: Expected) -> Found:
    """A student for each submitter, under the SID, or else the e-mail; a group's hand-in is that of each in it.

    Raises `UsageError` where the file that tells does not.
    """
    within = _within(entries, expected.where)
    told = _told(_metadata(within, expected), expected)
    folders: dict[str, list[Entry]] = defaultdict(list)
    for entry in within:
        if len(entry.parts) > 1 or entry.kind is not Kind.FILE:
            folders[entry.parts[0]].append(entry.below())
    twice = _twice(told.values())
    students = [
        _student(who, folder, handed, folders, name=folder if who.ids[0] in twice else who.ids[0])
        for folder, handed in told.items()
        for who in handed.submitters
    ]
    known = {*told, *(before for handed in told.values() for before, _ in handed.earlier), METADATA}
    strangers = [entry for entry in within if entry.kind is Kind.FILE and entry.parts[0] not in known]
    return Found(sorted(students, key=lambda each: each.name), strangers)


def _twice(told: Iterable[_HandedIn]) -> set[str]:
    """Who has several hand-ins: each of them stands under the name of its folder, for which counts is not told."""
    count = Counter(who.ids[0] for handed in told for who in handed.submitters)
    return {name for name, times in count.items() if times > 1}


def whose(entries: Sequence[Entry], where: Path) -> dict[str, list[tuple[str, ...]]]:
    """Of each folder the ids of everybody whose hand-in it is.  Raises `UsageError` where there is no such export."""
    expected = Expected(where, "", lambda _: False)
    told = _told(_metadata(_within(entries, where), expected), expected)
    return {folder: [(*who.ids, folder) for who in handed.submitters] for folder, handed in told.items()}


def _student(
    who: _Submitter, folder: str, handed: _HandedIn, folders: Mapping[str, Sequence[Entry]], *, name: str
) -> Student:
    earlier = (
        tuple(entry.handed_in(at) for entry in folders[before])
        for before, at in handed.earlier
        if before in folders and before != folder
    )
    return Student(
        name,
        tuple(entry.handed_in(handed.at) for entry in folders.get(folder, ())),
        who.name,
        other_ids=who.ids[1:] if name == who.ids[0] else (),
        group=folder if len(handed.submitters) > 1 else "",
        members=tuple(each.ids[0] for each in handed.submitters) if len(handed.submitters) > 1 else (),
        earlier=tuple(earlier),
    )


def _within(entries: Sequence[Entry], where: Path) -> list[Entry]:
    """What lies beside the file that tells: at the top, or in the folder around the class."""
    own = [entry for entry in entries if entry.parts and not any(map(is_nobodys, entry.parts))]
    tops = {entry.parts[0] for entry in own}
    if any(entry.parts == (METADATA,) for entry in own) or len(tops) != 1 or not is_class(next(iter(tops)), where):
        return own
    return [entry.below() for entry in own if len(entry.parts) > 1]


# --- what the file says ----------------------------------------------------------------------------------------------


def _told(metadata: _Node, expected: Expected) -> dict[str, _HandedIn]:
    told = {}
    for folder, fields in metadata.items() if isinstance(metadata, dict) else ():
        said = _fields(fields)
        submitters = tuple(who for each in _list(said.get("submitters", "")) if (who := _submitter(_fields(each))))
        if not submitters:
            raise UsageError(
                f"{METADATA} of {expected.where} does not say whose {visible(folder, 80)!r} is", remedy=_EXPORT_AGAIN
            )
        before = [_fields(each) for each in _list(said.get("history", ""))]
        earlier = [(f"submission_{_text(each.get('id', ''))}", _time(each.get("created_at", ""))) for each in before]
        told[folder] = _HandedIn(submitters, _time(said.get("created_at", "")), tuple(earlier))
    if not told:
        raise UsageError(f"{METADATA} of {expected.where} tells of no hand-in", remedy=_EXPORT_AGAIN)
    return told


def _submitter(said: Mapping[str, _Node]) -> _Submitter | None:
    name = _text(said.get("name", ""))
    ids = tuple(filter(None, (_text(said.get("sid", "")), _text(said.get("email", "")))))
    return _Submitter(name, ids or (name,)) if ids or name else None


def _fields(node: _Node) -> dict[str, _Node]:
    """A mapping without the colons that Ruby writes before its keys."""
    return {key.removeprefix(":"): value for key, value in node.items()} if isinstance(node, dict) else {}


def _list(node: _Node) -> list[_Node]:
    return node if isinstance(node, list) else []


def _text(node: _Node) -> str:
    text = node.strip() if isinstance(node, str) else ""
    return "" if text in {"~", "null"} else text


_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE
)


def _time(node: _Node) -> datetime | None:
    """`2026-03-01 10:00:00.000000000 Z`, or with an offset; without one it is UTC, which Ruby means then.

    Raises `UsageError` for one that is there and is none: late work would cost nothing, and nobody would know.
    """
    text = _text(node)
    if not text:
        return None
    found = _TIME.fullmatch(text)
    try:
        told = datetime.fromisoformat(f"{found[1]} {found[2]}{_offset(found[3])}") if found is not None else None
    except ValueError:
        told = None
    if told is None:
        raise UsageError(f"{METADATA} has {visible(text, 60)!r} for a time, which is none", remedy=_EXPORT_AGAIN)
    return told.astimezone(UTC)


def _offset(written: str | None) -> str:
    if written is None or written.upper() in {"Z", "UTC"}:
        return "+00:00"
    return written if len(written) > 3 else f"{written}:00"


def _metadata(within: Sequence[Entry], expected: Expected) -> _Node:
    import yaml  # noqa: PLC0415 - for this one form

    told = next((entry for entry in within if entry.parts == (METADATA,)), None)
    if told is None:
        raise UsageError(f"{expected.where} holds no {METADATA}, which tells whose files are", remedy=_EXPORT_AGAIN)
    try:
        text = told.found_at().read(LARGEST)
        events = _bounded(yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
        return _Reading(events).document()
    except (Unfit, yaml.YAMLError, UnicodeError, StopIteration, ValueError) as trouble:
        raise UsageError(
            f"{METADATA} of {expected.where} cannot be read ({type(trouble).__name__})", remedy=_EXPORT_AGAIN
        ) from None


def _bounded(events: Iterator[Event]) -> Iterator[Event]:
    for number, event in enumerate(events):
        if number > _MOST_EVENTS:
            raise ValueError("no class has so many")
        yield event


class _Reading:
    """A stream of YAML's events as text, lists and mappings of a few levels; what is deeper is passed over."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._anchors: dict[str, _Node] = {}

    def document(self) -> _Node:
        """The first document of the stream."""
        for event in self._events:
            if type(event).__name__ in _BEGINNING:
                return self._node(event, _DEEP)
        return ""

    def _node(self, event: Event, deep: int) -> _Node:
        kind = type(event).__name__
        node: _Node = ""
        if kind == "ScalarEvent":
            node = event.value
        elif kind == "AliasEvent":
            return self._anchors.get(event.anchor, "")
        elif not deep:
            self._pass_over()
        elif kind == "SequenceStartEvent":
            node = [self._node(each, deep - 1) for each in self._until_end()]
        else:
            pairs = self._until_end()
            node = {_text(self._node(key, 0)): self._node(next(pairs), deep - 1) for key in pairs}
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _until_end(self) -> Iterator[Event]:
        """What is in the list or mapping that has begun; who asks for it reads each before asking for the next."""
        for event in self._events:
            if type(event).__name__ in _END:
                return
            yield event

    def _pass_over(self) -> None:
        open_ones = 1
        for event in self._events:
            kind = type(event).__name__
            open_ones += (kind in _BEGIN) - (kind in _END)
            if not open_ones:
                return
