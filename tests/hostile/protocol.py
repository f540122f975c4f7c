"""Code that looks for the line to the marking, and writes to it."""

from hostile.case import answer

ONE = "turnout_range"
WRONG = 'people_low = people_high = 0\nride_reading = "a"\n'

_LINES = """
import os, stat, struct, json, threading, time
lines = []
for number in range(256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): lines.append(number)
    except OSError:
        pass
def send(content):
    for line in lines:
        try:
            os.write(line, content)
        except OSError:
            pass
"""


def _writes(code: str, before: str = "RIGHT") -> str:
    return f"{before}\n{_LINES}\n{code}\n"


@answer(ONE, 3, "disturbed")
def garbage_on_the_line():
    """Random bytes."""
    return _writes("send(os.urandom(1000))")


@answer(ONE, 3, "did not finish", seconds=0.8)
def half_a_message():
    """A message that begins, and never ends."""
    return _writes(r'send(struct.pack("<Q", 2**20) + b"x" * 100)')


@answer(ONE, 3, "disturbed")
def a_message_of_gigabytes():
    """A message that says it is four gigabytes."""
    return _writes(r'send(b"\xff" * 12)')


@answer(ONE, 3, "did not finish", seconds=0.8)
def bytes_one_by_one():
    """One byte of a message at a time, for ever."""
    return _writes(
        """
def trickle():
    send(struct.pack("<Q", 2**25))
    while True:
        send(b"x")
        time.sleep(0.01)
threading.Thread(target=trickle, daemon=True).start()
time.sleep(0.1)
"""
    )


@answer(ONE, 3, "disturbed")
def answers_before_the_question():
    """Hundreds of answers to all questions that could come next, each of them a lie."""
    return _writes(
        """
for line in lines:
    os.set_blocking(line, False)
for number in range(300):
    head = json.dumps([[], ["d", [["people_low", ["l", [30.0]]]]]]).encode()
    message = struct.pack("<I", len(head)) + head
    send(struct.pack("<Q", len(message)) + message)
for line in lines:
    os.set_blocking(line, True)
"""
    )


@answer(ONE, 3, "disturbed")
def a_deep_message():
    """A message of brackets."""
    return _writes(
        """
head = b"[" * 100_000
message = struct.pack("<I", len(head)) + head
send(struct.pack("<Q", len(message)) + message)
"""
    )


@answer(ONE, 3, "did not finish", seconds=0.8)
def never_reads_again():
    """The questions are not read any more."""
    return """
    RIGHT
    import time
    from workbook.grading import messages
    messages.Messages.next = lambda *a: time.sleep(10**6)
    """


def _forges(answers: str, before: str = WRONG) -> str:
    """The engine in this process is there, but its answers are made up."""
    return f"""
{before}
import sys
from workbook.grading import answers
def forged(self, request):
    kind, real = request["do"], original(self, request)
    {answers}
    return real
original = answers.Answers.answer
answers.Answers.answer = forged
"""


@answer(ONE, 3)
def forged_errors():
    """An error of each shape that is none."""
    return _forges(
        """if kind == "run":
        forged.n = getattr(forged, "n", 0) + 1
        return [real[0], [
            {"kind": "SyntaxError", "syntax": 5},
            {"kind": "SyntaxError", "syntax": [1, [2], {}]},
            {"kind": "NameError", "name": [1]},
            {"kind": [], "said": {}, "own": 3, "place": [[], {}, 5]},
            {"kind": "UnicodeDecodeError", "place": ["f", [1] * 1000, "x"]},
            {"kind": "__import__"}, {"kind": "BaseExceptionGroup"}, {"kind": "OSError"},
        ][forged.n % 8]]"""
    )


@answer(ONE, 3)
def forged_errors_of_functions():
    """The same from the functions that a check calls; those questions are lost, no other."""
    return _forges(
        """if kind == "call":
        return [None, {"kind": "SyntaxError", "syntax": 5, "place": ["f", [2], 3]}]"""
    )


@answer(ONE, 3)
def forged_outputs():
    """Outputs that are none, that are enormous, or that hold every type there is."""
    return _forges(
        """if kind == "run":
        return [[
            5, None, {}, {"output_type": []}, {"output_type": "stream", "text": 5},
            {"output_type": "stream", "name": [], "text": "\\ud800\\x00"},
            {"output_type": "error", "ename": 3, "evalue": [], "traceback": [5, None, "x"]},
            {"output_type": "error", "traceback": "x"},
            {"output_type": "display_data", "data": 5},
            {"output_type": "display_data", "data": {"text/plain": 5, "image/png": "\\ud800"}},
            {"output_type": "display_data", "data": {5: "x", "text/html": [5], "image/png": b"x"}},
            {"output_type": "execute_result", "data": {"text/plain": "x"}, "execution_count": "x"},
            *[{"output_type": "stream", "name": "stdout", "text": "x" * 30_000}] * 500,
        ], None]"""
    )


@answer(ONE, 3)
def forged_names():
    """Names that nobody has asked for, such as those of the check's own tools."""
    return _forges(
        """if kind == "get":
        real.update({name: [0] for name in ("Check", "q", "data", "attribution", "len", "sum",
                                            "lowest", "turnout", "__builtins__", "In", "_")})"""
    )


@answer(ONE, 3)
def forged_shapes():
    """Answers that are lists, numbers or nothing, where a dictionary should be."""
    return _forges(
        """forged.n = getattr(forged, "n", 0) + 1
    if kind == "get":
        return [[], 5, None, {}, {"people_low": 5}, {"people_low": []}, {5: [5]}][forged.n % 7]
    if kind == "call":
        return [[], 5, None, {}, [1], [1, 2, 3], [1, 2]][forged.n % 7]"""
    )


@answer(ONE, 3)
def enormous_answers():
    """Megabytes in answer to each question."""
    return _forges("if kind != 'call': return b'x' * 4_000_000")


@answer(ONE, 3)
def too_many_values():
    """An answer of tens of thousands of empty lists."""
    return _forges(
        """if "people_low" in request.get("names", ()):
        return [[] for _ in range(20_000)]"""
    )
