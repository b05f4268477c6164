"""The learning rate scales the step twice.

loses: weight_update
hint: Your velocity is right. By how much did the weight move, and is that the velocity?
second hint: The velocity already holds the learning rate: `weight + new_velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return weight + lr * new_velocity, new_velocity
