"""Momentum scales the gradient too, and not the old velocity alone.

loses: velocity_update, weight_update
hint: With velocity 0 the step should be lr times the gradient, whatever the momentum. Is yours?
second hint: Mind the brackets: `momentum * velocity - lr * gradient` damps only the velocity.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * (velocity - lr * gradient)
    return weight + new_velocity, new_velocity
