"""The state lives in a data class with slots, and one function makes a step."""

from dataclasses import dataclass


@dataclass(slots=True)
class Moments:
    """What Adam remembers between two steps."""

    m: np.ndarray
    v: np.ndarray
    t: int = 0


def one_step(x, g, state, lr, beta1, beta2, eps):
    state.t += 1
    state.m = beta1 * state.m + (1 - beta1) * g
    state.v = beta2 * state.v + (1 - beta2) * np.square(g)
    m_hat = state.m / (1 - np.power(beta1, state.t))
    v_hat = state.v / (1 - np.power(beta2, state.t))
    return x - lr * m_hat / (np.sqrt(v_hat) + eps)


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    state = Moments(np.zeros_like(x), np.zeros_like(x))
    trajectory = [x]
    for _ in range(steps):
        x = one_step(x, grad(x), state, lr, beta1, beta2, eps)
        trajectory.append(x)
    return np.array(trajectory)
