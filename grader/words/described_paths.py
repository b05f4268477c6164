"""What is said of a path that follows another rule than asked, or is right but for where its rows stand."""

from __future__ import annotations

from collections.abc import Sequence

from grader.records import Described, Term
from grader.words.described_quotients import QUOTIENTS

# --- rules of a path -------------------------------------------------------------------------------------------------

RULES = {
    "step": "Each of your steps is {terms}.",
    "step_from_second": "From the second on, each of your steps is {terms}; the first is another.",
    "first_step": "From the second on, each of your steps is as asked from where it begins; the first one is another.",
    "starts_elsewhere": "Each of your steps is right from where it begins; row 0 is not the start that was given.",
    "velocity": "Each of your velocities is {terms}.",
    "weight": "Your velocity is right; each of your steps is {terms}.",
    "whole": "Each of your steps is {terms}; nothing else moves it.",
    "rate_cut": "Your steps are as asked from where each begins, but no rate of the schedule counts for more than "
    "{number}.",
    "cut_each": "Your steps are as asked from where each begins, but no coordinate of one is larger than {number}.",
    "cut_length": "Your steps are as asked from where each begins, but none is longer than {number}.",
    "kept_within": "Your steps are as asked from where each begins, but no coordinate of a point is larger than "
    "{number}.",
    "kept_below": "Your steps are as asked from where each begins, but no coordinate of a point is above {number}.",
    "kept_above": "Your steps are as asked from where each begins, but no coordinate of a point is below {number}.",
    "forgets_every": "Every {number} steps yours forget what was kept; all others are as asked from where they begin.",
    "forgets_at_times": "Some of your steps forget what was kept; all others are as asked from where they begin.",
}
SLOTS = {
    **QUOTIENTS,
    ("betas", "swapped"): "`beta1` and `beta2` stand in each other’s place.",
    ("betas", "fixed"): "The betas are 0.9 and 0.999, whatever is given.",
    ("gradient", "at_start"): "All your gradients are the one at the start.",
    ("gradient", "with_decay"): "Your gradient has the weight decay in it, so that the moments have it too.",
    ("first", "average"): "Your steps go along a moving average of the gradients.",
    ("first", "gradient"): "Your steps go along the gradient itself, and not along an average.",
    ("first", "whole_gradient"): "Your first moment takes in the whole gradient, `beta1 * m + g`.",
    ("first", "swapped"): "Your first moment keeps the share `1 - beta1` of itself.",
    ("first", "other_beta"): "Your first moment keeps the share `beta2` of itself.",
    ("first", "gamma"): "Your steps go along a moving average of the gradients, with `gamma`.",
    ("first", "fixed"): "Your first moment keeps 0.9 of itself, whatever is given.",
    ("first", "ahead"): "Your first moment takes in the gradient of the step once more.",
    ("first", "before"): "Your first moment is the one of the step before.",
    ("first", "largest"): "Your first moment is the largest one so far.",
    ("first", "from_one"): "Your first moment begins with one, and not with zero.",
    ("first", "corrected_and_kept"): "Your first moment goes on from its corrected value.",
    ("first", "begun"): "Your first moment begins with the first gradient, and not with zero.",
    ("first", "of_squares"): "Your first moment is made of squares, as the second one is.",
    ("first", "share_of_second"): "Your first moment takes in the share `1 - beta2` of the gradient.",
    ("first", "with_powers"): "Your first moment keeps the share `beta1 ** t` of itself in step t.",
    ("first_correction", "right"): "Your first moment is corrected for its start.",
    ("first_correction", "none"): "Your first moment is not corrected for its start.",
    ("first_correction", "none_at_first"): "The correction of your first moment comes one step late.",
    ("first_correction", "from_two"): "The correction of your first moment counts steps from two.",
    ("first_correction", "first_alone"): "The correction of your first moment is the same at every step.",
    ("first_correction", "of_difference"): "Your first moment is corrected by a power of `1 - beta1`.",
    ("first_correction", "times_count"): "Your first moment is corrected with a multiple of beta1, and not a power.",
    ("first_correction", "gamma"): "That average is corrected for its start with `gamma`.",
    ("first_correction", "other_beta"): "Your first moment is corrected with `beta2`.",
    (
        "first_correction",
        "one_behind",
    ): "The correction of your first moment is one step behind, but in the first step.",
    ("first_correction", "of_last_step"): "Your first moment is corrected at each step as at the last one.",
    ("second", "average"): "What you divide by is made of a moving average of the squares.",
    ("second", "sum"): "What you divide by is made of the sum of all squares so far.",
    ("second", "largest_average"): "What you divide by is made of the largest average of squares so far.",
    ("second", "whole_square"): "Your average of squares takes in the whole square each time.",
    ("second", "square"): "What you divide by is made of the last square alone.",
    ("second", "size"): "What you divide by is made of sizes of gradients, and not of their squares.",
    ("second", "swapped"): "Your average of squares keeps the share of itself that belongs to the new square.",
    ("second", "other_beta"): "Your average of squares keeps the share that belongs to the first moment.",
    ("second", "fixed"): "Your average of squares keeps 0.999 of itself, whatever is given.",
    ("second", "fixed_99"): "Your average of squares keeps 0.99 of itself, whatever is given.",
    ("second", "fixed_9"): "Your average of squares keeps 0.9 of itself, whatever is given.",
    ("second", "one_for_all"): "One mean of squares scales all coordinates.",
    ("second", "one_sum_for_all"): "One sum of the averages of squares scales all coordinates.",
    ("second", "sum_for_all"): "One sum of squares scales all coordinates.",
    ("second", "mean"): "What you divide by is made of the mean of all squares so far.",
    ("second", "sizes"): "What you divide by is made of the sum of the gradients’ sizes.",
    ("second", "square_of_sum"): "What you divide by is made of the square of the summed gradients.",
    ("second", "before"): "Your average of squares is the one of the step before.",
    ("second", "sum_before"): "Your sum of squares is the one of the step before.",
    ("second", "begun"): "Your average of squares begins with the first square, and not with zero.",
    ("second", "sum_from_a_tenth"): "Your sum of squares begins with 0.1, and not with zero.",
    ("second", "largest_square"): "What you divide by is made of the largest square so far.",
    ("second", "smallest_average"): "What you divide by is made of the smallest average of squares so far.",
    ("second", "largest_corrected"): "The largest is taken of averages that are corrected already.",
    ("second", "variance"): "What you divide by is made of squares less the square of the average.",
    ("second", "from_average"): "What you divide by is made of how far gradients lie from their average.",
    ("second", "larger_of_two"): "What you divide by is made of the larger one of the last two averages of squares.",
    ("second", "before_but_first"): "Your average of squares is the one of the step before, but in the first step.",
    ("second", "sum_before_but_first"): "Your sum of squares is the one of the step before, but in the first step.",
    ("second", "from_one"): "Your average of squares begins with one, and not with zero.",
    ("second", "sum_from_one"): "Your sum of squares begins with one, and not with zero.",
    ("second", "largest_from_one"): "The largest average of squares begins with one, and not with zero.",
    ("second", "largest_share"): "What you divide by is made of the largest share of a square, and not of averages.",
    ("second", "sums_pile_up"): "You divide by the roots of all steps so far, one after the other.",
    ("second", "last_three"): "What you divide by is made of the last three squares alone.",
    ("second", "corrected_and_kept"): "Your average of squares goes on from its corrected value.",
    ("second", "with_powers"): "In step t your average of squares keeps its share to the power t of itself.",
    ("second", "larger_of_shares"): "Of what is kept of squares and the new share the larger one is taken, and no sum.",
    ("second", "first_twice"): "Your average of squares takes in the first square twice.",
    ("second", "share_of_first"): "Your average of squares takes in the share `1 - beta1` of the new one.",
    ("second", "of_first"): "What you divide by is made of squares of the first moment, and not of the gradient.",
    ("second", "sum_fading"): "Your sum of squares keeps 0.9 of itself at each step.",
    ("second", "times_first"): "What you divide by is made of the gradient times the first moment, and not of squares.",
    ("second_correction", "right"): "Your second moment is corrected for its start.",
    ("second_correction", "none"): "Your second moment is not corrected for its start.",
    ("second_correction", "none_at_first"): "The correction of your second moment comes one step late.",
    ("second_correction", "from_two"): "The correction of your second moment counts steps from two.",
    ("second_correction", "first_alone"): "The correction of your second moment is the same at every step.",
    ("second_correction", "of_difference"): "Your second moment is corrected by a power of `1 - beta2`.",
    (
        "second_correction",
        "times_count",
    ): "Your second moment is corrected with a multiple of beta2, and not a power.",
    ("second_correction", "other_beta"): "Your second moment is corrected with the other beta.",
    (
        "second_correction",
        "one_behind",
    ): "The correction of your second moment is one step behind, but in the first step.",
    (
        "second_correction",
        "of_last_step",
    ): "The correction of your second moment is that of the last step at every step.",
    ("root", "right"): "`eps` is added to the root.",
    ("root", "inside"): "`eps` stands inside of the root.",
    ("root", "left_out"): "`eps` is left out.",
    ("root", "no_root"): "There is no root in what you divide by.",
    ("root", "before_correction"): "`eps` is added before the second moment is corrected.",
    ("root", "squared_inside"): "The square of `eps` stands inside of the root.",
    ("root", "fixed"): "`eps` is 1e-8, whatever is given.",
    ("root", "larger"): "What you divide by is the root or `eps`, whichever is larger.",
    ("root", "correction_outside"): "The correction of your second moment stands outside of the root.",
    ("factor", "uphill"): "Your steps go uphill.",
    ("factor", "squared"): "The learning rate is there twice.",
    ("factor", "twice"): "Your steps are twice as long.",
    ("factor", "half"): "Your steps are half as long.",
    ("factor", "left_out"): "The learning rate is left out.",
    ("factor", "fixed"): "The learning rate is 0.01, whatever is given.",
    ("factor", "fixed_tenth"): "The learning rate is 0.1, whatever is given.",
    ("factor", "fixed_thousandth"): "The learning rate is 0.001, whatever is given.",
    ("factor", "over_root_of_count"): "The learning rate is divided by the root of the step’s number.",
    ("factor", "over_count"): "The learning rate is divided by the step’s number.",
    ("decay", "right"): "The point decays by `lr * weight_decay`.",
    ("decay", "none"): "The point does not decay.",
    ("decay", "grows"): "The weight decay has the other sign.",
    ("decay", "without_rate"): "The point decays by `weight_decay` alone, without the rate.",
    ("decay", "to_start"): "The point decays towards the start, and not towards zero.",
    ("decay", "positive_alone"): "Positive coordinates alone decay.",
    ("decay", "of_one_length"): "The decay is as long for a point near zero as for one far away.",
    ("decay", "twice"): "The point decays twice as much.",
    ("decay", "half"): "The point decays half as much.",
    ("decay", "over_count"): "The decay is divided by the step’s number.",
    ("decay", "of_size"): "The size of each coordinate is taken away, whatever sign it has: `lr * weight_decay * |x|`.",
    ("decay", "squared"): "The point decays by the square of `weight_decay`.",
    ("decay", "rate_squared"): "The point decays by the square of the rate, `lr ** 2 * weight_decay`.",
    ("decay", "of_squares"): "It is the square of the point that decays, and not the point.",
    ("decay", "first_alone"): "The point decays in the first step alone.",
    ("decay", "afterwards"): "The point decays after the step, and not before it.",
    (
        "decay",
        "by_sign",
    ): "The decay has the size `lr * weight_decay` whatever the point is: it goes by the sign alone.",
}
OF_PART = "This is so of {part}; all else in your answers is right."
TERM = "`{factor}` times {of}"
PLUS = "{before} plus {term}"
TERMS = {
    "gradient": "the gradient where the step begins",
    "gradient_at_start": "the gradient at the start of the path",
    "gradient_before": "the gradient one step earlier",
    "gradient_ahead": "the gradient a whole last step further on",
    "gradient_alpha_ahead": "the gradient where the kept part of the last step would lead",
    "gradient_behind": "the gradient the kept part of the last step further back",
    "gradient_halfway": "the gradient half a last step further on",
    "gradient_halfway_back": "the gradient half a last step further back",
    "gradient_after": "the gradient where the step ends",
    "sign": "the sign of the gradient",
    "unit": "the gradient divided by its length",
    "gradient_squared": "the gradient squared, entry by entry",
    "gradient_root": "the root of the gradient’s size, with its sign",
    "gradient_clipped": "the gradient, cut to length 1",
    "gradient_clipped_each": "the gradient, each entry cut to at most 1",
    "gradient_each": "the gradient, taken anew after each coordinate",
    "gradient_each_backwards": "the gradient, taken anew after each coordinate, the last one first",
    "gradient_reversed": "the gradient with its coordinates in the other order",
    "gradient_mean": "the mean of the gradients so far",
    "gradient_sum": "the sum of the gradients so far",
    "gradient_size": "the gradient without its signs",
    "gradient_noisy": "the gradient with the noise of the step added",
    "gradient_noisy_less": "the gradient with the noise of the step taken away",
    "gradient_noisy_late": "the gradient with the noise of the step before added",
    "gradient_noisy_first": "the gradient with the noise of the first step added",
    "gradient_noisy_sum": "the gradient with all noise so far added",
    "gradient_noisy_one": "the gradient with one number of the step’s noise added to each entry",
    "gradient_lr_ahead": "the gradient `lr` times the last step further on",
    "gradient_alpha_halfway": "the gradient half way to where the kept part of the last step would lead",
    "gradient_partly_ahead": "the mean of the gradient and the one where the kept part of the last step would lead",
    "gradient_noisy_early": "the gradient with the noise of the next step added",
    "gradient_noisy_backwards": "the gradient with the rows of the noise added from the last one on",
    "gradient_noisy_less_mean": "the gradient plus how far the noise of the step lies from the mean of all noise",
    "gradient_noisy_mean": "the gradient with the mean of all noise so far added",
    "gradient_noisy_size": "the gradient with the size of the step’s noise added, without its sign",
    "gradient_noisy_unit": "the gradient plus the noise of the step brought to length 1",
    "gradient_noisy_longer": "the gradient plus the noise of the step times the gradient’s length",
    "gradient_noisy_exchanged": "the gradient plus the noise of the step with its numbers in the other order",
    "gradient_noisy_wrapped": "the gradient with the noise of the next step added, and that of the first in the last",
    "gradient_noisy_round": "the gradient with the next row of the noise added, after the last one the first",
    "gradient_noisy_backwards_from_steps": "the gradient with the noise of the steps added, that of the last one first",
    "gradient_noisy_one_sum": "the gradient with the sum of the numbers of the step’s noise added",
    "gradient_noisy_length": "the gradient with the length of the step’s noise added",
    "gradient_noisy_one_mean": "the gradient with the mean of the numbers of the step’s noise added",
    "gradient_noisy_mean_of_all": "the gradient with the mean of all noise added",
    "noisy_unit": "the gradient and the noise of the step together, brought to length 1",
    "noisy_reversed": "the gradient and the noise of the step together, with coordinates in the other order",
    "gradient_times_noise": "the gradient times the noise of the step",
    "gradient_at_noise": "the gradient at the point that the noise of the step leads to",
    "noise": "the noise of the step",
    "last_step": "the step before",
    "last_step_but_one": "the step before the last one",
    "first_step": "the first step",
    "from_start": "the way from the start",
    "position": "the point where the step begins",
    "average": "the moving average of the gradients",
    "average_corrected": "the moving average of the gradients, corrected for its start",
    "adam": "the first moment over the root of the second",
}

