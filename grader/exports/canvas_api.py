"""Canvas over its API, by canvasapi: one request at a time, waiting where Canvas asks for it.

The token is in the header of requests and nowhere else: what a server answers is shown without it.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from canvasapi import Canvas
from canvasapi.exceptions import CanvasException, InvalidAccessToken
from requests.adapters import HTTPAdapter

from grader.errors import UsageError
from grader.exports.canvas_push import CanvasAssignment, CanvasWork, Change
from grader.safe_text import visible

_SECONDS = 60.0  # until an answer has to begin
_WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)  # seconds, where Canvas has had enough
_LOW = 100.0  # of what Canvas still allows: then it is given time to refill
_NOT_CANVAS = (AttributeError, KeyError, TypeError, ValueError)  # what canvasapi raises of another one's answers
NO_ANSWER = "an answer came that Canvas does not give"
_HERE = {"localhost", "127.0.0.1", "::1"}

Answer = TypeVar("Answer")


class _Patience(HTTPAdapter):
    """Gives up on a server that does not answer, and waits for one that has had enough.

    It stands below canvasapi, whose lists of several pages end without a word at the first error.
    """

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        options["timeout"] = options.get("timeout") or _SECONDS
        answer = super().send(request, *arguments, **options)
        for seconds in _WAITS:
            if not _has_had_enough(answer):
                break
            time.sleep(seconds)
            answer = super().send(request, *arguments, **options)
        if _is_low(answer):
            time.sleep(_WAITS[0])
        return answer


def _has_had_enough(answer: requests.Response) -> bool:
    return answer.status_code == 429 or (answer.status_code == 403 and b"rate limit" in answer.content.lower())


def _is_low(answer: requests.Response) -> bool:
    try:
        return float(answer.headers.get("X-Rate-Limit-Remaining", "")) < _LOW
    except ValueError:
        return False


class CanvasCourse:
    """An assignment of a course in Canvas."""

    def __init__(self, url: str, token: str, course: int, assignment: int) -> None:
        self._token = token
        self._rows: dict[int, Any] = {}
        self._canvas = _connected(url, token)
        self._course = self._asked(lambda: self._canvas.get_course(course))
        self._assignment = self._asked(lambda: self._course.get_assignment(assignment))

    @property
    def name(self) -> str:
        """What the course is called there."""
        return visible(str(getattr(self._course, "name", "")), 80)

    def assignment(self) -> CanvasAssignment:
        """What counts of the assignment."""
        told = self._assignment
        points = getattr(told, "points_possible", None)
        return CanvasAssignment(
            visible(str(getattr(told, "name", "")), 80),
            None if points is None else float(points),
            str(getattr(told, "grading_type", "points")),
            not getattr(told, "post_manually", False),
        )

    def work(self) -> Iterator[CanvasWork]:
        """Each student's row."""
        include = ["user", "submission_comments", "group"]
        alone = getattr(self._assignment, "grade_group_students_individually", False)
        for row in self._asked(lambda: list(self._assignment.get_submissions(include=include, per_page=100))):
            yield self._asked(partial(self._work_of, row, alone=alone))

    def _work_of(self, row: Any, *, alone: bool) -> CanvasWork:
        self._rows[int(row.user_id)] = row
        user = getattr(row, "user", None) or {}
        group = getattr(row, "group", None) or {}
        entered = getattr(row, "entered_score", None)
        score = getattr(row, "score", None) if entered is None else entered
        return CanvasWork(
            int(row.user_id),
            str(user.get("sortable_name") or user.get("name") or row.user_id),
            tuple(str(user[key]) for key in ("sis_user_id", "login_id", "integration_id") if user.get(key)),
            None if score is None else float(score),
            bool(getattr(row, "excused", False)),
            tuple(str(each.get("comment", "")) for each in getattr(row, "submission_comments", None) or ()),
            "" if alone else str(group.get("name") or ""),
        )

    def send(self, change: Change) -> str:
        """Send one change; what Canvas said against it, nothing where it took it.

        Raises `UsageError` where it would take no other one either, since it does not know any more who sends it.
        """
        try:
            self._rows[change.user].edit(**change.fields)
        except InvalidAccessToken as trouble:  # `Unauthorized` may be about this one alone
            raise UsageError(
                f"Canvas takes nothing more: {type(trouble).__name__} {self._told(trouble)}".rstrip(),
                remedy="see whether the token is still valid, and run it again: what is there is not sent twice",
            ) from None
        except CanvasException as trouble:
            return self._told(trouble)
        except _NOT_CANVAS:
            return NO_ANSWER
        except requests.RequestException as trouble:
            return type(trouble).__name__
        return ""

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except CanvasException as trouble:
            raise UsageError(
                f"Canvas says: {type(trouble).__name__} {self._told(trouble)}".rstrip(),
                remedy="look at the address, the numbers of course and assignment, and whether the token is valid",
            ) from None
        except _NOT_CANVAS:
            raise UsageError(
                f"at this address there is no Canvas, or something before it: {NO_ANSWER}",
                remedy="look at the address; a proxy or a login page may answer in the place of Canvas",
            ) from None
        except requests.RequestException as trouble:
            raise UsageError(
                f"Canvas cannot be reached: {type(trouble).__name__}", remedy="look at the address and the network"
            ) from None

    def _told(self, trouble: CanvasException) -> str:
        return visible(str(trouble).replace(self._token, "…"), 200)


def _connected(url: str, token: str) -> Canvas:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise UsageError("the address of Canvas begins with https://", remedy="as in: --url https://canvas.example.edu")
    if parts.username or parts.password or parts.query or parts.path.strip("/"):
        raise UsageError(
            "the address of Canvas holds more than a name", remedy="as in: --url https://canvas.example.edu"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of http, which is loopback here
        canvas = Canvas(f"{parts.scheme}://{parts.netloc}", token)
    logging.getLogger("canvasapi").disabled = True
    logging.getLogger("canvasapi.requester").disabled = True  # it logs answers, and the end of the token
    session = canvas._Canvas__requester._session  # noqa: SLF001 - it waits for ever, and has no other place to say so
    session.auth = _keep_header  # or a .netrc would take the place of the token
    session.mount(f"{parts.scheme}://", _Patience())
    return canvas


def _keep_header(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
