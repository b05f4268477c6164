"""What the time of a hand-in costs, with its arithmetic."""

# --- sentences -------------------------------------------------------------------------------------------------------

LATE = (
    "Handed in on {at}; it was due on {due}. {begun} begun since, each of which takes {percent} % of the {earned} "
    "points that were earned: {earned} − {taken} = {left}."
)
LATE_EXTENDED = (
    "Handed in on {at}; you had until {until} instead of {due}. {begun} begun since, each of which takes {percent} % "
    "of the {earned} points that were earned: {earned} − {taken} = {left}."
)
LATE_FREE = "{free} of these cost nothing: they were free late days, of which {left} are left."
LATE_FREE_ONE = "One of these costs nothing: it was a free late day, of which {left} are left."
LATE_AT_MOST = "No more than {most} % is taken off in all."

COUNTS_BEST = "You made {made} attempts, and the best counts: that of {at}."
COUNTS_LAST = "You made {made} attempts, and the last counts: that of {at}."
COUNTS_CHOSEN = "You made {made} attempts, and that of {at} counts, as {author} decided on {date}: “{reason}”."
AN_ATTEMPT = "{at}: {points} points."
AN_ATTEMPT_OF_ONE = "{at}: 1 point."
AN_ATTEMPT_UNSAID = "{at}."
TOO_SOON = "It cannot count: it came less than {minutes} minutes after one before it."
TOO_MANY = "It cannot count: only the first {most} do."

# --- headings and labels ---------------------------------------------------------------------------------------------

AT_NO_TIME = "a time that nothing tells"
ATTEMPTS = "Attempts"
DAY = "One day has"
DAYS = "{count} days have"
HOUR = "One hour has"
HOURS = "{count} hours have"
