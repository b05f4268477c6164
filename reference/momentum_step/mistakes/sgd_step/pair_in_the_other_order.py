"""The two results come back in the other order.

loses: velocity_update, weight_update
hint: Both numbers are right. Look at the order in which they are returned.
second hint: The weight comes first: `return new_weight, new_velocity`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return new_velocity, weight + new_velocity
