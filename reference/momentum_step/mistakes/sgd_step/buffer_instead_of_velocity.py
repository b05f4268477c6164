"""The velocity is kept as a buffer of gradients, PyTorch's form.

loses: velocity_update
hint: From velocity 0 your weight is right. Is the second number what was added to the weight?
second hint: The velocity already holds the learning rate and the sign: `momentum * velocity - lr * gradient`.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    buffer = momentum * velocity + gradient
    return weight - lr * buffer, buffer
