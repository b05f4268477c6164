"""How every kind of trouble ends, on real workers of each tier: the guilty call pays, and nobody else."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from grader.errors import IsolationError, SandboxError
from grader.isolation import Isolation
from grader.records import Call, Ending, Limits, Outcome, SourceKind, Submission, Transcript, Verdict, Why
from grader.sandbox import frames, values
from grader.sandbox.base import Backend, Conversation, Exit, Gone, Tier
from grader.sandbox.lockdown.namespaces import NAMESPACE_NAMES
from grader.sandbox.recording import Recording, record
from grader.sandbox.tiers import NONE, TIERS, open_backend, open_tier, why_not_here
from grader.sandbox.zygote_client import StartedZygote
from grader.words.answers import outcome_sentence, reason

LINUX = sys.platform.startswith("linux")
FORKED = [tier for tier in TIERS if tier.cpu_clock]  # what the others do alike, the contract suite says
LIMITS = Limits(call_cpu_seconds=0.2, cpu_seconds=3.0)
SLEEPY = Limits(call_wall_seconds=0.4)


@pytest.fixture(scope="session", params=FORKED, ids=str)
def workers(request: pytest.FixtureRequest) -> Iterator[Backend]:
    backend = opened(request.param)
    yield backend
    backend.close()


def opened(tier: Tier) -> Backend:
    """Workers of a tier; skips on other systems, and where the host refuses namespaces."""
    if why_not := why_not_here(tier):
        pytest.skip(why_not)
    try:
        return open_tier(tier)
    except IsolationError as refusal:
        if not tier.names_hidden or not any(name in refusal.problem for name in NAMESPACE_NAMES.values()):
            raise
        pytest.skip(refusal.problem)


def call(function: str, occurrence: int = 0, **keywords: object) -> Call:
    return Call(function, values.encode_arguments([], keywords), occurrence)


def hand_in(source: str) -> Submission:
    return Submission("ada", "twice", "twice.py", SourceKind.PYTHON, textwrap.dedent(source).encode())


def value(outcome: Outcome) -> Any:
    assert outcome.ending is Ending.VALUE, outcome
    return values.decode_value(outcome.value)


def recorded(workers: Backend, source: str, *calls: Call, limits: Limits = LIMITS) -> list[Outcome]:
    outcomes = record(hand_in(source), calls, backend=workers, limits=limits).outcomes
    return [outcomes[call] for call in calls]


# --- trouble in a call -----------------------------------------------------------------------------------------

# A function that counts the calls of its worker, around one that makes trouble.
FRAME = """
count = 0

def counted(**_):
    global count
    count += 1
    return count

def guilty(**given):
{body}
"""
ASKED = (call("counted"), call("guilty", start=[1.0]), call("counted", 1), call("counted", 2))

# Writes to every descriptor there may be; `data` is what.
EVERYWHERE = """
import os
from grader.records import Ending, Outcome
from grader.sandbox.frames import Answer, frame
from grader.sandbox.values import encode_value
def write(data):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, data)
        except OSError:
            pass
