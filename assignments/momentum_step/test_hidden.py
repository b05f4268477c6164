"""What `momentum_step` is marked by, the part that stays with the staff: the same rules on numbers nobody has seen."""

from grader.rubric import (
    assert_close,
    assert_trajectory,
    cases,
    choices,
    criterion,
    floats,
    integers,
)

COLUMNS = ("weight", "loss")
NEAR = [-2.2, -1.3, 0.5, 1.4, 2.6, 3.7]  # around these weight and loss are not small: both set a tolerance


@criterion(
    points=0.5,
    functions=["sgd_step"],
    after=["velocity_update"],
    hint="Read the two formulas of the statement again, sign by sign, against your two lines.",
)
@cases(
    30,
    weight=floats(-20, 20),
    gradient=floats(-15, 15),
    lr=floats(0.001, 0.7),
    velocity=floats(-4, 4),
    momentum=floats(0, 1),
)
def test_update_rule_on_unseen_numbers(submission, reference, case):
    """The update rule holds for numbers that were not shown."""
    # A velocity near zero is the difference of two larger numbers: their size sets the tolerance, not its own.
    assert_close(
        submission.sgd_step(**case), reference.sgd_step(**case), scale=1.0, names=("new weight", "new velocity")
    )


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    hint="With momentum 0 the velocity is only -lr times the gradient; use the coefficient that was given.",
)
@cases(8, near=choices(NEAR), off=floats(-0.2, 0.2), lr=floats(0.01, 0.12), steps=integers(3, 25))
def test_plain_descent_without_momentum(submission, reference, case):
    """Without momentum the ball does plain gradient descent."""
    run = dict(start=case.near + case.off, lr=case.lr, momentum=0.0, steps=case.steps)

    assert_trajectory(
        submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run), columns=COLUMNS
    )


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    hint="Compare one row after the other with a run by hand: the first row that differs tells which part to look at.",
)
@cases(
    15,
    near=choices(NEAR),
    off=floats(-0.2, 0.2),
    lr=floats(0.005, 0.06),
    momentum=floats(0.2, 0.9),
    steps=integers(1, 40),
)
def test_rolls_as_it_should(submission, reference, case):
    """The whole run is right from any start, at any momentum."""
    run = dict(start=case.near + case.off, lr=case.lr, momentum=case.momentum, steps=case.steps)

    assert_trajectory(
        submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run), columns=COLUMNS
    )


@criterion(
    points=0.5,
    functions=["optimize_with_momentum"],
    hint="A small error in each step adds up; keep all digits while the ball rolls.",
    hint_for=["rounded"],
    hint_after=["velocity_is_carried_over", "loss_function"],
)
@cases(10, near=choices(NEAR), off=floats(-0.2, 0.2), lr=floats(0.01, 0.05), momentum=floats(0.3, 0.9))
def test_settles_in_the_right_valley(submission, reference, case):
    """Two hundred steps end in the right valley."""
    run = dict(start=case.near + case.off, lr=case.lr, momentum=case.momentum, steps=200)

    assert_trajectory(
        submission.optimize_with_momentum(**run), reference.optimize_with_momentum(**run), columns=COLUMNS
    )
