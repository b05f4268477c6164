"""Classes 12 and 13: what students' text does to its readers, and hidden inputs that want to get out."""

from __future__ import annotations

from tests.attacks.attack import NOTHING, STEP, Attack, around, in_call

# --- hidden inputs, in every form that might be shown ------------------------------------------------------------


def _tells(name: str, tries: str, body: str, **more: object) -> Attack:
    return in_call(13, name, tries, body, **more)  # type: ignore[arg-type]


_CARRIERS = [
    _tells("in an exception", "Raises its inputs.", "raise ValueError(repr((start, lr, momentum, steps)))"),
    _tells("in a class name", "Raises an exception that is called like its inputs.", """
        name = "E" + repr((start, lr, momentum)).replace(".", "_").replace(", ", "x").strip("()").replace("-", "m")
        raise type(name + repr(lr), (ValueError,), {})
        """),
    _tells("in the name of a base", "Calls a class of its own like a built-in, with its inputs as text.", """
        class ValueError(Exception): pass
        ValueError.__name__ = ValueError.__qualname__ = repr((start, lr, momentum))
        raise ValueError
        """),
    _tells("in notes and causes", "Hangs its inputs on the exception.", """
        trouble = ValueError("x")
        trouble.add_note(repr((start, lr, momentum)))
        raise trouble from KeyError(repr((start, lr)))
        """),
    _tells("in a syntax error", "Lets compile quote its inputs, with a file name and a line of its own.", """
        raise SyntaxError("x", (repr((start, lr)), int(lr * 1000), 3, repr((start, lr, momentum))))
        """),
    _tells("in printed text", "Prints its inputs.", """
        import sys
        print(start, lr, momentum, steps)
        print(repr((start, lr, momentum)), file=sys.stderr)
        return [[0.0, 0.0]]
        """),
    _tells("past the streams", "Writes its inputs to descriptors 1 and 2.", """
        import os
        for descriptor in (1, 2):
            os.write(descriptor, repr((start, lr, momentum)).encode())
        return [[0.0, 0.0]]
        """),
    _tells("in the answer", "Answers with its inputs, so that the comparison shows them.", """
        return [[start, lr], [momentum, steps]]
        """),
    _tells("in the answer's type", "Answers with an object that is called like its inputs.", """
        return type(repr((start, lr, momentum)), (), {})()
        """),
    _tells("in a text", "Answers with text.", "return repr((start, lr, momentum))"),
    _tells("in the shape", "Answers with a shape that spells its inputs.", """
        import numpy as np
        return np.zeros((int(abs(start) * 1000), 0, int(lr * 1e5) + 1))
        """),
    _tells("in names of a dict", "Answers with names made of its inputs.", "return {repr((start, lr, momentum)): 1.0}"),
    _tells("in an exit status", "Ends with a status made of its inputs.", """
        import os
        os._exit(int(lr * 1e4) % 200 + 1)
        """),
    _tells("in an exit message", "Exits with its inputs.", "raise SystemExit(repr((start, lr, momentum)))"),
    _tells("in hexadecimal", "Raises its inputs in another notation.", "raise ValueError(lr.hex(), momentum.hex())"),
    _tells("in the time it takes", "Sleeps as long as an input is large.", "import time; time.sleep(lr); return 0.0",
           slow=True),
    _tells("in what is missing", "Says that it is not written, with its inputs.", """
        raise NotImplementedError(repr((start, lr, momentum)))
        """),
    around(13, "in the line", "Raises in a line that an input chooses.", """
        def optimize_with_momentum(start, lr, momentum, steps):
            exec("\\n" * int(lr * 1e5) + "raise ValueError", globals())
        """),
    around(13, "in the next answer", "Keeps inputs, and shows them with every other call.", """
        kept = []
        def sgd_step(**given):
            kept.append(given)
            raise ValueError(repr(kept))
        def optimize_with_momentum(**given):
            kept.append(given)
            raise ValueError(repr(kept))
        """, most=NOTHING),
    around(13, "in the message of loading", "Kills its worker, and hopes to be heard when it loads again.", """
        import os, sys
        def optimize_with_momentum(start, lr, momentum, steps):
            sys.stderr.write(repr((start, lr)))
            os._exit(1)
        """),
    around(13, "by the worker's own words", "Forges a missing function whose reason is its inputs.", """
        import sys
        worker, records = sys.modules["grader.sandbox.inside.worker"], sys.modules["grader.records"]
        def told(action, hand_in):
            try:
                action()
            except ZeroDivisionError as trouble:
                return records.Outcome(records.Ending.MISSING, detail=str(trouble), error=str(trouble), line=0)
        worker._attempt = told
        def optimize_with_momentum(**given): raise ZeroDivisionError(repr(given))
        """, most=NOTHING),
    around(13, "by an error that is called otherwise", "Forges an outcome whose kind of error is its inputs.", """
        import sys
        worker, records = sys.modules["grader.sandbox.inside.worker"], sys.modules["grader.records"]
        worker._ended_by = lambda trouble, *_: records.Outcome(
            records.Ending.RAISED, detail=str(trouble), error=str(trouble), line=10**6, printed=str(trouble))
        def optimize_with_momentum(**given): raise ZeroDivisionError(repr(given))
        """),
    around(13, "in arguments that come back", "Writes what it saw into an array that comes back.", """
        kept = []
        def sgd_step(weight, gradient, lr, velocity, momentum):
            kept.append(lr)
            if hasattr(weight, "fill"): weight.fill(kept[-1])
            raise ValueError(repr(kept[-1]))
        def optimize_with_momentum(**_): return 0.0
        """, most=NOTHING),
]  # fmt: skip

