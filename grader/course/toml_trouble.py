"""What is wrong with a file of TOML: by its line, in words of TOML, with what may be written instead."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

_IN_TOML = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "datetime": "a date and time",
    "date": "a date alone",
}
Place = Sequence[str | int]  # names of keys, and numbers from 0 on within a list of tables


def trouble_in(text: str, trouble: msgspec.ValidationError, file: type[msgspec.Struct]) -> str:
    """What msgspec found where a text was to be such a file; it goes on after the file's name."""
    said = str(trouble)
    place = _place(said)
    if unknown := re.match(r"Object contains unknown field `([^`]+)`", said):
        known = _keys_at(file, place)
        of = f"keys of {_name(place)}" if place else "keys"
        near = get_close_matches(unknown[1], known, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        line = line_of([*place, unknown[1]], text)
        return f"has an unknown key {unknown[1]!r} in line {line}; {meant}known {of} are {', '.join(known)}"
    if missing := re.match(r"Object missing required field `([^`]+)`", said):
        where = f" in {_name(place)}, line {line_of(place, text)}" if place else ""
        return f"lacks the key {missing[1]!r}{where}"
    names = [step for step in place if isinstance(step, str)]
    if not names:
        return f"is not valid: {said}"
    return f"has a wrong value for {names[-1]!r} in line {line_of(place, text)}: {_in_words(said, file, place)}"


def line_of(place: Place | str, text: str) -> int:
    """Where a key stands, from 1 on: below the head of its table, within a table in one line, or anywhere."""
    steps = [place] if isinstance(place, str) else list(place)
    lines = text.splitlines()
    begin = 0
    if isinstance(steps[-1], int) and not _is_list_of_tables(steps[-2], text):
        steps = steps[:-1]  # what stands in a list stands in its line, if nobody broke it
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if isinstance(step, str) and isinstance(after, int):
            begin = _nth(re.compile(rf"\s*\[\[\s*{_named(step)}\s*\]\]"), lines, begin, after)
        elif isinstance(step, str) and after is not None:
            begin = _nth(re.compile(rf"\s*\[\s*{_named(step)}\s*\]|\s*{_named(step)}\s*="), lines, begin, 0)
    if isinstance(key := steps[-1], int):
        return begin + 1
    named = rf"{_named(key)}\s*[=\]]"
    for pattern in (re.compile(rf"\s*\[?\[?\s*{named}"), re.compile(rf"[^#]*[{{,]\s*{named}")):
        found = next((number for number in range(begin, len(lines)) if pattern.match(lines[number])), None)
        if found is not None:
            return found + 1
    return begin + 1


def _is_list_of_tables(key: str | int, text: str) -> bool:
    return re.search(rf"^\s*\[\[\s*{_named(str(key))}\s*\]\]", text, re.MULTILINE) is not None


def _named(key: str) -> str:
    return rf"[\"']?{re.escape(key)}[\"']?"


def _nth(head: re.Pattern[str], lines: Sequence[str], begin: int, number: int) -> int:
    """The place of the head of a table; where there is none of its own, it stays where it was."""
    found = [at for at in range(begin, len(lines)) if head.match(lines[at])]
    return found[number] if number < len(found) else begin


def _place(said: str) -> list[str | int]:
    """The keys and numbers of `$.override[2].points`."""
    found = re.search(r"at `\$(.*)`$", said)
    steps = re.findall(r"\.([\w-]+)|\[(\d+)\]", found[1] if found else "")
    return [name or int(number) for name, number in steps]


def _name(place: Place) -> str:
    """As a person counts: `late`, or `override 3`."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _in_words(said: str, file: type[msgspec.Struct], place: Place) -> str:
    what = said.partition(" - ")[0]
    if "RFC3339" in what:
        return "write a date and a time, as 2026-12-01T23:59:00+01:00"
    if what.startswith("Invalid enum value"):
        may_be = ", ".join(f'"{value}"' for value in _choices(_type_at(file, place)))
        return f"{what.removeprefix('Invalid enum value ')} is none of {may_be}"
    expected = re.fullmatch(r"Expected `(.+)`, got `(.+)`", what)
    if expected is None:
        return what
    wanted = [_IN_TOML.get(kind, kind) for kind in expected[1].split(" | ") if kind != "null"]  # which TOML has not
    return f"it is {_IN_TOML.get(expected[2], expected[2])}, and is to be {' or '.join(wanted)}"


# --- what may stand where, as the types of the fields say ------------------------------------------------------------


def _keys_at(file: type[msgspec.Struct], place: Place) -> Sequence[str]:
    """The keys of the file, each of its tables' among them; or those of one table."""
    own = _fields(_type_at(file, place))
    if place:
        return own
    hints = get_type_hints(file)
    return [*own, *(f"{name}.{key}" for name in own for key in _fields(hints[name]))]


def _type_at(file: Any, place: Place) -> Any:
    for step in place:
        kinds = _alternatives(file)
        if isinstance(step, int):
            file = next((get_args(kind)[0] for kind in kinds if get_origin(kind) in {list, tuple}), None)
        else:
            structs = (kind for kind in kinds if _is_struct(kind))
            file = next((get_type_hints(kind).get(step) for kind in structs), None)
    return file


def _alternatives(kind: Any) -> Sequence[Any]:
    return get_args(kind) if get_origin(kind) in {Union, types.UnionType} else (kind,)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _fields(kind: Any) -> Sequence[str]:
    return next((each.__struct_fields__ for each in _alternatives(kind) if _is_struct(each)), ())


def _choices(kind: Any) -> Iterable[object]:
    for each in _alternatives(kind):
        if get_origin(each) is Literal:
            yield from get_args(each)
        elif isinstance(each, type) and issubclass(each, Enum):
            yield from (member.value for member in each)
