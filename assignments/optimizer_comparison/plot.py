import matplotlib.pyplot as plt
import numpy as np

from grader.landscapes import loss_along, quadratic

bowl = quadratic([[3.0, 1.0], [1.0, 3.0]], minimum=[1.0, 0.0])  # or quadratic(condition_number=50, angle=0.5)
run = dict(grad=bowl.gradient, start=[2.0, -2.0], lr=0.1, steps=60)
paths = {"gradient descent": gradient_descent(**run), "momentum": momentum(**run), "Adam": adam(**run)}

x, y = np.meshgrid(np.linspace(-0.5, 2.5, 150), np.linspace(-2.5, 1.5, 150))
loss = loss_along(bowl, np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
plt.contour(x, y, loss, levels=np.geomspace(0.01, 30, 12), colors="0.8")
for (name, path), look in zip(paths.items(), ("o-", "s--", "^:"), strict=True):
    plt.plot(*np.asarray(path).T, look, markersize=3, label=name)
plt.plot(*bowl.minimum, "k+", markersize=12, label="minimum")
plt.legend()
plt.show()
