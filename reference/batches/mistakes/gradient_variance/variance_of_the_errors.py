"""The variance is one of the errors instead of the gradients.

loses: noise_of_one_row
hint: Where does a row's gradient come in?
second hint: The gradient of a row is its error times the row.
"""


def gradient_variance(data, targets, weights, batch):
    return float(np.var(data @ weights - targets) / batch)
