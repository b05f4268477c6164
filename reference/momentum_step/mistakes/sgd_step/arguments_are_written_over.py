"""The arrays that were handed in are changed in place.

loses: arguments_are_left_alone
hint: Print the arrays before and after your step. The caller still needs them.
second hint: `velocity *= momentum` writes into the caller's array; `velocity = momentum * velocity` makes a new
    one.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    velocity *= momentum
    velocity -= lr * gradient
    weight += velocity
    return weight, velocity
