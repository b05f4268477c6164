"""What works on this machine: Python, packages, each isolation layer, each tier, and attacks that must fail.

Every line is found out by doing it, in a worker where it is about workers.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import time
from collections.abc import Iterator

import msgspec

from grader.errors import GraderError
from grader.installation import PACKAGES, how_to_install
from grader.isolation import Isolation
from grader.records import Call, Ending, Limits, SourceKind, Submission
from grader.sandbox import values
from grader.sandbox.base import Backend, Tier
from grader.sandbox.recording import record
from grader.sandbox.tiers import TIERS, open_backend, open_tier, tier_of, why_not_here


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at.  `works` is None where there is nothing to judge; of an `attack`, that it was refused."""

    group: str
    name: str
    works: bool | None
    detail: str
    attack: bool = False
    matters: bool | None = None  # of a layer that is missing: whether hidden criteria cannot be graded without it


def findings() -> Iterator[Finding]:
    """Everything, in the order in which one would ask."""
    yield Finding("machine", "system", None, f"{platform.system()} {platform.release()} on {platform.machine()}")
    recent = sys.version_info >= (3, 11)
    yield Finding("machine", "Python", recent, f"{platform.python_version()} ({sys.executable})")
    yield from _packages()
    yield from _gradebook()
    yield from _layers()
    for tier in TIERS:
        if tier.isolation is not None and not _has_a_stand_in(tier):  # without one, it lives in this very process
            yield from _tier(tier)
    yield _auto(OWN_FILE, hidden=False)
    yield _auto(HIDDEN_CRITERIA, hidden=True)


OWN_FILE, HIDDEN_CRITERIA = "`check` of one's own file", "`auto` for hidden criteria"  # what results are about


def _has_a_stand_in(tier: Tier) -> bool:
    """Whether another row is what its isolation means on this system."""
    return tier.isolation is not None and bool(why_not_here(tier)) and not why_not_here(tier_of(tier.isolation))


def _packages() -> Iterator[Finding]:
    distributions = importlib.metadata.packages_distributions()  # PyYAML has `yaml`
    for name in PACKAGES:
        try:
            yield Finding(
                "packages", name, True, importlib.metadata.version(next(iter(distributions.get(name, [name]))))
            )
        except importlib.metadata.PackageNotFoundError:
            yield Finding("packages", name, False, f"not installed; {how_to_install(name)}")


def _gradebook() -> Iterator[Finding]:
    """The one that the environment names, if it does; nothing is made there."""
    if not (given := os.environ.get("GRADER_GRADEBOOK")):
        return
    try:
        from grader.gradebook.address import read_address  # noqa: PLC0415 - students have no database
        from grader.gradebook.database import is_there  # noqa: PLC0415

        address = read_address(given)
        found = "" if is_there(address) else " (nothing is kept there yet)"
    except (GraderError, ModuleNotFoundError) as trouble:
        said = trouble.problem if isinstance(trouble, GraderError) else how_to_install("sqlalchemy")
        yield Finding("gradebook", "GRADER_GRADEBOOK", False, said)
    else:
        yield Finding("gradebook", "GRADER_GRADEBOOK", True, f"{address}{found}")


def _layers() -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        yield Finding("isolation layers", "all", False, "they need Linux; use `none` on a machine of your own")
        return
    from grader.sandbox.lockdown import layers, namespaces  # noqa: PLC0415 - Linux alone

    for namespace, why_not in namespaces.probe([]).items():
        yield _layer(namespaces.NAMESPACE_NAMES[namespace], why_not, False, _WITHOUT_NAMESPACE)
    for layer, why_not in layers.probe([]).items():
        yield _layer(layers.LAYER_NAMES[layer], why_not, *_WITHOUT[layer])


def _layer(name: str, why_not: str, matters: bool, without: str) -> Finding:
    if not why_not:
        return Finding("isolation layers", name, True, "works")
    said = "this matters" if matters else "this does not matter"
    return Finding("isolation layers", name, False, f"{why_not}; {said}: {without}", matters=matters)


