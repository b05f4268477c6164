"""Laws that every landscape keeps, and what is refused."""

import ast
import json
import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import landscapes
from grader.landscapes import (
    MAX_DIMENSION,
    beale,
    convex_bowl,
    elongated_bowl,
    from_data,
    himmelblau,
    least_squares,
    linear_network,
    logistic,
    loss_along,
    named,
    narrow_valley,
    noisy,
    quadratic,
    quartic,
    rosenbrock,
    saddle,
    saddle_with_valleys,
    sine,
    skewed_bowl,
    to_data,
)

quick = settings(max_examples=30, deadline=None)
coordinates = st.floats(-3, 3)
turned_bowls = st.builds(
    lambda kappa, angle, scale, minimum: quadratic(condition_number=kappa, angle=angle, scale=scale, minimum=minimum),
    st.floats(1, 1000),
    st.floats(0, math.pi),
    st.floats(0.1, 10),
    st.tuples(coordinates, coordinates),
)


@st.composite
def symmetric_quadratics(draw):
    dimension = draw(st.integers(1, 4))
    rows = draw(
        st.lists(st.lists(coordinates, min_size=dimension, max_size=dimension), min_size=dimension, max_size=dimension)
    )
    half = np.array(rows)
    return quadratic(half + half.T, draw(st.lists(coordinates, min_size=dimension, max_size=dimension)))


DATA, TARGETS = [[1.0, 0.5], [1.0, -1.0], [1.0, 2.0], [1.0, -0.3]], [1.0, 0.0, 0.0, 1.0]
WITH_VALLEYS = [
    rosenbrock(),
    rosenbrock(0.5, 10),
    himmelblau(),
    beale(),
    saddle_with_valleys(2.0, 0.5),
    least_squares(DATA, TARGETS),
    logistic(DATA, TARGETS, l2=0.1),
    linear_network(2, -0.5),
    linear_network(3),
]
NAMED = [
    *(convex_bowl(), narrow_valley(), elongated_bowl(), skewed_bowl(), saddle(), sine(), quartic()),
    *WITH_VALLEYS,
]
surfaces = st.one_of(st.sampled_from(NAMED), turned_bowls, symmetric_quadratics())


@st.composite
def surfaces_with_points(draw):
    surface = draw(surfaces)
    return surface, np.array(draw(st.lists(coordinates, min_size=surface.dimension, max_size=surface.dimension)))


@quick
@given(surfaces_with_points())
def test_the_gradient_is_the_derivative_of_the_value(surface_and_point):
    surface, x = surface_and_point
    h = 1e-5
    slopes = [(surface.value(x + h * axis) - surface.value(x - h * axis)) / (2 * h) for axis in np.eye(len(x))]

    np.testing.assert_allclose(surface.gradient(x), slopes, rtol=1e-5, atol=1e-3)


@quick
@given(surfaces_with_points())
def test_the_hessian_is_the_derivative_of_the_gradient(surface_and_point):
    surface, x = surface_and_point
    h = 1e-5
    rows = [(surface.gradient(x + h * axis) - surface.gradient(x - h * axis)) / (2 * h) for axis in np.eye(len(x))]

    np.testing.assert_allclose(surface.hessian(x), rows, rtol=1e-5, atol=1e-3)


@quick
@given(surfaces_with_points())
def test_nothing_lies_below_the_minimum(surface_and_point):
    surface, x = surface_and_point

    if surface.minimum is not None:
        assert surface.value(surface.minimum) <= surface.value(x)
        assert np.abs(surface.gradient(surface.minimum)).max() < 1e-12


@quick
@given(st.floats(1, 1e4), st.floats(-7, 7), st.floats(0.01, 100))
def test_a_rotated_bowl_keeps_its_eigenvalues(kappa, angle, scale):
    bowl = quadratic(condition_number=kappa, angle=angle, scale=scale)

    np.testing.assert_allclose(np.linalg.eigvalsh(bowl.hessian([0, 0])), [scale, scale * kappa], rtol=1e-9)


@quick
@given(st.floats(2, 1e4), st.floats(-7, 7))
def test_the_flat_axis_of_a_bowl_points_along_its_angle(kappa, angle):
    axis = np.array([math.cos(angle), math.sin(angle)])

    np.testing.assert_allclose(quadratic(condition_number=kappa, angle=angle).gradient(axis), axis, atol=1e-11 * kappa)


