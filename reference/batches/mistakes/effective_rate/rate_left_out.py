"""One over the size comes back, without the rate.

loses: rate_per_row
hint: For a rate of 0.4 and a batch of 5, what is your answer?
second hint: The rate over the size.
"""


def effective_rate(lr, batch):
    return 1 / batch
