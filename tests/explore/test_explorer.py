"""Numbers in, a picture of the student's own functions out: in this process, as in a browser's."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.course import variants
from grader.explore.explorer import Explored, Explorer, Question
from grader.explore.recorded import NAME, record_presets
from grader.sandbox.base import Backend
from grader.words import explore as words
from tests.explore.conftest import PRESETS
from tests.whole_course import COURSE

PUBLIC = ("assignment.toml", "statement.md", "stub.py", "test_public.py", "presets.toml")
RIGHT = variants.solution(COURSE, COURSE.assignment("optimizer_comparison")).source.decode()
SIGN = RIGHT.replace("- lr * grad", "+ lr * grad", 1)


class Watched:
    """A page that notes what it is told."""

    def __init__(self) -> None:
        self.conversations = 0
        self.turns: list[float] = []

    def opened(self) -> None:
        self.conversations += 1

    def turn(self, seconds: float) -> None:
        self.turns.append(seconds)

    def said(self, data: bytes) -> None:
        assert data

    def done(self) -> None:
        pass


@pytest.fixture(scope="module")
def pack(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a browser finds in /course, but for what checks need."""
    root = tmp_path_factory.mktemp("explored")
    for assignment in COURSE.assignments():
        place = root / "assignments" / assignment.id
        place.mkdir(parents=True)
        for name in PUBLIC:
            shutil.copyfile(assignment.folder / name, place / name)
    recorded = record_presets(COURSE, COURSE.assignments(), list(PRESETS.values()), lambda _: backend)
    (root / NAME).write_bytes(msgspec.msgpack.encode(recorded))
    return root


@pytest.fixture
def explorer(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Explorer:
    monkeypatch.chdir(pack)  # student code runs in this process, from where no reference may be in reach
    return Explorer(str(pack))


@pytest.fixture
def explore(explorer: Explorer) -> Callable[..., Explored]:
    def asked(preset: str, text: str | None = RIGHT, page: Any = None, **numbers: Any) -> Explored:
        files = {} if text is None else {"optimizer_comparison": text}
        leave_out = numbers.pop("leave_out", [])
        return explorer.explore(Question(preset, numbers, files, leave_out), page or Watched())

    return asked


def statuses(found: Explored) -> list[str]:
    """What the picture says, without its tags."""
    inside = re.search(r'<ul class="statuses">(.*?)</ul>', found.html, re.DOTALL)
    assert inside is not None
    return [re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r"<li>(.*?)</li>", inside[1], re.DOTALL)]


def test_own_functions_are_walked_at_any_numbers(explore: Callable[..., Explored]) -> None:
    (stable,), (unstable,) = (
        statuses(explore("ill_conditioned", lr=0.19, steps=60)),
        statuses(explore("ill_conditioned", lr=0.21, steps=60)),
    )

    assert stable.startswith("gradient_descent converges: after 60 steps")
    assert "lr · lambda_max = 1.9 &lt; 2" in stable
    assert "−0.9 where lambda = 10; 0.81 where lambda = 1" in stable
    assert unstable.startswith("gradient_descent diverges: after 60 steps")
    assert "lr · lambda_max = 2.1 ≥ 2, the limit" in unstable


def test_momentum_has_the_limit_of_momentum(explore: Callable[..., Explored]) -> None:
    said = statuses(explore("elongated_bowl", lr=0.2, momentum=0.9, steps=100))

    assert said[0].startswith("gradient_descent diverges")
    assert "lr · lambda_max = 3 &lt; 2 (1 + alpha) = 3.8" in said[1]
    assert "0.949, to and fro, where lambda = 15" in said[1]


def test_a_path_against_its_rule_is_held_against_the_update(explore: Callable[..., Explored]) -> None:
    assert SIGN != RIGHT

    (said,) = statuses(explore("convex_bowl", SIGN))

    assert said.startswith("gradient_descent diverges")
    assert "The rule itself converges at these numbers (lr · lambda_max = 0.6 &lt; 2)" in said
    assert "look at the update in gradient_descent" in said
    assert "Why:" not in said


