"""What `landscape_quiz` is marked by, the part that answers after the hand-in."""

from grader.rubric import quiz

STATEMENTS = quiz(
    __file__,
    function="statements",
    points=0.5,
    because={
        "curvature": "Along an eigenvector the second derivative is its eigenvalue.",
        "condition_number": "It is the other way round, largest over smallest, and never below one.",
        "saddles": "A minimum needs all eigenvalues positive at once, which is ever less likely in more dimensions.",
        "velocity": "Pushes that change their sign cancel in the sum, and pushes of one sign add up.",
        "adagrad": "The sum only grows, and the steps are divided by its root: they shrink, in the end too early.",
        "rmsprop": "An average with a factor below one forgets a gradient after a while, which a sum never does.",
        "adam": "It is a first moment as of momentum over the root of RMSProp's second, both corrected.",
        "flatness": "In a flat valley a shift of the landscape costs little, in a sharp one much.",
        "schedules": "Warm-up keeps early steps from going astray, and decay lets the last ones settle.",
        "noise": "The gradient of a larger batch is the mean over more rows, and less noisy.",
    },
)
CHOICES = quiz(
    __file__,
    function="choices",
    points=0.5,
    because={
        "stable_rate": "The factor of the steep direction is 1 - 20 lr, and lies above -1 for lr below 2 / 20.",
        "axis_of_the_saddle": "There the gradient has no part that leads away, however long or short the steps are.",
        "doubled_batch": "Twice the rows in a step, half the steps: the rule keeps rate over batch size as it is.",
        "decoupled": "AdamW shrinks the weight by itself: the division by the second moment leaves the decay alone.",
        "annealed": "Half a cosine wave goes from lr0 down to nothing.",
        "rolling_ball": "A ball rolls through every place on its way; an optimizer's step leaps, over hills as well.",
    },
)
