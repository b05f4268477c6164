"""Names that files of a hand-in bear: the one that is asked for, and those that can only be meant for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from grader.course.assignment import Assignment
from grader.records import Limits, SourceKind

SUFFIXES = {".py": SourceKind.PYTHON, ".ipynb": SourceKind.NOTEBOOK}
ARCHIVES = (".zip", ".tar.gz", ".tgz")
OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".tar.bz2", ".tar.xz", ".gz", ".bz2", ".xz", ".zst")
BUNDLE = "hand-in"  # what the archive is called that `grader pack` puts a student's files for all assignments into

_LONGEST = 255  # characters of a name; archives can hold longer ones, and no disk
_MOST_MARKS = 5  # of copies, one behind the other
_APPENDED = (".txt", ".json", ".download")  # by browsers and editors that know better
# What file managers and learning platforms append to a second copy: `name (1)`, `name-1`, `name - Copy`.
_COPY = re.compile(r"(?:\s*\(\d{1,3}\)|[-_ ]\d{1,3}|[-_ ]+(?:copy|copie|copia|kopie)(?:[-_ ]?\d{1,3})?)$")

# What is put before a second copy: `Copy of name`.
_COPY_OF = re.compile(r"^(?:copy of|kopie von|copie de|copia de|copia di|cópia de)\s+")
_NUMBERED = re.compile(r"\s*\(\d{1,3}\)$")  # behind the suffix: `name.py (1)`

# Folders that systems, tools and file servers make, where students and their files are looked for.
NOBODY = frozenset(
    {
        *("__macosx", "__pycache__", "$recycle.bin", "system volume information", "lost+found", "node_modules"),
        *("@eadir", "@recycle", "#recycle", "#snapshot", "recycler", "site-packages", "desktop.ini", "thumbs.db"),
    }
)


_OF_A_TOOL = re.compile(
    r"\.(?:git\w*|hg|svn|vscode|idea|v?env|config|local|cache|\w+_cache|ipynb_checkpoints|jupyter|devcontainer|grader"
    r"|trash.*|ds_store.*|fseventsd|spotlight.*|documentrevisions.*|temporaryitems.*|appledouble|sync\w*|dropbox.*|tmp.*)",
    re.IGNORECASE,
)

# What a folder around a class is called, where nothing else tells it from a student's with a folder in it.
_CLASS = re.compile(
    r"(?:^|[\W_])(?:subm\w*|subs?|hand.?ins?|class|course|students|downloads?|exports?|abgaben|rendus|entregas)(?:$|[\W_\d])",
    re.IGNORECASE,
)


class Reading(msgspec.Struct, frozen=True):
    """What a name says: the assignment, the kind of file, and whether it is the very name that is asked for."""

    assignment: str
    suffix: str
    exact: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is the file itself and no archive."""
        return self.suffix in SUFFIXES


def is_called_a_class(name: str) -> bool:
    """Whether a folder is called as what holds students' folders is."""
    return _CLASS.search(name) is not None


def is_class(name: str, where: Path) -> bool:
    """Whether the one folder of a class that was named is around the class, and no student's."""
    return is_called_a_class(name) or name.casefold() == where.name.casefold().partition(".")[0]


def common_prefix(names: Collection[str], end: str) -> str:
    """What several names begin with, up to the last of some sign; nothing of a single one."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    length = next((at for at, sign in enumerate(first) if last[at] != sign), len(first))
    return first[: first.rfind(end, 0, length) + 1]


def is_nobodys(name: str) -> bool:
    """Whether a file or folder is there for a system or a tool; who is called `.x` at Moodle is a person."""
    return (name.startswith(".") and "_assignsubmission_" not in name) or name.casefold() in NOBODY


def may_be_somebodys(name: str) -> bool:
    """Whether a folder that is passed over for its dot may be a person's: no tool that is known calls its own so."""
    return name.startswith(".") and is_nobodys(name) and _OF_A_TOOL.fullmatch(name) is None


def is_clutter(parts: Sequence[str]) -> bool:
    """Whether a path is of no interest: a tool's or a system's, but for a folder at the top that may be a person's."""
    above, below = parts[:1], parts[1:]
    return any(map(is_nobodys, below)) or any(is_nobodys(name) and not may_be_somebodys(name) for name in above)


