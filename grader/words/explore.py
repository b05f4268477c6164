"""What the explore page says: what a path does and why, what is not drawn, and the page around it."""

# --- sentences -------------------------------------------------------------------------------------------------------

CONVERGES = "{path} converges: after {steps} steps it is {last} from {target}, {first} at the start."
APPROACHES = "{path} is on its way: after {steps} steps it is {last} from {target}, {first} at the start."
CRAWLS = "{path} crawls: after {steps} steps it is still {last} from {target}, {first} at the start."
OSCILLATES = (
    "{path} oscillates: it goes to and fro about {target} and comes no nearer, {last} away after {steps} steps."
)
DIVERGES = "{path} diverges: after {steps} steps it is {last} from {target}, {first} at the start."
LEAVES = "{path} leaves the saddle: after {steps} steps it is {last} away, {first} at the start."
RESTS = "{path} rests: it stands still for {steps} steps, {last} from {target}."
ONE_ROW = "{path} has one row, its start."
TURNS = "It changes sides at {turns} of {steps} steps."
STABLE = "Why: lr · lambda_max = {steepness} < {limit}."
NOT_STABLE = "Why: lr · lambda_max = {steepness} ≥ {limit}, the limit."
FACTORS = "A step multiplies the distance by {factors}."
AWAY = "A factor above 1 leads away, whatever the rate."
ADAPTIVE = (
    "No eigenvalue decides here: it divides by the size of past gradients, so that a step is about lr long in every "
    "coordinate."
)
SHOULD_CONVERGE = (
    "The rule itself converges at these numbers (lr · lambda_max = {steepness} < {limit}): look at the update in "
    "`{function}`, and in what it calls."
)
SHOULD_DIVERGE = (
    "The rule itself runs away at these numbers (lr · lambda_max = {steepness} ≥ {limit}): look at the update in "
    "`{function}`, and in what it calls."
)
RECORDED = "`{function}` is drawn from the course's recorded path: once yours is written, it follows the sliders."
NOT_AT_THIS_SETTING = "`{function}` has a recorded path at the demonstration's own numbers alone, and none at these."
NOBODYS = "`{function}` is no exercise of this course: its path is a recorded one."
NO_PATH = "`{function}` gave back no path: one row for each point, the start among them."
RAN_TOO_LONG = "`{function}` ran too long before, so it is not run again until your file changes."
PATH_GOES = "{path} goes from ({start}) to ({end})."
SERIES_GOES = "{path}: {start} to {end}."
MAP_SHOWS = (
    "The plane of learning rate and alpha. Left of the thick line, lr < 2 (1 + alpha) / {steepest}, paths converge; "
    "right of it, hatched, they run away. Set is {settings}."
)
LEFT_PICTURE = "{path} leaves the picture at row {row}."
INVITATION = "Optimizers on bowls, valleys and saddles, yours among them, with sliders for their numbers."
ABOUT = (
    "Choose a demonstration and move its numbers. What you see is walked by your own functions, as they are kept in "
    "this browser; where one is not written yet, the course's recorded path is shown."
)
ABOUT_FOLDER = "Your functions are read from the folder in which `grader explore` was started."
COPIED = "The link is copied. It holds numbers alone, none of your code."
NOT_COPIED = "The address of this page is the link."
DRAG = "Drag a start in the picture, or type its numbers."
EXPLORE_READY = "Ready: your functions follow the sliders."
EXPLORE_WAITING = "What you see was recorded. Your functions are run as soon as Python is there."
EXPLORE_CHANGED = "Your file has changed: this is what it does now."
LINK_BOUNDED = "A number of the link lies outside of its bounds, and was moved into them."
OTHER_LINK = "A part of the link is no number of this page, and was left out."
NO_SCRIPT = "This page needs JavaScript. Without it, see the pictures of `grader check --report`."
NOT_BEGUN = "`{function}` is not written yet: it belongs to the exercise “{title}”."
NOISY = "{path} stays about {last} from {target} in the end, where the noise keeps it; {first} at the start."
WANDERS = "{path} wanders: after {steps} steps it is {last} from {target}, {first} at the start."
LAMBDA = (
    "Lambda is the curvature of the loss in one direction, an eigenvalue of the Hessian: large across a narrow valley, "
    "small along it. lambda_max is the largest, and decides how large a learning rate may be."
)
FACTOR_OF_A_STEP = (
    "In each of these directions a step multiplies the distance by a factor of its own. Below 1 the path comes nearer, "
    "above 1 it goes away; a negative factor leads to the other side at every step. The largest factor decides how "
    "long it takes."
)
VALUE_BOUNDED = "{label} is from {low} to {high}: {value} is taken."
WHAT_LAMBDA_IS = "What is lambda?"
PICTURE = "{path} leaves the picture at row {row}."

# --- headings and labels ---------------------------------------------------------------------------------------------

THE_MINIMUM = "the minimum"
THE_VALLEY = "the valley at {place}"
THE_SADDLE = "the saddle"
LIMIT_OF_MOMENTUM = "2 (1 + alpha) = {limit}"
LIMIT_OF_DESCENT = "2"
FACTOR = "{factor} where lambda = {eigenvalue}"
FACTOR_SWINGING = "{factor}, to and fro, where lambda = {eigenvalue}"
FROM_START = "{path} from {start}"
WITH_NOISE = "{path}, with noise"
WITHOUT_NOISE = "{path}, without noise"
ON_FIRST = "{path}, sharp"
ON_SECOND = "{path}, flat"
WITH_SCHEDULE = {"constant": "{path}, constant rate", "harmonic": "{path}, falling rate"}
OF_COURSE = "{path} (the course's)"
PLANE = "Paths on the landscape"
CURVE = "Paths on the loss curve"
LOSSES = "Loss by row"
DISTANCES = "Distance to the minimum by row"
DISTANCES_TO_VALLEYS = "Distance by row to the valley that each path ends in"
STABILITY = "Where momentum converges; descent is alpha = 0"
SHIFTED = "the same, with the data shifted"
COST_OF_SHIFT = "{loss}"
COST = "what 0, learnt before the shift, costs now"
VELOCITY = "velocity carried over, alpha · last move"
PLANE_SHOWS = "Contours of {landscape}. {paths}"
CURVE_SHOWS = "The loss {landscape}. {paths}"
MAP_SETTING = "lr = {lr}, alpha = {alpha}"
ROW_READS = "Row {row}: {points}"
TITLE = "Explore the landscapes"
DEMONSTRATION = "Demonstration"
TRY = "Try"
MISLEADS = "Where the picture misleads"
NUMBERS = "Numbers"
STATUS = "What the paths do"
RESET = "Reset"
COPY_LINK = "Copy a link to this setting"
SHOW_VELOCITY = "Show the velocity"
KNOBS = {
    "lr": "learning rate",
    "adam_lr": "learning rate of Adam",
    "momentum": "momentum alpha",
    "condition_number": "condition number",
    "angle": "angle, in degrees",
    "steps": "steps",
    "noise": "noise of the gradient",
    "seed": "seed of the noise",
    "shift": "shift of the data",
}
START_COORDINATE = "start {number}, {coordinate}"
ONLY_START_COORDINATE = "start, {coordinate}"