"""

# Name: body of the function, how its call ends, words of the detail (or the value), and whether its worker lives on.
TROUBLE: dict[str, tuple[str, Ending, object, bool]] = {
    "raises": ("raise ValueError('no')", Ending.RAISED, "ValueError: no", True),
    "exits": ("import sys; sys.exit(0)", Ending.RAISED, "SystemExit: 0", True),
    "exits as at a prompt": ("exit()", Ending.RAISED, "SystemExit", True),
    "interrupts": ("raise KeyboardInterrupt", Ending.RAISED, "KeyboardInterrupt", True),
    "raises the base": ("raise BaseException('x')", Ending.RAISED, "BaseException: x", True),
    "asks for input": ("return input()", Ending.RAISED, "EOFError", True),
    "recurses": ("return guilty()", Ending.RAISED, "RecursionError", True),
    "raises with half a character": (r"raise ValueError('\ud800')", Ending.RAISED, "ValueError: ?", True),
    "raises at length": ("raise ValueError('x' * 10**7)", Ending.RAISED, "ValueError: xxx", True),
    "raises what has no text": (
        "class E(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\nraise E",
        Ending.RAISED,
        "its text cannot be had",
        True,
    ),
    "raises what lies about its class": (
        "class E(ValueError):\n    @property\n    def __class__(self): raise SystemExit\nraise E('x')",
        Ending.RAISED,
        "E: x",
        True,
    ),
    "raises what has no name": (
        "class M(type):\n    __name__ = property(lambda _: 1 / 0)\nclass E(ValueError, metaclass=M): ...\nraise E",
        Ending.RAISED,
        "cannot be described",
        True,
    ),
    "raises a text that formats itself": (
        (
            "class T(str):\n    def refuse(*_): raise SystemExit\n    __format__ = __getitem__ = encode = refuse\n"
            "class E(Exception):\n    def __str__(self): return T('x')\nraise E"
        ),
        Ending.RAISED,
        "",
        True,
    ),
    "raises a syntax error of its own": (
        "raise SyntaxError('x', (3, 'y', 'z', None))",
        Ending.RAISED,
        "SyntaxError",
        True,
    ),
    "is not written": ("raise NotImplementedError", Ending.MISSING, "not written yet", True),
    "answers bytes": ("return b'text'", Ending.MALFORMED, "an object of type bytes", True),
    "answers itself": ("x = []; x.append(x); return x", Ending.MALFORMED, "nested", True),
    "answers too much": ("return [[0.0] * 1000] * 1000", Ending.MALFORMED, "more than", True),
    "answers what cannot be shown": (
        "class A:\n    def __repr__(self): raise SystemExit\nreturn A()",
        Ending.RAISED,
        "SystemExit",
        True,
    ),
    "wants 50 GB": ("import numpy; return numpy.ones(50 * 2**27)", Ending.OUT_OF_MEMORY, "", True),
    "ends Python": ("import os; os._exit(0)", Ending.CRASHED, "exit status 0", False),
    "ends as if never locked down": ("import os; os._exit(70)", Ending.CRASHED, "exit status 70", False),
    "ends as if memory were short": ("import os; os._exit(72)", Ending.OUT_OF_MEMORY, "", False),
    "reads at address zero": ("import ctypes; ctypes.string_at(0)", Ending.CRASHED, "signal SIGSEGV", False),
    "aborts": ("import os; os.abort()", Ending.CRASHED, "", False),
    "loops": ("while True: pass", Ending.TIMED_OUT, "time to compute", False),
    "loops in C": ("return sum(iter(int, 1))", Ending.TIMED_OUT, "time to compute", False),
    "sleeps": ("import time; time.sleep(99)", Ending.TIMED_OUT, "time to answer", False),
    "swallows everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        Ending.TIMED_OUT,
        "time to compute",
        False,
    ),
    "hears no signal": (
        (
            "import signal\nfor each in range(1, 65):\n    try: signal.signal(each, signal.SIG_IGN)\n"
            "    except (OSError, ValueError): pass\nwhile True: pass"
        ),
        Ending.TIMED_OUT,
        "time to compute",
        False,
    ),
    "closes every descriptor": ("import os; os.closerange(0, 64); return 1.0", Ending.CRASHED, "way to answer", False),
    "closes every descriptor and stays": (
        "import os, time; os.closerange(0, 64); time.sleep(99)",
        Ending.CRASHED,
        "way to answer",
        False,
    ),
    "takes the builtins away": (
        "import builtins\nfor name in dir(builtins):\n    if name[0] != '_': vars(builtins)[name] = None\nreturn 1.0",
        Ending.CRASHED,
        "what Python itself stands on",
        False,
    ),
    "prints 200 MB": ("for _ in range(200): print('x' * 10**6)\nreturn 1.0", Ending.VALUE, 1.0, True),
    "prints half a character": (r"print('\ud800'); return 1.0", Ending.VALUE, 1.0, True),
    "closes its output": (
        "import sys; sys.stdout.close(); sys.stderr.close(); print(1); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "has no output": ("import sys; sys.stdout = None; print(1); return 1.0", Ending.VALUE, 1.0, True),
    "turns its output": ("import sys; sys.stdout.reconfigure(encoding='latin-1'); return 1.0", Ending.VALUE, 1.0, True),
    "deletes its output": ("import sys; del sys.stdout; return 1.0", Ending.VALUE, 1.0, True),
    "flushes bytes": (
        "import sys; sys.stdout.buffer.write(b'x'); sys.stdout.buffer.flush(); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "looks for its crashes": ("import faulthandler; faulthandler.enable(); return 1.0", Ending.VALUE, 1.0, True),
    "writes past its output": (
        "import os, sys; os.write(sys.stdout.fileno(), b'x'); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "opens its output again": ("open(1, 'w', closefd=False).write('x'); return 1.0", Ending.VALUE, 1.0, True),
    "asks about its output": (
        (
            "import sys; s = sys.stdout; (s.name, s.mode, s.newlines, s.encoding, s.line_buffering, s.writable())\n"
            "return float(not s.isatty() and not s.readable() and not s.seekable())"
        ),
        Ending.VALUE,
        1.0,
        True,
    ),
    "warns": ("import warnings; warnings.warn('so'); return 1.0", Ending.VALUE, 1.0, True),
    "leaves a thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start(); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "exits in a thread": (
        "import sys, threading\nthread = threading.Thread(target=sys.exit); thread.start(); thread.join(); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "raises while it is deleted": (
        "class D:\n    def __del__(self): raise ValueError\nD(); return 1.0",
        Ending.VALUE,
        1.0,
        True,
    ),
    "patches what graders use": (
        (
            "import json, math, numpy, msgspec\njson.dumps = numpy.asarray = math.isclose = None\n"
            "numpy.allclose = lambda *_: True; msgspec.msgpack.encode = None; return 1.0"
        ),
        Ending.VALUE,
        1.0,
        True,
    ),
    "traces every line": (
        "import sys\ndef trace(*_): raise ValueError('traced')\nsys.settrace(trace)\nreturn min([1.0])",
        Ending.RAISED,
        "traced",
        True,
    ),
    "forges half a frame": (
        EVERYWHERE + "write(b'\\0\\0\\1\\0'); return 1.0",
        Ending.TIMED_OUT,
        "time to answer",
        False,
    ),
    "forges noise": (EVERYWHERE + "write(b'\\0\\0\\0\\4four'); return 1.0", Ending.MALFORMED, "no data", False),
    "announces too much": (EVERYWHERE + "write(b'\\xff' * 9); return 1.0", Ending.MALFORMED, "too long", False),
    "answers a later question": (
        EVERYWHERE + "write(frame(Answer(3, Outcome(Ending.VALUE, encode_value(1.0))))); return 1.0",
        Ending.MALFORMED,
        "out of order",
        False,
    ),
    "answers an earlier question": (
        EVERYWHERE + "write(frame(Answer(1, Outcome(Ending.VALUE, encode_value(1.0))))); return 1.0",
        Ending.MALFORMED,
        "out of order",
        False,
    ),
    "says itself that time was up": (
        EVERYWHERE + "write(frame(Answer(2, Outcome(Ending.TIMED_OUT, detail='not run: start was 1')))); return 1.0",
        Ending.MALFORMED,
        "not its to tell",
        False,
    ),
    "says that all is well for ever": (
        EVERYWHERE + "import time\nwhile True: write(bytes(4)); time.sleep(0.01)",
        Ending.TIMED_OUT,
        "time to answer",
        False,
    ),
    "answers drop by drop": (
        EVERYWHERE + "import time\nwrite(b'\\0\\0\\1\\0')\nwhile True: write(b'x'); time.sleep(0.01)",
        Ending.TIMED_OUT,
        "time to answer",
        False,
    ),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_ends_in_its_own_way_and_the_calls_around_it_are_answered(workers, name):
    body, ending, told, survives = TROUBLE[name]

    limits = SLEEPY if told == "time to answer" else LIMITS

    before, guilty, *after = recorded(workers, FRAME.format(body=textwrap.indent(body, "    ")), *ASKED, limits=limits)

    assert guilty.ending is ending, guilty
    assert told in reason(guilty) if isinstance(told, str) else value(guilty) == told
    assert [value(each) for each in (before, *after)] == ([1, 2, 3] if survives else [1, 1, 2])
    assert children(workers) == []


def children(workers: Backend) -> list[str]:
    """Process ids of what the zygote has started and not ended.

    In `strict`, the process that was started waits outside for the zygote, which is the first of its own world.
    """
    zygotes = [str(cast("StartedZygote", workers)._process.pid)]
    if workers.tier.names_hidden:
        zygotes = children_of(*zygotes)
        assert len(zygotes) == 1
    return children_of(*zygotes)


def children_of(process: str) -> list[str]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return listed.read_text().split() if listed.exists() else []


def test_a_worker_is_a_child_of_the_zygote_while_it_lives(workers):
    with Recording(hand_in("def f(): return 1.0"), LIMITS, workers) as recording:
        recording.ask(call("f"))

        assert len(children(workers)) == 1 or not LINUX


def test_memory_that_fills_up_bit_by_bit_is_told_apart_from_time(workers):
    limits = Limits(memory_mib=64, call_cpu_seconds=5.0)
    source = "def f():\n    kept = []\n    while True: kept.append(bytearray(2**20))"

    (outcome,) = recorded(workers, source, call("f"), limits=limits)

    assert (outcome.ending, outcome.line) == (Ending.OUT_OF_MEMORY, 3)


def test_a_function_that_fills_the_memory_takes_no_time_from_the_others(workers):
    source = """
    def greedy():
        kept = []
        while True: kept.append(bytearray(2**20))
    def modest():
        return 1.0
    """
    asked = [*(call("greedy", number) for number in range(5)), call("modest")]

    *greedy, modest = recorded(workers, source, *asked, limits=Limits(memory_mib=64, call_cpu_seconds=5.0))

    assert [each.counts_as for each in greedy] == [Ending.OUT_OF_MEMORY] * 5
    assert [each.why for each in greedy] == [Why.UNSAID] * 2 + [Why.OUT_OF_MEMORY_BEFORE] * 3
    assert value(modest) == 1.0


def test_nothing_of_the_grader_is_in_reach_of_the_garbage_collector(workers):
    source = """
    import gc
    def f():
        secrets = ("solution", "rubric", "AnswerKey", "casebook")
        names = [vars(each).get("__name__", "") for each in gc.get_objects() if type(each) is type(gc)]
        return float(sum(secret in name for name in names for secret in secrets))
    """

    (outcome,) = recorded(workers, source, call("f"))

    assert value(outcome) == 0


def test_what_a_hand_in_sees_of_its_process_names_no_folder_of_ours(workers):
    source = """
    import os, sys
    def f():
        seen = [os.getcwd(), *sys.argv, *os.environ.values(), *map(str, vars(sys.modules["__main__"]).values())]
        return float(sum(%r in each for each in seen))
    """

    (outcome,) = recorded(workers, source % str(Path.cwd()), call("f"))

    assert value(outcome) == 0


def test_sets_of_text_have_one_order_in_every_run():
    source = "def f():\n    return [float(ord(sign)) for sign in set('optimization')]"
    orders = []
    for _ in range(2):
        backend = open_backend(Isolation.NONE, hidden=False)
        orders += recorded(backend, source, call("f"))
        backend.close()

    assert orders[0] == orders[1]


@pytest.mark.skipif(not LINUX, reason="looks into /proc")
def test_what_a_hand_in_forks_ends_with_it():
    backend = open_backend(Isolation.NONE, hidden=False)
    source = """
    import os, time
    def f():
        child = os.fork()
        if child == 0:
            time.sleep(99)
        return child
    """

    (outcome,) = recorded(backend, source, call("f"))

    assert gone(value(outcome))
    backend.close()


def gone(process: int) -> bool:
    """Whether a process is dead within ten seconds of its end."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


