"""The half wave is written with a sine."""


def cosine_annealing(lr0, t, total):
    progress = np.clip(t / total, 0, 1)
    return lr0 / 2 - lr0 / 2 * np.sin(np.pi * (progress - 0.5))