@pytest.mark.parametrize(
    ("surface", "formula"),
    [
        (convex_bowl(), lambda x, y: x**2 + 3 * y**2),
        (narrow_valley(), lambda x, y: 0.5 * x**2 + 50 * y**2),
        (elongated_bowl(), lambda x, y: x**2 / 2 + 15 * y**2 / 2),
        (elongated_bowl(a=4), lambda x, y: x**2 / 2 + 4 * y**2 / 2),
        (skewed_bowl(), lambda x, y: x**2 / 2 + 10 * y**2 + x * y),
        (saddle(), lambda x, y: x**2 - y**2),
        (sine(), lambda w: math.sin(3 * w) + 0.5 * w**2 - w),
        (quartic(), lambda x: x**4 - 2 * x**2 + x / 2),
    ],
    ids=lambda value: "" if callable(value) else repr(value),
)
def test_a_named_surface_is_the_formula_of_its_document(surface, formula):
    point = [1.3, -0.7][: surface.dimension]

    assert surface.value(point) == pytest.approx(formula(*point), rel=1e-13)


def test_a_saddle_has_no_minimum():
    assert saddle().minimum is None


@quick
@given(surfaces)
def test_a_landscape_survives_the_journey_through_json(surface):
    arrived = from_data(json.loads(json.dumps(to_data(surface))))

    assert arrived == surface
    assert to_data(arrived) == to_data(surface)


@quick
@given(surfaces_with_points())
def test_an_arrived_landscape_has_the_same_gradient_to_the_last_bit(surface_and_point):
    surface, x = surface_and_point

    assert from_data(to_data(surface)).gradient(x).tobytes() == surface.gradient(x).tobytes()


@quick
@given(surfaces)
def test_the_repr_is_the_call_that_makes_the_landscape(surface):
    names = {name: getattr(landscapes, name) for name in landscapes.__all__}

    assert eval(repr(surface), names) == surface


def test_a_recipe_holds_what_was_asked_for_and_not_what_follows_from_it():
    assert to_data(quadratic(condition_number=10, angle=0.3, minimum=[1, 2])) == [
        "turned_bowl",
        10.0,
        0.3,
        1.0,
        [1.0, 2.0],
    ]


NO_RECIPES = {
    "nothing": None,
    "no list": "sine",
    "an empty list": [],
    "an unknown kind": ["cone"],
    "a kind that is no name": [["sine"]],
    "too few parameters": ["quadratic"],
    "too many parameters": ["sine", 3],
    "a matrix that is no list": ["quadratic", 1.0, [0.0]],
    "no rows": ["quadratic", [], []],
    "rows of different lengths": ["quadratic", [[1.0, 0.0], [0.0]], [0.0, 0.0]],
    "a matrix that is not symmetric": ["quadratic", [[1.0, 2.0], [3.0, 1.0]], [0.0, 0.0]],
    "a truth value": ["quadratic", [[True]], [0.0]],
    "a number in words": ["quadratic", [["1"]], [0.0]],
    "an infinite entry": ["quadratic", [[math.inf]], [0.0]],
    "an integer beyond floats": ["quadratic", [[10**400]], [0.0]],
    "a centre of another size": ["quadratic", [[1.0]], [0.0, 0.0]],
    "too large a matrix": [
        "quadratic",
        [[0.0] * (MAX_DIMENSION + 1)] * (MAX_DIMENSION + 1),
        [0.0] * (MAX_DIMENSION + 1),
    ],
    "a condition number below 1": ["turned_bowl", 0.5, 0.0, 1.0, [0.0, 0.0]],
    "a scale of zero": ["turned_bowl", 2.0, 0.0, 0.0, [0.0, 0.0]],
    "an angle that is not a number": ["turned_bowl", 2.0, math.nan, 1.0, [0.0, 0.0]],
}


@pytest.mark.parametrize("data", NO_RECIPES.values(), ids=NO_RECIPES.keys())
def test_what_is_no_recipe_is_refused_with_a_sentence(data):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        from_data(data)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["quadratic", "turned_bowl", "sine", "x"]),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=12,
)


@quick
@given(st.lists(plain, max_size=5))
def test_any_data_is_a_recipe_or_a_value_error(data):
    try:
        surface = from_data(data)
    except ValueError:
        return

    assert from_data(to_data(surface)) == surface


@pytest.mark.parametrize("matrix", [[[1, 2]], [1, 2], [[1, 2], [3, 4]], [[math.nan]], np.zeros((0, 0))], ids=str)
def test_a_quadratic_wants_a_symmetric_matrix(matrix):
    with pytest.raises(ValueError, match="matrix of a quadratic"):
        quadratic(matrix)


@pytest.mark.parametrize("entries", [(0.1 + 0.2, 0.3), (1e-17, -1e-17)], ids=str)
def test_a_matrix_that_lost_symmetry_to_rounding_is_made_symmetric(entries):
    matrix = np.array([[2.0, entries[0]], [entries[1], 1.0]])
    hessian = quadratic(matrix).hessian([0, 0])

    assert np.array_equal(hessian, hessian.T)


