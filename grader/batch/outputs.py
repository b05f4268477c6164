"""The output folder: readable by its owner alone, pages whole or absent."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import msgspec

from grader.errors import StorageError, UsageError
from grader.files import UNFINISHED, make_private_folder, write_whole
from grader.gradebook.address import Address
from grader.gradebook.disks import on_read_only_disk
from grader.numbering import Numbering
from grader.reports.pages.places import FOLDER, OVERVIEW, Around

if sys.platform != "win32":
    import fcntl

# Names that Windows keeps for devices, with any ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_NO_FOLDER = frozenset('<>:"/\\|?*%')  # signs that no folder's name may hold here or there
_NO_BEGINNING = frozenset("-._=~ ")  # ours begin with an underscore; others are options, hidden or formulas
_LONGEST = 200  # bytes: file systems end at 255, and a folder's name may get a few more


class Outputs(msgspec.Struct, frozen=True):
    """Where the results of a run lie.  `folders` has the students whose folder is not named by their id.

    `book` is where the gradebook is, if not among them.
    """

    root: Path
    folders: Mapping[str, str] = {}
    students: Numbering = msgspec.field(default_factory=Numbering)  # of the class, in its order
    book: Address | None = None

    @property
    def results(self) -> Path:
        """Every grade, for machines."""
        return self.root / "results.json"

    @property
    def gradebook(self) -> Address:
        """The same, kept across runs."""
        return self.book or Address.of_file(self.root / "gradebook.sqlite3")

    @property
    def overview(self) -> Path:
        """The first page of the class."""
        return self.root / OVERVIEW

    @property
    def class_pages(self) -> Path:
        """The folder of its other pages."""
        return self.root / FOLDER

    @property
    def cache(self) -> Path:
        """What may be thrown away whenever no run is at work."""
        return self.root / ".cache"

    @property
    def trees(self) -> tuple[Path, Path]:
        """The folders with a folder for each student: pages for students, and for staff."""
        return self.root / "reports", self.staff

    @property
    def staff(self) -> Path:
        """The pages for staff."""
        return self.root / "staff"

    @property
    def departed(self) -> Path:
        """Pages of students who are in the class no more: beside the folder that is handed on."""
        return self.root / "reports-of-students-who-left"

    @property
    def published(self) -> Path:
        """What students see: their pages as they were when they were published."""
        return self.root / "published"

    @property
    def everything(self) -> tuple[Path, ...]:
        """Folders of its own, which hold nobody's hand-in."""
        return self.root, *self.trees, self.class_pages, self.departed, self.published

    def folder_of(self, student: str) -> str:
        """The name of a student's folders."""
        return self.folders.get(student) or folder_name(student)

    def student_page(self, student: str, assignment: str) -> Path:
        """The page that may go to a student."""
        return self.root / "reports" / self.folder_of(student) / f"{assignment}.html"

    def published_page(self, student: str, assignment: str) -> Path:
        """The page that the student sees."""
        return self.published / self.folder_of(student) / f"{assignment}.html"

    def staff_page(self, student: str, assignment: str) -> Path:
        """The page with hidden inputs, expected values and full differences."""
        return self.staff / self.folder_of(student) / f"{assignment}.html"

    def of_class(self, students: Iterable[str]) -> Outputs:
        """The same for a class: a folder for each, also where capitals do not tell names apart."""
        everybody = Numbering(students)
        return Outputs(self.root, _other_folders(everybody), everybody, self.book)

    def around(self, student: str, assignment: str) -> Around:
        """The addresses, as a staff page has them, of the pages around it."""
        before, after = self._beside(student)

        def address(other: str) -> str:
            return f"{quote(self.folder_of(other), safe='')}/{quote(assignment, safe='')}.html" if other else ""

        return Around(
            class_page=f"../../{FOLDER}/{assignment}.html",
            student_page=f"../../reports/{address(student)}",
            place=address(student),
            before=before and f"../{address(before)}",
            after=after and f"../{address(after)}",
        )

    def _beside(self, student: str) -> tuple[str, str]:
        """Who stands before and after a student; empty for nobody."""
        place = self.students.get(student)
        if place is None:
            return "", ""
        before = self.students.text(place - 1) if place else ""
        return before, self.students.text(place + 1) if place + 1 < len(self.students) else ""


def _other_folders(students: Collection[str]) -> dict[str, str]:
    """Names for the folders of students whose ids cannot name them here or on the machine they are copied to.

    Of ids that differ in capitals alone, the one without any keeps its name.  Other folders begin with no underscore.
    """
    often = Counter(_folded(folder_name(each)) for each in students)
    alike = (each for each in students if often[_folded(folder_name(each))] > 1)
    collide = {each for each in alike if each != _folded(each)}
    reserved = {each for each in students if _RESERVED.fullmatch(folder_name(each))} - collide
    return {each: _told_apart(each) for each in sorted(collide)} | {each: _made_safe(each) for each in sorted(reserved)}


