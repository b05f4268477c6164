"""What steps are made of, as students write it: each expression is what `searches.step_rules` is to name.

Of an expression `g` is the gradient at `x`, and `gs` are all so far; `last` is the step before, and `moves` are all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

GRADIENTS = {
    "gradient": "g",
    "gradient_alpha_ahead": "grad(x + alpha * last)",
    "gradient_ahead": "grad(x + last)",
    "gradient_at_start": "grad(start)",
    "gradient_before": "gs[-2] if t else g",
    "sign": "np.sign(g)",
    "unit": "g / np.linalg.norm(g)",
    "gradient_noisy": "g + noise[t]",
    "gradient_noisy_less": "g - noise[t]",
    "gradient_noisy_late": "g + noise[t - 1]",
    "gradient_noisy_first": "g + noise[0]",
    "gradient_noisy_sum": "g + noise[:t + 1].sum(axis=0)",
    "gradient_noisy_one": "g + noise[t][0]",
    "gradient_noisy_early": "g + noise[min(t + 1, len(noise) - 1)]",
    "gradient_noisy_backwards": "g + noise[-t - 1]",
    "gradient_noisy_less_mean": "g + noise[t] - noise.mean(axis=0)",
    "gradient_noisy_mean": "g + noise[:t + 1].mean(axis=0)",
    "gradient_noisy_size": "g + np.abs(noise[t])",
    "gradient_noisy_unit": "g + noise[t] / np.linalg.norm(noise[t])",
    "gradient_noisy_longer": "g + noise[t] * np.linalg.norm(g)",
    "gradient_noisy_exchanged": "g + noise[t][::-1]",
    "gradient_times_noise": "g * noise[t]",
    "gradient_at_noise": "grad(x + noise[t])",
    "noise": "noise[t]",
    "gradient_each": "one_after_the_other([0, 1])",
    "gradient_each_backwards": "one_after_the_other([1, 0])",
    "gradient_mean": "np.mean(gs, axis=0)",
    "gradient_sum": "np.sum(gs, axis=0)",
    "gradient_squared": "g**2",
    "gradient_root": "np.sign(g) * np.sqrt(np.abs(g))",
    "gradient_clipped": "g / max(1, np.linalg.norm(g))",
    "gradient_clipped_each": "np.clip(g, -1, 1)",
    "gradient_behind": "grad(x - alpha * last)",
    "gradient_lr_ahead": "grad(x + lr * last)",
    "gradient_alpha_halfway": "grad(x + alpha * last / 2)",
    "gradient_partly_ahead": "(g + grad(x + alpha * last)) / 2",
    "gradient_halfway": "grad(x + last / 2)",
    "gradient_halfway_back": "grad(x - last / 2)",
    "gradient_reversed": "g[::-1]",
    "gradient_size": "np.abs(g)",
    "gradient_noisy_wrapped": "g + noise[(t + 1) % steps]",
    "gradient_noisy_round": "g + noise[(t + 1) % len(noise)]",
    "gradient_noisy_backwards_from_steps": "g + noise[steps - 1 - t]",
    "gradient_noisy_one_sum": "g + noise[t].sum()",
    "gradient_noisy_length": "g + np.linalg.norm(noise[t])",
    "gradient_noisy_one_mean": "g + noise[t].mean()",
    "gradient_noisy_mean_of_all": "g + noise.mean(axis=0)",
    "noisy_unit": "(g + noise[t]) / np.linalg.norm(g + noise[t])",
    "noisy_reversed": "(g + noise[t])[::-1]",
}
MEMORIES = {
    "last_step": "last",
    "position": "x",
    "from_start": "x - start",
    "first_step": "moves[0] if t else 0",
    "last_step_but_one": "moves[-2] if t > 1 else 0",
    "gradient_before": "gs[-2] if t else 0",
    "noise": "noise[t]",
}


def program(gradient: str, memory: str = "0") -> Callable[..., Any]:
    """A path whose steps are `alpha` times what is kept less `lr` times a gradient."""

    def path(grad: Any, start: Any, lr: float, alpha: float, steps: int, noise: Any) -> Any:
        def one_after_the_other(places: list[int]) -> Any:
            found, point = np.empty_like(x), x.copy()
            for place in places:
                found[place] = grad(point)[place]
                point[place] += alpha * last[place] - lr * found[place]
            return found

        x, last, moves, gs, rows = start, np.zeros_like(start), [], [], [start]
        for t in range(steps):  # noqa: B007 - expressions use it
            g = grad(x)
            gs.append(g)
            names = {**locals(), "np": np}
            last = alpha * eval(memory, names) - lr * eval(gradient, names)
            moves.append(last)
            x = x + last
            rows.append(x)
        return np.array(rows)

    return path
