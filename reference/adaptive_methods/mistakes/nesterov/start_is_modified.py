"""The caller's start is moved along with the path.

loses: nesterov_takes_any_start
hint: Print your start array before and after the call.
second hint: `np.asarray` makes no copy and an update in place writes through it: begin with `np.array(start,
    dtype=float)`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.asarray(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x.copy()]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x += v
        trajectory.append(x.copy())
    return np.array(trajectory)
