"""An archive as a tree: what lies in a .zip or .tar.gz, under limits.  Nothing is ever unpacked under a name.

Every byte here is untrusted.  Names are judged by their parts, links and devices are told apart and never followed,
and whatever the archive claims about sizes, no more is unpacked than its bounds say.  In an archive of a class bounds
are charged to the folders that files lie in, so that what one student packed keeps nobody else from a grade.
"""

from __future__ import annotations

import gzip
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from grader.collect.archive_times import moment, time_in_zip
from grader.collect.names import is_nobodys
from grader.collect.places import Keep, Unfit, dated, too_large
from grader.collect.tree import Entry, Kind, Wanted
from grader.collect.zip_names import UTF8, ZipName, names_in
from grader.records import TroubleKind

_LARGEST_EXTENSION = 1 << 20  # bytes: a long name or attributes before a member of a tar file, read at once
_DRIVE = re.compile(r"[A-Za-z]:")
_EXTENSIONS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_BIT = 1 << 16  # bytes unpacked at once
_PACKED_BIT = 1 << 12  # bytes of a packed stream read at once: so exactly it is known what a member takes
_OWNERS = 2  # folders from the top that files are charged to: a student's, and the one around the class

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
    """How much is looked at.  No code is squeezed to a two-hundredth: more is a trap or lost data."""

    members: int
    unpacked: int  # bytes: kept, or passed over on the way to the next member
    contents: int = 4 << 20  # bytes: the list of contents of a zip, which is read at once
    ratio: int = 200  # 0 for none
    ratio_from: int = 4 << 20  # bytes unpacked, before which a ratio says nothing


OF_A_STUDENT = Bounds(members=1000, unpacked=64 << 20)
# Generous, and there to end at all; what one folder in it may hold is bounded by the next.
OF_A_CLASS = Bounds(members=1_000_000, unpacked=64 << 30, contents=128 << 20, ratio=0)
OF_A_FOLDER = Bounds(members=10_000, unpacked=256 << 20)


def entries(
    file: BinaryIO, name: str, wanted: Wanted, bounds: Bounds, keep: Keep, *, folders: Bounds | None = None
) -> list[Entry]:
    """All entries of an archive, but for what operating systems add; contents of the files that are wanted are kept.

    `name` tells the kind of archive.  With bounds for `folders` there is an entry more for each folder that is beyond
    them, unfit, and nothing more of it.  Raises `Unfit` where the archive cannot be read as a whole.
    """
    reading = _in_zip if name.lower().endswith(".zip") else _in_tar
    meter = _Meter(bounds, folders)
    try:
        held = [entry for entry in reading(file, wanted, meter, keep) if not _is_clutter(entry)]
    except _DAMAGE:
        raise Unfit(TroubleKind.DAMAGED) from None
    except MemoryError:
        raise Unfit(TroubleKind.TOO_MUCH_MEMORY) from None
    return [*held, *(Entry(folder, Kind.FOLDER, unfit=unfit) for folder, unfit in meter.beyond().items())]


def _is_clutter(entry: Entry) -> bool:
    return entry.kind is not Kind.ASTRAY and any(is_nobodys(part) for part in entry.parts)


def _parts(name: str) -> tuple[tuple[str, ...], bool]:
    """The parts of a path, and whether one of them leads astray: here, or on the machine of whoever unpacks it.

    Windows writes backslashes.  A colon is harmless where it does not stand behind the letter of a drive.
    """
    parts = name.replace("\\", "/").split("/") if name else []
    on_drive = len(parts) > 1 and bool(_DRIVE.fullmatch(parts[0]))
    astray = parts[:1] == [""] or ".." in parts or "\0" in name or on_drive
    empty = {"."} if astray else {"", "."}  # the emptiness before a leading slash is kept: it is the root
    return tuple(part for part in parts if part not in empty), astray


@dataclass(slots=True)
class _Charge:
    """What a folder has taken so far."""

    members: int = 0
    unpacked: int = 0
    packed: int = 0


@dataclass(slots=True)
class _Meter:
    """Counts what is unpacked, for the whole and for each folder, and stops at the bounds."""

    bounds: Bounds
    folders: Bounds | None
    whole: _Charge = field(default_factory=_Charge)
    of_folder: dict[tuple[str, ...], _Charge] = field(default_factory=lambda: defaultdict(_Charge))

    def one_more(self, members: int = 1) -> None:
        self.whole.members += members
        self._require(self.whole, self.bounds)

    def add(self, unpacked: int) -> None:
        self.whole.unpacked += unpacked
        self._require(self.whole, self.bounds)

    def is_tight(self, charge: _Charge, bounds: Bounds) -> bool:
        over = charge.unpacked > bounds.ratio_from
        return over and bool(bounds.ratio) and charge.unpacked > bounds.ratio * max(charge.packed, 1)

    def require_loose(self, packed: int) -> None:
        self.whole.packed = packed
        if self.is_tight(self.whole, self.bounds):
            raise Unfit(TroubleKind.TOO_TIGHT)

    def charge(self, parts: tuple[str, ...], *, unpacked: int, packed: int, members: int = 1) -> None:
        """Put a member on the account of the folders that it lies in."""
        if self.folders is None:
            return
        for depth in range(1, min(_OWNERS, len(parts) - 1) + 1):
            charge = self.of_folder[parts[:depth]]
            charge.members += members
            charge.unpacked += unpacked
            charge.packed += packed

    def is_beyond(self, parts: tuple[str, ...]) -> bool:
        """Whether the innermost folder that is charged for a member has had its share."""
        depth = min(_OWNERS, len(parts) - 1)
        counted = self.folders is not None and depth == _OWNERS
        return counted and self._trouble(self.of_folder[parts[:depth]]) is not None

    def beyond(self) -> dict[tuple[str, ...], Unfit]:
        """The folders that hold more than they may."""
        found = ((folder, self._trouble(charge)) for folder, charge in self.of_folder.items())
        return {folder: unfit for folder, unfit in found if unfit is not None}

    def _trouble(self, charge: _Charge) -> Unfit | None:
        bounds = cast("Bounds", self.folders)
        try:
            self._require(charge, bounds)
        except Unfit as unfit:
            return unfit
        return Unfit(TroubleKind.TOO_TIGHT) if self.is_tight(charge, bounds) else None

    def _require(self, charge: _Charge, bounds: Bounds) -> None:
        if charge.members > bounds.members:
            raise Unfit(TroubleKind.TOO_MANY_FILES, number=bounds.members)
        if charge.unpacked > bounds.unpacked:
            raise Unfit(TroubleKind.TOO_MUCH, number=bounds.unpacked >> 20)


