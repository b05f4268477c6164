"""The gradient is taken after a plain step downhill instead of after the velocity.

loses: look_ahead
hint: In the first step the velocity is 0: where do you look then?
second hint: Look where the velocity leads: `grad(x + alpha * v)`, which is `grad(x)` in the first step.
convention: Asking for the gradient after a trial step is the extragradient method. It is not Nesterov's, and
    already its first move is another one.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x - lr * grad(x))
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
