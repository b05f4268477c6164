"""The step goes up the gradient.

loses: noise_is_part_of_the_gradient, initial_state
hint: Without noise, does the loss fall?
second hint: Subtract.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x + lr * (grad(x) + noise[t])
        trajectory.append(x)
    return np.array(trajectory)
