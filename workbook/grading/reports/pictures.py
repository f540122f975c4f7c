"""Pictures in a notebook: only PNG and JPEG, only if they are what they say, and not too large."""

import binascii
import struct
from base64 import b64decode, b64encode

LONGEST = 3_000_000
"""Letters of base64, some 2 MB of picture: a figure of matplotlib has 20 to 100 kB."""
_MOST_PIXELS = 25_000_000
"""A small file can unpack to more than a browser can hold."""
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The kinds of segment in a JPEG file that tell its size."""


def address(kind: str, base64: str) -> str | None:
    """The picture as a ``data:`` address, written anew; None if it is not a sound ``kind``.

    ``kind`` is ``"image/png"`` or ``"image/jpeg"``.
    """
    if len(base64) > LONGEST:
        return None
    try:
        content = b64decode("".join(base64.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    size = {"image/png": _png_size, "image/jpeg": _jpeg_size}.get(kind, _no_size)(content)
    if size is None or not 0 < size[0] * size[1] <= _MOST_PIXELS:
        return None
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _no_size(content: bytes) -> tuple[int, int] | None:
    return None


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        kind, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if kind in _JPEG_SIZES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + max(length, 2)
    return None
