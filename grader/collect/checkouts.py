"""A git checkout read as data: the commit that HEAD names, its time and its files.  Nothing of it is run.

A checkout is a stranger's: its configuration may name programs (hooks, filters, fsmonitor, pagers), its attributes too,
and its objects may lie in another repository, which may hold the reference.  So `git` never sees the checkout: it runs
in an empty repository of ours and is lent the folder of objects alone, in which nothing may lead elsewhere.  HEAD and
branches are small texts, and read as such.  What is in no such form is refused, never guessed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from grader.collect.archives.times import moment
from grader.collect.names import is_nobodys
from grader.collect.places import OnDisk, Unfit, too_large
from grader.collect.tree import Entry, Kind
from grader.errors import UsageError
from grader.records import TroubleKind

_SECONDS = 20  # that git may take for one answer
_MEMORY = 2 << 30  # bytes of its address space
_MOST_OBJECTS = 200_000  # files
_LONGEST_LIST = 8 << 20  # bytes: of a commit's files
_LONGEST_COMMIT = 1 << 20
_LONGEST_REF = 4 << 10
_LONGEST_PACKED_REFS = 8 << 20
_MOST_STEPS = 5  # from HEAD to a commit
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/[^\x00-\x20\x7f~^:?*\[\\]+)")
_LISTED = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)", re.DOTALL)
_COMMITTED = re.compile(rb"^committer [^\n]*> (\d{1,18}) [+-]\d{4}$", re.MULTILINE)
_KINDS = {b"100": Kind.FILE, b"120": Kind.LINK}


class _Objects(msgspec.Struct, frozen=True):
    """The folder of a repository's objects, in which nothing leads elsewhere."""

    folder: Path
    is_sha256: bool


class _Blob(msgspec.Struct, frozen=True):
    """A file of a commit, read when it is due; its name is its content."""

    objects: _Objects
    name: str
    size: int

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        if self.size > most:
            raise too_large(most)
        return _content(self)


@lru_cache(maxsize=16)  # a hand-in is looked at several times, one after the other
def _content(blob: _Blob) -> bytes:
    data = _git(blob.objects, ["cat-file", "blob", blob.name], blob.size)
    if len(data) != blob.size:
        raise _unreadable("a file of the commit is not there")
    return data


def is_checkout(folder: Path) -> bool:
    """Whether a folder is one of git's, by what lies in it."""
    return os.path.lexists(folder / ".git")


def checked_out(folder: Path) -> tuple[Entry, ...]:
    """The files of the commit that a checkout stands at, each with the commit's time.

    Raises `Unfit` where there is no commit, or it cannot be read without following the repository elsewhere.
    """
    repository = folder / ".git"
    _require_folder(repository)
    commit = _head(repository)
    objects = _Objects(repository / "objects", len(commit) > 40)
    _require_own(objects.folder)
    at = _time(_git(objects, ["cat-file", "commit", commit], _LONGEST_COMMIT))
    listed = _git(objects, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit], _LONGEST_LIST)
    return tuple(entry.handed_in(at) for entry in _entries(listed, objects))


def _entries(listed: bytes, objects: _Objects) -> Iterator[Entry]:
    for line in filter(None, listed.split(b"\0")):
        found = _LISTED.fullmatch(line)
        if found is None:
            raise _unreadable("its list of files is none of git's")
        mode, _, name, size, path = found.groups()
        parts = tuple(path.decode("utf-8", "surrogateescape").split("/"))
        if any(map(is_nobodys, parts)) and ".." not in parts:
            continue
        kind = Kind.ASTRAY if {"", ".", ".."} & set(parts) else _KINDS.get(mode[:3], Kind.SPECIAL)
        if kind is Kind.FILE and size != b"-":
            yield Entry(parts, kind, _Blob(objects, name.decode("ascii"), int(size)))
        else:
            yield Entry(parts, kind)


def _time(commit: bytes) -> datetime | None:
    found = _COMMITTED.search(commit.partition(b"\n\n")[0])
    return None if found is None else moment(int(found[1]))


# --- what is read without git ----------------------------------------------------------------------------------------


def _head(repository: Path) -> str:
    """The name of the commit that HEAD leads to."""
    said = _small_text(repository / "HEAD", _LONGEST_REF)
    for _ in range(_MOST_STEPS):
        if _NAME.fullmatch(said):
            return said
        found = _REF.fullmatch(said)
        if found is None or {"", ".", ".."} & set(found[1].split("/")):
            raise _unreadable("its HEAD names no branch")
        said = _branch(repository, found[1])
    raise _unreadable("its HEAD leads nowhere")


