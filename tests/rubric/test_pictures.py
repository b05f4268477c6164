"""Pictures that student code draws: noted down in the worker, judged, said and drawn again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.isolation import Isolation
from grader.landscapes import elongated_bowl, quadratic, skewed_bowl
from grader.records import Call, Compared, Difference, DifferenceKind, Limits, SourceKind, Submission, Transcript
from grader.reports.exhibits import exhibit_of
from grader.reports.exhibits.base import Lost as LostCriterion
from grader.reports.exhibits.base import look_up
from grader.rubric import (
    assert_contours,
    assert_equal_axes,
    assert_legend,
    assert_named_axes,
    assert_path_drawn,
    assert_scales,
)
from grader.rubric.assertions import Lost
from grader.rubric.pictures import picture
from grader.sandbox import values
from grader.sandbox.recording import record
from grader.sandbox.tiers import open_tier, tier_of
from grader.words.differences import difference_sentence

BOWL = skewed_bowl()
PATH = np.array([[2.0, 1.0], [1.0, 0.2], [0.5, -0.1], [0.1, 0.0]])

RIGHT = """
import numpy as np
import matplotlib.pyplot as plt

def draw(loss, path):
    xs, ys = np.linspace(-3, 3, 61), np.linspace(-2, 2, 41)
    heights = np.array([[loss([x, y]) for x in xs] for y in ys])
    fig, ax = plt.subplots(figsize=(6, 4))
    ax.contour(xs, ys, heights, levels=20)
    ax.plot(path[:, 0], path[:, 1], "o-", label="gradient descent")
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight")
    ax.set_title("A path")
    ax.legend()
    return fig
