"""What is judged unseen: the same rules on bowls, starts and factors unlike the public ones.

The walks are short and end before the minimum: beside it RMSProp with a fixed rate is chaos.
"""

from grader.landscapes import quadratic
from grader.rubric import assert_trajectory, cases, choices, criterion, floats, integers

SPATIAL = quadratic(matrix=[[4.0, 1.0, -0.6], [1.0, 2.5, 0.5], [-0.6, 0.5, 1.2]], minimum=[0.8, -0.5, 0.3])


def walks(angle):
    """Make a walk on a bowl of two parameters, turned by an angle, and one on a bowl of three."""
    plane = quadratic(condition_number=8, angle=angle, minimum=[0.8, -0.5])
    return dict(grad=plane.gradient, start=[-2.0, 2.4]), dict(grad=SPATIAL.gradient, start=[-2.0, 2.4, 1.5])


@criterion(
    points=1,
    functions=["nesterov"],
    hint="Compare your first three rows with some made by hand, for an alpha of your own.",
)
@cases(6, angle=floats(0.2, 1.4), alpha=floats(0.3, 0.95), steps=integers(4, 12))
def test_nesterov_on_any_bowl(submission, reference, case):
    """Nesterov's momentum follows its rule on bowls of any orientation, for any alpha."""
    for walk in walks(case.angle):
        run = walk | dict(lr=0.05, steps=case.steps, alpha=case.alpha)
        assert_trajectory(submission.nesterov(**run), reference.nesterov(**run))


@criterion(
    points=1,
    functions=["adagrad"],
    hint="Compare your first three rows with some made by hand, for a rate of your own.",
)
@cases(6, angle=floats(0.2, 1.4), lr=floats(0.1, 0.6), eps=choices([1e-8, 0.05, 0.3]), steps=integers(4, 12))
def test_adagrad_on_any_bowl(submission, reference, case):
    """AdaGrad follows its rule on bowls of any orientation, for any rate and epsilon."""
    for walk in walks(case.angle):
        run = walk | dict(lr=case.lr, steps=case.steps, eps=case.eps)
        assert_trajectory(submission.adagrad(**run), reference.adagrad(**run))


@criterion(
    points=1,
    functions=["rmsprop"],
    hint="Compare your first three rows with some made by hand, for a gamma of your own.",
)
@cases(6, angle=floats(0.2, 1.4), gamma=floats(0.5, 0.95), eps=choices([1e-8, 0.05, 0.3]), steps=integers(4, 7))
def test_rmsprop_on_any_bowl(submission, reference, case):
    """RMSProp follows its rule on bowls of any orientation, for any gamma and epsilon."""
    for walk in walks(case.angle):
        run = walk | dict(lr=0.06, steps=case.steps, gamma=case.gamma, eps=case.eps)
        assert_trajectory(submission.rmsprop(**run), reference.rmsprop(**run))


@criterion(
    points=1, functions=["adamw"], hint="Try a weight decay of your own, and zero: with zero the path is Adam's."
)
@cases(6, angle=floats(0.2, 1.4), weight_decay=floats(0.1, 0.8), beta1=floats(0.5, 0.9), steps=integers(4, 10))
def test_adamw_on_any_bowl(submission, reference, case):
    """AdamW follows its rule on bowls of any orientation, for any decay."""
    for walk in walks(case.angle):
        run = walk | dict(lr=0.15, steps=case.steps, weight_decay=case.weight_decay, beta1=case.beta1, beta2=0.9)
        assert_trajectory(submission.adamw(**run), reference.adamw(**run))


@criterion(
    points=1,
    functions=["amsgrad"],
    hint="Let the gradient become small for some steps: the scale must stay what it was at its largest.",
)
@cases(6, angle=floats(0.2, 1.4), beta1=floats(0.5, 0.8), beta2=floats(0.6, 0.85), steps=integers(8, 12))
def test_amsgrad_on_any_bowl(submission, reference, case):
    """AMSGrad follows its rule on bowls of any orientation, for any betas."""
    for walk in walks(case.angle):
        run = walk | dict(lr=0.3, steps=case.steps, beta1=case.beta1, beta2=case.beta2)
        assert_trajectory(submission.amsgrad(**run), reference.amsgrad(**run))