@pytest.mark.parametrize("point", [1.0, [1.0], [[1.0, 2.0]], [1, 2, 3], np.zeros((2, 1)), []], ids=str)
def test_a_point_of_another_shape_is_refused_by_naming_both_shapes(point):
    with pytest.raises(ValueError, match=r"has shape \(2,\).*this one has shape \("):
        skewed_bowl().gradient(point)


@pytest.mark.parametrize("point", ["ab", {"x": 1}, [[1], [2, 3]]], ids=str)
def test_what_is_no_point_at_all_is_refused_in_words(point):
    with pytest.raises(ValueError, match="2 numbers in a list or an array"):
        skewed_bowl().value(point)


@pytest.mark.parametrize(
    "point", [[3, -2], (3.0, -2.0), np.array([3, -2]), np.array([3, -2], dtype=np.float32)], ids=repr
)
def test_a_point_may_be_a_list_or_an_array_of_any_numbers(point):
    gradient = skewed_bowl().gradient(point)

    assert (str(gradient.dtype), gradient.tolist()) == ("float64", [1.0, -37.0])


@pytest.mark.parametrize("surface", [*NAMED, quadratic()], ids=repr)
def test_writing_into_an_answer_does_not_change_the_landscape(surface):
    x = np.full(surface.dimension, 0.5)
    before = [surface.gradient(x).copy(), surface.hessian(x).copy(), surface.value(x)]
    for answer in (surface.gradient(x), surface.hessian(x), surface.minimum):
        if answer is not None:
            answer[...] = 99.0

    assert np.array_equal(surface.gradient(x), before[0])
    assert np.array_equal(surface.hessian(x), before[1])
    assert surface.value(x) == before[2]
    assert np.array_equal(x, np.full(surface.dimension, 0.5))


@quick
@given(surfaces_with_points())
def test_the_loss_along_a_path_is_the_value_at_each_row(surface_and_point):
    surface, x = surface_and_point
    path = np.array([x, 0.5 * x, -x])

    assert loss_along(surface, path) == pytest.approx([surface.value(row) for row in path], rel=1e-12, abs=1e-12)


def test_a_path_beyond_the_floats_has_infinite_loss_and_no_warning():
    assert loss_along(narrow_valley(), [[1e200, 0.0], [0.0, 0.1]]).tolist() == [math.inf, 0.5]


def test_a_diverged_coordinate_leaves_the_others_of_a_diagonal_bowl_alone():
    assert narrow_valley().gradient([2.0, math.inf]).tolist() == [2.0, math.inf]


@pytest.mark.parametrize("path", [[1.0, 2.0], [[1.0]], [[[1.0, 2.0]]]], ids=str)
def test_a_path_of_another_shape_has_no_loss(path):
    with pytest.raises(ValueError, match="trajectory"):
        loss_along(saddle(), path)


@pytest.mark.parametrize("name", ["landscapes", "schedules"])
def test_what_is_loaded_beside_students_needs_numpy_alone(name):
    house = Path(landscapes.__file__).parent
    files = sorted(house.glob("*.py")) if name == "landscapes" else [house.with_name(f"{name}.py")]
    imported = set()
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])

    assert imported - {"grader"} <= {"numpy", *sys.stdlib_module_names}


