"""Classes 5, 7 and 9: processes, signals and sockets, doors past the file rules, and traces for the next hand-in."""

from __future__ import annotations

from tests.attacks.attack import STEP, Attack, around, at_load, in_call


def _raw(threat: int, name: str, tries: str, x86_64: int, arm64: int, arguments: str = "0, 0, 0, 0, 0") -> Attack:
    """A system call by its number, past Python; it must be refused, whatever else it would do."""
    return in_call(threat, name, tries, f"""
        import ctypes, platform
        number = {{"x86_64": {x86_64}, "aarch64": {arm64}}}[platform.machine()]
        if ctypes.CDLL(None).syscall(number, {arguments}) == -1:
            raise PermissionError
        """)  # fmt: skip


_PROCESSES = [
    in_call(5, "forks", "Leaves a child that outlives every clock.", """
        import os, time
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        """),
    in_call(5, "forks and forks", "Starts children in rounds, a bomb with a short fuse.", """
        import os, time
        for _ in range(5):
            if os.fork() == 0:
                time.sleep(0.05)
        """),
    in_call(5, "forks twice", "Leaves a grandchild without a parent.", """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(30)
            os._exit(0)
        """),
    in_call(5, "starts a program", "Runs another program.", """
        import subprocess
        subprocess.run(["true"], check=True)
        """),
    in_call(5, "spawns", "Runs a program without forking first.", """
        import os
        os.posix_spawn("/bin/true", ["true"], {})
        """),
    in_call(5, "becomes a program", "Replaces itself.", """
        import os
        os.execv("/bin/true", ["true"])
        """),
    in_call(5, "starts a pool", "Uses multiprocessing, as tutorials do.", """
        import multiprocessing
        multiprocessing.get_context("fork").Process(target=print).start()
        """),
    in_call(5, "opens a terminal", "Forks into a pseudo terminal.", """
        import os, pty
        if pty.fork()[0] == 0:
            os._exit(0)
        """),
    _raw(5, "forks by number", "Makes a process by clone itself.", 56, 220, "17, 0, 0, 0, 0"),
    _raw(5, "uses the newer clone", "Makes a process by clone3, whose flags a filter cannot see.", 435, 435, "0, 88"),
    _raw(5, "traces", "Asks to be traced, which would let it trace others.", 101, 117),
    _raw(5, "takes hold of the parent", "Opens a descriptor of the zygote.", 434, 434, "__import__('os').getppid(), 0"),
    _raw(5, "starts a ring", "Makes system calls through io_uring.", 425, 425, "1, ctypes.create_string_buffer(120)"),
    _raw(5, "loads a program into the kernel", "Uses bpf.", 321, 280, "0, ctypes.create_string_buffer(72), 72"),
    in_call(5, "speaks 32 bit", "Makes its calls by numbers of another architecture.", """
        import ctypes, mmap, platform
        if platform.machine() != "x86_64":
            raise PermissionError
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("53b802000000cd805bc3"))  # fork of i386; ebx is kept
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        if ctypes.CFUNCTYPE(ctypes.c_int)(address)() < 0:
            raise PermissionError
        """),
    in_call(5, "signals the parent", "Finds out whether it may send signals to the zygote.", """
        import os
        os.kill(os.getppid(), 0)
        """),
    in_call(5, "signals everybody", "Finds out whether it may send signals to all processes.", """
        import os
        os.kill(-1, 0)
        """),
    in_call(5, "signals its group", "Finds out whether it may end whoever shares its group.", """
        import os
        os.killpg(os.getpgid(0), 0)
        """),
    in_call(5, "signals by descriptor", "Lets a descriptor send signals to the zygote.", """
        import fcntl, os
        for number in range(3, 64):
            try:
                fcntl.fcntl(number, 8, os.getppid())  # F_SETOWN
                break
            except OSError:
                continue
        else:
            raise PermissionError
        """),
    in_call(5, "leaves the session", "Makes itself leader of a session that nobody ends.", """
        import os
        os.setsid()
        """),
    in_call(5, "chooses its processor", "Takes a processor for itself.", """
        import os
        os.sched_setaffinity(0, os.sched_getaffinity(0))
        """),
    in_call(5, "is not nice", "Changes its priority.", """
        import os
        os.setpriority(os.PRIO_PROCESS, 0, 0)
        """),
    in_call(5, "leaves threads", "Leaves threads that go on after every answer.", """
        import threading, time
        def work():
            end = time.monotonic() + 20
            while time.monotonic() < end: pass
        for _ in range(3):
            threading.Thread(target=work, daemon=True).start()
        """, most=10.0, slow=True),
    in_call(5, "starts thousands of threads", "Fills the table of processes with threads of small stacks.", """
        import threading, time
        threading.stack_size(32768)
        for _ in range(3000):
            threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
        """, most=10.0, slow=True),
    in_call(5, "loops", "Never comes back.", "while True: pass", slow=True),
    in_call(5, "loops in C", "Never comes back to Python's own loop.", "return sum(iter(int, 1))", slow=True),
    in_call(5, "sleeps", "Uses no processor time, and never comes back.", "import time; time.sleep(600)", slow=True),
    in_call(5, "thinks about a pattern", "Lets a regular expression try all ways.", """
        import re
        re.match("(a+)+$", "a" * 60 + "b")
        """, slow=True),
    in_call(5, "computes a tower", "Raises a number to a huge power.", "return 9 ** 9 ** 9", slow=True),
    in_call(5, "waits for itself", "Takes a lock twice.", """
        import threading
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()
        """, slow=True),
    in_call(5, "hears nothing", "Ignores every signal and every exception, and loops.", """
        import signal
        for each in range(1, 65):
            try: signal.signal(each, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True:
            try:
                while True: pass
            except BaseException: pass
        """, slow=True),
    in_call(5, "sleeps a little each time", "Stays below the limit of a call, and hopes that nobody adds up.", """
        import time
        time.sleep(0.6)
        """, most=10.0, slow=True),
    in_call(5, "crashes each time", "Needs a fresh worker for every call.", "import ctypes; ctypes.string_at(0)"),
    at_load(5, "loads for ever", "Loops before there is a function.", "while True: pass", slow=True),
    at_load(5, "sleeps while loading", "Waits before there is a function.", "import time; time.sleep(600)", slow=True),
    around(5, "crashes, and loads ever slower", "Wants a fresh worker for every call, and takes time to load.", """
        import time
        time.sleep(0.3)
        def optimize_with_momentum(**_): __import__("os")._exit(1)
        """, slow=True),
]  # fmt: skip

