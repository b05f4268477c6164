"""The gradient is taken at the look-ahead point: this is Nesterov.

loses: velocity_update, velocity_is_carried_over
hint: At which point do you ask for the gradient?
second hint: The heavy ball takes the slope where it lies, `grad(x)`, not at `x + alpha * v`.
convention: Taking the gradient at x + alpha * v is Nesterov's accelerated gradient. Its first step agrees with
    the heavy ball asked for here, since the velocity is still 0; after that the two part.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
