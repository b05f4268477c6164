import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
data = np.column_stack([np.ones(200), rng.uniform(-1, 1, 200)])
targets = 1 + 2 * data[:, 1] + rng.normal(0, 0.5, 200)
order = rng.permutation(200)

_, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
for size, look in ((1, "-"), (10, "o-"), (100, "s--")):
    path = sgd_epoch(data, targets, np.array([-1.0, 0.0]), 0.1, np.split(order, 200 // size))
    left.plot(*np.asarray(path).T, look, markersize=3, label=f"{size} in a batch")
sizes = [1, 2, 5, 10, 20, 50, 100]
right.loglog(sizes, [gradient_variance(data, targets, np.array([-1.0, 0.0]), size) for size in sizes], "o-")
left.set(xlabel="first weight", ylabel="second weight", title="one epoch")
right.set(xlabel="batch", ylabel="variance of the gradient")
left.legend()
plt.show()