def folder_name(identity: str) -> str:
    """An id as the name of a folder on any system; each sign that cannot be in one by its number, as in addresses."""
    text = "".join(_by_number(sign) if sign in _NO_FOLDER or not sign.isprintable() else sign for sign in identity)
    if not text or text[0] in _NO_BEGINNING:
        text = _by_number(text[:1] or "\0") + text[1:]
    if text[-1] in {" ", "."}:
        text = text[:-1] + _by_number(text[-1])
    return text if len(text.encode()) <= _LONGEST else f"{text[:40]}-{_digest(identity)}"


def _by_number(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode(errors="surrogatepass"))


def _digest(identity: str) -> str:
    return hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:8]


def _told_apart(student: str) -> str:
    return f"_{folder_name(student)}-{_digest(student)}_"


def _made_safe(student: str) -> str:
    return f"_{folder_name(student)}_"


def possible_folders(student: str) -> set[str]:
    """Every name that a student's folders may have had, whoever else was in the class."""
    return {folder_name(student), _told_apart(student), _made_safe(student)}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def open_outputs(root: Path, book: Address | None = None) -> Outputs:
    """Make the folder, closed to others.  Raises `UsageError` if that cannot be."""
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise UsageError(f"{root} is not a folder", remedy="choose another folder with --out")
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close_to_others(root)
    except OSError as trouble:
        raise UsageError(
            f"the folder {root} cannot be made: {trouble.strerror}", remedy="choose another folder with --out"
        ) from None
    return Outputs(root, book=book)


def _close_to_others(root: Path) -> None:
    try:
        root.chmod(0o700)
    except OSError as trouble:
        if trouble.errno != errno.EROFS:  # on a disk that may only be read it stays as it is, and can be looked at
            raise


@contextlib.contextmanager
def alone(outputs: Outputs, *, dry_run: bool = False) -> Iterator[None]:
    """Keep other runs out of the folder meanwhile.  Raises `UsageError` if one is at work there, or nobody can be.

    The lock is this process's own and ends with it, however it ends.  A file system without locks keeps nobody out, and
    on one that may only be read there is nobody whom a `dry_run` could meet.
    """
    if sys.platform == "win32":
        yield
        return
    if on_read_only_disk(outputs.root):
        if not dry_run:
            raise UsageError(
                f"{outputs.root} lies on a disk that may only be read",
                remedy="have it made writable, or grade into another folder with --out",
            )
        yield
        return
    with storing(outputs):
        make_private_folder(outputs.cache)
        descriptor = os.open(outputs.cache / "lock", os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as trouble:
        if trouble.errno in {errno.EACCES, errno.EAGAIN}:
            os.close(descriptor)
            raise UsageError(
                f"another run is writing into {outputs.root}",
                remedy="wait until it has ended, or choose another folder with --out",
            ) from None
    try:
        yield
    finally:
        os.close(descriptor)


def write_page(path: Path, text: str | bytes) -> None:
    """Write a page, or another document, in a folder that is made where it is missing."""
    make_private_folder(path.parent)
    write_whole(path, text)


def write_class_pages(outputs: Outputs, pages: Mapping[str, str], *, names: bool) -> None:
    """Write the pages of the class, and remove what an earlier class had more.

    That the first page shows names says that others may: it goes before them with names, and after them without.
    """
    if outputs.class_pages.is_dir():
        for path in outputs.class_pages.glob("*.html"):
            if f"{FOLDER}/{path.name}" not in pages:
                path.unlink()
    for place in sorted(pages, key=lambda place: (place == OVERVIEW) is not names):
        write_page(outputs.root / place, pages[place])


def renew_page(path: Path, text: str) -> None:
    """The same, where nothing may have changed: what says so already is of now, and stays."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode(errors="backslashreplace"):
        os.utime(path)
    else:
        write_page(path, text)


@contextlib.contextmanager
def storing(outputs: Outputs) -> Iterator[None]:
    """What the disk refuses, as an error with a remedy."""
    try:
        yield
    except OSError as trouble:
        raise StorageError(
            f"{trouble.filename or outputs.root} cannot be written: {trouble.strerror}",
            remedy="make room on the disk and see that the folder is yours; then run it again, which goes on from here",
        ) from trouble


def sweep(outputs: Outputs) -> None:
    """Remove what processes that were killed left half written; what is still being written stays."""
    folders = [
        outputs.root,
        outputs.class_pages,
        *(folder for tree in outputs.trees for folder in _entries(tree) if folder.is_dir()),
    ]
    for path in (path for folder in folders for path in _entries(folder)):
        unfinished = UNFINISHED.fullmatch(path.name)
        if unfinished and not _is_running(int(unfinished["pid"])):
            path.unlink(missing_ok=True)


def _entries(folder: Path) -> Iterator[Path]:
    return iter(()) if folder.is_symlink() or not folder.is_dir() else folder.iterdir()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
