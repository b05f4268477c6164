"""What every student may look at first: one criterion for each formula, on values one can check by hand.

Inputs are chosen so that each common misreading shows: a factor other than 0.5, a bowl turned out of the axes,
a schedule that falls, but never by the same factor twice.
"""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import (
    assert_close,
    assert_schedule,
    assert_trajectory,
    assert_unchanged,
    cases,
    criterion,
    floats,
)
from grader.schedules import harmonic, table


@criterion(
    points=1,
    functions=["step_decay"],
    hint="The exponent is a whole number of stairs: how often do `every` steps fit into t?",
)
def test_step_decay_is_a_staircase(submission, reference):
    """The rate stays level for `every` steps, then drops by the factor."""
    stairs = dict(lr0=0.4, factor=0.7, every=4)
    steps = range(10)

    assert_schedule(
        [submission.step_decay(t=t, **stairs) for t in steps],
        [reference.step_decay(t=t, **stairs) for t in steps],
        lr0=0.4,
    )
    for t in (1, 3):
        at_each = dict(lr0=0.4, factor=0.7, every=1, t=t)
        assert_close(submission.step_decay(**at_each), reference.step_decay(**at_each), name="rate")
    # Asked once more, since a rate hangs on t and not on what was asked before.
    assert_close(submission.step_decay(t=2, **stairs), reference.step_decay(t=2, **stairs), name="rate")


@criterion(
    points=1,
    functions=["exponential_decay"],
    hint="At t = 0 nothing has decayed yet; every later rate is gamma times the one before.",
)
def test_exponential_decay_is_geometric(submission, reference):
    """Every rate is gamma times the rate before."""
    decay = dict(lr0=0.5, gamma=0.85)
    steps = range(7)

    assert_schedule(
        [submission.exponential_decay(t=t, **decay) for t in steps],
        [reference.exponential_decay(t=t, **decay) for t in steps],
        lr0=0.5,
    )
    assert_close(submission.exponential_decay(t=1, **decay), reference.exponential_decay(t=1, **decay), name="rate")


@criterion(
    points=1,
    functions=["cosine_annealing"],
    hint="Look at the rate halfway, at t = total / 2: it should be half of lr0. Then look at the step before `total`.",
)
def test_half_a_cosine_wave(submission, reference):
    """On the way to `total` the rate follows half a cosine wave."""
    wave = dict(lr0=0.6, total=8)
    # 5/8 of the way is close to where 3.14 in place of pi shows most: 1.5 tolerances, every other mistake over 100.
    steps = range(8)

    assert_schedule(
        [submission.cosine_annealing(t=t, **wave) for t in steps],
        [reference.cosine_annealing(t=t, **wave) for t in steps],
        lr0=0.6,
    )


@criterion(
    points=0.5,
    functions=["cosine_annealing"],
    hint="The rate at t = 0 is lr0. What does your formula give for t = total?",
)
def test_anneals_to_zero(submission, reference):
    """The rate is lr0 at t = 0 and zero at `total`."""
    for t, total in ((0, 8), (8, 8), (0, 1), (1, 1)):  # both ends: zeros alone would satisfy the second
        got = submission.cosine_annealing(lr0=0.6, t=t, total=total)
        want = reference.cosine_annealing(lr0=0.6, t=t, total=total)

        assert_close(got, want, scale=0.6, name=f"the learning rate at t = {t}")


@criterion(
    points=0.5,
    functions=["cosine_annealing"],
    hint="What does your formula give some steps after `total`? Left alone, a cosine rises again.",
    after=["anneals_to_zero"],  # zeros everywhere would satisfy this one
)
def test_stays_at_zero(submission, reference):
    """After `total` the rate stays at zero."""
    for t in range(9, 14):
        got = submission.cosine_annealing(lr0=0.6, t=t, total=8)
        want = reference.cosine_annealing(lr0=0.6, t=t, total=8)

        assert_close(got, want, scale=0.6, name=f"the learning rate at t = {t}")


@criterion(
    points=1,
    functions=["warmup_cosine"],
    hint="The ramp has `warmup` equal steps: the first one already moves, the last one reaches lr0.",
)
def test_warms_up_linearly(submission, reference):
    """The ramp climbs in equal steps, from lr0 / warmup to lr0."""
    run = dict(lr0=0.5, warmup=4, total=12)
    ramp = range(4)

    assert_schedule(
        [submission.warmup_cosine(t=t, **run) for t in ramp],
        [reference.warmup_cosine(t=t, **run) for t in ramp],
        lr0=0.5,
    )


@criterion(
    points=1,
    functions=["warmup_cosine"],
    hint="After the ramp the cosine starts afresh: how many steps is it old at step t, and how many has it in all?",
    after=["anneals_to_zero"],  # a wrong cosine is paid for there; here it would only follow
)
def test_anneals_after_the_warm_up(submission, reference):
    """After the ramp the cosine starts at lr0, and it is zero at `total`."""
    for t, warmup in (
        (4, 4),
        (12, 4),
        (1, 1),
        (12, 1),
    ):  # the ends alone, so that a slip inside the wave is not paid for twice
        got = submission.warmup_cosine(lr0=0.5, t=t, warmup=warmup, total=12)
        want = reference.warmup_cosine(lr0=0.5, t=t, warmup=warmup, total=12)

        assert_close(got, want, scale=0.5, name=f"the learning rate at t = {t}")


