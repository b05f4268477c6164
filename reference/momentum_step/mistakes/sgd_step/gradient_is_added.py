"""The step goes up the slope: the gradient is added to the velocity.

loses: velocity_update, weight_update
hint: Stand on a slope that rises to the right. Which way does your weight move?
second hint: The gradient points uphill, so it is subtracted: `momentum * velocity - lr * gradient`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity + lr * gradient
    return weight + new_velocity, new_velocity