# --- zip ---------------------------------------------------------------------------------------------------------


class _ZipFile:
    """A zip as `zipfile` reads it: no more at once than the list of contents may hold, and names as bytes.

    `zipfile` ends at the first name that it cannot decode; it is shown a list of contents in which no name claims to
    be more than bytes.
    """

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.names: list[ZipName] | None = None
        self.opened = False
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(data) > self._most:
            raise Unfit(TroubleKind.LONG_CONTENTS)
        if self.opened:
            return data
        self.names, data = names_in(data)
        return data

    def agree_on_name(self, info: zipfile.ZipInfo) -> None:
        """Have a name read as the header at the member says it is to be, so that `zipfile` compares bytes."""
        self.seek(info.header_offset + 6)
        if int.from_bytes(self.read(2), "little") & UTF8:
            info.orig_filename = info.orig_filename.encode("cp437").decode("utf-8")


def _in_zip(file: BinaryIO, wanted: Wanted, meter: _Meter, keep: Keep) -> Iterator[Entry]:
    shown = _ZipFile(file, meter.bounds.contents)
    with zipfile.ZipFile(cast("BinaryIO", shown)) as archive:
        shown.opened = True
        for info, name in zip(archive.infolist(), shown.names or [], strict=True):
            meter.one_more()
            parts, astray = _parts(name.text)
            kind = Kind.ASTRAY if astray else _kind_in_zip(info, name.text)
            most = wanted(parts) if kind is Kind.FILE else None
            if meter.is_beyond(parts):
                continue
            before = meter.whole.unpacked
            if parts or astray:
                entry = (
                    Entry(parts, kind) if most is None else _unzipped(shown, archive, info, parts, most, meter, keep)
                )
                meter.charge(parts, unpacked=meter.whole.unpacked - before, packed=info.compress_size)
                yield entry


def _kind_in_zip(info: zipfile.ZipInfo, name: str) -> Kind:
    said = stat.S_IFMT(info.external_attr >> 16)  # what Unix wrote there; 0 from elsewhere
    if name.endswith(("/", "\\")) or said == stat.S_IFDIR:
        return Kind.FOLDER
    if said == stat.S_IFLNK:
        return Kind.LINK
    return Kind.FILE if said in {0, stat.S_IFREG} else Kind.SPECIAL


def _unzipped(
    shown: _ZipFile,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    parts: tuple[str, ...],
    most: int,
    meter: _Meter,
    keep: Keep,
) -> Entry:
    if info.flag_bits & 0x1:
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.ENCRYPTED))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:  # LZMA may ask for gigabytes of memory
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.UNUSUAL_PACKING))
    bounds = meter.folders or meter.bounds
    if meter.is_tight(_Charge(unpacked=info.file_size, packed=info.compress_size), bounds):
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.TOO_TIGHT))
    if info.file_size > most:
        return Entry(parts, Kind.FILE, unfit=too_large(most))
    try:
        shown.agree_on_name(info)
        with archive.open(info) as file:
            content = file.read(most + 1)
    except _DAMAGE:
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.DAMAGED_INSIDE))
    meter.add(len(content))
    return Entry(parts, Kind.FILE, dated(keep(content), time_in_zip(info)))


# --- tar.gz ------------------------------------------------------------------------------------------------------


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

    def __init__(self, file: BinaryIO, meter: _Meter) -> None:
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


@dataclass(frozen=True, slots=True)
class _Header:
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


def _in_tar(file: BinaryIO, wanted: Wanted, meter: _Meter, keep: Keep) -> Iterator[Entry]:
    """Reads forwards alone: `tarfile` seeks where headers tell it to, unpacks what they claim, and stops at damage."""
    stream = _Unpacking(file, meter)
    kept: dict[tuple[str, ...], Entry] = {}
    before = stream.place
    while (header := _next(stream, meter)) is not None:
        parts, astray = _parts(header.path)
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
            first = kept.get(_parts(header.target)[0])
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


def _next(stream: _Unpacking, meter: _Meter) -> _Header | None:
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
