"""The velocity is kept as a buffer of gradients, PyTorch's form.

loses: velocity_update
hint: From velocity 0 your weight is right. Is the second number what was added to the weight?
second hint: The velocity already holds the learning rate and the sign: `momentum * velocity - lr * gradient`.
convention: PyTorch keeps a buffer b = -v / lr and moves the weight by -lr * b. While the learning rate is
    constant the weights are the same as here; the second number returned is another quantity, and with a
    changing learning rate the weights part, too.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    buffer = momentum * velocity + gradient
    return weight - lr * buffer, buffer
