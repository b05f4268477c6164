"""Which tests stay in one process, where several processes share them."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = "tests/web/"  # they share a site, a browser's profile and the byte code in it


class ByFile(LoadScopeScheduling):  # type: ignore[misc] # xdist says nothing of its types
    """A file's tests stay in one process, which builds what they share once; so do all files of `_TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    """What a test is handed out with."""
    file = nodeid.partition("::")[0]
    return _TOGETHER if file.startswith(_TOGETHER) else file
