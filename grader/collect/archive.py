"""An archive as a tree: what lies in a .zip or .tar.gz, under limits.  Nothing is ever unpacked under a name.

Every byte here is untrusted.  Names are judged by their parts, links and devices are told apart and never followed,
and whatever the archive claims about sizes, no more is unpacked than its bounds say.
"""

from __future__ import annotations

import gzip
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from grader.collect.places import Keep, Unfit, too_large
from grader.collect.tree import Entry, Kind, Wanted
from grader.records import TroubleKind

ARCHIVES = (".zip", ".tar.gz", ".tgz")

_LARGEST_DIRECTORY = 16 << 20  # bytes: the list of contents of a zip, which is read at once
_LARGEST_EXTENSION = 64 << 10  # bytes: a long name or attributes before a member of a tar file, read at once
_DRIVE = re.compile(r"[A-Za-z]:")
_EXTENSIONS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_BIT = 1 << 16  # bytes unpacked at once

# All that the two readers are seen to raise at bytes that are no archive.
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of an archive is looked at.  No code is squeezed to a two-hundredth: more is a trap or lost data."""

    members: int
    unpacked: int  # bytes: kept, or passed over on the way to the next member
    ratio: int = 200
    ratio_from: int = 4 << 20  # bytes unpacked, before which a ratio says nothing


OF_A_STUDENT = Bounds(members=1000, unpacked=64 << 20)
OF_A_CLASS = Bounds(members=100_000, unpacked=2 << 30)


def entries(file: BinaryIO, name: str, wanted: Wanted, bounds: Bounds, keep: Keep) -> list[Entry]:
    """All entries of an archive, but for what operating systems add; contents of the files that are wanted are kept.

    `name` tells the kind of archive.  Raises `Unfit` where it cannot be read as a whole.
    """
    reading = _in_zip if name.lower().endswith(".zip") else _in_tar
    try:
        return [member for member in reading(file, wanted, bounds, keep) if not _is_clutter(member)]
    except _DAMAGE:
        raise Unfit(TroubleKind.DAMAGED) from None
    except MemoryError:
        raise Unfit(TroubleKind.TOO_MUCH_MEMORY) from None


def _is_clutter(member: Entry) -> bool:
    return member.kind is not Kind.ASTRAY and any(part.startswith(".") or part == "__MACOSX" for part in member.parts)


def _parts(name: str) -> tuple[tuple[str, ...], bool]:
    """The parts of a path, and whether one of them leads astray: here, or on the machine of whoever unpacks it."""
    parts = name.split("/")
    astray = (
        name.startswith("/")
        or ".." in parts
        or not {"\\", "\0"}.isdisjoint(name)
        or any(_DRIVE.match(part) for part in parts)
    )
    empty = {"."} if astray else {"", "."}  # the emptiness before a leading slash is kept: it is the root
    return tuple(part for part in parts if part not in empty), astray


class _Meter:
    """Counts what is unpacked, and stops at the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.members = 0
        self.unpacked = 0

    def one_more(self) -> None:
        self.members += 1
        if self.members > self.bounds.members:
            raise Unfit(TroubleKind.TOO_MANY_FILES, number=self.bounds.members)

    def add(self, unpacked: int) -> None:
        self.unpacked += unpacked
        if self.unpacked > self.bounds.unpacked:
            raise Unfit(TroubleKind.TOO_MUCH, number=self.bounds.unpacked >> 20)

    def is_squeezed(self, unpacked: int, packed: int) -> bool:
        return unpacked > self.bounds.ratio_from and unpacked > self.bounds.ratio * max(packed, 1)


# --- zip ---------------------------------------------------------------------------------------------------------


