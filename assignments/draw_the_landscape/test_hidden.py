"""What is judged unseen: the same pictures of another landscape, of other paths and losses."""

import numpy as np

from grader.landscapes import himmelblau
from grader.rubric import assert_contours, assert_path_drawn, cases, criterion, floats


@criterion(
    points=1.5,
    functions=["draw_trajectories"],
    hint="Draw a landscape with several valleys and four paths, in a window that is higher than wide.",
)
@cases(2, left=floats(-7, -5.5), top=floats(5.5, 7), turn=floats(0.5, 1.5))
def test_another_landscape(submission, case):
    """Contours and paths are right on another landscape, in another window."""
    rows = np.arange(14.0)
    path = np.column_stack([1 + np.cos(case.turn * rows), np.sin(case.turn * rows)])
    walks = {"a walk": path, "a short one": path[:3] - 1, "one more": path[2:9] - 0.5, "the last": path[::-1] - 2}
    got = submission.draw_trajectories(loss=himmelblau().value, paths=walks, x=[case.left, 2], y=[-3, case.top])

    assert_contours(got, himmelblau(), levels=8, side=10, x=[case.left, 2], y=[-3, case.top])
    for name, walk in walks.items():
        assert_path_drawn(got, walk, label=name)


@criterion(points=1, functions=["draw_losses"], hint="Draw one list of losses, and four.")
@cases(2, factor=floats(0.3, 0.8))
def test_other_losses(submission, case):
    """The lines are right for other losses, however many there are."""
    rates = {"slow": 1, "fair": 2, "fast": 3, "uphill": -1}
    losses = {name: 5 * case.factor ** (rate * np.arange(7.0)) for name, rate in rates.items()}
    got = submission.draw_losses(losses=losses)

    for name, values in losses.items():
        assert_path_drawn(got, np.column_stack([np.arange(7), values]), label=name)
