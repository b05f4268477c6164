import matplotlib.pyplot as plt
import numpy as np

from grader.landscapes import loss_along, quadratic

total = 60
rates = {
    "step decay": ([step_decay(0.03, t, 0.5, 15) for t in range(total)], "-"),
    "exponential": ([exponential_decay(0.03, t, 0.95) for t in range(total)], "--"),
    "cosine": ([cosine_annealing(0.03, t, total) for t in range(total)], "-."),
    "warm-up, cosine": ([warmup_cosine(0.03, t, 10, total) for t in range(total)], ":"),
}
valley = quadratic(condition_number=50, angle=0.3)  # 2 / lambda_max is 0.04

_, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
for name, (rate, look) in rates.items():
    path = descend_with_schedule(valley.gradient, [2.0, 1.0], rate.__getitem__, total)
    left.plot(rate, look, label=name)
    right.plot(loss_along(valley, np.asarray(path)), look, label=name)
left.set(xlabel="step", ylabel="learning rate")
right.set(xlabel="step", ylabel="loss", yscale="log")
left.legend()
plt.show()
