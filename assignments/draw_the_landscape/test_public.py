"""What everybody may see of the pictures: on a skewed bowl, in a window that is wider than high."""

import numpy as np

from grader.landscapes import skewed_bowl
from grader.rubric import (
    assert_contours,
    assert_equal_axes,
    assert_legend,
    assert_named_axes,
    assert_path_drawn,
    assert_scales,
    criterion,
)

PATHS = {
    "gradient descent": np.array([[3.0, -1.5], [2.8, 0.6], [2.5, -0.4], [2.2, 0.1], [2.0, -0.2]]),
    "momentum": np.array([[3.0, -1.5], [2.7, 0.9], [1.9, 0.7], [0.8, -0.5]]),
}
PICTURE = dict(loss=skewed_bowl().value, paths=PATHS, x=[-1.0, 4.0], y=[-2.0, 1.5])
LOSSES = {"plain": np.array([20.0, 4.0, 0.9, 0.2]), "with momentum": np.array([20.0, 9.0, 0.3, 0.8, 0.002])}


@criterion(
    points=2,
    functions=["draw_trajectories"],
    hint="Row i of the heights belongs to the i-th y, column j to the j-th x; the grid reaches from end to end.",
)
def test_contours(submission):
    """Lines of equal loss cover the window, at eight levels at least."""
    assert_contours(submission.draw_trajectories(**PICTURE), skewed_bowl(), levels=8, side=10, x=[-1, 4], y=[-2, 1.5])


@criterion(
    points=2,
    functions=["draw_trajectories"],
    hint="A line for each path, through all its rows: the first column along x, the second along y.",
)
def test_paths(submission):
    """Each path is a line from its start to its end, with its name."""
    got = submission.draw_trajectories(**PICTURE)

    for name, path in PATHS.items():
        assert_path_drawn(got, path, label=name, on_contours=True)


@criterion(
    points=0.5,
    functions=["draw_trajectories"],
    hint='`ax.set_aspect("equal")` makes a unit as long on both axes.',
    after=["paths"],
)
def test_equal_axes(submission):
    """A unit is as long on both axes, so that steps down look perpendicular to the lines."""
    assert_equal_axes(submission.draw_trajectories(**PICTURE))


@criterion(
    points=0.5,
    functions=["draw_trajectories"],
    hint="`ax.set(xlabel=…, ylabel=…, title=…)` names everything at once.",
    after=["paths"],
)
def test_names(submission):
    """Both axes have names, and the picture has a title."""
    assert_named_axes(submission.draw_trajectories(**PICTURE), title=True)


@criterion(
    points=0.5,
    functions=["draw_trajectories"],
    hint="`ax.legend()` lists the lines that have a label.",
    after=["paths"],
)
def test_legend(submission):
    """A legend lists the paths by name."""
    assert_legend(submission.draw_trajectories(**PICTURE), *PATHS)


@criterion(
    points=1.5,
    functions=["draw_losses"],
    hint="Steps count from 0, and the losses are drawn as they are: it is the axis that is logarithmic.",
)
def test_losses(submission):
    """Each list of losses is a line against the steps, counted from 0, with its name."""
    got = submission.draw_losses(losses=LOSSES)

    for name, values in LOSSES.items():
        assert_path_drawn(got, np.column_stack([np.arange(len(values)), values]), label=name)


@criterion(
    points=0.5,
    functions=["draw_losses"],
    hint='`ax.set_yscale("log")`, or `ax.semilogy` in the place of `ax.plot`.',
    after=["losses"],
)
def test_logarithmic_losses(submission):
    """The axis of losses is logarithmic, that of steps is not."""
    assert_scales(submission.draw_losses(losses=LOSSES), y="log")


@criterion(
    points=0.5,
    functions=["draw_losses"],
    hint="Name both axes, and call the legend.",
    after=["losses"],
)
def test_names_of_losses(submission):
    """Both axes have names, and a legend lists the lines."""
    got = submission.draw_losses(losses=LOSSES)

    assert_named_axes(got)
    assert_legend(got, *LOSSES)
