"""`make soak`: every attack in every tier, as each kind of user, alone and among harmless hand-ins; prints a table.

Alone means: in workers of its own, started for it.  Among: one after the other in the same workers, which come from a
share of a zygote as in a class, with harmless hand-ins for the same assignment between them, whose grades must stay
what they are without the hostile ones.  Exit code 1 on any finding.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

from grader.errors import IsolationError
from grader.isolation import Isolation
from grader.sandbox.tiers import TIERS as ALL
from tests.attacks import channels
from tests.attacks.arena import Arena, fingerprint, harmless
from tests.attacks.attack import ASSIGNMENTS, CLASSES, Attack
from tests.attacks.corpus import ATTACKS

ROOT = Path(__file__).resolve().parents[2]
TIERS = [tier.isolation for tier in ALL if tier.isolation is not None and tier.locked_down]
ORDINARY = "nobody"


@dataclass(frozen=True, slots=True)
class Row:
    """One class of threats in one setting."""

    user: str
    layers: str
    tier: str
    company: str
    threat: int
    attacks: int
    slowest: float
    findings: tuple[str, ...]


def main() -> int:
    """Run what is asked for; by default everything, each kind of user in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tier", action="append", choices=list(map(str, TIERS)), help="only this tier")
    options.add_argument("--company", action="append", choices=["alone", "among"], help="only this way")
    options.add_argument("--threat", action="append", type=int, help="only this class")
    options.add_argument("--assignment", action="append", choices=ASSIGNMENTS, help="only hand-ins for this one")
    options.add_argument("--here", metavar="NAME", help="run in this process, print rows as JSON (used by itself)")
    chosen = options.parse_args()
    tiers = [Isolation(tier) for tier in chosen.tier or TIERS]
    companies = chosen.company or ["alone", "among"]
    attacks = [
        each
        for each in ATTACKS
        if each.threat in (chosen.threat or CLASSES) and each.assignment in (chosen.assignment or ASSIGNMENTS)
    ]
    if chosen.here:
        warnings.simplefilter("error")  # what an instructor would see of it in the terminal is a finding
        for row in _rows(chosen.here, tiers, companies, attacks):
            _say(json.dumps(asdict(row)))
        return 0
    return _report(_by_users(sys.argv[1:]))


# --- in one process --------------------------------------------------------------------------------------------------


def _rows(user: str, tiers: Sequence[Isolation], companies: Sequence[str], attacks: Sequence[Attack]) -> Iterator[Row]:
    for tier in tiers:
        for company in companies:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    with Arena(Path(folder), tier, shared=company == "among") as arena:
                        layers = ", ".join(arena.backend.layers)
                        yield from _fight(arena, user, layers, company, attacks)
                        yield _listened(arena, user, layers, company)
                except IsolationError as refusal:
                    yield Row(user, "", tier, company, 0, 0, 0.0, (f"the tier is not to be had: {refusal.problem}",))


def _fight(arena: Arena, user: str, layers: str, company: str, attacks: Sequence[Attack]) -> Iterator[Row]:
    among = company == "among"
    honest = {assignment: _Honest(arena, assignment) for assignment in ASSIGNMENTS} if among else {}
    for threat in CLASSES:
        findings: list[str] = []
        slowest = 0.0
        of_class = [each for each in attacks if each.threat == threat]
        for attack in of_class:
            if not among:
                arena.afresh()
            fought = arena.fight(attack)
            slowest = max(slowest, fought.seconds)
            findings += [f"{attack.name}: {finding}" for finding in fought.findings]
            if among and not honest[attack.assignment].next_is_the_same():
                findings.append(f"{attack.name}: the grade of the harmless hand-in after it is another one")
        if of_class:
            yield Row(user, layers, arena.tier, company, threat, len(of_class), slowest, tuple(findings))


_CHANNELS = 16  # the class of the threats that no hand-in of the corpus stands for
_LISTENED = 3


