"""The rate grows like the root of the batch.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: The linear rule has no root.
convention: The root is a rule of its own, which keeps the noise of a step and is often taken for Adam. The
    linear rule keeps lr / B.
"""


def scaled_rate(lr, batch, new_batch):
    return lr * (new_batch / batch) ** 0.5
