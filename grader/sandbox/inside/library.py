"""What a locked-down worker imports from: the standard library, NumPy and an assignment's packages, held in memory.

A worker that could read files could leave word in them for the next one, and be told something from outside: by what
is in the page cache and what is not, and by the times of access.  So the zygote reads all that may be imported before
it forks, maps it where nobody can change it, and no worker opens a file.  Extension modules are loaded as libraries
here and now; importing them later touches no file, since the C library knows them by their names.

What is read is told under neutral names, in a folder `/python` that does not exist.  Runs on the untrusted side.
"""

from __future__ import annotations

import _imp
import contextlib
import ctypes
import errno
import fcntl
import functools
import gc
import importlib
import importlib.util
import io
import os
import re
import struct
import sys
import time
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib._bootstrap_external import _compile_bytecode  # type: ignore[attr-defined]
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from types import CodeType, FunctionType, ModuleType
from typing import Any, BinaryIO, cast

from grader.sandbox.lockdown import libc

NEUTRAL = "/python"

_HEADER = 16  # bytes of a .pyc before its code
_UNCHECKED = (1).to_bytes(4, "little")  # flags of a .pyc that holds whatever its source says
# Python's own tests, other people's packages, and what draws windows.
_NO_FOLDERS = {"site-packages", "dist-packages", "test", "tests", "idlelib", "turtledemo"}
_NO_EXTENSIONS = re.compile(r"_test|_ctypes_test|xx|_tkinter|_xx")
_SEALS = 1 | 2 | 4 | 8  # no more seals, neither shorter nor longer, and never written again
_F_ADD_SEALS = 1033
_ASKED = 40  # times that a seal is asked for, each after so many seconds
_PAUSE = 0.05


@dataclass(slots=True)
class _Entry:
    """A module: where its code lies, as byte code or source, or from which library it comes."""

    path: str  # neutral
    package: bool = False
    code: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    extension: str = ""  # the real path


