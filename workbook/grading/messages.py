"""Whole messages over a socket, each preceded by its length."""

import socket
import struct
import time

LARGEST = 64 << 20
"""Bytes of one message."""
_AT_ONCE = 1 << 20
"""Bytes that are taken from a socket at a time."""
_LENGTH = struct.Struct("<Q")


class Garbled(Exception):
    """Bytes that are no message: forged, cut off, or beyond the limits."""


class Messages:
    """Whole messages over a socket whose other end may be out to harm.

    It may send half a message, or one byte a minute: so there is a time until which a message
    must be whole, however many parts it comes in.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._held = bytearray()
        """What has come of a message that is not whole yet."""

    def send(self, message: bytes, until: float | None = None) -> None:
        """Send one message. Raises TimeoutError, or another OSError."""
        self._line.settimeout(_left(until))
        self._line.sendall(_LENGTH.pack(len(message)) + message)

    def next(self, until: float | None = None) -> bytes:
        """The next message.

        Raises TimeoutError at the moment ``until``, of :func:`time.monotonic`, and can be asked to
        go on then. Raises EOFError or OSError if the line is broken, Garbled if the message is too
        large to be one.
        """
        self._fill(_LENGTH.size, until)
        (size,) = _LENGTH.unpack_from(self._held)
        if size > LARGEST:
            raise Garbled("a message that is too large")
        end = _LENGTH.size + size
        self._fill(end, until)
        message = bytes(self._held[_LENGTH.size : end])
        del self._held[:end]
        return message

    def unasked(self) -> bool:
        """Whether something lies there already, before anything was asked.

        Raises EOFError or OSError if the line is broken.
        """
        self._line.settimeout(0)
        try:
            if not self._line.recv(1, socket.MSG_PEEK):
                raise EOFError
        except BlockingIOError:
            return bool(self._held)
        return True

    def _fill(self, size: int, until: float | None) -> None:
        while len(self._held) < size:
            self._line.settimeout(_left(until))
            # Memory grows with what comes, not with what was announced.
            part = self._line.recv(min(size - len(self._held), _AT_ONCE))
            if not part:
                raise EOFError
            self._held += part

    def close(self) -> None:
        """Close the line."""
        self._line.close()


def _left(until: float | None) -> float | None:
    """Seconds for :meth:`socket.settimeout`, where 0 would mean something else."""
    return None if until is None else max(until - time.monotonic(), 1e-6)
