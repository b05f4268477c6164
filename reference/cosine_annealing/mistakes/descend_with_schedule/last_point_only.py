"""Only the last point is returned, not the way there.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Print the shape of what you return. It should be (steps + 1, d).
second hint: Collect every point in a list, the start first, and return them all.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    for t in range(steps):
        x = x - schedule(t) * grad(x)
    return x
