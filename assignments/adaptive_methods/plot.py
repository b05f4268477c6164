import matplotlib.pyplot as plt
import numpy as np

from grader.landscapes import loss_along, quadratic

valley = quadratic(condition_number=20, angle=0.4, minimum=[1.0, 0.0])
run = dict(grad=valley.gradient, start=[-1.0, 2.0], steps=40)
paths = {
    "Nesterov": nesterov(lr=0.03, **run),
    "AdaGrad": adagrad(lr=0.5, **run),
    "RMSProp": rmsprop(lr=0.05, **run),
    "AdamW": adamw(lr=0.1, **run),
    "AMSGrad": amsgrad(lr=0.1, **run),
}

x, y = np.meshgrid(np.linspace(-1.5, 2.5, 150), np.linspace(-1.5, 2.5, 150))
loss = loss_along(valley, np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
plt.contour(x, y, loss, levels=np.geomspace(0.01, 60, 12), colors="0.8")
for (name, path), look in zip(paths.items(), ("o-", "s--", "^:", "v-.", "D-"), strict=True):
    plt.plot(*np.asarray(path).T, look, markersize=3, label=name)
plt.plot(*valley.minimum, "k+", markersize=12, label="minimum")
plt.legend()
plt.show()
