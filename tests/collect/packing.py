"""Archives for tests, honest and hostile, as bytes."""

from __future__ import annotations

import io
import stat
import tarfile
import warnings
import zipfile
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
