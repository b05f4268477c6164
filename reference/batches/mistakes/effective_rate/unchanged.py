"""The rate comes back as it is.

loses: rate_per_row
hint: For a rate of 0.4 and a batch of 5, what is your answer?
second hint: Divide by the size of the batch.
"""


def effective_rate(lr, batch):
    return lr
