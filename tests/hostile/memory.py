"""Code that takes all the memory, all the disk, or shows more than anybody can read."""

from hostile.case import answer

ONE = "turnout_range"


@answer(ONE, 0, "MemoryError")
def a_list_that_grows():
    """A list that doubles until nothing is left."""
    return """
    RIGHT
    hoard = [0]
    while True: hoard += hoard
    """


@answer(ONE, 0, "Unable to allocate")
def an_enormous_array():
    """A hundred gigabytes at once."""
    return "RIGHT\nimport numpy\nnumpy.ones(100 * 2**30, dtype='u1')"


@answer(ONE, 0)
def mapped_memory():
    """Memory that no garbage collector knows."""
    return """
    RIGHT
    import mmap
    hoard = []
    while True:
        hoard.append(mmap.mmap(-1, 2**24))
        hoard[-1].write(b'x' * 2**24)
    """


@answer("people_count", 3, "MemoryError")
def memory_in_a_function():
    """A function that takes it all when the check calls."""
    return """
    def people_count(rsvps):
        hoard = b"x"
        while True: hoard += hoard
    """


@answer(ONE, 0, "OSError")
def a_huge_file():
    """A file that grows for ever."""
    return """
    RIGHT
    with open("huge", "wb") as file:
        while True: file.write(bytes(2**20))
    """


@answer(ONE, 0, "OSError")
def many_huge_files():
    """Files that grow for ever, in every folder that can be written to."""
    return """
    RIGHT
    import os, tempfile
    n = 0
    while True:
        for folder in (".", tempfile.gettempdir(), os.environ["HOME"]):
            n += 1
            with open(f"{folder}/{n}", "wb") as file: file.write(bytes(2**20))
    """


@answer(ONE, 0, "No space left")
def many_small_files():
    """More files than there can be."""
    return """
    RIGHT
    n = 0
    while True:
        n += 1
        open(str(n), "w").close()
    """


@answer(ONE, 0)
def a_file_with_holes():
    """A file of a terabyte that holds nothing."""
    return "RIGHT\nimport os\nos.truncate(os.open('holes', os.O_RDWR | os.O_CREAT), 2**40)"


@answer(ONE, 0)
def pipes():
    """Memory in the pipes of the kernel, as many as there can be."""
    return """
    RIGHT
    import os, fcntl
    while True:
        _, end = os.pipe()
        os.set_blocking(end, False)
        try:
            fcntl.fcntl(end, 1031, 2**20)
            os.write(end, bytes(2**20))
        except BlockingIOError:
            pass
    """


@answer(ONE, 0, "too long and was left out", seconds=0.8)
def prints_for_ever():
    """A flood of text, up to the limit of time."""
    return """
    RIGHT
    while True: print("flood " * 1000)
    """


@answer(ONE, 0)
def writes_past_python():
    """A flood of bytes straight to the standard streams."""
    return """
    RIGHT
    import os
    for _ in range(100):
        for stream in (1, 2):
            os.write(stream, b"flood" * 10**5)
    """


@answer(ONE, 0)
def many_pictures():
    """Thousands of outputs."""
    return """
    RIGHT
    from IPython.display import Image, display
    for _ in range(3000): display(Image(data=b"\\x89PNG" + bytes(1000), format="png"))
    """


@answer(ONE, 0, "too long and was left out", absent=("bomb",))
def a_bundle_of_forms():
    """One output in thousands of forms, each of them large."""
    return """
    RIGHT
    from IPython.display import display
    display({f"application/x-bomb-{n}": "bomb" * 10**5 for n in range(100)}, raw=True)
    """


@answer(ONE, 0)
def many_figures():
    """Figures that nobody closes."""
    return """
    RIGHT
    import matplotlib.pyplot as plt
    for _ in range(15): plt.plot([1, 2])
    plt.figure(figsize=(400, 400))
    plt.plot([1, 2])
    """


@answer(ONE, 0)
def a_flood_of_warnings():
    """Warnings and log entries without end."""
    return """
    RIGHT
    import logging, sys, warnings
    for n in range(20_000):
        warnings.warn(f"warning {n}")
        logging.error("error")
    print("the end", file=sys.stderr)
    """
