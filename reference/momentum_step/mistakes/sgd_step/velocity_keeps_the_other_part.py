"""The velocity keeps the part 1 - momentum of itself, not the part momentum.

loses: velocity_update, weight_update
hint: With gradient 0 and momentum 0.9, how much of the velocity should be left after a step?
second hint: Momentum is the part that stays: `momentum * velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = (1 - momentum) * velocity - lr * gradient
    return weight + new_velocity, new_velocity
