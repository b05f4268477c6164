"""What is said of a mistake that no file stands for: what the answers follow instead, and a pair of hints.

Each way of finding one has its table here.  Nobody knows the code behind it, so a sentence tells what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.records import Described, Family, FoundBy, MistakeWords, Piece, Place
from grader.words.conventions import CONVENTIONS
from grader.words.described_counts import sentences_of_count
from grader.words.described_paths import TABLE_HINTS, sentences_of_path
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
LABEL_HINTS = (
    "What does the statement part these labels by, and what do your conditions part them by?",
    "Take one call of the page that has another label, and work out by hand what each of your conditions finds there.",
)
WHERE_HINTS = (
    "What do these calls have in common, and which line of yours does something else with them than with others?",
    "Follow one call that is right and one that is not, line by line: where do they part, and where do they not?",
)
_HINTS_OF_FOUND = {
    FoundBy.FORMULA: FORMULA_HINTS,
    FoundBy.COUNT: COUNT_HINTS,
    FoundBy.PARTS: PARTS_HINTS,
    FoundBy.LABELS: LABEL_HINTS,
    FoundBy.WHERE: WHERE_HINTS,
}
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
    "none_is_right": "Where `None` is right",
    "zero_is_right": "Where 0 is right",
}

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
ONLY_WHERE = "{where}: {title} All other calls that were made are answered as asked."
ONLY_IN_SOME = "In some calls, and not in others: {title}"
BOTH = "Both at once: {first} {second}"
LEFT_OUT = "Where `{parameter}` is left out"
ALL_WRONG = "{where} every answer of `{function}` is another one than asked; all other calls that were made are right."
YOURS_IS_NONE = "`{function}` answers with None at times, where there is an answer; all its other answers are right."
GIVEN_AS_LIST = "Where `{parameter}` is given as a list"
ONE_LABEL = "Every answer of `{function}` is `{own}`."
OTHER_LABEL = "In each call here where `{right}` is right yours is `{own}`."
OTHER_LABEL_AT_TIMES = "Where `{right}` is right yours is at times `{own}`."
SOME_PARTS = "`{function}` is right in {right}, and not in {parts}."


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
    parts = [*_TOLD[described.found](function, described)]
    parts += [SEVERAL_FIT] if described.others else []
    parts += [FITS_WHAT_IS_SEEN] if described.seen_alone else []
    return MistakeWords(" ".join(parts), hint, second_hint, convention)


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
    if condition.endswith(" is a list"):
        return GIVEN_AS_LIST.format(parameter=condition.removesuffix(" is a list"))
    return REGIONS.get(condition) or WHERE.format(condition=condition)


def _of_labels(function: str, described: Described) -> list[str]:
    pieces = described.pieces
    if not pieces[0].where:
        return [ONE_LABEL.format(function=function, own=pieces[0].formula)]
    told = {"always": OTHER_LABEL, "at_times": OTHER_LABEL_AT_TIMES}
    return [told[each.part].format(right=each.where, own=each.formula) for each in pieces]


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


def _of_change(function: str, described: Described) -> list[str]:
    told = CHANGE[described.family].format(function=function)
    return [told, *filter(None, [PLACES.get(described.place)])]


def _of_calls(function: str, described: Described) -> list[str]:
    if described.where == "yours_is_none":
        return [YOURS_IS_NONE.format(function=function)]
    return [ALL_WRONG.format(where=_where(described.where), function=function)]


def _of_convention(function: str, described: Described) -> list[str]:
    return [CONVENTIONS[described.convention][0].format(function=function)]


_TOLD: Mapping[FoundBy, Callable[[str, Described], list[str]]] = {
    FoundBy.CHANGE: _of_change,
    FoundBy.PAIR: _of_mistakes,
    FoundBy.SOME_CALLS: _of_mistakes,
    FoundBy.PARTS: _of_mistakes,
    FoundBy.FORMULA: _of_formulas,
    FoundBy.PATH_RULE: lambda _, described: sentences_of_path(described),
    FoundBy.COUNT: lambda _, described: sentences_of_count(described),
    FoundBy.CONVENTION: _of_convention,
    FoundBy.LABELS: _of_labels,
    FoundBy.WHERE: _of_calls,
}
