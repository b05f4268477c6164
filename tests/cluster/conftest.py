"""A real scheduler with two workers, on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUICK = {
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",  # a unit that a worker dies of is halved at once
    "PYTHONPATH": str(ROOT),
}


NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})


class Dask:
    """A scheduler and its workers, as processes of their own; what Dask is to do else stands in the environment."""

    def __init__(self, folder: Path, *, protocol: str = "tcp", environment: Mapping[str, str] = NOTHING_ELSE) -> None:
        folder.mkdir(exist_ok=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._environment = os.environ | QUICK | dict(environment)
        found = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--protocol", protocol, "--scheduler-file", str(found))
        self.address = str(_read(found)["address"])
        self.workers = self._start(
            "worker", self.address, "--nthreads", "1", "--nworkers", "2", "--local-directory", str(folder / "workers")
        )

        if protocol == "tcp":
            self._wait_for_workers()

    def _wait_for_workers(self) -> None:
        """However long they take to start here, no test is about that."""
        import distributed  # noqa: PLC0415 - as below

        with distributed.Client(self.address, timeout=60, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=60)

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--host", "127.0.0.1", "--no-dashboard"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(started)
        return started

    def one_worker(self) -> int:
        """The process of one of them."""
        import distributed  # noqa: PLC0415 - where it is not installed, these tests are skipped

        with distributed.Client(self.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            return int(next(iter(client.run(os.getpid).values())))

    def close(self) -> None:
        """End all of it: workers first, as they take leave of their scheduler, and wait long for one that is gone."""
        for process in reversed(self._processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5 if self.scheduler.poll() is None else 0.5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _read(path: Path) -> Any:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return json.loads(path.read_text())
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with closing(Dask(tmp_path_factory.mktemp("dask"))) as started:
        yield started
