"""Serves a site on this machine alone: files that were there at the start, by their names, and nothing else.

Another site's page may ask for `localhost` too, under a name of its own that leads here: such a request names that
host, and is refused.
"""

from __future__ import annotations

import mimetypes
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from grader.errors import UsageError

LOOPBACK = "127.0.0.1"
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".whl": "application/octet-stream",
    ".html": "text/html; charset=utf-8",
}


class Server(ThreadingHTTPServer):
    """A site on loopback, and files beside it by names of their own, which may come and go.

    Raises `UsageError` where the folder holds no site, or the port is taken.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0, beside: Mapping[str, Path] | None = None) -> None:
        self.files = {f"/{path.relative_to(folder).as_posix()}": path for path in _files(folder)} | dict(beside or {})
        if "/index.html" not in self.files:
            raise UsageError(f"{folder} holds no site: there is no index.html", remedy="make one: grader release --web")
        self.files["/"] = self.files["/index.html"]
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as trouble:
            raise UsageError(f"port {port} cannot be had: {trouble}", remedy="name another with --port") from None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """What a browser is given."""
        return f"http://{LOOPBACK}:{self.port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle; what is wrong with ourselves is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        port = self.server.port
        if self.headers.get("Host") not in {f"{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")}:
            self._say(HTTPStatus.FORBIDDEN, b"this server is for this machine alone\n", body=body)
            return
        path = self.server.files.get(_path_of(self.path))
        try:
            data = None if path is None or path.is_symlink() else path.read_bytes()
        except OSError:
            data = None
        if path is None or data is None:
            self._say(HTTPStatus.NOT_FOUND, b"there is no such file\n", body=body)
            return
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._say(HTTPStatus.OK, data, kind, body=body)

    def _say(self, status: HTTPStatus, data: bytes, kind: str = "text/plain", *, body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        """Nothing: what is asked for is nobody's business."""


def _files(folder: Path) -> list[Path]:
    """Plain files below a folder; no link, and nothing whose name begins with a dot."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", remedy="name the folder web/ of a pack")
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _path_of(address: str) -> str:
    """What is asked for; nothing where that is no address."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""
