"""What `momentum_step` is marked by, the part students see: one step, then whole runs.

Criteria of one subject each look at one half of a pair, or one column of a run, so that a slip costs its own
points and not its neighbour's.
"""

import numpy as np

from grader.rubric import assert_close, assert_trajectory, assert_unchanged, cases, choices, criterion, floats, integers

PAIR = ("new weight", "new velocity")
COLUMNS = ("weight", "loss")
STEPS = (  # the example of the statement, and another one
    dict(weight=1.5, gradient=-2.0, lr=0.1, velocity=0.3, momentum=0.8),
    dict(weight=-0.7, gradient=1.6, lr=0.25, velocity=-0.9, momentum=0.6),
)
STARTS = [-1.8, -1.1, 0.6, 1.3, 2.5, 3.1, 3.9]  # where weight and loss are not small: both set a tolerance
RUN = dict(start=2.3, lr=0.02, momentum=0.8, steps=6)


@criterion(
    points=1,
    functions=["sgd_step"],
    hint="Two things make the new velocity: a part of the old one, and a push against the gradient.",
)
def test_velocity_update(submission, reference):
    """The new velocity is a part of the old one minus the step down the gradient."""
    for step in STEPS:
        assert_close(submission.sgd_step(**step), reference.sgd_step(**step), names=PAIR, only="new velocity")


@criterion(
    points=1,
    functions=["sgd_step"],
    hint="Compute the new velocity first, then move by it.",
)
def test_weight_update(submission, reference):
    """The weight moves by the velocity just computed."""
    for step in STEPS:
        assert_close(submission.sgd_step(**step), reference.sgd_step(**step), names=PAIR, only="new weight")


@criterion(
    points=0.5,
    functions=["sgd_step"],
    hint="Try your step on numbers where momentum, learning rate and both signs differ from the example.",
)
@cases(
    20,
    weight=floats(-3, 3),
    gradient=floats(-5, 5),
    lr=floats(0.02, 0.3),
    velocity=floats(-1, 1),
    momentum=floats(0, 0.95),
)
def test_update_rule(submission, reference, case):
    """The update rule holds for any numbers, not only for those of the example."""
    # A velocity near zero is the difference of two numbers near 1: their size sets the tolerance, not its own.
    assert_close(submission.sgd_step(**case), reference.sgd_step(**case), scale=1.0, names=PAIR)


@criterion(
    points=0.5,
    functions=["sgd_step"],
    hint="NumPy's + - * work element by element; `float(...)`, `math` and `if` on an array do not.",
)
def test_element_wise_update(submission, reference):
    """Arrays are updated element by element."""
    step = dict(
        weight=np.array([1.5, -0.4, 2.0]),
        gradient=np.array([-2.0, 0.5, 3.0]),
        lr=0.1,
        velocity=np.array([0.3, -0.2, 0.9]),
        momentum=0.8,
    )

    assert_close(submission.sgd_step(**step), reference.sgd_step(**step), names=PAIR)


@criterion(
    points=1,
    functions=["optimize_with_momentum"],
    hint="At rest the velocity is 0, so the first move is -lr times the slope at the start: work it out by hand.",
)
def test_first_move(submission, reference):
    """The first step starts at rest and goes down the slope."""
    run = RUN | dict(steps=1)
    got, want = submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run)

    assert_trajectory(got, want, columns=COLUMNS, only="weight")


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    after=["first_move"],
    hint="Put the start into the trajectory before the first update; with no steps it is the only row.",
    hint_for=["rows"],
)
def test_initial_state(submission, reference):
    """Row 0 is the start itself, and no steps give this row alone."""
    run = dict(start=-1.6, lr=0.05, momentum=0.9, steps=0)
    got, want = submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run)

    assert_trajectory(got, want, columns=COLUMNS, only="weight")


@criterion(
    points=1,
    functions=["optimize_with_momentum"],
    hint="Compare your loss at 2.3 with sin(3*2.3) + 0.5*2.3**2 - 2.3 on a calculator set to radians.",
)
def test_loss_function(submission, reference):
    """The loss of the start is L(start)."""
    for start in (2.3, -1.9, 0.7):
        run = dict(start=start, lr=0.02, momentum=0.8, steps=0)
        got, want = submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run)

        assert_trajectory(got, want, columns=COLUMNS, only="loss")


@criterion(
    points=1,
    functions=["optimize_with_momentum"],
    hint="The velocity lives outside the loop: each step takes the one that the step before returned.",
)
def test_velocity_is_carried_over(submission, reference):
    """Every step remembers the velocity of the one before."""
    got, want = submission.optimize_with_momentum(**RUN), reference.optimize_with_momentum(**RUN)

    assert_trajectory(got, want, columns=COLUMNS, only="weight")


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    after=["velocity_is_carried_over"],
    hint="Take the loss after the update, at the weight that goes into the same row.",
    hint_for=["rows"],
)
@cases(15, start=choices(STARTS), lr=floats(0.01, 0.05), momentum=floats(0.1, 0.9), steps=integers(2, 15))
def test_loss_column(submission, reference, case):
    """Each row holds a weight and the loss at that weight, from any start."""
    assert_trajectory(
        submission.optimize_with_momentum(**case), reference.optimize_with_momentum(**case), columns=COLUMNS
    )


@criterion(
    points=0.5,
    functions=["sgd_step"],
    after=["element_wise_update"],
    hint="`velocity *= momentum` and `weight += velocity` write into the caller's arrays; make new ones instead.",
)
def test_arguments_are_left_alone(submission):
    """A step makes new arrays and leaves those it was given alone."""
    step = dict(
        weight=np.array([[0.9, -1.1], [2.4, 0.2]]),
        gradient=np.array([[1.3, 0.4], [-2.2, 0.8]]),
        lr=0.07,
        velocity=np.array([[-0.5, 0.6], [0.35, -0.15]]),
        momentum=0.65,
    )

    assert_unchanged(submission.outcome.sgd_step(**step), "weight", "gradient", "velocity")


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    hint="An integer start must not make the whole run one of integers: begin with float(start).",
    hint_for=["whole"],
    hint_after=["velocity_is_carried_over", "loss_function"],
)
@cases(6, start=choices([3, -2, 1]), lr=floats(0.02, 0.06), momentum=floats(0.2, 0.85), steps=integers(3, 9))
def test_integer_start(submission, reference, case):
    """A start given as an integer rolls like any other."""
    assert_trajectory(
        submission.optimize_with_momentum(**case), reference.optimize_with_momentum(**case), columns=COLUMNS
    )
