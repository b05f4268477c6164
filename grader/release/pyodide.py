"""The Python that a browser runs: Pyodide at one version, with the digest of each file.

A site names the public address of these files, or holds a copy from a folder of one's own; the page takes no file of
another digest either way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.errors import UsageError

VERSION = "314.0.7"
CORE = "https://cdn.jsdelivr.net/npm/pyodide@314.0.7/"
PACKAGES = "https://cdn.jsdelivr.net/pyodide/v314.0.7/full/"


class Part(msgspec.Struct, frozen=True):
    """A file that a browser loads; `url` is relative to the site where the site holds it, `source` where it is now."""

    name: str
    url: str
    sha256: str
    size: int = 0  # bytes; 0 where it is not known before
    source: Path | None = None


# As the npm package has them; wheels as its pyodide-lock.json names them.
_CORE = (
    Part(
        "pyodide.mjs",
        f"{CORE}pyodide.mjs",
        "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
        17_931,
    ),
    Part(
        "pyodide.asm.mjs",
        f"{CORE}pyodide.asm.mjs",
        "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
        1_250_344,
    ),
    Part(
        "pyodide.asm.wasm",
        f"{CORE}pyodide.asm.wasm",
        "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
        9_598_218,
    ),
    Part(
        "python_stdlib.zip",
        f"{CORE}python_stdlib.zip",
        "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
        2_545_637,
    ),
)
_WHEELS = (
    Part(
        "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        f"{PACKAGES}numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "a292c1f5d7d8a2208cd5e94fc467604c131cabcd2fc14fed6eefde121e7fabdf",
    ),
    Part(
        "msgspec-0.20.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        f"{PACKAGES}msgspec-0.20.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "2a4075cee8afc2c0424c63ae1a9b0655e727478df7fa2eb78f86f846fc5fb4bd",
    ),
    Part(
        "contourpy-1.3.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        f"{PACKAGES}contourpy-1.3.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "0ac15ebf9f820d2d1c3526388aa2818b631cb6c4aae1682efd6b4cc12c1f302c",
    ),
)
_WHEEL = "{package}-*-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
_PACKAGES = ("numpy", "msgspec", "contourpy")


def public_parts() -> tuple[Part, ...]:
    """All files, from their public address."""
    return (*_CORE, *_WHEELS)


def parts_in(folder: Path) -> tuple[Part, ...]:
    """All files, from a folder.  Raises `UsageError` where one is missing or another one than it should be."""
    return (*_core_in(folder), *(_wheel_in(folder, package) for package in _PACKAGES))


def _core_in(folder: Path) -> Iterator[Part]:
    for part in _CORE:
        path = folder / part.name
        if not path.is_file():
            raise UsageError(
                f"{folder} holds no {part.name}",
                remedy=f"name a folder with the files of Pyodide {VERSION}, as the npm package `pyodide` has them",
            )
        found = _read(path)
        if found.sha256 != part.sha256:
            raise UsageError(
                f"{path} is not that of Pyodide {VERSION}: its SHA-256 is {found.sha256}",
                remedy=f"take it from the npm package pyodide@{VERSION}",
            )
        yield found


def _wheel_in(folder: Path, package: str) -> Part:
    """The newest wheel of a package; its digest is that of this copy, which the site then holds to."""
    pattern = _WHEEL.format(package=package)
    found = sorted(folder.glob(pattern), key=_version)
    if not found:
        raise UsageError(
            f"{folder} holds no wheel {pattern}",
            remedy=f"copy it there from Pyodide's own distribution, or from PyPI where {package} has one",
        )
    return _read(found[-1])


def _version(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.name.split("-")[1])]


def _read(path: Path) -> Part:
    data = path.read_bytes()
    return Part(path.name, f"python/{path.name}", hashlib.sha256(data).hexdigest(), len(data), path)
