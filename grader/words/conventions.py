"""Conventions that are right elsewhere: what is seen of one, and where it is right."""

from __future__ import annotations

CONVENTIONS = {
    "moving_average_of_gradients": (
        "`{function}` moves by the learning rate times a moving average of the gradients.",
        "Many books write momentum that way; with the old velocity it makes another path, as if the rate were smaller.",
    ),
    "moving_average_as_printed": (
        "`{function}` moves by a moving average of the gradients itself, without a learning rate.",
        "As some books print it, the rate comes in afterwards, when the weight moves by it.",
    ),
    "moving_average_of_steps": (
        "`{function}` keeps a moving average of the steps: the new one counts by what the old one leaves.",
        "That is right where the average is asked for; here the push against the gradient counts whole.",
    ),
    "velocity_of_other_sign": (
        "`{function}` keeps the velocity with the other sign, and takes it away from the weight.",
        "Where a velocity points uphill and is subtracted, the path is the same; the velocity here is what is added.",
    ),
    "buffer_of_gradients": (
        "`{function}` keeps a sum of gradients, and the learning rate comes in when the weight moves.",
        "PyTorch’s SGD keeps such a buffer; the velocity that is asked for here has the rate in it.",
    ),
    "nesterov_ahead": (
        "`{function}` takes the gradient where the kept velocity would lead: that is Nesterov’s momentum.",
        "It is right where Nesterov’s variant is asked for, and looks ahead before it moves.",
    ),
    "nesterov_pushed": (
        "`{function}` pushes once more after the velocity: that is Nesterov’s momentum as PyTorch writes it.",
        "It is right with `nesterov=True` in PyTorch, whose rows stand where the look ahead leads.",
    ),
    "cosine_ends_one_step_early": (
        "The cosine of `{function}` has come to its end one step before the total.",
        "Where steps are counted from 0 to one less than the total, the last of them gets the smallest rate.",
    ),
    "cosine_ends_one_step_late": (
        "The cosine of `{function}` comes to its end one step after the total.",
        "Where no step shall have the rate 0, the wave is stretched by one step.",
    ),
    "cosine_rises_again": (
        "The rate of `{function}` rises again after the total.",
        "PyTorch’s CosineAnnealingLR goes on with the wave; here the rate stays where it ended.",
    ),
    "cosine_restarts": (
        "The rate of `{function}` begins anew after the total.",
        "That is annealing with warm restarts, which is not asked for here.",
    ),
    "ramp_from_zero": (
        "The warm-up of `{function}` begins with the rate 0.",
        "Libraries that count the steps that are done begin with 0; here the first step moves already.",
    ),
    "ramp_over_one_more": (
        "The warm-up of `{function}` takes one step more, and ends below the full rate.",
        "Where the first step of the cosine is to be the first with the full rate, the ramp is stretched so.",
    ),
    "ramp_then_rises_again": (
        "The rate of `{function}` rises again after the total.",
        "PyTorch’s CosineAnnealingLR goes on with the wave; here the rate stays where it ended.",
    ),
    "stairs_without_steps": (
        "The stairs of `{function}` are a slope: the exponent is no whole number.",
        "Keras’ ExponentialDecay is a slope unless `staircase=True` is given.",
    ),
    "stairs_one_step_early": (
        "The stairs of `{function}` come one step early.",
        "Where the first step is counted as 1, a stair ends with the step that the count divides.",
    ),
    "inverse_time": (
        "`{function}` divides by one plus the decay times the step.",
        "Keras calls that InverseTimeDecay; here the rate is multiplied by the same number at each step.",
    ),
    "decay_as_exponent": (
        "`{function}` takes the decay for a speed, in the exponent of e.",
        "Where a decay is given as a rate in time, that is the formula; here it is the factor of one step.",
    ),
}
