"""`grader web` is for this machine alone, and serves what was there."""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.web.server import Server
from tests.web.conftest import serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "web"
    (place / "assets").mkdir(parents=True)
    (place / "index.html").write_text("<h1>Here</h1>")
    (place / "assets" / "a.js").write_text("1")
    (place / ".hidden").write_text("hidden")
    (tmp_path / "secret").write_text("secret")
    (place / "link").symlink_to(tmp_path / "secret")
    return place


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running.server


def asked(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type") or "", answer.read().decode()


def test_files_come_by_their_names(server: Server) -> None:
    assert asked(server, "/") == (200, "text/html; charset=utf-8", "<h1>Here</h1>")
    assert asked(server, "/assets/a.js?new=1") == (200, "text/javascript", "1")
    assert asked(server, "/index.html", "HEAD")[2] == ""


@pytest.mark.parametrize(
    "path",
    ["/.hidden", "/link", "/../secret", "/%2e%2e/secret", "/assets", "/assets/", "//etc/passwd", "/assets/../link"],
)
def test_nothing_else_comes(server: Server, path: str) -> None:
    status, _, text = asked(server, path)

    assert (status, text) == (404, "there is no such file\n")


def test_what_is_no_address_is_not_there_and_a_browser_that_goes_away_is_no_trouble(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=10)) as asking:
        asking.sendall(f"GET http://[::1 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        assert asking.recv(100).startswith(b"HTTP/1.1 404")
    for _ in range(3):
        with closing(socket.create_connection(("127.0.0.1", server.port), timeout=10)) as leaving:
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            leaving.sendall(b"GET / HTTP/1.1\r\n")

    assert asked(server, "/")[0] == 200
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:80", "127.0.0.1", "localhost:1", "127.0.0.1.example.org", ""]
)
def test_a_name_of_another_host_is_refused(server: Server, host: str) -> None:
    assert asked(server, "/", Host=host)[0] == 403


def test_this_machine_may_be_called_localhost(server: Server) -> None:
    assert asked(server, "/", Host=f"localhost:{server.port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(server: Server, method: str) -> None:
    assert asked(server, "/index.html", method)[0] == 501


def test_nobody_else_on_the_network_can_ask(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_folder_without_a_site_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        Server(tmp_path)
    assert "release --web" in refused.value.remedy


def test_a_port_that_is_taken_is_said(server: Server, folder: Path) -> None:
    with pytest.raises(UsageError, match=f"port {server.port} cannot be had"):
        Server(folder, server.port)
