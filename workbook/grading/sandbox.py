"""A room without doors for a learner's code: Linux namespaces, limits and a system call filter.

:func:`enter` puts a process, with everything it has imported, into namespaces of its own: no
network, no other processes, and a file system of read-only views of what Python needs.
:func:`confine` then shuts one fork of it in for good: a private folder, limits, no privileges,
and a filter (seccomp) that refuses new processes, sockets and everything else that reaches out.

Both need no rights beyond an ordinary user's, only a kernel that allows user namespaces.
ctypes serves, because Python 3.11 has no ``os.unshare``, and no version has the rest.
"""

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workbook.errors import Problem
from workbook.i18n import text

FOLDER = "/room"
"""Where a learner's own files are: empty at first, and seen by nobody else."""

_NEW = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000}
_NEW_PID, _NEW_NET = 0x20000000, 0x40000000
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC = 1, 2, 4, 8
_REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 32, 4096, 16384, 1 << 18
_DETACH = 2
_AT_RECURSIVE, _AT_FDCWD = 0x8000, -100
_SYSTEM = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/lib", "/lib32", "/lib64"]
_SHARED = ["/usr/share/zoneinfo", "/usr/share/fonts", "/usr/local/share/fonts"]
_SINGLE = ["/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/usr/share/fontconfig"]
_THREADS = 2000
"""A user's, on older kernels in all that the user runs. What a neighbour can take is no more."""
_DEVICES = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. A limit that is reached ends up in a sentence for the learner."""

    cell_seconds: float = 10.0
    """For one cell, and for one call of a learner's function by a check."""
    notebook_seconds: float = 120.0
    memory_mb: int = 1024
    """Beyond what Python and its libraries take."""
    output_kb: int = 1000
    """Of text, and of pictures, that one cell may show."""
    files_mb: int = 64
    """Of files that a notebook writes."""


_libc = ctypes.CDLL(None, use_errno=True)


def possible() -> str:
    """Nothing if a sandbox can be had here; else a sentence that says why not."""
    if sys.platform != "linux":
        return text("The sandbox needs Linux.")
    if platform.machine() not in _SYSTEM_CALLS:
        return text(
            "The sandbox does not know this kind of processor ({machine}).",
            machine=platform.machine(),
        )
    child = os.fork()
    if child == 0:
        try:
            _try()
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        return ""
    return text("This system does not allow user namespaces, which the sandbox is made of.")


def _try() -> None:
    """What :func:`enter` and :func:`confine` need. Raises OSError where the kernel refuses.

    Some systems allow namespaces, and then nothing that could be done in them.
    """
    _enter_namespaces()
    _mount("none", "/", None, _RECURSIVE | _PRIVATE)
    _mount("room", "/proc", "tmpfs", _NO_SUID | _NO_DEV)
    _check(_libc.prctl(38, 1, 0, 0, 0))  # PR_SET_NO_NEW_PRIVS
    _filter_system_calls()


def enter(readable: Iterable[Path], hidden: Iterable[Path] = ()) -> int:
    """Put this process into a room that shows only ``readable`` folders, and those read-only.

    ``hidden`` folders inside them look empty. The process that calls this forks: what returns is
    the child, which is the first process of its own world; the parent waits for it and ends with
    it. Returns a file descriptor for :func:`new_world`. The process must have one thread.

    Raises OSError where the kernel refuses.
    """
    _enter_namespaces()
    child = os.fork()
    if child:
        # In the new world kill(getppid()) is kill(0), which reaches a whole session.
        with contextlib.suppress(OSError):
            os.setsid()
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    os.setsid()
    _die_with_parent()
    with contextlib.suppress(OSError):
        # Where memory runs out, the kernel shall end one of these, and not the one who marks.
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    world = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    _mount("none", "/", None, _RECURSIVE | _PRIVATE)
    _pivot([Path(one) for one in readable], [Path(one) for one in hidden])
    with contextlib.suppress(OSError):
        name = b"marking"
        _check(_libc.sethostname(name, len(name)))
    return world


_OUTSIDE, _USERS = 1_900_000_000, 1000
"""Numbers of users that no computer gives to anybody, and how many of them."""
_users = 0
"""How many users there are in the room; none, if all is done as the one who started it."""
_turn = 0


def _enter_namespaces() -> None:
    """New namespaces, in which root is user 0, and anybody else user 1000.

    The kernel lets root start any number of threads. So the forks of root's room become other
    users, each with limits of its own. Only a process outside can say so.
    """
    global _users
    new = _NEW["user"] | _NEW["mount"] | _NEW["uts"] | _NEW["ipc"] | _NEW_PID | _NEW_NET
    user, group, here = os.getuid(), os.getgid(), os.getpid()
    if user == 0:
        reading, writing = os.pipe()
        helper = os.fork()
        if helper == 0:
            os.close(writing)
            os.read(reading, 1)  # comes back when the namespaces are there
            try:
                for kind in ("uid", "gid"):
                    lines = f"0 0 1\n1000 {_OUTSIDE} {_USERS}\n"
                    Path(f"/proc/{here}/{kind}_map").write_text(lines, encoding="ascii")
            finally:
                os._exit(0)
        os.close(reading)
        _unshare(new)
        os.close(writing)
        os.waitpid(helper, 0)
    else:
        _unshare(new)
    if Path("/proc/self/uid_map").read_text(encoding="ascii"):
        _users = _USERS
        return
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"1000 {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"1000 {group} 1", encoding="ascii")