@criterion(
    points=1.5,
    functions=["descend_with_schedule"],
    hint="Step t goes from row t to row t + 1 and uses schedule(t); the first step is step 0.",
    hint_for=["rows"],
)
def test_every_step_uses_its_own_rate(submission, reference):
    """Step t moves by schedule(t) times the gradient, from row t to row t + 1."""
    bowl = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
    run = dict(grad=bowl.gradient, start=[2.0, -1.5], schedule=harmonic(0.3, 0.37), steps=7)

    assert_trajectory(submission.descend_with_schedule(**run), reference.descend_with_schedule(**run))


@criterion(
    points=1,
    functions=["descend_with_schedule"],
    hint="A step needs three things: the point, the gradient at this very point and the rate of this step.",
)
@cases(6, angle=floats(0.2, 2.9), lr0=floats(0.05, 0.15), rate=floats(0.2, 0.6))
def test_descends_on_turned_bowls(submission, reference, case):
    """The path is right on bowls of any orientation, whatever the first rate and its decay."""
    bowl = quadratic(condition_number=10, angle=case.angle)
    run = dict(grad=bowl.gradient, start=[2.0, -1.5], schedule=harmonic(case.lr0, case.rate), steps=8)

    assert_trajectory(submission.descend_with_schedule(**run), reference.descend_with_schedule(**run))


@criterion(
    points=0.5,
    functions=["descend_with_schedule"],
    hint="`x -= ...` changes the array it is given. Work on a copy of the start.",
    after=["every_step_uses_its_own_rate"],  # doing nothing would leave the start alone as well
)
def test_start_is_left_alone(submission):
    """The start is the same after the call as before."""
    bowl = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
    run = dict(grad=bowl.gradient, start=np.array([1.5, 2.0]), schedule=harmonic(0.25, 0.37), steps=3)

    assert_unchanged(submission.outcome.descend_with_schedule(**run), "start")


@criterion(
    points=0.5,
    functions=["warmup_cosine"],
    hint="At t = total everything is over, the ramp included. What does your function give there, and later?",
    after=["anneals_after_the_warm_up", "stays_at_zero"],  # zeros would satisfy this one; a wrong cosine is paid for
)
def test_rests_after_the_last_step(submission, reference):
    """From `total` on the rate is zero, the ramp included in the count."""
    for t in (9, 10, 12, 17):
        step = dict(lr0=0.8, t=t, warmup=3, total=9)

        assert_close(submission.warmup_cosine(**step), reference.warmup_cosine(**step), scale=0.8)


@criterion(
    points=0.5,
    functions=["warmup_cosine"],
    hint="A ramp of no steps is allowed: no step belongs to it, and nothing may be divided by it.",
    hint_for=["nan"],
    after=["half_a_cosine_wave"],  # a wrong cosine is paid for there; here it would only follow
)
def test_no_warm_up_is_plain_annealing(submission, reference):
    """Without warm-up steps the cosine starts at once."""
    run = dict(lr0=1, warmup=0, total=5)  # a whole number is a learning rate too
    steps = range(5)

    assert_schedule(
        [submission.warmup_cosine(t=t, **run) for t in steps],
        [reference.warmup_cosine(t=t, **run) for t in steps],
        lr0=1,
    )


@criterion(
    points=0.5,
    functions=["descend_with_schedule"],
    hint="A schedule need not fall, and may rest at zero in between: it is asked anew at every step.",
    hint_after=["every_step_uses_its_own_rate"],
)
def test_follows_any_schedule(submission, reference):
    """The path follows a schedule that goes up and down and rests, with two parameters and with three."""
    plane = quadratic(matrix=[[2.0, 0.5], [0.5, 1.5]], minimum=[0.5, -1.0])
    spatial = quadratic(matrix=[[2.0, 0.5, 0.3], [0.5, 1.5, -0.2], [0.3, -0.2, 1.0]], minimum=[0.5, -1.0, 0.2])
    rates = table([0.05, 0.4, 1.6, 0.0, 0.3, 0.25, 0.15])  # one leads uphill, and one nowhere
    for grad, start in ((plane.gradient, [1.0, -2.0]), (spatial.gradient, [1.0, -2.0, 1.5])):
        run = dict(grad=grad, start=start, schedule=rates, steps=7)
        assert_trajectory(submission.descend_with_schedule(**run), reference.descend_with_schedule(**run))


@criterion(
    points=0.5,
    functions=["descend_with_schedule"],
    hint="Whole numbers at the start must not make the rows whole: let the trajectory hold floats.",
    hint_for=["whole"],
    hint_after=["every_step_uses_its_own_rate"],
)
def test_integer_start(submission, reference):
    """A start of whole numbers gives the same path as the same start of floats."""
    bowl = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
    run = dict(grad=bowl.gradient, start=np.array([3, -2]), schedule=harmonic(0.2, 0.45), steps=6)

    assert_trajectory(submission.descend_with_schedule(**run), reference.descend_with_schedule(**run))


@criterion(
    points=0.5,
    functions=["descend_with_schedule"],
    hint="How many rows has a walk of no steps, and how many a walk of one? A step without a slope is a step, too.",
    hint_for=["rows"],
    after=["every_step_uses_its_own_rate"],  # returning the start as a row would satisfy the walk of no steps
)
def test_zero_and_one_step(submission, reference):
    """A walk of no steps is the start alone, one of one step has two rows, and one from the minimum all of its rows."""
    bowl = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])

    for start, steps in (([-1.5, 2.5], 0), ([-1.5, 2.5], 1), ([0.5, -0.25], 3)):
        run = dict(grad=bowl.gradient, start=start, schedule=harmonic(0.2, 0.45), steps=steps)

        assert_trajectory(submission.descend_with_schedule(**run), reference.descend_with_schedule(**run))
