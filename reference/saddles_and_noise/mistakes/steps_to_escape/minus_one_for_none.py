"""-1 comes back for a path that never leaves.

loses: never_and_at_once
hint: What is your answer for a path that never leaves?
second hint: Return None.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) if len(outside) else -1
