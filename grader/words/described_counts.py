"""What is said of a count that is made by another rule than asked."""

from __future__ import annotations

from grader.records import Described

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


def sentences_of_count(described: Described) -> list[str]:
    """Which row is counted up to, and what is otherwise about how that is found."""
    counting = described.counting
    if counting is None:
        return []
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
