"""An archive as a tree: what lies in a .zip or .tar.gz, under limits.  Nothing is ever unpacked under a name.

Every byte here is untrusted.  Names are judged by their parts, links and devices are told apart and never followed,
and whatever the archive claims about sizes, no more is unpacked than its bounds say.
"""

from __future__ import annotations

from typing import BinaryIO

from grader.collect.archives.bounds import Bounds, Meter
from grader.collect.archives.damage import DAMAGE
from grader.collect.archives.tar_files import in_tar
from grader.collect.archives.zip_files import in_zip
from grader.collect.names import is_clutter
from grader.collect.places import Keep, Unfit
from grader.collect.tree import Entry, Kind, Wanted
from grader.records import TroubleKind


def archive_entries(
    file: BinaryIO, name: str, wanted: Wanted, bounds: Bounds, keep: Keep, *, folders: Bounds | None = None
) -> list[Entry]:
    """All entries of an archive, but for what operating systems add; contents of the files that are wanted are kept.

    `name` tells the kind of archive.  With bounds for `folders` there is an entry more for each folder that is beyond
    them, unfit, and nothing more of it.  Raises `Unfit` where the archive cannot be read as a whole.
    """
    reading = in_zip if name.lower().endswith(".zip") else in_tar
    meter = Meter(bounds, folders)
    try:
        held = [entry for entry in reading(file, wanted, meter, keep) if not _is_clutter(entry)]
    except DAMAGE:
        raise Unfit(TroubleKind.DAMAGED) from None
    except MemoryError:
        raise Unfit(TroubleKind.TOO_MUCH_MEMORY) from None
    return [*held, *(Entry(folder, Kind.FOLDER, unfit=unfit) for folder, unfit in meter.beyond().items())]


def _is_clutter(entry: Entry) -> bool:
    return entry.kind is not Kind.ASTRAY and is_clutter(entry.parts)