@pytest.mark.parametrize(
    ("name", "parameters", "surface"),
    [
        ("convex_bowl", None, convex_bowl()),
        ("narrow_valley", {}, narrow_valley()),
        ("elongated_bowl", {"a": 5}, elongated_bowl(5.0)),
        ("skewed_bowl", {}, skewed_bowl()),
        ("saddle", {}, saddle()),
        ("sine", {}, sine()),
        ("quartic", {}, quartic()),
        ("quadratic", {}, quadratic()),
        (
            "quadratic",
            {"condition_number": 30, "angle": 0.5, "scale": 2.0},
            quadratic(condition_number=30, angle=0.5, scale=2),
        ),
    ],
)
def test_a_surface_is_found_by_its_name(name, parameters, surface):
    assert to_data(named(name, parameters)) == to_data(surface)


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("hill", {}, "there is no landscape called 'hill'; there are: convex_bowl, narrow_valley"),
        (None, {}, "there is no landscape whose name is no text; there are: convex_bowl"),
        (["sine"], {}, "there is no landscape whose name is no text"),
        ("sine", {"a": 1}, "the landscape sine has no parameter 'a': it has none"),
        ("quadratic", {"minimum": [1, 2]}, "no parameter 'minimum': it has condition_number, angle, scale"),
        ("quadratic", {"condition_number": 0.5}, "is a number from 1 to 1000, not 0.5"),
        ("quadratic", {"angle": math.nan}, "angle of the landscape quadratic is a number from -7 to 7, not nan"),
        ("elongated_bowl", {"a": True}, "a of the landscape elongated_bowl is a number from 0.01 to 1000, not True"),
        ("elongated_bowl", {"a": "15"}, "not something else"),
    ],
)
def test_what_names_no_surface_is_told_what_there_is(name, parameters, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        named(name, parameters)


def test_a_noisy_landscape_draws_the_same_numbers_in_every_fresh_copy():
    still = skewed_bowl()
    data = to_data(noisy(still, 0.3, 7))
    first, second = from_data(data), from_data(data)

    drawn = [first.gradient([1.0, 2.0]) for _ in range(3)]

    assert np.array_equal(drawn, [second.gradient([1.0, 2.0]) for _ in range(3)])
    assert not np.array_equal(drawn[0], drawn[1])
    assert first.value([1.0, 2.0]) == still.value([1.0, 2.0])
    assert np.array_equal(first.hessian([1.0, 2.0]), still.hessian([1.0, 2.0]))
    assert np.std([first.gradient([0.0, 0.0]) for _ in range(2000)]) == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize(
    "data",
    [
        ["noisy", 0.1, 1, ["noisy", 0.1, 1, ["sine"]]],
        ["noisy", -0.1, 1, ["sine"]],
        ["noisy", 0.1, True, ["sine"]],
        ["noisy", 0.1, 1 << 32, ["sine"]],
        ["noisy", 0.1, 1, ["volcano"]],
        ["noisy", 0.1, 1, "sine"],
        ["noisy", 0.1, 1],
        ["noisy", float("nan"), 1, ["sine"]],
    ],
)
def test_a_noisy_landscape_that_is_none_is_refused(data):
    with pytest.raises(ValueError, match=r"noisy|noise|landscape|recipe"):
        from_data(data)


# --- surfaces with bent valleys, and losses on data ---------------------------------------------------------------


@pytest.mark.parametrize("surface", WITH_VALLEYS, ids=repr)
def test_each_minimum_is_flat_and_curved_upwards_and_no_point_near_it_is_lower(surface):
    assert surface.minimum is not None
    for lowest in surface.minima:
        assert np.abs(surface.gradient(lowest)).max() < 1e-9
        assert np.linalg.eigvalsh(surface.hessian(lowest))[0] > -1e-9
        around = lowest + 1e-3 * np.random.default_rng(1).standard_normal((20, surface.dimension))
        assert loss_along(surface, around).min() >= surface.value(lowest)


def test_least_squares_is_what_the_normal_equations_say():
    rows, targets = np.array(DATA), np.array(TARGETS)
    expected = np.linalg.solve(rows.T @ rows, rows.T @ targets)

    assert least_squares(DATA, TARGETS).minimum == pytest.approx(expected)
    assert least_squares(DATA, TARGETS).value([0.0, 0.0]) == pytest.approx(0.25)
    assert logistic(DATA, TARGETS).value([0.0, 0.0]) == pytest.approx(math.log(2))


def test_data_without_one_lowest_point_have_none():
    assert least_squares([[1.0, 1.0]], [2.0]).minimum is None
    assert logistic([[1.0], [-1.0]], [1.0, 0.0]).minimum is None  # a line parts them


@quick
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.tuples(coordinates, coordinates))
def test_the_gradient_of_a_batch_is_the_mean_over_its_rows(indices, x):
    surface = logistic(DATA, TARGETS, l2=0.1)
    alone = [surface.gradient_of_batch(x, [index]) for index in indices]

    np.testing.assert_allclose(surface.gradient_of_batch(x, indices), np.mean(alone, axis=0), atol=1e-12)
    np.testing.assert_allclose(surface.gradient_of_batch(x, range(4)), surface.gradient(x), atol=1e-12)


@pytest.mark.parametrize("indices", [[], [4], [-1], [0.5], 3, [[0]]])
def test_a_batch_of_rows_that_there_are_not_is_refused(indices):
    with pytest.raises(ValueError, match="batch"):
        least_squares(DATA, TARGETS).gradient_of_batch([0.0, 0.0], indices)


@pytest.mark.parametrize(
    "make",
    [
        lambda: rosenbrock(b=0),
        lambda: saddle_with_valleys(depth=-1),
        lambda: least_squares([[1.0]], [1.0, 2.0]),
        lambda: least_squares([[math.nan]], [1.0]),
        lambda: least_squares(np.ones((20_000, 1)), np.ones(20_000)),
        lambda: logistic(DATA, [0.0, 1.0, 2.0, 1.0]),
        lambda: logistic(DATA, TARGETS, l2=-1),
        lambda: linear_network(0),
        lambda: linear_network(101),
    ],
)
def test_a_surface_that_cannot_be_is_refused(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()
