"""What is said of a derivative that is made of other differences of losses than asked."""

from __future__ import annotations

_SLOPE = "Each of your numbers is `{formula}`, with `a` the step of length h along its coordinate."
_BEND = "On the diagonal your numbers are `{formula}`, with `a` the step of length h along the coordinate."
_TWIST = "Beside the diagonal yours are `{formula}`, with `a` and `b` the steps of length h along both coordinates."
_MIDDLE = "L(x + a) - 2 * L(x) + L(x - a)"
_CORNERS = "L(x + a + b) - L(x + a - b) - L(x - a + b) + L(x - a - b)"
# Names of `grader.diagnosis.searches.quotients`.
QUOTIENTS = {
    **{
        ("slope", name): _SLOPE.format(formula=formula)
        for name, formula in (
            ("central", "(L(x + a) - L(x - a)) / (2 * h)"),
            ("forward", "(L(x + a) - L(x)) / h"),
            ("backward", "(L(x) - L(x - a)) / h"),
            ("half_a_step", "(L(x + a/2) - L(x - a/2)) / h"),
            ("half_a_step_by_2h", "(L(x + a/2) - L(x - a/2)) / (2 * h)"),
            ("two_steps", "(L(x + 2a) - L(x - 2a)) / (4 * h)"),
            ("two_steps_by_2h", "(L(x + 2a) - L(x - 2a)) / (2 * h)"),
            ("five_points", "(8 * (L(x + a) - L(x - a)) - L(x + 2a) + L(x - 2a)) / (12 * h)"),
            ("three_points", "(4 * L(x + a) - 3 * L(x) - L(x + 2a)) / (2 * h)"),
            ("sum", "(L(x + a) + L(x - a)) / (2 * h)"),
            ("second", "(L(x + a) - 2 * L(x) + L(x - a)) / h**2"),
            ("by_2h_squared", "(L(x + a) - L(x - a)) / (2 * h**2)"),
            ("by_h_squared", "(L(x + a) - L(x - a)) / h**2"),
            ("half_of_h", "(L(x + a) - L(x - a)) / 2 * h"),
            ("two_ahead", "(L(x + 2a) - L(x)) / (2 * h)"),
        )
    },
    **{
        ("bend", name): _BEND.format(formula=formula)
        for name, formula in (
            ("central", f"({_MIDDLE}) / h**2"),
            ("two_steps", "(L(x + 2a) - 2 * L(x) + L(x - 2a)) / (4 * h**2)"),
            ("two_steps_by_h_squared", "(L(x + 2a) - 2 * L(x) + L(x - 2a)) / h**2"),
            ("half_a_step", "(L(x + a/2) - 2 * L(x) + L(x - a/2)) / (h/2)**2"),
            ("forward", "(L(x + 2a) - 2 * L(x + a) + L(x)) / h**2"),
            ("by_2h_squared", f"({_MIDDLE}) / (2 * h**2)"),
            ("by_4h_squared", f"({_MIDDLE}) / (4 * h**2)"),
            ("by_h", f"({_MIDDLE}) / h"),
            ("by_2h", f"({_MIDDLE}) / (2 * h)"),
            ("half_of_h", f"({_MIDDLE}) / 2 * h"),
            ("gradients_ahead", "(L(x + 2a) - L(x) - L(x + a) + L(x - a)) / (2 * h**2)"),
            ("slope", "(L(x + a) - L(x - a)) / (2 * h)"),
            ("doubled", f"2 * ({_MIDDLE}) / h**2"),
        )
    },
    **{
        ("twist", name): _TWIST.format(formula=formula)
        for name, formula in (
            ("central", f"({_CORNERS}) / (4 * h**2)"),
            ("forward", "(L(x + a + b) - L(x + a) - L(x + b) + L(x)) / h**2"),
            (
                "both_sides",
                "(L(x + a + b) - L(x + a) - L(x + b) + 2 * L(x) - L(x - a) - L(x - b) + L(x - a - b)) / (2 * h**2)",
            ),
            ("by_h_squared", f"({_CORNERS}) / h**2"),
            ("by_2h_squared", f"({_CORNERS}) / (2 * h**2)"),
            ("by_4h", f"({_CORNERS}) / (4 * h)"),
            ("by_h", f"({_CORNERS}) / h"),
            ("quarter_of_h_squared", f"({_CORNERS}) / 4 * h**2"),
            ("gradients_ahead", "(L(x + a + b) - L(x + a - b) - L(x + b) + L(x - b)) / (2 * h**2)"),
            ("gradients_ahead_in_columns", "(L(x + a + b) - L(x - a + b) - L(x + a) + L(x - a)) / (2 * h**2)"),
        )
    },
    ("twist", "half_a_step"): "Beside the diagonal your corners lie half a step of length h from the point.",
    ("twist", "other_sign"): "Beside the diagonal your numbers have the other sign.",
    ("twist", "slopes_multiplied"): "Beside the diagonal your numbers are the two slopes, multiplied.",
    ("twist", "zero"): "Beside the diagonal your numbers are 0.",
}
