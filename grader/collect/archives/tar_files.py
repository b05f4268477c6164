"""The members of a .tar.gz, one after the other, read forwards alone."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

import msgspec

from grader.collect.archives.bounds import Meter
from grader.collect.archives.paths import parts_of
from grader.collect.archives.times import moment
from grader.collect.places import Keep, Unfit, dated, too_large
from grader.collect.tree import Entry, Kind, Wanted
from grader.records import TroubleKind

_LARGEST_EXTENSION = 1 << 20  # bytes: a long name or attributes before a member of a tar file, read at once
_EXTENSIONS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_BIT = 1 << 16  # bytes unpacked at once
_PACKED_BIT = 1 << 12  # bytes of a packed stream read at once: so exactly it is known what a member takes


class _Trickle:
    """A file that is read a little at a time, so that its place says what was unpacked of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        return self._file.read(_PACKED_BIT if size < 0 else min(size, _PACKED_BIT))


class _Unpacking:
    """The unpacked stream of a gzip file, metered.  What follows the last member are zeros and a checksum."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        self._packed = file
        self._stream = gzip.GzipFile(fileobj=cast("BinaryIO", _Trickle(file)), mode="rb")
        self._meter = meter

    @property
    def place(self) -> tuple[int, int]:
        """How many bytes were unpacked so far, and of how many."""
        return self._meter.whole.unpacked, self._packed.tell()

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end alone."""
        data = self._stream.read(min(size, _BIT))
        self._meter.add(len(data))
        self._meter.require_loose(self._packed.tell())
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


class _Header(msgspec.Struct, frozen=True):
    """A header of a tar file with the extensions before it."""

    info: tarfile.TarInfo
    said: Mapping[str, str]
    members: int  # the extensions count: a chain of them has no end

    @property
    def path(self) -> str:
        return self.said.get("path", self.info.name)

    @property
    def target(self) -> str:
        return self.said.get("linkpath", self.info.linkname)

    @property
    def size(self) -> int:
        stored = self.info.isreg() or self.info.type not in tarfile.SUPPORTED_TYPES or self._is_sparse
        return int(self.said.get("size", self.info.size)) if stored else 0

    @property
    def kind(self) -> Kind:
        if self.info.isdir():
            return Kind.FOLDER
        if self.info.issym() or self.info.islnk():
            return Kind.LINK
        sparse = self._is_sparse or any(key.startswith("GNU.sparse.") for key in self.said)
        return Kind.FILE if self.info.isreg() and not sparse else Kind.SPECIAL

    @property
    def _is_sparse(self) -> bool:
        return self.info.type == tarfile.GNUTYPE_SPARSE


def in_tar(file: BinaryIO, wanted: Wanted, meter: Meter, keep: Keep) -> Iterator[Entry]:
    """Every entry; what is wanted is kept.  Raises `Unfit` beyond bounds, or what `DAMAGE` names.

    `tarfile` itself seeks where headers tell it to, unpacks what they claim, and stops at damage.
    """
    stream = _Unpacking(file, meter)
    kept: dict[tuple[str, ...], Entry] = {}
    before = stream.place
    while (header := _next(stream, meter)) is not None:
        parts, astray = parts_of(header.path)
        kind = Kind.ASTRAY if astray else header.kind
        most = wanted(parts) if kind is Kind.FILE else None
        entry = Entry(parts, kind)
        if most is None or header.size > most or meter.is_beyond(parts):
            stream.skip(_padded(header.size))
            entry = entry if most is None else Entry(parts, kind, unfit=too_large(most))
        else:
            content = stream.exactly(_padded(header.size))[: header.size]
            entry = Entry(parts, kind, dated(keep(content), moment(header.info.mtime)))
            kept[parts] = entry
        if header.info.islnk() and kind is Kind.LINK:  # a second name of a file before it, as in a backup
            first = kept.get(parts_of(header.target)[0])
            entry = entry if first is None else Entry(parts, Kind.FILE, first.place)
        is_over = meter.is_beyond(parts)
        after = stream.place
        taken = {"unpacked": after[0] - before[0], "packed": after[1] - before[1]}
        meter.charge(parts, **taken, members=header.members)
        before = after
        if (parts or astray) and not is_over:
            yield entry
    if not meter.whole.unpacked:  # an empty tar file is a block of zeros; this is no tar file
        raise EOFError
    while data := stream.read(_BIT):
        if data.strip(b"\0"):
            raise Unfit(TroubleKind.BEHIND_END)


def _next(stream: _Unpacking, meter: Meter) -> _Header | None:
    """The next header of a member, with its extensions; None at the end."""
    said: dict[str, str] = {}
    members = 0
    while (info := _block(stream)) is not None:
        meter.one_more()
        members += 1
        if info.type not in _EXTENSIONS:
            return _Header(info, said, members)
        said |= _extension(info, stream)
    return None


def _block(stream: _Unpacking) -> tarfile.TarInfo | None:
    """One header; None at the end.  A broken one raises, for what stands behind it would be lost."""
    block = stream.read(tarfile.BLOCKSIZE)
    if not block:
        return None
    block += stream.exactly(tarfile.BLOCKSIZE - len(block))
    if not block.strip(b"\0"):
        return None
    header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    if header.size < 0:
        raise ValueError("no file has this size")
    if header.type == tarfile.GNUTYPE_SPARSE:
        goes_on = block[482]  # the list of the file's holes, in blocks of their own
        while goes_on:
            goes_on = stream.exactly(tarfile.BLOCKSIZE)[504]
    return header


def _extension(header: tarfile.TarInfo, stream: _Unpacking) -> dict[str, str]:
    """What an extended header says of the member behind it."""
    if header.size > _LARGEST_EXTENSION:
        raise ValueError("an extension of this size is not read")
    data = stream.exactly(_padded(header.size))[: header.size]
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": _text(data.rstrip(b"\0"))}
    if header.type == tarfile.GNUTYPE_LONGLINK:
        return {"linkpath": _text(data.rstrip(b"\0"))}
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
    """Members are stored in whole blocks."""
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
