"""A transcript as it is kept: its difference from the reference's, so that right work takes about a hundred bytes."""

from __future__ import annotations

import hashlib

import msgspec

from grader.gradebook.compression import compressed, decompressed
from grader.records import Call, Ending, Outcome, Transcript

MOST_KEPT = 1 << 20  # bytes of one hand-in; otherwise each attempt of one student could fill a disk by megabytes


class _Kept(msgspec.Struct, frozen=True):
    load: Outcome
    outcomes: dict[Call, Outcome]
    unanswered: tuple[Call, ...]  # in the reference's transcript, but never recorded


def difference_of(transcript: Transcript, reference: Transcript) -> bytes:
    """What a transcript answers otherwise, packed.

    Empty where that is too long to keep: the hand-in must be run to be judged again.
    """
    unanswered = tuple(call for call in reference.outcomes if call not in transcript.outcomes)
    kept = _Kept(transcript.load, transcript.difference_from(reference), unanswered)
    data = compressed(msgspec.msgpack.encode(kept))
    return data if len(data) <= MOST_KEPT else b""


def unpacked(data: bytes, reference: Transcript) -> Transcript:
    """The transcript again, from its difference."""
    kept = msgspec.msgpack.decode(decompressed(data), type=_Kept)
    outcomes = reference.outcomes | kept.outcomes
    for call in kept.unanswered:
        outcomes.pop(call, None)
    return Transcript(kept.load, outcomes)


def different_answers(data: bytes) -> dict[Call, Outcome]:
    """What was answered otherwise than expected, byte for byte."""
    return msgspec.msgpack.decode(decompressed(data), type=_Kept).outcomes


def packed_whole(transcript: Transcript) -> bytes:
    """A transcript by itself: the expected answers, which others differ from."""
    return compressed(msgspec.msgpack.encode(transcript))


def unpacked_whole(data: bytes) -> Transcript:
    """It again."""
    return msgspec.msgpack.decode(decompressed(data), type=Transcript)


def behaviour_sha256(transcript: Transcript) -> str:
    """Equal for transcripts that answer equally: values, endings and arguments, not what was printed or said.

    It is kept beside a transcript: whoever changes what it is made of brings older ones up to it by a migration.
    """
    answers = sorted(
        (call.function, call.arguments, call.occurrence, outcome.counts_as, outcome.value, outcome.arguments_after)
        for call, outcome in transcript.outcomes.items()
    )
    loaded = transcript.load.ending is Ending.VALUE
    return hashlib.sha256(msgspec.msgpack.encode((loaded, answers))).hexdigest()
