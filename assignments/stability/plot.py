import matplotlib.pyplot as plt
import numpy as np

hessian = np.array([[3.0, 1.0], [1.0, 3.0]])  # eigenvalues 2 and 4
rates = np.linspace(0.01, 0.9, 150)
for alpha, look in ((0.0, "-"), (0.3, "--"), (0.6, ":")):
    plt.plot(rates, [contraction(hessian, lr, alpha) for lr in rates], look, label=f"alpha = {alpha}")
plt.axhline(1, color="0.6", linewidth=0.8)
plt.axvline(largest_stable_rate(hessian), color="0.6", linewidth=0.8)
plt.plot(best_rate(hessian), contraction(hessian, best_rate(hessian), 0.0), "k+", markersize=12, label="best rate")
plt.xlabel("learning rate")
plt.ylabel("factor by which a step shrinks the distance")
plt.ylim(0, 1.6)
plt.legend()
plt.show()