# --- what an outcome says --------------------------------------------------------------------------------------


def test_an_exception_is_told_with_its_line_and_its_nearest_built_in_name(workers):
    source = """
    class Diverged(ArithmeticError): ...
    def helper():
        raise Diverged("at step 3")
    def f():
        helper()
    """

    (outcome,) = recorded(workers, source, call("f"))

    assert (outcome.ending, outcome.detail) == (Ending.RAISED, "Diverged: at step 3")
    assert (outcome.error, outcome.line) == ("ArithmeticError", 4)


def test_an_absent_function_and_a_name_that_is_none_are_missing(workers):
    absent, number = recorded(workers, "f = 3", call("g"), call("f"))

    assert (absent.ending, number.ending) == (Ending.MISSING, Ending.MISSING)


@pytest.mark.parametrize(
    ("body", "ending"),
    [("raise AttributeError", Ending.MISSING), ("raise KeyError", Ending.RAISED), ("return max", Ending.RAISED)],
)
def test_a_module_that_makes_up_its_names_is_asked_under_the_clock(workers, body, ending):
    (outcome,) = recorded(workers, f"def __getattr__(name): {body}", call("f", start=1.0))

    assert outcome.ending is ending


def test_printed_text_is_kept_up_to_the_limit_of_the_whole_hand_in(workers):
    source = "import os\ndef f(t):\n    print('x' * 700)\n    return t\ndef g(): os._exit(1)"
    calls = [call("f", t=0), call("g"), call("f", t=1), call("f", t=2)]

    outcomes = recorded(workers, source, *calls, limits=Limits(printed_kb=1))

    assert [len(outcome.printed) for outcome in outcomes] == [701, 0, 299, 0]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("pass", None),
        ("start = [0.0]", None),
        ("start[0] = 5.0", {"start": [5.0, 2.0], "other": 1}),
        ("start.append(3.0)", {"start": [1.0, 2.0, 3.0], "other": 1}),
        ("start[0] = b'text'", {"start": None, "other": 1}),
        ("start.append(start)", {"start": None, "other": 1}),
        ("start.extend([0.0] * 10**6)", {"start": None, "other": 1}),
    ],
)
@pytest.mark.parametrize("ending", ["return 1.0", "raise ValueError"])
def test_the_arguments_come_back_as_they_are_after_the_call(workers, body, after, ending):
    source = f"def f(start, other):\n    {body}\n    {ending}"

    (outcome,) = recorded(workers, source, call("f", start=[1.0, 2.0], other=1))

    assert (values.decode_value(outcome.arguments_after) if outcome.arguments_after else None) == after


