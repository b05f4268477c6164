"""Hand-ins graded by a Dask cluster: units go out, grades come back as they are done, and are believed as data only.

Dask schedules, and asks again where a worker dies.  A unit that every worker dies of is halved until the hand-in is
found that they die of; it is named, and the others are graded.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from functools import partial
from itertools import islice
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import msgspec

from grader.cluster.units import Answer, GradedThere, Unit, demand_of, parcel_of, shortcoming
from grader.cluster.worker import grade_unit
from grader.collect.hand_in import HandIn
from grader.collect.listing import HandIns
from grader.errors import GraderError, UsageError
from grader.grading.prepared import Prepared
from grader.installation import missing_package
from grader.records import Key, Submission

_UNIT = 200  # hand-ins: some seconds of one worker
_FOR_EACH_WORKER = 4  # units at least, so that none is left alone with the last
_AHEAD = 3  # units for each worker that are handed over before they are due
_PATIENCE = 10.0  # seconds until a scheduler answers, and until a first worker is there
_DATA_ONLY = ["dask", "msgpack"]  # how results may be written: nothing that runs where it is read
_SCHEDULER_GONE = "the scheduler is gone"
_GONE_WITH_ITS_WORKER = "lost"  # Dask's word
_MOST_MADE = 4  # times that an answer is waited for: who dies with it each time dies of it
DIED = "each worker that graded this hand-in died"


class ClusterError(GraderError):
    """A cluster cannot be had, or not any more."""


class _DiedError(Exception):
    """Workers die of a unit, or with its answer."""


class Came(msgspec.Struct, frozen=True):
    """What came back for one hand-in: a grade with its transcript, still packed, or why there is none."""

    hand_in: HandIn
    submission: Submission
    graded: GradedThere | None
    why_not: str = ""


class Cluster:
    """A connection to a scheduler; `with` ends it."""

    def __init__(self, address: str, tier: str) -> None:
        """Connect.  Raises `UsageError` for an address that is not safe, and `ClusterError` where nobody answers."""
        require_safe(address)
        self._address, self._tier = address, tier
        self._client = _connected(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):  # it may be gone
            self._client.close(timeout=2)

    def graded(self, hand_ins: HandIns, prepared: Mapping[str, Prepared]) -> Generator[Came, None, None]:
        """What becomes of each hand-in, in any order.  Raises `ClusterError` where the cluster fails or falls short."""
        parcels = {name: msgspec.msgpack.encode(parcel_of(each)) for name, each in prepared.items()}
        waiting = _distributed().as_completed(loop=self._client.loop)
        units: dict[Any, tuple[HandIn, ...]] = {}
        suspects: list[HandIn] = []

        def submitted(group: tuple[HandIn, ...]) -> Any:
            assignment = group[0].assignment
            unit = Unit(demand_of(prepared[assignment], self._tier), tuple(each.submission() for each in group))
            with self._as_long_as_it_is_there():
                return self._client.submit(grade_unit, parcels[assignment], msgspec.msgpack.encode(unit), pure=False)

        workers = self._workers()
        left, halves = _in_units(hand_ins, workers), deque[tuple[HandIn, ...]]()
        try:
            while True:
                while len(units) < _AHEAD * workers:  # hand-ins are read when they are due
                    group = next(left, None) or (halves.popleft() if halves else ())
                    if not group:
                        break
                    units[future := submitted(group)] = group
                    waiting.add(future)
                if not units:
                    break
                group = units.pop(future := next(waiting))
                answer = self._answer(future)
                if answer is not None:
                    yield from _believed(answer, group, prepared[group[0].assignment], self._tier)
                elif len(group) > 1:
                    middle = len(group) // 2
                    halves += (group[:middle], group[middle:])
                else:
                    suspects += group
            for each in suspects:  # each by itself: a worker that dies takes with it what else it had
                answer = self._answer(submitted((each,)))
                if answer is None:
                    yield Came(each, each.submission(), None, DIED)
                else:
                    yield from _believed(answer, (each,), prepared[each.assignment], self._tier)
        finally:
            if units and self._client.status == "running":
                self._client.cancel(list(units), force=True)

    def _workers(self) -> int:
        """How many there are, once there is one."""
        try:
            with self._as_long_as_it_is_there():
                self._client.wait_for_workers(1, timeout=_PATIENCE)
                return len(self._client.scheduler_info(n_workers=-1)["workers"])
        except TimeoutError:
            raise ClusterError(
                f"the cluster {self._address} has no workers",
                remedy=f"start some, one for each core: dask worker {self._address}",
            ) from None

    def _answer(self, future: Any) -> Answer | None:
        """What a worker said of a unit; None where every worker died of it.  Raises `ClusterError`."""
        try:
            answer = msgspec.msgpack.decode(self._result(future), type=Answer)
        except _DiedError:
            return None
        except (msgspec.DecodeError, TypeError) as trouble:
            raise self._failed(f"a worker answers with something else than grades ({trouble})") from None
        if answer.refused:
            raise self._failed(f"a worker {answer.refused}")
        return answer

    def _result(self, future: Any) -> Any:
        """What a unit's function returned.  Raises `_DiedError` where workers die of it.

        It lies on the worker that made it until it is fetched.  Where it goes with that worker, Dask has it made again,
        as often as that happens, and the wait begins anew: it can end in another way then.
        """
        for _ in range(_MOST_MADE):
            with contextlib.suppress(Exception):  # its status tells which
                future.exception()  # waits until it is done
                if future.status == _GONE_WITH_ITS_WORKER:
                    continue
            if future.status == "error":
                if type(future.exception()).__name__ == "KilledWorker":
                    raise _DiedError
                raise self._failed("a worker could not take its work: is the same grader installed there?")
            if future.status != "finished":
                raise self._failed(_SCHEDULER_GONE)
            try:
                with self._as_long_as_it_is_there():
                    return future.result()
            except (ClusterError, TypeError):
                raise
            except Exception as trouble:  # noqa: BLE001 - whatever Dask raises of an answer that it does not have
                if future.status == "finished":
                    raise self._failed(f"an answer was lost ({type(trouble).__name__})") from None
        with contextlib.suppress(Exception):  # the scheduler may be gone, and then nobody makes it any more
            future.cancel(force=True)
        raise _DiedError

    @contextlib.contextmanager
    def _as_long_as_it_is_there(self) -> Iterator[None]:
        """A scheduler can go at any moment, also when its client holds it for reachable and its answers for there."""
        try:
            yield
        except TimeoutError:
            raise
        except (OSError, CancelledError, _distributed().client.ClosedClientError):
            raise self._failed(_SCHEDULER_GONE) from None

    def _failed(self, why: str) -> ClusterError:
        return ClusterError(
            f"the cluster {self._address}: {why}",
            remedy="what was graded is kept; mend the cluster and run this again, or run it without --cluster",
        )


def require_safe(address: str) -> None:
    """Raise `UsageError` for an address over which hand-ins and hidden inputs would travel openly."""
    parts = urlsplit(address)
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not _has_port(parts):
        raise UsageError(f"{address!r} is no address of a scheduler", remedy="write one like tls://host:8786")
    if parts.scheme == "tls" or _is_loopback(parts.hostname):
        return
    raise UsageError(
        f"{address} is not encrypted, and hand-ins and hidden inputs would travel over it",
        remedy="give the scheduler certificates, and start its address with tls://",
    )


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is not None
    except ValueError:  # another one than a number
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _distributed() -> Any:
    """The package, which has no types and is an extra."""
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise missing_package(missing.name or "distributed") or missing from None
    # What becomes of a cluster is said in a sentence: Dask tells of each connection that it loses.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    return distributed


def _connected(address: str) -> Any:
    dask = _distributed()
    security = dask.Security() if address.startswith("tls://") else dask.Security(require_encryption=False)
    if address.startswith("tls://") and not (security.tls_client_cert and security.tls_ca_file):
        raise UsageError(
            f"{address} asks for a certificate, and none is named",
            remedy="name certificate, key and CA in Dask's configuration, under distributed.comm.tls",
        )
    try:
        return dask.Client(
            address,
            security=security,
            timeout=_PATIENCE,
            serializers=["dask", "msgpack", "pickle"],
            deserializers=_DATA_ONLY,
            set_as_default=False,
        )
    except (OSError, TimeoutError) as trouble:
        raise ClusterError(
            f"no scheduler answers at {address}: {trouble}",
            remedy="start one (dask scheduler), or run this without --cluster",
        ) from None


def _in_units(hand_ins: HandIns, workers: int) -> Iterator[tuple[HandIn, ...]]:
    """Hand-ins to one assignment in groups, so small that every worker gets some."""
    size = min(_UNIT, max(1, -(-len(hand_ins) // (workers * _FOR_EACH_WORKER))))
    for assignment in dict.fromkeys(assignment for _, assignment in hand_ins.whose()):
        of_it = iter(hand_ins.where(partial(_is_to, assignment)))
        while group := tuple(islice(of_it, size)):
            yield group


def _is_to(assignment: str, key: Key) -> bool:
    return key[1] == assignment


def _believed(answer: Answer, group: Sequence[HandIn], prepared: Prepared, tier: str) -> Iterator[Came]:
    """The rows of an answer, as far as each is about the hand-in that was asked for and was made as it had to be."""
    rows = answer.graded if len(answer.graded) == len(group) else ()
    if not rows:
        yield from (Came(each, each.submission(), None, "its worker answered for other hand-ins") for each in group)
    demand = demand_of(prepared, tier)
    for hand_in, row in zip(group, rows, strict=False):
        submission, grade = hand_in.submission(), row.grade
        made = grade.conditions
        why = "" if made is None else shortcoming(demand, made, grade.rubric_sha256)
        if made is None or why or not _is_about(row, submission, prepared):
            yield Came(hand_in, submission, None, "its worker answered for another hand-in")
            continue
        yield Came(hand_in, submission, row)


def _is_about(row: GradedThere, submission: Submission, prepared: Prepared) -> bool:
    grade, rubric = row.grade, prepared.rubric
    return (
        (grade.student, grade.assignment, grade.filename)
        == (submission.student, submission.assignment, submission.filename)
        and grade.submission_sha256 in {submission.sha256, ""}
        and grade.max_score == rubric.max_points
        and [each.id for each in grade.judgements] == [each.id for each in rubric.criteria]
        and all(
            0 <= each.points <= criterion.points
            for each, criterion in zip(grade.judgements, rubric.criteria, strict=True)
        )
    )