def _listened(arena: Arena, user: str, layers: str, company: str) -> Row:
    """Each channel, with files that were in memory before and with files that were not, three times."""
    findings, slowest = [], 0.0
    settings = [(way, warm) for way in channels.Way for warm in (True, False)]
    for way, warm in _LISTENED * settings:
        begun = time.monotonic()
        # Of so many words, one is beyond chance by chance.
        beyond = channels.heard_twice(way, arena.backend, arena.other, warm=warm)
        slowest = max(slowest, time.monotonic() - begun)
        findings += [f"{way}: {right} of {channels.BITS} bits, files {'warm' if warm else 'cold'}" for right in beyond]
    return Row(user, layers, arena.tier, company, _CHANNELS, _LISTENED * len(settings), slowest, tuple(findings))


class _Honest:
    """Harmless hand-ins for one assignment, graded once before there was any attack, and then in turn."""

    def __init__(self, arena: Arena, assignment: str) -> None:
        self._arena = arena
        self._before = [(each, fingerprint(arena.graded(each), arena)) for each in harmless(arena, assignment)]
        self._turn = cycle(self._before)

    def next_is_the_same(self) -> bool:
        """Whether the next one still gets the grade that it got without company."""
        submission, before = next(self._turn)
        return fingerprint(self._arena.graded(submission), self._arena) == before


# --- as each kind of user --------------------------------------------------------------------------------------------


def _by_users(arguments: Sequence[str]) -> Iterator[Row]:
    for name, command, environment in _users():
        if not command:
            _say(f"{name}: left out")
            continue
        started = time.monotonic()
        process = subprocess.Popen(
            [*command, "-m", "tests.attacks.soak", "--here", name, *arguments],
            stdout=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            row = json.loads(line)
            yield Row(**{**row, "findings": tuple(row["findings"])})
        if process.wait():
            yield Row(name, "", "-", "-", 0, 0, 0.0, (f"the run ended with exit status {process.returncode}",))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        _say(f"{name}: {time.monotonic() - started:.0f} s, at most {peak} MiB")


def _users() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Who can be had here: a name, how to start Python as that user (empty if it cannot be), and the environment."""
    environment = dict(os.environ) | {"PYTHONDONTWRITEBYTECODE": "1"}
    if os.geteuid() != 0:
        yield "an ordinary user", [sys.executable], environment
        yield "root (only root can become root)", [], {}
        return
    yield "root", [sys.executable], environment
    open_to_all = environment | {"PYTHONPATH": os.pathsep.join([str(ROOT), *_packages()]), "HOME": "/"}
    python = _python_for_all(open_to_all)
    if python is None:
        yield f"{ORDINARY} (no Python with the packages can be read by other users)", [], {}
        return
    if not _runs([sys.executable], open_to_all, as_user=True):
        yield "root with an own uid for each worker", [python], open_to_all
    yield ORDINARY, ["runuser", "-u", ORDINARY, "--", python], open_to_all


def _packages() -> list[str]:
    return [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]


def _python_for_all(environment: dict[str, str]) -> str | None:
    """A Python of this version that an ordinary user can start and that finds the packages."""
    names = [sys.executable, *(shutil.which(f"python3.{sys.version_info.minor}", path=place) for place in _PLACES)]
    return next((name for name in names if name and _runs([name], environment, as_user=True)), None)


_PLACES = ("/usr/bin", "/usr/local/bin", "/opt/python/bin")


def _runs(command: Sequence[str], environment: dict[str, str], *, as_user: bool) -> bool:
    if shutil.which("runuser") is None:
        return False
    prefix = ["runuser", "-u", ORDINARY, "--"] if as_user else []
    tried = subprocess.run(
        [*prefix, *command, "-c", "import grader.grading.grade, numpy, tests.attacks.corpus"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def _report(rows: Iterator[Row]) -> int:
    """Print rows as they come, a heading for each setting; 1 if there is any finding."""
    found, setting = 0, ""
    for row in rows:
        if setting != (setting := f"as {row.user}, tier {row.tier}, {row.company} ({row.layers})"):
            _say(f"\n{setting}")
        found += len(row.findings)
        verdict = f"{len(row.findings)} FOUND" if row.findings else "holds"
        title = (CLASSES | {_CHANNELS: "is heard by what outlives a worker"}).get(row.threat, "could not be run")
        _say(f"{row.threat:4}  {title:50}{row.attacks:4} hand-ins, slowest {row.slowest:5.1f} s  {verdict}")
        for finding in row.findings:
            _say(f"      {finding}")
    _say(f"\n{found} findings")
    return 1 if found else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
