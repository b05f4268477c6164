"""What the readers of archives raise at bytes that are none."""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib

# All that the two readers are seen to raise at bytes that are no archive.
DAMAGE = (
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
