"""What a path tells of the rule that walked it: moves, the path as a whole, and the learning rate's part in it."""

# --- the first move that differs ---------------------------------------------------------------------------------

START_DIFFERS = "Already row 0 differs: it should be the start itself, before any update."

FIRST_MOVE = "The move from row {before} to row {row} is the first that differs."
MOVE_ALMOST_RIGHT = "It has the right direction and very nearly the right length."
MOVE_LONGER = "It has the right direction, and is {factor} times as long as the expected one."
MOVE_OPPOSITE_JUST_AS_FAR = "It goes the opposite way, just as far."
MOVE_OPPOSITE = "It goes the opposite way, {factor} times as far."
NO_MOVE = "Yours does not move at all."
MOVE_TURNED = "It is turned by {degrees}° against the expected one."
MOVE_BY_COORDINATE = "Coordinate by coordinate it is {factors} times as long."

TAKEN_APART = (
    "Taken apart, your move is {own_carried} · last move + {own_push} · push; expected is {carried} · last move + "
    "{push} · push, where push is \u2212lr · gradient at row {row}."
)

# --- on a curve --------------------------------------------------------------------------------------------------

COLUMNS_SWAPPED = "The numbers are right, but in the other order: the weight comes first, then the loss."
LOSS_BESIDE_WEIGHT = (
    "The weight of row {row} is right; the loss beside it is {own}, and L at that weight is {expected}."
)
LOSS_OF_OWN_WEIGHT = (
    "The loss of row {row} is right for your weight there, {own}; expected is the weight {expected}. They differ by "
    "less than a tolerance: look at the moves that led there."
)
NO_FIRST_MOVE = "The move from row {before} to row {row} is the first that differs: yours does not move at all."
CURVE_MOVE_JUST_AS_FAR = (
    "The move from row {before} to row {row} is the first that differs: yours is {own}, expected {expected}; "
    "just as far."
)
CURVE_MOVE = (
    "The move from row {before} to row {row} is the first that differs: yours is {own}, expected {expected}; "
    "{factor} times as far."
)
CURVE_MOVE_OPPOSITE_JUST_AS_FAR = (
    "The move from row {before} to row {row} is the first that differs: yours is {own}, expected {expected}; "
    "the opposite way, just as far."
)
CURVE_MOVE_OPPOSITE = (
    "The move from row {before} to row {row} is the first that differs: yours is {own}, expected {expected}; "
    "the opposite way, {factor} times as far."
)
SLOPE = "The slope at row {row} is {slope}."
SLOPE_USED = "Yours is \u2212lr times {slope}."

# --- the path as a whole: `own` and `asked` are settings of `labels` ---------------------------------------------

WHOLE_PATH = "All of your path is what {own} gives; asked for was {asked}."
GRADIENTS_AHEAD = (
    "All of your moves fit gradients that are taken {share} · last move ahead of each point, not at the point."
)
GRADIENTS_BEHIND = (
    "All of your moves fit gradients that are taken {share} · last move behind each point, not at the point."
)

# --- the learning rate of each step ------------------------------------------------------------------------------

RATES_USED = "Along the gradient your steps use the rates {own}; expected are {expected}."
RATES_BESIDE_SCHEDULE = "Along the gradient your steps use the rates {own}; schedule(t) gives {expected}."
ONE_STEP_OF_SCHEDULE = "Every step uses schedule({step})."
SCHEDULE_AHEAD = "Step t uses schedule(t + {shift})."
SCHEDULE_BEHIND = "Step t uses schedule(t - {shift})."
TWO_STEPS_OF_SCHEDULE = "Step 0 uses schedule({first}), step 1 uses schedule({second}), and so on."
STEPS_OF_SCHEDULE = (
    "Step 0 uses schedule({first}), step 1 uses schedule({second}), step 2 uses schedule({third}), and so on."
)

# --- whether the learning rate could be to blame: `bound` is a formula -------------------------------------------

COULD_IT_BE_THE_RATE = "Could the learning rate be to blame?"
STABLE = "lr · lambda_max = {steepness} < {bound}: stable, expected rate {rate} a step."
STABLE_MEASURED = "lr · lambda_max = {steepness} < {bound}: stable, expected rate {rate} a step, measured {measured}."
NOT_STABLE = "lr · lambda_max = {steepness} ≥ {bound}: not stable, expected rate {rate} a step."
NOT_STABLE_MEASURED = (
    "lr · lambda_max = {steepness} ≥ {bound}: not stable, expected rate {rate} a step, measured {measured}."
)
RAN_AWAY_THOUGH_STABLE = "So a path that runs away here is not the learning rate's doing, but the update's."
STABLE_SO_THE_UPDATE = "So it is not: look at the update."
