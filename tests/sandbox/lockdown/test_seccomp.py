"""The filter's verdicts, read off its own program for both architectures, and a few of them tried for real."""

from __future__ import annotations

import ctypes
import os
import queue
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.sandbox.lockdown import in_child, libc, seccomp

try:
    import pyseccomp
except (ImportError, RuntimeError) as trouble:
    pytest.skip(f"no libseccomp here: {trouble}", allow_module_level=True)

ALLOW = 0x7FFF0000
EPERM = 0x00050001
ENOENT = 0x00050002
ENOSYS = 0x00050026
EAGAIN = 0x0005000B
KILL_PROCESS = 0x80000000

ARCHITECTURES = {"x86-64": pyseccomp.Arch.X86_64, "aarch64": pyseccomp.Arch.AARCH64}
AT_FDCWD = -100 & 0xFFFFFFFFFFFFFFFF
THREAD = 0x3D0F00  # what the C library asks clone for when it starts a thread

NEVER = {
    "programs and processes": "execve execveat fork vfork wait4 waitid setsid setpgid personality",
    "signals": "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal timer_create alarm setitimer",
    "the network": "socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg setsockopt",
    "other processes": "ptrace process_vm_readv process_vm_writev kcmp process_madvise pidfd_open pidfd_getfd",
    "files without a name": "memfd_create memfd_secret pipe pipe2 splice tee vmsplice sendfile copy_file_range",
    "the file system": "openat2 creat chdir fchdir chroot truncate ftruncate fallocate link linkat symlink symlinkat "
    "rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat mknod mknodat flock fsync sync",
    "owners and modes": "chmod fchmod fchmodat chown fchown fchownat utime utimes utimensat setxattr umask",
    "watching": "inotify_init inotify_init1 fanotify_init userfaultfd perf_event_open syslog",
    "new doors into the kernel": "io_uring_setup io_uring_enter io_setup bpf seccomp landlock_restrict_self",
    "keys": "keyctl add_key request_key",
    "what is in the page cache": "fadvise64 readahead mincore cachestat sync_file_range process_madvise msync mlock "
    "mlock2 munlock mlockall munlockall remap_file_pages migrate_pages move_pages process_mrelease vmsplice",
    "mounts and namespaces": "mount umount2 move_mount open_tree fsopen pivot_root unshare setns quotactl swapon acct",
    "identity": "setuid setgid setresuid setresgid setgroups capset",
    "limits and scheduling": "setrlimit setpriority sched_setscheduler sched_setaffinity mlock mlockall",
    "memory between processes": "shmget shmat semget msgget mq_open",
    "the machine": "init_module finit_module delete_module reboot sethostname settimeofday ioperm iopl modify_ldt",
}


@pytest.fixture(scope="module", params=sorted(ARCHITECTURES))
def arch(request):
    return ARCHITECTURES[request.param]


@pytest.fixture(scope="module")
def program(arch):
    return seccomp.filter_program(opening=True, arch=arch).program


def number(arch: int, name: str) -> int | None:
    """Number of a system call on an architecture, None where it has no such call."""
    found: int = pyseccomp.resolve_syscall(arch, name)
    return found if found >= 0 else None


def verdict(program: bytes, arch: int, call: int, *arguments: int) -> int:
    """Run the program as the kernel would, on one system call."""
    data = struct.pack(
        "<iIQ6Q", call, arch, 0, *(each & 0xFFFFFFFFFFFFFFFF for each in arguments), *(6 - len(arguments)) * [0]
    )
    accumulator = position = 0
    while True:
        code, if_true, if_false, constant = struct.unpack_from("<HBBI", program, 8 * position)
        position += 1
        match code:
            case 0x20:  # load a word
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:  # and
                accumulator &= constant
            case 0x05:  # jump
                position += constant
            case 0x15:  # jump if equal
                position += if_true if accumulator == constant else if_false
            case 0x25:  # jump if greater
                position += if_true if accumulator > constant else if_false
            case 0x35:  # jump if greater or equal
                position += if_true if accumulator >= constant else if_false
            case 0x06:  # return
                return int(constant)
            case _:
                raise AssertionError(f"instruction {code:#x} is unknown to this test")


def verdicts(program: bytes, arch: int, names: str, *arguments: int) -> dict[str, int]:
    """The verdict on each named call that the architecture has; many have only the newer of two similar ones."""
    calls = {name: number(arch, name) for name in names.split()}
    return {name: verdict(program, arch, call, *arguments) for name, call in calls.items() if call is not None}


