"""All of the old velocity is kept: the factor momentum is missing.

loses: velocity_update, weight_update
hint: With gradient 0 and momentum 0.5, the velocity should halve at every step. Does it?
second hint: Scale the old velocity first: `momentum * velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = velocity - lr * gradient
    return weight + new_velocity, new_velocity