_WITHOUT_NAMESPACE = "only `strict` needs it, and `standard` grades hidden criteria without"
# Layer → whether `standard` cannot be had without it, and what is so then.
_WITHOUT = {
    "own_uid": (False, "an ordinary user has none either; processes are then counted with all others of the same user"),
    "no_capabilities": (True, "root's rights would be a worker's; run grader as an ordinary user, or mend this"),
    "rlimits": (True, "nothing would bound what a worker takes, so neither `strict` nor `standard` starts"),
    "no_new_privs": (True, "Landlock and the list of calls stand on it, so neither `strict` nor `standard` starts"),
    "landlock": (False, "workers open no file at all then; only assignments with `packages` of their own need it"),
    "no_open": (True, "a worker could open files, or see which there are, so neither `strict` nor `standard` starts"),
    "seccomp": (True, "a worker could ask the kernel for anything, so neither `strict` nor `standard` starts"),
}


def _tier(tier: Tier) -> Iterator[Finding]:
    group = f"tier {tier}"
    try:
        backend = open_tier(tier)
    except GraderError as trouble:
        yield Finding(group, "start", False, trouble.problem)
        return
    with backend:
        yield Finding(group, "start", True, ", ".join(backend.layers).replace("_", " ") or _unlocked(tier))
        yield _cost(group, backend)
        if tier.locked_down:
            yield from _attacks(group, backend, _ATTACKS | (_ATTACKS_ON_NAMES if tier.names_hidden else {}))


def _unlocked(tier: Tier) -> str:
    return "clocks and resource limits" if tier.memory_limit else "a clock"


_WORKERS, _INTERPRETERS = 20, 3  # what starts anew each time takes its time


def _cost(group: str, backend: Backend) -> Finding:
    """The time of one worker from its start to its end, with an empty file."""
    submission = Submission("doctor", "doctor", "doctor.py", SourceKind.PYTHON, b"def f(): return 1\n")
    started = time.perf_counter()
    count = _WORKERS if backend.tier.cpu_clock else _INTERPRETERS
    for _ in range(count):
        record(submission, [_call("f")], backend=backend, limits=Limits())
    cost = (time.perf_counter() - started) / count
    return Finding(group, "one worker", None, f"{1000 * cost:.1f} ms")


# What a hostile file would try first.  Each returns 1 where it got through; any exception is a refusal.
_ATTACKS = {
    "read a file of the system": "open('/etc/passwd').read(); return 1",
    "read the environment of process 1": "open('/proc/1/environ', 'rb').read(); return 1",
    "look into the folder above Python": "import os, sys; os.listdir(os.path.dirname(sys.prefix)); return 1",
    "write a file": "open('marker', 'w').write('x'); return 1",
    "write into /tmp": "open('/tmp/marker-of-grader-doctor', 'w').write('x'); return 1",
    "open a socket": "import socket; socket.socket(); return 1",
    "start a process": "import os; pid = os.fork(); pid or os._exit(0); return 1",
    "signal the parent": "import os; os.kill(os.getppid(), 0); return 1",
    "import the gradebook's library": "import sqlalchemy; return 1",
    "make a namespace": "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0; return 1",
    "trace another process": "import ctypes; assert ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0; return 1",
    "leave shared memory": "import ctypes; assert ctypes.CDLL(None).shmget(1, 4096, 0o1600) >= 0; return 1",
}

# Without namespaces a worker may ask what exists, though not what is in it.
_ATTACKS_ON_NAMES = {
    "see that a file of the system is there": "import os; os.stat('/etc/passwd'); return 1",
    "see that a process is there": "import os; os.stat('/proc/1'); return 1",
    "see where the grader lies": f"import os; os.stat({__file__!r}); return 1",
}


def _attacks(group: str, backend: Backend, attacks: dict[str, str]) -> Iterator[Finding]:
    names = {f"attack_{number}": what for number, what in enumerate(attacks)}
    source = "".join(f"def {name}():\n    {attacks[what]}\n\n\n" for name, what in names.items())
    submission = Submission("doctor", "doctor", "doctor.py", SourceKind.PYTHON, source.encode())
    calls = [_call(name) for name in names]
    transcript = record(submission, calls, backend=backend, limits=Limits())
    for call in calls:
        outcome = transcript.outcomes[call]
        refused = transcript.loaded and outcome.ending is Ending.RAISED
        detail = f"refused ({outcome.error})" if refused else f"NOT refused ({outcome.ending})"
        yield Finding(group, f"may not {names[call.function]}", refused, detail, attack=True)


def _call(function: str) -> Call:
    return Call(function, values.encode_arguments((), {}))


def _auto(name: str, *, hidden: bool) -> Finding:
    try:
        with open_backend(Isolation.AUTO, hidden=hidden) as backend:
            return Finding("result", name, True, f"takes `{backend.tier}`")
    except GraderError as trouble:
        return Finding("result", name, False, trouble.problem)