_DOORS = [
    *(
        in_call(7, f"{name}", f"Opens a way out: {name}.", f"import socket\n{body}")
        for name, body in {
            "connects by TCP": "socket.create_connection(('127.0.0.1', @TCP@), 1).sendall(b'x')",
            "sends by UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', @UDP@))",
            "connects to an abstract socket": "s = socket.socket(socket.AF_UNIX)\ns.connect('\\0@UNIX@')",
            "listens": "s = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()",
            "talks to the kernel by netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
            "takes raw packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
            "talks to the hypervisor": "socket.socket(getattr(socket, 'AF_VSOCK', 40), socket.SOCK_STREAM)",
            "asks for a name": "socket.getaddrinfo('localhost', 80, socket.AF_INET, 0, 0, socket.AI_ADDRCONFIG)\n"
            "socket.socket()",
        }.items()
    ),
    *(
        in_call(7, f"{name}", f"Changes what lies on the disk: {name}.", f"import os\n{body}")
        for name, body in {
            "changes modes": "os.chmod('@COURSE@/reference/seed', 0o600)",
            "changes times": "os.utime('@COURSE@/reference/seed')",
            "changes owners": "os.chown('@COURSE@/reference/seed', -1, -1)",
            "changes folder": "os.chdir('/tmp')",
            "cuts a file": "os.truncate('@COURSE@/reference/@MARKER@', 0)",
            "makes a pipe with a name": "os.mkfifo('/tmp/@MARKER@')",
            "makes a folder": "os.mkdir('/tmp/@MARKER@')",
            "makes a link": "os.symlink('@COURSE@/reference/seed', '/tmp/@MARKER@')",
            "makes a hard link": "os.link('@COURSE@/reference/seed', '/tmp/@MARKER@')",
            "makes a file in memory": "os.write(os.memfd_create('x'), b'x')",
            "makes a file without a name": "os.open('/tmp', os.O_TMPFILE | os.O_WRONLY)",
            "watches for files": "import ctypes\nif ctypes.CDLL(None).inotify_init() < 0: raise PermissionError",
            "sets attributes": "os.setxattr('@COURSE@/reference/seed', 'user.x', b'x')",
            "changes its root": "os.chroot('/tmp')",
        }.items()
    ),
    _raw(7, "mounts", "Puts another file system over a folder.", 165, 40),
    _raw(7, "makes shared memory", "Leaves memory that the next student finds.", 29, 194, "0x5EED, 4096, 0o1600"),
    _raw(7, "makes a queue", "Leaves messages that the next student finds.", 68, 186, "0x5EED, 0o1600"),
    _raw(7, "keeps a key", "Leaves a secret in the kernel's key ring.", 248, 217,
         "b'user', b'@MARKER@', b'x', 1, -4"),
    _raw(7, "listens to faults", "Uses userfaultfd, the start of many kernel attacks.", 323, 282),
    _raw(7, "measures the kernel", "Uses performance counters.", 298, 241,
         "ctypes.create_string_buffer(128), 0, -1, -1, 0"),
]  # fmt: skip