def test_an_array_that_was_changed_in_place_is_seen(workers):
    sent = call("f", start=np.zeros(2))

    (outcome,) = recorded(workers, "def f(start):\n    start += 1\n    return start", sent)

    assert values.decode_value(outcome.arguments_after)["start"].tolist() == [1, 1]
    assert values.decode_arguments(sent.arguments)[1]["start"].tolist() == [0, 0]


def test_a_changed_argument_does_not_reach_the_next_call(workers):
    source = "def f(start):\n    start.append(0.0)\n    return len(start)"

    outcomes = recorded(workers, source, call("f", start=[]), call("f", 1, start=[]))

    assert [value(outcome) for outcome in outcomes] == [1, 1]


# --- clocks and budgets ----------------------------------------------------------------------------------------

LOOPS = "\n".join(f"def f{number}(t=0):\n    while True: pass" for number in range(12)) + "\ndef quick(): return 1.0"


def test_after_eight_timeouts_a_function_is_not_run_again_and_the_others_are(workers):
    calls = [*(call("f0", t=number) for number in range(10)), call("quick")]

    *slow, quick = recorded(workers, LOOPS, *calls)

    assert [outcome.ending for outcome in slow] == [Ending.TIMED_OUT] * 8 + [Ending.NOT_RUN] * 2
    assert {outcome.verdict for outcome in slow} == {Verdict.TIMED_OUT}
    assert value(quick) == 1.0


def test_a_function_that_does_not_end_for_some_inputs_is_asked_for_the_others(workers):
    source = "def f(t):\n    while t == 0: pass\n    return t"
    started = [call("f", occurrence, t=0.0) for occurrence in range(4)]
    others = [call("f", t=float(number)) for number in range(1, 5)]

    outcomes = recorded(workers, source, *started, *others)

    assert [each.ending for each in outcomes[:4]] == [Ending.TIMED_OUT] * 4
    assert [value(each) for each in outcomes[4:]] == [1.0, 2.0, 3.0, 4.0]


def test_what_does_not_end_comes_last_once_it_let_its_time_run_out_twice(workers):
    calls = [*(call("f0", t=number) for number in range(8)), call("quick")]
    limits = Limits(call_cpu_seconds=0.4, cpu_seconds=0.9)

    *slow, quick = recorded(workers, LOOPS, *calls, limits=limits)

    assert slow[-1].why is Why.NO_TIME_LEFT
    assert value(quick) == 1.0


