"""The first step is taken even when no steps are asked for.

loses: zero_and_one_step
hint: How many rows do you return for `steps = 0`?
second hint: Put the first step into the loop with the others: `for t in range(steps)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    x = x - schedule(0) * grad(x)
    trajectory.append(x)
    for t in range(1, steps):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
