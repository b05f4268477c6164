import matplotlib.pyplot as plt
import numpy as np

weights = np.linspace(-1, 1, 201)
shift = 0.3
for name, curvature, look in (("sharp", 100, "-"), ("flat", 4, "--")):
    plt.plot(weights, loss_under_shift(curvature, weights - shift), look, label=f"{name}, shifted")
    plt.plot(0, loss_under_shift(curvature, shift), "ko")
plt.axvline(0, color="0.6", linewidth=0.8)
plt.xlabel("weight; 0 is what was learnt")
plt.ylabel("loss")
plt.ylim(0, 10)
plt.legend()
plt.show()
