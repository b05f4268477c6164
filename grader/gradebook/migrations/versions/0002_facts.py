"""Grades keep facts instead of sentences; those of version 0.1.0 keep the sentences that they were stored with."""

from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_grades = sa.table(
    "grades",
    *(sa.column(name) for name in ("student", "assignment", "submission_sha256", "rubric_sha256")),
    sa.column("grade", sa.LargeBinary),
)
_KEY = ("student", "assignment", "submission_sha256", "rubric_sha256")


def upgrade() -> None:
    """Rewrite the record of each grade."""
    _rewrite(_with_told_sentences)


def downgrade() -> None:
    """Give the sentences back their old places; facts are lost."""
    _rewrite(_as_sentences)


def _rewrite(change: Any) -> None:
    connection = op.get_bind()
    columns = [_grades.c[name] for name in _KEY]
    for row in connection.execute(sa.select(*columns, _grades.c.grade)).all():
        where = [column == value for column, value in zip(columns, row, strict=False)]
        changed = msgspec.msgpack.encode(change(msgspec.msgpack.decode(row.grade)))
        connection.execute(sa.update(_grades).where(*where).values(grade=changed))


def _with_told_sentences(grade: dict[str, Any]) -> dict[str, Any]:
    return grade | {
        "judgements": [_told_judgement(each) for each in grade.get("judgements", ())],
        "diagnoses": [_worded_diagnosis(each) for each in grade.get("diagnoses", ())],
        "told": {"message": grade.pop("message", "")},
    }


def _told_judgement(judgement: dict[str, Any]) -> dict[str, Any]:
    judgement.pop("difference", None)  # its fields had other names
    told = {"message": judgement.pop("message", ""), "detail": judgement.pop("detail", "")}
    return judgement | {"told": told}


def _worded_diagnosis(diagnosis: dict[str, Any]) -> dict[str, Any]:
    words = {name: diagnosis.pop(name, "") for name in ("title", "hint", "second_hint", "convention")}
    return diagnosis | {"words": words}


def _as_sentences(grade: dict[str, Any]) -> dict[str, Any]:
    """What version 0.1.0 reads: it passes over fields that it does not know."""
    told = grade.pop("told", None) or {}
    judgements = [
        judgement | {"difference": None, **(judgement.pop("told", None) or {})} for judgement in grade["judgements"]
    ]
    diagnoses = [diagnosis | (diagnosis.pop("words", None) or {"title": ""}) for diagnosis in grade["diagnoses"]]
    return grade | {"judgements": judgements, "diagnoses": diagnoses, "message": told.get("message", "")}
