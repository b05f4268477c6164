import matplotlib.pyplot as plt
import numpy as np

from grader.landscapes import loss_along, saddle

surface = saddle()
noise = 0.05 * np.random.default_rng(1).standard_normal((30, 2))
x, y = np.meshgrid(np.linspace(-1.5, 1.5, 100), np.linspace(-1.5, 1.5, 100))
loss = loss_along(surface, np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
plt.contour(x, y, loss, levels=15, colors="0.8")
for name, off, look in (("without noise", 0 * noise, "o-"), ("with noise", noise, "s--")):
    path = np.asarray(noisy_descent(surface.gradient, [1.0, 0.0], 0.1, 30, off))
    plt.plot(*path.T, look, markersize=3, label=f"{name}: leaves at {steps_to_escape(path, np.zeros(2), 1.0001)}")
plt.xlim(-1.5, 1.5)
plt.ylim(-1.5, 1.5)
plt.legend()
plt.show()