def test_a_function_that_ends_its_worker_each_time_is_not_asked_for_ever(workers):
    source = "import os\ndef ends(t): os._exit(3)\ndef quick(t): return float(t)"
    calls = [call(name, t=number) for number in range(12) for name in ("ends", "quick")]
    with Recording(hand_in(source), LIMITS, workers) as recording:
        recording.run(calls)
        outcomes, started = recording.outcomes, recording.workers

    ends = [outcomes[call] for call in calls if call.function == "ends"]
    assert [outcome.ending for outcome in ends] == [Ending.CRASHED] * 5 + [Ending.NOT_RUN] * 7
    assert {outcome.verdict for outcome in ends} == {Verdict.CRASHED}
    assert [value(outcomes[call]) for call in calls if call.function == "quick"] == list(map(float, range(12)))
    assert started == 6


def test_answers_of_many_parts_are_read_until_they_are_too_many(workers):
    source = "def parts(t): return ([[[[()]]]],) * 1_500\ndef quick(t): return float(t)"
    calls = [call(name, t=number) for number in range(30) for name in ("parts", "quick")]

    outcomes = recorded(workers, source, *calls)

    assert [outcome.ending for outcome in outcomes[0:6:2]] == [Ending.VALUE] * 3
    assert outcomes[-2].ending is Ending.MALFORMED
    assert outcomes[-2].why is Why.TOO_MUCH_IN_ALL
    assert value(outcomes[-1]) == 29.0


def test_words_that_a_worker_makes_up_weigh_as_well():
    raised = frames.frame(frames.Answer(1, Outcome(Ending.RAISED, detail="x" * (3 << 20))))[4:]

    assert frames.read_answer(raised).weight == 3 << 20


def test_timeouts_use_up_the_computing_time_of_the_whole_hand_in(workers):
    calls = [call(f"f{number}") for number in range(12)]
    limits = Limits(call_cpu_seconds=0.1, cpu_seconds=0.5)

    first, *_, last = recorded(workers, LOOPS, *calls, limits=limits)

    assert (first.ending, first.why) == (Ending.TIMED_OUT, Why.COMPUTING)
    assert (last.ending, last.why) == (Ending.NOT_RUN, Why.NO_TIME_LEFT)


@pytest.mark.parametrize("ending", ["os._exit(1)", "os.closerange(3, 64)", "return 'text'", "return 1.0"])
def test_calls_that_sleep_use_up_the_time_of_the_whole_hand_in_however_they_end(workers, ending):
    source = f"import os, time\ndef f(t):\n    time.sleep(0.2)\n    {ending}"
    limits = Limits(wall_seconds=0.5)

    outcomes = recorded(workers, source, *(call("f", t=number) for number in range(20)), limits=limits)

    assert outcomes[0].ending is not Ending.TIMED_OUT
    assert (outcomes[-1].ending, outcomes[-1].why) == (Ending.NOT_RUN, Why.NO_TIME_LEFT)


def test_a_timeout_is_taken_off_the_time_of_the_hand_in_once(workers):
    source = "import time\ndef f(): time.sleep(99)\ndef g(): time.sleep(99)\ndef h(): return 1.0"
    limits = Limits(call_wall_seconds=0.5, wall_seconds=1.9)

    first, second, last = recorded(workers, source, call("f"), call("g"), call("h"), limits=limits)

    assert [first.why, second.why] == [Why.WAITING] * 2
    assert value(last) == 1.0


def test_a_file_that_has_no_time_to_load_again_counts_as_loaded(workers):
    source = "import time\nwhile time.process_time() < 0.2: pass\n" + LOOPS
    calls = [call(f"f{number}") for number in range(12)]
    limits = Limits(call_cpu_seconds=0.1, cpu_seconds=0.7)

    transcript = record(hand_in(source), calls, backend=workers, limits=limits)

    assert transcript.loaded
    assert transcript.outcomes[calls[-1]].why is Why.NO_TIME_LEFT


# --- loading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "ending", "told", "line"),
    [
        ("def f(:\n", Ending.RAISED, "SyntaxError: ", 1),
        ("x = 1\n  y = 2", Ending.RAISED, "IndentationError: ", 2),
        ("x = 1\nx / 0", Ending.RAISED, "ZeroDivisionError: ", 2),
        ("x = 1\nexit()", Ending.RAISED, "SystemExit", 2),
        ("x = input('n = ')", Ending.RAISED, "EOFError: ", 1),
        ("raise NotImplementedError", Ending.MISSING, "not written yet", 1),
        ("(" * 10_000, Ending.RAISED, "SyntaxError: ", 1),
        ("import os\nos._exit(70)", Ending.CRASHED, "exit status 70", 0),
        ("while True: pass", Ending.TIMED_OUT, "time to compute", 1),
        ("x = ' ' * 10**11", Ending.OUT_OF_MEMORY, "", 1),
    ],
)
def test_a_file_that_does_not_load_says_why_and_answers_every_call_with_it(workers, source, ending, told, line):
    limits = Limits(cpu_seconds=1.2)
    with Recording(hand_in(source), limits, workers) as recording:
        recording.run([call("f"), call("g")])
        transcript = recording.transcript()

    assert (transcript.load.ending, transcript.load.line) == (ending, line)
    assert told in reason(transcript.load)
    assert {outcome.ending for outcome in transcript.outcomes.values()} == {ending}
    assert recording.workers == 1


def test_a_file_that_exits_after_its_functions_has_them_and_says_what_was_not_run(workers):
    source = "import sys\ndef f(): return 1.0\nif True:\n    sys.exit(f())\ndef g(): return 2.0"

    above, below = recorded(workers, source, call("f"), call("g"))

    assert value(above) == 1.0
    assert below.ending is Ending.MISSING
    assert (below.why, below.line) == (Why.FILE_EXITED, 4)


