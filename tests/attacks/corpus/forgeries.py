"""Class 4: forging answers on the channel, patching what the worker stands on, and earning by not answering."""

from __future__ import annotations

from tests.attacks.attack import STEP, Attack, around, in_call

# Writes to every descriptor there may be.
_EVERYWHERE = """
import os, struct, sys
values, frames = sys.modules["grader.sandbox.values"], sys.modules["grader.sandbox.frames"]
records = sys.modules["grader.records"]
worker = sys.modules["grader.sandbox.inside.worker"]
def write(data):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, data)
        except OSError:
            pass
def answer(number, value=0.0, **more):
    outcome = records.Outcome(records.Ending.VALUE, values.encode_value(value), **more)
    return frames.frame(frames.Answer(number, outcome))
"""


def _writes(name: str, tries: str, expression: str, *, slow: bool = False) -> Attack:
    return around(4, name, tries, f"""
{_EVERYWHERE}
def optimize_with_momentum(start, lr, momentum, steps):
    write({expression})
    return [[0.0, 0.0]] * (steps + 1)
""", slow=slow)  # fmt: skip


def _patches(name: str, tries: str, patch: str) -> Attack:
    """Right steps, wrong runs; the patch is meant to make the runs look right."""
    return around(
        4,
        name,
        tries,
        f"""
{_EVERYWHERE}
def optimize_with_momentum(start, lr, momentum, steps):
    return [[0.0, 0.0]] * (steps + 1)
{patch}
""",
    )


_CHANNEL = [
    _writes("answers all numbers", "Sends an answer for every call there may be.",
            "b''.join(answer(number) for number in range(300))"),
    _writes("answers a later call", "Answers a call that has not been asked.", "answer(120)"),
    _writes("answers a negative call", "Uses a number that is none.", "answer(-1)"),
    _writes("loads once more", "Repeats that the file was loaded.", "answer(0, None)"),
    _writes("says that it is ready", "Sends the greeting a thousand times.", "bytes(4) * 1000"),
    _writes("garbage", "Sends bytes that mean nothing.", "b'\\x00\\x00\\x00\\x08notmsgpk'"),
    _writes("announces four gigabytes", "Sends a length that would fill the memory.",
            "b'\\xff\\xff\\xff\\xff' + b'x' * 99"),
    _writes("half a frame", "Announces more than it sends.", "b'\\x00\\x00\\x10\\x00half'", slow=True),
    _writes("nests without end", "Sends lists in lists, a hundred thousand deep.",
            "struct.pack('>I', 100_011) + b'\\x93\\xa6answer\\x05' + b'\\x91' * 100_002"),
    _writes("text that is no text", "Sends a message that is not UTF-8.",
            "struct.pack('>I', 18) + b'\\x93\\xa6answer\\x05\\x97\\xa5value\\xc4\\x01'"),
    _writes("a value that is text", "Sends text where a value is due, past the encoder.",
            "frames.frame(frames.Answer(5, records.Outcome(records.Ending.VALUE, b'\\xa4text')))"),
    _writes("a value that is a truth", "Sends true where a value is due, past the encoder.",
            "frames.frame(frames.Answer(5, records.Outcome(records.Ending.VALUE, b'\\xc3')))"),
    _writes("a landscape", "Sends a recipe for an object where data is due.",
            "frames.frame(frames.Answer(5, records.Outcome(records.Ending.VALUE, b'\\xc7\\x02\\x04\\x91\\x01')))"),
    _writes("claims a verdict", "Says itself that time was up, in words of its own.",
            "frames.frame(frames.Answer(5, records.Outcome(records.Ending.TIMED_OUT, detail='passed')))"),
    _writes("tells a thousand times where it is", "Says of every call where it is, over and over.",
            "b''.join(frames.frame(frames.Where(number, 3, text='x' * 999)) for number in range(99)) * 10"),
    _writes("tells of stops while it answers", "Says in an answer what loading alone can tell.",
            "answer(5, stops=(records.Stop(records.Why.CELL_STOPPED, detail='passed'),) * 999)"),
    _writes("remarks on everybody", "Loads once more, with remarks and stops without end.",
            "answer(0, None, stops=(records.Stop(records.Why.FILE_STOPPED, 2**62, 2**62, '<b>' * 99),) * 9999,"
            " remarks=(records.CodeRemark('sgd_step', records.Why.DEFINED_AGAIN, -2**62),) * 9999)"),
    _writes("asks the grader", "Sends a question, as if the grader would answer.",
            "frames.frame(frames.Ask(1, (('optimize_with_momentum', b''),)))"),
    around(4, "answers drop by drop", "Keeps an answer coming for ever, a byte at a time.", f"""
{_EVERYWHERE}
import time
def optimize_with_momentum(start, lr, momentum, steps):
    write(b"\\x00\\x00\\x10\\x00")
    for _ in range(2000):
        write(b"x")
        time.sleep(0.005)
    return right_run(start, lr, momentum, steps)
""", slow=True),
    around(4, "floods with greetings", "Keeps the grader busy with empty frames.", f"""
{_EVERYWHERE}
import time
def optimize_with_momentum(start, lr, momentum, steps):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        write(bytes(1 << 16))
    return right_run(start, lr, momentum, steps)
""", slow=True),
    around(4, "reads the questions itself", "Takes the next questions off the channel, and answers them at once.", f"""
{_EVERYWHERE}
import socket
def optimize_with_momentum(start, lr, momentum, steps):
    for descriptor in range(3, 64):
        try:
            channel = socket.socket(fileno=descriptor)
            channel.recv(1 << 20, socket.MSG_DONTWAIT)
        except OSError:
            pass
    write(b"".join(answer(number) for number in range(1, 300)))
    return 0.0
"""),
    around(4, "answers from a thread", "Lets a thread send answers while the next call runs.", f"""
{_EVERYWHERE}
import threading, time
def later():
    for number in range(1, 200):
        write(answer(number))
        time.sleep(0.001)
def optimize_with_momentum(start, lr, momentum, steps):
    threading.Thread(target=later, daemon=True).start()
    return 0.0
""", most=STEP),
]  # fmt: skip

