"""A path that is outside at once is said never to leave.

loses: never_and_at_once
hint: What is your answer if the start is outside?
second hint: 0 is an answer: ask whether there is a row, not whether it is true.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances > radius)
    return (int(outside[0]) or None) if len(outside) else None
