"""What a drawing shows, for those who hear it instead, and the notes below it."""

# --- a path on a landscape of two parameters ---------------------------------------------------------------------

PLANE = "Contours of {landscape} with two paths from ({start})."
PLANE_ENDS = "The expected path ends after {updates} updates at ({expected}), yours at ({own})."
PLANE_DIFFERS = "They first differ at row {row}: yours ({own}), expected ({expected})."
PLANE_LEFT = "Yours leaves the picture at row {row}."
PATH_LEAVES = "Your path leaves this picture at row {row}, where it is at ({point})."
PATH_LEAVES_NUMBERS = "Your path leaves this picture at row {row}, where it is no number any more."
MAGNIFIED = "Row {row}: yours ({own}), expected ({expected})."

# --- the landscape of a statement ---------------------------------------------------------------------------------

LANDSCAPE = "Lines of equal loss of {landscape}. The minimum lies at ({place})."
LANDSCAPE_OF_A_SADDLE = (
    "Lines of equal loss of {landscape}. It has no minimum; at ({place}) it is flat: a minimum along one direction, a "
    "maximum along another."
)
PICTURE = "A picture with lines: {lines}, contours: {contours}, sets of points: {points}. Labels: {names}."
LOSS_CURVE = "The loss {landscape} from {low} to {high}. The minimum lies at {place}, where the loss is {loss}."
LOSS_CURVE_AND_VALLEYS = (
    "The loss {landscape} from {low} to {high}. The minimum lies at {place}, where the loss is {loss}. Other valleys: "
    "{others}."
)
CLOSE_LINES_ARE_STEEP = "Each line joins points of one loss. Where lines stand close together, the slope is steep."

# --- a quantity by row -------------------------------------------------------------------------------------------

BY_ROW = {
    "weight": (
        "The expected weight goes from {start} to {end} in {updates} updates, yours from {own_start} to {own_end} in "
        "{own_updates}."
    ),
    "loss": (
        "The expected loss goes from {start} to {end} in {updates} updates, yours from {own_start} to {own_end} in "
        "{own_updates}."
    ),
    "distance": (
        "The expected distance goes from {start} to {end} in {updates} updates, yours from {own_start} to {own_end} in "
        "{own_updates}."
    ),
}

# --- a path on a loss curve --------------------------------------------------------------------------------------

CURVE = (
    "The loss {curve} from {low} to {high}, with the weights of both paths upon it. Expected: from {start} to {end}; "
    "yours: from {own_start} to {own_end}."
)
WEIGHTS_LEAVE = "Your weights leave this picture at row {row}."

# --- rates by step -----------------------------------------------------------------------------------------------

RATES = (
    "Yours and the expected learning rate for t = {start} to {end}. They first differ at t = {step}, where yours is "
    "{own} and {expected} is expected."
)
APART = (
    "How many tolerances apart the rates are; below the line at 1 they count as equal. The largest difference is "
    "{largest} tolerances."
)

# --- a number of steps: an answer is a row, or what `labels` calls it --------------------------------------------

ROWS_WITHIN = "Rows {rows} lie within tol = {tol}. Your answer is {own}, the expected one {expected}."
NO_ROWS_WITHIN = "Rows none lie within tol = {tol}. Your answer is {own}, the expected one {expected}."

# --- where a heavy ball converges --------------------------------------------------------------------------------

CONVERGENCE = (
    "The plane of learning rate and alpha. Left of the thick line, lr < 2 (1 + alpha) / {steepest}, the path "
    "converges; right of it, hatched, it runs away. Thin lines join settings of one rate: {rates}. Asked for was lr = "
    "{lr}, alpha = {alpha}, of rate {rate}."
)
