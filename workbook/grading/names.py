"""Names that strangers chose: for a folder on any computer, and for a sentence on a screen."""

import hashlib
import re
import unicodedata

_LONGEST = 128
"""Characters of a learner's id that nbgrader's gradebook can hold."""
_FORBIDDEN = frozenset('<>:"/\\|?*')
_JOINERS = "\u200c\u200d"  # words of Persian and Hindi need them
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_MARKED = re.compile(r"~[0-9a-f]{16}(\.[A-Za-z0-9]{1,10})?$")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def safe(name: str) -> str:
    """``name`` as the name of one folder: a learner's id, or an assignment's.

    It stays as it is if every computer can hold it. Otherwise each character that cannot stay
    becomes ``_``, 60 characters are kept, and ``~`` with 16 hexadecimal digits of the SHA-256 of
    the whole name follows. So a name always becomes the same, no name leaves its folder, and two
    names never become one: a name that already ends like that is changed, too.
    """
    return name if _stands(name) and not name.startswith(".") else _mended(name)


def safe_path(name: str) -> str:
    """The path of a file inside a submission, with ``/``: each part is safe, and none goes up.

    A path that starts at the top of a disk, or goes up with ``..``, loses those parts: a program
    for zip files writes them sometimes, and the notebook is still the learner's.
    """
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    if len(parts) > 1 and re.fullmatch("[A-Za-z]:", parts[0]):
        del parts[0]
    path = "/".join(map(_safe_part, parts or [""]))
    return path if len(_bytes(path)) <= 500 else _mended(name)


def shown(name: str, longest: int = 80) -> str:
    """``name`` in a sentence: no character of it turns, hides or breaks the text around it."""
    letters = (letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)
    text = "".join(letters)
    return text if len(text) <= longest else f"{text[: longest - 31]}…{text[-30:]}"


def _safe_part(part: str) -> str:
    """As :func:`safe`, but a file may start with a dot."""
    return part if _stands(part) else _mended(part)


def _stands(name: str) -> bool:
    return (
        name not in ("", ".", "..")
        and len(name) <= _LONGEST
        and len(_bytes(name)) <= 200
        and all(map(_stays, name))
        and name == name.strip()
        and not name.endswith(".")
        and not _RESERVED.fullmatch(name)
        and not _MARKED.search(name)
    )


def _stays(letter: str) -> bool:
    return letter in _JOINERS or (
        letter not in _FORBIDDEN
        and unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )


def _mended(name: str) -> str:
    """A file keeps its ending, by which programs know it."""
    ending = found.group() if (found := _ENDING.search(name)) else ""
    stem = name[: len(name) - len(ending)]
    kept = "".join(letter if _stays(letter) else "_" for letter in stem)[:60].strip(" .")
    # 60 letters are 240 bytes at most; a name on a disk may have 255
    kept = _bytes(kept)[:180].decode(errors="ignore") or "_"
    return f"{kept}~{hashlib.sha256(_bytes(name)).hexdigest()[:16]}{ending}"


def _bytes(name: str) -> bytes:
    # a name on a disk that is not UTF-8 reaches Python with surrogates in it
    return name.encode(errors="surrogatepass")
