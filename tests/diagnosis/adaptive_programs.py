"""Adaptive methods as students write them, each with a line that is another one: what `searches.moments` is to name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

LINES = {
    "begin": "m, v = np.zeros_like(x), np.zeros_like(x)",
    "gradient": "g = grad(x)",
    "first": "m = beta1 * m + (1 - beta1) * g",
    "second": "v = beta2 * v + (1 - beta2) * g**2",
    "first_correction": "m_hat = m / (1 - beta1**t)",
    "second_correction": "v_hat = v / (1 - beta2**t)",
    "decay": "x = x - lr * weight_decay * x",
    "step": "x = x - lr * m_hat / (np.sqrt(v_hat) + eps)",
}
OF_ADAM: dict[tuple[str, str], dict[str, str]] = {
    ("betas", "swapped"): {"begin": f"{LINES['begin']}; beta1, beta2 = beta2, beta1"},
    ("betas", "fixed"): {"begin": f"{LINES['begin']}; beta1, beta2 = 0.9, 0.999"},
    ("gradient", "at_start"): {"begin": f"{LINES['begin']}; g = grad(x)", "gradient": "pass"},
    ("first", "gradient"): {"first": "m = g"},
    ("first", "whole_gradient"): {"first": "m = beta1 * m + g"},
    ("first", "swapped"): {"first": "m = (1 - beta1) * m + beta1 * g"},
    ("first", "other_beta"): {"first": "m = beta2 * m + (1 - beta2) * g"},
    ("first", "fixed"): {"first": "m = 0.9 * m + 0.1 * g"},
    ("first", "ahead"): {"first_correction": "m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)"},
    ("first", "before"): {
        "first": "old, m = m, beta1 * m + (1 - beta1) * g",
        "first_correction": "m_hat = old / (1 - beta1**t)",
    },
    ("first", "largest"): {
        "begin": f"{LINES['begin']}; top = np.full_like(x, -np.inf)",
        "first_correction": "top = np.maximum(top, m); m_hat = top / (1 - beta1**t)",
    },
    ("first", "from_one"): {"begin": "m, v = np.ones_like(x), np.zeros_like(x)"},
    ("first", "corrected_and_kept"): {"first_correction": "m = m / (1 - beta1**t); m_hat = m"},
    ("first", "with_powers"): {"first": "m = beta1**t * m + (1 - beta1**t) * g"},
    ("first", "begun"): {"first": "m = g if t == 1 else beta1 * m + (1 - beta1) * g"},
    ("first", "of_squares"): {"first": "m = beta1 * m + (1 - beta1) * g**2"},
    ("first", "share_of_second"): {"first": "m = beta1 * m + (1 - beta2) * g"},
    ("first_correction", "none"): {"first_correction": "m_hat = m"},
    ("first_correction", "none_at_first"): {"first_correction": "m_hat = m / (1 - beta1**(t - 1)) if t > 1 else m"},
    ("first_correction", "from_two"): {"first_correction": "m_hat = m / (1 - beta1**(t + 1))"},
    ("first_correction", "first_alone"): {"first_correction": "m_hat = m / (1 - beta1)"},
    ("first_correction", "of_difference"): {"first_correction": "m_hat = m / (1 - beta1)**t"},
    ("first_correction", "other_beta"): {"first_correction": "m_hat = m / (1 - beta2**t)"},
    ("first_correction", "one_behind"): {"first_correction": "m_hat = m / (1 - beta1**max(t - 1, 1))"},
    ("first_correction", "of_last_step"): {"first_correction": "m_hat = m / (1 - beta1**steps)"},
    ("second", "sum"): {"second": "v = v + g**2"},
    ("second", "largest_average"): {
        "begin": f"{LINES['begin']}; top = np.zeros_like(x)",
        "second_correction": "top = np.maximum(top, v); v_hat = top / (1 - beta2**t)",
    },
    ("second", "whole_square"): {"second": "v = beta2 * v + g**2"},
    ("second", "square"): {"second": "v = g**2"},
    ("second", "size"): {"second": "v = beta2 * v + (1 - beta2) * np.abs(g)"},
    ("second", "swapped"): {"second": "v = (1 - beta2) * v + beta2 * g**2"},
    ("second", "other_beta"): {"second": "v = beta1 * v + (1 - beta1) * g**2"},
    ("second", "fixed"): {"second": "v = 0.999 * v + 0.001 * g**2"},
    ("second", "fixed_99"): {"second": "v = 0.99 * v + 0.01 * g**2"},
    ("second", "fixed_9"): {"second": "v = 0.9 * v + 0.1 * g**2"},
    ("second", "one_for_all"): {"second": "v = beta2 * v + (1 - beta2) * np.mean(g**2)"},
    ("second", "one_sum_for_all"): {"second": "v = beta2 * v + (1 - beta2) * (g @ g)"},
    ("second", "sum_for_all"): {"second": "v = v + g @ g"},
    ("second", "mean"): {"second": "v = v + (g**2 - v) / t"},
    ("second", "sizes"): {"second": "v = v + np.abs(g)"},
    ("second", "square_of_sum"): {
        "begin": f"{LINES['begin']}; total = np.zeros_like(x)",
        "second": "total = total + g; v = total**2",
    },
    ("second", "before"): {
        "second": "old, v = v, beta2 * v + (1 - beta2) * g**2",
        "second_correction": "v_hat = old / (1 - beta2**t)",
    },
    ("second", "sum_before"): {"second": "old, v = v, v + g**2", "second_correction": "v_hat = old / (1 - beta2**t)"},
    ("second", "begun"): {"second": "v = g**2 if t == 1 else beta2 * v + (1 - beta2) * g**2"},
    ("second", "sum_from_a_tenth"): {
        "begin": "m, v = np.zeros_like(x), np.full_like(x, 0.1)",
        "second": "v = v + g**2",
    },
    ("second", "largest_square"): {"second": "v = np.maximum(v, g**2)"},
    ("second", "smallest_average"): {
        "begin": f"{LINES['begin']}; low = np.full_like(x, np.inf)",
        "second_correction": "low = np.minimum(low, v); v_hat = low / (1 - beta2**t)",
    },
    ("second", "largest_corrected"): {
        "begin": f"{LINES['begin']}; top = np.zeros_like(x)",
        "second_correction": "top = np.maximum(top, v / (1 - beta2**t)); v_hat = top / (1 - beta2**t)",
    },
    ("second", "variance"): {
        "begin": f"{LINES['begin']}; mean = np.zeros_like(x)",
        "second_correction": "mean = beta2 * mean + (1 - beta2) * g; v_hat = (v - mean**2) / (1 - beta2**t)",
    },
    ("second", "from_average"): {"second": "v = beta2 * v + (1 - beta2) * (g - m)**2"},
    ("second", "larger_of_two"): {
        "second": "old, v = v, beta2 * v + (1 - beta2) * g**2",
        "second_correction": "v_hat = np.maximum(old, v) / (1 - beta2**t)",
    },
    ("second", "before_but_first"): {
        "second": "old, v = v, beta2 * v + (1 - beta2) * g**2",
        "second_correction": "v_hat = (old if t > 1 else v) / (1 - beta2**t)",
    },
    ("second", "sum_before_but_first"): {
        "second": "old, v = v, v + g**2",
        "second_correction": "v_hat = (old if t > 1 else v) / (1 - beta2**t)",
    },
    ("second", "from_one"): {"begin": "m, v = np.zeros_like(x), np.ones_like(x)"},
    ("second", "sum_from_one"): {"begin": "m, v = np.zeros_like(x), np.ones_like(x)", "second": "v = v + g**2"},
    ("second", "largest_from_one"): {
        "begin": f"{LINES['begin']}; top = np.ones_like(x)",
        "second_correction": "top = np.maximum(top, v); v_hat = top / (1 - beta2**t)",
    },
    ("second", "largest_share"): {"second": "v = np.maximum(v, (1 - beta2) * g**2)"},
    ("second", "last_three"): {
        "begin": f"{LINES['begin']}; last = []",
        "second": "last = [*last, g**2][-3:]; v = sum(last)",
    },
    ("second", "corrected_and_kept"): {"second_correction": "v = v / (1 - beta2**t); v_hat = v"},
    ("second", "with_powers"): {"second": "v = beta2**t * v + (1 - beta2**t) * g**2"},
    ("second", "larger_of_shares"): {"second": "v = np.maximum(beta2 * v, (1 - beta2) * g**2)"},
    ("second", "first_twice"): {
        "begin": "m, v = np.zeros_like(x), (1 - beta2) * grad(x)**2",
    },
    ("second", "share_of_first"): {"second": "v = beta2 * v + (1 - beta1) * g**2"},
    ("second", "of_first"): {"second": "v = beta2 * v + (1 - beta2) * m**2"},
    ("second", "sum_fading"): {"second": "v = 0.9 * v + g**2"},
    ("second", "times_first"): {"second": "v = beta2 * v + (1 - beta2) * g * m"},
    ("second_correction", "none"): {"second_correction": "v_hat = v"},
    ("second_correction", "none_at_first"): {"second_correction": "v_hat = v / (1 - beta2**(t - 1)) if t > 1 else v"},
    ("second_correction", "from_two"): {"second_correction": "v_hat = v / (1 - beta2**(t + 1))"},
    ("second_correction", "first_alone"): {"second_correction": "v_hat = v / (1 - beta2)"},
    ("second_correction", "of_difference"): {"second_correction": "v_hat = v / (1 - beta2)**t"},
    ("second_correction", "other_beta"): {"second_correction": "v_hat = v / (1 - beta1**t)"},
    ("second_correction", "one_behind"): {"second_correction": "v_hat = v / (1 - beta2**max(t - 1, 1))"},
    ("second_correction", "of_last_step"): {"second_correction": "v_hat = v / (1 - beta2**steps)"},
    ("root", "inside"): {"step": "x = x - lr * m_hat / np.sqrt(v_hat + eps)"},
    ("root", "no_root"): {"step": "x = x - lr * m_hat / (v_hat + eps)"},
    ("root", "before_correction"): {
        "step": "x = x - lr * m_hat / ((np.sqrt(v) + eps) / np.sqrt(1 - beta2**t))",
    },
    ("root", "squared_inside"): {"step": "x = x - lr * m_hat / np.sqrt(v_hat + eps**2)"},
    ("root", "larger"): {"step": "x = x - lr * m_hat / np.maximum(np.sqrt(v_hat), eps)"},
    ("root", "correction_outside"): {"step": "x = x - lr * m_hat / (np.sqrt(v) / (1 - beta2**t) + eps)"},
    ("factor", "uphill"): {"step": "x = x + lr * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "squared"): {"step": "x = x - lr * lr * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "twice"): {"step": "x = x - 2 * lr * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "half"): {"step": "x = x - lr / 2 * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "left_out"): {"step": "x = x - m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "fixed"): {"step": "x = x - 0.01 * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "fixed_tenth"): {"step": "x = x - 0.1 * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "fixed_thousandth"): {"step": "x = x - 0.001 * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "over_root_of_count"): {"step": "x = x - lr / np.sqrt(t) * m_hat / (np.sqrt(v_hat) + eps)"},
    ("factor", "over_count"): {"step": "x = x - lr / t * m_hat / (np.sqrt(v_hat) + eps)"},
}
OF_FAINT_SLOPES: dict[tuple[str, str], dict[str, str]] = {
    ("root", "left_out"): {"step": "x = x - lr * m_hat / np.sqrt(v_hat)"},
    ("root", "fixed"): {"step": "x = x - lr * m_hat / (np.sqrt(v_hat) + 1e-8)"},
}
OF_ADAM_THAT_FORGETS: dict[tuple[str, str], dict[str, str]] = {
    ("first_correction", "times_count"): {"first_correction": "m_hat = m / (1 - beta1 * t)"},
    ("second_correction", "times_count"): {"second_correction": "v_hat = v / (1 - beta2 * t)"},  # none below zero
}
OF_ADAMW: dict[tuple[str, str], dict[str, str]] = {
    ("gradient", "with_decay"): {"gradient": "g = grad(x) + weight_decay * x"},
    ("decay", "none"): {"decay": "pass"},
    ("decay", "grows"): {"decay": "x = x + lr * weight_decay * x"},
    ("decay", "without_rate"): {"decay": "x = x - weight_decay * x"},
    ("decay", "to_start"): {"decay": "x = x - lr * weight_decay * (x - start)"},
    ("decay", "afterwards"): {"decay": "pass", "step": f"{LINES['step']}; x = x - lr * weight_decay * x"},
    ("decay", "by_sign"): {"decay": "x = x - lr * weight_decay * np.sign(x)"},
    ("decay", "positive_alone"): {"decay": "x = np.where(x > 0, x - lr * weight_decay * x, x)"},
    ("decay", "of_one_length"): {"decay": "x = x - lr * weight_decay * x / np.sqrt(x @ x)"},
    ("decay", "twice"): {"decay": "x = x - 2 * lr * weight_decay * x"},
    ("decay", "half"): {"decay": "x = x - lr * weight_decay / 2 * x"},
    ("decay", "over_count"): {"decay": "x = x - lr * weight_decay / t * x"},
    ("decay", "of_size"): {"decay": "x = x - lr * weight_decay * np.abs(x)"},
    ("decay", "squared"): {"decay": "x = x - lr * weight_decay**2 * x"},
    ("decay", "rate_squared"): {"decay": "x = x - lr**2 * weight_decay * x"},
    ("decay", "of_squares"): {"decay": "x = x - lr * weight_decay * x**2"},
    ("decay", "first_alone"): {"decay": "x = x - lr * weight_decay * x if t == 1 else x"},
}
# What is asked for has no moments, one of them, or a sum.
RMSPROP = {
    "first": "pass",
    "first_correction": "m_hat = g",
    "second": "v = gamma * v + (1 - gamma) * g**2",
    "second_correction": "v_hat = v",
}
ADAGRAD = RMSPROP | {"second": "v = v + g**2"}
OF_RMSPROP: dict[tuple[str, str], dict[str, str]] = {
    ("first", "average"): {"first": "m = 0.9 * m + 0.1 * g", "first_correction": "m_hat = m"},
    ("first", "gamma"): {"first": "m = gamma * m + (1 - gamma) * g", "first_correction": "m_hat = m"},
    ("second_correction", "right"): {"second_correction": "v_hat = v / (1 - gamma**t)"},
}
OF_ADAGRAD: dict[tuple[str, str], dict[str, str]] = {
    ("second", "average"): {"second": "v = 0.999 * v + 0.001 * g**2"},
    ("second", "sums_pile_up"): {
        "begin": f"{LINES['begin']}; below = np.ones_like(x)",
        "step": "below = below * (np.sqrt(v) + eps); x = x - lr * g / below",
    },
}


def program(lines: Mapping[str, str]) -> Callable[..., Any]:
    """A function that walks by these lines, or those of Adam in their place; without decay where none is written."""
    said = {"decay": "pass"} | {name: line for name, line in LINES.items() if name != "decay"} | dict(lines)
    loop = "".join(f"        {said[name]}\n" for name in LINES if name != "begin")
    text = (
        "def walk(grad, start, lr, steps, beta1=0.9, beta2=0.999, gamma=0.9, eps=1e-8, weight_decay=0.0):\n"
        f"    x = start\n    {said['begin']}\n    path = [x]\n"
        f"    for t in range(1, steps + 1):\n{loop}        path.append(x)\n"
        "    return np.array(path)\n"
    )
    names: dict[str, Any] = {"np": np}
    exec(text, names)
    return names["walk"]  # type: ignore[no-any-return]
