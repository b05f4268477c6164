import matplotlib.pyplot as plt

dimensions = range(1, 6)
plt.semilogy(dimensions, [share_of_minima(d) for d in dimensions], "o-", label="tosses of a coin")
estimates = [estimated_share(d, 2000, seed=1) for d in dimensions]
plt.semilogy(dimensions, [share or None for share in estimates], "s--", label="random symmetric matrices")
plt.xlabel("dimension")
plt.ylabel("share of minima")
plt.xticks(dimensions)
plt.legend()
plt.show()
