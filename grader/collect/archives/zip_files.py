"""The members of a zip, one after the other."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from grader.collect.archives.bounds import Charge, Meter
from grader.collect.archives.damage import DAMAGE
from grader.collect.archives.paths import parts_of
from grader.collect.archives.times import time_in_zip
from grader.collect.archives.zip_names import UTF8, ZipName, names_in
from grader.collect.places import Keep, Unfit, dated, too_large
from grader.collect.tree import Entry, Kind, Wanted
from grader.records import TroubleKind


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


def in_zip(file: BinaryIO, wanted: Wanted, meter: Meter, keep: Keep) -> Iterator[Entry]:
    """Every entry; what is wanted is kept.  Raises `Unfit` beyond bounds, or what `DAMAGE` names."""
    shown = _ZipFile(file, meter.bounds.contents)
    with zipfile.ZipFile(cast("BinaryIO", shown)) as archive:
        shown.opened = True
        for info, name in zip(archive.infolist(), shown.names or [], strict=True):
            meter.one_more()
            parts, astray = parts_of(name.text)
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
    meter: Meter,
    keep: Keep,
) -> Entry:
    if info.flag_bits & 0x1:
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.ENCRYPTED))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:  # LZMA may ask for gigabytes of memory
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.UNUSUAL_PACKING))
    bounds = meter.folders or meter.bounds
    if meter.is_tight(Charge(unpacked=info.file_size, packed=info.compress_size), bounds):
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.TOO_TIGHT))
    if info.file_size > most:
        return Entry(parts, Kind.FILE, unfit=too_large(most))
    try:
        shown.agree_on_name(info)
        with archive.open(info) as file:
            content = file.read(most + 1)
    except DAMAGE:
        return Entry(parts, Kind.FILE, unfit=Unfit(TroubleKind.DAMAGED_INSIDE))
    meter.add(len(content))
    return Entry(parts, Kind.FILE, dated(keep(content), time_in_zip(info)))