RUNS_ON = "def f(): return 1.0\nx = 1\nwhile x:\n    x += 1\ndef g(): return 2.0"


def test_a_file_that_runs_on_below_its_functions_has_them_and_says_where(workers):
    limits = Limits(cpu_seconds=3.0)

    with Recording(hand_in(RUNS_ON), limits, workers) as recording:
        recording.run([call("f"), call("g")])
        transcript = recording.transcript()

    assert [(stop.why, stop.line, stop.text) for stop in transcript.load.stops] == [(Why.FILE_RUNS_ON, 3, "while x:")]
    assert value(transcript.outcomes[call("f")]) == 1.0
    below = transcript.outcomes[call("g")]
    assert (below.ending, below.why, below.line) == (Ending.MISSING, Why.FILE_RUNS_ON, 3)
    assert recording.workers == 2


def test_a_file_that_runs_on_is_loaded_without_that_by_each_worker_that_follows(workers):
    source = RUNS_ON.replace("def g(): return 2.0", "").replace("return 1.0", "import os; os._exit(3)", 1)
    source = "def h(): return 3.0\n" + source

    with Recording(hand_in(source), Limits(cpu_seconds=3.0), workers) as recording:
        recording.run([call("f"), call("h")])

    assert [outcome.ending for outcome in recording.outcomes.values()] == [Ending.CRASHED, Ending.VALUE]
    assert recording.workers == 3


@pytest.mark.parametrize("line", [-1, 0, 1, 99, 10**9, 10**18])
def test_what_a_file_says_of_where_it_runs_on_buys_it_no_time(workers, line):
    source = textwrap.dedent(f"""
        def f(): return 1.0
        import gc
        frames = next(each for each in gc.get_objects() if getattr(each, "__name__", "") == "grader.sandbox.frames")
        watch = next(each for each in gc.get_objects() if type(each).__name__ == "Watch")
        watch._send(frames.frame(frames.Where(0, line=3, until=(0, {line}))))
        while True: pass
    """)
    began = time.monotonic()

    with Recording(hand_in(source), Limits(cpu_seconds=2.0, wall_seconds=8.0), workers) as recording:
        recording.run([call("f")])

    assert time.monotonic() - began < 8.0
    assert recording.workers <= 3
    assert recording.load is not None
    assert recording.load.ending is not Ending.VALUE or recording.load.stops


def test_a_file_that_exits_before_its_functions_says_so(workers):
    source = "import sys\nfrom math import sqrt\nsys.exit('an old Python')\ndef f(): return sqrt(4)"

    with Recording(hand_in(source), LIMITS, workers) as recording:
        recording.run([call("f")])
        load = recording.transcript().load

    assert (load.ending, load.line) == (Ending.RAISED, 3)
    assert "an old Python" in load.detail


def test_a_file_is_loaded_for_its_transcript_even_when_nothing_is_asked(workers):
    assert record(hand_in("x = 1"), [], backend=workers, limits=LIMITS).loaded


# --- order and repetition --------------------------------------------------------------------------------------


def test_outcomes_stand_in_the_order_of_the_calls(workers):
    calls = [call("counted", number) for number in (5, 3, 4, 0)]

    transcript = record(hand_in(FRAME.format(body="    pass")), calls, backend=workers, limits=LIMITS)

    assert [(asked, value(outcome)) for asked, outcome in transcript.outcomes.items()] == list(
        zip(calls, [1, 2, 3, 4], strict=True)
    )


def test_a_call_is_made_once_however_often_it_is_asked(workers):
    once, again = call("counted"), call("counted", 1)
    with Recording(hand_in(FRAME.format(body="    pass")), LIMITS, workers) as recording:
        recording.run([once, once])
        recording.run([once])

        assert [value(recording.ask(each)) for each in (once, again, once)] == [1, 2, 1]


def test_what_an_earlier_recording_holds_is_not_run_again(workers):
    known = Transcript(Outcome(Ending.VALUE, values.encode_value(None)), {call("f"): Outcome(Ending.MISSING)})
    with Recording(hand_in("def f(): return 1.0"), LIMITS, workers) as recording:
        recording.load, recording.outcomes = known.load, dict(known.outcomes)
        recording.run([call("f")])

        assert recording.transcript() == known
        assert recording.workers == 0


def test_state_of_one_hand_in_never_reaches_another(workers):
    source = (
        "import builtins, json\ndef f():\n    seen = hasattr(json, 'left')\n    json.left = 1\n    return int(seen)"
    )

    outcomes = [recorded(workers, source, call("f"), call("f", 1)) for _ in range(2)]

    assert [[value(outcome) for outcome in each] for each in outcomes] == [[0, 1], [0, 1]]


# --- trouble of our own ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", FORKED, ids=str)
def test_a_zygote_that_is_gone_is_no_fault_of_a_student(tier):
    backend = cast("StartedZygote", opened(tier))
    os.kill(backend._process.pid, signal.SIGKILL)
    backend._process.wait()

    with pytest.raises(SandboxError, match="is gone"):
        record(hand_in("x = 1"), [], backend=backend, limits=LIMITS)
    backend.close()