class _ShortReads:
    """A file that is never read by more than so many bytes at once, whatever a header asks for."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(data) > self._most:
            raise Unfit(TroubleKind.LONG_CONTENTS)
        return data


def _in_zip(file: BinaryIO, wanted: Wanted, bounds: Bounds, keep: Keep) -> Iterator[Entry]:
    meter = _Meter(bounds)
    with zipfile.ZipFile(cast("BinaryIO", _ShortReads(file, _LARGEST_DIRECTORY))) as archive:
        for info in archive.infolist():
            meter.one_more()
            parts, astray = _parts(info.orig_filename)
            kind = Kind.ASTRAY if astray else _kind_in_zip(info)
            most = wanted(parts) if kind is Kind.FILE else None
            if parts or astray:
                yield Entry(parts, kind) if most is None else _unzipped(archive, info, parts, most, meter, keep)


def _kind_in_zip(info: zipfile.ZipInfo) -> Kind:
    said = stat.S_IFMT(info.external_attr >> 16)  # what Unix wrote there; 0 from elsewhere
    if info.is_dir() or said == stat.S_IFDIR:
        return Kind.FOLDER
    if said == stat.S_IFLNK:
        return Kind.LINK
    return Kind.FILE if said in {0, stat.S_IFREG} else Kind.SPECIAL


def _unzipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: tuple[str, ...], most: int, meter: _Meter, keep: Keep
) -> Entry:
    if info.flag_bits & 0x1:
        raise Unfit(TroubleKind.ENCRYPTED)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:  # LZMA may ask for gigabytes of memory
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.UNUSUAL_PACKING))
    if meter.is_squeezed(info.file_size, info.compress_size):
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.TOO_TIGHT))
    if info.file_size > most:
        return Entry(parts, Kind.FILE, unfit=too_large(most))
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except _DAMAGE:
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.DAMAGED_INSIDE))
    meter.add(len(content))
    return Entry(parts, Kind.FILE, keep(content))


# --- tar.gz ------------------------------------------------------------------------------------------------------


class _Unpacking:
    """The unpacked stream of a gzip file, metered.  What follows the last member are zeros and a checksum."""

    def __init__(self, file: BinaryIO, meter: _Meter) -> None:
        self._packed = file
        self._stream = gzip.GzipFile(fileobj=file, mode="rb")
        self._meter = meter

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end alone."""
        data = self._stream.read(min(size, _BIT))
        self._meter.add(len(data))
        if self._meter.is_squeezed(self._meter.unpacked, self._packed.tell()):
            raise Unfit(TroubleKind.TOO_TIGHT)
        return data

    def exactly(self, size: int) -> bytes:
        """So many bytes, and not one less."""
        return b"".join(self._bits(size))

    def skip(self, size: int) -> None:
        """Let so many bytes pass."""
        for _ in self._bits(size):
            pass

    def _bits(self, size: int) -> Iterator[bytes]:
        while size > 0:
            data = self.read(size)
            if not data:
                raise EOFError
            size -= len(data)
            yield data


def _in_tar(file: BinaryIO, wanted: Wanted, bounds: Bounds, keep: Keep) -> Iterator[Entry]:
    """Reads forwards alone: `tarfile` seeks where headers tell it to, unpacks what they claim, and stops at damage."""
    meter = _Meter(bounds)
    stream = _Unpacking(file, meter)
    said: dict[str, str] = {}  # of the next member, by the extensions before it
    while (header := _header(stream)) is not None:
        meter.one_more()
        if header.type in _EXTENSIONS:
            said |= _extension(header, stream)
            continue
        parts, astray = _parts(said.get("path", header.name))
        kind = Kind.ASTRAY if astray else _kind_in_tar(header, said)
        size = int(said.get("size", header.size)) if header.isreg() or header.type not in tarfile.SUPPORTED_TYPES else 0
        most = wanted(parts) if kind is Kind.FILE else None
        member = Entry(parts, kind)
        if most is None or size > most:
            stream.skip(_padded(size))
            member = member if most is None else Entry(parts, kind, unfit=too_large(most))
        else:
            member = Entry(parts, kind, keep(stream.exactly(_padded(size))[:size]))
        if parts or astray:
            yield member
        said = {}
    if not meter.unpacked:  # an empty tar file is a block of zeros; this is no tar file
        raise EOFError
    while data := stream.read(_BIT):
        if data.strip(b"\0"):
            raise Unfit(TroubleKind.BEHIND_END)


def _header(stream: _Unpacking) -> tarfile.TarInfo | None:
    """The next header; None at the end.  A broken one raises, for what stands behind it would be lost."""
    block = stream.read(tarfile.BLOCKSIZE)
    if not block:
        return None
    block += stream.exactly(tarfile.BLOCKSIZE - len(block))
    if not block.strip(b"\0"):
        return None
    header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    if header.size < 0 or header.type == tarfile.GNUTYPE_SPARSE:
        raise ValueError("a header of this kind is not read")
    return header


def _extension(header: tarfile.TarInfo, stream: _Unpacking) -> dict[str, str]:
    """What an extended header says of the member behind it."""
    if header.size > _LARGEST_EXTENSION:
        raise ValueError("an extension of this size is not read")
    data = stream.exactly(_padded(header.size))[: header.size]
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": _text(data.rstrip(b"\0"))}
    return _attributes(data) if header.type == tarfile.XHDTYPE else {}


def _attributes(data: bytes) -> dict[str, str]:
    """The records of POSIX, `<length> <key>=<value>` and an end of line each."""
    found, start = {}, 0
    while start < len(data):
        length = int(data[start : data.index(b" ", start)])
        if length < len("5 a=\n") or start + length > len(data):
            raise ValueError("a record of this length does not fit")
        key, _, value = data[data.index(b" ", start) + 1 : start + length - 1].partition(b"=")
        found[_text(key)] = _text(value)
        start += length
    if int(found.get("size", 0)) < 0:
        raise ValueError("no file has this size")
    return found


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _padded(size: int) -> int:
    """Entrys are stored in whole blocks."""
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE


def _kind_in_tar(header: tarfile.TarInfo, said: Mapping[str, str]) -> Kind:
    if header.isdir():
        return Kind.FOLDER
    if header.issym() or header.islnk():
        return Kind.LINK
    sparse = any(key.startswith("GNU.sparse.") for key in said)
    return Kind.FILE if header.isreg() and not sparse else Kind.SPECIAL
