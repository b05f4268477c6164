"""The weight moves by the velocity from before the update.

loses: weight_update
hint: Your velocity is right. With velocity 0, does the first step move the weight at all?
second hint: Compute the new velocity first and move by it: `weight + new_velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    return weight + velocity, momentum * velocity - lr * gradient
