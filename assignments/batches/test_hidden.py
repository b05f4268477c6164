"""What is judged unseen: the same rules on other data, in three dimensions."""

import numpy as np

from grader.rubric import assert_close, assert_trajectory, cases, criterion, floats, integers


@criterion(points=1, functions=["minibatch_gradient"], hint="Try batches of one row, and of all rows.")
@cases(5, turn=floats(0.5, 3), size=integers(1, 6), shift=floats(-1, 1))
def test_gradient_of_any_batch(submission, reference, case):
    """The gradient is right on any data, for batches of any size."""
    data, targets = measured(case.turn)
    run = dict(
        data=data,
        targets=targets,
        weights=np.array([2.4, case.shift, -1.7]),
        indices=[7 - row for row in range(case.size)],
    )

    assert_close(submission.minibatch_gradient(**run), reference.minibatch_gradient(**run), name="gradient")


@criterion(points=1, functions=["sgd_epoch"], hint="Go through three batches by hand, with a rate of your own.")
@cases(5, turn=floats(0.5, 3), lr=floats(0.05, 0.2), cut=integers(1, 4))
def test_epoch_on_any_data(submission, reference, case):
    """The epoch is right on any data, for batches of any size."""
    data, targets = measured(case.turn)
    batches = [list(range(case.cut)), list(range(case.cut, 6)), [6, 7], [0, 5, 7]]
    run = dict(data=data, targets=targets, weights=np.array([1.2, -0.6, 0.9]), lr=case.lr, batches=batches)

    assert_trajectory(submission.sgd_epoch(**run), reference.sgd_epoch(**run))


@criterion(points=0.5, functions=["gradient_variance"], hint="Draw many batches yourself, and compare.")
@cases(5, turn=floats(0.5, 3), batch=integers(1, 20))
def test_noise_on_any_data(submission, reference, case):
    """The variance is right on any data, for batches of any size."""
    data, targets = measured(case.turn)
    run = dict(data=data, targets=targets, weights=np.array([0.4, 0.9, -0.7]), batch=case.batch)

    assert_close(submission.gradient_variance(**run), reference.gradient_variance(**run), name="variance")


@criterion(points=0.5, functions=["scaled_rate"], hint="Scale to a smaller batch, too.")
@cases(4, lr=floats(0.01, 0.5), batch=integers(8, 64), new_batch=integers(65, 500))
def test_scaling_to_any_batch(submission, reference, case):
    """The scaled rate is right for any two sizes."""
    assert_close(submission.scaled_rate(**case), reference.scaled_rate(**case), name="rate")


@criterion(points=0.5, functions=["effective_rate"], hint="Linear scaling leaves this rate as it is.")
@cases(4, lr=floats(0.01, 0.5), batch=integers(3, 500))
def test_any_effective_rate(submission, reference, case):
    """The effective rate is right for any size."""
    assert_close(submission.effective_rate(**case), reference.effective_rate(**case), name="rate")


def measured(turn):
    """Make eight rows of three numbers, and targets that no line fits exactly."""
    rows = np.arange(8.0)
    data = np.column_stack([np.cos(turn * rows), 0.5 + np.sin(turn * rows + 1), np.cos(2.3 * rows)])
    return data, 0.7 * data[:, 0] - data[:, 1] + 0.8 * np.sin(3 * rows)
