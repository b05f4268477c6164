"""The same formulas on inputs nobody has seen, so that none can be learnt by heart.

Every rate is asked for one at a time.  lr0 stays at 0.4 and above, so that rates rounded to four decimals pass; the
other ranges begin where even the simplest case tells mistakes apart (at t = 0 hardly any of them shows).
"""

from grader.rubric import assert_close, cases, criterion, floats, integers


@criterion(
    points=0.5,
    functions=["step_decay"],
    hint="Try a staircase of your own with another height and another length of stair, far from its start.",
)
@cases(10, lr0=floats(0.4, 2), t=integers(5, 40), factor=floats(0.3, 0.95), every=integers(2, 9))
def test_step_decay_on_any_stairs(submission, reference, case):
    """The staircase holds for any height and any length of its stairs."""
    assert_close(submission.step_decay(**case), reference.step_decay(**case), scale=case.lr0)


@criterion(
    points=0.5,
    functions=["exponential_decay"],
    hint="Compare your rate for t = 10 with ten multiplications by gamma.",
)
@cases(8, lr0=floats(0.4, 2), t=integers(2, 30), gamma=floats(0.6, 0.99))
def test_exponential_decay_at_any_speed(submission, reference, case):
    """The geometric sequence holds for any gamma, and far from the start."""
    assert_close(submission.exponential_decay(**case), reference.exponential_decay(**case), scale=case.lr0)


@criterion(
    points=1,
    functions=["cosine_annealing"],
    hint="Try spans other than the one in the statement, odd ones too, at steps near the start and near the end.",
)
@cases(10, lr0=floats(0.4, 2), total=integers(5, 60), share=floats(0.3, 0.95))
def test_anneals_over_any_span(submission, reference, case):
    """The half wave fits any span."""
    step = dict(lr0=case.lr0, t=int(case.share * case.total), total=case.total)

    assert_close(submission.cosine_annealing(**step), reference.cosine_annealing(**step), scale=case.lr0)


@criterion(
    points=0.5,
    functions=["cosine_annealing"],
    hint="Try some steps after `total`, just behind it and far away.",
    after=["anneals_to_zero"],  # zeros everywhere would satisfy this one
)
@cases(5, lr0=floats(0.4, 2), total=integers(2, 30), beyond=integers(1, 60))
def test_stays_at_zero_after_any_span(submission, reference, case):
    """The rate stays at zero after any span, however far beyond."""
    step = dict(lr0=case.lr0, t=case.total + case.beyond, total=case.total)

    assert_close(submission.cosine_annealing(**step), reference.cosine_annealing(**step), scale=case.lr0)


@criterion(
    points=0.5,
    functions=["warmup_cosine"],
    hint="Try ramps of other lengths, one step among them: its only rate is lr0.",
)
@cases(8, lr0=floats(0.4, 2), warmup=integers(2, 12), share=floats(0, 0.95), left=integers(1, 30))
def test_ramps_of_any_length(submission, reference, case):
    """The ramp is right for any number of warm-up steps."""
    step = dict(lr0=case.lr0, t=int(case.share * case.warmup), warmup=case.warmup, total=case.warmup + case.left)

    assert_close(submission.warmup_cosine(**step), reference.warmup_cosine(**step), scale=case.lr0)


@criterion(
    points=0.5,
    functions=["warmup_cosine"],
    hint="Write down, for a ramp and a total of your own, the rate halfway between the end of the ramp and `total`.",
    after=["half_a_cosine_wave"],  # a wrong cosine is paid for there; here it would only follow
)
@cases(10, lr0=floats(0.4, 2), warmup=integers(2, 12), share=floats(0.3, 0.95), left=integers(5, 30))
def test_anneals_over_the_steps_left(submission, reference, case):
    """The half wave takes up all the steps after the ramp, however long the ramp was."""
    t = case.warmup + int(case.share * case.left)
    step = dict(lr0=case.lr0, t=t, warmup=case.warmup, total=case.warmup + case.left)

    assert_close(submission.warmup_cosine(**step), reference.warmup_cosine(**step), scale=case.lr0)