def new_world(world: int) -> None:
    """From now on each next fork of this process is the first process of a world of its own."""
    global _turn
    _check(_libc.setns(world, _NEW_PID))
    _unshare(_NEW_PID)
    _turn = (_turn + 1) % (_users or 1)


def confine(limits: Limits, keep: Iterable[int]) -> None:
    """Shut this process in for good; only the file descriptors in ``keep`` stay open.

    Memory is counted from what the process has now: it cannot start others, so its own address
    space is all there is.
    """
    _unshare(_NEW["mount"])
    # Room for what was handed in as well, which intake has limited already.
    user = 1000 + _turn
    owner = f",uid={user},gid={user}" if _users else ""
    options = f"size={2 * limits.files_mb}m,nr_inodes=20000,mode=0700{owner}"
    _mount("files", FOLDER, "tmpfs", _NO_SUID | _NO_DEV, options)
    confine_softly(limits, keep)
    _limit(resource.RLIMIT_NPROC, _THREADS)
    for capability in range(64):
        _libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
    if _users:
        _check(_libc.prctl(8, 1, 0, 0, 0))  # PR_SET_KEEPCAPS, until the next lines
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    # To read what root has shown of its files, where others may not.
    kept = 1 << 2 if _users else 0  # CAP_DAC_READ_SEARCH
    header, capabilities = struct.pack("<Ii", 0x20080522, 0), struct.pack("<II16x", kept, kept)
    _check(_libc.capset(header, capabilities))
    _die_with_parent()  # after the last change of rights, which would undo it
    _check(_libc.prctl(38, 1, 0, 0, 0))  # PR_SET_NO_NEW_PRIVS
    _filter_system_calls()


def confine_softly(limits: Limits, keep: Iterable[int]) -> None:
    """The part of :func:`confine` that every system has: limits, and no inherited files."""
    with contextlib.suppress(OSError):
        os.setsid()
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], 4096], strict=True):
        os.closerange(low + 1, high)
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    mega = 1 << 20
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 256)
    _limit(resource.RLIMIT_FSIZE, limits.files_mb * mega)
    _limit(resource.RLIMIT_CPU, int(2 * limits.notebook_seconds) + 10)
    size = _address_space()
    if size:
        _limit(resource.RLIMIT_AS, size + limits.memory_mb * mega)


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(which, (value, value))


_size_at_start = 0


def measure() -> None:
    """Note how much address space there is now, while /proc can still be seen."""
    global _size_at_start
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _size_at_start = pages * resource.getpagesize()


def _address_space() -> int:
    return _size_at_start