@dataclass(slots=True)
class Library(MetaPathFinder):
    """Finds in memory what was read into it; `mapped` is how many bytes that is."""

    modules: dict[str, _Entry] = field(default_factory=dict)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)  # of packages, by neutral path
    mapped: int = 0
    _bytes: memoryview = field(default_factory=lambda: memoryview(b""))

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ARG002
        """Where a module comes from, if it is here."""
        entry = self.modules.get(fullname)
        if entry is None:
            return None
        if entry.package and not (entry.code or entry.source):
            spec = ModuleSpec(fullname, None, is_package=True)
        else:
            spec = ModuleSpec(fullname, _Loaded(self, entry), origin=entry.path, is_package=entry.package)
            spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(entry.path))  # noqa: PTH120 - a name, not a file
        return spec

    def read(self, place: tuple[int, int]) -> memoryview:
        """The bytes at a place."""
        start, length = place
        return self._bytes[start : start + length]

    def hold(self, readable: Iterable[str], names: Mapping[str, str], whole: Sequence[str] = ()) -> None:
        """Read the folders and files `readable`; `names` says how each is called here.

        Of the packages `whole` all files are kept, of other folders what can be imported.
        """
        descriptor = os.memfd_create("library", os.MFD_CLOEXEC | getattr(os, "MFD_ALLOW_SEALING", 2))
        try:
            with open(descriptor, "wb", 1 << 20, closefd=False) as out:
                for root in readable:
                    self._take(root, names[root], out, whole)
            seal(descriptor)
            if self.mapped:
                self._bytes = libc.map_for_reading(descriptor, self.mapped)
        finally:
            os.close(descriptor)  # its position would be one for all workers

    def _take(self, root: str, name: str, out: BinaryIO, whole: Sequence[str]) -> None:
        """One root: the standard library's modules stand by themselves, those of a package below its name."""
        stdlib = name.startswith(f"{NEUTRAL}/lib/")
        package = os.path.basename(root)  # noqa: PTH119 - text
        data = package in whole
        if not os.path.isdir(root):  # noqa: PTH112 - one module
            self._module(root, package, name, "", out, data=True)
            return
        for folder, inner, called in os.walk(root):
            inner[:] = [
                each for each in inner if each == "lib-dynload" or (each.isidentifier() and each != "__pycache__")
            ]
            if not data:
                inner[:] = [each for each in inner if each not in _NO_FOLDERS]
            below = folder[len(root) :].strip("/")
            dotted = "" if below == "lib-dynload" else below.replace("/", ".")
            prefix = dotted if stdlib else f"{package}.{dotted}".rstrip(".")
            place = f"{name}/{below}".rstrip("/")
            if any(each.endswith((".py", *EXTENSION_SUFFIXES)) for each in called):
                for parent in _parents(prefix):
                    self.modules.setdefault(parent, _Entry(f"{place}/__init__.py", package=True))
            for each in called:
                self._module(f"{folder}/{each}", each, f"{place}/{each}", prefix, out, data=data)

    def _module(self, file: str, called: str, path: str, prefix: str, out: BinaryIO, *, data: bool) -> None:
        stem, _, ending = called.partition(".")
        name = ".".join(part for part in (prefix, "" if stem == "__init__" else stem) if part)
        if ending == "py" and stem.startswith("_sysconfigdata"):  # it says where Python was built, and for where
            source = _contents(file).replace(os.fsencode(sys.base_prefix), NEUTRAL.encode())
            self.modules[name] = _Entry(path, source=self._keep(source, out))
        elif ending == "py" and name:
            code = _byte_code(file, stem)
            entry = _Entry(path, package=stem == "__init__")
            if code is not None:
                entry.code = self._keep(code, out)
            if code is None or data:
                entry.source = self._keep(_contents(file), out)
            if data and entry.source is not None:
                self.files[path] = entry.source
            self.modules[name] = entry
        elif f".{ending}" in EXTENSION_SUFFIXES:
            if data or not _NO_EXTENSIONS.match(stem):
                self.modules[name] = _Entry(path, extension=file)
        elif data or called.endswith((".txt", ".pickle")):  # the grammars of lib2to3
            self.files[path] = self._keep(_contents(file), out)

    def _keep(self, content: bytes, out: BinaryIO) -> tuple[int, int]:
        out.write(content)
        place = (self.mapped, len(content))
        self.mapped += len(content)
        return place

    def load_extensions(self, at_once: Sequence[str]) -> None:
        """Load the libraries of extension modules; import those of the packages named, so that no path is kept."""
        for name, entry in list(self.modules.items()):
            if not entry.extension:
                continue
            with contextlib.suppress(ImportError, OSError):  # it needs a library that is not installed
                if name.partition(".")[0] in at_once:
                    importlib.import_module(name)
                elif name not in sys.modules:
                    ctypes.CDLL(entry.extension, os.RTLD_LAZY | os.RTLD_LOCAL)

    def take_over(self) -> None:
        """Import from here alone; what was imported from disk needs no path any more."""
        for name, entry in list(self.modules.items()):
            if entry.extension and name in sys.modules:
                del self.modules[name]
        sys.meta_path[:] = [*(each for each in sys.meta_path if each is not PathFinder), self]
        sys.path_hooks.clear()
        sys.path_importer_cache.clear()


