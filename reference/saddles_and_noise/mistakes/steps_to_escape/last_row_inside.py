"""The last row inside is found instead of the first outside.

loses: first_row_outside
hint: What is your answer for a path that leaves and comes back?
second hint: Take the first row outside.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances <= radius)
    return int(outside[-1]) if len(distances) > len(outside) else None
