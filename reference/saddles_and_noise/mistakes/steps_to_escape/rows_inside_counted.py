"""The rows inside are counted.

loses: first_row_outside
hint: What is your answer for a path that leaves and comes back?
second hint: Find the first row outside.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances <= radius)
    return len(outside) if len(outside) < len(distances) else None
