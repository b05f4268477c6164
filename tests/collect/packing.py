"""Archives for tests, honest and hostile, as bytes."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable

Files = Iterable[tuple[str, bytes]]


def zipped(files: Files, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip; a name that ends in a slash is a folder's.  Names are written as they are, even twice."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in files:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method
            archive.writestr(info, content)
    return packed.getvalue()


def zip_of_bytes(files: Iterable[tuple[bytes, bytes]], *, utf8: bool = False, extra: bytes = b"") -> bytes:
    """A zip whose names are these very bytes, with or without the flag for UTF-8; `extra` fields at the first."""
    body, contents = b"", b""
    flags = 0x800 if utf8 else 0
    for number, (name, content) in enumerate(files):
        sizes = (zlib.crc32(content), len(content), len(content), len(name))
        about = struct.pack("<HHHHHLLLH", 20, flags, 0, 0, 0, *sizes)
        fields = extra if number == 0 else b""
        tail = struct.pack("<HHHHLL", len(fields), 0, 0, 0, 0, len(body))
        contents += b"PK\1\2" + struct.pack("<H", 20) + about + tail + name + fields
        body += b"PK\3\4" + about + struct.pack("<H", 0) + name + content
    count = len(list(files))
    return body + contents + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(contents), len(body), 0)


def unicode_path(raw: bytes, name: str, *, checksum: int | None = None) -> bytes:
    """The extra field that says how a name is written in Unicode."""
    said = struct.pack("<BL", 1, zlib.crc32(raw) if checksum is None else checksum) + name.encode()
    return struct.pack("<HH", 0x7075, len(said)) + said


def zip_with(name: str, mode: int, content: bytes = b"target") -> bytes:
    """A zip with one entry of a Unix mode: a link, a device."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return packed.getvalue()


def encrypted(files: Files) -> bytes:
    """A zip whose flags say that it needs a password."""
    data = bytearray(zipped(files))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 1)
    return bytes(data)


def tarred(files: Files, *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar.gz, like `zipped`."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=form, compresslevel=6) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            if name.endswith("/"):
                info.type, info.size = tarfile.DIRTYPE, 0
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def tar_with(name: str, kind: bytes, target: str = "other.py", *more: tuple[str, bytes]) -> bytes:
    """A tar.gz with one entry of a type, and files behind it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info)
        for other, content in more:
            info = tarfile.TarInfo(other)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


LINK = stat.S_IFLNK | 0o777
PACKERS: dict[str, Callable[[Files], bytes]] = {"zip": zipped, "tar.gz": tarred}
