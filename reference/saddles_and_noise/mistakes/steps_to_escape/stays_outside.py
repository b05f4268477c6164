"""The path must stay outside from the row on.

loses: first_row_outside
hint: What is your answer for a path that leaves and comes back?
second hint: The first row outside counts, whatever comes after.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances <= radius)
    return (int(outside[-1]) + 1 if len(outside) else 0) if distances[-1] > radius else None
