"""The rate grows like the square of the batch.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: The linear rule has no square.
"""


def scaled_rate(lr, batch, new_batch):
    return lr * (new_batch / batch) ** 2
