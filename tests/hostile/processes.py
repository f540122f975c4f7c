"""Code that starts, ends or hurts processes."""

from hostile.case import answer

ENDED = "ended Python itself"


@answer("turnout_range", 0)
def fork_bomb():
    """A process that doubles, and doubles again."""
    return """
    RIGHT
    import os
    try:
        while True: os.fork()
    except OSError:
        pass
    """


@answer("turnout_range", 0)
def other_programs():
    """Programs are started in every way that Python has."""
    return """
    RIGHT
    import multiprocessing, os, pty, subprocess, sys
    touch = ["/bin/sh", "-c", "touch /tmp/hostile-was-here"]
    for call in (
        lambda: subprocess.run(touch),
        lambda: subprocess.run(touch, start_new_session=True, close_fds=False),
        lambda: os.posix_spawn(touch[0], touch, {}),
        lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"]),
        lambda: os.popen("touch /tmp/hostile-was-here").read(),
        lambda: os.forkpty(),
        lambda: pty.spawn(touch),
        lambda: multiprocessing.get_context("fork").Process(target=print).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    ):
        try:
            call()
        except OSError:
            continue
        people_low = people_high = ride_reading = "it was not refused"
    if os.system("true") == 0: people_low = people_high = "it was not refused"
    """


@answer("turnout_range", 0)
def system_calls():
    """What Python has no word for: the ways out of a sandbox that others were broken by."""
    return """
    RIGHT
    import ctypes, platform
    libc = ctypes.CDLL(None, use_errno=True)
    calls = {
        "ptrace": (101, 16, 1, 0, 0),
        "unshare, for a world where one is root": (272, 0x10000000),
        "setns": (308, 0, 0),
        "chroot": (161, b"/room"),
        "mount": (165, b"none", b"/room", b"tmpfs", 0, 0),
        "umount": (166, b"/room", 2),
        "pivot_root": (155, b"/room", b"/room"),
        "clone, with a user namespace": (56, 0x10000000 | 17, 0, 0, 0, 0),
        "clone3": (435, bytes(88), 88),
        "vfork": (58,),
        "memfd_create": (319, b"x", 0),
        "memfd_secret": (447, 0),
        "io_uring_setup": (425, 8, bytes(120)),
        "bpf": (321, 0, bytes(120), 120),
        "userfaultfd": (323, 0),
        "perf_event_open": (298, bytes(120), 0, -1, -1, 0),
        "keyctl": (250, 0, 0, 0, 0, 0),
        "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
        "pidfd_open": (434, 1, 0),
        "open_by_handle_at": (304, 0, bytes(16), 0),
        "fsopen": (430, b"tmpfs", 0),
        "open_tree": (428, -100, b"/", 1),
        "shmget": (29, 0, 4096, 0o1600),
        "mq_open": (240, b"x", 0o100, 0o600, 0),
        "syslog": (103, 3, bytes(100), 100),
        "personality": (135, 0x0040000),
        "a raw socket": (41, 17, 3, 0),
    }
    if platform.machine() == "x86_64":
        gone_through = [name for name, call in calls.items() if libc.syscall(*call) != -1]
        if gone_through: people_low = people_high = ride_reading = repr(gone_through)
    """


@answer("turnout_range", 3, ENDED)
def calls_of_another_architecture():
    """The numbers of x32, which the kernel answers with the end, or of no call at all."""
    return """
    import ctypes, os
    ctypes.CDLL(None).syscall(0x40000000 + 57)
    os._exit(1)
    """


@answer("turnout_range", 0)
def kill_everybody():
    """Every process that can be reached is killed, with every signal that there is."""
    return """
    RIGHT
    import os, signal
    for target in (-1, os.getppid(), 1, 2, -os.getppid() or -1):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGSTOP):
            try:
                os.kill(target, number)
            except OSError:
                pass
    """


