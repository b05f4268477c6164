"""The start array is changed by the walk.

loses: start_is_left_alone
hint: Print the start after the call.
second hint: `np.asarray` and `x -= ...` change the caller's own array. Copy it: `x = np.array(start, dtype=float)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.asarray(start, dtype=float)
    trajectory = [x.copy()]
    for t in range(steps):
        x -= schedule(t) * grad(x)
        trajectory.append(x.copy())
    return np.array(trajectory)