def _branch(repository: Path, ref: str) -> str:
    path = repository
    for part in ref.split("/")[:-1]:
        path /= part
        if os.path.lexists(path):
            _require_folder(path)
    if os.path.lexists(repository / ref):
        return _small_text(repository / ref, _LONGEST_REF)
    if os.path.lexists(repository / "packed-refs"):
        for line in _small_text(repository / "packed-refs", _LONGEST_PACKED_REFS).splitlines():
            name, _, packed = line.partition(" ")
            if packed == ref:
                return name
    if os.path.lexists(repository / "reftable"):
        raise _unreadable("its branches are kept in tables, which are not read")
    raise Unfit(TroubleKind.NO_COMMIT)


def _small_text(path: Path, most: int) -> str:
    try:
        return OnDisk(path).read(most).decode("utf-8").strip()
    except (Unfit, UnicodeDecodeError):
        raise _unreadable(f"its {path.name} cannot be read") from None


def _require_folder(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        raise _unreadable(f"its {path.name} is no folder of its own")


def _require_own(objects: Path) -> None:
    """Raise `Unfit` where objects may come from elsewhere: another repository's, or through a link."""
    _require_folder(objects)
    seen = 0
    due = [objects]
    while due:
        try:
            with os.scandir(due.pop()) as found:
                inside = list(found)
        except OSError as closed:
            raise _unreadable(closed.strerror or "closed") from None
        seen += len(inside)
        if seen > _MOST_OBJECTS:
            raise _unreadable(f"it has more than {_MOST_OBJECTS} files")
        for each in inside:
            if "alternates" in each.name:
                raise _unreadable("its objects lie in another repository")
            if each.is_dir(follow_symlinks=False):
                due.append(Path(each.path))
            elif not each.is_file(follow_symlinks=False):
                raise _unreadable("its objects are no ordinary files")


def _unreadable(reason: str) -> Unfit:
    return Unfit(TroubleKind.REPOSITORY_UNREADABLE, reason=reason)


# --- git, in an empty repository of ours -----------------------------------------------------------------------------

_CONFIG = """\
[core]
\trepositoryformatversion = {version}
\tbare = true
\tbigFileThreshold = 1m
\tcommitGraph = false
\tmultiPackIndex = false
\thooksPath = /dev/null
"""
_SHA256 = "[extensions]\n\tobjectFormat = sha256\n"


def _git(objects: _Objects, arguments: list[str], most: int) -> bytes:
    """What git answers, so many bytes at most.  Raises `Unfit` where it fails, takes too long or says more."""
    program = shutil.which("git")
    if program is None:
        raise UsageError("git is not installed, and checkouts are read with it", remedy="install it")
    with tempfile.TemporaryDirectory(prefix="grader-git-") as own:
        _write_repository(Path(own), is_sha256=objects.is_sha256)
        with subprocess.Popen(  # noqa: S603 - arguments are ours, and names that were checked
            [program, "--no-pager", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=own,
            env=_environment(own, objects.folder),
        ) as running:
            _limit(running.pid)
            clock = threading.Timer(_SECONDS, running.kill)
            clock.start()
            try:
                answer = running.stdout.read(most + 1) if running.stdout else b""
            finally:
                clock.cancel()
                if running.poll() is None and len(answer) > most:
                    running.kill()
            if running.wait() or len(answer) > most:
                raise _unreadable("git cannot read the commit")
    return answer


def _write_repository(own: Path, *, is_sha256: bool) -> None:
    (own / "objects").mkdir()
    (own / "refs").mkdir()
    (own / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    config = _CONFIG.format(version=1 if is_sha256 else 0) + (_SHA256 if is_sha256 else "")
    (own / "config").write_text(config, encoding="ascii")


def _environment(own: str, objects: Path) -> dict[str, str]:
    """All that git is told: no configuration but ours, no other repository, no replacement, no network."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "GIT_DIR": own,
        "GIT_OBJECT_DIRECTORY": str(objects.absolute()),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "HOME": own,
        "LC_ALL": "C",
    }


def _limit(process: int) -> None:
    """Bound what the process may take, where the system can: a small object may unpack to gigabytes."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    if hasattr(resource, "prlimit"):
        try:
            resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        except (ProcessLookupError, PermissionError):  # it is done already
            return