# --- text that does something where it is read --------------------------------------------------------------------

_TEXTS = {
    "a script": "<script>alert('@MARKER@')</script>",
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "a closing tag": "</td></table></body><h1>10 of 10</h1>",
    "an attribute": '" onmouseover="alert(1)" x=\'',
    "a template": "{{ config }}{% for x in y %}{{ 7*7 }}",
    "a link": "[click](javascript:alert(1)) <a href=javascript:alert(1)>x</a>",
    "terminal colours": "\x1b[2J\x1b[32mPASSED 10/10\x1b[0m\x1b]0;title\x07",
    "the other escape": "\x9b2J\x9b32mPASSED",
    "text from right to left": "\u202eDESSAP\u202c \u2066x\u2069 \u200f",
    "line ends": "x\r::error::forged\n::set-output name=score::10\n##[error]forged\r\n<|--x",
    "orders where a line may be broken": " ".join(
        "x" * k + " ::error::forged ##[error]forged <|-- Grade :=>> 10" for k in range(12)
    ),
    "line ends of Unicode": "x\u2028::error::forged\u2029::notice::forged\x85y\x0b\x0c",
    "zeros and deletes": "a\x00b\x08\x08\x08PASSED\x7f",
    "a tower of marks": "Z" + "\u0300\u0301\u0302" * 60,
    "a formula": '=HYPERLINK("http://x","y")\t+cmd|\' /C calc\'!A0',
    "format fields": "%s%n%x {0.__class__} {message!r:>99999}",
    "what closes data": "]]> --> '; drop table grades; -- \"}]}",
    "halves of characters": "\udcff\ud800 \udfff",
    "length": "A" * 100_000,
}
_FORBIDDEN = ("<script>alert", "<img src=x", "<h1>10 of 10", '" onmouseover="alert', "<a href=javascript", "A" * 5000)

_WRITERS = [
    Attack(
        12,
        f"raises and prints {name}",
        f"Has {name} in a message, in printed text and in the name of a class.",
        f"TEXT = {text!r}\n"
        "class E(Exception): pass\n"
        "E.__name__ = E.__qualname__ = TEXT.replace(chr(0), '').encode(errors='replace').decode()\n"
        "def sgd_step(**_):\n    print(TEXT)\n    raise ValueError(TEXT)\n"
        "def optimize_with_momentum(**_):\n    print(TEXT)\n    raise E(TEXT)\n",
        NOTHING,
        forbidden=_FORBIDDEN,
    )
    for name, text in _TEXTS.items()
]
_LOADERS = [
    Attack(12, f"loads with {name}", f"Has {name} in what stops it from loading.",
           f"raise ImportError({text!r})\n", NOTHING, forbidden=_FORBIDDEN)
    for name, text in _TEXTS.items()
    if name in {"a script", "terminal colours", "line ends", "halves of characters"}
]  # fmt: skip
_OTHERS = [
    around(12, "answers with a dict that is called like a tag", "Has tags in the names of an answer.", """
        def optimize_with_momentum(**_): return {"<script>alert(1)</script>": 1.0, "\\x1b[2J": 2.0}
        """, most=STEP, forbidden=_FORBIDDEN),
    around(12, "answers with an object that shows a tag", "Has tags in the text of an answer.", """
        class Tag:
            def __repr__(self): return "<script>alert(1)</script>\\x1b[2J"
        def optimize_with_momentum(**_): return Tag()
        """, most=STEP, forbidden=_FORBIDDEN),
]  # fmt: skip

ATTACKS = [*_CARRIERS, *_WRITERS, *_LOADERS, *_OTHERS]