def named_verdict(program: bytes, arch: int, name: str, *arguments: int) -> int:
    """Run the program on a call that both architectures have."""
    return verdicts(program, arch, name, *arguments)[name]


def test_nothing_is_allowed_beyond_the_list(program, arch):
    names = [*seccomp.ALLOWED.values(), seccomp.LOOKING]
    listed = {number(arch, name) for each in names for name in each.split()}
    if_all_are_zero = "open openat fcntl prlimit64 sendto mmap clock_gettime clock_getres clock_nanosleep"
    with_conditions = {number(arch, name) for name in if_all_are_zero.split()}
    allowed = {call for call in range(1024) if verdict(program, arch, call) == ALLOW}

    assert allowed == (listed | with_conditions) - {None}


@pytest.mark.parametrize("subject", NEVER)
def test_what_no_solution_needs_is_refused(program, arch, subject):
    assert set(verdicts(program, arch, NEVER[subject]).values()) == {EPERM}


def test_a_call_of_another_architecture_ends_the_process(program, arch):
    other = next(value for value in ARCHITECTURES.values() if value != arch)

    assert verdict(program, other, 0) == KILL_PROCESS


@pytest.mark.parametrize("family", ["X86", "X32"])
def test_the_other_calling_conventions_of_the_same_processor_end_the_process(family):
    arch = pyseccomp.Arch.X86_64
    program = seccomp.filter_program(opening=True, arch=arch).program
    call, given = (20, pyseccomp.Arch.X86) if family == "X86" else (0x4000_0000 | 39, arch)

    assert verdict(program, given, call) == KILL_PROCESS


def test_threads_may_start(program, arch):
    assert named_verdict(program, arch, "clone", THREAD) == ALLOW


@pytest.mark.parametrize(
    "flags",
    [0x11, 0x01200011, 0x4111, *(THREAD | 1 << bit for bit in (7, 13, 14, 17, 25, 26, 27, 28, 29, 30))],
    ids=hex,
)
def test_processes_and_namespaces_may_not(program, arch, flags):
    assert named_verdict(program, arch, "clone", flags) == EPERM


def test_clone3_is_said_to_be_missing_so_that_the_c_library_takes_clone(program, arch):
    assert named_verdict(program, arch, "clone3") == ENOSYS


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_CLOEXEC, os.O_CLOEXEC | os.O_NONBLOCK])
def test_files_may_be_opened_for_reading(program, arch, flags):
    assert named_verdict(program, arch, "openat", AT_FDCWD, 0, flags) == ALLOW


@pytest.mark.parametrize(
    "flag", [os.O_WRONLY, os.O_RDWR, 3, os.O_CREAT, os.O_TRUNC, os.O_PATH, os.O_TMPFILE | os.O_RDWR]
)
def test_files_may_not_be_opened_for_anything_else(program, arch, flag):
    found = verdicts(program, arch, "open", 0, flag) | verdicts(program, arch, "openat", AT_FDCWD, 0, flag)

    assert set(found.values()) == {EPERM}


def test_without_opening_no_file_is_opened_at_all(arch):
    closed = seccomp.filter_program(opening=False, arch=arch).program

    assert set(verdicts(closed, arch, "open openat", 0, 0, os.O_RDONLY).values()) == {ENOENT}
    assert set(verdicts(closed, arch, "open", 0, os.O_RDWR).values()) <= {EPERM}
    assert set(verdicts(closed, arch, seccomp.LOOKING).values()) == {ENOENT}


def test_the_two_variants_differ_in_opening_and_looking_alone(program, arch):
    closed = seccomp.filter_program(opening=False, arch=arch).program
    differing = {call for call in range(1024) if verdict(closed, arch, call) != verdict(program, arch, call)}

    assert differing == {number(arch, name) for name in (*seccomp.OPENING, *seccomp.LOOKING.split())} - {None}


@pytest.mark.parametrize("command", [0x5412, 0x5414, 0x5452, 0x1_0000_5401])
def test_no_terminal_or_device_is_commanded(program, arch, command):
    assert named_verdict(program, arch, "ioctl", 0, command) == EPERM


@pytest.mark.parametrize("command", [4, 8, 10, 15, 1031, 1033])
def test_a_descriptor_cannot_be_made_to_signal_another_process(program, arch, command):
    """F_SETFL, F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETPIPE_SZ, F_ADD_SEALS."""
    assert named_verdict(program, arch, "fcntl", 3, command, 1) == EPERM


@pytest.mark.parametrize("option", [1, 4, 8, 10, 15, 22, 24, 28, 35, 38, 47, 0x59616D61])
def test_no_setting_of_the_process_is_changed(program, arch, option):
    assert named_verdict(program, arch, "prctl", option, 1) == EPERM


