"""A headless Chromium to look at pages with: started for a test, spoken to over its DevTools protocol."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import connect

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)

_PORT = "DevToolsActivePort"


def find_chromium() -> str | None:
    """The path of a Chromium, if there is one."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Browser:
    """One tab.  `events` holds everything that the browser reported since the last page was opened."""

    def __init__(self, program: str, profile: Path) -> None:
        (profile / _PORT).unlink(missing_ok=True)  # of a browser that had this profile before
        self._process = subprocess.Popen(
            [program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self._open = ExitStack()
        self._open.callback(self._end)
        try:
            self._connect(profile)
        except BaseException:
            self._open.close()
            raise

    def _connect(self, profile: Path) -> None:
        port = _port(profile / _PORT)
        # Without pings: a thread would draw their bytes by `random`, in the middle of whatever test is run meanwhile.
        address = f"ws://127.0.0.1:{port[0]}{port[1]}"
        self._socket = self._open.enter_context(connect(address, max_size=None, ping_interval=None))
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Security"):
            self.send(f"{domain}.enable")

    _session: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _end(self) -> None:
        """End the browser, kindly at first: none may outlive its test."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def send(self, method: str, **parameters: Any) -> Any:
        """One command and its answer; events that come in between are kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=30))
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, page: Path | str, *, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        """Show a file, or what an address leads to, in a window of this size, and wait until it is there."""
        self.look(width=width, height=height, dark=dark)
        self.events.clear()
        self.send("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.send("Runtime.evaluate", expression="1")
            time.sleep(0.01)

    def look(self, *, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        """Give the window a size, and the page a scheme, without loading it again."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and let go of one key; `text` is what it types."""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                nativeVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )


def _port(file: Path) -> tuple[int, str]:
    for _ in range(400):
        if file.exists() and len(lines := file.read_text().splitlines()) == 2:
            return int(lines[0]), lines[1]
        time.sleep(0.05)
    raise RuntimeError("the browser did not start")
