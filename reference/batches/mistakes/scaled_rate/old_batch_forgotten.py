"""The rate is multiplied by the new size alone.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: Divide by the old size.
"""


def scaled_rate(lr, batch, new_batch):
    return lr * new_batch
