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
LATE_AT_MOST = "No more than {most} % is taken off in all."

# --- headings and labels ---------------------------------------------------------------------------------------------

DAY = "One day has"
DAYS = "{count} days have"
HOUR = "One hour has"
HOURS = "{count} hours have"
