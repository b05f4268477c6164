"""The scaled step is rolled up in a velocity.

loses: squares_add_up
hint: Your first move is right: what does your second keep of it?
second hint: AdaGrad has no velocity: each step is lr * g over the scale.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    velocity = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        velocity = 0.9 * velocity - lr * g / (np.sqrt(total) + eps)
        x = x + velocity
        trajectory.append(x)
    return np.array(trajectory)
