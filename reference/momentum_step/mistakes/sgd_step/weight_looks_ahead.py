"""The weight moves as in Nesterov's variant: momentum is applied once more.

loses: weight_update
hint: Your velocity is right. By how much did the weight move, and is that the velocity?
second hint: The weight moves by the new velocity and nothing else: `weight + new_velocity`.
convention: Moving by momentum * v_new - lr * gradient is Nesterov's momentum as PyTorch writes it. It agrees
    with the heavy ball asked for here only where momentum is 0.
"""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return weight + momentum * new_velocity - lr * gradient, new_velocity
