"""What is wrong with a file of TOML: by its line, in words of TOML, with what may be written instead."""

from __future__ import annotations

import contextlib
import re
import tomllib
import types
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import Enum
from functools import partial
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
    if unknown := re.match(r"Object contains unknown field `(.+?)`(?: - at `.*`)?$", said):
        known = _keys_at(file, place)
        of = f"keys of {_name(place)}" if place else "keys"
        near = get_close_matches(unknown[1], known, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        line = line_of([*place, unknown[1]], text)
        return f"has an unknown key {unknown[1]!r} in line {line}; {meant}known {of} are {', '.join(known)}"
    if missing := re.match(r"Object missing required field `([^`]+)`", said):
        where = f" in {_name(place)}, line {line_of(place, text)}" if place else ""
        return f"lacks the key {missing[1]!r}{where}"
    if not any(isinstance(step, str) for step in place):
        return f"is not valid: {said}"
    at = "within" if "[...]" in said else "for"
    subject = f"{at} {_subject(place)} in line {line_of(place, text)}"
    return f"has a wrong value {subject}: {_in_words(said, file, place)}"


def line_of(place: Place | str, text: str) -> int:
    """The first line, from 1 on, that begins a key or an entry of a list; where there is none, what it stands in."""
    steps = [place] if isinstance(place, str) else list(place)
    lines = text.split("\n")
    for count in range(len(steps), 0, -1):
        holds = partial(_holds, lines, steps[:count])
        before = bisect_left(range(1, len(lines) + 1), True, key=holds)
        if before < len(lines):
            return _read(lines, before + 1)[0]
    return 1


def _holds(lines: Sequence[str], place: Place, count: int) -> bool:
    """Whether something stands at a place in so many lines, and those that end what they begin."""
    found = _read(lines, count)[1]
    for step in place:
        if not (step in found if isinstance(found, dict) else isinstance(found, list) and step in range(len(found))):
            return False
        found = found[step]
    return True


def _read(lines: Sequence[str], count: int) -> tuple[int, Any]:
    """What so many lines say, or the fewest above that make sense, with their number; what they leave open is ended."""
    for number in range(count, len(lines) + 1):
        for end in ("", "]", "}", "}]", "]]", "]}", '"' * 3, "'" * 3):
            with contextlib.suppress(tomllib.TOMLDecodeError):
                return number, tomllib.loads("\n".join(lines[:number]) + end)
    return len(lines), {}


def _place(said: str) -> list[str | int]:
    """The keys and numbers of `$.override[2].points`, up to a key of any name, of which the path does not say which."""
    found = re.search(r"at `\$(.*)`$", said)
    steps = re.findall(r"\.([\w-]+)|\[(\d+)\]", found[1].partition("[...]")[0] if found else "")
    return [name or int(number) for name, number in steps]


def _name(place: Place) -> str:
    """As a person counts: `late`, or `override 3`."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _subject(place: Place) -> str:
    """The key, or the entry of a list, counted from 1 on."""
    last = place[-1]
    return f"entry {last + 1} of {place[-2]!r}" if isinstance(last, int) else repr(last)


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
