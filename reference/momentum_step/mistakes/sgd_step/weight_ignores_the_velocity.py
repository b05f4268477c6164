"""The velocity is updated, and the weight takes a plain gradient step all the same.

loses: weight_update
hint: Your velocity is right. Set the gradient to 0: a ball that is rolling should roll on.
second hint: Move by the velocity you have just computed: `weight + new_velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return weight - lr * gradient, new_velocity