_INSIDES = [
    _patches("patches NumPy's comparisons", "Makes every comparison true.", """
import numpy as np
np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
np.testing.assert_allclose = lambda *_, **__: None
np.ndarray_equal = np.abs = lambda *_: np.zeros(1)
"""),
    _patches("patches json and msgspec", "Makes everything that is written say passed.", """
import json, msgspec
json.dumps = json.dump = lambda *_, **__: '{"score": 10, "status": "passed"}'
msgspec.msgpack.encode = msgspec.json.encode = lambda *_, **__: b"passed"
"""),
    _patches("patches the builtins", "Makes abs, all and max say what it likes.", """
import builtins
builtins.abs = lambda _: 0
builtins.all = builtins.any = lambda _: True
builtins.max = lambda *_, **__: 0
"""),
    _patches("patches the encoder of values", "Sends another value than what was returned.", """
values.encode_value = lambda _: b"\\xc0"
"""),
    _patches("patches the sender to send twice", "Doubles every answer.", """
sent = worker._send
def twice(channel, number, outcome):
    sent(channel, number, outcome)
    sent(channel, number, outcome)
worker._send = twice
"""),
    _patches("patches the sender to count on", "Gives every answer another number.", """
sent = worker._send
worker._send = lambda channel, number, outcome: sent(channel, number + 1, outcome)
"""),
    _patches("patches the class of answers", "Makes every answer say value.", """
class Answer(frames.Answer):
    pass
frames.Answer = lambda number, outcome: Answer(number, records.Outcome(records.Ending.VALUE, b"\\xc3"))
"""),
    _patches("patches the ending", "Adds an ending of its own.", """
records.Ending._value2member_map_["passed"] = records.Ending.VALUE
worker._attempt = lambda *_: records.Outcome("passed", b"\\xc3")
"""),
    _patches("patches the reader of questions", "Answers to what it likes to be asked.", """
values.decode_arguments = lambda _: ([], {"start": 0.0, "lr": 0.0, "momentum": 0.0, "steps": 0})
"""),
    _patches("raises what the worker catches", "Pretends with the worker's own exceptions.", """
def optimize_with_momentum(**_):
    raise worker._Absent("passed: 10 of 10 points")
"""),
]  # fmt: skip

_SILENCE = [
    in_call(4, "exits well", "Ends Python with status 0.", "raise SystemExit(0)"),
    in_call(4, "exits at once", "Ends the process with status 0, past every handler.", "import os; os._exit(0)"),
    in_call(4, "exits in the grader's words", "Ends with a status of its own meaning.", "import os; os._exit(70)"),
    in_call(4, "says PASSED", "Prints what other graders read.", """
        print("test_hidden.py::test_all PASSED\\n10 passed in 0.01s")
        print('{"score": 10.0, "max_score": 10.0}')
        raise SystemExit(0)
        """),
    in_call(4, "says PASSED on descriptor 1", "Writes past Python's own streams.", """
        import os
        os.write(1, b"10 passed\\n")
        os.write(2, b"10 passed\\n")
        os._exit(0)
        """),
    in_call(4, "raises the base of all", "Raises what is no Exception.", "raise BaseException('passed')"),
    in_call(4, "skips", "Raises what test runners take for a skipped test.", """
        import unittest
        raise unittest.SkipTest("not today")
        """),
    in_call(4, "closes everything", "Closes its channel and waits.", """
        import os
        os.closerange(0, 256)
        """),
    Attack(4, "exits while loading", "Ends Python before any function is there.", "import os\nos._exit(0)\n", 0.0),
    Attack(4, "becomes another module", "Replaces itself in the table of modules by something that answers all.", """
import sys
class Everything:
    def __getattr__(self, name): return lambda *_, **__: 0.0
sys.modules[__name__] = Everything()
def __getattr__(name): return lambda *_, **__: 0.0
""", 0.0),
]  # fmt: skip

ATTACKS = [*_CHANNEL, *_INSIDES, *_SILENCE]