def _pivot(readable: list[Path], hidden: list[Path]) -> None:
    """Make a new root of read-only views, and forget the old one."""
    # On a folder that is always there and that nothing is shown of. One made for it would stay
    # behind if this is killed, and the temporary folder itself may hold what is to be shown.
    root = "/proc"
    _mount("room", root, "tmpfs", _NO_SUID | _NO_DEV, "size=1m,mode=0755")
    system = [Path(one) for one in [*_SYSTEM, *_SHARED, *_SINGLE]]
    for path in _outermost([*system, *readable]):
        _show(path, root)
    for device in _DEVICES:
        target = Path(root + device)
        target.parent.mkdir(exist_ok=True)
        target.touch()
        _mount(device, str(target), None, _BIND)
    for path in hidden:
        if Path(root + str(path)).is_dir():
            _mount("empty", root + str(path), "tmpfs", _READ_ONLY | _NO_SUID | _NO_DEV, "size=4k")
    for name in (FOLDER, "/old", "/tmp"):
        Path(root + name).mkdir(exist_ok=True, parents=True)
    os.chdir(root)
    number = _SYSTEM_CALLS[platform.machine()]["pivot_root"]
    _check(_libc.syscall(number, b".", b"old"))
    os.chdir("/")
    _check(_libc.umount2(b"/old", _DETACH))
    _mount("none", "/", None, _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEV)


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Existing paths, each once, without those that lie inside another."""
    found: list[Path] = []
    for path in sorted({Path(os.path.normpath(one)) for one in paths if one.exists()}):
        if not any(path.is_relative_to(other) and not other.is_symlink() for other in found):
            found.append(path)
    return found


def _show(path: Path, root: str) -> None:
    """A read-only view of ``path`` at the same place under ``root``."""
    target = Path(root + str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():  # /lib is often a link to /usr/lib
        if not target.exists():
            target.symlink_to(path.readlink())
        real = path.resolve()
        if not Path(root + str(real)).exists():
            _show(real, root)
        return
    if path.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    _mount(str(path), str(target), None, _BIND | _RECURSIVE)
    attributes = struct.pack("<QQQQ", _READ_ONLY | _NO_SUID | _NO_DEV, 0, 0, 0)
    done = _libc.syscall(
        442, _AT_FDCWD, str(target).encode(), _AT_RECURSIVE, attributes, len(attributes)
    )
    if done != 0:  # a kernel before 5.12: the mount itself, without those inside it
        flags = _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEV
        if os.statvfs(path).f_flag & os.ST_NOEXEC:
            flags |= _NO_EXEC
        _mount("none", str(target), None, flags)


def end_with(parent: int) -> None:
    """Let this process end as soon as ``parent`` does, which forked it, however that ends."""
    if sys.platform == "linux":
        _die_with_parent()
        if os.getppid() != parent:  # it ended before this was said
            os._exit(1)


def _die_with_parent() -> None:
    _libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _unshare(flags: int) -> None:
    _check(_libc.unshare(flags))


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    result = _libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _check(result, target)


def _check(result: int, about: str = "") -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), about)


# The filter. Numbers of system calls are part of the kernel's promise and never change.

_SYSTEM_CALLS: dict[str, dict[str, int]] = {
    "x86_64": {
        "acct": 163, "add_key": 248, "adjtimex": 159, "bpf": 321, "chroot": 161,
        "clock_adjtime": 305, "clock_settime": 227, "connect": 42, "delete_module": 176,
        "execve": 59, "execveat": 322,
        "finit_module": 313, "fork": 57, "init_module": 175, "kexec_file_load": 320,
        "kexec_load": 246, "keyctl": 250, "memfd_create": 319, "mknod": 133, "mknodat": 259,
        "mount": 165, "mq_open": 240, "msgget": 68, "name_to_handle_at": 303,
        "open_by_handle_at": 304, "perf_event_open": 298, "personality": 135, "pivot_root": 155,
        "process_vm_readv": 310, "process_vm_writev": 311, "ptrace": 101, "quotactl": 179,
        "reboot": 169, "request_key": 249, "semget": 64, "setns": 308, "settimeofday": 164,
        "shmat": 30, "shmget": 29, "socket": 41, "swapoff": 168, "swapon": 167, "syslog": 103,
        "umount2": 166,
        "unshare": 272, "userfaultfd": 323, "vfork": 58, "clone": 56,
    },
    "aarch64": {
        "acct": 89, "add_key": 217, "adjtimex": 171, "bpf": 280, "chroot": 51, "clock_adjtime": 266,
        "clock_settime": 112, "connect": 203, "delete_module": 106, "execve": 221, "execveat": 281,
        "finit_module": 273, "init_module": 105, "kexec_file_load": 294, "kexec_load": 104,
        "keyctl": 219, "memfd_create": 279, "mknodat": 33, "mount": 40, "mq_open": 180,
        "msgget": 186, "name_to_handle_at": 264, "open_by_handle_at": 265, "perf_event_open": 241,
        "personality": 92, "pivot_root": 41, "process_vm_readv": 270, "process_vm_writev": 271,
        "ptrace": 117, "quotactl": 60, "reboot": 142, "request_key": 218, "semget": 190,
        "setns": 268, "settimeofday": 170, "shmat": 196, "shmget": 194, "socket": 198,
        "swapoff": 225, "swapon": 224, "syslog": 116, "umount2": 39, "unshare": 97,
        "userfaultfd": 282, "clone": 220,
    },
}  # fmt: skip
# The same number everywhere: open_tree, move_mount, fsopen, fsconfig, fsmount, fspick,
# mount_setattr, pidfd_open, pidfd_getfd, io_uring_setup, io_uring_enter, io_uring_register,
# quotactl_fd, memfd_secret, statmount, listmount.
_EVERYWHERE = [428, 429, 430, 431, 432, 433, 442, 434, 438, 425, 426, 427, 443, 447, 457, 458]
_CLONE3 = 435
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_CLONE_THREAD = 0x10000
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


def _filter_system_calls() -> None:
    """Refuse what reaches out; threads are allowed, new processes are not."""
    machine = platform.machine()
    calls = dict(_SYSTEM_CALLS[machine])
    clone = calls.pop("clone")
    program = [
        (_LOAD, 0, 0, 4),  # which architecture?
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # which call?
        (_GREATER_EQUAL, 0, 1, _X32),  # x86-64 with short pointers: the same calls, other numbers
        (_RETURN, 0, 0, _KILL),
        (_EQUAL, 0, 1, _CLONE3),  # its flags lie in memory; without it glibc takes clone
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
    ]
    for number in sorted([*calls.values(), *_EVERYWHERE]):
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | errno.EPERM)]
    program += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),  # the low half of the first argument: the flags
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in program))
    head = struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(code))
    _check(_libc.prctl(22, 2, ctypes.c_char_p(head), 0, 0))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def required() -> None:
    """Raises Problem, with what to do, where no sandbox can be had."""
    reason = possible()
    if reason:
        raise Problem(
            text(
                "{reason} Without it, what a learner hands in would run with your rights, so "
                "nothing was marked. Use Linux (on Windows: WSL), or, for work that you trust as "
                "you trust your own, say --unsandboxed.",
                reason=reason,
            )
        )
