"""Names in a zip, from its list of contents: three ways of writing them are in use, and bytes that are none.

A name's bytes that are valid UTF-8 are that, whatever the flag says; an extra field for Unicode names goes before them;
other bytes are of the code page of DOS, unless the flag claims UTF-8: then they are no text.
"""

from __future__ import annotations

import struct
import zlib

import msgspec

_RECORD = struct.Struct("<4s4B4HL2L5H2L")  # of the list of contents, without name, extra fields and comment
_SIGNATURE = b"PK\1\2"
_FLAGS = 8  # where they stand in a record
UTF8 = 0x800
_UNICODE_PATH = 0x7075


class ZipName(msgspec.Struct, frozen=True):
    """A name as people read it; bytes that are no text are halves of characters, as Python keeps them."""

    text: str


def names_in(contents: bytes) -> tuple[list[ZipName], bytes]:
    """The names in a list of contents, and the list with flags and extra fields that say nothing of names."""
    names = []
    plain = bytearray(contents)
    start = 0
    while contents[start : start + 4] == _SIGNATURE and start + _RECORD.size <= len(contents):
        fields = _RECORD.unpack_from(contents, start)
        flags, name_size, extra_size, comment_size = fields[5], fields[12], fields[13], fields[14]
        begin = start + _RECORD.size
        raw = contents[begin : begin + name_size]
        extra = contents[begin + name_size : begin + name_size + extra_size]
        names.append(ZipName(_from_extra(extra, raw) or _decoded(raw, claims_utf8=bool(flags & UTF8))))
        struct.pack_into("<H", plain, start + _FLAGS, flags & ~UTF8)
        plain[begin + name_size : begin + name_size + extra_size] = _without_names(extra)
        start = begin + name_size + extra_size + comment_size
    return names, bytes(plain)


def _decoded(raw: bytes, *, claims_utf8: bool) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape") if claims_utf8 else raw.decode("cp437")


def _from_extra(extra: bytes, raw: bytes) -> str:
    """The name in the extra field for it, if it was written for this very name; empty where there is none."""
    for tag, start, size in _fields(extra):
        if tag == _UNICODE_PATH and size > 5:
            version, checksum = struct.unpack_from("<BL", extra, start)
            if version == 1 and checksum == zlib.crc32(raw):
                try:
                    return extra[start + 5 : start + size].decode("utf-8")
                except UnicodeDecodeError:
                    return ""
    return ""


def _without_names(extra: bytes) -> bytes:
    """The same fields, those for names under a number that nobody reads, and zeros for what is no field.

    Readers end at a damaged field, and with it the whole archive.
    """
    plain, end = bytearray(extra), 0
    for tag, start, size in _fields(extra):
        end = start + size
        if tag == _UNICODE_PATH:
            struct.pack_into("<H", plain, start - 4, 0xFFFF)
    plain[end:] = bytes(len(plain) - end)
    return bytes(plain)


def _fields(extra: bytes) -> list[tuple[int, int, int]]:
    """Number, place and size of each extra field."""
    found, start = [], 0
    while start + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, start)
        if start + 4 + size > len(extra):
            break
        found.append((tag, start + 4, size))
        start += 4 + size
    return found
