"""What is said of a hand-in that has no ordinary grade: why it was not taken, and what to do.

`{name}` is a file, an archive or an assignment, as `grader.records.Trouble` says.
"""

from __future__ import annotations

from grader.records import Trouble, TroubleKind
from grader.safe_text import visible

NOTHING_HANDED_IN = "Nothing was handed in."
IN_ARCHIVE = "In {inside}: {said}"

TROUBLES = {
    TroubleKind.NOTHING: NOTHING_HANDED_IN,
    TroubleKind.UNCHANGED_STUB: "The file is the stub as it was given out: nothing is written in it yet.",
    TroubleKind.ABSENT: "There is no {name}.py or {name}.ipynb.",
    TroubleKind.ABSENT_OTHER_NAME: (
        "There is no {name}.py or {name}.ipynb. There is a file of another name: rename it."
    ),
    TroubleKind.ABSENT_OTHER_ARCHIVE: (
        "There is no {name}.py or {name}.ipynb. There is an archive of another kind: pack a .zip or .tar.gz, or hand "
        "in the file itself."
    ),
    TroubleKind.ABSENT_IN_FOLDER: (
        "There is no {name}.py or {name}.ipynb. There is a folder: files belong directly into the student's folder."
    ),
    TroubleKind.ABSENT_ARCHIVE_INSIDE: (
        "There is no {name}.py or {name}.ipynb. There is an archive in the archive: pack the file itself."
    ),
    TroubleKind.ABSENT_DEEP: (
        "There is no {name}.py or {name}.ipynb. There is a file of another name, or in a folder too deep: pack the "
        "file alone, under its name."
    ),
    TroubleKind.NOT_BEGUN: "There is no {name}.py yet.",
    TroubleKind.EMPTY: "{name} is empty. Hand in your file with the functions in it.",
    TroubleKind.TWO_FILES: "There are two files for {name}: keep either the .py or the .ipynb.",
    TroubleKind.TWO_ARCHIVES: "There are two archives for {name}: keep one of them.",
    TroubleKind.TOO_LARGE: "{name} is larger than {number} KiB. Hand in your code without data or output.",
    TroubleKind.UNREADABLE: "{name} cannot be read: {reason}.",
    TroubleKind.LINK: "{name} is a link. Hand in the file itself.",
    TroubleKind.HARD_LINK: "{name} is a hard link to another file. Hand in a file of its own.",
    TroubleKind.NO_FILE: "{name} is no ordinary file. Hand in the file itself.",
    TroubleKind.DAMAGED_INSIDE: "{name} is damaged in the archive. Pack it again.",
    TroubleKind.UNUSUAL_PACKING: "{name} is packed in an unusual way. Pack it as an ordinary zip.",
    TroubleKind.DAMAGED: "{name} is damaged, or no archive of the kind its name says. Pack it again.",
    TroubleKind.ENCRYPTED: "{name} is encrypted. Pack it without a password.",
    TroubleKind.TOO_MANY_FILES: "{name} holds more than {number} files. Pack the files that are asked for alone.",
    TroubleKind.TOO_MUCH: "{name} holds more than {number} MiB. Pack the files without data or output.",
    TroubleKind.TOO_MUCH_MEMORY: ("{name} takes too much memory to be read. Pack the files without data or output."),
    TroubleKind.TOO_TIGHT: ("{name} is packed as tightly as no code is. Hand in your code without data or output."),
    TroubleKind.LONG_CONTENTS: "{name} has too long a list of contents. Pack the files that are asked for alone.",
    TroubleKind.BEHIND_END: "{name} holds data behind its end. Pack it again.",
    TroubleKind.HOLDS_WAY_OUT: "{name} holds a path that leads out of it. Pack the file alone.",
    TroubleKind.HOLDS_LINK: ("{name} holds a link or something else that is no ordinary file. Pack the file alone."),
    TroubleKind.HOLDS_ONE_NAME_TWICE: "{name} holds two files of one name. Pack the file alone.",
    TroubleKind.FOLDER_LINK: "The folder is a link. Hand in a folder of its own.",
    TroubleKind.FOLDER_WAY_OUT: "The folder holds a path that leads out of it. Hand in the file alone.",
    TroubleKind.FOLDER_UNREADABLE: "The folder cannot be read: {reason}.",
    TroubleKind.FOLDER_NO_ID: ("The name of the folder cannot be a student's id: use letters, digits and . _ @ + -"),
    TroubleKind.CHANGED: (
        "{name} was changed while the class was graded, so it was not graded. Grade the class again."
    ),
}

_LONGEST = 80  # characters of a name


def trouble_sentence(trouble: Trouble | None) -> str:
    """Why a hand-in has no ordinary grade, and what to do."""
    if trouble is None:
        return NOTHING_HANDED_IN
    said = TROUBLES[trouble.kind].format(
        name=visible(trouble.name, _LONGEST), number=trouble.number, reason=visible(trouble.reason, _LONGEST)
    )
    return IN_ARCHIVE.format(inside=visible(trouble.inside, _LONGEST), said=said) if trouble.inside else said