def test_what_is_not_written_shows_the_recorded_path_at_the_preset_alone(explore: Callable[..., Explored]) -> None:
    stub = (COURSE.assignment("optimizer_comparison").folder / "stub.py").read_text()

    for text in (None, stub):
        here, elsewhere = explore("convex_bowl", text), explore("convex_bowl", text, lr=0.2)
        assert statuses(here)[-1].startswith("gradient_descent (the course&#x27;s) converges")
        assert statuses(here)[1].startswith("gradient_descent is drawn from the course")
        assert 'class="walk walk-1 recorded follows"' in here.html
        assert 'class="walk walk-1' not in elsewhere.html
        assert "none at these" in statuses(elsewhere)[-1]


def test_a_function_of_no_exercise_is_recorded(explore: Callable[..., Explored]) -> None:
    said = statuses(explore("four_optimizers"))

    assert [each.split()[0] for each in said] == ["rmsprop", "gradient_descent", "momentum", "rmsprop", "adam"]
    assert said[3].startswith("rmsprop (the course&#x27;s) converges")
    assert said[2].startswith("momentum is on its way")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def gradient_descent(grad, start, lr, steps):\n    return slop\n", "name &#x27;slop&#x27; is not defined"),
        ("def gradient_descent(grad, start, lr, steps):\n    return 3\n", "gave back no path"),
        ("def gradient_descent(grad, start, lr, steps):\n    return [[1, 2, 3]]\n", "gave back no path"),
        ("def gradient_descent(grad, start, lr, steps):\n    return [[1, 2]] * 1002\n", "gave back no path"),
        ("def gradient_descent(grad, start, lr, steps):\n    return 'a'\n", "gave back no path"),
        ("def gradient_descent(grad, start, lr, steps):\n    return b'a'\n", "an object of type bytes"),
        ("def gradient_descent(grad, start, lr, steps)\n", "not valid Python"),
    ],
)
def test_what_gives_no_path_is_told_with_the_reason(explore: Callable[..., Explored], text: str, said: str) -> None:
    assert any(said in each for each in statuses(explore("convex_bowl", text, lr=0.2)))


def test_text_of_an_exception_is_no_html(explore: Callable[..., Explored]) -> None:
    text = "def gradient_descent(grad, start, lr, steps):\n    raise ValueError('<script>{0} {x} %s</script>')\n"

    found = explore("convex_bowl", text)

    assert "<script>" not in found.html
    assert "&lt;script&gt;{0} {x} %s" in found.html


@pytest.mark.filterwarnings("ignore")  # as in a browser, where nobody makes errors of them
def test_numbers_that_ran_away_are_drawn_as_far_as_they_go(explore: Callable[..., Explored]) -> None:
    (said,) = statuses(explore("quartic", lr=1.0, steps=200))

    assert said.startswith("gradient_descent diverges: after 200 steps it is NaN from")


def test_a_file_is_loaded_once_however_often_a_slider_moves(
    explore: Callable[..., Explored], explorer: Explorer
) -> None:
    page = Watched()

    for lr in (0.1, 0.11, 0.12):
        explore("narrow_valley", page=page, lr=lr)
    assert page.conversations == 1
    explore("narrow_valley", RIGHT + "\n", page=page)
    assert page.conversations == 2


def test_what_ran_too_long_is_not_asked_again(explore: Callable[..., Explored]) -> None:
    page = Watched()

    said = statuses(explore("convex_bowl", page=page, leave_out=["gradient_descent"]))

    assert page.turns == []
    assert words.RAN_TOO_LONG.format(function="gradient_descent").replace("`", "") in said


def test_noise_is_the_same_for_a_seed_and_another_for_another(explore: Callable[..., Explored]) -> None:
    first, again, other = (
        explore("saddle_with_noise", seed=5).html,
        explore("saddle_with_noise", seed=5).html,
        explore("saddle_with_noise", seed=6).html,
    )

    assert first == again != other


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_demonstration_is_drawn_with_a_legend_for_each_path(explore: Callable[..., Explored], name: str) -> None:
    found = explore(name, None)

    kinds = set(re.findall(r'<path class="(walk walk-\d[a-z ]*?)(?: follows)?" d="M[^"]*L', found.html))
    legend = set(re.findall(r'class="sample"[^>]*><path class="([^"]+)"', found.html))
    assert kinds <= legend
    assert len(found.frame) == 2
    assert all(low < high and start != end for low, high, start, end in found.frame)


def test_a_preset_that_there_is_not_is_an_error_of_the_page(explore: Callable[..., Explored]) -> None:
    with pytest.raises(KeyError):
        explore("volcano")
