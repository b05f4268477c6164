"""Gets what `grader release --web --pyodide FOLDER` takes: `python -m tests.web.fetch_pyodide FOLDER`.

The interpreter comes from npm and two wheels from PyPI.  PyPI has no wheel of NumPy for it, but a package there carries
one among its files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from grader.release import pyodide

NUMPY_IS_IN = "open-webui==0.12.4"
TAG = ("--only-binary=:all:", "--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14")


def fetch(folder: Path) -> None:
    """Fill a folder.  Raises `OSError` or `CalledProcessError` where something cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", scratch, f"pyodide@{pyodide.VERSION}")
        for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
            shutil.copyfile(place / "node_modules" / "pyodide" / name, folder / name)
        for package in ("msgspec", "contourpy"):
            _download("--dest", str(folder), *TAG, package)
        if not list(folder.glob("numpy-*.whl")):
            _download("--dest", scratch, NUMPY_IS_IN)
            with zipfile.ZipFile(next(place.glob("open_webui-*.whl"))) as carrier:
                inside = next(name for name in carrier.namelist() if Path(name).match("numpy-*-pyemscripten_*.whl"))
                (folder / Path(inside).name).write_bytes(carrier.read(inside))


def _download(*arguments: str) -> None:
    _run(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]))
    except (OSError, subprocess.CalledProcessError, StopIteration) as trouble:
        sys.exit(f"Pyodide cannot be had here: {trouble}")