# --- tables that are right but for where things stand -----------------------------------------------------------------

TABLES = {
    "first_row_missing": "Your rows are right, and the first one is missing: row 0 is the start.",
    "last_row_missing": "Your rows are right, and the last one is missing.",
    "last_step_missing": "Your rows are right, and the last step is missing.",
    "both_ends_missing": "Your rows are right, and the first and the last one are missing.",
    "last_row_alone": "The last row is right; asked for are all rows.",
    "first_row_alone": "The first row is right; asked for are all rows.",
    "transposed": "Your numbers are right, with rows and columns exchanged.",
    "columns_exchanged": "Your numbers are right, with the columns in the other order.",
    "backwards": "Your rows are right, from the last to the first.",
    "first_row_twice": "Your rows are right, and the first one is there twice.",
    "last_row_twice": "Your rows are right, and the last one is there twice.",
    "first_row_twice_last_missing": "Your rows come one late: the first is there twice, and the last is missing.",
    "last_row_everywhere": "Every row of yours is the last one, as if all were one and the same array.",
    "last_row_after_first": "Your rows after the start are all the last one, as if these were one and the same array.",
    "first_row_everywhere": "Every row of yours is the first one.",
    "first_column_alone": "Your first column is right; asked for are all columns.",
    "first_column_flat": "Your first column is right; asked for are all columns.",
    "flat": "Your numbers are right, all in one row.",
    "one_axis_more": "Your rows are right, inside of one more pair of brackets.",
    "cut_to_integers": "Your numbers are the right ones, cut to whole numbers.",
    "cut_to_integers_at_times": "Some of your tables are cut to whole numbers; all else in them is right.",
    "rounded_to_integers": "Your numbers are the right ones, rounded to whole numbers.",
    "cut_to_integers_after_first": "Your rows after the first are the right ones, cut to whole numbers.",
    **{
        f"{how}_{decimals}": f"Your numbers are the right ones, {told}: keep all digits."
        for decimals, places in enumerate(("whole numbers", "1 decimal", "2 decimals", "3 decimals", "4 decimals"))
        for how, told in (("rounded", f"rounded to {places}"), ("cut", f"cut to {places}"))
    },
    "each_row_twice": "Your rows are right, and each stands there twice.",
    "each_row_twice_after_first": "Your rows are right, and each after the first stands there twice.",
    "every_second_row": "Row 1 of yours is the expected row 2, row 2 the expected row 4, and so on.",
    "moves": "Your rows are the steps; asked for are the points that they lead to.",
    "moves_after_first": "After the first row yours are the steps; asked for are the points that they lead to.",
    "moves_after_nothing": "Your rows are the steps; asked for are the points that they lead to.",
    "negative": "Your numbers are the right ones with the other sign.",
    "one_row_too_many": "Your rows are right, and there is one more than asked for.",
    "best_loss": "Your weights are right, and beside each stands the smallest loss so far.",
    "best_loss_of_these_weights": "Beside each weight of yours stands the smallest loss so far.",
    "loss_of_row_before": "Your weights are right, and beside each stands the loss of the row before.",
    "loss_of_row_before_of_these_weights": "Beside each weight of yours stands the loss of the row before.",
    "shifted": "Your rows come one early: row 0 of yours is the point after the first step.",
    "ends_early": "Your rows are right as far as they go, and end before all steps are made.",
    "goes_on": "Your rows are right, and go on after the last one that is asked for.",
    "stands_still": "Your rows are right at first; from some row on they stand still.",
    "running_mean": "Row t of yours is the mean of the right rows 0 to t.",
    "unit_length": "Your vectors point where they should, and have the length 1.",
    "largest_is_one": "Your vectors are the right ones, divided by the size of their largest number.",
    "sum_is_one": "Your vectors are the right ones, divided by the sum of their numbers.",
    "first_is_one": "Your vectors are the right ones, divided by their first number.",
    "other_order": "Your vectors hold the right numbers, the last one first.",
    "another_length": "Your vectors point where they should, and have another length.",
    "another_length_at_times": "Your vectors point where they should, and some have another length.",
    "sizes": "Your numbers are the sizes of the right ones, without their signs.",
    "signs": "Your numbers are the signs of the right ones.",
    "below_diagonal_0": "Below the diagonal your numbers are 0; all others are right.",
    "above_diagonal_0": "Above the diagonal your numbers are 0; all others are right.",
    **{
        f"{place}_{times}": f"{where} your numbers are {told}; all others are right."
        for place, where in (("diagonal", "On the diagonal"), ("beside_diagonal", "Beside the diagonal"))
        for times, told in (
            ("2", "twice the right ones"),
            ("1/2", "half the right ones"),
            ("4", "four times the right ones"),
            ("1/4", "a quarter of the right ones"),
            ("-1", "the right ones with the other sign"),
            ("0", "0"),
        )
    },
    "diagonal_times": "On the diagonal your numbers are `{number}` times the right ones; all others are right.",
    "beside_diagonal_times": "Beside the diagonal yours are `{number}` times the right ones; all others are right.",
    **{
        f"counted_off_{off}": f"Your count is {told} than asked wherever there is one to be counted."
        for off, told in ((1, "one more"), (2, "two more"), (-1, "one less"), (-2, "two less"))
    },
}

