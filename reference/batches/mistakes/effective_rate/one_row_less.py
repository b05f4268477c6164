"""The size is taken to be one less.

loses: rate_per_row
hint: For a rate of 0.4 and a batch of 5, what is your answer?
second hint: Divide by the size itself.
"""


def effective_rate(lr, batch):
    return lr / (batch - 1)