@pytest.mark.parametrize(("pid", "new_limit", "expected"), [(0, 0, ALLOW), (1, 0, EPERM), (0, 4096, EPERM)])
def test_own_limits_may_be_read_and_nothing_else(program, arch, pid, new_limit, expected):
    assert named_verdict(program, arch, "prlimit64", pid, 7, new_limit, 4096) == expected


@pytest.mark.parametrize(("flags", "address", "expected"), [(0, 0, ALLOW), (0, 4096, EPERM), (1, 0, EPERM)])
def test_a_channel_carries_plain_bytes_to_its_other_end_only(program, arch, flags, address, expected):
    assert named_verdict(program, arch, "sendto", 3, 4096, 10, flags, address, 16) == expected


@pytest.mark.parametrize("operation", [0, 1, 3, 5, 6, 9, 10, 256, 0x1_0000_0000])
def test_nobody_waits_or_wakes_where_another_process_could(program, arch, operation):
    assert named_verdict(program, arch, "futex", 4096, operation, 1) == EAGAIN
    assert named_verdict(program, arch, "futex", 4096, operation | 128, 1) == ALLOW


@pytest.mark.parametrize("flags", [0x01, 0x03, 0x21, 0x8001])
def test_memory_is_not_mapped_so_that_no_limit_counts_it(program, arch, flags):
    assert named_verdict(program, arch, "mmap", 0, 4096, 3, flags) == EPERM
    assert named_verdict(program, arch, "mmap", 0, 4096, 3, flags & ~1 | 2) == ALLOW


@pytest.mark.parametrize("call", ["clock_gettime", "clock_getres", "clock_nanosleep"])
def test_the_clocks_of_other_processes_are_not_read(program, arch, call):
    found = {clock: named_verdict(program, arch, call, clock) for clock in (0, 1, 2, 3, 7, 11)}
    others = {clock: named_verdict(program, arch, call, clock) for clock in (16, -10, 0xFFFFFFF6, 0x1_0000_0000)}

    assert set(found.values()) == {ALLOW}
    assert set(others.values()) == {EPERM}


def filtered(attempt: Callable[[], object]) -> str:
    """What becomes of `attempt` in a child that enforces the filter of this machine first."""
    made = seccomp.filter_program(opening=True)

    def child() -> str:
        libc.prctl(38, 1)
        made.enforce()
        try:
            return str(attempt())
        except OSError as refusal:
            return type(refusal).__name__

    return in_child.outcome(child)


@pytest.mark.parametrize("advice", range(30))
def test_memory_is_advised_as_an_allocator_does_and_not_otherwise(program, arch, advice):
    allowed = advice in {4, 8, 14, 15, 16}  # MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP

    assert named_verdict(program, arch, "madvise", 0, 4096, advice) == (ALLOW if allowed else EPERM)


def test_the_kernel_takes_the_program():
    assert filtered(lambda: libc.prctl(21)) == "2"  # PR_GET_SECCOMP: a filter is in force


def test_the_kernel_refuses_what_the_program_refuses():
    assert filtered(lambda: os.kill(os.getpid(), 0)) == "PermissionError"


def test_a_filter_stays_when_another_is_put_on():
    def attempt():
        seccomp.Filter(struct.pack("<HBBI", 0x06, 0, 0, ALLOW)).enforce()

    assert filtered(attempt) == "PermissionError"


def test_bytes_still_go_through_a_socket_made_before():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        filtered(lambda: theirs.sendall(b"an answer"))

        assert ours.recv(100) == b"an answer"


def test_a_32_bit_call_is_the_end():
    """`int 0x80` reaches the 32-bit calls, which have other numbers: getpid is 20, which here means writev."""
    if os.uname().machine != "x86_64":
        pytest.skip("only x86-64 has this second door")
    code = bytes.fromhex("b814000000cd80c3")  # mov eax, 20; int 0x80; ret

    def attempt():
        import mmap  # noqa: PLC0415 - the child alone needs it

        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
        page = mmap.mmap(-1, 4096, flags, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(code)
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        return ctypes.CFUNCTYPE(ctypes.c_int)(address)()

    assert filtered(attempt).startswith("the process that tried it ended")


def test_threads_wait_for_each_other_and_end():
    def waits() -> int:
        done: queue.Queue[int] = queue.Queue()
        threads = [threading.Thread(target=done.put, args=(number,)) for number in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        with ThreadPoolExecutor(4) as pool:
            return sum([*(done.get() for _ in threads), *pool.map(int, range(100))])

    assert filtered(waits) == str(28 + 4950)