_TRACES = [
    *(
        in_call(9, f"writes into {name}", f"Leaves a file in {name}.", f"open({path!r}, 'w').write('left')")
        for name, path in {
            "its folder": "@MARKER@",
            "/tmp": "/tmp/@MARKER@",
            "/dev/shm": "/dev/shm/@MARKER@",
            "the course": "@COURSE@/@MARKER@",
            "the outputs": "@OUT@/@MARKER@",
        }.items()
    ),
    in_call(9, "shares memory by name", "Leaves a block for the next student.", """
        from multiprocessing import shared_memory
        shared_memory.SharedMemory("@MARKER@", create=True, size=64)
        """),
    in_call(9, "leaves a module", "Puts a numpy.py where the next one imports.", """
        import sys
        with open(sys.path[0] + "/numpy.py", "w") as file: file.write("raise SystemExit")
        """),
    in_call(9, "leaves byte code", "Puts a compiled module where the next one imports.", """
        import os, py_compile
        py_compile.compile(os.__file__, cfile="/tmp/@MARKER@", doraise=True)
        """),
    around(9, "poisons NumPy", "Changes NumPy for whoever comes after it in this interpreter.", """
        import numpy as np, math, random, warnings
        np.sin = np.cos = np.array = np.asarray = lambda *_, **__: 0.0
        math.sin = math.cos = lambda _: 0.0
        random.seed(0)
        warnings.simplefilter("error")
        def optimize_with_momentum(start, lr, momentum, steps): return 0.0
        """, most=STEP),
    around(9, "sets the floating point unit", "Changes rounding for whoever comes after it.", """
        import ctypes, ctypes.util
        def optimize_with_momentum(start, lr, momentum, steps):
            ctypes.CDLL("libm.so.6").fesetround(0xC00)
            return 0.0
        """, most=STEP),
    around(9, "collects what comes by", "Keeps what it was asked, for a later hand-in to find.", """
        import atexit, builtins, gc, sys
        builtins.kept = []
        sys.modules["kept"] = builtins
        def optimize_with_momentum(start, lr, momentum, steps):
            builtins.kept.append((start, lr))
            return 0.0
        """, most=STEP),
    around(9, "finds what was collected", "Looks for what an earlier hand-in kept.", """
        import builtins
        def optimize_with_momentum(start, lr, momentum, steps):
            builtins.kept[0]
            return right_run(start, lr, momentum, steps)
        """, most=STEP),
]  # fmt: skip

ATTACKS = [*_PROCESSES, *_DOORS, *_TRACES]
