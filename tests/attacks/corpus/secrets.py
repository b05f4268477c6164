"""Classes 1, 6 and 8: reading what the grader knows, taking rights, and what the host leaves lying about."""

from __future__ import annotations

from tests.attacks.attack import NOTHING, Attack, at_load, in_call


def _opens(name: str, path: str) -> Attack:
    return in_call(1, f"opens {name}", f"Reads {name} by its path.", f"open({path!r}, 'rb').read()")


_FILES = {
    "the solution": "@COURSE@/reference/momentum_step/solution.py",
    "the hidden rubric": "@COURSE@/assignments/momentum_step/test_hidden.py",
    "the seed": "@COURSE@/reference/seed",
    "the case book": "@COURSE@/reference/momentum_step/casebook.json",
    "the gradebook": "@OUT@/gradebook.sqlite3",
    "its own memory map": "/proc/self/maps",
    "its own environment": "/proc/self/environ",
}

_SECRETS = [
    *(_opens(name, path) for name, path in _FILES.items()),
    at_load(1, "opens the solution while loading", "Reads the solution before any clock of a call runs.",
            "exec(open('@COURSE@/reference/momentum_step/solution.py').read())"),
    in_call(1, "imports the solution", "Puts the reference's folder on the path and imports it.", """
        import sys
        sys.path.insert(0, "@COURSE@/reference/momentum_step")
        import solution
        return solution.optimize_with_momentum(start, lr, momentum, steps)
        """),
    in_call(1, "loads the solution by its place", "Builds an import of its own around the guard.", """
        import importlib.util
        spec = importlib.util.spec_from_file_location("s", "@COURSE@/reference/momentum_step/solution.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        """),
    in_call(1, "imports the judge", "Takes the import guard away and imports the grader.", """
        import sys
        sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != "ImportGuard"]
        import grader.rubric.judge
        """),
    in_call(1, "lists the course", "Looks for files whose names it does not know.", """
        import os
        os.listdir("@COURSE@")
        """),
    in_call(1, "searches the disk", "Looks for pages of other students.", """
        import glob
        glob.glob("@OUT@/**/*.html", recursive=True)[0]
        """),
    in_call(1, "maps the seed", "Reads by way of NumPy instead of open.", """
        import numpy
        numpy.fromfile("@COURSE@/reference/seed", dtype="u1")
        """),
    in_call(1, "opens the gradebook as a database", "Reads by way of SQLite, which opens files by itself.", """
        import sqlite3
        opened = sqlite3.connect("file:@OUT@/gradebook.sqlite3?mode=ro", uri=True)
        opened.execute("select 1 from sqlite_master").fetchall()
        """),
    in_call(1, "walks the garbage collector", "Looks for expected values among all objects.", """
        import gc
        wanted = {"AnswerKey", "Criterion", "CaseBook", "Transcript", "Prepared", "Rubric"}
        [each for each in gc.get_objects() if type(each).__name__ in wanted][0]
        """),
    in_call(1, "walks the frames", "Looks for the caller's variables, up to the grader.", """
        import sys
        frame, found = sys._getframe(), []
        while frame is not None:
            found += [name for name in (*frame.f_locals, *frame.f_globals) if name in ("reference", "want", "rubric")]
            frame = frame.f_back
        found[0]
        """),
    in_call(1, "searches the loaded modules", "Looks for grader modules that know answers.", """
        import sys
        secret = ("rubric", "diagnosis", "grading", "gradebook", "course", "reports", "batch")
        [name for name in sys.modules if name.startswith("grader.") and name.split(".")[1] in secret][0]
        """),
    in_call(1, "reads its memory for secrets", "Looks at raw memory around the heap.", """
        import ctypes
        base = id(object()) & ~0xFFFFF
        block = ctypes.string_at(base, 1 << 20)
        if b"@DEEDEES@" not in block[::-1]:  # backwards, so as not to find itself
            raise LookupError
        """),
    in_call(1, "uses inherited files", "Reads whatever file the grader left open.", """
        import os, stat
        def regular(descriptor):
            try:
                return stat.S_ISREG(os.fstat(descriptor).st_mode)
            except OSError:
                return False
        os.pread([each for each in range(3, 256) if regular(each)][0], 100, 0)
        """),
    in_call(1, "receives descriptors", "Takes files that are passed over its channel.", """
        import socket
        for number in range(3, 64):
            try:
                channel = socket.socket(fileno=number)
            except OSError:
                continue
            socket.recv_fds(channel, 1, 1, socket.MSG_DONTWAIT)
            break
        else:
            raise LookupError
        """),
    in_call(1, "reads the parent's memory by file", "Opens the zygote's memory.", """
        import os
        open(f"/proc/{os.getppid()}/mem", "rb").read(1)
        """),
    in_call(1, "reads the parent's memory by call", "Copies the zygote's memory with process_vm_readv.", """
        import ctypes, os
        class Part(ctypes.Structure):
            _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
        kept = ctypes.create_string_buffer(8)
        here, there = Part(ctypes.addressof(kept), 8), Part(id(object()), 8)
        if ctypes.CDLL(None).process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0) < 0:
            raise PermissionError
        """),
    in_call(1, "follows the parent's folder", "Asks where the zygote works.", """
        import os
        os.readlink(f"/proc/{os.getppid()}/cwd")
        """),
    in_call(1, "reads sources of the grader", "Looks for answers in the grader's own files.", """
        import sys
        open(sys.modules["grader.records"].__file__).read()
        """),
]  # fmt: skip

