"""A stand-in for Canvas on this machine: the part of its documented API that a push uses, as strict as it is there."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

TOKEN = "7~0123456789SECRETsecret"  # ends as no port does


@dataclass
class State:
    """A course with one assignment, and what was asked of it."""

    assignment: dict[str, Any]
    submissions: dict[int, dict[str, Any]]
    throttle_every: int = 0  # requests
    throttle_status: int = 429
    refused: set[int] = field(default_factory=set)  # people whose grade is not taken
    valid: int = 1 << 30  # requests that the token is taken for
    others: dict[str, Any] = field(default_factory=dict)  # answers of something before Canvas, by the end of an address
    remaining: float = 600.0
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def canvas_server(state: State) -> Iterator[State]:
    """The server, while it runs; `state.address` is where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_PUT(self) -> None:
            self._answer("PUT")

        def log_message(self, *_: Any) -> None:
            pass

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with state.lock:
                state.at_once += 1
                state.most_at_once = max(state.most_at_once, state.at_once)
                status, said, more = _answered(state, method, self.path, body, self.headers.get("Authorization", ""))
                state.asked.append((method, self.path))
                state.at_once -= 1
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            headers = {"Content-Type": "application/json", "X-Rate-Limit-Remaining": str(state.remaining), **more}
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answered(  # noqa: PLR0911 - a line for each address
    state: State, method: str, path: str, body: bytes, bearer: str
) -> tuple[int, Any, dict[str, str]]:
    for end, said in state.others.items():
        if urlsplit(path).path.endswith(end):
            return 200, said, {}
    if bearer != f"Bearer {TOKEN}" or len(state.asked) >= state.valid:
        said = {"errors": [{"message": f"Invalid access token. {bearer}"}]}
        return 401, said, {"WWW-Authenticate": 'Bearer realm="canvas-lms"'}
    if state.throttle_every and len(state.asked) % state.throttle_every == state.throttle_every - 1:
        return state.throttle_status, b"403 Forbidden (Rate Limit Exceeded)", {}
    parts = urlsplit(path)
    if method == "GET" and parts.path == "/api/v1/courses/5":
        return 200, {"id": 5, "name": "Optimization"}, {}
    if method == "GET" and parts.path == "/api/v1/courses/5/assignments/987":
        return 200, {"id": 987, "course_id": 5, **state.assignment}, {}
    if method == "GET" and parts.path == "/api/v1/courses/5/assignments/987/submissions":
        return _page(state, parse_qs(parts.query))
    found = re.fullmatch(r"/api/v1/courses/5/assignments/987/submissions/(\d+)", parts.path)
    if found is None or int(found[1]) not in state.submissions:
        return 404, {"errors": [{"message": "The specified resource does not exist."}]}, {}
    return (200, state.submissions[int(found[1])], {}) if method == "GET" else _edited(state, int(found[1]), body)


def _page(state: State, asked: dict[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
    """Two rows a page, whatever is asked for: the next is where the header `Link` says."""
    number = int(asked.get("page", ["1"])[0])
    rows = list(state.submissions.values())[2 * number - 2 : 2 * number]
    if not set(asked.get("include[]", [])) >= {"user"}:
        rows = [{key: value for key, value in row.items() if key != "user"} for row in rows]
    link = (
        f'<{state.address}/api/v1/courses/5/assignments/987/submissions?page={number + 1}&include[]=user>; rel="next"'
    )
    return 200, rows, {"Link": link} if 2 * number < len(state.submissions) else {}


def _edited(state: State, user: int, body: bytes) -> tuple[int, Any, dict[str, str]]:
    if user in state.refused:
        return 400, {"errors": [{"message": f"not today, {TOKEN}"}]}, {}
    row = state.submissions[user]
    for name, value in parse_qsl(body.decode()):
        if name == "submission[posted_grade]" and re.fullmatch(r"\d+(\.\d{1,2})?", value):
            row |= {"score": float(value), "entered_score": float(value), "grade": value}
        elif name == "comment[text_comment]":
            row.setdefault("submission_comments", []).append({"comment": value})
        else:
            return 400, {"errors": [{"message": f"unknown {name}"}]}, {}
    return 200, row, {}
