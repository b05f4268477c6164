"""The square of the distance is compared with the radius.

loses: first_row_outside
hint: Is the root in your distance?
second hint: Compare the distance itself.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.sum((trajectory - saddle) ** 2, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) if len(outside) else None
