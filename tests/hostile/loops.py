"""Code that does not end, or does not let itself be ended."""

from hostile.case import answer

LATE = "did not finish in"
QUICK = {"seconds": 0.6}


@answer("turnout_range", 3, "Question 3.1", LATE, **QUICK)
def loop_in_a_cell():
    """A loop in an answer cell."""
    return "while True: pass"


@answer("people_count", 3, "Your function", LATE, **QUICK)
def loop_in_a_function():
    """A loop in a function, which begins when the check calls it."""
    return """
    def people_count(rsvps):
        while True:
            pass
    """


@answer("turnout_range", 3, "Question 3.1", LATE, **QUICK)
def loop_in_c():
    """A loop inside one instruction of Python, which no interruption reaches."""
    return "sum(range(10**15))"


@answer("people_count", 3, "Your function", LATE, **QUICK)
def loop_in_c_in_a_function():
    """The same, in a function."""
    return "def people_count(rsvps): return sum(range(10**15))"


@answer("turnout_range", 3, "Question 3.1", LATE, **QUICK)
def swallows_the_interruption():
    """A loop that catches every exception, also that of the stop button."""
    return """
    while True:
        try:
            while True: pass
        except BaseException:
            pass
    """


@answer("turnout_range", 3, "Question 3.1", LATE, **QUICK)
def ignores_the_signal():
    """A loop that switched the signal of the stop button off."""
    return """
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True: pass
    """


@answer("turnout_range", 0, LATE, **QUICK)
def loop_behind_the_answer():
    """The answer is right, and then the cell goes on for ever."""
    return """
    RIGHT
    while True: pass
    """


@answer("turnout_range", 3, LATE, **QUICK)
def sleep():
    """A cell that sleeps."""
    return "import time\ntime.sleep(10**6)"


@answer("turnout_range", 3, LATE, **QUICK)
def waits_for_a_lock():
    """A cell that waits for itself."""
    return """
    import threading
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
    """


@answer("turnout_range", 0, LATE, **QUICK)
def loop_in_del():
    """A loop when an object is thrown away."""
    return """
    RIGHT
    class Endless:
        def __del__(self):
            while True: pass
    Endless().value = 1
    """


@answer("turnout_range", 0, LATE, **QUICK)
def loop_in_repr():
    """A loop when the last line of a cell is shown."""
    return """
    RIGHT
    class Endless:
        def __repr__(self):
            while True: pass
    Endless()
    """


@answer("turnout_range", 3, LATE, **QUICK)
def loop_in_an_error():
    """A loop when the message of an error is asked for."""
    return """
    RIGHT
    class Endless(Exception):
        def __str__(self):
            while True: pass
    raise Endless
    """


@answer("turnout_range", 0)
def loop_at_exit():
    """A loop when Python ends."""
    return """
    RIGHT
    import atexit
    @atexit.register
    def endless():
        while True: pass
    """


@answer("turnout_range", 0)
def loop_in_a_thread():
    """Threads that go on beside all cells that follow."""
    return """
    RIGHT
    import threading
    def endless():
        while True: pass
    for _ in range(4):
        threading.Thread(target=endless, daemon=True).start()
    """


@answer("turnout_range", 0)
def busy_threads_without_the_lock():
    """Threads that use all processors at once, which the neighbours need as well."""
    return """
    RIGHT
    import hashlib, threading
    block = bytes(10**7)
    def endless():
        while True: hashlib.sha256(block)
    for _ in range(40):
        threading.Thread(target=endless, daemon=True).start()
    """


@answer("turnout_range", 0)
def a_loop_of_asyncio_left_running():
    """A loop of asyncio in a thread, with a task that never ends."""
    return """
    RIGHT
    import asyncio, threading
    async def endless():
        while True: await asyncio.sleep(0)
    threading.Thread(target=lambda: asyncio.run(endless()), daemon=True).start()
    """


@answer("turnout_range", 3, LATE, **QUICK)
def an_asynchronous_cell():
    """A cell that awaits what never comes."""
    return """
    import asyncio
    await asyncio.Event().wait()
    """


@answer("turnout_range", 0)
def alarms():
    """A timer that interrupts everything a little later, again and again."""
    return """
    RIGHT
    import signal
    def ring(*_): raise RuntimeError("alarm")
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.001)
    """


@answer("turnout_range", 3, "RecursionError")
def recursion():
    """A function that calls itself."""
    return """
    def again(n): return again(n + 1)
    again(0)
    """


@answer("turnout_range", 3, "Question 3.1")
def recursion_without_a_limit():
    """The same, after the limit was taken away."""
    return """
    import sys
    sys.setrecursionlimit(2**31 - 1)
    def again(n): return max([n], key=lambda n: again(n + 1))
    again(0)
    """