@pytest.mark.parametrize("tier", FORKED, ids=str)
def test_a_zygote_that_goes_in_the_middle_is_no_fault_of_a_student(tier):
    backend = cast("StartedZygote", opened(tier))
    recording = Recording(hand_in("def f(): return 1.0"), LIMITS, backend)
    recording.ask(call("f"))
    os.kill(backend._process.pid, signal.SIGKILL)
    backend._process.wait()

    with pytest.raises(SandboxError, match="is gone"), recording:
        recording.ask(call("f", 1))
    backend.close()


def test_workers_end_with_their_backend():
    backend = cast("StartedZygote", open_backend(Isolation.NONE, hidden=False))
    worker = backend.conversation(LIMITS)
    clock = worker._clock
    backend.close()

    with pytest.raises(OSError, match="Invalid argument"):
        time.clock_gettime(clock)
    worker.channel.close()


def test_a_worker_that_was_left_is_ended_before_the_next_begins(workers):
    left = cast("StartedZygote", workers).conversation(LIMITS)

    assert value(recorded(workers, "def f(): return 1.0", call("f"))[0]) == 1.0
    assert children(workers) == []
    left.channel.close()


class Script(Backend, Conversation):
    """A backend whose one worker says its words beforehand, and those after `LOADED` when it is asked something."""

    tier = NONE
    layers = ()

    def __init__(self, *words: bytes, exit: Exit, lives: bool = False) -> None:  # noqa: A002 - as it is called
        loaded = words.index(LOADED) + 1 if LOADED in words else len(words)
        self._words, self._later = b"".join(words[:loaded]), [b"", b"".join(words[loaded:])]
        self._exit = exit
        self._lives = lives

    def conversation(self, limits: Limits) -> Script:  # noqa: ARG002 - the protocol
        return self

    def send(self, data: bytes, seconds: float) -> None:  # noqa: ARG002 - the protocol
        if self._later:
            self._words += self._later.pop(0)

    def receive(self, seconds: float, awaited: int = 1) -> bytes:  # noqa: ARG002 - the protocol
        words, self._words = self._words, b""
        if not words and self._later and seconds == 0:
            return b""
        if not words and not self._lives:
            raise Gone
        if not words:
            time.sleep(seconds)
        return words

    def cpu_seconds(self) -> float | None:
        return None

    def end(self) -> Exit:
        return self._exit

    def close(self) -> None: ...


LOADED = frames.frame(frames.Answer(0, Outcome(Ending.VALUE, values.encode_value(None))))


@pytest.mark.parametrize("exit", [Exit(None, 70), Exit(None, 0), Exit(signal.SIGSYS, None), Exit(signal.SIGKILL, None)])
def test_a_worker_that_ends_before_it_was_ready_is_trouble_of_our_own(exit):  # noqa: A002 - as it is called
    script = Script(exit=exit)

    with pytest.raises(SandboxError, match="before it was locked down"):
        record(hand_in("x = 1"), [], backend=script, limits=LIMITS)


@pytest.mark.parametrize(
    ("exit", "ending", "told"),
    [
        (Exit(None, 70), Ending.CRASHED, "exit status 70"),
        (Exit(signal.SIGBUS, None), Ending.CRASHED, "signal SIGBUS"),
        (Exit(signal.SIGRTMIN + 3, None), Ending.CRASHED, "signal "),
        (Exit(signal.SIGXCPU, None), Ending.TIMED_OUT, "time to compute"),
        (Exit(signal.SIGKILL, None, 20 << 10), Ending.CRASHED, "or was killed"),
        (Exit(signal.SIGKILL, None, 400 << 10), Ending.OUT_OF_MEMORY, ""),
    ],
)
def test_the_end_of_a_process_is_told_by_what_its_parent_saw(exit, ending, told):  # noqa: A002 - as it is called
    script = Script(frames.READY, LOADED, exit=exit)

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    outcome = transcript.outcomes[call("f")]
    assert (outcome.ending, told in reason(outcome)) == (ending, True)


