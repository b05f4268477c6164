"""The gradient is taken at the point itself: this is the heavy ball.

loses: look_ahead
hint: At which point do you ask for the gradient?
second hint: Ask ahead: `grad(x + alpha * v)`.
convention: Taking the gradient at x is Polyak's heavy ball, the usual momentum. Its first step agrees with
    Nesterov's, since the velocity is still 0; after that the two part.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
