"""What other machines grade, finished here: explained, its pages written, by as many processes as there are cores.

The reference and what nobody wrote down are on this machine alone, and so explaining is: one process does it for some
eighty hand-ins a second, however many workers there are.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing

import msgspec

from grader.batch.processes import spread
from grader.batch.shard import Shard
from grader.cluster.asking import Came, Cluster, ClusterError
from grader.collect.listing import HandIns
from grader.gradebook.entries import Entry
from grader.grading.prepared import Prepared


def by_cluster(
    cluster: Cluster, due: HandIns, prepared: Mapping[str, Prepared], begin: Callable[[], Shard], *, jobs: int
) -> Generator[Entry, None, None]:
    """What comes of hand-ins that a cluster grades.  Raises `ClusterError` where it fails, after what came before."""
    failed: list[ClusterError] = []

    def came() -> Iterator[Came]:
        with closing(cluster.graded(due, prepared)) as found:
            try:
                yield from found
            except ClusterError as trouble:
                failed.append(trouble)

    # Forked beside Dask's threads: what these processes do has nothing of Dask in it, and so none of its locks.
    yield from spread(came(), len(due), lambda: _Finishing(begin()), jobs=jobs)
    if failed:
        raise failed[0]


class _Finishing(msgspec.Struct, frozen=True):
    """A process's share of what comes back."""

    shard: Shard

    def do(self, came: Came) -> Entry:
        return self.shard.take(came)

    def give_up(self, came: Came, why: str) -> Entry:
        return self.shard.give_up(came.hand_in, why)

    def close(self) -> None:
        self.shard.close()