"""


@pytest.fixture(scope="module")
def drawn_by() -> Any:
    """What a source draws, as its answer arrives on our side."""
    with open_tier(tier_of(Isolation.NONE)) as backend:

        def transcript(source: str) -> tuple[Call, Transcript]:
            call = Call("draw", values.encode_arguments([], {"loss": BOWL.value, "path": PATH}))
            handed_in = Submission("ada", "draw", "draw.py", SourceKind.PYTHON, source.encode())
            return call, record(handed_in, [call], backend=backend, limits=Limits())

        yield transcript


@pytest.fixture
def answer(drawn_by: Any) -> Callable[[str], Any]:
    def arrived(source: str) -> Any:
        call, transcript = drawn_by(source)
        outcome = transcript.outcomes[call]
        return values.decode_value(outcome.value) if outcome.value else outcome

    return arrived


PYPLOT = ["from matplotlib import pyplot as plt", "import matplotlib.pylab as plt", "import pylab as plt"]
SUBPLOTS = "fig, ax = plt.subplots(figsize=(6, 4))"
FIGURES = [
    "from matplotlib.figure import Figure; fig = Figure(); ax = fig.subplots()",
    "fig, by_name = plt.subplot_mosaic('A'); ax = by_name['A']",
    "fig = plt.figure(); ax = fig.subplot_mosaic([['left']])['left']",
    "fig, ax = plt.subplots(subplot_kw={'aspect': 'equal', 'projection': None})",
    "fig = plt.figure(); ax = fig.add_subplot(1, 1, 1, aspect='equal', xlabel='w1')",
]
CONTOURS = [
    "contour(heights, 20, extent=(-3, 3, -2, 2))",
    "contour(*np.meshgrid(xs, ys, indexing='ij'), heights.T, 20)",
    "contour(*np.mgrid[-3:3:61j, -2:2:41j], heights.T, levels=20)",
    "contour(list(xs), list(ys), heights.tolist(), 20)",
    "contourf(xs, ys, heights, locator=plt.MaxNLocator(20))",
    "contour(xs, ys, heights, [1, 2, 3]); ax.contour(xs, ys, heights, [4, 5, 6])",
]
PATHS = [
    "from matplotlib.lines import Line2D; ax.add_line(Line2D(path[:, 0], path[:, 1], label='gradient descent'))",
    "ax.plot('a', 'b', data={'a': path[:, 0], 'b': path[:, 1]}, label='gradient descent')",
    "ax.errorbar(path[:, 0], path[:, 1], label='gradient descent')",
    "[ax.plot(*path[i:i + 2].T, 'r-', label=None if i else 'gradient descent') for i in range(len(path) - 1)]",
]
NAMED_BY_AXIS = "ax.xaxis.set_label_text('first'); ax.yaxis.label.set_text('second')"

ASKED: dict[str, Callable[[Any], None]] = {
    "contours": lambda got: assert_contours(got, BOWL, levels=5, x=[-2, 2], y=[-1, 1]),
    "path": lambda got: assert_path_drawn(got, PATH, label="gradient descent", on_contours=True),
    "equal axes": assert_equal_axes,
    "names": lambda got: assert_named_axes(got, title=True),
    "legend": lambda got: assert_legend(got, "gradient descent"),
    "scales": assert_scales,
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(
    "source",
    [
        RIGHT,
        RIGHT.replace("return fig", "return ax"),
        RIGHT.replace("return fig", "return fig, ax"),
        RIGHT.replace("xs, ys, heights, levels=20", "*np.meshgrid(xs, ys), heights, np.linspace(0, 9, 12)"),
        RIGHT.replace("contour(", "contourf("),
        RIGHT.replace("fig, ax = plt.subplots(figsize=(6, 4))", "fig = plt.figure(); ax = fig.add_subplot(111)"),
        RIGHT.replace('"o-", label="gradient descent")', '"o-")').replace("legend()", "legend(['Gradient Descent'])"),
        RIGHT.replace("fig, ax = plt.subplots(figsize=(6, 4))", "ax = plt.gca(); fig = plt.gcf()"),
        RIGHT.replace('ax.set_aspect("equal")', "ax.axis('equal'); ax.grid(alpha=0.3)"),
        RIGHT.replace("ax.plot(", "line, = ax.plot(") + "\n",
        RIGHT.replace("ax.legend()", "fig.legend()"),
        RIGHT.replace("ax.legend()", "fig.legend(); fig.supxlabel('w1'); fig.supylabel('w2')").replace(
            "ax.set(", "dict("
        ),
        *(RIGHT.replace('"o-"', each) for each in ('"k"', '"red"', '"o--"', '"C1"', '":"', '"tab:blue"', '"#aa00bb"')),
        RIGHT.replace('"o-"', '"o", ls="-"'),
        RIGHT.replace("ax.legend()", "ax.legend(); ax.set_xlim(0.1, 2); ax.set_ylim(1, -0.1)"),
        *(RIGHT.replace("import matplotlib.pyplot as plt", each) for each in PYPLOT),
        *(RIGHT.replace(SUBPLOTS, each) for each in FIGURES),
        *(RIGHT.replace("return fig", f"return {each}") for each in ("ax.figure", "ax.get_figure()", "fig, {'a': ax}")),
        *(RIGHT.replace("contour(xs, ys, heights, levels=20)", each) for each in CONTOURS),
        *(RIGHT.replace('ax.plot(path[:, 0], path[:, 1], "o-", label="gradient descent")', each) for each in PATHS),
        *(
            RIGHT.replace('ax.set_aspect("equal")', each)
            for each in ("plt.setp(ax, aspect='equal')", "ax.set(aspect=1)")
        ),
        RIGHT.replace('ax.set_title("A path")', "ax.title.set_text('A path')"),
        RIGHT.replace('ax.set(xlabel="first weight", ylabel="second weight")', NAMED_BY_AXIS),
    ],
)
def test_a_right_picture_keeps_what_is_asked_however_it_is_drawn(answer, source, asked):
    ASKED[asked](answer(source))


@pytest.mark.parametrize(
    ("changed", "asked", "said"),
    [
        (("return fig", "return None"), "contours", "Expected a picture, but nothing came back (None)."),
        (("return fig", "return 3.0"), "contours", "Expected a picture; yours is something else."),
        (("return fig", "return plt.figure()"), "contours", "The figure that came back is empty"),
        (("ax.contour(", "0 and ax.contour("), "contours", "Nothing was drawn with `contour` or `contourf`."),
        (("loss([x, y])", "loss([y, x])"), "contours", "The contours are not those of the loss"),
        (("linspace(-3, 3, 61)", "linspace(-3, 3, 4)"), "contours", "The grid of the contours needs 5 coordinates"),
        (("linspace(-3, 3, 61)", "append(np.linspace(-3, 3, 40), 1e9)"), "contours", "The grid of the contours needs"),
        (
            ("levels=20", "levels=2"),
            "contours",
            "There are lines at 2 heights within the picture; expected 5 at least.",
        ),
        (
            ("linspace(-3, 3", "linspace(-1, 1"),
            "contours",
            "Along x the grid goes from -1 to 1, and the picture asks for",
        ),
        (("ax.plot(", "0 and ax.plot("), "path", "No line was drawn with `plot`."),
        (("path[:, 0], path[:, 1]", "path[:, 1], path[:, 0]"), "path", "A line goes through the points with the coord"),
        (("path[:, 0], path[:, 1]", "path"), "path", "The columns are drawn against the number of the step"),
        (("path[:, 0], path[:, 1]", "path[1:, 0], path[1:, 1]"), "path", "The line is a part of the path; the picture"),
        (
            ("ax.plot(path[:, 0]", "path = np.vstack([path, path[:1]]); ax.plot(path[:, 0]"),
            "path",
            "A line goes through the points of the path, and on to others",
        ),
        (
            ("ax.plot(path[:, 0]", "path = path[::-1]; ax.plot(path[:, 0]"),
            "path",
            "A line goes through the points of the path in another order",
        ),
        (
            ("path[:, 0], path[:, 1]", "path[:, 0], path[:, 1] + 1"),
            "path",
            "No line goes through the points of “gradient descent”, one after another.",
        ),
        *(
            (('"o-"', each), "path", "Points are drawn, and no line joins them, which would show their order.")
            for each in (
                '"o"',
                '"rs"',
                '"k."',
                '"-", linestyle="None"',
                '"-", lw=0',
                '"-", ls=""',
                '"-", visible=False',
            )
        ),
        (('label="gradient descent")', "label='gradient descent')[0].set_ls('')"), "path", "Points are drawn, and no"),
        (("ax.plot(", "fig.add_subplot().plot("), "path", "The line is on other axes than the contours"),
        (("ax.legend()", "ax.set_xlim(0, 1)"), "path", "The limits of the axes cut off a part of the path."),
        (("return fig", "plt.close('all'); return plt.gcf()"), "path", "The figure that came back is empty"),
        (('label="gradient descent"', 'label="GD"'), "path", "The line of the path has the label “GD”; expected"),
        (('ax.set_aspect("equal")', "pass"), "equal axes", "A unit is not as long on both axes"),
        (('ylabel="second weight"', 'ylabel=" "'), "names", "The axis y has no name: `set_ylabel`."),
        (('ax.set_title("A path")', "pass"), "names", "The picture has no title."),
        (("ax.legend()", "pass"), "legend", "There is no legend with names in it"),
        (
            ('label="gradient descent"', 'label="<b>GD</b>"'),
            "legend",
            "The legend lacks “gradient descent”; it lists “<b>",
        ),
        (("ax.legend()", "ax.set_yscale('log')"), "scales", "The axis y is log; expected linear."),
    ],
)
def test_what_is_missing_in_a_picture_is_said(answer, changed, asked, said):
    with pytest.raises(Lost) as lost:
        ASKED[asked](answer(RIGHT.replace(*changed)))

    assert difference_sentence(lost.value.difference, numbers=True).startswith(said)
    assert "GD" not in difference_sentence(lost.value.difference, numbers=False)


def test_what_is_drawn_with_something_else_is_left_out_and_named(answer):
    found = picture(answer(RIGHT.replace("ax.legend()", "ax.quiver(1, 2, 3, 4); ax.bar([1], [2])")))

    assert found is not None
    assert found.axes[0].left_out == ("quiver", "bar")


def test_a_picture_of_ten_million_points_is_thinned_and_says_so(answer):
    found = picture(answer(RIGHT.replace("ax.legend()", "ax.plot(np.zeros(10**7))").replace("61", "500")))

    assert found is not None
    assert [len(line.x) for line in found.axes[0].lines] == [4, 5000]
    assert found.axes[0].contours[0].z.shape == (41, 48)
    assert "points beyond 5000" in found.axes[0].left_out


def test_one_call_draws_nothing_on_the_figure_of_another(answer):
    source = RIGHT.replace("fig, ax = plt.subplots(figsize=(6, 4))", "ax = plt.gca(); fig = plt.gcf()")

    assert [len(picture(answer(source + " " * n)).axes) for n in (0, 1)] == [1, 1]  # type: ignore[union-attr]


GOOD_AXES: dict[str, Any] = {
    **dict.fromkeys(("title", "x_label", "y_label"), ""),
    "x_scale": "linear",
    "y_scale": "linear",
    "x_limits": None,
    "y_limits": None,
    "equal": False,
    "legend": None,
    "lines": [],
    "points": [],
    "contours": [],
    "texts": [],
    "left_out": [],
}


FLAT_GRID = {"x": np.zeros(2), "y": np.zeros(2), "z": np.zeros(4), "levels": np.zeros(1), "filled": False}


@pytest.mark.parametrize(
    "forged",
    [
        {"title": "", "axes": 3},
        {"title": 1, "axes": []},
        {"title": "", "axes": [{}]},
        {"title": "", "axes": [GOOD_AXES | {"lines": [{"x": np.zeros(2), "y": np.zeros(3), "label": ""}]}]},
        {"title": "", "axes": [GOOD_AXES | {"lines": [{"x": [1.0], "y": [1.0], "label": ""}]}]},
        {"title": "", "axes": [GOOD_AXES | {"lines": [{"x": np.zeros((2, 2)), "y": np.zeros(2), "label": ""}]}]},
        {
            "title": "",
            "axes": [GOOD_AXES | {"contours": [FLAT_GRID]}],
        },
        {"title": "", "axes": [], "more": 1},
    ],
)
def test_a_dict_that_only_looks_like_a_picture_is_none(forged):
    assert picture(forged) is None


def test_both_pictures_are_drawn_on_the_page_without_matplotlib(drawn_by):
    call, ours = drawn_by(
        RIGHT.replace("legend()", "legend(); ax.quiver(1)").replace("61", "9").replace("A path", "<i>")
    )
    _, theirs = drawn_by(RIGHT)
    difference = Difference(DifferenceKind.AXES_NOT_EQUAL, Compared.PICTURE)

    shown = exhibit_of(LostCriterion(look_up(call, ours, theirs), difference, ours, theirs, [call]))

    assert shown is not None
    assert [plot.title for plot in shown.plots] == ["Your picture, drawn again", "A picture that was asked for"]
    assert all(plot.x_label == "first weight" and len(plot.lines) == 2 for plot in shown.plots)
    assert [row.cells for row in shown.tables[0].rows] == [
        ("title", "<i>", "A path"),
        ("names of the axes", "first weight, second weight", "first weight, second weight"),
        ("legend", "gradient descent", "gradient descent"),
        ("a unit as long on both axes", "yes", "yes"),
        ("drawn with, and not looked at", "quiver", "not there"),
    ]


def test_other_losses_are_told_apart_by_their_contours(answer):
    with pytest.raises(Lost) as lost:
        assert_contours(answer(RIGHT), elongated_bowl())

    assert lost.value.difference.kind is DifferenceKind.OTHER_CONTOURS


@pytest.mark.parametrize(
    "made", ["np.log(heights)", "np.log10(heights + 1e-3)", "np.log1p(heights)", "np.log2(1 + heights)"]
)
def test_logarithms_of_the_losses_have_the_same_lines(answer, made):
    got = answer(RIGHT.replace("xs, ys, heights", f"xs, ys, {made}"))

    assert_contours(got, BOWL, levels=5, x=[-2, 2], y=[-1, 1])
    with pytest.raises(Lost):
        assert_contours(got, elongated_bowl())


@pytest.mark.parametrize("made", ["heights.astype(int)", "np.round(heights)", "np.floor(heights)"])
def test_heights_that_lost_their_decimals_are_told_by_that(answer, made):
    with pytest.raises(Lost) as lost:
        assert_contours(answer(RIGHT.replace("xs, ys, heights", f"xs, ys, {made}")), BOWL)

    assert lost.value.difference.names == ("whole heights",)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("xs, ys, heights[::-1]", "upside down"),
        ("xs, ys, heights[:, ::-1]", "mirrored"),
        ("xs, ys, -heights", "other sign"),
        ("xs, ys, -np.log(heights)", "other sign"),
        ("heights", "counted grid"),
    ],
)
def test_heights_that_lie_elsewhere_or_have_the_other_sign_are_told_by_that(answer, arguments, told):
    aside = quadratic(matrix=[[2.0, 0.4], [0.4, 4.0]], minimum=[0.5, -0.3])  # no mirror has it as it is
    heights = "(x - 0.5) ** 2 + 0.4 * (x - 0.5) * (y + 0.3) + 2 * (y + 0.3) ** 2"
    made = RIGHT.replace("loss([x, y])", heights)

    assert_contours(answer(made), aside)
    with pytest.raises(Lost) as lost:
        assert_contours(answer(made.replace("xs, ys, heights", arguments)), aside)

    assert lost.value.difference.names == (told,)


@pytest.mark.parametrize("made", ["heights > 5", "np.clip(heights, 0, 3)", "heights == heights.max()"])
def test_heights_of_which_many_are_alike_have_other_lines(answer, made):
    with pytest.raises(Lost) as lost:
        assert_contours(answer(RIGHT.replace("xs, ys, heights", f"xs, ys, 1.0 * ({made})")), BOWL)

    assert lost.value.difference.names == ()


@pytest.mark.parametrize("made", ["np.log(heights + xs)", "np.sqrt(heights)", "2 * heights", "np.log(2 * heights + 1)"])
def test_other_heights_than_losses_and_their_logarithms_are_told_apart(answer, made):
    with pytest.raises(Lost) as lost:
        assert_contours(answer(RIGHT.replace("xs, ys, heights", f"xs, ys, {made}")), BOWL)

    assert lost.value.difference.kind is DifferenceKind.OTHER_CONTOURS
    assert lost.value.difference.names == (() if "xs" in made else ("other heights",))


def test_a_grid_has_as_many_coordinates_a_side_as_are_asked_for(answer):
    coarse = answer(RIGHT.replace("3, 61", "3, 9"))

    assert_contours(coarse, BOWL, side=9)
    with pytest.raises(Lost) as lost:
        assert_contours(coarse, BOWL, side=10)

    assert lost.value.difference.kind is DifferenceKind.NO_EVEN_GRID
    assert "10 coordinates a side" in difference_sentence(lost.value.difference, numbers=True)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("np.minimum.accumulate(values)", "A line goes through the smallest value so far"),
        ("np.sort(values)[::-1]", "A line goes through the values put in order"),
        ("np.log10(values)", "A line goes through the logarithms of the values"),
        ("values[::-1]", "No line goes through the points of “descent”"),
    ],
)
def test_what_became_of_values_that_are_drawn_against_steps_is_said(answer, made, said):
    values = np.array([9.0, 4.0, 5.0, 1.0])
    drawn = f"values = np.array({values.tolist()})\n    ax.plot(np.arange(4), {made}, label='descent')"

    with pytest.raises(Lost) as lost:
        assert_path_drawn(
            answer(RIGHT.replace('ax.set_aspect("equal")', drawn)),
            np.column_stack([np.arange(4), values]),
            label="descent",
        )

    assert difference_sentence(lost.value.difference, numbers=True).startswith(said)


def test_a_grid_that_lacks_its_end_for_want_of_digits_covers_it(answer):
    def until(end: float) -> Any:
        return answer(RIGHT.replace("np.linspace(-3, 3, 61)", f"np.linspace(-3, {end}, 61)"))

    assert_contours(until(2.9999), BOWL, levels=5, x=[-3, 3], y=[-1, 1])
    with pytest.raises(Lost) as lost:
        assert_contours(until(2.99), BOWL, levels=5, x=[-3, 3], y=[-1, 1])

    assert lost.value.difference.kind is DifferenceKind.NOT_COVERED


def test_the_cells_of_an_image_are_not_its_corners(answer):
    drawn = answer(RIGHT.replace("xs, ys, heights, levels=20", "heights, 20, extent=(-3, 3, -2, 2), origin='upper'"))

    (contours,) = drawn["axes"][0]["contours"]
    assert contours["x"][0] == pytest.approx(-3 + 3 / 61)
    assert contours["y"][0] == pytest.approx(2 - 2 / 41)


def test_lines_that_do_not_meet_are_no_path_in_pieces(answer):
    apart = "[ax.plot(*path[i:i + 2].T, label='gradient descent') for i in range(0, len(path) - 1, 2)]"
    drawn = answer(RIGHT.replace('ax.plot(path[:, 0], path[:, 1], "o-", label="gradient descent")', apart))

    with pytest.raises(Lost):
        assert_path_drawn(drawn, PATH)


DRAWN = "contour(xs, ys, heights, levels=20)"


@pytest.mark.parametrize(
    "lines",
    [
        "; ".join(f"fig.add_subplot().contour(xs, ys, heights, [{level}])" for level in range(1, 6)),
        "contour(xs, ys, heights, [1, 2, 3]); ax.contour(xs, ys, heights, [1 + 1e-12, 2 + 1e-12, 3 + 1e-12])",
        "contour(xs, ys, heights, [1, 2, 3]); ax.contour(xs[20:40], ys[9:30], heights[9:30, 20:40], [4, 5, 6])",
    ],
)
def test_lines_that_are_not_in_one_picture_are_not_counted_together(answer, lines):
    drawn = answer(RIGHT.replace(f"ax.{DRAWN}", lines if lines.startswith("fig") else f"ax.{lines}"))

    with pytest.raises(Lost):
        assert_contours(drawn, BOWL, levels=5, x=[-2, 2], y=[-1, 1])


@pytest.mark.parametrize(
    "before",
    [
        "from matplotlib.lines import Line2D; Line2D(xdata=[], ydata=[], label='a', color='k')",
        "from matplotlib.ticker import MaxNLocator; at = MaxNLocator(integer=True); at.set_params(nbins=5)",
        "ax.xaxis.set_major_locator(plt.MaxNLocator(4))",
        "line, caps, bars = ax.errorbar([0, 1], [0, 1], fmt='none'); ax.errorbar([0], [0]).lines[0].set_color('r')",
        "fig2, named = plt.subplot_mosaic([['left', ['a', 'b']], ['below', 'below']]); named['b'].grid()",
        "low, high = plt.xlim(), plt.ylim()",
    ],
)
def test_what_is_drawn_beside_costs_nothing(answer, before):
    drawn = answer(RIGHT.replace("    ax.legend()", f"    {before}\n    ax.legend()"))

    for asked in ("contours", "path", "names"):
        ASKED[asked](drawn)


@pytest.mark.parametrize("levels", ["plt.MaxNLocator(nbins=15).tick_values(0.0, 9.0)", "15"])
def test_levels_may_be_made_by_a_locator(answer, levels):
    ASKED["contours"](answer(RIGHT.replace("levels=20", f"levels={levels}")))
