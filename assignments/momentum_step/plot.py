import matplotlib.pyplot as plt
import numpy as np

from grader.landscapes import sine

path = np.asarray(optimize_with_momentum(start=-2.0, lr=0.05, momentum=0.9, steps=100))

weights = np.linspace(-2.5, 4.5, 400)
plt.plot(weights, [sine().value([weight]) for weight in weights], color="0.7", label="loss")
plt.plot(path[:, 0], path[:, 1], "o-", markersize=3, label="your path")
plt.plot(*path[-1], "s", label="where it ends")
plt.xlabel("weight")
plt.ylabel("loss")
plt.legend()
plt.show()