class _Loaded(Loader):
    """Loads one module of a library."""

    def __init__(self, library: Library, entry: _Entry) -> None:
        self._library = library
        self._entry = entry

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """None for Python's own way; an extension module comes from its library, which is loaded."""
        if not self._entry.extension:
            return None
        return _imp.create_dynamic(ModuleSpec(spec.name, self, origin=self._entry.extension))

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        if self._entry.extension:
            _imp.exec_dynamic(module)
            module.__file__ = self._entry.path
        else:
            exec(self.get_code(module.__name__), vars(module))  # noqa: S102 - this is what importing is

    def get_code(self, _: str) -> CodeType:
        """Its code, under its neutral name."""
        if self._entry.code is None:
            return compile(self._source(), self._entry.path, "exec", dont_inherit=True)
        code = self._library.read(self._entry.code)
        return cast("CodeType", _compile_bytecode(code, self._entry.path, source_path=self._entry.path))

    def get_source(self, _: str) -> str | None:
        """Its text, where that was kept."""
        return None if self._entry.source is None else importlib.util.decode_source(self._source())

    def get_filename(self, _: str) -> str:
        """Its neutral name."""
        return self._entry.path

    def is_package(self, _: str) -> bool:
        """Whether it has parts."""
        return self._entry.package

    def get_data(self, path: str) -> bytes:
        """A file that lies beside the modules of a package, for `pkgutil.get_data`.  Raises OSError."""
        place = self._library.files.get(path)
        return self._pickled_grammar(path) if place is None else bytes(self._library.read(place))

    def _pickled_grammar(self, path: str) -> bytes:
        """What lib2to3 asks for beside a grammar, where a Python comes without it, as Debian's does."""
        version = ".".join(map(str, sys.version_info))
        text = self._library.files.get(f"{path.removesuffix(f'{version}.pickle')}.txt")
        if text is None:
            raise FileNotFoundError(2, "not among the files that were read", path)
        grammar, pgen = (importlib.import_module(f"lib2to3.pgen2.{name}") for name in ("grammar", "pgen"))
        stream = io.StringIO(bytes(self._library.read(text)).decode())
        written = pgen.ParserGenerator("", stream).make_grammar()
        return cast("bytes", grammar.pickle.dumps(vars(written)))  # in the student's own process, of a system's file

    def _source(self) -> bytes:
        return bytes(self._library.read(self._entry.source)) if self._entry.source is not None else b""


def seal(descriptor: int) -> None:
    """Close a file in memory for good.  The kernel puts that off while it moves one of its pages, as it does at times.

    Raises OSError where somebody could still write there.
    """
    for asked in range(1, _ASKED + 1):
        try:
            fcntl.fcntl(descriptor, _F_ADD_SEALS, _SEALS)
        except OSError as trouble:
            if trouble.errno != errno.EBUSY or asked == _ASKED:
                raise OSError(trouble.errno, f"what is imported cannot be sealed: {trouble.strerror}") from None
            time.sleep(_PAUSE)
        else:
            return


def _parents(dotted: str) -> list[str]:
    parts = dotted.split(".") if dotted else []
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _contents(file: str) -> bytes:
    """What a file holds; nothing where it is a link that leads nowhere."""
    with contextlib.suppress(OSError), open(file, "rb", 0) as opened:  # noqa: PTH123 - a thousand times, at each start
        return opened.read()
    return b""


def _byte_code(file: str, stem: str) -> bytes | None:
    """What Python would take instead of the source: its cached code, if that is of this source."""
    folder = file.rpartition("/")[0]
    cached = _contents(f"{folder}/__pycache__/{stem}.{sys.implementation.cache_tag}.pyc")
    if cached[:4] != importlib.util.MAGIC_NUMBER:
        return None
    if cached[4:8] == bytes(4):
        state = os.stat(file)  # noqa: PTH116 - see above
        of_now = int(state.st_mtime) & 0xFFFF_FFFF, state.st_size & 0xFFFF_FFFF
        return cached[_HEADER:] if struct.unpack_from("<II", cached, 8) == of_now else None
    return cached[_HEADER:] if cached[4:8] == _UNCHECKED else None


# --- neutral names -------------------------------------------------------------------------------------------------


def neutral_names(readable: Sequence[str]) -> dict[str, str]:
    """How each readable folder or file is called in a worker."""
    stdlib = {os.path.realpath(os.path.dirname(os.__file__)), os.path.dirname(os.__file__)}  # noqa: PTH120 - text
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        path: f"{NEUTRAL}/lib/{version}" if path in stdlib else f"{NEUTRAL}/packages/{os.path.basename(path)}"  # noqa: PTH119
        for path in readable
    }