@answer("turnout_range", 3, ENDED)
def os_exit():
    """Python ends without a word."""
    return "import os\nos._exit(0)"


@answer("turnout_range", 0)
def exit_in_a_cell():
    """``exit()``, as many end their programs."""
    return "RIGHT\nexit()"


@answer("turnout_range", 0)
def sys_exit_in_a_cell():
    """``sys.exit()``, likewise."""
    return "RIGHT\nimport sys\nsys.exit(0)"


@answer("people_count", 3, "SystemExit")
def exit_in_a_function():
    """``sys.exit()`` in a function, when the check calls it."""
    return """
    import sys
    def people_count(rsvps): sys.exit(0)
    """


@answer("people_count", 3, "SystemExit")
def system_exit_in_a_function():
    """The error that exit raises, with a value that is no number."""
    return "def people_count(rsvps): raise SystemExit(rsvps)"


@answer("people_count", 3, ENDED)
def os_exit_in_a_function():
    """Python ends when the check calls."""
    return """
    import os
    def people_count(rsvps): os._exit(0)
    """


@answer("people_count", 3, "KeyboardInterrupt")
def interrupts_itself():
    """The error of the stop button, from a function."""
    return "def people_count(rsvps): raise KeyboardInterrupt"


@answer("turnout_range", 0, ENDED)
def ends_a_little_later():
    """A thread that ends Python while another question is marked."""
    return """
    RIGHT
    import os, threading, time
    threading.Timer(0.03, os._exit, [0]).start()
    """


@answer("turnout_range", 3, ENDED)
def ends_at_each_event():
    """A trap: Python ends at the end of the next cell."""
    return """
    RIGHT
    import os
    get_ipython().events.register("post_run_cell", lambda result: os._exit(0))
    get_ipython().events.register("pre_run_cell", lambda info: os._exit(0))
    """


@answer("turnout_range", 3, ENDED)
def segfault():
    """Memory that is not there is read."""
    return "import ctypes\nctypes.string_at(0)"


@answer("people_count", 3, ENDED)
def segfault_in_a_function():
    """The same, when the check calls."""
    return """
    import ctypes
    def people_count(rsvps): return ctypes.string_at(0)
    """


@answer("turnout_range", 3, ENDED)
def abort():
    """Python is aborted."""
    return "import os\nos.abort()"


@answer("turnout_range", 0)
def stops_itself():
    """The signals that stop a process without ending it."""
    return """
    RIGHT
    import os, signal
    for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN):
        os.kill(os.getpid(), number)
    """


@answer("turnout_range", 0, seconds=0.8)
def thread_bomb():
    """Threads without end, each with a small stack."""
    return """
    RIGHT
    import threading
    threading.stack_size(32768)
    lock = threading.Lock()
    lock.acquire()
    try:
        for _ in range(100_000):
            threading.Thread(target=lock.acquire, daemon=True).start()
    except RuntimeError:
        pass
    """


@answer("turnout_range", 0)
def better_rights():
    """A better place in the queue, another user, higher limits."""
    return """
    RIGHT
    import os, resource
    for call in (
        lambda: os.nice(-20),
        lambda: os.setuid(0),
        lambda: os.setgroups([0]),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
        lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1)),
    ):
        try:
            call()
        except (OSError, ValueError):
            pass
        else:
            people_low = people_high = ride_reading = "it was not refused"
    """


@answer("turnout_range", 3, ENDED)
def closes_all_files():
    """Every open file is closed, also the line to the marking."""
    return "RIGHT\nimport os\nos.closerange(0, 256)"


@answer("turnout_range", 3, ENDED)
def points_the_line_elsewhere():
    """Another file takes the place of the line to the marking."""
    return """
    RIGHT
    import os
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        if number != nothing:
            os.dup2(nothing, number)
    """


@answer("turnout_range", 0)
def asks_for_input():
    """A question to somebody who is not there."""
    return "RIGHT\ninput('Who are you?')"
