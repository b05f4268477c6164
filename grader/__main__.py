"""`python -m grader` is `grader`, also where no script of that name is on the path."""

import contextlib
import os
import sys

# Python looks for modules in the working folder first; there a student's `random.py` may lie, or somebody's `numpy.py`.
with contextlib.suppress(OSError):  # a working folder that is gone
    sys.path[:] = [path for path in sys.path if path not in {"", os.getcwd()}]  # noqa: PTH109 - as Python wrote it

from grader.cli import main

if __name__ == "__main__":
    main()
