"""The old velocity is forgotten: this is a plain gradient step.

loses: velocity_update, weight_update
hint: Set the gradient to 0: a ball that is rolling should roll on.
second hint: Begin the new velocity with `momentum * velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = -lr * gradient
    return weight + new_velocity, new_velocity
