"""The two results stand in the other order.

loses: velocity_update, weight_update
hint: Both numbers are right. In which order does the step return them, and in which are they taken?
second hint: The weight comes first: `return new_weight, new_velocity`, and `weight, velocity = sgd_step(…)`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return new_velocity, weight + new_velocity
