"""What kind of disk a file lies on: SQLite's log needs memory that all who open it share, and a place to be written."""

from __future__ import annotations

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
# Kinds of file systems as the kernel names them.
_SHARED = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|lustre|gpfs|beegfs|gfs2|ocfs2|orangefs|pvfs2|9p|virtiofs|"
    r"fuse\.(sshfs|glusterfs|ceph|ceph-fuse|s3fs|rclone|juicefs|gcsfuse|davfs|smbnetfs|curlftpfs|lustre|quantcast)|davfs"
)


def on_network_disk(file: Path, mounts: Path = MOUNTS) -> bool:
    """Whether it does, as far as the system tells; elsewhere than on Linux, nothing tells."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        parents = {str(each) for each in (file.parent.resolve(), *file.parent.resolve().parents)}
    except OSError:
        return False
    kinds = {}  # of each mount point around the file; a later mount hides an earlier one
    for line in lines:
        fields, _, rest = line.partition(" - ")
        place = _unescaped(fields.split(" ")[4])
        if place in parents:
            kinds[place] = rest.split(" ")[0]
    nearest = max(kinds, key=len, default="")
    return _SHARED.fullmatch(kinds.get(nearest, "")) is not None


def on_read_only_disk(path: Path) -> bool:
    """Whether nobody can write there, whoever it is, as far as the system tells."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except (OSError, AttributeError):  # not there; or Windows
        return False


def _unescaped(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
