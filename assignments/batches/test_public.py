"""What everybody may see of batches: data whose means are not zero, and batches of different sizes."""

import numpy as np

from grader.rubric import assert_close, assert_form, assert_trajectory, assert_unchanged, criterion

DATA = np.array([[1.0, 0.5], [1.0, -1.0], [1.0, 2.0], [0.5, 1.5], [-1.0, 0.8]])
TARGETS = np.array([1.0, 0.3, 2.5, -0.5, 0.4])
WEIGHTS = np.array([0.5, -0.8])
RUN = dict(data=DATA, targets=TARGETS, weights=WEIGHTS)


@criterion(
    points=1.5,
    functions=["minibatch_gradient"],
    hint="Each row of the batch adds (row . weights - target) times the row; divide by the number of rows in it.",
)
def test_mean_over_the_batch(submission, reference):
    """The gradient is the mean over the rows of the batch, a row that is there twice counting twice."""
    for indices in ([0, 2], [3], [1, 4, 2], [2, 2, 0]):
        run = RUN | dict(indices=indices)
        assert_close(submission.minibatch_gradient(**run), reference.minibatch_gradient(**run), name="gradient")


@criterion(
    points=1.5,
    functions=["sgd_epoch"],
    hint="Each batch has its gradient taken at the weights that the batch before has left.",
)
def test_step_of_each_batch(submission, reference):
    """Each batch moves the weights once, from where the batch before has left them."""
    run = RUN | dict(lr=0.2, batches=[[0, 2], [1, 3], [4], [1, 2, 3], [2, 2, 0]])

    assert_trajectory(submission.sgd_epoch(**run), reference.sgd_epoch(**run))


@criterion(
    points=0.5,
    functions=["sgd_epoch"],
    hint="Count the rows: one for the weights at first, then one for each batch, so no batch leaves one row.",
    hint_for=["rows"],
)
def test_rows_of_an_epoch(submission, reference):
    """The path begins with the weights that were given, has a row for each batch and heads downhill."""
    for batches in ([], [[1, 2]], [[0, 2], [4, 3], [1, 2]]):
        run = RUN | dict(lr=0.1, batches=batches)
        path, right = submission.sgd_epoch(**run), reference.sgd_epoch(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["sgd_epoch"],
    hint="`np.array(weights, dtype=float)` copies the weights and makes room for decimals, whatever they are made of.",
    hint_for=["whole"],
    after=["step_of_each_batch"],
)
def test_any_weights(submission, reference):
    """Weights of whole numbers are fine, and all weights are left as they were."""
    batches = [[0, 2], [1, 3]]
    whole = RUN | dict(weights=np.array([1, -2]), lr=0.2, batches=batches)
    decimal = RUN | dict(weights=np.array([0.4, 0.3]), lr=0.2, batches=batches)

    assert_trajectory(submission.sgd_epoch(**whole), reference.sgd_epoch(**whole))
    assert_unchanged(submission.outcome.sgd_epoch(**decimal), "weights")


@criterion(
    points=1.5,
    functions=["gradient_variance"],
    hint="Take the gradient of each row, its squared distance from their mean, and the mean of those.",
)
def test_noise_of_one_row(submission, reference):
    """With one row in a batch, the variance is the mean squared distance of the rows' gradients from their mean."""
    for weights in ([0.5, -0.8], [1.5, 0.3]):
        run = RUN | dict(weights=np.array(weights), batch=1)
        assert_close(submission.gradient_variance(**run), reference.gradient_variance(**run), name="variance")


@criterion(
    points=1,
    functions=["gradient_variance"],
    hint="The mean of B independent draws has a variance that is smaller by the factor B.",
    after=["noise_of_one_row"],
)
def test_noise_of_a_batch(submission, reference):
    """The variance falls like one over the size of the batch."""
    for batch in (2, 4, 50):
        run = RUN | dict(batch=batch)
        assert_close(submission.gradient_variance(**run), reference.gradient_variance(**run), name="variance")


@criterion(
    points=1,
    functions=["scaled_rate"],
    hint="When the batch doubles, the rate doubles.",
)
def test_linear_scaling(submission, reference):
    """The rate grows in proportion to the batch."""
    for lr, batch, new_batch in ((0.1, 32, 64), (0.4, 256, 64), (0.05, 20, 50)):
        run = dict(lr=lr, batch=batch, new_batch=new_batch)
        assert_close(submission.scaled_rate(**run), reference.scaled_rate(**run), name="rate")


@criterion(
    points=1,
    functions=["effective_rate"],
    hint="Linear scaling leaves this rate as it is.",
)
def test_rate_per_row(submission, reference):
    """The effective rate is the rate over the size of the batch."""
    for lr, batch in ((0.1, 32), (0.4, 5), (0.05, 2)):
        run = dict(lr=lr, batch=batch)
        assert_close(submission.effective_rate(**run), reference.effective_rate(**run), name="rate")


def first(path):
    """Take the row that a path of the right form begins with."""
    return np.array(path, dtype=float)[0]


def headings(path):
    """Say for each row on which side of the first one its coordinates lie: 1, 0 or -1."""
    rows = np.array(path, dtype=float)
    return np.sign(rows - rows[0])
