"""The walk ends with the first rate that is zero.

loses: follows_any_schedule
hint: How many rows are asked for, and what becomes of the steps after one with a rate of zero?
second hint: A step with the rate zero is a step: it adds a row, and the next one asks the schedule again.
"""


def descend_with_schedule(grad, start, schedule, steps):
    rows = [np.array(start, dtype=float)]
    for t in range(steps):
        rate = schedule(t)
        if rate == 0:
            break
        rows.append(rows[-1] - rate * grad(rows[-1]))
    return np.array(rows)
