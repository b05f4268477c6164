"""The weight moves against its velocity.

loses: weight_update
hint: Your velocity is right. Compare the sign of the velocity with the direction in which the weight moved.
second hint: The minus sign is in the velocity already; the weight moves by plus: `weight + new_velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return weight - new_velocity, new_velocity
