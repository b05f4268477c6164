"""What is said of a mistake that no file stands for: what the answers follow instead, and a pair of hints.

Each way of finding one has its table here.  Nobody knows the code behind it, so a sentence tells what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.records import Counting, Described, Family, FoundBy, MistakeWords, Piece, Place, Term
from grader.words.lists import listed

# --- what is withheld of calls that students do not see --------------------------------------------------------------

HIDDEN = {
    Family.SIGN: "A sign seems to be another one in `{function}`; no question that you can see shows it.",
    Family.FACTOR: "A factor seems to be another one in `{function}`; no question that you can see shows it.",
    Family.INDEX: "An index, exponent or count seems to be another one in `{function}`; "
    "no question that you can see shows it.",
    Family.START: "`{function}` seems to begin otherwise than asked; no question that you can see shows it.",
    Family.MEMORY: "`{function}` seems to keep something else between steps; no question that you can see shows it.",
    Family.FORM: "`{function}` seems to follow another formula at times; no question that you can see shows it.",
    Family.TWO: "Two things seem to be otherwise in `{function}`; no question that you can see shows both.",
}

# --- hints, by family: a question, then where to look ----------------------------------------------------------------

HINTS = {
    Family.SIGN: (
        "Which sign has each term in the statement, and which in your lines?",
        "Put one small positive number into the formula by hand, and follow its sign through each line.",
    ),
    Family.FACTOR: (
        "What is each term multiplied by in the statement, and what in your line?",
        "Take one call of the page, work it out by hand term by term, and find the first number that is another one.",
    ),
    Family.INDEX: (
        "Which indices, exponents and counts stand in the statement, and which in your lines?",
        "Take the smallest call of the page and write each of them down by hand: which is the first that differs?",
    ),
    Family.START: (
        "What stands there before anything has happened, and what does the statement put there?",
        "Follow the first step alone: what does it find, and who put that there?",
    ),
    Family.MEMORY: (
        "What is kept from one step to the next, and is it written before or after it is used?",
        "Print what is kept at the end of two steps in a row, and hold it against what the statement keeps.",
    ),
    Family.FORM: (
        "Which formula does the statement have here, and for which arguments does it hold?",
        "Hold your line against it part by part: what is there more, less, or in another place?",
    ),
    Family.TWO: (
        "Which of these do you find first? Mend that one and look again.",
        "One at a time: after the first is mended the page says more of the second.",
    ),
}
# Where a formula is told, whatever kind of slip it may come of.
FORMULA_HINTS = HINTS[Family.FORM]
COUNT_HINTS = (
    "Which row is it that the statement counts up to, and which one does your function find?",
    "Take a path of four rows, mark by hand which of them are within, and follow your function along it row by row.",
)
PARTS_HINTS = (
    "What does your function do for these in another way than for the others?",
    "Follow one that is right and one that is not, line by line: where do they part?",
)
_HINTS_OF_FOUND = {FoundBy.FORMULA: FORMULA_HINTS, FoundBy.COUNT: COUNT_HINTS, FoundBy.PARTS: PARTS_HINTS}
SEVERAL_FIT = "Something else fits all of your answers as well: this is the simplest."
FITS_WHAT_IS_SEEN = "It fits what can be seen here."

# --- formulas --------------------------------------------------------------------------------------------------------

EVERYWHERE = "In every call `{function}` answers with `{formula}`."
EVERYWHERE_RATES = "All your rates are those of `{formula}`."
PART_EVERYWHERE = "Your {part} is `{formula}`."
RIGHT_BUT_PART = "Your {right} is right; your {part} is `{formula}`."
BESIDE = "In every call `{function}` answers with `{formula}`, where `asked` is what was asked for."
BESIDE_PART = "Your {part} is `{formula}`, where `asked` is what was asked for there."
SOMEWHERE = "{where} `{function}` answers with `{formula}`; elsewhere it is as asked."
SOMEWHERE_RATES = "{where} your rate is `{formula}`; elsewhere it is as asked."
SOMEWHERE_PART = "{where} your {part} is `{formula}`; elsewhere it is as asked."
ONE_OF_REGIONS = "{where} `{function}` answers with `{formula}`."
ONE_OF_REGIONS_RATES = "{where} your rate is `{formula}`."
WHERE = "Where `{condition}`"
REGIONS = {
    "first": "At the first step",
    "after_first": "After the first step",
    "last": "At the last step",
    "before_last": "Before the last step",
    "no_steps": "Where there are no steps",
    "steps": "Where there are steps",
    "numbers": "For numbers",
    "arrays": "For arrays",
}

# --- rules of a path -------------------------------------------------------------------------------------------------

RULES = {
    "step": "Each of your steps is {terms}.",
    "step_from_second": "From the second on, each of your steps is {terms}; the first is another.",
    "first_step": "From the second on, each of your steps is as asked from where it begins; the first one is another.",
    "method": "Each of your steps is {terms}.",
    "starts_elsewhere": "Each of your steps is right from where it begins; row 0 is not the start that was given.",
    "velocity": "Each of your velocities is {terms}.",
    "weight": "Your velocity is right; each of your steps is {terms}.",
    "whole": "Each of your steps is {terms}; nothing else moves it.",
}
SLOTS = {
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
    ("first_correction", "right"): "Your first moment is corrected for its start.",
    ("first_correction", "none"): "Your first moment is not corrected for its start.",
    ("first_correction", "from_zero"): "The correction of your first moment counts steps from zero.",
    ("first_correction", "none_at_first"): "The correction of your first moment comes one step late.",
    ("first_correction", "from_two"): "The correction of your first moment counts steps from two.",
    ("first_correction", "first_alone"): "The correction of your first moment is the same at every step.",
    ("first_correction", "of_difference"): "Your first moment is corrected by a power of `1 - beta1`.",
    ("first_correction", "times_count"): "Your first moment is corrected with a multiple of beta1, and not a power.",
    ("first_correction", "gamma"): "That average is corrected for its start with `gamma`.",
    ("first_correction", "other_beta"): "Your first moment is corrected with `beta2`.",
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
    ("second_correction", "right"): "Your second moment is corrected for its start.",
    ("second_correction", "none"): "Your second moment is not corrected for its start.",
    ("second_correction", "from_zero"): "The correction of your second moment counts steps from zero.",
    ("second_correction", "none_at_first"): "The correction of your second moment comes one step late.",
    ("second_correction", "from_two"): "The correction of your second moment counts steps from two.",
    ("second_correction", "first_alone"): "The correction of your second moment is the same at every step.",
    ("second_correction", "of_difference"): "Your second moment is corrected by a power of `1 - beta2`.",
    (
        "second_correction",
        "times_count",
    ): "Your second moment is corrected with a multiple of beta2, and not a power.",
    ("second_correction", "other_beta"): "Your second moment is corrected with the other beta.",
    ("root", "right"): "`eps` is added to the root.",
    ("root", "inside"): "`eps` stands inside of the root.",
    ("root", "left_out"): "`eps` is left out.",
    ("root", "no_root"): "There is no root in what you divide by.",
    ("root", "before_correction"): "`eps` is added before the second moment is corrected.",
    ("root", "squared_inside"): "The square of `eps` stands inside of the root.",
    ("root", "fixed"): "`eps` is 1e-8, whatever is given.",
    ("factor", "uphill"): "Your steps go uphill.",
    ("factor", "squared"): "The learning rate is there twice.",
    ("factor", "twice"): "Your steps are twice as long.",
    ("factor", "half"): "Your steps are half as long.",
    ("factor", "left_out"): "The learning rate is left out.",
    ("factor", "fixed"): "The learning rate is 0.01, whatever is given.",
    ("factor", "fixed_tenth"): "The learning rate is 0.1, whatever is given.",
    ("factor", "fixed_thousandth"): "The learning rate is 0.001, whatever is given.",
    ("decay", "right"): "The point decays by `lr * weight_decay`.",
    ("decay", "none"): "The point does not decay.",
    ("decay", "grows"): "The weight decay has the other sign.",
    ("decay", "without_rate"): "The point decays by `weight_decay` alone, without the rate.",
    ("decay", "to_start"): "The point decays towards the start, and not towards zero.",
    ("decay", "afterwards"): "The point decays after the step, and not before it.",
}
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
    "gradient_after": "the gradient where the step ends",
    "sign": "the sign of the gradient",
    "unit": "the gradient divided by its length",
    "gradient_squared": "the gradient squared, entry by entry",
    "gradient_root": "the root of the gradient’s size, with its sign",
    "gradient_clipped": "the gradient, cut to length 1",
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
    "loss_of_row_before": "Your weights are right, and beside each stands the loss of the row before.",
    "shifted": "Your rows come one early: row 0 of yours is the point after the first step.",
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
_SKIPPED = (
    "How many updates does one round of your loop make?",
    "Between two rows there is one update: store after each of them, or make only one in a round.",
)
# Where the numbers are right, no formula is to be looked at.
TABLE_HINTS = {
    "first_row_missing": _ROUNDS,
    "last_row_missing": _ROUNDS,
    "last_step_missing": _ROUNDS,
    "both_ends_missing": _ROUNDS,
    "last_row_twice": _ROUNDS,
    "one_row_too_many": _ROUNDS,
    "first_row_twice": _ROUNDS,
    "first_row_twice_last_missing": _ROUNDS,
    "shifted": _ROUNDS,
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
}

# --- counts ----------------------------------------------------------------------------------------------------------

COUNT = "Your count is that of {rule}."
COUNTS = {
    "distance": "Distances are measured as {distance}.",
    "tolerance": "Distances are held against {tolerance}.",
    "comparison": "What is {comparison} counts as within.",
    "never": "Where there is none, it is {never}.",
}
COUNT_RULES = {
    "stays": "the first row from which on all are within",
    "first": "the first row that is within",
    "last_outside": "the last row that is not within",
    "first_outside": "the first row that is not within",
    "last": "the last row that is within",
    "how_many": "all rows that are within",
    "how_many_outside": "all rows that are not within",
    "twice": "the first of two rows in a row that are within",
    "last_row": "the last row, if it is within",
}
# The same rules where what is farther off counts: which rows these are, in one sentence with the comparison.
FARTHER_RULES = {
    "how_many": "all rows that are {farther}",
    "first": "the first row that is {farther}",
    "last": "the last row that is {farther}",
}
FARTHER = {"more": "farther off than is allowed", "at_least": "as far off as is allowed, or farther"}
DISTANCES = {
    "euclid": "the length of the difference",
    "squared": "the square of the length of the difference",
    "largest": "the largest entry of the difference",
    "sum": "the sum of the entries of the difference, without signs",
    "first": "the first entry of the difference, without its sign",
    "second": "the second entry of the difference, without its sign",
    "smallest": "the smallest entry of the difference",
    "mean": "the mean of the entries of the difference, without signs",
    "root_mean": "the root of the mean of the squared entries",
    "to_origin": "the length of the row itself",
    "to_end": "the length of the difference from the last row",
    "step": "the length of the step that leads there",
    "next_step": "the length of the step that follows",
    "signed": "the largest entry of the difference, with its sign",
}
TOLERANCES = {
    "given": "the tolerance that was given",
    "squared": "the square of the tolerance",
    "root": "the root of the tolerance",
    "twice": "twice the tolerance",
    "half": "half the tolerance",
    "relative": "the tolerance times the distance of the start",
}
COMPARISONS = {
    "less": "less than that",
    "at_most": "at most that",
    "more": "more than that",
    "at_least": "at least that",
    "not_more": "not more than that, or no number,",
}
NEVERS = {
    "none": "`None`",
    "minus_one": "\u22121",
    "rows": "the number of rows",
    "steps": "the number of steps",
    "zero": "`0`",
    "more": "one more than the number of rows",
}
ONE_MORE = "It is {offset} more."
ONE_LESS = "It is {offset} less."

# --- changes of one place, and mistakes together ---------------------------------------------------------------------

CHANGE = {
    Family.SIGN: "`{function}` answers as if one sign were another.",
    Family.FACTOR: "`{function}` answers as if one factor or constant were another.",
    Family.INDEX: "`{function}` answers as if one index, exponent or count were another.",
    Family.START: "`{function}` answers as if it began with something else.",
    Family.MEMORY: "`{function}` answers as if something else were kept from one step to the next.",
    Family.FORM: "`{function}` answers as if one operation were another.",
    Family.TWO: "`{function}` answers as if two places were otherwise.",
}
PLACES = {
    Place.FORMULA: "It lies in the formula itself.",
    Place.BEFORE_LOOP: "It lies before the loop.",
    Place.LOOP: "It lies in what is done in each round.",
    Place.LOOP_HEAD: "It lies in how often the loop goes round, or with which number.",
    Place.CONDITION: "It lies in a condition.",
    Place.AFTER_LOOP: "It lies in what is given back.",
    Place.DEFAULT: "It lies in the value of a parameter that a call may leave out.",
}
ONLY_WHERE = "{where}: {title} Elsewhere `{function}` is as asked."
ONLY_IN_SOME = "In some calls, and not in others: {title}"
BOTH = "Both at once: {first} {second}"
LEFT_OUT = "Where `{parameter}` is left out"
SOME_PARTS = "`{function}` is right in {right}, and not in {parts}."

# --- conventions: title, and where that is right ----------------------------------------------------------------------

CONVENTIONS = {
    "moving_average_of_gradients": (
        "`{function}` moves by the learning rate times a moving average of the gradients.",
        "Many books write momentum that way; with the old velocity it makes another path, as if the rate were smaller.",
    ),
    "moving_average_as_printed": (
        "`{function}` moves by a moving average of the gradients itself, without a learning rate.",
        "As some books print it, the rate comes in afterwards, when the weight moves by it.",
    ),
    "moving_average_of_steps": (
        "`{function}` keeps a moving average of the steps: the new one counts by what the old one leaves.",
        "That is right where the average is asked for; here the push against the gradient counts whole.",
    ),
    "velocity_of_other_sign": (
        "`{function}` keeps the velocity with the other sign, and takes it away from the weight.",
        "Where a velocity points uphill and is subtracted, the path is the same; the velocity here is what is added.",
    ),
    "buffer_of_gradients": (
        "`{function}` keeps a sum of gradients, and the learning rate comes in when the weight moves.",
        "PyTorch’s SGD keeps such a buffer; the velocity that is asked for here has the rate in it.",
    ),
    "nesterov_ahead": (
        "`{function}` takes the gradient where the kept velocity would lead: that is Nesterov’s momentum.",
        "It is right where Nesterov’s variant is asked for, and looks ahead before it moves.",
    ),
    "nesterov_pushed": (
        "`{function}` pushes once more after the velocity: that is Nesterov’s momentum as PyTorch writes it.",
        "It is right with `nesterov=True` in PyTorch, whose rows stand where the look ahead leads.",
    ),
    "cosine_ends_one_step_early": (
        "The cosine of `{function}` has come to its end one step before the total.",
        "Where steps are counted from 0 to one less than the total, the last of them gets the smallest rate.",
    ),
    "cosine_ends_one_step_late": (
        "The cosine of `{function}` comes to its end one step after the total.",
        "Where no step shall have the rate 0, the wave is stretched by one step.",
    ),
    "cosine_rises_again": (
        "The rate of `{function}` rises again after the total.",
        "PyTorch’s CosineAnnealingLR goes on with the wave; here the rate stays where it ended.",
    ),
    "cosine_restarts": (
        "The rate of `{function}` begins anew after the total.",
        "That is annealing with warm restarts, which is not asked for here.",
    ),
    "ramp_from_zero": (
        "The warm-up of `{function}` begins with the rate 0.",
        "Libraries that count the steps that are done begin with 0; here the first step moves already.",
    ),
    "ramp_over_one_more": (
        "The warm-up of `{function}` takes one step more, and ends below the full rate.",
        "Where the first step of the cosine is to be the first with the full rate, the ramp is stretched so.",
    ),
    "ramp_then_rises_again": (
        "The rate of `{function}` rises again after the total.",
        "PyTorch’s CosineAnnealingLR goes on with the wave; here the rate stays where it ended.",
    ),
    "stairs_without_steps": (
        "The stairs of `{function}` are a slope: the exponent is no whole number.",
        "Keras’ ExponentialDecay is a slope unless `staircase=True` is given.",
    ),
    "stairs_one_step_early": (
        "The stairs of `{function}` come one step early.",
        "Where the first step is counted as 1, a stair ends with the step that the count divides.",
    ),
    "inverse_time": (
        "`{function}` divides by one plus the decay times the step.",
        "Keras calls that InverseTimeDecay; here the rate is multiplied by the same number at each step.",
    ),
    "decay_as_exponent": (
        "`{function}` takes the decay for a speed, in the exponent of e.",
        "Where a decay is given as a rate in time, that is the formula; here it is the factor of one step.",
    ),
}


def description_words(function: str, described: Described, *, for_staff: bool = False) -> MistakeWords:
    """Title, hints and convention of what was found out of a function.

    Of calls that students do not see they are told the family alone; staff are told all.
    """
    hint, second_hint = HINTS[described.family]
    if not (described.shown or for_staff):
        return MistakeWords(HIDDEN[described.family].format(function=function), hint, second_hint)
    hint, second_hint = TABLE_HINTS.get(described.slot, (hint, second_hint))
    hint, second_hint = _HINTS_OF_FOUND.get(described.found, (hint, second_hint))
    if described.mistakes:  # their own hints say more than those of a family
        hint = " ".join(each.hint for each in described.mistakes)
        second_hint = " ".join(each.second_hint for each in described.mistakes)
    convention = CONVENTIONS[described.convention][1] if described.convention else ""
    parts = [*_told(function, described)]
    parts += [SEVERAL_FIT] if described.others else []
    parts += [FITS_WHAT_IS_SEEN] if described.seen_alone else []
    return MistakeWords(" ".join(parts), hint, second_hint, convention)


def _told(function: str, described: Described) -> list[str]:
    match described.found:
        case FoundBy.FORMULA:
            return _of_formulas(function, described)
        case FoundBy.PATH_RULE:
            told = TABLES.get(described.slot) or RULES[described.slot]
            terms = _sum(described.rule) if described.rule else ""
            return [SLOTS[slot] for slot in described.slots] or [told.format(terms=terms)]
        case FoundBy.COUNT if described.counting is not None:
            return _of_count(described.counting)
        case FoundBy.CONVENTION:
            return [CONVENTIONS[described.convention][0].format(function=function)]
        case FoundBy.PAIR | FoundBy.SOME_CALLS | FoundBy.PARTS:
            return _of_mistakes(function, described)
        case _:
            place = PLACES.get(described.place)
            return [CHANGE[described.family].format(function=function), *([place] if place else [])]


def _of_formulas(function: str, described: Described) -> list[str]:
    rates = described.slot == "rates"
    if described.slot == "beside":
        return [(BESIDE_PART if each.part else BESIDE).format(**_in(function, each)) for each in described.pieces]
    if len(described.pieces) == 1:
        (piece,) = described.pieces
        return [
            _only(piece, listed(list(described.right)) if described.right else "", rates).format(**_in(function, piece))
        ]
    return [_among(piece, rates).format(**_in(function, piece)) for piece in described.pieces]


def _only(piece: Piece, right: str, rates: bool) -> str:
    if piece.where:
        return SOMEWHERE_PART if piece.part else SOMEWHERE_RATES if rates else SOMEWHERE
    if piece.part:
        return RIGHT_BUT_PART.replace("{right}", right) if right else PART_EVERYWHERE
    return EVERYWHERE_RATES if rates else EVERYWHERE


def _among(piece: Piece, rates: bool) -> str:
    if piece.part:
        return SOMEWHERE_PART if piece.where else PART_EVERYWHERE
    return ONE_OF_REGIONS_RATES if rates else ONE_OF_REGIONS


def _in(function: str, piece: Piece) -> dict[str, str]:
    return {"function": function, "formula": piece.formula, "part": piece.part, "where": _where(piece.where)}


def _where(condition: str) -> str:
    if condition.endswith(" left out"):
        return LEFT_OUT.format(parameter=condition.removesuffix(" left out"))
    return REGIONS.get(condition) or WHERE.format(condition=condition)


def _sum(terms: Sequence[Term]) -> str:
    *before, last = terms
    told = TERMS[last.of] if last.factor == "1" else TERM.format(factor=last.factor, of=TERMS[last.of])
    return PLUS.format(before=_sum(before), term=told) if before else told


def _of_count(counting: Counting) -> list[str]:
    farther = FARTHER.get(counting.comparison, "") if counting.rule in FARTHER_RULES else ""
    rule = FARTHER_RULES[counting.rule].format(farther=farther) if farther else COUNT_RULES[counting.rule]
    told = [COUNT.format(rule=rule)]
    tables = {"distance": DISTANCES, "tolerance": TOLERANCES, "comparison": COMPARISONS, "never": NEVERS}
    if farther:
        tables.pop("comparison")
    for name, table in tables.items():
        if key := getattr(counting, name):
            told.append(COUNTS[name].format(**{name: table[key]}))
    if counting.offset:
        told.append((ONE_MORE if counting.offset > 0 else ONE_LESS).format(offset=abs(counting.offset)))
    return told


def _of_mistakes(function: str, described: Described) -> list[str]:
    if described.found is FoundBy.PARTS:
        right, parts = (listed([f"`{name}`" for name in names]) for names in (described.right, described.parts))
        return [SOME_PARTS.format(function=function, right=right, parts=parts)]
    titles = [each.title for each in described.mistakes]
    if described.found is FoundBy.PAIR and len(titles) > 1:
        return [BOTH.format(first=titles[0], second=titles[1])]
    if described.where:
        return [ONLY_WHERE.format(where=_where(described.where), title=titles[0], function=function)]
    return [ONLY_IN_SOME.format(title=titles[0])]
