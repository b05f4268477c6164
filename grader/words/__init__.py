"""Every sentence a student or a teacher reads in a report, in one place, ready to be translated.

Manner: what was seen, what was asked, where to look; no blame; no word that a statement did not introduce.

One module a subject.  `answers` chooses what is said of an answer, and `hand_ins` what is said of a hand-in; both can
be had from here.  The others hold nothing but constants with named places: `differences`, `endings`, `walks`,
`numbers`, `figures` and `pages` hold whole sentences, each case its own; `labels` and `headings` hold what stands
beside an axis, above a column, or as a name inside a sentence, and so have no full stop.
"""

from grader.words.answers import (
    FOLLOWS_FROM_MISTAKE,
    HIDDEN_INPUT,
    REGRADE,
    UNCHANGED_STUB,
    VERDICT_OF_ENDING,
    VERDICTS,
    consequence_sentence,
    difference_sentence,
    load_sentence,
    not_run_sentence,
    other_parameter_hint,
    other_parameter_second_hint,
    other_parameter_title,
    outcome_sentence,
)
from grader.words.differences import DIFFERENCES
from grader.words.hand_ins import trouble_sentence

__all__ = [
    "DIFFERENCES",
    "FOLLOWS_FROM_MISTAKE",
    "HIDDEN_INPUT",
    "REGRADE",
    "UNCHANGED_STUB",
    "VERDICTS",
    "VERDICT_OF_ENDING",
    "consequence_sentence",
    "difference_sentence",
    "load_sentence",
    "not_run_sentence",
    "other_parameter_hint",
    "other_parameter_second_hint",
    "other_parameter_title",
    "outcome_sentence",
    "trouble_sentence",
]
