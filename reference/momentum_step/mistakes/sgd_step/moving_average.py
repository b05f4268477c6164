"""The gradient is scaled by 1 - momentum, as in a moving average.

loses: velocity_update, weight_update
hint: With velocity 0 the step should be lr times the gradient, whatever the momentum. Is yours?
second hint: Only the old velocity carries a factor of momentum; leave `(1 - momentum)` out.
convention: The moving average v = momentum * v - (1 - momentum) * lr * gradient is momentum in other books. It
    takes the path that ours takes with lr * (1 - momentum), so it agrees only once the learning rate is made
    larger by 1 / (1 - momentum).
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - (1 - momentum) * lr * gradient
    return weight + new_velocity, new_velocity
