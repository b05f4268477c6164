"""What is judged unseen: the same pictures of another landscape, of other paths and losses."""

import numpy as np

from grader.landscapes import himmelblau
from grader.rubric import assert_contours, assert_path_drawn, cases, criterion, floats


@criterion(
    points=1.5,
    functions=["draw_trajectories"],
    hint="Draw a landscape with several valleys and one path, in a window that is higher than wide.",
)
@cases(2, left=floats(-7, -5.5), top=floats(5.5, 7), turn=floats(0.5, 1.5))
def test_another_landscape(submission, case):
    """Contours and path are right on another landscape, in another window."""
    rows = np.arange(6.0)
    path = np.column_stack([1 + np.cos(case.turn * rows), np.sin(case.turn * rows)])
    got = submission.draw_trajectories(
        loss=himmelblau().value, paths={"a walk": path}, x=[case.left, 2], y=[-3, case.top]
    )

    assert_contours(got, himmelblau(), levels=8, side=10, x=[case.left, 2], y=[-3, case.top])
    assert_path_drawn(got, path, label="a walk")


@criterion(points=1, functions=["draw_losses"], hint="Draw one list of losses, and three.")
@cases(2, factor=floats(0.3, 0.8))
def test_other_losses(submission, case):
    """The lines are right for other losses, however many there are."""
    losses = {
        name: 5 * case.factor ** (rate * np.arange(7.0)) for name, rate in (("slow", 1), ("fair", 2), ("fast", 3))
    }
    got = submission.draw_losses(losses=losses)

    for name, values in losses.items():
        assert_path_drawn(got, np.column_stack([np.arange(7), values]), label=name)
