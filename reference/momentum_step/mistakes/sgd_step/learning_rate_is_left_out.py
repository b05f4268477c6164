"""The gradient enters the velocity without the learning rate.

loses: velocity_update, weight_update
hint: Halve the learning rate. Which of your two results should change, and does it?
second hint: Scale the gradient: `momentum * velocity - lr * gradient`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - gradient
    return weight + new_velocity, new_velocity