def forget_places(names: Mapping[str, str]) -> None:
    """Call by neutral names all that says where this Python, its packages and the grader lie.

    `names` are folders, and what to call them.  Modules, their specifications and loaders, the code of functions, and
    the libraries that are loaded, which are found by what they are called.
    """
    ordered = sorted(((place, f"{place}/", name) for place, name in names.items()), key=lambda row: -len(row[0]))

    @functools.cache  # tens of thousands of functions come from some hundred files
    def neutral_path(text: str) -> str:
        for place, below, name in ordered:
            if text == place or text.startswith(below):
                return name + text[len(place) :]
        return text

    def neutral(text: object) -> Any:
        return neutral_path(text) if type(text) is str and text[:1] == "/" else text

    for module in list(sys.modules.values()):
        _rename(module, neutral)
    for thing in gc.get_objects():
        if type(thing) is FunctionType:
            code = thing.__code__
            if (name := neutral_path(code.co_filename)) != code.co_filename:
                _fix_co_filename(code, name)  # in place: the function is known to many
    libc.rename_libraries(neutral)
    for name in [name for name in sys.modules if name.startswith("_sysconfigdata")]:
        del sys.modules[name]
        importlib.import_module(name)  # as it is held here, with neutral names
    if "sysconfig" in sys.modules:
        vars(sys.modules["sysconfig"]).update(_CONFIG_VARS=None, _CONFIG_VARS_INITIALIZED=False)
    for held in (finder for finder in sys.meta_path if isinstance(finder, Library)):
        for entry in held.modules.values():
            entry.extension = neutral(entry.extension)
    for name in ("executable", "_base_executable", "prefix", "exec_prefix", "base_prefix", "base_exec_prefix"):
        setattr(sys, name, neutral(getattr(sys, name)))
    sys.path[:] = [path for path in dict.fromkeys(map(neutral, sys.path)) if path.startswith(NEUTRAL)]
    sys.orig_argv[:] = sys.argv[:] = [""]
    sys._framework = ""  # noqa: SLF001
    with contextlib.suppress(AttributeError):
        sys._stdlib_dir = neutral(sys._stdlib_dir)  # type: ignore[attr-defined]  # noqa: SLF001


def _rename(module: ModuleType, neutral: Any) -> None:
    for name, value in list(getattr(module, "__dict__", {}).items()):
        if type(value) is str and value[:1] == "/" and (said := neutral(value)) != value:
            setattr(module, name, said)
        elif type(value) is list and any(type(each) is str for each in value):
            value[:] = map(neutral, value)
    spec = getattr(module, "__spec__", None)
    if spec is not None:
        for name in ("origin", "cached"):
            with contextlib.suppress(AttributeError):
                setattr(spec, name, neutral(getattr(spec, name)))
        state = spec.loader_state  # of modules that are part of Python itself, which say where their source would lie
        if isinstance(getattr(state, "filename", None), str):
            state.filename = neutral(state.filename)
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations = list(map(neutral, spec.submodule_search_locations))
    if "__path__" in getattr(module, "__dict__", {}):
        module.__path__ = list(map(neutral, vars(module)["__path__"]))
    for loader in {getattr(module, "__loader__", None), getattr(spec, "loader", None)} - {None}:
        if isinstance(getattr(loader, "path", None), str):
            loader.path = neutral(loader.path)  # type: ignore[union-attr]


# --- what is mapped from files -------------------------------------------------------------------------------------


def touch_mapped_files() -> None:
    """Have every page of every library in memory, and mapped: else who reads one first could be told by that."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as rows:  # noqa: PTH123 - as text
        for row in rows:
            span, access, _, _, inode, *_ = row.split(None, 5)
            if access.startswith("r") and inode != "0":
                start, end = (int(part, 16) for part in span.split("-"))
                libc.bring_in(start, end - start)