def test_where_no_clock_of_other_processes_can_be_had_the_wall_clock_counts():
    script = Script(frames.READY, LOADED, exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    assert transcript.outcomes[call("f")].why is Why.COMPUTING


def test_text_that_a_worker_makes_up_is_cut_and_names_that_do_not_exist_are_not_believed():
    words = Outcome(Ending.RAISED, detail="x" * 5000, error="start was 1", line=10**9, printed="y" * 70_000)
    script = Script(frames.READY, LOADED, frames.frame(frames.Answer(1, words)), exit=Exit(None, 0))

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    outcome = transcript.outcomes[call("f")]
    assert (len(outcome.detail), outcome.error, outcome.line, len(outcome.printed)) == (1000, "", 0, 64_000)


def test_chance_is_the_same_for_every_hand_in(workers: Backend) -> None:
    source = b"import random\nimport numpy as np\ndef f(): return random.random(), np.random.rand()\n"
    submission = Submission("ada", "chance", "chance.py", SourceKind.PYTHON, source)

    first, second = (record(submission, [call("f")], backend=workers, limits=LIMITS).outcomes for _ in range(2))

    assert first[call("f")].ending is Ending.VALUE
    assert first == second


@pytest.mark.skipif(not LINUX, reason="the channel is a socket of Linux")
def test_an_answer_that_comes_before_its_call_is_none(workers):
    source = """
    import gc, socket, sys, time
    frames, values = sys.modules["grader.sandbox.frames"], sys.modules["grader.sandbox.values"]
    records = sys.modules["grader.records"]
    def f():
        channel = next(each for each in gc.get_objects() if type(each) is socket.socket and each.fileno() >= 0)
        early = records.Outcome(records.Ending.VALUE, values.encode_value(7.0))
        channel.sendall(frames.frame(frames.Answer(1, records.Outcome(records.Ending.VALUE, values.encode_value(1.0)))))
        channel.sendall(frames.frame(frames.Answer(2, early)))
        time.sleep(10)
    def g(): return 1.0
    """
    with Recording(hand_in(source), LIMITS, workers) as recording:
        first = recording.ask(call("f"))
        time.sleep(0.05)
        second = recording.ask(call("g"))

    assert value(first) == 1.0
    assert (second.ending, second.why) == (Ending.MALFORMED, Why.OUT_OF_ORDER)


SOMEWHERE = frames.Where(1, line=3, cell=2, text="x" * 5000, names=("f",))


def test_where_a_call_was_is_kept_when_its_time_is_up():
    script = Script(frames.READY, LOADED, frames.frame(SOMEWHERE), exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    outcome = transcript.outcomes[call("f")]
    assert (outcome.ending, outcome.line, outcome.cell, len(outcome.text)) == (Ending.TIMED_OUT, 3, 2, 1000)


def test_where_a_call_was_is_forgotten_when_it_answers_after_all():
    answered = frames.frame(frames.Answer(1, Outcome(Ending.VALUE, values.encode_value(2.0))))
    told = frames.frame(SOMEWHERE)
    script = Script(frames.READY, LOADED, told, answered, exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), [call("f"), call("g")], backend=script, limits=LIMITS)

    assert value(transcript.outcomes[call("f")]) == 2.0
    assert (transcript.outcomes[call("g")].ending, transcript.outcomes[call("g")].line) == (Ending.TIMED_OUT, 0)


@pytest.mark.parametrize("told", [[SOMEWHERE, SOMEWHERE], [frames.Where(2, line=3)], [frames.Where(0, line=3)]])
def test_where_another_call_is_or_where_it_is_a_second_time_is_out_of_order(told):
    script = Script(frames.READY, LOADED, *map(frames.frame, told), exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    assert transcript.outcomes[call("f")].why is Why.OUT_OF_ORDER


def test_the_place_of_a_call_that_does_not_end_is_not_told_of_a_hidden_one():
    outcome = Outcome(Ending.TIMED_OUT, line=3, text="while start > 0.7:", names=("f", "inner"))

    assert "in line 3: `while start > 0.7:`" in outcome_sentence(outcome, "f", numbers=True)
    assert outcome_sentence(outcome, "f", numbers=False) == (
        "`f` gave no answer within its time. Look for a loop that does not end, or a sleep."
    )


TIMED = """
import signal
def late(*_): raise TimeoutError
def f():
    signal.signal(signal.SIGALRM, @HANDLER@)
    total = 0
    for number in range(4_000_000):
        total += number
    return 1.0
"""


@pytest.mark.skipif(not LINUX, reason="signals of Unix")
@pytest.mark.parametrize("handler", ["late", "signal.SIG_DFL", "signal.SIG_IGN"])
def test_no_clock_of_ours_rings_the_alarm_that_student_code_hangs_up(workers, handler):
    outcomes = recorded(workers, TIMED.replace("@HANDLER@", handler), call("f"), limits=Limits(call_cpu_seconds=8.0))

    assert value(outcomes[0]) == 1.0


@pytest.mark.parametrize(
    "told",
    [
        frames.Where(1, line=3, names=("",) * 9000),
        frames.Where(1, line=3, text="x" * 9000),
    ],
)
def test_where_a_call_is_takes_little_to_read(told):
    script = Script(frames.READY, LOADED, frames.frame(told), exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), [call("f")], backend=script, limits=LIMITS)

    assert transcript.outcomes[call("f")].why is Why.FRAME_TOO_LONG


def test_a_worker_tells_a_few_times_where_it_is_and_no_more():
    words = [
        frames.frame(each)
        for number in range(1, 40)
        for each in (frames.Where(number, line=3), frames.Answer(number, Outcome(Ending.VALUE, b"\xc0")))
    ]
    asked = [call("f", x=float(number)) for number in range(1, 40)]
    script = Script(frames.READY, LOADED, *words, exit=Exit(signal.SIGKILL, None), lives=True)

    transcript = record(hand_in("x = 1"), asked, backend=script, limits=LIMITS)

    whys = [transcript.outcomes[each].why for each in asked]
    assert whys[:20] == [Why.UNSAID] * 20
    assert whys[20] is Why.OUT_OF_ORDER


def test_a_call_that_is_asked_aside_costs_the_others_nothing(workers):
    source = """
    asked = []
    def f(x):
        asked.append(x)
        while len(asked) > 1: pass
        return x
    """
    with Recording(hand_in(source), Limits(call_cpu_seconds=0.3, cpu_seconds=0.9), workers) as recording:
        recording.ask(call("f", x=1.0))
        for occurrence in range(2, 6):
            recording.ask_aside(call("f", occurrence, x=1.0))
        last = recording.ask(call("f", x=3.0))

    assert last.why is not Why.TIMED_OUT_BEFORE
    assert last.why is not Why.NO_TIME_LEFT