_ONE_PART = (
    "What does your function give back: all that it gathered, or one part of that?",
    "Follow what is gathered to the line that gives it back: where do the other numbers get lost?",
)
_LAYOUT = (
    "In which order and in which shape does the statement have the numbers, and in which do you give them back?",
    "Print the shape of what you give back for a run of two steps, and hold it against the statement’s.",
)
_ONE_ARRAY = (
    "Is each row kept as a copy, or the same array again and again?",
    "Change the array after you have stored it: does what you stored change, too?",
)
_WHOLE_NUMBERS = (
    "Where do the decimals get lost: what kind of numbers can the array hold that yours are put into?",
    "Print the `dtype` of what you begin with, of what you store and of what you give back.",
)
_MOVES = (
    "What do you store after each step: the step, or the point that it leads to?",
    "Add your rows up from the start on: these are the points that are asked for.",
)
_MEANS = (
    "What do you store after each step: the point itself, or something that is made of all points so far?",
    "Look at row 1 of yours: where does row 0 come into it once more?",
)
_ROUNDED = (
    "Where do the decimals get lost: is a number rounded, or made a whole one, before it is given back?",
    "Give back the numbers as they were computed; how many digits are shown is a matter of printing.",
)
_ROUNDS = (
    "With which row does the statement begin, and with which does it end, and with which does yours?",
    "Write the rows of a run of two steps by hand: how many are there, and what stands in the first and in the last?",
)
_TWICE = (
    "How often is a row stored in one round of your loop?",
    "Print how many rows there are after each of the first two rounds: one more each time is asked for.",
)
_STOPS = (
    "What ends your loop, and what else than that number of steps may end it?",
    "Count the rounds of one call that differs, and print what your loop looks at before each of them.",
)
_BOUNDS = (
    "What do you do to a step, or to a point, beside what the statement asks for?",
    "Take one long step by hand: where does it get another size than the formula gives it?",
)
_SKIPPED = (
    "How many updates does one round of your loop make?",
    "Between two rows there is one update: store after each of them, or make only one in a round.",
)
# Where the numbers are right, no formula is to be looked at.
_LENGTHS = (
    "What do you multiply or divide the vector by before you give it back?",
    "Write one vector and its length beside the ones that are asked for: where does the length change?",
)
_SIGNS = (
    "What becomes of a number below zero on its way through your function?",
    "Give it a vector with a number above zero and one below: in which line do they lose what tells them apart?",
)
_PARTS_OF_A_MATRIX = (
    "Which entries do your formulas fill, and which formula is it for those that differ?",
    "Work one entry out by hand that differs, and one that does not: what is done to the one alone?",
)
_COUNTED = (
    "With which number do you begin to count, and when does it grow?",
    "Take a case that is over after one step: go through your loop with it, and write the count down each time.",
)
_DIFFERENCES = (
    "At which points does the formula take the loss, and what is the difference divided by?",
    "Write the formula for one coordinate with numbers: how far apart are the two points, in lengths of h?",
)
TABLE_HINTS = {
    "quotient": _DIFFERENCES,
    "first_row_missing": _ROUNDS,
    "last_row_missing": _ROUNDS,
    "last_step_missing": _ROUNDS,
    "both_ends_missing": _ROUNDS,
    "last_row_twice": _ROUNDS,
    "one_row_too_many": _ROUNDS,
    "first_row_twice": _ROUNDS,
    "first_row_twice_last_missing": _ROUNDS,
    "shifted": _ROUNDS,
    "rate_cut": _BOUNDS,
    "cut_each": _BOUNDS,
    "cut_length": _BOUNDS,
    "kept_within": _BOUNDS,
    "kept_below": _BOUNDS,
    "kept_above": _BOUNDS,
    "ends_early": _STOPS,
    "goes_on": _STOPS,
    "stands_still": _STOPS,
    "each_row_twice": _TWICE,
    "each_row_twice_after_first": _TWICE,
    "every_second_row": _SKIPPED,
    **{f"{how}_{decimals}": _ROUNDED for how in ("rounded", "cut") for decimals in range(5)},
    "cut_to_integers_after_first": _WHOLE_NUMBERS,
    "last_row_alone": _ONE_PART,
    "first_row_alone": _ONE_PART,
    "first_column_alone": _ONE_PART,
    "first_column_flat": _ONE_PART,
    "transposed": _LAYOUT,
    "columns_exchanged": _LAYOUT,
    "backwards": _LAYOUT,
    "flat": _LAYOUT,
    "one_axis_more": _LAYOUT,
    "last_row_everywhere": _ONE_ARRAY,
    "last_row_after_first": _ONE_ARRAY,
    "first_row_everywhere": _ONE_ARRAY,
    "cut_to_integers": _WHOLE_NUMBERS,
    "cut_to_integers_at_times": _WHOLE_NUMBERS,
    "rounded_to_integers": _WHOLE_NUMBERS,
    "moves": _MOVES,
    "moves_after_first": _MOVES,
    "moves_after_nothing": _MOVES,
    "running_mean": _MEANS,
    **dict.fromkeys(
        ("unit_length", "largest_is_one", "sum_is_one", "first_is_one", "another_length", "another_length_at_times"),
        _LENGTHS,
    ),
    "other_order": _LAYOUT,
    **dict.fromkeys(("sizes", "signs"), _SIGNS),
    **{name: _PARTS_OF_A_MATRIX for name in TABLES if "diagonal" in name},
    **{name: _COUNTED for name in TABLES if name.startswith("counted_off")},
}


def sentences_of_path(described: Described) -> list[str]:
    """What all steps follow, or what became of right rows; of a method its parts, a sentence each."""
    if described.slots:
        return [SLOTS[slot] for slot in described.slots]
    told = TABLES.get(described.slot) or RULES[described.slot]
    terms = _sum(described.rule) if described.rule else ""
    size = described.pieces[0].formula if described.pieces else ""
    said = told.format(terms=terms, number=size)
    return [said, OF_PART.format(part=described.parts[0])] if described.parts else [said]


def _sum(terms: Sequence[Term]) -> str:
    *before, last = terms
    told = TERMS[last.of] if last.factor == "1" else TERM.format(factor=last.factor, of=TERMS[last.of])
    return PLUS.format(before=_sum(before), term=told) if before else told
