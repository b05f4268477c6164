"""Alpha is always 0.9, whatever was given.

loses: look_ahead
hint: Run the function with two values of alpha and compare the paths.
second hint: Use the parameter in both places where alpha stands.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = 0.9 * v - lr * grad(x + 0.9 * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
