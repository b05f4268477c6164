"""The gradient of the start is used for every step, so the path is a straight line.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: At which point do you ask for the gradient in the second step?
second hint: Ask for the gradient inside the loop, at the point where the step begins: `grad(x)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    gradient = grad(x)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t) * gradient
        trajectory.append(x)
    return np.array(trajectory)
