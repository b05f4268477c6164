"""What is said of how a hand-in was taken: why it has no ordinary grade, or what to do otherwise next time.

`{name}` is a file, an archive or an assignment, as `grader.records.Trouble` and `Notice` say.
"""

from __future__ import annotations

from grader.records import Notice, NoticeKind, Trouble, TroubleKind
from grader.safe_text import visible

NOTHING_HANDED_IN = "Nothing was handed in."
UNFINISHED = (
    "Grading began and has not ended. While this stands here there is no grade yet, whatever the score says: hand in "
    "again, and tell your teacher if it stays."
)
IN_ARCHIVE = "In {inside}: {said}"

TROUBLES = {
    TroubleKind.NOTHING: NOTHING_HANDED_IN,
    TroubleKind.UNCHANGED_STUB: "The file is as it was given out, or empty: nothing is written in it yet.",
    TroubleKind.ABSENT: "There is no {name}.py or {name}.ipynb.",
    TroubleKind.ABSENT_OTHER_NAME: (
        "There is no {name}.py or {name}.ipynb. There is a file of another name: rename it."
    ),
    TroubleKind.ABSENT_LIKE: (
        "There is no {name}.py or {name}.ipynb, but “{others}”. If that is your code, hand it in under the name "
        "{name}.py or {name}.ipynb."
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
    TroubleKind.TYPED_TEXT: (
        "There is no {name}.py or {name}.ipynb: what was handed in is text that was typed into the page. Hand in the "
        "file itself."
    ),
    TroubleKind.TYPED_LINK: (
        "There is no {name}.py or {name}.ipynb: what was handed in is a link. Hand in the file itself."
    ),
    TroubleKind.NOT_BEGUN: "There is no {name}.py yet.",
    TroubleKind.EMPTY: "{name} is empty. Hand in your file with the functions in it.",
    TroubleKind.PACKED_OTHERWISE: (
        "“{others}” is packed in a way that is not read: unpack it and hand in {name}.py or {name}.ipynb itself, or "
        "pack a .zip or .tar.gz."
    ),
    TroubleKind.SEVERAL_NEAR: (
        "There is no {name}.py or {name}.ipynb, but several files that may be meant: “{others}”. Keep one of them, and "
        "give it that name."
    ),
    TroubleKind.TWO_FILES: "There are two files for {name}: keep either the .py or the .ipynb.",
    TroubleKind.ONE_FILE_TWICE: (
        "{name} is there more than once, and nothing tells which of them counts. Hand it in once."
    ),
    TroubleKind.IN_TWO_FOLDERS: (
        "{name} is in two folders whose names look the same, and nothing tells which of them counts. Keep one of the "
        "folders."
    ),
    TroubleKind.IN_SEVERAL_PLACES: "There are several files for {name}: “{others}”. Keep one of them.",
    TroubleKind.TWO_ARCHIVES: "There are two archives for {name}: keep one of them.",
    TroubleKind.TOO_LARGE: "{name} is larger than {number} KiB. Hand in your code without data or output.",
    TroubleKind.UNREADABLE: "{name} cannot be read: {reason}.",
    TroubleKind.LINK: "{name} is a link. Hand in the file itself.",
    TroubleKind.OF_COURSE: "{name} is a file of the course by a second name. Hand in a file of its own.",
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
    TroubleKind.FOLDER_TOO_LONG: (
        "The name of the folder is longer than a file system can hold. Hand in a folder of a shorter name."
    ),
    TroubleKind.FOLDER_NO_TEXT: (
        "The name of the folder is in an encoding that cannot be read. Give it another name, and pack it again."
    ),
    TroubleKind.FOLDER_TOO_MANY_FILES: (
        "The folder holds more than {number} files. Hand in the files that are asked for alone."
    ),
    TroubleKind.FOLDER_TOO_MUCH: "The folder holds more than {number} MiB. Hand in your code without data or output.",
    TroubleKind.FOLDER_TOO_TIGHT: (
        "The folder is packed as tightly as no code is. Hand in your code without data or output."
    ),
    TroubleKind.NO_COMMIT: "The folder holds no commit of git. Commit your files, and push them.",
    TroubleKind.REPOSITORY_UNREADABLE: ("The repository cannot be read: {reason}. Clone it anew, and hand that in."),
    TroubleKind.TEAM_DIFFERS: (
        "Different files were handed in for the team {name}, and no time tells which of them counts. Hand in one of "
        "them again, or ask for one to be chosen."
    ),
    TroubleKind.CHANGED: (
        "{name} was changed while the class was graded, so it was not graded. Grade the class again."
    ),
}

NOTICES = {
    NoticeKind.NEAR_NAME: "“{name}” was graded in the place of {meant}. Give the file that name.",
    NoticeKind.IN_FOLDER: (
        "“{name}” was graded in the place of {meant}. Put the file directly into the folder that you hand in."
    ),
    NoticeKind.OTHERS: "{name} was graded. There is more of a name like that, which was not looked at: “{others}”.",
    NoticeKind.NEWEST: "Of several files for {meant} the newest was graded. Not looked at: “{others}”.",
    NoticeKind.BEFORE_LAST: "The last attempt holds no {meant}, so the one before it was graded.",
    NoticeKind.FOR_TEAM: "Handed in by {name} for the team {meant}.",
    NoticeKind.FOR_TEAM_BY_ANOTHER: "Handed in by another member of the team.",
    NoticeKind.TEAM_NEWEST: "Handed in by {name} for the team, later than “{meant}”, which was not graded.",
    NoticeKind.AS_GROUP: "Handed in as a group: “{others}”.",
    NoticeKind.MARKED_LATE: "The place where it was handed in marks it as late.",
    NoticeKind.TEAM_DIFFERS: (
        "“{name}” was graded here alone: different files were handed in for the team {meant}, and no time tells which "
        "of them counts. Hand in one of them again, or ask for one to be chosen."
    ),
}

_LONGEST = 80  # characters of a name
_MOST = 5  # names in a sentence


def trouble_sentence(trouble: Trouble | None) -> str:
    """Why a hand-in has no ordinary grade, and what to do."""
    if trouble is None:
        return NOTHING_HANDED_IN
    said = TROUBLES[trouble.kind].format(
        name=_shown(trouble.name), number=trouble.number, reason=_shown(trouble.reason), others=_listed(trouble.others)
    )
    return _in_archive(said, trouble.inside)


def notice_sentence(notice: Notice) -> str:
    """How a hand-in was taken, and what to do otherwise."""
    said = NOTICES[notice.kind].format(
        name=_shown(notice.name), meant=_shown(notice.meant), others=_listed(notice.others)
    )
    return _in_archive(said, notice.inside)


def _shown(name: str) -> str:
    return visible(name, _LONGEST)


def _listed(names: tuple[str, ...]) -> str:
    return "”, “".join([*(_shown(name) for name in names[:_MOST]), *(["…"] if len(names) > _MOST else [])])


def _in_archive(said: str, inside: str) -> str:
    return IN_ARCHIVE.format(inside=_shown(inside), said=said) if inside else said