_RIGHTS = [
    in_call(6, "becomes root", "Asks for uid 0.", """
        import os
        os.setresuid(0, 0, 0)
        """),
    in_call(6, "takes capabilities", "Asks for every capability.", """
        import ctypes
        header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
        if ctypes.CDLL(None).capset(header, sets) < 0:
            raise PermissionError
        """),
    in_call(6, "opens a switch of the kernel", "Opens core_pattern for writing, and writes nothing.", """
        import os
        os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
        """),
    in_call(6, "reads passwords", "Opens what root alone may read.", "open('/etc/shadow').read()"),
    in_call(6, "raises its limits", "Gives itself more processor time.", """
        import resource
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        """),
    in_call(6, "makes namespaces", "Becomes root of a user namespace of its own.", """
        import ctypes
        if ctypes.CDLL(None).unshare(0x10000000) < 0:
            raise PermissionError
        """),
    in_call(6, "survives its parent", "Takes back the wish to die with the zygote.", """
        import ctypes
        if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) < 0:
            raise PermissionError
        """),
    in_call(6, "lets others look in", "Makes itself dumpable.", """
        import ctypes
        if ctypes.CDLL(None).prctl(4, 1, 0, 0, 0) < 0:
            raise PermissionError
        """),
]  # fmt: skip

_HOST = [
    in_call(8, "finds secrets in the environment", "Looks through the environment of the grader.", """
        import os
        sought = "@SEEDED@"  # not in the line that fails, which is quoted
        [value for value in os.environ.values() if sought in value][0]
        """),
    in_call(8, "reads the first process' environment", "Finds what the container was started with.",
            "open('/proc/1/environ', 'rb').read()"),
    in_call(8, "reads the parent's environment", "Finds what the grader was started with.", """
        import os
        open(f"/proc/{os.getppid()}/environ", "rb").read()
        """),
    in_call(8, "asks the C library for the environment", "Reads the block that the kernel made at the start.", """
        import ctypes
        block = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
        found, position, sought = [], 0, b"@SEEDED@"
        while block[position]:
            found.append(block[position])
            position += 1
        [each for each in found if sought in each or b"PATH=" in each][0]
        """),
    in_call(8, "reads the shell's history", "Opens files in the home folder.", """
        import os
        open(os.path.expanduser("~root/.bash_history")).read()
        """),
    at_load(8, "opens the terminal", "Asks the instructor for a password.",
            "open('/dev/tty').readline()", most=NOTHING),
]  # fmt: skip

ATTACKS = [*_SECRETS, *_RIGHTS, *_HOST]