def reading(name: str, assignments: Collection[str]) -> Reading | None:
    """The hand-in that a file of that name is meant for; None where it says none of the assignments."""
    stem, suffix = _parted(unicodedata.normalize("NFKC", name)) if len(name) <= _LONGEST else ("", "")
    if not suffix:
        return None
    stems = list(_without_marks_of_copies(stem))
    # Word for word before sign for sign: in a course of eleven weeks `week_1-1` is a copy of the first.
    words = ((say, name) for name in stems for say in (str, _words))
    ways = chain(words, ((_key, name) for name in stems))
    found = next((each for say, name in ways for each in assignments if say(each) == say(name)), None)
    return None if found is None else Reading(found, suffix, exact=name == f"{found}{suffix}")


def _without_marks_of_copies(stem: str) -> Iterator[str]:
    """The stem itself, then with one mark of a copy after the other taken off its end; and so without `Copy of`."""
    for left in dict.fromkeys((stem, _COPY_OF.sub("", stem))):
        shorter = left
        yield shorter
        for _ in range(_MOST_MARKS):
            rest = _COPY.sub("", shorter)
            if rest == shorter:
                break
            shorter = rest
            yield shorter


def meant_for(name: str, assignments: Collection[str]) -> str:
    """The assignment of which a name speaks, whatever else stands in it: a draft, a backup, another form; or none."""
    key, words = _key(name.strip()), _words(name)
    spoken = [each for each in assignments if _stands_in(_words(each), words)]
    return max(spoken or [each for each in assignments if _key(each) in key], key=len, default="")


def bundle_suffix(name: str, assignments: Collection[str]) -> str:
    """The suffix of an archive of files for all assignments; empty for any other file, and for that of a single one."""
    says = reading(name, [BUNDLE])
    return says.suffix if says is not None and not says.is_plain and reading(name, assignments) is None else ""


def is_packed_otherwise(name: str, assignment: str) -> bool:
    """Whether a file is a hand-in in an archive of a kind that is not read."""
    lowered = name.strip().casefold()
    suffix = next((each for each in sorted(OTHER_ARCHIVES, key=len, reverse=True) if lowered.endswith(each)), "")
    return bool(suffix) and reading(f"{lowered.removesuffix(suffix)}.py", [assignment]) is not None


def known_to(assignment: Assignment) -> list[str]:
    """Every assignment of the course: a file of another one is no file of another name."""
    return sorted(path.parent.name for path in assignment.folder.parent.glob("*/assignment.toml"))


def most_bytes(suffix: str, limits: Limits) -> int:
    """How large a file of that suffix may be; an archive as large as the largest of them."""
    return (limits.source_kib if suffix == ".py" else limits.notebook_kib) << 10


def _parted(name: str) -> tuple[str, str]:
    """Stem and suffix, without what was appended to them."""
    stem, suffix = name.strip().casefold(), ""
    while True:
        stem = stem.rstrip() if suffix else _NUMBERED.sub("", stem).rstrip()
        appended = next((each for each in (*ARCHIVES, *SUFFIXES) if stem.endswith(each)), "")
        if appended:
            suffix = suffix or appended
        elif not suffix:
            appended = next((each for each in _APPENDED if stem.endswith(each)), "")
        if not appended:
            return stem, suffix
        stem = stem.removesuffix(appended)


def _key(stem: str) -> str:
    """A stem as one says it: capitals and what stands between words do not count."""
    return re.sub(r"[-_. ]+", "", stem.casefold())


def _words(stem: str) -> tuple[str, ...]:
    """A stem's words and numbers; none where there is more in it than these and what stands between them."""
    if re.search(r"[^\w\-. ]", stem):
        return ()
    return tuple(re.findall(r"\d+|[^\W\d_]+", stem.casefold()))


def _stands_in(some: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether some words stand among others, one after the other."""
    return any(words[start : start + len(some)] == some for start in range(len(words) - len(some) + 1))


def suffix_of(name: str) -> str:
    """The suffix that a source file is read by."""
    return _parted(name)[1] or PurePosixPath(name).suffix
